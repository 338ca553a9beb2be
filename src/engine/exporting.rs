//! A plan → files.

use super::explaining::realignment;
use super::protocol::Export;
use super::touring::tours;
use super::verify::declare_islands;
use crate::export;
use crate::model::Diagnostic;
use crate::plan::Plan;
use crate::planfile;

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
    let mut bytes = Vec::new();
    let name = plan_file_pieces(plan, &mut |piece| bytes.extend_from_slice(piece));
    Outgoing { name, bytes }
}

/// The same file, piece by piece. Gives its name.
pub fn plan_file_pieces(plan: &mut Plan, take: &mut dyn FnMut(&[u8])) -> String {
    declare_islands(plan);
    planfile::encode_pieces(plan, take);
    format!("{}.hinterland.json", export::file_stem(plan.name()))
}

/// One table of a plan.
///
/// # Errors
/// What `check` says against a tour, in words.
pub fn export_one(plan: &Plan, kind: Export) -> Result<Outgoing, Vec<String>> {
    let (name, text) = match kind {
        Export::Assignments => ("assignments.csv", export::assignments_csv(plan)),
        Export::Territories => ("territories.csv", export::territories_csv(plan)),
        Export::Moves => ("moves.csv", export::moves_csv(plan, realignment(plan)?.as_ref())),
        Export::Routes => ("routes.csv", export::routes_csv(plan, &tours(plan)?)),
    };
    Ok(Outgoing { name: name.to_owned(), bytes: text.into_bytes() })
}

/// What the import had to say, row by row.
#[must_use]
pub fn diagnostics(found: &[Diagnostic]) -> Outgoing {
    Outgoing { name: "diagnostics.csv".to_owned(), bytes: export::diagnostics_csv(found).into_bytes() }
}

/// Every file that a plan can be turned into.
///
/// # Errors
/// As [`export_one`].
pub fn export_all(plan: &mut Plan) -> Result<Vec<Outgoing>, Vec<String>> {
    let file = plan_file(plan);
    let tables = [Export::Assignments, Export::Territories, Export::Moves, Export::Routes];
    std::iter::once(Ok(file)).chain(tables.into_iter().map(|kind| export_one(plan, kind))).collect()
}
