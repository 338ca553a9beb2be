//! A brush: the accounts that it passes over go to a territory, all in one edit when the hand lifts it.

use super::super::{Icon, TerritoryChoice, Weighed};
use super::hand::{View, offset};
use super::lasso::deviation_words;
use super::shown::Shown;
use crate::engine::protocol::HandMove;
use crate::model::{AccountIx, Crew, TerritoryIx, UnitMove};
use crate::plan::{Balance, Plan};
use crate::sorting::sort;
use crate::ui::erased::{Show, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, Tool};
use leptos::prelude::*;
use std::fmt::Write;
use std::sync::Arc;
use web_sys::{KeyboardEvent, PointerEvent};

/// Radii of the brush in pixels, from the smallest to the largest.
const RADII: std::ops::RangeInclusive<f64> = 6.0..=120.0;

/// How much a key makes the brush larger.
const LARGER: f64 = 1.3;

/// The stroke that is being made, in pixels of the map.
#[derive(Clone, Copy)]
pub(super) struct Brush {
    app: App,
    shown: Shown,
    viewport: View,
    path: RwSignal<Vec<(f64, f64)>>,
    /// Where the brush is over the map, if it is.
    at: RwSignal<Option<(f64, f64)>>,
}

impl Brush {
    pub(super) fn new(app: App, shown: Shown, viewport: View) -> Self {
        Self { app, shown, viewport, path: RwSignal::new(Vec::new()), at: RwSignal::new(None) }
    }

    fn is_in_hand(self) -> bool {
        self.app.hand().tool.get_untracked() == Some(Tool::Brush)
    }

    /// Whether there is a territory to paint, and nothing runs.
    fn is_ready(self) -> bool {
        let to = self.app.hand().brush_to.get_untracked();
        let is_there =
            self.app.plan.with_untracked(|plan| plan.as_ref()?.alignment().territory(to?).map(|_| ())).is_some();
        is_there && self.app.running.with_untracked(Option::is_none)
    }

    /// Begins a stroke; says whether the pointer makes one.
    pub(super) fn down(self, event: &PointerEvent) -> bool {
        let is_on = self.is_in_hand() && event.is_primary() && self.is_ready();
        if is_on {
            self.begin(offset(event));
        }
        is_on
    }

    fn begin(self, at: (f64, f64)) {
        self.path.set(vec![at]);
        self.sweep(at, at);
    }

    /// Goes on with the stroke; says whether the pointer makes one.
    pub(super) fn moved(self, event: &PointerEvent) -> bool {
        if self.is_in_hand() {
            self.at.set(Some(offset(event)));
        }
        let Some(last) = self.path.with_untracked(|path| path.last().copied()) else { return false };
        let at = offset(event);
        self.path.update(|path| path.push(at));
        self.sweep(last, at);
        true
    }

    /// Ends the stroke: what it passed over goes to the territory; says whether there was one.
    pub(super) fn up(self) -> bool {
        if self.path.with_untracked(Vec::is_empty) {
            return false;
        }
        self.drop_stroke();
        true
    }

    fn drop_stroke(self) {
        let hand = self.app.hand();
        let painted = hand.painted.get_untracked();
        self.cancel();
        if !painted.is_empty() {
            self.app.move_accounts(&painted, hand.brush_to.get_untracked());
        }
    }

    /// Leaves the stroke without a trace.
    pub(super) fn cancel(self) {
        self.path.set(Vec::new());
        let hand = self.app.hand();
        if hand.painted.with_untracked(|painted| !painted.is_empty()) {
            hand.painted.set(Arc::default());
            hand.trial.set(None);
        }
    }

    pub(super) fn leave(self) {
        self.at.set(None);
    }

    /// What a key does while the brush is in hand; false where it means what it always does.
    pub(super) fn on_key(self, event: &KeyboardEvent) -> bool {
        if !self.is_in_hand() {
            return false;
        }
        let resize = |factor: f64| {
            self.app.hand().brush.update(|radius| *radius = (*radius * factor).clamp(*RADII.start(), *RADII.end()));
        };
        match event.key().as_str() {
            "[" => resize(1.0 / LARGER),
            "]" => resize(LARGER),
            "Escape" if self.path.with_untracked(|path| !path.is_empty()) => self.cancel(),
            "Enter" if self.is_ready() => {
                if let Some(view) = self.viewport.get_untracked() {
                    let [width, height] = view.size();
                    self.begin((width / 2.0, height / 2.0));
                    self.drop_stroke();
                }
            }
            _ => return false,
        }
        true
    }

    /// Takes up the accounts along a piece of the stroke, and says what balance they would make.
    fn sweep(self, from: (f64, f64), to: (f64, f64)) {
        let hand = self.app.hand();
        let (Some(view), Some(territory)) = (self.viewport.get_untracked(), hand.brush_to.get_untracked()) else {
            return;
        };
        let radius = hand.brush.get_untracked();
        let found = self.shown.data.with_untracked(|data| {
            let points = &data.as_ref()?.points;
            Some(points.beside(&view, [from.into(), to.into()], radius))
        });
        let owners = self.shown.owners.get_untracked();
        let mut painted: Vec<AccountIx> = found.unwrap_or_default();
        painted.retain(|account| owners.get(account.index()).copied().flatten() != Some(territory));
        let before = hand.painted.get_untracked();
        painted.extend(before.iter());
        sort(&mut painted);
        painted.dedup();
        if painted.len() == before.len() {
            return;
        }
        let balance = self.app.plan.with_untracked(|plan| balance_of(plan.as_ref()?, &painted, territory));
        hand.painted.set(Arc::new(painted));
        hand.trial.set(balance.map(Arc::new));
    }

    /// The stroke, and the brush, as they are drawn.
    pub(super) fn line(self) -> impl IntoView {
        let hand = self.app.hand();
        let class = says(move || {
            let slot = hand.brush_to.get().map_or(0, |to| self.app.slot(to));
            format!("brush t{slot}")
        });
        let points = move || {
            self.path.with(|path| {
                path.iter().fold(String::new(), |mut points, (x, y)| {
                    // Writing to a string cannot fail.
                    let _ = write!(points, "{x:.0},{y:.0} ");
                    points
                })
            })
        };
        let width = says(move || format!("{:.0}", 2.0 * hand.brush.get()));
        let tip = move || {
            let (x, y) = self.at.get().filter(|_| hand.tool.get() == Some(Tool::Brush))?;
            let radius = format!("{:.0}", hand.brush.get());
            Some(view! { <circle cx=format!("{x:.0}") cy=format!("{y:.0}") r=radius /> })
        };
        view! {
            <svg class=class aria-hidden="true">
                <polyline points=points stroke-width=width />
                {part(tip)}
            </svg>
        }
    }
}

/// What the plan's balance would be with these accounts in a territory.
pub(super) fn balance_of(plan: &Plan, accounts: &[AccountIx], to: TerritoryIx) -> Option<Balance> {
    let unit_move = |&account: &AccountIx| UnitMove { account, from: plan.alignment().owner(account), to: Some(to) };
    plan.balance_after(&accounts.iter().map(unit_move).collect::<Vec<_>>())
}

/// Whose brush it is, how large, and what the stroke does.
#[component]
pub(super) fn BrushBar() -> impl IntoView {
    let app = expect_context::<App>();
    let hand = app.hand();
    let effect = move || {
        let trial = hand.trial.get()?;
        let before = app.plan.with(|plan| plan.as_ref()?.figures()?.worst_deviation)?;
        let count = locale::counted(hand.painted.with(|painted| painted.len()), "account", "accounts");
        Some(format!("{count}. {}", deviation_words(before, trial.worst?)))
    };
    let hint = move || {
        if hand.brush_to.get().is_some() {
            "Drag over accounts. [ and ] size, Enter paints the middle, Esc leaves."
        } else {
            "Choose the territory that gets what you paint."
        }
    };
    let weighed = memo(move || {
        let painted = hand.painted.get();
        let to = hand.brush_to.get().filter(|_| !painted.is_empty())?;
        Some(HandMove::Give(painted, to))
    });
    view! {
        <Show when=move || hand.tool.get() == Some(Tool::Brush)>
            <div class="placing-bar" role="region" aria-label="Paint">
                <Icon name="brush" />
                <TerritoryChoice
                    id="brush-to"
                    label="Territory that gets what is painted"
                    none="to …"
                    chosen=hand.brush_to
                    fits=|_, _, own, _| own.crew != Crew::Named
                />
                <p role="status">{part(move || effect().unwrap_or_else(|| hint().to_owned()))}</p>
                <input
                    type="range"
                    aria-label="Size of the brush"
                    min=RADII.start().to_string()
                    max=RADII.end().to_string()
                    prop:value=says(move || format!("{:.0}", hand.brush.get()))
                    on:input=move |event| {
                        if let Ok(radius) = event_target_value(&event).parse::<f64>() {
                            hand.brush.set(radius.clamp(*RADII.start(), *RADII.end()));
                        }
                    }
                />
                <button class="btn" type="button" on:click=move |_| hand.put_down()>
                    "Leave"
                </button>
                <Weighed own=weighed />
            </div>
        </Show>
    }
}
