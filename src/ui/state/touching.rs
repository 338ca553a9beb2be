//! What a rep says of touches, and what comes back from the road.

use super::{App, Notice, today};
use crate::engine::protocol::Request;
use crate::model::DoneTouch;
use crate::plan::{Merged, NearQuery, Plan};
use leptos::prelude::*;
use web_sys::File;

impl App {
    /// Says something of a touch, beside what is said of it by then.
    pub fn say(self, touch: &DoneTouch, change: &dyn Fn(&mut DoneTouch)) {
        let filled = self.visiting().filled.try_update_value(|filled| filled.take_if(|own| own.key() == touch.key()));
        self.edit(|plan| {
            let mut own = plan.layer().map_or_else(|| touch.clone(), |layer| layer.touch(touch));
            if let Some(filled) = filled.flatten() {
                own.answers = filled.answers;
            }
            change(&mut own);
            plan.touch_edit(own)
        });
    }

    /// Asks whom to see near a place.
    pub fn ask_near(self, query: NearQuery) {
        self.visiting().note(|own| own.near = None);
        self.send(&Request::Near(query), &[]);
    }

    /// Reads what a rep sends back: a notes file, or the rep's own file.
    pub fn bring_notes(self, file: File) {
        let name = file.name();
        if self.asks_anything() {
            self.send(&Request::Notes(name), &[file.into()]);
        } else {
            self.fail(&name, "These are a rep’s notes. Open the plan that they belong to, then drop them again.");
        }
    }

    /// Merges what came back into the plan and says what became of it.
    pub(super) fn take_notes(self, file: &str, touches: &[DoneTouch]) {
        let merged = self.plan.with_untracked(|plan| plan.as_ref().map(|plan| Plan::merge_touches(plan, touches)));
        let Some(merged) = merged else { return };
        let message = merged.words();
        if let Merged { edit: Some(edit), .. } = merged {
            self.apply(edit);
        }
        self.notice(Notice { about: file.to_owned(), message, is_good: true, more: 0 });
    }

    /// The day that the page opens with: today, else the next one with a visit, else the last.
    #[must_use]
    pub fn first_day(self) -> Option<crate::units::Day> {
        self.with_days(self.shown_territory(), |_, own| {
            let comes = |route: &&crate::model::DayRoute| {
                route.day == today() || (route.day > today() && !route.stops.is_empty())
            };
            own.days.iter().find(comes).or(own.days.last()).map(|route| route.day)
        })
    }
}
