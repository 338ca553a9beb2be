//! The map: canvases painted from scenes, and the hand on them.
//!
//! Three canvases lie on top of each other: land, areas and borders; points as pixels; labels, tours and what follows
//! the hand.

mod barrier;
mod gestures;
mod hand;
mod lasso;
mod layers;
mod paint;
mod placing;
mod shown;
mod signs;

pub use layers::device_pixel_ratio;

use super::{Icon, Legend};
use crate::model::AccountIx;
use crate::scene::{Bounds, Viewport};
use crate::ui::erased::{Show, flag, follow, memo, says};
use crate::ui::locale;
use crate::ui::state::{App, Tool};
use barrier::{BarrierBar, add_point, finish};
use gestures::{Gesture, Gestures};
use hand::{KEY_ZOOM, View, account_at, capture, change, keep_size, offset, on_key, select_at, show_all};
use lasso::{Lasso, PickedBar};
use layers::paint_layers;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use paint::{Brush, BrushBar};
use placing::{PlacingBar, hold_keys, place_at};
use shown::Shown;
use signs::{Scale, Tooltip};
use web_sys::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

/// Wheel pixels that make the scale larger by e.
const WHEEL_PIXELS: f64 = 430.0;

/// The map with its tools, legend and scale.
#[component]
pub fn MapView() -> impl IntoView {
    let app = expect_context::<App>();
    let shown = Shown::of(app);
    let place = NodeRef::<Div>::new();
    let layers = [NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new()];
    let viewport: View = RwSignal::new(None);
    let hover = RwSignal::new(None::<AccountIx>);
    keep_size(place, shown.data, viewport);
    paint_layers(app, shown, layers, viewport, hover);
    keep_day_in_view(shown, viewport);
    let gestures = StoredValue::new(Gestures::default());
    let lasso = Lasso::new(app, shown, viewport);
    let brush = Brush::new(app, shown, viewport);
    let act = move |gesture: Gesture| act(app, shown, viewport, gesture);
    let down = move |event: PointerEvent| {
        capture(&event);
        if lasso.down(&event) || brush.down(&event) {
            return;
        }
        gestures.update_value(|gestures| gestures.down(event.pointer_id(), offset(&event)));
    };
    let moved = move |event: PointerEvent| {
        if lasso.moved(&event) || brush.moved(&event) {
            return;
        }
        let gesture =
            gestures.try_update_value(|gestures| gestures.moved(event.pointer_id(), offset(&event))).flatten();
        if let Some(gesture) = gesture {
            act(gesture);
        } else {
            let (x, y) = offset(&event);
            hover.set(account_at(shown, viewport, x, y));
        }
    };
    let up = move |event: PointerEvent| {
        if lasso.up(&event) || brush.up() {
            return;
        }
        let gesture = gestures.try_update_value(|gestures| gestures.up(event.pointer_id(), offset(&event))).flatten();
        gesture.into_iter().for_each(act);
    };
    let wheel = move |event: WheelEvent| act(turned(&event));
    let double = move |event: MouseEvent| double_clicked(app, viewport, &event);
    let key = move |event: KeyboardEvent| {
        if brush.on_key(&event) || barrier::on_key(app, shown, viewport, &event) {
            event.prevent_default();
        } else {
            on_key(app, shown, viewport, &event);
        }
    };
    hold_keys(app, place);
    let words = move || map_words(app);
    view! {
        <section class="map" id="map" aria-label="Map">
            <div
                class="mapview"
                class:drawing=flag(move || app.hand().tool.with(Option::is_some))
                class:placing=flag(move || app.review().placing.with(Option::is_some))
                node_ref=place
                tabindex="0"
                id="map-view"
                role="application"
                aria-label=words
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=move |event| {
                    lasso.cancel();
                    brush.cancel();
                    gestures.update_value(|gestures| gestures.cancel(event.pointer_id()));
                }
                on:pointerleave=move |_| {
                    hover.set(None);
                    brush.leave();
                }
                on:wheel=wheel
                on:dblclick=double
                on:keydown=key
            >
                {layers.map(|layer| view! { <canvas node_ref=layer aria-hidden="true"></canvas> }).collect_view()}
                {lasso.line()}
                {brush.line()}
                <Middle />
            </div>
            <PickedBar />
            <PlacingBar />
            <BrushBar />
            <BarrierBar />
            <Legend />
            <Tooltip shown viewport hover />
            <Tools shown viewport />
            <Scale shown viewport />
        </section>
    }
}

/// Shows another day as a whole, and again when the map becomes larger or smaller, unless a hand has moved it meanwhile.
fn keep_day_in_view(shown: Shown, viewport: View) {
    let size = memo(move || viewport.with(|view| view.map(|view| view.size())));
    let look = |view: Viewport| (view.center(), view.scale());
    let last = StoredValue::new(None);
    follow(move || {
        size.track();
        let Some(bounds) = shown.day.get().and_then(|day| Bounds::around(day.line.line.iter().copied())) else {
            return last.set_value(None);
        };
        let now = viewport.get_untracked().map(look);
        let is_moved = last.get_value().is_some_and(|(before, look)| before == bounds && Some(look) != now);
        if now.is_some() && !is_moved {
            change(viewport, |view| view.showing(bounds, hand::FIT_MARGIN, hand::BUTTONS));
            last.set_value(viewport.get_untracked().map(|view| (bounds, look(view))));
        }
    });
}

/// What a hand means, done.
fn act(app: App, shown: Shown, viewport: View, gesture: Gesture) {
    match gesture {
        Gesture::Pan(dx, dy) => change(viewport, |view| view.pan(dx, dy)),
        Gesture::Zoom(x, y, factor) => change(viewport, |view| view.zoom_at(x, y, factor)),
        Gesture::Click(x, y) => match app.review().placing.get_untracked() {
            Some(what) => place_at(app, shown, viewport, what, x, y),
            None if app.hand().tool.get_untracked() == Some(Tool::Barrier) => add_point(app, shown, viewport, x, y),
            None => select_at(app, shown, viewport, x, y),
        },
    }
}

/// Zooms, or ends the barrier that is drawn: the first of both clicks was its last point.
fn double_clicked(app: App, viewport: View, event: &MouseEvent) {
    match app.hand().tool.get_untracked() {
        None => {
            change(viewport, |view| view.zoom_at(f64::from(event.offset_x()), f64::from(event.offset_y()), 2.0));
        }
        Some(Tool::Barrier) => finish(app),
        Some(Tool::Lasso | Tool::Brush) => {}
    }
}

/// What a turn of the wheel means.
fn turned(event: &WheelEvent) -> Gesture {
    event.prevent_default();
    let pixels = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { 16.0 } else { 1.0 } * event.delta_y();
    Gesture::Zoom(f64::from(event.offset_x()), f64::from(event.offset_y()), libm::exp(-pixels / WHEEL_PIXELS))
}

/// Zoom, all accounts, and what the hand can take up.
#[component]
fn Tools(shown: Shown, viewport: View) -> impl IntoView {
    let app = expect_context::<App>();
    let zoom = move |factor: f64| {
        change(viewport, move |view| view.zoom_at(view.size()[0] / 2.0, view.size()[1] / 2.0, factor));
    };
    view! {
        <div class="zoom" role="group" aria-label="Zoom">
                <button class="btn quiet icon-only" type="button" aria-label="Zoom in" title="Zoom in (+)" on:click=move |_| zoom(KEY_ZOOM)>
                    <Icon name="plus" />
                </button>
                <button class="btn quiet icon-only" type="button" aria-label="Zoom out" title="Zoom out (−)" on:click=move |_| zoom(1.0 / KEY_ZOOM)>
                    <Icon name="minus" />
                </button>
                <button class="btn quiet icon-only" type="button" aria-label="Show all" title="Show all (0)" on:click=move |_| show_all(shown, viewport)>
                    <Icon name="fit" />
                </button>
                <ToolButton tool=Tool::Lasso icon="lasso" label="Pick accounts with a line around them" key="L" />
                <ToolButton tool=Tool::Barrier icon="barrier" label="Draw a barrier" key="B" />
                <Show when=move || app.is_designed()>
                    <ToolButton tool=Tool::Brush icon="brush" label="Paint accounts into a territory" key="P" />
                </Show>
            </div>
    }
}

/// Takes a tool in hand, or puts it down.
#[component]
fn ToolButton(tool: Tool, icon: &'static str, label: &'static str, key: &'static str) -> impl IntoView {
    let app = expect_context::<App>();
    let is_on = says(move || (app.hand().tool.get() == Some(tool)).to_string());
    view! {
        <button
            class="btn quiet icon-only"
            type="button"
            aria-label=label
            title=format!("{label} ({key})")
            aria-pressed=is_on
            on:click=move |_| app.take_tool(tool)
        >
            <Icon name=icon />
        </button>
    }
}

/// A cross in the middle of the map, where keys draw and paint.
#[component]
fn Middle() -> impl IntoView {
    let app = expect_context::<App>();
    let is_shown = move || matches!(app.hand().tool.get(), Some(Tool::Barrier | Tool::Brush));
    view! {
        <Show when=is_shown>
            <i class="middle" aria-hidden="true"></i>
        </Show>
    }
}

/// What the map is, for those who do not see it.
fn map_words(app: App) -> String {
    let (territories, accounts) = app.plan.with(|plan| {
        plan.as_ref().map_or((0, 0), |p| (p.alignment().territories().len(), p.dataset().accounts().len()))
    });
    format!(
        "Map of {} and {}. Arrow keys pan, plus and minus zoom, 0 shows all, N goes to the next territory. The table \
             below holds the same.",
        locale::counted(territories, "territory", "territories"),
        locale::counted(accounts, "account", "accounts"),
    )
}
