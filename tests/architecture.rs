//! Who may import whom, how long a file may be, and what a pure room may not name.
//!
//! The table is the design; a new room or a new import is a change of the table first. Tests inside the rooms may look
//! anywhere: they hold solvers against `check`.

#[path = "architecture/source.rs"]
mod source;

use source::{Source, read};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A room and what it may import beside itself. `a::b` stands for that part of room a alone.
const TABLE: &[(&str, &[&str])] = &[
    ("extremes", &[]),
    ("sorting", &[]),
    ("pieces", &[]),
    ("markup", &[]),
    ("batch", &[]),
    ("units", &[]),
    ("model", &["units"]),
    ("geography", &["units", "model"]),
    ("gazetteer", &["units", "model", "geography"]),
    ("import", &["units", "model", "geography", "gazetteer"]),
    ("unpack", &["model"]),
    ("territory", &["units", "model", "geography"]),
    ("routing", &["units", "model", "geography"]),
    ("assess", &["units", "model", "geography"]),
    ("check", &["units", "model", "geography"]),
    // The mean distance of a territory is a figure that a plan keeps up: hence geography.
    ("plan", &["units", "model", "geography"]),
    ("planfile", &["units", "model", "geography", "plan"]),
    ("scene", &["units", "model", "geography", "plan"]),
    ("export", &["units", "model", "geography", "plan", "planfile", "scene"]),
    ("engine", PURE),
    ("storage", &["units", "model", "plan", "planfile"]),
    ("worker", &["engine", "gazetteer"]),
    // The page's side knows the messages, not the work.
    ("worker::party", &["engine::protocol", "engine::import_protocol", "engine::unpacker"]),
    ("worker::wire", &["engine::encoding"]),
    ("worker::line", &["worker::party", "worker::bootstrap", "worker::wire"]),
    ("canvas", &["units", "scene"]),
    // The page shows and asks: it never imports, designs, routes or assesses by itself.
    ("ui", UI),
    // The page.
    ("main", &["ui"]),
    // Each of the workers serves one thing.
    ("bin::planner", &["worker::serve", "engine::Session"]),
    ("bin::importer", &["worker::serve", "engine::Importer"]),
    ("bin::unpacker", &["worker::serve", "engine::unpacker"]),
    // What is timed beside the app: the same functions, without page and workers.
    ("bin::bench", &["model", "gazetteer", "import", "engine"]),
    // The terminal program reads, calls the engine and writes.
    ("bin::hinterland", &["units", "model", "gazetteer", "import", "unpack", "plan", "planfile", "export", "engine"]),
];

/// What the page may import.
const UI: &[&str] = &[
    "units",
    "model",
    "geography::Boundaries",
    "plan",
    "planfile",
    "scene",
    "export",
    "engine::protocol",
    "engine::import_protocol",
    "engine::encoding",
    "engine::unpacker::UnpackEvent",
    "engine::unpacker::UnpackRequest",
    "unpack::begins_packed",
    "storage",
    "worker::Line",
    "worker::Planner",
    "worker::Importer",
    "worker::Unpacker",
    "worker::Listener",
    "worker::Mourner",
    "worker::fetch_pack",
    "worker::give_back",
    "canvas",
];

/// Parts of the language that are made smaller, which any room may use.
const ANYWHERE: &[&str] = &["extremes", "sorting", "pieces", "batch", "markup"];

/// The rooms without DOM, clock, randomness and log.
const PURE: &[&str] = &[
    "extremes",
    "sorting",
    "pieces",
    "markup",
    "batch",
    "units",
    "model",
    "geography",
    "gazetteer",
    "import",
    "unpack",
    "territory",
    "routing",
    "assess",
    "check",
    "plan",
    "planfile",
    "scene",
    "export",
    "engine",
];

/// What no pure room names: the browser, the clock, the file system, threads, the environment,
/// and what prints. (There is no crate for logs to name.)
const IMPURE: &[&str] = &[
    "web_sys",
    "js_sys",
    "leptos",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo_storage",
    "idb",
    "console_error_panic_hook",
    "std::time",
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
];

/// Names that say nothing about what a module keeps. A page of the screen is called what its user reads.
const BANNED_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "manager", "common", "data", "misc"];

const MOST_LINES: usize = 500;

/// One file of `src/`.
struct File {
    path: PathBuf,
    /// `["plan", "edit"]` for `src/plan/edit.rs`.
    module: Vec<String>,
    lines: usize,
    source: Source,
}

/// The room that a module belongs to: the longest entry of the table that it starts with.
fn room_of(module: &[String]) -> Option<&'static str> {
    let rooms = TABLE.iter().map(|(room, _)| *room).filter(|room| starts_with(module, room));
    rooms.max_by_key(|room| room.len())
}

fn starts_with(module: &[String], part: &str) -> bool {
    let mut names = module.iter();
    part.split("::").all(|name| names.next().is_some_and(|own| own == name))
}

/// What a source in `room` imports although the table does not allow it.
fn forbidden(room: &str, source: &Source) -> Vec<String> {
    let allowed = TABLE.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| *allowed);
    let own = |path: &[String]| starts_with(path, room) || ANYWHERE.iter().any(|part| starts_with(path, part));
    let paths = source.imports.iter().filter(|path| !path.is_empty() && !own(path));
    paths.filter(|path| !allowed.iter().any(|part| starts_with(path, part))).map(|path| path.join("::")).collect()
}

/// What a pure source names although it must not.
fn impure(source: &Source) -> Vec<&'static str> {
    IMPURE.iter().copied().filter(|name| source.names.iter().any(|path| starts_with(path, name))).collect()
}

fn module_of(path: &Path) -> Vec<String> {
    let mut module: Vec<String> = path.with_extension("").iter().map(|part| part.to_string_lossy().into()).collect();
    if module.last().is_some_and(|name| name == "mod") {
        module.pop();
    }
    module
}

/// All files under `src/`, those left out that are compiled for tests alone.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).expect("src can be listed");
        for path in entries.map(|entry| entry.expect("src can be listed").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
                let inside = path.strip_prefix(&root).expect("it was found there");
                let module = module_of(inside);
                let is_root = module.len() == 1 && module[0] == "lib";
                let source = read(&text, if is_root { &[] } else { &module });
                files.push(File { path: inside.to_owned(), module, lines: text.lines().count(), source });
            }
        }
    }
    let for_tests: BTreeSet<Vec<String>> = files.iter().flat_map(|file| file.source.test_modules.clone()).collect();
    files.retain(|file| !(1..=file.module.len()).any(|length| for_tests.contains(&file.module[..length])));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// One line a file with something wrong; none is expected.
fn check(what: &str, wrong: impl Fn(&File) -> Vec<String>) {
    let files = files();
    assert!(files.len() > 20, "the sources were found");
    let mut complaints = Vec::new();
    for file in &files {
        complaints.extend(wrong(file).iter().map(|found| format!("src/{}: {found}", file.path.display())));
    }
    assert!(complaints.is_empty(), "{what}:\n{}", complaints.join("\n"));
}

fn is_root(file: &File) -> bool {
    file.module.len() == 1 && file.module[0] == "lib"
}

#[test]
fn every_file_is_in_a_room_of_the_table() {
    check("rooms that the table does not know", |file| {
        let known = is_root(file) || room_of(&file.module).is_some();
        if known { Vec::new() } else { vec![format!("room “{}”", file.module[0])] }
    });
}

#[test]
fn rooms_import_what_the_table_allows() {
    check("imports that the table does not allow", |file| {
        room_of(&file.module).map(|room| forbidden(room, &file.source)).unwrap_or_default()
    });
}

#[test]
fn pure_rooms_stay_pure() {
    check("names that no pure room may know", |file| {
        let pure = room_of(&file.module).is_some_and(|room| PURE.contains(&room));
        let found = if pure { impure(&file.source) } else { Vec::new() };
        found.into_iter().map(str::to_owned).collect()
    });
}

#[test]
fn files_are_short_and_well_named() {
    check("files that are too long or whose name says nothing", |file| {
        let long = (file.lines > MOST_LINES).then(|| format!("{} lines; {MOST_LINES} are the most", file.lines));
        let is_page = starts_with(&file.module, "ui::pages");
        let banned = file.module.iter().find(|name| !is_page && BANNED_NAMES.contains(&name.as_str()));
        long.into_iter().chain(banned.map(|name| format!("no module is called “{name}”"))).collect()
    });
}

#[test]
fn the_table_names_rooms_only_and_has_no_circle() {
    for (position, (room, allowed)) in TABLE.iter().enumerate() {
        for part in *allowed {
            let name = part.split("::").next().unwrap_or(part);
            // A room stands after all that it imports; its own name changes nothing.
            let before = TABLE[..=position].iter().any(|(earlier, _)| *earlier == name);
            assert!(before, "{room} may import {part}, which does not stand before it");
        }
    }
}

#[test]
fn what_is_forbidden_is_found() {
    let check = |room: &str, text: &str, expect: &[&str]| {
        let module = [room.to_owned(), "part".to_owned()];
        assert_eq!(forbidden(room, &read(text, &module)), expect, "{text}");
    };
    check("model", "use crate::units::Meters; use super::dataset::Dataset;", &[]);
    check("model", "use crate::{units::Meters, plan::{Plan, Edit}};", &["plan::Plan", "plan::Edit"]);
    check("model", "fn f() { crate::engine::run::<u8>(1) }", &["engine::run"]);
    check("model", "use super::super::check; use super::super::units::Share;", &["check"]);
    check("model", "mod inner { use super::super::super::territory::Design; }", &["territory::Design"]);
    check("model", "mod inner { use super::super::Dataset; use super::Part; }", &[]);
    check("ui", "use crate::engine::protocol::Job; use crate::engine::design;", &["engine::design"]);
    check("ui", "use crate::import;", &["import"]);
    check("bin::hinterland", "use hinterland::territory::Design;", &["territory::Design"]);
    check("model", "pub(in crate::model) struct X; pub(crate) fn f(&self) { self.x }", &[]);
    check("model", "// use crate::plan::Plan;\n/* crate::plan /* x */ */ const A: &str = \"crate::plan::Plan\";", &[]);
    check(
        "model",
        "const A: &str = r#\"crate::plan\"#; const C: char = '\"'; use crate::plan; const D: u8 = b'\"';",
        &["plan"],
    );
    check("model", "fn f<'a>(x: &'a str) { crate::plan::f(x) }", &["plan::f"]);
    check("model", "#[cfg(test)]\nmod tests { use crate::check::alignment; }", &[]);
    check("model", "#[cfg(test)]\nmod tests;\nuse crate::check::alignment;", &["check::alignment"]);
}

#[test]
fn what_is_impure_is_found() {
    let check = |text: &str, expect: &[&str]| assert_eq!(impure(&read(text, &["plan".to_owned()])), expect, "{text}");
    check("use std::{fs, time::Instant};", &["std::time", "std::fs"]);
    check("fn f() { let t = std::time::Instant::now(); println!(\"{t:?}\") }", &["std::time", "println!"]);
    check("use leptos::prelude::*; use web_sys::Element;", &["web_sys", "leptos"]);
    check("fn log(x: f64) -> f64 { libm::log(x) } mod time {} fn g(t: Times) { t.time::<u8>() }", &[]);
    check("#[cfg(test)] mod tests { fn f() { std::fs::read(\"x\"); } }", &[]);
}
