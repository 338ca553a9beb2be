//! The plan: scenarios, edit log, figures, and the trait that keeps it.
