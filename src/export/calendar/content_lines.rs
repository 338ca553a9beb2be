//! Lines of iCalendar (RFC 5545, section 3.1): `NAME:value`, folded, each with CR and LF.

/// The most octets of a line, its end not counted.
const LONGEST: usize = 75;

/// Content that grows line by line.
#[derive(Default)]
pub(super) struct ContentLines {
    out: String,
}

impl ContentLines {
    /// Adds a line. What is longer than [`LONGEST`] goes on behind a line break and a blank, never inside a character.
    pub(super) fn line(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if octets + letter.len_utf8() > LONGEST {
                self.out.push_str("\r\n ");
                octets = 1;
            }
            octets += letter.len_utf8();
            self.out.push(letter);
        }
        self.out.push_str("\r\n");
    }

    /// Adds a line whose value is text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.line(name, &escaped(value));
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// A value of type TEXT (section 3.3.11); characters that control and mean nothing in it are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\n' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a calendar program makes of a line of text.
    fn read(content: &str, name: &str) -> String {
        let unfolded = content.replace("\r\n ", "");
        let line = unfolded.strip_suffix("\r\n").expect("a line ends with CR and LF");
        let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(':')).expect("its name stands first");
        let mut out = String::new();
        let mut letters = value.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(own) => out.push(own),
                    None => panic!("a backslash escapes nothing: {value}"),
                },
                ',' | ';' => panic!("{letter} stands bare: {value}"),
                _ => out.push(letter),
            }
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_text_reads_back_from_lines_of_at_most_75_octets(
            text in prop::collection::vec(
                prop_oneof!["[a-z ]{0,40}", "[東京🚗ß\\\\;,:\"]{0,30}", "\\PC{0,30}", Just("\n".to_owned())],
                0..6,
            ),
        ) {
            let text = text.concat();
            let mut lines = ContentLines::default();
            lines.text("SUMMARY", &text);
            let content = lines.finish();
            for line in content.split("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{line}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            prop_assert_eq!(read(&content, "SUMMARY"), text);
        }
    }

    #[test]
    fn breaks_are_kept_and_other_controls_left_out() {
        assert_eq!(escaped("a\r\nb\rc\nd\u{7}\u{85}e\tf\\;,"), "a\\nb\\nc\\nde\tf\\\\\\;\\,");
    }
}
