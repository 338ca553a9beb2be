//! How much activity has to pass which border so that every territory holds what it should: a least-cost flow.

/// What a territory holds, and what it shall hold at least and at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Holding {
    pub(super) has: f64,
    pub(super) least: f64,
    pub(super) most: f64,
}

/// What passes the border from one territory to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Passage {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) amount: f64,
}

/// A share of all activity that is not worth an augmentation.
const TRIFLE: f64 = 1e-9;

/// The passages of least sum that bring every territory within its bounds, each over one of `borders` (from, to), ascending; as
/// far as that is possible. A unit of activity that crosses two borders counts twice, for other accounts change hands each time.
///
/// Successive shortest augmenting paths (Ahuja, Magnanti, Orlin, "Network Flows", 1993, section 9.7), all lengths 1, each
/// search starting from all sources at once. O(augmentations · borders · path length).
pub(super) fn passages(holdings: &[Holding], borders: &[(u32, u32)]) -> Vec<Passage> {
    let total: f64 = holdings.iter().map(|holding| holding.has).sum();
    let trifle = total * TRIFLE;
    let mut network = Network::new(holdings, borders);
    while let Some(path) = network.cheapest_path(trifle) {
        network.augment(&path);
    }
    network.passages(trifle)
}

/// The sum of all amounts.
pub(super) fn amount(passages: &[Passage]) -> f64 {
    passages.iter().map(|passage| passage.amount).sum()
}

struct Arc {
    from: usize,
    to: usize,
    room: f64,
    cost: f64,
    flow: f64,
}

/// Territories as nodes; the last node is what may stay where it is.
struct Network {
    arcs: Vec<Arc>,
    /// By node: the arcs that leave it, and those that enter it.
    leaving: Vec<Vec<usize>>,
    entering: Vec<Vec<usize>>,
    supply: Vec<f64>,
    demand: Vec<f64>,
}

/// A path as (arc, whether along it), and the node where it starts.
struct Path {
    start: usize,
    end: usize,
    steps: Vec<(usize, bool)>,
    amount: f64,
}

impl Network {
    fn new(holdings: &[Holding], borders: &[(u32, u32)]) -> Self {
        let nodes = holdings.len() + 1;
        let rest = holdings.len();
        let mut this = Self {
            arcs: Vec::with_capacity(borders.len() + holdings.len()),
            leaving: vec![Vec::new(); nodes],
            entering: vec![Vec::new(); nodes],
            supply: vec![0.0; nodes],
            demand: vec![0.0; nodes],
        };
        for &(from, to) in borders {
            this.add(from as usize, to as usize, f64::INFINITY, 1.0);
        }
        for (k, holding) in holdings.iter().enumerate() {
            let beyond = holding.has - holding.least;
            this.supply[k] = beyond.max(0.0);
            this.demand[k] = (-beyond).max(0.0);
            this.add(k, rest, holding.most - holding.least, 0.0);
        }
        let spare = this.supply.iter().sum::<f64>() - this.demand.iter().sum::<f64>();
        this.demand[rest] = spare.max(0.0);
        this
    }

    fn add(&mut self, from: usize, to: usize, room: f64, cost: f64) {
        self.leaving[from].push(self.arcs.len());
        self.entering[to].push(self.arcs.len());
        self.arcs.push(Arc { from, to, room, cost, flow: 0.0 });
    }

    /// From any source with supply to any node with demand, by labels that are corrected until none can be.
    fn cheapest_path(&self, trifle: f64) -> Option<Path> {
        let nodes = self.supply.len();
        let mut length = vec![f64::INFINITY; nodes];
        let mut via: Vec<Option<(usize, bool)>> = vec![None; nodes];
        let mut queue = std::collections::VecDeque::new();
        let mut is_queued = vec![false; nodes];
        for (node, _) in self.supply.iter().enumerate().filter(|(_, supply)| **supply > trifle) {
            length[node] = 0.0;
            is_queued[node] = true;
            queue.push_back(node);
        }
        while let Some(node) = queue.pop_front() {
            is_queued[node] = false;
            let along = self.leaving[node].iter().map(|&arc| (arc, true));
            let against = self.entering[node].iter().map(|&arc| (arc, false));
            for (arc, is_along) in along.chain(against) {
                let own = &self.arcs[arc];
                let (room, cost, next) =
                    if is_along { (own.room - own.flow, own.cost, own.to) } else { (own.flow, -own.cost, own.from) };
                // The margin keeps rounding from going round in circles.
                if room > trifle && length[node] + cost < length[next] - 1e-9 {
                    length[next] = length[node] + cost;
                    via[next] = Some((arc, is_along));
                    if !std::mem::replace(&mut is_queued[next], true) {
                        queue.push_back(next);
                    }
                }
            }
        }
        let ends = (0..nodes).filter(|&node| self.demand[node] > trifle && length[node].is_finite());
        let end = ends.min_by(|&a, &b| length[a].total_cmp(&length[b]))?;
        let (mut node, mut steps, mut amount) = (end, Vec::new(), self.demand[end]);
        while let Some((arc, is_along)) = via[node] {
            let own = &self.arcs[arc];
            amount = amount.min(if is_along { own.room - own.flow } else { own.flow });
            steps.push((arc, is_along));
            node = if is_along { own.from } else { own.to };
        }
        Some(Path { start: node, end, amount: amount.min(self.supply[node]), steps })
    }

    fn augment(&mut self, path: &Path) {
        for &(arc, is_along) in &path.steps {
            self.arcs[arc].flow += if is_along { path.amount } else { -path.amount };
        }
        self.supply[path.start] -= path.amount;
        self.demand[path.end] -= path.amount;
    }

    fn passages(&self, trifle: f64) -> Vec<Passage> {
        let rest = self.supply.len() - 1;
        let crossed = self.arcs.iter().filter(|arc| arc.to != rest && arc.flow > trifle);
        let narrow = super::basic_units::narrow;
        crossed.map(|arc| Passage { from: narrow(arc.from), to: narrow(arc.to), amount: arc.flow }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holdings(has: &[f64], least: f64, most: f64) -> Vec<Holding> {
        has.iter().map(|&has| Holding { has, least, most }).collect()
    }

    fn chain(nodes: u32) -> Vec<(u32, u32)> {
        (1..nodes).flat_map(|node| [(node - 1, node), (node, node - 1)]).collect()
    }

    #[test]
    fn what_is_within_bounds_stays() {
        assert_eq!(passages(&holdings(&[9.0, 10.0, 11.0], 9.0, 11.0), &chain(3)), []);
    }

    #[test]
    fn activity_passes_through_those_between() {
        let found = passages(&holdings(&[14.0, 10.0, 6.0], 10.0, 10.0), &chain(3));
        let want = [(0, 1), (1, 2)].map(|(from, to)| Passage { from, to, amount: 4.0 });
        assert_eq!(found, want);
    }

    #[test]
    fn the_next_with_room_takes_what_is_too_much() {
        let found = passages(&holdings(&[13.0, 9.0, 8.0], 8.0, 11.0), &chain(3));
        assert_eq!(found, [Passage { from: 0, to: 1, amount: 2.0 }]);
    }

    #[test]
    fn one_detour_serves_excess_and_lack_at_once() {
        // 0 has 3 too much, 2 lacks 3, and 1 could take in and give away: over 1, one straight way of length 2.
        let found = passages(&holdings(&[13.0, 10.0, 7.0, 10.0], 10.0, 10.0), &chain(4));
        assert!((amount(&found) - 6.0).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn what_cannot_be_reached_is_left() {
        assert_eq!(passages(&holdings(&[14.0, 6.0], 10.0, 10.0), &[]), []);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn everyone_ends_within_bounds(has in proptest::collection::vec(0.0..100.0_f64, 2..12)) {
            let mean = has.iter().sum::<f64>() / has.len() as f64;
            let nodes = u32::try_from(has.len()).expect("few");
            let found = passages(&holdings(&has, 0.95 * mean, 1.05 * mean), &chain(nodes));
            let mut after = has.clone();
            for passage in &found {
                after[passage.from as usize] -= passage.amount;
                after[passage.to as usize] += passage.amount;
            }
            for value in after {
                proptest::prop_assert!((value / mean - 1.0).abs() < 0.0501, "{value} of {mean}");
            }
        }
    }
}
