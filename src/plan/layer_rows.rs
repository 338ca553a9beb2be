//! The file form of a layer: its territories with the positions of their accounts, and those without an owner.
//!
//! Every account stands exactly once, so the number of accounts follows from the lists and no count is believed.

use super::scenario::LayerPlan;
use super::visits::VisitPlan;
use crate::model::{
    AccountIx, Alignment, Crew, DesignBrief, Figures, Layer, Limit, Lock, RepIx, Territory, TerritoryIx,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TerritoryRow {
    name: String,
    rep: Option<RepIx>,
    slot: u8,
    crew: Crew,
    accounts: Vec<AccountIx>,
}

/// An alignment: its territories with their accounts.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AlignmentRows {
    territories: Vec<TerritoryRow>,
    unassigned: Vec<AccountIx>,
}

#[derive(Serialize)]
struct LayerView<'a> {
    name: &'a str,
    brief: &'a Option<DesignBrief>,
    declared: &'a [Limit],
    locks: &'a [Lock],
    territories: Vec<TerritoryRow>,
    unassigned: Vec<AccountIx>,
    before: Option<AlignmentRows>,
    figures: &'a Option<Figures>,
    visits: &'a Option<VisitPlan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerRows {
    name: String,
    brief: Option<DesignBrief>,
    declared: Vec<Limit>,
    locks: Vec<Lock>,
    territories: Vec<TerritoryRow>,
    unassigned: Vec<AccountIx>,
    before: Option<AlignmentRows>,
    figures: Option<Figures>,
    visits: Option<VisitPlan>,
}

impl From<&Alignment> for AlignmentRows {
    fn from(alignment: &Alignment) -> Self {
        let row = |own: &Territory| TerritoryRow {
            name: own.name.clone(),
            rep: own.rep,
            slot: own.slot,
            crew: own.crew,
            accounts: Vec::new(),
        };
        let mut territories: Vec<TerritoryRow> = alignment.territories().iter().map(row).collect();
        let mut unassigned = Vec::new();
        for (owner, account) in alignment.owners().iter().zip((0..).map(AccountIx)) {
            let list = owner.and_then(|territory| territories.get_mut(territory.index())).map(|row| &mut row.accounts);
            list.unwrap_or(&mut unassigned).push(account);
        }
        Self { territories, unassigned }
    }
}

impl TryFrom<AlignmentRows> for Alignment {
    type Error = String;
    fn try_from(rows: AlignmentRows) -> Result<Self, String> {
        let owners = owners(&rows.territories, &rows.unassigned)?;
        let territory = |row: TerritoryRow| Territory { name: row.name, rep: row.rep, slot: row.slot, crew: row.crew };
        let territories = rows.territories.into_iter().map(territory).collect();
        Self::new(territories, owners).map_err(|error| error.to_string())
    }
}

impl Serialize for LayerPlan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { layer, brief, declared, locks, before, figures, visits } = self;
        let AlignmentRows { territories, unassigned } = AlignmentRows::from(&layer.alignment);
        let before = before.as_ref().map(AlignmentRows::from);
        LayerView { name: &layer.name, brief, declared, locks, territories, unassigned, before, figures, visits }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LayerPlan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let LayerRows { name, brief, declared, locks, territories, unassigned, before, figures, visits } =
            LayerRows::deserialize(deserializer)?;
        let alignment = Alignment::try_from(AlignmentRows { territories, unassigned }).map_err(D::Error::custom)?;
        let before = before.map(Alignment::try_from).transpose().map_err(D::Error::custom)?;
        Ok(Self { layer: Layer { name, alignment }, brief, declared, locks, before, figures, visits })
    }
}

/// The owner of each account, when every account stands once.
fn owners(territories: &[TerritoryRow], unassigned: &[AccountIx]) -> Result<Vec<Option<TerritoryIx>>, String> {
    if territories.len() > usize::from(u16::MAX) {
        return Err(format!("{} territories; {} are the most", territories.len(), u16::MAX));
    }
    let owned = territories
        .iter()
        .zip((0..).map(TerritoryIx))
        .flat_map(|(row, territory)| row.accounts.iter().map(move |&account| (account, Some(territory))));
    let count = territories.iter().map(|row| row.accounts.len()).sum::<usize>() + unassigned.len();
    let mut owners = vec![None; count];
    for (account, owner) in owned.chain(unassigned.iter().map(|&account| (account, None))) {
        match owners.get_mut(account.index()) {
            Some(entry @ None) => *entry = Some(owner),
            _ => return Err(format!("account {} stands twice in a layer, or another is missing", account.0)),
        }
    }
    Ok(owners.into_iter().map(Option::flatten).collect())
}
