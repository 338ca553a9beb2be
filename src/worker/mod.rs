//! The workers: a [`Line`] starts and feeds one from the page, [`serve`] is its loop on the other side, and
//! [`fetch_pack`] brings a data pack to either.
//!
//! Each [`Party`] is one worker and what is said to it; each [`Service`] is what answers there. Invariants: a worker is
//! started from a blob of the page's own, so that it inherits the page's security policy; long jobs run in steps, and
//! between two steps messages are heard; nothing but the plan's worker outlives the job it was started for.

mod bootstrap;
mod line;
mod pack;
mod party;
mod serve;
mod service;
mod wire;

pub use line::{Line, Listener, Mourner};
pub use pack::fetch_pack;
pub use party::{Importer, Party, Planner, Unpacker};
pub use serve::serve;
pub use service::Service;
pub use wire::give_back;
