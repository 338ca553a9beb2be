//! Plans in IndexedDB, settings and the plan list in local storage.
