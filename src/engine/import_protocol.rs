//! The messages between the page and the importer, the worker that reads files.
//!
//! Built like [`protocol`](super::protocol): a head and attachments. The importer is started when the first files come and
//! ended when a person has taken them over or left them, so that their memory is given back; nothing else depends on it.

use super::protocol::{Failure, Job, Progress};
use crate::model::{
    Candidate, Changes, Code, Dataset, Diagnostic, Diagnostics, Duplicate, FileKind, HomeCountry, NameChoice,
    NameMatch, Outcome, PlaceQuestion, Placement, Precision, Remark, RepairOffer, Role, Sameness, SavedMapping,
    ToldPlace, Unlocated,
};
use crate::units::DateOrder;
use serde::{Deserialize, Serialize};

pub use crate::gazetteer::SOURCES;
pub use crate::import::{Preview, ReadAs, Tally};

/// What the page asks of the importer. Whatever changes the draft is answered with [`ImportEvent::Draft`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ImportRequest {
    /// What a person decided about columns before; for files that are read from now on. Not answered.
    Remember(Vec<SavedMapping>),
    /// The files are a newer export of this plan's data: the draft tells what changed. `None`: they make a plan of their own.
    Compare(Option<Box<Dataset>>),
    /// Files that a person dropped; attachments: their bytes, in order. They join the files read before.
    ReadFiles {
        /// What is said of each.
        files: Vec<Incoming>,
    },
    /// A file is something else than was thought.
    SetKind {
        /// Position of the file.
        file: u16,
        /// What it is.
        kind: FileKind,
    },
    /// A column is something else than was thought.
    SetRole {
        /// Position of the file.
        file: u16,
        /// Position of the column.
        column: u16,
        /// What it is.
        role: Role,
    },
    /// The dates of a column are written in this order.
    SetDateOrder {
        /// Position of the file.
        file: u16,
        /// Position of the column.
        column: u16,
        /// The order.
        order: DateOrder,
    },
    /// A cell says something else.
    SetCell {
        /// Position of the file.
        file: u16,
        /// Line of the file in which the row starts.
        row: u32,
        /// Position of the column.
        column: u16,
        /// What it says.
        value: String,
    },
    /// Leave a row out, or take it again.
    LeaveOutRow {
        /// Position of the file.
        file: u16,
        /// Line of the file in which the row starts.
        row: u32,
        /// Whether it is left out.
        out: bool,
    },
    /// All cells of a row say something else; none: what the file says.
    SetRow {
        /// Position of the file.
        file: u16,
        /// Line of the file in which the row starts.
        row: u32,
        /// Its cells.
        cells: Vec<String>,
    },
    /// The cells of a row; changes nothing.
    ShowRow {
        /// Position of the file.
        file: u16,
        /// Line of the file in which the row starts.
        row: u32,
    },
    /// A file is written in another way than was thought, and is read again; attachment: its bytes.
    ReadAs {
        /// Position of the file.
        file: u16,
        /// What is said of it now.
        incoming: Incoming,
        /// How it is written.
        how: ReadAs,
    },
    /// Take all repairs that are offered for a file, or none.
    TakeRepairs {
        /// Position of the file.
        file: u16,
        /// Whether they are taken.
        take: bool,
    },
    /// Where all rows are that tell this place; `None` to ask again.
    ChoosePlace {
        /// What the rows say.
        told: ToldPlace,
        /// Where that is.
        place: Option<Placement>,
    },
    /// In which country rows lie that name none.
    ChooseHome(HomeCountry),
    /// What a name refers to.
    ChooseName(NameChoice),
    /// Accounts of a [`Duplicate`] are one, or are not.
    Merge {
        /// [`Duplicate::key`].
        key: String,
        /// Whether they are merged.
        merge: bool,
    },
    /// All duplicates of a kind are one account each, or none is.
    MergeAll {
        /// Of which kind.
        sameness: Sameness,
        /// Whether they are merged.
        merge: bool,
    },
    /// Leave a file out again.
    RemoveFile {
        /// [`Incoming::id`]: positions change while others are left out.
        id: u32,
    },
    /// Places whose names begin so.
    SearchPlaces {
        /// What a person has typed.
        text: String,
    },
    /// The diagnostics that are wanted.
    Find(Wanted),
    /// Everything that the import has to say, as a file.
    Diagnostics,
    /// Make a plan of the files, or an update of the data set that was compared with.
    TakeOver,
}

impl ImportRequest {
    /// Goes on without the file at this position, which could not be read; what is to be told of it.
    pub fn withdraw(&mut self, position: usize, message: String) -> ImportEvent {
        match self {
            Self::ReadFiles { files } if position < files.len() => {
                ImportEvent::Unread { id: files.remove(position).id, message }
            }
            Self::ReadAs { incoming, .. } => ImportEvent::failed(&incoming.name, message),
            _ => ImportEvent::failed("", message),
        }
    }
}

/// What the importer tells the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ImportEvent {
    /// Reading or locating moves on.
    Progress(Progress),
    /// The files read so far, and what would come of them.
    Draft(Box<Draft>),
    /// A file that was to be read is packed or in a foreign encoding, and something for the unpacker.
    Packed {
        /// [`Incoming::id`].
        id: u32,
    },
    /// The bytes of a file that was to be read could not be had.
    Unread {
        /// [`Incoming::id`].
        id: u32,
        /// Why, and what to do.
        message: String,
    },
    /// Places that were searched for, best first.
    Places {
        /// What was asked.
        text: String,
        /// What was found.
        found: Vec<Candidate>,
    },
    /// Diagnostics that were wanted.
    Found {
        /// What was asked.
        wanted: Wanted,
        /// What was found.
        found: Found,
    },
    /// The cells of a row.
    Row(RowCells),
    /// What a person has decided about columns so far, to be remembered.
    Decided(Vec<SavedMapping>),
    /// The next piece of the plan; attachment: its bytes.
    Piece,
    /// The plan was told in pieces, for the planner's `TakeOver`, or `Update` when a data set was compared with.
    TakenOver {
        /// What a person decided about columns, to be remembered.
        mappings: Vec<SavedMapping>,
        /// Whether it updates the open plan.
        update: bool,
    },
    /// A file to save; attachment: its bytes.
    File {
        /// Proposed name.
        name: String,
    },
    /// Something could not be done. Nothing has changed.
    Failed(Failure),
}

impl ImportEvent {
    pub(super) fn failed(file: &str, message: impl Into<String>) -> Self {
        Self::Failed(Failure { job: Job::Import, file: file.to_owned(), message: message.into() })
    }
}

/// A file on its way in; its bytes are an attachment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// The page's number of it.
    pub id: u32,
    /// File name without a path.
    pub name: String,
    /// Whether it comes from the unpacker.
    pub unpacked: bool,
    /// What the unpacker said of it.
    pub remarks: Vec<Remark>,
}

/// A row as it stands in the table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCells {
    /// Position of the file.
    pub file: u16,
    /// Line of the file in which it starts.
    pub row: u32,
    /// Its cells; none where no row of the table starts there.
    pub cells: Vec<String>,
    /// What parts them in the file.
    pub joint: String,
    /// How many columns the file has, without those that are joined from others.
    pub width: u16,
}

/// How a file was read, for a person to change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// [`Incoming::id`].
    pub id: u32,
    /// What parts the cells; empty where nothing does.
    pub delimiter: String,
    /// Where the header is, as [`ReadAs::header`] says it.
    pub header: String,
    /// The last line of the header, 0 where there is none.
    pub header_end: u32,
    /// What a person said.
    pub how: ReadAs,
}

/// The files read so far and what they would make.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// By file.
    pub outcomes: Vec<Outcome>,
    /// By file.
    pub readings: Vec<Reading>,
    /// What is not clean, at most [`Draft::SHOWN`] of each code and file.
    pub diagnostics: Diagnostics,
    /// How often each thing was found in each file.
    pub tallies: Vec<Tally>,
    /// Accounts by how exactly they were located.
    pub located: Vec<(Precision, u32)>,
    /// Accounts that would be made.
    pub accounts: u32,
    /// Reps that would be made.
    pub reps: u32,
    /// The first rows as they would be taken: header, then cells.
    pub preview: Preview,
    /// Columns of dates whose order only a person can tell: file, column, how many cells. Nothing is taken over before.
    pub undecided_dates: Vec<(u16, u16, u32)>,
    /// Places that fit several or none, the most frequent first; at most [`Draft::ASKED`].
    pub places: Vec<PlaceQuestion>,
    /// Names that have no match, or a near one.
    pub names: Vec<NameMatch>,
    /// Accounts that may be one; at most [`Draft::ASKED`] groups.
    pub duplicates: Vec<Duplicate>,
    /// Accounts without a place; at most [`Draft::ASKED`].
    pub unlocated: Vec<Unlocated>,
    /// How many there are of what the draft lists the first of.
    pub listed: Listed,
    /// Rows that can be put right.
    pub repairs: Vec<RepairOffer>,
    /// What a person may say of rows that name no country; nothing where there are none.
    pub home: Option<HomeChoice>,
    /// How the files differ from the data set that was compared with.
    pub changes: Option<Changes>,
    /// Why the files make no plan yet; empty when they do.
    pub obstacle: String,
}

/// How many there are in all of what a draft lists at most [`Draft::ASKED`] of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Places.
    pub places: u32,
    /// Names.
    pub names: u32,
    /// Places that a person may still decide.
    pub open_places: u32,
    /// Names without a match that a person may still decide.
    pub open_names: u32,
    /// Accounts without a place.
    pub unlocated: u32,
    /// Groups of accounts that may be one by why, and how many of them are merged.
    pub duplicates: Vec<(Sameness, u32, u32)>,
}

/// Which diagnostics are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Those that have this text somewhere.
    pub text: String,
    /// Those of this file; empty for all.
    pub file: String,
    /// Those of this column; empty for all.
    pub column: String,
}

impl Wanted {
    /// Whether anything is held back.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        *self != Self::default()
    }

    /// Whether the file and the column are wanted.
    #[must_use]
    pub fn is_about(&self, file: &str, column: &str) -> bool {
        (self.file.is_empty() || self.file == file) && (self.column.is_empty() || self.column == column)
    }

    /// Whether the words over findings of a code in a file have a text, which is in lower case.
    #[must_use]
    pub fn is_titled(text: &str, code: Code, file: &str) -> bool {
        [code.title(), code.word(), file].iter().any(|words| words.to_lowercase().contains(text))
    }

    /// Whether a finding is wanted.
    #[must_use]
    pub fn takes(&self, one: &Diagnostic) -> bool {
        let text = self.text.to_lowercase();
        self.is_about(&one.file, &one.column)
            && (text.is_empty()
                || Self::is_titled(&text, one.code, &one.file)
                || [&one.value, &one.column, &one.message].iter().any(|words| words.to_lowercase().contains(&text)))
    }
}

/// The diagnostics that were wanted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// How often each thing was found.
    pub tallies: Vec<Tally>,
    /// At most [`Draft::SHOWN`] of each code and file.
    pub diagnostics: Diagnostics,
}

/// In which country rows lie that name none, and what a person may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeChoice {
    /// What was chosen.
    pub choice: HomeCountry,
    /// ISO code of the country that nearly all cities fit; empty for none.
    pub guessed: String,
    /// ISO codes and names, by name.
    pub countries: Vec<(String, String)>,
}

impl Draft {
    /// Diagnostics of one code and file that are sent to the page; the file of all holds every one.
    pub const SHOWN: usize = 50;
    /// Places, duplicates and accounts without a place that are sent to the page.
    pub const ASKED: usize = 500;
}
