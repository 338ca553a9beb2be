//! The versioned file format.
