//! The plans that this browser keeps: opened, kept after every edit, deleted with undo.

use super::{App, Run, Saving};
use crate::engine::protocol::{Job, Purpose, Request};
use crate::plan::{PlanKey, PlanStore, PlanSummary};
use crate::storage::BrowserStore;
use crate::ui::address::{self, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use web_sys::Blob;

/// How long an edit waits to be kept, so that a flurry of edits is kept once.
const KEEP_AFTER: Duration = Duration::from_millis(250);

impl App {
    /// Opens a plan that this browser keeps.
    pub fn open_plan(self, key: PlanKey, page: Page) {
        let page = if page == Page::Start { Page::Work(address::Step::Territories) } else { page };
        if self.key.with_untracked(|open| open.as_ref() == Some(&key)) {
            return self.go(page);
        }
        self.running.set(Some(Run::begin(Job::Open, "Opening the plan".to_owned())));
        spawn_local(async move {
            match BrowserStore.load(&key).await {
                Ok(file) => {
                    self.opening.set_value(Some(key));
                    self.page.set(page);
                    self.send(&Request::Open, &[file.into()]);
                }
                Err(error) => {
                    self.running.set(None);
                    self.fail("", error.to_string());
                    self.go(Page::Start);
                }
            }
        });
    }

    /// Keeps the plan a moment after the last edit.
    pub(super) fn keep_soon(self) {
        self.saving.set(Saving::Pending);
        let revision = self.keeping.try_update_value(|keeping| {
            keeping.revision += 1;
            keeping.revision
        });
        let keep = move || {
            let purpose = Purpose::Keep { revision: revision.unwrap_or_default() };
            self.send(&Request::Encode { purpose }, &[]);
        };
        self.keeping.update_value(|keeping| {
            if let Some(earlier) = keeping.keep.take() {
                earlier.clear();
            }
            keeping.keep = set_timeout_with_handle(keep, KEEP_AFTER).ok();
        });
    }

    /// Puts a plan file into the browser's store.
    pub(super) fn store(self, revision: u32, file: Blob) {
        let Some(summary) = self.summary() else { return };
        spawn_local(async move {
            match BrowserStore.save(summary, file).await {
                Ok(()) => {
                    self.plans.set(BrowserStore.summaries());
                    if self.keeping.with_value(|keeping| keeping.revision) == revision {
                        self.note_saved();
                    }
                }
                Err(error) => self.saving.set(Saving::Failed(error.to_string())),
            }
        });
    }

    pub(super) fn note_saved(self) {
        self.saving.set(Saving::Saved(js_sys::Date::now()));
    }

    fn summary(self) -> Option<PlanSummary> {
        let key = self.key.get_untracked()?;
        self.plan.with_untracked(|plan| {
            let plan = plan.as_ref()?;
            Some(PlanSummary {
                key,
                name: plan.name().to_owned(),
                accounts: u32::try_from(plan.dataset().accounts().len()).unwrap_or(u32::MAX),
                territories: u32::try_from(plan.alignment().territories().len()).unwrap_or(u32::MAX),
                saved_at: js_sys::Date::now(),
            })
        })
    }

    /// Takes a plan out of the list. Its file stays until another is deleted, so that it can come back.
    pub fn delete_plan(self, summary: PlanSummary) {
        spawn_local(async move {
            // A deleted file that cannot be removed only takes room; the list no longer names it.
            let _forgotten = BrowserStore.forget_deleted().await;
            if let Err(error) = BrowserStore.delete(&summary.key).await {
                return self.fail(&summary.name, error.to_string());
            }
            if self.key.with_untracked(|key| key.as_ref() == Some(&summary.key)) {
                self.close();
            }
            self.plans.set(BrowserStore.summaries());
            self.deleted.set(Some(summary));
        });
    }

    /// Brings the plan that was deleted last back.
    pub fn undo_delete(self) {
        let Some(summary) = self.deleted.try_update(Option::take).flatten() else { return };
        spawn_local(async move {
            match BrowserStore.restore(&summary.key).await {
                Ok(()) => self.plans.set(BrowserStore.summaries()),
                Err(error) => self.fail(&summary.name, error.to_string()),
            }
        });
    }

    fn close(self) {
        self.plan.set(None);
        self.key.set(None);
        self.map.set(None);
        self.saving.set(Saving::Nothing);
    }
}

/// A key that no other plan of this browser has: the moment and some chance.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are below 2^53 and positive")]
pub(super) fn fresh_key() -> PlanKey {
    let moment = js_sys::Date::now() as u64;
    let chance = (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    PlanKey(format!("{moment:x}-{chance:08x}"))
}
