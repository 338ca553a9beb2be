//! What this browser keeps: plan files in IndexedDB, the list of plans and the settings in local storage.
//!
//! Invariants: a stored plan is a plan file, so that nothing has a second format; the list names only plans whose bytes
//! were written.

mod browser_store;
mod settings;

pub use browser_store::BrowserStore;
pub use settings::{Settings, Theme, keep_settings, settings};
