//! The accounts, reps and products that the rows of a file name.

use super::accounts::rep_at;
use super::assemble::Context;
use super::corrections::Corrections;
use super::directory::{Directory, Join};
use super::log::{Log, Spot};
use super::readings::spot;
use super::sheet::Sheet;
use crate::model::{AccountIx, Code, ProductIx, RepIx, Role, Severity};

/// Everything that rows may refer to.
pub struct Directories {
    pub accounts: Directory,
    pub reps: Directory,
    pub products: Directory,
}

/// The references of one file, matched name by name.
pub struct References<'a> {
    sheet: &'a Sheet,
    accounts: Column<'a>,
    /// The names beside the ids of accounts.
    names: Column<'a>,
    known: &'a Directory,
    reps: Column<'a>,
    products: Column<'a>,
}

struct Column<'a> {
    at: Option<usize>,
    join: Join<'a>,
}

impl<'a> References<'a> {
    /// The columns that name an account, a rep and a product; each may be missing.
    pub fn of(sheet: &'a Sheet, known: &'a Directories, corrections: &'a Corrections) -> Self {
        let column = |role, directory| {
            let at = sheet.column(role);
            Column { at, join: Join::new(directory, at.map(|at| (sheet, at)), corrections) }
        };
        Self {
            sheet,
            accounts: column(Role::Account, &known.accounts),
            names: Column { at: sheet.account_names(), join: Join::new(&known.accounts, None, corrections) },
            known: &known.accounts,
            reps: column(Role::Rep, &known.reps),
            products: column(Role::Product, &known.products),
        }
    }

    /// Tells that no column says which account the rows are about, where there are accounts.
    pub fn tell_accounts(&self, log: &mut Log) {
        if self.accounts.at.is_none() && !self.accounts.join.is_pointless() {
            log.add(Spot::default(), Code::NotMatched, Severity::Check, || {
                "No column says which account each row is about: kept without account. Choose the column that names the \
                 accounts, if there is one."
                    .to_owned()
            });
        }
    }

    /// The account of a row.
    pub fn account(&mut self, row: usize, log: &mut Log) -> Option<AccountIx> {
        let told = |column: Option<usize>| column.map_or("", |column| self.sheet.table().cell(row, column));
        // Where nobody has the id, the name beside it may be known.
        let id = told(self.accounts.at);
        let is_strange = || self.known.with_id(id).is_none() && self.known.with_bare_id(id).is_none();
        let by_name = !told(self.names.at).is_empty() && is_strange();
        let column = if by_name { &mut self.names } else { &mut self.accounts };
        column.find(self.sheet, row, log).map(AccountIx)
    }

    /// The rep of a row.
    pub fn rep(&mut self, row: usize, log: &mut Log) -> Option<RepIx> {
        self.reps.find(self.sheet, row, log).and_then(rep_at)
    }

    /// The product of a row.
    pub fn product(&mut self, row: usize, log: &mut Log) -> Option<ProductIx> {
        self.products.find(self.sheet, row, log).and_then(|at| u16::try_from(at).ok()).map(ProductIx)
    }

    /// Tells which names were not the same in the files that they refer to.
    pub fn finish(self, context: &mut Context<'_>) {
        let file = self.sheet.table().name();
        for column in [self.accounts, self.names, self.reps, self.products] {
            context.names.extend(column.join.into_matches(file));
        }
    }
}

impl<'a> Column<'a> {
    fn find(&mut self, sheet: &'a Sheet, row: usize, log: &mut Log) -> Option<u32> {
        let column = self.at?;
        self.join.find(sheet.table().cell(row, column), spot(sheet, row, column), log)
    }
}
