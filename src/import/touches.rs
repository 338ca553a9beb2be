//! The taking of files of activities and expenses.

use super::accounts::leaves_out;
use super::assemble::Context;
use super::columns::{Happened, Reading, activity_kind, happened};
use super::folded::{NameOf, fold};
use super::log::{Log, Spot};
use super::readings::{Days, number, spot};
use super::references::{Directories, References};
use super::sheet::Sheet;
use crate::model::{Activity, ActivityKind, Code, Expense, Mapping, Role, Rows, Severity};
use std::collections::HashMap;

/// Headers of notes, folded.
const NOTES: &str = "note notes notiz notizen comment comments kommentar bemerkung subject betreff description \
     beschreibung commentaire objet nota notas comentario asunto assunto details";

/// Headers of what says whether an activity took place, folded.
const STATUS: &str = "status activitystatus taskstatus eventstatus visitstatus callstatus meetingstatus meetingoutcome outcome \
     appointmentstatus terminstatus besuchsstatus ergebnis statut statutvisite etat estado estadovisita estadodelavisita situacao \
     statusdavisita stato statovisita esito resultado resultat risultato";
/// Headers under which yes means that it did, folded.
const DONE: &str = "done isdone completed iscompleted isclosed erledigt abgeschlossen fait effectue hecho realizada feito fatto gedaan";

/// What becomes of such a column.
const TOOK_PLACE: &str = "says what took place";

/// Takes every row but a totals row as a touch, if it is not said to be called off or only planned. O(rows), and one look-up
/// for each different name.
pub fn take_activities(
    sheet: &Sheet,
    mappings: &mut [Mapping],
    known: &Directories,
    activities: &mut Rows<Activity>,
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let table = sheet.table();
    let (kind, mut days) = (sheet.column(Role::Kind), Days::with(sheet, Role::Date));
    let note = column_called(NOTES, sheet, mappings, "kept as the note");
    let status = [STATUS, DONE].into_iter().find_map(|headers| column_called(headers, sheet, mappings, TOOK_PLACE));
    let answers = status.map(|column| (sheet.mappings()[column].role, sheet.yes_no(column)));
    let mut states: HashMap<&str, Happened> = HashMap::new();
    let mut state_of = |row: usize, column: usize| {
        let told = table.cell(row, column);
        *states.entry(told).or_insert_with(|| match answers {
            Some((Role::YesNo, answers)) if answers.read(told) == Reading::Value(false) => Happened::Ahead,
            Some((Role::YesNo, _)) => Happened::Yes,
            _ => happened(told),
        })
    };
    // No clock says what has passed; the newest touch that took place does.
    let newest = status.zip(days.as_ref()).and_then(|(column, days)| {
        let done = (0..table.len()).filter(|&row| state_of(row, column) == Happened::Yes);
        done.filter_map(|row| days.peek(row)).max()
    });
    // A file of visits does not say in each row that it is one.
    let usual = activity_kind(&table.name().replace('_', " "));
    let mut kinds: HashMap<&str, ActivityKind> = HashMap::new();
    let mut references = References::of(sheet, known, context.corrections);
    references.tell_accounts(log);
    let before = activities.len();
    for row in 0..table.len() {
        context.advance(1);
        if leaves_out(sheet, row, log) {
            continue;
        }
        if let Some(column) = status {
            let state = state_of(row, column);
            if state != Happened::Yes {
                let day = days.as_ref().and_then(|days| days.peek(row));
                let has_passed = day.zip(newest).is_some_and(|(day, newest)| day < newest);
                tell_not_happened(state, has_passed, spot(sheet, row, column), log);
                continue;
            }
        }
        let touch = Activity {
            account: references.account(row, log),
            rep: references.rep(row, log),
            kind: kind.map_or(usual, |column| {
                let told = table.cell(row, column);
                *kinds.entry(told).or_insert_with(|| match activity_kind(told) {
                    ActivityKind::Other => usual,
                    own => own,
                })
            }),
            day: days.as_mut().and_then(|days| days.read(row, log)),
        };
        activities.push(note.map_or("", |column| table.cell(row, column)), touch);
    }
    references.finish(context);
    u32::try_from(activities.len() - before).unwrap_or(u32::MAX)
}

/// Tells that a row is no touch that took place; of a planned one whether its day has passed.
fn tell_not_happened(state: Happened, has_passed: bool, spot: Spot<'_>, log: &mut Log) {
    log.add(spot, Code::NotHappened, Severity::Rejected, || {
        let (why, what) = match state {
            Happened::Off => ("It was called off or nobody came", "Correct the cell, if it took place."),
            Happened::Ahead | Happened::Yes if has_passed => (
                "It was planned for a day before others that took place, and nothing says that it was done",
                "Correct the cell, if it took place; leave the column out, if yours never says so: then every row counts.",
            ),
            Happened::Ahead | Happened::Yes => {
                ("It is planned, and nothing says that it was done", "Correct the cell, if it took place.")
            }
        };
        format!("{why}: left out, for it counts as no visit, call or e-mail. {what}")
    });
}

/// The first column of texts, or of yes and no for what is `DONE`, that has one of those headers, folded; its note says what becomes
/// of it.
fn column_called(headers: &str, sheet: &Sheet, mappings: &mut [Mapping], note: &str) -> Option<usize> {
    let mut folded = String::new();
    let at = sheet.mappings().iter().position(|mapping| {
        // `Activity - Done`
        let own = mapping.header.rsplit(" - ").next().unwrap_or("");
        fold(own, NameOf::Thing, &mut folded);
        let fits = mapping.role == Role::Attribute || headers == DONE && mapping.role == Role::YesNo;
        fits && headers.split_ascii_whitespace().any(|header| header == folded)
    })?;
    note.clone_into(&mut mappings[at].note);
    Some(at)
}

/// Takes every row with an amount. O(rows), and one look-up for each different name.
pub fn take_expenses(
    sheet: &Sheet,
    known: &Directories,
    expenses: &mut Rows<Expense>,
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let table = sheet.table();
    let [category, amount] = [Role::Kind, Role::Amount].map(|role| sheet.column(role));
    let mut days = Days::with(sheet, Role::Date);
    let mut references = References::of(sheet, known, context.corrections);
    let before = expenses.len();
    for row in 0..table.len() {
        context.advance(1);
        if leaves_out(sheet, row, log) {
            continue;
        }
        let Some(amount) = amount.and_then(|column| number(sheet, row, column, log)) else {
            reject_without_amount(sheet, row, log);
            continue;
        };
        let expense = Expense {
            rep: references.rep(row, log),
            account: references.account(row, log),
            day: days.as_mut().and_then(|days| days.read(row, log)),
            amount,
        };
        expenses.push(category.map_or("", |column| table.cell(row, column)), expense);
    }
    references.finish(context);
    u32::try_from(expenses.len() - before).unwrap_or(u32::MAX)
}

/// Tells a row that is nothing without its amount.
pub fn reject_without_amount(sheet: &Sheet, row: usize, log: &mut Log) {
    let spot = Spot::row(sheet.table().line(row));
    log.add(spot, Code::EmptyRow, Severity::Rejected, || {
        "The row says no amount: left out. Say which column holds it, or add it.".to_owned()
    });
}
