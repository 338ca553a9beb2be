//! The counties of the US, by where an account lies: that of the nearest ZIP.

use super::packs::ZipPack;
use crate::model::TextColumn;
use crate::sorting::sort_by;
use crate::units::LonLat;

/// Cells to a degree.
const CELLS: f64 = 4.0;
const COLUMNS: u32 = 1440;
/// Farther than this from any ZIP nobody knows the county, in degrees of latitude.
const REACH: f64 = 0.45;

/// Counties, parishes, boroughs and independent cities, and the ZIPs that lie in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Counties {
    names: TextColumn,
    /// By ZIP, in the order of the pack.
    of_zips: Vec<Option<u32>>,
    /// By cell, ascending, and then in order: where a ZIP of a county lies.
    zips: Vec<(u32, LonLat, u32)>,
}

impl Counties {
    /// O(ZIPs · log ZIPs).
    pub fn new(pack: &ZipPack) -> Self {
        let of_zip = pack.points.iter().zip(&pack.zip_counties);
        let known =
            of_zip.enumerate().filter_map(|(zip, (&point, county))| Some((cell_of(point), zip, point, (*county)?)));
        let mut zips: Vec<(u32, usize, LonLat, u32)> = known.collect();
        sort_by(&mut zips, &|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let zips = zips.into_iter().map(|(cell, _, point, county)| (cell, point, county)).collect();
        Self { names: pack.counties.clone(), of_zips: pack.zip_counties.clone(), zips }
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

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 720 rows of 1,440 columns")]
fn cell_of(point: LonLat) -> u32 {
    let row = libm::floor((point.lat() + 90.0) * CELLS) as u32;
    let column = libm::floor((point.lon() + 180.0) * CELLS) as u32;
    row * COLUMNS + column
}
