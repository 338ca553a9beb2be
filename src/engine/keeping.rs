//! The plan file as the browser keeps it: gzipped on its way out, a third of the bytes, and inflated when it is opened.
//!
//! What an earlier build kept as plain JSON opens as before: gzip tells itself by its first two bytes, which no JSON has.

use crate::pieces::Pieces;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read, Write};

const MAGIC: [u8; 2] = [0x1F, 0x8B];
/// No plan that a browser could keep is longer; what says so of itself is damaged.
const MOST_BYTES: u64 = 1 << 30;

/// Why a kept plan cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// Not what was kept.
    #[error("the plan that this browser kept is damaged ({reason}): open the plan file that you downloaded last")]
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
}

/// Packs what `write` hands on in pieces; `take` hears the pieces of the packed file. The same bytes in give the same bytes
/// out. O(bytes); memory for one piece.
pub fn packed<T>(take: &mut dyn FnMut(&[u8]), write: impl FnOnce(&mut dyn FnMut(&[u8])) -> T) -> T {
    // The fastest level: the plan is kept after every edit, and nobody should have to wait for that.
    let mut packer = GzEncoder::new(Pieces::new(take), Compression::fast());
    let mut packing = Ok(());
    let result = write(&mut |piece| {
        if packing.is_ok() {
            packing = packer.write_all(piece);
        }
    });
    let finished = packing.and_then(|()| packer.finish()).map(Pieces::finish);
    debug_assert!(finished.is_ok(), "pieces take whatever they are given: {finished:?}");
    result
}

/// The plan file that was kept. O(bytes).
///
/// # Errors
/// [`KeptError`] when it is gzipped and not whole.
pub fn unpacked(kept: Vec<u8>) -> Result<Vec<u8>, KeptError> {
    if !kept.starts_with(&MAGIC) {
        return Ok(kept);
    }
    let mut file = Vec::new();
    let read = GzDecoder::new(kept.as_slice()).take(MOST_BYTES + 1).read_to_end(&mut file);
    let damaged = |reason: String| KeptError::Damaged { reason };
    match read {
        Ok(length) if length as u64 > MOST_BYTES => Err(damaged("it has no end".to_owned())),
        Ok(_) => Ok(file),
        Err(error) => Err(damaged(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::PIECE_BYTES;

    fn kept(file: &[u8]) -> Vec<u8> {
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        packed(&mut |piece| pieces.push(piece.to_vec()), |take| file.chunks(1000).for_each(take));
        assert!(pieces.iter().rev().skip(1).all(|piece| piece.len() == PIECE_BYTES));
        pieces.concat()
    }

    #[test]
    fn what_is_kept_comes_back() {
        let noise: Vec<u8> = std::iter::successors(Some(1_u32), |state| Some(state.wrapping_mul(1_664_525) + 1))
            .map(|state| state.to_be_bytes()[0])
            .take(3 * PIECE_BYTES)
            .collect();
        for file in [&b""[..], b"{}", "{\"name\": \"Zürich\"}\n".repeat(100_000).as_bytes(), &noise] {
            assert_eq!(unpacked(kept(file)).expect("it was just packed"), file);
        }
        assert!(kept(&b" ".repeat(1_000_000)).len() < 10_000);
    }

    #[test]
    fn what_was_kept_as_it_is_stays() {
        assert_eq!(unpacked(b"{\"format\"".to_vec()).expect("plain"), b"{\"format\"");
    }

    #[test]
    fn what_is_damaged_is_told() {
        let whole = kept("{\"name\": \"Spring\"}\n".repeat(100).as_bytes());
        for end in 2..whole.len() {
            assert!(unpacked(whole[..end].to_vec()).is_err(), "{end} of {} bytes", whole.len());
        }
        let mut changed = whole.clone();
        let at = changed.len() - 5;
        changed[at] ^= 1;
        let told = unpacked(changed).expect_err("the sum is wrong").to_string();
        assert!(told.contains("damaged") && told.contains("downloaded last"), "{told}");
    }
}
