//! Territories merged and split by hand → the edit that brings it into the plan.

use super::designing::{baseline_of, in_order, renumbered};
use crate::model::{Alignment, Crew, DesignBrief, Layer, Territory, TerritoryIx};
use crate::plan::{Edit, LayerPlan, Plan};
use crate::territory::Designed;

/// Colour slots.
const SLOTS: u8 = 12;

/// The edit that gives all accounts of a territory to another of the same crew and dissolves it; `None` where there are no
/// two such territories, or one has named accounts alone. O(accounts).
#[must_use]
pub fn merge_edit(plan: &Plan, from: TerritoryIx, into: TerritoryIx) -> Option<Edit> {
    let layer = plan.layer()?;
    let alignment = layer.alignment();
    let [gone, kept] = [from, into].map(|territory| alignment.territory(territory).map(|own| own.crew));
    if from == into || gone? != kept? || gone? == Crew::Named {
        return None;
    }
    let predecessors: Vec<TerritoryIx> = alignment.indices().filter(|&territory| territory != from).collect();
    let territories = predecessors.iter().filter_map(|&own| alignment.territory(own)).cloned().collect();
    let number = |owner: TerritoryIx| {
        let owner = if owner == from { into } else { owner };
        predecessors.iter().position(|&own| own == owner).and_then(|at| u16::try_from(at).ok()).map(TerritoryIx)
    };
    let numbers: Vec<Option<TerritoryIx>> = alignment.indices().map(number).collect();
    let owners = alignment.owners().iter().map(|owner| owner.and_then(|owner| numbers[owner.index()])).collect();
    let predecessors: Vec<Option<TerritoryIx>> = predecessors.into_iter().map(Some).collect();
    Some(reshaped(plan, layer, Alignment::new(territories, owners).ok()?, &predecessors, (gone?, -1)))
}

/// The edit that makes two territories of one, as `designed` divides its accounts: the part with more accounts stays what it
/// was, the other is new, without a rep. `None` where there is no such territory, or all accounts are in one part.
/// O(accounts).
#[must_use]
pub(super) fn split_edit(plan: &Plan, territory: TerritoryIx, designed: &Designed) -> Option<Edit> {
    let layer = plan.layer()?;
    let alignment = layer.alignment();
    let whole = alignment.territory(territory)?;
    let parts = designed.alignment.indices().map(|part| designed.alignment.members(part).count());
    let parts: Vec<usize> = parts.collect();
    let new = if parts.first()? < parts.get(1)? { TerritoryIx(0) } else { TerritoryIx(1) };
    let next = TerritoryIx(u16::try_from(alignment.territories().len()).ok()?);
    let mut territories = alignment.territories().to_vec();
    let name = &designed.alignment.territory(new)?.name;
    territories.push(Territory {
        name: unique(name, &territories),
        rep: None,
        slot: least_used(&territories),
        crew: whole.crew,
    });
    let owners = alignment.owners().iter().zip(designed.alignment.owners());
    let owners = owners.map(|(owner, part)| if *part == Some(new) { Some(next) } else { *owner }).collect();
    let predecessors: Vec<Option<TerritoryIx>> = alignment.indices().map(Some).chain([None]).collect();
    Some(reshaped(plan, layer, Alignment::new(territories, owners).ok()?, &predecessors, (whole.crew, 1)))
}

/// The layer with another alignment, whose territories took the place of those before as `predecessors` says; its brief
/// asks for as many as there are.
fn reshaped(
    plan: &Plan,
    layer: &LayerPlan,
    alignment: Alignment,
    predecessors: &[Option<TerritoryIx>],
    (crew, more): (Crew, i16),
) -> Edit {
    let baseline = baseline_of(layer).unwrap_or(layer.alignment());
    let baseline = in_order(baseline, predecessors, alignment.territories());
    let locks = layer.locks().iter().filter_map(|lock| renumbered(*lock, predecessors)).collect();
    let brief = layer.brief().cloned().map(|brief| resized(brief, crew, more));
    let name = layer.layer().name.clone();
    plan.design_edit(LayerPlan::new(Layer { name, alignment }, brief, Vec::new()).after(baseline, locks))
}

/// The brief for that many territories more of a crew.
fn resized(mut brief: DesignBrief, crew: Crew, more: i16) -> DesignBrief {
    let count = match crew {
        Crew::Team(team) => brief.teams.get_mut(usize::from(team)).map(|team| &mut team.territories),
        Crew::Field | Crew::Named => Some(&mut brief.territories),
    };
    if let Some(count) = count {
        *count = count.saturating_add_signed(more).max(1);
    }
    brief
}

fn unique(name: &str, taken: &[Territory]) -> String {
    let numbered = (2..).map(|number| format!("{name} {number}"));
    let is_free = |name: &String| !name.is_empty() && taken.iter().all(|own| own.name != *name);
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

fn least_used(territories: &[Territory]) -> u8 {
    let used = |slot: &u8| territories.iter().filter(|own| own.slot == *slot).count();
    (1..=SLOTS).min_by_key(|slot| (used(slot), *slot)).unwrap_or(1)
}
