//! What this browser keeps: plan files in IndexedDB, the list of plans, the settings and remembered columns in local storage.
//!
//! Invariants: a stored plan is a plan file, gzipped since it is kept so, and nothing has a second format; the list names
//! only plans whose bytes were written.

mod browser_store;
mod settings;

pub use browser_store::BrowserStore;
pub use settings::{
    Settings, Theme, draft, forget_mappings, keep_draft, keep_mappings, keep_settings, mappings, settings,
};
