//! What the columns of a table are: by the words of the header and by what stands below.

mod date_order;
mod dates;
mod kind;
mod lexicon;
mod meaning;
mod number;
mod profile;
mod roles;
mod words;
mod yes_no;

pub use date_order::OrderVotes;
pub use dates::Dates;
pub use kind::file_kind;
pub use meaning::{ActivityKind, StageState, activity_kind, stage_state};
pub use number::{Marks, Reading, looks_like_value};
pub use profile::{Profile, profile_columns};
pub use roles::{assign_roles, fallback_role, is_of_line, is_rate};
pub use words::HeaderWords;
pub use yes_no::YesNo;
