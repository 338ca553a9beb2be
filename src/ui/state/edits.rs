//! What a person changes in a plan, and what is worked out for it.

use super::visiting::affordable;
use super::{App, Run, Selection, Tool, locked_in_words};
use crate::engine::protocol::{FrontierPoint, HandMove, Job, Request};
use crate::model::{AccountIx, Caps, Continuity, DesignBrief, Lock, Placement, Rep, RepIx, TerritoryIx, TravelModel};
use crate::plan::{Edit, LayerAt, Plan, PlanError};
use crate::ui::address::{Page, Step};
use crate::ui::locale;
use leptos::prelude::*;

/// Whether an edit is one of visits alone.
fn is_of_visits(edit: &Edit) -> bool {
    matches!(edit, Edit::Visits { .. } | Edit::Days { .. } | Edit::Touches { .. } | Edit::Watch { .. })
}

impl App {
    /// Carries out an edit here and in the worker, and keeps the plan.
    pub fn apply(self, edit: Edit) {
        let applied = self.plan.try_update(|plan| plan.as_mut().map(|plan| plan.apply(edit.clone()))).flatten();
        match applied {
            Some(Ok(())) => {
                self.leave_map(&edit);
                let of_visits = is_of_visits(&edit);
                let changes_work = matches!(
                    edit,
                    Edit::Visits { .. } | Edit::Watch { .. } | Edit::Travel { .. } | Edit::Update { .. }
                );
                self.send(&Request::Apply(Box::new(edit)), &[]);
                self.after_edit(of_visits);
                if changes_work {
                    self.follow_workload();
                }
            }
            // A field that was left as it was is no edit.
            Some(Err(PlanError::Nothing)) | None => {}
            Some(Err(error)) => self.fail("", error.to_string()),
        }
    }

    /// Takes the last edit back.
    pub fn undo(self) {
        self.walk(Plan::undo, &Request::Undo);
    }

    /// Does the edit that was taken back again.
    pub fn redo(self) {
        self.walk(Plan::redo, &Request::Redo);
    }

    fn walk(self, step: fn(&mut Plan) -> Option<&Edit>, told: &Request) {
        let take = |plan: &mut Option<Plan>| {
            let edit = step(plan.as_mut()?)?;
            self.leave_map(edit);
            Some((is_of_visits(edit), matches!(edit, Edit::Design { .. })))
        };
        if let Some((of_visits, is_design)) = self.plan.try_update(take).flatten() {
            self.send(told, &[]);
            self.after_edit(of_visits);
            if is_design {
                self.ask_for_what_there_is();
            }
        }
    }

    /// Where the workload of the visits is a measure, it is brought up to date a task after what it follows from.
    fn follow_workload(self) {
        if self.plan.with_untracked(|plan| plan.as_ref().is_some_and(Plan::has_workload)) {
            let follow = move || {
                let edit = self.plan.with_untracked(|plan| plan.as_ref().and_then(Plan::stale_workload_edit));
                if let Some(edit) = edit {
                    self.apply(edit);
                }
            };
            set_timeout(follow, std::time::Duration::ZERO);
        }
    }

    /// Makes the workload of the visits a measure that designs can balance. What is asked of them is kept where there are
    /// territories, so that the measure follows it.
    pub fn measure_workload(self) {
        let has_layer = self.plan.with_untracked(|plan| plan.as_ref().is_some_and(|plan| plan.layer().is_some()));
        if has_layer && !untrack(|| self.asks_anything()) {
            self.keep_visits();
        }
        self.edit(|plan| plan.workload_edit(&affordable(plan)));
    }

    /// With other accounts the map waits for its new cells.
    fn leave_map(self, edit: &Edit) {
        if matches!(edit, Edit::Update { .. }) {
            self.map.set(None);
        }
    }

    /// An edit of visits leaves territories, and so what is compared, as they are; tours as well, unless it says where days start.
    fn after_edit(self, of_visits: bool) {
        self.verdict.set(None);
        if !of_visits {
            self.forget_comparisons();
        }
        if !of_visits || !untrack(|| self.has_calendar()) {
            self.tours.update(std::collections::BTreeMap::clear);
        }
        let territories =
            self.plan.with_untracked(|plan| plan.as_ref().map_or(0, |plan| plan.alignment().territories().len()));
        if matches!(self.selection.get_untracked(), Selection::Territory(t) if t.index() >= territories) {
            self.selection.set(Selection::Plan);
        }
        self.keep_soon();
        self.verify();
        self.ask_for_tours();
    }

    /// What was compared is no more; the verification tells anew what changed hands.
    pub(super) fn forget_comparisons(self) {
        self.hand().forget();
        self.frontier.set(None);
    }

    /// Asks for plans at several caps on disruption.
    pub fn ask_for_frontier(self, brief: DesignBrief) {
        self.notices.update(Vec::clear);
        self.frontier.set(None);
        self.running.set(Some(Run::begin(Job::Frontier, "Designing at five caps on disruption".to_owned())));
        self.send(&Request::Frontier(brief), &[]);
        self.help_soon();
    }

    /// Asks for the next best moves.
    pub fn ask_for_next_moves(self, count: u8) {
        self.hand().awaits_next.set_value(true);
        self.send(&Request::NextMoves(count), &[]);
    }

    /// Asks what it would do to change the plan by hand.
    pub fn weigh(self, own: HandMove) {
        self.send(&Request::Weigh(own), &[]);
    }

    /// Opens a plan of the frontier as a scenario beside the present one.
    pub fn open_point(self, point: &FrontierPoint) {
        let name = match point.cap {
            Some(cap) => format!("At most {} moved", locale::percent(cap.percent())),
            None => "Drawn anew".to_owned(),
        };
        let points = self.frontier.get_untracked();
        let layer = point.layer.clone();
        self.edit(|plan| plan.scenario_edit(&name, vec![layer]));
        let last = self.plan.with_untracked(|plan| plan.as_ref().map_or(0, |plan| plan.scenarios().len() - 1));
        self.show_scenario(u16::try_from(last).unwrap_or_default());
        // The others can still be opened.
        self.frontier.set(points);
    }

    /// Shows another scenario.
    pub fn show_scenario(self, position: u16) {
        self.show_at(LayerAt { scenario: position, layer: 0 });
    }

    /// Shows another layer of the shown scenario; one past the last is a new one.
    pub fn show_layer(self, layer: u16) {
        let scenario = self.plan.with_untracked(|plan| plan.as_ref().map_or(0, |plan| plan.here().scenario));
        self.show_at(LayerAt { scenario, layer });
    }

    fn show_at(self, at: LayerAt) {
        let shown = self.plan.try_update(|plan| plan.as_mut().map(|plan| plan.show(at))).flatten();
        if shown == Some(Ok(())) {
            self.send(&Request::Show(at), &[]);
            self.propose();
            self.restore_draft();
            self.after_edit(false);
        }
    }

    /// Takes the shown layer out of its scenario.
    pub fn remove_layer(self) {
        self.edit(Plan::remove_layer_edit);
        self.propose();
    }

    /// Gives the shown layer another name.
    pub fn rename_layer(self, name: &str) {
        self.edit(|plan| plan.rename_layer_edit(name));
    }

    /// Takes the shown scenario out of the plan.
    pub fn remove_scenario(self) {
        self.edit(|plan| plan.remove_scenario_edit(u16::try_from(plan.active()).unwrap_or_default()));
        self.propose();
    }

    /// Gives the shown scenario another name.
    pub fn rename_scenario(self, name: &str) {
        self.edit(|plan| plan.rename_scenario_edit(u16::try_from(plan.active()).unwrap_or_default(), name));
    }

    /// Locks accounts or a territory where they are, or unlocks them.
    pub fn lock(self, locks: &[Lock], is_locked: bool) {
        let moved = self.hand().moved.get_untracked();
        self.edit(|plan| plan.lock_edit(locks, is_locked));
        // Around what was moved can still be balanced again.
        self.hand().moved.set(moved);
    }

    /// Unlocks all that is locked in the shown layer.
    pub fn unlock_all(self) {
        let locks = self.plan.with_untracked(|plan| plan.as_ref()?.layer().map(|layer| layer.locks().to_vec()));
        self.lock(&locks.unwrap_or_default(), false);
    }

    /// Whether that is locked.
    #[must_use]
    pub fn is_locked(self, lock: Lock) -> bool {
        self.plan.with(|plan| plan.as_ref().and_then(Plan::layer).is_some_and(|own| own.locks().contains(&lock)))
    }

    /// Counts disruption from the alignment as it is from now on.
    pub fn take_as_baseline(self) {
        self.edit(Plan::baseline_edit);
    }

    /// Makes territories of the owners that the accounts came with.
    pub fn start_from_owners(self) {
        let mut brief = self.brief().get_untracked();
        if brief.continuity == Continuity::Redraw {
            // Whoever starts from owners means to keep them.
            brief.continuity = Continuity::Keep(Caps::default());
            self.brief().set(brief.clone());
        }
        self.send(&Request::Present(brief), &[]);
    }

    /// Balances again around the accounts that were moved by hand last.
    pub fn repair(self) {
        let accounts = self.hand().moved.get_untracked();
        self.running.set(Some(Run::begin(Job::Design, "Balancing again".to_owned())));
        self.send(&Request::Repair(accounts), &[]);
    }

    /// Makes two territories of one.
    pub fn split(self, territory: TerritoryIx) {
        if self.is_held(|plan| locked_in_words(plan, &HandMove::Split(territory))) {
            return;
        }
        self.running.set(Some(Run::begin(Job::Design, "Splitting a territory".to_owned())));
        self.send(&Request::Split(territory), &[]);
    }

    /// Gives all accounts of a territory to another.
    pub fn merge(self, from: TerritoryIx, into: TerritoryIx) {
        if self.is_held(|plan| locked_in_words(plan, &HandMove::Merge { from, into })) {
            return;
        }
        // Its number will be another territory's.
        self.selection.set(Selection::Plan);
        self.send(&Request::Merge { from, into }, &[]);
    }

    /// Whether something that is locked forbids a change; it is told then.
    fn is_held(self, locked: impl FnOnce(&Plan) -> Option<String>) -> bool {
        let words = self.plan.with_untracked(|plan| locked(plan.as_ref()?));
        let is_held = words.is_some();
        if let Some(words) = words {
            self.notices.update(Vec::clear);
            self.fail("", words);
        }
        is_held
    }

    /// Starts a design.
    pub fn design(self, brief: DesignBrief) {
        self.notices.update(Vec::clear);
        let title = format!("Designing {}", locale::counted(brief.territories_asked(), "territory", "territories"));
        self.running.set(Some(Run::begin(Job::Design, title)));
        self.send(&Request::Design(brief), &[]);
        self.help_soon();
    }

    /// Stops what runs and keeps its best so far.
    pub fn stop(self) {
        self.send(&Request::Stop, &[]);
        self.stop_hands();
    }

    /// Makes an edit of the plan as it is, and carries it out. An edit that changes nothing is none.
    pub(super) fn edit(self, make: impl FnOnce(&Plan) -> Edit) {
        let edit = self.plan.with_untracked(|plan| plan.as_ref().map(make));
        match edit {
            Some(edit) => self.apply(edit),
            None => self.fail("", "No plan is open."),
        }
    }

    /// Exchanges accounts between the two territories that own them.
    pub fn swap_accounts(self, accounts: &[AccountIx]) {
        let moves = self.plan.with_untracked(|plan| plan.as_ref().and_then(|plan| plan.swap_moves(accounts)));
        if let Some(moves) = moves.filter(|_| !self.is_held(|plan| plan.locked_in_words(accounts, &[]))) {
            let mut moved = self.hand().moved.get_untracked();
            self.edit(|plan| plan.moves_edit(moves));
            moved.extend(accounts);
            self.hand().moved.set(moved);
        }
    }

    /// Moves accounts to a territory, or out of all; says whether no lock was against it.
    pub fn move_accounts(self, accounts: &[AccountIx], to: Option<TerritoryIx>) -> bool {
        if self.is_held(|plan| plan.locked_in_words(accounts, to.as_slice())) {
            return false;
        }
        let mut moved = self.hand().moved.get_untracked();
        self.edit(|plan| plan.move_edit(accounts.iter().copied(), to));
        moved.extend(accounts);
        self.hand().moved.set(moved);
        true
    }

    /// Puts an account where a person says it is.
    pub fn place_account(self, account: AccountIx, at: Placement) {
        self.review().placing.set(None);
        self.edit(|plan| plan.place_edit(account, at));
    }

    /// Takes a tool of the map in hand, or puts it down; a brush paints into the territory that is selected.
    pub fn take_tool(self, tool: Tool) {
        if let (Tool::Brush, Selection::Territory(territory)) = (tool, self.selection.get_untracked()) {
            self.hand().brush_to.set(Some(territory));
        }
        self.hand().take(tool);
    }

    /// Gives a territory another name.
    pub fn rename_territory(self, territory: TerritoryIx, name: &str) {
        self.edit(|plan| plan.rename_edit(territory, name));
    }

    /// Gives a territory a rep; one who owns another territory swaps with this one's.
    pub fn assign_rep(self, territory: TerritoryIx, rep: Option<RepIx>) {
        self.edit(|plan| plan.rep_edit(territory, rep));
    }

    /// Changes what is known of a rep.
    pub fn change_rep(self, rep: RepIx, change: impl FnOnce(&mut Rep)) {
        let edit = self.plan.with_untracked(|plan| plan.as_ref()?.person_edit(rep, change));
        if let Some(edit) = edit {
            self.apply(edit);
        }
    }

    /// Gives the plan another name.
    pub fn rename_plan(self, name: &str) {
        self.edit(|plan| plan.plan_name_edit(name));
    }

    /// Changes how travel is reckoned.
    pub fn set_travel(self, travel: TravelModel) {
        self.edit(|plan| plan.travel_edit(travel));
    }

    /// Asks for the tours that the visits show without a calendar and that are not there yet.
    pub fn ask_for_tours(self) {
        if self.page.get_untracked() != Page::Work(Step::Visits) || untrack(|| self.has_calendar()) {
            return;
        }
        let wanted = self.plan.with_untracked(|plan| {
            let plan = plan.as_ref()?;
            let known = self.tours.read_untracked();
            let territories: Vec<_> = plan.alignment().indices().filter(|t| !known.contains_key(t)).collect();
            (!territories.is_empty()).then(|| (territories, plan.settings().travel))
        });
        if let Some((territories, travel)) = wanted {
            let title = format!("Routing {}", locale::counted(territories.len(), "territory", "territories"));
            self.running.set(Some(Run::begin(Job::Tours, title)));
            self.send(&Request::Tours { territories, travel }, &[]);
        }
    }

    /// Asks the worker to verify the plan.
    pub fn verify(self) {
        self.send(&Request::Check, &[]);
    }

    /// The tolerance of the design that runs or stands, in per cent.
    #[must_use]
    pub fn aim(self) -> Option<f64> {
        self.plan.with(|plan| plan.as_ref().and_then(|plan| plan.brief().map(|brief| brief.tolerance.percent())))
    }
}

impl App {
    /// Territories of the shown layer outside the tolerance.
    #[must_use]
    pub fn outside(self) -> Vec<TerritoryIx> {
        self.plan.with(|plan| plan.as_ref().map(Plan::outside).unwrap_or_default())
    }

    /// The same, of any measure, and those beyond a bound.
    #[must_use]
    pub fn missed(self) -> Vec<TerritoryIx> {
        self.plan.with(|plan| plan.as_ref().map(Plan::missed).unwrap_or_default())
    }

    /// Whether a plan with territories is open.
    #[must_use]
    pub fn is_designed(self) -> bool {
        self.plan.with(|plan| plan.as_ref().is_some_and(Plan::is_designed))
    }

    /// The colour slot of a territory.
    #[must_use]
    pub fn slot(self, territory: TerritoryIx) -> u8 {
        self.plan.with(|plan| {
            let found = plan.as_ref().and_then(|plan| plan.alignment().territory(territory));
            found.map_or(0, |found| found.slot)
        })
    }

    /// Selects a territory, or nothing when it was selected.
    pub fn toggle(self, territory: TerritoryIx) {
        let selection = Selection::Territory(territory);
        let next = if self.selection.get_untracked() == selection { Selection::Plan } else { selection };
        self.selection.set(next);
    }
}
