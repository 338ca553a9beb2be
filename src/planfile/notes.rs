//! What a rep sends back: `*.hinterland-notes.json`, the touches alone.
//!
//! ```json
//! {
//!  "format": "hinterland-notes",
//!  "version": 2,
//!  "plan": "Spring plan: Ada Lovelace",
//!  "touches": [
//!   {"day":"2026-11-30","account":"A-1","kind":"visit","rep":"rep-1","minute":640,"state":"done","note":"","answers":[]}
//!  ]
//! }
//! ```

use super::error::PlanFileError;
use super::lines::ObjectWriter;
use super::{FORMAT, decode};
use crate::model::DoneTouch;
use crate::plan::Plan;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// What a notes file says that it is.
pub const NOTES_FORMAT: &str = "hinterland-notes";

/// The version that [`encode_notes`] writes.
const NOTES_VERSION: u64 = 2;

/// The ending of a notes file's name.
pub const NOTES_EXTENSION: &str = ".hinterland-notes.json";

/// What is said of touches in the shown layer of a plan, as a file.
#[must_use]
pub fn encode_notes(plan: &Plan) -> Vec<u8> {
    let touches = plan.layer().and_then(|layer| layer.visits()).map(|visits| visits.touches.as_slice());
    let mut bytes = Vec::new();
    let mut take = |piece: &[u8]| bytes.extend_from_slice(piece);
    let mut file = ObjectWriter::new(&mut take);
    let written = file
        .member("format", NOTES_FORMAT, 0)
        .and_then(|()| file.member("version", &NOTES_VERSION, 0))
        .and_then(|()| file.member("plan", plan.name(), 0))
        .and_then(|()| file.member("touches", touches.unwrap_or_default(), 1));
    debug_assert!(written.is_ok(), "touches have string keys only, and memory does not fail: {written:?}");
    file.finish();
    bytes
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotesFile {
    #[serde(rename = "format")]
    _format: IgnoredAny,
    #[serde(rename = "version")]
    _version: IgnoredAny,
    #[serde(rename = "plan")]
    _plan: IgnoredAny,
    touches: Vec<DoneTouch>,
}

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    format: Option<Cow<'a, str>>,
    version: Option<u64>,
}

/// The touches in a notes file, or in a rep's own file.
///
/// # Errors
/// [`PlanFileError`] for anything else. No bytes make it panic.
pub fn decode_notes(bytes: &[u8]) -> Result<Vec<DoneTouch>, PlanFileError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(PlanFileError::Empty);
    }
    let header: Header = serde_json::from_slice(bytes).map_err(|error| PlanFileError::from_json(&error))?;
    match (header.format.as_deref(), header.version) {
        // Those of version 1 know no answers.
        (Some(NOTES_FORMAT), Some(1..=NOTES_VERSION)) => {
            let file: NotesFile = serde_json::from_slice(bytes).map_err(|error| PlanFileError::from_json(&error))?;
            Ok(file.touches)
        }
        (Some(NOTES_FORMAT), Some(found)) if found > NOTES_VERSION => Err(PlanFileError::Newer { found }),
        (Some(FORMAT), _) => {
            let plan = decode(bytes)?;
            let layers = plan.scenarios().iter().flat_map(|scenario| &scenario.layers);
            let found = layers.filter_map(|layer| layer.visits()).flat_map(|visits| &visits.touches);
            Ok(found.cloned().collect())
        }
        _ => Err(PlanFileError::NotAPlan { found: "it holds neither a rep's notes nor a plan".to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::edited_plan;
    use crate::planfile::encode;

    #[test]
    fn notes_come_back_as_they_were() {
        let plan = edited_plan(12);
        let whole = &plan.layer().and_then(|layer| layer.visits()).expect("it has visits").touches;
        assert_eq!(decode_notes(&encode_notes(&plan)).as_ref(), Ok(whole));
        assert_eq!(decode_notes(&encode(&plan)).as_ref(), Ok(whole));
        let file = String::from_utf8(encode_notes(&plan)).expect("JSON is UTF-8");
        assert!(file.contains("\n  {\"day\":\"2026-11-30\",\"account\":\"row-2\",\"kind\":\"visit\""), "{file}");
        assert!(!file.contains("Acme"), "{file}");
    }

    #[test]
    fn notes_without_fields_still_come_back() {
        let file =
            br#"{"format":"hinterland-notes","version":1,"plan":"Old","touches":[{"day":"2026-11-30","account":"row-2",
            "kind":"visit","rep":"rep-2","minute":640,"state":"done","note":"Old words"}]}"#;
        let touches = decode_notes(file).expect("older notes are notes");
        let found = touches.first().map(|touch| (touch.note.as_str(), touch.answers.len()));
        assert_eq!(found, Some(("Old words", 0)));
    }

    #[test]
    fn what_are_no_notes_says_why() {
        let check = |bytes: &[u8], expect: &str| {
            let error = decode_notes(bytes).expect_err("these are no notes").to_string();
            assert!(error.contains(expect), "{error}");
        };
        check(b" \n", "empty");
        check(b"account;day", "line 1");
        check(b"{}", "neither a rep's notes nor a plan");
        check(br#"{"format":"hinterland-notes","version":3}"#, "version 3");
        check(br#"{"format":"hinterland-notes","version":1,"plan":"","touches":[{}]}"#, "missing field");
        let file = encode_notes(&edited_plan(12));
        check(&file[..file.len() / 2], "ends too early");
    }
}
