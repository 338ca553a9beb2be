//! Number and name of each territory, set so that no two labels overlap.

use super::display::{Anchor, Item, Stroke, Text};
use super::ink::{Ink, Token};
use super::map::MapContent;
use super::rings;
use super::text_width::text_width;
use super::viewport::{Bounds, Viewport};
use crate::model::TerritoryIx;

const NAME_SIZE: f64 = 11.5;
const NOTE_SIZE: f64 = 10.5;
const LINE: f64 = 13.0;

/// The labels that fit into the view: the selected territory's first, then in order. A label that would lie on another
/// tries its territory's other places, then its number alone.
pub(super) fn labels(viewport: &Viewport, content: &MapContent) -> Vec<Item> {
    let mut order: Vec<_> = (0u16..).take(content.territories.len()).map(TerritoryIx).collect();
    order.sort_by_key(|&territory| (content.selected != Some(territory), territory));
    order.retain(|territory| !content.hidden.get(territory.index()).copied().unwrap_or(false));
    let mut taken: Vec<Bounds> = Vec::new();
    let mut items = Vec::new();
    let mut numbers_only = Vec::new();
    for territory in order {
        if !place(viewport, content, territory, false, &mut taken, &mut items) {
            numbers_only.push(territory);
        }
    }
    for territory in numbers_only {
        place(viewport, content, territory, true, &mut taken, &mut items);
    }
    items
}

fn place(
    viewport: &Viewport,
    content: &MapContent,
    territory: TerritoryIx,
    number_only: bool,
    taken: &mut Vec<Bounds>,
    items: &mut Vec<Item>,
) -> bool {
    let Some(mark) = content.territories.get(territory.index()) else { return false };
    let number = usize::from(territory.0) + 1;
    let (name, note) =
        if number_only { (number.to_string(), "") } else { (format!("{number} {}", mark.name), mark.note.as_str()) };
    let half = text_width(&name, NAME_SIZE, 600).max(text_width(note, NOTE_SIZE, 400)) / 2.0 + 3.0;
    let (above, below) = if note.is_empty() { (8.0, 7.0) } else { (14.0, 15.0) };
    let [width, height] = viewport.size();
    let fits = |&[x, y]: &[f64; 2]| {
        let label = Bounds { min: [x - half, y - above], max: [x + half, y + below] };
        let inside = Bounds { min: [0.0; 2], max: [width, height] }.encloses(label);
        (inside && !taken.iter().any(|other| other.meets(label))).then_some(([x, y], label))
    };
    let Some(([x, y], label)) = candidates(viewport, content, territory).iter().find_map(fits) else { return false };
    taken.push(label);
    let base = if note.is_empty() { y + 4.0 } else { y - 2.0 };
    items.push(text([x, base], name, NAME_SIZE, 600));
    if !note.is_empty() {
        items.push(text([x, base + LINE], note.to_owned(), NOTE_SIZE, 400));
    }
    true
}

/// Places in CSS pixels: those of the area, and the middle of the view for an area that has its own ones outside it.
fn candidates(viewport: &Viewport, content: &MapContent, territory: TerritoryIx) -> Vec<[f64; 2]> {
    let anchors = content.anchors.map_or(&[][..], |anchors| anchors.of(territory));
    let mut places: Vec<_> = anchors.iter().map(|&at| viewport.screen_from_world(at)).collect();
    let shape = content.areas.and_then(|areas| areas.shape(territory));
    let fills_middle = shape.is_some_and(|shape| {
        let around = shape.rings.iter().filter(|ring| rings::contains(ring, viewport.center()));
        around.count() % 2 == 1
    });
    if fills_middle {
        let [width, height] = viewport.size();
        places.extend([[width / 2.0, height / 2.0], [width / 2.0, height / 3.0]]);
    }
    places
}

fn text(at: [f64; 2], text: String, size: f64, weight: u16) -> Item {
    let halo = Stroke::solid(Ink::of(Token::MapHalo).alpha(0.8), 3.0);
    Item::Text(Text { at, text, size, weight, anchor: Anchor::Middle, ink: Ink::of(Token::MapInk), halo: Some(halo) })
}
