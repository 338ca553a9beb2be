//! Who takes the place of accounts, reps and products of before.

use super::positions;
use crate::model::{AccountIx, Accounts, Dataset, Product, ProductIx, Rep, RepIx, heirs_of_reps};
use std::collections::HashMap;

/// Positions in the newer data, by those of before.
pub struct Heirs {
    accounts: Vec<Option<AccountIx>>,
    reps: Vec<Option<RepIx>>,
    products: Vec<Option<ProductIx>>,
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
            reps: heirs_of_reps(older.reps(), reps),
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
