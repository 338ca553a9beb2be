//! Design: balanced, compact, contiguous territories.
