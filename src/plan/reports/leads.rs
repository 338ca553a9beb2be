//! The part of the work that goes to those who do not buy yet.

use super::touched::made;
use super::{Cell, CellKind, Report, Sources};
use crate::model::{AccountKind, LeadMeasure, TerritoryIx};
use crate::units::Day;
use std::collections::BTreeMap;

/// How far a part may lie from the one that is wanted, as a share of the whole.
const WITHIN: f64 = 0.05;

/// What goes to leads, and to all: asked, planned and done, in visits and in minutes at accounts.
#[derive(Debug, Clone, Copy, Default)]
struct Parts([[[f64; 2]; 2]; 3]);

impl Parts {
    fn add(&mut self, of: usize, is_lead: bool, visits: f64, minutes: f64) {
        for (sums, amount) in self.0[of].iter_mut().zip([visits, minutes]) {
            sums[0] += if is_lead { amount } else { 0.0 };
            sums[1] += amount;
        }
    }

    fn plus(&mut self, other: &Self) {
        for (sum, own) in self.0.iter_mut().flatten().flatten().zip(other.0.iter().flatten().flatten()) {
            *sum += own;
        }
    }

    /// The share of leads.
    fn share(&self, of: usize, measure: usize) -> Cell {
        let [leads, all] = self.0[of][measure];
        Cell::share(leads, all)
    }
}

/// O(accounts · classes + stops + records · log records).
pub(super) fn leads(sources: &Sources, today: Day) -> Report {
    let wanted = sources.visits.watch.leads;
    let measure = usize::from(wanted.is_some_and(|own| own.by == LeadMeasure::Time));
    let of = ["visits", "time at accounts"][measure];
    let mut report = Report::new(&[
        ("Territory", "Whose accounts", CellKind::Text),
        ("Rep", "Who visits them", CellKind::Text),
        ("Leads", "Leads and prospects", CellKind::Count),
        ("Accounts", "All accounts", CellKind::Count),
        ("Wanted", "The share of leads that is wanted", CellKind::Share),
        ("Asked", "The share of leads in what the cadences ask", CellKind::Share),
        ("Planned", "The share of leads in the calendar", CellKind::Share),
        ("Done", "The share of leads in what was done since the calendar began", CellKind::Share),
        ("Off by", "Done less wanted, or planned less wanted where nothing was done yet", CellKind::Share),
    ]);
    let brief = &sources.visits.brief;
    let kinds = &sources.dataset().accounts().kinds;
    let is_lead = |account: usize| kinds.get(account).is_some_and(|kind| *kind != AccountKind::Customer);
    report.notes = vec![
        format!(
            "Shares of the {of}. Leads are the accounts whose kind is lead or prospect; all others are existing accounts."
        ),
        format!("Marked is what lies more than {} points from what is wanted.", WITHIN * 100.0),
    ];
    if !(0..sources.dataset().accounts().len()).any(is_lead) {
        report
            .notes
            .push("No account of this plan is a lead or a prospect: import them, or a column that tells.".to_owned());
    }
    let mut parts: BTreeMap<TerritoryIx, (Parts, [u32; 2])> =
        sources.layer.alignment().indices().map(|own| (own, Default::default())).collect();
    let due = brief.due(sources.dataset());
    let minutes =
        |account: usize| due.get(account).and_then(Option::as_ref).map_or(0.0, |due| due.cadence.visit_minutes.into());
    for (account, owner) in sources.layer.alignment().owners().iter().enumerate() {
        let Some((own, counts)) = owner.and_then(|owner| parts.get_mut(&owner)) else { continue };
        counts[0] += u32::from(is_lead(account));
        counts[1] += 1;
        if let Some(due) = due.get(account).and_then(Option::as_ref) {
            let a_week = f64::from(due.cadence.visits) / f64::from(due.cadence.weeks.max(1));
            own.add(0, is_lead(account), a_week, a_week * f64::from(due.cadence.visit_minutes));
        }
    }
    for own in sources.visits.calendar.iter().flat_map(|calendar| &calendar.territories) {
        let Some((sums, _)) = parts.get_mut(&own.territory) else { continue };
        for stop in own.days.iter().flat_map(|day| &day.stops) {
            let account = stop.account.index();
            sums.add(1, is_lead(account), 1.0, f64::from(stop.end.saturating_sub(stop.start)));
        }
    }
    for (account, kind, _) in made(sources, today).into_iter().filter(|(.., day)| *day >= brief.start) {
        let owner = sources.layer.alignment().owner(account);
        if let Some((own, _)) = owner.and_then(|owner| parts.get_mut(&owner)).filter(|_| kind == 0) {
            own.add(2, is_lead(account.index()), 1.0, minutes(account.index()));
        }
    }
    let mut all = (Parts::default(), [0u32; 2]);
    for (own, counts) in parts.values() {
        all.0.plus(own);
        all.1 = [0, 1].map(|at| all.1[at] + counts[at]);
    }
    let heads = parts.keys().map(|own| (Some(*own), sources.whose(*own)));
    let head = (None, [Cell::Text("All".to_owned()), Cell::Nothing]);
    for ((territory, head), (own, counts)) in
        std::iter::once(head).chain(heads).zip(std::iter::once(&all).chain(parts.values()))
    {
        let shares = [0, 1, 2].map(|of| own.share(of, measure));
        let number = |cell: &Cell| if let Cell::Number(number) = cell { Some(*number) } else { None };
        let is = number(&shares[2]).or(number(&shares[1]));
        let wanted = wanted.map(|own| own.share.value());
        let off = wanted.zip(is).map(|(wanted, is)| is - wanted);
        let told = |value: Option<f64>| value.map_or(Cell::Nothing, Cell::Number);
        let mut cells = head.to_vec();
        cells.extend(counts.map(|count| Cell::Number(count.into())));
        cells.push(told(wanted));
        cells.extend(shares);
        cells.push(told(off));
        report.push((None, territory), cells, off.is_some_and(|off| off.abs() > WITHIN + 1e-9));
    }
    report
}
