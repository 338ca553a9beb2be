//! How many people a workload needs.

/// The column that holds the computed workload of each account, in minutes a month, once a person made it a measure.
pub const WORKLOAD: &str = "Computed workload";

/// What a year's work is reckoned from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkYear {
    /// Visits a year, of all accounts together.
    pub visits: f64,
    /// Minutes that a visit takes.
    pub visit_minutes: f64,
    /// Minutes on the way to it.
    pub travel_minutes: f64,
    /// Hours a year that a person of full time has for visits and the ways to them.
    pub hours_a_rep: f64,
}

impl WorkYear {
    /// Hours of work a year: visits × (duration + travel).
    #[must_use]
    pub fn hours(&self) -> f64 {
        self.visits * (self.visit_minutes + self.travel_minutes) / 60.0
    }

    /// The reps needed, ⌈hours of work ÷ hours a rep⌉ (Talley 1961), at least 1; `None` where a number makes no sense.
    ///
    /// ```
    /// # use hinterland::model::WorkYear;
    /// let year = WorkYear { visits: 60_000.0, visit_minutes: 60.0, travel_minutes: 0.0, hours_a_rep: 1_000.0 };
    /// assert_eq!(year.reps_needed(), Some(60));
    /// ```
    #[must_use]
    pub fn reps_needed(&self) -> Option<u32> {
        let parts = [self.visits, self.visit_minutes, self.travel_minutes];
        let is_sound = parts.iter().all(|part| part.is_finite() && *part >= 0.0);
        reps_needed(self.hours(), self.hours_a_rep).filter(|_| is_sound)
    }
}

/// The reps that an amount of work takes, each with so much time, in the same unit: ⌈work ÷ time⌉, at least 1 (Talley 1961);
/// `None` where a number makes no sense. As travel is in the work, no share for it is taken from the time.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 1 to a million")]
pub fn reps_needed(work: f64, time_a_rep: f64) -> Option<u32> {
    // What is a billionth beyond a whole number is a rounding, not a rep.
    let reps = (work / time_a_rep - 1e-9).ceil().max(1.0);
    (work.is_finite() && work >= 0.0 && time_a_rep.is_finite() && time_a_rep > 0.0 && reps <= 1e6)
        .then_some(reps as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hours: f64, hours_a_rep: f64, expected: Option<u32>) {
        let year = WorkYear { visits: hours, visit_minutes: 40.0, travel_minutes: 20.0, hours_a_rep };
        assert_eq!(year.reps_needed(), expected, "{year:?}");
    }

    #[test]
    fn reps_are_rounded_up() {
        check(9_100.0, 40.0 * 48.0 * 0.5, Some(10));
        check(150.0 * 52.0 + 220.0 * 12.0 + 510.0 * 3.0, 864.0, Some(14));
        check(8_640.0, 864.0, Some(10));
        check(0.0, 864.0, Some(1));
        check(10.0, 0.0, None);
        check(f64::NAN, 864.0, None);
        check(-5.0, 864.0, None);
    }
}
