//! Area tables: what is known of ZIPs, counties and states, joined to the accounts that lie there.

use super::accounts::{further_values, leaves_out, rep_at, texts};
use super::assemble::Context;
use super::builder::AccountsBuilder;
use super::directory::{Directory, Join};
use super::folded::{NameOf, fold};
use super::located::{PlaceColumns, bare_code};
use super::log::{Log, Spot};
use super::readings::spot;
use super::sheet::Sheet;
use crate::gazetteer::{Address, Gazetteer};
use crate::model::{
    AccountIx, AreaKind, AreaTable, Code, Column, ColumnValues, Precision, RepIx, Role, Severity, TextColumn,
};
use crate::units::LonLat;
use std::collections::HashMap;

/// What a column of counties is called, folded.
const COUNTY: &str = "county countyname landkreis kreis departement provincia municipio parish district";
/// What counties have at the end of their names, folded.
const COUNTY_ENDS: [&str; 6] = ["county", "parish", "borough", "censusarea", "municipality", "landkreis"];

/// Takes every row but a totals row, joins the table to the accounts, and gives them its columns. A name that the
/// accounts have already gets a number. Whose the areas are is who owns the accounts there that nobody owns. O(rows + accounts).
pub fn take_areas(
    sheet: &Sheet,
    reps: &Directory,
    builder: &mut AccountsBuilder,
    context: &mut Context<'_>,
    log: &mut Log,
) -> (u32, AreaTable) {
    let mut areas = Areas::of(sheet, context.gazetteer);
    let mut rows = Vec::with_capacity(sheet.table().len());
    for row in 0..sheet.table().len() {
        context.advance(1);
        if !leaves_out(sheet, row, log) && areas.take(row, log) {
            rows.push(row);
        }
    }
    let mut columns = Vec::new();
    for (column, mapping) in sheet.mappings().iter().enumerate().filter(|(column, _)| !areas.is_key(*column)) {
        let values = match mapping.role {
            // The name of an area that goes by its code, as of a territory.
            Role::Rep | Role::Name => Some(texts(sheet, &rows, column)),
            _ => further_values(sheet, &rows, column, mapping, log),
        };
        if let Some(values) = values {
            columns.push(Column { name: mapping.header.clone(), values });
        }
    }
    let members = areas.members(builder);
    if !rows.is_empty() && !builder.accounts.is_empty() && members.iter().all(Option::is_none) {
        let spot = Spot::column(areas.key.map_or("", |column| &sheet.table().header()[column]));
        log.add(spot, Code::NotMatched, Severity::Check, || {
            "No account lies in any of these areas: what they say goes to no account. Check that the accounts tell the same, ZIPs, \
             counties or states, and how it is written."
                .to_owned()
        });
    }
    if members.iter().any(Option::is_some) {
        for column in &columns {
            builder.add(&column.name, spread(&column.values, &members));
        }
    }
    if let Some(column) = sheet.column(Role::Rep) {
        let mut owners = Join::new(reps, Some((sheet, column)), context.corrections);
        let whose: Vec<Option<RepIx>> = rows
            .iter()
            .map(|&row| owners.find(sheet.table().cell(row, column), spot(sheet, row, column), log).and_then(rep_at))
            .collect();
        context.names.extend(owners.into_matches(sheet.table().name()));
        // What the row of an account says of its owner goes before what is said of its area.
        for (present, area) in builder.accounts.present.iter_mut().zip(&members) {
            *present = present.or_else(|| whose.get((*area)? as usize).copied().flatten());
        }
    }
    let Areas { kind, keys, locations, .. } = areas;
    let file = sheet.table().name().to_owned();
    let table = AreaTable { file, kind, keys, locations, columns, members };
    (u32::try_from(rows.len()).unwrap_or(u32::MAX), table)
}

/// Tables of postal codes before those of wider areas: the narrower area says more of who owns an account.
pub fn narrow_first<'a>(sheets: impl Iterator<Item = (usize, &'a Sheet)>) -> impl Iterator<Item = (usize, &'a Sheet)> {
    let is_wide = |(_, sheet): &(usize, &Sheet)| sheet.column(Role::PostalCode).is_none();
    let (wide, narrow): (Vec<_>, Vec<_>) = sheets.partition(is_wide);
    narrow.into_iter().chain(wide)
}

/// The values of the areas, for each account that of its own.
pub fn spread(values: &ColumnValues, members: &[Option<u32>]) -> ColumnValues {
    fn pick<T: Copy>(values: &[Option<T>], members: &[Option<u32>]) -> Vec<Option<T>> {
        members.iter().map(|area| values.get((*area)? as usize).copied().flatten()).collect()
    }
    match values {
        ColumnValues::Number(values) => ColumnValues::Number(pick(values, members)),
        ColumnValues::Day(values) => ColumnValues::Day(pick(values, members)),
        ColumnValues::YesNo(values) => ColumnValues::YesNo(pick(values, members)),
        ColumnValues::Text(texts) => {
            let text = |area: &Option<u32>| area.map_or("", |area| texts.get(area as usize));
            ColumnValues::Text(members.iter().map(text).collect())
        }
    }
}

/// The areas of one file.
struct Areas<'a> {
    sheet: &'a Sheet,
    places: PlaceColumns,
    kind: AreaKind,
    /// The column that names each area.
    key: Option<usize>,
    /// Whether that is a column of cities.
    of_cities: bool,
    /// Whether codes are the first three figures of ZIPs.
    of_sections: bool,
    states: States<'a>,
    keys: TextColumn,
    locations: Vec<Option<LonLat>>,
    /// By key, folded: the first row that has it.
    known: HashMap<String, u32>,
}

impl<'a> Areas<'a> {
    fn of(sheet: &'a Sheet, gazetteer: &'a Gazetteer) -> Self {
        let places = PlaceColumns::of(sheet);
        let named = sheet.column(Role::Name).or_else(|| sheet.column(Role::Id));
        let county = sheet.mappings().iter().position(|mapping| is_county(&mapping.header));
        let of_cities = places.postal_code.is_none() && county.is_none() && places.city.is_some();
        let county = county.or(named);
        let (kind, key) = match (places.postal_code, places.region, county) {
            (Some(code), ..) => (AreaKind::Postal, Some(code)),
            _ if of_cities => (AreaKind::Other, places.city),
            // What stands beside states, each once, is whose they are.
            (None, Some(region), Some(own)) if !is_county(&sheet.table().header()[own]) && sheet.is_unique(region) => {
                (AreaKind::State, Some(region))
            }
            (None, Some(_), Some(county)) => (AreaKind::County, Some(county)),
            (None, Some(region), None) => (AreaKind::State, Some(region)),
            _ if county.is_some_and(|at| is_county(&sheet.table().header()[at])) => (AreaKind::County, county),
            _ => (AreaKind::Other, named.or_else(|| sheet.column(Role::Attribute))),
        };
        let cells = |column: usize| (0..sheet.table().len()).map(move |row| sheet.table().cell(row, column).trim());
        let is_section = |cell: &str| cell.len() <= 3 && cell.bytes().all(|byte| byte.is_ascii_digit());
        let of_sections = places.postal_code.is_some_and(|column| cells(column).all(is_section));
        let states = States { gazetteer, known: HashMap::new() };
        let (keys, locations, known) = (TextColumn::new(), Vec::new(), HashMap::new());
        Self { sheet, places, kind, key, of_cities, of_sections, states, keys, locations, known }
    }

    /// Whether a column tells which area it is, rather than something of it.
    fn is_key(&self, column: usize) -> bool {
        self.key == Some(column)
    }

    /// Takes a row; `false` when it names no area.
    fn take(&mut self, row: usize, log: &mut Log) -> bool {
        let Some(column) = self.key else { return false };
        let told = self.sheet.table().cell(row, column);
        if told.is_empty() {
            return false;
        }
        let address = self.places.address(self.sheet, row);
        let located = self.states.gazetteer.locate(&address).placement;
        let fits = match self.kind {
            AreaKind::Postal => located.precision <= Precision::Postal,
            AreaKind::State => located.precision == Precision::Region,
            AreaKind::County | AreaKind::Other => located.precision <= Precision::City,
        };
        let given = self.places.given(self.sheet, row, log);
        self.locations.push(given.or(located.location.filter(|_| fits)));
        let key = self.key_of(told, address.region, address.country);
        let shown = match self.kind {
            AreaKind::Postal => key.clone(),
            AreaKind::County | AreaKind::Other
                if (self.kind == AreaKind::County || self.of_cities)
                    && !address.region.is_empty()
                    && with_state(self.states.gazetteer, told).is_none() =>
            {
                format!("{told}, {}", address.region)
            }
            _ => told.to_owned(),
        };
        let at = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.push(&shown);
        self.known.entry(key).or_insert(at);
        true
    }

    /// What tells an area, the same for accounts and for rows of the table.
    fn key_of(&mut self, told: &str, region: &str, country: &str) -> String {
        let mut folded = String::new();
        match self.kind {
            AreaKind::Postal => postal_key(told),
            AreaKind::State => self.states.key(told, country),
            AreaKind::County => {
                // “Suffolk County, MA” tells its state itself.
                let (told, region) = with_state(self.states.gazetteer, told).unwrap_or((told, region));
                fold(told, NameOf::Thing, &mut folded);
                let bare = COUNTY_ENDS.iter().find_map(|end| folded.strip_suffix(end)).unwrap_or(&folded);
                format!("{bare}, {}", self.states.key(region, country))
            }
            AreaKind::Other => {
                fold(told, NameOf::Thing, &mut folded);
                if self.of_cities && self.places.region.is_some() {
                    folded = format!("{folded}, {}", self.states.key(region, country));
                }
                folded
            }
        }
    }

    /// The area of each account.
    fn members(&mut self, builder: &AccountsBuilder) -> Vec<Option<u32>> {
        let columns = &builder.accounts.columns;
        let header = self.key.map_or("", |column| self.sheet.table().header()[column].as_str());
        let told = match self.kind {
            AreaKind::County => columns.iter().find(|column| is_county(&column.name)),
            _ => columns.iter().find(|column| column.name.eq_ignore_ascii_case(header)),
        };
        let told = told.and_then(|column| column.values.texts());
        let mut members = Vec::with_capacity(builder.accounts.len());
        for account in builder.accounts.indices().map(AccountIx::index) {
            let region = region_of(builder, account);
            let told = match self.kind {
                AreaKind::Postal if self.of_sections => builder.codes.get(account).get(..3).unwrap_or(""),
                AreaKind::Postal => builder.codes.get(account),
                AreaKind::State => region,
                AreaKind::Other if self.of_cities => city_of(builder, account),
                AreaKind::County | AreaKind::Other => told.map_or("", |texts| texts.get(account)),
            };
            let key = (!told.is_empty()).then(|| self.key_of(told, region, ""));
            members.push(key.and_then(|key| self.known.get(&key).copied()));
        }
        members
    }
}

/// The state of an account: as its row tells it, else that of its ZIP.
fn region_of(builder: &AccountsBuilder, account: usize) -> &str {
    let told = builder.regions.get(account);
    let is_zip = builder.accounts.precisions.get(account) == Some(&Precision::Postal);
    match builder.accounts.places.get(account).rsplit_once(", ") {
        Some((_, code)) if told.is_empty() && is_zip => code,
        _ => told,
    }
}

/// The city that the row of an account tells.
fn city_of(builder: &AccountsBuilder, account: usize) -> &str {
    let texts = builder.address[0].iter().filter_map(|&at| builder.accounts.columns.get(at)?.values.texts());
    texts.map(|texts| texts.get(account)).find(|city| !city.is_empty()).unwrap_or("")
}

/// A county and its state, where one text tells both.
fn with_state<'t>(gazetteer: &Gazetteer, told: &'t str) -> Option<(&'t str, &'t str)> {
    told.rsplit_once(", ").filter(|(_, state)| gazetteer.knows_region(state))
}

pub fn is_county(header: &str) -> bool {
    let mut folded = String::new();
    fold(header, NameOf::Thing, &mut folded);
    COUNTY.split_ascii_whitespace().any(|word| word == folded)
}

/// A postal code without blanks; the zeros of a US ZIP restored, its last four digits left out.
fn postal_key(told: &str) -> String {
    let code = bare_code(told.trim());
    let first = code.split_once('-').map_or(code, |(zip, plus4)| if plus4.len() == 4 { zip } else { code });
    if (3..=5).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{first:0>5}");
    }
    code.chars().filter(|letter| letter.is_alphanumeric()).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// States by name or code, each the same.
struct States<'a> {
    gazetteer: &'a Gazetteer,
    known: HashMap<(String, String), String>,
}

impl States<'_> {
    /// The name of the state as the gazetteer has it; what it does not know is folded.
    fn key(&mut self, region: &str, country: &str) -> String {
        let asked = (region.to_owned(), country.to_owned());
        if let Some(key) = self.known.get(&asked) {
            return key.clone();
        }
        let found = self.gazetteer.locate(&Address { region, country, ..Address::default() }).placement;
        let key = if found.precision == Precision::Region {
            found.place
        } else {
            let mut folded = String::new();
            fold(region, NameOf::Thing, &mut folded);
            folded
        };
        self.known.insert(asked, key.clone());
        key
    }
}
