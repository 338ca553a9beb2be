//! Families: parents and children are one, whichever way a file names the parent.

use crate::model::Accounts;
use std::collections::HashMap;

/// Gives all accounts of a family the same name of it. Files name the parent of an account by id or by name, and say nothing in
/// the parent's own row: so each account is followed up to the one that has no parent among the accounts. The family is called
/// what that one names as its parent, else as it is called itself, or by its id where others are called so too. `merged` are
/// further ids of accounts. O(accounts · generations).
pub fn unite(accounts: &mut Accounts, merged: &[(String, u32)]) {
    if accounts.families.iter().all(str::is_empty) {
        return;
    }
    let known = Known::of(accounts, merged);
    let parents: Vec<Option<usize>> =
        accounts.families.iter().enumerate().map(|(row, told)| known.parent(told).filter(|&at| at != row)).collect();
    let mut has_children = vec![false; parents.len()];
    for &parent in parents.iter().flatten() {
        has_children[parent] = true;
    }
    let family = |row: usize| -> String {
        let told = accounts.families.get(row);
        if parents[row].is_none() && !has_children[row] {
            return told.to_owned();
        }
        let head = head(&parents, row);
        match accounts.families.get(head) {
            told if !told.is_empty() && known.parent(told).is_none() => told.to_owned(),
            _ => known.name_of(accounts, head).to_owned(),
        }
    };
    accounts.families = (0..parents.len()).map(family).collect::<Vec<_>>().iter().map(String::as_str).collect();
}

/// Who is called what.
struct Known {
    ids: HashMap<String, usize>,
    /// By name, the only account that is called so; `None` where several are.
    names: HashMap<String, Option<usize>>,
}

impl Known {
    fn of(accounts: &Accounts, merged: &[(String, u32)]) -> Self {
        let further = merged.iter().map(|(id, at)| (folded(id), *at as usize));
        let further = further.filter(|(_, at)| *at < accounts.ids.len());
        let own = accounts.ids.iter().map(folded).zip(0..);
        let mut names = HashMap::new();
        for (row, name) in accounts.names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            names.entry(folded(name)).and_modify(|only| *only = None).or_insert(Some(row));
        }
        Self { ids: further.chain(own).collect(), names }
    }

    /// The account that a cell of parents names.
    fn parent(&self, told: &str) -> Option<usize> {
        let told = folded(told);
        if told.is_empty() {
            return None;
        }
        self.ids.get(&told).copied().or_else(|| self.names.get(&told).copied().flatten())
    }

    /// What an account is called by nobody else.
    fn name_of<'a>(&self, accounts: &'a Accounts, row: usize) -> &'a str {
        let name = accounts.names.get(row);
        if self.names.get(&folded(name)).is_some_and(|only| *only == Some(row)) { name } else { accounts.ids.get(row) }
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The account at the head of a family; of those that are each other's parents the first.
fn head(parents: &[Option<usize>], row: usize) -> usize {
    let (mut at, mut steps) = (row, 0);
    while let Some(parent) = parents[at] {
        at = parent;
        steps += 1;
        if steps > parents.len() {
            return around(parents, at);
        }
    }
    at
}

/// The first of a circle of parents.
fn around(parents: &[Option<usize>], start: usize) -> usize {
    let mut all = std::iter::successors(parents[start], |&at| parents[at].filter(|_| at != start));
    all.try_fold(start, |first, at| if at == start { Err(first) } else { Ok(first.min(at)) })
        .unwrap_or_else(|first| first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Families of accounts (id, name, parent).
    fn check(rows: &[(&str, &str, &str)], expected: &[&str]) {
        let mut accounts = Accounts::default();
        for (id, name, parent) in rows {
            accounts.ids.push(id);
            accounts.names.push(name);
            accounts.families.push(parent);
        }
        unite(&mut accounts, &[("OLD-1".to_owned(), 0)]);
        assert_eq!(accounts.families.iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn parents_are_of_the_family_of_their_children() {
        check(&[("1", "Acme", ""), ("2", "Acme West", "1"), ("3", "Bolt", "")], &["Acme", "Acme", ""]);
        check(&[("1", "Acme", ""), ("2", "Acme West", "ACME "), ("3", "Cog", "old-1")], &["Acme"; 3]);
    }

    #[test]
    fn grandparents_too_and_heads_that_are_no_accounts() {
        check(&[("1", "Acme", ""), ("2", "West", "1"), ("3", "Denver", "2")], &["Acme"; 3]);
        check(&[("1", "Acme", "Mega"), ("2", "West", "1"), ("3", "Bolt", "Mega")], &["Mega"; 3]);
    }

    #[test]
    fn who_is_called_like_others_is_told_by_id() {
        check(
            &[("1", "Acme", ""), ("2", "Acme", ""), ("3", "West", "1"), ("4", "East", "Acme")],
            &["1", "", "1", "Acme"],
        );
    }

    #[test]
    fn circles_and_parents_of_themselves_end() {
        check(&[("1", "A", "2"), ("2", "B", "1"), ("3", "C", "2"), ("4", "D", "4")], &["A", "A", "A", "4"]);
    }
}
