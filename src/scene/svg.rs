//! A scene as an SVG document, for export and print.

use super::display::{Anchor, Item, Path, Scene, Step, Stroke, Text};
use super::ink::{Ink, Palette};
use std::fmt::Write;

/// The scene as a stand-alone SVG document with the palette's colours. Texts are escaped, so nothing in a name can
/// become markup. O(items).
#[must_use]
pub fn svg(scene: &Scene, palette: &Palette) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut writer = Writer { out: String::new(), palette, clips: 0 };
    writer.add(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{}\" fill-rule=\"evenodd\" stroke-linejoin=\"round\" \
         stroke-linecap=\"round\">\n",
        escaped(palette.font())
    ));
    writer.items(&scene.items);
    writer.add(format_args!("</svg>\n"));
    writer.out
}

struct Writer<'a> {
    out: String,
    palette: &'a Palette,
    clips: u32,
}

impl Writer<'_> {
    fn add(&mut self, text: std::fmt::Arguments) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(text);
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Path { path, fill, stroke } => {
                    let paint = self.paint(*fill, *stroke);
                    self.add(format_args!("<path d=\"{}\"{paint}/>\n", steps(path)));
                }
                Item::Circle { at: [x, y], radius, fill, stroke } => {
                    let (paint, [x, y, radius]) = (self.paint(*fill, *stroke), [*x, *y, *radius].map(number));
                    self.add(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{paint}/>\n"));
                }
                Item::Text(text) => self.text(text),
                Item::Group { clip, items } => {
                    self.clips += 1;
                    let clip_number = self.clips;
                    let clip = steps(clip);
                    self.add(format_args!(
                        "<clipPath id=\"clip{clip_number}\"><path clip-rule=\"evenodd\" d=\"{clip}\"/></clipPath>\n\
                         <g clip-path=\"url(#clip{clip_number})\">\n"
                    ));
                    self.items(items);
                    self.add(format_args!("</g>\n"));
                }
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let anchor = match text.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let [x, y, size] = [text.at[0], text.at[1], text.size].map(number);
        let mut paint = self.paint(Some(text.ink), text.halo);
        if text.halo.is_some() {
            paint.push_str(" paint-order=\"stroke\"");
        }
        let (weight, words) = (text.weight, escaped(&text.text));
        self.add(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\"{paint}>\
             {words}</text>\n"
        ));
    }

    fn paint(&self, fill: Option<Ink>, stroke: Option<Stroke>) -> String {
        let mut paint = fill.map_or_else(|| " fill=\"none\"".to_owned(), |ink| self.colour("fill", ink));
        if let Some(stroke) = stroke {
            paint += &self.colour("stroke", stroke.ink);
            let _ = write!(paint, " stroke-width=\"{}\"", number(stroke.width));
            if let Some([dash, gap]) = stroke.dash {
                // A round cap would fill the gaps.
                let _ = write!(paint, " stroke-dasharray=\"{} {}\" stroke-linecap=\"butt\"", number(dash), number(gap));
            }
        }
        paint
    }

    /// Opacity as an attribute of its own: not every viewer takes `rgba()`.
    fn colour(&self, attribute: &str, ink: Ink) -> String {
        let [red, green, blue, alpha] = self.palette.colour(ink.token);
        let mut paint = format!(" {attribute}=\"#{red:02x}{green:02x}{blue:02x}\"");
        let opacity = self.palette.opacity(ink.opacity) * f64::from(alpha) / 255.0;
        if opacity < 1.0 {
            let _ = write!(paint, " {attribute}-opacity=\"{}\"", number(opacity));
        }
        paint
    }
}

fn steps(path: &Path) -> String {
    let mut steps = String::new();
    for step in path.steps() {
        let _ = match step {
            Step::Move([x, y]) => write!(steps, "M{} {}", number(*x), number(*y)),
            Step::Line([x, y]) => write!(steps, "L{} {}", number(*x), number(*y)),
            Step::Close => write!(steps, "Z"),
        };
    }
    steps
}

/// At most two digits behind the point, none that says nothing.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// Text as character data or attribute value of XML and HTML; line breaks and tabs become blanks, and other characters that
/// control something or that XML has no place for are left out.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::ink::{Opacity, Token};
    use super::*;

    #[test]
    fn a_small_picture() {
        let area = Path::rectangle([0.0, 0.0], [4.0, 2.5]);
        let ink = Ink::of(Token::T8);
        let text = Text {
            at: [1.0, 2.0],
            text: "<b>R&D</b>\u{1}".to_owned(),
            size: 11.0,
            weight: 600,
            anchor: Anchor::Middle,
            ink,
            halo: None,
        };
        let inside = vec![area.clone().filled(ink.with(Opacity::Fill)), Item::Text(text)];
        let scene = Scene { width: 10.0, height: 5.0, items: vec![Item::Group { clip: area, items: inside }] };
        let found = svg(&scene, &Palette::light());
        let expected = [
            "viewBox=\"0 0 10 5\"",
            "<path clip-rule=\"evenodd\" d=\"M0 0L4 0L4 2.5L0 2.5Z\"/>",
            "fill=\"#2c65da\" fill-opacity=\"0.22\"/>",
            ">&lt;b&gt;R&amp;D&lt;/b&gt;</text>",
        ];
        for part in expected {
            assert!(found.contains(part), "no {part} in {found}");
        }
        assert_eq!([0.0, -0.001, 1.5, 100.0].map(number), ["0", "0", "1.5", "100"]);
    }
}
