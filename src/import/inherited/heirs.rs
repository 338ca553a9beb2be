//! Who takes the place of accounts, reps and products of before.

use super::super::directory::Directory;
use super::positions;
use crate::model::{AccountIx, Accounts, Dataset, Product, ProductIx, Rep, RepIx};
use std::collections::HashMap;

/// Positions in the newer data, by those of before.
pub struct Heirs {
    accounts: Vec<Option<AccountIx>>,
    reps: Vec<Option<RepIx>>,
    products: Vec<Option<ProductIx>>,
}

/// The reps who take the place of those of before: of the same id, else the one of the same name. O(reps).
pub fn rep_heirs(older: &[Rep], reps: &[Rep]) -> Vec<Option<RepIx>> {
    let directory = Directory::of_reps(reps);
    let heir = |own: &Rep| directory.meant(&own.id, &own.name).and_then(|at| u16::try_from(at).ok()).map(RepIx);
    older.iter().map(heir).collect()
}

impl Heirs {
    /// Products that are missing are added. O(accounts + reps + products).
    pub fn of(older: &Dataset, accounts: &Accounts, reps: &[Rep], products: &mut Vec<Product>) -> Self {
        let known = positions(accounts);
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
            reps: rep_heirs(older.reps(), reps),
            products: older.records().products.iter().map(product).collect(),
        }
    }

    pub fn account(&self, own: Option<AccountIx>) -> Option<AccountIx> {
        self.accounts.get(own?.index()).copied().flatten()
    }

    pub fn rep(&self, own: Option<RepIx>) -> Option<RepIx> {
        self.reps.get(own?.index()).copied().flatten()
    }

    pub fn product(&self, own: Option<ProductIx>) -> Option<ProductIx> {
        self.products.get(own?.index()).copied().flatten()
    }
}
