//! What stands on the map where a day stops: one short label a place, however many stops there are at it.

use super::display::Path;
use super::text_width::text_width;

/// Size of the number of a stop in CSS pixels.
pub(super) const NUMBER_SIZE: f64 = 10.5;

/// Half the height of what a number stands on, in CSS pixels.
const HALF: f64 = 8.0;

/// Corners of each of its round ends.
const CORNERS: u32 = 8;

/// The label of the stops at one place, given by number in ascending order and whether each is done: those to come in runs,
/// "1–12", no more than two runs, and how many stops more there are, "1–3, 7 +2". A tick before them stands for all that are
/// done. O(stops).
///
/// ```
/// use hinterland::scene::stop_label;
/// assert_eq!(stop_label(&[(4, false), (5, false), (9, true)]), "✓ 4–5");
/// ```
#[must_use]
pub fn stop_label(stops: &[(u32, bool)]) -> String {
    let mut runs: Vec<[u32; 2]> = Vec::new();
    for &(number, _) in stops.iter().filter(|(_, is_done)| !is_done) {
        match runs.last_mut().filter(|run| run[1].checked_add(1) == Some(number)) {
            Some(run) => run[1] = number,
            None => runs.push([number; 2]),
        }
    }
    let is_any_done = stops.iter().any(|(_, is_done)| *is_done);
    let shown = runs.iter().take(2).map(|run| match run {
        [first, last] if first == last => first.to_string(),
        [first, last] => format!("{first}–{last}"),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    let left: u32 = runs.iter().skip(2).map(|[first, last]| last - first + 1).sum();
    let tick = is_any_done.then(|| "✓".to_owned());
    let more = (left > 0).then(|| format!("+{left}"));
    let parts = [tick, Some(shown).filter(|shown| !shown.is_empty()), more];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What a label stands on: a disc for a number, longer and no higher for more.
pub(super) fn plate([x, y]: [f64; 2], label: &str) -> Path {
    let straight = (text_width(label, NUMBER_SIZE, 600) / 2.0 + 4.0 - HALF).max(0.0);
    let end = |side: f64| {
        (0..=CORNERS).map(move |corner| {
            let turn = side * std::f64::consts::PI * (f64::from(corner) / f64::from(CORNERS) - 0.5);
            [x + side * (straight + HALF * libm::cos(turn)), y + HALF * libm::sin(turn)]
        })
    };
    Path::ring(end(1.0).chain(end(-1.0)))
}

#[cfg(test)]
mod tests {
    use super::super::display::Step;
    use super::*;

    fn check(to_come: &[u32], done: &[u32], expected: &str) {
        let mut stops: Vec<(u32, bool)> = to_come.iter().map(|&number| (number, false)).collect();
        stops.extend(done.iter().map(|&number| (number, true)));
        stops.sort_unstable();
        assert_eq!(stop_label(&stops), expected);
    }

    #[test]
    fn runs_are_told_short_and_a_tick_stands_once() {
        check(&[7], &[], "7");
        check(&[1, 2], &[], "1–2");
        check(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], &[], "1–12");
        check(&[2, 13], &[], "2, 13");
        check(&[1, 2, 3, 7, 9, 11, 12], &[], "1–3, 7 +3");
        check(&[4, 5], &[1, 2, 3], "✓ 4–5");
        check(&[], &[1, 2, 3], "✓");
        check(&[1, 3], &[2], "✓ 1, 3");
        check(&[], &[], "");
    }

    #[test]
    fn a_plate_is_as_high_whatever_stands_on_it() {
        let size = |label: &str| {
            let path = plate([100.0, 50.0], label);
            let points = path.steps().iter().filter_map(|step| match step {
                Step::Move(at) | Step::Line(at) => Some(*at),
                Step::Close => None,
            });
            let points: Vec<_> = points.collect();
            [0, 1].map(|axis| {
                let values = || points.iter().map(|at| at[axis]);
                values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min)
            })
        };
        let [one, many] = ["3", "1–3, 7 +3"].map(size);
        assert!((one[0] - 16.0).abs() < 1e-9 && (one[1] - 16.0).abs() < 1e-9, "{one:?}");
        assert!((many[1] - 16.0).abs() < 1e-9 && (40.0..80.0).contains(&many[0]), "{many:?}");
    }
}
