//! A table with what it and its columns are taken for, correctable.

mod beside;
mod cities;
mod dates;
mod findings;

use super::beside::is_unplaced;
use super::by_hand::ByHand;
use super::columns::{
    CodeLengths, HeaderWords, Marks, OrderVotes, Profile, Unit, YesNo, assign_roles, fallback_role, file_kind,
    first_values, has_unit, is_of_line, is_rate, lists_contacts, numbers_order, other_place, profile_columns, unit_of,
};
use super::gone::deleted_column;
use super::joined::Links;
use super::located::bare_code;
use super::table::Table;
use crate::gazetteer::Gazetteer;
use crate::model::{Confidence, DecidedThere, FileKind, Mapping, Outcome, Role, SavedAnswers, SavedMapping};
use crate::units::DateOrder;
use std::borrow::Cow;

pub use cities::doubt_cities;

/// Why a column of order lines is left out.
const OF_LINE: &str = "belongs to the order line, not to the account";

/// The column of the other part of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherNames {
    First(usize),
    Last(usize),
    /// First and last names of people, beside a column of companies.
    Both(usize, usize),
}

impl OtherNames {
    /// Its position.
    pub fn column(self) -> usize {
        match self {
            Self::First(column) | Self::Last(column) | Self::Both(_, column) => column,
        }
    }
}

/// One file, recognised.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub(super) table: Table,
    kind: FileKind,
    /// What it is by itself.
    pub(super) own_kind: FileKind,
    /// Whether it may be a list of contacts of other accounts.
    lists_contacts: bool,
    /// Whether it is taken for accounts by itself, and says of none where it is.
    pub(super) is_unplaced: bool,
    mappings: Vec<Mapping>,
    /// Whether a person said what the file is.
    kind_chosen: bool,
    /// Which columns a person decided on.
    chosen: Vec<bool>,
    /// The order of dates that a person chose.
    chosen_order: Vec<Option<DateOrder>>,
    pub(super) words: Vec<HeaderWords>,
    pub(super) profiles: Vec<Profile>,
    /// What the cells of the columns of dates say; counted when a column becomes one.
    votes: Vec<Option<OrderVotes>>,
    /// How long the postal codes are, and whether some have lost zeros.
    codes: CodeLengths,
    /// The column that says which rows are deleted.
    pub(super) deleted: Option<usize>,
    /// What a person put right.
    pub(super) by_hand: ByHand,
    /// How it is joined to others.
    pub(super) links: Links,
}

impl Sheet {
    /// Says what a table and its columns are, by the header and by a sample of the rows. O(columns × sample).
    #[must_use]
    pub fn recognise(mut table: Table, gazetteer: &Gazetteer) -> Self {
        table.ungroup();
        let words: Vec<HeaderWords> = match table.dialect.header_line {
            Some(_) => {
                let header = |column: usize| table.raw_header.get(column).map_or("", String::as_str);
                HeaderWords::of_all(&(0..table.header.len()).map(header).collect::<Vec<_>>())
            }
            None => vec![HeaderWords::default(); table.header.len()],
        };
        let profiles = profile_columns(&table, gazetteer);
        let kind = file_kind(&table, &words, &profiles);
        let columns = words.len();
        let mut sheet = Self {
            lists_contacts: false,
            table,
            kind,
            own_kind: kind,
            mappings: Vec::new(),
            is_unplaced: false,
            kind_chosen: false,
            chosen: vec![false; columns],
            chosen_order: vec![None; columns],
            words,
            profiles,
            votes: vec![None; columns],
            codes: CodeLengths::default(),
            deleted: None,
            by_hand: ByHand::default(),
            links: Links::default(),
        };
        sheet.find_contacts();
        sheet.map_columns();
        sheet.is_unplaced = is_unplaced(&sheet);
        sheet
    }

    /// Looks whether the file may be a list of contacts.
    pub(super) fn find_contacts(&mut self) {
        // Users of a CRM have a company too: only what would be accounts, or of no use, may be contacts.
        let may_be = self.own_kind.makes_accounts() || self.own_kind == FileKind::Other;
        self.lists_contacts = may_be && lists_contacts(&self.table, &self.words, &self.profiles);
    }

    /// Adds a column of another file, which is looked at with the others when the kind is settled.
    pub(super) fn add_column(&mut self, words: &HeaderWords, profile: &Profile) {
        self.words.push(words.clone());
        self.profiles.push(profile.clone());
        self.chosen.push(false);
        self.chosen_order.push(None);
        self.votes.push(None);
    }

    /// Keeps the first columns, which are looked at when the kind is settled.
    pub(super) fn keep_columns(&mut self, count: usize) {
        self.words.truncate(count);
        self.profiles.truncate(count);
        self.mappings.truncate(count);
        self.chosen.truncate(count);
        self.chosen_order.truncate(count);
        self.votes.truncate(count);
    }

    /// Takes the file for something else unless a person has said what it is, and looks at all columns anew.
    pub(super) fn become_kind(&mut self, kind: FileKind) {
        if !self.kind_chosen {
            self.kind = kind;
        }
        self.links.is_unsettled = false;
        self.map_columns();
        self.is_unplaced = is_unplaced(self);
    }

    /// What a person decided about the columns from a position on, by their headers.
    pub(super) fn decided_from(&self, first: usize) -> DecidedThere {
        let is_decided = |&column: &usize| self.chosen[column] || self.chosen_order[column].is_some();
        let columns = (first..self.mappings.len()).filter(is_decided);
        columns.map(|at| (self.mappings[at].header.clone(), self.mappings[at].role, self.chosen_order[at])).collect()
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// What the file is taken for.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// What the columns are taken for.
    #[must_use]
    pub fn mappings(&self) -> &[Mapping] {
        &self.mappings
    }

    /// The columns of a further place of the rows, shipping beside billing, by role; empty for none.
    #[must_use]
    pub fn other_place(&self) -> Vec<(Role, usize)> {
        other_place(&self.words, &self.mappings, self.kind)
    }

    /// Takes the file for something else; columns that a person decided on stay as they are, if such a file has them.
    pub fn set_kind(&mut self, kind: FileKind) {
        self.kind = kind;
        self.kind_chosen = true;
        self.map_columns();
    }

    /// Takes a column for something else. A single role leaves the column that had it. Nothing happens for a column
    /// that is not there.
    pub fn set_role(&mut self, column: usize, role: Role) {
        if column >= self.mappings.len() {
            return;
        }
        if role.is_single() {
            for other in (0..self.mappings.len()).filter(|&other| other != column) {
                if self.mappings[other].role == role {
                    self.fall_back(other);
                }
            }
        }
        self.choose(column, role);
        self.settle();
    }

    /// What a person decided about the file, for the next one with the same headers, and answered about its rows; `None` while
    /// nobody did.
    #[must_use]
    pub fn saved(&self, answers: &SavedAnswers) -> Option<SavedMapping> {
        let (cells, rows) = (self.corrected_cells(), self.corrected_rows());
        let answered = *answers != SavedAnswers::default() || !cells.is_empty() || !rows.is_empty();
        (answered || self.is_decided()).then(|| SavedMapping {
            headers: self.own_headers().to_vec(),
            kind: self.kind_chosen.then_some(self.kind),
            columns: (0..self.table.own_width()).map(|column| self.remembered(column)).collect(),
            joined: self.decided_there(),
            answers: SavedAnswers { cells, rows, ..answers.clone() },
        })
    }

    /// What is remembered of a column: its role where a person chose it, and the order of its dates where a person chose that or they
    /// prove that day or month goes first. Where the year does, those of the next file may be written otherwise.
    fn remembered(&self, column: usize) -> (Option<Role>, Option<DateOrder>) {
        let mapping = &self.mappings[column];
        let proven = mapping.date_order.filter(|order| *order != DateOrder::YearFirst);
        (self.chosen[column].then_some(mapping.role), self.chosen_order[column].or(proven))
    }

    /// Whether a person decided what the file or one of its columns is.
    pub(super) fn is_decided(&self) -> bool {
        let has_order = || self.chosen_order.iter().any(Option::is_some);
        self.kind_chosen || self.chosen.contains(&true) || has_order() || !self.decided_there().is_empty()
    }

    /// Takes what was decided before, if the headers are the same in any order; says whether they are. The order of
    /// dates is only taken where these cells don't settle it themselves. O(columns²).
    pub fn apply(&mut self, saved: &SavedMapping) -> bool {
        let Some(places) = self.places_in(&saved.headers) else { return false };
        // Whether contacts are accounts depends on the files beside them.
        if let Some(kind) = saved.kind.filter(|kind| !self.lists_contacts || *kind != FileKind::Contacts) {
            self.set_kind(kind);
        }
        self.links.decided_there.clone_from(&saved.joined);
        for (column, &place) in places.iter().enumerate() {
            let Some(&(role, order)) = saved.columns.get(place) else { continue };
            if let Some(role) = role {
                self.set_role(column, role);
            }
            let is_open = self.mappings[column].role.is_date() && self.mappings[column].date_order.is_none();
            if let Some(order) = order.filter(|_| is_open) {
                self.set_date_order(column, order);
            }
        }
        true
    }

    /// Where each header stands among `headers`, if they are the same set.
    fn places_in(&self, headers: &[String]) -> Option<Vec<usize>> {
        let place = |header: &String| headers.iter().position(|other| other == header);
        let is_same = headers.len() == self.table.own_width() && self.table.dialect.header_line.is_some();
        is_same.then(|| self.own_headers().iter().map(place).collect())?
    }

    /// The headers of the columns that stand in the file itself.
    fn own_headers(&self) -> &[String] {
        &self.table.header[..self.table.own_width()]
    }

    /// Looks again at a column a cell of which has changed.
    pub(super) fn look_again(&mut self, column: usize) {
        if let Some(votes) = self.votes.get_mut(column) {
            *votes = None;
        }
        self.show_values(column);
        self.settle();
    }

    /// Looks again at all columns, after cells of rows have changed.
    pub(super) fn look_at_all_again(&mut self) {
        self.votes.fill(None);
        (0..self.mappings.len()).for_each(|column| self.show_values(column));
        self.settle();
    }

    /// Shows the values that stand in a column now.
    fn show_values(&mut self, column: usize) {
        if let (Some(mapping), Some(values)) = (self.mappings.get_mut(column), first_values(&self.table, column)) {
            mapping.samples = values;
        }
    }

    /// What became of the file, as far as it is known before all are assembled.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let rows = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
        Outcome {
            file: self.table.name.clone(),
            kind: self.kind,
            dialect: self.table.dialect.describe(),
            rows,
            taken: if self.kind.makes_accounts() || self.kind == FileKind::Reps { rows } else { 0 },
            columns: self.told_columns(),
            may_be_contacts: self.may_be_contacts(),
        }
    }

    /// The column with a single role.
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.mappings.iter().position(|mapping| mapping.role == role)
    }

    /// The column of the other part of names of people: of first names where the names are last names, else of last names.
    pub(super) fn other_names(&self) -> Option<OtherNames> {
        let name = &self.words[self.column(Role::Name)?];
        let find = |says: fn(&HeaderWords) -> bool| {
            (0..self.words.len()).find(|&at| self.mappings[at].role == Role::Attribute && says(&self.words[at]))
        };
        let (first, last) = (find(HeaderWords::says_first_name), find(HeaderWords::says_last_name));
        match (first, last) {
            (Some(first), _) if name.says_last_name() => Some(OtherNames::First(first)),
            // “Nom” beside “Prénom” is the last name, “Nombre” beside “Apellidos” the first.
            (Some(first), None) if name.says_name_alone() => Some(OtherNames::First(first)),
            (None, Some(last)) if name.says_name_alone() && self.kind == FileKind::Reps => Some(OtherNames::Last(last)),
            (Some(first), Some(last)) if matches!(self.kind, FileKind::Accounts | FileKind::Leads) => {
                Some(OtherNames::Both(first, last))
            }
            _ => None,
        }
    }

    /// The name of a row, with its other part where that has a column of its own; that of a person where no company is named.
    pub(super) fn row_name(&self, others: Option<OtherNames>, row: usize) -> Cow<'_, str> {
        let name = self.column(Role::Name).map_or("", |column| self.table.cell(row, column));
        let whole = match others {
            None | Some(OtherNames::Both(..)) if !name.is_empty() => return Cow::Borrowed(name),
            None => return Cow::Borrowed(name),
            Some(OtherNames::Both(first, last)) => {
                format!("{} {}", self.table.cell(row, first), self.table.cell(row, last))
            }
            Some(OtherNames::First(column)) => format!("{} {name}", self.table.cell(row, column)),
            Some(OtherNames::Last(column)) => format!("{name} {}", self.table.cell(row, column)),
        };
        Cow::Owned(whole.trim().to_owned())
    }

    /// The decimal mark of a column. Coordinates have no thousands: `48,105` is a latitude.
    pub(super) fn marks(&self, column: usize) -> Marks {
        let told = self.profiles.get(column).map_or(Marks::Point, Profile::marks);
        let role = self.mappings.get(column).map(|mapping| mapping.role);
        let is_comma = matches!(role, Some(Role::Latitude | Role::Longitude))
            && self.profiles.get(column).is_some_and(|profile| {
                let has = |mark: char| profile.samples.iter().any(|sample| sample.contains(mark));
                has(',') && !has('.')
            });
        if is_comma { Marks::Comma } else { told }
    }

    /// How yes and no are written in a column.
    pub(super) fn yes_no(&self, column: usize) -> YesNo {
        YesNo { blank_is_no: self.profiles.get(column).is_some_and(|profile| profile.distinct == 1) }
    }

    /// The postal code of a row with its zeros, if it has lost any.
    pub(super) fn restored_code(&self, row: usize) -> Option<String> {
        let cell = |role| self.column(role).map_or("", |column| self.table.cell(row, column));
        self.codes.restored(bare_code(cell(Role::PostalCode)), cell(Role::Country))
    }

    /// Finds what follows from the roles and the cells: orders of dates, units, lengths of postal codes.
    fn settle(&mut self) {
        self.settle_dates();
        self.settle_units();
        self.deleted = deleted_column(&self.mappings);
        self.codes = self.column(Role::PostalCode).map_or_else(CodeLengths::default, |column| {
            CodeLengths::of((0..self.table.len()).map(|row| bare_code(self.table.cell(row, column))))
        });
    }

    /// Finds the unit of every column of numbers.
    fn settle_units(&mut self) {
        for column in 0..self.mappings.len() {
            let unit = match unit_of(column, &self.table.header, &self.words, &self.profiles) {
                Unit::One(unit) => unit,
                Unit::Mixed(_) | Unit::MixedBy(_) => "",
            };
            let is_mixed = unit_of(column, &self.table.header, &self.words, &self.profiles) != Unit::One(unit);
            let is_assumed = self.profiles[column].has_assumed_marks;
            let mapping = &mut self.mappings[column];
            mapping.unit.clear();
            if has_unit(mapping.role) {
                mapping.unit.push_str(unit);
                if is_mixed {
                    "several currencies".clone_into(&mut mapping.note);
                } else if is_assumed {
                    "thousands or decimals?".clone_into(&mut mapping.note);
                }
                if (is_mixed || is_assumed) && !self.chosen[column] {
                    mapping.confidence = Confidence::Guess;
                }
            }
        }
    }

    fn map_columns(&mut self) {
        let previous = std::mem::take(&mut self.mappings);
        let has_header = self.table.dialect.header_line.is_some();
        let assigned = assign_roles(&self.words, &self.profiles, self.kind, has_header);
        self.mappings = assigned
            .into_iter()
            .enumerate()
            .map(|(column, found)| Mapping {
                header: self.table.header[column].clone(),
                samples: first_values(&self.table, column).unwrap_or_else(|| self.profiles[column].samples.clone()),
                role: found.role,
                confidence: found.confidence,
                date_order: None,
                unit: String::new(),
                note: found.note,
            })
            .collect();
        if self.kind == FileKind::OrderLines {
            self.leave_out_lines();
        }
        for (column, before) in previous.iter().enumerate() {
            self.chosen[column] &= before.role.fits(self.kind);
            if self.chosen[column] {
                self.set_role(column, before.role);
            }
        }
        self.settle();
    }

    /// Prices and discounts don't add up over the lines of an account; orders and products are not its own. Figures about accounts
    /// are their own, and rates too where each stands once.
    fn leave_out_lines(&mut self) {
        let is_figures = self.is_figures();
        let is_key = |column: usize| self.profiles[column].is_unique();
        let stand_once =
            is_figures && [Role::Id, Role::Name].into_iter().find_map(|role| self.column(role)).is_some_and(is_key);
        for column in 0..self.mappings.len() {
            let (words, profile) = (&self.words[column], &self.profiles[column]);
            let mapping = &mut self.mappings[column];
            let note = match mapping.role {
                _ if stand_once => continue,
                Role::Measure if is_rate(words, profile) => "a rate: does not add up over order lines",
                _ if is_figures => continue,
                Role::Measure if numbers_order(words, profile) => OF_LINE,
                Role::Measure | Role::Attribute | Role::Day if words.says_period_alone() => OF_LINE,
                Role::Attribute | Role::Day | Role::YesNo if is_of_line(words) => OF_LINE,
                _ => continue,
            };
            mapping.role = Role::LeaveOut;
            note.clone_into(&mut mapping.note);
        }
    }

    fn choose(&mut self, column: usize, role: Role) {
        self.chosen[column] = true;
        // What is a date may depend on who says that the column holds dates.
        self.votes[column] = None;
        let mapping = &mut self.mappings[column];
        (mapping.role, mapping.confidence) = (role, Confidence::Certain);
        mapping.note.clear();
    }

    fn fall_back(&mut self, column: usize) {
        let found = fallback_role(&self.words[column], &self.profiles[column]);
        self.chosen[column] = false;
        self.votes[column] = None;
        let mapping = &mut self.mappings[column];
        (mapping.role, mapping.confidence, mapping.note) = (found.role, found.confidence, found.note);
    }
}
