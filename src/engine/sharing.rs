//! A long job as tasks: done here, or by whoever helps, and the result is the same.

use super::protocol::Progress;
use super::task::{Found, Task, TaskRun};
use crate::model::TerritoryIx;
use crate::plan::Plan;
use std::collections::BTreeMap;

/// A long job that gives its work out as tasks and puts together what comes back, in an order that does not depend on who
/// was first. What is lost it gives out again.
pub trait Divided {
    /// Where a task belongs.
    type At: Copy;

    /// The next task that waits. There may be none although the job is not finished: others wait for what is under way.
    fn next_task(&mut self, plan: &Plan) -> Option<(Self::At, Task)>;

    /// Takes what was found of a task; `None` from who lost it.
    fn take(&mut self, plan: &Plan, at: Self::At, found: Option<Found>);

    /// Whether all is done.
    fn is_finished(&self) -> bool;

    /// Gives no further task out. Whether it can end with what it has, or waits for what is under way.
    fn stop(&mut self) -> bool;

    /// How far it is; `here` is a task under way, where it belongs and what share of it is done.
    fn progress(&self, here: Option<(Self::At, &TaskRun, f64)>) -> Progress;

    /// The best so far, for a picture: owners by account.
    fn best(&self, _here: Option<(Self::At, &TaskRun)>) -> Option<Vec<Option<TerritoryIx>>> {
        None
    }
}

/// A job, the task of it that is done here, and those that were handed out. When nothing waits, the first of those is done
/// here as well, and whoever finds it first counts: nobody who is late holds the job up.
pub struct Sharing<J: Divided> {
    job: J,
    here: Option<Here<J::At>>,
    /// By number, where it belongs; `None` where it was found here meanwhile.
    away: BTreeMap<u32, Option<J::At>>,
    is_stopped: bool,
}

struct Here<At> {
    at: At,
    run: TaskRun,
    done: f64,
    /// The number under which it was handed out before.
    number: Option<u32>,
}

/// The same whatever the job is.
pub(super) trait Shared {
    /// Begins a task here, unless there is one.
    fn keep_one(&mut self, plan: &Plan);

    /// Hands a task out under a number, if one waits.
    fn hand_out(&mut self, plan: &Plan, number: u32) -> Option<Task>;

    /// Takes what was found of what was handed out under that number; `None` from who lost it.
    fn take_back(&mut self, plan: &Plan, number: u32, found: Option<Found>);

    /// Whether there is anything to do here.
    fn has_work(&self) -> bool;

    /// How many tasks are handed out and have not come back.
    fn handed_out(&self) -> usize;

    /// Moves on by a slice of some 20 milliseconds.
    fn step(&mut self, plan: &Plan);

    /// Gives no further task out and keeps what was found here. Whether the job can end now.
    fn stop(&mut self, plan: &Plan) -> bool;

    /// Whether all is done.
    fn is_finished(&self) -> bool;

    /// How far it is.
    fn progress(&self) -> Progress;

    /// The best so far: owners by account.
    fn best(&self) -> Option<Vec<Option<TerritoryIx>>>;
}

impl<J: Divided> Sharing<J> {
    /// Nothing is begun yet.
    pub fn new(job: J) -> Self {
        Self { job, here: None, away: BTreeMap::new(), is_stopped: false }
    }

    /// The job with what was found so far.
    pub fn into_job(self) -> J {
        self.job
    }

    /// Does all of it here, as long as `go_on` says so.
    pub(super) fn carry_out(mut self, plan: &Plan, go_on: &mut dyn FnMut(&Progress) -> bool) -> J {
        while !self.is_finished() {
            self.step(plan);
            if !go_on(&self.progress()) {
                self.stop(plan);
                break;
            }
        }
        self.into_job()
    }

    fn keep(&mut self, plan: &Plan) {
        let Some(Here { at, run, number, .. }) = self.here.take() else { return };
        self.job.take(plan, at, Some(run.found()));
        if let Some(away) = number.and_then(|number| self.away.get_mut(&number)) {
            *away = None;
        }
    }

    /// The number of the first task that is away and not yet found, which waits again.
    fn call_back(&mut self, plan: &Plan) -> Option<u32> {
        let (number, at) = self.away.iter().find_map(|(number, at)| Some((*number, (*at)?)))?;
        self.job.take(plan, at, None);
        Some(number)
    }
}

impl<J: Divided> Shared for Sharing<J> {
    fn keep_one(&mut self, plan: &Plan) {
        if self.here.is_some() || self.is_stopped {
            return;
        }
        let (mut next, mut number) = (self.job.next_task(plan), None);
        if next.is_none() {
            number = self.call_back(plan);
            next = number.and_then(|_| self.job.next_task(plan));
        }
        self.here = next.map(|(at, task)| Here { at, run: task.begin(), done: 0.0, number });
    }

    fn hand_out(&mut self, plan: &Plan, number: u32) -> Option<Task> {
        let (at, task) = self.job.next_task(plan)?;
        self.away.insert(number, Some(at));
        Some(task)
    }

    fn take_back(&mut self, plan: &Plan, number: u32, found: Option<Found>) {
        let Some(Some(at)) = self.away.remove(&number) else { return };
        match self.here.take_if(|here| here.number == Some(number)) {
            // Lost, and done here already.
            Some(here) if found.is_none() => self.here = Some(Here { number: None, ..here }),
            _ => self.job.take(plan, at, found),
        }
    }

    fn has_work(&self) -> bool {
        self.here.is_some()
    }

    fn handed_out(&self) -> usize {
        self.away.len()
    }

    fn step(&mut self, plan: &Plan) {
        let mut slice = 0.0;
        while slice < 1.0 {
            self.keep_one(plan);
            let Some(here) = &mut self.here else { return };
            let part;
            (part, here.done) = here.run.advance(None);
            slice += part;
            if here.done >= 1.0 {
                self.keep(plan);
            }
        }
    }

    fn stop(&mut self, plan: &Plan) -> bool {
        self.is_stopped = true;
        self.job.stop();
        self.keep(plan);
        self.job.stop()
    }

    fn is_finished(&self) -> bool {
        self.job.is_finished()
    }

    fn progress(&self) -> Progress {
        self.job.progress(self.here.as_ref().map(|here| (here.at, &here.run, here.done)))
    }

    fn best(&self) -> Option<Vec<Option<TerritoryIx>>> {
        self.job.best(self.here.as_ref().map(|here| (here.at, &here.run)))
    }
}
