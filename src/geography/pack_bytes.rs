//! Reading the bytes of an inflated data pack; `docs/packs.md` describes the format.
//!
//! Invariant: no bytes whatever panic here or make it allocate more than a small multiple of their length.

use crate::model::TextColumn;
use crate::units::LonLat;

const MAGIC: &[u8] = b"HLPK";
const VERSION: u8 = 2;
/// No name is longer; a longer one is damage, and would let a few bytes unfold into gigabytes.
const LONGEST_TEXT: usize = 255;
/// Nor do the texts of a list unfold to more than so many times the bytes of the pack.
const UNFOLDING: usize = 16;

/// What a pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackKind {
    /// US ZIPs and towns.
    Zips,
    /// Countries and regions.
    Countries,
    /// Boundaries to draw.
    Basemap,
    /// Cities and towns.
    Places,
}

/// Why a data pack cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The bytes are no data pack.
    #[error("this is no data pack: reload the app, or fetch its files again")]
    Foreign,
    /// A pack of another version of the app.
    #[error("data pack of version {found}, but this app reads version {VERSION}: reload the app")]
    Version {
        /// The version it says it has.
        found: u8,
    },
    /// A pack of a kind that is of no use here.
    #[error("data pack of kind {found}, which is not the kind needed here")]
    Kind {
        /// The number of the kind.
        found: u8,
    },
    /// Places, before the countries and regions that they lie in.
    #[error("a pack of places came before the pack of countries: add that one first")]
    TooEarly,
    /// The bytes end early or contradict themselves.
    #[error("the data pack is damaged {left} bytes before its end ({what}): fetch it again")]
    Damaged {
        /// Bytes not yet read.
        left: usize,
        /// What did not fit.
        what: &'static str,
    },
}

/// A cursor over the bytes of a pack.
#[derive(Debug, Clone)]
pub struct PackBytes<'a> {
    rest: &'a [u8],
}

impl<'a> PackBytes<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`PackError::Foreign`], [`PackError::Version`] or [`PackError::Kind`] for bytes that this app did not make.
    pub fn open(inflated: &'a [u8]) -> Result<(PackKind, Self), PackError> {
        let Some((&[version, kind], rest)) =
            inflated.strip_prefix(MAGIC).and_then(|after| after.split_first_chunk::<2>())
        else {
            return Err(PackError::Foreign);
        };
        if version != VERSION {
            return Err(PackError::Version { found: version });
        }
        let kind = match kind {
            1 => PackKind::Zips,
            2 => PackKind::Countries,
            3 => PackKind::Basemap,
            4 => PackKind::Places,
            found => return Err(PackError::Kind { found }),
        };
        Ok((kind, Self { rest }))
    }

    /// The error for what does not fit at this point.
    #[must_use]
    pub fn damaged(&self, what: &'static str) -> PackError {
        PackError::Damaged { left: self.rest.len(), what }
    }

    /// An unsigned number: seven bits a byte, the lowest first, the top bit set on all but the last.
    ///
    /// # Errors
    /// [`PackError::Damaged`] at the end, or above 32 bits.
    pub fn number(&mut self) -> Result<u32, PackError> {
        let mut value = 0u64;
        for shift in [0, 7, 14, 21, 28] {
            let Some((&byte, rest)) = self.rest.split_first() else { break };
            self.rest = rest;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return u32::try_from(value).map_err(|_| self.damaged("a number over 32 bits"));
            }
        }
        Err(self.damaged("a number without an end"))
    }

    /// A number of things that follow, each of at least one byte.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when fewer bytes are left than that.
    pub fn count(&mut self) -> Result<usize, PackError> {
        let count = self.number()? as usize;
        if count > self.rest.len() { Err(self.damaged("a count beyond the end")) } else { Ok(count) }
    }

    /// `count` numbers.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when there are fewer.
    pub fn numbers(&mut self, count: usize) -> Result<Vec<u32>, PackError> {
        if count > self.rest.len() {
            return Err(self.damaged("fewer numbers than counted"));
        }
        (0..count).map(|_| self.number()).collect()
    }

    /// `count` numbers: the low bytes of all, then what is above them.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when there are fewer, or one is above 32 bits.
    pub fn parted(&mut self, count: usize) -> Result<Vec<u32>, PackError> {
        let Some((low, rest)) = self.rest.split_at_checked(count) else {
            return Err(self.damaged("fewer numbers than counted"));
        };
        self.rest = rest;
        let mut numbers = self.numbers(count)?;
        for (number, &low) in numbers.iter_mut().zip(low) {
            if *number > u32::MAX >> 8 {
                return Err(self.damaged("a number over 32 bits"));
            }
            *number = *number << 8 | u32::from(low);
        }
        Ok(numbers)
    }

    /// `count` signed numbers, each written as its difference from the one before (the first from 0), zigzag.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when there are fewer, or one leaves 32 bits.
    pub fn deltas(&mut self, count: usize) -> Result<Vec<i32>, PackError> {
        let steps = self.numbers(count)?;
        self.sums(&steps)
    }

    /// The numbers whose differences these are, zigzag.
    fn sums(&self, steps: &[u32]) -> Result<Vec<i32>, PackError> {
        let mut sum = 0i32;
        let sums = steps.iter().map(|&step| {
            sum = sum.checked_add((step >> 1).cast_signed() ^ -(step & 1).cast_signed())?;
            Some(sum)
        });
        sums.collect::<Option<_>>().ok_or_else(|| self.damaged("a sum over 32 bits"))
    }

    /// `count` positions below `limit`, delta-coded.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when one is out of range.
    pub fn positions(&mut self, count: usize, limit: usize) -> Result<Vec<u32>, PackError> {
        let values = self.deltas(count)?;
        let checked = values.into_iter().map(|value| u32::try_from(value).ok().filter(|&v| (v as usize) < limit));
        checked.collect::<Option<_>>().ok_or_else(|| self.damaged("a position out of range"))
    }

    /// A list of texts, front-coded: how many bytes each shares with the one before, how many follow, those bytes.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when they are no UTF-8, too long, or end early.
    pub fn texts(&mut self) -> Result<TextColumn, PackError> {
        let most = self.rest.len().saturating_mul(UNFOLDING);
        let count = self.count()?;
        let shared = self.numbers(count)?;
        let added = self.numbers(count)?;
        let mut texts = TextColumn::new();
        let mut text: Vec<u8> = Vec::new();
        let mut total = 0;
        for (shared, added) in shared.into_iter().zip(added) {
            let (shared, added) = (shared as usize, added as usize);
            total += shared.saturating_add(added).min(LONGEST_TEXT);
            if shared > text.len() || shared.saturating_add(added) > LONGEST_TEXT || total > most {
                return Err(self.damaged("a text of impossible length"));
            }
            let Some((suffix, rest)) = self.rest.split_at_checked(added) else {
                return Err(self.damaged("a text beyond the end"));
            };
            text.truncate(shared);
            text.extend_from_slice(suffix);
            texts.push(str::from_utf8(&text).map_err(|_| self.damaged("a text that is no UTF-8"))?);
            self.rest = rest;
        }
        Ok(texts)
    }

    /// A list of texts, each told by its position in another list, parted.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when a position is out of range, or they end early.
    pub fn texts_of(&mut self, list: &TextColumn) -> Result<TextColumn, PackError> {
        let most = self.rest.len().saturating_mul(UNFOLDING);
        let count = self.count()?;
        let mut texts = TextColumn::new();
        let mut total = 0;
        for position in self.parted(count)? {
            if position as usize >= list.len() {
                return Err(self.damaged("a text out of range"));
            }
            let text = list.get(position as usize);
            total += text.len();
            if total > most {
                return Err(self.damaged("texts of impossible length"));
            }
            texts.push(text);
        }
        Ok(texts)
    }

    /// `count` points: the latitudes, then the longitudes, in parts of a degree, parted and delta-coded.
    ///
    /// # Errors
    /// [`PackError::Damaged`] when one is off the globe.
    pub fn points(&mut self, count: usize, parts: f64) -> Result<Vec<LonLat>, PackError> {
        let (lats, lons) = (self.parted(count)?, self.parted(count)?);
        let (lats, lons) = (self.sums(&lats)?, self.sums(&lons)?);
        let points =
            lons.into_iter().zip(lats).map(|(lon, lat)| LonLat::new(f64::from(lon) / parts, f64::from(lat) / parts));
        points.collect::<Result<_, _>>().map_err(|_| self.damaged("a point off the globe"))
    }

    /// # Errors
    /// [`PackError::Damaged`] when bytes are left over.
    pub fn finish(self) -> Result<(), PackError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.damaged("bytes after the last entry")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &[u8]) -> Result<Vec<String>, PackError> {
        let bytes = [b"HLPK\x02\x02".as_slice(), body].concat();
        let (_, mut pack) = PackBytes::open(&bytes)?;
        let texts = pack.texts()?;
        pack.finish()?;
        Ok(texts.iter().map(str::to_owned).collect())
    }

    #[test]
    fn texts_are_front_coded() {
        assert_eq!(texts(b"\x02\x00\x03\x05\x02Salemta").expect("two texts"), ["Salem", "Salta"]);
        assert!(texts(b"\x02\x00\x06\x05\x02Salemta").is_err(), "shares more than there is");
        assert!(texts(b"\x01\x00\x02\xC3(").is_err(), "no UTF-8");
        assert!(texts(b"\x01\x00\x05Sal").is_err(), "ends early");
        assert!(texts(b"\x01\x00\x03Salem").is_err(), "bytes left over");
        assert!(texts(b"\xFF\xFF\xFF\xFF\x0F").is_err(), "a count beyond the end");
        assert!(texts(b"\xFF\xFF\xFF\xFF\xFF\x0F").is_err(), "more than 32 bits");
    }

    #[test]
    fn headers_are_told_apart() {
        assert_eq!(PackBytes::open(b"PK\x03\x04").err(), Some(PackError::Foreign));
        assert_eq!(PackBytes::open(b"HLPK\x01\x01").err(), Some(PackError::Version { found: 1 }));
        assert_eq!(PackBytes::open(b"HLPK\x02\x07").err(), Some(PackError::Kind { found: 7 }));
    }

    #[test]
    fn deltas_are_sums_of_zigzags() {
        let bytes = b"HLPK\x02\x01\x01\x04\x03";
        let (_, mut pack) = PackBytes::open(bytes).expect("a header");
        assert_eq!(pack.deltas(3).expect("three numbers"), [-1, 1, -1]);
        assert!(pack.deltas(1).is_err());
    }

    #[test]
    fn parted_numbers_are_put_together() {
        let bytes = b"HLPK\x02\x01\x05\x00\x00\x02\xFF\xFF\xFF\xFF\x0F\x00";
        let (_, mut pack) = PackBytes::open(bytes).expect("a header");
        assert_eq!(pack.parted(2).expect("two numbers"), [5, 512]);
        assert!(pack.clone().parted(1).is_err(), "more than 32 bits");
        assert!(pack.parted(9).is_err(), "fewer than counted");
    }
}
