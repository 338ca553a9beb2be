//! What was done with the files, in words for those who hear the page.

use crate::engine::import_protocol::{Draft, ImportRequest, Incoming};
use crate::model::{NameChoice, Outcome};
use crate::ui::locale;
use crate::units::DateOrder;

/// What a request did that changes the draft, and what the files make now.
pub(super) fn done(request: &ImportRequest, draft: &Draft) -> String {
    let did = match request {
        ImportRequest::ReadFiles { files } => read(files, draft),
        ImportRequest::RemoveFile { .. } => "File left out.".to_owned(),
        ImportRequest::SetKind { kind, .. } => format!("Taken for {}.", kind.word()),
        ImportRequest::SetRole { role, .. } => format!("Column taken for: {}.", role.words()),
        ImportRequest::SetDateOrder { order, .. } => match order {
            DateOrder::DayFirst => "Dates read with the day first.".to_owned(),
            DateOrder::MonthFirst => "Dates read with the month first.".to_owned(),
            DateOrder::YearFirst => "Dates read with the year first.".to_owned(),
        },
        ImportRequest::SetCell { row, value, .. } => format!("Row {} set to {value}.", locale::count(*row)),
        ImportRequest::SetRow { row, .. } => format!("Row {} put right.", locale::count(*row)),
        ImportRequest::ReadAs { incoming, .. } => format!("Read {} again.", incoming.name),
        ImportRequest::LeaveOutRow { row, out, .. } => {
            format!("Row {} {}.", locale::count(*row), if *out { "left out" } else { "taken again" })
        }
        ImportRequest::TakeRepairs { take: true, .. } => "Rows put right.".to_owned(),
        ImportRequest::TakeRepairs { take: false, .. } => "Rows read as they were.".to_owned(),
        ImportRequest::ChoosePlace { told, place: Some(place) } => {
            format!("{} is {}.", told.words(), place.place)
        }
        ImportRequest::ChoosePlace { told, place: None } => format!("{} is open again.", told.words()),
        ImportRequest::ChooseName(NameChoice { told, taken: Some(taken), .. }) => format!("{told} is {taken}."),
        ImportRequest::ChooseName(NameChoice { told, taken: None, .. }) => format!("{told} has no match."),
        ImportRequest::Merge { merge, .. } | ImportRequest::MergeAll { merge, .. } => {
            if *merge {
                "Merged.".to_owned()
            } else {
                "Kept apart.".to_owned()
            }
        }
        _ => "Done.".to_owned(),
    };
    format!("{did} {} now.", locale::counted(draft.accounts, "account", "accounts"))
}

fn read(files: &[Incoming], draft: &Draft) -> String {
    let is_new = |id: u32| files.iter().any(|file| file.id == id);
    let all = draft.readings.iter().zip(&draft.outcomes);
    let added: Vec<&Outcome> = all.filter(|(reading, _)| is_new(reading.id)).map(|(_, outcome)| outcome).collect();
    let what = match added.as_slice() {
        [] => return "No file was read.".to_owned(),
        [one] => one.file.clone(),
        more => locale::counted(more.len(), "file", "files"),
    };
    let rows: u32 = added.iter().map(|outcome| outcome.rows).sum();
    format!("Read {what}: {}.", locale::counted(rows, "row", "rows"))
}
