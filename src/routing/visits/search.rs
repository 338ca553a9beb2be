//! The search: ruin, recreate, and keep what is better or by chance, as in simulated annealing.
//!
//! Christiaens, Vanden Berghe 2020, with patterns of days (Cordeau, Gendreau, Laporte, "A tabu search heuristic for
//! periodic and multi-depot vehicle routing problems", 1997) chosen while recreating. Where limits may be tight, they
//! may be passed for a price that follows how often they are kept (Cordeau 1997; Vidal et al. 2012).

use super::evenness::Stretches;
use super::problem::VisitProblem;
use super::recreate::Recreate;
use super::roster::Roster;
use super::route::Prices;
use super::ruin::Ruin;

/// First and last temperature in mean legs of the first plan.
const WARMTH: [f64; 2] = [1.0, 0.02];
/// The same where each day has one route.
const WARMTH_ALONE: [f64; 2] = [20.0, 0.05];
/// Rounds between two looks at the prices.
const ROUNDS_A_PRICE: u32 = 200;
/// Share of the rounds that shall end with a kept limit.
const KEPT: f64 = 0.5;
/// What a price is multiplied by when its limit is kept less often.
const DEARER: f64 = 1.15;

/// What a unit of work may cost by where it is, in parts of what leaving it out costs: in two spreads up to half of that.
const MOST_PART_OF_A_SKIP: f64 = 8.0;

/// How many of those that had no room are tried again in a round.
const RETRIED: usize = 10;

/// A route of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRoute {
    /// The day, from 0.
    pub day: u16,
    /// The customers in order, from 0.
    pub stops: Vec<u32>,
}

/// A search for a plan of visits whose legs cost little, made in steps.
///
/// The same problem, seed and steps give the same plan natively and in wasm.
#[derive(Debug, Clone)]
pub struct VisitSearch {
    problem: VisitProblem,
    roster: Roster,
    ruin: Ruin,
    recreate: Recreate,
    rng: fastrand::Rng,
    /// Cost, penalties and what the absent cost, of the plan as it is.
    value: f64,
    mean_leg: f64,
    rounds: u32,
    /// Rounds with too much load, and with too much time, since prices were looked at.
    passed: [u32; 2],
    best: Best,
    removed: Vec<u32>,
}

/// The best plan so far.
#[derive(Debug, Clone)]
struct Best {
    /// What is beyond the limits.
    excess: f64,
    /// Cost, and that of the absent.
    cost: f64,
    routes: Vec<(u16, Vec<u32>)>,
}

impl VisitSearch {
    /// A first plan, by insertion. O(visits · routes · stops).
    #[must_use]
    pub fn new(problem: &VisitProblem, seed: u64) -> Self {
        let mut problem = problem.clone();
        let mut rng = fastrand::Rng::with_seed(seed);
        // What a spread costs follows from the first plan.
        let spreads = problem.spreads.clone();
        problem.spreads.iter_mut().for_each(|own| own.price = 0.0);
        let start = if problem.is_strict { f64::INFINITY } else { 1.0 };
        let mut roster = Roster::new(&problem, Prices { load: start, time: start });
        let mut recreate = Recreate::new(&problem, roster.routes.len());
        if start.is_finite() {
            let price = start_price(&problem);
            roster.set_prices(&problem, price);
        }
        let ruin = Ruin::new(&problem);
        recreate.insert(&problem, &mut roster, &[], usize::MAX, ruin.nearby(), &mut rng);
        roster.commit();
        let [cost, ..] = roster.totals();
        let legs: usize = roster.routes.iter().map(|route| route.legs.len()).sum();
        let visits: usize = roster.routes.iter().map(|route| route.stops.len()).sum();
        let work: f64 = roster.routes.iter().map(|route| route.duration).sum();
        let mean_leg = cost / legs.max(1) as f64;
        let most = recreate.least_skip_cost(&problem) / MOST_PART_OF_A_SKIP;
        let priced = |own: Stretches| own.priced(mean_leg, [visits as f64, work], most);
        problem.spreads = spreads.into_iter().map(priced).collect();
        let mut search = Self {
            ruin,
            mean_leg,
            value: 0.0,
            rounds: 0,
            passed: [0; 2],
            best: Best { excess: f64::INFINITY, cost: f64::INFINITY, routes: Vec::new() },
            removed: Vec::new(),
            problem,
            roster,
            recreate,
            rng,
        };
        search.revalue();
        search.note_best();
        search
    }

    /// Makes `rounds` rounds; `gone` is the share of the whole search that is over, from 0 to 1.
    pub fn step(&mut self, gone: f64, rounds: u32) {
        if self.problem.customers.is_empty() {
            return;
        }
        let [from, to] = if self.problem.is_alone() { WARMTH_ALONE } else { WARMTH };
        let temperature = self.mean_leg * from * libm::pow(to / from, gone.clamp(0.0, 1.0));
        for _ in 0..rounds {
            self.round(temperature);
        }
    }

    fn round(&mut self, temperature: f64) {
        if self.roster.renew_stamps(&self.problem) {
            self.recreate.forget();
        }
        self.removed.clear();
        let absent_before = self.recreate.cost_of(&self.roster.absent);
        self.ruin.strings(&self.problem, &mut self.roster, &mut self.removed, &mut self.rng);
        self.recreate.insert(
            &self.problem,
            &mut self.roster,
            &self.removed,
            RETRIED,
            self.ruin.nearby(),
            &mut self.rng,
        );
        let change = self.roster.change(&self.problem) + self.recreate.cost_of(&self.roster.absent) - absent_before;
        if change < -temperature * libm::log(1.0 - self.rng.f64()) {
            self.roster.commit();
            self.value += change;
            if change != 0.0 {
                self.note_best();
            }
        } else {
            self.roster.roll_back();
        }
        self.follow_limits();
    }

    fn revalue(&mut self) {
        let [cost, load, time] = self.roster.totals();
        let spread = self.roster.spread_cost(&self.problem);
        self.value = cost + spread + self.roster.prices.of(load, time) + self.recreate.cost_of(&self.roster.absent);
    }

    /// Keeps the plan as it is if it is the best.
    fn note_best(&mut self) {
        // The value is at least the cost: most plans are told apart without adding up.
        if self.best.excess == 0.0 && self.value >= self.best.cost {
            return;
        }
        let [cost, load, time] = self.roster.totals();
        let excess = load + time;
        let cost = cost + self.roster.spread_cost(&self.problem) + self.recreate.cost_of(&self.roster.absent);
        if (excess, cost) < (self.best.excess, self.best.cost) {
            self.best.excess = excess;
            self.best.cost = cost;
            self.best.routes.clear();
            let used = self.roster.routes.iter().filter(|route| !route.stops.is_empty());
            self.best.routes.extend(used.map(|route| (route.day, route.stops.clone())));
        }
    }

    /// Counts how often limits are kept, and lets prices follow.
    fn follow_limits(&mut self) {
        if !self.roster.prices.load.is_finite() {
            return;
        }
        let [_, load, time] = self.roster.totals();
        self.passed[0] += u32::from(load > 0.0);
        self.passed[1] += u32::from(time > 0.0);
        self.rounds += 1;
        if self.rounds < ROUNDS_A_PRICE {
            return;
        }
        self.rounds = 0;
        let passed = std::mem::take(&mut self.passed);
        let follow = |price: f64, passed: u32| {
            let share = 1.0 - f64::from(passed) / f64::from(ROUNDS_A_PRICE);
            (if share < KEPT { price * DEARER } else { price / DEARER }).clamp(1e-3, 1e6)
        };
        let Prices { load, time } = self.roster.prices;
        let prices = Prices { load: follow(load, passed[0]), time: follow(time, passed[1]) };
        self.roster.set_prices(&self.problem, prices);
        self.revalue();
    }

    /// The best plan so far.
    #[must_use]
    pub fn routes(&self) -> Vec<PlannedRoute> {
        let planned = |(day, stops): &(u16, Vec<u32>)| PlannedRoute {
            day: *day,
            stops: stops.iter().map(|&place| place - 1).collect(),
        };
        self.best.routes.iter().map(planned).collect()
    }
}

/// What a unit beyond costs at first: a mean demand beyond is as bad as two mean legs from the base.
fn start_price(problem: &VisitProblem) -> Prices {
    let count = problem.customers.len().max(1) as f64;
    let reach: f64 = problem.legs.out(0).iter().map(|leg| leg.way().cost).sum::<f64>() / count;
    let demand = problem.customers.iter().map(|own| own.demand).sum::<f64>() / count;
    Prices { load: 2.0 * reach / demand.max(1e-9), time: 1.0 }
}
