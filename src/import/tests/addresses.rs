//! Whole addresses in one cell.

use super::headers::check;
use crate::gazetteer::{Address, Gazetteer};
use crate::import::{Corrections, Import, Sheet, as_address, assemble, doubt_cities, read, told_places};
use crate::model::FileKind::{Accounts, OrderLines, Reps};
use crate::model::{Code, FileKind, Placement, Precision, Role};
use crate::units::LonLat;
use std::io::Read;

fn add_pack(places: &mut Gazetteer, pack: &str) {
    let path = format!("{}/public/packs/{pack}", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(path).expect("the packs are committed");
    let mut inflated = Vec::new();
    flate2::read::GzDecoder::new(file).read_to_end(&mut inflated).expect("the packs are gzipped");
    places.add_pack(&inflated).expect("the packs fit the reader");
}

/// The files, recognised and assembled with the packs that they want.
pub(super) fn imported(files: &[(&str, &str)]) -> (Vec<Sheet>, Import, Gazetteer) {
    let mut places = Gazetteer::default();
    add_pack(&mut places, "core.pack.gz");
    let sheet =
        |&(name, text): &(&str, &str)| Sheet::recognise(read(name, text.as_bytes()).expect("a readable file"), &places);
    let sheets: Vec<Sheet> = files.iter().map(sheet).collect();
    loop {
        let told = told_places(&sheets, false);
        let missing = places.packs_for(told.iter().map(as_address));
        if missing.is_empty() {
            break;
        }
        for pack in &missing {
            add_pack(&mut places, pack);
        }
    }
    let import = assemble(&sheets, &places, &Corrections::default(), None, &mut |_| {}).expect("a usable file");
    (sheets, import, places)
}

fn texts<'a>(import: &'a Import, column: &str) -> Vec<&'a str> {
    let column = import.dataset.accounts().column(column);
    let column = column.unwrap_or_else(|| panic!("no column {:?}", import.dataset.accounts().columns));
    column.values.texts().expect("texts").iter().collect()
}

fn places(import: &Import) -> Vec<&str> {
    import.dataset.accounts().places.iter().collect()
}

pub(super) fn role(sheet: &Sheet, header: &str) -> Role {
    sheet.mappings().iter().find(|mapping| mapping.header == header).expect("a column").role
}

const CUSTOMERS: &str = "Account ID,Account Name,Address,Revenue\n\
    A1,Birch Dental,\"1600 Amphitheatre Pkwy, Mountain View, CA 94043\",10\n\
    A2,Cedar Freight,\"Springfield, IL\",20\n\
    A3,Dogwood Inn,\"Bahnhofstr. 1, 8001 Zürich, Schweiz\",15\n\
    A4,Elm Foods,\"10 Downing Street, London SW1A 2AA, UK\",15\n\
    A5,Fir Clinic,ring twice,10\n";

#[test]
fn locates_accounts_by_whole_addresses() {
    let (sheets, import, gazetteer) = imported(&[("accounts.csv", CUSTOMERS)]);
    assert_eq!(sheets[0].kind(), Accounts);
    assert_eq!(role(&sheets[0], "Address"), Role::Address);
    assert_eq!(places(&import), ["Mountain View, CA", "Springfield, IL", "Zürich, CH", "London, GB", ""]);
    let precisions = &import.dataset.accounts().precisions;
    assert_eq!(precisions[..2], [Precision::Postal, Precision::City]);
    assert_eq!(texts(&import, "City"), ["Mountain View", "Springfield", "Zürich", "London", ""]);
    assert_eq!(texts(&import, "Region"), ["CA", "IL", "", "London", ""]);
    assert_eq!(texts(&import, "Postal code"), ["94043", "", "8001", "SW1A 2AA", ""]);
    assert_eq!(texts(&import, "Country"), ["", "", "Schweiz", "UK", ""]);
    assert_eq!(texts(&import, "Address")[1], "Springfield, IL");
    // Only what the parts of addresses want is in.
    let knows = |city, country| {
        let address = Address { city, country, ..Address::default() };
        gazetteer.locate(&address).placement.precision == Precision::City
    };
    assert!(knows("Winterthur", "CH") && knows("Ottery St Mary", "GB") && !knows("Dinkelsbühl", "DE"));
    let lost: Vec<_> = import
        .diagnostics
        .iter()
        .filter(|told| told.code == Code::NotLocated)
        .map(|told| (told.row, told.column.as_str(), told.value.as_str()))
        .collect();
    assert_eq!(lost, [(6, "Address", "ring twice")]);
    assert_eq!(import.preview.rows[0].cells[2..5], ["Mountain View", "CA", "94043"]);
}

#[test]
fn a_person_places_what_could_not_be_read() {
    let (sheets, import, gazetteer) = imported(&[("accounts.csv", CUSTOMERS)]);
    let asked = import.places.iter().find(|asked| asked.told.whole == "ring twice").expect("it is asked");
    let mut corrections = Corrections::default();
    let placement =
        Placement { location: LonLat::new(-87.3, 41.6).ok(), precision: Precision::City, place: "Gary, IN".to_owned() };
    corrections.places.insert(asked.told.clone(), placement);
    let import = assemble(&sheets, &gazetteer, &corrections, None, &mut |_| {}).expect("a usable file");
    assert_eq!(places(&import)[4], "Gary, IN");
}

#[test]
fn a_city_that_fits_several_is_asked_once_for_all_addresses() {
    let text = "Account,Address,City\nA,\"12 Elm St, Springfield\",\nB,\"4 Oak Ave, Springfield\",\nC,\"9 Ash St, Gary, IN\",Gary\n\
        D,\"9 Fir St, Gary, IN\",\nE,\"2 Elm St, Erie, PA\",\nF,\"1 Elm St, Erie, PA 16501\",\n";
    let (sheets, import, _) = imported(&[("accounts.csv", text)]);
    assert_eq!(role(&sheets[0], "Address"), Role::Address);
    let asked: Vec<_> = import.places.iter().map(|asked| (asked.told.words(), asked.rows)).collect();
    assert_eq!(asked, [("Springfield".to_owned(), 2)]);
}

#[test]
fn own_columns_come_first_and_the_address_fills_what_they_leave_empty() {
    let text = "Account,Full address,City,State,Country\n\
        A,\"12 Elm St, Gary, IN 46402\",,,\n\
        B,\"12 Oak St, Gary, IN 46402\",,,USA\n\
        C,\"12 Ash St, Gary, IN 46402\",,,\n\
        D,\"Hauptstr. 1, Berlin, DE\",,,Germany\n\
        E,\"Hauptstr. 1, 69117 Heidelberg\",Mannheim,,Germany\n";
    let (sheets, import, _) = imported(&[("accounts.csv", text)]);
    assert_eq!(role(&sheets[0], "Full address"), Role::Address);
    assert_eq!(texts(&import, "City"), ["Gary", "Gary", "Gary", "Berlin", "Mannheim"]);
    assert_eq!(texts(&import, "Postal code"), ["46402", "46402", "46402", "", "69117"]);
    assert_eq!(texts(&import, "Country"), ["", "USA", "", "Germany", "Germany"]);
    assert_eq!(places(&import), ["Gary, IN", "Gary, IN", "Gary, IN", "Berlin, DE", "Mannheim, DE"]);
}

#[test]
fn street_lines_beside_cities_stay_what_they_are() {
    check(
        "accounts.csv",
        Accounts,
        "Account Name | Birch | Cedar | Name
         Address | 12 Elm St | 4 Oak Ave, Suite 200 | Attribute
         City | Gary | Erie | City
         State | IN | PA | Region
         ZIP | 46402 | 16501 | Postal code",
    );
    // A whole address beside its parts says nothing new.
    check(
        "accounts.csv",
        Accounts,
        "Account Name | Birch | Cedar | Name
         Formatted address | 12 Elm St, Gary, IN 46402 | 4 Oak Ave, Erie, PA 16501 | Attribute
         City | Gary | Erie | City
         ZIP | 46402 | 16501 | Postal code",
    );
    // Without them street lines are no addresses.
    check(
        "accounts.csv",
        Accounts,
        "Account Name | Birch | Cedar | Name
         Address | 12 Elm St | 4 Oak Ave | Attribute
         Revenue | 5 | 6 | Measure",
    );
}

#[test]
fn headers_of_whole_addresses() {
    for header in [
        "Address",
        "Full Address",
        "Mailing Address",
        "Complete address",
        "formatted_address",
        "Location",
        "Office location",
        "Billing Address",
        "Company address",
        "Adresse",
        "Anschrift",
        "Vollständige Adresse",
        "Adresse complète",
        "Dirección",
        "Dirección completa",
        "Ubicación",
        "Endereço",
        "Endereço completo",
        "Localização",
        "City, State, ZIP",
        "PLZ/Ort",
        "City/Country",
        "HQ",
    ] {
        check(
            "accounts.csv",
            Accounts,
            &format!(
                "Account Name | Birch | Cedar | Dogwood | Name
                 {header} | Weg 1, 80331 München | 1071 DJ Amsterdam | 10 Downing St, London SW1A 2AA | Whole address"
            ),
        );
    }
}

#[test]
fn content_alone_tells_addresses() {
    let text =
        "Account Name,Where they are\nBirch,\"12 Elm St, Gary, IN 46402\"\nCedar,\"4 Oak Ave, Erie, PA 16501\"\n";
    let (sheets, import, _) = imported(&[("accounts.csv", text)]);
    assert_eq!(role(&sheets[0], "Where they are"), Role::Address);
    assert_eq!(places(&import), ["Gary, IN", "Erie, PA"]);
    // Degrees of doctors are no states, and titles of companies none either.
    let text = "Account Name,Doctor\nBirch,\"Jane Ash, MD\"\nCedar,\"Joe Elm, PA\"\nFir,\"Ann Fir, MA\"\n";
    let (sheets, ..) = imported(&[("accounts.csv", text)]);
    assert_eq!(role(&sheets[0], "Doctor"), Role::Attribute);
}

#[test]
fn a_point_in_one_cell_is_where_a_row_is() {
    for header in ["Coordinates", "Lat/Long", "Location", "Geo point"] {
        let text = format!(
            "Account Name,{header},City\nBirch,\"42.36, -71.06\",Boston\nCedar,\"41.88, -87.63\",Chicago\n\
             Dogwood,\"-87.63, 41.88\",Chicago\nElm,\"0.00, 0.00\",Gary\nFir,POINT (-95.37 29.76),Houston\n"
        );
        let (sheets, import, _) = imported(&[("accounts.csv", &text)]);
        assert_eq!(role(&sheets[0], header), Role::Address, "{header}");
        let accounts = import.dataset.accounts();
        let at: Vec<[f64; 2]> = accounts.locations.iter().flatten().map(|at| [at.lat(), at.lon()]).collect();
        assert_eq!(at.len(), 5);
        assert_eq!([at[0], at[1], at[4]], [[42.36, -71.06], [41.88, -87.63], [29.76, -95.37]]);
        let given = Precision::Given;
        assert_eq!(accounts.precisions, [given, given, given, Precision::City, given], "{:?}", accounts.precisions);
        assert_eq!(texts(&import, "City"), ["Boston", "Chicago", "Chicago", "Gary", "Houston"]);
        let told = import.diagnostics.iter().filter(|told| told.code == Code::BadCoordinate).count();
        assert_eq!(told, 2, "0, 0 and what lies in the sea are told: {:?}", import.diagnostics);
    }
}

#[test]
fn degrees_minutes_and_seconds_stand_in_two_columns_too() {
    let text = "Account Name,Latitude,Longitude\nAsh,\"42°21'36\"\" N\",\"71°3'36\"\" W\"\nBirch,42 21 36 N,71 3 36 W\n\
        Cedar,42.36,-71.06\n";
    let (sheets, import, _) = imported(&[("accounts.csv", text)]);
    assert_eq!([role(&sheets[0], "Latitude"), role(&sheets[0], "Longitude")], [Role::Latitude, Role::Longitude]);
    for own in &import.dataset.accounts().locations {
        let at = own.expect("a point");
        assert!((at.lat() - 42.36).abs() < 1e-9 && (at.lon() + 71.06).abs() < 1e-9, "{at:?}");
    }
}

#[test]
fn a_point_and_a_country_of_no_named_place_are_those_of_the_account() {
    let text = "Account Name,Billing City,Billing State,Shipping City,Country,Lat,Lng\n\
        Ash,Boston,MA,Gary,US,42.36,-71.06\nBirch,Erie,PA,Erie,US,42.13,-80.09\n";
    let (sheets, import, _) = imported(&[("accounts.csv", text)]);
    let roles = ["Billing City", "Shipping City", "Country", "Lat", "Lng"].map(|header| role(&sheets[0], header));
    assert_eq!(roles, [Role::City, Role::Attribute, Role::Country, Role::Latitude, Role::Longitude]);
    assert_eq!(import.dataset.accounts().precisions, [Precision::Given; 2]);
}

#[test]
fn points_are_taken_rather_than_an_address_beside_them() {
    let text = "Account Name,Address,Position\nBirch,\"12 Elm St, Gary, IN 46402\",\"42.36, -71.06\"\n\
        Cedar,\"4 Oak Ave, Erie, PA 16501\",\"41.88, -87.63\"\n";
    let (sheets, import, _) = imported(&[("accounts.csv", text)]);
    assert_eq!([role(&sheets[0], "Address"), role(&sheets[0], "Position")], [Role::Attribute, Role::Address]);
    assert_eq!(import.dataset.accounts().precisions, [Precision::Given; 2]);
}

#[test]
fn rows_without_their_own_place_are_located_by_the_other_one() {
    let text = "Account ID,Account Name,Billing City,Billing State,Billing Zip,Billing Country,Shipping Street,Shipping City,\
        Shipping State,Shipping Zip,Shipping Country\n\
        1,Ash,Boston,MA,02108,US,,,,,\n2,Birch,,,,US,5 Elm St,Gary,IN,46402,US\n3,Cedar,Erie,PA,16501,US,1 Oak,Dallas,TX,75201,US\n\
        4,Dogwood,,,,,,,,,\n5,Elm,Springfield,IL,62701,US,,,,,\n";
    let (_, import, _) = imported(&[("accounts.csv", text)]);
    assert_eq!(places(&import), ["Boston, MA", "Gary, IN", "Erie, PA", "", "Springfield, IL"]);
    assert_eq!(texts(&import, "Billing City"), ["Boston", "Gary", "Erie", "", "Springfield"]);
    assert_eq!(texts(&import, "Billing Zip"), ["02108", "46402", "16501", "", "62701"]);
    let told = import.diagnostics.iter().filter(|told| told.code == Code::OtherPlace);
    let told: Vec<_> = told.map(|told| (told.row, told.column.as_str(), told.value.as_str())).collect();
    assert_eq!(told, [(0, "Shipping City", ""), (3, "Shipping City", "Gary")]);
    let both = import.diagnostics.iter().find(|told| told.code == Code::OtherPlace && told.row == 0).expect("told");
    assert!(both.message.starts_with("1 row has another place here than under “Billing City”"), "{}", both.message);
}

#[test]
fn order_lines_and_reps_have_addresses_too() {
    let orders = "Order ID,Customer ID,Customer Name,Ship To Address,Product,Sales\n\
        o1,C1,Ann,\"12 Elm St, Gary, IN 46402\",p1,5\n\
        o2,C1,Ann,\"12 Elm St, Gary, IN 46402\",p2,6\n\
        o3,C1,Ann,\"4 Oak Ave, Erie, PA 16501\",p2,7\n\
        o4,C2,Bob,\"Marienplatz 8, 80331 München, Germany\",p1,8\n";
    let reps = "Rep,Home base,FTE\nDana,\"5 Lake St, Chicago, IL 60601\",1\nPriya,\"Augsburg, Germany\",1\n";
    let (sheets, import, _) = imported(&[("orders.csv", orders), ("reps.csv", reps)]);
    assert_eq!(sheets.iter().map(Sheet::kind).collect::<Vec<FileKind>>(), [OrderLines, Reps]);
    assert_eq!(import.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["C1-46402", "C1-16501", "C2-80331"]);
    assert_eq!(places(&import), ["Gary, IN", "Erie, PA", "Munich, DE"]);
    assert_eq!(texts(&import, "City"), ["Gary", "Erie", "München"]);
    assert_eq!(texts(&import, "Postal code"), ["46402", "16501", "80331"]);
    let homes: Vec<&str> = import.dataset.reps().iter().map(|rep| rep.home.place.as_str()).collect();
    assert_eq!(homes, ["Chicago, IL", "Augsburg, DE"]);
}

#[test]
fn a_place_to_meet_makes_no_account() {
    check(
        "calendar.csv",
        FileKind::Activities,
        "Date | 14.03.2026 | 15.03.2026 | 16.03.2026 | 17.03.2026 | Date of the row
         Subject | Review | Demo | Review | Demo | Kind
         Account | Birch | Cedar | Birch | Fir | Account
         Rep | Ann | Bob | Ann | Bob | Rep
         Location | 12 Elm St, Gary, IN 46402 | Erie, PA | 12 Elm St, Gary, IN 46402 | Troy, NY | Attribute",
    );
}

#[test]
fn a_list_of_names_and_numbers_without_a_header() {
    let text = "Birch;0211 1234567;Königsallee 5, 40212 Düsseldorf\nCedar;089 2345678;Marienplatz 1, 80331 München\n\
        Fir;030 3456789;Unter den Linden 3, 10117 Berlin\n";
    let (sheets, import, _) = imported(&[("liste.csv", text)]);
    assert_eq!(sheets[0].kind(), Accounts);
    let names: Vec<&str> = import.dataset.accounts().names.iter().collect();
    assert_eq!(names, ["Birch", "Cedar", "Fir"]);
    assert_eq!(places(&import), ["Düsseldorf, DE", "Munich, DE", "Berlin, DE"]);
    let text = "Birch,(555) 123-4567,Gary\nCedar,(555) 223-4567,Erie\nFir,(555) 323-4567,Troy\n";
    let (sheets, import, _) = imported(&[("list.csv", text)]);
    assert_eq!((sheets[0].kind(), import.dataset.accounts().len()), (Accounts, 3));
}

/// City and region, one a line → the places, and how many things were told of them.
fn located(rows: &str) -> (Vec<String>, usize) {
    let text = format!("Account ID,Account Name,City,State\n{rows}");
    let (_, import, _) = imported(&[("accounts.csv", &text)]);
    (places(&import).into_iter().map(str::to_owned).collect(), import.diagnostics.len())
}

#[test]
fn a_region_that_has_no_such_city_gives_way() {
    let (found, _) = located("1,A,San Juan,PR\n2,B,London,UK\n3,C,Paris,FR\n4,D,Wilmington,DE\n5,E,Berlin,DE\n");
    assert_eq!(found, ["San Juan, PR", "London, GB", "Paris, FR", "Wilmington, DE", "Berlin, DE"]);
    let (found, told) = located("1,A,Boston,NA\n2,B,Denver,CO\n3,C,Qworlby,TX\n");
    assert_eq!((found.as_slice(), told), (["Boston, MA", "Denver, CO", "Texas"].map(str::to_owned).as_slice(), 2));
}

#[test]
fn no_country_told_is_not_namibia() {
    let text = "Account ID,Account Name,City,State,Country\n1,A,Boston,MA,N/A\n2,B,Denver,CO,NA\n3,C,Windhoek,,NA\n";
    assert_eq!(places(&imported(&[("accounts.csv", text)]).1), ["Boston, MA", "Denver, CO", "Windhoek, NA"]);
}

#[test]
fn rows_with_coordinates_that_are_refused_are_located_by_their_city() {
    let text =
        "Account ID,Account Name,Latitude,Longitude,City,State\n1,A,42.36,-71.06,Boston,MA\n2,B,0,0,Worcester,MA\n";
    let import = imported(&[("accounts.csv", text)]).1;
    assert_eq!(import.dataset.accounts().precisions, [Precision::Given, Precision::City]);
    assert_eq!(places(&import)[1], "Worcester, MA");
}

#[test]
fn coordinates_have_no_thousands() {
    let text = "ID\tName\tLat\tLon\n1\tA\t48,105\t11,207\n2\tB\t52,520\t13,405\n";
    let import = imported(&[("accounts.tsv", text)]).1;
    let first = import.dataset.accounts().locations[0].expect("it is given");
    assert_eq!((first.lat(), first.lon()), (48.105, 11.207));
}

#[test]
fn codes_under_a_foreign_header_are_no_zips() {
    let text = |header: &str| format!("ID,Nom,{header}\n1,A,75001\n2,B,69001\n3,C,13001\n");
    let precisions = |header: &str| imported(&[("clients.csv", &text(header))]).1.dataset.accounts().precisions.clone();
    assert_eq!(precisions("Code postal"), [Precision::None; 3]);
    assert_eq!(precisions("ZIP")[..2], [Precision::Postal; 2]);
}

#[test]
fn subtotals_within_a_table_are_no_accounts() {
    let rows = "1,Subway,Boston,MA,10\nSubtotal,,,,10\n2,Acme,Denver,CO,20\n3,Bolt,Denver,CO,20\n4,Cask,Denver,CO,5\n5,Dune,Denver,CO,5\n";
    let text = format!("Account ID,Account Name,City,State,Revenue\n{rows}");
    let import = imported(&[("accounts.csv", &text)]).1;
    assert_eq!(import.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["1", "2", "3", "4", "5"]);
    assert_eq!(import.diagnostics.iter().map(|told| (told.row, told.code)).collect::<Vec<_>>(), [(3, Code::TotalsRow)]);
}

#[test]
fn area_tables_of_counties_join_accounts_that_tell_their_zips_alone() {
    let accounts = "Account ID,Account Name,ZIP\nA1,Acme,2134\nA2,Bolt,46802\nA3,Cog,60601\n";
    for counties in [
        "County,State,Population\nSuffolk County,MA,3\nSuffolk County,NY,4\nAllen,IN,5\n",
        "County,Population\n\"Suffolk County, Massachusetts\",3\n\"Suffolk County, New York\",4\n\"Allen County, IN\",5\n",
    ] {
        let (sheets, import, _) = imported(&[("accounts.csv", accounts), ("counties.csv", counties)]);
        assert_eq!(sheets[1].kind(), FileKind::Areas);
        assert_eq!(texts(&import, "County"), ["Suffolk County, MA", "Allen County, IN", "Cook County, IL"]);
        let column = import.dataset.accounts().column("Population").expect("joined");
        let joined: Vec<_> = (0..3).map(|row| column.values.words(row).into_owned()).collect();
        assert_eq!(joined, ["3", "5", ""], "{counties}");
    }
    let told = "Account ID,Account Name,ZIP,County\nA1,Acme,2134,Suffolk\nA2,Bolt,46802,Allen\n";
    let (_, import, _) = imported(&[("accounts.csv", told)]);
    assert_eq!(texts(&import, "County"), ["Suffolk", "Allen"], "as it is told");
    let by_city = "Account ID,Account Name,City,State\nA1,Acme,Boston,MA\nA2,Bolt,Fort Wayne,IN\n";
    let (_, import, _) = imported(&[("accounts.csv", by_city)]);
    assert!(import.dataset.accounts().column("County").is_none(), "the list of ZIPs may not be in the next time");
}

#[test]
fn points_that_were_swapped_as_a_whole_are_taken_the_other_way_round() {
    let german = "Account ID,Latitude,Longitude\nA1,13.40,52.52\nA2,11.58,48.14\nA3,9.99,53.55\nA4,8.68,50.11\n";
    let (_, import, _) = imported(&[("a.csv", german)]);
    let points: Vec<_> = import.dataset.accounts().locations.iter().flatten().map(|at| (at.lat(), at.lon())).collect();
    assert_eq!(points[0], (52.52, 13.40));
    assert_eq!(points[3], (50.11, 8.68));
    let told = import.diagnostics.iter().filter(|told| told.code == Code::BadCoordinate).count();
    assert_eq!(told, 1);
    let right = "Account ID,Latitude,Longitude\nA1,52.52,13.40\nA2,48.14,11.58\nA3,53.55,9.99\n";
    let (_, import, _) = imported(&[("a.csv", right)]);
    assert!(import.diagnostics.iter().all(|told| told.code != Code::BadCoordinate));
}

#[test]
fn a_place_is_asked_once_however_rows_write_it() {
    let rows = "Account ID,City,Country\nA1,Springfield,US\nA2,SPRINGFIELD,US\nA3,springfield ,us\nA4,Springfield,US\n";
    let (sheets, import, places) = imported(&[("a.csv", rows)]);
    let asked: Vec<_> = import.places.iter().map(|asked| (asked.told.city.as_str(), asked.rows)).collect();
    assert_eq!(asked, [("Springfield", 4)]);
    let mut corrections = Corrections::default();
    let location = Some(LonLat::new(-93.29, 37.21).expect("on the globe"));
    let chosen = Placement { location, precision: Precision::City, place: "Springfield, MO".to_owned() };
    corrections.places.insert(import.places[0].told.clone(), chosen);
    let again = assemble(&sheets, &places, &corrections, None, &mut |_| {}).expect("a usable file");
    assert_eq!(again.dataset.accounts().places.iter().collect::<Vec<_>>(), ["Springfield, MO"; 4]);
    assert_eq!(again.places.len(), 1);
}

#[test]
fn counties_beside_states_locate_rows_and_stay_what_they_are() {
    let text = "Customer,County,State,Sales\nMaple,Kent County,DE,10\nOak,Orleans Parish,LA,20\n";
    let (sheets, import, _) = imported(&[("accounts.csv", text)]);
    assert_eq!(role(&sheets[0], "County"), Role::Attribute);
    assert_eq!(places(&import), ["Kent County, DE", "Orleans Parish, LA"]);
}

#[test]
fn irish_codes_are_known_by_their_name() {
    let text = "Customer,Town,Eircode\nMaple,Birr,R42 X290\n";
    let sheet =
        Sheet::recognise(read("accounts.csv", text.as_bytes()).expect("a readable file"), &Gazetteer::default());
    assert_eq!(role(&sheet, "Eircode"), Role::PostalCode);
}

#[test]
fn a_guess_of_cities_is_given_up_where_few_are_known() {
    let guessed = |cells: [&str; 3]| {
        let [first, second, third] = cells;
        let text =
            format!("Customer,Location,Country\nAlfa,{first},Belgium\nBeta,{second},Belgium\nGamma,{third},Belgium\n");
        let (mut sheets, _, places) = imported(&[("customers.csv", &text)]);
        assert_eq!(role(&sheets[0], "Location"), Role::City, "{cells:?}");
        (doubt_cities(&mut sheets, &places), role(&sheets[0], "Location"))
    };
    assert_eq!(guessed(["Namur", "Charleroi", "Mons"]), (false, Role::City));
    assert_eq!(guessed(["Head office", "Annexe", "Warehouse"]), (true, Role::Attribute));
}

#[test]
fn countries_below_a_word_for_regions_are_countries() {
    let text = "account_id,company_name,region\n1,Alfa,Taiwan\n2,Beta,Japan\n3,Gamma,Singapore\n4,Delta,Hong Kong\n";
    let (sheets, ..) = imported(&[("accounts.csv", text)]);
    assert_eq!(role(&sheets[0], "region"), Role::Country);
    let text = "cliente,ciudad,estado_pais\nA,Guadalajara,México\nB,San José,Costa Rica\nC,Madrid,España\n";
    let (sheets, ..) = imported(&[("clientes.csv", text)]);
    assert_eq!(role(&sheets[0], "estado_pais"), Role::Country);
    let text = "Account Name,State\nAlfa,Georgia\nBeta,Texas\nGamma,Ohio\n";
    let (sheets, ..) = imported(&[("accounts.csv", text)]);
    assert_eq!(role(&sheets[0], "State"), Role::Region);
}

#[test]
fn axes_the_other_way_round_are_told_and_turned() {
    let text = "Dealer Name,City,X,Y\nAsh,Rocky Mount,36.98631,-79.91671\nBirch,Aberdeen,39.52743,-76.18263\n\
        Cedar,Gary,41.59337,-87.34643\n";
    let (_, import, _) = imported(&[("dealers.csv", text)]);
    let at = import.dataset.accounts().locations[0].expect("a point");
    assert!((at.lat() - 36.98631).abs() < 1e-9, "{at:?}");
    assert_eq!(import.diagnostics.iter().filter(|told| told.code == Code::BadCoordinate).count(), 1);
}
