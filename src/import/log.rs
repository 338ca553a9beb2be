//! Diagnostics with a bounded memory: the counts stay true when the list is full.

use crate::model::{Code, Diagnostic, Diagnostics, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most diagnostics that are kept of one code and one file.
const KEPT_PER_CODE: u32 = 10_000;
/// A longer value is cut in a diagnostic.
const VALUE_CHARS: usize = 120;

/// How often something was found in one column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// File name.
    pub file: String,
    /// Header of the column; empty for rows and the file as a whole.
    pub column: String,
    /// What it is about.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// How often; the list of diagnostics keeps the first 10,000 of a code and file.
    pub count: u32,
}

/// The diagnostics of one file.
#[derive(Debug, Clone, Default)]
pub struct Log {
    file: String,
    kept: Diagnostics,
    counts: BTreeMap<(Severity, Code), Counts>,
}

/// How often something was found, in all and by column.
#[derive(Debug, Clone, Default)]
struct Counts {
    all: u32,
    columns: BTreeMap<String, u32>,
}

impl Counts {
    fn add(&mut self, column: &str) {
        self.all = self.all.saturating_add(1);
        match self.columns.get_mut(column) {
            Some(count) => *count = count.saturating_add(1),
            None => drop(self.columns.insert(column.to_owned(), 1)),
        }
    }

    fn take(&mut self, column: &str) {
        self.all = self.all.saturating_sub(1);
        if let Some(count) = self.columns.get_mut(column) {
            *count = count.saturating_sub(1);
        }
        self.columns.retain(|_, count| *count > 0);
    }
}

/// Where in a file something was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spot<'a> {
    /// Line of the file, 0 for the file as a whole.
    pub row: u32,
    /// Header, empty for the row as a whole.
    pub column: &'a str,
    /// The value as it stood there.
    pub value: &'a str,
}

impl<'a> Spot<'a> {
    /// A row as a whole.
    pub fn row(row: u32) -> Self {
        Self { row, ..Self::default() }
    }

    /// A column as a whole.
    pub fn column(column: &'a str) -> Self {
        Self { column, ..Self::default() }
    }
}

impl Log {
    /// An empty log.
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// The file it is about.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Turns what was told under some codes into something that was put right, in the rows that have a message for it.
    /// O(diagnostics).
    pub fn settle<'a>(&mut self, codes: &[Code], message: impl Fn(u32) -> Option<&'a str>) {
        for told in &mut self.kept {
            if told.severity == Severity::Repaired || !codes.contains(&told.code) {
                continue;
            }
            let Some(message) = message(told.row) else { continue };
            if let Some(count) = self.counts.get_mut(&(told.severity, told.code)) {
                count.take(&told.column);
            }
            self.counts.entry((Severity::Repaired, told.code)).or_default().add(&told.column);
            (told.severity, told.message) = (Severity::Repaired, message.to_owned());
        }
        self.counts.retain(|_, count| count.all > 0);
    }

    /// Forgets what was told of rows under a code; what was counted and not kept stays. O(diagnostics).
    pub fn forget(&mut self, code: Code, is_about: impl Fn(u32) -> bool) {
        let counts = &mut self.counts;
        self.kept.retain(|told| {
            let goes = told.code == code && is_about(told.row);
            if let Some(count) = counts.get_mut(&(told.severity, told.code)).filter(|_| goes) {
                count.take(&told.column);
            }
            !goes
        });
        self.counts.retain(|_, count| count.all > 0);
    }

    /// Counts it, and keeps it while there is room; the message is only made then.
    pub fn add(&mut self, spot: Spot<'_>, code: Code, severity: Severity, message: impl FnOnce() -> String) {
        let counts = self.counts.entry((severity, code)).or_default();
        counts.add(spot.column);
        if counts.all > KEPT_PER_CODE {
            return;
        }
        self.kept.push(Diagnostic {
            file: self.file.clone(),
            row: spot.row,
            column: spot.column.to_owned(),
            value: spot.value.chars().take(VALUE_CHARS).collect(),
            code,
            severity,
            message: message(),
        });
    }

    /// Whether anything was told of that kind.
    pub fn has_told(&self, code: Code) -> bool {
        self.counts.keys().any(|&(_, told)| told == code)
    }

    /// What was kept.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.kept
    }

    /// How often anything was found, most severe first.
    pub fn tallies(&self) -> impl Iterator<Item = Tally> + '_ {
        self.counts.iter().flat_map(move |(&(severity, code), counts)| {
            let tally = move |(column, &count): (&String, &u32)| Tally {
                file: self.file.clone(),
                column: column.clone(),
                code,
                severity,
                count,
            };
            counts.columns.iter().map(tally)
        })
    }

    /// What was kept, taken out.
    pub fn into_diagnostics(self) -> Diagnostics {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_beyond_what_it_keeps() {
        let mut log = Log::new("f.csv");
        for row in 0..KEPT_PER_CODE + 5 {
            log.add(Spot::row(row), Code::RaggedRow, Severity::Check, String::new);
        }
        for column in ["b", "a", "b"] {
            log.add(Spot { row: 1, column, value: &"x".repeat(500) }, Code::NotANumber, Severity::Check, String::new);
        }
        let tallies = log.tallies().map(|tally| (tally.column, tally.count)).collect::<Vec<_>>();
        assert_eq!(tallies, [(String::new(), KEPT_PER_CODE + 5), ("a".to_owned(), 1), ("b".to_owned(), 2)]);
        assert_eq!(log.diagnostics().len(), KEPT_PER_CODE as usize + 3);
        assert_eq!(log.into_diagnostics().pop().map(|last| last.value.len()), Some(VALUE_CHARS));
    }
}
