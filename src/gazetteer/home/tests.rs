use super::Tally;
use crate::gazetteer::tests::with_packs;
use crate::gazetteer::{Address, Finding, Gazetteer, Located};
use crate::model::Precision;
use crate::units::LonLat;
use std::sync::LazyLock;

/// Countries, the larger cities of the world, and all places of Germany.
static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| with_packs(&["core.pack.gz", "world.pack.gz", "places/DE.pack.gz"]));

/// City, postal code, region and country, separated by bars → the country guessed, and how many tell none.
fn guess(lines: &[&str]) -> (String, usize) {
    let addresses = lines.iter().map(|line| {
        let mut cells = line.split('|');
        let mut next = || cells.next().unwrap_or_default();
        Address { city: next(), postal_code: next(), region: next(), country: next(), ..Address::default() }
    });
    let guess = GAZETTEER.guess_home(addresses, &[]);
    (guess.country, guess.open)
}

fn told(country: &str, open: usize) -> (String, usize) {
    (country.to_owned(), open)
}

#[test]
fn cities_tell_the_country_that_no_row_names() {
    let german = ["Augsburg|86150", "Limburg|65549", "Wertheim|97877", "Dresden|1067", "Bonn|53115", "Qqqqqqqq|53115"];
    assert_eq!(guess(&german), told("DE", 6));
    // The codes are British, although most cities have a larger namesake.
    let british = ["Boston|PE21 6TY", "Lincoln|LN1 1AA", "Durham|DH1 3EE", "Perth|PH1 1AA", "Windsor|SL4 1AA"];
    assert_eq!(guess(&british), told("GB", 5));
    // Codes of regions are no countries: South Sudan, Saudi Arabia, Panama.
    let salvadoran = [
        "San Salvador||SS",
        "Soyapango||SS",
        "Santa Ana||SA",
        "Mejicanos||SS",
        "Ahuachapán||AH",
        "Chalchuapa||SA",
        "La Paz||PA",
    ];
    assert_eq!(guess(&salvadoran).0, "SV");
    // Rows that name their country vote for it.
    assert_eq!(guess(&["Augsburg||BY|DE", "Bonn|||DE", "Dresden|||Germany", "Limburg"]), told("DE", 1));
}

#[test]
fn cities_of_several_countries_tell_none() {
    assert_eq!(guess(&["Paris", "Berlin", "Rome", "Athens", "Dublin", "Florence"]), told("", 6));
    assert_eq!(guess(&["Bonn", "Augsburg", "Lyon", "Bordeaux", "Leeds", "Turin", "Milan"]), told("", 7));
    // Too few to say.
    assert_eq!(guess(&["Bonn", "Augsburg", "", "Augsburg"]), told("", 3));
    assert_eq!(guess(&[]), told("", 0));
}

#[test]
fn countries_of_several_cities_may_tell_what_is_open() {
    let mixed = ["Bonn", "München", "Roma", "Milano", "Wien", "Paris", "Venezia"];
    let likely = |lines: &[&str]| {
        let addresses = lines.iter().map(|city| Address { city, ..Address::default() });
        GAZETTEER.guess_home(addresses, &[]).likely
    };
    assert_eq!(likely(&mixed), ["DE", "IT"]);
    assert_eq!(GAZETTEER.packs_of(&likely(&mixed)), ["places/IT.pack.gz"]);
    // All are found, and nothing is open.
    assert_eq!(likely(&mixed[..6]), [""; 0]);
}

/// Regions that stand alone → the country guessed.
fn guess_of_regions(regions: &str, spoken: &[&str]) -> String {
    let core = with_packs(&["core.pack.gz"]);
    let addresses = regions.split(' ').map(|region| Address { region, ..Address::default() });
    core.guess_home(addresses, spoken).country
}

#[test]
fn regions_tell_the_country_where_there_are_no_cities() {
    assert_eq!(guess_of_regions("SP RJ MG PA AL SC", &[]), "BR");
    assert_eq!(guess_of_regions("BA RM MI TO PA", &[]), "IT");
    assert_eq!(guess_of_regions("NSW VIC QLD SA WA", &[]), "AU");
    assert_eq!(guess_of_regions("Córdoba Toledo Granada León Cuenca", &[]), "ES");
    // Many countries number their regions: the header tells.
    assert_eq!(guess_of_regions("33 13 01", &[]), "");
    assert_eq!(guess_of_regions("33 13 01", &["FR"]), "FR");
    // States are meant before the regions of other countries, unless the header is of those.
    assert_eq!(guess_of_regions("PA AL SC", &[]), "");
    assert_eq!(guess_of_regions("PA AL SC", &["BR"]), "BR");
    assert_eq!(guess_of_regions("CA TX WA PA", &[]), "");
    // Sales regions.
    assert_eq!(guess_of_regions("North South East West EMEA", &[]), "");
    // The other rows name their country.
    let lines = ["Dubai|AE", "Ajman|AE", "Sharjah|AE", "Al Ain|"];
    let addresses = lines.iter().filter_map(|line| line.split_once('|'));
    let addresses = addresses.map(|(region, country)| Address { region, country, ..Address::default() });
    let mut gazetteer = GAZETTEER.clone();
    let home = gazetteer.guess_home(addresses, &[]).country;
    gazetteer.set_home(&home);
    assert!(home == "AE" && gazetteer.is_region_at_home("Ajman") && gazetteer.is_region_at_home("Al Ain"));
}

#[test]
fn a_region_alone_is_one_of_the_home_country() {
    let mut core = with_packs(&["core.pack.gz"]);
    let locate = |core: &Gazetteer, region| core.locate(&Address { region, ..Address::default() });
    // A code that several countries have says nothing, a name is told to be one of several.
    assert_eq!(locate(&core, "BA").placement.place, "");
    assert_eq!(locate(&core, "33").placement.place, "");
    assert!(matches!(locate(&core, "Córdoba").findings[..], [Finding::AmbiguousPlace { .. }]));
    core.set_home("IT");
    for (region, place) in [("BA", "Bari, IT"), ("MI", "Milano, IT"), ("TX", ""), ("Tolima", "")] {
        assert_eq!(locate(&core, region).placement.place, place, "{region}");
    }
    core.set_home("ES");
    assert_eq!(
        (locate(&core, "Córdoba").placement.place.as_str(), core.is_region_at_home("Córdoba")),
        ("Córdoba, ES", true)
    );
}

#[test]
fn villages_tell_their_country_once_its_places_are_in() {
    let mut gazetteer = with_packs(&["core.pack.gz", "world.pack.gz"]);
    let lines = ["Zwettl|3910", "Imst|6460", "Hartberg|8230", "Gmünd|3950"];
    let addresses = || lines.iter().filter_map(|line| line.split_once('|'));
    let addresses = || addresses().map(|(city, postal_code)| Address { postal_code, city, ..Address::default() });
    let spoken = ["DE", "AT"];
    let early = gazetteer.guess_home(addresses(), &spoken);
    assert_eq!((early.country.as_str(), early.likely), ("", spoken.map(str::to_owned).to_vec()));
    for country in spoken {
        gazetteer.add_pack(&crate::gazetteer::tests::inflate(&format!("places/{country}.pack.gz"))).expect("a pack");
    }
    let home = gazetteer.guess_home(addresses(), &spoken).country;
    assert_eq!(home, "AT");
    gazetteer.set_home(&home);
    let places = addresses().map(|address| gazetteer.locate(&address).placement.place);
    assert_eq!(places.collect::<Vec<_>>(), ["Zwettl Stadt, AT", "Imst, AT", "Hartberg, AT", "Gmünd, AT"]);
}

/// The countries whose packs are wanted for cities and codes, separated by bars.
fn likely_of(lines: &[&str]) -> Vec<String> {
    let world = with_packs(&["core.pack.gz", "world.pack.gz"]);
    let cells = lines.iter().filter_map(|line| line.split_once('|'));
    let addresses = cells.map(|(city, postal_code)| Address { postal_code, city, ..Address::default() });
    world.guess_home(addresses, &[]).likely
}

#[test]
fn codes_bring_the_villages_of_those_who_write_so() {
    assert_eq!(likely_of(&["Ootmarsum|7631 AA", "Sluis|4524 AB", "Dokkum|9101 AC"]), ["NL"]);
    assert_eq!(likely_of(&["Birr|R42 X290", "Tuam|H54 Y123", "Kenmare|V93 A123"]), ["IE"]);
    assert!(likely_of(&["Zwettl|3910", "Imst|6460", "Hartberg|8230"]).starts_with(&["AT".to_owned()]));
    assert!(likely_of(&["Dahn|66994", "Prüm|54595", "Tönning|25832"]).starts_with(&["DE".to_owned()]));
    assert_eq!(likely_of(&["Qqqqqqqa|", "Qqqqqqqb|", "Qqqqqqqc|"]), [""; 0]);
}

#[test]
fn of_many_unknown_cities_each_country_with_some_may_have_its_part() {
    let mut tally = Tally::new(&GAZETTEER.atlas);
    (tally.cities, tally.seen) = (1000, (0..1000).collect());
    for (country, largest) in [(3, 200), (7, 50), (9, 50), (11, 3)] {
        tally.votes[country].largest = largest;
    }
    // All are known, or so few are not that they are worth no pack.
    assert_eq!(tally.likely(), [3]);
    tally.seen = (0..1040).collect();
    assert_eq!(tally.likely(), [3]);
    tally.seen = (0..1100).collect();
    assert_eq!(tally.likely(), [3, 7, 9]);
}

#[test]
fn a_stray_code_of_a_region_says_nothing() {
    let mut gazetteer = GAZETTEER.clone();
    gazetteer.set_home("DE");
    let place = |city, region| gazetteer.locate(&Address { city, region, ..Address::default() }).placement.place;
    for code in ["NA", "ZZ", "N/A", "XX"] {
        assert_eq!(place("", code), "", "{code}");
        assert_eq!(place("Qqqqqqqq", code), "", "{code}");
        assert_eq!(place("Bonn", code), "Bonn, DE", "{code}");
    }
    // A city that the region has, a state, a country and a name say something.
    assert_eq!(place("Milano", "MI"), "Milan, IT");
    assert_eq!(place("Qqqqqqqq", "TX"), "Texas");
    assert_eq!(place("London", "UK"), "London, GB");
    // A region that stands alone is one of the other rows' country, but for a state by its name.
    assert_eq!(place("", "Zanzan"), "");
    assert_eq!(place("", "TX"), "");
    assert_eq!(place("", "Texas"), "Texas");
    // A code of a region at home is that before it is one of a country.
    assert_eq!(place("Qqqqqqqq", "BY"), "Bayern, DE");
}

#[test]
fn rows_without_a_country_lie_in_the_one_of_the_others() {
    let mut gazetteer = GAZETTEER.clone();
    gazetteer.set_home("DE");
    assert_eq!(gazetteer.home(), Some("Germany"));
    let locate = |city, region| gazetteer.locate(&Address { city, region, ..Address::default() });
    let Located { placement, findings, .. } = locate("Limburg", "");
    assert_eq!((placement.place.as_str(), findings), ("Limburg an der Lahn, DE", vec![]));
    let Located { placement, findings, .. } = locate("Wien", "");
    let abroad = |taken: &str, is_smaller_there| Finding::Abroad {
        taken: taken.to_owned(),
        home: "Germany".to_owned(),
        is_smaller_there,
    };
    assert_eq!(findings, [abroad("Vienna, AT", false)]);
    assert_eq!(placement.place, "Vienna, AT");
    // Germany has one, too: nobody is told that it has none.
    assert_eq!(locate("Rom", "").findings[0], abroad("Rome, IT", true));
    // Another region says that it is elsewhere; and who says no place at all is not in the middle of the country.
    assert_eq!(locate("Dallas", "Texas").placement.place, "Dallas, TX");
    assert_eq!(locate("Qqqqqqqqqqqq", "").placement.precision, Precision::None);
    assert_eq!(locate("", "").placement.precision, Precision::None);
    let lima = LonLat::new(-77.0, -12.0).expect("it is on the globe");
    assert_eq!(gazetteer.doubt(lima, &Address { city: "Lima", ..Address::default() }), None);
    gazetteer.set_home("");
    assert_eq!(gazetteer.home(), None);
}
