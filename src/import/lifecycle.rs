//! Customer, prospect or lead, where a column of an accounts file says so.

use super::folded::{NameOf, fold};
use super::sheet::Sheet;
use crate::model::{AccountKind, Role};

/// Headers under which people write how far an account has come, folded.
const HEADERS: &str = "type accounttype customertype companytype lifecycle lifecyclestage accountstatus customerstatus \
     status relationshiptype kundentyp kundenstatus kundenart typ typeclient statutclient tipo tipodecliente tipocliente \
     estadocliente tipodeconta";
/// How such a cell begins when it is no customer, folded.
const PROSPECTS: &str = "prospect interessent opportunity potential marketingqualified salesqualified mql sql";
const LEADS: &str = "lead kontakt subscriber piste";

/// The column that says how far accounts have come, if there is one.
pub fn kind_column(sheet: &Sheet) -> Option<usize> {
    let mut folded = String::new();
    sheet.mappings().iter().position(|mapping| {
        fold(&mapping.header, NameOf::Thing, &mut folded);
        mapping.role == Role::Attribute && HEADERS.split_ascii_whitespace().any(|header| header == folded)
    })
}

/// What a cell of that column says; `None` for nothing of the kind.
pub fn kind_of(cell: &str) -> Option<AccountKind> {
    let begins = |words: &str| {
        words.split_ascii_whitespace().any(|word| {
            let mut letters = cell.chars().filter(|letter| letter.is_alphanumeric());
            word.chars().all(|own| letters.next().is_some_and(|letter| letter.to_ascii_lowercase() == own))
        })
    };
    if begins(PROSPECTS) {
        Some(AccountKind::Prospect)
    } else if begins(LEADS) {
        Some(AccountKind::Lead)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_prospects_and_leads() {
        for (cell, expected) in [
            ("Prospect", Some(AccountKind::Prospect)),
            ("Marketing Qualified Lead", Some(AccountKind::Prospect)),
            ("lead", Some(AccountKind::Lead)),
            ("Customer - Direct", None),
            ("", None),
        ] {
            assert_eq!(kind_of(cell), expected, "{cell}");
        }
    }
}
