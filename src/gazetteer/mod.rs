//! Offline places and postal codes.
