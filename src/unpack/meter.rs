//! How much may come out of a file, counted while it comes.

use super::error::UnpackError;
use std::fmt::Display;
use std::io::{ErrorKind, Read};

const MIB: u64 = 1 << 20;
const CHUNK_BYTES: usize = 64 * 1024;

/// What a packed file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes that come out of one file, and the most text that is made of it.
    pub inflated_bytes: u64,
    /// The most times its size that it may swell to, once [`Limits::always_bytes`] are out. Tables swell to 20 times, and
    /// to 100 where they repeat themselves; deflate ends at 1,032.
    pub ratio: u64,
    /// As much comes out of any file.
    pub always_bytes: u64,
    /// The most files in an archive.
    pub entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { inflated_bytes: 1024 * MIB, ratio: 250, always_bytes: 64 * MIB, entries: 1000 }
    }
}

impl Limits {
    /// As much as a browser reads of a file that is not packed: 256 MiB.
    #[must_use]
    pub fn of_browser() -> Self {
        Self { inflated_bytes: 256 * MIB, ..Self::default() }
    }
}

/// Inflates a part from its start, chunk by chunk, past a meter.
pub type Pass<'p, 'm> = dyn FnMut(&mut Meter<'m>, &mut dyn FnMut(&[u8])) -> Result<(), UnpackError> + 'p;

/// Counts what comes out of one file.
pub struct Meter<'a> {
    pub file: &'a str,
    pub limits: &'a Limits,
    /// The label of the encoding that a person says; empty to find it.
    pub label: &'a str,
    packed: u64,
    inflated: u64,
    written: u64,
}

impl<'a> Meter<'a> {
    pub fn new(file: &'a str, limits: &'a Limits, packed: usize) -> Self {
        Self { file, limits, label: "", packed: packed as u64, inflated: 0, written: 0 }
    }

    /// Bytes came out of the file.
    fn inflated(&mut self, bytes: usize) -> Result<(), UnpackError> {
        self.inflated += bytes as u64;
        self.within(self.inflated)?;
        if self.inflated > self.limits.always_bytes && self.inflated / self.limits.ratio > self.packed {
            return Err(UnpackError::Bomb { file: self.file.to_owned(), ratio: self.limits.ratio });
        }
        Ok(())
    }

    /// Text was made of it. A short text that a workbook keeps once may stand in a million cells.
    pub fn written(&mut self, bytes: usize) -> Result<(), UnpackError> {
        self.written += bytes as u64;
        self.within(self.written)
    }

    fn within(&self, bytes: u64) -> Result<(), UnpackError> {
        if bytes > self.limits.inflated_bytes {
            return Err(UnpackError::TooLarge { file: self.file.to_owned(), limit: self.limits.inflated_bytes / MIB });
        }
        Ok(())
    }

    pub fn damaged(&self, cause: &dyn Display) -> UnpackError {
        UnpackError::Damaged { file: self.file.to_owned(), cause: cause.to_string() }
    }

    /// Reads to the end, chunk by chunk, and stops at a limit.
    pub fn inflate(&mut self, packed: &mut dyn Read, take: &mut dyn FnMut(&[u8])) -> Result<(), UnpackError> {
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            match packed.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    self.inflated(count)?;
                    take(chunk.get(..count).unwrap_or_default());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.damaged(&error)),
            }
        }
    }

    /// All of it, by a `pass` that inflates from the start. What is larger than [`Limits::always_bytes`] is counted to its
    /// end before a second pass keeps it: of what lies beyond the limits no more than that is ever held.
    pub fn inflated_bytes(&mut self, pass: &mut Pass<'_, 'a>) -> Result<Vec<u8>, UnpackError> {
        let before = self.inflated;
        let (mut bytes, mut total, held) = (Vec::new(), 0, self.limits.always_bytes);
        pass(self, &mut |chunk| {
            total += chunk.len();
            if total as u64 <= held {
                bytes.extend_from_slice(chunk);
            }
        })?;
        if bytes.len() < total {
            self.inflated = before;
            bytes = Vec::with_capacity(total);
            pass(self, &mut |chunk| bytes.extend_from_slice(chunk))?;
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { inflated_bytes: 4 * MIB, ratio: 250, always_bytes: MIB, entries: 1 };

    /// How often a file of so many bytes was inflated, and what came of it.
    fn kept(size: u64) -> (usize, Result<Vec<u8>, UnpackError>) {
        let mut passes = 0;
        let mut meter = Meter::new("a.gz", &LIMITS, 1 << 20);
        let bytes = meter.inflated_bytes(&mut |meter, take| {
            passes += 1;
            meter.inflate(&mut std::io::repeat(b'x').take(size), take)
        });
        (passes, bytes)
    }

    #[test]
    fn nothing_large_is_held_before_it_is_counted() {
        for (size, expected) in [(MIB, 1), (MIB + 1, 2), (4 * MIB, 2)] {
            let (passes, bytes) = kept(size);
            let bytes = bytes.expect("within the limits");
            assert_eq!((passes, bytes.len() as u64), (expected, size));
            assert!(bytes.capacity() as u64 <= size.next_power_of_two().max(MIB));
        }
        let (passes, bytes) = kept(4 * MIB + 1);
        assert_eq!((passes, bytes.is_err()), (1, true));
    }
}
