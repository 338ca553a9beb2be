//! A long job on several threads: each takes the next task that waits, and the result is the same however many there are.

use hinterland::engine::Divided;
use hinterland::plan::Plan;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// What bounds the work besides iterations, in seconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// For all.
    pub in_all: Option<f64>,
    /// For each task.
    pub each: Option<f64>,
}

/// Carries a job out, and gives it back with what was found.
pub fn carried_out<J>(plan: &Plan, job: J, threads: NonZero<usize>, limits: Limits) -> J
where
    J: Divided + Send,
    J::At: Send,
{
    let started = Instant::now();
    let (job, news) = (Mutex::new(job), Condvar::new());
    let gone = |since: Instant, limit: Option<f64>| limit.map(|limit| since.elapsed().as_secs_f64() / limit);
    let is_over = || gone(started, limits.in_all).is_some_and(|gone| gone >= 1.0);
    let next = || {
        let mut own: MutexGuard<J> = job.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if own.is_finished() || is_over() {
                return None;
            }
            if let Some(task) = own.next_task(plan) {
                return Some(task);
            }
            // All that could be done is under way.
            own = news.wait(own).unwrap_or_else(PoisonError::into_inner);
        }
    };
    let work = || {
        while let Some((at, task)) = next() {
            let begun = Instant::now();
            let mut run = task.begin();
            while run.step(gone(begun, limits.each)) < 1.0 && !is_over() {}
            let found = run.found();
            job.lock().unwrap_or_else(PoisonError::into_inner).take(plan, at, Some(found));
            news.notify_all();
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(work);
        }
        work();
    });
    job.into_inner().unwrap_or_else(PoisonError::into_inner)
}
