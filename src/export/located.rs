//! Where every account was located, for a look in a spreadsheet.

use super::table::Table;
use crate::model::Dataset;
use crate::units::LonLat;
use std::borrow::Cow;

/// `account_id,latitude,longitude,precision,place`: a row an account, in order; without a place the coordinates are
/// empty. O(accounts).
#[must_use]
pub fn located_csv(dataset: &Dataset) -> String {
    let accounts = dataset.accounts();
    let mut table = Table::new(["account_id", "latitude", "longitude", "precision", "place"]);
    for account in accounts.indices().map(|index| accounts.get(index)) {
        let degrees = |value: Option<f64>| value.map_or(Cow::Borrowed(""), |value| value.to_string().into());
        let (latitude, longitude) = (account.location.map(LonLat::lat), account.location.map(LonLat::lon));
        table.row([
            account.id.into(),
            degrees(latitude),
            degrees(longitude),
            account.precision.word().into(),
            account.place.into(),
        ]);
    }
    table.finish()
}
