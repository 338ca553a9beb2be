//! What runs in the worker, and the timers of the page.

use crate::engine::protocol::{Job, Progress};
use leptos::prelude::TimeoutHandle;

/// A job that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Which.
    pub job: Job,
    /// In words: "Designing 12 territories".
    pub title: String,
    /// 0 to 1.
    pub done: f64,
    /// Worst deviation of the best design so far.
    pub worst_deviation: Option<f64>,
    started_ms: f64,
}

/// What is kept when: pending timers, so that a later call replaces an earlier one, and the count of the states of the plan.
#[derive(Default)]
pub struct Keeping {
    pub(super) revision: u32,
    pub(super) keep: Option<TimeoutHandle>,
    pub(super) draft: Option<TimeoutHandle>,
}

impl Run {
    pub(super) fn begin(job: Job, title: String) -> Self {
        Self { job, title, done: 0.0, worst_deviation: None, started_ms: js_sys::Date::now() }
    }

    pub(super) fn follow(&mut self, progress: &Progress) {
        self.done = progress.done.clamp(0.0, 1.0);
        self.worst_deviation = progress.worst_deviation.or(self.worst_deviation);
    }

    /// Seconds that are left if it goes on as it went; absent in the first moments, when nobody can tell.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
    pub fn seconds_left(&self) -> Option<u32> {
        let spent = (js_sys::Date::now() - self.started_ms) / 1000.0;
        let known = self.done > 0.05 && spent > 0.5;
        known.then(|| (spent * (1.0 - self.done) / self.done).ceil().clamp(1.0, 1e6) as u32)
    }
}
