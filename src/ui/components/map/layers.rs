//! Scenes onto the three canvases, each painted again only when something it shows has changed.

use super::shown::Shown;
use crate::canvas;
use crate::model::AccountIx;
use crate::scene::{
    Areas, Basemap, MapContent, Overlay, Palette, PointLook, PointsRaster, Scene, TerritoryMark, Viewport, map_scene,
    marks_scene, overlay_scene,
};
use crate::ui::erased::follow;
use crate::ui::state::{App, Selection};
use leptos::html::Canvas;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use web_sys::HtmlCanvasElement;

/// Points that are drawn in one task.
const ACCOUNTS_A_TASK: usize = 6_000;

/// Picked accounts that are drawn in ink.
const MOST_PICKED: usize = 2_000;

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
        None
    });
    let accounts = move || {
        looks();
        // While a day is looked at, its stops alone have a colour.
        let owners = shown.day.get().map_or_else(|| shown.owners.get(), |day| Arc::clone(&day.owners));
        Some((viewport.get()?, shown.data.get()?, owners, shown.marks.get(), shown.sizes.get()))
    };
    on_next_frame(points, accounts, move |canvas, (view, data, owners, marks, sizes)| {
        let slots: Vec<u8> = marks.iter().map(|mark| mark.slot).collect();
        let mut drawing = Some(PointsRaster::new(&view, device_pixel_ratio(), &Palette::read(canvas)));
        let canvas = canvas.clone();
        Some(Box::new(move || {
            let look = PointLook { owners: &owners, slots: &slots, hidden: &[] };
            if drawing.as_mut().is_some_and(|drawing| drawing.draw(ACCOUNTS_A_TASK, &data.points, &sizes, look)) {
                return true;
            }
            if let Some(raster) = drawing.take().map(PointsRaster::finish) {
                with_context(&canvas, &view, |context, _| {
                    // A picture of the canvas's own size always fits.
                    let _shown = canvas::blit(context, &raster);
                });
            }
            false
        }))
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
        None
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
    let picked = app.hand().picked.get();
    let picked = picked.iter().take(MOST_PICKED).filter_map(|&account| at(account));
    let selected: Vec<_> = selected.into_iter().chain(picked.map(|(place, radius)| (place, radius, 0))).collect();
    let day = shown.day.get();
    let stops = day.as_ref().map(|day| day.stops.as_slice()).unwrap_or_default();
    let bases = day.as_ref().map(|day| day.bases.as_slice()).unwrap_or_default();
    overlay_scene(view, &Overlay { hover: hover.and_then(at), selected: &selected, bases, stops })
}

/// What is left of a painting: each call does a slice of it and says whether there is more.
type Rest = Box<dyn FnMut() -> bool>;

/// One canvas, painted one picture after the other.
struct Painting<S, P> {
    canvas: HtmlCanvasElement,
    /// What it shall show next.
    waiting: RefCell<Option<S>>,
    is_busy: Cell<bool>,
    paint: P,
}

impl<S: 'static, P: Fn(&HtmlCanvasElement, S) -> Option<Rest> + 'static> Painting<S, P> {
    fn show(self: &Rc<Self>, gathered: S) {
        self.waiting.replace(Some(gathered));
        if !self.is_busy.replace(true) {
            self.begin();
        }
    }

    fn begin(self: &Rc<Self>) {
        let this = Rc::clone(self);
        let start = move || {
            let gathered = this.waiting.take();
            this.go_on(gathered.and_then(|gathered| (this.paint)(&this.canvas, gathered)));
        };
        request_animation_frame(move || set_timeout(start, Duration::ZERO));
    }

    fn go_on(self: &Rc<Self>, rest: Option<Rest>) {
        let this = Rc::clone(self);
        if let Some(mut rest) = rest {
            set_timeout(move || this.go_on(rest().then_some(rest)), Duration::ZERO);
        } else if self.waiting.borrow().is_some() {
            self.begin();
        } else {
            self.is_busy.set(false);
        }
    }
}

/// Gathers what a layer shows whenever something of it changes, and paints the last of it in the next frame. Each layer
/// paints in tasks of its own, so that no task holds the page up for as long as three layers take.
fn on_next_frame<S: 'static>(
    place: NodeRef<Canvas>,
    gather: impl Fn() -> Option<S> + 'static,
    paint: impl Fn(&HtmlCanvasElement, S) -> Option<Rest> + Copy + 'static,
) {
    let painting = RefCell::new(None);
    follow(move || {
        let (Some(canvas), Some(gathered)) = (place.get(), gather()) else { return };
        let mut painting = painting.borrow_mut();
        let painting = painting.get_or_insert_with(|| {
            Rc::new(Painting { canvas, waiting: RefCell::new(None), is_busy: Cell::new(false), paint })
        });
        painting.show(gathered);
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
