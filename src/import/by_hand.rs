//! What a person puts right in a file before it is taken over: single cells, whole rows, and the repairs that are
//! offered. Each can be taken back.

use super::log::{Log, Spot};
use super::sheet::Sheet;
use super::table::{Table, Unrepaired};
use crate::gazetteer::Gazetteer;
use crate::model::{Code, RepairOffer, Role, SavedAnswers, SavedCell, SavedMapping, SavedRow, Severity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was done by hand in one file; rows are told by the line in which they start.
#[derive(Debug, Clone, Default)]
pub struct ByHand {
    left_out: BTreeSet<u32>,
    /// By line and column, what stood there before.
    corrected: BTreeMap<(u32, usize), String>,
    /// By line, the cells that stood there before all of them were put right.
    rows: BTreeMap<u32, Vec<String>>,
    /// The cells of these that were corrected because an earlier export said the same there.
    again: BTreeSet<(u32, usize)>,
    /// The rows that were, by line.
    rows_again: BTreeSet<u32>,
    /// The rows as they stood before the offered repairs were taken.
    unrepaired: Option<Box<Unrepaired>>,
}

impl Sheet {
    /// Puts another text into a cell of the row that starts in a line of the file. Nothing happens where there is no
    /// such row or column. O(log rows + length of the row).
    pub fn set_cell(&mut self, line: u32, column: usize, value: &str) {
        let Some(row) = self.table.row_at(line).filter(|_| column < self.table.own_width()) else { return };
        self.by_hand.again.remove(&(line, column));
        self.correct(row, column, value);
        self.look_again(column);
    }

    fn correct(&mut self, row: usize, column: usize, value: &str) {
        let line = self.table.line(row);
        let before = self.table.cell(row, column).to_owned();
        self.table.set_cell(row, column, value);
        let first = self.by_hand.corrected.entry((line, column)).or_insert(before);
        if first == value.trim() {
            self.by_hand.corrected.remove(&(line, column));
        }
    }

    /// The cells of the row that starts in a line of the file, as they are now; `None` where there is no such row.
    #[must_use]
    pub fn row_cells(&self, line: u32) -> Option<Vec<String>> {
        self.table.row_at(line).map(|row| self.table.row_cells(row))
    }

    /// Puts other cells in the place of the row that starts in a line of the file; none: those that the file has there.
    /// O(rows × columns), for the columns are looked at again.
    pub fn set_row(&mut self, line: u32, cells: &[String]) {
        self.by_hand.rows_again.remove(&line);
        if let Some(row) = self.table.row_at(line) {
            self.replace_row(row, line, cells);
            self.look_at_all_again();
        }
    }

    fn replace_row(&mut self, row: usize, line: u32, cells: &[String]) {
        let first = self.cells_of_file(row, line);
        let width = self.table.own_width();
        let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        let mut now = cells.get(..filled.max(width).min(cells.len())).unwrap_or_default().to_vec();
        now.resize(now.len().max(width), String::new());
        self.by_hand.corrected.retain(|(own, _), _| *own != line);
        self.by_hand.again.retain(|(own, _)| *own != line);
        if cells.is_empty() || now == first {
            self.by_hand.rows.remove(&line);
            self.table.set_row(row, &first);
        } else {
            self.by_hand.rows.insert(line, first);
            self.table.set_row(row, &now);
        }
    }

    /// What the file says in a row, before anything in it was put right. Repairs that are taken back leave it alone from now on.
    fn cells_of_file(&mut self, row: usize, line: u32) -> Vec<String> {
        let repaired = self.by_hand.unrepaired.as_mut().and_then(|before| before.give_up(row));
        if let Some(known) = self.by_hand.rows.get(&line) {
            return known.clone();
        }
        let mut cells = repaired.unwrap_or_else(|| self.table.row_cells(row));
        for ((_, column), was) in self.by_hand.corrected.range((line, 0)..=(line, usize::MAX)) {
            if let Some(cell) = cells.get_mut(*column) {
                was.clone_into(cell);
            }
        }
        cells
    }

    /// The cells that were corrected, by what the file says of their rows; at most [`SavedAnswers::MOST`].
    pub(super) fn corrected_cells(&self) -> Vec<SavedCell> {
        let cell = |(&(line, column), was): (&(u32, usize), &String)| {
            let row = self.table.row_at(line)?;
            let keys = [Role::Id, Role::Name].into_iter().filter_map(|role| self.column(role));
            let key = keys.map(|key| self.first_told(row, key)).find(|key| !key.is_empty())?;
            let column_name = self.table.header.get(column)?.clone();
            let now = self.table.cell(row, column).to_owned();
            Some(SavedCell { row: key.to_owned(), column: column_name, was: was.clone(), now })
        };
        self.by_hand.corrected.iter().filter_map(cell).take(SavedAnswers::MOST).collect()
    }

    /// The rows that were put right as a whole, at most [`SavedAnswers::MOST`].
    pub(super) fn corrected_rows(&self) -> Vec<SavedRow> {
        let row = |(&line, was): (&u32, &Vec<String>)| {
            Some(SavedRow { was: was.clone(), now: self.table.row_cells(self.table.row_at(line)?) })
        };
        self.by_hand.rows.iter().filter_map(row).take(SavedAnswers::MOST).collect()
    }

    /// Puts right again what was put right in an earlier export and says the same as there. O(rows), if there is any.
    pub fn correct_again(&mut self, saved: &SavedMapping) {
        // Whole rows are told by all their cells.
        if saved.headers == self.table.header && !saved.answers.rows.is_empty() {
            self.correct_rows_again(&saved.answers.rows);
        }
        if !saved.answers.cells.is_empty() {
            self.correct_cells_again(&saved.answers.cells);
        }
    }

    fn correct_rows_again(&mut self, rows: &[SavedRow]) {
        let mut wanted: HashMap<&str, Vec<&SavedRow>> = HashMap::new();
        for row in rows {
            wanted.entry(row.was.first().map_or("", |cell| cell.trim())).or_default().push(row);
        }
        for row in 0..self.table.len() {
            let Some(alike) = wanted.get(self.table.cell(row, 0)) else { continue };
            let cells = self.table.row_cells(row);
            if let Some(saved) = alike.iter().find(|saved| saved.was == cells) {
                let line = self.table.line(row);
                self.replace_row(row, line, &saved.now);
                self.by_hand.rows_again.insert(line);
            }
        }
        if !self.by_hand.rows_again.is_empty() {
            self.look_at_all_again();
        }
    }

    fn correct_cells_again(&mut self, cells: &[SavedCell]) {
        let mut wanted: HashMap<&str, Vec<&SavedCell>> = HashMap::new();
        for cell in cells {
            wanted.entry(cell.row.as_str()).or_default().push(cell);
        }
        let keys: Vec<usize> = [Role::Id, Role::Name].into_iter().filter_map(|role| self.column(role)).collect();
        let mut found = Vec::new();
        for row in 0..self.table.len() {
            let key = keys.iter().map(|&key| self.table.cell(row, key)).find(|key| !key.is_empty());
            for cell in key.and_then(|key| wanted.get(key)).into_iter().flatten() {
                let column = self.table.header.iter().position(|header| *header == cell.column);
                if let Some(column) = column.filter(|&column| self.table.cell(row, column) == cell.was) {
                    found.push((row, column, cell.now.as_str()));
                }
            }
        }
        for &(row, column, now) in &found {
            self.by_hand.again.insert((self.table.line(row), column));
            self.correct(row, column, now);
        }
        let columns: BTreeSet<usize> = found.iter().map(|&(_, column, _)| column).collect();
        for column in columns {
            self.look_again(column);
        }
    }

    /// What the file says in a cell, before anything in it was put right.
    pub(super) fn first_told(&self, row: usize, column: usize) -> &str {
        let line = self.table.line(row);
        if let Some(cells) = self.by_hand.rows.get(&line) {
            return cells.get(column).map_or("", |cell| cell.trim());
        }
        let corrected = self.by_hand.corrected.get(&(line, column)).map(String::as_str);
        let unrepaired = || self.by_hand.unrepaired.as_ref()?.cell(row, column);
        corrected.or_else(unrepaired).unwrap_or_else(|| self.table.cell(row, column))
    }

    /// Leaves out the row that starts in a line of the file, or takes it again.
    pub fn leave_out(&mut self, line: u32, out: bool) {
        if out && self.table.row_at(line).is_some() {
            self.by_hand.left_out.insert(line);
        } else {
            self.by_hand.left_out.remove(&line);
        }
    }

    /// Whether a person left a row out.
    pub(super) fn is_left_out(&self, row: usize) -> bool {
        !self.by_hand.left_out.is_empty() && self.by_hand.left_out.contains(&self.table.line(row))
    }

    /// The sheet with all repairs taken that are offered, or with none. Where that gives the columns other names, they are
    /// looked at anew; what a person decided about them stays.
    #[must_use]
    pub fn with_repairs(mut self, take: bool, gazetteer: &Gazetteer) -> Self {
        if take == self.by_hand.unrepaired.is_some() {
            return self;
        }
        // The header may become another one.
        self.stand_alone();
        let decided = self.saved(&SavedAnswers::default()).filter(|_| self.is_decided());
        let renames = |before: &Unrepaired| before.offers.iter().any(|offer| offer.row.is_none());
        let is_renamed = if let Some(before) = self.by_hand.unrepaired.take() {
            let is_renamed = renames(&before);
            self.table.put_back(*before);
            is_renamed
        } else {
            let before = self.by_hand.unrepaired.insert(Box::new(self.table.take_offers()));
            renames(before)
        };
        if !is_renamed {
            self.look_at_all_again();
            return self;
        }
        let mut sheet = Self::recognise(self.table, gazetteer);
        sheet.by_hand = self.by_hand;
        if let Some(decided) = decided {
            sheet.apply(&decided);
        }
        sheet
    }

    /// The sheet with what a person decided about it as it was read before, as far as it still fits: what the file and its columns
    /// are, and which rows are left out.
    #[must_use]
    pub fn decided_as(mut self, before: &Self) -> Self {
        let decided = before.saved(&SavedAnswers::default()).filter(|_| before.is_decided());
        if decided.is_some_and(|decided| !self.apply(&decided)) && before.is_kind_chosen() {
            self.set_kind(before.kind());
        }
        self.by_hand.left_out.clone_from(&before.by_hand.left_out);
        self
    }

    /// The repairs that are offered or were taken, as an offer for the file at that position; `None` when there are none.
    #[must_use]
    pub fn repairs(&self, file: u16) -> Option<RepairOffer> {
        let taken = self.by_hand.unrepaired.as_ref();
        let offers = taken.map_or(self.table.offers(), |before| &before.offers);
        let first = offers.first()?;
        Some(RepairOffer {
            file,
            rows: u32::try_from(offers.len()).unwrap_or(u32::MAX),
            row: first.line,
            now: first.was.trim_end().to_owned(),
            then: first.cells.join(" | "),
            taken: taken.is_some(),
        })
    }

    /// Tells which rows and cells were corrected.
    pub(super) fn tell_by_hand(&self, log: &mut Log) {
        let width = self.table.own_width();
        if !self.by_hand.rows.is_empty() {
            let fits = |line: u32| {
                let row = self.table.row_at(line).filter(|_| self.by_hand.rows.contains_key(&line));
                row.is_some_and(|row| self.table.rows.width(row) == width)
            };
            log.forget(Code::RaggedRow, fits);
        }
        let how = |is_again: bool| if is_again { "again, as in the import before" } else { "by hand" };
        for (&line, before) in &self.by_hand.rows {
            let value = before.join(" | ");
            let how = how(self.by_hand.rows_again.contains(&line));
            let message = || format!("The whole row was put right {how}; the file has what stands above.");
            log.add(Spot { row: line, column: "", value: &value }, Code::Corrected, Severity::Repaired, message);
        }
        for (&(line, column), before) in &self.by_hand.corrected {
            let header = self.table.header.get(column).map_or("", String::as_str);
            let spot = Spot { row: line, column: header, value: before };
            log.add(spot, Code::Corrected, Severity::Repaired, || {
                let now = self.table.row_at(line).map_or("", |row| self.table.cell(row, column));
                let how = how(self.by_hand.again.contains(&(line, column)));
                format!("Corrected {how}: “{now}” instead.")
            });
        }
    }
}

/// Tells that a row was left out by hand; what it says is kept for the list.
pub fn tell_left_out(table: &Table, row: usize, log: &mut Log) {
    let filled: Vec<&str> = (0..table.header.len()).map(|column| table.cell(row, column)).collect();
    let value = filled.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ");
    let spot = Spot { row: table.line(row), column: "", value: &value };
    log.add(spot, Code::LeftOut, Severity::Rejected, || "Left out by hand. Take it again, if it is needed.".to_owned());
}
