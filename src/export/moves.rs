//! `moves.csv`: every account that changed hands, with the reason.

use super::table::{Table, fixed, rep_label};
use crate::model::{Alignment, Realignment, TerritoryIx};
use crate::plan::{LayerPlan, Plan};

/// `account_id,account,from_territory,from_rep,to_territory,to_rep,share_percent,balance,compactness,travel,disruption,score,reason`: a
/// row a move, in the order in which they are explained; the points of each column add up to its change. Only the header
/// without a realignment.
///
/// O(moves).
#[must_use]
pub fn moves_csv(plan: &Plan, realignment: Option<&Realignment>) -> String {
    let dataset = plan.dataset();
    let mut table = Table::new([
        "account_id",
        "account",
        "from_territory",
        "from_rep",
        "to_territory",
        "to_rep",
        "share_percent",
        "balance",
        "compactness",
        "travel",
        "disruption",
        "score",
        "reason",
    ]);
    let before = plan.layer().and_then(LayerPlan::before);
    let label = |alignment: Option<&Alignment>, territory: Option<TerritoryIx>| -> (String, String) {
        let Some(own) = territory.and_then(|territory| alignment?.territory(territory)) else {
            return Default::default();
        };
        (own.name.clone(), own.rep.map_or(String::new(), |rep| rep_label(dataset, rep).to_owned()))
    };
    for own in realignment.map(|found| found.moves.as_slice()).unwrap_or_default() {
        let account = dataset.accounts().get(own.unit_move.account);
        let (from, from_rep) = label(before, own.unit_move.from);
        let (to, to_rep) = label(Some(plan.alignment()), own.unit_move.to);
        let words = [account.id.to_owned(), account.name.to_owned(), from, from_rep, to, to_rep];
        let points = own.change.terms().into_iter().chain([own.change.total()]).map(|points| fixed(points, 6));
        let cells = words.into_iter().map(Into::into).chain([fixed(own.activity * 100.0, 6)]).chain(points);
        table.row(cells.chain([plan.move_reason(own).into()]));
    }
    table.finish()
}
