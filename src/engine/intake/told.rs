//! What is told of an import: how many there are of what, the first of each, and what stands in the way.

use crate::engine::import_protocol::{Draft, HomeChoice, Listed};
use crate::gazetteer::{Gazetteer, HomeGuess};
use crate::import::Import;
use crate::model::{Code, Diagnostic, Diagnostics, HomeCountry, Precision, Role, Sameness, Severity};
use crate::sorting::sort_by;
use std::collections::BTreeMap;

/// What a person may say of rows that name no country; nothing where there are none.
pub(super) fn home(choice: &HomeCountry, guess: Option<&HomeGuess>, places: &Gazetteer) -> Option<HomeChoice> {
    let guess = guess.filter(|guess| guess.open > 0 || *choice != HomeCountry::Guess)?;
    let named = |(code, name): (&str, &str)| (code.to_owned(), name.to_owned());
    let mut countries: Vec<_> = places.countries().map(named).collect();
    sort_by(&mut countries, &|a, b| a.1.cmp(&b.1));
    Some(HomeChoice { choice: choice.clone(), guessed: guess.country.clone(), countries })
}

/// How many there are of what the draft lists the first of.
pub(super) fn listed(import: &Import) -> Listed {
    let count = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
    let of = |sameness: Sameness| {
        let own = || import.duplicates.iter().filter(move |own| own.sameness == sameness);
        (sameness, count(own().count()), count(own().filter(|own| own.merged).count()))
    };
    Listed {
        places: count(import.places.len()),
        names: count(import.names.len()),
        open_places: count(import.places.iter().filter(|place| !place.decided).count()),
        open_names: count(import.names.iter().filter(|name| !name.decided && name.taken.is_none()).count()),
        unlocated: count(import.unlocated.len()),
        duplicates: [Sameness::Id, Sameness::NameAndPlace].map(of).into_iter().filter(|own| own.1 > 0).collect(),
    }
}

pub(super) fn first<T: Clone>(all: &[T]) -> Vec<T> {
    all.iter().take(Draft::ASKED).cloned().collect()
}

/// The first of each code and file.
pub(super) fn examples<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Diagnostics {
    let mut shown: BTreeMap<(Severity, Code, &str), usize> = BTreeMap::new();
    let is_shown = |diagnostic: &&'a Diagnostic| {
        let count = shown.entry((diagnostic.severity, diagnostic.code, &diagnostic.file)).or_default();
        *count += 1;
        *count <= Draft::SHOWN
    };
    diagnostics.filter(is_shown).cloned().collect()
}

pub(super) fn located(precisions: &[Precision]) -> Vec<(Precision, u32)> {
    let count = |precision| precisions.iter().filter(|&&own| own == precision).count();
    let located = Precision::ALL.map(|precision| (precision, u32::try_from(count(precision)).unwrap_or(u32::MAX)));
    located.into_iter().filter(|&(_, count)| count > 0).collect()
}

/// Why a data set makes no plan: its accounts have places, and none is known. Without any they can be divided all the same.
pub(super) fn obstacle(import: &Import) -> String {
    let accounts = import.dataset.accounts();
    let is_place = |role| {
        use Role::{Address, City, Country, Latitude, Longitude, PostalCode, Region};
        matches!(role, Latitude | Longitude | PostalCode | City | Region | Country | Address)
    };
    let of_accounts = import.outcomes.iter().filter(|own| own.kind.makes_accounts());
    let mut columns = of_accounts.flat_map(|own| &own.columns);
    if accounts.locations.iter().any(Option::is_some) || !columns.any(|column| is_place(column.role)) {
        return String::new();
    }
    format!(
        "None of the {} accounts could be located. Say which column holds the postal code, the city with its state or \
         country, or the coordinates; or leave these columns out, to plan without places.",
        accounts.len()
    )
}
