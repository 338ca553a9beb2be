//! The counties of the US, by where an account lies, that of the nearest ZIP, and by their names.

use super::distance::km;
use super::folding::key;
use super::names::{Entry, Names};
use super::packs::ZipPack;
use crate::model::TextColumn;
use crate::sorting::sort_by;
use crate::units::LonLat;

/// Cells to a degree.
const CELLS: f64 = 4.0;
const COLUMNS: u32 = 1440;
/// Farther than this from any ZIP nobody knows the county, in degrees of latitude.
const REACH: f64 = 0.45;

/// How cells end that name a county as such.
const KINDS: [&str; 2] = [" county", " parish"];

/// Whether a cell is called as a county, one of the US or another.
#[must_use]
pub fn is_county(cell: &str) -> bool {
    let is_end = |kind: &str| {
        let at = cell.len().checked_sub(kind.len());
        at.and_then(|at| cell.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(kind))
    };
    KINDS.iter().any(|kind| is_end(kind))
}

/// Counties, parishes, boroughs and independent cities, and the ZIPs that lie in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Counties {
    names: TextColumn,
    /// By ZIP, in the order of the pack.
    of_zips: Vec<Option<u32>>,
    /// By cell, ascending, and then in order: where a ZIP of a county lies.
    zips: Vec<(u32, LonLat, u32)>,
    by_name: Names,
    /// By county: its ZIP nearest to the middle of all.
    middles: Vec<Option<LonLat>>,
}

impl Counties {
    /// O(ZIPs · log ZIPs).
    pub fn new(pack: &ZipPack) -> Self {
        let of_zip = pack.points.iter().zip(&pack.zip_counties);
        let known =
            of_zip.enumerate().filter_map(|(zip, (&point, county))| Some((cell_of(point), zip, point, (*county)?)));
        let mut zips: Vec<(u32, usize, LonLat, u32)> = known.collect();
        sort_by(&mut zips, &|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let zips: Vec<_> = zips.into_iter().map(|(cell, _, point, county)| (cell, point, county)).collect();
        let mut by_name = Names::default();
        for (name, county) in pack.counties.iter().zip(0..) {
            by_name.add(name, county, 0);
        }
        let middles = middles(pack.counties.len(), &zips);
        Self { names: pack.counties.clone(), of_zips: pack.zip_counties.clone(), zips, by_name, middles }
    }

    /// A county by its name in a state by its code: “Kent County”, “DE”; and a point in it.
    pub fn named(&self, name: &str, state: &str) -> Option<(usize, LonLat)> {
        let county = self.by_name.find(key(&format!("{name}, {state}"))).next().map(Entry::index)?;
        Some((county, self.middles.get(county).copied().flatten()?))
    }

    /// "Suffolk County, MA".
    pub fn name(&self, county: u32) -> &str {
        if (county as usize) < self.names.len() { self.names.get(county as usize) } else { "" }
    }

    /// The county of a ZIP by its position.
    pub fn of_zip(&self, zip: usize) -> Option<u32> {
        self.of_zips.get(zip).copied().flatten()
    }

    /// The county of the nearest ZIP, if one is near. O(log ZIPs + ZIPs around).
    pub fn at(&self, point: LonLat) -> Option<u32> {
        let squeeze = libm::cos(point.lat().to_radians());
        let squared = |other: LonLat| {
            let (lon, lat) = ((other.lon() - point.lon()) * squeeze, other.lat() - point.lat());
            lon * lon + lat * lat
        };
        let cell = cell_of(point);
        let nearest_within = |reach: u32| {
            let rows = (0..=2 * reach).map(|row| (cell + row * COLUMNS).saturating_sub(reach * COLUMNS));
            let around = rows.flat_map(|middle| {
                let start = self.zips.partition_point(|zip| zip.0 + reach < middle);
                self.zips[start..].iter().take_while(move |zip| zip.0 <= middle + reach)
            });
            let nearest = around.map(|zip| (squared(zip.1), zip.2)).reduce(|a, b| if b.0 < a.0 { b } else { a });
            nearest.map(|(squared, county)| (squared.sqrt(), county))
        };
        // What is nearest in these cells is so for certain where nothing beyond them could be nearer.
        let is_certain = |own: &(f64, u32)| own.0 <= squeeze / CELLS;
        let nearest = nearest_within(1).filter(is_certain).or_else(|| nearest_within(3));
        nearest.filter(|(degrees, _)| *degrees <= REACH).map(|(_, county)| county)
    }
}

/// By county: of its ZIPs the one nearest to the mean of all, for people live there.
fn middles(counties: usize, zips: &[(u32, LonLat, u32)]) -> Vec<Option<LonLat>> {
    let mut sums = vec![(0.0, 0.0, 0.0); counties];
    for &(_, point, county) in zips {
        if let Some((lon, lat, count)) = sums.get_mut(county as usize) {
            (*lon, *lat, *count) = (*lon + point.lon(), *lat + point.lat(), *count + 1.0);
        }
    }
    let mut nearest: Vec<Option<(f64, LonLat)>> = vec![None; counties];
    for &(_, point, county) in zips {
        let Some(&(lon, lat, count)) = sums.get(county as usize) else { continue };
        let Ok(mean) = LonLat::new(lon / count, lat / count) else { continue };
        let own = &mut nearest[county as usize];
        if own.is_none_or(|(far, _)| km(mean, point) < far) {
            *own = Some((km(mean, point), point));
        }
    }
    nearest.into_iter().map(|own| own.map(|(_, point)| point)).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 720 rows of 1,440 columns")]
fn cell_of(point: LonLat) -> u32 {
    let row = libm::floor((point.lat() + 90.0) * CELLS) as u32;
    let column = libm::floor((point.lon() + 180.0) * CELLS) as u32;
    row * COLUMNS + column
}

#[cfg(test)]
mod tests {
    use super::is_county;
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Finding, Located, ZIP_PACK};
    use crate::model::Precision;

    #[test]
    fn a_county_in_the_cell_of_a_city_is_that_of_its_state() {
        let gazetteer = with_packs(&["core.pack.gz", ZIP_PACK]);
        let locate = |city, region| gazetteer.locate(&Address { city, region, ..Address::default() });
        for (city, region, place, lat, lon) in [
            ("Kent County", "DE", "Kent County, DE", 39.1, -75.5),
            ("SUSSEX COUNTY", "Delaware", "Sussex County, DE", 38.7, -75.4),
            ("Orange County", "CA", "Orange County, CA", 33.75, -117.9),
            ("Orleans Parish, LA", "", "Orleans Parish, LA", 29.95, -90.1),
        ] {
            let Located { placement, findings, .. } = locate(city, region);
            let at = placement.location.expect("a county has a point");
            assert_eq!((placement.place.as_str(), placement.precision, findings), (place, Precision::Region, vec![]));
            assert!((at.lat() - lat).abs() < 0.2 && (at.lon() - lon).abs() < 0.2, "{place} {at:?}");
        }
        // No county of the state.
        let Located { placement, findings, .. } = locate("Qqqqq County", "DE");
        assert_eq!((placement.place.as_str(), findings), ("Delaware", vec![Finding::UnknownCity]));
    }

    #[test]
    fn counties_want_the_zips() {
        let core = with_packs(&["core.pack.gz"]);
        let address = Address { city: "Kent County", region: "DE", ..Address::default() };
        assert_eq!(core.packs_for([address].into_iter()), [ZIP_PACK]);
        assert!(
            is_county("Kent county") && !is_county("County Kent") && !is_county("County") && !is_county("é County x")
        );
    }
}
