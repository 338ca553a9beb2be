//! A line drawn around accounts, and what can be done with those inside.

use super::super::{Icon, TerritoryChoice, Weighed};
use super::hand::{View, offset};
use super::paint::balance_of;
use super::shown::Shown;
use crate::engine::protocol::HandMove;
use crate::model::{AccountIx, Lock, TerritoryIx};
use crate::plan::Plan;
use crate::sorting::sort;
use crate::ui::erased::{Show, flag, follow, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, Tool, focus};
use leptos::prelude::*;
use std::fmt::Write;
use std::sync::Arc;
use web_sys::PointerEvent;

/// Pixels between two corners of the line.
const STRIDE: f64 = 3.0;

/// The line that is being drawn, in pixels of the map.
#[derive(Clone, Copy)]
pub(super) struct Lasso {
    app: App,
    shown: Shown,
    viewport: View,
    line: RwSignal<Vec<(f64, f64)>>,
}

impl Lasso {
    pub(super) fn new(app: App, shown: Shown, viewport: View) -> Self {
        // What is picked is of the plan as it is shown.
        follow(move || {
            app.map.track();
            app.hand().drop_picked();
        });
        Self { app, shown, viewport, line: RwSignal::new(Vec::new()) }
    }

    /// Begins a line; says whether the pointer draws one.
    pub(super) fn down(self, event: &PointerEvent) -> bool {
        let is_on = self.app.hand().tool.get_untracked() == Some(Tool::Lasso) && event.is_primary();
        if is_on {
            self.line.set(vec![offset(event)]);
        }
        is_on
    }

    /// Draws on; says whether the pointer draws a line.
    pub(super) fn moved(self, event: &PointerEvent) -> bool {
        let Some((x, y)) = self.line.with_untracked(|line| line.last().copied()) else { return false };
        let at = offset(event);
        if libm::hypot(at.0 - x, at.1 - y) >= STRIDE {
            self.line.update(|line| line.push(at));
        }
        true
    }

    /// Ends the line: what is inside is picked, with Shift besides what was; says whether there was one.
    pub(super) fn up(self, event: &PointerEvent) -> bool {
        let line = self.line.get_untracked();
        if line.is_empty() {
            return false;
        }
        self.cancel();
        let Some(view) = self.viewport.get_untracked() else { return true };
        let corners: Vec<[f64; 2]> = line.into_iter().map(<[f64; 2]>::from).collect();
        let inside = self.shown.data.with_untracked(|data| Some(data.as_ref()?.points.within_lasso(&view, &corners)));
        let mut picked = inside.unwrap_or_default();
        let hand = self.app.hand();
        if event.shift_key() {
            picked.extend(hand.picked.get_untracked().iter());
            sort(&mut picked);
            picked.dedup();
        }
        hand.picked.set(Arc::new(picked));
        hand.put_down();
        true
    }

    pub(super) fn cancel(self) {
        self.line.set(Vec::new());
    }

    /// The line as it is drawn.
    pub(super) fn line(self) -> impl IntoView {
        let points = move || {
            self.line.with(|line| {
                line.iter().fold(String::new(), |mut points, (x, y)| {
                    // Writing to a string cannot fail.
                    let _ = write!(points, "{x:.0},{y:.0} ");
                    points
                })
            })
        };
        view! {
            <svg class="lasso" aria-hidden="true">
                <polygon points=points />
            </svg>
        }
    }
}

/// How many accounts are picked, and what can be done with them.
#[component]
pub(super) fn PickedBar() -> impl IntoView {
    let app = expect_context::<App>();
    let picked = app.hand().picked;
    view! {
        <Show when=move || picked.with(|picked| !picked.is_empty())>
            <div class="selection" role="region" aria-label="Picked accounts">
                <b>{part(move || locale::counted(picked.with(|picked| picked.len()), "account", "accounts"))}</b>
                <Show when=move || app.is_designed()>
                    <PickedMoves />
                </Show>
                <button
                    class="btn"
                    type="button"
                    on:click=move |_| {
                        app.add_rule(&picked.get_untracked());
                        app.hand().drop_picked();
                    }
                >
                    "Make a rule"
                </button>
                <button
                    class="btn quiet icon-only"
                    type="button"
                    aria-label="Pick nothing"
                    on:click=move |_| {
                        app.hand().drop_picked();
                        focus("map-view");
                    }
                >
                    <Icon name="x" />
                </button>
                <Show when=move || app.is_designed()>
                    <PickedReason />
                </Show>
            </div>
        </Show>
    }
}

/// What moving the picked accounts would do, or swapping them where they are of two territories.
#[component]
fn PickedReason() -> impl IntoView {
    let app = expect_context::<App>();
    let hand = app.hand();
    let weighed = memo(move || {
        let picked = hand.picked.get();
        let is_pair = || app.plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.swap_moves(&picked).is_some()));
        match hand.picked_to.get() {
            Some(to) => Some(HandMove::Give(picked, to)),
            None => is_pair().then_some(HandMove::Swap(picked)),
        }
    });
    view! { <Weighed own=weighed /> }
}

/// To move, swap, leave out or lock the picked accounts.
#[component]
fn PickedMoves() -> impl IntoView {
    let app = expect_context::<App>();
    let (picked, to) = (app.hand().picked, app.hand().picked_to);
    let effect = memo(move || {
        let to = to.get()?;
        picked.with(|picked| app.plan.with(|plan| effect(plan.as_ref()?, picked, to)))
    });
    let is_locked = memo(move || {
        picked.with(|picked| picked.first().is_some_and(|&account| app.is_locked(Lock::Account(account))))
    });
    let lock = move |_| {
        let locks: Vec<Lock> = picked.get_untracked().iter().copied().map(Lock::Account).collect();
        app.lock(&locks, !is_locked.get_untracked());
    };
    let give = move |to: Option<TerritoryIx>| {
        // What is locked stays picked: it can be unlocked from here.
        if app.move_accounts(&picked.get_untracked(), to) {
            app.hand().drop_picked();
            focus("map-view");
        }
    };
    let swapped = memo(move || {
        let picked = picked.get();
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let after = plan.balance_after(&plan.swap_moves(&picked)?)?.worst?;
            Some(deviation_words(plan.figures()?.worst_deviation?, after))
        })
    });
    let swap = move |_| {
        app.swap_accounts(&picked.get_untracked());
        app.hand().drop_picked();
        focus("map-view");
    };
    let idle = move || app.running.with(Option::is_none);
    let words = move || {
        let moved = effect.get().map(|(before, after)| deviation_words(before, after));
        moved.or_else(|| Some(format!("Swapped: {}", swapped.get()?)))
    };
    view! {
        <TerritoryChoice
            id="picked-to"
            label="Territory that gets the picked accounts"
            none="to …"
            chosen=to
            fits=|_, _, _, _| true
        />
        <span class="muted" role="status">
            {part(words)}
        </span>
        <button
            class="btn primary"
            type="button"
            disabled=flag(move || to.get().is_none() || !idle())
            on:click=move |_| give(to.get_untracked())
        >
            "Move"
        </button>
        <Show when=move || swapped.with(Option::is_some)>
            <button
                class="btn"
                type="button"
                title=says(move || {
                    format!("Those of each territory go to the other. {}", swapped.get().unwrap_or_default())
                })
                disabled=flag(move || !idle())
                on:click=swap
            >
                "Swap"
            </button>
        </Show>
        <button
            class="btn"
            type="button"
            title="They have no territory until a design covers them again; locked, they never have"
            disabled=flag(move || !idle())
            on:click=move |_| give(None)
        >
            "Leave out"
        </button>
        <button class="btn" type="button" on:click=lock>
            {part(move || if is_locked.get() { "Unlock" } else { "Lock" })}
        </button>
    }
}

/// The worst deviation before and after, in words.
pub(super) fn deviation_words(before: f64, after: f64) -> String {
    format!("Worst deviation {} → {}", locale::percent(before * 100.0), locale::percent(after * 100.0))
}

/// The worst deviation before and after these accounts go to a territory.
fn effect(plan: &Plan, accounts: &[AccountIx], to: TerritoryIx) -> Option<(f64, f64)> {
    Some((plan.figures()?.worst_deviation?, balance_of(plan, accounts, to)?.worst?))
}
