//! XML that cannot be but well formed.

use crate::scene::escaped;

/// A document that grows element by element.
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub(super) fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// Opens an element for others.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    /// Adds an element that holds text alone.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) {
        self.begin(name, &[]);
        for part in [">", &escaped(text), "</", name, ">\n"] {
            self.out.push_str(part);
        }
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            for part in ["</", name, ">\n"] {
                self.out.push_str(part);
            }
        }
    }

    /// Closes what is open.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            for part in [" ", attribute, "=\"", &escaped(value), "\""] {
                self.out.push_str(part);
            }
        }
    }

    fn indent(&mut self) {
        self.out.extend(self.open.iter().map(|_| ' '));
    }
}

/// The texts of a document by the path of their elements. Panics where a tag is not closed in its turn, a reference is not one
/// of the five, or a character has no place in XML.
#[cfg(test)]
pub(super) fn texts(document: &str) -> Vec<(String, String)> {
    let (mut open, mut found): (Vec<&str>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let mut rest = document.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("it says what it is");
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let (tag, after) = tag[1..].split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            found.push((open.join("/"), plain(text)));
            assert_eq!(open.pop(), Some(name));
        } else {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert_eq!(attributes.matches('"').count() % 2, 0, "{tag}");
            open.push(name);
        }
        rest = after;
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{rest}");
    found.retain(|(_, text)| !text.trim().is_empty());
    found
}

#[cfg(test)]
fn plain(text: &str) -> String {
    assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, after) = part.split_once(';').expect("a reference ends");
        out.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => panic!("&{name};"),
        });
        out.push_str(after);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_reads_back_but_for_controls(text in "[a<>&\"'\\]\u{1}\u{b}\u{90}東🚗]{1,20}") {
            let mut xml = Xml::new();
            xml.open("a", &[("b", &text)]);
            xml.leaf("c", &text);
            let kept: String = text.chars().filter(|letter| !letter.is_control()).collect();
            let expect: Vec<_> = Some(("a/c".to_owned(), kept)).into_iter().filter(|(_, kept)| !kept.is_empty()).collect();
            prop_assert_eq!(texts(&xml.finish()), expect);
        }
    }
}
