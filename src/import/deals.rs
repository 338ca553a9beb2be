//! The taking of a file of opportunities.

use super::accounts::leaves_out;
use super::assemble::Context;
use super::columns::stage_state;
use super::folded::{NameOf, fold};
use super::log::Log;
use super::readings::{Days, number, yes_no};
use super::references::{Directories, References};
use super::sheet::Sheet;
use crate::model::{DealState, Mapping, Opportunity, Records, Role};
use std::collections::HashMap;

/// The fields of Salesforce and `HubSpot` that say how a deal stands, whatever its stage is called; folded.
const IS_WON: [&str; 4] = ["iswon", "won", "isclosedwon", "hsisclosedwon"];
const IS_CLOSED: [&str; 4] = ["isclosed", "closed", "hsisclosed", "dealisclosed"];

/// Takes every row but a totals row as a deal; `mappings` say what else is used. O(rows), and one look-up for each different
/// name.
pub fn take_opportunities(
    sheet: &Sheet,
    mappings: &mut [Mapping],
    known: &Directories,
    records: &mut Records,
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let table = sheet.table();
    let column = |role| sheet.column(role);
    let [id, name, stage] = [Role::Id, Role::Name, Role::Stage].map(column);
    let amount = column(Role::Amount);
    let [mut created, mut closed] = [Role::Created, Role::Closed].map(|role| Days::with(sheet, role));
    // Pipedrive says apart when a deal was won and when it is to be.
    let mut expected = sheet.expected_close().map(|column| Days::of(sheet, column));
    let mut references = References::of(sheet, known, context.corrections);
    references.tell_accounts(log);
    let mut stages = Stages::of(records);
    let flags = [IS_WON, IS_CLOSED].map(|headers| flag(sheet, headers));
    let result = sheet.results(stage);
    for column in flags.into_iter().chain([result]).flatten() {
        "says how the deal stands".clone_into(&mut mappings[column].note);
    }
    let before = records.opportunities.len();
    for row in 0..table.len() {
        context.advance(1);
        if leaves_out(sheet, row, log) {
            continue;
        }
        let (stage, told) = stages.position(stage.map_or("", |stage| table.cell(row, stage)), records);
        let [is_won, is_closed] = flags.map(|flag| flag.and_then(|column| yes_no(sheet, row, column, log)));
        let result = || stage_state(table.cell(row, result?));
        let state = flagged_state(is_won, is_closed).or_else(result).unwrap_or(told);
        let deal = Opportunity {
            account: references.account(row, log),
            rep: references.rep(row, log),
            product: references.product(row, log),
            stage,
            state,
            amount: amount.and_then(|column| number(sheet, row, column, log)),
            created: created.as_mut().and_then(|days| days.read(row, log)),
            closed: [&mut closed, &mut expected].into_iter().flatten().find_map(|days| days.read(row, log)),
        };
        records.opportunities.push(id.or(name).map_or("", |id| table.cell(row, id)), deal);
    }
    references.finish(context);
    u32::try_from(records.opportunities.len() - before).unwrap_or(u32::MAX)
}

/// The column of yes and no that has one of those headers.
fn flag(sheet: &Sheet, headers: [&str; 4]) -> Option<usize> {
    let mut folded = String::new();
    sheet.mappings().iter().position(|mapping| {
        fold(&mapping.header, NameOf::Thing, &mut folded);
        let header = folded.strip_prefix("property").unwrap_or(&folded);
        mapping.role == Role::YesNo && headers.contains(&header)
    })
}

/// How a deal stands, by whether it is won and whether it is closed; `None` where they don't settle it.
fn flagged_state(is_won: Option<bool>, is_closed: Option<bool>) -> Option<DealState> {
    match (is_won, is_closed) {
        (Some(true), _) => Some(DealState::Won),
        (Some(false), Some(true)) => Some(DealState::Lost),
        (_, Some(false)) => Some(DealState::Open),
        _ => None,
    }
}

/// Stages by what the cells say.
struct Stages {
    known: HashMap<String, (u16, DealState)>,
}

impl Stages {
    fn of(records: &Records) -> Self {
        let known =
            records.stages.iter().zip(0..).map(|(stage, at)| (stage.to_owned(), (at, state_of(stage)))).collect();
        Self { known }
    }

    /// The position of a stage, added when it is new. Beyond 65,535 different ones it is told as the last.
    fn position(&mut self, stage: &str, records: &mut Records) -> (u16, DealState) {
        if let Some(&found) = self.known.get(stage) {
            return found;
        }
        let state = state_of(stage);
        let Ok(at) = u16::try_from(records.stages.len()) else { return (u16::MAX, state) };
        records.stages.push(stage);
        self.known.insert(stage.to_owned(), (at, state));
        (at, state)
    }
}

/// What a stage means: a deal is open until its stage says more.
fn state_of(stage: &str) -> DealState {
    stage_state(stage).unwrap_or(DealState::Open)
}
