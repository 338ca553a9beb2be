//! Any bytes → plan file or notes file; what opens is written and opens again as the same.

#![no_main]

use hinterland::planfile::{decode, decode_notes, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Notes that do not open are told in words.
    let _ = decode_notes(bytes);
    let Ok(plan) = decode(bytes) else { return };
    let written = encode(&plan);
    let again = decode(&written).expect("what is written opens");
    assert!(encode(&again) == written, "the same plan gives the same bytes");
});
