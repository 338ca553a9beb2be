//! Which account, rep or product is meant by an id or a name in another file.

use super::bare_ids::{BareIds, ToldIds, tell_bare};
use super::columns::HeaderWords;
use super::corrections::Corrections;
use super::folded::{NameOf, fold};
use super::log::{Log, Spot};
use super::near::NearIndex;
use super::positions::Positions;
use super::sheet::Sheet;
use crate::model::{Code, NameMatch, Referent, Rep, RepValue, Severity, TextColumn};
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

/// Different names of one column for which near ones are looked for; the rest stay without.
const MOST_SEARCHED: usize = 2000;
/// Accounts of one name that are listed.
const MOST_LISTED: usize = 5;
const NONE: u32 = u32::MAX;
/// What stands where an account has no owner, folded.
const NOBODY: &str = "unassigned none na nobody noone open vacant tbd tba house houseaccount queue unknown openterritory notassigned \
     noowner null nichtzugewiesen keiner offen vakant nonattribue aucun sinasignar ninguno vago semresponsavel";

/// Everything of one kind that names may refer to.
pub struct Directory {
    referent: Referent,
    of: NameOf,
    ids: TextColumn,
    names: TextColumn,
    by_id: Positions,
    /// Ids of entries beside their own.
    further_ids: HashMap<String, u32>,
    /// The names, folded.
    folded: TextColumn,
    /// The first of each folded name; the others follow in `next`.
    by_name: Positions,
    next: Vec<u32>,
    near: OnceCell<NearIndex>,
    bare: OnceCell<BareIds>,
}

impl Directory {
    /// Ids and names in order; both may repeat. O(letters).
    pub fn new<'a>(referent: Referent, entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let of = match referent {
            Referent::Account => NameOf::Company,
            Referent::Rep => NameOf::Person,
            Referent::Product | Referent::Value => NameOf::Thing,
        };
        let mut directory = Self {
            referent,
            of,
            ids: TextColumn::new(),
            names: TextColumn::new(),
            by_id: Positions::default(),
            further_ids: HashMap::new(),
            folded: TextColumn::new(),
            by_name: Positions::default(),
            next: Vec::new(),
            near: OnceCell::new(),
            bare: OnceCell::new(),
        };
        let mut last: HashMap<u32, u32> = HashMap::new();
        let mut folded = String::new();
        for ((id, name), at) in entries.zip(0u32..) {
            fold(name, of, &mut folded);
            if directory.own_id(id).is_none() {
                directory.by_id.insert(id, at);
            }
            let first = directory.first_named(&folded);
            directory.ids.push(id);
            directory.names.push(name);
            directory.folded.push(&folded);
            directory.next.push(NONE);
            match first {
                None if folded.is_empty() => {}
                None => directory.by_name.insert(&folded, at),
                Some(first) => {
                    let before = last.insert(first, at).unwrap_or(first);
                    directory.next[before as usize] = at;
                }
            }
        }
        directory
    }

    /// The directory of reps, who are also known by an address of mail or an id of another file that is theirs alone.
    pub fn of_reps(reps: &[Rep]) -> Self {
        let mut directory = Self::new(Referent::Rep, reps.iter().map(|rep| (rep.id.as_str(), rep.name.as_str())));
        let mut owners: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        // All reps of a file have the same headers.
        let mut headers: HashMap<&str, bool> = HashMap::new();
        for (rep, at) in reps.iter().zip(0..) {
            for own in &rep.attributes {
                let RepValue::Text(text) = &own.value else { continue };
                let is_mail = text.contains('@') && !text.contains(char::is_whitespace);
                if is_mail || *headers.entry(&own.name).or_insert_with(|| HeaderWords::of(&own.name).says_id()) {
                    owners.entry(text.as_str()).or_default().push(at);
                }
            }
        }
        for (mail, owners) in owners {
            if let [owner] = owners[..] {
                directory.add_id(mail, owner);
            }
        }
        directory
    }

    /// The entry of an id, else the only one of a name. O(length).
    pub fn meant(&self, id: &str, name: &str) -> Option<u32> {
        self.with_id(id).or_else(|| {
            let mut folded = String::new();
            let mut named = self.with_name(name, &mut folded);
            named.next().filter(|_| named.next().is_none())
        })
    }

    /// Another id of an entry, as of one that was merged into it.
    pub fn add_id(&mut self, id: &str, at: u32) {
        if self.own_id(id).is_none() {
            self.further_ids.entry(id.to_owned()).or_insert(at);
        }
    }

    fn own_id(&self, id: &str) -> Option<u32> {
        self.by_id.get(id, |at| self.ids.get(at as usize))
    }

    /// The first entry of a folded name.
    fn first_named(&self, folded: &str) -> Option<u32> {
        self.by_name.get(folded, |at| self.folded.get(at as usize))
    }

    /// Whether there is nothing to refer to.
    pub fn is_empty(&self) -> bool {
        self.next.is_empty()
    }

    /// The entry of an id.
    pub fn with_id(&self, id: &str) -> Option<u32> {
        self.own_id(id).or_else(|| self.further_ids.get(id).copied())
    }

    /// The only entry whose id is the same but for how it is written. O(letters of all ids) the first time.
    pub fn with_bare_id(&self, id: &str) -> Option<u32> {
        let further = || self.further_ids.iter().map(|(id, &at)| (id.as_str(), at));
        self.bare.get_or_init(|| BareIds::of(self.ids.iter().zip(0..).chain(further()))).only(id)
    }

    /// The id of an entry.
    pub fn id(&self, at: u32) -> &str {
        self.ids.get(at as usize)
    }

    /// The entries of a name, folded.
    pub fn with_name(&self, name: &str, folded: &mut String) -> impl Iterator<Item = u32> + '_ {
        fold(name, self.of, folded);
        let first = self.first_named(folded);
        std::iter::successors(first, |&at| self.next.get(at as usize).copied().filter(|&next| next != NONE))
    }

    /// The name of an entry.
    pub fn name(&self, at: u32) -> &str {
        self.names.get(at as usize)
    }

    fn resolve(
        &self,
        told: &str,
        column: Option<&ToldIds<'_>>,
        corrections: &Corrections,
        searches: bool,
        folded: &mut String,
    ) -> (How, Vec<u32>) {
        if let Some(chosen) = corrections.name(self.referent, told) {
            let found = chosen
                .taken
                .as_deref()
                .and_then(|name| self.with_id(name).or_else(|| self.with_name(name, folded).next()));
            return (How::Chosen, found.into_iter().collect());
        }
        if let Some(at) = self.with_id(told) {
            return (How::Same, vec![at]);
        }
        let named: Vec<u32> = self.with_name(told, folded).take(MOST_LISTED).collect();
        if named.is_empty()
            && let Some(at) = column.and_then(|column| self.with_bare_id(told).filter(|_| column.is_alone(told)))
        {
            return (How::Bare, vec![at]);
        }
        if named.is_empty() && self.referent == Referent::Rep && is_nobody(told, folded) {
            return (How::Same, named);
        }
        if named.is_empty()
            && let Some(at) = self.turned(told, folded)
        {
            return (How::Folded, vec![at]);
        }
        if named.is_empty()
            && let Some((how, at)) = self.part(told, folded)
        {
            return (how, vec![at]);
        }
        // The look at its parts has folded other texts.
        fold(told, self.of, folded);
        match named.as_slice() {
            [] if searches && !folded.is_empty() => self.search(folded),
            [] => (How::Missing, Vec::new()),
            [only] if is_same(told, self.name(*only)) => (How::Same, named),
            [_] => (How::Folded, named),
            _ => (How::Several, named),
        }
    }

    /// The only rep whose first and last name are told the other way round: “Dupont Marie”.
    fn turned(&self, told: &str, folded: &mut String) -> Option<u32> {
        let (last, first) = told.trim().split_once(' ').filter(|_| self.referent == Referent::Rep)?;
        let mut named = self.with_name(&format!("{} {last}", first.trim()), folded);
        named.next().filter(|_| named.next().is_none())
    }

    /// The entry that a part of a text names: its id in brackets at the end, its name before brackets that hold an address of mail
    /// or web; of several names between semicolons the first.
    fn part(&self, told: &str, folded: &mut String) -> Option<(How, u32)> {
        let (first, others) = told.split_once(';').unwrap_or((told, ""));
        let how = if others.trim().is_empty() { How::Part } else { How::First };
        let mut only = |text: &str| {
            self.with_id(text).or_else(|| {
                let mut named = self.with_name(text, folded);
                named.next().filter(|_| named.next().is_none())
            })
        };
        let bracketed = first.trim().strip_suffix(')').and_then(|text| text.rsplit_once('('));
        let by_brackets = bracketed.and_then(|(head, inside)| {
            let is_address = inside.contains(['.', '@']) && !inside.contains(char::is_whitespace);
            self.with_id(inside.trim()).or_else(|| only(head.trim()).filter(|_| is_address))
        });
        let found = by_brackets.or_else(|| only(first.trim()).filter(|_| how == How::First));
        found.map(|at| (how, at))
    }

    fn search(&self, folded: &str) -> (How, Vec<u32>) {
        let near = self.near.get_or_init(|| NearIndex::new(self.folded.clone()));
        let found = near.nearest(folded);
        let is_alone = found.get(1).is_none_or(|second| second.distance > found[0].distance);
        let how = if is_alone && found.first().is_some_and(|first| first.is_a_slip) { How::Near } else { How::Missing };
        (how, found.into_iter().map(|near| near.at).collect())
    }
}

/// Whether a text says that somebody is missing: no owner, or one that is no person.
pub fn is_nobody(told: &str, folded: &mut String) -> bool {
    fold(told, NameOf::Thing, folded);
    NOBODY.split_ascii_whitespace().any(|word| word == folded)
}

fn is_same(told: &str, name: &str) -> bool {
    told == name || told.to_lowercase() == name.to_lowercase()
}

/// How a name was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// By its id or its very name.
    Same,
    /// By its id, but for how it is written.
    Bare,
    /// But for blanks, punctuation, accents and legal forms.
    Folded,
    /// By a part of what is told.
    Part,
    /// By the first of several names.
    First,
    /// Nearly.
    Near,
    /// By a person.
    Chosen,
    /// Not: several are called so.
    Several,
    /// Not: none is called so.
    Missing,
}

struct Told<'a> {
    text: &'a str,
    rows: u32,
    how: How,
    candidates: Vec<u32>,
}

impl Told<'_> {
    fn found(&self) -> Option<u32> {
        let is_found = !matches!(self.how, How::Several | How::Missing);
        if is_found { self.candidates.first().copied() } else { None }
    }
}

/// One column of names, matched to a directory name by name.
pub struct Join<'a> {
    directory: &'a Directory,
    column: Option<ToldIds<'a>>,
    corrections: &'a Corrections,
    known: HashMap<&'a str, usize>,
    told: Vec<Told<'a>>,
    searched: usize,
    folded: String,
    /// What becomes of a row whose name is none of the directory's.
    otherwise: String,
}

impl<'a> Join<'a> {
    /// Nothing matched yet. Where the column is known, ids also match but for how they are written.
    pub fn new(directory: &'a Directory, column: Option<(&'a Sheet, usize)>, corrections: &'a Corrections) -> Self {
        let otherwise = format!("kept without {}", directory.referent.word());
        Self {
            directory,
            column: column.map(|(sheet, column)| ToldIds::of(sheet, column)),
            corrections,
            known: HashMap::new(),
            told: Vec::new(),
            searched: 0,
            folded: String::new(),
            otherwise,
        }
    }

    /// The same, where something else becomes of a row that is not matched.
    pub fn or_else(self, otherwise: &str) -> Self {
        Self { otherwise: otherwise.to_owned(), ..self }
    }

    /// The entry that a cell refers to; what is not said exactly is told. One look-up, and a search the first time.
    pub fn find(&mut self, told: &'a str, spot: Spot<'_>, log: &mut Log) -> Option<u32> {
        if told.is_empty() || self.directory.is_empty() {
            return None;
        }
        let at = match self.known.get(told) {
            Some(&at) => at,
            None => self.resolve(told),
        };
        let own = &mut self.told[at];
        own.rows += 1;
        if !matches!(own.how, How::Same | How::Chosen) {
            tell(&self.told[at], self.directory, &self.otherwise, spot, log);
        }
        self.told[at].found()
    }

    fn resolve(&mut self, told: &'a str) -> usize {
        let searches = self.searched < MOST_SEARCHED;
        let column = self.column.as_ref();
        let (how, candidates) = self.directory.resolve(told, column, self.corrections, searches, &mut self.folded);
        if matches!(how, How::Near | How::Missing) {
            self.searched += 1;
        }
        self.told.push(Told { text: told, rows: 0, how, candidates });
        self.known.insert(told, self.told.len() - 1);
        self.told.len() - 1
    }

    /// Whether there is nothing that a name could be.
    pub fn is_pointless(&self) -> bool {
        self.directory.is_empty()
    }

    /// What is not exactly the same in the file that it refers to.
    pub fn into_matches(self, file: &str) -> impl Iterator<Item = NameMatch> + use<'a> {
        let directory = self.directory;
        let file = file.to_owned();
        let unlike = self.told.into_iter().filter(|told| !matches!(told.how, How::Same | How::Bare));
        unlike.map(move |told| NameMatch {
            file: file.clone(),
            referent: directory.referent,
            told: told.text.to_owned(),
            rows: told.rows,
            candidates: told.candidates.iter().map(|&at| directory.shown(at, told.how)).collect(),
            taken: told.found().map(|at| directory.shown(at, told.how)),
            decided: told.how == How::Chosen,
        })
    }
}

impl Directory {
    /// The name of an entry; where several have it, the id.
    fn shown(&self, at: u32, how: How) -> String {
        let texts = if how == How::Several { &self.ids } else { &self.names };
        texts.get(at as usize).to_owned()
    }
}

fn tell(told: &Told<'_>, directory: &Directory, otherwise: &str, spot: Spot<'_>, log: &mut Log) {
    let what = directory.referent.word();
    let first = told.candidates.first().map_or("", |&at| directory.name(at));
    let listed = || {
        let names = told.candidates.iter().map(|&at| format!("“{}”", directory.shown(at, told.how)));
        names.collect::<Vec<_>>().join(", ")
    };
    match told.how {
        How::Same | How::Chosen => {}
        How::Bare => {
            let id = told.candidates.first().map_or("", |&at| directory.id(at));
            tell_bare(directory.referent, told.text, id, spot, log);
        }
        How::Folded => log.add(spot, Code::NearName, Severity::Repaired, || {
            format!("Taken for the {what} “{first}”, which differs only in blanks, punctuation or legal form.")
        }),
        How::Part => log.add(spot, Code::NearName, Severity::Repaired, || {
            format!("Taken for the {what} “{first}”: what stands beside it in brackets is no part of the name.")
        }),
        How::First => log.add(spot, Code::NearName, Severity::Check, || {
            format!("Names several: taken for the first, “{first}”. Say so, if it is another.")
        }),
        How::Near => log.add(spot, Code::NearName, Severity::Check, || {
            format!("No {what} is spelt so: taken for “{first}”, which comes nearest. Say so, if it is another.")
        }),
        How::Several => log.add(spot, Code::NotMatched, Severity::Check, || {
            format!("Several of that name: {otherwise}. Say which one it is by its id: {}.", listed())
        }),
        How::Missing if told.candidates.is_empty() => log.add(spot, Code::NotMatched, Severity::Check, || {
            format!("No {what} has this id or name: {otherwise}. Correct the name, or add the {what} to its file.")
        }),
        How::Missing => log.add(spot, Code::NotMatched, Severity::Check, || {
            format!("No {what} has this id or name: {otherwise}. Say which one it is; near are {}.", listed())
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NameChoice;

    fn directory() -> Directory {
        let entries =
            [("1", "Acme Corporation"), ("2", "Betasoloin"), ("3", "Store 12"), ("4", "Twin"), ("5", "TWIN Inc.")];
        Directory::new(Referent::Account, entries.into_iter())
    }

    fn check(told: &str, corrections: &Corrections, found: Option<u32>, code: Option<Code>) {
        let directory = directory();
        let mut log = Log::new("f.csv");
        let mut join = Join::new(&directory, None, corrections);
        assert_eq!(join.find(told, Spot::row(2), &mut log), found, "{told}");
        assert_eq!(log.diagnostics().first().map(|diagnostic| diagnostic.code), code, "{told}");
        assert_eq!(join.into_matches("f.csv").count(), usize::from(code.is_some() || corrections.names.len() == 1));
    }

    #[test]
    fn matches_by_id_by_name_and_nearly() {
        let none = Corrections::default();
        check("2", &none, Some(1), None);
        check("acme corporation", &none, Some(0), None);
        check("ACME Corp.", &none, Some(0), Some(Code::NearName));
        check("Betasolion", &none, Some(1), Some(Code::NearName));
        check("Store 13", &none, None, Some(Code::NotMatched));
        check("Twin", &none, None, Some(Code::NotMatched));
        check("Nobody at all", &none, None, Some(Code::NotMatched));
        check("Acme Corp (acme.com)", &none, Some(0), Some(Code::NearName));
        check("Whoever (2)", &none, Some(1), Some(Code::NearName));
        check("Acme Corp;Betasoloin", &none, Some(0), Some(Code::NearName));
        check("Acme Corporation (North)", &none, None, Some(Code::NotMatched));
        check("Twin (twin.com)", &none, None, Some(Code::NotMatched));
        check("", &none, None, None);
    }

    #[test]
    fn a_person_overrules() {
        let mut corrections = Corrections::default();
        let choice = |taken: Option<&str>| NameChoice {
            referent: Referent::Account,
            told: "Betasolion".to_owned(),
            taken: taken.map(str::to_owned),
        };
        corrections.choose_name(choice(Some("5")));
        check("Betasolion", &corrections, Some(4), None);
        corrections.choose_name(choice(None));
        check("Betasolion", &corrections, None, None);
        assert_eq!(corrections.names.len(), 1);
    }
}
