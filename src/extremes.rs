//! The larger and the smaller of two numbers, for loops that are run millions of times.
//!
//! What the standard library has for it heeds operands that are no number at all, for which wasm has no instruction: there
//! each `f64::max` is a call of a function, and a tight loop of them takes twice as long.

/// The larger of two numbers; `b` if one of them is none.
#[inline]
#[must_use]
pub fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The smaller of two numbers; `b` if one of them is none.
#[inline]
#[must_use]
pub fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::{larger, smaller};

    #[test]
    fn what_is_no_number_gives_way_to_the_second() {
        assert_eq!((larger(1.0, 2.0), larger(2.0, 1.0)), (2.0, 2.0));
        assert_eq!((smaller(1.0, 2.0), smaller(2.0, 1.0)), (1.0, 1.0));
        assert_eq!((larger(f64::NAN, 0.0), smaller(f64::NAN, 0.0)), (0.0, 0.0));
        assert_eq!((larger(f64::NEG_INFINITY, 0.0), smaller(f64::INFINITY, 0.0)), (0.0, 0.0));
    }
}
