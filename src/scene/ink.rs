//! Colours by role, never by value: a scene names tokens, a palette resolves them.

/// How much of what lies below a colour hides, 0 to 1. Three of them differ by theme and so are names too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Opacity {
    /// A fixed part, 1 is opaque.
    Of(f64),
    /// `--fill`: a territory's area.
    Fill,
    /// `--fill-quiet`: the other areas, while a hand moves something.
    FillQuiet,
    /// `--fill-strong`: the selected area.
    FillStrong,
}

/// A colour role with an opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// The colour.
    pub token: Token,
    /// How much it hides.
    pub opacity: Opacity,
}

impl Ink {
    /// The colour, opaque.
    #[must_use]
    pub const fn of(token: Token) -> Self {
        Self { token, opacity: Opacity::Of(1.0) }
    }

    /// The same colour with that opacity, 0 to 1.
    #[must_use]
    pub const fn alpha(self, alpha: f64) -> Self {
        Self { token: self.token, opacity: Opacity::Of(alpha) }
    }

    /// The same colour with that opacity.
    #[must_use]
    pub const fn with(self, opacity: Opacity) -> Self {
        Self { token: self.token, opacity }
    }
}

macro_rules! tokens {
    ($($name:ident $css:literal $red:literal $green:literal $blue:literal;)*) => {
        /// A colour role of the style sheet's tokens; the variant says which custom property.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Token {
            $(#[doc = $css] $name,)*
        }

        impl Token {
            /// All tokens, in the order of a palette.
            pub const ALL: [Self; [$($css),*].len()] = [$(Self::$name),*];

            /// The custom property, `--map-land`.
            #[must_use]
            pub fn css_name(self) -> &'static str {
                match self { $(Self::$name => $css,)* }
            }

            fn light(self) -> [u8; 3] {
                match self { $(Self::$name => [$red, $green, $blue],)* }
            }
        }
    };
}

tokens! {
    MapSea "--map-sea" 0xe3 0xea 0xec;
    MapLand "--map-land" 0xfa 0xf9 0xf5;
    MapForeign "--map-foreign" 0xee 0xec 0xe6;
    MapLake "--map-lake" 0xd4 0xe1 0xe6;
    MapState "--map-state" 0xb3 0xae 0xa3;
    MapCoast "--map-coast" 0x9f 0xa9 0xab;
    MapLabel "--map-label" 0x4a 0x4f 0x55;
    MapHalo "--map-halo" 0xfa 0xf9 0xf5;
    MapCasing "--map-casing" 0xff 0xff 0xff;
    MapInk "--map-ink" 0x15 0x19 0x1c;
    T1 "--t-1" 0xb5 0x19 0x4f;
    T2 "--t-2" 0x76 0x18 0x00;
    T3 "--t-3" 0x8d 0x59 0x01;
    T4 "--t-4" 0x99 0x8c 0x01;
    T5 "--t-5" 0x6f 0x96 0x63;
    T6 "--t-6" 0x0b 0x6f 0x5e;
    T7 "--t-7" 0x04 0x95 0xd0;
    T8 "--t-8" 0x2c 0x65 0xda;
    T9 "--t-9" 0x30 0x23 0xa1;
    T10 "--t-10" 0x7c 0x5f 0x93;
    T11 "--t-11" 0x64 0x22 0x53;
    T12 "--t-12" 0xbb 0x79 0x90;
    TNone "--t-none" 0x7b 0x7f 0x84;
    Surface "--surface" 0xff 0xff 0xff;
    Line "--line" 0xe4 0xe1 0xda;
    Text "--text" 0x1a 0x1e 0x22;
    TextMuted "--text-muted" 0x53 0x58 0x5e;
    AccentSoft "--accent-soft" 0xe1 0xef 0xf3;
    Success "--success" 0x17 0x69 0x3b;
    SuccessSoft "--success-soft" 0xe2 0xf2 0xe7;
    Danger "--danger" 0xad 0x24 0x1c;
}

impl Token {
    /// The colour of a territory's slot, 1 to 12; grey for 0, which is unassigned, and for what is no slot.
    #[must_use]
    pub fn territory(slot: u8) -> Self {
        const SLOTS: [Token; 13] = [
            Token::TNone,
            Token::T1,
            Token::T2,
            Token::T3,
            Token::T4,
            Token::T5,
            Token::T6,
            Token::T7,
            Token::T8,
            Token::T9,
            Token::T10,
            Token::T11,
            Token::T12,
        ];
        SLOTS.get(usize::from(slot)).copied().unwrap_or(Self::TNone)
    }
}

/// What the tokens resolve to: colours as red, green, blue, alpha; the three fill opacities; the font.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    colours: [[u8; 4]; Token::ALL.len()],
    fills: [f64; 3],
    font: String,
}

impl Palette {
    /// The light theme, for what is drawn where no style sheet is: export and print.
    #[must_use]
    pub fn light() -> Self {
        let colours = Token::ALL.map(|token| {
            let [red, green, blue] = token.light();
            [red, green, blue, 255]
        });
        Self {
            colours,
            fills: [0.22, 0.12, 0.44],
            font: "\"Liberation Sans\", Arial, Helvetica, sans-serif".to_owned(),
        }
    }

    /// The same palette with another colour for a token.
    pub fn set(&mut self, token: Token, rgba: [u8; 4]) {
        self.colours[token as usize] = rgba;
    }

    /// The same palette with other opacities for [`Opacity::Fill`], [`Opacity::FillQuiet`] and [`Opacity::FillStrong`].
    pub fn set_fills(&mut self, fills: [f64; 3]) {
        self.fills = fills;
    }

    /// The same palette with another CSS font family.
    pub fn set_font(&mut self, font: String) {
        self.font = font;
    }

    /// The CSS font family.
    #[must_use]
    pub fn font(&self) -> &str {
        &self.font
    }

    /// Red, green, blue, alpha of a token.
    #[must_use]
    pub fn colour(&self, token: Token) -> [u8; 4] {
        self.colours[token as usize]
    }

    /// The thirteen colours of points: unassigned, then slots 1 to 12.
    pub(super) fn points(&self) -> [[u8; 4]; 13] {
        let mut slot = 0;
        [(); 13].map(|()| {
            slot += 1;
            self.colour(Token::territory(slot - 1))
        })
    }

    /// An opacity as a number, 0 to 1.
    #[must_use]
    pub fn opacity(&self, opacity: Opacity) -> f64 {
        match opacity {
            Opacity::Of(alpha) => alpha,
            Opacity::Fill => self.fills[0],
            Opacity::FillQuiet => self.fills[1],
            Opacity::FillStrong => self.fills[2],
        }
    }

    /// A CSS colour that old and new browsers and SVG viewers take: `#0b5a74` or `rgba(11,90,116,0.5)`.
    #[must_use]
    pub fn css(&self, ink: Ink) -> String {
        let [red, green, blue, alpha] = self.colour(ink.token);
        let alpha = self.opacity(ink.opacity) * f64::from(alpha) / 255.0;
        if alpha >= 1.0 {
            format!("#{red:02x}{green:02x}{blue:02x}")
        } else {
            format!("rgba({red},{green},{blue},{:.3})", alpha.max(0.0))
        }
    }
}

/// Reads a computed CSS colour: `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)`, `rgba(…)` with commas or blanks, and
/// `light-dark(a, b)` of these, which an unregistered custom property keeps as written.
#[must_use]
pub fn parse_colour(text: &str, dark: bool) -> Option<[u8; 4]> {
    let text = text.trim();
    if let Some(both) = text.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')')) {
        let (light, dark_side) = split_top_level(both)?;
        return parse_colour(if dark { dark_side } else { light }, dark);
    }
    if let Some(hex) = text.strip_prefix('#') {
        return parse_hex(hex);
    }
    let inner = text.strip_prefix("rgba(").or_else(|| text.strip_prefix("rgb("))?.strip_suffix(')')?;
    let mut numbers = inner.split([',', ' ', '/']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let mut channel = || Some(numbers.next()?.ok()?.clamp(0.0, 255.0));
    let (red, green, blue) = (channel()?, channel()?, channel()?);
    let alpha = numbers.next().map_or(Some(1.0), Result::ok)?;
    Some([byte(red), byte(green), byte(blue), byte(alpha * 255.0)])
}

/// The two arguments around the first comma outside brackets.
fn split_top_level(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    let comma = text.char_indices().find_map(|(at, letter)| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        (letter == ',' && depth == 0).then_some(at)
    })?;
    Some((text.get(..comma)?, text.get(comma + 1..)?))
}

fn parse_hex(hex: &str) -> Option<[u8; 4]> {
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [a, b, c, d] = number.to_be_bytes();
    match hex.len() {
        3 => Some([c & 15, d >> 4, d & 15, 15].map(|nibble| nibble * 17)),
        6 => Some([b, c, d, 255]),
        8 => Some([a, b, c, d]),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(value: f64) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_as_a_browser_writes_them() {
        let check = |text: &str, dark, rgba: Option<[u8; 4]>| assert_eq!(parse_colour(text, dark), rgba, "{text}");
        check(" rgb(11, 90, 116) ", false, Some([11, 90, 116, 255]));
        check("rgb(11 90 116 / 0.5)", false, Some([11, 90, 116, 128]));
        check("rgba(0,0,0,0)", false, Some([0, 0, 0, 0]));
        check("#0b5a74", true, Some([11, 90, 116, 255]));
        check("#1af", false, Some([17, 170, 255, 255]));
        check("light-dark(#ffffff, rgb(1, 2, 3))", true, Some([1, 2, 3, 255]));
        check("light-dark(rgb(1, 2, 3), #000)", false, Some([1, 2, 3, 255]));
        check("", false, None);
        check("#12", false, None);
        check("oklch(0.5 0 0)", false, None);
    }

    #[test]
    fn every_token_has_its_place_and_name() {
        let palette = Palette::light();
        for (index, token) in Token::ALL.into_iter().enumerate() {
            assert_eq!(token as usize, index);
            assert!(token.css_name().starts_with("--"));
        }
        assert_eq!(palette.points()[8], palette.colour(Token::T8));
        assert_eq!(palette.css(Ink::of(Token::T8).with(Opacity::Fill)), "rgba(44,101,218,0.220)");
        assert_eq!(Token::territory(200), Token::TNone);
    }
}
