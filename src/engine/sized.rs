//! Values as bytes that take no more memory than they have to.

use serde::Serialize;

/// The bytes of a value, its size counted first: a buffer that grows lies in memory up to three times, and memory that a
/// worker once had stays its own. O(bytes), twice.
///
/// # Errors
/// `postcard`'s, for a value that its format cannot hold.
pub fn to_bytes<T: Serialize + ?Sized>(value: &T) -> postcard::Result<Vec<u8>> {
    let size = postcard::experimental::serialized_size(value)?;
    postcard::to_extend(value, Vec::with_capacity(size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_exactly_the_room_it_needs() -> postcard::Result<()> {
        let value = (vec![1u64, 300, u64::MAX], "text".repeat(100), Some(0.5f64));
        let bytes = to_bytes(&value)?;
        assert_eq!(bytes, postcard::to_allocvec(&value)?);
        assert_eq!(bytes.capacity(), bytes.len());
        Ok(())
    }
}
