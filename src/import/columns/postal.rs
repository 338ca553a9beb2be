//! Postal codes that lost their leading zeros to a spreadsheet.

use super::header_text::fold;

/// Countries whose codes are figures alone and may begin with zero: how many figures, and how the country is written in
/// five languages, accents left out.
const FIGURES: &[(usize, &str)] = &[
    (
        5,
        "us|usa|u.s.|u.s.a.|united states|united states of america|vereinigte staaten|etats-unis|estados unidos|ee. uu.|eua",
    ),
    (5, "de|deu|ger|d|germany|deutschland|allemagne|alemania|alemanha"),
    (5, "fr|fra|f|france|frankreich|francia|franca"),
    (5, "es|esp|e|spain|spanien|espagne|espana|espanha"),
    (5, "it|ita|i|italy|italien|italie|italia"),
    (5, "mx|mex|mexico|mexiko|mexique"),
    (5, "fi|fin|finland|finnland|finlande|finlandia"),
    (5, "tr|tur|turkey|turkiye|turkei|turquie|turquia"),
    (5, "kr|kor|south korea|korea|sudkorea|coree du sud|corea del sur|coreia do sul"),
    (5, "my|mys|malaysia|malaisie|malasia"),
    (5, "ua|ukr|ukraine|ucrania"),
    (5, "lt|ltu|lithuania|litauen|lituanie|lituania"),
    (5, "dz|dza|algeria|algerien|algerie|argelia"),
    (5, "pr|pri|puerto rico"),
    (4, "no|nor|n|norway|norwegen|norvege|noruega|norge"),
    (4, "au|aus|australia|australien|australie"),
    (4, "nz|nzl|new zealand|neuseeland|nouvelle-zelande|nueva zelanda|nova zelandia"),
    (4, "za|zaf|south africa|sudafrika|afrique du sud|sudafrica|africa do sul"),
    (6, "cn|chn|china|chine"),
    (6, "ro|rou|romania|rumanien|roumanie|rumania|romenia"),
    (6, "sg|sgp|singapore|singapur|singapour|singapura"),
    (6, "co|col|colombia|kolumbien|colombie"),
    (6, "ec|ecu|ecuador|equateur|equador"),
    (7, "jp|jpn|japan|japon|japao"),
    (8, "br|bra|brazil|brasilien|bresil|brasil"),
];
/// Codes of so many figures are whole in most countries, and in the others one that is not is told by the longer ones.
const LEAST_FIGURES: usize = 5;
/// More zeros than that are not lost.
const MOST_ZEROS: usize = 2;

/// How many figures the codes of a country have, if they are figures alone and may begin with zero. O(countries).
fn figures_of(country: &str) -> Option<usize> {
    let country = fold(country.trim());
    FIGURES.iter().find(|(_, names)| names.split('|').any(|name| name == country)).map(|&(figures, _)| figures)
}

/// The lengths of the codes of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeLengths {
    /// Figures of the longest code that is figures alone.
    longest: usize,
    /// How many figures all codes have but some, which have one or two fewer and are the lesser part.
    usual: Option<usize>,
}

impl CodeLengths {
    /// Counts codes. O(codes).
    pub fn of<'a>(codes: impl Iterator<Item = &'a str>) -> Self {
        let mut lengths = [0_usize; 9];
        for code in codes.filter(|code| !code.is_empty()) {
            let is_code = code.len() < lengths.len() && code.bytes().all(|byte| byte.is_ascii_digit());
            lengths[if is_code { code.len() } else { 0 }] += 1;
        }
        let longest = lengths.iter().rposition(|&count| count > 0).unwrap_or(0);
        let short: usize = lengths[longest.saturating_sub(MOST_ZEROS)..longest].iter().sum();
        let all: usize = lengths.iter().sum();
        let is_told = longest > 3 && short > 0 && short * 3 <= all && short + lengths[longest] == all;
        Self { longest, usual: is_told.then_some(longest) }
    }

    /// The code with its zeros, if it has lost any: by the country that its row tells, else by the other codes.
    pub fn restored(&self, code: &str, country: &str) -> Option<String> {
        if code.len() >= self.longest.max(LEAST_FIGURES) {
            return None;
        }
        let figures = if country.is_empty() { self.usual } else { figures_of(country) };
        with_zeros(code, figures?)
    }
}

/// The code with its zeros, if it has lost any.
fn with_zeros(code: &str, figures: usize) -> Option<String> {
    let lost = figures.checked_sub(code.len()).filter(|lost| (1..=MOST_ZEROS).contains(lost))?;
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| "0".repeat(lost) + code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_countries() {
        let check = |country: &str, expected: Option<usize>| assert_eq!(figures_of(country), expected, "{country}");
        check("DE", Some(5));
        check("España", Some(5));
        check(" United States ", Some(5));
        check("Austria", None);
        check("", None);
    }

    #[test]
    fn finds_what_is_short() {
        let check = |codes: &[&str], country: &str, expected: Option<&str>| {
            let lengths = CodeLengths::of(codes.iter().copied());
            assert_eq!(lengths.restored("1067", country).as_deref(), expected, "{codes:?}");
        };
        let german = ["80331", "1067", "50667", "10115"];
        check(&german, "", Some("01067"));
        check(&german, "Deutschland", Some("01067"));
        check(&german, "Austria", None);
        check(&["1067", "1069"], "DE", Some("01067"));
        check(&["1067", "1069"], "", None);
        check(&["1010", "8020", "80331"], "", None);
        check(&["80331", "1067", "SW1A 1AA", "10115"], "", None);
        check(&[], "", None);
    }

    #[test]
    fn gives_zeros_back() {
        assert_eq!(with_zeros("1067", 5).as_deref(), Some("01067"));
        assert_eq!(with_zeros("501", 5).as_deref(), Some("00501"));
        assert_eq!(with_zeros("80331", 5), None);
        assert_eq!(with_zeros("1", 5), None);
        assert_eq!(with_zeros("W1", 5), None);
    }
}
