//! Long columns of small values between programs: bytes in stretches, taken over without looking at one value after the other as
//! a format would. Readable formats (plan files) have them as lists.

use super::account::{AccountKind, Precision};
use super::dataset::RepIx;
use crate::units::{Day, LonLat};
use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Values of a stretch: what lies in memory twice.
const STRETCH: usize = 8192;

/// A value that takes the same number of bytes whatever it is.
pub(crate) trait Fixed: Copy {
    /// How many.
    const BYTES: usize;
    /// Puts them down.
    fn put(self, bytes: &mut Vec<u8>);
    /// Reads them again; `None` where they are none of its values.
    fn read(bytes: &[u8]) -> Option<Self>;
}

impl Fixed for u32 {
    const BYTES: usize = 4;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_le_bytes)
    }
}

impl Fixed for u16 {
    const BYTES: usize = 2;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_le_bytes)
    }
}

/// Finite numbers: none is what is no number.
impl Fixed for Option<f64> {
    const BYTES: usize = 8;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.unwrap_or(f64::NAN).to_le_bytes());
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        let number = bytes.try_into().ok().map(f64::from_le_bytes)?;
        Some((!number.is_nan()).then_some(number))
    }
}

/// Points of a plane.
impl Fixed for [f64; 2] {
    const BYTES: usize = 16;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.into_iter().flat_map(f64::to_le_bytes));
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        let (x, y) = bytes.split_at_checked(8)?;
        Some([f64::from_le_bytes(x.try_into().ok()?), f64::from_le_bytes(y.try_into().ok()?)])
    }
}

impl Fixed for Option<LonLat> {
    const BYTES: usize = 16;
    fn put(self, bytes: &mut Vec<u8>) {
        self.map(LonLat::lon).put(bytes);
        self.map(LonLat::lat).put(bytes);
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        let (lon, lat) = bytes.split_at_checked(8)?;
        match (Option::<f64>::read(lon)?, Option::<f64>::read(lat)?) {
            (None, None) => Some(None),
            (lon, lat) => LonLat::new(lon?, lat?).ok().map(Some),
        }
    }
}

impl Fixed for Option<Day> {
    const BYTES: usize = 4;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.map_or(i32::MIN, Day::number).to_le_bytes());
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        match bytes.try_into().ok().map(i32::from_le_bytes)? {
            i32::MIN => Some(None),
            number => Day::from_number(number).ok().map(Some),
        }
    }
}

impl Fixed for Option<RepIx> {
    const BYTES: usize = 2;
    fn put(self, bytes: &mut Vec<u8>) {
        self.map_or(u16::MAX, |rep| rep.0).put(bytes);
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        let rep = u16::read(bytes)?;
        Some((rep != u16::MAX).then_some(RepIx(rep)))
    }
}

/// One of few, by its position.
fn position<T: PartialEq>(all: &[T], own: &T) -> u8 {
    all.iter().position(|one| one == own).and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
}

impl Fixed for Precision {
    const BYTES: usize = 1;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.push(position(&Self::ALL, &self));
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        Self::ALL.get(usize::from(*bytes.first()?)).copied()
    }
}

impl Fixed for AccountKind {
    const BYTES: usize = 1;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.push(position(&Self::ALL, &self));
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        Self::ALL.get(usize::from(*bytes.first()?)).copied()
    }
}

/// Writes a column. O(values).
///
/// # Errors
/// The format's.
pub(crate) fn serialize<T: Fixed + Serialize, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return values.serialize(serializer);
    }
    let mut stretches = serializer.serialize_seq(Some(values.len().div_ceil(STRETCH)))?;
    for stretch in values.chunks(STRETCH) {
        let mut bytes = Vec::with_capacity(stretch.len() * T::BYTES);
        for value in stretch {
            value.put(&mut bytes);
        }
        stretches.serialize_element(&Bytes(&bytes))?;
    }
    stretches.end()
}

/// Reads a column. O(values).
///
/// # Errors
/// The format's, and where the bytes are none of such values.
pub(crate) fn deserialize<'de, T: Fixed + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    if deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    let mut values = Vec::new();
    // A column takes all its room at once: growing, a long one lies in memory up to three times.
    let mut take = |further: usize, bytes: &[u8]| {
        if values.is_empty() {
            // A length that cannot be is found out by the bytes that are missing.
            let _reserved =
                values.try_reserve_exact(further.saturating_mul(STRETCH).saturating_add(bytes.len() / T::BYTES));
        }
        bytes.chunks(T::BYTES).all(|value| T::read(value).map(|value| values.push(value)).is_some())
    };
    deserializer.deserialize_seq(Stretches(&mut take, 0))?;
    values.shrink_to_fit();
    Ok(values)
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// Hands on how many stretches follow and the bytes of each; the same code for all values. Says whether they are such values.
struct Stretches<'a>(&'a mut dyn FnMut(usize, &[u8]) -> bool, usize);

impl<'de> Visitor<'de> for Stretches<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("stretches of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut stretches: A) -> Result<(), A::Error> {
        loop {
            let further = stretches.size_hint().unwrap_or_default().saturating_sub(1);
            if stretches.next_element_seed(Stretches(self.0, further))?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<(), E> {
        if (self.0)(self.1, bytes) { Ok(()) } else { Err(E::custom("a value that cannot be")) }
    }
}

impl<'de> DeserializeSeed<'de> for Stretches<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_byte_buf(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Column<T>(
        #[serde(
            with = "super",
            bound(serialize = "T: Fixed + Serialize", deserialize = "T: Fixed + Deserialize<'de>")
        )]
        Vec<T>,
    )
    where
        T: Fixed;

    fn check<T: Fixed + Serialize + for<'de> Deserialize<'de> + PartialEq + fmt::Debug>(values: &[T]) {
        for length in [0, 1, values.len(), STRETCH, STRETCH * 2 + 1] {
            let column = Column(values.iter().copied().cycle().take(length).collect());
            let bytes = postcard::to_allocvec(&column).expect("it can be written");
            let mut read = postcard::Deserializer::from_bytes(&bytes);
            assert_eq!(Column::deserialize(&mut read).as_ref(), Ok(&column));
            let text = serde_json::to_string(&column).expect("it can be written");
            assert_eq!(text, serde_json::to_string(&column.0).expect("it can be written"));
            assert_eq!(serde_json::from_str::<Column<T>>(&text).ok(), Some(column));
        }
    }

    #[test]
    fn columns_come_back_as_they_were() {
        check(&[0u32, 7, u32::MAX]);
        check(&[0u16, u16::MAX]);
        check(&[None, Some(-1.5), Some(0.0)]);
        check(&[[0.5, -1e300], [-0.0, 7.0]]);
        check(&[None, LonLat::new(-180.0, 90.0).ok(), LonLat::new(1.0, 2.0).ok()]);
        check(&[None, Day::new(2026, 11, 28).ok()]);
        check(&[None, Some(RepIx(0)), Some(RepIx(65_534))]);
        check(&Precision::ALL);
        check(&AccountKind::ALL);
    }

    #[test]
    fn what_is_no_value_is_refused() {
        assert_eq!(Precision::read(&[9]), None);
        assert_eq!(u32::read(&[1, 2, 3]), None);
        let mut off = Vec::new();
        for number in [Some(200.0), Some(0.0)] {
            Option::<f64>::put(number, &mut off);
        }
        assert_eq!(Option::<LonLat>::read(&off), None);
    }
}
