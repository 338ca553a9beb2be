//! The ways in which a cell may name a place: the whole cell, a part of it, either without the words that only say what
//! the place is (“Kota Bandung”, “Suzhou Shi”, “上海市”, “Wien 1010”).

/// Words before a name that say what the place is, in several languages.
const BEFORE: &[&str] = &[
    "city",
    "town",
    "village",
    "municipality",
    "district",
    "greater",
    "metro",
    "downtown",
    "the",
    "of",
    "de",
    "del",
    "la",
    "di",
    "kota",
    "kabupaten",
    "kab",
    "kecamatan",
    "kec",
    "wilayah",
    "persekutuan",
    "bandar",
    "amphoe",
    "ampho",
    "amphur",
    "mueang",
    "muang",
    "khet",
    "tambon",
    "changwat",
    "tp",
    "thanh",
    "pho",
    "quan",
    "huyen",
    "thi",
    "xa",
    "ciudad",
    "ville",
    "commune",
    "comune",
    "gemeente",
    "stadt",
    "municipio",
    "municipiul",
    "delegacion",
    "alcaldia",
    "al",
    "ad",
    "ar",
    "as",
    "az",
    "an",
    "ash",
    "at",
    "el",
    "hsk",
    "g",
    "gorod",
    "город",
    "гор",
    "г",
    "місто",
    "м",
    "เขต",
    "อำเภอ",
    "อ",
    "เมือง",
    "st",
    "north",
    "south",
    "east",
    "west",
    "central",
    "new",
];
/// Of these, what stands before the name of a town in an address where nothing else tells one.
const TOWN: &[&str] = &["г", "гор", "город", "м", "місто"];
/// Words after a name that say what the place is.
const AFTER: &[&str] = &[
    "city",
    "town",
    "township",
    "twp",
    "village",
    "municipality",
    "district",
    "county",
    "borough",
    "metro",
    "metropolitan",
    "area",
    "region",
    "province",
    "prefecture",
    "state",
    "oblast",
    "governorate",
    "voivodeship",
    "krai",
    "ku",
    "shi",
    "cho",
    "machi",
    "mura",
    "gun",
    "ken",
    "fu",
    "to",
    "si",
    "gu",
    "do",
    "eup",
    "dong",
    "qu",
    "xian",
    "sheng",
    "zhen",
    "ilcesi",
    "merkez",
    "ili",
    "megye",
    "kommune",
    "kommun",
    "stad",
    "stadt",
    "kreis",
    "landkreis",
    "cedex",
    "dc",
    "df",
    "cbd",
    "centre",
    "center",
    "centrum",
    "downtown",
    "kota",
    "selatan",
    "utara",
    "barat",
    "timur",
    "pusat",
    "norte",
    "sul",
    "sur",
    "centro",
    "nord",
    "ost",
    "p",
    "north",
    "south",
    "east",
    "west",
    "n",
    "s",
    "e",
    "w",
];
/// The same in scripts that write no space; longer ones first.
const AFTER_UNSPACED: &[&str] = &[
    "特别行政区",
    "特別行政區",
    "自治区",
    "自治州",
    "특별자치시",
    "특별자치도",
    "특별시",
    "광역시",
    "市辖区",
    "地区",
    "新区",
    "市",
    "区",
    "區",
    "县",
    "縣",
    "県",
    "府",
    "都",
    "省",
    "州",
    "盟",
    "镇",
    "町",
    "村",
    "시",
    "군",
    "구",
    "도",
];
/// After these a smaller place follows: “江苏省苏州市”, “札幌市中央区”.
const DIVIDERS: &[char] = &['省', '市', '県', '都', '府', '縣', '道', '郡', '区', '區', '도', '시', '군', '구'];

/// Words that people write short, and what they may stand for.
const SHORT_FORMS: &[(&str, &[&str])] = &[
    ("n", &["north"]),
    ("no", &["north"]),
    ("s", &["south"]),
    ("so", &["south"]),
    ("e", &["east"]),
    ("w", &["west"]),
    ("mtn", &["mountain"]),
    ("mt", &["mountain"]),
    ("spg", &["spring"]),
    ("spgs", &["springs"]),
    ("spr", &["springs"]),
    ("hts", &["heights"]),
    ("hgts", &["heights"]),
    ("bch", &["beach"]),
    ("jct", &["junction"]),
    ("lk", &["lake"]),
    ("pt", &["port", "point"]),
    ("vly", &["valley"]),
    ("pk", &["park"]),
    ("is", &["island"]),
    ("isl", &["island"]),
    ("ctr", &["center"]),
    ("gdns", &["gardens"]),
    ("grv", &["grove"]),
    ("fls", &["falls"]),
    ("cd", &["ciudad"]),
    ("sta", &["santa"]),
    ("sto", &["santo"]),
    ("gral", &["general"]),
    ("pto", &["puerto"]),
];
/// What names of parts of cities end with.
const PARTS_OF_CITIES: &[char] = &['区', '區', '구'];
/// Names of cities before such a part have no more letters.
const LONGEST_CITY: usize = 4;

/// What parts of a cell are kept apart by.
const SEPARATORS: &[char] = &[',', ';', '/', '|', '(', ')', '[', ']', '、', '，', '（', '）', '·', '–', '—', '\n'];

/// The parts of a cell, the first first; nothing for a cell of one part.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    let is_split = cell.contains(SEPARATORS) || cell.contains(" - ");
    let parts = cell.split(SEPARATORS).flat_map(|part| part.split(" - ")).map(str::trim);
    parts.filter(move |part| is_split && !part.is_empty())
}

/// The name without a word that only says what the place is, if it has one and anything is left.
pub(super) fn bare(name: &str) -> Option<&str> {
    if !name.is_ascii() {
        for suffix in AFTER_UNSPACED {
            if let Some(rest) = name.strip_suffix(suffix) {
                return (rest.chars().count() > 1).then_some(rest);
            }
        }
    }
    let (front, last) = split_last(name)?;
    if is_one_of(last, AFTER) || is_number(last) {
        return Some(front);
    }
    let (first, rest) = split_first(name)?;
    is_one_of(first, BEFORE).then_some(rest)
}

/// Whether a word before a name says that it is a town: “г. Казань”.
pub(super) fn is_marked_town(name: &str) -> bool {
    split_first(name).is_some_and(|(first, _)| is_one_of(first, TOWN))
}

/// The name without one such word after another, the least changed first.
pub(super) fn ever_barer(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(bare(name), |name| bare(name))
}

/// The name without its last word, its last two and so on, then without its first, its first two and so on.
pub(super) fn fewer_words(name: &str) -> impl Iterator<Item = &str> {
    let front = std::iter::successors(split_last(name), |(front, _)| split_last(front)).map(|(front, _)| front);
    let rest = std::iter::successors(split_first(name), |(_, rest)| split_first(rest)).map(|(_, rest)| rest);
    front.chain(rest)
}

/// Whether a word, or each of several, only says what a place is, or on which side it lies.
pub(super) fn is_kind(name: &str) -> bool {
    name.split(is_joint).all(|word| is_one_of(word, BEFORE) || is_one_of(word, AFTER))
}

/// The name of a larger place, and what follows it, in a script without spaces: 江苏省 and 苏州市 of 江苏省苏州市.
pub(super) fn division(name: &str) -> Option<(&str, &str)> {
    if name.is_ascii() {
        return None;
    }
    let (at, divider) = name.char_indices().skip(2).find(|(_, c)| DIVIDERS.contains(c))?;
    let (larger, rest) = name.split_at(at + divider.len_utf8());
    let rest = rest.trim();
    (rest.chars().count() > 1).then_some((larger, rest))
}

/// The name with words of it spelt out that people write short, where it has any: “E. Lansing”, “Coral Spgs”.
pub(super) fn spelt_out(name: &str) -> impl Iterator<Item = String> {
    let words = || name.split(|c: char| c == '.' || is_joint(c)).filter(|word| !word.is_empty());
    let long = |short: &str, reading: usize| {
        let longs = SHORT_FORMS.iter().find(|(own, _)| own.eq_ignore_ascii_case(short)).map(|(_, longs)| *longs)?;
        longs.get(reading).or(longs.first()).copied()
    };
    let is_short = words().nth(1).is_some() && words().any(|word| long(word, 0).is_some());
    let spelt = move |reading: usize| {
        let all = words().map(|word| long(word, reading).unwrap_or(word));
        all.collect::<Vec<_>>().join(" ")
    };
    (0..if is_short { 2 } else { 0 }).map(spelt)
}

/// What a name without such words may be the two parts of, the longest first: 苏州 and 姑苏区 of 苏州姑苏区.
pub(super) fn undivided(name: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_part = is_part_of_city(name);
    let ends = name.char_indices().map(|(at, _)| at).skip(2).take(if is_part { LONGEST_CITY } else { 0 });
    let cuts = ends.map(|at| name.split_at(at)).filter(|(_, rest)| rest.chars().nth(1).is_some());
    cuts.collect::<Vec<_>>().into_iter().rev()
}

/// Whether a name in a script that writes no space is that of a province, or what has its rank.
pub(super) fn is_province(name: &str) -> bool {
    name.ends_with(['省', '県', '都', '府', '道', '도']) || name.ends_with("自治区")
}

/// Whether a name is that of a part of a city: “北区”. It lies in the region that is named, if one is.
pub(super) fn is_part_of_city(name: &str) -> bool {
    name.ends_with(PARTS_OF_CITIES) && name.chars().all(is_of_the_east)
}

/// Chinese, Japanese and Korean letters.
pub(super) fn is_of_the_east(letter: char) -> bool {
    matches!(letter, '\u{3005}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

fn is_joint(c: char) -> bool {
    c == '-' || c.is_whitespace()
}

pub(super) fn split_last(name: &str) -> Option<(&str, &str)> {
    let (front, last) = name.trim_end().rsplit_once(is_joint)?;
    let front = front.trim_end_matches(is_joint);
    (!front.is_empty()).then_some((front, last))
}

pub(super) fn split_first(name: &str) -> Option<(&str, &str)> {
    let (first, rest) = name.trim_start().split_once(|c: char| is_joint(c) || c == '.')?;
    let rest = rest.trim_start_matches(is_joint);
    (!rest.is_empty()).then_some((first, rest))
}

pub(super) fn is_one_of(word: &str, words: &[&str]) -> bool {
    let word = word.trim_end_matches(['.', '\'', '’']);
    words.iter().any(|known| {
        known.eq_ignore_ascii_case(word)
            || (!word.is_ascii() && known.chars().eq(word.chars().flat_map(char::to_lowercase)))
    })
}

/// “8”, “1010”, “8e”, “XIII”: the number of a district or an office.
fn is_number(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_numeral =
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && word.len() - digits.len() < 4;
    is_numeral || (!word.is_empty() && word.len() < 6 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_kind_are_left_out() {
        let barest = |name| ever_barer(name).last();
        for (name, expected) in [
            ("Kota Bandung", Some("Bandung")),
            ("Suzhou Shi", Some("Suzhou")),
            ("Chiyoda-ku", Some("Chiyoda")),
            ("上海市", Some("上海")),
            ("서울특별시", Some("서울")),
            ("City of London", Some("London")),
            ("Wien 1010", Some("Wien")),
            ("Budapest XIII.", Some("Budapest")),
            ("г. Москва", Some("Москва")),
            ("Amphoe Mueang Chiang Mai", Some("Chiang Mai")),
            ("Paris 8e", Some("Paris")),
            ("Bandung", None),
            ("City", None),
            ("津市", None),
        ] {
            assert_eq!(barest(name), expected, "{name}");
        }
    }

    #[test]
    fn words_are_left_out_from_either_end() {
        let all = |cell| fewer_words(cell).collect::<Vec<_>>();
        assert_eq!(all("Nabire-Papua Island"), ["Nabire-Papua", "Nabire", "Papua Island", "Island"]);
        assert_eq!(all("Bloemfontein Industria"), ["Bloemfontein", "Industria"]);
        assert!(all("Bloemfontein").is_empty());
    }

    #[test]
    fn short_words_are_spelt_out() {
        let all = |name: &str| spelt_out(name).collect::<Vec<_>>();
        assert_eq!(all("E. Lansing")[0], "east Lansing");
        assert_eq!(all("Pt. St. Lucie"), ["port St Lucie", "point St Lucie"]);
        assert_eq!(all("Coral Spgs")[0], "Coral springs");
        assert!(all("Lansing").is_empty() && all("S").is_empty() && all("").is_empty());
    }

    #[test]
    fn wards_and_what_stands_before_them() {
        let first = |name| undivided(name).map(|(city, _)| city).last();
        assert_eq!(first("苏州姑苏区"), Some("苏州"));
        assert_eq!(first("苏州"), None);
        assert!(is_part_of_city("北区") && is_part_of_city("강남구") && !is_part_of_city("Kita-ku"));
        assert!(is_province("吉林省") && !is_province("吉林市"));
    }

    #[test]
    fn parts_are_told_apart() {
        let all = |cell| parts(cell).collect::<Vec<_>>();
        assert_eq!(all("Kuala Lumpur, Wilayah P"), ["Kuala Lumpur", "Wilayah P"]);
        assert_eq!(all("Richmond (Surrey)"), ["Richmond", "Surrey"]);
        assert!(all("Winston-Salem").is_empty());
        assert_eq!(division("江苏省苏州市"), Some(("江苏省", "苏州市")));
        assert_eq!(division("苏州市"), None);
    }
}
