//! Values of a category that are nearly another: “technolgy” beside “technology”.

use super::builder::AccountsBuilder;
use super::corrections::Corrections;
use super::folded::{NameOf, fold};
use super::log::{Log, Spot};
use super::near::NearIndex;
use super::sheet::Sheet;
use crate::model::{Code, ColumnValues, NameMatch, Referent, Role, Severity, TextColumn};
use std::collections::HashMap;

/// A column with more different values is no category.
const MOST_VALUES: usize = 200;
/// A value of that many rows is near another by intent, unless the other is much more frequent.
const RARER: u32 = 4;
/// What people call industries, sectors and segments, where no other row spells it so: only for values that no list of
/// the user's holds.
const KNOWN: &str = "technology telecommunications entertainment pharmaceuticals manufacturing transportation construction \
     agriculture healthcare hospitality government education insurance automotive electronics engineering consulting \
     logistics chemicals biotechnology communications environmental recreation utilities financial services marketing \
     employment software medical finance retail wholesale consumer corporate enterprise banking energy media";

/// Tells the values of attributes that come near another value or a common word, and unifies those that a person said
/// are the same. O(accounts × attributes), and one search for each different value.
pub fn unify(
    sheets: &[Sheet],
    builder: &mut AccountsBuilder,
    corrections: &Corrections,
    logs: &mut [Log],
) -> Vec<NameMatch> {
    let mut matches = Vec::new();
    for at in 0..builder.accounts.columns.len() {
        let header = builder.accounts.columns[at].name.clone();
        let of_column = |sheet: &Sheet| {
            let is_own = |mapping: &crate::model::Mapping| {
                mapping.role == Role::Attribute && mapping.header.eq_ignore_ascii_case(&header)
            };
            sheet.mappings().iter().any(is_own)
        };
        let Some(texts) = builder.accounts.columns[at].values.texts() else { continue };
        if !sheets.iter().any(of_column) {
            continue;
        }
        let Some(values) = Values::of(texts) else { continue };
        let found = values.near(corrections);
        if found.is_empty() {
            continue;
        }
        tell(&found, texts, &header, sheets, builder, logs);
        let unified = unified(texts, &found);
        if let Some(unified) = unified {
            builder.accounts.columns[at].values = ColumnValues::Text(unified);
        }
        let file = sheets.iter().find(|sheet| of_column(sheet)).map_or("", |sheet| sheet.table().name());
        matches.extend(found.into_iter().map(|near| near.into_match(file)));
    }
    matches
}

/// The different values of a column, in the order of their first rows.
struct Values<'a> {
    values: Vec<(&'a str, u32)>,
}

/// A value that comes near another.
struct NearValue {
    told: String,
    rows: u32,
    candidates: Vec<String>,
    taken: Option<String>,
    decided: bool,
}

impl<'a> Values<'a> {
    /// `None` when there are too many to be a category.
    fn of(texts: &'a TextColumn) -> Option<Self> {
        let mut at: HashMap<&str, usize> = HashMap::new();
        let mut values: Vec<(&str, u32)> = Vec::new();
        for text in texts.iter().filter(|text| !text.is_empty()) {
            match at.get(text) {
                Some(&at) => values[at].1 += 1,
                None if values.len() == MOST_VALUES => return None,
                None => {
                    at.insert(text, values.len());
                    values.push((text, 1));
                }
            }
        }
        // Where nearly every row says something else, it is a text and no category.
        (values.len() * 2 <= texts.len()).then_some(Self { values })
    }

    fn near(&self, corrections: &Corrections) -> Vec<NearValue> {
        let mut folded = String::new();
        let mut fold = |text: &str| {
            fold(text, NameOf::Thing, &mut folded);
            folded.clone()
        };
        let own: Vec<String> = self.values.iter().map(|(value, _)| fold(value)).collect();
        let known = KNOWN.split_ascii_whitespace();
        let index = NearIndex::new(own.iter().map(String::as_str).chain(known.clone()).collect());
        let name = |at: usize| match self.values.get(at) {
            Some((value, _)) => *value,
            None => known.clone().nth(at - self.values.len()).unwrap_or(""),
        };
        let mut found = Vec::new();
        for (at, &(value, rows)) in self.values.iter().enumerate() {
            let chosen = corrections.name(Referent::Value, value);
            let is_right = known.clone().any(|word| word == own[at]);
            let is_near = |near: &super::near::Near| {
                let other = near.at as usize;
                let is_more = self.values.get(other).is_none_or(|&(_, others)| others >= rows.saturating_mul(RARER));
                let is_same = near.distance == 0 && self.values.get(other).is_some_and(|&(_, others)| others > rows);
                other != at && (near.is_a_slip && near.distance > 0 && is_more && own[at].len() >= 6 || is_same)
            };
            let near = index.nearest(&own[at]);
            let mut candidates: Vec<String> = Vec::new();
            for near in near.iter().filter(|near| is_near(near) && !is_right) {
                let name = name(near.at as usize).to_owned();
                if !candidates.contains(&name) {
                    candidates.push(name);
                }
            }
            if candidates.is_empty() && chosen.is_none() {
                continue;
            }
            let taken = chosen.and_then(|choice| choice.taken.clone());
            found.push(NearValue { told: value.to_owned(), rows, candidates, taken, decided: chosen.is_some() });
        }
        found
    }
}

impl NearValue {
    fn into_match(self, file: &str) -> NameMatch {
        let Self { told, rows, candidates, taken, decided } = self;
        NameMatch { file: file.to_owned(), referent: Referent::Value, told, rows, candidates, taken, decided }
    }
}

fn tell(
    found: &[NearValue],
    texts: &TextColumn,
    header: &str,
    sheets: &[Sheet],
    builder: &AccountsBuilder,
    logs: &mut [Log],
) {
    for (row, text) in texts.iter().enumerate() {
        let Some(near) = found.iter().find(|near| near.told == text && !near.decided) else { continue };
        let Some(origin) = builder.origins.get(row) else { continue };
        let line = sheets[usize::from(origin.sheet)].table().line(origin.row as usize);
        let Some(log) = logs.get_mut(usize::from(origin.sheet)) else { continue };
        log.add(Spot { row: line, column: header, value: text }, Code::NearName, Severity::Check, || {
            let other = near.candidates.first().map_or("", String::as_str);
            format!("Kept as it is; it may be “{other}”, spelt another way. Unify them, if they are the same.")
        });
    }
}

/// The texts with what a person said is the same; `None` when that is nothing.
fn unified(texts: &TextColumn, found: &[NearValue]) -> Option<TextColumn> {
    let taken: HashMap<&str, &str> =
        found.iter().filter_map(|near| Some((near.told.as_str(), near.taken.as_deref()?))).collect();
    if taken.is_empty() {
        return None;
    }
    Some(texts.iter().map(|text| taken.get(text).copied().unwrap_or(text)).collect())
}
