//! How the records, reps and products of newer data differ from older ones.

use super::dataset::{Dataset, Rep};
use super::mapping::FileKind;
use super::records::{Activity, Expense, Opportunity, Product, Target};
use super::review::{ChangeCounts, RecordChanges};
use std::collections::HashMap;
use std::hash::Hash;

impl RecordChanges {
    /// Compares what two data sets hold beside their accounts. Reps, products and deals are matched by id, targets by whose
    /// and when they are, the others by all that they say; of two that say the same each counts. Kinds without any difference
    /// are left out. O(records).
    #[must_use]
    pub fn between(before: &Dataset, after: &Dataset) -> Vec<Self> {
        let (older, newer) = (before.records(), after.records());
        let [old, new] = [before, after].map(Names::of);
        let counts = [
            (FileKind::Reps, by_id(before.reps(), after.reps(), |rep| &rep.id, is_same_rep)),
            (FileKind::Products, by_id(&older.products, &newer.products, |own| &own.id, Product::eq)),
            (
                FileKind::Opportunities,
                counted(
                    older.opportunities.iter().map(|(id, own)| old.deal(id, own)),
                    newer.opportunities.iter().map(|(id, own)| new.deal(id, own)),
                ),
            ),
            (
                FileKind::Activities,
                counted(
                    older.activities.iter().map(|own| (None::<()>, old.activity(own))),
                    newer.activities.iter().map(|own| (None, new.activity(own))),
                ),
            ),
            (
                FileKind::Expenses,
                counted(
                    older.expenses.iter().map(|own| (None::<()>, old.expense(own))),
                    newer.expenses.iter().map(|own| (None, new.expense(own))),
                ),
            ),
            (
                FileKind::Targets,
                counted(
                    older.targets.iter().map(|own| old.target(own)),
                    newer.targets.iter().map(|own| new.target(own)),
                ),
            ),
        ];
        let differs = |counts: &ChangeCounts| counts.added + counts.changed + counts.gone > 0;
        let own = counts.into_iter().filter(|(_, counts)| differs(counts));
        own.map(|(kind, counts)| Self { kind, counts }).collect()
    }
}

/// What a rep says, but for what a person set by hand, which stays.
fn is_same_rep(before: &Rep, after: &Rep) -> bool {
    let is_kept = before.by_hand
        || (before.capacity.to_bits(), &before.skills) == (after.capacity.to_bits(), &after.skills)
            && before.home == after.home;
    is_kept && before.name == after.name && before.attributes == after.attributes
}

/// Compares what has an id of its own.
fn by_id<T>(before: &[T], after: &[T], id: fn(&T) -> &String, is_same: fn(&T, &T) -> bool) -> ChangeCounts {
    let mut left: HashMap<&str, &T> = before.iter().map(|own| (id(own).as_str(), own)).collect();
    let mut counts = ChangeCounts::default();
    for own in after {
        match left.remove(id(own).as_str()) {
            None => counts.added += 1,
            Some(older) if is_same(older, own) => counts.same += 1,
            Some(_) => counts.changed += 1,
        }
    }
    counts.gone = u32::try_from(left.len()).unwrap_or(u32::MAX);
    counts
}

/// Compares records by what they say; of those that say something else, as many as have the same id changed.
fn counted<Id: Hash + Eq, Said: Hash + Eq>(
    before: impl Iterator<Item = (Option<Id>, Said)>,
    after: impl Iterator<Item = (Option<Id>, Said)>,
) -> ChangeCounts {
    let mut left: HashMap<(Option<Id>, Said), u32> = HashMap::new();
    for own in before {
        *left.entry(own).or_default() += 1;
    }
    let mut counts = ChangeCounts::default();
    // By id, how many are new.
    let mut unlike: HashMap<Id, u32> = HashMap::new();
    for own in after {
        if let Some(count) = left.get_mut(&own).filter(|count| **count > 0) {
            *count -= 1;
            counts.same += 1;
        } else {
            counts.added += 1;
            if let Some(id) = own.0 {
                *unlike.entry(id).or_default() += 1;
            }
        }
    }
    for ((id, _), count) in left {
        let new = id.as_ref().and_then(|id| unlike.get_mut(id));
        let changed = new.map_or(0, |new| {
            let changed = count.min(*new);
            *new -= changed;
            changed
        });
        counts.changed += changed;
        counts.added -= changed;
        counts.gone += count - changed;
    }
    counts
}

/// What the records of a data set refer to, by what it is called in every data set.
struct Names<'a> {
    dataset: &'a Dataset,
}

/// An account, a rep and a product by their ids.
type Ids<'a> = [Option<&'a str>; 3];

impl<'a> Names<'a> {
    fn of(dataset: &'a Dataset) -> Self {
        Self { dataset }
    }

    fn account(&self, own: Option<super::AccountIx>) -> Option<&'a str> {
        Some(self.dataset.accounts().ids.get(own?.index()))
    }

    fn rep(&self, own: Option<super::RepIx>) -> Option<&'a str> {
        Some(self.dataset.rep(own?)?.id.as_str())
    }

    fn product(&self, own: Option<super::ProductIx>) -> Option<&'a str> {
        Some(self.dataset.records().products.get(own?.index())?.id.as_str())
    }

    fn deal(&self, id: &'a str, own: &Opportunity) -> (Option<&'a str>, impl Hash + Eq + use<'a>) {
        let ids: Ids<'a> = [self.account(own.account), self.rep(own.rep), self.product(own.product)];
        let stage = self.dataset.records().stages.get(usize::from(own.stage));
        let said = (ids, stage, own.state, own.amount.map(f64::to_bits), own.created, own.closed);
        (Some(id).filter(|id| !id.is_empty()), said)
    }

    fn activity(&self, (note, own): (&'a str, &Activity)) -> impl Hash + Eq + use<'a> {
        (note, self.account(own.account), self.rep(own.rep), own.kind, own.day)
    }

    fn expense(&self, (category, own): (&'a str, &Expense)) -> impl Hash + Eq + use<'a> {
        (category, self.account(own.account), self.rep(own.rep), own.day, own.amount.to_bits())
    }

    fn target(&self, own: &'a Target) -> (Option<impl Hash + Eq + use<'a>>, u64) {
        let ids: Ids<'a> = [self.account(own.account), self.rep(own.rep), self.product(own.product)];
        (Some((ids, own.name.as_str(), own.start)), own.amount.to_bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &[(&'static str, u32)], after: &[(&'static str, u32)], expected: [u32; 4]) {
        let own = |&(id, said): &(&'static str, u32)| (Some(id).filter(|id| !id.is_empty()), said);
        let ChangeCounts { added, changed, gone, same } = counted(before.iter().map(own), after.iter().map(own));
        assert_eq!([added, changed, gone, same], expected);
    }

    #[test]
    fn records_are_compared_by_what_they_say() {
        check(&[("a", 1), ("b", 2)], &[("b", 2), ("a", 3)], [0, 1, 0, 1]);
        check(&[("a", 1)], &[("b", 1)], [1, 0, 1, 0]);
        check(&[("", 1), ("", 1), ("", 2)], &[("", 1), ("", 3)], [1, 0, 2, 1]);
        check(&[("a", 1), ("a", 2)], &[("a", 3)], [0, 1, 1, 0]);
        check(&[], &[], [0; 4]);
    }
}
