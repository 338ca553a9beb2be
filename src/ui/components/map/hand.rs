//! Pointers and keys on the map → the viewport and the selection.

use super::placing::place_at;
use super::shown::Shown;
use crate::model::{AccountIx, TerritoryIx};
use crate::scene::{Bounds, Viewport};
use crate::ui::erased::follow;
use crate::ui::state::{App, MapData, Selection, Tool};
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{KeyboardEvent, PointerEvent, ResizeObserver};

/// Pixels around the accounts when all are shown.
pub(super) const FIT_MARGIN: f64 = 48.0;
/// What the map's buttons take beyond it at the right edge.
pub(super) const BUTTONS: f64 = 24.0;
/// Pixels that a key moves the map.
const KEY_PAN: f64 = 80.0;
/// How much a key or button zooms.
pub(super) const KEY_ZOOM: f64 = 1.6;
/// How far from an account the cursor still means it.
const HOVER_RADIUS: f64 = 10.0;

/// The window onto the map, once its size and its accounts are known.
pub(super) type View = RwSignal<Option<Viewport>>;

pub(super) fn offset(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

/// Keeps getting the pointer's events when it leaves the map with the button down.
pub(super) fn capture(event: &PointerEvent) {
    let target = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(target) = target {
        // A pointer that is gone already needs no capture.
        let _captured = target.set_pointer_capture(event.pointer_id());
    }
}

pub(super) fn change(viewport: View, change: impl FnOnce(Viewport) -> Viewport) {
    viewport.update(|view| *view = view.map(change));
}

pub(super) fn show_all(shown: Shown, viewport: View) {
    if let Some(bounds) = shown.data.with_untracked(|data| data.as_ref().and_then(|data| data.points.bounds())) {
        change(viewport, |view| view.showing(bounds, FIT_MARGIN, 0.0));
    }
}

pub(super) fn account_at(shown: Shown, viewport: View, x: f64, y: f64) -> Option<AccountIx> {
    let view = viewport.get_untracked()?;
    shown.data.with_untracked(|data| data.as_ref()?.points.nearest(&view, x, y, HOVER_RADIUS))
}

/// A click on an account selects it; beside one, the territory that the place lies in.
pub(super) fn select_at(app: App, shown: Shown, viewport: View, x: f64, y: f64) {
    if let Some(account) = account_at(shown, viewport, x, y) {
        return app.selection.set(Selection::Account(account));
    }
    let territory = viewport.get_untracked().and_then(|view| {
        let nearest =
            shown.data.with_untracked(|data| data.as_ref()?.points.closest(view.world_from_screen([x, y])))?;
        shown.owners.with_untracked(|owners| owners.get(nearest.index()).copied().flatten())
    });
    match territory.filter(|_| app.best.with_untracked(Option::is_none)) {
        Some(territory) => app.toggle(territory),
        None => app.selection.set(Selection::Plan),
    }
}

pub(super) fn on_key(app: App, shown: Shown, viewport: View, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let zoom = |factor: f64| change(viewport, |view| view.zoom_at(view.size()[0] / 2.0, view.size()[1] / 2.0, factor));
    match event.key().as_str() {
        "ArrowLeft" => change(viewport, |view| view.pan(KEY_PAN, 0.0)),
        "ArrowRight" => change(viewport, |view| view.pan(-KEY_PAN, 0.0)),
        "ArrowUp" => change(viewport, |view| view.pan(0.0, KEY_PAN)),
        "ArrowDown" => change(viewport, |view| view.pan(0.0, -KEY_PAN)),
        "+" | "=" => zoom(KEY_ZOOM),
        "-" | "_" => zoom(1.0 / KEY_ZOOM),
        "0" => show_all(shown, viewport),
        "n" => next_territory(app, 1),
        "N" => next_territory(app, -1),
        "l" => app.take_tool(Tool::Lasso),
        "b" => app.take_tool(Tool::Barrier),
        "p" if app.is_designed() => app.take_tool(Tool::Brush),
        "Escape" => {
            app.hand().put_down();
            app.hand().drop_picked();
        }
        "Enter" => {
            if let Some(view) = viewport.get_untracked() {
                let [width, height] = view.size();
                if let Some(what) = app.review().placing.get_untracked() {
                    place_at(app, shown, viewport, what, width / 2.0, height / 2.0);
                    return event.prevent_default();
                }
                let middle = view.world_from_screen([width / 2.0, height / 2.0]);
                let account = shown.data.with_untracked(|data| data.as_ref()?.points.closest(middle));
                if let Some(account) = account {
                    app.selection.set(Selection::Account(account));
                }
            }
        }
        _ => return,
    }
    event.prevent_default();
}

fn next_territory(app: App, by: i32) {
    let count = app.plan.with_untracked(|plan| plan.as_ref().map_or(0, |plan| plan.alignment().territories().len()));
    let Ok(count) = i32::try_from(count) else { return };
    if count == 0 {
        return;
    }
    let next = match app.selection.get_untracked() {
        Selection::Territory(territory) => (i32::from(territory.0) + by).rem_euclid(count),
        Selection::Plan | Selection::Account(_) => {
            if by > 0 {
                0
            } else {
                count - 1
            }
        }
    };
    app.selection.set(Selection::Territory(TerritoryIx(u16::try_from(next).unwrap_or(0))));
}

/// Follows the size of the map's place, and shows all accounts of a new plan.
pub(super) fn keep_size(place: NodeRef<Div>, data: RwSignal<Option<Arc<MapData>>>, viewport: View) {
    let size = RwSignal::new(None::<(f64, f64)>);
    follow(move || {
        let Some(element) = place.get() else { return };
        let measured = element.clone();
        let measure = Closure::<dyn FnMut()>::new(move || {
            let (width, height) = (f64::from(measured.client_width()), f64::from(measured.client_height()));
            if width > 0.0 && height > 0.0 {
                size.set(Some((width, height)));
            }
        });
        let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, measure));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
    let fitted_for = StoredValue::new(0_usize);
    follow(move || {
        let (Some((width, height)), Some(data)) = (size.get(), data.get()) else { return };
        let identity = Arc::as_ptr(&data) as usize;
        let world = Bounds { min: [-1.0; 2], max: [1.0; 2] };
        if fitted_for.get_value() == identity {
            change(viewport, |view| view.resized(width, height));
        } else {
            fitted_for.set_value(identity);
            viewport.set(Some(Viewport::fit(width, height, data.points.bounds().unwrap_or(world), FIT_MARGIN)));
        }
    });
}
