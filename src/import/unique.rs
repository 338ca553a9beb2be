//! Names made unique by a number at their end.

use super::positions::Positions;
use crate::model::TextColumn;
use std::borrow::Cow;

/// The names in use, each with the last number that was appended to it.
#[derive(Debug, Default)]
pub struct UniqueNames {
    names: TextColumn,
    /// By name.
    numbers: Vec<u32>,
    positions: Positions,
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
        let Some(taken) = self.position(&key) else {
            self.take(&key);
            return None;
        };
        let mut number = self.numbers[taken];
        let (changed, changed_key) = loop {
            number = number.saturating_add(1);
            let candidate = format!("{name}{}{number}", self.separator);
            let candidate_key = self.key(&candidate).into_owned();
            if self.position(&candidate_key).is_none() {
                break (candidate, candidate_key);
            }
        };
        self.numbers[taken] = number;
        self.take(&changed_key);
        Some(changed)
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.positions.get(key, |at| self.names.get(at as usize)).map(|at| at as usize)
    }

    fn take(&mut self, key: &str) {
        self.positions.insert(key, u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(key);
        self.numbers.push(1);
    }

    fn key<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if self.ignores_case { name.to_lowercase().into() } else { name.into() }
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
