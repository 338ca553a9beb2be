//! What the map draws from: made once for each plan, owners aside.

use super::App;
use super::files::base;
use crate::geography::Boundaries;
use crate::plan::Plan;
use crate::scene::{Basemap, MapPoints, MapProjection, Tessellation};
use crate::worker::fetch_pack;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;

const BASEMAP_PACK: &str = "basemap.pack.gz";

/// Where the accounts lie on the map, and the cells around them.
pub struct MapData {
    /// From the globe to the map.
    pub projection: MapProjection,
    /// The accounts on the map.
    pub points: MapPoints,
    /// The cells around them.
    pub tessellation: Tessellation,
}

impl MapData {
    /// Places the accounts of a plan. The cells come from the worker, made with the same projection.
    #[must_use]
    pub fn new(plan: &Plan, tessellation: Tessellation) -> Self {
        let locations = &plan.dataset().accounts().locations;
        let projection = MapProjection::fit(locations.iter().flatten().copied());
        let points = MapPoints::new(locations, &projection);
        Self { projection, points, tessellation }
    }
}

impl App {
    /// Draws countries and states for the present map, from the pack that is fetched once.
    pub(super) fn load_basemap(self) {
        self.basemap.set(None);
        spawn_local(async move {
            if self.boundaries.with_untracked(Option::is_none) {
                let pack = fetch_pack(&format!("{}packs/{BASEMAP_PACK}", base())).await;
                let read = pack.and_then(|bytes| Boundaries::from_pack(&bytes).map_err(|error| error.to_string()));
                match read {
                    Ok(boundaries) => self.boundaries.set(Some(Arc::new(boundaries))),
                    Err(message) => return self.fail("Basemap", message),
                }
            }
            set_timeout(move || self.draw_basemap(), Duration::ZERO);
        });
    }

    /// In two tasks, so that neither holds the page up.
    fn draw_basemap(self) {
        let (Some(map), Some(boundaries)) = (self.map.get_untracked(), self.boundaries.get_untracked()) else {
            return;
        };
        let countries = Basemap::of_countries(&boundaries, &map.projection, &map.points);
        let finish = move || {
            // Another plan may be open by now.
            if self.map.with_untracked(|now| now.as_ref().is_some_and(|now| Arc::ptr_eq(now, &map))) {
                self.basemap.set(Some(Arc::new(countries.with_states(&boundaries, &map.projection))));
            }
        };
        set_timeout(finish, Duration::ZERO);
    }
}
