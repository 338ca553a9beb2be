//! Any bytes → table → sheet → data set, whatever the file and its columns are taken for.

#![no_main]

use hinterland::gazetteer::Gazetteer;
use hinterland::import::{Corrections, Sheet, assemble, read};
use hinterland::model::{FileKind, Role};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (kind, role, bytes) = input;
    let Ok(table) = read("fuzzed.csv", bytes) else { return };
    let places = Gazetteer::default();
    let columns = table.header().len();
    let mut sheet = Sheet::recognise(table, &places);
    assert_eq!(sheet.mappings().len(), columns);
    if let Some(&kind) = FileKind::ALL.get(usize::from(kind)) {
        sheet.set_kind(kind);
        assert_eq!(sheet.kind(), kind);
    }
    if let Some(&role) = Role::ALL.get(usize::from(role)) {
        sheet.set_role(usize::from(kind) % (columns + 1), role);
    }
    let sheets = [sheet];
    if let Ok(import) = assemble(&sheets, &places, &Corrections::default(), None, &mut |_| {}) {
        assert_eq!(import.outcomes.len(), 1);
        assert!(import.outcomes[0].taken <= import.outcomes[0].rows);
        assert!(!import.dataset.accounts().is_empty());
    }
});
