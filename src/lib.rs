//! Hinterland: a private sales-territory planner that runs wholly in the browser.
//!
//! # Reading order
//! [`units`] and [`model`] are the vocabulary. [`unpack`] opens workbooks and archives, [`import`] turns files into a `Dataset` with the places of [`gazetteer`];
//! [`territory`] divides it; [`routing`] tours it; [`check`] derives every claim again; [`plan`] holds scenarios and the
//! edit log; [`planfile`] is the file format; [`scene`] draws without painting; [`export`] writes every outgoing format;
//! [`engine`] is one function a job, called by the worker and by the terminal program alike.
//!
//! # Invariants
//! - The pure rooms (all but `storage`, `worker`, `canvas` and `ui`) know no DOM, clock, randomness or log.
//! - Who may import whom is a table in `tests/architecture.rs`.
//! - Same data, parameters, seed and iteration limit: the same plan, byte for byte, natively and in wasm.
//! - No input that a user can supply panics.

pub mod extremes;

pub mod sorting;

pub mod pieces;

pub mod markup;

pub mod batch;

pub mod units;

pub mod model;

pub mod geography;

pub mod gazetteer;

pub mod import;

pub mod unpack;

pub mod territory;

pub mod routing;

pub mod check;

pub mod plan;

pub mod planfile;

pub mod scene;

pub mod export;

pub mod engine;

#[cfg(target_arch = "wasm32")]
pub mod storage;

#[cfg(target_arch = "wasm32")]
pub mod worker;

#[cfg(target_arch = "wasm32")]
pub mod canvas;

#[cfg(all(target_arch = "wasm32", feature = "ui"))]
pub mod ui;
