//! The place of a row: given coordinates first, else its address; and what there is to say about it.

use super::columns::Reading;
use super::doubted;
use super::locator::Locator;
use super::log::{Log, Spot};
use super::point::{angle_in, point_in};
use super::sheet::Sheet;
use crate::gazetteer::{Address, Finding, Gazetteer, Located, is_county};
use crate::model::{Code, Placement, Precision, Role, Severity};
use crate::units::LonLat;

/// The columns of a sheet that say where a row is.
#[derive(Debug, Clone, Copy)]
pub struct PlaceColumns {
    pub latitude: Option<usize>,
    pub longitude: Option<usize>,
    pub postal_code: Option<usize>,
    pub city: Option<usize>,
    pub region: Option<usize>,
    pub country: Option<usize>,
    /// A whole address in one cell, or a point.
    pub address: Option<usize>,
    /// Whether postal codes are called as nobody calls US ZIPs.
    pub is_no_zip: bool,
    /// Those of a further place, where rows may have that alone.
    other: Option<OtherColumns>,
}

/// The columns of a further place.
#[derive(Debug, Clone, Copy, Default)]
struct OtherColumns {
    postal_code: Option<usize>,
    city: Option<usize>,
    region: Option<usize>,
    country: Option<usize>,
    address: Option<usize>,
    is_no_zip: bool,
}

/// So many points tell that they were swapped, of which so many per cent at most lie where people live as they stand, and so many at
/// least the other way round.
const FEWEST_POINTS: usize = 3;
const MOST_HERE: usize = 75;
const FEWEST_THERE: usize = 95;

/// So many rows tell what a column of counties is.
const COUNTIES_READ: usize = 20;

/// How headers of postal codes begin where there are no ZIPs, letters and figures alone.
const FOREIGN_CODES: [&str; 10] =
    ["plz", "pstlz", "postleitzahl", "codepostal", "cp", "códigopostal", "codigopostal", "cep", "pincode", "индекс"];

/// Where a row is, its postal code with zeros restored, when it had lost them, and what it says of its place.
pub struct PlacedRow<'a> {
    pub placement: Placement,
    pub restored_code: Option<String>,
    pub told: Address<'a>,
    /// The region that it was found in; `None` where it has coordinates, or only a country.
    pub region: Option<u32>,
}

impl PlacedRow<'_> {
    /// The postal code as it was understood.
    pub fn postal_code(&self) -> &str {
        self.restored_code.as_deref().unwrap_or(self.told.postal_code)
    }
}

impl OtherColumns {
    fn of(sheet: &Sheet) -> Option<Self> {
        let found = sheet.other_place();
        let column = |role: Role| found.iter().find(|(own, _)| *own == role).map(|(_, column)| *column);
        let postal_code = column(Role::PostalCode);
        (!found.is_empty()).then(|| Self {
            postal_code,
            city: column(Role::City),
            region: column(Role::Region),
            country: column(Role::Country),
            address: column(Role::Address),
            is_no_zip: postal_code.is_some_and(|column| is_foreign_code(sheet, column)),
        })
    }
}

/// Whether a column of postal codes is called as nobody calls US ZIPs.
fn is_foreign_code(sheet: &Sheet, column: usize) -> bool {
    let header = sheet.table().header()[column].to_lowercase();
    let bare: String = header.chars().filter(|letter| letter.is_alphanumeric()).collect();
    FOREIGN_CODES.iter().any(|own| bare.starts_with(own))
}

/// The column of counties called as such beside states, where nothing narrower says where rows are.
fn counties_alone(sheet: &Sheet) -> Option<usize> {
    let is_narrower = [Role::PostalCode, Role::Address].iter().any(|&role| sheet.column(role).is_some());
    sheet.column(Role::Region).filter(|_| !is_narrower)?;
    let table = sheet.table();
    let cells = |column: usize| (0..table.len().min(COUNTIES_READ)).map(move |row| table.cell(row, column).trim());
    let is_theirs = |column: usize| {
        let mut told = cells(column).filter(|cell| !cell.is_empty()).peekable();
        told.peek().is_some() && told.all(is_county)
    };
    let mut attributes = (0..).zip(sheet.mappings()).filter(|(_, mapping)| mapping.role == Role::Attribute);
    attributes.find(|&(column, _)| is_theirs(column)).map(|(column, _)| column)
}

impl PlaceColumns {
    /// Looks the columns up once for all rows.
    pub fn of(sheet: &Sheet) -> Self {
        Self {
            latitude: sheet.column(Role::Latitude),
            longitude: sheet.column(Role::Longitude),
            postal_code: sheet.column(Role::PostalCode),
            city: sheet.column(Role::City).or_else(|| counties_alone(sheet)),
            region: sheet.column(Role::Region),
            country: sheet.column(Role::Country),
            address: sheet.column(Role::Address),
            is_no_zip: sheet.column(Role::PostalCode).is_some_and(|column| is_foreign_code(sheet, column)),
            other: OtherColumns::of(sheet),
        }
    }

    /// The same with latitude and longitude the other way round, if all points say so and nothing else says where rows are: that is
    /// told once. O(rows).
    pub fn turned(self, sheet: &Sheet, gazetteer: &Gazetteer, log: &mut Log) -> Self {
        let (Some(latitude), Some(longitude)) = (self.latitude, self.longitude) else { return self };
        let address = [self.postal_code, self.city, self.region, self.country, self.address];
        // Beside an address each point is held against it, and headers say which is which; those of axes do not.
        if address.iter().any(Option::is_some) && !sheet.words[latitude].says_axis() {
            return self;
        }
        let (mut rows, mut here, mut there) = (0, 0, 0);
        for row in 0..sheet.table().len() {
            let [lat, lon] = [latitude, longitude].map(|column| degrees(sheet, row, column));
            if let (Reading::Value(lat), Reading::Value(lon)) = (lat, lon) {
                let is_there =
                    |lon: f64, lat: f64| LonLat::new(lon, lat).is_ok_and(|point| gazetteer.is_inhabited(point));
                rows += 1;
                here += usize::from(is_there(lon, lat));
                there += usize::from(is_there(lat, lon));
            }
        }
        if rows < FEWEST_POINTS || here * 100 > rows * MOST_HERE || there * 100 < rows * FEWEST_THERE {
            return self;
        }
        log.add(Spot::column(&sheet.table().header()[latitude]), Code::BadCoordinate, Severity::Repaired, || {
            let other = &sheet.table().header()[longitude];
            format!(
                "The points lie where nobody lives, and where people do the other way round: taken as the longitude, and \
                 “{other}” as the latitude."
            )
        });
        Self { latitude: Some(longitude), longitude: Some(latitude), ..self }
    }

    /// The columns that say where this row is: those of the further place where the first says nothing narrower than a region.
    fn of_row(&self, sheet: &Sheet, row: usize) -> Self {
        let says = |columns: [Option<usize>; 3]| {
            columns.into_iter().flatten().any(|column| !sheet.table().cell(row, column).trim().is_empty())
        };
        let Some(other) = self.other else { return *self };
        if says([self.postal_code, self.city, self.address]) || !says([other.postal_code, other.city, other.address]) {
            return *self;
        }
        let OtherColumns { postal_code, city, region, country, address, is_no_zip } = other;
        Self { postal_code, city, region, country, address, is_no_zip, other: None, ..*self }
    }

    /// Whether rows may be located by further columns than those that roles were given to.
    pub fn has_other(&self) -> bool {
        self.other.is_some()
    }

    /// Whether no column says where a row is.
    pub fn is_empty(&self) -> bool {
        let address = [self.postal_code, self.city, self.region, self.country, self.address];
        (self.latitude.is_none() || self.longitude.is_none()) && address.iter().all(Option::is_none)
    }

    /// Locates a row and tells what was noticed. One look-up for each different address.
    pub fn locate<'s>(&self, sheet: &'s Sheet, row: usize, places: &mut Locator<'_>, log: &mut Log) -> PlacedRow<'s> {
        let own = self.of_row(sheet, row);
        let is_other = self.has_other() && !own.has_other();
        let lost = if is_other { None } else { sheet.restored_code(row) };
        let located = own.locate_by(sheet, row, lost, places, log);
        if is_other && located.placement.precision != Precision::Given {
            let spot = own.spot(sheet, row, own.city.or(own.postal_code));
            log.add(spot, Code::OtherPlace, Severity::Repaired, || {
                "Its own address is empty: located by this one. Fill the other in, if it is elsewhere.".to_owned()
            });
        }
        located
    }

    fn locate_by<'s>(
        &self,
        sheet: &'s Sheet,
        row: usize,
        lost: Option<String>,
        places: &mut Locator<'_>,
        log: &mut Log,
    ) -> PlacedRow<'s> {
        let address = self.address(sheet, row);
        let told = places.gazetteer().parts(&address);
        let code = self.spot(sheet, row, self.postal_code);
        if let Some(restored) = &lost {
            tell_zeros(code, restored, log);
        }
        if let Some(location) = self.given(sheet, row, log) {
            let cell = |column: Option<usize>| column.map_or("", |column| sheet.table().cell(row, column));
            let at_point = self.spot(sheet, row, self.latitude.or(self.address));
            let both = format!("{}, {}", cell(self.latitude), cell(self.longitude));
            let spot = Spot { value: if self.latitude.is_some() { &both } else { at_point.value }, ..at_point };
            let location = doubted::settle(location, &told, places.gazetteer(), spot, log);
            let place = [told.city, told.region].into_iter().filter(|part| !part.is_empty());
            let place = place.collect::<Vec<_>>().join(", ");
            let placement = Placement { location: Some(location), precision: Precision::Given, place };
            return PlacedRow { placement, restored_code: lost, told, region: None };
        }
        let address = Address { postal_code: lost.as_deref().unwrap_or(address.postal_code), ..address };
        let located = places.locate(&address);
        if !self.is_empty() {
            let [city, country] = [self.city.or(self.region), self.country].map(|column| self.spot(sheet, row, column));
            tell(located, &address, [code, city, country], log);
        }
        let restored_code = located.findings.iter().find_map(|finding| match finding {
            Finding::ZipZeros { restored } => Some(restored.clone()),
            _ => None,
        });
        let restored_code = restored_code.or(lost);
        PlacedRow { placement: located.placement.clone(), restored_code, told, region: located.region }
    }

    /// Tells how many rows have two places that differ, and by which they were located. O(rows).
    pub fn tell_both(&self, sheet: &Sheet, log: &mut Log) {
        let Some(other) = self.other else { return };
        let cell =
            |row: usize, column: Option<usize>| column.map_or("", |column| sheet.table().cell(row, column).trim());
        let pairs = [(self.postal_code, other.postal_code), (self.city, other.city)];
        let differ = |row: usize| {
            pairs.iter().any(|&(own, other)| {
                let (own, other) = (cell(row, own), cell(row, other));
                !own.is_empty() && !other.is_empty() && own.to_lowercase() != other.to_lowercase()
            })
        };
        let both = (0..sheet.table().len()).filter(|&row| differ(row)).count();
        let header = |column: Option<usize>| column.map_or("", |column| sheet.table().header()[column].as_str());
        let (taken, left) = (header(self.city.or(self.postal_code)), header(other.city.or(other.postal_code)));
        if both > 0 {
            log.add(Spot::column(left), Code::OtherPlace, Severity::Check, || {
                let rows = if both == 1 { "1 row has".to_owned() } else { format!("{both} rows have") };
                format!(
                    "{rows} another place here than under “{taken}”, by which they are located. Choose these columns as city, \
                     region and postal code, if visits go there."
                )
            });
        }
    }

    /// Where a part of the address stands: in its own column, else in that of whole addresses.
    fn spot<'s>(&self, sheet: &'s Sheet, row: usize, column: Option<usize>) -> Spot<'s> {
        let cell = |column: usize| sheet.table().cell(row, column);
        let whole = self.address.filter(|&address| !cell(address).is_empty());
        let at = column.filter(|&own| whole.is_none() || !cell(own).is_empty()).or(whole).or(column);
        Spot {
            row: sheet.table().line(row),
            column: at.map_or("", |at| sheet.table().header()[at].as_str()),
            value: at.map_or("", cell),
        }
    }

    /// What a row says of its place.
    pub fn address<'a>(&self, sheet: &'a Sheet, row: usize) -> Address<'a> {
        let own = self.of_row(sheet, row);
        let cell = |column: Option<usize>| column.map_or("", |column| sheet.table().cell(row, column));
        Address {
            postal_code: bare_code(cell(own.postal_code)),
            city: cell(own.city),
            region: cell(own.region),
            country: cell(own.country),
            whole: cell(own.address),
            is_no_zip: own.is_no_zip,
        }
    }

    /// Whether a row has usable coordinates, whichever way round.
    pub fn has_point(&self, sheet: &Sheet, row: usize) -> bool {
        if self.point_in_cell(sheet, row).is_some_and(is_usable) {
            return true;
        }
        let (Some(latitude), Some(longitude)) = (self.latitude, self.longitude) else { return false };
        let read = |column: usize| degrees(sheet, row, column);
        let (Reading::Value(lat), Reading::Value(lon)) = (read(latitude), read(longitude)) else { return false };
        is_usable([lat, lon])
    }

    /// The point in the cell of whole addresses, as it stands there.
    fn point_in_cell(&self, sheet: &Sheet, row: usize) -> Option<[f64; 2]> {
        point_in(sheet.table().cell(row, self.address?))
    }

    /// The coordinates of a row, if it has usable ones.
    pub fn given(&self, sheet: &Sheet, row: usize, log: &mut Log) -> Option<LonLat> {
        if let Some(degrees) = self.point_in_cell(sheet, row) {
            return settled(degrees, self.spot(sheet, row, self.address), log);
        }
        let (latitude, longitude) = (self.latitude?, self.longitude?);
        let (lat_cell, lon_cell) = (sheet.table().cell(row, latitude), sheet.table().cell(row, longitude));
        let [lat, lon] = [latitude, longitude].map(|column| degrees(sheet, row, column));
        if (lat, lon) == (Reading::Missing, Reading::Missing) {
            return None;
        }
        let value = format!("{lat_cell}, {lon_cell}");
        let spot = Spot { row: sheet.table().line(row), column: &sheet.table().header()[latitude], value: &value };
        let (Reading::Value(lat), Reading::Value(lon)) = (lat, lon) else {
            let message =
                "Latitude or longitude is missing or no number: located by its address instead, if it has one.";
            log.add(spot, Code::BadCoordinate, Severity::Check, || message.to_owned());
            return None;
        };
        settled([lat, lon], spot, log)
    }
}

/// A latitude or a longitude: degrees, or degrees with minutes and seconds.
fn degrees(sheet: &Sheet, row: usize, column: usize) -> Reading<f64> {
    let cell = sheet.table().cell(row, column);
    angle_in(cell).map_or_else(|| sheet.marks(column).read(cell), Reading::Value)
}

/// Whether latitude and longitude lie on the globe, whichever way round, and are not 0, 0.
fn is_usable([lat, lon]: [f64; 2]) -> bool {
    (lat != 0.0 || lon != 0.0) && (LonLat::new(lon, lat).is_ok() || LonLat::new(lat, lon).is_ok())
}

/// The point of a latitude and a longitude; what is wrong with them is told.
fn settled([lat, lon]: [f64; 2], spot: Spot<'_>, log: &mut Log) -> Option<LonLat> {
    if lat == 0.0 && lon == 0.0 {
        let message = "0, 0 lies in the sea and mostly means “unknown”: located by its address instead, if it has one.";
        log.add(spot, Code::BadCoordinate, Severity::Check, || message.to_owned());
        return None;
    }
    match (LonLat::new(lon, lat), LonLat::new(lat, lon)) {
        (Ok(point), _) => Some(point),
        (Err(_), Ok(swapped)) => {
            let message = "Latitude and longitude are swapped: taken the other way round.";
            log.add(spot, Code::BadCoordinate, Severity::Repaired, || message.to_owned());
            Some(swapped)
        }
        (Err(_), Err(_)) => {
            let message =
                "Not on the globe (latitude −90 to 90, longitude −180 to 180): located by its address, if it has one.";
            log.add(spot, Code::BadCoordinate, Severity::Check, || message.to_owned());
            None
        }
    }
}

/// A postal code without what spreadsheets add to it: `27217.0`, `'08014`.
pub fn bare_code(cell: &str) -> &str {
    let cell = cell.trim_start_matches('\'');
    let digits = cell.strip_suffix(".0").unwrap_or(cell);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits } else { cell }
}

fn tell_zeros(code: Spot<'_>, restored: &str, log: &mut Log) {
    log.add(code, Code::ZipZeros, Severity::Repaired, || {
        format!("The postal code had lost its leading zeros: taken as {restored}.")
    });
}

/// The findings of one address as diagnostics, at its postal code, its city or its country.
fn tell(located: &Located, address: &Address<'_>, [code, city, country]: [Spot<'_>; 3], log: &mut Log) {
    let Located { placement, findings, .. } = located;
    let by = by_words(placement);
    // That a place could not be found says it all.
    let is_told = |finding: &&Finding| **finding != Finding::UnknownCountry || placement.location.is_some();
    for finding in findings.iter().filter(is_told) {
        match finding {
            Finding::ZipZeros { restored } => tell_zeros(code, restored, log),
            Finding::UnknownPostalCode => log.add(code, Code::UnknownPostalCode, Severity::Check, || {
                format!("No place is known for this postal code: {by}. Check the code.")
            }),
            Finding::PlaceMismatch { told } => log.add(code, Code::PlaceMismatch, Severity::Check, || {
                format!("The postal code and the names differ, which say {told}: {by}. Check both.")
            }),
            Finding::AmbiguousPlace { candidates } => log.add(city, Code::AmbiguousPlace, Severity::Check, || {
                format!("{candidates} places have this name: {by}. Add a region or a postal code to settle it.")
            }),
            Finding::UnknownCity => log.add(city, Code::NotLocated, Severity::Check, || {
                format!("No place of this name is known there: {by}. Check the city, or look for it under Places.")
            }),
            Finding::NoCity => log.add(city, Code::NotLocated, Severity::Check, || {
                format!("This names no city: {by}. Add the city, if it is known.")
            }),
            Finding::NearSpelling { taken } => log.add(city, Code::NearPlace, Severity::Repaired, || {
                format!("No place there is spelt so: taken as {taken}. Correct the city, if it is another.")
            }),
            Finding::Abroad { taken, home, is_smaller_there } => {
                log.add(city, Code::HomeCountry, Severity::Check, || {
                    let has = if *is_smaller_there { "a far smaller place of this name" } else { "no such place" };
                    format!("{home} has {has}: taken as {taken}. Name the country, if it is another.")
                });
            }
            Finding::UnknownCountry => log.add(country, Code::NotLocated, Severity::Check, || {
                format!("No country is called so: looked for everywhere, {by}. Correct it.")
            }),
            Finding::NearCountry { taken } => log.add(country, Code::NearPlace, Severity::Repaired, || {
                format!("No country is spelt so: taken as {taken}. Correct it, if it is another.")
            }),
        }
    }
    if placement.location.is_none() {
        let parts = [address.whole, address.postal_code, address.city, address.region, address.country];
        let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let spot = Spot {
            row: code.row,
            column: if address.postal_code.is_empty() { city.column } else { code.column },
            value: &told,
        };
        let message = if told.is_empty() {
            "Says no place: kept without one. Add coordinates, a postal code or a city."
        } else {
            "This place could not be found: kept without one. Check its spelling, name its country, or add coordinates."
        };
        log.add(spot, Code::NotLocated, Severity::Check, || message.to_owned());
    }
}

fn by_words(placement: &Placement) -> String {
    let place = &placement.place;
    match placement.precision {
        Precision::None => "not located".to_owned(),
        Precision::Given => "located by its coordinates".to_owned(),
        Precision::Postal => format!("located by the postal code, {place}"),
        Precision::City => format!("located by the city, {place}"),
        Precision::Region => format!("located by the region, {place}"),
        Precision::Country => format!("located by the country, {place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_what_spreadsheets_add() {
        for (cell, expected) in [("27217.0", "27217"), ("'08014", "08014"), ("SW1A 1AA", "SW1A 1AA"), ("A.0", "A.0")] {
            assert_eq!(bare_code(cell), expected);
        }
    }

    #[test]
    fn tells_every_finding() {
        let placement = Placement { place: "Bridgeport, NJ".to_owned(), precision: Precision::Postal, location: None };
        let findings = vec![
            Finding::ZipZeros { restored: "08014".to_owned() },
            Finding::UnknownPostalCode,
            Finding::PlaceMismatch { told: "Boston, MA".to_owned() },
            Finding::AmbiguousPlace { candidates: 31 },
            Finding::NearSpelling { taken: "Bridgeport, NJ".to_owned() },
            Finding::NearCountry { taken: "United States".to_owned() },
        ];
        let mut log = Log::new("f.csv");
        let address = Address {
            postal_code: "8014",
            city: "Bridgeport",
            region: "NJ",
            country: "Untied States",
            ..Address::default()
        };
        let spots = [("zip", "8014"), ("city", "Bridgeport"), ("country", "Untied States")];
        let spots = spots.map(|(column, value)| Spot { row: 2, column, value });
        tell(&Located { placement, findings, region: None }, &address, spots, &mut log);
        let told: Vec<_> = log.diagnostics().iter().map(|d| (d.code, d.column.as_str(), d.value.as_str())).collect();
        assert_eq!(
            told,
            [
                (Code::ZipZeros, "zip", "8014"),
                (Code::UnknownPostalCode, "zip", "8014"),
                (Code::PlaceMismatch, "zip", "8014"),
                (Code::AmbiguousPlace, "city", "Bridgeport"),
                (Code::NearPlace, "city", "Bridgeport"),
                (Code::NearPlace, "country", "Untied States"),
                (Code::NotLocated, "zip", "8014, Bridgeport, NJ, Untied States"),
            ]
        );
        assert!(log.diagnostics()[0].message.contains("08014"));
    }
}
