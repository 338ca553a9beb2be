//! Why a design cannot be made, and what stops one from being as good as asked.

use crate::model::MeasureError;
use crate::units::Share;

/// Why a design cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DesignError {
    /// No account.
    #[error("there is no account to divide: import accounts first")]
    NoAccount,
    /// Accounts, but none with a location.
    #[error(
        "none of the {accounts} accounts is located: give latitude and longitude, a ZIP, or city and state, and import again"
    )]
    NoLocation {
        /// Accounts there are.
        accounts: usize,
    },
    /// Zero territories.
    #[error("a design needs at least 1 territory: ask for a number, or import reps")]
    NoTerritory,
    /// More territories than located accounts.
    #[error("{territories} territories cannot be made of {located} located accounts: ask for at most {located}")]
    TooManyTerritories {
        /// Territories asked for.
        territories: u16,
        /// Accounts with a location.
        located: usize,
    },
    /// The measures say nothing about the located accounts.
    #[error("“{measure}” is 0 for every located account: balance another measure, or locate the accounts that have it")]
    NoActivity {
        /// The measures, joined.
        measure: String,
    },
    /// A measure that is not there or cannot be balanced.
    #[error(transparent)]
    Measure(#[from] MeasureError),
}

/// A constraint that keeps a design from what was asked, by name.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Limit {
    /// One account weighs more than a fair share and the tolerance.
    #[error(
        "{account} alone is {share:.0} % of a fair share of {measure}: raise the tolerance to {needed} %, \
         or plan fewer territories"
    )]
    HeavyAccount {
        /// Name of the account, or its id.
        account: String,
        /// Its activity in per cent of a fair share.
        share: f64,
        /// The measures, joined.
        measure: String,
        /// The tolerance in per cent that it would take, rounded up.
        needed: f64,
    },
    /// A territory is out of tolerance; it is the one farthest out.
    #[error(
        "{territory} is {off:.1} % {direction} its fair share of {measure}{}, the tolerance is ±{tolerance} %: raise it \
         to {needed} %, plan fewer territories, or balance a measure that is spread more evenly",
        also(*others)
    )]
    Tolerance {
        /// Name of the territory.
        territory: String,
        /// How far it is off, in per cent of its fair share.
        off: f64,
        /// `above` or `below`.
        direction: &'static str,
        /// The measures, joined.
        measure: String,
        /// How many more are out of tolerance.
        others: usize,
        /// The tolerance asked for, in per cent.
        tolerance: f64,
        /// The tolerance in per cent that it would take, rounded up to a tenth.
        needed: f64,
    },
    /// A territory is in several parts.
    #[error("{territory} is in {parts} parts that do not touch: plan fewer territories, or raise the tolerance")]
    Disconnected {
        /// Name of the territory.
        territory: String,
        /// Its parts.
        parts: u32,
    },
    /// A territory without accounts.
    #[error("{territory} has no account: plan fewer territories")]
    Empty {
        /// Name of the territory.
        territory: String,
    },
}

fn also(others: usize) -> String {
    if others == 0 { String::new() } else { format!(" and {others} more are out of tolerance") }
}

impl Limit {
    /// `share` of a fair share is in one account; the plan as it is would need the tolerance `deviation`.
    pub(super) fn heavy(account: String, share: f64, measure: String, deviation: f64) -> Self {
        // The margin keeps a rounding error from adding a whole per cent.
        let needed = (deviation * 100.0 - 1e-6).ceil();
        Self::HeavyAccount { account, share: share * 100.0, measure, needed }
    }

    pub(super) fn tolerance(
        territory: String,
        deviation: f64,
        measure: String,
        tolerance: Share,
        others: usize,
    ) -> Self {
        let off = deviation.abs() * 100.0;
        let direction = if deviation > 0.0 { "above" } else { "below" };
        let needed = (off * 10.0 - 1e-6).ceil() / 10.0;
        Self::Tolerance { territory, off, direction, measure, others, tolerance: tolerance.percent(), needed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_say_what_to_do() {
        let limit = Limit::heavy("Acme".to_owned(), 1.07, "revenue".to_owned(), 0.07);
        let text =
            "Acme alone is 107 % of a fair share of revenue: raise the tolerance to 7 %, or plan fewer territories";
        assert_eq!(limit.to_string(), text);
        let limit = Limit::tolerance("Reno".to_owned(), -0.0712, "count".to_owned(), Share::FIVE_PERCENT, 0);
        assert!(limit.to_string().starts_with("Reno is 7.1 % below its fair share of count, the tolerance is ±5 %"));
        assert!(limit.to_string().contains("raise it to 7.2 %"));
        let limit = Limit::tolerance("Reno".to_owned(), 0.2, "count".to_owned(), Share::FIVE_PERCENT, 3);
        assert!(limit.to_string().contains("of count and 3 more are out of tolerance, the tolerance is"));
    }
}
