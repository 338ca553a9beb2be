//! Borders and coasts to draw and to name: countries, US states, large lakes.
//!
//! They live here because two rooms need them that may not import each other: the scene draws them, and the
//! gazetteer's packs are read with the same bytes reader.

use super::pack_bytes::{PackBytes, PackError, PackKind};
use crate::units::LonLat;

/// The file of the boundaries under `public/packs`.
pub const BASEMAP_PACK: &str = "basemap.pack.gz";

/// A closed line: the last point equals the first. To be filled by the even-odd rule with the other rings of its area.
pub type Ring = Vec<LonLat>;

/// A country, a state or a lake. Neighbours share their border point for point.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Name in English; empty for a lake.
    pub name: String,
    /// Two-letter code (ISO 3166-1 for countries, postal for states); empty where there is none.
    pub code: String,
    /// Outlines, islands and holes.
    pub rings: Vec<Ring>,
}

/// What the basemap draws. Paint countries, then lakes, then states: the states' own shoreline is finer than the lakes'.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Boundaries {
    /// The countries of the world, by code; the outline of the United States is that of its states.
    pub countries: Vec<Area>,
    /// The states of the US, DC and the inhabited territories, by code; they end at the shore of the Great Lakes.
    pub states: Vec<Area>,
    /// Large lakes.
    pub lakes: Vec<Area>,
}

impl Boundaries {
    /// Reads the inflated basemap pack. O(points).
    ///
    /// # Errors
    /// [`PackError`] when the bytes are no basemap or damaged.
    pub fn from_pack(inflated: &[u8]) -> Result<Self, PackError> {
        let (kind, mut pack) = PackBytes::open(inflated)?;
        if kind != PackKind::Basemap {
            return Err(pack.damaged("no basemap"));
        }
        let arcs = read_arcs(&mut pack)?;
        let boundaries = Self {
            countries: read_areas(&mut pack, &arcs)?,
            states: read_areas(&mut pack, &arcs)?,
            lakes: read_areas(&mut pack, &arcs)?,
        };
        pack.finish()?;
        Ok(boundaries)
    }
}

/// The pieces of line between the points where three areas meet.
fn read_arcs(pack: &mut PackBytes<'_>) -> Result<Vec<Vec<LonLat>>, PackError> {
    let quantum = f64::from(pack.number()?) / 1e6;
    let count = pack.count()?;
    let lengths = pack.numbers(count)?;
    let lons = read_axis(pack, &lengths)?;
    let lats = read_axis(pack, &lengths)?;
    let point = |(&lon, &lat): (&i32, &i32)| {
        // Rounding to the quantum may step over the edge of the map by a hair.
        let lon = (f64::from(lon) * quantum).clamp(-180.0, 180.0);
        LonLat::new(lon, (f64::from(lat) * quantum).clamp(-90.0, 90.0)).ok()
    };
    let arcs = lons.iter().zip(&lats).map(|(lons, lats)| lons.iter().zip(lats).map(point).collect());
    arcs.collect::<Option<_>>().ok_or_else(|| pack.damaged("a point off the globe"))
}

fn read_axis(pack: &mut PackBytes<'_>, lengths: &[u32]) -> Result<Vec<Vec<i32>>, PackError> {
    lengths.iter().map(|&length| pack.deltas(length as usize)).collect()
}

fn read_areas(pack: &mut PackBytes<'_>, arcs: &[Vec<LonLat>]) -> Result<Vec<Area>, PackError> {
    let names = pack.texts()?;
    let codes = pack.texts()?;
    if names.len() != codes.len() {
        return Err(pack.damaged("names without codes"));
    }
    let ring_counts = pack.numbers(names.len())?;
    let rings = ring_counts.iter().map(|&count| count as usize).fold(0, usize::saturating_add);
    let arc_counts = pack.numbers(rings)?;
    let refs = arc_counts.iter().map(|&count| count as usize).fold(0, usize::saturating_add);
    let mut refs = pack.deltas(refs)?.into_iter();
    let mut arc_counts = arc_counts.into_iter();
    // A border belongs to at most two areas of a layer; without this bound a small hostile file could unfold without end.
    let mut budget = 2 * arcs.iter().map(Vec::len).sum::<usize>();
    let mut areas = Vec::with_capacity(names.len());
    for ((name, code), rings) in names.iter().zip(codes.iter()).zip(ring_counts) {
        let arc_counts = arc_counts.by_ref().take(rings as usize);
        let rings = arc_counts.map(|count| join(refs.by_ref().take(count as usize), arcs, &mut budget));
        let rings = rings.collect::<Option<_>>().ok_or_else(|| pack.damaged("a border that is not there"))?;
        areas.push(Area { name: name.to_owned(), code: code.to_owned(), rings });
    }
    Ok(areas)
}

/// The ring of these arcs; a negative reference is the complement of an arc to be walked backwards.
fn join(refs: impl Iterator<Item = i32>, arcs: &[Vec<LonLat>], budget: &mut usize) -> Option<Ring> {
    let mut ring = Ring::new();
    for reference in refs {
        let backwards = reference < 0;
        let arc = arcs.get(usize::try_from(if backwards { !reference } else { reference }).ok()?)?;
        *budget = budget.checked_sub(arc.len())?;
        // Where two arcs meet, the point stands in both.
        let skipped = usize::from(!ring.is_empty());
        if backwards {
            ring.extend(arc.iter().rev().skip(skipped));
        } else {
            ring.extend(arc.iter().skip(skipped));
        }
    }
    Some(ring)
}
