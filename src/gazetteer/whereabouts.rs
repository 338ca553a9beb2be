//! Whether given coordinates can be where the address says.

use super::atlas::Atlas;
use super::cells::{Cells, Country, Meant};
use super::distance::km;
use super::locate::Address;
use super::own_codes::OwnCodes;
use crate::units::LonLat;

/// A region ends somewhere beyond its farthest place.
const AROUND_REGION_KM: f64 = 100.0;
const COLUMNS: i32 = 360;
const ROWS: i32 = 180;

/// What is wrong with given coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PointDoubt {
    /// Far from every place of the country or region named; one change brings them there.
    Repaired {
        /// The point after the change.
        point: LonLat,
        /// What was changed.
        change: PointChange,
    },
    /// Far from every place of the country or region named.
    Elsewhere,
    /// Far from every place on earth: in the sea, or where nobody lives.
    Nowhere {
        /// Whether the other way round it lies at one.
        swapped: bool,
    },
}

/// How a point came to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointChange {
    /// Latitude and longitude changed places.
    Swapped,
    /// The latitude lost its sign, or got one.
    LatitudeSign,
    /// The longitude lost its sign, or got one.
    LongitudeSign,
    /// Both did.
    BothSigns,
}

/// Holds a point against the country and region of its address. A point within about 100 km of a place of the country
/// (and of the region, if one is told) is not doubted. O(log places).
pub(super) fn doubt(atlas: &Atlas, codes: &OwnCodes, point: LonLat, address: &Address<'_>) -> Option<PointDoubt> {
    if atlas.countries.is_empty() {
        return None;
    }
    let meant = Meant::of(atlas, codes, address);
    let cells = Cells::read(atlas, meant.address());
    let country = match cells.country {
        Country::Known(country) if !cells.is_home() => Some(country),
        Country::Known(_) | Country::Absent | Country::Unknown => None,
    };
    if country.is_none() && !cells.has_region() {
        let is_anywhere = |point| is_near(&atlas.inhabited, point);
        let swapped = || LonLat::new(point.lat(), point.lon()).is_ok_and(is_anywhere);
        return (!is_anywhere(point)).then(|| PointDoubt::Nowhere { swapped: swapped() });
    }
    let fits = |point: LonLat| {
        let in_country = country.is_none_or(|country| is_near(&atlas.countries[country].cells, point));
        let in_region = |region: usize| {
            let region = &atlas.regions[region];
            km(region.point, point) < region.reach_km + AROUND_REGION_KM
        };
        in_country && (!cells.has_region() || cells.regions().any(in_region))
    };
    if fits(point) {
        return None;
    }
    let mut fitting = changes(point).filter(|&(_, changed)| fits(changed));
    let (Some((change, changed)), None) = (fitting.next(), fitting.next()) else {
        return Some(PointDoubt::Elsewhere);
    };
    Some(PointDoubt::Repaired { point: changed, change })
}

/// Whether people live in the cell of one degree around a point; everywhere before anything is known.
pub(super) fn is_inhabited(atlas: &Atlas, point: LonLat) -> bool {
    let (row, column) = cell_of(point);
    let is_in = |cell: u32| atlas.inhabited.binary_search(&cell).is_ok();
    atlas.inhabited.is_empty() || u32::try_from(row * COLUMNS + column.rem_euclid(COLUMNS)).is_ok_and(is_in)
}

/// Row and column of the cell of one degree that a point is in.
#[expect(clippy::cast_possible_truncation, reason = "degrees")]
fn cell_of(point: LonLat) -> (i32, i32) {
    (libm::floor(point.lat() + 90.0) as i32, libm::floor(point.lon() + 180.0) as i32)
}

fn changes(point: LonLat) -> impl Iterator<Item = (PointChange, LonLat)> {
    let (lon, lat) = (point.lon(), point.lat());
    let all = [
        (PointChange::Swapped, lat, lon),
        (PointChange::LatitudeSign, lon, -lat),
        (PointChange::LongitudeSign, -lon, lat),
        (PointChange::BothSigns, -lon, -lat),
    ];
    all.into_iter().filter_map(|(change, lon, lat)| Some((change, LonLat::new(lon, lat).ok()?)))
}

/// Whether one of these cells, ascending, is that of one degree around the point, or one beside it.
#[expect(clippy::cast_possible_truncation, reason = "at most ten columns")]
fn is_near(cells: &[u32], point: LonLat) -> bool {
    let (row, column) = cell_of(point);
    // Towards the poles a degree of longitude is shorter: more columns make up the same distance.
    let squeeze = libm::cos(point.lat().to_radians()).max(0.1);
    let wide = libm::ceil(1.0 / squeeze) as i32;
    (row - 1..=row + 1).filter(|row| (0..ROWS).contains(row)).any(|row| {
        (column - wide..=column + wide).any(|column| {
            let cell = row * COLUMNS + column.rem_euclid(COLUMNS);
            u32::try_from(cell).is_ok_and(|cell| cells.binary_search(&cell).is_ok())
        })
    })
}
