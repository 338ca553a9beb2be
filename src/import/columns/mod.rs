//! What the columns of a table are: by the words of the header and by what stands below.

mod kind;
mod lexicon;
mod number;
mod profile;
mod roles;
mod words;

pub use kind::file_kind;
pub use number::{Marks, Reading, looks_like_value};
pub use profile::{Profile, profile_columns};
pub use roles::{assign_roles, fallback_role, is_of_line, is_rate};
pub use words::HeaderWords;
