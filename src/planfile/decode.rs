//! Bytes → plan.

use super::FORMAT;
use super::error::PlanFileError;
use super::migrate::{MIGRATIONS, migrate};
use super::rows::DatasetFile;
use crate::model::{Records, TravelMatrix};
use crate::plan::{EditLog, Plan, PlanParts, Scenario, Settings};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanFile<'a> {
    #[serde(rename = "format")]
    _format: IgnoredAny,
    #[serde(rename = "version")]
    _version: IgnoredAny,
    name: String,
    settings: Settings,
    matrix: Option<Box<TravelMatrix>>,
    #[serde(borrow)]
    dataset: DatasetFile<'a>,
    records: Records,
    active: usize,
    scenarios: Vec<Scenario>,
    log: EditLog,
}

/// What is read before all else; the rest of the file may be of any shape.
#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    format: Option<Cow<'a, str>>,
    version: Option<u64>,
}

/// The plan in a file of this version or an older one.
///
/// Positions, counts and ids are checked against each other and the log of edits is walked; the figures are taken as
/// the plan claims them: `check` tells whether they are true.
///
/// # Errors
/// [`PlanFileError`] for anything that is not a whole plan file. No bytes make it panic.
pub fn decode(bytes: &[u8]) -> Result<Plan, PlanFileError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let version = version(bytes)?;
    if version == 0 {
        return Err(PlanFileError::NoSuchVersion { found: version });
    }
    let steps = usize::try_from(version - 1).ok().and_then(|done| MIGRATIONS.get(done..));
    match steps {
        None => Err(PlanFileError::Newer { found: version }),
        Some([]) => read(bytes),
        Some(steps) => read(&migrate(bytes, steps)?),
    }
}

/// The version that the file says it has.
fn version(bytes: &[u8]) -> Result<u64, PlanFileError> {
    let Some(first) = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) else { return Err(PlanFileError::Empty) };
    let not_a_plan = |found: &str| Err(PlanFileError::NotAPlan { found: found.to_owned() });
    if *first != b'{' {
        return not_a_plan("it does not begin with a brace");
    }
    let header: Header = serde_json::from_slice(bytes).map_err(|error| PlanFileError::from_json(&error))?;
    match header {
        Header { format: Some(format), version: Some(version) } if format == FORMAT => Ok(version),
        Header { format: Some(format), version: None } if format == FORMAT => not_a_plan("it says no version"),
        _ => not_a_plan("it does not say so in “format”"),
    }
}

fn read(bytes: &[u8]) -> Result<Plan, PlanFileError> {
    let file: PlanFile = serde_json::from_slice(bytes).map_err(|error| PlanFileError::from_json(&error))?;
    let dataset = file.dataset.into_dataset()?.with_records(file.records)?;
    let PlanFile { name, settings, matrix, active, scenarios, log, .. } = file;
    Ok(Plan::from_parts(PlanParts { name, dataset, settings, matrix, scenarios, active, log })?)
}
