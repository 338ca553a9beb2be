//! What was due until today against what was done.

use super::due::gaps;
use super::touched::{made, planned, weight_of};
use super::{Cell, CellKind, Report, Sources};
use crate::model::TerritoryIx;
use crate::units::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What is counted of some accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    /// Accounts that are to be visited, and those of them that were.
    accounts: [u32; 2],
    /// By kind: due, planned and done.
    touches: [[f64; 3]; 3],
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for (sum, own) in self.accounts.iter_mut().zip(other.accounts) {
            *sum += own;
        }
        for (sum, own) in self.touches.iter_mut().flatten().zip(other.touches.iter().flatten()) {
            *sum += own;
        }
    }

    fn cells(&self) -> Vec<Cell> {
        let [wanted, reached] = self.accounts.map(f64::from);
        let mut cells = vec![Cell::Number(wanted), Cell::Number(reached), Cell::share(reached, wanted)];
        for [due, planned, done] in self.touches {
            cells.extend([due, planned, done].map(Cell::Number));
            cells.push(Cell::share(done, due));
        }
        cells
    }

    /// Whether less than nine tenths of what was due of a kind was done, and at least one touch is missing.
    fn is_behind(&self) -> bool {
        self.touches.iter().any(|[due, _, done]| *done < 0.9 * due && due - done >= 1.0)
    }
}

/// O(accounts · classes + records · log records).
pub(super) fn coverage(sources: &Sources, today: Day) -> Report {
    let mut report = Report::new(&[
        ("By", "What the row is about", CellKind::Text),
        ("Name", "Territory, class, or all", CellKind::Text),
        ("Rep", "The rep of the territory", CellKind::Text),
        ("Accounts", "Accounts that are to be visited", CellKind::Count),
        ("Visited", "Of them, accounts that were visited in this time", CellKind::Count),
        ("Reach", "Accounts visited ÷ accounts to be visited", CellKind::Share),
        ("Visits due", "By the cadence, in proportion to the days that are over", CellKind::Count),
        ("Visits planned", "Visits of the calendar until today", CellKind::Count),
        ("Visits done", "Visits that were made", CellKind::Count),
        ("Visits, share", "Visits done ÷ visits due", CellKind::Share),
        ("Calls due", "By the cadence, in proportion to the days that are over", CellKind::Count),
        ("Calls planned", "Calls of the calendar until today", CellKind::Count),
        ("Calls done", "Calls that were made", CellKind::Count),
        ("Calls, share", "Calls done ÷ calls due", CellKind::Share),
        ("E-mails due", "By the cadence, in proportion to the days that are over", CellKind::Count),
        ("E-mails planned", "E-mails of the calendar until today", CellKind::Count),
        ("E-mails done", "E-mails that were written", CellKind::Count),
        ("E-mails, share", "E-mails done ÷ e-mails due", CellKind::Share),
    ]);
    let brief = &sources.visits.brief;
    let over: Vec<Day> = brief.days().take_while(|day| *day <= today).collect();
    let Some(until) = over.last().copied() else {
        report.notes = vec![format!("The calendar begins on {}: nothing was due before.", brief.start)];
        return report;
    };
    report.notes = vec![
        format!("From {} to {until}.", brief.start),
        "Done is what the reps marked and what the imported activities tell, once a day, account and kind.".to_owned(),
    ];
    let days: f64 = over.iter().map(|day| weight_of(*day, &brief.seasons).unwrap_or(1.0)).sum();
    let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
    let mut visited = BTreeSet::new();
    for (account, kind, day) in made(sources, until).into_iter().filter(|(.., day)| *day >= brief.start) {
        debug_assert!(day <= until, "what comes later is no part of it");
        tallies.entry(account.index()).or_default().touches[kind][2] += 1.0;
        if kind == 0 {
            visited.insert(account.index());
        }
    }
    for (_, account, kind, _) in planned(sources).filter(|(.., day)| *day <= until) {
        tallies.entry(account.index()).or_default().touches[kind][1] += 1.0;
    }
    let mut territories: BTreeMap<TerritoryIx, Tally> =
        sources.layer.alignment().indices().map(|own| (own, Tally::default())).collect();
    let mut classes: BTreeMap<Option<u16>, Tally> =
        (0..).zip(&brief.classes).map(|(own, _)| (Some(own), Tally::default())).collect();
    let owners = sources.layer.alignment().owners();
    for (account, (due, owner)) in brief.due(sources.dataset()).iter().zip(owners).enumerate() {
        let Some(owner) = owner else { continue };
        let mut tally = tallies.remove(&account).unwrap_or_default();
        for (own, gap) in tally.touches.iter_mut().zip(due.as_ref().map(|due| gaps(due, 1.0)).unwrap_or_default()) {
            own[0] = gap.map_or(0.0, |gap| days / gap);
        }
        if due.as_ref().is_some_and(|due| due.cadence.visits > 0) {
            tally.accounts = [1, u32::from(visited.contains(&account))];
        }
        territories.entry(*owner).or_default().add(&tally);
        classes.entry(due.as_ref().and_then(|due| due.class)).or_default().add(&tally);
    }
    let mut all = Tally::default();
    for own in territories.values() {
        all.add(own);
    }
    let text = |words: &str| Cell::Text(words.to_owned());
    let mut push = |territory, head: [Cell; 3], tally: &Tally| {
        let cells = head.into_iter().chain(tally.cells()).collect();
        report.push((None, territory), cells, tally.is_behind());
    };
    push(None, [text("All"), text("All accounts"), Cell::Nothing], &all);
    for (class, tally) in &classes {
        let name = if class.is_none() { text("In no class") } else { sources.class(*class) };
        if *tally != Tally::default() {
            push(None, [text("Class"), name, Cell::Nothing], tally);
        }
    }
    for (territory, tally) in &territories {
        let [name, rep] = sources.whose(*territory);
        push(Some(*territory), [text("Rep"), name, rep], tally);
    }
    report
}

#[cfg(test)]
mod tests {
    use super::super::{ReportKind, ReportQuery};
    use super::*;
    use crate::model::{ActivityKind, DoneTouch, TouchState};
    use crate::plan::{VisitChange, VisitPlan, sample};

    fn number(cell: &Cell) -> f64 {
        if let Cell::Number(number) = cell { *number } else { f64::NAN }
    }

    #[test]
    fn rows_of_reps_and_of_classes_add_up_to_all() {
        let mut plan = sample::edited_plan(40);
        let start = Day::new(2026, 11, 30).expect("a day");
        let visits = plan.layer().and_then(crate::plan::LayerPlan::visits).expect("it has visits").clone();
        let edit = plan.visits_edit(VisitPlan { calendar: None, ..visits }, VisitChange::Brief);
        plan.apply(edit).expect("it fits");
        let today = Day::new(2026, 12, 6).expect("a day");
        let mut query = ReportQuery::all(ReportKind::Coverage, today);
        let before = plan.report(&query);
        // A week of four: a tenth of the accounts each week, three tenths every second, all others every fourth.
        let sum = |report: &Report, by: &str, column: usize| -> f64 {
            let rows = report.rows.iter().filter(|row| row.cells[0] == Cell::Text(by.to_owned()));
            rows.map(|row| number(&row.cells[column])).sum()
        };
        let brief = &plan.layer().and_then(crate::plan::LayerPlan::visits).expect("it has visits").brief;
        let owners = plan.alignment().owners();
        let expected: f64 = brief
            .due(plan.dataset())
            .iter()
            .zip(owners)
            .filter(|(_, owner)| owner.is_some())
            .map(|(due, _)| {
                let cadence = due.as_ref().expect("a class takes all").cadence;
                f64::from(cadence.visits) / f64::from(cadence.weeks)
            })
            .sum();
        assert!((sum(&before, "All", 6) - expected).abs() < 1e-9, "{expected} visits a week");
        let owned = plan.alignment().owners().iter().position(Option::is_some).expect("one is owned");
        let id = plan.dataset().accounts().ids.get(owned).to_owned();
        for (kind, state) in [(ActivityKind::Visit, TouchState::Done), (ActivityKind::Call, TouchState::Missed)] {
            let edit = plan.touch_edit(DoneTouch { state, ..DoneTouch::new(start, &id, kind, "rep-9") });
            plan.apply(edit).expect("it fits");
        }
        let report = plan.report(&query);
        assert!((sum(&report, "All", 8) - sum(&before, "All", 8) - 1.0).abs() < 1e-12, "the one that was done");
        assert!((sum(&report, "All", 12) - sum(&before, "All", 12)).abs() < 1e-12, "what was missed is not done");
        for column in [3, 4, 6, 7, 8, 10, 11, 12, 14, 15, 16] {
            let all = sum(&report, "All", column);
            for by in ["Rep", "Class"] {
                assert!((sum(&report, by, column) - all).abs() < 1e-9, "{by}, column {column}");
            }
        }
        query.today = Day::new(2026, 11, 29).expect("a day");
        assert!(plan.report(&query).rows.is_empty(), "nothing was due before it began");
    }
}
