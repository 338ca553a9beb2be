//! The step of visits: what is asked, the work that it makes, the calendar and its days.

mod classes;
mod fields;
mod form;
mod holidays;
mod parts;
mod unplaced;
mod whose;
mod work;

pub use form::VisitsForm;
