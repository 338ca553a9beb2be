//! Bytes in pieces: what is too large to lie in one buffer while it is written.
//!
//! The memory of a worker grows and never shrinks. A writer that hands on a piece whenever one is full costs one piece,
//! however much it writes.

use std::io;

/// How long a piece is, but for the last.
pub const PIECE_BYTES: usize = 1 << 20;

/// Collects bytes and hands them on piece by piece.
pub struct Pieces<'a> {
    buffer: Vec<u8>,
    take: &'a mut dyn FnMut(&[u8]),
}

impl<'a> Pieces<'a> {
    /// Nothing written yet; `take` hears each piece once it is full.
    pub fn new(take: &'a mut dyn FnMut(&[u8])) -> Self {
        Self { buffer: Vec::new(), take }
    }

    /// Adds bytes at the end.
    pub fn extend(&mut self, mut bytes: &[u8]) {
        while self.buffer.len() + bytes.len() > PIECE_BYTES {
            let (fits, rest) = bytes.split_at(PIECE_BYTES - self.buffer.len());
            self.buffer.extend_from_slice(fits);
            (self.take)(&self.buffer);
            self.buffer.clear();
            bytes = rest;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Hands on what is left.
    pub fn finish(self) {
        if !self.buffer.is_empty() {
            (self.take)(&self.buffer);
        }
    }
}

impl io::Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lengths: &[usize], expect: &[usize]) {
        let mut taken: Vec<Vec<u8>> = Vec::new();
        let mut take = |piece: &[u8]| taken.push(piece.to_vec());
        let mut pieces = Pieces::new(&mut take);
        let mut written = Vec::new();
        for (number, &length) in (1..).zip(lengths) {
            let bytes: Vec<u8> = (0..251u8).cycle().map(|byte| byte ^ number).take(length).collect();
            pieces.extend(&bytes);
            written.extend(bytes);
        }
        pieces.finish();
        assert_eq!(taken.iter().map(Vec::len).collect::<Vec<_>>(), expect);
        assert_eq!(taken.concat(), written);
    }

    #[test]
    fn pieces_are_full_but_for_the_last() {
        check(&[], &[]);
        check(&[3, 0, 4], &[7]);
        check(&[PIECE_BYTES], &[PIECE_BYTES]);
        check(&[PIECE_BYTES - 1, 3], &[PIECE_BYTES, 2]);
        check(&[5, 2 * PIECE_BYTES], &[PIECE_BYTES, PIECE_BYTES, 5]);
    }
}
