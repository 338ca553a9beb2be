//! What a person asks of the next design.

use super::{App, Selection};
use crate::model::{AccountIx, Condition, DesignBrief, Rule, Taker, usual_measure};
use crate::plan::Plan;
use crate::ui::address::{Page, Step};
use leptos::prelude::*;

/// Proposed when neither a rep file nor a design says how many.
const TERRITORIES_WITHOUT_REPS: u16 = 8;
/// More could not be told apart on a map, nor be led by a person.
pub const MOST_TERRITORIES: u16 = 2_000;

/// The brief that a person is writing.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    brief: RwSignal<DesignBrief>,
    open_rule: RwSignal<Option<usize>>,
}

impl Asked {
    pub(super) fn new() -> Self {
        let brief = RwSignal::new(DesignBrief::by_count(TERRITORIES_WITHOUT_REPS));
        Self { brief, open_rule: RwSignal::new(None) }
    }
}

impl App {
    /// The brief that a person is writing. It stays while the plan is designed, edited and looked at.
    #[must_use]
    pub fn brief(self) -> RwSignal<DesignBrief> {
        self.hand().asked.brief
    }

    /// The rule whose form is open.
    #[must_use]
    pub fn open_rule(self) -> RwSignal<Option<usize>> {
        self.hand().asked.open_rule
    }

    /// Begins the brief anew, for another plan or another layer of it: with that by which it was designed, or a proposal.
    pub(super) fn propose(self) {
        self.open_rule().set(None);
        self.propose_visits();
        self.plan.with_untracked(|plan| {
            if let Some(plan) = plan {
                self.brief().set(proposed(plan));
            }
        });
    }

    /// Asks for as many territories as there are, after a split, a merge, or a step back.
    pub(super) fn ask_for_what_there_is(self) {
        let counts = self.plan.with_untracked(|plan| {
            let brief = plan.as_ref()?.brief()?;
            Some((brief.territories, brief.teams.iter().map(|team| team.territories).collect::<Vec<_>>()))
        });
        let Some((territories, teams)) = counts else { return };
        self.brief().update(|brief| {
            brief.territories = territories;
            for (team, count) in brief.teams.iter_mut().zip(teams) {
                team.territories = count;
            }
        });
    }

    /// Adds a rule about these accounts to the brief and shows it.
    pub fn add_rule(self, accounts: &[AccountIx]) {
        let ids = self.plan.with_untracked(|plan| {
            let ids = plan.as_ref().map(|plan| &plan.dataset().accounts().ids);
            let id = |account: &AccountIx| ids.map(|ids| ids.get(account.index()).to_owned());
            accounts.iter().filter_map(id).collect::<Vec<_>>()
        });
        self.brief().update(|brief| {
            brief.rules.push(Rule {
                name: format!("Rule {}", brief.rules.len() + 1),
                is_on: true,
                conditions: vec![Condition::Accounts(ids)],
                with_family: false,
                taker: Taker::Present,
            });
        });
        self.open_rule().set(self.brief().with_untracked(|brief| brief.rules.len().checked_sub(1)));
        self.selection.set(Selection::Plan);
        if self.page.get_untracked() != Page::Work(Step::Territories) {
            // The form of the rules is there.
            self.go(Page::Work(Step::Territories));
        }
    }
}

pub(super) fn proposed(plan: &Plan) -> DesignBrief {
    if let Some(brief) = plan.brief() {
        return brief.clone();
    }
    let accounts = plan.dataset().accounts();
    let reps = u16::try_from(plan.dataset().reps().len()).unwrap_or(MOST_TERRITORIES);
    let mut brief = DesignBrief::by_count(if reps > 0 { reps } else { TERRITORIES_WITHOUT_REPS });
    if let Some(first) = brief.measures.first_mut() {
        usual_measure(accounts).clone_into(&mut first.measure);
    }
    brief
}
