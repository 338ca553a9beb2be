//! From a cadence to the lists of days that keep it.

use crate::model::Cadence;
use crate::units::Day;

/// The days among which visits are laid.
pub(super) struct Horizon<'a> {
    /// All days, worked or not.
    pub(super) days: &'a [Day],
    /// Which weekdays are worked, from Monday.
    pub(super) week: [bool; 7],
    /// The working days, ascending.
    pub(super) working: &'a [Day],
    /// What each month weighs, from January.
    pub(super) seasons: &'a [f64; 12],
}

/// The lists of days to choose from, and how many visits are due at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Patterns {
    /// Positions in the working days, ascending; each list once.
    pub(super) lists: Vec<Vec<u16>>,
    pub(super) due: u16,
    /// Visits of each list that have no open day near enough and are left out.
    pub(super) left_out: u16,
}

/// The lists of working days that keep a cadence, with all gaps `stretch` times as long.
///
/// A list begins on each working day of the first gap and goes on with even gaps over the days of the working week, so that
/// an account that is visited every k weeks keeps its weekday; in a month that weighs more the gaps are shorter by as much.
/// A visit for which `is_open` says no goes to the nearest working day within half a gap, the earlier of two; where there is
/// none it is left out. The visit nearest to a day of `kept` goes there. Lists with fewer visits than are due, or that leave
/// more out, are given only when there are no others. O(gap · visits · days).
pub(super) fn patterns(
    cadence: &Cadence,
    stretch: f64,
    horizon: &Horizon,
    kept: &[Day],
    is_open: &dyn Fn(usize) -> bool,
) -> Patterns {
    let is_worked = |day: &&Day| horizon.week.get(day.weekday() as usize).copied().unwrap_or(false);
    let slots: Vec<Day> = horizon.days.iter().filter(is_worked).copied().collect();
    let a_week = horizon.week.iter().filter(|&&worked| worked).count();
    let gap = f64::from(cadence.weeks) * a_week as f64 / f64::from(cadence.visits) * stretch;
    if !gap.is_finite() || gap <= 0.0 {
        // Nothing is due but what is kept.
        let mut list = Vec::new();
        keep_days(&mut list, horizon.working, kept, is_open);
        let lists = if list.is_empty() { Vec::new() } else { vec![list] };
        return Patterns { lists, due: 0, left_out: 0 };
    }
    let weight = |day: &Day| {
        let month = day.year_month_day().1 as usize - 1;
        horizon.seasons.get(month).copied().unwrap_or(1.0) / gap
    };
    let weights: Vec<f64> = slots.iter().map(weight).collect();
    let whole = |amount: f64| libm::floor(amount + 1e-6);
    let due = whole(weights.iter().sum());
    // Half a gap in days of the calendar.
    let reach = whole(gap * 7.0 / a_week as f64 / 2.0);
    let mut lists: Vec<(u16, Vec<u16>)> = Vec::new();
    let mut passed = 0.0;
    for (offset, own) in weights.iter().enumerate() {
        if passed >= 1.0 - 1e-6 {
            break;
        }
        passed += own;
        let (mut so_far, mut next, mut left_out, mut list) = (0.0, 0.0, 0, Vec::new());
        for (slot, weight) in slots.iter().zip(&weights).skip(offset) {
            so_far += weight;
            // Visit k is on the day on which k gaps are over.
            if so_far > next + 1e-6 {
                next = whole(so_far - 1e-5) + 1.0;
                let found = nearest(horizon.working, *slot, reach, is_open);
                left_out += u16::from(found.is_none());
                list.extend(found);
            }
        }
        list.dedup();
        move_apart(&mut list, horizon.working, reach, is_open);
        keep_days(&mut list, horizon.working, kept, is_open);
        if !list.is_empty() {
            lists.push((left_out, list));
        }
    }
    let most = lists.iter().map(|(_, list)| list.len()).max().unwrap_or(0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is at most the days of a quarter")]
    let due = due as usize;
    lists.retain(|(_, list)| list.len() >= due.min(most));
    let left_out = lists.iter().map(|(left_out, _)| *left_out).min().unwrap_or(0);
    lists.retain(|(own, _)| *own == left_out);
    let mut lists: Vec<Vec<u16>> = lists.into_iter().map(|(_, list)| list).collect();
    crate::sorting::sort(&mut lists);
    lists.dedup();
    Patterns { lists, due: u16::try_from(due).unwrap_or(u16::MAX), left_out }
}

/// The position of the open working day nearest to a day and at most `reach` days off, the earlier of two.
fn nearest(working: &[Day], day: Day, reach: f64, is_open: &dyn Fn(usize) -> bool) -> Option<u16> {
    let off = |position: usize| working.get(position).map(|own| own.number().abs_diff(day.number()));
    let from = working.partition_point(|own| *own < day);
    let before = (0..from).rev().find(|&position| is_open(position));
    let after = (from..working.len()).find(|&position| is_open(position));
    let found = [before, after].into_iter().flatten().min_by_key(|&position| off(position))?;
    let is_near = off(found).is_some_and(|off| f64::from(off) <= reach);
    is_near.then(|| u16::try_from(found).ok()).flatten()
}

/// Where hours and holidays have brought two visits nearer than half a gap, the later one goes to the next day that is far
/// enough from both its neighbours, or else the earlier one to the last such day.
fn move_apart(list: &mut [u16], working: &[Day], least: f64, is_open: &dyn Fn(usize) -> bool) {
    let is_apart = |a: Option<u16>, b: Option<u16>| {
        let day = |at: u16| working.get(usize::from(at)).map(|day| day.number());
        let days = a.and_then(day).zip(b.and_then(day));
        days.is_none_or(|(a, b)| f64::from(b - a) >= least.max(1.0))
    };
    for later in 1..list.len() {
        let own = |at: Option<usize>| at.and_then(|at| list.get(at).copied());
        let (first, second) = (own(Some(later - 1)), own(Some(later)));
        if is_apart(first, second) {
            continue;
        }
        let (before, after) = (own(later.checked_sub(2)), own(Some(later + 1)));
        let fits = |&at: &u16, a, b| is_open(usize::from(at)) && is_apart(a, Some(at)) && is_apart(Some(at), b);
        let last = u16::try_from(working.len()).unwrap_or(u16::MAX);
        let put_off = second.and_then(|second| (second..last).find(|at| fits(at, first, after)));
        let put_up = || first.and_then(|first| (0..first).rev().find(|at| fits(at, before, second)));
        if let Some(at) = put_off {
            list[later] = at;
        } else if let Some(at) = put_up() {
            list[later - 1] = at;
        }
    }
}

/// Puts the visit nearest to each of these days there.
fn keep_days(list: &mut Vec<u16>, working: &[Day], kept: &[Day], is_open: &dyn Fn(usize) -> bool) {
    let day_of = |position: u16| working.get(usize::from(position)).map_or(0, |day| day.number());
    let mut settled: Vec<u16> = Vec::new();
    for day in kept {
        let Ok(position) = working.binary_search(day) else { continue };
        let Some(on) = u16::try_from(position).ok().filter(|_| is_open(position)) else { continue };
        let free = list.iter().copied().filter(|own| !settled.contains(own));
        let moved = free.min_by_key(|&own| day_of(own).abs_diff(day.number()));
        list.retain(|own| Some(*own) != moved && *own != on);
        list.push(on);
        settled.push(on);
    }
    crate::sorting::sort(list);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Holiday, VisitBrief};

    fn day(number: i32) -> Day {
        // A Monday.
        let first = Day::new(2026, 11, 30).expect("a day").number();
        Day::from_number(first + number).expect("a day")
    }

    struct Case {
        brief: VisitBrief,
        kept: Vec<Day>,
        stretch: f64,
        closed: Vec<usize>,
    }

    impl Case {
        fn weeks(weeks: u32) -> Self {
            let brief = VisitBrief { weeks, ..VisitBrief::new(day(0), "Sales", 30) };
            Self { brief, kept: Vec::new(), stretch: 1.0, closed: Vec::new() }
        }

        fn of(&self, visits: u32, weeks: u32) -> Patterns {
            let cadence = Cadence { visits, weeks, ..self.brief.classes[0].cadence };
            let dataset = crate::model::Dataset::default();
            let working = self.brief.working_days(&dataset, None);
            let days: Vec<Day> = self.brief.days().collect();
            let (week, seasons) = (self.brief.week.days, &self.brief.seasons);
            let horizon = Horizon { days: &days, week, working: &working, seasons };
            patterns(&cadence, self.stretch, &horizon, &self.kept, &|at| !self.closed.contains(&at))
        }

        fn lists(&self, visits: u32, weeks: u32) -> Vec<Vec<u16>> {
            self.of(visits, weeks).lists
        }
    }

    #[test]
    fn every_week_and_every_fortnight_keep_the_weekday() {
        let case = Case::weeks(4);
        let weekly: Vec<Vec<u16>> = (0..5).map(|day| (0..4).map(|week| week * 5 + day).collect()).collect();
        assert_eq!(case.of(1, 1), Patterns { lists: weekly, due: 4, left_out: 0 });
        let fortnightly: Vec<Vec<u16>> = (0..10).map(|day| vec![day, day + 10]).collect();
        assert_eq!(case.lists(1, 2), fortnightly);
        assert_eq!(case.lists(1, 4), (0..20).map(|day| vec![day]).collect::<Vec<_>>());
        assert_eq!(case.lists(5, 1), [(0..20).collect::<Vec<_>>()]);
        assert_eq!(case.of(0, 1), Patterns { lists: Vec::new(), due: 0, left_out: 0 });
        let none = Case { closed: (0..20).collect(), ..Case::weeks(4) };
        assert_eq!(none.of(1, 1), Patterns { lists: Vec::new(), due: 4, left_out: 0 });
    }

    /// What is due every four weeks need not be in the first week of a quarter of 13.
    #[test]
    fn a_quarter_is_filled_evenly() {
        let monthly = Case::weeks(13).of(1, 4);
        assert_eq!((monthly.due, monthly.lists.len()), (3, 20));
        assert!(monthly.lists.iter().all(|list| (3..=4).contains(&list.len())));
        assert!(monthly.lists.contains(&vec![19, 39, 59]) && monthly.lists.contains(&vec![0, 20, 40, 60]));
        for (visits, weeks) in [(2, 1), (3, 1), (3, 2), (1, 3), (2, 3), (1, 13), (1, 26)] {
            let found = Case::weeks(13).of(visits, weeks);
            let most = usize::from(found.due) + 1;
            assert!(found.lists.iter().all(|list| (usize::from(found.due)..=most).contains(&list.len())), "{found:?}");
            assert!(found.lists.iter().flatten().any(|&at| at > 55), "{visits} in {weeks} weeks");
        }
    }

    #[test]
    fn a_holiday_moves_a_visit_to_the_day_beside_it() {
        let mut case = Case::weeks(4);
        case.brief.holidays = vec![Holiday { day: day(7), name: String::new() }];
        assert!(case.lists(1, 1).contains(&vec![0, 5, 9, 14]), "{:?}", case.lists(1, 1));
        // A week without work swallows its visits: they are due nonetheless.
        case.brief.holidays = (7..14).map(|at| Holiday { day: day(at), name: String::new() }).collect();
        let found = case.of(1, 1);
        assert!(found.lists.iter().all(|list| list.is_sorted_by(|a, b| a < b)), "{found:?}");
        assert_eq!(found.due, 4);
    }

    #[test]
    fn stretching_seasons_and_hours_change_the_days() {
        let stretched = Case { stretch: 2.0, ..Case::weeks(4) };
        assert_eq!(stretched.lists(1, 1), Case::weeks(4).lists(1, 2));
        let mut seasonal = Case::weeks(13);
        // December twice as much, January not at all.
        seasonal.brief.seasons = [0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0];
        let found = seasonal.of(1, 1);
        let december = |at: &&u16| (1..24).contains(&**at);
        assert!(found.lists.iter().all(|list| list.iter().filter(december).count() >= 8), "{found:?}");
        assert!(found.lists.iter().flatten().all(|at| !(26..44).contains(at)), "{found:?}");
        let closed = Case { closed: (0..20).filter(|at| at % 5 != 2).collect(), ..Case::weeks(4) };
        assert_eq!(closed.lists(1, 1), [[2, 7, 12, 17]]);
    }

    #[test]
    fn visits_that_come_too_near_each_other_are_moved_apart() {
        // Twice a week, and the days around the second Monday are closed: what was due then keeps its distance.
        let case = Case { closed: vec![4, 5, 6], ..Case::weeks(2) };
        for (visits, weeks, least) in [(2, 1, 1), (1, 1, 3), (3, 2, 2)] {
            let (days, found) =
                (case.brief.working_days(&crate::model::Dataset::default(), None), case.of(visits, weeks));
            let day = |at: u16| days[usize::from(at)].number();
            let gaps = found.lists.iter().flat_map(|list| list.windows(2).map(|pair| day(pair[1]) - day(pair[0])));
            assert!(gaps.min() >= Some(least), "{visits} in {weeks} weeks: {found:?}");
        }
    }

    #[test]
    fn a_visit_without_an_open_day_near_enough_is_left_out_and_told() {
        // From the first Thursday to the third Tuesday nobody is there; half a week does not reach over that.
        let closed = Case { closed: (3..12).collect(), ..Case::weeks(3) };
        assert_eq!((closed.of(1, 1).left_out, Case::weeks(3).of(1, 1).left_out), (1, 0));
        // Where there are lists that leave nothing out, others are none.
        let week = Case { closed: (5..10).collect(), ..Case::weeks(3) };
        assert_eq!((week.of(1, 1).left_out, week.lists(1, 1).iter().all(|list| list.len() == 3)), (0, true));
    }

    #[test]
    fn the_visit_nearest_to_a_kept_day_goes_there() {
        let case = Case { kept: vec![day(8)], ..Case::weeks(4) };
        assert!(case.lists(1, 1).contains(&vec![0, 6, 10, 15]), "{:?}", case.lists(1, 1));
        assert_eq!(case.lists(1, 4), [[6]]);
    }
}
