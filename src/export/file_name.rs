//! Names of files that every file system takes.

/// The most characters of a stem.
const LONGEST: usize = 80;

/// The most octets of a stem: file systems take 255 for the whole name.
const MOST_OCTETS: usize = 200;

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A file name without an ending, made of a name: letters, digits, `_`, `.` and `-` stay, everything else becomes one
/// `-`. Never empty, never hidden, never the name of a device.
///
/// ```
/// use hinterland::export::file_stem;
/// assert_eq!(file_stem("Spring 2026 / “East”"), "Spring-2026-East");
/// assert_eq!(file_stem("../../etc/passwd"), "etc-passwd");
/// ```
#[must_use]
pub fn file_stem(name: &str) -> String {
    let mut stem = String::new();
    for letter in name.chars() {
        if letter.is_alphanumeric() || letter == '_' || letter == '.' {
            stem.push(letter);
        } else if !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let edges = ['-', '.'];
    let mut octets = 0;
    let fits = |letter: &char| {
        octets += letter.len_utf8();
        octets <= MOST_OCTETS
    };
    let short: String = stem.trim_matches(edges).chars().take(LONGEST).take_while(fits).collect();
    let short = short.trim_end_matches(edges);
    match short {
        "" => "plan".to_owned(),
        device if is_device(device) => format!("plan-{device}"),
        other => other.to_owned(),
    }
}

fn is_device(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or(stem).to_lowercase();
    let numbered = base.strip_prefix("com").or_else(|| base.strip_prefix("lpt"));
    DEVICES.contains(&base.as_str()) || numbered.is_some_and(|rest| rest.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_safe() {
        let check = |name: &str, expect: &str| assert_eq!(file_stem(name), expect);
        check("", "plan");
        check("///", "plan");
        check(".hidden", "hidden");
        check("CON", "plan-CON");
        check("nul.txt", "plan-nul.txt");
        check("com1", "plan-com1");
        check("company", "company");
        check("Zürich & 東京\u{202e}\n", "Zürich-東京");
        check(&"x".repeat(300), &"x".repeat(80));
        check(&"東".repeat(80), &"東".repeat(66));
    }
}
