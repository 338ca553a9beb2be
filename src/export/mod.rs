//! Every outgoing format.
