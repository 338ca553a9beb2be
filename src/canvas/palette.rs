//! The style sheet's tokens as colours.

use crate::scene::{Palette, Token, parse_colour};
use web_sys::{CssStyleDeclaration, Element, window};

impl Palette {
    /// The tokens as they resolve on an element now. Read it again when theme or contrast changes. What the style sheet
    /// does not say, or says in a way that is not understood, keeps the light theme's value.
    #[must_use]
    pub fn read(element: &Element) -> Self {
        let mut palette = Self::light();
        let Some(style) = window().and_then(|window| window.get_computed_style(element).ok().flatten()) else {
            return palette;
        };
        // Registered tokens come resolved; others as light-dark(…), and the ink on the map tells which side is on.
        let ink = colour(&style, Token::MapInk, false);
        let dark = ink.is_some_and(|[red, green, blue, _]| u32::from(red) + u32::from(green) + u32::from(blue) > 382);
        for token in Token::ALL {
            if let Some(rgba) = colour(&style, token, dark) {
                palette.set(token, rgba);
            }
        }
        let opacity = |name, otherwise| property(&style, name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
        palette.set_fills([opacity("--fill", 0.22), opacity("--fill-quiet", 0.12), opacity("--fill-strong", 0.44)]);
        if let Some(font) = property(&style, "font-family") {
            palette.set_font(font);
        }
        palette
    }
}

fn colour(style: &CssStyleDeclaration, token: Token, dark: bool) -> Option<[u8; 4]> {
    parse_colour(&property(style, token.css_name())?, dark)
}

fn property(style: &CssStyleDeclaration, name: &str) -> Option<String> {
    let value = style.get_property_value(name).ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
