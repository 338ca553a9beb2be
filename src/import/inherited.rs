//! What an earlier export brought and this one does not: reps, records and area tables, the accounts themselves where only such
//! come anew, and which account is which where no file has ids.

mod heirs;
mod numbered;

use super::areas::spread;
use super::bare_ids::BareIds;
use super::builder::AccountsBuilder;
use super::columns::told_by_header;
use super::contacts::CONTACTS;
use super::directory::Directory;
use super::reps::NUMBERED;
use super::roll_up;
use super::sheet::Sheet;
use crate::model::{
    AccountIx, Accounts, Activity, AreaTable, Column, ColumnValues, Dataset, Expense, FileKind, Opportunity, Product,
    Records, Rep, RepIx, Role, Source, Target, heirs_of_reps,
};
use heirs::Heirs;
use numbered::Numbered;
use std::collections::{HashMap, HashSet};

/// How the ids of accounts begin that no file gave any.
const ROW: &str = "row-";

/// An earlier data set, and what of it stays.
pub struct Inherited<'a> {
    older: &'a Dataset,
    kept: Vec<FileKind>,
}

impl<'a> Inherited<'a> {
    /// What the sheets do not bring. Accounts and where they come from stay too, where the sheets only say more about them.
    pub fn of(older: &'a Dataset, sheets: &[Sheet]) -> Self {
        let is_brought = |kind: &FileKind| sheets.iter().any(|sheet| sheet.kind() == *kind);
        let makes_accounts = sheets.iter().any(|sheet| sheet.kind().makes_accounts() && !sheet.is_figures());
        let joins_accounts = sheets.iter().any(|sheet| sheet.kind().joins_accounts() || sheet.is_figures());
        let stays = |kind: &FileKind| match kind {
            FileKind::Other => false,
            kind if kind.joins_accounts() => !is_brought(kind),
            FileKind::PostalCodes => !makes_accounts && joins_accounts && !is_brought(kind),
            _ => !makes_accounts && joins_accounts,
        };
        Self { older, kept: FileKind::ALL.into_iter().filter(stays).collect() }
    }

    /// The ids of the accounts that a person has placed.
    pub fn placed_by_hand(&self) -> HashSet<&'a str> {
        let older = self.older.accounts();
        older.by_hand.iter().map(|&account| older.get(account).id).collect()
    }

    /// Puts accounts where a person has put them.
    pub fn keep_places(&self, dataset: &mut Dataset) {
        dataset.keep_places(self.older);
    }

    fn keeps(&self, kind: FileKind) -> bool {
        self.kept.contains(&kind)
    }

    /// Whether a file of that kind went into the older data.
    pub fn had(&self, kind: FileKind) -> bool {
        self.older.sources().iter().any(|source| source.kind == kind.word())
    }

    /// Whether the accounts are those of before.
    pub fn keeps_accounts(&self) -> bool {
        self.keeps(FileKind::Accounts)
    }

    /// The reps, where no file has any.
    pub fn reps(&self) -> Vec<Rep> {
        if self.keeps(FileKind::Reps) { self.older.reps().to_vec() } else { Vec::new() }
    }

    /// Gives reps who are only numbered the ids of those of the same name. O(reps · log reps).
    pub fn renumber_reps(&self, reps: &mut [Rep]) {
        let older = self.older.reps();
        let ids = (older.iter().map(|rep| rep.id.as_str()), reps.iter().map(|rep| rep.id.as_str()));
        let Some(mut numbered) = Numbered::of(NUMBERED, ids.0, ids.1).filter(|_| !self.keeps(FileKind::Reps)) else {
            return;
        };
        let name = |rep: &Rep| rep.name.to_lowercase();
        numbered.take(true, |at| name(&older[at]), |at| name(&reps[at]));
        for (rep, id) in reps.iter_mut().zip(numbered.into_ids()) {
            rep.id = id;
        }
    }

    /// The products of a file, where no file has any.
    pub fn products(&self) -> Vec<Product> {
        let is_of_file = self.keeps(FileKind::Products) && self.had(FileKind::Products);
        if is_of_file { self.older.records().products.clone() } else { Vec::new() }
    }

    /// The accounts, where no file makes any: without what records and areas said of them, which is said anew. Who owns them
    /// is the rep of the same id or name, else the one whom their column of owners names. O(accounts × columns + records).
    pub fn accounts(&self, reps: &[Rep]) -> Option<Accounts> {
        if !self.keeps_accounts() {
            return None;
        }
        let mut accounts = self.older.accounts().clone();
        let derived = roll_up::columns(self.older.records(), accounts.len());
        let (areas, contacts) =
            (!self.keeps(FileKind::Areas), !self.keeps(FileKind::Contacts) && self.had(FileKind::Contacts));
        accounts.columns.retain(|column| {
            let is_said_anew =
                derived.contains(column) || areas && self.is_of_area(column) || contacts && column.name == CONTACTS;
            !is_said_anew
        });
        if !self.keeps(FileKind::Reps) {
            accounts.present = self.owners(&accounts, reps);
        }
        Some(accounts)
    }

    /// Whether a column of the accounts is one of an area table, which may have got a number.
    fn is_of_area(&self, column: &Column) -> bool {
        let is_called = |name: &str| {
            let rest = column.name.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.trim_start().parse::<u32>().is_ok())
        };
        self.older.records().areas.iter().any(|table| {
            let mut own = table.columns.iter().filter(|own| is_called(&own.name));
            own.any(|own| spread(&own.values, &table.members) == column.values)
        })
    }

    /// By account, who owns it among other reps.
    fn owners(&self, accounts: &Accounts, reps: &[Rep]) -> Vec<Option<RepIx>> {
        let heirs = heirs_of_reps(self.older.reps(), reps);
        let headers: Vec<&str> = accounts.columns.iter().map(|column| column.name.as_str()).collect();
        let named = told_by_header(&headers, Role::Rep).and_then(|at| accounts.columns[at].values.texts());
        let directory = Directory::of_reps(reps);
        let owner = |account: AccountIx| {
            let heir = accounts.get(account).present.and_then(|rep| heirs.get(rep.index()).copied().flatten());
            heir.or_else(|| {
                let told = named?.get(account.index());
                u16::try_from(directory.meant(told, told)?).ok().map(RepIx)
            })
        };
        accounts.indices().map(owner).collect()
    }

    /// The customers of order lines who have one place alone, with their account, where the accounts are those of before.
    pub fn customers_of_lines(&self) -> impl Iterator<Item = (&'a str, u32)> {
        let accounts = self.older.accounts();
        let own = accounts.ids.iter().zip(accounts.families.iter()).zip(0u32..).filter(|_| self.keeps_accounts());
        own.filter_map(|((id, family), at)| {
            let is_of_lines = !family.is_empty() && id.strip_prefix(family).is_some_and(|rest| rest.starts_with('-'));
            is_of_lines.then_some((family, at))
        })
    }

    /// Gives accounts that are only numbered the ids that those of the same name at the same place had, else those of the same
    /// name where there is one. O(accounts · log accounts).
    pub fn renumber(&self, accounts: &mut Accounts) {
        let older = self.older.accounts();
        let numbered = Numbered::of(ROW, older.ids.iter(), accounts.ids.iter());
        let Some(mut numbered) = numbered.filter(|own| own.were_numbered() && !self.keeps_accounts()) else { return };
        for with_place in [true, false] {
            let key = |accounts: &Accounts, row: usize| {
                let place = if with_place { accounts.places.get(row).to_lowercase() } else { String::new() };
                (accounts.names.get(row).to_lowercase(), place)
            };
            numbered.take(!with_place, |row| key(older, row), |row| key(accounts, row));
        }
        accounts.ids = numbered.into_ids().into_iter().collect();
    }

    /// Gives accounts the ids that they had where those are only written another way, and no other id is. Gives the
    /// ids of the files with the positions of the accounts. O(letters of all ids).
    pub fn restore_ids(&self, accounts: &mut Accounts) -> Vec<(String, u32)> {
        if self.keeps_accounts() {
            return Vec::new();
        }
        let older = self.older.accounts();
        let known = positions(older);
        let is_strange = |id: &str| !known.contains_key(id);
        if !accounts.ids.iter().any(is_strange) {
            return Vec::new();
        }
        let [before, now] = [older, &*accounts].map(|own| BareIds::of(own.ids.iter().zip(0..)));
        let heir = |id: &str| Some(older.ids.get(before.only(id).filter(|_| is_strange(id))? as usize));
        let own = accounts.ids.iter().zip(0u32..).filter(|(id, _)| now.only(id).is_some());
        let restored: Vec<(String, u32, &str)> =
            own.filter_map(|(id, at)| Some((id.to_owned(), at, heir(id)?))).collect();
        let mut next = restored.iter().peekable();
        let ids = accounts.ids.iter().zip(0u32..);
        let ids = ids.map(|(id, at)| next.next_if(|(_, own, _)| *own == at).map_or(id, |(_, _, heir)| *heir));
        accounts.ids = ids.collect();
        restored.into_iter().map(|(id, at, _)| (id, at)).collect()
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

    /// Adds how many contacts the accounts have, where no file says it. O(accounts).
    pub fn add_contacts(&self, builder: &mut AccountsBuilder) {
        let older = self.older.accounts();
        let stays = self.keeps(FileKind::Contacts) && self.had(FileKind::Contacts);
        let Some(counts) = older.column(CONTACTS).and_then(|own| own.values.numbers()).filter(|_| stays) else {
            return;
        };
        if builder.accounts.column(CONTACTS).is_none() {
            let known = positions(older);
            let count = |id: &str| counts.get(known.get(id)?.index()).copied().flatten();
            let counts = builder.accounts.ids.iter().map(count).collect();
            builder.add(CONTACTS, ColumnValues::Number(counts));
        }
    }

    /// Adds the area tables where no file brings one, and gives the accounts their columns; who is new lies in none of them.
    /// O(areas + accounts).
    pub fn add_areas(&self, builder: &mut AccountsBuilder, records: &mut Records) {
        if !self.keeps(FileKind::Areas) {
            return;
        }
        if self.keeps_accounts() {
            records.areas.clone_from(&self.older.records().areas);
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

fn positions(accounts: &Accounts) -> HashMap<&str, AccountIx> {
    accounts.ids.iter().zip((0..).map(AccountIx)).collect()
}
