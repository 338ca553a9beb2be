//! Scenes onto the three canvases, each painted again only when something it shows has changed.

use super::shown::Shown;
use crate::canvas;
use crate::model::AccountIx;
use crate::scene::{
    Areas, Basemap, MapContent, Overlay, Palette, PointLook, Scene, TerritoryMark, Viewport, map_scene, marks_scene,
    overlay_scene, points_raster,
};
use crate::ui::state::{App, Selection};
use leptos::html::Canvas;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use web_sys::HtmlCanvasElement;

/// Device pixels a CSS pixel.
pub fn device_pixel_ratio() -> f64 {
    window().device_pixel_ratio()
}

/// Paints each layer in the next frame after something that it shows has changed.
pub(super) fn paint_layers(
    app: App,
    shown: Shown,
    [base, points, marks]: [NodeRef<Canvas>; 3],
    viewport: RwSignal<Option<Viewport>>,
    hover: RwSignal<Option<AccountIx>>,
) {
    let looks = move || {
        app.settings.track();
        app.system_theme.track();
    };
    let selected = move || match app.selection.get() {
        Selection::Territory(territory) => Some(territory),
        Selection::Plan | Selection::Account(_) => None,
    };
    let land = move || {
        looks();
        let scene = Land { areas: shown.areas.get(), basemap: app.basemap.get(), marks: shown.marks.get() };
        Some((viewport.get()?, scene, selected()))
    };
    on_next_frame(base, land, move |canvas, (view, land, selected)| {
        with_context(canvas, &view, |context, ratio| {
            let content = MapContent { selected, ..land.content() };
            canvas::paint(context, &map_scene(&view, &content), &Palette::read(canvas), ratio);
        });
    });
    let accounts = move || {
        looks();
        Some((viewport.get()?, shown.data.get()?, shown.owners.get(), shown.marks.get(), shown.sizes.get()))
    };
    on_next_frame(points, accounts, move |canvas, (view, data, owners, marks, sizes)| {
        let slots: Vec<u8> = marks.iter().map(|mark| mark.slot).collect();
        let palette = Palette::read(canvas);
        let look = PointLook { owners: &owners, slots: &slots, hidden: &[] };
        with_context(canvas, &view, |context, ratio| {
            // A picture of the canvas's own size always fits.
            let _shown = canvas::blit(context, &points_raster(&data.points, &sizes, &view, ratio, look, &palette));
        });
    });
    let above = move || {
        looks();
        let scene = Land { areas: shown.areas.get(), basemap: app.basemap.get(), marks: shown.marks.get() };
        let view = viewport.get()?;
        let hand = hand_scene(app, shown, &view, hover.get());
        Some((view, scene, selected(), (shown.anchors.get(), shown.homes.get(), shown.tours.get()), hand))
    };
    on_next_frame(marks, above, move |canvas, (view, land, selected, (anchors, homes, tours), hand)| {
        let palette = Palette::read(canvas);
        with_context(canvas, &view, |context, ratio| {
            let anchors = anchors.as_deref();
            let content = MapContent { selected, anchors, homes: &homes, tours: &tours, ..land.content() };
            canvas::paint(context, &marks_scene(&view, &content), &palette, ratio);
            canvas::paint_over(context, &hand, &palette, ratio);
        });
    });
}

/// What the layers below and above the points have in common.
struct Land {
    areas: Option<Arc<Areas>>,
    basemap: Option<Arc<Basemap>>,
    marks: Arc<Vec<TerritoryMark>>,
}

impl Land {
    fn content(&self) -> MapContent<'_> {
        MapContent {
            basemap: self.basemap.as_deref(),
            areas: self.areas.as_deref(),
            territories: &self.marks,
            ..MapContent::default()
        }
    }
}

fn hand_scene(app: App, shown: Shown, view: &Viewport, hover: Option<AccountIx>) -> Scene {
    let (data, sizes, marks) = (shown.data.get(), shown.sizes.get(), shown.marks.get());
    let at = |account: AccountIx| Some((data.as_ref()?.points.place(account)?, sizes.radius(account, view)));
    let selected = match app.selection.get() {
        Selection::Account(account) => at(account).map(|(place, radius)| {
            let owner = shown.owners.with(|owners| owners.get(account.index()).copied().flatten());
            let slot = owner.and_then(|owner| marks.get(owner.index())).map_or(0, |mark| mark.slot);
            (place, radius, slot)
        }),
        Selection::Plan | Selection::Territory(_) => None,
    };
    let selected: Vec<_> = selected.into_iter().collect();
    overlay_scene(view, &Overlay { hover: hover.and_then(at), selected: &selected })
}

/// Gathers what a layer shows whenever something of it changes, and paints the last of it in the next frame. Each layer
/// paints in a task of its own, so that no task holds the page up for as long as three layers take.
fn on_next_frame<S: 'static>(
    place: NodeRef<Canvas>,
    gather: impl Fn() -> Option<S> + 'static,
    paint: impl Fn(&HtmlCanvasElement, S) + Copy + 'static,
) {
    let waiting = Rc::new(RefCell::new(None));
    Effect::new(move |_| {
        let (Some(canvas), Some(gathered)) = (place.get(), gather()) else { return };
        if waiting.borrow_mut().replace(gathered).is_none() {
            let waiting = Rc::clone(&waiting);
            let paint_last = move || {
                let gathered = waiting.borrow_mut().take();
                if let Some(gathered) = gathered {
                    paint(&canvas, gathered);
                }
            };
            request_animation_frame(move || set_timeout(paint_last, Duration::ZERO));
        }
    });
}

fn with_context(
    canvas: &HtmlCanvasElement,
    view: &Viewport,
    paint: impl FnOnce(&web_sys::CanvasRenderingContext2d, f64),
) {
    let ratio = device_pixel_ratio();
    let [width, height] = view.size();
    canvas::size_canvas(canvas, width, height, ratio);
    if let Some(context) = canvas::context(canvas) {
        paint(&context, ratio);
    }
}
