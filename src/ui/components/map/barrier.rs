//! Drawing a barrier: point after point, with clicks or with keys.

use super::hand::View;
use super::shown::Shown;
use crate::model::Barrier;
use crate::ui::components::Icon;
use crate::ui::erased::{flag, part};
use crate::ui::locale;
use crate::ui::state::{App, Selection, Tool};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// Pixels within which a point is the last one again: the second click of a double click.
const SAME_POINT: f64 = 5.0;

/// Adds the place at a pixel of the map to the barrier that is drawn. Beside the globe nothing happens.
pub(super) fn add_point(app: App, shown: Shown, viewport: View, x: f64, y: f64) {
    let Some(view) = viewport.get_untracked() else { return };
    let Some(projection) = shown.data.with_untracked(|data| data.as_ref().map(|data| data.projection)) else { return };
    let Some(point) = projection.unproject(view.world_from_screen([x, y])) else { return };
    app.hand().line.update(|line| {
        let last = line.last().map(|&last| view.screen_from_world(projection.project(last)));
        let is_again = last.is_some_and(|[last_x, last_y]| libm::hypot(last_x - x, last_y - y) < SAME_POINT);
        if !is_again && line.len() < Barrier::MOST_POINTS {
            line.push(point);
        }
    });
}

/// Ends the line: it becomes a barrier of the brief, if it is one.
pub(super) fn finish(app: App) {
    let points = app.hand().line.get_untracked();
    let taken = |name: &String| app.brief().with_untracked(|brief| brief.barriers.iter().any(|own| own.name == *name));
    let mut names = (1..).map(|number| format!("Barrier {number}"));
    let name = names.find(|name| !taken(name)).unwrap_or_default();
    let barrier = Barrier { name, is_on: true, points };
    if Barrier::check(std::slice::from_ref(&barrier)).is_err() {
        return app.hand().is_short.set(true);
    }
    app.brief().update(|brief| {
        if brief.barriers.len() < Barrier::MOST {
            brief.barriers.push(barrier);
        }
    });
    app.hand().put_down();
    app.selection.set(Selection::Plan);
}

/// What a key does while a barrier is drawn; false where it means what it always does.
pub(super) fn on_key(app: App, shown: Shown, viewport: View, event: &KeyboardEvent) -> bool {
    if app.hand().tool.get_untracked() != Some(Tool::Barrier) {
        return false;
    }
    match event.key().as_str() {
        " " => {
            if let Some(view) = viewport.get_untracked() {
                let [width, height] = view.size();
                add_point(app, shown, viewport, width / 2.0, height / 2.0);
            }
        }
        "Enter" => finish(app),
        "Backspace" | "Delete" => app.hand().line.update(|line| line.truncate(line.len().saturating_sub(1))),
        _ => return false,
    }
    true
}

/// How far the line is, and how it goes on.
#[component]
pub(super) fn BarrierBar() -> impl IntoView {
    let app = expect_context::<App>();
    let hand = app.hand();
    let count = move || hand.line.with(Vec::len);
    let words = move || {
        if hand.is_short.get() && count() < 2 {
            "A barrier needs at least two different points.".to_owned()
        } else {
            locale::counted(count(), "point", "points")
        }
    };
    move || {
        (hand.tool.get() == Some(Tool::Barrier)).then(|| {
            view! {
                <div class="placing-bar" role="region" aria-label="Barrier">
                    <Icon name="barrier" />
                    <p>
                        <b role="status">{part(words)}</b>
                        " "
                        <span class="muted">
                            "Click along the barrier, double-click to finish. Space takes the middle of the map, Backspace one back."
                        </span>
                    </p>
                    <button
                        class="btn primary"
                        type="button"
                        disabled=flag(move || count() < 2)
                        on:click=move |_| finish(app)
                    >
                        "Finish"
                    </button>
                    <button class="btn" type="button" on:click=move |_| hand.put_down()>
                        "Leave"
                    </button>
                </div>
            }
        })
    }
}
