//! The alignment before a plan: from a file of assignments, or from the owners that the accounts came with.

use crate::import::{self, ReadError};
use crate::model::{AccountIx, Alignment, Crew, Dataset, DesignBrief, Layer, RepIx, Territory, TerritoryIx};
use crate::plan::{Edit, LayerPlan, Plan};
use std::collections::{BTreeSet, HashMap};

/// Colour slots.
const SLOTS: usize = 12;

/// Headers of the account, the territory and the rep, in small letters.
const ACCOUNT: [&str; 4] = ["account_id", "account id", "id", "account"];
const TERRITORY: [&str; 2] = ["territory", "territory name"];
const REP: [&str; 4] = ["rep", "owner", "account owner", "sales rep"];

/// Why a file says nothing about who owns what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BeforeError {
    /// It is no table.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It has no column of accounts, or none of territories or reps.
    #[error(
        "{file} has no column for {what}: it needs “account_id” and “territory”, as in an exported assignments.csv"
    )]
    Column {
        /// The file.
        file: String,
        /// What is missing.
        what: &'static str,
    },
    /// None of its accounts is in the plan.
    #[error(
        "none of the accounts in {file} is in the plan, first “{first}” in row {row}: are they from the same export?"
    )]
    Strangers {
        /// The file.
        file: String,
        /// The first of them.
        first: String,
        /// Its row.
        row: u32,
    },
    /// More territories than can be.
    #[error("{file} names more than {} territories", u16::MAX)]
    TooMany {
        /// The file.
        file: String,
    },
}

/// The edit that makes an alignment from a file the present one. Of several layers the first is taken; accounts that the
/// plan does not have are passed over, which the words beside it say, and accounts that the file does not have are without an
/// owner.
///
/// # Errors
/// [`BeforeError`] when the file says nothing about this plan.
pub fn assignments_edit(plan: &Plan, file: &str, bytes: &[u8]) -> Result<(Edit, Option<String>), BeforeError> {
    let table = import::read(file, bytes)?;
    let column =
        |names: &[&str]| table.header().iter().position(|own| names.contains(&own.trim().to_lowercase().as_str()));
    let missing = |what| BeforeError::Column { file: file.to_owned(), what };
    let account = column(&ACCOUNT).ok_or_else(|| missing("the account"))?;
    let (territory, rep, layer) = (column(&TERRITORY), column(&REP), column(&["layer"]));
    if territory.is_none() && rep.is_none() {
        return Err(missing("the territory"));
    }
    let dataset = plan.dataset();
    let known: HashMap<&str, AccountIx> = dataset.accounts().ids.iter().zip((0..).map(AccountIx)).collect();
    let mut owners = Owners::new(dataset);
    let mut first_stranger = None;
    let (mut found, mut strangers) = (0, 0);
    for row in 0..table.len() {
        let cell = |column: Option<usize>| column.map_or("", |column| table.cell(row, column).trim());
        if layer.is_some_and(|layer| table.cell(row, layer) != table.cell(0, layer)) {
            continue;
        }
        let id = table.cell(row, account);
        // An export puts an apostrophe before what a spreadsheet would run.
        let own = known.get(id).or_else(|| known.get(id.strip_prefix('\'')?));
        if let Some(&own) = own {
            found += 1;
            owners.set(own, cell(territory), cell(rep)).ok_or(BeforeError::TooMany { file: file.to_owned() })?;
        } else {
            strangers += 1;
            first_stranger.get_or_insert((id.to_owned(), table.line(row)));
        }
    }
    let told = match first_stranger {
        Some((first, row)) if found == 0 => {
            return Err(BeforeError::Strangers { file: file.to_owned(), first, row });
        }
        Some((first, row)) => {
            let are = if strangers == 1 { "1 account is".to_owned() } else { format!("{strangers} accounts are") };
            Some(format!("{file}: {are} not in the plan and passed over, first “{first}” in row {row}"))
        }
        None => None,
    };
    let usual = DesignBrief::by_count(1);
    Ok((plan.design_edit(owners.into_layer(plan.layer_name(), &usual)), told))
}

/// The edit that makes the owners that the accounts came with the present alignment, a territory for each rep who owns
/// some, held to the measures and tolerance that are asked for; `None` where no account has an owner.
#[must_use]
pub fn present_edit(plan: &Plan, asked: &DesignBrief) -> Option<Edit> {
    let dataset = plan.dataset();
    let mut owners = Owners::new(dataset);
    let present = dataset.accounts().present.iter().zip((0..).map(AccountIx));
    for (rep, account) in present {
        if let Some(rep) = rep.and_then(|rep| dataset.rep(rep)) {
            owners.set(account, "", &rep.id)?;
        }
    }
    (!owners.territories.is_empty()).then(|| plan.design_edit(owners.into_layer(plan.layer_name(), asked)))
}

/// Territories in the order in which they are first named.
struct Owners<'a> {
    dataset: &'a Dataset,
    reps: HashMap<String, RepIx>,
    taken: BTreeSet<RepIx>,
    numbers: HashMap<(String, String), TerritoryIx>,
    names: BTreeSet<String>,
    territories: Vec<Territory>,
    by_account: Vec<Option<TerritoryIx>>,
}

impl<'a> Owners<'a> {
    fn new(dataset: &'a Dataset) -> Self {
        let reps = dataset.reps().iter().zip((0..).map(RepIx));
        // An id wins over a name that another has.
        let by_name = reps.clone().map(|(rep, at)| (rep.name.to_lowercase(), at));
        let by_id = reps.map(|(rep, at)| (rep.id.to_lowercase(), at));
        Self {
            dataset,
            reps: by_name.chain(by_id).collect(),
            taken: BTreeSet::new(),
            numbers: HashMap::new(),
            names: BTreeSet::new(),
            territories: Vec::new(),
            by_account: vec![None; dataset.accounts().len()],
        }
    }

    /// Takes an owner up; nothing for neither territory nor rep. `None` when there are too many territories.
    fn set(&mut self, account: AccountIx, territory: &str, rep: &str) -> Option<()> {
        if territory.is_empty() && rep.is_empty() {
            return Some(());
        }
        let key = (territory.to_owned(), if territory.is_empty() { rep.to_owned() } else { String::new() });
        let own = if let Some(&own) = self.numbers.get(&key) {
            own
        } else {
            let own = TerritoryIx(u16::try_from(self.territories.len()).ok().filter(|&next| next < u16::MAX)?);
            self.add(territory, rep);
            self.numbers.insert(key, own);
            own
        };
        if let Some(owner) = self.by_account.get_mut(account.index()) {
            *owner = Some(own);
        }
        Some(())
    }

    fn add(&mut self, territory: &str, rep: &str) {
        let person = self.reps.get(&rep.to_lowercase()).copied();
        let base = match (territory, person.and_then(|rep| self.dataset.rep(rep))) {
            ("", Some(person)) => person.name.as_str(),
            ("", None) => rep,
            (named, _) => named,
        };
        let numbered = (2..).map(|number| format!("{base} {number}"));
        let mut names = std::iter::once(base.to_owned()).chain(numbered);
        let name = names.find(|name| !self.names.contains(name)).unwrap_or_default();
        self.names.insert(name.clone());
        let slot = u8::try_from(self.territories.len() % SLOTS + 1).unwrap_or(1);
        let rep = person.filter(|&rep| self.taken.insert(rep));
        self.territories.push(Territory { name, rep, slot, crew: Crew::Field });
    }

    /// A layer of these, held to the measures and the tolerance of a brief.
    fn into_layer(self, name: String, asked: &DesignBrief) -> LayerPlan {
        let brief = DesignBrief {
            measures: asked.measures.clone(),
            tolerance: asked.tolerance,
            ..DesignBrief::by_count(u16::try_from(self.territories.len()).unwrap_or(u16::MAX))
        };
        // Owners are in range and names are not empty, by construction.
        let alignment = Alignment::new(self.territories, self.by_account).unwrap_or_default();
        LayerPlan::new(Layer { name, alignment }, Some(brief), Vec::new())
    }
}
