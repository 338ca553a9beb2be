//! What a trip gains, and what it costs at home.

use super::territory_days::{Ends, TerritoryDays};
use super::trips::{Trip, Wanted};
use std::cmp::Ordering;

/// What a trip gains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gain {
    /// Worth of the visits that there are more, less those that days at home lose.
    worth: f64,
    /// What the way costs less, less the nights; counts where nothing else differs.
    money: f64,
}

impl Gain {
    /// Worths are sums of whole numbers.
    const ROUNDING: f64 = 1e-6;

    /// Whether it is better to make the trip than not to.
    pub(super) fn is_worth_it(self) -> bool {
        self.worth > Self::ROUNDING || (self.worth > -Self::ROUNDING && self.money > 0.0)
    }

    /// Which of two gains more.
    pub(super) fn compare(self, other: Self) -> Ordering {
        let is_same = (self.worth - other.worth).abs() < Self::ROUNDING;
        (if is_same { Ordering::Equal } else { self.worth.total_cmp(&other.worth) })
            .then(self.money.total_cmp(&other.money))
    }
}

/// The days at home of a calendar without trips.
#[derive(Debug, Clone, Default)]
pub(super) struct HomeDays {
    /// The stops of each in order; no day that was given up.
    orders: Vec<Vec<u32>>,
    /// What a visit is worth, by number among the visited.
    worths: Vec<f64>,
}

impl HomeDays {
    /// The days of a calendar; `worths` by number among the visited.
    pub(super) fn new(orders: Vec<Vec<u32>>, worths: Vec<f64>) -> Self {
        Self { orders, worths }
    }

    fn worth_of(&self, order: &[u32]) -> f64 {
        order.iter().filter_map(|&customer| self.worths.get(customer as usize)).sum()
    }

    /// Whether an account is visited from home.
    pub(super) fn visits(&self, customer: u32) -> bool {
        self.orders.iter().any(|order| order.contains(&customer))
    }

    /// What a trip gains: as many days at home as it has are given up, those that are worth least without whom it visits.
    /// O(days · stops).
    pub(super) fn gain(&self, days: &TerritoryDays, wanted: &[Wanted], trip: &Trip) -> Gain {
        let is_on_trip = |customer: &u32| trip.orders.iter().any(|order| order.contains(customer));
        let on_trip = trip.orders.iter().flatten();
        let added: f64 =
            on_trip.filter_map(|own| wanted.iter().find(|one| one.customer == *own)).map(|own| own.worth).sum();
        let (mut left, mut moved, mut saved) = (Vec::with_capacity(self.orders.len()), 0.0, 0.0);
        for order in &self.orders {
            let rest: Vec<u32> = order.iter().copied().filter(|own| !is_on_trip(own)).collect();
            if rest.len() < order.len() {
                moved += self.worth_of(order) - self.worth_of(&rest);
                saved +=
                    days.way(order, Ends::USUAL) - if rest.is_empty() { 0.0 } else { days.way(&rest, Ends::USUAL) };
            }
            left.push(self.worth_of(&rest));
        }
        crate::sorting::sort_by(&mut left, &f64::total_cmp);
        let lost: f64 = left.iter().take(trip.orders.len()).sum();
        let brief = &days.brief;
        let nights = trip.orders.len().saturating_sub(1) as f64;
        let money = (saved - trip.way(days)) / 1000.0 * brief.cost_per_km - nights * brief.cost_per_night;
        Gain { worth: added - moved - lost, money }
    }

    /// Takes the days that a trip costs, and whom it visits, away.
    pub(super) fn give_up(&mut self, trip: &Trip) {
        for order in &mut self.orders {
            order.retain(|own| !trip.orders.iter().any(|on_trip| on_trip.contains(own)));
        }
        let mut least: Vec<(usize, f64)> = self.orders.iter().map(|order| self.worth_of(order)).enumerate().collect();
        crate::sorting::sort_by(&mut least, &|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let mut gone: Vec<usize> = least.into_iter().take(trip.orders.len()).map(|(at, _)| at).collect();
        crate::sorting::sort(&mut gone);
        for at in gone.into_iter().rev() {
            self.orders.remove(at);
        }
    }
}
