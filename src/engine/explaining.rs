//! A plan → why accounts changed hands, verified, and what a person could do next.

use super::designing::split;
use super::protocol::HandMove;
use super::reshaping::merge_edit;
use crate::check;
use crate::model::{AccountIx, DesignBrief, Proposal, Realignment, Rule, Staffing, Taker, UnitBy, UnitMove};
use crate::plan::{LayerPlan, Plan};
use crate::territory::{self, Before};

/// What changed hands since the alignment that the shown layer started from, explained move by move; `None` for a layer
/// without one, or without a brief that says what counts.
///
/// # Errors
/// What `check` says against the explanation, in words.
pub fn realignment(plan: &Plan) -> Result<Option<Realignment>, Vec<String>> {
    plan.layer().map_or(Ok(None), |layer| realignment_of(plan, layer))
}

/// The same for any layer of the plan.
pub(super) fn realignment_of(plan: &Plan, layer: &LayerPlan) -> Result<Option<Realignment>, Vec<String>> {
    let (Some(brief), Some(before)) = (layer.brief(), layer.before()) else { return Ok(None) };
    let dataset = plan.dataset();
    let found =
        territory::realignment(dataset, brief, before, layer.alignment()).map_err(|error| vec![error.to_string()])?;
    let violations = check::realignment(dataset, brief, before, layer.alignment(), &found);
    if violations.is_empty() { Ok(Some(found)) } else { Err(violations.iter().map(ToString::to_string).collect()) }
}

/// Why each rep of the shown layer has its territory, and where its new hires should live; nothing where no brief says what
/// counts.
///
/// # Errors
/// What `check` says against the explanation, in words.
pub fn staffing(plan: &Plan) -> Result<Staffing, Vec<String>> {
    plan.layer().map_or(Ok(Staffing::default()), |layer| staffing_of(plan, layer))
}

/// The same for any layer of the plan.
pub(super) fn staffing_of(plan: &Plan, layer: &LayerPlan) -> Result<Staffing, Vec<String>> {
    let Some(brief) = layer.brief() else { return Ok(Staffing::default()) };
    let dataset = plan.dataset();
    let found = territory::staffing(dataset, brief, layer.alignment()).map_err(|error| vec![error.to_string()])?;
    let violations = check::staffing(dataset, brief, layer.alignment(), &found);
    if violations.is_empty() { Ok(found) } else { Err(violations.iter().map(ToString::to_string).collect()) }
}

/// The next best moves of the shown layer, no more than `count`; none where no brief says what counts, or where the data no
/// longer have its measures.
#[must_use]
pub fn next_moves(plan: &Plan, count: usize) -> Vec<Proposal> {
    let Some((layer, brief)) = briefed(plan) else { return Vec::new() };
    let found = territory::next_moves(plan.dataset(), brief, present(layer), count).unwrap_or_default();
    let has_parts = !layer.locks().is_empty() && brief.unit != UnitBy::Account;
    let gives = |rule: &Rule| rule.is_on && matches!(rule.taker, Taker::Rep(_) | Taker::Present);
    if brief.barriers.is_empty() && !has_parts && !brief.rules.iter().any(gives) {
        return found;
    }
    // A lock takes an account out of its unit, which then lies elsewhere: only whole units say what hangs together. What lies
    // beyond a barrier hangs together in another way for who divides than for who checks. What rules give may lie anywhere: who
    // comes to it is not with the others.
    let mut alignment = layer.alignment().clone();
    let islands = check::islands(plan.dataset(), &alignment, Some(brief), layer.before());
    let is_whole = |proposal: &Proposal| {
        for &account in &proposal.accounts {
            let from = alignment.owner(account);
            // Proposals name accounts and territories that there are.
            let _applied = alignment.apply(UnitMove { account, from, to: Some(proposal.to) });
        }
        let after = check::islands(plan.dataset(), &alignment, Some(brief), layer.before());
        after.iter().all(|territory| islands.contains(territory))
    };
    found.into_iter().take_while(is_whole).collect()
}

/// What it would do to change the shown layer by hand; `None` where no brief says what counts, where the data no longer have
/// its measures, or where that cannot be done. O(accounts · measures), and a design for a split.
#[must_use]
pub fn weigh(plan: &Plan, own: &HandMove) -> Option<Proposal> {
    let (layer, brief) = briefed(plan)?;
    let (dataset, before, alignment) = (plan.dataset(), present(layer), layer.alignment());
    match own {
        HandMove::Give(accounts, to) => {
            alignment.territory(*to)?;
            let known: Vec<AccountIx> =
                accounts.iter().copied().filter(|&own| own.index() < alignment.owners().len()).collect();
            territory::weigh(dataset, brief, before, (&known, *to), &[]).ok()
        }
        HandMove::Swap(accounts) => {
            let moves = plan.swap_moves(accounts)?;
            let to = moves.first()?.to?;
            let (there, back): (Vec<UnitMove>, Vec<UnitMove>) = moves.into_iter().partition(|own| own.to == Some(to));
            let [there, back] = [there, back].map(|moves| moves.iter().map(|own| own.account).collect::<Vec<_>>());
            territory::weigh(dataset, brief, before, (&there, to), &back).ok()
        }
        HandMove::Merge { from, into } => {
            merge_edit(plan, *from, *into)?;
            territory::weigh_merge(dataset, brief, before, [*from, *into]).ok()
        }
        HandMove::Split(territory) => {
            let edit = split(plan, *territory).ok()?;
            let after = edit.designed()?;
            let is_split = after.alignment().territories().len() > alignment.territories().len();
            // Territories that are no more come after the new one.
            let before = Before { baseline: after.before(), ..before };
            is_split.then(|| territory::weigh_split(dataset, brief, before, after.alignment()).ok())??
        }
    }
}

/// The shown layer and what it shall bring about.
pub(super) fn briefed(plan: &Plan) -> Option<(&LayerPlan, &DesignBrief)> {
    plan.layer().and_then(|layer| Some((layer, layer.brief()?)))
}

fn present(layer: &LayerPlan) -> Before<'_> {
    Before { alignment: layer.alignment(), baseline: layer.before(), locks: layer.locks() }
}
