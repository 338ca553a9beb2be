//! What a plan does not keep, in a manager's words, with what would free it.

use super::{LayerPlan, Plan};
use crate::model::{AccountIx, COUNT, Limit, TerritoryIx};

impl Plan {
    /// The declared limits of the shown layer in words, in their order.
    #[must_use]
    pub fn limits_in_words(&self) -> Vec<String> {
        let declared = self.layer().map(LayerPlan::declared).unwrap_or_default();
        declared.iter().map(|limit| self.limit_in_words(limit)).collect()
    }

    fn limit_in_words(&self, limit: &Limit) -> String {
        match *limit {
            Limit::Tolerance { territory, deviation } => self.out_of_tolerance(territory, deviation),
            Limit::Heavy { account, share } => self.too_heavy(account, share),
            Limit::Islands { territory } => format!(
                "{} is in several parts that do not touch: plan fewer territories, or raise the tolerance",
                self.territory_words(territory)
            ),
        }
    }

    fn out_of_tolerance(&self, territory: TerritoryIx, deviation: f64) -> String {
        let index = self.figures().and_then(|figures| figures.territories.get(territory.index())).map(|own| own.index);
        let direction = if index.is_some_and(|index| index < 100.0) { "below" } else { "above" };
        let off = deviation * 100.0;
        // The margin keeps a rounding error from adding a tenth.
        let needed = (off * 10.0 - 1e-9).ceil() / 10.0;
        let aim = self.brief().map_or(0.0, |brief| brief.tolerance.percent());
        format!(
            "{} is {off:.1} % {direction} its fair share{}, the tolerance is ±{aim} %: raise the tolerance to {needed} %, \
             plan fewer territories, or balance a measure that is spread more evenly",
            self.territory_words(territory),
            self.of_measure(),
        )
    }

    fn too_heavy(&self, account: AccountIx, share: f64) -> String {
        let account = self.dataset().accounts().get(account);
        let name = if account.name.is_empty() { account.id } else { account.name };
        let needed = ((share - 1.0) * 100.0 - 1e-9).ceil().max(0.0);
        format!(
            "{name} alone is {:.0} % of a fair share{}: raise the tolerance to {needed} %, or plan fewer territories",
            share * 100.0,
            self.of_measure(),
        )
    }

    fn territory_words(&self, territory: TerritoryIx) -> String {
        let name = self.alignment().territory(territory).map_or("", |found| found.name.as_str());
        format!("Territory {} {name}", territory.index() + 1)
    }

    fn of_measure(&self) -> String {
        match self.brief().map(|brief| brief.measures.as_slice()) {
            Some([one]) if one.measure.eq_ignore_ascii_case(COUNT) => " of accounts".to_owned(),
            Some([one]) => format!(" of {}", one.measure),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn limits_say_what_to_do() {
        let plan = sample::edited_plan(12);
        let heavy = plan.limit_in_words(&Limit::Heavy { account: AccountIx(0), share: 1.07 });
        assert!(heavy.contains(" alone is 107 % of a fair share"), "{heavy}");
        assert!(heavy.contains("raise the tolerance to 7 %, or plan fewer"), "{heavy}");
        let off = plan.limit_in_words(&Limit::Tolerance { territory: TerritoryIx(0), deviation: 0.0712 });
        assert!(off.contains(" is 7.1 % ") && off.contains("raise the tolerance to 7.2 %"), "{off}");
    }
}
