//! What the files said, validated: accounts as columns, reps, records, and where it all came from.

use super::account::{AccountIx, AccountKind, Accounts, Column, ColumnValues, Placement, Precision};
use super::records::Records;
use super::skills::are_skills;
use super::workload::WORKLOAD;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Position of a rep in [`Dataset::reps`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RepIx(pub u16);

impl RepIx {
    /// The position as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A person who owns a territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rep {
    /// Unique; `rep-1` … in file order where the file gave none.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Where the rep starts and ends a day.
    pub home: Placement,
    /// Fair share of the work relative to the others: 1 is full time. Finite and positive.
    pub capacity: f64,
    /// Skills and languages as the file or a person wrote them, each once; see [`Needs`](super::Needs).
    pub skills: Vec<String>,
    /// What else the file said: industry, years of experience, results.
    pub attributes: Vec<RepAttribute>,
    /// Whether a person changed skills, capacity or home base, so that a newer export does not undo it.
    pub by_hand: bool,
}

/// A further value of a rep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepAttribute {
    /// The header as the file wrote it.
    pub name: String,
    /// The value.
    pub value: RepValue,
}

/// What a [`RepAttribute`] says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepValue {
    /// A finite number.
    Number(f64),
    /// A text; days as `2026-04-03`, `yes` and `no`.
    Text(String),
}

impl Rep {
    /// A rep who works full time and of whom nothing more is known.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, home: Placement) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            home,
            capacity: 1.0,
            skills: Vec::new(),
            attributes: Vec::new(),
            by_hand: false,
        }
    }

    /// What the file says under that header, in any case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&RepValue> {
        self.attributes.iter().find(|own| own.name.eq_ignore_ascii_case(name)).map(|own| &own.value)
    }

    /// The first of its values that cannot be: a capacity that is not positive, a home base whose point and precision
    /// disagree, a skill that is empty or stands twice, a number that is none.
    fn fault(&self) -> Option<&'static str> {
        let is_number = |own: &RepAttribute| !matches!(own.value, RepValue::Number(number) if !number.is_finite());
        if !(self.capacity.is_finite() && self.capacity > 0.0) {
            Some("capacity")
        } else if self.home.location.is_some() == (self.home.precision == Precision::None) {
            Some("home base")
        } else if !are_skills(&self.skills) {
            Some("skills")
        } else if !self.attributes.iter().all(is_number) {
            Some("number")
        } else {
            None
        }
    }
}

/// A file that went into the data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// File name without a path.
    pub file: String,
    /// What it was taken for, as in `FileKind::word`.
    pub kind: String,
    /// Rows that were taken.
    pub rows: u32,
}

/// Everything that the files said, validated once. Only the place of an account and what is known of a rep can change afterwards.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Dataset {
    accounts: Accounts,
    reps: Vec<Rep>,
    records: Records,
    sources: Vec<Source>,
}

#[derive(Deserialize)]
struct Unchecked {
    accounts: Accounts,
    reps: Vec<Rep>,
    records: Records,
    sources: Vec<Source>,
}

impl<'de> Deserialize<'de> for Dataset {
    /// What a file says is checked. Binary formats are messages of one program of the app to another, which hold what was checked when it
    /// was made: to look for ids that stand twice takes longer than to read them all.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let is_file = deserializer.is_human_readable();
        let Unchecked { accounts, reps, records, sources } = Unchecked::deserialize(deserializer)?;
        if is_file {
            let checked = Self::new(accounts, reps, sources).and_then(|own| own.with_records(records));
            return checked.map_err(serde::de::Error::custom);
        }
        Ok(Self { accounts, reps, records, sources })
    }
}

/// Why columns do not make a data set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    /// A column has more or fewer entries than there are accounts.
    #[error("column “{column}” has {found} entries for {accounts} accounts")]
    Ragged {
        /// The column.
        column: String,
        /// Its entries.
        found: usize,
        /// The accounts.
        accounts: usize,
    },
    /// An id is empty or stands twice.
    #[error("{what} id “{id}” is empty or stands twice")]
    Id {
        /// `account` or `rep`.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A number is not finite, a capacity not positive, or a point and its precision disagree.
    #[error("{what} “{id}” has a value that cannot be: {value}")]
    Value {
        /// `account` or `rep`.
        what: &'static str,
        /// Its id.
        id: String,
        /// The offending field.
        value: &'static str,
    },
    /// More accounts or reps than positions can number.
    #[error("more than {limit} {what}")]
    TooMany {
        /// `accounts` or `reps`.
        what: &'static str,
        /// The most there can be.
        limit: u32,
    },
    /// A column of texts is longer than positions can number.
    #[error("column “{column}” has more than 4 GiB of text: leave it out")]
    TooMuchText {
        /// The column.
        column: String,
    },
    /// A record names an account, a rep or a product that is not there, or a number that cannot be.
    #[error("{what} {number} names an account, a rep, a product or a number that cannot be")]
    Record {
        /// `opportunity`, `activity`, …
        what: &'static str,
        /// Its number, from 1.
        number: usize,
    },
}

/// Who takes the place of each rep of older data: the one of the same id, else the only one of the same name who is nobody by id.
/// One export has ids and the next may not. O(reps).
#[must_use]
pub fn heirs_of_reps(older: &[Rep], newer: &[Rep]) -> Vec<Option<RepIx>> {
    let by_id: HashMap<&str, RepIx> = newer.iter().map(|rep| rep.id.as_str()).zip((0..).map(RepIx)).collect();
    let known: HashSet<&str> = older.iter().map(|rep| rep.id.as_str()).collect();
    let folded = |rep: &Rep| rep.name.trim().to_lowercase();
    let mut by_name: HashMap<String, Option<RepIx>> = HashMap::new();
    for (at, rep) in (0..).map(RepIx).zip(newer).filter(|(_, rep)| !known.contains(rep.id.as_str())) {
        by_name.entry(folded(rep)).and_modify(|only| *only = None).or_insert(Some(at));
    }
    let named = |rep: &Rep| by_name.get(&folded(rep)).copied().flatten();
    older.iter().map(|rep| by_id.get(rep.id.as_str()).copied().or_else(|| named(rep))).collect()
}

impl Dataset {
    /// Checks the columns against each other. Columns that say nothing (all customers, no owner) become empty.
    ///
    /// # Errors
    /// [`DatasetError`] for ragged columns, repeated or empty ids, and values that cannot be. O(accounts × columns).
    pub fn new(mut accounts: Accounts, reps: Vec<Rep>, sources: Vec<Source>) -> Result<Self, DatasetError> {
        if accounts.kinds.iter().all(|&kind| kind == AccountKind::Customer) {
            accounts.kinds.clear();
        }
        if accounts.present.iter().all(Option::is_none) {
            accounts.present.clear();
        }
        check_lengths(&accounts)?;
        check_ids("account", accounts.ids.iter())?;
        check_ids("rep", reps.iter().map(|rep| rep.id.as_str()))?;
        if u32::try_from(accounts.len()).is_err() {
            return Err(DatasetError::TooMany { what: "accounts", limit: u32::MAX });
        }
        if reps.len() > usize::from(u16::MAX) {
            return Err(DatasetError::TooMany { what: "reps", limit: u32::from(u16::MAX) });
        }
        check_values(&accounts, &reps)?;
        Ok(Self { accounts, reps, records: Records::default(), sources })
    }

    /// The same data set with these records.
    ///
    /// # Errors
    /// [`DatasetError::Record`] for a record that names what is not there. O(records).
    pub fn with_records(mut self, records: Records) -> Result<Self, DatasetError> {
        records.check(self.accounts.len(), self.reps.len())?;
        self.records = records;
        Ok(self)
    }

    /// Sets where an account is, and whether a person said so. O(bytes of the places' names).
    ///
    /// # Errors
    /// [`DatasetError`] when there is no such account, or point and precision disagree; nothing changes then.
    pub fn place(&mut self, account: AccountIx, placement: &Placement, by_hand: bool) -> Result<(), DatasetError> {
        let accounts = &mut self.accounts;
        if account.index() >= accounts.len() || placement.location.is_some() == (placement.precision == Precision::None)
        {
            let id = accounts.ids.get(account.index()).to_owned();
            return Err(DatasetError::Value { what: "account", id, value: "location" });
        }
        accounts.set_places(&[(account, placement.clone())]);
        match accounts.by_hand.binary_search(&account) {
            Ok(position) if !by_hand => drop(accounts.by_hand.remove(position)),
            Err(position) if by_hand => accounts.by_hand.insert(position, account),
            _ => {}
        }
        Ok(())
    }

    /// Takes over the places that a person set in older data, for the accounts of the same id. O(accounts).
    pub fn keep_places(&mut self, older: &Self) {
        let theirs = older.accounts.by_hand.iter().map(|&account| (older.accounts.get(account).id, account));
        let set: HashMap<&str, AccountIx> = theirs.collect();
        let own = self.accounts.ids.iter().zip((0..).map(AccountIx));
        let kept = own.filter_map(|(id, account)| Some((account, older.accounts.placement(*set.get(id)?))));
        let kept: Vec<(AccountIx, Placement)> = kept.collect();
        let mut by_hand: BTreeSet<AccountIx> = self.accounts.by_hand.iter().copied().collect();
        by_hand.extend(kept.iter().map(|(account, _)| *account));
        self.accounts.set_places(&kept);
        self.accounts.by_hand = by_hand.into_iter().collect();
    }

    /// Puts the computed workload of each account in, exchanges it or takes it out; what was there comes back. O(columns).
    ///
    /// # Errors
    /// [`DatasetError`] for another number of accounts or a workload that is no number from 0; nothing changes then.
    pub fn exchange_workload(&mut self, other: Option<Vec<f64>>) -> Result<Option<Vec<f64>>, DatasetError> {
        let accounts = &mut self.accounts;
        let is_sound = |values: &Vec<f64>| {
            values.len() == accounts.len() && values.iter().all(|value| value.is_finite() && *value >= 0.0)
        };
        if !other.as_ref().is_none_or(is_sound) {
            return Err(DatasetError::Value { what: "column", id: WORKLOAD.to_owned(), value: "workload" });
        }
        let at = accounts.columns.iter().position(|column| column.name == WORKLOAD);
        let before = at.map(|at| accounts.columns.remove(at));
        if let Some(values) = other {
            let values = ColumnValues::Number(values.into_iter().map(Some).collect());
            let column = Column { name: WORKLOAD.to_owned(), values };
            accounts.columns.insert(at.unwrap_or(accounts.columns.len()), column);
        }
        let values =
            before.and_then(|column| Some(column.values.numbers()?.iter().map(|own| own.unwrap_or(0.0)).collect()));
        Ok(values)
    }

    /// Takes over the computed workload of older data, for the accounts of the same id; new ones have none yet. O(accounts).
    pub fn keep_workload(&mut self, older: &Self) {
        let Some(held) = older.accounts.column(WORKLOAD).and_then(|column| column.values.numbers()) else { return };
        let held: HashMap<&str, f64> =
            older.accounts.ids.iter().zip(held.iter().map(|own| own.unwrap_or(0.0))).collect();
        let values = self.accounts.ids.iter().map(|id| held.get(id).copied().unwrap_or(0.0)).collect();
        // They were sound in the older data, and there is one for each account.
        let _before = self.exchange_workload(Some(values));
    }

    /// Sets what is known of a rep; the id stays.
    ///
    /// # Errors
    /// [`DatasetError`] when there is no such rep, the id is another, or a value cannot be; nothing changes then.
    pub fn set_rep(&mut self, rep: RepIx, after: Rep) -> Result<(), DatasetError> {
        let fault = after.fault();
        match self.reps.get_mut(rep.index()) {
            Some(own) if own.id == after.id && fault.is_none() => {
                *own = after;
                Ok(())
            }
            _ => Err(DatasetError::Value { what: "rep", id: after.id, value: fault.unwrap_or("id") }),
        }
    }

    /// Takes over what a person changed of reps in older data; what else the files say of them is the newer. O(reps).
    pub fn keep_reps(&mut self, older: &Self) {
        for (rep, heir) in older.reps.iter().zip(heirs_of_reps(&older.reps, &self.reps)).filter(|(rep, _)| rep.by_hand)
        {
            if let Some(own) = heir.and_then(|heir| self.reps.get_mut(heir.index())) {
                (own.capacity, own.home, own.skills) = (rep.capacity, rep.home.clone(), rep.skills.clone());
                own.by_hand = true;
            }
        }
    }

    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// The reps.
    #[must_use]
    pub fn reps(&self) -> &[Rep] {
        &self.reps
    }

    /// The rep at that position.
    #[must_use]
    pub fn rep(&self, rep: RepIx) -> Option<&Rep> {
        self.reps.get(rep.index())
    }

    /// The rep with that id. O(reps).
    #[must_use]
    pub fn rep_named(&self, id: &str) -> Option<RepIx> {
        (0u16..).zip(&self.reps).find(|(_, rep)| rep.id == id).map(|(position, _)| RepIx(position))
    }

    /// Deals, touches, expenses, products, targets and areas.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The files it came from.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}

fn check_lengths(accounts: &Accounts) -> Result<(), DatasetError> {
    let count = accounts.len();
    let fixed = [
        ("name", accounts.names.len()),
        ("family", accounts.families.len()),
        ("location", accounts.locations.len()),
        ("precision", accounts.precisions.len()),
        ("place", accounts.places.len()),
    ];
    let sparse = [("kind", accounts.kinds.len()), ("present owner", accounts.present.len())];
    let sparse = sparse.into_iter().filter(|&(_, found)| found > 0);
    let further = accounts.columns.iter().map(|column| (column.name.as_str(), column.values.len()));
    if let Some((column, found)) = fixed.into_iter().chain(sparse).chain(further).find(|&(_, found)| found != count) {
        return Err(DatasetError::Ragged { column: column.to_owned(), found, accounts: count });
    }
    let fixed =
        [("id", &accounts.ids), ("name", &accounts.names), ("family", &accounts.families), ("place", &accounts.places)];
    let further = accounts.columns.iter().filter_map(|column| Some((column.name.as_str(), column.values.texts()?)));
    match fixed.into_iter().chain(further).find(|(_, texts)| texts.is_cut()) {
        Some((column, _)) => Err(DatasetError::TooMuchText { column: column.to_owned() }),
        None => Ok(()),
    }
}

fn check_ids<'a>(what: &'static str, ids: impl Iterator<Item = &'a str>) -> Result<(), DatasetError> {
    let mut seen = HashSet::new();
    for id in ids {
        if id.is_empty() || !seen.insert(id) {
            return Err(DatasetError::Id { what, id: id.to_owned() });
        }
    }
    Ok(())
}

fn check_values(accounts: &Accounts, reps: &[Rep]) -> Result<(), DatasetError> {
    let wrong = |what, id: &str, value| Err(DatasetError::Value { what, id: id.to_owned(), value });
    for account in accounts.indices() {
        let account = accounts.get(account);
        if account.location.is_some() == (account.precision == Precision::None) {
            return wrong("account", account.id, "location");
        }
        if account.present.is_some_and(|rep| rep.index() >= reps.len()) {
            return wrong("account", account.id, "present owner");
        }
    }
    let is_placed = |account: &AccountIx| account.index() < accounts.len();
    if !accounts.by_hand.iter().all(is_placed) || !accounts.by_hand.is_sorted_by(|a, b| a < b) {
        return wrong("account", "", "place set by hand");
    }
    for column in &accounts.columns {
        let ColumnValues::Number(values) = &column.values else { continue };
        if let Some(row) = values.iter().position(|value| value.is_some_and(|number| !number.is_finite())) {
            return wrong("account", accounts.ids.get(row), "number");
        }
    }
    let faulty = reps.iter().find_map(|rep| Some((rep, rep.fault()?)));
    faulty.map_or(Ok(()), |(rep, value)| wrong("rep", &rep.id, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rep_is_known_again_by_id_and_else_by_name() {
        let reps = |all: &[(&str, &str)]| -> Vec<Rep> {
            all.iter().map(|&(id, name)| Rep::new(id, name, Placement::unknown())).collect()
        };
        let older = reps(&[("rep-1", "Ann Lee"), ("rep-2", "Bob Ruiz"), ("x", "Cy Dee"), ("y", "Dan Fox")]);
        let newer =
            reps(&[("005B", "BOB RUIZ"), ("005A", "Ann Lee "), ("x", "Ann Lee"), ("7", "Dan Fox"), ("8", "Dan Fox")]);
        assert_eq!(heirs_of_reps(&older, &newer), [Some(RepIx(1)), Some(RepIx(0)), Some(RepIx(2)), None]);
    }

    #[test]
    fn ids_are_looked_at_in_files_and_not_again_on_the_way_between_programs() {
        let rep = Rep::new("r", "Ann", Placement::unknown());
        let twice = Dataset { reps: vec![rep.clone(), rep], ..Dataset::default() };
        let text = serde_json::to_string(&twice).expect("it can be written");
        assert!(serde_json::from_str::<Dataset>(&text).is_err());
        let bytes = postcard::to_allocvec(&twice).expect("it can be written");
        assert_eq!(postcard::from_bytes::<Dataset>(&bytes), Ok(twice));
    }
}
