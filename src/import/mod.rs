//! Files → columns → `Dataset` and diagnostics.
