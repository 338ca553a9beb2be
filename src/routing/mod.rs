//! Tours.
