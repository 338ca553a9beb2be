//! Simulated annealing over exchanges between neighbouring groups (Kirkpatrick, Gelatt, Vecchi, "Optimization by
//! simulated annealing", 1983).
//!
//! A move starts at a customer and one of its neighbours in another group: the customer moves there, or the two change
//! places, or the neighbour makes room and moves on to a third group. It is judged with the best median of each group
//! afterwards, so that medians follow the customers and are never moved by themselves.

use super::nearest::Nearest;
use super::partition::{Exchange, Partition};

/// Shares of the moves: one customer moves; one moves and its neighbour moves on. In the rest two change places.
const MOVES_OVER: f64 = 0.5;
const MOVES_ON: f64 = 0.3;
/// Times that the temperature falls.
const FALLS: u32 = 20;

/// From which temperature to which, and by how many moves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooling {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) moves: u32,
    /// What a change of medians may gain beyond an estimate without one; what looks worse is not looked into.
    pub(super) slack: f64,
}

/// Anneals the customers `who`, between groups that are `active`. O(moves · members).
pub(super) fn anneal(
    partition: &mut Partition,
    near: &Nearest,
    who: &[u32],
    active: &[bool],
    cooling: &Cooling,
    rng: &mut fastrand::Rng,
) {
    let count = u32::try_from(who.len()).unwrap_or(u32::MAX);
    let mut temperature = cooling.from;
    let fall =
        if cooling.from > cooling.to { libm::pow(cooling.to / cooling.from, 1.0 / f64::from(FALLS)) } else { 1.0 };
    let moves_a_fall = cooling.moves.div_ceil(FALLS);
    for _ in 0..FALLS {
        for _ in 0..moves_a_fall {
            let id = who[rng.u32(0..count) as usize];
            let Some((exchanges, length)) = propose(partition, near, active, id, rng) else { continue };
            let exchanges = &exchanges[..length];
            let limit = -temperature * libm::log(1.0 - rng.f64());
            if partition.estimate(exchanges) <= limit + cooling.slack && partition.change(exchanges) <= limit {
                partition.apply(exchanges);
            }
        }
        temperature *= fall;
    }
}

/// A move of a customer, as up to three exchanges; none where the neighbour drawn is in the same group or in none that
/// is active.
#[inline]
fn propose(
    partition: &Partition,
    near: &Nearest,
    active: &[bool],
    id: u32,
    rng: &mut fastrand::Rng,
) -> Option<([Exchange; 3], usize)> {
    let owner = |id: u32| partition.owner[id as usize];
    let neighbour = near.draw(id, rng);
    let (home, away) = (owner(id), owner(neighbour));
    if home == away || !active[away as usize] {
        return None;
    }
    let exchange = |cluster, lost, gained| Exchange { cluster, lost, gained };
    let nothing = exchange(home, None, None);
    let kind = rng.f64();
    if kind < MOVES_OVER {
        return Some(([exchange(home, Some(id), None), exchange(away, None, Some(id)), nothing], 2));
    }
    let takes = exchange(away, Some(neighbour), Some(id));
    let third = if kind < 1.0 - MOVES_ON { home } else { owner(near.draw(neighbour, rng)) };
    if third == home {
        return Some(([exchange(home, Some(id), Some(neighbour)), takes, nothing], 2));
    }
    let is_open = third != away && active[third as usize];
    is_open.then(|| ([exchange(home, Some(id), None), takes, exchange(third, None, Some(neighbour))], 3))
}
