//! What an import says about the files: what became of them, and what is not clean. Shown on the data page.

use super::mapping::{FileKind, Mapping};
use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Only a person can tell; nothing is taken over before.
    Decide,
    /// Left out, or not usable as it is.
    Rejected,
    /// Taken, but worth a look.
    Check,
    /// Put right without loss.
    Repaired,
}

impl Severity {
    /// All of them, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Decide, Self::Rejected, Self::Check, Self::Repaired];

    /// The words used on screen and in files.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Decide => "to decide",
            Self::Rejected => "left out",
            Self::Check => "check",
            Self::Repaired => "put right",
        }
    }
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
    /// A list of contacts without a file of accounts.
    Contacts,
    /// An activity that was called off or is only planned, or an order that was cancelled.
    NotHappened,
    /// Columns of months or quarters that nothing says are targets.
    AssumedTargets,
    /// Somebody who is not active any more.
    Inactive,
    /// An owner that differs from the one that the accounts tell.
    OtherOwner,
    /// A file that is of no use to a plan, beside others that are.
    NotTaken,
    /// Rows that another file has, too.
    Repeated,
    /// A file whose columns became those of another one's rows.
    Joined,
    /// A rep of whom another file says more.
    SameRep,
    /// Accounts that only deals or activities name.
    NamedAccounts,
    /// Owners who are the reps, for no file lists these.
    NamedReps,
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
    /// A city that no place is called; the one spelt nearest to it was taken.
    NearPlace,
    /// Rows that name no country.
    HomeCountry,
    /// Rows with a further place: located by it where their own is empty, else by their own.
    OtherPlace,
    /// A place that could not be found.
    NotLocated,
    /// Text that was not UTF-8 and was read in another encoding.
    Encoding,
    /// A sheet of a workbook, a table of a web page, or a file of an archive.
    Unpacked,
    /// Lines before the header, left out.
    Preamble,
    /// A column of the file was not taken over.
    ColumnLeftOut,
    /// A quote that never closes or stands inside a bare cell.
    StrayQuote,
    /// A column of dates that may begin with the day or with the month.
    AmbiguousDates,
    /// A cell that should be a date and is none.
    NotADate,
    /// A column of numbers that may have thousands or three decimals.
    AmbiguousNumbers,
    /// A column of amounts in several currencies.
    MixedCurrencies,
    /// A cell that should be yes or no and is neither.
    NotYesOrNo,
    /// A name or id that no account, rep or product has.
    NotMatched,
    /// An id that was matched to one with more or fewer zeros at its front.
    IdZeros,
    /// A row about what is deleted, or became something else.
    Gone,
    /// An id that was matched to one that is only written another way.
    IdWriting,
    /// Ids that a spreadsheet has rounded.
    RoundedIds,
    /// A name that was matched to one spelt a little differently.
    NearName,
    /// An account of the same name at the same place as another.
    SamePlace,
    /// A row that a person left out.
    LeftOut,
    /// A cell that a person corrected.
    Corrected,
    /// A header of several rows, or one that is said again further down.
    HeaderRows,
    /// Further tables of the same file, left out.
    FurtherTable,
    /// Lines of text below the table, left out.
    Footer,
    /// Labels and subtotals of groups of rows.
    Grouped,
    /// NUL bytes, left out.
    NulBytes,
    /// Letters that were written in one encoding and read in another before the file was saved.
    Mojibake,
    /// A letter that was lost before the file was saved: it stands there as `\u{FFFD}`.
    LostLetter,
}

impl Code {
    /// The word used in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// The heading on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::RaggedRow => ("ragged_row", "Row with too many or too few cells"),
            Self::EmptyRow => ("empty_row", "Row without anything to be an account"),
            Self::TotalsRow => ("totals_row", "Totals row left out"),
            Self::Contacts => ("contacts", "Contacts taken as accounts"),
            Self::NotHappened => ("not_happened", "Did not take place"),
            Self::AssumedTargets => ("assumed_targets", "Taken for targets"),
            Self::OtherOwner => ("other_owner", "Owner told otherwise"),
            Self::NotTaken => ("not_taken", "File that is not taken"),
            Self::Repeated => ("repeated", "Rows that stand in several files"),
            Self::Joined => ("joined", "File joined to another"),
            Self::SameRep => ("same_rep", "Rep who stands in several files"),
            Self::NamedAccounts => ("named_accounts", "Accounts taken from other files"),
            Self::NamedReps => ("named_reps", "Owners taken as reps"),
            Self::Inactive => ("inactive", "Rep who is no longer active"),
            Self::RepeatedId => ("repeated_id", "Same id twice"),
            Self::NotANumber => ("not_a_number", "Not a number"),
            Self::BadCoordinate => ("bad_coordinate", "Coordinate that cannot be"),
            Self::ZipZeros => ("zip_zeros", "Leading zero of ZIP restored"),
            Self::UnknownPostalCode => ("unknown_postal_code", "Postal code not known"),
            Self::PlaceMismatch => ("place_mismatch", "Postal code and city disagree"),
            Self::AmbiguousPlace => ("ambiguous_place", "Place name fits several places"),
            Self::NearPlace => ("near_place", "Place taken for one spelt nearly so"),
            Self::HomeCountry => ("home_country", "No country named"),
            Self::OtherPlace => ("other_place", "Further address of a row"),
            Self::NotLocated => ("not_located", "Not located"),
            Self::Encoding => ("encoding", "Text in another encoding read"),
            Self::Unpacked => ("unpacked", "From a workbook, a page or an archive"),
            Self::Preamble => ("preamble", "Lines before the header left out"),
            Self::ColumnLeftOut => ("column_left_out", "Column not taken over"),
            Self::StrayQuote => ("stray_quote", "Stray quote"),
            Self::AmbiguousDates => ("ambiguous_dates", "Day or month first"),
            Self::NotADate => ("not_a_date", "Not a date"),
            Self::AmbiguousNumbers => ("ambiguous_numbers", "Thousands or decimals"),
            Self::MixedCurrencies => ("mixed_currencies", "Several currencies in one column"),
            Self::NotYesOrNo => ("not_yes_or_no", "Neither yes nor no"),
            Self::NotMatched => ("not_matched", "Name without a match"),
            Self::IdZeros => ("id_zeros", "Id matched but for its leading zeros"),
            Self::Gone => ("gone", "Row about what is gone"),
            Self::IdWriting => ("id_writing", "Id matched but for how it is written"),
            Self::RoundedIds => ("rounded_ids", "Ids rounded by a spreadsheet"),
            Self::NearName => ("near_name", "Name matched to a near one"),
            Self::SamePlace => ("same_place", "Same name at the same place"),
            Self::LeftOut => ("left_out", "Row left out by hand"),
            Self::Corrected => ("corrected", "Corrected by hand"),
            Self::HeaderRows => ("header_rows", "Header of several rows joined"),
            Self::FurtherTable => ("further_table", "Further table left out"),
            Self::Grouped => ("grouped", "Rows in groups"),
            Self::Footer => ("footer", "Lines below the table left out"),
            Self::NulBytes => ("nul_bytes", "NUL bytes left out"),
            Self::Mojibake => ("mojibake", "Broken letters put right"),
            Self::LostLetter => ("lost_letter", "Letter lost before the export"),
        }
    }
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

/// How a text was come by that was unpacked before it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// [`Code::Encoding`] or [`Code::Unpacked`].
    pub code: Code,
    /// In one or two sentences.
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
    /// Whether the rows are contacts where there are accounts elsewhere.
    pub may_be_contacts: bool,
}
