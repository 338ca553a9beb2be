//! Columns that a table takes from another file, beside its own.

use super::columns::{HeaderWords, file_kind};
use super::keys::{ACCOUNT_ID, ACCOUNT_NUMBER};
use super::repeated::Repeated;
use super::sheet::Sheet;
use super::table::Table;
use crate::model::{DecidedThere, FileKind, Mapping, TextColumn};
use std::collections::HashSet;
use std::sync::Arc;

/// In [`JoinedColumn::rows`]: the other file has no row for this one.
pub(super) const NO_ROW: u32 = u32::MAX;

/// A column whose cells stand in another file.
#[derive(Debug, Clone)]
pub struct JoinedColumn {
    /// The name of that file.
    file: String,
    /// The column there.
    column: usize,
    /// By row, the row there, or [`NO_ROW`].
    rows: Arc<[u32]>,
    cells: TextColumn,
}

impl JoinedColumn {
    /// A column of another table, which may itself have joined it; `rows`: by row, the row there. O(bytes of the cells).
    fn of(other: &Table, column: usize, rows: &Arc<[u32]>) -> Self {
        let cell = |&row: &u32| if row == NO_ROW { "" } else { other.cell(row as usize, column) };
        let cells = TextColumn::exact(rows.iter().map(cell));
        let Some(further) = other.joined_column(column) else {
            return Self { file: other.name().to_owned(), column, rows: Arc::clone(rows), cells };
        };
        let row_there = |&row: &u32| further.rows.get(row as usize).copied().unwrap_or(NO_ROW);
        Self { file: further.file.clone(), column: further.column, rows: rows.iter().map(row_there).collect(), cells }
    }

    /// What stands in a row, without blanks around it.
    pub fn cell(&self, row: usize) -> &str {
        if row < self.cells.len() { self.cells.get(row) } else { "" }
    }
}

/// How a file is joined to others.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// What a person decided about columns that are joined to it, or were: it holds while the files are joined anew, and for the next
    /// ones.
    pub(super) decided_there: DecidedThere,
    /// Columns that are taken for ids of accounts, with the words of their headers and what the file was before.
    renamed: Vec<(usize, HeaderWords, FileKind)>,
    /// Whether it is no longer what its columns are taken for.
    pub(super) is_unsettled: bool,
    /// How it serves another file.
    pub(super) serves: Option<Served>,
    /// Its rows that another file has, too.
    pub(super) repeated: Repeated,
}

/// How a file serves another.
#[derive(Debug, Clone)]
pub struct Served {
    /// The name of the other file.
    pub file: String,
    /// The column there that tells which rows belong together.
    pub by: String,
    /// How many of its rows are used.
    pub rows: u32,
    pub service: Service,
}

/// What a file gives to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// All of its columns; it is of no use by itself.
    Whole,
    /// Whose its lines are and when they were ordered.
    Order,
    /// Where its accounts are.
    Places,
    /// Which accounts its rows are about.
    Accounts,
    /// What is said of the deals there, which no plan keeps.
    About,
}

impl Service {
    /// Whether a file is of no use beside the other.
    pub(super) fn gives_up(self) -> bool {
        matches!(self, Self::Whole | Self::About)
    }
}

/// Whether the rows are about accounts, which a column names.
pub(super) fn is_about_accounts(kind: FileKind) -> bool {
    matches!(kind, FileKind::Opportunities | FileKind::Activities | FileKind::Expenses | FileKind::Targets)
}

impl Sheet {
    /// Takes columns of another sheet over as columns of its own; `rows`: by row, the row there. The sheet is `kind` from now on,
    /// unless a person has said what it is. O(bytes of the cells).
    pub(super) fn join(&mut self, other: &Self, columns: &[usize], rows: &Arc<[u32]>, kind: FileKind) {
        for &column in columns {
            let name = other.table.header[column].clone();
            let is_taken = |name: &String| self.table.header.iter().any(|own| own.eq_ignore_ascii_case(name));
            let file = other.table.name();
            let numbered = (2..).map(|number| format!("{name} ({file} {number})"));
            let names = [name.clone(), format!("{name} ({file})")].into_iter().chain(numbered);
            let header = { names }.find(|name| !is_taken(name)).unwrap_or_default();
            self.table.header.push(header);
            self.table.joined.push(JoinedColumn::of(&other.table, column, rows));
            self.add_column(&other.words[column], &other.profiles[column]);
        }
        self.become_kind(kind);
        let decided = std::mem::take(&mut self.links.decided_there);
        for (header, role, order) in &decided {
            let Some(column) = self.table.header.iter().position(|own| own == header) else { continue };
            self.set_role(column, *role);
            if let Some(order) = order {
                self.set_date_order(column, *order);
            }
        }
        self.links.decided_there = decided;
    }

    /// What a person decided about columns of other files, those included that are not joined now.
    pub(super) fn decided_there(&self) -> DecidedThere {
        let width = self.table.own_width();
        let is_away = |header: &String| !self.table.header[width..].contains(header);
        let away = self.links.decided_there.iter().filter(|(header, ..)| is_away(header));
        away.cloned().chain(self.decided_from(width)).collect()
    }

    /// Is what it is by itself again: without the columns of other files, and serving none. What the columns are is looked at when the
    /// kind is settled, so that decisions that only fit what the file becomes again are kept until then. O(columns).
    pub(super) fn stand_alone(&mut self) {
        let was_given_up = self.is_given_up();
        self.links.serves = None;
        self.links.repeated = Repeated::default();
        let was_renamed = !self.links.renamed.is_empty();
        // The last first, so that what the first found stays.
        for (column, words, kind) in std::mem::take(&mut self.links.renamed).into_iter().rev() {
            self.words[column] = words;
            self.own_kind = kind;
        }
        if was_renamed {
            self.find_contacts();
        }
        let was_joined = !self.table.joined.is_empty();
        if was_joined {
            let width = self.table.own_width();
            self.links.decided_there = self.decided_there();
            self.table.joined.clear();
            self.table.header.truncate(width);
            self.keep_columns(width);
        }
        if was_given_up || was_renamed || was_joined {
            self.links.is_unsettled = true;
        }
    }

    /// Is mapped as what it is by itself, if it was joined to other files before and is not any more. O(columns × sample).
    pub(super) fn settle_alone(&mut self) {
        if self.links.is_unsettled {
            self.become_kind(self.own_kind);
        }
    }

    /// Takes a column for the ids or names of the accounts of another file, whatever these are called there, and the file for what it
    /// is then. O(columns × sample).
    pub(super) fn name_accounts(&mut self, column: usize, words: HeaderWords) {
        let words = std::mem::replace(&mut self.words[column], words);
        self.links.renamed.push((column, words, self.own_kind));
        let kind = match file_kind(&self.table, &self.words, &self.profiles) {
            _ if is_about_accounts(self.own_kind) => self.own_kind,
            FileKind::Accounts if self.own_kind == FileKind::Other && !self.is_unique(column) => FileKind::OrderLines,
            // Products have suppliers, and do not become accounts by them.
            FileKind::Accounts if self.own_kind != FileKind::Accounts => {
                self.links.renamed.pop().into_iter().for_each(|(column, words, _)| self.words[column] = words);
                return;
            }
            kind => kind,
        };
        self.own_kind = kind;
        self.find_contacts();
        self.become_kind(kind);
    }

    /// Takes a column for the ids of the rows, by which other files name them, and the one that was taken for a number of theirs.
    /// O(columns × sample).
    pub(super) fn choose_id(&mut self, column: usize, told: Option<usize>) {
        let named = told.map(|told| (told, HeaderWords::of(ACCOUNT_NUMBER)));
        for (column, words) in named.into_iter().chain([(column, HeaderWords::of(ACCOUNT_ID))]) {
            let words = std::mem::replace(&mut self.words[column], words);
            self.links.renamed.push((column, words, self.own_kind));
        }
        self.become_kind(self.own_kind);
    }

    /// Serves another file, and is of no further use itself, where that has all of its columns.
    pub(super) fn serve(&mut self, served: Served) {
        if served.service.gives_up() {
            self.become_kind(FileKind::Other);
        }
        self.links.serves = Some(served);
    }

    /// What the columns are taken for; of those of other files it says where they stand.
    pub(super) fn told_columns(&self) -> Vec<Mapping> {
        let mut told = self.mappings().to_vec();
        for (mapping, joined) in told[self.table.own_width()..].iter_mut().zip(&self.table.joined) {
            if mapping.note.is_empty() {
                mapping.note = format!("from {}", joined.file);
            }
        }
        told
    }

    /// The file, row and column in which a cell stands that is another file's.
    #[must_use]
    pub fn stands_in(&self, line: u32, column: usize) -> Option<(&str, u32, usize)> {
        let joined = self.table.joined_column(column)?;
        let row = joined.rows.get(self.table.row_at(line)?).copied().filter(|&row| row != NO_ROW)?;
        Some((&joined.file, row, joined.column))
    }

    /// From which files columns were joined.
    pub(super) fn joined_files(&self) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        self.table.joined.iter().map(|own| own.file.as_str()).filter(move |file| seen.insert(*file))
    }
}
