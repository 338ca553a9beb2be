//! What a file and each of its columns is taken for. Shown on the data page, corrected there.

use super::account::Placement;
use super::{HomeCountry, NameChoice, ToldPlace};
use crate::units::DateOrder;
use serde::{Deserialize, Serialize};

/// What a file is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// One row a customer or prospect.
    Accounts,
    /// One row a lead: an account that is none yet.
    Leads,
    /// One row a person at an account; counted there.
    Contacts,
    /// One row a rep.
    Reps,
    /// One row an order line; rolled up to accounts.
    OrderLines,
    /// One row a deal.
    Opportunities,
    /// One row a visit, call or e-mail that took place.
    Activities,
    /// One row an expense of a rep.
    Expenses,
    /// One row a product.
    Products,
    /// One row a target of a rep, a territory or an area in a period.
    Targets,
    /// One row a ZIP, county or state, with what is known of it; joined to the accounts that lie there.
    Areas,
    /// One row a postal code with its point: a gazetteer of the user's own.
    PostalCodes,
    /// Read, but of no use to a plan.
    Other,
}

impl FileKind {
    /// All kinds, in the order of a choice.
    pub const ALL: [Self; 13] = [
        Self::Accounts,
        Self::Leads,
        Self::Contacts,
        Self::Reps,
        Self::OrderLines,
        Self::Opportunities,
        Self::Activities,
        Self::Expenses,
        Self::Products,
        Self::Targets,
        Self::Areas,
        Self::PostalCodes,
        Self::Other,
    ];

    /// The word used in files and on the terminal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Leads => "leads",
            Self::Contacts => "contacts",
            Self::Reps => "reps",
            Self::OrderLines => "order lines",
            Self::Opportunities => "opportunities",
            Self::Activities => "activities",
            Self::Expenses => "expenses",
            Self::Products => "products",
            Self::Targets => "targets",
            Self::Areas => "areas",
            Self::PostalCodes => "postal codes",
            Self::Other => "other",
        }
    }

    /// Whether its rows say more about accounts that are there, or about who sells to them: a newer export may bring such
    /// files alone.
    #[must_use]
    pub fn joins_accounts(self) -> bool {
        matches!(
            self,
            Self::Contacts
                | Self::Reps
                | Self::Products
                | Self::Opportunities
                | Self::Activities
                | Self::Expenses
                | Self::Targets
                | Self::Areas
        )
    }

    /// Whether its rows, or groups of them, become accounts.
    #[must_use]
    pub fn makes_accounts(self) -> bool {
        matches!(self, Self::Accounts | Self::Leads | Self::OrderLines)
    }
}

/// What a column is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Id of what a row is: account, rep, deal, product, area; of the customer in order lines.
    Id,
    /// Name of what a row is; of the customer in order lines.
    Name,
    /// Customer or parent account.
    Family,
    /// The account that a deal, activity, expense or target belongs to, by id or name.
    Account,
    /// The rep, by id or name: the owner today of an account, the seller of a deal, who made a visit.
    Rep,
    /// The product of a deal or target, by id or name.
    Product,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// ZIP or postal code.
    PostalCode,
    /// City or town.
    City,
    /// State or province, by name or code.
    Region,
    /// Country, by name or ISO code.
    Country,
    /// A whole address in one cell, city and state or country at its end.
    Address,
    /// Capacity of a rep: full time is 1.
    Capacity,
    /// Skills and languages of a rep, several in a cell.
    Skills,
    /// Value of a deal, an expense or a target.
    Amount,
    /// Stage of a deal.
    Stage,
    /// Day of an activity, an expense or an order; first day of the period of a target.
    Date,
    /// Day on which a deal was made.
    Created,
    /// Day on which a deal was or will be closed.
    Closed,
    /// Visit, call, e-mail; or the category of an expense.
    Kind,
    /// A number to balance, sum or show.
    Measure,
    /// A text to group, filter or label by.
    Attribute,
    /// A day to filter or show.
    Day,
    /// Yes or no, to filter by.
    YesNo,
    /// Not taken over.
    LeaveOut,
}

impl Role {
    /// All roles, in the order of a choice.
    pub const ALL: [Self; 26] = [
        Self::Id,
        Self::Name,
        Self::Family,
        Self::Account,
        Self::Rep,
        Self::Product,
        Self::Latitude,
        Self::Longitude,
        Self::PostalCode,
        Self::City,
        Self::Region,
        Self::Country,
        Self::Address,
        Self::Capacity,
        Self::Skills,
        Self::Amount,
        Self::Stage,
        Self::Date,
        Self::Created,
        Self::Closed,
        Self::Kind,
        Self::Measure,
        Self::Attribute,
        Self::Day,
        Self::YesNo,
        Self::LeaveOut,
    ];

    /// The words used on screen and on the terminal.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Id => "Id",
            Self::Name => "Name",
            Self::Family => "Family",
            Self::Account => "Account",
            Self::Rep => "Rep",
            Self::Product => "Product",
            Self::Latitude => "Latitude",
            Self::Longitude => "Longitude",
            Self::PostalCode => "Postal code",
            Self::City => "City",
            Self::Region => "Region",
            Self::Country => "Country",
            Self::Address => "Whole address",
            Self::Capacity => "Capacity",
            Self::Skills => "Skills",
            Self::Amount => "Amount",
            Self::Stage => "Stage",
            Self::Date => "Date of the row",
            Self::Created => "Created",
            Self::Closed => "Closed",
            Self::Kind => "Kind",
            Self::Measure => "Measure",
            Self::Attribute => "Attribute",
            Self::Day => "Date",
            Self::YesNo => "Yes or no",
            Self::LeaveOut => "Leave out",
        }
    }

    /// Whether at most one column of a file can have it.
    #[must_use]
    pub fn is_single(self) -> bool {
        !matches!(self, Self::Measure | Self::Attribute | Self::Day | Self::YesNo | Self::Skills | Self::LeaveOut)
    }

    /// Whether its cells are read as days.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Created | Self::Closed | Self::Day)
    }

    /// Whether a column of a file of that kind can have it: what the choice on screen offers.
    #[must_use]
    pub fn fits(self, kind: FileKind) -> bool {
        let place = matches!(self, Self::PostalCode | Self::City | Self::Region | Self::Country);
        let point = matches!(self, Self::Latitude | Self::Longitude);
        match self {
            Self::Measure | Self::Attribute | Self::Day | Self::YesNo | Self::LeaveOut => kind != FileKind::Other,
            Self::Id | Self::Name => {
                !matches!(kind, FileKind::Activities | FileKind::Expenses | FileKind::Targets) || self == Self::Id
            }
            Self::Address => {
                matches!(kind, FileKind::Accounts | FileKind::Leads | FileKind::OrderLines | FileKind::Reps)
            }
            _ if place || point => !matches!(
                kind,
                FileKind::Contacts
                    | FileKind::Opportunities
                    | FileKind::Activities
                    | FileKind::Expenses
                    | FileKind::Products
            ),
            Self::Family => matches!(kind, FileKind::Accounts | FileKind::Leads | FileKind::OrderLines),
            Self::Capacity | Self::Skills => kind == FileKind::Reps,
            Self::Account => matches!(
                kind,
                FileKind::Contacts
                    | FileKind::Opportunities
                    | FileKind::Activities
                    | FileKind::Expenses
                    | FileKind::Targets
            ),
            Self::Rep => !matches!(
                kind,
                FileKind::Contacts | FileKind::Reps | FileKind::Products | FileKind::PostalCodes | FileKind::Other
            ),
            Self::Product => matches!(kind, FileKind::Opportunities | FileKind::Targets),
            Self::Amount => {
                matches!(kind, FileKind::Opportunities | FileKind::Expenses | FileKind::Targets | FileKind::Products)
            }
            Self::Stage | Self::Created | Self::Closed => kind == FileKind::Opportunities,
            Self::Date => {
                matches!(kind, FileKind::Activities | FileKind::Expenses | FileKind::OrderLines | FileKind::Targets)
            }
            Self::Kind => matches!(kind, FileKind::Activities | FileKind::Expenses),
            _ => true,
        }
    }
}

/// How sure a column is what it is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Neither header nor content settles it.
    Guess,
    /// Header or content fits.
    Likely,
    /// Header and content fit, or a person chose it.
    Certain,
}

/// One column of a file and what it is taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// The header; `column 3` where the file has none.
    pub header: String,
    /// The first few different values.
    pub samples: Vec<String>,
    /// What it is taken for.
    pub role: Role,
    /// How sure that is.
    pub confidence: Confidence,
    /// In a column of dates, the order of day, month and year; absent while only a person can tell, and for other columns.
    pub date_order: Option<DateOrder>,
    /// Currency of the amounts as an ISO code, or `%`; empty for plain numbers and for other columns.
    pub unit: String,
    /// What was found, "98 % empty"; empty for nothing worth saying.
    pub note: String,
}

/// What a person answered about what rows say, to be taken again when files with the same headers come back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SavedAnswers {
    /// In which country rows lie that name none.
    pub home: HomeCountry,
    /// Where rows are that tell a place so; [`SavedAnswers::MOST`] at most.
    pub places: Vec<(ToldPlace, Placement)>,
    /// What names refer to; as many at most.
    pub names: Vec<NameChoice>,
    /// Cells of the file that were corrected; as many at most.
    #[serde(default)]
    pub cells: Vec<SavedCell>,
    /// Rows of the file that were put right as a whole; as many at most.
    #[serde(default)]
    pub rows: Vec<SavedRow>,
    /// Accounts that are one: what tells the group, and how many it has; as many at most.
    #[serde(default)]
    pub merged: Vec<(String, u32)>,
}

/// A cell that was corrected, to be corrected again while an export says the same there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCell {
    /// What the file says in the column of ids of that row, else in that of names.
    pub row: String,
    /// Header of the column.
    pub column: String,
    /// What the file says.
    pub was: String,
    /// What it is to say.
    pub now: String,
}

/// A row that was put right as a whole, to be put right again while an export says the same there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedRow {
    /// What the file says, cell by cell.
    pub was: Vec<String>,
    /// What it is to say.
    pub now: Vec<String>,
}

impl SavedAnswers {
    /// So many places and names are kept: a browser keeps a few megabytes for a site.
    pub const MOST: usize = 300;
}

/// What a person decided about columns that stand in other files, by their headers: what each is, and the order of its dates.
pub type DecidedThere = Vec<(String, Role, Option<DateOrder>)>;

/// What a person decided about the columns of one set of headers, to be taken again when they come back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// The headers, in the order of the file.
    pub headers: Vec<String>,
    /// What the file is; `None` where nobody said so: it may become something else beside others.
    pub kind: Option<FileKind>,
    /// What each column is, where a person said so, and the order of its dates.
    pub columns: Vec<(Option<Role>, Option<DateOrder>)>,
    /// The same of columns that are joined from other files, by their headers.
    #[serde(default)]
    pub joined: DecidedThere,
    /// What was answered about its rows.
    #[serde(default)]
    pub answers: SavedAnswers,
}
