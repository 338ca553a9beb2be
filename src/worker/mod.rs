//! The worker: [`Pool`] starts and feeds it from the page, [`serve`] is its loop on the other side, and
//! [`fetch_pack`] brings a data pack to either.
//!
//! Invariants: the worker is started from a blob of the page's own, so that it inherits the page's security policy;
//! long jobs run in steps, and between two steps messages are heard.

mod bootstrap;
mod pack;
mod pool;
mod serve;
mod wire;

pub use pack::fetch_pack;
pub use pool::{Listener, Mourner, Pool};
pub use serve::serve;
