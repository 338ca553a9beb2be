//! The map in three layers: what lies below the points, what lies above them, and what follows the hand.

use super::areas::{AreaShape, Areas};
use super::basemap::Basemap;
use super::display::{Anchor, Item, Path, Scene, Stroke, Text};
use super::ink::{Ink, Opacity, Token};
use super::label_anchors::LabelAnchors;
use super::labels::labels;
use super::points::MapPoints;
use super::projection::MapProjection;
use super::rings::{clip_ring, thinned};
use super::stop_labels::{NUMBER_SIZE, plate};
use super::viewport::{Bounds, Viewport};
use crate::model::{TerritoryIx, Tour};

/// Points of a border nearer together than this, in CSS pixels, are one.
const LEAST_STEP: f64 = 0.8;

/// Pixels around the view that areas and lines still reach.
const MARGIN: f64 = 16.0;

/// What the map shows of a territory beside its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerritoryMark {
    /// Colour slot, 1 to 12.
    pub slot: u8,
    /// Its name; the label puts its number before it.
    pub name: String,
    /// The second line of the label, "106.5% ▲"; empty for none.
    pub note: String,
}

/// A tour as a line on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct TourLine {
    /// In the plane: from the start through the stops to the end.
    pub line: Vec<[f64; 2]>,
}

impl TourLine {
    /// The round trip of a tour; stops without a place are passed over.
    #[must_use]
    pub fn new(tour: &Tour, points: &MapPoints, projection: &MapProjection) -> Self {
        let [start, end] = [tour.start, tour.end].map(|at| projection.project(at));
        let stops = tour.stops.iter().filter_map(|&stop| points.place(stop));
        Self { line: std::iter::once(start).chain(stops).chain([end]).collect() }
    }
}

/// What [`map_scene`] and [`marks_scene`] show. Everything in it was computed before; a frame only places it.
#[derive(Debug, Clone, Copy, Default)]
pub struct MapContent<'a> {
    /// Countries and states, once they are loaded.
    pub basemap: Option<&'a Basemap>,
    /// The territories' areas, once there is an alignment.
    pub areas: Option<&'a Areas>,
    /// Places for labels; no labels without.
    pub anchors: Option<&'a LabelAnchors>,
    /// By territory.
    pub territories: &'a [TerritoryMark],
    /// By territory, whether it is left out; those beyond the end are shown.
    pub hidden: &'a [bool],
    /// The territory that stands out.
    pub selected: Option<TerritoryIx>,
    /// Whether the areas that are not selected step back, while a hand moves something.
    pub quiet: bool,
    /// Home bases, in the plane.
    pub homes: &'a [[f64; 2]],
    /// Tours to draw.
    pub tours: &'a [TourLine],
    /// Barriers as [`barrier_lines`](super::barrier_lines) gives them.
    pub barriers: &'a [Vec<[f64; 2]>],
}

/// All that lies below the points: sea, land, areas, state lines, borders, the outline of the selected territory.
#[must_use]
pub fn map_scene(viewport: &Viewport, content: &MapContent) -> Scene {
    let [width, height] = viewport.size();
    let mut items = vec![Path::rectangle([0.0; 2], [width, height]).filled(Ink::of(Token::MapSea))];
    let covered = covered(viewport, content);
    if let Some(basemap) = content.basemap {
        let coast = Stroke::solid(Ink::of(Token::MapCoast).alpha(0.45), 0.5);
        let fill = Some(Ink::of(Token::MapForeign));
        push(&mut items, basemap.foreign(viewport), fill, Some(coast));
        push(&mut items, basemap.outer_lakes(viewport), Some(Ink::of(Token::MapLake)), None);
        push(&mut items, basemap.land(viewport), Some(Ink::of(Token::MapLand)), None);
        push(&mut items, basemap.inner_lakes(viewport), Some(Ink::of(Token::MapLake)), None);
        let dashes = Stroke::dashed(Ink::of(Token::MapState), 0.6, 3.0, 2.0);
        push(&mut items, basemap.state_lines(viewport), None, Some(dashes));
    }
    if let Some(areas) = content.areas {
        // Fills and borders under one clip: clips cost most of a frame. State lines show through the fills.
        let mut inside = fills(viewport, content, areas);
        inside.extend(borders(viewport, areas));
        push_group(&mut items, &covered, inside);
    }
    if let Some(basemap) = content.basemap {
        push(&mut items, basemap.land(viewport), None, Some(Stroke::solid(Ink::of(Token::MapCoast), 0.7)));
    }
    if let Some(shape) = content.areas.zip(content.selected).and_then(|(areas, selected)| areas.shape(selected)) {
        let shore = content.basemap.map_or_else(|| covered.clone(), |basemap| basemap.shore(viewport));
        push_outline(&mut items, &area_path(viewport, shape), &covered, &shore);
    }
    Scene { width, height, items }
}

/// All that lies above the points: tours, home bases, labels.
#[must_use]
pub fn marks_scene(viewport: &Viewport, content: &MapContent) -> Scene {
    let [width, height] = viewport.size();
    let in_view = Bounds { min: [-MARGIN; 2], max: [width + MARGIN, height + MARGIN] };
    let mut items = Vec::new();
    let mut barriers = Path::new();
    for line in content.barriers {
        barriers.push_line(thinned(line.iter().map(|&at| viewport.screen_from_world(at)), LEAST_STEP));
    }
    push(&mut items, barriers.clone(), None, Some(Stroke::solid(Ink::of(Token::MapCasing).alpha(0.9), 5.0)));
    push(&mut items, barriers, None, Some(Stroke::dashed(Ink::of(Token::MapInk), 2.6, 8.0, 4.0)));
    let mut tours = Path::new();
    for tour in content.tours {
        tours.push_line(thinned(tour.line.iter().map(|&at| viewport.screen_from_world(at)), LEAST_STEP));
    }
    push(&mut items, tours.clone(), None, Some(Stroke::solid(Ink::of(Token::MapCasing).alpha(0.85), 3.6)));
    push(&mut items, tours, None, Some(Stroke::solid(Ink::of(Token::MapInk), 1.4)));
    let homes = content.homes.iter().map(|&home| viewport.screen_from_world(home)).filter(|&at| in_view.contains(at));
    let houses: Vec<_> = homes.collect();
    let casing = Stroke::solid(Ink::of(Token::MapCasing), 3.2);
    items.extend(houses.iter().map(|&at| house(at).stroked(casing)));
    items.extend(houses.iter().map(|&at| house(at).filled(Ink::of(Token::MapInk))));
    items.extend(labels(viewport, content, &houses));
    Scene { width, height, items }
}

/// A house of 11 by 10 pixels that stands in the middle of its place.
fn house([x, y]: [f64; 2]) -> Path {
    let outline = [[-5.5, -0.2], [0.0, -5.2], [5.5, -0.2], [3.9, -0.2], [3.9, 4.6], [-3.9, 4.6], [-3.9, -0.2]];
    Path::ring(outline.map(|[dx, dy]| [x + dx, y + dy]))
}

/// A standing square of 14 pixels across.
fn diamond([x, y]: [f64; 2]) -> Path {
    Path::ring([[0.0, -7.0], [7.0, 0.0], [0.0, 7.0], [-7.0, 0.0]].map(|[dx, dy]| [x + dx, y + dy]))
}

/// What territories may cover: the land around the accounts; without a basemap, the rectangle around them.
fn covered(viewport: &Viewport, content: &MapContent) -> Path {
    match content.basemap.map(|basemap| basemap.covered(viewport)) {
        Some(path) => path,
        None => content.areas.and_then(Areas::extent).map_or_else(Path::new, |extent| {
            let [across, down] = extent.size();
            let extent = extent.padded(across.max(down).max(10.0) * 0.05);
            Path::ring(extent.corners().map(|corner| viewport.screen_from_world(corner)))
        }),
    }
}

fn fills(viewport: &Viewport, content: &MapContent, areas: &Areas) -> Vec<Item> {
    let mut items = Vec::new();
    for shape in areas.shapes() {
        let index = shape.territory.index();
        let Some(mark) = content.territories.get(index) else { continue };
        if content.hidden.get(index).copied().unwrap_or(false) {
            continue;
        }
        let opacity = match content.selected {
            Some(selected) if selected == shape.territory => Opacity::FillStrong,
            Some(_) if content.quiet => Opacity::FillQuiet,
            _ => Opacity::Fill,
        };
        let ink = Ink::of(Token::territory(mark.slot)).with(opacity);
        push(&mut items, area_path(viewport, shape), Some(ink), None);
    }
    items
}

fn area_path(viewport: &Viewport, shape: &AreaShape) -> Path {
    let in_view = viewport.world_bounds(MARGIN);
    let mut path = Path::new();
    if !shape.bounds.is_some_and(|bounds| bounds.meets(in_view)) {
        return path;
    }
    let least = LEAST_STEP / viewport.scale();
    for ring in &shape.rings {
        let ring: Vec<_> = thinned(ring.iter().copied(), least).collect();
        path.push_ring(clip_ring(&ring, in_view).into_iter().map(|at| viewport.screen_from_world(at)));
    }
    path
}

fn borders(viewport: &Viewport, areas: &Areas) -> Vec<Item> {
    let in_view = viewport.world_bounds(MARGIN);
    let least = LEAST_STEP / viewport.scale();
    let mut path = Path::new();
    for border in areas.borders() {
        if Bounds::around(border.line.iter().copied()).is_some_and(|bounds| bounds.meets(in_view)) {
            let line = thinned(border.line.iter().copied(), least);
            path.push_line(line.map(|at| viewport.screen_from_world(at)));
        }
    }
    let mut items = Vec::new();
    push(&mut items, path.clone(), None, Some(Stroke::solid(Ink::of(Token::MapCasing).alpha(0.85), 3.2)));
    push(&mut items, path, None, Some(Stroke::solid(Ink::of(Token::MapInk).alpha(0.6), 1.0)));
    items
}

/// The outline runs along the area's border where that is on land, and along the shore where that is in the area.
fn push_outline(items: &mut Vec<Item>, area: &Path, covered: &Path, shore: &Path) {
    for stroke in [Stroke::solid(Ink::of(Token::MapCasing), 5.5), Stroke::solid(Ink::of(Token::MapInk), 2.25)] {
        push_group(items, covered, vec![area.clone().stroked(stroke)]);
        push_group(items, area, vec![shore.clone().stroked(stroke)]);
    }
}

fn push(items: &mut Vec<Item>, path: Path, fill: Option<Ink>, stroke: Option<Stroke>) {
    if !path.is_empty() {
        items.push(Item::Path { path, fill, stroke });
    }
}

fn push_group(items: &mut Vec<Item>, clip: &Path, inside: Vec<Item>) {
    if !clip.is_empty() && !inside.is_empty() {
        items.push(Item::Group { clip: clip.clone(), items: inside });
    }
}

/// What [`overlay_scene`] shows. Radii are those of the points, [`PointSizes::radius`](super::PointSizes::radius).
#[derive(Debug, Clone, Copy, Default)]
pub struct Overlay<'a> {
    /// The account under the cursor: its place in the plane and its radius.
    pub hover: Option<([f64; 2], f64)>,
    /// Accounts that are selected: place, radius and colour slot, 0 for unassigned.
    pub selected: &'a [([f64; 2], f64, u8)],
    /// Where a day starts and ends, in the plane.
    pub bases: &'a [[f64; 2]],
    /// Stops of a day: place in the plane and label, [`stop_label`](super::stop_label).
    pub stops: &'a [([f64; 2], String)],
}

/// What follows the hand: a ring around the account under the cursor, the selected accounts in ink, the numbers of a day's
/// stops.
#[must_use]
pub fn overlay_scene(viewport: &Viewport, overlay: &Overlay) -> Scene {
    let [width, height] = viewport.size();
    let mut items = Vec::new();
    for &(place, radius, slot) in overlay.selected {
        let at = viewport.screen_from_world(place);
        let casing = Stroke::solid(Ink::of(Token::MapCasing), 4.0);
        items.push(Item::Circle { at, radius: radius + 1.2, fill: None, stroke: Some(casing) });
        let ink = Stroke::solid(Ink::of(Token::MapInk), 1.5);
        let fill = Some(Ink::of(Token::territory(slot)));
        items.push(Item::Circle { at, radius: radius + 1.2, fill, stroke: Some(ink) });
    }
    for base in overlay.bases {
        let diamond = diamond(viewport.screen_from_world(*base));
        items.push(diamond.clone().stroked(Stroke::solid(Ink::of(Token::MapCasing), 4.5)));
        items.push(diamond.clone().filled(Ink::of(Token::MapCasing)));
        items.push(diamond.stroked(Stroke::solid(Ink::of(Token::MapInk), 2.0)));
    }
    for (place, number) in overlay.stops {
        let [x, y] = viewport.screen_from_world(*place);
        let (path, fill) = (plate([x, y], number), Some(Ink::of(Token::MapInk)));
        let stroke = Some(Stroke::solid(Ink::of(Token::MapCasing), 1.5));
        items.push(Item::Path { path, fill, stroke });
        items.push(Item::Text(Text {
            at: [x, y + NUMBER_SIZE * 0.36],
            text: number.clone(),
            size: NUMBER_SIZE,
            weight: 600,
            anchor: Anchor::Middle,
            ink: Ink::of(Token::MapCasing),
            halo: None,
        }));
    }
    if let Some((place, radius)) = overlay.hover {
        let at = viewport.screen_from_world(place);
        let ring = |token, width| Some(Stroke::solid(Ink::of(token), width));
        items.push(Item::Circle { at, radius: radius + 3.0, fill: None, stroke: ring(Token::MapCasing, 4.0) });
        items.push(Item::Circle { at, radius: radius + 3.0, fill: None, stroke: ring(Token::MapInk, 1.75) });
    }
    Scene { width, height, items }
}

#[cfg(test)]
mod tests {
    use super::super::tessellation::Tessellation;
    use super::*;

    /// Four territories side by side, each of 20 accounts in a column.
    struct Columns {
        areas: Areas,
        anchors: LabelAnchors,
        marks: Vec<TerritoryMark>,
        viewport: Viewport,
    }

    impl Columns {
        fn new() -> Self {
            let places: Vec<_> = (0..80).map(|i| Some([f64::from(i % 4) * 100.0, f64::from(i / 4) * 10.0])).collect();
            let owners: Vec<_> = (0u16..80).map(|i| Some(TerritoryIx(i % 4))).collect();
            let areas = Tessellation::new(&places).areas(&owners, 4);
            let mark = |slot: u8| TerritoryMark { slot, name: "Plains".to_owned(), note: "99.7%".to_owned() };
            let bounds = Bounds::around(places.into_iter().flatten()).expect("not empty");
            let viewport = Viewport::fit(900.0, 500.0, bounds.padded(40.0), 20.0);
            Self { anchors: LabelAnchors::new(&areas, None), areas, marks: (1..5).map(mark).collect(), viewport }
        }

        fn content(&self) -> MapContent<'_> {
            let (areas, anchors) = (Some(&self.areas), Some(&self.anchors));
            MapContent { areas, anchors, territories: &self.marks, ..MapContent::default() }
        }
    }

    fn fills(items: &[Item]) -> Vec<Ink> {
        let inks = items.iter().flat_map(|item| match item {
            Item::Path { fill: Some(ink), .. } => vec![*ink],
            Item::Group { items, .. } => fills(items),
            _ => Vec::new(),
        });
        inks.collect()
    }

    fn texts(scene: &Scene) -> Vec<&str> {
        let texts = scene.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text.text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn areas_stand_out_and_step_back() {
        let columns = Columns::new();
        let found = |content| fills(&map_scene(&columns.viewport, &content).items)[1..].to_vec();
        let ink = |slot, opacity| Ink::of(Token::territory(slot)).with(opacity);
        let all = |opacity| (1..5).map(|slot| ink(slot, opacity)).collect::<Vec<_>>();
        assert_eq!(found(columns.content()), all(Opacity::Fill));
        let content = MapContent { selected: Some(TerritoryIx(1)), quiet: true, ..columns.content() };
        let mut expected = all(Opacity::FillQuiet);
        expected[1] = ink(2, Opacity::FillStrong);
        assert_eq!(found(content), expected);
        assert_eq!(found(MapContent { hidden: &[true, true, true], ..columns.content() }), [ink(4, Opacity::Fill)]);
        assert_eq!(fills(&map_scene(&columns.viewport, &MapContent::default()).items), [Ink::of(Token::MapSea)]);
    }

    #[test]
    fn labels_fit_or_shrink_to_the_number() {
        let columns = Columns::new();
        let near = marks_scene(&columns.viewport, &columns.content());
        assert_eq!(texts(&near).len(), 8);
        assert!(texts(&near).contains(&"3 Plains"));
        let far = Viewport::fit(150.0, 120.0, columns.areas.extent().expect("not empty").padded(40.0), 2.0);
        assert_eq!(texts(&marks_scene(&far, &columns.content())), ["2 Plains", "99.7%", "3 Plains", "99.7%", "1", "4"]);
        let selected = MapContent { selected: Some(TerritoryIx(2)), ..columns.content() };
        assert_eq!(texts(&marks_scene(&far, &selected))[0], "3 Plains");
        let inside = columns.viewport.zoom_at(450.0, 250.0, 40.0);
        assert_eq!(texts(&marks_scene(&inside, &columns.content())).len(), 2, "the one in the middle of the view");
    }

    #[test]
    fn homes_and_tours_lie_in_view() {
        let columns = Columns::new();
        let tours = [TourLine { line: vec![[0.0, 0.0], [300.0, 100.0], [0.0, 0.0]] }];
        let homes = [[0.0, 0.0], [9000.0, 0.0]];
        let content = MapContent { tours: &tours, homes: &homes, ..MapContent::default() };
        assert_eq!(marks_scene(&columns.viewport, &content).items.len(), 4, "casing and ink of one tour and one house");
        let stops = [([50.0, 0.0], "1".to_owned()), ([60.0, 0.0], "2, 13".to_owned())];
        let overlay =
            Overlay { hover: Some(([0.0, 0.0], 3.0)), selected: &[([100.0, 0.0], 3.0, 2)], stops: &stops, bases: &[] };
        let items = overlay_scene(&columns.viewport, &overlay).items;
        assert_eq!(items.len(), 8, "two rings each, and a plate and a number a stop");
        assert_eq!(fills(&items), [Ink::of(Token::MapInk); 2]);
    }
}
