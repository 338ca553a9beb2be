//! A part of a long job that any worker can do by itself, with its seed; and what comes of it.

use super::calendar_task::{CalendarRun, CalendarTask};
use super::encoding;
use crate::model::TerritoryCalendar;
use crate::territory::{DesignFound, DesignRun, DesignTask};
use serde::{Deserialize, Serialize};

/// All that a part of a job depends on: the same task gives the same, whoever does it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// The calendar of a territory.
    Calendar(Box<CalendarTask>),
    /// A part of a design.
    Design(DesignTask),
}

/// A task in the making.
#[derive(Debug, Clone)]
pub enum TaskRun {
    /// The calendar of a territory.
    Calendar(Box<CalendarRun>),
    /// A part of a design.
    Design(DesignRun),
}

/// What was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Found {
    /// The calendar of a territory.
    Calendar(TerritoryCalendar),
    /// A part of a design.
    Design(DesignFound),
}

impl Task {
    /// Begins it. O(visits · days · stops) for a calendar, O(units · log units) for a part of a design.
    #[must_use]
    pub fn begin(self) -> TaskRun {
        match self {
            Self::Calendar(task) => TaskRun::Calendar(Box::new(task.begin())),
            Self::Design(task) => TaskRun::Design(task.begin()),
        }
    }
}

impl TaskRun {
    /// Goes on for a slice of some 20 milliseconds, unless all is done. `gone` is the share of the time that is over, from 0
    /// to 1; without it rounds and iterations count. Gives the share that is done.
    pub fn step(&mut self, gone: Option<f64>) -> f64 {
        let mut slice = 0.0;
        let mut done = 0.0;
        while slice < 1.0 && done < 1.0 {
            let part;
            (part, done) = self.advance(gone);
            slice += part;
        }
        done
    }

    /// The smallest piece of work: the part of a slice that it took, and the share that is done.
    pub(super) fn advance(&mut self, gone: Option<f64>) -> (f64, f64) {
        match self {
            Self::Calendar(run) => (1.0, run.step(gone)),
            Self::Design(_) if gone.is_some_and(|gone| gone >= 1.0) => (0.0, 1.0),
            Self::Design(run) => {
                let part = run.step();
                // Nothing was left to do.
                (part, if part > 0.0 { run.done().min(NEARLY) } else { 1.0 })
            }
        }
    }

    /// The best so far.
    #[must_use]
    pub fn found(self) -> Found {
        match self {
            Self::Calendar(run) => Found::Calendar(run.calendar()),
            Self::Design(run) => Found::Design(run.found()),
        }
    }
}

/// What does not know yet that it is done.
const NEARLY: f64 = 0.999;

/// A value as bytes on their way to another program. O(bytes).
pub(super) fn bytes_of<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Tasks and what is found of them hold nothing that the format cannot.
    let _written = encoding::write(value, &mut |piece| bytes.extend_from_slice(piece));
    bytes
}
