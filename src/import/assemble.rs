//! All sheets → one data set.

use super::accounts::{AccountsBuilder, take_accounts};
use super::error::ImportError;
use super::located::PlaceColumns;
use super::log::{Log, Spot, Tally};
use super::order_lines::take_order_lines;
use super::preview::Preview;
use super::reps::take_reps;
use super::sheet::Sheet;
use crate::gazetteer::Gazetteer;
use crate::model::{Code, Dataset, Diagnostics, FileKind, Mapping, Outcome, Role, Severity, Source};
use crate::units::LonLat;
use serde::{Deserialize, Serialize};

/// Rows between two reports of progress.
const REPORT_EVERY: u32 = 2048;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Rows taken so far.
    pub done: u32,
    /// Rows of all files.
    pub total: u32,
}

/// What the files gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// The validated data set.
    pub dataset: Dataset,
    /// What became of each file, in the order of the sheets.
    pub outcomes: Vec<Outcome>,
    /// What is not clean, file by file; of one code at most 10,000 a file are kept.
    pub diagnostics: Diagnostics,
    /// How often each thing was found, also beyond what was kept.
    pub tallies: Vec<Tally>,
    /// The first accounts as they were taken.
    pub preview: Preview,
}

/// What the taking of a file needs beside the file.
pub struct Context<'a> {
    pub gazetteer: &'a Gazetteer,
    progress: &'a mut dyn FnMut(Progress),
    state: Progress,
}

impl Context<'_> {
    /// Counts rows, and reports now and then.
    pub fn advance(&mut self, rows: u32) {
        self.state.done = self.state.done.saturating_add(rows);
        if self.state.done.is_multiple_of(REPORT_EVERY) {
            (self.progress)(self.state);
        }
    }
}

/// Makes one data set of all sheets: accounts of accounts files and rolled-up order lines, reps of reps files. Good
/// rows are taken, everything else is told. O(cells), and one look-up of its place for each account.
///
/// # Errors
/// [`ImportError`] when no file holds a usable account.
pub fn assemble(
    sheets: &[Sheet],
    gazetteer: &Gazetteer,
    progress: &mut dyn FnMut(Progress),
) -> Result<Import, ImportError> {
    check_usable(sheets)?;
    let total = sheets.iter().map(|sheet| sheet.table().len()).sum::<usize>();
    let state = Progress { done: 0, total: u32::try_from(total).unwrap_or(u32::MAX) };
    let mut context = Context { gazetteer, progress, state };
    let mut builder = AccountsBuilder::new();
    let mut reps = Vec::new();
    let (mut outcomes, mut logs) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let mut log = sheet.table().log.clone();
        sheet.tell(&mut log);
        let mut outcome = sheet.outcome();
        let before = builder.accounts.len();
        outcome.taken = match sheet.kind() {
            FileKind::Accounts => take_accounts(sheet, &mut builder, &mut context, &mut log),
            FileKind::OrderLines => take_order_lines(sheet, &mut outcome.columns, &mut builder, &mut context, &mut log),
            FileKind::Reps => take_reps(sheet, &mut reps, &mut context, &mut log),
            _ => 0,
        };
        tell_columns(&outcome, &mut log);
        tell_places(sheet, &builder.accounts.locations[before..], &mut log);
        outcomes.push(outcome);
        logs.push(log);
    }
    (context.progress)(Progress { done: state.total, total: state.total });
    if builder.accounts.is_empty() {
        return Err(no_accounts(sheets));
    }
    let preview = Preview::of(&builder);
    let tallies = logs.iter().flat_map(Log::tallies).collect();
    let diagnostics = logs.into_iter().flat_map(Log::into_diagnostics).collect();
    let dataset = Dataset::new(builder.accounts, reps, sources(&outcomes))?;
    Ok(Import { dataset, outcomes, diagnostics, tallies, preview })
}

fn check_usable(sheets: &[Sheet]) -> Result<(), ImportError> {
    if sheets.is_empty() {
        return Err(ImportError::NoFile);
    }
    if sheets.iter().all(|sheet| sheet.table().is_empty()) {
        let names: Vec<String> = sheets.iter().map(|sheet| format!("“{}”", sheet.table().name())).collect();
        return Err(ImportError::NoRows { files: names.join(", ") });
    }
    Ok(())
}

fn no_accounts(sheets: &[Sheet]) -> ImportError {
    let taken: Vec<String> =
        sheets.iter().map(|sheet| format!("“{}”: {}", sheet.table().name(), sheet.kind().word())).collect();
    ImportError::NoAccounts { taken_for: taken.join(", ") }
}

fn sources(outcomes: &[Outcome]) -> Vec<Source> {
    let used = outcomes.iter().filter(|outcome| outcome.taken > 0);
    used.map(|outcome| Source { file: outcome.file.clone(), kind: outcome.kind.word().to_owned(), rows: outcome.taken })
        .collect()
}

/// Tells which columns were left out.
fn tell_columns(outcome: &Outcome, log: &mut Log) {
    if outcome.kind == FileKind::Other {
        return;
    }
    let is_left_out = |mapping: &&Mapping| mapping.role == Role::LeaveOut && !mapping.samples.is_empty();
    for mapping in outcome.columns.iter().filter(is_left_out) {
        let why = if mapping.note.is_empty() { "as chosen" } else { &mapping.note };
        log.add(Spot::column(&mapping.header), Code::ColumnLeftOut, Severity::Check, || {
            format!("Not taken over: {why}. Choose what it is, if it is needed.")
        });
    }
}

/// Tells a file none of whose accounts has a place.
fn tell_places(sheet: &Sheet, locations: &[Option<LonLat>], log: &mut Log) {
    if locations.is_empty() || locations.iter().any(Option::is_some) {
        return;
    }
    let accounts = locations.len();
    let message = if PlaceColumns::of(sheet).is_empty() {
        "No column says where the accounts are: choose latitude and longitude, a postal code or a city. \
         Without them territories follow attributes only."
            .to_owned()
    } else {
        format!(
            "None of the {accounts} accounts could be located: check which columns hold the postal code, the city and \
             the country, or add latitude and longitude."
        )
    };
    log.add(Spot::default(), Code::NotLocated, Severity::Check, || message);
}
