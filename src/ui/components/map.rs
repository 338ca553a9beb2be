//! The map: canvases painted from scenes, and the hand on them.
//!
//! Three canvases lie on top of each other: land, areas and borders; points as pixels; labels, tours and what follows
//! the hand. Each is painted again only when something it shows has changed, at most once a frame.

use super::{Icon, Legend};
use crate::canvas;
use crate::model::{AccountIx, TerritoryIx};
use crate::scene::{
    Areas, Basemap, Bounds, LabelAnchors, MapContent, Overlay, Palette, PointLook, PointSizes, TerritoryMark, Token, TourLine,
    Viewport, map_scene, marks_scene, overlay_scene, points_raster,
};
use crate::ui::address::Step;
use crate::ui::components::gestures::{Gesture, Gestures};
use crate::ui::locale;
use crate::ui::state::{App, MapData, Selection};
use crate::units::Meters;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlCanvasElement, KeyboardEvent, MouseEvent, PointerEvent, ResizeObserver, WheelEvent};

/// Pixels around the accounts when all are shown.
const FIT_MARGIN: f64 = 48.0;
/// Pixels that a key moves the map.
const KEY_PAN: f64 = 80.0;
/// How much a key or button zooms.
const KEY_ZOOM: f64 = 1.6;
/// How far from an account the cursor still means it.
const HOVER_RADIUS: f64 = 10.0;
/// Wheel pixels that double the scale.
const WHEEL_DOUBLES: f64 = 300.0;
/// The longest that the scale bar may be.
const LONGEST_SCALE_BAR: f64 = 118.0;

/// What a frame draws from; each part is made anew only when its cause changes.
#[derive(Clone, Copy)]
struct Shown {
    data: RwSignal<Option<Arc<MapData>>>,
    owners: Memo<Arc<Vec<Option<TerritoryIx>>>>,
    marks: Memo<Arc<Vec<TerritoryMark>>>,
    areas: Memo<Option<Arc<Areas>>>,
    anchors: Memo<Option<Arc<LabelAnchors>>>,
    sizes: Memo<Arc<PointSizes>>,
    homes: Memo<Arc<Vec<[f64; 2]>>>,
    tours: Memo<Arc<Vec<TourLine>>>,
}

impl Shown {
    fn of(app: App) -> Self {
        let data = app.map;
        let owners = Memo::new(move |_| match app.best.get() {
            Some(best) => best,
            None => Arc::new(app.plan.with(|plan| plan.as_ref().map(|p| p.alignment().owners().to_vec()).unwrap_or_default())),
        });
        let marks = Memo::new(move |_| Arc::new(marks(app)));
        let areas = Memo::new_with_compare(
            move |_| {
                let owners = owners.get();
                let count = owners.iter().flatten().map(|owner| owner.index() + 1).max()?;
                let data = data.get()?;
                Some(Arc::new(data.tessellation.areas(&owners, count)))
            },
            |_, _| true,
        );
        let anchors = Memo::new_with_compare(
            move |_| {
                let designing = app.best.with(Option::is_some);
                let areas = areas.get().filter(|_| !designing)?;
                Some(Arc::new(app.basemap.with(|basemap| LabelAnchors::new(&areas, basemap.as_deref()))))
            },
            |_, _| true,
        );
        let sizes = Memo::new(move |_| Arc::new(sizes(app)));
        let homes = Memo::new(move |_| Arc::new(homes(app)));
        let tours = Memo::new(move |_| Arc::new(tour_lines(app)));
        Self { data, owners, marks, areas, anchors, sizes, homes, tours }
    }
}

fn marks(app: App) -> Vec<TerritoryMark> {
    if let Some(best) = app.best.get() {
        // While a design runs, its territories have no names yet, and the slots go round.
        let count = best.iter().flatten().map(|owner| owner.0 + 1).max().unwrap_or(0);
        let slot = |index: u16| u8::try_from(index % 12).unwrap_or(0) + 1;
        return (0..count).map(|index| TerritoryMark { slot: slot(index), name: String::new(), note: String::new() }).collect();
    }
    let outside = app.outside();
    app.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let figures = plan.figures().map(|figures| figures.territories.as_slice()).unwrap_or_default();
        let territories = plan.alignment().indices().zip(plan.alignment().territories());
        territories
            .map(|(territory, own)| TerritoryMark {
                slot: own.slot,
                name: own.name.clone(),
                note: figures.get(territory.index()).map_or_else(String::new, |figures| {
                    let sign = if outside.contains(&territory) { " ▲" } else { "" };
                    format!("{}{sign}", locale::percent(figures.index))
                }),
            })
            .collect()
    })
}

/// Points grow with the first measure that is balanced, unless that is their number.
fn sizes(app: App) -> PointSizes {
    app.plan.with(|plan| {
        let Some(plan) = plan else { return PointSizes::uniform(0) };
        let accounts = plan.dataset().accounts();
        let measure = plan.brief().and_then(|brief| brief.measures.first());
        let column = measure.and_then(|measure| accounts.column(&measure.measure));
        match column.and_then(|column| column.values.numbers()) {
            Some(values) => PointSizes::by_value(values),
            None => PointSizes::uniform(accounts.len()),
        }
    })
}

fn homes(app: App) -> Vec<[f64; 2]> {
    let Some(data) = app.map.get() else { return Vec::new() };
    app.plan.with(|plan| {
        let reps = plan.as_ref().map(|plan| plan.dataset().reps()).unwrap_or_default();
        reps.iter().filter_map(|rep| rep.home.location).map(|home| data.projection.project(home)).collect()
    })
}

/// All tours on the step of visits, or the one of the selected territory.
fn tour_lines(app: App) -> Vec<TourLine> {
    let Some(data) = app.map.get().filter(|_| app.step() == Step::Visits) else { return Vec::new() };
    let chosen = match app.selection.get() {
        Selection::Territory(territory) => Some(territory),
        Selection::Plan | Selection::Account(_) => None,
    };
    app.tours.with(|tours| {
        let wanted = tours.iter().filter(|&(&territory, _)| chosen.is_none_or(|chosen| chosen == territory));
        wanted.map(|(_, tour)| TourLine::new(tour, &data.points, &data.projection)).collect()
    })
}

/// Device pixels a CSS pixel.
pub(super) fn device_pixel_ratio() -> f64 {
    window().device_pixel_ratio()
}

/// The map with its tools, legend and scale.
#[component]
pub fn MapView() -> impl IntoView {
    let app = expect_context::<App>();
    let shown = Shown::of(app);
    let place = NodeRef::<Div>::new();
    let layers = [NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new()];
    let viewport = RwSignal::new(None::<Viewport>);
    let hover = RwSignal::new(None::<AccountIx>);
    keep_size(place, shown.data, viewport);
    paint_layers(app, shown, layers, viewport, hover);
    let gestures = StoredValue::new(Gestures::default());
    let act = move |gesture: Gesture| match gesture {
        Gesture::Pan(dx, dy) => change(viewport, |view| view.pan(dx, dy)),
        Gesture::Zoom(x, y, factor) => change(viewport, |view| view.zoom_at(x, y, factor)),
        Gesture::Click(x, y) => select_at(app, shown, viewport, x, y),
    };
    let down = move |event: PointerEvent| {
        capture(&event);
        gestures.update_value(|gestures| gestures.down(event.pointer_id(), offset(&event)));
    };
    let moved = move |event: PointerEvent| {
        let gesture = gestures.try_update_value(|gestures| gestures.moved(event.pointer_id(), offset(&event))).flatten();
        match gesture {
            Some(gesture) => act(gesture),
            None => {
                let (x, y) = offset(&event);
                hover.set(account_at(shown, viewport, x, y));
            }
        }
    };
    let up = move |event: PointerEvent| {
        let gesture = gestures.try_update_value(|gestures| gestures.up(event.pointer_id(), offset(&event))).flatten();
        gesture.into_iter().for_each(act);
    };
    let wheel = move |event: WheelEvent| {
        event.prevent_default();
        let pixels = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { 16.0 } else { 1.0 } * event.delta_y();
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        act(Gesture::Zoom(x, y, libm::exp2(-pixels / WHEEL_DOUBLES)));
    };
    let double = move |event: MouseEvent| act(Gesture::Zoom(f64::from(event.offset_x()), f64::from(event.offset_y()), 2.0));
    let key = move |event: KeyboardEvent| on_key(app, shown, viewport, &event);
    let words = move || {
        let (territories, accounts) = app.plan.with(|plan| {
            plan.as_ref().map_or((0, 0), |p| (p.alignment().territories().len(), p.dataset().accounts().len()))
        });
        format!(
            "Map of {} and {}. Arrow keys pan, plus and minus zoom, 0 shows all, N goes to the next territory. The table \
             below holds the same.",
            locale::counted(territories, "territory", "territories"),
            locale::counted(accounts, "account", "accounts"),
        )
    };
    let zoom = move |factor: f64| change(viewport, move |view| view.zoom_at(view.size()[0] / 2.0, view.size()[1] / 2.0, factor));
    view! {
        <section class="map" id="map" aria-label="Map">
            <div
                class="mapview"
                node_ref=place
                tabindex="0"
                role="application"
                aria-label=words
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=move |event| gestures.update_value(|gestures| gestures.cancel(event.pointer_id()))
                on:pointerleave=move |_| hover.set(None)
                on:wheel=wheel
                on:dblclick=double
                on:keydown=key
            >
                {layers.map(|layer| view! { <canvas node_ref=layer aria-hidden="true"></canvas> }).collect_view()}
            </div>
            <Legend />
            <Tooltip shown viewport hover />
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
            </div>
            <Scale shown viewport />
        </section>
    }
}

fn offset(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

/// Keeps getting the pointer's events when it leaves the map with the button down.
fn capture(event: &PointerEvent) {
    let target = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(target) = target {
        // A pointer that is gone already needs no capture.
        let _captured = target.set_pointer_capture(event.pointer_id());
    }
}

fn change(viewport: RwSignal<Option<Viewport>>, change: impl FnOnce(Viewport) -> Viewport) {
    viewport.update(|view| *view = view.map(change));
}

fn show_all(shown: Shown, viewport: RwSignal<Option<Viewport>>) {
    if let Some(bounds) = shown.data.with_untracked(|data| data.as_ref().and_then(|data| data.points.bounds())) {
        change(viewport, |view| view.showing(bounds, FIT_MARGIN));
    }
}

fn account_at(shown: Shown, viewport: RwSignal<Option<Viewport>>, x: f64, y: f64) -> Option<AccountIx> {
    let view = viewport.get_untracked()?;
    shown.data.with_untracked(|data| data.as_ref()?.points.nearest(&view, x, y, HOVER_RADIUS))
}

/// A click on an account selects it; beside one, the territory that the place lies in.
fn select_at(app: App, shown: Shown, viewport: RwSignal<Option<Viewport>>, x: f64, y: f64) {
    if let Some(account) = account_at(shown, viewport, x, y) {
        return app.selection.set(Selection::Account(account));
    }
    let territory = viewport.get_untracked().and_then(|view| {
        let nearest = shown.data.with_untracked(|data| data.as_ref()?.points.closest(view.world_from_screen([x, y])))?;
        shown.owners.with_untracked(|owners| owners.get(nearest.index()).copied().flatten())
    });
    match territory.filter(|_| app.best.with_untracked(Option::is_none)) {
        Some(territory) => app.toggle(territory),
        None => app.selection.set(Selection::Plan),
    }
}

fn on_key(app: App, shown: Shown, viewport: RwSignal<Option<Viewport>>, event: &KeyboardEvent) {
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
        "Enter" => {
            if let Some(view) = viewport.get_untracked() {
                let [width, height] = view.size();
                let middle = view.world_from_screen([width / 2.0, height / 2.0]);
                let account = shown.data.with_untracked(|data| data.as_ref()?.points.closest(middle));
                account.into_iter().for_each(|account| app.selection.set(Selection::Account(account)));
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
        Selection::Plan | Selection::Account(_) => if by > 0 { 0 } else { count - 1 },
    };
    app.selection.set(Selection::Territory(TerritoryIx(u16::try_from(next).unwrap_or(0))));
}

/// Follows the size of the map's place, and shows all accounts of a new plan.
fn keep_size(place: NodeRef<Div>, data: RwSignal<Option<Arc<MapData>>>, viewport: RwSignal<Option<Viewport>>) {
    let size = RwSignal::new(None::<(f64, f64)>);
    Effect::new(move |_| {
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
        on_cleanup(move || drop(kept.try_with_value(|(observer, _)| observer.disconnect())));
    });
    let fitted_for = StoredValue::new(0_usize);
    Effect::new(move |_| {
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

/// Paints each layer in the next frame after something that it shows has changed.
fn paint_layers(
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
        let (colours, casing) = (palette.points(), palette.colour(Token::MapCasing));
        let look = PointLook { owners: &owners, slots: &slots, colours: &colours, casing, hidden: &[] };
        with_context(canvas, &view, |context, ratio| {
            // A picture of the canvas's own size always fits.
            let _shown = canvas::blit(context, &points_raster(&data.points, &sizes, &view, ratio, look));
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

fn hand_scene(app: App, shown: Shown, view: &Viewport, hover: Option<AccountIx>) -> crate::scene::Scene {
    let (data, sizes, marks) = (shown.data.get(), shown.sizes.get(), shown.marks.get());
    let at = |account: AccountIx| Some((data.as_ref()?.points.place(account)?, sizes.radius(account)));
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

/// Gathers what a layer shows whenever something of it changes, and paints the last of it in the next frame.
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
            request_animation_frame(move || {
                let gathered = waiting.borrow_mut().take();
                if let Some(gathered) = gathered {
                    paint(&canvas, gathered);
                }
            });
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

/// What lies under the cursor, in words.
#[component]
fn Tooltip(shown: Shown, viewport: RwSignal<Option<Viewport>>, hover: RwSignal<Option<AccountIx>>) -> impl IntoView {
    let app = expect_context::<App>();
    let at = move || {
        let (account, view) = (hover.get()?, viewport.get()?);
        let place = shown.data.with(|data| data.as_ref()?.points.place(account))?;
        Some(view.screen_from_world(place))
    };
    let words = move || {
        let account = hover.get()?;
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let own = plan.dataset().accounts().get(account);
            let name = if own.name.is_empty() { own.id } else { own.name };
            let owner = plan.alignment().owner(account);
            let territory = owner.and_then(|owner| Some((owner, plan.alignment().territory(owner)?)));
            let territory = territory.map(|(owner, own)| format!("{} {}", owner.index() + 1, own.name));
            Some((name.to_owned(), own.place.to_owned(), territory.unwrap_or_else(|| "Unassigned".to_owned())))
        })
    };
    view! {
        <div
            class="tooltip"
            class:shown=move || hover.get().is_some()
            style:left=move || at().map_or_else(String::new, |[x, _]| format!("{x}px"))
            style:top=move || at().map_or_else(String::new, |[_, y]| format!("{y}px"))
            role="presentation"
        >
            {move || {
                words()
                    .map(|(name, place, territory)| {
                        view! {
                            <b>{name}</b>
                            <span class="muted">{place}</span>
                            <span>{territory}</span>
                        }
                    })
            }}
        </div>
    }
}

/// The scale bar, and whose boundaries these are.
#[component]
fn Scale(shown: Shown, viewport: RwSignal<Option<Viewport>>) -> impl IntoView {
    let app = expect_context::<App>();
    let bar = move || {
        let view = viewport.get()?;
        let [width, height] = view.size();
        let middle = view.world_from_screen([width / 2.0, height / 2.0]);
        let meters = shown.data.with(|data| Some(data.as_ref()?.projection.meters_per_unit(middle)))? / view.scale();
        let unit = app.unit();
        let longest = unit.amount(Meters(meters * LONGEST_SCALE_BAR));
        let round = round_below(longest);
        Some((LONGEST_SCALE_BAR * round / longest, format!("{} {}", locale::number(round, u8::from(round < 1.0)), unit.sign())))
    };
    view! {
        <div class="scale">
            {move || {
                bar()
                    .map(|(length, words)| {
                        view! {
                            <svg viewBox="0 0 120 8" width="120" height="8" aria-hidden="true">
                                <path d=format!("M{:.1} 1v6H119V1", 119.0 - length) />
                            </svg>
                            <span>{words}</span>
                        }
                    })
            }}
            <span class="faint">"Boundaries: Natural Earth, US Census Bureau"</span>
        </div>
    }
}

/// The largest of 1, 2 and 5 times a power of ten that is not above `value`.
fn round_below(value: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(value.max(1e-9))));
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|&round| round <= value).unwrap_or(power)
}
