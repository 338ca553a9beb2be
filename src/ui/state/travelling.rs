//! The travel matrix of the plan.

use super::{App, Notice};
use crate::engine::protocol::Request;
use crate::plan::{MatrixReach, Plan};
use crate::ui::locale;
use leptos::prelude::*;
use web_sys::File;

impl App {
    /// Reads a travel matrix.
    pub fn bring_matrix(self, file: File) {
        let name = file.name();
        self.send(&Request::Matrix(name), &[file.into()]);
    }

    /// Takes the travel matrix out of the plan.
    pub fn remove_matrix(self) {
        self.edit(|plan| plan.matrix_edit(None));
    }

    /// What the travel matrix of the plan holds and how far it reaches, in words; `None` without one.
    #[must_use]
    pub fn matrix_words(self) -> Option<[String; 2]> {
        self.plan.with(|plan| plan.as_ref().and_then(words))
    }

    /// Says what a matrix that was loaded holds.
    pub(super) fn tell_matrix(self) {
        let loaded = self.plan.with_untracked(|plan| {
            let plan = plan.as_ref()?;
            Some((plan.matrix()?.file().to_owned(), words(plan)?.join(" ")))
        });
        if let Some((about, message)) = loaded {
            self.notice(Notice { about, message, is_good: true, more: 0 });
        }
    }
}

fn words(plan: &Plan) -> Option<[String; 2]> {
    let matrix = plan.matrix()?;
    let MatrixReach { known, accounts, ways, missing } = plan.matrix_reach();
    let size = format!("{} KB", locale::number((matrix.size() as f64 / 1000.0).max(1.0), 0));
    let holds = format!(
        "{} between {}, {size} of the plan.",
        locale::counted(matrix.ways().len(), "way", "ways"),
        locale::counted(matrix.names().len(), "name", "names")
    );
    let by = match matrix.column() {
        Some(column) => format!("id or {column}"),
        None => "id or place".to_owned(),
    };
    let counted = |count: u64| locale::count(u32::try_from(count).unwrap_or(u32::MAX));
    let reach = match (accounts, missing) {
        (0, _) => "There are no territories yet to hold it against.".to_owned(),
        (_, 0) => format!(
            "It knows all {} by their {by}, and every way within a territory.",
            locale::counted(accounts, "account", "accounts")
        ),
        _ => format!(
            "It knows {} of {} by their {by}. Of {} ways between accounts of one territory {} are not in it: these are estimated.",
            locale::count(known),
            locale::counted(accounts, "account", "accounts"),
            counted(ways),
            counted(missing)
        ),
    };
    Some([holds, reach])
}
