//! The columns of a further place beside the one that a row is located by: shipping beside billing.

use super::rules::header_score;
use super::words::HeaderWords;
use crate::model::{FileKind, Mapping, Role};

/// What says where a row is.
const PLACE: [Role; 5] = [Role::PostalCode, Role::City, Role::Region, Role::Country, Role::Address];
/// Of that, what says it narrowly enough to locate a row by.
const NARROW: [Role; 3] = [Role::PostalCode, Role::City, Role::Address];

/// The columns of the further place of a file whose headers tell several apart, by their roles; empty for none. Of several
/// the one with the most columns. O(columns).
pub fn other_place(words: &[HeaderWords], mappings: &[Mapping], kind: FileKind) -> Vec<(Role, usize)> {
    let is_taken = |column: &usize| NARROW.contains(&mappings[*column].role);
    let Some(own) = (0..mappings.len()).find(is_taken) else { return Vec::new() };
    let group = |column: usize| words[column].place_group();
    let mut groups: Vec<(u8, Vec<(Role, usize)>)> = Vec::new();
    let free = |column: &usize| {
        matches!(mappings[*column].role, Role::Attribute | Role::LeaveOut | Role::Measure)
            && group(*column) != 0
            && group(*column) != group(own)
    };
    for column in (0..mappings.len()).filter(free) {
        let said = |role: &Role| header_score(*role, &words[column], kind);
        let Some(role) = PLACE.into_iter().filter(|role| said(role) > 0).max_by_key(said) else { continue };
        let at = groups.iter().position(|(known, _)| *known == group(column)).unwrap_or_else(|| {
            groups.push((group(column), Vec::new()));
            groups.len() - 1
        });
        let columns = &mut groups[at].1;
        if columns.iter().all(|(known, _)| *known != role) {
            columns.push((role, column));
        }
    }
    let places = groups.into_iter().map(|(_, mut columns)| {
        // A street beside a city is none that says more.
        let is_city = columns.iter().any(|(role, _)| matches!(role, Role::City | Role::PostalCode));
        columns.retain(|(role, _)| *role != Role::Address || !is_city);
        columns
    });
    let places = places.filter(|columns| columns.iter().any(|(role, _)| NARROW.contains(role)));
    places.rev().max_by_key(Vec::len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Confidence;

    fn check(headers: &[&str], taken: &[Role], expected: &[(Role, usize)]) {
        let words = HeaderWords::of_all(headers);
        let mappings: Vec<Mapping> = headers
            .iter()
            .enumerate()
            .map(|(at, header)| Mapping {
                header: (*header).to_owned(),
                samples: Vec::new(),
                role: taken.get(at).copied().unwrap_or(Role::Attribute),
                confidence: Confidence::Certain,
                note: String::new(),
                date_order: None,
                unit: String::new(),
            })
            .collect();
        assert_eq!(other_place(&words, &mappings, FileKind::Accounts), expected, "{headers:?}");
    }

    #[test]
    fn further_places_are_told_by_their_headers() {
        let billing = [Role::City, Role::PostalCode];
        check(
            &["Billing City", "Billing Zip", "Shipping Street", "Shipping City", "Shipping State/Province", "Segment"],
            &billing,
            &[(Role::City, 3), (Role::Region, 4)],
        );
        check(
            &["BillingCity", "BillingPostalCode", "OtherCity", "ShippingCity", "ShippingPostalCode"],
            &billing,
            &[(Role::City, 3), (Role::PostalCode, 4)],
        );
        check(&["City", "Zip", "Mailing City"], &billing, &[(Role::City, 2)]);
        check(&["City", "Zip", "Segment", "Shipping method", "Shipping Country"], &billing, &[]);
        check(&["Shipping City"], &[], &[]);
    }
}
