//! Any bytes → a plan or an error. A plan that opens is written and opens again to the same; so does a rep's part of it, and
//! what a rep sends back.
//!
//! Half of the changes are made to the values of the file rather than to its bytes, since few bytes changed at random are
//! JSON still.

#![no_main]

use hinterland::plan::Plan;
use hinterland::planfile::{PartColumns, decode, decode_notes, encode, encode_notes, rep_part};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(plan) = decode(bytes) {
        opens_again(&plan);
        for territory in plan.alignment().indices().take(2) {
            for columns in [PartColumns::Needed, PartColumns::All] {
                if let Ok(part) = rep_part(&plan, territory, columns) {
                    opens_again(&part);
                }
            }
        }
    }
    // Of the notes alone: what is taken in is what was said.
    let _ = decode_notes(bytes);
});

fn opens_again(plan: &Plan) {
    let file = encode(plan);
    let again = decode(&file).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&file)));
    assert_eq!(&again, plan);
    assert_eq!(encode(&again), file);
    let touches = plan.layer().and_then(|layer| layer.visits()).map_or(&[][..], |visits| &visits.touches);
    assert_eq!(decode_notes(&encode_notes(plan)).expect("notes that were written"), touches);
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut chance = Chance(u64::from(seed));
    let value = if chance.below(2) == 0 { serde_json::from_slice(&data[..size]).ok() } else { None };
    let Some(mut value): Option<Value> = value else { return fuzzer_mutate(data, size, max_size) };
    for _ in 0..=chance.below(3) {
        let nodes = count(&value);
        let (at, other) = (chance.below(nodes), chance.below(nodes));
        let other = nth(&value, other).cloned().unwrap_or_default();
        if let Some(node) = nth_mut(&mut value, at) {
            change(node, other, &mut chance);
        }
    }
    let Ok(changed) = serde_json::to_vec(&value) else { return size };
    if changed.len() > max_size {
        return size;
    }
    data[..changed.len()].copy_from_slice(&changed);
    changed.len()
});

/// Numbers at the edges of what the fields hold, and beyond.
const EDGES: [&str; 16] = [
    "0",
    "-0.0",
    "1",
    "-1",
    "0.5",
    "1e-300",
    "1e300",
    "90.0",
    "180.000001",
    "255",
    "256",
    "65536",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "18446744073709551615",
];
const TEXTS: [&str; 6] = ["", "\u{0}", "2024-02-30", "-9999-01-01", "=1+1", "\u{202e}é"];

fn change(node: &mut Value, other: Value, chance: &mut Chance) {
    match (node, chance.below(6)) {
        (node @ Value::Number(_), 0..=3) => {
            *node = serde_json::from_str(EDGES[chance.below(EDGES.len())]).unwrap_or_default();
        }
        (Value::Number(number), _) => {
            let near = number.as_i64().map(|number| number.saturating_add(if chance.below(2) == 0 { 1 } else { -1 }));
            *number = near.map_or_else(|| 7.into(), Into::into);
        }
        (Value::String(text), 0..=2) => *text = TEXTS[chance.below(TEXTS.len())].to_owned(),
        (Value::Bool(is), 0..=3) => *is = !*is,
        (Value::Array(list), 0) => drop(list.pop()),
        (Value::Array(list), 1) if !list.is_empty() => drop(list.remove(chance.below(list.len()))),
        (Value::Array(list), 2 | 3) if !list.is_empty() => {
            list.insert(chance.below(list.len()), list[chance.below(list.len())].clone())
        }
        (Value::Array(list), 4) if !list.is_empty() => {
            let (a, b) = (chance.below(list.len()), chance.below(list.len()));
            list.swap(a, b);
        }
        (Value::Object(members), 0) => {
            let key = members.keys().nth(chance.below(members.len().max(1))).cloned();
            key.map(|key| members.remove(&key));
        }
        (node, 5) => *node = Value::Null,
        (node, _) => *node = other,
    }
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(list) => Box::new(list.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

/// The node at that place, each before what is in it.
fn nth(value: &Value, mut at: usize) -> Option<&Value> {
    if at == 0 {
        return Some(value);
    }
    at -= 1;
    for child in children(value) {
        let nodes = count(child);
        if at < nodes {
            return nth(child, at);
        }
        at -= nodes;
    }
    None
}

fn nth_mut(value: &mut Value, mut at: usize) -> Option<&mut Value> {
    if at == 0 {
        return Some(value);
    }
    at -= 1;
    let own: Box<dyn Iterator<Item = &mut Value>> = match value {
        Value::Array(list) => Box::new(list.iter_mut()),
        Value::Object(members) => Box::new(members.values_mut()),
        _ => return None,
    };
    for child in own {
        let nodes = count(child);
        if at < nodes {
            return nth_mut(child, at);
        }
        at -= nodes;
    }
    None
}

/// Numbers from a seed (Steele, Lea, Flood 2014, SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap_or_default()
    }
}
