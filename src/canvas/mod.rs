//! The only code that paints.
