//! What the planner tells, and what becomes of it on the screen.

use super::files::{base, joined};
use super::review::keep_focus;
use super::{App, MapData, Selection};
use crate::engine::protocol::{Event, Failure, Job, Progress, Purpose, Request};
use crate::plan::Plan;
use crate::scene::Tessellation;
use crate::ui::address::{Page, Step};
use crate::ui::locale;
use crate::worker::{Line, Listener, Mourner, Planner};
use js_sys::Array;
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

impl App {
    pub(super) fn start_planner(self) {
        let listener: Listener<Planner> = Rc::new(move |event, attachments| self.hear(event, &attachments));
        let mourner: Mourner = Rc::new(move |cause| self.mourn(&cause));
        match Line::start(&base(), listener, mourner) {
            Ok(line) => self.planners.update_value(|planners| planners.own = Some(line)),
            Err(_) => {
                self.fail("", "This browser does not let the page start a worker, and nothing works without one.");
            }
        }
    }

    /// A planner that died took its copy of the plan with it, and nothing else: the next one is given the page's.
    fn mourn(self, cause: &str) {
        self.running.set(None);
        self.dismiss_hands();
        self.best.set(None);
        self.pieces.set_value(Ok(Vec::new()));
        self.fail("", format!("The worker stopped ({cause}). Your plan is safe; the job was given up."));
        self.restart_planner();
    }

    /// Ends the planner and what it does. The next one is given the page's copy of the plan.
    pub(super) fn restart_planner(self) {
        self.start_planner();
        if let Some(plan) = self.plan.get_untracked() {
            let shown = plan.here();
            self.send(&Request::Adopt(Box::new(plan)), &[]);
            self.send(&Request::Show(shown), &[]);
        }
    }

    fn hear(self, event: Event, attachments: &[JsValue]) {
        match event {
            Event::Progress(progress) => self.follow(&progress),
            // Reading the message, placing the accounts on the map and showing them are a task each.
            Event::Plan { plan, tessellation } => set_timeout(
                move || {
                    let map = MapData::new(&plan, *tessellation);
                    set_timeout(move || self.show_plan(Arc::unwrap_or_clone(plan), map), Duration::ZERO);
                },
                Duration::ZERO,
            ),
            Event::Tessellation(tessellation) => self.draw_anew(*tessellation),
            Event::Updated { edit, tessellation } => set_timeout(
                move || {
                    self.running.set(None);
                    self.dismiss_hands();
                    self.best.set(None);
                    self.go(Page::Work(Step::Territories));
                    self.apply(*edit);
                    self.draw_anew(*tessellation);
                    self.end_draft();
                    keep_focus(vec!["inspector-h".to_owned()]);
                },
                Duration::ZERO,
            ),
            Event::BestSoFar(owners) => self.best.set(Some(Arc::new(owners))),
            // Reading the message and taking the design over are two tasks, so that neither holds the page up.
            Event::Designed(edit) => set_timeout(
                move || {
                    self.running.set(None);
                    self.dismiss_hands();
                    self.best.set(None);
                    self.apply(*edit);
                    self.ask_for_what_there_is();
                },
                Duration::ZERO,
            ),
            Event::Task(number) => self.pass_on(number, attachments),
            // The planner does what it is told to do, and hands it to nobody back.
            Event::TaskDone(_) => {}
            Event::Scheduled(edit) => set_timeout(
                move || {
                    self.running.set(None);
                    self.dismiss_hands();
                    self.take_calendar(*edit);
                },
                Duration::ZERO,
            ),
            Event::Frontier(points) => {
                self.running.set(None);
                self.dismiss_hands();
                self.frontier.set((!points.is_empty()).then(|| Arc::new(points)));
            }
            Event::Notes { file, touches } => self.take_notes(&file, &touches),
            Event::Matrix(edit) => {
                self.apply(*edit);
                self.tell_matrix();
            }
            Event::Near(found) => self.visiting().note(|own| own.near = Some(Arc::new(found))),
            Event::Report(query, report) => self.take_report(&query, report),
            Event::NextMoves(proposals) => self.hand().take_next(proposals),
            Event::Weighed(own, proposal) => {
                self.hand().weighed.set(Some((own, proposal.map(|found| Arc::new(*found)))));
            }
            Event::Tours(tours) => {
                self.running.set(None);
                self.tours.update(|known| known.extend(tours));
            }
            Event::Piece => self.take_piece(attachments),
            Event::File { name, purpose } => self.take_file(&name, purpose, attachments),
            Event::Checked { violations, islands, realignment, staffing } => {
                self.staffing.set(Arc::new(*staffing));
                self.realignment.set(realignment.map(|found| Arc::new(*found)));
                self.verdict.set(Some(violations));
                self.islands.set(islands);
            }
            Event::Failed(failure) => self.take_failure(&failure),
        }
    }

    pub(super) fn follow(self, progress: &Progress) {
        self.running.update(|run| {
            if let Some(run) = run.as_mut().filter(|run| run.job == progress.job) {
                run.follow(progress);
            }
        });
    }

    /// Pieces come as handles: a plan file never lies in the page's memory. One that is missing spoils all.
    fn take_piece(self, attachments: &[JsValue]) {
        let piece = attachments.first().and_then(|piece| piece.dyn_ref::<Blob>());
        self.pieces.update_value(|pieces| match (pieces.as_mut(), piece) {
            (Ok(pieces), Some(piece)) => pieces.push(piece.clone()),
            _ => *pieces = Err("The browser has no memory for the plan file.".to_owned()),
        });
    }

    fn take_file(self, name: &str, purpose: Option<Purpose>, attachments: &[JsValue]) {
        let pieces = self.pieces.try_update_value(|pieces| std::mem::replace(pieces, Ok(Vec::new())));
        let parts = pieces
            .unwrap_or_else(|| Ok(Vec::new()))
            .map(|pieces| pieces.into_iter().map(JsValue::from).chain(attachments.iter().cloned()).collect::<Array>());
        let file = match parts.and_then(|parts| joined(&parts)) {
            Ok(file) => file,
            Err(message) => return self.fail(name, message),
        };
        match purpose {
            Some(Purpose::Keep { revision }) => self.store(revision, file),
            Some(Purpose::Share) | None => {
                self.running.update(|run| drop(run.take_if(|run| run.job == Job::Export)));
                self.save_as(name, &file);
            }
        }
    }

    fn take_failure(self, failure: &Failure) {
        self.running.update(|run| drop(run.take_if(|run| run.job == failure.job)));
        if matches!(failure.job, Job::Schedule | Job::Design | Job::Frontier) {
            self.dismiss_hands();
        }
        if failure.job == Job::Design {
            self.best.set(None);
        }
        if failure.job == Job::Open {
            self.opening.set_value(None);
        }
        self.fail(&failure.file, locale::dated(&failure.message));
    }

    /// Accounts moved on the map, appeared or left.
    fn draw_anew(self, tessellation: Tessellation) {
        let map = self.plan.with_untracked(|plan| plan.as_ref().map(|plan| MapData::new(plan, tessellation)));
        self.map.set(map.map(Arc::new));
        self.load_basemap();
    }

    fn show_plan(self, plan: Plan, map: MapData) {
        self.running.set(None);
        self.dismiss_hands();
        self.best.set(None);
        self.tours.update(std::collections::BTreeMap::clear);
        self.verdict.set(None);
        self.selection.set(Selection::Plan);
        let stored = self.opening.try_update_value(Option::take).flatten();
        let (key, is_new) = match stored {
            Some(key) => (key, false),
            None => (super::plans::fresh_key(), true),
        };
        self.map.set(Some(Arc::new(map)));
        self.load_basemap();
        let is_part = plan.is_part();
        let plan = self.as_looked_at(plan, &key);
        self.key.set(Some(key));
        if is_new {
            // Before the plan, or the page of files would draw it once more.
            self.go(if is_part { Page::Day } else { Page::Work(Step::Territories) });
        }
        self.plan.set(Some(plan));
        self.propose();
        self.forget_comparisons();
        self.realignment.set(None);
        self.staffing.set(Arc::default());
        self.verify();
        self.restore_draft();
        if is_new {
            self.end_draft();
            self.keep_soon();
            keep_focus(vec!["inspector-h".to_owned()]);
        } else {
            self.note_saved();
            let page = self.page.get_untracked();
            // A rep's own file opens with the day.
            self.go(if is_part && page == Page::Work(Step::Territories) { Page::Day } else { page });
        }
    }
}
