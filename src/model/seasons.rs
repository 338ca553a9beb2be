//! How much each month of the year sells.

use super::records::{DealState, Records};
use std::collections::BTreeMap;

impl Records {
    /// The seasonal index of the won deals by the month in which they were closed, as a share of 1: the mean of a month ÷ the
    /// mean of all months, from January. `None` unless every month of the year has sold something in a month on record.
    /// O(deals · log months).
    #[must_use]
    pub fn seasonal_index(&self) -> Option<[f64; 12]> {
        let mut sold: BTreeMap<(i32, u32), f64> = BTreeMap::new();
        for deal in self.opportunities.records().iter().filter(|deal| deal.state == DealState::Won) {
            if let Some((day, amount)) = deal.closed.zip(deal.amount) {
                let (year, month, _) = day.year_month_day();
                *sold.entry((year, month)).or_default() += amount;
            }
        }
        let mut months = [(0.0, 0.0); 12];
        for (&(_, month), amount) in &sold {
            let (sum, count) = &mut months[month as usize - 1];
            *sum += amount;
            *count += 1.0;
        }
        let means = months.map(|(sum, count)| sum / count);
        let mean = means.iter().sum::<f64>() / 12.0;
        // A month without a deal has no mean, which is no number.
        let index = means.map(|own| own / mean);
        index.iter().all(|own| (0.0..=100.0).contains(own)).then_some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Opportunity;
    use crate::units::Day;

    fn records(deals: impl Iterator<Item = (i32, u32, f64, DealState)>) -> Records {
        let mut records = Records::default();
        for (year, month, amount, state) in deals {
            let closed = Day::new(year, month, 9).ok();
            let (account, rep, product, stage, created) = (None, None, None, 0, None);
            let amount = Some(amount);
            records
                .opportunities
                .push("d", Opportunity { account, rep, product, stage, state, amount, created, closed });
        }
        records
    }

    #[test]
    fn a_month_is_held_against_the_mean_of_all() {
        let even = (1..=12).map(|month| (2024, month, 100.0, DealState::Won));
        let more = (1..=12).map(|month| (2025, month, if month == 12 { 500.0 } else { 100.0 }, DealState::Won));
        let lost = [(2025, 1, 9_999.0, DealState::Lost)];
        let index = records(even.clone().chain(more).chain(lost)).seasonal_index().expect("all months have sold");
        // December: the mean of 100 and 500 against 11 months of 100 and this one.
        let mean = (11.0 * 100.0 + 300.0) / 12.0;
        assert!((index[11] - 300.0 / mean).abs() < 1e-12 && (index[0] - 100.0 / mean).abs() < 1e-12);
        assert!((index.iter().sum::<f64>() - 12.0).abs() < 1e-9);
        assert_eq!(records(even.take(11)).seasonal_index(), None);
        assert_eq!(Records::default().seasonal_index(), None);
    }
}
