//! The smallest things that a design assigns, and who is whose neighbour.

use crate::geography::{Adjacency, EARTH_RADIUS, Plane, Triangulation, contiguity_graph, unit_vector};
use crate::model::AccountIx;
use crate::sorting::sort_by;
use crate::units::LonLat;

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

/// The located accounts as units: an account, or a few light ones at the same place, which is called its site.
///
/// Units at one site are spread a little, so that a border can divide what one place holds.
#[derive(Debug, Clone)]
pub(super) struct BasicUnits {
    /// By unit, its position in kilometres: in the plane when the area is small, else from the middle of the Earth.
    pub(super) at: Vec<[f64; 3]>,
    /// By unit, its position in a plane in metres.
    pub(super) plane: Vec<[f64; 2]>,
    /// By unit, its activity.
    pub(super) weights: Vec<f64>,
    /// By unit, its site; ascending.
    pub(super) sites: Vec<u32>,
    /// The contiguity graph of the sites.
    pub(super) graph: Adjacency,
    site_starts: Vec<u32>,
    member_starts: Vec<u32>,
    members: Vec<AccountIx>,
}

impl BasicUnits {
    /// Makes units of the located accounts, for `territories` territories. O(accounts · log accounts).
    pub(super) fn new(locations: &[Option<LonLat>], activity: &[f64], territories: usize) -> Self {
        let located: Vec<(AccountIx, LonLat)> = (0..)
            .map(AccountIx)
            .zip(locations)
            .filter_map(|(account, point)| point.map(|point| (account, point)))
            .collect();
        let points: Vec<LonLat> = located.iter().map(|&(_, point)| point).collect();
        let plane = Plane::fit(&points);
        let projected: Vec<[f64; 2]> = points.iter().map(|&point| plane.project(point)).collect();
        let triangulation = Triangulation::new(&projected);
        let mut by_site: Vec<usize> = (0..located.len()).collect();
        sort_by(&mut by_site, &|&a, &b| (triangulation.site_of_point[a], a).cmp(&(triangulation.site_of_point[b], b)));
        let mut units = Self {
            at: Vec::new(),
            plane: Vec::new(),
            weights: Vec::new(),
            sites: Vec::new(),
            graph: contiguity_graph(&triangulation),
            site_starts: vec![0],
            member_starts: vec![0],
            members: Vec::with_capacity(located.len()),
        };
        let total: f64 = located.iter().map(|(account, _)| activity[account.index()]).sum();
        let heaviest = GRAIN * total / territories as f64;
        let most = COUNT_GRAIN * located.len() as f64 / territories as f64;
        for site in by_site.chunk_by(|&a, &b| triangulation.site_of_point[a] == triangulation.site_of_point[b]) {
            let accounts = site.iter().map(|&point| located[point].0);
            units.add_site(accounts, activity, heaviest, most);
            let radius = spread(&triangulation.sites, &units.graph, units.site_starts.len() - 2);
            units.place(points[site[0]], radius, &plane);
        }
        units
    }

    fn add_site(&mut self, accounts: impl Iterator<Item = AccountIx>, activity: &[f64], heaviest: f64, most: f64) {
        let site = narrow(self.site_starts.len() - 1);
        let first = self.weights.len();
        for account in accounts {
            let weight = activity[account.index()];
            let open = self.weights.len();
            let has_room = open > first && {
                let count = self.members.len() - self.member_starts[open - 1] as usize;
                self.weights[open - 1] + weight <= heaviest && count as f64 + 1.0 <= most
            };
            self.members.push(account);
            if has_room {
                self.weights[open - 1] += weight;
                self.member_starts[open] += 1;
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
            let flat = plane.project(point);
            self.plane.push(flat);
            self.at.push(if plane.is_local() {
                [flat[0] / 1000.0, flat[1] / 1000.0, 0.0]
            } else {
                unit_vector(point).map(|coordinate| coordinate * EARTH_RADIUS.kilometers())
            });
        }
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
