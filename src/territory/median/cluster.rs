//! A group of customers and its best median, kept up as customers come and go.

use super::problem::Customer;

/// What sums of demands may differ by when they are added in another order, as a share of the capacity.
pub(super) const ROUNDING: f64 = 1e-10;

/// The capacity of a median, and what rounding may add.
pub(super) fn room(customer: &Customer) -> f64 {
    customer.capacity * (1.0 + ROUNDING)
}

/// How much a load is above the room.
#[inline]
pub(super) fn excess(load: f64, room: f64) -> f64 {
    (load - room).max(0.0)
}

#[inline]
pub(super) fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (x, y) = (a[0] - b[0], a[1] - b[1]);
    (x * x + y * y).sqrt()
}

/// What a group costs with the median that is best for it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seat {
    /// Position of the median among the members.
    pub(super) position: usize,
    pub(super) at: [f64; 2],
    pub(super) room: f64,
    /// Sum of the distances to it.
    pub(super) cost: f64,
    /// Load above its capacity.
    pub(super) excess: f64,
    /// The cost, and the excess at its price.
    pub(super) value: f64,
}

/// A member, and the sum of its distances to all members: what the group costs with it as the median.
#[derive(Debug, Clone, Copy)]
struct Member {
    at: [f64; 2],
    sum: f64,
    room: f64,
}

/// Customers that share a median. Every question is answered with the median that would then be the best: O(members).
#[derive(Debug, Clone, Default)]
pub(super) struct Cluster {
    members: Vec<Member>,
    pub(super) ids: Vec<u32>,
    pub(super) load: f64,
    pub(super) seat: Seat,
}

impl Cluster {
    /// The value if a customer came. O(members).
    pub(super) fn value_with(&self, customer: &Customer, price: f64) -> f64 {
        let load = self.load + customer.demand;
        let (mut own, mut least) = (0.0, f64::INFINITY);
        for member in &self.members {
            let way = distance(member.at, customer.at);
            own += way;
            least = lesser(least, member.sum + way + price * excess(load, member.room));
        }
        lesser(least, own + price * excess(load, room(customer)))
    }

    /// The value if a member left; without end if it is the last one, since a group is never given up. O(members).
    pub(super) fn value_without(&self, position: usize, demand: f64, price: f64) -> f64 {
        let load = self.load - demand;
        let gone = self.members[position].at;
        let mut least = f64::INFINITY;
        for (other, member) in self.members.iter().enumerate() {
            let value = member.sum - distance(member.at, gone) + price * excess(load, member.room);
            if other != position {
                least = lesser(least, value);
            }
        }
        least
    }

    /// The value if a customer came in the place of a member. O(members).
    pub(super) fn value_instead(&self, position: usize, demand: f64, customer: &Customer, price: f64) -> f64 {
        let load = self.load - demand + customer.demand;
        let gone = self.members[position].at;
        let (mut own, mut least) = (0.0, f64::INFINITY);
        for (other, member) in self.members.iter().enumerate() {
            let way = distance(member.at, customer.at);
            let value = member.sum - distance(member.at, gone) + way + price * excess(load, member.room);
            if other != position {
                own += way;
                least = lesser(least, value);
            }
        }
        lesser(least, own + price * excess(load, room(customer)))
    }

    /// A customer comes. The seat is for the caller to settle. O(members).
    pub(super) fn add(&mut self, id: u32, customer: &Customer) {
        let mut sum = 0.0;
        for member in &mut self.members {
            let way = distance(member.at, customer.at);
            member.sum += way;
            sum += way;
        }
        self.members.push(Member { at: customer.at, sum, room: room(customer) });
        self.ids.push(id);
        self.load += customer.demand;
    }

    /// A member leaves; the member that takes its position, if one does. The seat is for the caller to settle. O(members).
    pub(super) fn remove(&mut self, position: usize, demand: f64) -> Option<u32> {
        let gone = self.members.swap_remove(position).at;
        self.ids.swap_remove(position);
        for member in &mut self.members {
            member.sum -= distance(member.at, gone);
        }
        self.load -= demand;
        if self.ids.is_empty() {
            // No rounding outlives the members.
            self.load = 0.0;
        }
        self.ids.get(position).copied()
    }

    /// Seats the best median. O(members).
    pub(super) fn settle(&mut self, price: f64) {
        self.seat = Seat { value: f64::INFINITY, ..Seat::default() };
        for (position, member) in self.members.iter().enumerate() {
            let excess = excess(self.load, member.room);
            let value = member.sum + price * excess;
            if value < self.seat.value {
                self.seat = Seat { position, at: member.at, room: member.room, cost: member.sum, excess, value };
            }
        }
    }
}

/// Unlike `f64::min` one instruction, for it need not mind what is not a number.
#[inline]
fn lesser(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}
