//! How newer data differ from older ones.

use super::account::{AccountIx, Accounts, Column, ColumnValues};
use super::dataset::{Dataset, RepIx, heirs_of_reps};
use super::review::{AccountChange, ChangeCounts, Changes};
use crate::units::LonLat;
use std::collections::HashMap;

impl Changes {
    /// Compares the accounts of two data sets, matched by id: added and changed ones in the order of `after`, gone ones
    /// in that of `before`. A place that a person set counts as unchanged. O(accounts × columns).
    #[must_use]
    pub fn between(before: &Dataset, after: &Dataset) -> Self {
        let (old, new) = (before.accounts(), after.accounts());
        let known: HashMap<&str, AccountIx> = old.ids.iter().zip((0..).map(AccountIx)).collect();
        let mut is_kept = vec![false; old.len()];
        let mut changes = Self::default();
        let columns = paired_columns(old, new);
        for (row, id) in new.ids.iter().enumerate() {
            let Some(&at) = known.get(id) else {
                changes.counts.added += 1;
                if changes.added.len() < Self::SHOWN {
                    changes.added.push((id.to_owned(), new.names.get(row).to_owned()));
                }
                continue;
            };
            if let Some(kept) = is_kept.get_mut(at.index()) {
                *kept = true;
            }
            let pair = Pair { before, after, old: at.index(), new: row };
            if !pair.differs(&columns) {
                changes.counts.same += 1;
                continue;
            }
            changes.counts.changed += 1;
            if changes.changed.len() < Self::SHOWN {
                let name = new.names.get(row).to_owned();
                changes.changed.push(AccountChange { id: id.to_owned(), name, fields: pair.fields(&columns) });
            }
        }
        for (row, _) in is_kept.iter().enumerate().filter(|(_, kept)| !**kept) {
            changes.counts.gone += 1;
            if changes.gone.len() < Self::SHOWN {
                changes.gone.push((old.ids.get(row).to_owned(), old.names.get(row).to_owned()));
            }
        }
        let heirs = heirs_of_reps(before.reps(), after.reps());
        let lost = before.reps().iter().zip(heirs).filter(|(_, heir)| heir.is_none());
        changes.gone_reps = lost.map(|(rep, _)| rep.id.clone()).collect();
        changes
    }

    /// How many of the accounts of the files the plan knows, of how many, where these are so few that it may be the export of
    /// something else.
    #[must_use]
    pub fn few_known(&self) -> Option<(u32, u32)> {
        let ChangeCounts { added, changed, gone, same } = self.counts;
        let known = changed.saturating_add(same);
        let of = added.saturating_add(known);
        let fewer = of.min(gone.saturating_add(known));
        (fewer >= Self::FEWEST && known.saturating_mul(Self::ONE_IN) < fewer).then_some((known, of))
    }
}

/// A column before and after; either may be missing.
type ColumnPair<'a> = (Option<&'a Column>, Option<&'a Column>);

fn paired_columns<'a>(old: &'a Accounts, new: &'a Accounts) -> Vec<ColumnPair<'a>> {
    let kept = new.columns.iter().map(|column| (old.column(&column.name), Some(column)));
    let left = old.columns.iter().filter(|column| new.column(&column.name).is_none());
    kept.chain(left.map(|column| (Some(column), None))).collect()
}

/// One account in both data sets.
struct Pair<'a> {
    before: &'a Dataset,
    after: &'a Dataset,
    old: usize,
    new: usize,
}

impl Pair<'_> {
    fn differs(&self, columns: &[ColumnPair<'_>]) -> bool {
        let cores = self.cores();
        cores.iter().any(|(_, before, after)| before != after)
            || self.moved().is_some()
            || columns.iter().any(|column| !self.is_same(*column))
    }

    /// The fields that differ: what, before, after.
    fn fields(&self, columns: &[ColumnPair<'_>]) -> Vec<(String, String, String)> {
        let cores = self.cores().into_iter().filter(|(_, before, after)| before != after);
        let cores = cores.map(|(what, before, after)| (what.to_owned(), before.to_owned(), after.to_owned()));
        let further = columns.iter().filter(|column| !self.is_same(**column)).map(|&(before, after)| {
            let words = |column: Option<&Column>, row| {
                column.map_or(String::new(), |column| column.values.words(row).into_owned())
            };
            let name = after.or(before).map(|column| column.name.clone()).unwrap_or_default();
            (name, words(before, self.old), words(after, self.new))
        });
        cores.chain(self.moved()).chain(further).collect()
    }

    /// Coordinates that differ although the place has the same name.
    fn moved(&self) -> Option<(String, String, String)> {
        let is_by_hand = self.before.accounts().by_hand.binary_search(&at(self.old)).is_ok();
        let (old, new) = (self.before.accounts().get(at(self.old)), self.after.accounts().get(at(self.new)));
        let words =
            |point: Option<LonLat>| point.map_or(String::new(), |point| format!("{}, {}", point.lat(), point.lon()));
        let differs = old.location != new.location && old.place == new.place && !is_by_hand;
        differs.then(|| ("Coordinates".to_owned(), words(old.location), words(new.location)))
    }

    /// What every account has: what it is called, before, after.
    fn cores(&self) -> [(&'static str, &str, &str); 5] {
        let (old, new) = (self.before.accounts().get(at(self.old)), self.after.accounts().get(at(self.new)));
        let place =
            if self.before.accounts().by_hand.binary_search(&at(self.old)).is_ok() { old.place } else { new.place };
        [
            ("Name", old.name, new.name),
            ("Family", old.family, new.family),
            ("Place", old.place, place),
            ("Kind", old.kind.word(), new.kind.word()),
            ("Rep today", owner(self.before, old.present), owner(self.after, new.present)),
        ]
    }

    fn is_same(&self, column: ColumnPair<'_>) -> bool {
        use ColumnValues::{Day, Number, Text, YesNo};
        fn value<T: Copy>(values: &[Option<T>], row: usize) -> Option<T> {
            values.get(row).copied().flatten()
        }
        let (old, new) = (self.old, self.new);
        match (column.0.map(|column| &column.values), column.1.map(|column| &column.values)) {
            (Some(Number(before)), Some(Number(after))) => value(before, old) == value(after, new),
            (Some(Text(before)), Some(Text(after))) => before.get(old) == after.get(new),
            (Some(Day(before)), Some(Day(after))) => value(before, old) == value(after, new),
            (Some(YesNo(before)), Some(YesNo(after))) => value(before, old) == value(after, new),
            (before, after) => {
                before.map(|values| values.words(old)).unwrap_or_default()
                    == after.map(|values| values.words(new)).unwrap_or_default()
            }
        }
    }
}

fn at(row: usize) -> AccountIx {
    AccountIx(u32::try_from(row).unwrap_or(u32::MAX))
}

fn owner(dataset: &Dataset, rep: Option<RepIx>) -> &str {
    rep.and_then(|rep| dataset.rep(rep)).map_or("", |rep| rep.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_something_else_share_few_accounts() {
        let check = |[added, changed, gone, same]: [u32; 4], expected| {
            let counts = ChangeCounts { added, changed, gone, same };
            assert_eq!(Changes { counts, ..Changes::default() }.few_known(), expected, "{counts:?}");
        };
        check([4308, 1, 1200, 1], Some((2, 4310)));
        check([90, 5, 0, 5], None);
        check([9, 0, 9, 1], None);
        check([10, 0, 10, 0], Some((0, 10)));
        // Too few to tell, and a few accounts that were added.
        check([4, 0, 4, 0], None);
        check([0, 0, 500, 5], None);
        check([500, 0, 0, 5], None);
    }
}
