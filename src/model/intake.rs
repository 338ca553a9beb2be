//! What an import says about the files: kinds, columns, diagnostics. Shown on the data page, corrected there.

use serde::{Deserialize, Serialize};

/// What a file is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// One row a customer or prospect.
    Accounts,
    /// One row a rep.
    Reps,
    /// One row an order line; rolled up to accounts.
    OrderLines,
    /// Read, but of no use to a plan yet.
    Other,
}

impl FileKind {
    /// The word used in files and on the terminal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Reps => "reps",
            Self::OrderLines => "order lines",
            Self::Other => "other",
        }
    }
}

/// What a column is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Id of the account, of the rep, or of the customer in order lines.
    Id,
    /// Name of the account, of the rep, or of the customer.
    Name,
    /// Customer or parent account.
    Family,
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
    /// Capacity of a rep: full time is 1.
    Capacity,
    /// A number to balance, sum or show.
    Measure,
    /// A text to group, filter or label by.
    Attribute,
    /// Not taken over.
    LeaveOut,
}

impl Role {
    /// All roles, in the order of a choice.
    pub const ALL: [Self; 13] = [
        Self::Id,
        Self::Name,
        Self::Family,
        Self::Latitude,
        Self::Longitude,
        Self::PostalCode,
        Self::City,
        Self::Region,
        Self::Country,
        Self::Capacity,
        Self::Measure,
        Self::Attribute,
        Self::LeaveOut,
    ];

    /// The words used on screen and on the terminal.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Id => "Id",
            Self::Name => "Name",
            Self::Family => "Family",
            Self::Latitude => "Latitude",
            Self::Longitude => "Longitude",
            Self::PostalCode => "Postal code",
            Self::City => "City",
            Self::Region => "Region",
            Self::Country => "Country",
            Self::Capacity => "Capacity",
            Self::Measure => "Measure",
            Self::Attribute => "Attribute",
            Self::LeaveOut => "Leave out",
        }
    }

    /// Whether at most one column of a file can have it.
    #[must_use]
    pub fn is_single(self) -> bool {
        !matches!(self, Self::Measure | Self::Attribute | Self::LeaveOut)
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
    /// What was found, "98 % empty"; empty for nothing worth saying.
    pub note: String,
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Left out, or not usable as it is.
    Rejected,
    /// Taken, but worth a look.
    Check,
    /// Put right without loss.
    Repaired,
}

/// What a diagnostic is about; stable, for filters and files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A row with too many or too few cells.
    RaggedRow,
    /// A row without id, name, place or anything else to be an account.
    EmptyRow,
    /// A totals row, left out.
    TotalsRow,
    /// An id that stands in an earlier row already.
    RepeatedId,
    /// A cell that should be a number and is none.
    NotANumber,
    /// A coordinate off the globe, or one without the other.
    BadCoordinate,
    /// A ZIP that had lost its leading zeros.
    ZipZeros,
    /// A postal code that no pack knows; located by city or wider.
    UnknownPostalCode,
    /// Postal code and city or region name different places.
    PlaceMismatch,
    /// A city name that fits several places.
    AmbiguousPlace,
    /// A place that could not be found.
    NotLocated,
    /// Text that was not UTF-8 and was read in another encoding.
    Encoding,
    /// Lines before the header, left out.
    Preamble,
    /// A column of the file was not taken over.
    ColumnLeftOut,
    /// A quote that never closes or stands inside a bare cell.
    StrayQuote,
    /// A header of several rows, or one that is said again further down.
    HeaderRows,
    /// Further tables of the same file, left out.
    FurtherTable,
    /// Lines of text below the table, left out.
    Footer,
    /// NUL bytes, left out.
    NulBytes,
    /// Letters that were written in one encoding and read in another before the file was saved.
    Mojibake,
    /// A letter that was lost before the file was saved: it stands there as `\u{FFFD}`.
    LostLetter,
}

/// One thing that is not clean: where, what, what was done, what to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// File name.
    pub file: String,
    /// Line of the file's table, 1 for the first line of the file; 0 for the file as a whole.
    pub row: u32,
    /// Header of the column; empty for the row as a whole.
    pub column: String,
    /// The value as it stood there.
    pub value: String,
    /// What it is about.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, done, and can be done, in one or two sentences.
    pub message: String,
}

/// A list of diagnostics.
pub type Diagnostics = Vec<Diagnostic>;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// File name.
    pub file: String,
    /// What it was taken for.
    pub kind: FileKind,
    /// How it was read, "comma, UTF-8, header in row 1".
    pub dialect: String,
    /// Rows of the table, the header not counted.
    pub rows: u32,
    /// Rows that were taken.
    pub taken: u32,
    /// Its columns.
    pub columns: Vec<Mapping>,
}
