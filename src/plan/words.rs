//! What undo and redo say that they do.

use super::edit::{Edit, LayerAt};
use super::plan::Plan;
use super::visits::VisitChange;
use crate::model::{Lock, Placement, Precision, RepIx, TerritoryIx, UnitMove};

impl Plan {
    /// What undo would do, "Undo: move 3 accounts to Chicago"; `None` when there is nothing to take back.
    #[must_use]
    pub fn undo_words(&self) -> Option<String> {
        Some(format!("Undo: {}", self.words(self.log.last()?)))
    }

    /// What redo would do, "Redo: rename the plan"; `None` when there is nothing to repeat.
    #[must_use]
    pub fn redo_words(&self) -> Option<String> {
        Some(format!("Redo: {}", self.words(self.log.next()?)))
    }

    /// An edit in a few words, with the names as they are now.
    #[must_use]
    pub fn words(&self, edit: &Edit) -> String {
        match edit {
            Edit::Design { territories, .. } => {
                format!("design {}", counted(usize::from(*territories), "territory", "territories"))
            }
            Edit::Move { at, moves } => self.move_words(*at, moves),
            Edit::RenameTerritory { before, after, .. } => format!("rename {before} to {after}"),
            Edit::AssignRep { at, territory, after: Some(rep), swapped: Some(other), .. } => {
                let (here, there) = (self.territory_name(*at, *territory), self.territory_name(*at, *other));
                format!("give {here} to {}, who swaps it for {there}", self.rep_name(*rep))
            }
            Edit::AssignRep { at, territory, after: Some(rep), .. } => {
                format!("give {} to {}", self.territory_name(*at, *territory), self.rep_name(*rep))
            }
            Edit::AssignRep { at, territory, .. } => {
                format!("leave {} without a rep", self.territory_name(*at, *territory))
            }
            Edit::Lock { before, after, .. } => {
                let things = |count: usize| counted(count, "account or territory", "accounts and territories");
                let is_of_reps = |locks: &[Lock]| locks.iter().all(|lock| matches!(lock, Lock::Rep(_)));
                let changed: Vec<Lock> = if after.len() > before.len() { after } else { before }
                    .iter()
                    .copied()
                    .filter(|lock| !(before.contains(lock) && after.contains(lock)))
                    .collect();
                if is_of_reps(&changed) {
                    let verb = if after.len() > before.len() { "keep" } else { "free" };
                    return format!("{verb} the rep of {}", counted(changed.len(), "territory", "territories"));
                }
                match after.len().checked_sub(before.len()) {
                    Some(more) => format!("lock {}", things(more)),
                    None => format!("unlock {}", things(before.len() - after.len())),
                }
            }
            Edit::Baseline { .. } => "count disruption from another alignment".to_owned(),
            Edit::Scenario { name, is_added: true, .. } => format!("add scenario {name}"),
            Edit::Scenario { name, .. } => format!("remove scenario {name}"),
            Edit::RenameScenario { after, .. } => format!("rename the scenario to {after}"),
            Edit::RemoveLayer { name, .. } => format!("remove layer {name}"),
            Edit::RenameLayer { after, .. } => format!("rename the layer to {after}"),
            Edit::Visits { change, .. } | Edit::Days { change, .. } => visit_words(*change).to_owned(),
            Edit::Touches { changes, .. } => self.touch_words(changes),
            Edit::Workload { .. } => "take the workload of the visits as a measure".to_owned(),
            Edit::Watch { before, after, .. } => super::touches::watch_words(before, after).to_owned(),
            Edit::RenamePlan { after, .. } => format!("rename the plan to {after}"),
            Edit::Travel { .. } => "change how travel is reckoned".to_owned(),
            Edit::Matrix { file, .. } if file.is_empty() => "take the travel matrix out".to_owned(),
            Edit::Matrix { file, .. } => format!("load the travel matrix {file}"),
            Edit::Place { account, after, .. } => {
                format!("place {} at {}", self.dataset().accounts().get(*account).name, spot(after))
            }
            Edit::Rep { before, after, .. } if before.skills != after.skills => {
                format!("change the skills of {}", after.name)
            }
            Edit::Rep { before, after, .. } if before.capacity.to_bits() != after.capacity.to_bits() => {
                format!("change the capacity of {}", after.name)
            }
            Edit::Rep { after, .. } => format!("move the home base of {} to {}", after.name, spot(&after.home)),
            Edit::Update { counts, .. } => format!(
                "bring in newer data ({} added, {} changed, {} gone)",
                counted(counts.added as usize, "account", "accounts"),
                counts.changed,
                counts.gone
            ),
        }
    }

    fn move_words(&self, at: LayerAt, moves: &[UnitMove]) -> String {
        let accounts = counted(moves.len(), "account", "accounts");
        let target = moves.first().map(|unit_move| unit_move.to);
        match target.filter(|target| moves.iter().all(|unit_move| unit_move.to == *target)) {
            Some(Some(territory)) => format!("move {accounts} to {}", self.territory_name(at, territory)),
            Some(None) => format!("take {accounts} out of the territories"),
            None => format!("move {accounts}"),
        }
    }

    fn territory_name(&self, at: LayerAt, territory: TerritoryIx) -> String {
        let present = self.layer_at(at).and_then(|layer| layer.alignment().territory(territory));
        present.map_or_else(|| format!("territory {}", territory.index() + 1), |territory| territory.name.clone())
    }

    fn rep_name(&self, rep: RepIx) -> String {
        self.dataset().rep(rep).map_or_else(|| format!("rep {}", rep.index() + 1), |rep| rep.name.clone())
    }
}

fn visit_words(change: VisitChange) -> &'static str {
    match change {
        VisitChange::Brief => "change what visits are due",
        VisitChange::Calendar => "make the calendar",
        VisitChange::MoveVisit => "move a visit",
        VisitChange::SwapDays => "exchange two days",
        VisitChange::Pin => "pin a visit or let it go",
        VisitChange::Replan => "plan the rest again",
    }
}

/// Where a placement is, in words.
fn spot(placement: &Placement) -> String {
    match placement.location {
        Some(point) if placement.precision == Precision::Given => format!("{:.3}, {:.3}", point.lat(), point.lon()),
        Some(_) => placement.place.clone(),
        None => "no place".to_owned(),
    }
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
