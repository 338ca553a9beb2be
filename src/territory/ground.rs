//! Where groups of accounts lie and who is whose neighbour, remembered from one design to the next.

use crate::geography::{Adjacency, Plane, Triangulation, contiguity_graph};
use crate::units::LonLat;
use std::sync::Arc;

/// How many grounds are remembered: the field and a few teams.
const REMEMBERED: usize = 4;

/// The places of groups in a plane, with their contiguity graph.
#[derive(Debug)]
pub(super) struct Ground {
    at: Vec<LonLat>,
    pub(super) plane: Plane,
    pub(super) triangulation: Triangulation,
    /// The contiguity graph of the sites, without barriers.
    pub(super) graph: Adjacency,
}

impl Ground {
    /// O(places · log places).
    pub(super) fn new(at: &[LonLat]) -> Self {
        let plane = Plane::fit(at);
        let projected: Vec<[f64; 2]> = at.iter().map(|&point| plane.project(point)).collect();
        let triangulation = Triangulation::new(&projected);
        let graph = contiguity_graph(&triangulation);
        Self { at: at.to_vec(), plane, triangulation, graph }
    }
}

/// The grounds of the last designs. A design on places that were there before takes theirs over, which is most of what a small
/// one costs; the places themselves are compared, so nothing can be out of date and nothing comes out differently.
#[derive(Debug, Clone, Default)]
pub struct Grounds(Vec<Arc<Ground>>);

impl Grounds {
    /// The ground of these places. O(places) where it is remembered, else as [`Ground::new`].
    pub(super) fn of(&mut self, at: &[LonLat]) -> Arc<Ground> {
        let known = self.0.iter().position(|own| own.at == at);
        let own = known.map_or_else(|| Arc::new(Ground::new(at)), |known| self.0.remove(known));
        self.0.truncate(REMEMBERED - 1);
        self.0.insert(0, Arc::clone(&own));
        own
    }
}
