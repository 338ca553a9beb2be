//! Postal codes that the user has loaded from a file.

use super::names::Names;
use crate::model::TextColumn;
use crate::units::LonLat;

/// A postal code, as a file of them says it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostalRow<'a> {
    /// The code, written in any way.
    pub code: &'a str,
    /// Its town; empty if the file has none.
    pub place: &'a str,
    /// Its state or province; empty if the file has none.
    pub region: &'a str,
    /// Where it is.
    pub point: LonLat,
}

/// A code that was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnCode<'a> {
    pub country: usize,
    pub code: &'a str,
    pub place: &'a str,
    pub region: &'a str,
    pub point: LonLat,
    /// The code with its zeros, when it had lost them.
    pub restored: Option<String>,
}

/// The codes of all countries that the user has loaded.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnCodes {
    lists: Vec<List>,
}

#[derive(Debug, Clone, Default)]
struct List {
    country: usize,
    names: Names,
    codes: TextColumn,
    places: TextColumn,
    regions: TextColumn,
    points: Vec<LonLat>,
    /// The most digits of a code that has digits alone.
    digits: usize,
}

impl OwnCodes {
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The countries with codes, the latest first.
    pub fn countries(&self) -> impl Iterator<Item = usize> {
        self.lists.iter().rev().map(|list| list.country)
    }

    /// Takes a file's codes in, in place of those that the country had; of codes given twice the first counts. Returns how
    /// many were taken.
    pub fn add<'a>(&mut self, country: usize, rows: impl Iterator<Item = PostalRow<'a>>) -> usize {
        let mut list = List { country, ..List::default() };
        for row in rows {
            list.add(&row);
        }
        self.lists.retain(|list| list.country != country);
        let taken = list.points.len();
        if taken > 0 {
            self.lists.push(list);
        }
        taken
    }

    /// The code in a cell: as it is, else with the zeros that it lost, else the outward part of it alone (“SW1A” of
    /// “SW1A 1AA”, “1010” of “1010 AB”).
    pub fn find(&self, country: usize, cell: &str) -> Option<OwnCode<'_>> {
        let list = self.lists.iter().find(|list| list.country == country)?;
        let code = normalised(cell);
        if let Some(found) = list.get(&code) {
            return Some(found);
        }
        if code.len() < list.digits && code.len() > 2 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            let restored = format!("{code:0>width$}", width = list.digits);
            return list.get(&restored).map(|found| OwnCode { restored: Some(restored), ..found });
        }
        let first = cell.trim().split([' ', '-']).next().map(normalised);
        let shorter =
            [3, 2].into_iter().filter_map(|less| code.get(..code.len().checked_sub(less)?).map(str::to_owned));
        let has_letter = code.bytes().any(|byte| byte.is_ascii_alphabetic());
        let shorter = shorter.filter(|_| has_letter);
        first.into_iter().chain(shorter).filter(|code| code.len() > 1).find_map(|code| list.get(&code))
    }
}

impl List {
    fn add(&mut self, row: &PostalRow<'_>) {
        let code = normalised(row.code);
        if code.is_empty() || self.get(&code).is_some() {
            return;
        }
        if code.bytes().all(|byte| byte.is_ascii_digit()) {
            self.digits = self.digits.max(code.len());
        }
        let index = u32::try_from(self.points.len()).unwrap_or(u32::MAX);
        self.names.add(&code, index, 0);
        self.codes.push(row.code.trim());
        self.places.push(row.place.trim());
        self.regions.push(row.region.trim());
        self.points.push(row.point);
    }

    fn get(&self, code: &str) -> Option<OwnCode<'_>> {
        let at = self.names.find(super::folding::key(code)).next()?.index();
        Some(OwnCode {
            country: self.country,
            code: self.codes.get(at),
            place: self.places.get(at),
            region: self.regions.get(at),
            point: self.points[at],
            restored: None,
        })
    }
}

/// Letters and digits alone, without what a spreadsheet adds.
fn normalised(cell: &str) -> String {
    let cell = cell.trim();
    let whole = cell.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(cell);
    whole.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(codes: &[&str], cell: &str, expected: Option<&str>) {
        let point = LonLat::new(1.0, 2.0).expect("on the globe");
        let rows = codes.iter().map(|code| PostalRow { code, place: "", region: "", point });
        let mut own = OwnCodes::default();
        assert_eq!(own.add(7, rows), codes.len());
        assert_eq!(own.find(7, cell).map(|found| found.code), expected, "{cell}");
        assert_eq!(own.find(8, cell), None);
    }

    #[test]
    fn codes_are_found_however_written() {
        check(&["SW1A 1AA", "M1 1AE"], "sw1a1aa", Some("SW1A 1AA"));
        check(&["SW1A", "M1"], "SW1A 1AA", Some("SW1A"));
        check(&["SW1A", "M1"], "SW1A1AA", Some("SW1A"));
        check(&["1010"], "1010 AB", Some("1010"));
        check(&["1010"], "1010AB", Some("1010"));
        check(&["01067", "80331"], "1067", Some("01067"));
        check(&["01067", "80331"], "80331.0", Some("80331"));
        check(&["123-4567"], "1234567", Some("123-4567"));
        check(&["M5V"], "M5V 3L9", Some("M5V"));
        check(&["80331"], "80", None);
        check(&["80331"], "", None);
    }

    #[test]
    fn a_later_file_replaces_an_earlier_one() {
        let point = |lon| LonLat::new(lon, 2.0).expect("on the globe");
        let mut own = OwnCodes::default();
        let row = |lon| PostalRow { code: "1000", place: "Old", region: "", point: point(lon) };
        own.add(3, [row(1.0)].into_iter());
        assert_eq!(own.add(3, [row(5.0), row(6.0)].into_iter()), 1);
        assert_eq!(own.find(3, "1000").map(|found| found.point), Some(point(5.0)));
        assert_eq!(own.countries().collect::<Vec<_>>(), [3]);
    }
}
