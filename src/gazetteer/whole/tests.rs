use super::*;
use crate::gazetteer::tests::{inflate, with_packs};
use crate::gazetteer::{Gazetteer, Located};
use crate::model::Precision;
use proptest::prelude::*;
use std::sync::LazyLock;

/// City, region, postal code and country of a cell, once the packs are in that it wants, and where it is.
fn read(gazetteer: &mut Gazetteer, cell: &str) -> ([String; 4], Located) {
    let address = Address { whole: cell, ..Address::default() };
    loop {
        let missing = gazetteer.packs_for(std::iter::once(address));
        if missing.is_empty() {
            break;
        }
        for pack in missing {
            gazetteer.add_pack(&inflate(&pack)).expect("the packs fit the reader");
        }
    }
    let Address { postal_code, city, region, country, .. } = gazetteer.parts(&address);
    ([city, region, postal_code, country].map(str::to_owned), gazetteer.locate(&address))
}

/// Each line: the cell → city | region | postal code | country → the place.
fn check(lines: &str) {
    let mut gazetteer = Gazetteer::default();
    for line in lines.lines() {
        let [cell, parts, place] = line.split(" → ").collect::<Vec<_>>()[..] else { panic!("three texts: {line}") };
        let parts: Vec<&str> = parts.split('|').map(str::trim).collect();
        let (told, located) = read(&mut gazetteer, cell.trim());
        assert_eq!(told.iter().map(String::as_str).collect::<Vec<_>>(), parts, "{cell}");
        assert_eq!(located.placement.place, place, "{cell}: {:?}", located.findings);
    }
}

#[test]
fn american_addresses() {
    check(
        &"1600 Amphitheatre Pkwy, Mountain View, CA 94043 → Mountain View | CA | 94043 | → Mountain View, CA
        123 Main St., Springfield IL 62701-1234 → Springfield | IL | 62701-1234 | → Springfield, IL
        2001 8TH AVE STE 2600 SEATTLE WA 98121 → SEATTLE | WA | 98121 | → Seattle, WA
        Springfield, IL → Springfield | IL | | → Springfield, IL
        springfield, il → springfield | il | | → Springfield, IL
        233 South Wacker Drive; Chicago; IL; 60606 → Chicago | IL | 60606 | → Chicago, IL
        P.O. Box 77, Wilmington, DE 19801, USA → Wilmington | DE | 19801 | USA → Wilmington, DE
        Acme Inc., 77 Massachusetts Ave, Cambridge, MA 02139 → Cambridge | MA | 02139 | → Cambridge, MA
        Los Angeles, California, United States → Los Angeles | California | | United States → Los Angeles, CA
        San Francisco California 94105 → San Francisco | California | 94105 | → San Francisco, CA
        Federal Way, WA → Federal Way | WA | | → Federal Way, WA
        Nashville, TN, 37203 → Nashville | TN | 37203 | → Nashville, TN
        Ponce, Puerto Rico 00716 → Ponce | Puerto Rico | 00716 | → Ponce, PR
        Albuquerque, New Mexico → Albuquerque | New Mexico | | → Albuquerque, NM
        701 S. Grand, Lansing, MI 48910 (rear entrance) → Lansing | MI | 48910 | → Lansing, MI"
            .replace("\n        ", "\n"),
    );
}

#[test]
fn zips_that_lost_their_zeros() {
    check(
        &"12 Beacon St, Boston, MA 2108 → Boston | MA | 2108 | → Boston, MA
        12 Beacon St Boston MA 2108 → Boston | MA | 2108 | → Boston, MA
        Boston MA 2108, USA → Boston | MA | 2108 | USA → Boston, MA
        Boston 2108, USA → Boston | | 2108 | USA → Boston, MA"
            .replace("\n        ", "\n"),
    );
}

#[test]
fn a_large_city_goes_before_a_region_abroad_of_its_name() {
    let (_, located) = read(&mut Gazetteer::default(), "Portland 4101");
    assert_eq!(located.placement.place, "Portland, OR");
}

#[test]
fn offices_of_the_french_post() {
    check(
        &"12 rue de la Paix, 75008 PARIS CEDEX 08 → PARIS CEDEX 08 | | 75008 | → Paris, FR
        13002 Marseille Cedex 02, France → Marseille Cedex 02 | | 13002 | France → Marseille, FR
        Domkloster 4 50667 Köln → Köln | | 50667 | → Köln, DE
        Bahnhofstrasse 1 8001 Zürich Schweiz → Zürich | | 8001 | Schweiz → Zürich, CH
        г. Москва, ул. Тверская, д. 7 → г. Москва | г. Москва | | → Moscow, RU
        г. Екатеринбург, ул. Малышева 51 → г. Екатеринбург | | | → Yekaterinburg, RU
        620014, Свердловская обл., г. Екатеринбург, ул. Малышева, 51 → г. Екатеринбург | | | → Yekaterinburg, RU
        м. Київ, вул. Хрещатик, 22, 01001 → | м. Київ | 01001 | → Kyiv, UA"
            .replace("\n        ", "\n"),
    );
}

#[test]
fn addresses_of_other_countries() {
    check(
        &"Bahnhofstr. 1, 8001 Zürich, Schweiz → Zürich | | 8001 | Schweiz → Zürich, CH
        Bahnhofstrasse 1, CH-8001 Zürich → Zürich | | 8001 | → Zürich, CH
        Marienplatz 8, 80331 München → München | | 80331 | → Munich, DE
        10 rue de Rivoli, 75004 Paris → Paris | | 75004 | → Paris, FR
        Lyon Cedex 03, France → Lyon Cedex 03 | | | France → Lyon, FR
        10 Downing Street, London SW1A 2AA → London | London | SW1A 2AA | → London, GB
        1 City Square, Leeds, West Yorkshire, LS1 2ES → Leeds | West Yorkshire | LS1 2ES | → Leeds, GB
        Damrak 1, 1012 LG Amsterdam, Nederland → Amsterdam | | 1012 LG | Nederland → Amsterdam, NL
        Sveavägen 1, 111 57 Stockholm, Sverige → Stockholm | | 111 57 | Sverige → Stockholm, SE
        ul. Prosta 1, 00-850 Warszawa, Polska → Warszawa | | 00-850 | Polska → Warsaw, PL
        Rua Augusta 1, 1100-048 Lisboa → Lisboa | | 1100-048 | → Lisbon, PT
        Via Torino 2, 20123 Milano (MI) → Milano | MI | 20123 | → Milan, IT
        Via Roma 1, 43121 Parma (PR) → Parma | PR | 43121 | → Parma, IT
        Via Torino 2, 20123 Milano (MI), Italy → Milano | MI | 20123 | Italy → Milan, IT
        Av. Paulista, 1578 - Bela Vista, São Paulo - SP, 01310-200 → São Paulo | SP | 01310-200 | → São Paulo, BR
        Toronto ON M5V 3L9 → Toronto | ON | M5V 3L9 | → Toronto, ON
        1 Macquarie Street, Sydney NSW 2000 → Sydney | NSW | 2000 | → Sydney, AU
        MG Road, Bengaluru, Karnataka 560001, India → Bengaluru | Karnataka | 560001 | India → Bengaluru, IN
        1 Raffles Place, Singapore 048616 → Singapore | | 048616 | Singapore → Singapore, SG
        Domkloster 4 50667 Köln → Köln | | 50667 | → Köln, DE
        Bahnhofstrasse 1 8001 Zürich Schweiz → Zürich | | 8001 | Schweiz → Zürich, CH
        г. Москва, ул. Тверская, д. 7, 125009, Россия → г. Москва | г. Москва | 125009 | Россия → Moscow, RU
        1051 Budapest, Széchenyi tér 2., Hungary → Budapest | | 1051 | Hungary → Budapest, HU"
            .replace("\n        ", "\n"),
    );
}

#[test]
fn addresses_from_the_largest_part_down() {
    check(
        &"上海市浦东新区世纪大道100号 → 浦东新区 | 上海市 | | → Pudong, CN
        中国广东省深圳市南山区科技园 → 深圳市 | 广东省 | | 中国 → Shenzhen, CN
        518000 广东省深圳市福田区 → 深圳市 | 广东省 | 518000 | → Shenzhen, CN
        浙江省金华市义乌市稠城街道 → 义乌市 | 浙江省 | | → Yiwu, CN
        東京都港区六本木6-10-1 → 港区 | 東京都 | | → Minato City, JP
        〒530-0001 大阪府大阪市北区梅田1-1-3 → 大阪市 | 大阪府 | 530-0001 | → Osaka, JP
        日本、〒060-0002 北海道札幌市中央区北2条西4丁目 → 札幌市 | 北海道 | 060-0002 | 日本 → Sapporo, JP
        서울특별시 강남구 테헤란로 152 → 강남구 | 서울특별시 | | → 강남구, KR
        경기도 성남시 분당구 판교역로 235 → 성남시 | 경기도 | | → Seongnam-si, KR
        杭州市西湖区文三路478号 → 杭州市 | | | → Hangzhou, CN
        香港九龍尖沙咀彌敦道100號 → 九龍 | | | 香港 → Kowloon, HK
        台北市信義區信義路五段7號 → 台北市 | 台北市 | | → Taipei, TW
        대한민국 부산광역시 해운대구 센텀중앙로 79 → 해운대구 | 부산광역시 | | 대한민국 → 해운대구, KR"
            .replace("\n        ", "\n"),
    );
    let gazetteer = with_packs(&["core.pack.gz", "places/JP.pack.gz"]);
    let told = |whole, country| gazetteer.parts(&Address { country, whole, ..Address::default() });
    assert_eq!(told("大阪市北区梅田1-1-3", "JP").city, "大阪市");
    assert_eq!(told("長野県北佐久郡軽井沢町", "").city, "軽井沢町");
    assert_eq!(told("京都府京都市下京区", "JP").city, "京都市");
    assert!(!gazetteer.is_address("上海电气集团") && !gazetteer.is_address("株式会社東京"));
}

#[test]
fn short_forms_of_states_and_countries() {
    check(
        &"Toronto, ON, CA → Toronto | ON | | CA → Toronto, ON
        Ontario, CA → Ontario | CA | | → Ontario, CA
        80331 München, DE → München | | 80331 | DE → Munich, DE
        Munich, DE → Munich | | | DE → Munich, DE
        Wilmington, DE → Wilmington | DE | | → Wilmington, DE
        Bengaluru, Karnataka, IN → Bengaluru | Karnataka | | IN → Bengaluru, IN
        Chennai IN → Chennai | | | IN → Chennai, IN
        Gary, IN → Gary | IN | | → Gary, IN
        Atlanta, Georgia → Atlanta | Georgia | | → Atlanta, GA
        Tbilisi, Georgia → Tbilisi | Tbilisi | | Georgia → Tbilisi, GE
        Lima, PE → Lima | Lima | | PE → Lima, PE
        Guadalajara, Mexico → Guadalajara | | | Mexico → Guadalajara, MX"
            .replace("\n        ", "\n"),
    );
}

#[test]
fn regions_with_a_city_of_their_name() {
    check(
        &"London, UK → London | London | | UK → London, GB
        New York, USA → New York | New York | | USA → New York, NY
        Berlin, Germany → Berlin | Berlin | | Germany → Berlin, DE
        Ohio, USA → | Ohio | | USA → Ohio
        Texas → | Texas | | → Texas
        Delaware, USA → | Delaware | | USA → Delaware"
            .replace("\n        ", "\n"),
    );
}

#[test]
fn what_is_no_address_is_not_located() {
    let mut gazetteer = Gazetteer::default();
    for cell in [
        "123 Main St",
        "Suite 200",
        "call before visit",
        "Acme Inc., Co",
        "12345",
        "TBD, see notes",
        "WILL CALL IN",
        "-",
        ",,;|",
        "",
    ] {
        let (told, located) = read(&mut gazetteer, cell);
        assert_eq!(located.placement.precision, Precision::None, "{cell}: {told:?}");
        assert!(!gazetteer.is_address(cell), "{cell}");
    }
}

#[test]
fn another_cell_tells_the_country() {
    let gazetteer = with_packs(&["core.pack.gz"]);
    let parts = |whole, country| gazetteer.parts(&Address { country, whole, ..Address::default() });
    let told = parts("Hauptstr. 1, 19801 Wilmington, DE", "Germany");
    assert_eq!((told.postal_code, told.city, told.region, told.country), ("19801", "Wilmington", "", "Germany"));
    let told = parts("Wilmington, DE", "USA");
    assert_eq!((told.city, told.region, told.country), ("Wilmington", "DE", "USA"));
}

static LOADED: LazyLock<Gazetteer> =
    LazyLock::new(|| with_packs(&["core.pack.gz", "us-zips.pack.gz", "places/DE.pack.gz", "world.pack.gz"]));

/// Pieces of which addresses are put together, and what breaks them.
const PIECES: [&str; 32] = [
    "上海市",
    "北区",
    "〒530-0001",
    "대한민국",
    "Springfield",
    "IL",
    "DE",
    "München",
    "80331",
    "SW1A 2AA",
    "Main St",
    "12",
    "USA",
    "Deutschland",
    "Georgia",
    "Co",
    "M5V",
    "–",
    " - ",
    ", ",
    ";",
    "|",
    "\n",
    "\t",
    " ",
    "(",
    ")",
    "\u{301}",
    "東京",
    "\0",
    "ß",
    "D-",
];

proptest! {
    #[test]
    fn parts_stand_in_the_cell(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14), any in "\\PC{0,40}") {
        for cell in [pieces.concat(), pieces.join(" "), any.clone(), format!("{any}, {}", pieces.join(", "))] {
            for gazetteer in [&*LOADED, &Gazetteer::default()] {
                for country in ["", "DE", "US", "nowhere"] {
                    let address = Address { whole: &cell, country, ..Address::default() };
                    let Address { postal_code, city, region, country: told, .. } = gazetteer.parts(&address);
                    prop_assert!(country.is_empty() || told == country);
                    for part in [postal_code, city, region, if country.is_empty() { told } else { "" }] {
                        prop_assert!(cell.contains(part) && part.trim() == part, "{part:?} of {cell:?}");
                    }
                }
            }
            let located = LOADED.locate(&Address { whole: &cell, ..Address::default() });
            prop_assert!(located.placement.location.is_some() == (located.placement.precision != Precision::None));
        }
    }
}

#[test]
fn a_dash_between_spaces_of_two_kinds_leaves_a_part_without_spaces() {
    let whole = "Springfield,\u{2003}-\u{2003}IL-\u{2003}62701\u{2003}.";
    let told = LOADED.parts(&Address { whole, ..Address::default() });
    assert_eq!((told.postal_code, told.city, told.region), ("62701", "Springfield", "IL"));
}

#[test]
fn only_the_end_of_a_long_cell_is_looked_at() {
    let cell = "Main St 12, Springfield, ".repeat(100_000) + "Gary, IN";
    assert_eq!(LOADED.parts(&Address { whole: &cell, ..Address::default() }).city, "Gary");
    for cell in [cell, "é".repeat(10_000), ",".repeat(10_000) + &"a,".repeat(10_000), " x".repeat(10_000)] {
        let end = end_of(&cell);
        assert!(end.len() <= LONGEST && cell.ends_with(end) && parts_of(end).len() <= PARTS);
    }
}
