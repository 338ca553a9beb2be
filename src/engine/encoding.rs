//! Values as bytes on their way from one program to another, in pieces: written and read without lying in memory twice.

use crate::pieces::Pieces;
use postcard::{Deserializer, Error, de_flavors, ser_flavors};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value; `take` hears the pieces. O(bytes).
///
/// # Errors
/// `postcard`'s, for a value that its format cannot hold; pieces may have been taken by then.
pub fn write<T: Serialize + ?Sized>(value: &T, take: &mut dyn FnMut(&[u8])) -> postcard::Result<()> {
    postcard::serialize_with_flavor(value, Sink(Pieces::new(take)))
}

/// Reads a value from the pieces that `next` gives, each of which is let go before the next is asked for. O(bytes).
///
/// # Errors
/// `postcard`'s, when the pieces are not those of such a value.
pub fn read<T: DeserializeOwned>(next: &mut dyn FnMut() -> Option<Vec<u8>>) -> postcard::Result<T> {
    let source = Source { next, piece: Vec::new(), at: 0, taken: Vec::new() };
    T::deserialize(&mut Deserializer::from_flavor(source))
}

struct Sink<'a>(Pieces<'a>);

impl ser_flavors::Flavor for Sink<'_> {
    type Output = ();

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.extend(&[byte]);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        self.0.finish();
        Ok(())
    }
}

struct Source<'a> {
    next: &'a mut dyn FnMut() -> Option<Vec<u8>>,
    piece: Vec<u8>,
    /// Bytes of the piece that were read.
    at: usize,
    /// What was taken last, where it does not lie in one piece.
    taken: Vec<u8>,
}

impl Source<'_> {
    /// Goes on to the next piece that holds anything.
    fn advance(&mut self) -> postcard::Result<()> {
        while self.at == self.piece.len() {
            // The old piece goes first: there is never more than one.
            self.piece = Vec::new();
            self.piece = (self.next)().ok_or(Error::DeserializeUnexpectedEnd)?;
            self.at = 0;
        }
        Ok(())
    }
}

impl<'de> de_flavors::Flavor<'de> for Source<'de> {
    type Remainder = ();
    type Source = ();

    fn pop(&mut self) -> postcard::Result<u8> {
        if self.at == self.piece.len() {
            self.advance()?;
        }
        self.at += 1;
        Ok(self.piece[self.at - 1])
    }

    /// Nothing is borrowed from a message.
    fn try_take_n(&mut self, _count: usize) -> postcard::Result<&'de [u8]> {
        Err(Error::WontImplement)
    }

    fn try_take_n_temp<'a>(&'a mut self, count: usize) -> postcard::Result<&'a [u8]>
    where
        'de: 'a,
    {
        if count <= self.piece.len() - self.at {
            self.at += count;
            return Ok(&self.piece[self.at - count..self.at]);
        }
        // What the length claims is believed no further than bytes come in.
        self.taken.clear();
        while self.taken.len() < count {
            self.advance()?;
            let end = self.piece.len().min(self.at + count - self.taken.len());
            self.taken.extend_from_slice(&self.piece[self.at..end]);
            self.at = end;
        }
        Ok(&self.taken)
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::PIECE_BYTES;

    type Value = (Vec<u64>, String, Option<f64>, Vec<String>);

    fn pieces_of(value: &Value) -> Vec<Vec<u8>> {
        let mut pieces = Vec::new();
        write(value, &mut |piece| pieces.push(piece.to_vec())).expect("plain data can be written");
        pieces
    }

    fn value(length: usize) -> Value {
        (vec![1, 300, u64::MAX], "text".repeat(length), Some(0.5), vec!["é".repeat(length), String::new()])
    }

    #[test]
    fn what_is_written_is_read_again() {
        for length in [0, 1, 1000, PIECE_BYTES / 4, PIECE_BYTES] {
            let (value, pieces) = (value(length), pieces_of(&value(length)));
            assert_eq!(pieces.concat(), postcard::to_allocvec(&value).expect("plain data can be written"));
            let mut left = pieces.into_iter();
            assert_eq!(read::<Value>(&mut || left.next()).as_ref(), Ok(&value));
            assert_eq!(left.next(), None);
        }
    }

    #[test]
    fn pieces_may_be_of_any_length() {
        let (value, bytes) = (value(50), pieces_of(&value(50)).concat());
        for length in [1, 2, 7, 64] {
            let mut left = bytes.chunks(length).flat_map(|piece| [piece.to_vec(), Vec::new()]);
            assert_eq!(read::<Value>(&mut || left.next()).as_ref(), Ok(&value));
        }
    }

    #[test]
    fn a_message_that_ends_early_is_none() {
        let bytes = pieces_of(&value(50)).concat();
        for length in 0..bytes.len() {
            let mut left = std::iter::once(bytes[..length].to_vec());
            assert_eq!(read::<Value>(&mut || left.next()), Err(Error::DeserializeUnexpectedEnd));
        }
    }
}
