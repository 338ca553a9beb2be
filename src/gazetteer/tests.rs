use super::*;
use crate::model::Precision;
use proptest::prelude::*;
use std::io::Read;
use std::sync::LazyLock;

fn inflate(pack: &str) -> Vec<u8> {
    let path = format!("{}/public/packs/{pack}", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(path).expect("the packs are committed");
    let mut inflated = Vec::new();
    flate2::read::GzDecoder::new(file).read_to_end(&mut inflated).expect("the packs are gzipped");
    inflated
}

/// Countries, ZIPs, the larger cities of the world, and all places of a few countries.
const PACKS: [&str; 6] =
    ["core.pack.gz", "us-zips.pack.gz", "places/DE.pack.gz", "places/CH.pack.gz", "places/CN.pack.gz", "world.pack.gz"];

static INFLATED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| PACKS.iter().map(|pack| inflate(pack)).collect());

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut gazetteer = Gazetteer::default();
    for pack in INFLATED.iter() {
        gazetteer.add_pack(pack).expect("the packs fit the reader");
    }
    gazetteer
});

fn locate(postal_code: &str, city: &str, region: &str, country: &str) -> Located {
    GAZETTEER.locate(&Address { postal_code, city, region, country })
}

/// Cells → precision, place, and a point within 0.25° of the one given.
fn check(cells: [&str; 4], precision: Precision, place: &str, lat_lon: (f64, f64)) -> Vec<Finding> {
    let [postal_code, city, region, country] = cells;
    let Located { placement, findings } = locate(postal_code, city, region, country);
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
fn zips_are_for_the_us_alone() {
    clean(["80331", "München", "Bayern", "DE"], Precision::City, "Munich, DE", (48.14, 11.58));
    clean(["80331", "Muenchen", "", "Germany"], Precision::City, "Munich, DE", (48.14, 11.58));
    clean(["80331", "Munich", "Bayern", ""], Precision::City, "Munich, DE", (48.14, 11.58));
    let told = check(["1010", "Wien", "", ""], Precision::City, "Vienna, AT", (48.2, 16.37));
    assert!(matches!(told[..], [Finding::PlaceMismatch { .. }]), "{told:?}");
}

#[test]
fn contradictions_are_told() {
    let told = check(["46802", "Toledo", "OH", ""], Precision::City, "Toledo, OH", (41.66, -83.56));
    let [Finding::PlaceMismatch { told }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(told, "ZIP 46802 is Fort Wayne, IN, but the row says Toledo, OH; the city was taken");
    let told = check(["46802", "Nowhere at all", "OH", ""], Precision::Postal, "Fort Wayne, IN", (41.07, -85.14));
    assert!(matches!(told[..], [Finding::PlaceMismatch { .. }]));
    let told = check(["79901", "Dallas", "TX", "US"], Precision::Postal, "El Paso, TX", (31.76, -106.49));
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
    clean(["", "New York", "NY", ""], Precision::City, "New York City, NY", (40.71, -74.0));
    let ambiguous = check(["", "Springfield", "", "US"], Precision::City, "Springfield, MO", (37.2, -93.3));
    assert!(matches!(ambiguous[..], [Finding::AmbiguousPlace { candidates: 20..=80 }]), "{ambiguous:?}");
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
        let Located { placement, findings } = locate(zip, city, region, "United States");
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
    fn damaged_packs_never_panic(which in 0usize..6, at in 6usize..700_000, byte: u8, cut in 0usize..900_000) {
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
        let bytes = [b"HLPK\x01".as_slice(), &[kind], &tail].concat();
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
