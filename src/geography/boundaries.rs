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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;
    use std::sync::LazyLock;

    static PACK: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let path = format!("{}/public/packs/{BASEMAP_PACK}", env!("CARGO_MANIFEST_DIR"));
        let file = std::fs::File::open(path).expect("the pack is committed");
        let mut inflated = Vec::new();
        flate2::read::GzDecoder::new(file).read_to_end(&mut inflated).expect("the pack is gzipped");
        inflated
    });

    fn inside(area: &Area, lon: f64, lat: f64) -> bool {
        let crossings = area.rings.iter().flat_map(|ring| ring.windows(2)).filter(|side| {
            let (a, b) = (side[0], side[1]);
            (a.lat() > lat) != (b.lat() > lat)
                && lon < a.lon() + (lat - a.lat()) / (b.lat() - a.lat()) * (b.lon() - a.lon())
        });
        crossings.count() % 2 == 1
    }

    fn of<'a>(areas: &'a [Area], code: &str) -> &'a Area {
        areas.iter().find(|area| area.code == code).expect("an area of that code")
    }

    #[test]
    fn the_basemap_knows_land_from_water() {
        let map = Boundaries::from_pack(&PACK).expect("the pack fits the reader");
        assert!(map.countries.len() > 200 && map.states.len() >= 51);
        assert!(inside(of(&map.states, "IN"), -86.15, 39.77), "Indianapolis");
        assert!(inside(of(&map.states, "MI"), -83.05, 42.35) && inside(of(&map.states, "MI"), -87.4, 46.5));
        assert!(inside(of(&map.countries, "DE"), 11.58, 48.14) && !inside(of(&map.countries, "DE"), 16.37, 48.2));
        assert!(inside(of(&map.countries, "US"), -98.0, 39.0) && inside(of(&map.countries, "RU"), -175.0, 66.5));
        let lake_michigan = (-87.0, 43.5);
        assert!(map.states.iter().all(|state| !inside(state, lake_michigan.0, lake_michigan.1)));
        assert!(map.lakes.iter().any(|lake| inside(lake, lake_michigan.0, lake_michigan.1)));
    }

    #[test]
    fn rings_are_closed_and_never_jump_around_the_globe() {
        let map = Boundaries::from_pack(&PACK).expect("the pack fits the reader");
        for area in map.countries.iter().chain(&map.states).chain(&map.lakes) {
            assert!(!area.rings.is_empty(), "{}", area.name);
            for ring in &area.rings {
                assert_eq!(ring.first(), ring.last(), "{}", area.name);
                let around_the_pole = |a: LonLat, b: LonLat| a.lat() <= -89.9 && b.lat() <= -89.9;
                let jump = |side: &[LonLat]| {
                    (side[0].lon() - side[1].lon()).abs() > 180.0 && !around_the_pole(side[0], side[1])
                };
                assert!(!ring.windows(2).any(jump), "{}", area.name);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn damaged_packs_never_panic(at in 6usize..120_000, byte: u8, cut in 0usize..150_000) {
            let mut bytes = PACK.clone();
            let index = at % bytes.len();
            bytes[index] = byte;
            bytes.truncate(cut.max(index + 1));
            let _ = Boundaries::from_pack(&bytes);
        }

        #[test]
        fn any_bytes_never_panic(tail in proptest::collection::vec(any::<u8>(), 0..200)) {
            let bytes = [b"HLPK\x02\x03".as_slice(), &tail].concat();
            let _ = Boundaries::from_pack(&bytes);
        }
    }
}
