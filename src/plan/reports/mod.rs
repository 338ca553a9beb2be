//! Tables about the visits of a plan: what is overdue, how far the work has come, what it costs, and the year ahead.
//!
//! The planner reckons them, the page shows them and `export` writes them: a table is plain data, its numbers unrounded.

mod costs;
mod coverage;
mod due;
mod leads;
#[cfg(test)]
mod tests;
mod touched;
mod year;

use super::plan::Plan;
use crate::model::{AccountIx, ActivityKind, Dataset, TerritoryIx};
use crate::sorting::sort_by;
use crate::units::Day;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ReportKind {
    /// Overdue and coming touches, a row an account and kind.
    Due,
    /// The same, a row a rep.
    DueByRep,
    /// What was due until today against what was done, by rep and class.
    Coverage,
    /// What the ways cost against the expenses, by rep and month.
    Costs,
    /// The part of leads in the work, by rep.
    Leads,
    /// The twelve months after the calendar, by month and rep.
    Year,
}

impl ReportKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Due, Self::DueByRep, Self::Coverage, Self::Costs, Self::Leads, Self::Year];

    /// What its file is called, without an ending.
    #[must_use]
    pub fn stem(self) -> &'static str {
        match self {
            Self::Due => "due-touches",
            Self::DueByRep => "due-by-rep",
            Self::Coverage => "coverage",
            Self::Costs => "visit-costs",
            Self::Leads => "leads",
            Self::Year => "year-outline",
        }
    }
}

/// What is asked of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportQuery {
    /// Which.
    pub kind: ReportKind,
    /// The day that counts as today.
    pub today: Day,
    /// Only what belongs to this territory.
    pub territory: Option<TerritoryIx>,
    /// Rows with a text that holds this, in any case; empty for all.
    pub filter: String,
    /// The column to sort by and whether from the largest down; `None` for the order of the table.
    pub sort: Option<(u16, bool)>,
    /// The most rows.
    pub most: u32,
}

impl ReportQuery {
    /// A whole table.
    #[must_use]
    pub fn all(kind: ReportKind, today: Day) -> Self {
        Self { kind, today, territory: None, filter: String::new(), sort: None, most: u32::MAX }
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// Words.
    Text,
    /// A day.
    Day,
    /// A month, by its first day.
    Month,
    /// A number that may have a fraction where it is an estimate.
    Count,
    /// Hours.
    Hours,
    /// A length on the road in kilometres.
    Kilometers,
    /// Money, in the currency of the files.
    Money,
    /// A share of 1.
    Share,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportColumn {
    /// Its head.
    pub name: String,
    /// What it holds, in full.
    pub about: String,
    /// What its cells are.
    pub kind: CellKind,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing is known.
    Nothing,
    /// Words.
    Text(String),
    /// A number in the unit of its column.
    Number(f64),
    /// A day.
    Day(Day),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The account that it is about, if it is about one.
    pub account: Option<AccountIx>,
    /// The territory that it belongs to, if to one.
    pub territory: Option<TerritoryIx>,
    /// A cell a column.
    pub cells: Vec<Cell>,
    /// The touch of the account that it is about, if it is about one.
    pub touch: Option<ActivityKind>,
    /// Whether it stands out: overdue, over the plan, missed.
    pub is_marked: bool,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What stands in it and how it is reckoned, a sentence each.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<ReportColumn>,
    /// Its rows, no more than were asked for.
    pub rows: Vec<ReportRow>,
    /// How many rows there are that were asked for.
    pub found: u32,
    /// The year by month, of all and of each territory; of [`ReportKind::Year`] alone, and whatever rows are asked for.
    pub outline: Vec<MonthOutline>,
}

/// What a month of the year ahead asks of a rep, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MonthOutline {
    /// Its first day.
    pub month: Day,
    /// Whose; `None` for all.
    pub territory: Option<TerritoryIx>,
    /// Hours of work.
    pub wanted: f64,
    /// Hours of the working days, of each rep by the rep's own day.
    pub there: f64,
}

impl Report {
    fn new(columns: &[(&str, &str, CellKind)]) -> Self {
        let column = |&(name, about, kind): &(&str, &str, CellKind)| ReportColumn {
            name: name.to_owned(),
            about: about.to_owned(),
            kind,
        };
        Self { columns: columns.iter().map(column).collect(), ..Self::default() }
    }

    fn push(&mut self, about: (Option<AccountIx>, Option<TerritoryIx>), cells: Vec<Cell>, is_marked: bool) {
        let (account, territory) = about;
        self.rows.push(ReportRow { account, territory, touch: None, cells, is_marked });
    }

    /// Keeps what was asked for, in the order that was asked for.
    fn settle(&mut self, query: &ReportQuery) {
        let wanted = query.filter.trim().to_lowercase();
        let holds = |cell: &Cell| matches!(cell, Cell::Text(text) if text.to_lowercase().contains(&wanted));
        let is_wanted = |row: &ReportRow| {
            query.territory.is_none_or(|own| row.territory == Some(own))
                && (wanted.is_empty() || row.cells.iter().any(holds))
        };
        self.rows.retain(is_wanted);
        if let Some((column, descending)) = query.sort {
            let cell = |row: &ReportRow| row.cells.get(usize::from(column)).cloned().unwrap_or(Cell::Nothing);
            let rows = std::mem::take(&mut self.rows).into_iter().enumerate();
            let mut keyed: Vec<(Cell, usize, ReportRow)> = rows.map(|(at, row)| (cell(&row), at, row)).collect();
            // Rows that are alike stay in the order of the table.
            sort_by(&mut keyed, &|a, b| a.0.order(&b.0, descending).then(a.1.cmp(&b.1)));
            self.rows = keyed.into_iter().map(|(.., row)| row).collect();
        }
        self.found = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.truncate(query.most as usize);
    }
}

impl Cell {
    /// Cells without anything come last either way.
    fn order(&self, other: &Self, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Nothing, Self::Nothing) => return Ordering::Equal,
            (Self::Nothing, _) => return Ordering::Greater,
            (_, Self::Nothing) => return Ordering::Less,
            (Self::Text(a), Self::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        if descending { order.reverse() } else { order }
    }

    fn share(part: f64, whole: f64) -> Self {
        if whole > 0.0 { Self::Number(part / whole) } else { Self::Nothing }
    }
}

impl Plan {
    /// A table about the visits of the shown layer; empty where nothing is asked of them. O(accounts · (classes + log accounts) +
    /// records + rows · log rows).
    #[must_use]
    pub fn report(&self, query: &ReportQuery) -> Report {
        let asked = self.layer().and_then(|layer| Some((layer, layer.visits()?)));
        let Some((layer, visits)) = asked else {
            let notes =
                vec!["Nothing is asked of the visits yet: make the calendar, or keep what is asked.".to_owned()];
            return Report { notes, ..Report::default() };
        };
        let sources = Sources { plan: self, layer, visits };
        let mut report = match query.kind {
            ReportKind::Due => due::by_account(&sources, query.today),
            ReportKind::DueByRep => due::by_rep(&sources, query.today),
            ReportKind::Coverage => coverage::coverage(&sources, query.today),
            ReportKind::Costs => costs::costs(&sources),
            ReportKind::Leads => leads::leads(&sources, query.today),
            ReportKind::Year => year::year(&sources),
        };
        report.settle(query);
        report
    }
}

/// What all tables read.
struct Sources<'a> {
    plan: &'a Plan,
    layer: &'a super::LayerPlan,
    visits: &'a super::VisitPlan,
}

impl Sources<'_> {
    fn dataset(&self) -> &Dataset {
        self.plan.dataset()
    }

    /// The name of a territory and of its rep.
    fn whose(&self, territory: TerritoryIx) -> [Cell; 2] {
        let own = self.layer.alignment().territory(territory);
        let rep = own.and_then(|own| own.rep).and_then(|rep| self.dataset().rep(rep));
        let text = |name: Option<&str>| name.map_or(Cell::Nothing, |name| Cell::Text(name.to_owned()));
        [text(own.map(|own| own.name.as_str())), text(rep.map(|rep| rep.name.as_str()))]
    }

    /// The name of a class.
    fn class(&self, class: Option<u16>) -> Cell {
        let class = class.and_then(|class| self.visits.brief.classes.get(usize::from(class)));
        class.map_or(Cell::Nothing, |class| Cell::Text(class.name.clone()))
    }
}
