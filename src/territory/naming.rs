//! Names and colours for territories.

use crate::model::TextColumn;
use crate::sorting::sort_by;
use std::collections::{BTreeMap, BTreeSet};

/// Colours that a colour-blind person tells apart.
const SLOTS: u8 = 12;

/// A place and what a territory has there, in order of rank.
type Presence = (f64, u32);

/// A name for each territory: the place with the most accounts, then the most activity, then first in the alphabet. One
/// large account in a small town names nothing.
///
/// "Chicago, IL" gives "Chicago"; the whole text when another territory is called so from another place; the next
/// place when it is the same place; a number when there is none. Territories name themselves in order.
/// A name that is known already stays, unless it is that of a place where the territory has nothing any more. `members` is by
/// territory (account, activity). O(accounts · log places).
pub(super) fn names(places: &TextColumn, members: &[Vec<(usize, f64)>], known: &[Option<&str>]) -> Vec<String> {
    let elsewhere = called_elsewhere(places, members, known);
    let known: Vec<Option<&str>> =
        known.iter().zip(elsewhere).map(|(name, is_elsewhere)| name.filter(|_| !is_elsewhere)).collect();
    let mut taken: BTreeSet<String> = known.iter().flatten().map(|&name| name.to_owned()).collect();
    let mut used_places = BTreeSet::new();
    members
        .iter()
        .enumerate()
        .map(|(number, members)| {
            if let Some(name) = known.get(number).copied().flatten() {
                return name.to_owned();
            }
            let ranked = ranked_places(places, members);
            let mut free = ranked.iter().filter(|place| !used_places.contains(**place));
            let name = free.find_map(|place| {
                let short = place.split(',').next().unwrap_or(place).trim();
                [short, *place].into_iter().find(|name| !name.is_empty() && !taken.contains(*name))
            });
            let name = match (name, ranked.first()) {
                (Some(name), _) => name.to_owned(),
                (None, Some(place)) => numbered(place.split(',').next().unwrap_or(place).trim(), &taken),
                (None, None) => numbered_from("Territory", number + 1, &taken),
            };
            used_places.extend(ranked.first().copied());
            taken.insert(name.clone());
            name
        })
        .collect()
}

/// By known name, whether a place is called so and the territory has nothing there.
fn called_elsewhere(places: &TextColumn, members: &[Vec<(usize, f64)>], known: &[Option<&str>]) -> Vec<bool> {
    let short = |place: &'_ str| place.split(',').next().unwrap_or_default().trim().to_owned();
    let is_of = |name: &str, place: &str| place.trim() == name || short(place) == name;
    let names: BTreeSet<&str> = known.iter().flatten().copied().collect();
    let all: BTreeSet<&str> = if names.is_empty() { BTreeSet::new() } else { places.iter().collect() };
    let places_called: BTreeSet<&str> =
        names.into_iter().filter(|name| all.iter().any(|place| is_of(name, place))).collect();
    let is_elsewhere = |(number, name): (usize, Option<&str>)| {
        let (Some(name), Some(members)) = (name, members.get(number)) else { return false };
        places_called.contains(name) && !members.iter().any(|&(account, _)| is_of(name, places.get(account)))
    };
    known.iter().copied().enumerate().map(is_elsewhere).collect()
}

fn ranked_places<'a>(places: &'a TextColumn, members: &[(usize, f64)]) -> Vec<&'a str> {
    let mut presence: BTreeMap<&str, Presence> = BTreeMap::new();
    for &(account, activity) in members {
        let place = places.get(account).trim();
        if !place.is_empty() {
            let entry = presence.entry(place).or_default();
            entry.0 += activity;
            entry.1 += 1;
        }
    }
    let mut ranked: Vec<(&str, Presence)> = presence.into_iter().collect();
    sort_by(&mut ranked, &|a, b| b.1.1.cmp(&a.1.1).then(b.1.0.total_cmp(&a.1.0)).then(a.0.cmp(b.0)));
    ranked.into_iter().map(|(place, _)| place).collect()
}

fn numbered(base: &str, taken: &BTreeSet<String>) -> String {
    if base.is_empty() { numbered_from("Territory", 1, taken) } else { numbered_from(base, 2, taken) }
}

fn numbered_from(base: &str, first: usize, taken: &BTreeSet<String>) -> String {
    let mut number = first;
    loop {
        let name = format!("{base} {number}");
        if !taken.contains(&name) {
            return name;
        }
        number += 1;
    }
}

/// A colour slot from 1 to 12 for each territory: in order, the slot least used so far among those that no territory
/// beside it has; with up to twelve territories each has its own. Where more than eleven differently coloured ones are
/// around, the one that the fewest of them have. A slot that is known stays unless a neighbour has it. `touching` are the
/// pairs of neighbours. O(territories + pairs).
pub(super) fn slots(known: &[Option<u8>], touching: &[[u32; 2]]) -> Vec<u8> {
    let territories = known.len();
    let mut neighbours = vec![Vec::new(); territories];
    for &[a, b] in touching {
        neighbours[a as usize].push(b as usize);
        neighbours[b as usize].push(a as usize);
    }
    let mut slots: Vec<u8> = vec![0; territories];
    let mut used = [0_usize; SLOTS as usize];
    for territory in 0..territories {
        let mut near = [0_usize; SLOTS as usize];
        let mut beyond = [0_usize; SLOTS as usize];
        for &neighbour in &neighbours[territory] {
            count(&mut near, slots[neighbour]);
            neighbours[neighbour].iter().for_each(|&second| count(&mut beyond, slots[second]));
        }
        let best = (1..=SLOTS).min_by_key(|&slot| {
            let index = usize::from(slot - 1);
            (near[index], beyond[index].min(1), used[index], slot)
        });
        let kept = known[territory].filter(|&slot| near.get(usize::from(slot).wrapping_sub(1)) == Some(&0));
        slots[territory] = kept.or(best).unwrap_or(1);
        count(&mut used, slots[territory]);
    }
    slots
}

fn count(slots: &mut [usize; SLOTS as usize], slot: u8) {
    if let Some(entry) = usize::from(slot).checked_sub(1).and_then(|index| slots.get_mut(index)) {
        *entry += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(places: &[&str], members: &[&[(usize, f64)]], expected: &[&str]) {
        let places: TextColumn = places.iter().collect();
        let members: Vec<_> = members.iter().map(|members| members.to_vec()).collect();
        assert_eq!(names(&places, &members, &[]), expected);
    }

    #[test]
    fn the_place_with_the_most_accounts_names_a_territory() {
        check(&["Gary, IN", "Chicago, IL", "Gary, IN"], &[&[(0, 1.0), (1, 9.0), (2, 1.5)]], &["Gary"]);
        check(&["Gary, IN", "Chicago, IL"], &[&[(0, 1.0), (1, 3.0)]], &["Chicago"]);
    }

    #[test]
    fn names_are_unique() {
        check(
            &["Portland, OR", "Portland, ME"],
            &[&[(0, 1.0)], &[(1, 1.0)], &[(0, 1.0), (1, 0.5)], &[(0, 1.0)], &[]],
            &["Portland", "Portland, ME", "Portland 2", "Portland 3", "Territory 5"],
        );
        check(&["Rome, IT", "Ostia, IT"], &[&[(0, 2.0)], &[(0, 2.0), (1, 1.0)]], &["Rome", "Ostia"]);
        check(&["", ""], &[&[(0, 1.0)], &[(1, 1.0)]], &["Territory 1", "Territory 2"]);
    }

    #[test]
    fn neighbours_differ_and_a_dozen_have_one_colour_each() {
        assert_eq!(slots(&[None; 12], &[]), (1..=12).collect::<Vec<u8>>());
        let ring: Vec<[u32; 2]> =
            (0..40).map(|k| [k, (k + 1) % 40]).chain((0..40).map(|k| [k, (k + 5) % 40])).collect();
        let slots = slots(&[None; 40], &ring);
        assert!(ring.iter().all(|&[a, b]| slots[a as usize] != slots[b as usize]));
        assert!(slots.iter().all(|slot| (1..=12).contains(slot)));
    }
}
