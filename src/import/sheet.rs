//! A table with what it and its columns are taken for, correctable.

use super::columns::{
    HeaderWords, Marks, Profile, assign_roles, fallback_role, file_kind, is_of_line, is_rate, profile_columns,
};
use super::table::Table;
use crate::gazetteer::Gazetteer;
use crate::model::{Confidence, FileKind, Mapping, Outcome, Role};

/// One file, recognised.
#[derive(Debug, Clone)]
pub struct Sheet {
    table: Table,
    kind: FileKind,
    mappings: Vec<Mapping>,
    /// Which columns a person decided on.
    chosen: Vec<bool>,
    words: Vec<HeaderWords>,
    profiles: Vec<Profile>,
}

impl Sheet {
    /// Says what a table and its columns are, by the header and by a sample of the rows. O(columns × sample).
    #[must_use]
    pub fn recognise(table: Table, gazetteer: &Gazetteer) -> Self {
        let words: Vec<HeaderWords> = match table.dialect.header_line {
            Some(_) => (0..table.header.len())
                .map(|column| HeaderWords::of(table.raw_header.get(column).map_or("", String::as_str)))
                .collect(),
            None => vec![HeaderWords::default(); table.header.len()],
        };
        let profiles = profile_columns(&table, gazetteer);
        let kind = file_kind(&table, &words, &profiles);
        let chosen = vec![false; words.len()];
        let mut sheet = Self { table, kind, mappings: Vec::new(), chosen, words, profiles };
        sheet.map_columns();
        sheet
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

    /// Takes the file for something else; columns that a person decided on stay as they are.
    pub fn set_kind(&mut self, kind: FileKind) {
        self.kind = kind;
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
            columns: self.mappings.clone(),
        }
    }

    /// The column with a single role.
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.mappings.iter().position(|mapping| mapping.role == role)
    }

    /// The decimal mark of a column.
    pub(super) fn marks(&self, column: usize) -> Marks {
        self.profiles.get(column).map_or(Marks::Point, Profile::marks)
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
                samples: self.profiles[column].samples.clone(),
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
            if self.chosen[column] {
                self.set_role(column, before.role);
            }
        }
    }

    /// Prices and discounts don't add up over the lines of an account; orders and products are not its own.
    fn leave_out_lines(&mut self) {
        for column in 0..self.mappings.len() {
            let mapping = &mut self.mappings[column];
            if mapping.role == Role::Measure && is_rate(&self.words[column], &self.profiles[column]) {
                mapping.role = Role::LeaveOut;
                "a rate: does not add up over order lines".clone_into(&mut mapping.note);
            } else if mapping.role == Role::Attribute && is_of_line(&self.words[column]) {
                mapping.role = Role::LeaveOut;
                "belongs to the order line, not to the account".clone_into(&mut mapping.note);
            }
        }
    }

    fn choose(&mut self, column: usize, role: Role) {
        self.chosen[column] = true;
        let mapping = &mut self.mappings[column];
        (mapping.role, mapping.confidence) = (role, Confidence::Certain);
        mapping.note.clear();
    }

    fn fall_back(&mut self, column: usize) {
        let found = fallback_role(&self.words[column], &self.profiles[column]);
        self.chosen[column] = false;
        let mapping = &mut self.mappings[column];
        (mapping.role, mapping.confidence, mapping.note) = (found.role, found.confidence, found.note);
    }
}
