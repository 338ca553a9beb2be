//! The pages: start, data, workspace.

mod data;
mod diagnostics;
mod mapping;
mod start;
mod workspace;

pub use data::Data;
pub use start::Start;
pub use workspace::Workspace;
