//! The programs that run beside the page, and what is said between it and each.

use crate::engine::import_protocol::{ImportEvent, ImportRequest};
use crate::engine::protocol::{Event, Request};
use crate::engine::unpacker::{UnpackEvent, UnpackRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A worker as the page knows it: where its program lies, and its two kinds of message.
pub trait Party: 'static {
    /// The attribute of the page's script element that holds the address of its script.
    const SCRIPT: &'static str;
    /// The attribute with the address of its wasm.
    const WASM: &'static str;
    /// What the page asks.
    type Request: Serialize;
    /// What it tells.
    type Event: DeserializeOwned;
}

/// Holds the plan, designs and tours; a program of its own, loaded with the first file or plan.
#[derive(Debug, Clone, Copy)]
pub enum Planner {}

impl Party for Planner {
    const SCRIPT: &'static str = "data-planner-script";
    const WASM: &'static str = "data-planner-wasm";
    type Request = Request;
    type Event = Event;
}

/// Reads files; a program of its own, loaded with the first file and ended with the last.
#[derive(Debug, Clone, Copy)]
pub enum Importer {}

impl Party for Importer {
    const SCRIPT: &'static str = "data-importer-script";
    const WASM: &'static str = "data-importer-wasm";
    type Request = ImportRequest;
    type Event = ImportEvent;
}

/// Opens workbooks, archives and foreign encodings; a program of its own, loaded with the first such file and ended when
/// none is left.
#[derive(Debug, Clone, Copy)]
pub enum Unpacker {}

impl Party for Unpacker {
    const SCRIPT: &'static str = "data-unpacker-script";
    const WASM: &'static str = "data-unpacker-wasm";
    type Request = UnpackRequest;
    type Event = UnpackEvent;
}
