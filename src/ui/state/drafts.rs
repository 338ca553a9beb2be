//! What a person has written into the forms and not asked for yet: it outlives a reload of the page.

use super::App;
use crate::engine::encoding;
use crate::engine::protocol::Request;
use crate::model::{DesignBrief, VisitBrief};
use crate::plan::{LayerAt, LayerPlan, Plan, PlanKey};
use crate::storage;
use crate::ui::erased::follow;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a person has to pause before what was written is kept.
const KEEP_AFTER: Duration = Duration::from_millis(600);
/// The most that is kept, in bytes: what is different for thousands of accounts is not.
const LARGEST: usize = 100_000;

/// The forms of the layer that was looked at last.
#[derive(Serialize, Deserialize)]
struct Draft {
    key: String,
    at: LayerAt,
    design: Option<DesignBrief>,
    visits: Option<VisitBrief>,
}

fn kept() -> Option<Draft> {
    // As messages are read and written, by the same code: another reader would be made of all briefs once more.
    let mut bytes = storage::draft();
    encoding::read(&mut || bytes.take()).ok()
}

impl App {
    /// Keeps what is written a moment after the last change.
    pub(super) fn follow_drafts(self) {
        follow(move || {
            self.brief().track();
            self.visiting().brief.track();
            self.plan.track();
            self.keeping.update_value(|keeping| {
                if let Some(earlier) = keeping.draft.take() {
                    earlier.clear();
                }
                keeping.draft = set_timeout_with_handle(move || self.keep_draft(), KEEP_AFTER).ok();
            });
        });
    }

    fn keep_draft(self) {
        let Some(key) = self.key.get_untracked() else { return };
        let draft = self.plan.with_untracked(|plan| {
            let plan = plan.as_ref()?;
            let design = self
                .brief()
                .with_untracked(|own| Some(own.clone()).filter(|own| *own != super::asking::proposed(plan)));
            let visits =
                self.visiting().brief.with_untracked(|own| Some(own.clone()).filter(|own| self.is_written(plan, own)));
            Some(Draft { key: key.0, at: plan.here(), design, visits })
        });
        let is_of_use = |own: &Draft| own.design.is_some() || own.visits.is_some() || own.at != LayerAt::default();
        let draft = draft.filter(is_of_use);
        let written = |draft: Draft| {
            let mut bytes = Vec::new();
            encoding::write(&draft, &mut |piece| bytes.extend_from_slice(piece)).ok()?;
            Some(bytes)
        };
        let bytes = draft.and_then(written).filter(|bytes| bytes.len() <= LARGEST);
        storage::keep_draft(bytes.as_deref());
    }

    /// Whether a brief of visits is another one than the plan holds or the page proposes.
    fn is_written(self, plan: &Plan, own: &VisitBrief) -> bool {
        let usual = super::visiting::asked(plan);
        let is_asked = plan.layer().is_some_and(|layer: &LayerPlan| layer.visits().is_some());
        let times = untrack(|| self.visiting().reckoned()).loads.times_too_often();
        *own != usual && (is_asked || *own != usual.less_often(times))
    }

    /// The plan with the layer shown that was looked at last.
    pub(super) fn as_looked_at(self, mut plan: Plan, key: &PlanKey) -> Plan {
        let draft = kept().filter(|draft| draft.key == key.0 && draft.at != plan.here());
        if let Some(draft) = draft
            && plan.show(draft.at).is_ok()
        {
            self.send(&Request::Show(draft.at), &[]);
        }
        plan
    }

    /// Brings back what was written for the layer that is shown, where it can still be.
    pub(super) fn restore_draft(self) {
        let Some((draft, key)) = kept().zip(self.key.get_untracked()) else { return };
        let here = self.plan.with_untracked(|plan| plan.as_ref().map(Plan::here));
        if draft.key != key.0 || Some(draft.at) != here {
            return;
        }
        if let Some(design) = draft.design {
            self.brief().set(design);
        }
        if let Some(visits) = draft.visits {
            self.visiting().brief.set(visits);
        }
    }
}
