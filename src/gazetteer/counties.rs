//! The counties of the US, by where an account lies: that of the nearest ZIP.

use super::distance::km;
use super::packs::ZipPack;
use crate::model::TextColumn;
use crate::sorting::sort_by;
use crate::units::LonLat;

/// Cells to a degree; what is nearest is looked for in nine of them.
const CELLS: f64 = 2.0;
const COLUMNS: u32 = 720;
/// Farther than this from any ZIP nobody knows the county.
const REACH_KM: f64 = 50.0;

/// Counties, parishes, boroughs and independent cities, and the ZIPs that lie in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Counties {
    names: TextColumn,
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
        Self { names: pack.counties.clone(), zips }
    }

    /// "Suffolk County, MA".
    pub fn name(&self, county: u32) -> &str {
        if (county as usize) < self.names.len() { self.names.get(county as usize) } else { "" }
    }

    /// The county of the nearest ZIP, if one is near. O(log ZIPs + ZIPs around).
    pub fn at(&self, point: LonLat) -> Option<u32> {
        let cell = cell_of(point);
        let rows = [cell.saturating_sub(COLUMNS), cell, cell + COLUMNS];
        let around = rows.into_iter().flat_map(|middle| {
            let start = self.zips.partition_point(|zip| zip.0 + 1 < middle);
            self.zips[start..].iter().take_while(move |zip| zip.0 <= middle + 1)
        });
        let nearest = around.map(|zip| (km(zip.1, point), zip.2)).reduce(|a, b| if b.0 < a.0 { b } else { a });
        nearest.filter(|(km, _)| *km <= REACH_KM).map(|(_, county)| county)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 360 rows of 720 columns")]
fn cell_of(point: LonLat) -> u32 {
    let row = libm::floor((point.lat() + 90.0) * CELLS) as u32;
    let column = libm::floor((point.lon() + 180.0) * CELLS) as u32;
    row * COLUMNS + column
}
