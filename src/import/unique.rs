//! Names made unique by a number at their end.

use std::collections::HashMap;

/// The names in use, each with the last number that was appended to it.
#[derive(Debug, Default)]
pub struct UniqueNames {
    taken: HashMap<String, u32>,
    separator: &'static str,
    ignores_case: bool,
}

impl UniqueNames {
    /// Ids: `A-2`; case matters.
    pub fn ids() -> Self {
        Self { separator: "-", ..Self::default() }
    }

    /// Headers: `Phone 2`; case does not matter.
    pub fn headers() -> Self {
        Self { separator: " ", ignores_case: true, ..Self::default() }
    }

    /// Takes a name; gives the changed one, when it is in use already. Amortised O(length).
    pub fn claim(&mut self, name: &str) -> Option<String> {
        let key = self.key(name);
        let Some(&last) = self.taken.get(&key) else {
            self.taken.insert(key, 1);
            return None;
        };
        let mut number = last;
        let (changed, changed_key) = loop {
            number = number.saturating_add(1);
            let candidate = format!("{name}{}{number}", self.separator);
            let candidate_key = self.key(&candidate);
            if !self.taken.contains_key(&candidate_key) {
                break (candidate, candidate_key);
            }
        };
        self.taken.insert(key, number);
        self.taken.insert(changed_key, 1);
        Some(changed)
    }

    fn key(&self, name: &str) -> String {
        if self.ignores_case { name.to_lowercase() } else { name.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appends_the_next_free_number() {
        let mut ids = UniqueNames::ids();
        let claimed: Vec<Option<String>> = ["A", "A-2", "A", "A", "a"].map(|id| ids.claim(id)).into();
        assert_eq!(claimed, [None, None, Some("A-3".to_owned()), Some("A-4".to_owned()), None]);
        let mut headers = UniqueNames::headers();
        assert_eq!([headers.claim("Phone"), headers.claim("PHONE")], [None, Some("PHONE 2".to_owned())]);
    }
}
