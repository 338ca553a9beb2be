//! Plan and viewport → display list.
