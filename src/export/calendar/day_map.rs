//! The route of a day as a small picture that also tells in black and white: no base map, north up, true to scale.

use crate::geography::Plane;
use crate::scene::{Anchor, Ink, Item, Path, Scene, Stroke, Text, Token};
use crate::units::LonLat;

const WIDTH: f64 = 700.0;
const HEIGHT: f64 = 230.0;

/// Around the points, in pixels.
const MARGIN: f64 = 30.0;

/// Of the disc that a stop's number stands in, in pixels.
const RADIUS: f64 = 10.0;

/// Between the middles of two discs, in pixels.
const GAP: f64 = 2.0 * RADIUS + 3.0;

/// What the picture spans at least, in metres: of points in one place there is no scale to tell.
const LEAST_SPAN: f64 = 1000.0;

/// With more stops than these, their discs lie where they lie.
const MOST_DISCS: usize = 60;

const INK: Ink = Ink::of(Token::MapInk);

/// The picture of a day: where it starts and ends, and the stops in order, each with its number. `None` where nothing has a place.
///
/// O(stops²), for the discs are pushed apart.
pub(super) fn day_map([base, end]: [Option<LonLat>; 2], stops: &[(usize, LonLat)]) -> Option<Scene> {
    // A day that ends elsewhere than it starts, and not at its last stop, has a second mark.
    let last = stops.last().map(|(_, place)| *place);
    let other = end.filter(|_| end != base && end != last);
    let way = base.into_iter().chain(stops.iter().map(|(_, place)| *place));
    let places: Vec<LonLat> = way.chain(other).collect();
    if places.is_empty() {
        return None;
    }
    let (points, metres_a_pixel) = fit(&places);
    let discs = apart(&points);
    let mut items =
        vec![Path::rectangle([0.5, 0.5], [WIDTH - 0.5, HEIGHT - 0.5]).stroked(Stroke::solid(INK.alpha(0.5), 1.0))];
    items.extend(route(&points, other.is_some(), base.is_some() && end == base));
    for (point, disc) in points.iter().zip(&discs) {
        if length(*point, *disc) > 2.0 {
            items.push(Path::line([*point, *disc]).stroked(Stroke::solid(INK, 1.0)));
            items.push(Item::Circle { at: *point, radius: 2.5, fill: Some(INK), stroke: None });
        }
    }
    // Beyond the stops there may be the end.
    let numbered = discs.iter().skip(usize::from(base.is_some())).zip(stops);
    for (disc, (number, _)) in numbered {
        items.extend(stop_mark(*disc, *number));
    }
    if let Some(disc) = discs.first().filter(|_| base.is_some()) {
        items.extend(base_mark(*disc));
    }
    if let Some(disc) = discs.last().filter(|_| other.is_some()) {
        items.extend(base_mark(*disc));
    }
    items.extend(scale_bar(metres_a_pixel));
    items.extend(north());
    Some(Scene { width: WIDTH, height: HEIGHT, items })
}

/// Where the places are in the picture, and what a pixel of it measures.
fn fit(places: &[LonLat]) -> (Vec<[f64; 2]>, f64) {
    let plane = Plane::fit(places);
    let points: Vec<[f64; 2]> = places.iter().map(|place| plane.project(*place)).collect();
    let ends = |axis: usize| {
        let values = points.iter().map(|point| point[axis]);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((west, east), (south, north)) = (ends(0), ends(1));
    let metres_a_pixel = ((east - west).max(LEAST_SPAN) / (WIDTH - 2.0 * MARGIN))
        .max((north - south).max(LEAST_SPAN) / (HEIGHT - 2.0 * MARGIN));
    let middle = [f64::midpoint(west, east), f64::midpoint(south, north)];
    let place = |[x, y]: [f64; 2]| {
        [WIDTH / 2.0 + (x - middle[0]) / metres_a_pixel, HEIGHT / 2.0 - (y - middle[1]) / metres_a_pixel]
    };
    (points.into_iter().map(place).collect(), metres_a_pixel)
}

/// Places near the points for marks that do not cover each other.
fn apart(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut discs = points.to_vec();
    if discs.len() > MOST_DISCS {
        return discs;
    }
    for _ in 0..100 {
        for second in 1..discs.len() {
            for first in 0..second {
                let away = difference(discs[second], discs[first]);
                let distance = length(discs[second], discs[first]);
                if distance >= GAP {
                    continue;
                }
                // Points in one place part in directions that differ from pair to pair (the golden angle).
                let [x, y] = if distance > 1e-6 {
                    away.map(|part| part / distance)
                } else {
                    let (sin, cos) = libm::sincos(2.4 * second as f64);
                    [cos, sin]
                };
                let push = (GAP - distance) / 2.0;
                discs[second] = inside([discs[second][0] + x * push, discs[second][1] + y * push]);
                discs[first] = inside([discs[first][0] - x * push, discs[first][1] - y * push]);
            }
        }
    }
    discs
}

fn inside([x, y]: [f64; 2]) -> [f64; 2] {
    let edge = RADIUS + 4.0;
    [x.clamp(edge, WIDTH - edge), y.clamp(edge, HEIGHT - edge)]
}

fn difference(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] - b[0], a[1] - b[1]]
}

fn length(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [x, y] = difference(a, b);
    (x * x + y * y).sqrt()
}

/// The line through the points in order; the way to the end is dashed, be it the last point or the first.
fn route(points: &[[f64; 2]], has_end: bool, is_round: bool) -> Vec<Item> {
    let (way, end) = match points.split_last() {
        Some((end, way)) if has_end => (way, Some(*end)),
        _ => (points, points.first().copied().filter(|_| is_round && points.len() > 1)),
    };
    let mut items = vec![Path::line(way.iter().copied()).stroked(Stroke::solid(INK, 1.5))];
    if let Some((last, end)) = way.last().zip(end) {
        items.push(Path::line([*last, end]).stroked(Stroke::dashed(INK, 1.5, 5.0, 4.0)));
    }
    items
}

fn stop_mark(at: [f64; 2], number: usize) -> [Item; 2] {
    let (fill, stroke) = (Some(Ink::of(Token::Surface)), Some(Stroke::solid(INK, 1.5)));
    let number = text([at[0], at[1] + 4.0], number.to_string(), 11.5, Anchor::Middle);
    [Item::Circle { at, radius: RADIUS, fill, stroke }, number]
}

/// A house.
fn base_mark([x, y]: [f64; 2]) -> [Item; 2] {
    let outline = [[-11.0, 0.0], [0.0, -11.0], [11.0, 0.0], [8.0, 0.0], [8.0, 9.0], [-8.0, 9.0], [-8.0, 0.0]];
    let house = Path::ring(outline.map(|[right, down]| [x + right, y + down]));
    let halo = house.clone().stroked(Stroke::solid(Ink::of(Token::Surface), 4.0));
    [halo, house.filled(INK)]
}

/// A bar of a round length at the lower left.
fn scale_bar(metres_a_pixel: f64) -> [Item; 2] {
    let longest = metres_a_pixel * WIDTH / 5.0;
    let mut unit = 100.0;
    while unit * 10.0 <= longest {
        unit *= 10.0;
    }
    let metres = [5.0, 2.0].into_iter().map(|times| times * unit).find(|&metres| metres <= longest).unwrap_or(unit);
    let words = if metres < 1000.0 { format!("{metres} m") } else { format!("{} km", metres / 1000.0) };
    let (left, right, bottom) = (12.0, 12.0 + metres / metres_a_pixel, HEIGHT - 12.0);
    let bar = Path::line([[left, bottom - 5.0], [left, bottom], [right, bottom], [right, bottom - 5.0]]);
    [bar.stroked(Stroke::solid(INK, 1.5)), text([right + 6.0, bottom], words, 11.0, Anchor::Start)]
}

/// An arrow to the north at the upper right.
fn north() -> [Item; 2] {
    let (x, y) = (WIDTH - 18.0, 12.0);
    let arrow = Path::ring([[x, y], [x + 5.0, y + 14.0], [x, y + 10.0], [x - 5.0, y + 14.0]]);
    [arrow.filled(INK), text([x, y + 26.0], "N".to_owned(), 11.0, Anchor::Middle)]
}

fn text(at: [f64; 2], text: String, size: f64, anchor: Anchor) -> Item {
    let halo = Some(Stroke::solid(Ink::of(Token::Surface), 3.0));
    Item::Text(Text { at, text, size, weight: 600, anchor, ink: INK, halo })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("on the globe")
    }

    fn discs(scene: &Scene) -> Vec<[f64; 2]> {
        let is_disc = |item: &Item| match item {
            Item::Circle { at, radius, .. } if (radius - RADIUS).abs() < 1e-9 => Some(*at),
            _ => None,
        };
        scene.items.iter().filter_map(is_disc).collect()
    }

    fn texts(scene: &Scene) -> Vec<&str> {
        let mut found = Vec::new();
        for item in &scene.items {
            if let Item::Text(text) = item {
                found.push(text.text.as_str());
            }
        }
        found
    }

    #[test]
    fn north_is_up_and_the_bar_is_true() {
        // A degree of latitude: 111.195 km on the 170 pixels between the margins.
        let scene =
            day_map([Some(at(0.0, 0.0)); 2], &[(1, at(0.0, 1.0)), (2, at(0.5, 0.5))]).expect("there are points");
        let found = discs(&scene);
        assert!(found[0][1] < found[1][1] && found[0][0] < found[1][0], "{found:?}");
        assert_eq!(texts(&scene), ["1", "2", "50 km", "N"]);
        let bar = scene.items.iter().rev().find_map(|item| match item {
            Item::Path { path, stroke: Some(_), .. } => Some(path.steps().to_vec()),
            _ => None,
        });
        let crate::scene::Step::Line([right, _]) = bar.expect("there is a bar")[2] else { panic!("the bar is a line") };
        assert!((right - 12.0 - 170.0 * 50.0 / 111.195).abs() < 0.5, "{right}");
        assert_eq!(day_map([None; 2], &[]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Twelve stops, many in one place: every number can be read, inside the frame.
        #[test]
        fn no_number_covers_another(places in prop::collection::vec((0..3_u8, 0..3_u8), 1..12)) {
            let places: Vec<(usize, LonLat)> =
                (1..).zip(places).map(|(number, (x, y))| (number, at(f64::from(x) / 50.0, 40.0 + f64::from(y) / 100.0))).collect();
            let scene = day_map([Some(at(0.0, 40.0)); 2], &places).expect("there are points");
            let found = discs(&scene);
            prop_assert_eq!(found.len(), places.len());
            for (position, first) in found.iter().enumerate() {
                prop_assert!(first[0] >= RADIUS && first[0] <= WIDTH - RADIUS && first[1] >= RADIUS && first[1] <= HEIGHT - RADIUS);
                for second in &found[position + 1..] {
                    prop_assert!(length(*first, *second) >= 2.0 * RADIUS - 1.0, "{first:?} {second:?}");
                }
            }
        }
    }
}
