//! Why each account changed hands: the change of the score, move by move.

use super::ledger::{Ledger, Terms};
use super::proposals::common_owner;
use crate::geography::{EARTH_RADIUS, great_circle, unit_vector};
use crate::model::{
    AccountIx, ActivityMeasures, Alignment, Dataset, DesignBrief, ExplainedMove, MeasureError, MeasureWeight, Proposal,
    Realignment, Score, Territory, TerritoryIx, UnitMove, crews_of, sums_by_crew,
};
use crate::sorting::sort_by;
use crate::units::LonLat;

/// The difference of two alignments of a data set, explained. Both have their territories in the same order, those that are
/// no more at the end; fair shares go by the reps of the alignment after. O(accounts · measures + moves · territories).
///
/// # Errors
/// [`MeasureError`] when the accounts do not have the measures of the brief.
pub fn realignment(
    dataset: &Dataset,
    brief: &DesignBrief,
    before: &Alignment,
    after: &Alignment,
) -> Result<Realignment, MeasureError> {
    let scales = Scales::new(dataset, brief, before, after)?;
    let mut tally = Tally::new(&scales, before, before);
    let mut found = Realignment { before: tally.score(), ..Realignment::default() };
    let mut owned = 0.0;
    for unit_move in moves(&scales, before, after) {
        found.moves.push(tally.explain(unit_move));
    }
    for (account, (from, to)) in before.owners().iter().zip(after.owners()).enumerate() {
        match (from, to) {
            (Some(from), Some(to)) => {
                let activity = scales.activity.combined[account];
                owned += activity;
                found.compared += 1;
                found.moved += u32::from(from != to);
                found.moved_activity += if from == to { 0.0 } else { activity };
            }
            (None, Some(_)) => found.covered += 1,
            (Some(_), None) => found.dropped += 1,
            (None, None) => {}
        }
    }
    found.moved_activity = if owned > 0.0 { found.moved_activity / owned } else { 0.0 };
    found.after = tally.score();
    Ok(found)
}

/// Every account whose owner differs, those of the same two territories together, the most activity first.
fn moves(scales: &Scales, before: &Alignment, after: &Alignment) -> Vec<UnitMove> {
    let owners = before.owners().iter().zip(after.owners()).zip((0..).map(AccountIx));
    let changed = owners.filter(|((from, to), _)| from != to);
    let mut moves: Vec<UnitMove> = changed.map(|((&from, &to), account)| UnitMove { account, from, to }).collect();
    let activity = |own: &UnitMove| scales.activity.combined[own.account.index()];
    sort_by(&mut moves, &|a, b| {
        let pair = |own: &UnitMove| (own.from, own.to);
        pair(a).cmp(&pair(b)).then(activity(b).total_cmp(&activity(a))).then(a.account.cmp(&b.account))
    });
    let mut groups: Vec<(f64, &[UnitMove])> = moves
        .chunk_by(|a, b| (a.from, a.to) == (b.from, b.to))
        .map(|group| (group.iter().map(activity).sum(), group))
        .collect();
    sort_by(&mut groups, &|a, b| b.0.total_cmp(&a.0).then(a.1[0].account.cmp(&b.1[0].account)));
    groups.into_iter().flat_map(|(_, group)| group.iter().copied()).collect()
}

/// What scores are measured by.
#[derive(Clone)]
pub(super) struct Scales<'a> {
    pub(super) activity: ActivityMeasures,
    /// By measure: λ ÷ its total.
    rates: Vec<f64>,
    /// By territory, its part of what its crew owns.
    pub(super) shares: Vec<f64>,
    /// By territory, its crew.
    pub(super) crews: Vec<usize>,
    /// By territory, the home base of its rep; nothing unless all have one.
    homes: Vec<LonLat>,
    /// By account, its position in kilometres; `None` for those without a location.
    at: Vec<Option<[f64; 3]>>,
    locations: &'a [Option<LonLat>],
    /// What compactness and travel were before.
    spread: f64,
    way: f64,
}

impl<'a> Scales<'a> {
    pub(super) fn new(
        dataset: &'a Dataset,
        brief: &DesignBrief,
        before: &Alignment,
        after: &Alignment,
    ) -> Result<Self, MeasureError> {
        let activity = ActivityMeasures::combine(dataset.accounts(), &brief.measures)?;
        let weights: f64 = brief.measures.iter().map(|measure| measure.weight).sum();
        let rate =
            |(measure, values): (&MeasureWeight, &Vec<f64>)| measure.weight / weights / values.iter().sum::<f64>();
        let rates = brief.measures.iter().zip(&activity.measures).map(rate).collect();
        let capacity = |own: &Territory| own.rep.and_then(|rep| dataset.rep(rep)).map_or(1.0, |rep| rep.capacity);
        // Territories that are no more come last, and have no fair share.
        let gone = || before.territories().iter().skip(after.territories().len());
        let capacities: Vec<f64> = after.territories().iter().map(capacity).chain(gone().map(|_| 0.0)).collect();
        let crews = crews_of(after.territories().iter().chain(gone()));
        let home = |own: &Territory| own.rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| rep.home.location);
        let homes: Option<Vec<LonLat>> = after.territories().iter().chain(gone()).map(home).collect();
        let kilometers = EARTH_RADIUS.kilometers();
        let at = |place: &Option<LonLat>| place.map(|place| unit_vector(place).map(|axis| axis * kilometers));
        let locations = &dataset.accounts().locations;
        let mut scales = Self {
            activity,
            rates,
            shares: parts_of_crews(&capacities, &crews),
            crews,
            homes: homes.unwrap_or_default(),
            at: locations.iter().map(at).collect(),
            locations,
            spread: 0.0,
            way: 0.0,
        };
        let tally = Tally::new(&scales, before, before);
        let (spread, way) = (tally.spread(), tally.way);
        scales.spread = spread;
        scales.way = way;
        Ok(scales)
    }

    /// The same scales where a territory has no fair share: there is none in its place.
    pub(super) fn without(&self, territory: TerritoryIx) -> Self {
        let is_gone = |k: usize| k == territory.index();
        let keep = |(k, own): (usize, &f64)| if is_gone(k) { 0.0 } else { *own };
        let left: Vec<f64> = self.shares.iter().enumerate().map(keep).collect();
        Self { shares: parts_of_crews(&left, &self.crews), ..self.clone() }
    }

    /// By territory, its fair share of these totals.
    fn targets(&self, totals: &[f64]) -> impl Iterator<Item = f64> {
        let of_crews = sums_by_crew(&self.crews, totals);
        self.shares.iter().zip(&self.crews).map(move |(share, &crew)| share * of_crews[crew])
    }
}

/// Each capacity as a part of those of its crew.
fn parts_of_crews(capacities: &[f64], crews: &[usize]) -> Vec<f64> {
    let totals = sums_by_crew(crews, capacities);
    let part = |(capacity, &crew): (&f64, &usize)| if totals[crew] > 0.0 { capacity / totals[crew] } else { 0.0 };
    capacities.iter().zip(crews).map(part).collect()
}

/// The sums from which a score follows, kept up move by move.
#[derive(Clone)]
pub(super) struct Tally<'a> {
    scales: &'a Scales<'a>,
    baseline: &'a Alignment,
    /// By measure and territory.
    totals: Vec<Vec<f64>>,
    /// By territory: located activity, its moment, and Σ w·|x|².
    mass: Vec<f64>,
    moments: Vec<[f64; 3]>,
    squares: Vec<f64>,
    /// Σ activity · way from home.
    way: f64,
    /// Activity that another territory owns than at the baseline.
    moved: f64,
    current: Score,
}

impl<'a> Tally<'a> {
    /// Of an alignment; disruption is counted from the baseline.
    pub(super) fn new(scales: &'a Scales<'a>, alignment: &Alignment, baseline: &'a Alignment) -> Self {
        let territories = scales.shares.len();
        let mut tally = Self {
            scales,
            baseline,
            totals: vec![vec![0.0; territories]; scales.rates.len()],
            mass: vec![0.0; territories],
            moments: vec![[0.0; 3]; territories],
            squares: vec![0.0; territories],
            way: 0.0,
            moved: 0.0,
            current: Score::default(),
        };
        for (account, owner) in (0..).map(AccountIx).zip(alignment.owners()) {
            if let Some(owner) = owner {
                tally.add(account, *owner, 1.0);
            }
        }
        tally.current = tally.reckon();
        tally
    }

    fn add(&mut self, account: AccountIx, territory: TerritoryIx, sign: f64) {
        let (row, k) = (account.index(), territory.index());
        if k >= self.mass.len() {
            return;
        }
        for (totals, values) in self.totals.iter_mut().zip(&self.scales.activity.measures) {
            totals[k] += sign * values[row];
        }
        let weight = sign * self.scales.activity.combined[row];
        if let Some(at) = self.scales.at[row] {
            self.mass[k] += weight;
            self.squares[k] += weight * at.iter().map(|x| x * x).sum::<f64>();
            self.moments[k].iter_mut().zip(at).for_each(|(sum, x)| *sum += weight * x);
        }
        if let (Some(home), Some(place)) = (self.scales.homes.get(k), self.scales.locations[row]) {
            self.way += weight * great_circle(*home, place).0;
        }
        if self.baseline.owner(account).is_some_and(|before| before != territory) {
            self.moved += weight;
        }
    }

    /// Σ w·d² about the centroids.
    fn spread(&self) -> f64 {
        let about = |k: usize| {
            let squared: f64 = self.moments[k].iter().map(|x| x * x).sum();
            if self.mass[k] > 0.0 { (self.squares[k] - squared / self.mass[k]).max(0.0) } else { 0.0 }
        };
        (0..self.mass.len()).map(about).sum()
    }

    /// What the territories hold of what is asked for, each by its own terms.
    pub(super) fn ledgers(&self, terms: &[Terms]) -> Vec<Ledger> {
        let ledger = |&terms: &Terms| {
            let sums = match terms.measure {
                Some(measure) => self.totals.get(usize::from(measure)).cloned().unwrap_or_default(),
                None => (0..self.mass.len()).map(|k| self.held(k)).collect(),
            };
            Ledger { terms, targets: self.scales.targets(&sums).collect(), sums }
        };
        terms.iter().map(ledger).collect()
    }

    /// The combined activity of a territory.
    fn held(&self, k: usize) -> f64 {
        self.totals.iter().zip(&self.scales.rates).map(|(totals, rate)| totals[k] * rate).sum()
    }

    fn reckon(&self) -> Score {
        let uneven = |(totals, rate): (&Vec<f64>, &f64)| {
            let off = totals.iter().zip(self.scales.targets(totals)).map(|(total, target)| (total - target).abs());
            rate * off.sum::<f64>() / 2.0
        };
        let uneven: f64 = self.totals.iter().zip(&self.scales.rates).map(uneven).sum();
        let percent = |part: f64, whole: f64| if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
        Score {
            balance: Score::BALANCE * 100.0 * uneven,
            compactness: percent(self.spread(), self.scales.spread),
            travel: percent(self.way, self.scales.way),
            disruption: Score::DISRUPTION * 100.0 * self.moved,
        }
    }

    fn score(&self) -> Score {
        self.current
    }

    fn index(&self, territory: Option<TerritoryIx>) -> f64 {
        let Some(k) = territory.map(TerritoryIx::index) else { return 0.0 };
        let held: Vec<f64> = (0..self.mass.len()).map(|k| self.held(k)).collect();
        let fair = self.scales.targets(&held).nth(k).unwrap_or(0.0);
        if fair > 0.0 { 100.0 * self.held(k) / fair } else { 0.0 }
    }

    /// Moves accounts from their owners to a territory and says what that did.
    pub(super) fn carry_out(
        &mut self,
        accounts: &[AccountIx],
        owners: &[Option<TerritoryIx>],
        to: TerritoryIx,
    ) -> Proposal {
        self.carry_out_on(self.scales, accounts, owners, to)
    }

    /// The same where the move also changes the scales: a territory has a fair share only before or only after it.
    pub(super) fn carry_out_on(
        &mut self,
        scales: &'a Scales<'a>,
        accounts: &[AccountIx],
        owners: &[Option<TerritoryIx>],
        to: TerritoryIx,
    ) -> Proposal {
        let (before, from) = (self.current, common_owner(accounts, owners));
        let indices = [self.index(from), self.index(Some(to))];
        self.scales = scales;
        for &account in accounts {
            if let Some(owner) = owners.get(account.index()).copied().flatten() {
                self.add(account, owner, -1.0);
            }
            self.add(account, to, 1.0);
        }
        self.current = self.reckon();
        Proposal {
            accounts: accounts.to_vec(),
            from,
            to,
            activity: accounts.iter().map(|account| self.scales.activity.combined[account.index()]).sum(),
            change: self.current - before,
            from_index: [indices[0], self.index(from)],
            to_index: [indices[1], self.index(Some(to))],
        }
    }

    /// Carries a move out and says what it did.
    fn explain(&mut self, unit_move: UnitMove) -> ExplainedMove {
        let UnitMove { account, from, to } = unit_move;
        let before = self.current;
        let indices = [self.index(from), self.index(to)];
        if let Some(from) = from {
            self.add(account, from, -1.0);
        }
        if let Some(to) = to {
            self.add(account, to, 1.0);
        }
        self.current = self.reckon();
        ExplainedMove {
            unit_move,
            activity: self.scales.activity.combined[account.index()],
            change: self.current - before,
            from_index: [indices[0], self.index(from)],
            to_index: [indices[1], self.index(to)],
        }
    }
}
