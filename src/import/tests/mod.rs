//! From bytes to data sets, on small handmade files.

mod addresses;
mod beside;
mod dialects;
mod exports;
mod files;
mod headers;
mod headers_of_languages;
mod headers_of_numbers;
mod headers_of_the_world;
mod joins;
mod kinds;
mod links;
mod offers;
mod reading;
mod repeated;
mod updates;
mod whole;

use super::{Corrections, Import, ImportError, Sheet, assemble, read};
use crate::gazetteer::Gazetteer;

/// A file, read and recognised without any pack.
fn sheet(name: &str, text: &str) -> Sheet {
    let table = read(name, text.as_bytes()).expect("a readable file");
    Sheet::recognise(table, &Gazetteer::default())
}

/// All files, assembled without any pack.
fn import(sheets: &[Sheet]) -> Result<Import, ImportError> {
    assemble(sheets, &Gazetteer::default(), &Corrections::default(), None, &mut |_| {})
}

/// What a shared test file holds; `None`, and said so, where the folder is absent.
fn shared(path: &str) -> Option<Vec<u8>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned();
    let root = std::env::var("HINTERLAND_SHARED").unwrap_or(beside);
    let file = std::path::Path::new(&root).join("data").join(path);
    let bytes = std::fs::read(&file).ok();
    if bytes.is_none() {
        println!("skipped: no {path} in ../shared/data");
    }
    bytes
}
