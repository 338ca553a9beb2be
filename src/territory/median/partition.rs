//! The customers in groups, and what exchanges between groups would change.

use super::cluster::{Cluster, distance, excess};
use super::problem::Customer;

/// What a move does to one group: a member leaves, a customer comes, or both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exchange {
    pub(super) cluster: u32,
    pub(super) lost: Option<u32>,
    pub(super) gained: Option<u32>,
}

/// Every customer in one of the groups. Invariant while searching: no group is empty.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    pub(super) customers: Vec<Customer>,
    pub(super) clusters: Vec<Cluster>,
    pub(super) owner: Vec<u32>,
    position: Vec<u32>,
    /// What a unit of load above a capacity costs.
    price: f64,
}

impl Partition {
    /// No customer is in a group yet.
    pub(super) fn new(customers: Vec<Customer>, groups: usize) -> Self {
        let count = customers.len();
        Self {
            customers,
            clusters: vec![Cluster::default(); groups],
            owner: vec![0; count],
            position: vec![0; count],
            price: 0.0,
        }
    }

    pub(super) fn distance(&self, a: u32, b: u32) -> f64 {
        distance(self.customers[a as usize].at, self.customers[b as usize].at)
    }

    pub(super) fn put(&mut self, id: u32, cluster: u32) {
        let group = &mut self.clusters[cluster as usize];
        self.position[id as usize] = u32::try_from(group.ids.len()).unwrap_or(u32::MAX);
        self.owner[id as usize] = cluster;
        group.add(id, &self.customers[id as usize]);
    }

    pub(super) fn take(&mut self, id: u32) {
        let (owner, position) = (self.owner[id as usize], self.position[id as usize]);
        let demand = self.customers[id as usize].demand;
        if let Some(moved) = self.clusters[owner as usize].remove(position as usize, demand) {
            self.position[moved as usize] = position;
        }
    }

    pub(super) fn settle(&mut self, cluster: u32) {
        self.clusters[cluster as usize].settle(self.price);
    }

    pub(super) fn price(&self) -> f64 {
        self.price
    }

    /// Changes the price of excess, and the seats with it. O(n).
    pub(super) fn set_price(&mut self, price: f64) {
        self.price = price;
        for cluster in &mut self.clusters {
            cluster.settle(price);
        }
    }

    /// Sums of the cost and of the excess. O(groups).
    pub(super) fn totals(&self) -> (f64, f64) {
        let seats = self.clusters.iter().map(|cluster| &cluster.seat);
        seats.fold((0.0, 0.0), |(cost, excess), seat| (cost + seat.cost, excess + seat.excess))
    }

    /// What the exchanges change if no group takes another median: mostly more than what they do, at a fraction of the
    /// work. O(exchanges).
    pub(super) fn estimate(&self, exchanges: &[Exchange]) -> f64 {
        let change = |exchange: &Exchange| {
            let cluster = &self.clusters[exchange.cluster as usize];
            let (mut change, mut load) = (-self.price * cluster.seat.excess, cluster.load);
            if let Some(lost) = exchange.lost {
                let customer = &self.customers[lost as usize];
                change -= distance(customer.at, cluster.seat.at);
                load -= customer.demand;
            }
            if let Some(gained) = exchange.gained {
                let customer = &self.customers[gained as usize];
                change += distance(customer.at, cluster.seat.at);
                load += customer.demand;
            }
            change + self.price * excess(load, cluster.seat.room)
        };
        exchanges.iter().map(change).sum()
    }

    /// What the exchanges change. O(members of the groups).
    pub(super) fn change(&self, exchanges: &[Exchange]) -> f64 {
        let after = |exchange: &Exchange| {
            let cluster = &self.clusters[exchange.cluster as usize];
            let lost =
                exchange.lost.map(|id| (self.position[id as usize] as usize, self.customers[id as usize].demand));
            let gained = exchange.gained.map(|id| &self.customers[id as usize]);
            let value = match (lost, gained) {
                (Some((position, demand)), Some(customer)) => {
                    cluster.value_instead(position, demand, customer, self.price)
                }
                (Some((position, demand)), None) => cluster.value_without(position, demand, self.price),
                (None, Some(customer)) => cluster.value_with(customer, self.price),
                (None, None) => cluster.seat.value,
            };
            value - cluster.seat.value
        };
        exchanges.iter().map(after).sum()
    }

    pub(super) fn apply(&mut self, exchanges: &[Exchange]) {
        for lost in exchanges.iter().filter_map(|exchange| exchange.lost) {
            self.take(lost);
        }
        for exchange in exchanges {
            if let Some(gained) = exchange.gained {
                self.put(gained, exchange.cluster);
            }
        }
        for exchange in exchanges {
            self.settle(exchange.cluster);
        }
    }
}
