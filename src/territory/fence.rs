//! What barriers do to the contiguity graph: edges that go, parts that come apart, and ways kept open for what is too
//! little for a territory of its own.

use super::basic_units::{BasicUnits, Hung, narrow};
use crate::geography::{Adjacency, Barriers, fenced};
use crate::model::Side;
use crate::sorting::sort_by;
use crate::units::LonLat;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A part with less work than this share of a territory gets none of its own.
const LEAST_WORK: f64 = 0.5;

/// The graph before barriers, and what they made of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Fence {
    #[serde(skip)]
    barriers: Barriers,
    /// By site, where it is.
    #[serde(skip)]
    places: Vec<LonLat>,
    /// The graph without barriers.
    pub(super) open: Adjacency,
    /// Edges across a barrier that are kept open for parts with too little work, the lower site first.
    bridges: Vec<[u32; 2]>,
    /// By site, the part that barriers make, without those bridges.
    #[serde(skip)]
    pub(super) part: Vec<u32>,
    /// How many parts.
    #[serde(skip)]
    pub(super) parts: u32,
}

/// A part of the accounts that barriers cut off.
#[derive(Debug, Clone, Copy)]
pub(super) struct CutOff {
    /// The barrier that most edges around it cross.
    pub(super) barrier: u16,
    pub(super) side: Side,
}

impl Fence {
    /// Cuts the graph of the units where barriers cross it; `None` where none does. `sites` are the places in the plane,
    /// `territories` how many there will be. O(edges · log edges).
    pub(super) fn new(
        units: &mut BasicUnits,
        hung: &Hung,
        barriers: &Barriers,
        places: Vec<LonLat>,
        sites: &[[f64; 2]],
        territories: usize,
    ) -> Option<Self> {
        let is_cut = |a: u32, b: u32| barriers.between(places[a as usize], places[b as usize]).is_some();
        let graph = fenced(&hung.bound, sites, is_cut);
        if graph == *hung.bound {
            return None;
        }
        units.graph = hung.onto(Cow::Owned(graph), is_cut).into_owned();
        let (part, parts) = units.graph.parts();
        let open = hung.onto(hung.bound.clone(), |_, _| false).into_owned();
        let mut this = Self { barriers: barriers.clone(), places, open, bridges: Vec::new(), part, parts };
        this.bridge(units, sites, territories);
        Some(this)
    }

    /// Opens the shortest ways from parts with little work to the others, and for as many as there are too few territories.
    fn bridge(&mut self, units: &mut BasicUnits, sites: &[[f64; 2]], territories: usize) {
        let mut work = vec![0.0; self.parts as usize];
        for (weight, &site) in units.weights.iter().zip(&units.sites) {
            work[self.part[site as usize] as usize] += weight;
        }
        let fair = work.iter().sum::<f64>() / territories as f64;
        let mut ranked: Vec<usize> = (0..work.len()).collect();
        sort_by(&mut ranked, &|&a, &b| work[b].total_cmp(&work[a]).then(a.cmp(&b)));
        let mut is_small = vec![false; work.len()];
        for (rank, &part) in ranked.iter().enumerate().skip(1) {
            is_small[part] = rank >= territories || work[part] < LEAST_WORK * fair;
        }
        if !is_small.contains(&true) {
            return;
        }
        let squared = |[a, b]: [u32; 2]| {
            let [dx, dy] = [0, 1].map(|axis| sites[a as usize][axis] - sites[b as usize][axis]);
            dx * dx + dy * dy
        };
        let part = |site: u32| self.part[site as usize] as usize;
        let across = self.open.edges().filter(|&[a, b]| part(a) != part(b) && (is_small[part(a)] || is_small[part(b)]));
        let mut ways: Vec<(f64, [u32; 2])> = across.map(|edge| (squared(edge), edge)).collect();
        sort_by(&mut ways, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut joined: Vec<usize> = (0..work.len()).collect();
        for (_, [a, b]) in ways {
            let [from, to] = [a, b].map(|site| joined[part(site)]);
            let is_open = |own: usize| joined.iter().zip(&is_small).all(|(&joined, &small)| joined != own || small);
            if from != to && (is_open(from) || is_open(to)) {
                joined.iter_mut().filter(|own| **own == to).for_each(|own| *own = from);
                self.bridges.push([a, b]);
            }
        }
        let edges: Vec<[u32; 2]> = units.graph.edges().chain(self.bridges.iter().copied()).collect();
        units.graph = Adjacency::from_edges(units.graph.len(), &edges);
    }

    /// The graph without the bridges, for a graph that has them; `None` where there is no bridge.
    pub(super) fn without_bridges(&self, graph: &Adjacency) -> Option<Adjacency> {
        if self.bridges.is_empty() {
            return None;
        }
        let kept: Vec<[u32; 2]> = graph.edges().filter(|edge| !self.bridges.contains(edge)).collect();
        Some(Adjacency::from_edges(graph.len(), &kept))
    }

    /// Which barrier cuts a part off, and where the part lies. O(edges · log points).
    pub(super) fn cut_off(&self, part: u32, barriers: &[crate::model::Barrier]) -> Option<CutOff> {
        let mut counts = vec![0_u32; barriers.len()];
        for [a, b] in self.open.edges() {
            let [own, other] = [a, b].map(|site| self.part[site as usize] == part);
            if own != other
                && let Some(barrier) = self.barriers.between(self.places[a as usize], self.places[b as usize])
            {
                counts[usize::from(barrier)] += 1;
            }
        }
        let most = counts.iter().copied().max().filter(|&most| most > 0)?;
        let position = counts.iter().position(|&count| count == most)?;
        let own = self.places.iter().zip(&self.part).filter(|&(_, &own)| own == part).map(|(&place, _)| place);
        let places: Vec<LonLat> = own.collect();
        let side = side_of(&places, &barriers.get(position)?.points)?;
        Some(CutOff { barrier: u16::try_from(position).ok()?, side })
    }
}

/// Where places lie beside a line: north or south of one that runs more from west to east, else east or west.
fn side_of(places: &[LonLat], line: &[LonLat]) -> Option<Side> {
    let origin = line.first()?;
    // Degrees east and north of the first point, the east as long as the north.
    let shrink = libm::cos(origin.lat().to_radians());
    let offset = |point: &LonLat| {
        let east = (point.lon() - origin.lon()).rem_euclid(360.0);
        [if east > 180.0 { east - 360.0 } else { east } * shrink, point.lat() - origin.lat()]
    };
    let extent = |points: &[LonLat]| {
        let mut extent = [[f64::INFINITY, f64::NEG_INFINITY]; 2];
        for point in points.iter().map(offset) {
            for (own, at) in extent.iter_mut().zip(point) {
                *own = [own[0].min(at), own[1].max(at)];
            }
        }
        extent
    };
    let (own, around) = (extent(places), extent(line));
    if own.iter().zip(&around).all(|(own, around)| around[0] <= own[0] && own[1] <= around[1]) {
        return Some(Side::Within);
    }
    let middle = |axis: usize, points: &[LonLat]| {
        points.iter().map(|point| offset(point)[axis]).sum::<f64>() / points.len().max(1) as f64
    };
    let runs_east = around[0][1] - around[0][0] > around[1][1] - around[1][0];
    let axis = usize::from(runs_east);
    Some(match (runs_east, middle(axis, places) > middle(axis, line)) {
        (true, true) => Side::North,
        (true, false) => Side::South,
        (false, true) => Side::East,
        (false, false) => Side::West,
    })
}

impl BasicUnits {
    /// The regions that barriers make, by unit, the bridges included; `None` where all hangs together.
    pub(super) fn regions(&self) -> Option<(Vec<u32>, u32)> {
        self.fence.as_ref()?;
        let (part, parts) = self.graph.parts();
        (parts > 1).then(|| (self.sites.iter().map(|&site| part[site as usize]).collect(), parts))
    }

    /// These units alone, ascending; nothing is known of parts and bridges there. O(sites + edges).
    pub(super) fn only(&self, units: &[usize]) -> Self {
        let mut number = vec![u32::MAX; self.graph.len()];
        let mut own = Self {
            at: units.iter().map(|&unit| self.at[unit]).collect(),
            plane: units.iter().map(|&unit| self.plane[unit]).collect(),
            weights: units.iter().map(|&unit| self.weights[unit]).collect(),
            loads: self.loads.iter().map(|load| load.only(units)).collect(),
            sites: Vec::with_capacity(units.len()),
            graph: Adjacency::default(),
            is_loose: if self.is_loose.is_empty() {
                Vec::new()
            } else {
                units.iter().map(|&unit| self.is_loose[unit]).collect()
            },
            ground: self.ground.clone(),
            fence: None,
            is_fenced: false,
            site_starts: Vec::new(),
            member_starts: vec![0],
            members: Vec::new(),
        };
        for (position, &unit) in units.iter().enumerate() {
            let entry = &mut number[self.sites[unit] as usize];
            if *entry == u32::MAX {
                *entry = narrow(own.site_starts.len());
                own.site_starts.push(narrow(position));
            }
            own.sites.push(*entry);
            own.members.extend_from_slice(self.members(unit));
            own.member_starts.push(narrow(own.members.len()));
        }
        let sites = own.site_starts.len();
        own.site_starts.push(narrow(units.len()));
        let within = |graph: &Adjacency| -> Vec<[u32; 2]> {
            let numbered = graph.edges().map(|edge| edge.map(|site| number[site as usize]));
            numbered.filter(|edge| !edge.contains(&u32::MAX)).collect()
        };
        let edges = within(&self.graph);
        own.is_fenced = self.fence.as_ref().is_some_and(|fence| within(&fence.open).len() > edges.len());
        own.graph = Adjacency::from_edges(sites, &edges);
        own
    }
}
