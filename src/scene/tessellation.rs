//! The part of the plane that is nearer to each account than to any other: what areas are put together from.

use super::areas::Areas;
use super::viewport::Bounds;
use crate::geography::Triangulation;
use crate::model::TerritoryIx;
use crate::model::columnar::{self, Fixed};
use crate::sorting::{sort, sort_by};
use serde::{Deserialize, Serialize};

/// No site: an account without a location, or the far side of the frame.
pub(super) const NO_SITE: u32 = u32::MAX;

/// Points around the frame that close the outer cells. The cells inside the frame are the same with any number of
/// them, as long as they are farther away than the frame is wide.
const GUARDS: u32 = 12;

/// The Voronoi diagram of the accounts' places in the plane of the map, cut to a frame around them. It knows no owners:
/// it is computed once a data set, in the worker, and sent to the page; [`Tessellation::areas`] is quick.
///
/// Method: the Voronoi diagram as the dual of the Delaunay triangulation (Aurenhammer, "Voronoi diagrams", 1991), the
/// outer cells closed by guard points beyond the frame. O(n log n).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tessellation {
    /// By account, the place it shares with those at the same place; [`NO_SITE`] when not located.
    #[serde(with = "columnar")]
    pub(super) site_of_account: Vec<u32>,
    pub(super) sites: u32,
    #[serde(with = "columnar")]
    pub(super) vertices: Vec<[f64; 2]>,
    #[serde(with = "columnar")]
    pub(super) edges: Vec<Edge>,
    /// Around the located accounts.
    extent: Option<Bounds>,
}

/// A line between two cells, or between a cell and the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Edge {
    /// Vertices at its ends.
    pub(super) ends: [u32; 2],
    /// The site whose cell lies on the side of growing angle (from x to y) of the direction from end to end.
    pub(super) left: u32,
    /// The site on the other side; [`NO_SITE`] on the frame.
    pub(super) right: u32,
}

impl Fixed for Edge {
    const BYTES: usize = 16;
    fn put(self, bytes: &mut Vec<u8>) {
        let [start, end] = self.ends;
        bytes.extend([start, end, self.left, self.right].into_iter().flat_map(u32::to_le_bytes));
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut numbers = bytes.chunks(4).map_while(u32::read);
        let mut next = || numbers.next();
        Some(Self { ends: [next()?, next()?], left: next()?, right: next()? })
    }
}

impl Tessellation {
    /// Divides the plane among the accounts' places, as from [`MapProjection::places`](super::MapProjection::places).
    #[must_use]
    pub fn new(places: &[Option<[f64; 2]>]) -> Self {
        let mut located: Vec<[f64; 2]> = places.iter().copied().flatten().collect();
        let Some(around) = Bounds::around(located.iter().copied()) else {
            let site_of_account = vec![NO_SITE; places.len()];
            return Self { site_of_account, sites: 0, vertices: Vec::new(), edges: Vec::new(), extent: None };
        };
        let frame = frame_around(around);
        located.extend(guards(frame));
        let triangulation = Triangulation::new(&located);
        drop(located);
        let sites = narrow(triangulation.sites.len()) - GUARDS;
        let mut site_of_point = triangulation.site_of_point.iter().copied();
        let site_of_account =
            places.iter().map(|at| at.and_then(|_| site_of_point.next()).unwrap_or(NO_SITE)).collect();
        let mut builder = Builder::new(&triangulation, sites, frame);
        builder.add_edges();
        builder.close_frame();
        Self { site_of_account, sites, vertices: builder.vertices, edges: builder.edges, extent: Some(around) }
    }

    /// The areas of the territories and the borders between them. O(accounts + cells + border · log border).
    #[must_use]
    pub fn areas(&self, owners: &[Option<TerritoryIx>], territories: usize) -> Areas {
        Areas::dissolve(self, owners, territories)
    }

    /// The rectangle that the cells fill; none when nothing is located.
    #[must_use]
    pub fn frame(&self) -> Option<Bounds> {
        self.extent.map(frame_around)
    }

    /// The least rectangle around the located accounts.
    pub(super) fn extent(&self) -> Option<Bounds> {
        self.extent
    }
}

/// Three times as wide as the accounts' extent: where it ends, it is out of sight or clipped to the land.
fn frame_around(extent: Bounds) -> Bounds {
    let [across, down] = extent.size();
    extent.padded(across.max(down).max(50.0))
}

/// An index as `u32`; accounts are numbered with it, so there are no more.
pub(super) fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn guards(frame: Bounds) -> impl Iterator<Item = [f64; 2]> {
    let [across, down] = frame.size();
    let ([x, y], radius) = (frame.center(), 3.0 * libm::hypot(across, down));
    (0..GUARDS).map(move |guard| {
        let (sin, cos) = libm::sincos(f64::from(guard) / f64::from(GUARDS) * std::f64::consts::TAU);
        [x + radius * cos, y + radius * sin]
    })
}

/// Where a line leaves or enters the frame.
struct Crossing {
    /// Along the frame, from x to y, 0 to 4.
    along: f64,
    vertex: u32,
    /// Whose cell lies along the frame after it.
    next_site: u32,
}

/// A side that runs from its higher site to its lower one.
const BACKWARD: u32 = 1 << 31;

/// The sides of all triangles by their lower site: the higher one, and the triangle with [`BACKWARD`] where it says so.
struct SidesByLow {
    sides: Vec<(u32, u32)>,
    /// By site, where its sides end.
    ends: Vec<u32>,
}

impl SidesByLow {
    /// `turned` gives the sides of a triangle all one way around. O(sites + triangles).
    fn of(triangulation: &Triangulation, turned: impl Fn(&[u32; 3]) -> [(u32, u32); 3]) -> Self {
        let triangles = &triangulation.triangles;
        let mut ends = vec![0u32; triangulation.sites.len() + 1];
        for (from, to) in triangles.iter().flat_map(&turned) {
            ends[from.min(to) as usize + 1] += 1;
        }
        for site in 1..ends.len() {
            ends[site] += ends[site - 1];
        }
        // Each stretch is filled from its start, and what was its start is its end then.
        let mut sides = vec![(0, 0); triangles.len() * 3];
        for (triangle, corners) in (0u32..).zip(triangles) {
            for (from, to) in turned(corners) {
                let place = &mut ends[from.min(to) as usize];
                sides[*place as usize] = (from.max(to), if from > to { triangle | BACKWARD } else { triangle });
                *place += 1;
            }
        }
        Self { sides, ends }
    }

    /// The sides of each site in turn.
    fn iter_mut(&mut self) -> impl Iterator<Item = &mut [(u32, u32)]> {
        let mut rest = self.sides.as_mut_slice();
        let mut from = 0;
        self.ends.iter().map(move |&end| {
            let (own, others) = std::mem::take(&mut rest).split_at_mut((end - from) as usize);
            (rest, from) = (others, end);
            own
        })
    }
}

struct Builder<'a> {
    triangulation: &'a Triangulation,
    /// Sites from here on are guards.
    sites: u32,
    frame: Bounds,
    /// By triangle, the vertex of its centre, once it is used.
    vertex_of: Vec<u32>,
    vertices: Vec<[f64; 2]>,
    edges: Vec<Edge>,
    crossings: Vec<Crossing>,
}

impl<'a> Builder<'a> {
    fn new(triangulation: &'a Triangulation, sites: u32, frame: Bounds) -> Self {
        let triangles = triangulation.triangles.len();
        let vertex_of = vec![NO_SITE; triangles];
        // Most triangles have their centre inside the frame, and half as many again sides.
        let (vertices, edges) = (Vec::with_capacity(triangles), Vec::with_capacity(triangles * 3 / 2));
        Self { triangulation, sites, frame, vertex_of, vertices, edges, crossings: Vec::new() }
    }

    fn center(&self, triangle: u32) -> [f64; 2] {
        circumcenter(
            self.triangulation.triangles[triangle as usize].map(|site| self.triangulation.sites[site as usize]),
        )
    }

    /// One line for each pair of triangles with a common side.
    fn add_edges(&mut self) {
        let turns = |[a, b, c]: [[f64; 2]; 3]| (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        let all = &self.triangulation.triangles;
        let sum: f64 = all.iter().map(|triangle| turns(triangle.map(|s| self.triangulation.sites[s as usize]))).sum();
        // All triangles turn the same way; thin ones only seem not to, so the sum decides.
        let turned =
            |&[a, b, c]: &[u32; 3]| if sum > 0.0 { [(a, b), (b, c), (c, a)] } else { [(b, a), (c, b), (a, c)] };
        for (low, sides) in (0..self.sites).zip(SidesByLow::of(self.triangulation, turned).iter_mut()) {
            sort(sides);
            for pair in sides.windows(2) {
                let ((high, forward), (high_2, backward)) = (pair[0], pair[1]);
                // The triangle on the left of low → high; low's cell is then on the left of right → left.
                if high == high_2 && forward & BACKWARD == 0 && backward & BACKWARD != 0 {
                    self.add_edge(backward & !BACKWARD, forward, low, high);
                }
            }
        }
    }

    fn add_edge(&mut self, from: u32, to: u32, left: u32, right: u32) {
        let [start, end] = [from, to].map(|triangle| self.center(triangle));
        let Some([enters, leaves]) = clip_segment(start, end, self.frame) else { return };
        let along = |part: f64| [start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])];
        let first = if enters > 0.0 { self.cross(along(enters), right) } else { self.vertex(from) };
        let last = if leaves < 1.0 { self.cross(along(leaves), left) } else { self.vertex(to) };
        self.edges.push(Edge { ends: [first, last], left, right });
    }

    fn vertex(&mut self, triangle: u32) -> u32 {
        let known = self.vertex_of[triangle as usize];
        if known != NO_SITE {
            return known;
        }
        let vertex = narrow(self.vertices.len());
        self.vertices.push(self.center(triangle));
        self.vertex_of[triangle as usize] = vertex;
        vertex
    }

    fn cross(&mut self, point: [f64; 2], next_site: u32) -> u32 {
        let (along, point) = onto_frame(point, self.frame);
        let vertex = narrow(self.vertices.len());
        self.vertices.push(point);
        self.crossings.push(Crossing { along, vertex, next_site });
        vertex
    }

    /// Runs along the frame and gives each stretch to the cell that it bounds.
    fn close_frame(&mut self) {
        sort_by(&mut self.crossings, &|a, b| a.along.total_cmp(&b.along));
        let mut site = self.crossings.last().map_or(0, |crossing| crossing.next_site);
        let mut stops = Vec::new();
        let mut crossings = std::mem::take(&mut self.crossings).into_iter().peekable();
        for (side, corner) in (0u32..).zip(self.frame.corners()) {
            let vertex = narrow(self.vertices.len());
            self.vertices.push(corner);
            stops.push((vertex, site));
            while let Some(crossing) = crossings.next_if(|crossing| crossing.along < f64::from(side + 1)) {
                site = crossing.next_site;
                stops.push((crossing.vertex, site));
            }
        }
        let ends = stops.iter().cycle().skip(1);
        let stretches = stops.iter().zip(ends);
        self.edges.extend(stretches.map(|(&(from, left), &(to, _))| Edge { ends: [from, to], left, right: NO_SITE }));
    }
}

/// The centre of the circle through three points; the middle of the longest side where they lie on a line.
fn circumcenter([a, b, c]: [[f64; 2]; 3]) -> [f64; 2] {
    let ([bx, by], [cx, cy]) = ([b[0] - a[0], b[1] - a[1]], [c[0] - a[0], c[1] - a[1]]);
    let doubled = 2.0 * (bx * cy - by * cx);
    let (b_square, c_square) = (bx * bx + by * by, cx * cx + cy * cy);
    let center = [a[0] + (cy * b_square - by * c_square) / doubled, a[1] + (bx * c_square - cx * b_square) / doubled];
    if center.iter().all(|v| v.is_finite()) {
        center
    } else {
        let bounds = Bounds::around([a, b, c]);
        bounds.map_or(a, Bounds::center)
    }
}

/// The parts of the way from start to end where it enters and leaves the bounds (Liang and Barsky, 1984).
fn clip_segment(start: [f64; 2], end: [f64; 2], bounds: Bounds) -> Option<[f64; 2]> {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let length = end[axis] - start[axis];
        if length == 0.0 {
            if start[axis] < bounds.min[axis] || start[axis] > bounds.max[axis] {
                return None;
            }
            continue;
        }
        let [a, b] = [(bounds.min[axis] - start[axis]) / length, (bounds.max[axis] - start[axis]) / length];
        enters = enters.max(a.min(b));
        leaves = leaves.min(a.max(b));
    }
    (enters < leaves).then_some([enters, leaves])
}

/// The nearest point of the frame and how far along it lies: 0 at the least corner, 1 at the next by growing angle.
fn onto_frame([x, y]: [f64; 2], frame: Bounds) -> (f64, [f64; 2]) {
    let ([left, top], [right, bottom]) = (frame.min, frame.max);
    let [across, down] = frame.size();
    let (x, y) = (x.clamp(left, right), y.clamp(top, bottom));
    let sides = [
        ((y - top).abs(), (x - left) / across, [x, top]),
        ((right - x).abs(), 1.0 + (y - top) / down, [right, y]),
        ((bottom - y).abs(), 2.0 + (right - x) / across, [x, bottom]),
        ((x - left).abs(), 3.0 + (bottom - y) / down, [left, y]),
    ];
    let nearest = sides.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map_or((0.0, [x, y]), |(_, along, point)| (along % 4.0, point))
}

#[cfg(test)]
mod tests {
    use super::super::rings::doubled_area;
    use super::*;
    use proptest::prelude::*;

    fn own_each(places: &[Option<[f64; 2]>]) -> Vec<Option<TerritoryIx>> {
        (0u16..).take(places.len()).map(|territory| Some(TerritoryIx(territory))).collect()
    }

    /// The cells, one territory an account, fill the frame, and each site lies in its own.
    fn check(places: &[Option<[f64; 2]>]) {
        let tessellation = Tessellation::new(places);
        let areas = tessellation.areas(&own_each(places), places.len());
        let [across, down] = tessellation.frame().expect("located").size();
        let sum: f64 = areas.shapes().iter().flat_map(|shape| &shape.rings).map(|ring| doubled_area(ring) / 2.0).sum();
        assert!((sum / (across * down) - 1.0).abs() < 1e-9, "{sum} of {}", across * down);
        for (shape, at) in areas.shapes().iter().zip(places) {
            let at = at.expect("located");
            let inside = shape.rings.iter().filter(|ring| super::super::rings::contains(ring, at)).count();
            assert!(shape.rings.is_empty() || inside == 1, "{at:?} lies outside its own cell");
        }
    }

    #[test]
    fn it_arrives_as_it_was_sent() {
        let places = [Some([0.0, 0.0]), None, Some([4.0, 0.0]), Some([0.0, 3.0]), Some([0.0, 0.0])];
        let sent = Tessellation::new(&places);
        let bytes = postcard::to_allocvec(&sent).expect("numbers can be written");
        let arrived: Tessellation = postcard::from_bytes(&bytes).expect("it was written so");
        assert_eq!((&arrived, arrived.edges.capacity()), (&sent, sent.edges.len()));
    }

    #[test]
    fn few_and_odd_places() {
        check(&[Some([1.0, 2.0])]);
        check(&[Some([1.0, 2.0]), Some([4.0, 2.0])]);
        check(&[Some([0.0, 0.0]), Some([1.0, 0.0]), Some([2.0, 0.0]), Some([3.0, 0.0])]);
        check(&[Some([0.0, 0.0]), Some([1.0, 0.0]), Some([1.0, 1.0]), Some([0.0, 1.0])]);
        check(&[Some([5.0, 5.0]), Some([5.0, 5.0]), Some([9.0, 5.0])]);
        assert_eq!(Tessellation::new(&[None]).frame(), None);
        assert!(Tessellation::new(&[]).areas(&[], 3).shapes().iter().all(|shape| shape.rings.is_empty()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn cells_fill_the_frame(places in prop::collection::vec((-2000..2000i32, -1500..1500i32), 1..60)) {
            let places: Vec<_> = places.iter().map(|&(x, y)| Some([f64::from(x), f64::from(y)])).collect();
            check(&places);
        }

        #[test]
        fn cells_of_a_lattice_fill_the_frame(places in prop::collection::vec((0..6i32, 0..6i32), 1..36)) {
            let places: Vec<_> = places.iter().map(|&(x, y)| Some([f64::from(x), f64::from(y)])).collect();
            check(&places);
        }
    }
}
