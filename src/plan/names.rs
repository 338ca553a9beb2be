//! What a plan and a territory may be called.

/// The most characters in a name that a person gives.
pub const LONGEST_NAME: usize = 200;

/// Why a name cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but blanks.
    #[error("a {what} needs a name")]
    Empty {
        /// `plan` or `territory`.
        what: &'static str,
    },
    /// More than [`LONGEST_NAME`] characters.
    #[error("the name has {found} characters; {LONGEST_NAME} are the most")]
    Long {
        /// Its characters.
        found: usize,
    },
    /// A line break, tab or another control character.
    #[error("the name has a line break, a tab or another character that does not print")]
    Control,
    /// Another of them has it.
    #[error("another {what} is called “{name}” already")]
    Taken {
        /// `territory`, `layer` or `scenario`.
        what: &'static str,
        /// The name.
        name: String,
    },
}

/// Checks a name that a person gives to a `what`.
pub(super) fn check_name(what: &'static str, name: &str) -> Result<(), NameError> {
    if name.trim().is_empty() {
        return Err(NameError::Empty { what });
    }
    let found = name.chars().count();
    if found > LONGEST_NAME {
        return Err(NameError::Long { found });
    }
    if name.chars().any(char::is_control) { Err(NameError::Control) } else { Ok(()) }
}

/// The nearest name that [`check_name`] takes: a plan is never refused for the name of a file.
pub(super) fn nearest_name(name: &str, otherwise: &str) -> String {
    let printable: String = name.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let printable = printable.trim();
    if printable.is_empty() { otherwise.to_owned() } else { printable.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked_and_mended() {
        assert_eq!(check_name("plan", "Zürich & 東京"), Ok(()));
        assert_eq!(check_name("plan", "  "), Err(NameError::Empty { what: "plan" }));
        assert_eq!(check_name("plan", "a\nb"), Err(NameError::Control));
        assert_eq!(check_name("plan", &"x".repeat(201)), Err(NameError::Long { found: 201 }));
        assert_eq!(nearest_name(" a\nb ", "Plan"), "ab");
        assert_eq!(nearest_name("\t", "Plan"), "Plan");
        assert_eq!(check_name("plan", &nearest_name(&"x".repeat(999), "Plan")), Ok(()));
    }
}
