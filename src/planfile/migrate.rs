//! Older files, made newer step by step.

use super::VERSION;
use super::error::PlanFileError;
use crate::model::Records;
use serde_json::{Map, Value, json};

/// Turns a file of one version into the next.
pub(super) type Migration = fn(&mut Value) -> Result<(), String>;

/// The step from version n to n + 1 at position n − 1: a new version does not compile without its step.
pub(super) const MIGRATIONS: [Migration; VERSION as usize - 1] =
    [add_records, add_continuity, add_rules, add_visits, add_people, add_evenness, add_measure_of_caps];

/// Version 2 holds what happened with the accounts; a plan of version 1 knew nothing of it.
fn add_records(file: &mut Value) -> Result<(), String> {
    let none = serde_json::to_value(Records::default()).map_err(|error| error.to_string())?;
    let plan = file.as_object_mut().ok_or("it is no object")?;
    plan.insert("records".to_owned(), none);
    Ok(())
}

/// In version 3 a layer knows locks and the alignment before, and a brief what is assigned as a whole, continuity and what
/// each measure is held to by itself: before, it was nothing.
fn add_continuity(file: &mut Value) -> Result<(), String> {
    wherever_layers_are(file, &widen)
}

/// In version 4 a brief knows rules and teams, and a territory with whom it divides accounts: before, all were the field.
fn add_rules(file: &mut Value) -> Result<(), String> {
    wherever_layers_are(file, &|members| {
        if members.contains_key("seed") && members.contains_key("continuity") {
            members.insert("rules".to_owned(), Value::Array(Vec::new()));
            members.insert("teams".to_owned(), Value::Array(Vec::new()));
        }
        if members.contains_key("slot") && members.contains_key("accounts") {
            members.insert("crew".to_owned(), Value::from("field"));
        }
    })
}

/// In version 5 a layer knows its visits: before, nothing was asked of them.
fn add_visits(file: &mut Value) -> Result<(), String> {
    wherever_layers_are(file, &|members| {
        if members.contains_key("declared") && members.contains_key("unassigned") {
            members.insert("visits".to_owned(), Value::Null);
        }
    })
}

/// In version 6 more is known of the people and their ways: before, nothing was.
fn add_people(file: &mut Value) -> Result<(), String> {
    file.as_object_mut().ok_or("it is no object")?.insert("matrix".to_owned(), Value::Null);
    file.get_mut("settings").into_iter().for_each(|part| change_all(part, &widen_ways));
    let know_people = |members: &mut Map<String, Value>| {
        if members.contains_key("home") && members.contains_key("capacity") {
            members.insert("skills".to_owned(), Value::Array(Vec::new()));
            members.insert("attributes".to_owned(), Value::Array(Vec::new()));
            members.insert("by_hand".to_owned(), Value::Bool(false));
        }
        if members.contains_key("seed") && members.contains_key("continuity") {
            let nothing = json!({"needs": [], "reach": null, "reps": [], "matching": null});
            members.insert("people".to_owned(), nothing);
        }
    };
    if let Some(reps) = file.get_mut("dataset").and_then(|dataset| dataset.get_mut("reps")) {
        change_all(reps, &know_people);
    }
    wherever_layers_are(file, &|members| {
        widen_ways(members);
        know_people(members);
        if members.contains_key("seed") && members.contains_key("continuity") {
            members.insert("barriers".to_owned(), Value::Array(Vec::new()));
        }
        if members.contains_key("touches") && members.contains_key("is_part") {
            members.insert("watch".to_owned(), serde_json::json!({ "fields": [], "leads": null, "travel": null }));
        }
    })
}

/// In version 7 hours may be spread evenly over the weeks: before, nobody asked for it.
fn add_evenness(file: &mut Value) -> Result<(), String> {
    wherever_layers_are(file, &|members| {
        if members.contains_key("from_last_visit") && members.contains_key("overload") {
            members.insert("evens_out".to_owned(), Value::Bool(false));
        }
    })
}

/// In version 8 caps on disruption may be shares of a measure: before, they were of the combined activity, and what stopped a
/// balance was the cap on all together.
fn add_measure_of_caps(file: &mut Value) -> Result<(), String> {
    wherever_layers_are(file, &|members| {
        if members.contains_key("in_all") && members.contains_key("per_territory") {
            members.insert("measure".to_owned(), Value::Null);
        }
        if let Some(limit) = members.get_mut("capped").and_then(Value::as_object_mut) {
            limit.insert("from".to_owned(), Value::Null);
        }
    })
}

/// What a night away costs where nobody said so.
const NIGHT_COST: f64 = 120.0;

/// Before version 6 every leg had the same speed, days started and ended at one place, and no night was spent away.
fn widen_ways(members: &mut Map<String, Value>) {
    if members.contains_key("detour") && members.contains_key("speed_kmh") {
        members.insert("bands".to_owned(), Value::Array(Vec::new()));
    }
    if members.contains_key("rep") && members.contains_key("days_off") {
        for member in ["start", "end", "nights_a_week"] {
            members.insert(member.to_owned(), Value::Null);
        }
    }
    if members.contains_key("cost_per_km") && members.contains_key("overload") {
        members.insert("from_last_visit".to_owned(), Value::Bool(false));
        members.insert("nights_a_week".to_owned(), Value::from(0));
        members.insert("cost_per_night".to_owned(), Value::from(NIGHT_COST));
    }
    if let Some(base) = members.get("base").filter(|_| members.contains_key("from_home")).cloned() {
        members.insert("end".to_owned(), base);
        members.insert("untouched".to_owned(), Value::Array(Vec::new()));
    }
    if members.contains_key("leave") && members.contains_key("stops") && members.contains_key("emails") {
        members.insert("night".to_owned(), Value::Null);
    }
}

/// Changes every object in the parts of a file that hold layers, the inner ones first.
fn wherever_layers_are(file: &mut Value, change: &dyn Fn(&mut Map<String, Value>)) -> Result<(), String> {
    let plan = file.as_object_mut().ok_or("it is no object")?;
    for part in ["scenarios", "log"] {
        plan.get_mut(part).into_iter().for_each(|part| change_all(part, change));
    }
    Ok(())
}

fn change_all(value: &mut Value, change: &dyn Fn(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| change_all(item, change)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| change_all(member, change));
            change(members);
        }
        _ => {}
    }
}

/// A tolerance that every division keeps.
const ANY: f64 = 1e6;

/// Adds what layers, briefs and limits have in version 3.
fn widen(members: &mut Map<String, Value>) {
    if members.contains_key("declared") && members.contains_key("unassigned") {
        members.insert("locks".to_owned(), Value::Array(Vec::new()));
        members.insert("before".to_owned(), Value::Null);
    }
    if let Some(limit) = members.get_mut("tolerance").and_then(Value::as_object_mut) {
        limit.insert("measure".to_owned(), Value::Null);
    }
    if members.contains_key("seed")
        && let Some(measures) = members.get_mut("measures").and_then(Value::as_array_mut)
    {
        let free = if measures.len() > 1 { Value::from(ANY) } else { Value::Null };
        for measure in measures.iter_mut().filter_map(Value::as_object_mut) {
            measure.insert("tolerance".to_owned(), free.clone());
            measure.insert("least".to_owned(), Value::Null);
            measure.insert("most".to_owned(), Value::Null);
        }
        members.insert("unit".to_owned(), Value::from("account"));
        members.insert("is_contiguous".to_owned(), Value::Bool(true));
        members.insert("continuity".to_owned(), Value::from("redraw"));
    }
}

/// The file after all `steps`.
pub(super) fn migrate(bytes: &[u8], steps: &[Migration]) -> Result<Vec<u8>, PlanFileError> {
    let damaged = |error: &serde_json::Error| PlanFileError::from_json(error);
    let mut file: Value = serde_json::from_slice(bytes).map_err(|error| damaged(&error))?;
    for step in steps {
        step(&mut file).map_err(|found| PlanFileError::NotAPlan { found })?;
    }
    serde_json::to_vec(&file).map_err(|error| damaged(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_of_before_were_of_the_activity() {
        let file = br#"{"scenarios":[{"continuity":{"keep":{"in_all":0.1,"per_territory":null}},"declared":[{"capped":{"needed":0.2}}]}]}"#;
        let newer = migrate(file, &[add_measure_of_caps]).expect("it is an object");
        let newer: Value = serde_json::from_slice(&newer).expect("it was just written");
        let layer = &newer["scenarios"][0];
        let caps: crate::model::Continuity = serde_json::from_value(layer["continuity"].clone()).expect("it fits");
        assert!(
            matches!(caps, crate::model::Continuity::Keep(caps) if caps.measure.is_none() && caps.in_all.is_some())
        );
        let limit: crate::model::Limit = serde_json::from_value(layer["declared"][0].clone()).expect("it fits");
        assert_eq!(limit, crate::model::Limit::Capped { from: None, needed: 0.2 });
    }

    #[test]
    fn steps_are_taken_in_order() {
        fn rename(file: &mut Value) -> Result<(), String> {
            let old = file.as_object_mut().and_then(|object| object.remove("title")).ok_or("it has no title")?;
            file["name"] = old;
            Ok(())
        }
        fn shout(file: &mut Value) -> Result<(), String> {
            file["name"] = Value::from(file["name"].as_str().ok_or("it has no name")?.to_uppercase());
            Ok(())
        }
        assert_eq!(migrate(br#"{"title":"a"}"#, &[rename, shout]), Ok(br#"{"name":"A"}"#.to_vec()));
        let failed = migrate(br#"{"name":"a"}"#, &[rename]);
        assert_eq!(failed, Err(PlanFileError::NotAPlan { found: "it has no title".to_owned() }));
    }
}
