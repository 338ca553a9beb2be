//! Number and name of each territory, set so that no two labels overlap.

use super::display::{Anchor, Item, Stroke, Text};
use super::ink::{Ink, Token};
use super::label_anchors::LabelAnchor;
use super::map::MapContent;
use super::rings;
use super::text_width::text_width;
use super::viewport::{Bounds, Viewport};
use crate::model::TerritoryIx;
use crate::sorting::sort_by;

const NAME_SIZE: f64 = 11.5;
const NOTE_SIZE: f64 = 10.5;
const LINE: f64 = 13.0;

/// A label may reach this many times as far as its area has room to each side: coasts leave room beyond.
const OVERHANG: f64 = 1.8;

/// The labels that fit into the view: the selected territory's first, then in order. A label keeps clear of houses and
/// of other labels; where it cannot, or where its area is too small for it, the number stands alone.
pub(super) fn labels(viewport: &Viewport, content: &MapContent, houses: &[[f64; 2]]) -> Vec<Item> {
    let mut order: Vec<_> = (0u16..).take(content.territories.len()).map(TerritoryIx).collect();
    sort_by(&mut order, &|&a, &b| (content.selected != Some(a), a).cmp(&(content.selected != Some(b), b)));
    order.retain(|territory| !content.hidden.get(territory.index()).copied().unwrap_or(false));
    let taken = houses.iter().map(|&[x, y]| Bounds { min: [x - 7.0, y - 7.0], max: [x + 7.0, y + 6.0] });
    let mut setting = Setting { viewport, content, taken: taken.collect(), items: Vec::new() };
    let left_over: Vec<_> = order.into_iter().filter(|&territory| !setting.name(territory)).collect();
    for territory in left_over {
        setting.number(territory);
    }
    setting.items
}

struct Setting<'a> {
    viewport: &'a Viewport,
    content: &'a MapContent<'a>,
    taken: Vec<Bounds>,
    items: Vec<Item>,
}

impl Setting<'_> {
    /// Sets number, name and note; says whether there was room.
    fn name(&mut self, territory: TerritoryIx) -> bool {
        let Some(mark) = self.content.territories.get(territory.index()) else { return true };
        let name = format!("{} {}", u32::from(territory.0) + 1, mark.name);
        let half = text_width(&name, NAME_SIZE, 600).max(text_width(&mark.note, NOTE_SIZE, 400)) / 2.0;
        let height = if mark.note.is_empty() { LINE } else { 2.0 * LINE };
        let is_selected = self.content.selected == Some(territory);
        let wanted = if is_selected { 0.0 } else { half / OVERHANG };
        let Some([x, y]) = self.take(territory, [half, height / 2.0], wanted) else { return false };
        let base = y - height / 2.0 + 10.0;
        self.items.push(text([x, base], name, NAME_SIZE, 600));
        if !mark.note.is_empty() {
            self.items.push(text([x, base + LINE], mark.note.clone(), NOTE_SIZE, 400));
        }
        true
    }

    fn number(&mut self, territory: TerritoryIx) {
        let number = (u32::from(territory.0) + 1).to_string();
        let half = text_width(&number, NAME_SIZE, 600) / 2.0;
        if let Some([x, y]) = self.take(territory, [half, LINE / 2.0], 0.0) {
            self.items.push(text([x, y + 4.0], number, NAME_SIZE, 600));
        }
    }

    /// The first free place for a box of that half width and height, in CSS pixels; it is taken then.
    fn take(&mut self, territory: TerritoryIx, [across, down]: [f64; 2], wanted: f64) -> Option<[f64; 2]> {
        let [width, height] = self.viewport.size();
        let view = Bounds { min: [2.0; 2], max: [width - 2.0, height - 2.0] };
        let roomy = self.candidates(territory).into_iter().filter(|&(_, room)| room >= wanted);
        let shifted = roomy.flat_map(|([x, y], _)| [0.0, -20.0, 20.0].map(|shift| [x, y + shift]));
        let boxes =
            shifted.map(|[x, y]| Bounds { min: [x - across - 2.0, y - down], max: [x + across + 2.0, y + down] });
        let free =
            boxes.into_iter().find(|label| view.encloses(*label) && !self.taken.iter().any(|t| t.meets(*label)))?;
        self.taken.push(free);
        Some(free.center())
    }

    /// Places and the room around them in CSS pixels: those of the area, and the middle of the view for an area that has
    /// its own ones outside it.
    fn candidates(&self, territory: TerritoryIx) -> Vec<([f64; 2], f64)> {
        let anchors = self.content.anchors.map_or(&[][..], |anchors| anchors.of(territory));
        let on_screen =
            |anchor: &LabelAnchor| (self.viewport.screen_from_world(anchor.at), anchor.room * self.viewport.scale());
        let mut places: Vec<_> = anchors.iter().map(on_screen).collect();
        let shape = self.content.areas.and_then(|areas| areas.shape(territory));
        let fills_middle = shape.is_some_and(|shape| {
            let around = shape.rings.iter().filter(|ring| rings::contains(ring, self.viewport.center()));
            around.count() % 2 == 1
        });
        if fills_middle {
            let [width, height] = self.viewport.size();
            places.extend([([width / 2.0, height / 2.0], width), ([width / 2.0, height / 3.0], width)]);
        }
        places
    }
}

fn text(at: [f64; 2], text: String, size: f64, weight: u16) -> Item {
    let halo = Stroke::solid(Ink::of(Token::MapHalo).alpha(0.8), 3.0);
    Item::Text(Text { at, text, size, weight, anchor: Anchor::Middle, ink: Ink::of(Token::MapInk), halo: Some(halo) })
}
