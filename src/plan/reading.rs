//! What is asked of a plan again and again: the shown layer's parts, with an answer also before the first design.

use super::edit::LayerAt;
use super::measure::{Balance, Gauge, balance, figures, indices, moved_share};
use super::{LayerPlan, Plan};
use crate::model::{
    AccountIx, ActivityMeasures, Alignment, DesignBrief, Figures, Limit, Lock, MeasureWeight, Precision, Rule, Taker,
    TerritoryIx, UnitBy, UnitMove,
};
use crate::sorting::sort_by;
use std::collections::BTreeSet;

static NO_ALIGNMENT: Alignment = Alignment::empty();

impl Plan {
    /// Who owns what in the shown layer; without territories before the first design.
    #[must_use]
    pub fn alignment(&self) -> &Alignment {
        self.layer().map_or(&NO_ALIGNMENT, |layer| layer.alignment())
    }

    /// Whether the shown layer has territories.
    #[must_use]
    pub fn is_designed(&self) -> bool {
        !self.alignment().territories().is_empty()
    }

    /// What the design of the shown layer was asked for.
    #[must_use]
    pub fn brief(&self) -> Option<&DesignBrief> {
        self.layer()?.brief()
    }

    /// The figures of the shown layer.
    #[must_use]
    pub fn figures(&self) -> Option<&Figures> {
        self.layer()?.figures()
    }

    /// The territories of the shown layer that are further from their fair share of the combined activity than its brief allows.
    #[must_use]
    pub fn outside(&self) -> Vec<TerritoryIx> {
        let is_outside = |limit: &&Limit| matches!(limit, Limit::Tolerance { measure: None, .. });
        let declared = self.layer().map(LayerPlan::declared).unwrap_or_default();
        declared.iter().filter(is_outside).filter_map(Limit::territory).collect()
    }

    /// The same, of any measure, and those beyond a bound; in their order, each once.
    #[must_use]
    pub fn missed(&self) -> Vec<TerritoryIx> {
        let is_missed = |limit: &&Limit| matches!(limit, Limit::Tolerance { .. } | Limit::Bound { .. });
        let declared = self.layer().map(LayerPlan::declared).unwrap_or_default();
        let missed: BTreeSet<TerritoryIx> = declared.iter().filter(is_missed).filter_map(Limit::territory).collect();
        missed.into_iter().collect()
    }

    /// By territory of the shown layer and measure, what it holds in per cent of its fair share, and whether that is further from it
    /// than asked or beyond a bound; nothing without figures. O(territories × measures).
    #[must_use]
    pub fn measures(&self) -> Vec<Vec<(Option<f64>, bool)>> {
        let Some(figures) = self.figures() else { return Vec::new() };
        let shares = indices(self.dataset(), self.alignment(), figures);
        let mut found: Vec<Vec<(Option<f64>, bool)>> =
            shares.into_iter().map(|own| own.into_iter().map(|share| (share, false)).collect()).collect();
        for limit in self.layer().map(LayerPlan::declared).unwrap_or_default() {
            let (Limit::Tolerance { territory, measure: Some(measure), .. } | Limit::Bound { territory, measure, .. }) =
                *limit
            else {
                continue;
            };
            if let Some(own) = found.get_mut(territory.index()).and_then(|own| own.get_mut(usize::from(measure))) {
                own.1 = true;
            }
        }
        found
    }

    /// The same of one territory.
    #[must_use]
    pub fn measures_of(&self, territory: TerritoryIx) -> Vec<(Option<f64>, bool)> {
        self.measures().into_iter().nth(territory.index()).unwrap_or_default()
    }

    /// The measures of a brief that say nothing of some accounts, which count 0, in words that name the first of them.
    /// O(accounts × measures).
    #[must_use]
    pub fn holes_in_words(&self, brief: &DesignBrief) -> Vec<String> {
        let accounts = self.dataset().accounts();
        let words = |own: &MeasureWeight| {
            let values = accounts.columns.iter().find(|column| column.name.eq_ignore_ascii_case(&own.measure))?;
            let mut holes = accounts.indices().zip(values.values.numbers()?).filter(|(_, value)| value.is_none());
            let first = accounts.get(holes.next()?.0).id;
            let count = 1 + holes.count();
            let are = if count == 1 { "1 account has".to_owned() } else { format!("{count} accounts have") };
            Some(format!("{are} no {}, “{first}” first: counted as 0", own.measure))
        };
        brief.measures.iter().filter_map(words).collect()
    }

    /// What has changed hands in the measure of the caps on disruption, with its name, as a share of what was owned; `None` where
    /// the caps are shares of the combined activity. O(accounts).
    #[must_use]
    pub fn moved_of_caps(&self) -> Option<(&str, f64)> {
        let brief = self.brief()?;
        let measure = brief.caps()?.measure.as_deref()?;
        let share = moved_share(self.dataset(), brief, self.layer()?.before()?, self.alignment())?;
        Some((measure, share))
    }

    /// The rule of a brief that takes each account, as a design of the shown layer will have it. O(accounts × rules).
    #[must_use]
    pub fn takers(&self, brief: &DesignBrief) -> Vec<Option<u16>> {
        let before = self.layer().map(|layer| layer.before().unwrap_or(layer.alignment()));
        brief.takers(self.dataset(), before)
    }

    /// Where every layer is, scenario by scenario.
    pub fn layers_at(&self) -> impl Iterator<Item = LayerAt> + '_ {
        (0u16..)
            .zip(self.scenarios())
            .flat_map(|(scenario, own)| (0u16..).take(own.layers.len()).map(move |layer| LayerAt { scenario, layer }))
    }

    /// Located accounts without an owner in the shown layer, but for those that a rule leaves to nobody; 0 before the first
    /// design. O(accounts × rules).
    #[must_use]
    pub fn unassigned(&self) -> usize {
        let is_nobodys = |rule: &Rule| rule.is_on && rule.taker == Taker::Nobody;
        let brief = self.brief().filter(|brief| brief.rules.iter().any(is_nobodys));
        let takers = brief.map(|brief| (brief, self.takers(brief)));
        let is_left = |account: usize| {
            let taker = takers.as_ref().and_then(|(brief, takers)| brief.taker(takers.get(account).copied().flatten()));
            taker == Some(&Taker::Nobody)
        };
        let owners = self.alignment().owners().iter().zip(&self.dataset().accounts().locations).enumerate();
        let open = owners.filter(|(_, (owner, location))| owner.is_none() && location.is_some());
        open.filter(|(account, _)| !is_left(*account)).count()
    }

    /// Accounts without a place. O(accounts).
    #[must_use]
    pub fn not_located(&self) -> usize {
        self.dataset().accounts().precisions.iter().filter(|&&precision| precision == Precision::None).count()
    }

    /// The accounts of a territory with the most combined activity, most first, ties in file order. O(n log n).
    #[must_use]
    pub fn heaviest(&self, territory: TerritoryIx, most: usize) -> Vec<AccountIx> {
        let measures = self.brief().map(|brief| brief.measures.as_slice()).unwrap_or_default();
        let Ok(activity) = ActivityMeasures::combine(self.dataset().accounts(), measures) else { return Vec::new() };
        let weight = |account: &AccountIx| activity.combined.get(account.index()).copied().unwrap_or_default();
        let mut members: Vec<_> = self.alignment().members(territory).collect();
        sort_by(&mut members, &|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        members.truncate(most);
        members
    }

    /// What the basic unit of an account is called, and all accounts of it, in their order; `None` for an account that is one by
    /// itself. O(accounts).
    #[must_use]
    pub fn unit_of(&self, account: AccountIx, unit: &UnitBy) -> Option<(String, Vec<AccountIx>)> {
        let accounts = self.dataset().accounts();
        let numbers = accounts.units(unit)?;
        let own = numbers.get(account.index())?;
        let members: Vec<AccountIx> =
            accounts.indices().zip(&numbers).filter(|(_, of)| *of == own).map(|own| own.0).collect();
        let label = match unit {
            UnitBy::Column(name) => format!("{name} {}", accounts.column(name)?.values.words(account.index())),
            UnitBy::Family | UnitBy::Account => accounts.get(account).family.to_owned(),
        };
        (members.len() > 1).then_some((label, members))
    }

    /// What is locked of these accounts, their territories and others that would change with them, in words; `None` where nothing
    /// is. O(accounts + locks).
    #[must_use]
    pub fn locked_in_words(&self, accounts: &[AccountIx], others: &[TerritoryIx]) -> Option<String> {
        let layer = self.layer()?;
        let locks: BTreeSet<Lock> = layer.locks().iter().copied().collect();
        let touched: BTreeSet<TerritoryIx> = accounts
            .iter()
            .filter_map(|&account| layer.alignment().owner(account))
            .chain(others.iter().copied())
            .collect();
        let closed = touched.into_iter().filter(|&own| locks.contains(&Lock::Territory(own)));
        let closed: Vec<&str> =
            closed.filter_map(|own| Some(layer.alignment().territory(own)?.name.as_str())).collect();
        let held = accounts.iter().filter(|&&account| locks.contains(&Lock::Account(account))).count();
        match (closed.as_slice(), held, accounts.len()) {
            ([], 0, _) => None,
            ([], _, 1) => Some("The account is locked: unlock it first.".to_owned()),
            ([], 1, _) => Some("1 of the accounts is locked: unlock it first.".to_owned()),
            ([], held, _) => Some(format!("{held} of the accounts are locked: unlock them first.")),
            ([one], ..) => Some(format!("{one} is locked: unlock it first.")),
            (several, ..) => Some(format!("{} are locked: unlock them first.", several.join(" and "))),
        }
    }

    /// The balance that the shown layer would have after these moves, answered while a hand moves; `None` without figures.
    /// O(moves + territories), where the layer was measured last; else O(accounts × measures).
    #[must_use]
    pub fn balance_after(&self, moves: &[UnitMove]) -> Option<Balance> {
        let layer = self.layer()?;
        let read;
        let gauge = if let Some(gauge) = self.upkeep.gauge(self.here()) {
            gauge
        } else {
            read = Gauge::new(self.dataset(), layer.brief()?).ok()?;
            &read
        };
        let mut activities: Vec<f64> = layer.figures()?.territories.iter().map(|own| own.activity).collect();
        for own in moves {
            for (territory, sign) in [(own.from, -1.0), (own.to, 1.0)] {
                if let Some(sum) = territory.and_then(|territory| activities.get_mut(territory.index())) {
                    *sum += sign * gauge.activity(own.account);
                }
            }
        }
        Some(balance(self.dataset(), layer.alignment(), &activities))
    }

    /// The figures that the shown layer would have after these moves; `None` without figures, or when a move does not
    /// fit. O(accounts × measures).
    #[must_use]
    pub fn preview(&self, moves: &[UnitMove]) -> Option<Figures> {
        let layer = self.layer()?;
        let mut alignment = layer.alignment().clone();
        for &unit_move in moves {
            alignment.apply(unit_move).ok()?;
        }
        figures(self.dataset(), &alignment, layer.brief()?).ok()
    }
}
