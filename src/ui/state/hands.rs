//! Other planners that do a part of what the planner has to do, each on a core of its own, while that job runs.
//!
//! The planner hands out, the page passes on: neither reads what the other says beyond its number. Who dies costs nothing
//! but time, for the planner does that part itself.

use super::files::base;
use super::{App, Run};
use crate::engine::protocol::{Event, Job, Request};
use crate::worker::{Line, Listener, Mourner, Planner};
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// More would hold too much memory for what they bring.
const MOST_HANDS: usize = 7;

/// A job that takes no longer is done before anybody who helps has started.
const SOON: Duration = Duration::from_millis(400);

/// The planner and those who help it.
#[derive(Default)]
pub(super) struct Planners {
    /// `None` before there is anything to do.
    pub(super) own: Option<Line<Planner>>,
    hands: Vec<Hand>,
}

/// One who helps.
struct Hand {
    /// `None` for one that died.
    line: Option<Line<Planner>>,
    /// The number of what it does.
    task: Option<u32>,
}

impl App {
    /// How many may help with so many parts: a core each, and one is the planner's.
    pub(super) fn hands_for(parts: usize) -> u8 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        let cores = web_sys::window().map_or(1, |window| window.navigator().hardware_concurrency() as usize);
        let hands = cores.saturating_sub(1).min(parts.saturating_sub(1)).min(MOST_HANDS);
        u8::try_from(hands).unwrap_or_default()
    }

    /// Offers help with the job that was begun, once it has shown that it takes a while: who helps has to be started first.
    pub(super) fn help_soon(self) {
        self.dismiss_hands();
        let is_long = |run: &Run| matches!(run.job, Job::Design | Job::Frontier);
        let help = move || {
            if self.running.with_untracked(|run| run.as_ref().is_some_and(is_long)) {
                self.send(&Request::Help(Self::hands_for(usize::MAX)), &[]);
            }
        };
        set_timeout(help, SOON);
    }

    /// Passes something on that the planner hands out: to one who has nothing to do, or who is started for it.
    pub(super) fn pass_on(self, number: u32, attachments: &[JsValue]) {
        let idle = self.planners.try_update_value(|Planners { hands, .. }| {
            hands.iter().position(|hand| hand.line.is_some() && hand.task.is_none()).unwrap_or(hands.len())
        });
        let Some(at) = idle else { return };
        let is_sent = self.start_hand(at).is_some_and(|()| {
            let sent = self.planners.try_update_value(|Planners { hands, .. }| {
                let hand = hands.get_mut(at)?;
                hand.task = Some(number);
                hand.line.as_ref().map(|line| line.send(&Request::Task(number), attachments))
            });
            sent.flatten().is_some()
        });
        if !is_sent {
            self.send(&Request::TaskLost(number), &[]);
        }
    }

    /// Starts the one at a position, unless it is there.
    fn start_hand(self, at: usize) -> Option<()> {
        if self.planners.with_value(|planners| planners.hands.len() > at) {
            return Some(());
        }
        let listener: Listener<Planner> = Rc::new(move |event, attachments| match event {
            Event::TaskDone(number) => {
                self.free_hand(at);
                self.send(&Request::TaskDone(number), &attachments);
            }
            Event::Failed(_) => self.lose_task(at),
            _ => {}
        });
        let mourner: Mourner = Rc::new(move |_| {
            self.lose_task(at);
            self.planners.update_value(|Planners { hands, .. }| {
                if let Some(hand) = hands.get_mut(at) {
                    hand.line = None;
                }
            });
        });
        let line = Line::start(&base(), listener, mourner).ok()?;
        self.planners.update_value(|planners| planners.hands.push(Hand { line: Some(line), task: None }));
        Some(())
    }

    fn free_hand(self, at: usize) -> Option<u32> {
        self.planners.try_update_value(|planners| planners.hands.get_mut(at)?.task.take()).flatten()
    }

    fn lose_task(self, at: usize) {
        if let Some(number) = self.free_hand(at) {
            self.send(&Request::TaskLost(number), &[]);
        }
    }

    /// Has all who do something give what they have.
    pub(super) fn stop_hands(self) {
        self.planners.with_value(|Planners { hands, .. }| {
            for line in hands.iter().filter(|hand| hand.task.is_some()).filter_map(|hand| hand.line.as_ref()) {
                line.send(&Request::Stop, &[]);
            }
        });
    }

    /// The job is over: ends them all, and the browser has their memory back.
    pub(super) fn dismiss_hands(self) {
        self.planners.update_value(|planners| planners.hands.clear());
    }
}
