//! The smallest things that a design assigns, and who is whose neighbour.

use super::fence::Fence;
use super::ground::{Ground, Grounds};
use super::ledger::Load;
use crate::geography::{Adjacency, Barriers, EARTH_RADIUS, Plane, centroid, unit_vector};
use crate::model::AccountIx;
use crate::sorting::sort;
use crate::units::LonLat;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Accounts at one place make one unit up to this share of a territory's fair share.
const GRAIN: f64 = 0.002;

/// Accounts at one place make one unit up to this share of a territory's fair number of accounts.
const COUNT_GRAIN: f64 = 0.05;

/// Units at one place are spread over a disc of this share of the way to the nearest other place …
const SPREAD: f64 = 0.2;

/// … but of no greater radius than this, in metres.
const WIDEST_SPREAD: f64 = 2_000.0;

/// The angle between consecutive seeds of a sunflower, in radians: even cover of a disc (Vogel 1979).
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;

const METERS_A_DEGREE: f64 = 111_195.08;

/// The bounds on what is put together at one place.
struct Grain {
    heaviest: f64,
    most: f64,
}

/// Which accounts are assigned as a whole, and where that whole is.
///
/// Accounts go together that have the same key. A group is at the centroid of its located members, or, for families, where
/// the member with the most activity is; members without a location go with the group. Groups without any are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    starts: Vec<u32>,
    members: Vec<AccountIx>,
    at: Vec<LonLat>,
}

/// What makes accounts go together, by account.
#[derive(Debug, Clone)]
pub(super) struct Keys<'a> {
    /// The group; `None` when every account is one of its own.
    pub(super) groups: Option<&'a [u32]>,
    /// Accounts of different holds (another owner before, a lock) are never put into one unit; empty when all are alike.
    pub(super) holds: &'a [u32],
    /// Whether a group is where its heaviest member is.
    pub(super) is_anchored: bool,
    /// By account, whether it may lie anywhere; empty when none may.
    pub(super) is_loose: &'a [bool],
}

impl Keys<'_> {
    fn hold(&self, account: AccountIx) -> u32 {
        self.holds.get(account.index()).copied().unwrap_or(0)
    }

    /// Whether all of these accounts may lie anywhere.
    fn are_loose(&self, accounts: &[AccountIx]) -> bool {
        !self.is_loose.is_empty() && accounts.iter().all(|account| self.is_loose[account.index()])
    }
}

impl Groups {
    /// O(accounts · log accounts), without groups O(accounts).
    pub(super) fn new(locations: &[Option<LonLat>], activity: &[f64], keys: &Keys) -> Self {
        let mut this = Self { starts: vec![0], ..Self::default() };
        let Some(groups) = keys.groups else {
            for (account, location) in (0..).map(AccountIx).zip(locations) {
                if let Some(at) = location {
                    this.members.push(account);
                    this.close(*at);
                }
            }
            return this;
        };
        let mut sorted: Vec<(u32, u32)> = groups.iter().copied().zip(0..).collect();
        sort(&mut sorted);
        for group in sorted.chunk_by(|a, b| a.0 == b.0) {
            let members = || group.iter().map(|&(_, account)| AccountIx(account));
            let located = members().filter_map(|account| Some((account, locations[account.index()]?)));
            let at = if keys.is_anchored {
                let weight = |account: AccountIx| activity[account.index()];
                // The first of the heaviest.
                located.reduce(|a, b| if weight(b.0) > weight(a.0) { b } else { a }).map(|(_, at)| at)
            } else {
                let first = located.clone().next().map(|(_, at)| at);
                centroid(located.map(|(_, at)| at)).or(first)
            };
            if let Some(at) = at {
                this.members.extend(members());
                this.close(at);
            }
        }
        this
    }

    fn close(&mut self, at: LonLat) {
        self.starts.push(narrow(self.members.len()));
        self.at.push(at);
    }

    /// Number of groups.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    fn members(&self, group: usize) -> &[AccountIx] {
        &self.members[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

/// The located accounts as units: an account, accounts that go together, or a few light ones at the same place, which is
/// called its site.
///
/// Units at one site are spread a little, so that a border can divide what one place holds. What the tasks of a design do not
/// ask for is not sent with them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct BasicUnits {
    /// By unit, its position in kilometres: in the plane when the area is small, else from the middle of the Earth.
    pub(super) at: Vec<[f64; 3]>,
    /// By unit, its position in a plane in metres.
    #[serde(skip)]
    pub(super) plane: Vec<[f64; 2]>,
    /// By unit, its activity.
    pub(super) weights: Vec<f64>,
    /// What is balanced besides, its values by unit.
    pub(super) loads: Vec<Load>,
    /// By unit, its site; ascending.
    pub(super) sites: Vec<u32>,
    /// The contiguity graph of the sites, without what barriers cut. Sites of units that may all lie anywhere hang on others and
    /// link nothing.
    pub(super) graph: Adjacency,
    /// By unit, whether it may lie anywhere; empty when none may.
    pub(super) is_loose: Vec<bool>,
    /// The plane.
    #[serde(skip)]
    pub(super) ground: Plane,
    /// What barriers did to it; `None` where none crosses it.
    pub(super) fence: Option<Box<Fence>>,
    /// Whether a barrier crosses the graph.
    pub(super) is_fenced: bool,
    pub(super) site_starts: Vec<u32>,
    #[serde(skip)]
    pub(super) member_starts: Vec<u32>,
    #[serde(skip)]
    pub(super) members: Vec<AccountIx>,
}

impl BasicUnits {
    /// Makes units of the groups, for `territories` territories; no edge of their graph crosses `barriers`. `activity` and
    /// `loads` are by account. O(accounts · log accounts).
    pub(super) fn new(
        groups: &Groups,
        activity: &[f64],
        loads: &[Load],
        keys: &Keys,
        territories: usize,
        (barriers, grounds): (&Barriers, &mut Grounds),
    ) -> Self {
        let ground = grounds.of(&groups.at);
        let Ground { plane, triangulation, .. } = &*ground;
        let weights: Vec<f64> = (0..groups.len())
            .map(|group| groups.members(group).iter().map(|account| activity[account.index()]).sum())
            .collect();
        let hold = |group: usize| groups.members(group).first().map_or(0, |&first| keys.hold(first));
        let mut by_site: Vec<(u32, u32, u32)> =
            (0..groups.len()).map(|group| (triangulation.site_of_point[group], hold(group), narrow(group))).collect();
        sort(&mut by_site);
        let mut units = Self {
            at: Vec::new(),
            plane: Vec::new(),
            weights: Vec::new(),
            loads: Vec::new(),
            sites: Vec::new(),
            graph: Adjacency::default(),
            is_loose: Vec::new(),
            ground: plane.clone(),
            fence: None,
            is_fenced: false,
            site_starts: vec![0],
            member_starts: vec![0],
            members: Vec::with_capacity(groups.members.len()),
        };
        let total: f64 = weights.iter().sum();
        let grain = Grain {
            heaviest: if keys.groups.is_none() { GRAIN * total / territories as f64 } else { -1.0 },
            most: COUNT_GRAIN * groups.len() as f64 / territories as f64,
        };
        for site in by_site.chunk_by(|a, b| a.0 == b.0) {
            units.add_site(groups, &weights, site, &grain);
            let radius = spread(&triangulation.sites, &ground.graph, units.site_starts.len() - 2);
            units.place(groups.at[site[0].2 as usize], radius, plane);
        }
        let by_unit = |load: &Load| {
            let value = |unit: usize| units.members(unit).iter().map(|account| load.values[account.index()]).sum();
            Load { terms: load.terms, values: (0..units.len()).map(value).collect() }
        };
        units.loads = loads.iter().map(by_unit).collect();
        if !keys.is_loose.is_empty() {
            units.is_loose = (0..units.len()).map(|unit| keys.are_loose(units.members(unit))).collect();
        }
        let is_bound = |group: &u32| !keys.are_loose(groups.members(*group as usize));
        let bound: Vec<u32> = (0..narrow(groups.len())).filter(is_bound).collect();
        let hung = Hung::new(groups, &bound, &ground, grounds);
        if !barriers.is_empty() {
            let places = by_site.chunk_by(|a, b| a.0 == b.0).map(|site| groups.at[site[0].2 as usize]).collect();
            let fence = Fence::new(&mut units, &hung, barriers, places, &triangulation.sites, territories);
            units.is_fenced = fence.is_some();
            units.fence = fence.map(Box::new);
        }
        if units.fence.is_none() {
            units.graph = hung.onto(hung.bound.clone(), |_, _| false).into_owned();
        }
        units
    }

    fn add_site(&mut self, groups: &Groups, weights: &[f64], own: &[(u32, u32, u32)], grain: &Grain) {
        let site = narrow(self.site_starts.len() - 1);
        let mut last = None;
        for &(_, hold, group) in own {
            let weight = weights[group as usize];
            let open = self.weights.len();
            let has_room = last == Some(hold) && {
                let count = self.members.len() - self.member_starts[open - 1] as usize;
                self.weights[open - 1] + weight <= grain.heaviest && count as f64 + 1.0 <= grain.most
            };
            last = Some(hold);
            self.members.extend_from_slice(groups.members(group as usize));
            if has_room {
                self.weights[open - 1] += weight;
                self.member_starts[open] = narrow(self.members.len());
            } else {
                self.weights.push(weight);
                self.sites.push(site);
                self.member_starts.push(narrow(self.members.len()));
            }
        }
        self.site_starts.push(narrow(self.weights.len()));
    }

    /// Gives the units of the site that was added last their positions.
    fn place(&mut self, middle: LonLat, radius: f64, plane: &Plane) {
        let count = self.weights.len() - self.at.len();
        for position in 0..count {
            let point = if count == 1 { middle } else { seed(middle, radius, position, count) };
            self.plane.push(plane.project(point));
            self.at.push(self.position(point));
        }
    }

    /// A point in kilometres, as the units are.
    pub(super) fn position(&self, point: LonLat) -> [f64; 3] {
        if self.ground.is_local() {
            let flat = self.ground.project(point);
            [flat[0] / 1000.0, flat[1] / 1000.0, 0.0]
        } else {
            unit_vector(point).map(|coordinate| coordinate * EARTH_RADIUS.kilometers())
        }
    }

    /// Whether a unit may lie anywhere: some reps have what it needs, and others not.
    pub(super) fn is_loose(&self, unit: usize) -> bool {
        self.is_loose.get(unit).copied().unwrap_or(false)
    }

    /// Number of units.
    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    /// The units at a site.
    pub(super) fn at_site(&self, site: u32) -> std::ops::Range<usize> {
        self.site_starts[site as usize] as usize..self.site_starts[site as usize + 1] as usize
    }

    /// The accounts of a unit.
    pub(super) fn members(&self, unit: usize) -> &[AccountIx] {
        &self.members[self.member_starts[unit] as usize..self.member_starts[unit + 1] as usize]
    }
}

/// What hangs together where some may lie anywhere: the contiguity graph of all sites, and that of the bound ones alone.
pub(super) struct Hung<'a> {
    all: &'a Adjacency,
    /// The bound sites as if there were no others; the others are in no edge.
    pub(super) bound: Cow<'a, Adjacency>,
    /// By site, whether all its units may lie anywhere; empty when none is like that.
    is_loose: Vec<bool>,
}

impl<'a> Hung<'a> {
    /// O(bound groups · log bound groups), or nothing where all are bound.
    fn new(groups: &Groups, bound: &[u32], ground: &'a Ground, grounds: &mut Grounds) -> Self {
        if bound.len() == groups.len() {
            return Self { all: &ground.graph, bound: Cow::Borrowed(&ground.graph), is_loose: Vec::new() };
        }
        let own = grounds.of(&bound.iter().map(|&group| groups.at[group as usize]).collect::<Vec<_>>());
        let mut site_of = vec![0; own.graph.len()];
        let mut is_loose = vec![true; ground.graph.len()];
        for (&group, &site) in bound.iter().zip(&own.triangulation.site_of_point) {
            let among_all = ground.triangulation.site_of_point[group as usize];
            site_of[site as usize] = among_all;
            is_loose[among_all as usize] = false;
        }
        let edges: Vec<[u32; 2]> = own.graph.edges().map(|edge| edge.map(|site| site_of[site as usize])).collect();
        Self { all: &ground.graph, bound: Cow::Owned(Adjacency::from_edges(is_loose.len(), &edges)), is_loose }
    }

    /// A graph of the bound sites with the others hung on those that are nearest by edges, but not across what is cut.
    /// O(edges).
    pub(super) fn onto<'b>(&self, bound: Cow<'b, Adjacency>, is_cut: impl Fn(u32, u32) -> bool) -> Cow<'b, Adjacency> {
        if self.is_loose.is_empty() {
            return bound;
        }
        let mut is_open = self.is_loose.clone();
        let mut queue: Vec<u32> = (0..narrow(is_open.len())).filter(|&site| !is_open[site as usize]).collect();
        let mut edges: Vec<[u32; 2]> = bound.edges().collect();
        let mut head = 0;
        while let Some(&site) = queue.get(head) {
            head += 1;
            for &next in self.all.of(site) {
                if is_open[next as usize] && !is_cut(site, next) {
                    is_open[next as usize] = false;
                    edges.push([site, next]);
                    queue.push(next);
                }
            }
        }
        Cow::Owned(Adjacency::from_edges(is_open.len(), &edges))
    }
}

/// The radius of the disc over which the units of a site are spread, in metres.
fn spread(places: &[[f64; 2]], graph: &Adjacency, site: usize) -> f64 {
    let [x, y] = places[site];
    let distances = graph.of(narrow(site)).iter().map(|&other| {
        let [dx, dy] = [places[other as usize][0] - x, places[other as usize][1] - y];
        (dx * dx + dy * dy).sqrt()
    });
    (SPREAD * distances.fold(f64::INFINITY, f64::min)).min(WIDEST_SPREAD)
}

/// One of `count` points spread evenly over a disc.
fn seed(middle: LonLat, radius: f64, position: usize, count: usize) -> LonLat {
    let reach = radius * ((position as f64 + 0.5) / count as f64).sqrt() / METERS_A_DEGREE;
    let (sin, cos) = libm::sincos(position as f64 * GOLDEN_ANGLE);
    let shrink = libm::cos(middle.lat().to_radians()).max(0.01);
    LonLat::new(middle.lon() + reach * cos / shrink, middle.lat() + reach * sin).unwrap_or(middle)
}

/// An index as `u32`: accounts are numbered with it, so there are no more units or sites than that.
pub(super) fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
