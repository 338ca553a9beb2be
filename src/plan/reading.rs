//! What is asked of a plan again and again: the shown layer's parts, with an answer also before the first design.

use super::Plan;
use super::edit::LayerAt;
use super::measure::{Balance, Gauge, balance, figures};
use crate::model::{
    AccountIx, ActivityMeasures, Alignment, DesignBrief, Figures, Precision, Rule, Taker, TerritoryIx, UnitMove,
};
use crate::sorting::sort_by;

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

    /// The territories of the shown layer that are further from their fair share than its brief allows.
    #[must_use]
    pub fn outside(&self) -> Vec<TerritoryIx> {
        let (Some(brief), Some(figures)) = (self.brief(), self.figures()) else { return Vec::new() };
        let aim = brief.tolerance.percent() * (1.0 + 1e-9);
        let off = self.alignment().indices().zip(&figures.territories);
        off.filter(|(_, own)| (own.index - 100.0).abs() > aim).map(|(territory, _)| territory).collect()
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
