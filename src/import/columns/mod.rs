//! What the columns of a table are: by the words of the header and by what stands below.

mod content;
mod currency;
mod date_order;
mod dates;
mod fields;
mod found;
mod header_text;
mod kind;
mod lexicon;
mod marks;
mod meaning;
mod nouns;
mod number;
mod numbered;
mod other_place;
mod periods;
mod postal;
mod profile;
mod roles;
mod rules;
mod units;
mod words;
mod yes_no;

pub use content::is_bare;
pub use date_order::OrderVotes;
pub use dates::Dates;
pub use header_text::fold;
pub use kind::{file_kind, lists_contacts};
pub use meaning::{Happened, activity_kind, happened, is_no_sale, stage_state};
pub use number::{Marks, Reading, looks_like_value};
pub use other_place::other_place;
pub use periods::{Period, period_of, year_in};
pub use postal::CodeLengths;
pub use profile::{Profile, first_values, profile_columns};
pub use roles::{
    assign_roles, fallback_role, is_day_of_line, is_of_line, is_rate, numbers_order, says_order_state, told_by_header,
};
pub use units::{Unit, has_unit, unit_of};
pub use words::HeaderWords;
pub use yes_no::YesNo;
