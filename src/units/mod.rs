//! Quantities with their unit in the type.
//!
//! Invariant: a [`LonLat`] is finite and on the globe; a [`Share`] is finite and at least zero.
//! Nothing here rounds for display; that is the screen's business.

mod day;

pub use day::{DateOrder, Day};

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Sub};

/// A length on the ground, in metres.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Meters(pub f64);

/// A span of time, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub f64);

impl Meters {
    /// The length in kilometres.
    #[must_use]
    pub fn kilometers(self) -> f64 {
        self.0 / 1000.0
    }
}

impl Seconds {
    /// The span in hours.
    #[must_use]
    pub fn hours(self) -> f64 {
        self.0 / 3600.0
    }
}

macro_rules! additive {
    ($unit:ident) => {
        impl Add for $unit {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $unit {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Mul<f64> for $unit {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl AddAssign for $unit {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sum for $unit {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self(0.0), Add::add)
            }
        }
    };
}
additive!(Meters);
additive!(Seconds);

/// A part of a whole: 0.05 is five per cent. Finite, never negative, may exceed 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(f64);

impl Share {
    /// Nothing of the whole.
    pub const ZERO: Self = Self(0.0);
    /// 5 %.
    pub const FIVE_PERCENT: Self = Self(0.05);
    /// 10 %.
    pub const TENTH: Self = Self(0.1);
    /// 30 %.
    pub const THREE_TENTHS: Self = Self(0.3);
    /// 90 %.
    pub const NINE_TENTHS: Self = Self(0.9);
    /// 1.3: how much longer a road is than the great circle, unless a person says otherwise.
    pub const DETOUR: Self = Self(1.3);

    /// # Errors
    /// [`OutOfRange`] when `value` is negative or not finite.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        if value.is_finite() && value >= 0.0 { Ok(Self(value)) } else { Err(OutOfRange { what: "share", value }) }
    }

    /// The share of `percent` hundredths.
    ///
    /// # Errors
    /// As [`Share::new`].
    pub fn from_percent(percent: f64) -> Result<Self, OutOfRange> {
        Self::new(percent / 100.0)
    }

    /// The share as a plain fraction.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }

    /// The share in per cent.
    #[must_use]
    pub fn percent(self) -> f64 {
        self.0 * 100.0
    }
}

impl TryFrom<f64> for Share {
    type Error = OutOfRange;
    fn try_from(value: f64) -> Result<Self, OutOfRange> {
        Self::new(value)
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// A point on the globe in degrees, WGS 84: longitude −180 to 180, latitude −90 to 90.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

impl LonLat {
    /// # Errors
    /// [`OutOfRange`] when a value is not finite or off the globe.
    ///
    /// ```
    /// use hinterland::units::LonLat;
    /// assert!(LonLat::new(-87.63, 41.88).is_ok());
    /// assert!(LonLat::new(41.88, -95.0).is_err());
    /// ```
    pub fn new(lon: f64, lat: f64) -> Result<Self, OutOfRange> {
        if !(-180.0..=180.0).contains(&lon) {
            return Err(OutOfRange { what: "longitude", value: lon });
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(OutOfRange { what: "latitude", value: lat });
        }
        Ok(Self { lon, lat })
    }

    /// Degrees east of Greenwich.
    #[must_use]
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Degrees north of the equator.
    #[must_use]
    pub fn lat(self) -> f64 {
        self.lat
    }
}

impl TryFrom<(f64, f64)> for LonLat {
    type Error = OutOfRange;
    fn try_from((lon, lat): (f64, f64)) -> Result<Self, OutOfRange> {
        Self::new(lon, lat)
    }
}

impl From<LonLat> for (f64, f64) {
    fn from(point: LonLat) -> Self {
        (point.lon, point.lat)
    }
}

/// A number that its unit does not allow.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{value} is no {what}")]
pub struct OutOfRange {
    /// The quantity that was asked for.
    pub what: &'static str,
    /// The number that was given.
    pub value: f64,
}
