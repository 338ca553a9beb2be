//! How the records, reps and products of newer data differ from older ones.

use super::dataset::{Dataset, Rep};
use super::mapping::FileKind;
use super::records::{Activity, ActivityKind, Expense, Opportunity, Product, Target};
use super::review::{ChangeCounts, RecordChanges};
use crate::units::Day;
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
                    [&|own| own.0],
                ),
            ),
            (
                FileKind::Activities,
                counted(
                    older.activities.iter().map(|own| old.activity(own)),
                    newer.activities.iter().map(|own| new.activity(own)),
                    // Another rep; another account.
                    [&|own| own.1.map(|account| (own.0, account)), &|own| own.2.map(|rep| (own.0, rep))],
                ),
            ),
            (
                FileKind::Expenses,
                counted::<_, (), 0>(
                    older.expenses.iter().map(|own| old.expense(own)),
                    newer.expenses.iter().map(|own| new.expense(own)),
                    [],
                ),
            ),
            (
                FileKind::Targets,
                counted(
                    older.targets.iter().map(|own| old.target(own)),
                    newer.targets.iter().map(|own| new.target(own)),
                    [&|own| Some(own.0)],
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

/// What a record is known by, if it has it.
type IdOf<'a, Said, Id> = &'a dyn Fn(&Said) -> Option<Id>;

/// Compares records by what they say; of those that say something else, as many as have the same id changed, by one kind of
/// id after the other. O(records).
fn counted<Said: Hash + Eq, Id: Hash + Eq, const KINDS: usize>(
    before: impl Iterator<Item = Said>,
    after: impl Iterator<Item = Said>,
    ids: [IdOf<Said, Id>; KINDS],
) -> ChangeCounts {
    let mut left: HashMap<Said, u32> = HashMap::new();
    for own in before {
        *left.entry(own).or_default() += 1;
    }
    let mut counts = ChangeCounts::default();
    let mut added = Vec::new();
    for own in after {
        if let Some(count) = left.get_mut(&own).filter(|count| **count > 0) {
            *count -= 1;
            counts.same += 1;
        } else {
            added.push(own);
        }
    }
    left.retain(|_, count| *count > 0);
    for id in ids {
        // By id, how many are gone.
        let mut gone: HashMap<Id, u32> = HashMap::new();
        for (own, count) in &left {
            if let Some(id) = id(own) {
                *gone.entry(id).or_default() += count;
            }
        }
        let mut changed: HashMap<Id, u32> = HashMap::new();
        added.retain(|own| {
            let Some(own) = id(own) else { return true };
            let Some(count) = gone.get_mut(&own).filter(|count| **count > 0) else { return true };
            *count -= 1;
            *changed.entry(own).or_default() += 1;
            counts.changed += 1;
            false
        });
        for (own, count) in &mut left {
            if let Some(changed) = id(own).and_then(|id| changed.get_mut(&id)) {
                let taken = (*changed).min(*count);
                (*changed, *count) = (*changed - taken, *count - taken);
            }
        }
        left.retain(|_, count| *count > 0);
    }
    counts.added = u32::try_from(added.len()).unwrap_or(u32::MAX);
    counts.gone = left.into_values().sum();
    counts
}

/// What the records of a data set refer to, by what it is called in every data set.
struct Names<'a> {
    dataset: &'a Dataset,
}

/// A touch: its note, how and when; the account; the rep.
type Touch<'a> = ((&'a str, ActivityKind, Option<Day>), Option<&'a str>, Option<&'a str>);

/// A target: whose it is; what it is called and when it begins.
type Goal<'a> = (Ids<'a>, &'a str, Option<Day>);

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

    fn activity(&self, (note, own): (&'a str, &Activity)) -> Touch<'a> {
        ((note, own.kind, own.day), self.account(own.account), self.rep(own.rep))
    }

    fn expense(&self, (category, own): (&'a str, &Expense)) -> impl Hash + Eq + use<'a> {
        (category, self.account(own.account), self.rep(own.rep), own.day, own.amount.to_bits())
    }

    fn target(&self, own: &'a Target) -> (Goal<'a>, u64) {
        let ids: Ids<'a> = [self.account(own.account), self.rep(own.rep), self.product(own.product)];
        ((ids, own.name.as_str(), own.start), own.amount.to_bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &[(&'static str, u32)], after: &[(&'static str, u32)], expected: [u32; 4]) {
        let own = |&(id, said): &(&'static str, u32)| (Some(id).filter(|id| !id.is_empty()), said);
        let ChangeCounts { added, changed, gone, same } =
            counted(before.iter().map(own), after.iter().map(own), [&|own| own.0]);
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

    #[test]
    fn a_touch_of_another_rep_or_account_is_changed() {
        // When, the account and the rep.
        type Own = (u8, Option<char>, Option<char>);
        let check = |before: &[Own], after: &[Own], expected: [u32; 4]| {
            let ChangeCounts { added, changed, gone, same } = counted(
                before.iter().copied(),
                after.iter().copied(),
                [&|own: &Own| own.1.map(|account| (own.0, account)), &|own: &Own| own.2.map(|rep| (own.0, rep))],
            );
            assert_eq!([added, changed, gone, same], expected);
        };
        check(&[(1, Some('A'), Some('r'))], &[(1, Some('A'), Some('s'))], [0, 1, 0, 0]);
        check(&[(1, Some('A'), Some('r'))], &[(1, Some('B'), Some('r'))], [0, 1, 0, 0]);
        check(&[(1, Some('A'), None)], &[(1, Some('A'), Some('s'))], [0, 1, 0, 0]);
        check(&[(1, Some('A'), Some('r'))], &[(1, Some('B'), Some('s'))], [1, 0, 1, 0]);
        check(&[(1, Some('A'), Some('r'))], &[(2, Some('A'), Some('r'))], [1, 0, 1, 0]);
        check(&[(1, None, None)], &[(1, None, None)], [0, 0, 0, 1]);
        check(
            &[(1, Some('A'), Some('r')), (1, Some('A'), Some('r'))],
            &[(1, Some('A'), Some('r')), (1, Some('A'), Some('s')), (1, Some('A'), Some('t'))],
            [1, 1, 0, 1],
        );
    }
}
