//! What an earlier export brought and this one does not: reps, records and area tables, and which account is which where no
//! file has ids.

use super::areas::spread;
use super::builder::AccountsBuilder;
use super::sheet::Sheet;
use crate::model::{
    AccountIx, Accounts, Activity, AreaTable, Dataset, Expense, FileKind, Opportunity, Product, ProductIx, Records,
    Rep, RepIx, Source, Target, TextColumn,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Kinds of files that stay as they were where a newer export has none.
const KEPT: [FileKind; 7] = [
    FileKind::Reps,
    FileKind::Products,
    FileKind::Opportunities,
    FileKind::Activities,
    FileKind::Expenses,
    FileKind::Targets,
    FileKind::Areas,
];

/// How the ids of accounts begin that no file gave any.
const NUMBERED: &str = "row-";

/// An earlier data set, and what of it stays.
pub struct Inherited<'a> {
    older: &'a Dataset,
    kept: Vec<FileKind>,
}

impl<'a> Inherited<'a> {
    /// What the sheets do not bring.
    pub fn of(older: &'a Dataset, sheets: &[Sheet]) -> Self {
        let is_brought = |kind: &FileKind| sheets.iter().any(|sheet| sheet.kind() == *kind);
        Self { older, kept: KEPT.into_iter().filter(|kind| !is_brought(kind)).collect() }
    }

    fn keeps(&self, kind: FileKind) -> bool {
        self.kept.contains(&kind)
    }

    /// The reps, where no file has any.
    pub fn reps(&self) -> Vec<Rep> {
        if self.keeps(FileKind::Reps) { self.older.reps().to_vec() } else { Vec::new() }
    }

    /// Gives accounts that are only numbered the ids that those of the same name at the same place had, else those of the same
    /// name where there is one. O(accounts · log accounts).
    pub fn renumber(&self, accounts: &mut Accounts) {
        let older = self.older.accounts();
        let is_numbered = |ids: &TextColumn| ids.iter().all(|id| number(id).is_some());
        if !is_numbered(&accounts.ids) || !is_numbered(&older.ids) {
            return;
        }
        let mut ids: Vec<Option<&str>> = vec![None; accounts.len()];
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for with_place in [true, false] {
            let key = |accounts: &Accounts, row: usize| {
                let place = if with_place { accounts.places.get(row).to_lowercase() } else { String::new() };
                (accounts.names.get(row).to_lowercase(), place)
            };
            let mut open: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
            for row in (0..older.len()).rev().filter(|row| !taken.contains(row)) {
                open.entry(key(older, row)).or_default().push(row);
            }
            for (row, id) in ids.iter_mut().enumerate().filter(|(_, id)| id.is_none()) {
                let own = open.get_mut(&key(accounts, row)).filter(|rows| with_place || rows.len() == 1);
                if let Some(before) = own.and_then(Vec::pop) {
                    taken.insert(before);
                    *id = Some(older.ids.get(before));
                }
            }
        }
        let last = older.ids.iter().filter_map(number).max().map_or(0, u64::from);
        let mut fresh = (last + 1..).map(|number| format!("{NUMBERED}{number}"));
        let named = ids.into_iter().map(|id| id.map(str::to_owned).or_else(|| fresh.next()).unwrap_or_default());
        accounts.ids = named.collect::<Vec<_>>().iter().map(String::as_str).collect();
    }

    /// Adds the records of kinds that no file brings, about accounts and reps of the same ids. O(records + accounts).
    pub fn add_records(&self, accounts: &Accounts, reps: &[Rep], records: &mut Records) {
        let older = self.older.records();
        let heirs = Heirs::of(self.older, accounts, reps, &mut records.products);
        if self.keeps(FileKind::Opportunities) {
            records.stages.clone_from(&older.stages);
            for (id, own) in older.opportunities.iter() {
                let (account, rep, product) =
                    (heirs.account(own.account), heirs.rep(own.rep), heirs.product(own.product));
                records.opportunities.push(id, Opportunity { account, rep, product, ..*own });
            }
        }
        if self.keeps(FileKind::Activities) {
            for (note, own) in older.activities.iter() {
                let (account, rep) = (heirs.account(own.account), heirs.rep(own.rep));
                records.activities.push(note, Activity { account, rep, ..*own });
            }
        }
        if self.keeps(FileKind::Expenses) {
            for (category, own) in older.expenses.iter() {
                let (account, rep) = (heirs.account(own.account), heirs.rep(own.rep));
                records.expenses.push(category, Expense { rep, account, ..*own });
            }
        }
        if self.keeps(FileKind::Targets) {
            let heir = |own: &Target| Target {
                account: heirs.account(own.account),
                rep: heirs.rep(own.rep),
                product: heirs.product(own.product),
                ..own.clone()
            };
            records.targets.extend(older.targets.iter().map(heir));
        }
    }

    /// Adds the area tables where no file brings one, and gives the accounts their columns; who is new lies in none of them.
    /// O(areas + accounts).
    pub fn add_areas(&self, builder: &mut AccountsBuilder, records: &mut Records) {
        if !self.keeps(FileKind::Areas) {
            return;
        }
        let known = positions(self.older.accounts());
        let before: Vec<Option<usize>> =
            builder.accounts.ids.iter().map(|id| known.get(id).map(|own| own.index())).collect();
        for table in &self.older.records().areas {
            let members: Vec<Option<u32>> =
                before.iter().map(|before| table.members.get((*before)?).copied().flatten()).collect();
            if members.iter().any(Option::is_some) {
                for column in &table.columns {
                    builder.add(&column.name, spread(&column.values, &members));
                }
            }
            records.areas.push(AreaTable { members, ..table.clone() });
        }
    }

    /// The files of before that still count.
    pub fn sources(&self) -> impl Iterator<Item = Source> + '_ {
        let is_kept = |source: &&Source| self.kept.iter().any(|kind| kind.word() == source.kind);
        self.older.sources().iter().filter(is_kept).cloned()
    }
}

fn number(id: &str) -> Option<u32> {
    id.strip_prefix(NUMBERED)?.parse().ok()
}

fn positions(accounts: &Accounts) -> HashMap<&str, AccountIx> {
    accounts.ids.iter().zip((0..).map(AccountIx)).collect()
}

/// Who takes the place of accounts, reps and products of before.
struct Heirs {
    accounts: Vec<Option<AccountIx>>,
    reps: Vec<Option<RepIx>>,
    products: Vec<Option<ProductIx>>,
}

impl Heirs {
    /// Products that are missing are added. O(accounts + reps + products).
    fn of(older: &Dataset, accounts: &Accounts, reps: &[Rep], products: &mut Vec<Product>) -> Self {
        let known = positions(accounts);
        let by_id: HashMap<&str, RepIx> = reps.iter().map(|rep| rep.id.as_str()).zip((0..).map(RepIx)).collect();
        let mut named: HashMap<String, usize> = products.iter().map(|own| own.id.clone()).zip(0..).collect();
        let product = |own: &Product| {
            let at = *named.entry(own.id.clone()).or_insert_with(|| {
                products.push(own.clone());
                products.len() - 1
            });
            u16::try_from(at).ok().map(ProductIx)
        };
        Self {
            accounts: older.accounts().ids.iter().map(|id| known.get(id).copied()).collect(),
            reps: older.reps().iter().map(|rep| by_id.get(rep.id.as_str()).copied()).collect(),
            products: older.records().products.iter().map(product).collect(),
        }
    }

    fn account(&self, own: Option<AccountIx>) -> Option<AccountIx> {
        self.accounts.get(own?.index()).copied().flatten()
    }

    fn rep(&self, own: Option<RepIx>) -> Option<RepIx> {
        self.reps.get(own?.index()).copied().flatten()
    }

    fn product(&self, own: Option<ProductIx>) -> Option<ProductIx> {
        self.products.get(own?.index()).copied().flatten()
    }
}
