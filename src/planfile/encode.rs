//! Plan → bytes.

use super::lines::ObjectWriter;
use super::rows::DatasetView;
use super::{FORMAT, VERSION};
use crate::plan::Plan;

/// The plan as a file. The same plan gives the same bytes; it holds no clock time.
///
/// O(accounts × columns + log).
#[must_use]
pub fn encode(plan: &Plan) -> Vec<u8> {
    let mut file = Vec::new();
    encode_pieces(plan, &mut |piece| file.extend_from_slice(piece));
    file
}

/// The same file, piece by piece.
pub fn encode_pieces(plan: &Plan, take: &mut dyn FnMut(&[u8])) {
    let mut file = ObjectWriter::new(take);
    // Depths: an account, a territory and an edit have a line of their own.
    let written = file
        .member("format", FORMAT, 0)
        .and_then(|()| file.member("version", &VERSION, 0))
        .and_then(|()| file.member("name", plan.name(), 0))
        .and_then(|()| file.member("settings", plan.settings(), 1))
        .and_then(|()| file.member("matrix", &plan.matrix(), 2))
        .and_then(|()| file.member("dataset", &DatasetView::from(plan.dataset()), 2))
        .and_then(|()| file.member("records", plan.dataset().records(), 2))
        .and_then(|()| file.member("active", &plan.active(), 0))
        .and_then(|()| file.member("scenarios", plan.scenarios(), 5))
        .and_then(|()| file.member("log", plan.log(), 2));
    debug_assert!(written.is_ok(), "a plan has string keys only, and memory does not fail: {written:?}");
    file.finish();
}
