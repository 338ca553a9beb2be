//! Skills and languages: what accounts ask for, and who has it.

use super::account::{Accounts, ColumnValues};
use super::alignment::Alignment;
use super::brief::DesignBrief;
use super::dataset::{Dataset, Rep};
use super::visit_brief::AccountDue;
use super::{AccountIx, RepIx};
use std::borrow::Cow;
use std::collections::HashMap;

/// What stands between two skills in one cell.
const BETWEEN: [char; 5] = [',', ';', '|', '/', '\n'];

/// The skills in a cell, without blanks around them, each once whatever its case: “English; Spanish / welding”.
#[must_use]
pub fn skills_in(cell: &str) -> Vec<String> {
    let mut known: Vec<(String, String)> = Vec::new();
    for skill in cell.split(BETWEEN).map(str::trim).filter(|skill| !skill.is_empty()) {
        let key = folded(skill);
        if known.iter().all(|(own, _)| *own != key) {
            known.push((key, skill.to_owned()));
        }
    }
    known.into_iter().map(|(_, skill)| skill).collect()
}

/// Whether these can be the skills of a rep: as [`skills_in`] gives them.
pub(super) fn are_skills(skills: &[String]) -> bool {
    skills.is_empty() || skills_in(&skills.join(",")) == skills
}

/// Two skills are the same when they differ in case alone.
fn folded(skill: &str) -> String {
    skill.to_lowercase()
}

/// What each account asks of who has it. A need is a skill or a language; a rep meets those of an account who has them
/// all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The needs as the first account that asks for them writes them.
    names: Vec<String>,
    /// By account, its kind: accounts of one kind need the same. Empty when none needs anything.
    kinds: Vec<u32>,
    /// By kind, the needs, ascending; the first kind needs nothing.
    of_kind: Vec<Vec<u16>>,
    /// By rep, whether it has each need.
    skills: Vec<Vec<bool>>,
}

impl Needs {
    /// What accounts need by these columns, in any case: all words of texts, the header of a column that says yes. A column
    /// that is not there asks for nothing. O(accounts · columns + reps · skills).
    #[must_use]
    pub fn new(dataset: &Dataset, columns: &[String]) -> Self {
        let accounts = dataset.accounts();
        let found: Vec<(&str, &ColumnValues)> = columns
            .iter()
            .filter_map(|name| accounts.column(name))
            .map(|column| (column.name.as_str(), &column.values))
            .collect();
        if found.is_empty() {
            return Self::default();
        }
        let mut this = Self { of_kind: vec![Vec::new()], ..Self::default() };
        let mut known = HashMap::new();
        let mut kinds: HashMap<Vec<Cow<str>>, u32> = HashMap::new();
        for row in 0..accounts.len() {
            let cells: Vec<Cow<str>> = found.iter().map(|&(name, values)| cell(name, values, row)).collect();
            let kind = kinds.get(&cells).copied().unwrap_or_else(|| {
                let kind = this.kind(&cells, &mut known);
                kinds.insert(cells, kind);
                kind
            });
            this.kinds.push(kind);
        }
        this.skills = dataset.reps().iter().map(|rep| this.skills_of(rep, &known)).collect();
        this
    }

    /// The kind with these needs, which are new or known.
    fn kind(&mut self, cells: &[Cow<str>], known: &mut HashMap<String, u16>) -> u32 {
        let mut needs = Vec::new();
        for skill in cells.iter().flat_map(|cell| skills_in(cell)) {
            let next = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
            let number = *known.entry(folded(&skill)).or_insert(next);
            if number == next && next < u16::MAX {
                self.names.push(skill);
            }
            needs.push(number);
        }
        needs.sort_unstable();
        needs.dedup();
        let kind = self.of_kind.iter().position(|own| *own == needs).unwrap_or_else(|| {
            self.of_kind.push(needs);
            self.of_kind.len() - 1
        });
        u32::try_from(kind).unwrap_or(u32::MAX)
    }

    fn skills_of(&self, rep: &Rep, known: &HashMap<String, u16>) -> Vec<bool> {
        let mut has = vec![false; self.names.len()];
        for number in rep.skills.iter().filter_map(|skill| known.get(&folded(skill))) {
            if let Some(entry) = has.get_mut(usize::from(*number)) {
                *entry = true;
            }
        }
        has
    }

    /// Whether no account needs anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All needs, by their number.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The numbers of what an account needs, ascending.
    #[must_use]
    pub fn of(&self, account: AccountIx) -> &[u16] {
        self.of_kind.get(self.kind_of(account)).map_or(&[], Vec::as_slice)
    }

    /// The kind of an account: accounts of one kind need the same, and those of kind 0 nothing.
    #[must_use]
    pub fn kind_of(&self, account: AccountIx) -> usize {
        self.kinds.get(account.index()).map_or(0, |&kind| kind as usize)
    }

    /// How many kinds of accounts there are.
    #[must_use]
    pub fn kinds(&self) -> usize {
        self.of_kind.len()
    }

    /// Whether a rep has a need, by its number.
    #[must_use]
    pub fn has(&self, rep: RepIx, need: u16) -> bool {
        self.skills.get(rep.index()).and_then(|own| own.get(usize::from(need))).copied().unwrap_or(false)
    }

    /// Whether a rep has all that an account needs; nobody has nothing.
    #[must_use]
    pub fn is_met(&self, account: AccountIx, rep: Option<RepIx>) -> bool {
        self.is_kind_met(self.kind_of(account), rep)
    }

    /// By kind, whether some of these reps have what its accounts need and others do not. O(kinds × reps).
    #[must_use]
    pub fn parted(&self, reps: &[Option<RepIx>]) -> Vec<bool> {
        let has = |kind: usize, is_met: bool| reps.iter().any(|&rep| self.is_kind_met(kind, rep) == is_met);
        (0..self.kinds()).map(|kind| has(kind, true) && has(kind, false)).collect()
    }

    /// Says of what is due whether the owner's rep has what the account needs. O(accounts).
    pub fn mark(&self, due: &mut [Option<AccountDue>], alignment: &Alignment) {
        if self.is_empty() {
            return;
        }
        for (account, due) in (0..).map(AccountIx).zip(due) {
            let rep = alignment.owner(account).and_then(|owner| alignment.territory(owner)?.rep);
            if let Some(due) = due {
                due.is_able = self.is_met(account, rep);
            }
        }
    }

    /// Whether a rep has all that accounts of a kind need.
    #[must_use]
    pub fn is_kind_met(&self, kind: usize, rep: Option<RepIx>) -> bool {
        let needs = self.of_kind.get(kind).map_or(&[][..], Vec::as_slice);
        needs.iter().all(|&need| rep.is_some_and(|rep| self.has(rep, need)))
    }
}

/// What one cell asks for.
fn cell<'a>(name: &'a str, values: &'a ColumnValues, row: usize) -> Cow<'a, str> {
    match values {
        ColumnValues::YesNo(answers) => match answers.get(row) {
            Some(Some(true)) => Cow::Borrowed(name),
            _ => Cow::Borrowed(""),
        },
        _ => values.words(row),
    }
}

impl DesignBrief {
    /// What accounts need of who has them, by this brief.
    #[must_use]
    pub fn needs(&self, dataset: &Dataset) -> Needs {
        Needs::new(dataset, &self.people.needs)
    }
}

/// The columns of accounts that can say what is needed: texts of few different words, and yes or no.
#[must_use]
pub fn columns_of_needs(accounts: &Accounts) -> Vec<&str> {
    let fits = |values: &ColumnValues| matches!(values, ColumnValues::Text(_) | ColumnValues::YesNo(_));
    accounts.columns.iter().filter(|column| fits(&column.values)).map(|column| column.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, Placement, Precision};

    fn rep(id: &str, skills: &str) -> Rep {
        Rep { skills: skills_in(skills), ..Rep::new(id, id, Placement::unknown()) }
    }

    fn dataset() -> Dataset {
        let mut accounts = Accounts::default();
        let languages = ["English", "ENGLISH / Español", "", "español|English"];
        for (row, _) in languages.iter().enumerate() {
            accounts.ids.push(&format!("a{row}"));
            accounts.names.push("");
            accounts.families.push("");
            accounts.places.push("");
            accounts.locations.push(None);
            accounts.precisions.push(Precision::None);
        }
        let welding = ColumnValues::YesNo(vec![Some(true), Some(false), None, Some(true)]);
        let languages = ColumnValues::Text(languages.into_iter().collect());
        accounts.columns = vec![
            Column { name: "Language".to_owned(), values: languages },
            Column { name: "Welding".to_owned(), values: welding },
        ];
        let reps = vec![rep("r1", "english"), rep("r2", "Español, English; welding")];
        Dataset::new(accounts, reps, Vec::new()).expect("well formed")
    }

    #[test]
    fn cells_hold_several_skills() {
        assert_eq!(skills_in(" English; Spanish / welding|ENGLISH,, "), ["English", "Spanish", "welding"]);
        assert_eq!(skills_in(" ; "), [""; 0]);
        assert!(are_skills(&["A".to_owned(), "b".to_owned()]));
        assert!(!are_skills(&["A".to_owned(), "a".to_owned()]) && !are_skills(&["A,b".to_owned()]));
        assert!(!are_skills(&[String::new()]));
    }

    #[test]
    fn a_rep_has_to_have_all_that_is_asked() {
        let dataset = dataset();
        let needs = Needs::new(&dataset, &["language".to_owned(), "welding".to_owned(), "Nowhere".to_owned()]);
        assert_eq!(needs.names(), ["English", "Welding", "Español"]);
        let of: Vec<&[u16]> = dataset.accounts().indices().map(|account| needs.of(account)).collect();
        assert_eq!(of, [&[0, 1][..], &[0, 2], &[], &[0, 1, 2]]);
        let met = |rep: Option<u16>| -> Vec<bool> {
            dataset.accounts().indices().map(|account| needs.is_met(account, rep.map(RepIx))).collect()
        };
        assert_eq!(met(Some(0)), [false, false, true, false]);
        assert_eq!(met(Some(1)), [true; 4]);
        assert_eq!(met(None), [false, false, true, false]);
        assert!(Needs::new(&dataset, &["Nowhere".to_owned()]).is_empty());
    }
}
