//! A plan → files.

use super::protocol::Export;
use super::verify::declare_islands;
use crate::export;
use crate::model::{Diagnostic, TerritoryIx, Tour};
use crate::plan::Plan;
use crate::planfile;
use crate::routing::{Effort, territory_tour};

/// Where the search for a tour starts: the same tours for the same plan, always.
pub(super) const SEED: u64 = 1;

/// A file on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Proposed name.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// The plan file. What a person's moves tore apart is declared in it first.
#[must_use]
pub fn plan_file(plan: &mut Plan) -> Outgoing {
    declare_islands(plan);
    let name = format!("{}.hinterland.json", export::file_stem(plan.name()));
    Outgoing { name, bytes: planfile::encode(plan) }
}

/// One table of a plan.
#[must_use]
pub fn export_one(plan: &Plan, kind: Export) -> Outgoing {
    let (name, text) = match kind {
        Export::Assignments => ("assignments.csv", export::assignments_csv(plan)),
        Export::Territories => ("territories.csv", export::territories_csv(plan)),
        Export::Routes => ("routes.csv", export::routes_csv(plan, &tours(plan))),
        Export::Diagnostics => return diagnostics(&[]),
    };
    Outgoing { name: name.to_owned(), bytes: text.into_bytes() }
}

/// What the import had to say, row by row.
#[must_use]
pub fn diagnostics(found: &[Diagnostic]) -> Outgoing {
    Outgoing { name: "diagnostics.csv".to_owned(), bytes: export::diagnostics_csv(found).into_bytes() }
}

/// Every file that a plan can be turned into.
#[must_use]
pub fn export_all(plan: &mut Plan) -> Vec<Outgoing> {
    let file = plan_file(plan);
    let tables = [Export::Assignments, Export::Territories, Export::Routes].map(|kind| export_one(plan, kind));
    std::iter::once(file).chain(tables).collect()
}

/// The tour of every territory that has a located account.
fn tours(plan: &Plan) -> Vec<(TerritoryIx, Tour)> {
    let travel = &plan.settings().travel;
    let tour = |territory| {
        let tour = territory_tour(plan.dataset(), plan.alignment(), territory, travel, SEED, Effort::default());
        Some((territory, tour?))
    };
    plan.alignment().indices().filter_map(tour).collect()
}
