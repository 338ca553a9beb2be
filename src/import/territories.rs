//! Owners by territory: files that say which territory an account lies in, and others that say whose it is.

use super::columns::HeaderWords;
use super::folded::{NameOf, fold};
use crate::model::{Accounts, Rep, RepIx, RepValue};
use std::collections::HashMap;

/// Gives accounts that nobody owns the rep whose territory theirs is, where reps have territories and each is that of one of them
/// alone. A rep may have several, parted by commas or semicolons. O(reps + accounts).
pub fn own_by_territory(reps: &[Rep], accounts: &mut Accounts) {
    let says = |name: &str| HeaderWords::of(name).says_territory();
    let mut folded = String::new();
    let mut whose: HashMap<String, Option<RepIx>> = HashMap::new();
    for (rep, at) in reps.iter().zip((0..).map(RepIx)) {
        for own in rep.attributes.iter().filter(|own| says(&own.name)) {
            let RepValue::Text(text) = &own.value else { continue };
            for territory in text.split([',', ';']) {
                fold(territory, NameOf::Thing, &mut folded);
                let is_anothers = |known: &mut Option<RepIx>| *known = known.filter(|known| *known == at);
                whose.entry(folded.clone()).and_modify(is_anothers).or_insert(Some(at));
            }
        }
    }
    let column = accounts.columns.iter().find(|own| says(&own.name)).and_then(|own| own.values.texts());
    let Some(column) = column.filter(|_| !whose.is_empty()) else { return };
    for (present, territory) in accounts.present.iter_mut().zip(column.iter()) {
        if present.is_none() && !territory.is_empty() {
            fold(territory, NameOf::Thing, &mut folded);
            *present = whose.get(&folded).copied().flatten();
        }
    }
}
