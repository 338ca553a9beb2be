//! A plan between page and worker: the parts as they are. Files have a form of their own.

use super::edit_log::EditLog;
use super::plan::{Plan, PlanParts};
use super::scenario::Scenario;
use super::settings::Settings;
use crate::model::{Dataset, TravelMatrix};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// [`PlanParts`] by reference, field for field.
#[derive(Serialize)]
struct PartsView<'a> {
    name: &'a str,
    dataset: &'a Dataset,
    settings: &'a Settings,
    matrix: Option<&'a TravelMatrix>,
    scenarios: &'a [Scenario],
    active: usize,
    log: &'a EditLog,
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = PartsView {
            name: self.name(),
            dataset: self.dataset(),
            settings: self.settings(),
            matrix: self.matrix(),
            scenarios: self.scenarios(),
            active: self.active(),
            log: self.log(),
        };
        view.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_plan(PlanParts::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
