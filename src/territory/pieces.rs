//! Where single units and exchanges come to their end out of tolerance: what hangs on a unit goes with it, and one such move may
//! make room for another. Of few and heavy units, as whole states or a small book of key accounts, no other way may lead to
//! balance.

use super::basic_units::BasicUnits;
use super::boundary::borders;
use super::partition::Partition;
use crate::sorting::sort_by;

/// Units looked at in all moves, and in one: of few units, thousands of pairs are tried; of many, where exchanges find what there
/// is to be found, hardly any.
pub(super) const MOST_WORK: usize = 2_000_000;
const WORK: usize = 500_000;

/// Units about that are looked at to see whether one may leave alone.
const AROUND: usize = 24;

/// First moves that a second one is tried after, at most.
const FIRST: usize = 48;

/// What is too little to be a change.
const LEAST_CHANGE: f64 = 1e-12;

/// What a move that costs no compactness is taken to cost, as a share of all spread.
const LEAST_COST: f64 = 0.01;

/// A unit and what would be cut off without it, and where they would go.
#[derive(Debug, Clone)]
struct Piece {
    units: Vec<usize>,
    from: u32,
    to: u32,
}

/// What a move comes to: the more below 0, the better.
#[derive(Debug, Clone)]
struct Found {
    merit: f64,
    change: f64,
    /// By how much the spread grows.
    dearer: f64,
    moves: Vec<Piece>,
}

impl Found {
    /// What tells a single move apart.
    fn key(&self) -> Option<(usize, u32)> {
        self.moves.first().and_then(|piece| Some((*piece.units.first()?, piece.to)))
    }
}

/// Makes the best move of a piece, or of two, that brings strained territories nearer to the `aim`, in tolerances. Returns how
/// many units were looked at, `None` where no move does.
/// O(first moves · (units + units at borders · edges of a territory)), but no more than [`WORK`].
pub(super) fn move_best(units: &BasicUnits, partition: &mut Partition, aim: f64) -> Option<usize> {
    let (before, spread) = (beyond(partition, aim), partition.spread(units).max(f64::MIN_POSITIVE));
    let judge = |partition: &Partition, dearer: f64, moves: Vec<Piece>| {
        let change = beyond(partition, aim) - before;
        Found { merit: change / (LEAST_COST + (dearer / spread).max(0.0)), change, dearer, moves }
    };
    let is_strained: Vec<bool> = (0..partition.territories()).map(|k| partition.strain(k) > 1.0).collect();
    let mut singles: Vec<Found> = Vec::new();
    let (pieces, mut work) = pieces_of(units, partition, &is_strained)?;
    for piece in pieces {
        let dearer = shift(units, partition, &piece, piece.to);
        singles.push(judge(partition, dearer, vec![piece.clone()]));
        shift(units, partition, &piece, piece.from);
    }
    let best = singles.iter().min_by(|a, b| a.merit.total_cmp(&b.merit).then(a.key().cmp(&b.key())));
    if let Some(best) = best.filter(|best| best.change < -LEAST_CHANGE) {
        carry_out(units, partition, &best.moves);
        return Some(work);
    }
    // None alone is any good: those that do the least harm make room for a second.
    sort_by(&mut singles, &|a, b| a.change.total_cmp(&b.change).then(a.key().cmp(&b.key())));
    singles.truncate(FIRST);
    let mut best: Option<Found> = None;
    for Found { dearer: first_dearer, moves, .. } in singles {
        let Some(first) = moves.first() else { continue };
        if work > WORK {
            break;
        }
        shift(units, partition, first, first.to);
        let mut is_touched = vec![false; partition.territories()];
        for k in [first.from, first.to] {
            is_touched[k as usize] = true;
        }
        let (seconds, looked_at) = pieces_of(units, partition, &is_touched).unwrap_or_default();
        work += looked_at;
        for second in seconds {
            let dearer = first_dearer + shift(units, partition, &second, second.to);
            let found = judge(partition, dearer, vec![first.clone(), second.clone()]);
            shift(units, partition, &second, second.from);
            if found.change < -LEAST_CHANGE && best.as_ref().is_none_or(|best| found.merit < best.merit) {
                best = Some(found);
            }
        }
        shift(units, partition, first, first.from);
    }
    carry_out(units, partition, &best?.moves);
    Some(work)
}

/// Σ (strain beyond the aim)² over territories and ledgers.
fn beyond(partition: &Partition, aim: f64) -> f64 {
    let of = |ledger: &super::ledger::Ledger| {
        let strains = ledger.sums.iter().enumerate().map(|(k, &sum)| (ledger.strain(k, sum) - aim).max(0.0));
        strains.map(|beyond| beyond * beyond).sum::<f64>()
    };
    partition.ledgers.iter().map(of).sum()
}

/// The pieces that could go from or to one of these territories, and how many units were looked at; `None` where those are too
/// many.
fn pieces_of(units: &BasicUnits, partition: &mut Partition, is_wanted: &[bool]) -> Option<(Vec<Piece>, usize)> {
    let wanted = |&(from, to, _): &(u32, u32, u32)| is_wanted[from as usize] || is_wanted[to as usize];
    let mut border: Vec<(u32, u32, u32)> = borders(units, partition).into_iter().filter(wanted).collect();
    sort_by(&mut border, &|a, b| (a.2, a.1).cmp(&(b.2, b.1)));
    let mut work = units.len();
    let mut found = Vec::new();
    for own in border.chunk_by(|a, b| a.2 == b.2) {
        let (from, _, unit) = own[0];
        let may_leave = partition.may_leave(units, unit as usize);
        work += if may_leave { AROUND } else { partition.counts[from as usize] as usize };
        if work > WORK {
            return None;
        }
        let own_piece =
            if may_leave { Some(vec![unit as usize]) } else { with_dependents(units, partition, unit as usize) };
        let Some(with_dependents) = own_piece else { continue };
        let goals = own.iter().map(|&(_, to, _)| to).filter(|&to| partition.may_move_all(&with_dependents, to));
        found.extend(goals.map(|to| Piece { units: with_dependents.clone(), from, to }));
    }
    Some((found, work))
}

/// A unit that may not leave alone and all that its territory would be cut off from without it, but for the heaviest part;
/// `None` for one that its territory would be empty without. O(units + edges of the territory).
fn with_dependents(units: &BasicUnits, partition: &Partition, unit: usize) -> Option<Vec<usize>> {
    let (territory, site) = (partition.owners[unit], units.sites[unit]);
    if partition.counts[territory as usize] < 2 {
        return None;
    }
    let is_own = |near: usize| partition.owners[near] == territory && !units.is_loose(near);
    let mut seen = vec![false; units.graph.len()];
    seen[site as usize] = true;
    let mut parts: Vec<(f64, Vec<usize>)> = Vec::new();
    for &start in units.graph.of(site) {
        if std::mem::replace(&mut seen[start as usize], true) || !partition.holds(units, start, territory) {
            continue;
        }
        let mut places = vec![start];
        let mut head = 0;
        while let Some(&place) = places.get(head) {
            head += 1;
            for &near in units.graph.of(place) {
                if !seen[near as usize] && partition.holds(units, near, territory) {
                    seen[near as usize] = true;
                    places.push(near);
                }
            }
        }
        let members: Vec<usize> =
            places.iter().flat_map(|&place| units.at_site(place)).filter(|&u| is_own(u)).collect();
        parts.push((members.iter().map(|&member| units.weights[member]).sum(), members));
    }
    let heaviest = (0..parts.len()).max_by(|&a, &b| {
        let key = |part: usize| (parts[part].0, parts[part].1.len());
        key(a).0.total_cmp(&key(b).0).then(key(a).1.cmp(&key(b).1)).then(b.cmp(&a))
    });
    let mut own = vec![unit];
    if let Some(heaviest) = heaviest {
        parts.swap_remove(heaviest);
    }
    own.extend(parts.into_iter().flat_map(|(_, members)| members));
    (own.len() < partition.counts[territory as usize] as usize).then_some(own)
}

/// Moves a piece; returns by how much the spread grows.
fn shift(units: &BasicUnits, partition: &mut Partition, piece: &Piece, to: u32) -> f64 {
    let mut dearer = 0.0;
    for &unit in &piece.units {
        dearer += partition.spread_change(units, unit, to);
        partition.shift(units, unit, to);
    }
    dearer
}

fn carry_out(units: &BasicUnits, partition: &mut Partition, moves: &[Piece]) {
    for piece in moves {
        shift(units, partition, piece, piece.to);
    }
}
