//! Touches that are overdue and those that come.

use super::touched::{KINDS, Seasons, kind_word, made, planned};
use super::{Cell, CellKind, Report, Sources};
use crate::model::{AccountDue, AccountIx, MONTH_DAYS, TerritoryIx};
use crate::sorting::sort_by;
use crate::units::Day;
use std::collections::{BTreeMap, HashMap};

/// Days ahead in which a touch is coming.
const COMING: i32 = 14;

const NOTES: [&str; 2] = [
    "A touch is due one gap of the cadence after the last that was done, by the seasons; who was never touched is due one gap after \
     the first day asked for.",
    "Done is what the reps marked and what the imported activities tell. Coming is what falls due within 14 days.",
];

/// A touch that is overdue or coming.
#[derive(Debug, Clone, Copy, PartialEq)]
struct DueTouch {
    account: AccountIx,
    territory: TerritoryIx,
    class: Option<u16>,
    kind: usize,
    due: Day,
    last: Option<Day>,
    planned: Option<Day>,
}

impl DueTouch {
    fn late(&self, today: Day) -> i32 {
        today.number() - self.due.number()
    }
}

/// Days between two touches of each kind; `None` for a kind that is not asked.
pub(super) fn gaps(due: &AccountDue, stretch: f64) -> [Option<f64>; 3] {
    let own = &due.cadence;
    let visits = (own.visits > 0).then(|| 7.0 * f64::from(own.weeks) / f64::from(own.visits) * stretch);
    let a_month = |number: f64| (number > 0.0).then(|| MONTH_DAYS / number);
    [visits, a_month(own.calls), a_month(own.emails)]
}

/// By lateness, the longest first. O(accounts · classes + records · log records).
fn due_touches(sources: &Sources, today: Day) -> Vec<DueTouch> {
    let brief = &sources.visits.brief;
    let mut last: HashMap<(AccountIx, usize), Day> = HashMap::new();
    for (account, kind, day) in made(sources, today) {
        last.insert((account, kind), day);
    }
    let mut next: HashMap<(AccountIx, usize), Day> = HashMap::new();
    for (_, account, kind, day) in planned(sources).filter(|(.., day)| *day >= today) {
        // What was done today is planned no longer.
        if last.get(&(account, kind)) != Some(&day) {
            let own = next.entry((account, kind)).or_insert(day);
            *own = day.min(*own);
        }
    }
    let calendars = sources.visits.calendar.iter().flat_map(|calendar| &calendar.territories);
    let stretch: HashMap<TerritoryIx, f64> = calendars.map(|own| (own.territory, own.stretch)).collect();
    let seasons = Seasons::around(today, &brief.seasons);
    let mut found = Vec::new();
    for (account, due) in (0..).map(AccountIx).zip(brief.due(sources.dataset())) {
        let (Some(due), Some(territory)) = (due, sources.layer.alignment().owner(account)) else { continue };
        for (kind, gap) in gaps(&due, stretch.get(&territory).copied().unwrap_or(1.0)).into_iter().enumerate() {
            let Some(gap) = gap else { continue };
            let before = last.get(&(account, kind)).copied();
            let Some(mut day) = seasons.after(before.unwrap_or(brief.start), gap) else { continue };
            if kind == 0 {
                day = due.not_before.map_or(day, |first| first.max(day));
                if due.not_after.is_some_and(|end| end < today) {
                    continue;
                }
            }
            if day.number() <= today.number().saturating_add(COMING) {
                let planned = next.get(&(account, kind)).copied();
                found.push(DueTouch { account, territory, class: due.class, kind, due: day, last: before, planned });
            }
        }
    }
    sort_by(&mut found, &|a, b| (a.due, a.class, a.account, a.kind).cmp(&(b.due, b.class, b.account, b.kind)));
    found
}

pub(super) fn by_account(sources: &Sources, today: Day) -> Report {
    let mut report = Report::new(&[
        ("Account", "Whom", CellKind::Text),
        ("Territory", "Whose account it is", CellKind::Text),
        ("Rep", "Who is to touch it", CellKind::Text),
        ("Class", "Its priority class", CellKind::Text),
        ("Kind", "Visit, call or e-mail", CellKind::Text),
        ("State", "Overdue, due today or coming", CellKind::Text),
        ("Due", "One gap after the last", CellKind::Day),
        ("Days late", "Days since it was due", CellKind::Count),
        ("Last", "The last that was done", CellKind::Day),
        ("Planned", "The next one in the calendar", CellKind::Day),
    ]);
    report.notes = NOTES.map(str::to_owned).to_vec();
    let text = |words: &str| Cell::Text(words.to_owned());
    let day = |day: Option<Day>| day.map_or(Cell::Nothing, Cell::Day);
    for own in due_touches(sources, today) {
        let late = own.late(today);
        let state = match late {
            1.. => "overdue",
            0 => "due today",
            _ => "coming",
        };
        let [territory, rep] = sources.whose(own.territory);
        let cells = vec![
            text(sources.dataset().accounts().names.get(own.account.index())),
            territory,
            rep,
            sources.class(own.class),
            text(kind_word(own.kind)),
            text(state),
            Cell::Day(own.due),
            if late > 0 { Cell::Number(late.into()) } else { Cell::Nothing },
            day(own.last),
            day(own.planned),
        ];
        report.push((Some(own.account), Some(own.territory)), cells, late > 0);
        if let Some(row) = report.rows.last_mut() {
            row.touch = KINDS.get(own.kind).copied();
        }
    }
    report
}

pub(super) fn by_rep(sources: &Sources, today: Day) -> Report {
    let mut report = Report::new(&[
        ("Territory", "Whose accounts", CellKind::Text),
        ("Rep", "Who is to touch them", CellKind::Text),
        ("Visits overdue", "Visits that were due before today", CellKind::Count),
        ("Calls overdue", "Calls that were due before today", CellKind::Count),
        ("E-mails overdue", "E-mails that were due before today", CellKind::Count),
        ("Longest, days", "Days that the longest overdue touch is late", CellKind::Count),
        ("Without a day", "Overdue touches that no day of the calendar has", CellKind::Count),
        ("Visits coming", "Visits that fall due within 14 days, today included", CellKind::Count),
        ("Calls coming", "Calls that fall due within 14 days, today included", CellKind::Count),
        ("E-mails coming", "E-mails that fall due within 14 days, today included", CellKind::Count),
    ]);
    report.notes = NOTES.map(str::to_owned).to_vec();
    let none = || ([0u32; 3], 0, 0u32, [0u32; 3]);
    let mut sums: BTreeMap<TerritoryIx, _> = sources.layer.alignment().indices().map(|own| (own, none())).collect();
    for own in due_touches(sources, today) {
        let (overdue, longest, homeless, coming) = sums.entry(own.territory).or_insert_with(none);
        let late = own.late(today);
        if let Some(count) = if late > 0 { overdue } else { coming }.get_mut(own.kind) {
            *count += 1;
        }
        *longest = late.max(*longest);
        *homeless += u32::from(late > 0 && own.planned.is_none());
    }
    for (territory, (overdue, longest, homeless, coming)) in sums {
        let mut cells = sources.whose(territory).to_vec();
        cells.extend(overdue.map(|count| Cell::Number(count.into())));
        cells.push(if longest > 0 { Cell::Number(longest.into()) } else { Cell::Nothing });
        cells.push(Cell::Number(homeless.into()));
        cells.extend(coming.map(|count| Cell::Number(count.into())));
        report.push((None, Some(territory)), cells, overdue.iter().any(|&count| count > 0));
    }
    debug_assert_eq!(report.columns.len(), 4 + 2 * KINDS.len(), "a column a kind, twice");
    report
}
