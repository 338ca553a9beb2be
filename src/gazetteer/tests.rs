use super::*;
use crate::model::Precision;
use proptest::prelude::*;
use std::io::Read;
use std::sync::LazyLock;

pub(super) fn inflate(pack: &str) -> Vec<u8> {
    let path = format!("{}/public/packs/{pack}", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(path).expect("the packs are committed");
    let mut inflated = Vec::new();
    flate2::read::GzDecoder::new(file).read_to_end(&mut inflated).expect("the packs are gzipped");
    inflated
}

/// What knows these packs.
pub(super) fn with_packs(packs: &[&str]) -> Gazetteer {
    let mut gazetteer = Gazetteer::default();
    for pack in packs {
        gazetteer.add_pack(&inflate(pack)).expect("the packs fit the reader");
    }
    gazetteer
}

/// Countries, ZIPs, the larger cities of the world, and all places of a few countries.
const PACKS: [&str; 8] = [
    "core.pack.gz",
    "us-zips.pack.gz",
    "places/DE.pack.gz",
    "places/CH.pack.gz",
    "places/CN.pack.gz",
    "places/HK.pack.gz",
    "places/PR.pack.gz",
    "world.pack.gz",
];

static INFLATED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| PACKS.iter().map(|pack| inflate(pack)).collect());

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| with_packs(&PACKS));

fn locate(postal_code: &str, city: &str, region: &str, country: &str) -> Located {
    GAZETTEER.locate(&Address { postal_code, city, region, country, ..Address::default() })
}

/// Cells → precision, place, and a point within 0.25° of the one given.
fn check(cells: [&str; 4], precision: Precision, place: &str, lat_lon: (f64, f64)) -> Vec<Finding> {
    let [postal_code, city, region, country] = cells;
    let Located { placement, findings, .. } = locate(postal_code, city, region, country);
    assert_eq!((placement.precision, placement.place.as_str()), (precision, place), "{cells:?} {findings:?}");
    let at = placement.location.expect("a place has a point");
    let off = (at.lat() - lat_lon.0).abs().max((at.lon() - lat_lon.1).abs());
    assert!(off < 0.25, "{cells:?} at {at:?}");
    findings
}

fn clean(cells: [&str; 4], precision: Precision, place: &str, lat_lon: (f64, f64)) {
    assert_eq!(check(cells, precision, place, lat_lon), [], "{cells:?}");
}

#[test]
fn zips_are_found_in_every_shape() {
    let at = (41.07, -85.14);
    clean(["46802", "", "", ""], Precision::Postal, "Fort Wayne, IN", at);
    clean(["46802-1234", "Ft. Wayne", "Indiana", "USA"], Precision::Postal, "Fort Wayne, IN", at);
    clean(["46802.0", "FORT WAYNE", "in", "United States"], Precision::Postal, "Fort Wayne, IN", at);
    clean(["00901", "San Juan", "PR", "US"], Precision::Postal, "San Juan, PR", (18.46, -66.1));
    let zeros = check(["7001", "Avenel", "NJ", ""], Precision::Postal, "Avenel, NJ", (40.58, -74.28));
    assert_eq!(zeros, [Finding::ZipZeros { restored: "07001".to_owned() }]);
}

#[test]
fn zips_lie_where_their_addresses_are() {
    // Large ZIPs, of which the lists have a point in the empty part.
    for (zip, lat, lon) in [("88201", 33.41, -104.52), ("82070", 41.31, -105.59), ("89801", 40.84, -115.75)] {
        let at = locate(zip, "", "", "").placement.location.expect("it is known");
        assert!((at.lat() - lat).abs() < 0.05 && (at.lon() - lon).abs() < 0.05, "{zip} at {at:?}");
    }
}

#[test]
fn zips_are_for_the_us_alone() {
    clean(["80331", "München", "Bayern", "DE"], Precision::City, "Munich, DE", (48.14, 11.58));
    clean(["80331", "Muenchen", "", "Germany"], Precision::City, "Munich, DE", (48.14, 11.58));
    clean(["80331", "Munich", "Bayern", ""], Precision::City, "Munich, DE", (48.14, 11.58));
}

#[test]
fn where_the_city_decides_no_number_is_a_zip() {
    // 01010 and 75001 are ZIPs, 80331 and 28013 are none.
    clean(["1010", "Wien", "", ""], Precision::City, "Vienna, AT", (48.2, 16.37));
    clean(["80331", "München", "", ""], Precision::City, "Munich, DE", (48.14, 11.58));
    clean(["28013", "Madrid", "", ""], Precision::City, "Madrid, ES", (40.42, -3.7));
    clean(["75001", "Paris", "", ""], Precision::City, "Paris, FR", (48.85, 2.35));
    // The town of a ZIP, or a region, says that it is one.
    clean(["75460", "Paris", "", ""], Precision::Postal, "Paris, TX", (33.66, -95.55));
    let told = check(["75001", "Paris", "TX", ""], Precision::Postal, "Addison, TX", (32.96, -96.83));
    assert!(matches!(told[..], [Finding::PlaceMismatch { .. }]), "{told:?}");
}

#[test]
fn countries_go_by_signs_of_vehicles_and_codes_of_sports() {
    clean(["", "München", "", "D"], Precision::City, "Munich, DE", (48.14, 11.58));
    clean(["", "Wien", "", "A"], Precision::City, "Vienna, AT", (48.2, 16.37));
    clean(["", "München", "", "GER"], Precision::City, "Munich, DE", (48.14, 11.58));
    clean(["", "Madrid", "", "E"], Precision::City, "Madrid, ES", (40.42, -3.7));
    let told = check(["", "Munich", "", "Zz"], Precision::City, "Munich, DE", (48.14, 11.58));
    assert_eq!(told, [Finding::UnknownCountry]);
}

#[test]
fn contradictions_are_told() {
    let told = check(["46802", "Toledo", "OH", ""], Precision::City, "Toledo, OH", (41.66, -83.56));
    let [Finding::PlaceMismatch { told }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(told, "ZIP 46802 is Fort Wayne, IN, but the row says Toledo, OH; the city was taken");
    let told = check(["46802", "Nowhere at all", "OH", ""], Precision::Postal, "Fort Wayne, IN", (41.07, -85.14));
    assert!(matches!(told[..], [Finding::PlaceMismatch { .. }]));
    // The state is that of both, and the city a large one.
    let told = check(["79901", "Dallas", "TX", "US"], Precision::City, "Dallas, TX", (32.78, -96.81));
    assert!(matches!(told[..], [Finding::PlaceMismatch { .. }]));
    let told = check(["99999", "Boise", "ID", "US"], Precision::City, "Boise, ID", (43.6, -116.2));
    assert_eq!(told, [Finding::UnknownPostalCode]);
}

#[test]
fn cities_go_by_region_country_and_people() {
    clean(["", "Springfield", "IL", ""], Precision::City, "Springfield, IL", (39.8, -89.65));
    clean(["", "Springfield, Massachusetts", "", ""], Precision::City, "Springfield, MA", (42.1, -72.59));
    clean(["", "Saint Louis", "Missouri", "US"], Precision::City, "St. Louis, MO", (38.63, -90.2));
    clean(["", "Paris", "", ""], Precision::City, "Paris, FR", (48.85, 2.35));
    clean(["", "Paris", "Texas", ""], Precision::City, "Paris, TX", (33.66, -95.55));
    clean(["", "London", "Ontario", "Canada"], Precision::City, "London, ON", (42.98, -81.25));
    clean(["", "Zuerich", "", "CHE"], Precision::City, "Zürich, CH", (47.37, 8.54));
    clean(["", "København", "", "Danmark"], Precision::City, "Copenhagen, DK", (55.68, 12.57));
    clean(["", "New York", "NY", ""], Precision::City, "New York, NY", (40.77, -73.98));
    // Two districts of a province, of which one is in a large city.
    let near_city = check(["", "Wenfeng", "HA", "CN"], Precision::City, "Wenfeng, CN", (36.09, 114.36));
    assert_eq!(near_city, [Finding::AmbiguousPlace { candidates: 2 }]);
    let ambiguous = check(["", "Springfield", "", "US"], Precision::City, "Springfield, MO", (37.2, -93.3));
    assert!(matches!(ambiguous[..], [Finding::AmbiguousPlace { candidates: 20..=80 }]), "{ambiguous:?}");
}

#[test]
fn a_city_goes_before_a_village_of_exactly_its_short_name() {
    let told = check(["", "Halle", "", "DE"], Precision::City, "Halle (Saale), DE", (51.48, 11.98));
    assert!(matches!(told[..], [Finding::AmbiguousPlace { .. }]), "{told:?}");
    let told = check(["", "Annaberg", "", "DE"], Precision::City, "Annaberg-Buchholz, DE", (50.58, 13.01));
    assert!(matches!(told[..], [Finding::NearSpelling { .. }]), "{told:?}");
}

#[test]
fn codes_of_regions_go_without_their_zeros_and_as_they_were() {
    for (region, country, place) in [
        ("1", "JP", "Hokkaido, JP"),
        ("6", "TR", "Ankara, TR"),
        ("75", "FR", "Paris, FR"),
        ("DIF", "MX", "Ciudad de México, MX"),
        ("JC", "CZ", "Jihočeský kraj, CZ"),
        ("NRW", "DE", "Nordrhein-Westfalen, DE"),
    ] {
        let Located { placement, .. } = locate("", "", region, country);
        assert_eq!((placement.precision, placement.place.as_str()), (Precision::Region, place), "{region}");
    }
}

#[test]
fn small_towns_come_from_the_zips() {
    clean(["", "Brevard", "NC", ""], Precision::City, "Brevard, NC", (35.24, -82.73));
    clean(["", "Cold Bay", "Alaska", "USA"], Precision::City, "Cold Bay, AK", (55.19, -162.72));
}

#[test]
fn wider_places_are_the_last_resort() {
    let [Precision::Region, Precision::Country] = [("", "IL", ""), ("", "", "Germany")]
        .map(|(city, region, country)| locate("", city, region, country).placement.precision)
    else {
        panic!("by region, by country")
    };
    assert_eq!(locate("", "jakarta", "IL", "US").placement.place, "Illinois");
    assert_eq!(locate("", "", "Bavaria", "").placement.place, "Bayern, DE");
    assert_eq!(locate("", "", "CA", "").placement.place, "California");
    assert_eq!(locate("", "Nowhere at all", "", "Deutschland").placement.place, "Germany");
    assert_eq!(locate("", "Nowhere at all", "", "").placement, crate::model::Placement::unknown());
}

#[test]
fn wider_places_lie_where_most_people_live() {
    for (region, country, at) in
        [("California", "US", (33.9, -118.2)), ("Bayern", "DE", (48.14, 11.58)), ("", "CH", (47.37, 8.54))]
    {
        let found = locate("", "Xqzvw", region, country).placement.location.expect("it has a point");
        assert!(
            (found.lat() - at.0).abs() < 0.25 && (found.lon() - at.1).abs() < 0.25,
            "{region} {country}: {found:?}"
        );
    }
}

#[test]
fn regions_and_countries_are_known_by_name_and_code() {
    for region in ["IN", "indiana", "Bayern", "ON", "Nouvelle-Aquitaine"] {
        assert!(GAZETTEER.knows_region(region), "{region}");
    }
    for country in ["US", "usa", "Deutschland", "États-Unis", "GBR", "Viet Nam", "Türkiye", "Turkey"] {
        assert!(GAZETTEER.knows_country(country), "{country}");
    }
    assert!(!GAZETTEER.knows_region("Midwest") && !GAZETTEER.knows_country("Midwest"));
    assert!(!GAZETTEER.knows_region("") && !GAZETTEER.knows_country(" "));
}

#[test]
fn packs_build_on_the_first_and_bad_ones_change_nothing() {
    let mut gazetteer = Gazetteer::default();
    assert_eq!(gazetteer.add_pack(&INFLATED[1]), Err(PackError::TooEarly));
    assert_eq!(gazetteer.add_pack(&INFLATED[2]), Err(PackError::TooEarly));
    gazetteer.add_pack(&INFLATED[0]).expect("countries");
    gazetteer.add_pack(&INFLATED[1]).expect("ZIPs");
    let zip = Address { postal_code: "46802", region: "IN", ..Address::default() };
    assert_eq!(gazetteer.locate(&zip).placement.place, "Fort Wayne, IN");
    assert_eq!(gazetteer.add_pack(b"<!doctype html>"), Err(PackError::Foreign));
    assert_eq!(gazetteer.add_pack(b"HLPK\x09\x01"), Err(PackError::Version { found: 9 }));
    assert!(gazetteer.add_pack(&inflate("basemap.pack.gz")).is_err());
    assert_eq!(gazetteer.locate(&zip).placement.precision, Precision::Postal);
}

#[test]
fn names_in_their_own_script_and_codes_of_regions_are_known() {
    clean(["", "上海市", "31", "CN"], Precision::City, "Shanghai, CN", (31.22, 121.46));
    clean(["", "苏州市", "JS", "CN"], Precision::City, "Suzhou, CN", (31.3, 120.6));
    clean(["", "江苏省苏州市", "", "CN"], Precision::City, "Suzhou, CN", (31.3, 120.6));
    clean(["", "Москва", "MOW", "RU"], Precision::City, "Moscow, RU", (55.75, 37.62));
    clean(["", "Ciudad de Mexico, D.F.", "DIF", "MX"], Precision::City, "Mexico City, MX", (19.43, -99.13));
    clean(["", "香港", "91", "CN"], Precision::City, "Hong Kong, HK", (22.3, 114.17));
    clean(["", "San Juan", "Puerto Rico", "US"], Precision::City, "San Juan, PR", (18.46, -66.1));
    clean(["", "Genève 1204", "CH-GE", "CH"], Precision::City, "Geneva, CH", (46.2, 6.15));
}

#[test]
fn near_spellings_are_taken_and_told_within_the_country() {
    let near = |cells: [&str; 4], place: &str, at| {
        let told = check(cells, Precision::City, place, at);
        assert_eq!(told, [Finding::NearSpelling { taken: place.to_owned() }], "{cells:?}");
    };
    near(["", "Gensve", "", "CH"], "Geneva, CH", (46.2, 6.15));
    near(["", "Mnchen", "Bayern", "DE"], "Munich, DE", (48.14, 11.58));
    near(["", "M?nchen", "", "Germany"], "Munich, DE", (48.14, 11.58));
    near(["", "M\u{FFFD}nchen", "BY", "DE"], "Munich, DE", (48.14, 11.58));
    near(["", "Sprinfield", "IL", "US"], "Springfield, IL", (39.8, -89.65));
    clean(["", "MÃ¼nchen", "", "DE"], Precision::City, "Munich, DE", (48.14, 11.58));
    near(["", "Mnchen", "", "DE"], "Munich, DE", (48.14, 11.58));
    near(["", "K?ln", "", "DE"], "Köln, DE", (50.94, 6.96));
    near(["", "?bach-Pal?nberg", "", "DE"], "Übach-Palenberg, DE", (50.92, 6.12));
    near(["", "Basel Industriequartier", "", "CH"], "Basel, CH", (47.56, 7.59));
    near(["", "Freising-Flughafen", "BY", "DE"], "Freising, DE", (48.4, 11.74));
    let told = locate("", "Neu Xanten Süd", "BY", "DE").placement;
    assert_eq!(told.precision, Precision::Region, "words count in the region named alone");
    let told = locate("", "Gensve", "", "DE");
    assert_eq!(
        (told.placement.precision, told.findings),
        (Precision::Country, vec![Finding::UnknownCity]),
        "not across countries"
    );
}

#[test]
fn a_country_spelt_nearly_is_taken_and_told() {
    for (cell, country) in [("Philipines", "Philippines"), ("Untied States", "United States"), ("Germny", "Germany")] {
        let Located { placement, findings, .. } = locate("", "", "", cell);
        assert_eq!((placement.precision, placement.place.as_str()), (Precision::Country, country), "{cell}");
        assert_eq!(findings, [Finding::NearCountry { taken: country.to_owned() }]);
    }
    for cell in ["Mars", "EMEA", "Europa"] {
        assert_eq!(locate("", "", "", cell).findings, [Finding::UnknownCountry], "{cell}");
    }
    clean(["", "København", "", "Danmark"], Precision::City, "Copenhagen, DK", (55.68, 12.57));
}

#[test]
fn regions_and_districts_of_china_are_known_by_code_and_in_both_scripts() {
    clean(["", "甘南藏族自治州", "62", "CN"], Precision::City, "Gannan, CN", (34.98, 102.91));
    clean(["", "浦东新区", "31", "CN"], Precision::City, "Pudong, CN", (31.22, 121.54));
    let nanshan = locate("", "Nanshan", "GD", "CN").placement.location.expect("it is known");
    assert!((nanshan.lat() - 22.53).abs() < 0.2 && (nanshan.lon() - 113.93).abs() < 0.2, "{nanshan:?}");
}

#[test]
fn what_a_file_says_decides_which_packs_it_wants() {
    let mut gazetteer = Gazetteer::default();
    let mut check = |cells: &[[&str; 4]], wanted: &[&str]| {
        let rows = cells.iter().map(|&[postal_code, city, region, country]| Address {
            postal_code,
            city,
            region,
            country,
            ..Address::default()
        });
        assert_eq!(gazetteer.packs_for(rows), wanted, "{cells:?}");
        if wanted == CORE_PACKS {
            gazetteer.add_pack(&INFLATED[0]).expect("countries");
        }
    };
    check(&[], CORE_PACKS);
    check(&[], &[]);
    check(&[["46802", "Fort Wayne", "IN", "US"]], &["us-zips.pack.gz"]);
    check(&[["", "Fort Wayne", "IN", "US"]], &["places/US.pack.gz"]);
    check(&[["", "Fort Wayne", "Indiana", ""]], &["places/US.pack.gz"]);
    check(&[["80331", "München", "", "Germany"]], &["places/DE.pack.gz"]);
    check(&[["", "Paris", "", ""]], &["world.pack.gz"]);
    check(&[["", "", "Bayern", "DE"], ["", "", "", "France"]], &[]);
    check(&[["", "Bern", "", "CH"], ["", "Ulm", "", "DE"]], &["places/CH.pack.gz", "places/DE.pack.gz"]);
}

#[test]
fn places_are_offered_and_searched_for() {
    let springfield = Address { city: "Springfield", country: "US", ..Address::default() };
    let offered = GAZETTEER.candidates(&springfield);
    assert_eq!(offered[0].place, "Springfield, Missouri, United States");
    assert!((20..=80).contains(&offered.len()) && offered[0].people.is_some(), "{offered:?}");
    let first = |text: &str| GAZETTEER.search(text, 5).first().map(|found| found.place.clone()).unwrap_or_default();
    assert_eq!(first("Springfield, IL"), "Springfield, Illinois, United States");
    assert_eq!(first("paris, tx"), "Paris, Texas, United States");
    assert_eq!(first("62701"), "62701 Springfield, Illinois, United States");
    assert_eq!(first("Münch"), "Munich, Bayern, Germany");
    assert_eq!(first(""), "");
    assert!(GAZETTEER.search("San", 7).len() == 7);
}

#[test]
fn given_points_are_held_against_the_address() {
    let check = |lat: f64, lon: f64, region: &str, country: &str, expected: Option<PointDoubt>| {
        let point = LonLat::new(lon, lat).expect("on the globe");
        let address = Address { region, country, ..Address::default() };
        assert_eq!(GAZETTEER.doubt(point, &address), expected, "{lat} {lon} {region} {country}");
    };
    let repaired =
        |lat, lon, change| Some(PointDoubt::Repaired { point: LonLat::new(lon, lat).expect("on the globe"), change });
    check(41.1, -85.1, "IN", "US", None);
    check(41.1, 85.1, "IN", "US", repaired(41.1, -85.1, PointChange::LongitudeSign));
    check(-85.1, 41.1, "", "US", repaired(41.1, -85.1, PointChange::Swapped));
    check(11.6, 48.1, "", "DE", repaired(48.1, 11.6, PointChange::Swapped));
    check(33.9, 151.2, "NSW", "AU", repaired(-33.9, 151.2, PointChange::LatitudeSign));
    check(48.1, 11.6, "TX", "US", Some(PointDoubt::Elsewhere));
    check(41.1, -85.1, "CA", "US", Some(PointDoubt::Elsewhere));
    check(-30.0, -120.0, "", "", Some(PointDoubt::Nowhere { swapped: false }));
    // Chicago, swapped.
    check(-87.63, 41.88, "", "", Some(PointDoubt::Nowhere { swapped: true }));
    check(48.1, 11.6, "", "", None);
}

#[test]
fn codes_of_the_users_win() {
    let mut gazetteer = Gazetteer::default();
    gazetteer.add_pack(&INFLATED[0]).expect("countries");
    gazetteer.add_pack(&INFLATED[1]).expect("ZIPs");
    let point = LonLat::new(-85.0, 41.0).expect("on the globe");
    let row = PostalRow { code: "46802", place: "Our town", region: "IN", point };
    assert_eq!(gazetteer.add_postal_codes("Nowhere", [row].into_iter()), 0);
    assert_eq!(gazetteer.add_postal_codes("US", [row].into_iter()), 1);
    let of = |postal_code, country| {
        let placement = gazetteer.locate(&Address { postal_code, country, ..Address::default() }).placement;
        (placement.precision, placement.place)
    };
    assert_eq!(of("46802", "US"), (Precision::Postal, "Our town, US".to_owned()));
    assert_eq!(of("46802-1234", ""), (Precision::Postal, "Our town, US".to_owned()));
    assert_eq!(of("46803", "US"), (Precision::Postal, "Fort Wayne, IN".to_owned()));
}

fn read_csv(path: &str) -> Option<Vec<csv::StringRecord>> {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_path(path).ok()?;
    rows.records().collect::<Result<_, _>>().ok()
}

/// The cells of the named columns, row by row.
fn columns<'a>(rows: &'a [csv::StringRecord], names: [&str; 3]) -> impl Iterator<Item = [&'a str; 3]> {
    let header = |name| rows[0].iter().position(|cell| cell.trim_start_matches('\u{FEFF}') == name);
    let at = names.map(|name| header(name).expect("the column is there"));
    rows[1..].iter().map(move |row| at.map(|column| &row[column]))
}

/// Every row is located by ZIP, but for so many that the file itself has wrong; so many had lost their zeros.
fn all_by_zip(path: &str, names: [&str; 3], wrong: usize, zeros: usize) {
    let Some(rows) = read_csv(path) else {
        eprintln!("skipped: no {path}");
        return;
    };
    let (mut restored, mut other) = (0, vec![]);
    for [city, region, zip] in columns(&rows, names) {
        let Located { placement, findings, .. } = locate(zip, city, region, "United States");
        assert!(placement.location.is_some(), "{zip} {city} {region}");
        restored += findings.iter().filter(|finding| matches!(finding, Finding::ZipZeros { .. })).count();
        if placement.precision != Precision::Postal {
            other.push((zip, city, region, placement.place, findings));
        }
    }
    assert_eq!(other.len(), wrong, "{other:?}");
    assert_eq!(restored, zeros);
}

#[test]
fn the_sample_is_located_by_zip() {
    let path = format!("{}/public/sample/accounts.csv", env!("CARGO_MANIFEST_DIR"));
    all_by_zip(&path, ["City", "State", "ZIP"], 0, 21);
    let path = format!("{}/public/sample/reps.csv", env!("CARGO_MANIFEST_DIR"));
    all_by_zip(&path, ["Home City", "Home State", "Home ZIP"], 0, 0);
}

#[test]
fn real_files_are_located_by_zip() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned();
    let shared = std::env::var("HINTERLAND_SHARED").unwrap_or(beside);
    all_by_zip(&format!("{shared}/data/real/us-500.csv"), ["city", "state", "zip"], 0, 78);
    let superstore = format!("{shared}/data/real/superstore_us_orders.csv");
    all_by_zip(&superstore, ["City", "State", "Postal Code"], 11, 438);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn damaged_packs_never_panic(which in 0usize..8, at in 6usize..700_000, byte: u8, cut in 0usize..900_000) {
        let mut gazetteer = Gazetteer::default();
        if which > 0 {
            gazetteer.add_pack(&INFLATED[0]).expect("countries");
        }
        let mut bytes = INFLATED[which].clone();
        let index = at % bytes.len();
        bytes[index] = byte;
        bytes.truncate(cut.max(index + 1));
        let _ = gazetteer.add_pack(&bytes);
        let _ = gazetteer.locate(&Address { city: "Berlim", region: "BE", country: "DE", ..Address::default() });
    }

    #[test]
    fn any_bytes_never_panic(kind in 0u8..5, tail in proptest::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [b"HLPK\x02".as_slice(), &[kind], &tail].concat();
        let _ = Gazetteer::default().add_pack(&bytes);
    }

    #[test]
    fn any_address_is_answered(cells in proptest::array::uniform4("\\PC{0,12}|[0-9., -]{0,10}|Paris|IN|US|Springfield")) {
        let [postal_code, city, region, country] = &cells;
        let found = locate(postal_code, city, region, country).placement;
        prop_assert_eq!(found.location.is_none(), found.precision == Precision::None);
        prop_assert_eq!(found.location.is_none(), found.place.is_empty());
    }
}

#[test]
fn us_accounts_lie_in_counties() {
    let county = |cells: [&str; 4]| {
        let [postal_code, city, region, country] = cells;
        let address = Address { postal_code, city, region, country, ..Address::default() };
        let Located { placement, region, .. } = GAZETTEER.locate(&address);
        GAZETTEER.county(&placement, region, &address).map(|county| GAZETTEER.county_name(county).to_owned())
    };
    let check = |cells: [&str; 4], name: &str| assert_eq!(county(cells).as_deref(), Some(name), "{cells:?}");
    check(["02134", "", "", ""], "Suffolk County, MA");
    check(["2134-0001", "Allston", "MA", "USA"], "Suffolk County, MA");
    check(["70112", "", "", ""], "Orleans Parish, LA");
    check(["06103", "", "", ""], "Hartford County, CT");
    check(["63101", "", "", ""], "St. Louis City, MO");
    check(["63105", "", "", ""], "St. Louis County, MO");
    // It lies in two; its town is in this one.
    check(["19087", "", "", ""], "Delaware County, PA");
    check(["", "Fort Wayne", "IN", ""], "Allen County, IN");
    for cells in [["", "", "IN", ""], ["", "", "", "USA"], ["80331", "", "", "Germany"], ["", "Berlin", "", "Germany"]]
    {
        assert_eq!(county(cells), None, "{cells:?}");
    }
    let given = |lon: f64, lat: f64, country: &str| {
        let location = LonLat::new(lon, lat).ok();
        let placement = Placement { location, precision: Precision::Given, place: String::new() };
        let county = GAZETTEER.county(&placement, None, &Address { country, ..Address::default() });
        county.map(|county| GAZETTEER.county_name(county).to_owned())
    };
    assert_eq!(given(-87.63, 41.88, "").as_deref(), Some("Cook County, IL"));
    assert_eq!(given(-83.05, 42.33, "United States").as_deref(), Some("Wayne County, MI"));
    // Across the river, in Windsor.
    assert_eq!(given(-83.03, 42.31, "Canada"), None);
    assert_eq!(given(-40.0, 40.0, ""), None, "at sea");
}

#[test]
fn towns_of_the_post_and_wards_of_a_name_are_told_apart() {
    let gazetteer = with_packs(&["core.pack.gz", "places/US.pack.gz", "places/JP.pack.gz"]);
    let find = |city, region, country| gazetteer.locate(&Address { city, region, country, ..Address::default() });
    let at = |located: Located| located.placement.location.map(|at| (at.lat().round(), at.lon().round()));
    assert_eq!(at(find("Whitehall", "PA", "US")), Some((41.0, -75.0)));
    assert_eq!(at(find("Voorhees", "NJ", "US")), Some((40.0, -75.0)));
    assert_eq!(at(find("Marlboro", "MA", "US")), Some((42.0, -72.0)));
    // In Kyushu there is another 江東; Yokohama has a 南区, too.
    assert_eq!(find("江東", "東京都", "JP").placement.place, "Kotō, JP");
    assert_eq!(at(find("江東", "", "JP")), Some((36.0, 140.0)));
    let south = find("相模原市南区", "神奈川県", "JP").placement.location.expect("located");
    assert!((south.lon() - 139.42).abs() < 0.05);
}
