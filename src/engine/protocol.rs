//! The messages between the page and the planner, the worker that holds the plan.
//!
//! A message is a head (postcard bytes of [`Request`] or [`Event`]) and attachments (raw bytes, moved and not copied):
//! files on their way in, files on their way out. The order of attachments is said with each message.
//!
//! Invariant: page and planner hold the same plan. The page owns it: every edit is applied there and sent as
//! [`Request::Apply`]; the worker's design comes back as an edit like any other and takes the same way.

pub use super::frontier::FrontierPoint;
use crate::model::{
    AccountIx, DesignBrief, DoneTouch, Proposal, Realignment, Staffing, TerritoryIx, Tour, TravelModel, VisitBrief,
};
use crate::plan::{Edit, LayerAt, NearQuery, NearVisit, Plan, Report, ReportKind, ReportQuery};
use crate::scene::Tessellation;
use crate::units::Day;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the page asks of the worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Request {
    /// Show a plan that the importer made; attachments: the pieces that it told.
    TakeOver,
    /// Bring a newer export of the data into the plan; attachments: the pieces that the importer told.
    Update,
    /// Open a plan file; attachment: its bytes, as they were told for whichever purpose.
    Open,
    /// The plan of the page, for a worker that took another's place.
    Adopt(Box<Plan>),
    /// The page changed the plan.
    Apply(Box<Edit>),
    /// The page undid its last edit.
    Undo,
    /// The page did it again.
    Redo,
    /// Design territories.
    Design(DesignBrief),
    /// The owners that the accounts came with as territories, held to the measures of a brief.
    Present(DesignBrief),
    /// Balance again around accounts that were moved by hand.
    Repair(Vec<AccountIx>),
    /// Make two territories of one.
    Split(TerritoryIx),
    /// Give all accounts of a territory to another, and dissolve it.
    Merge {
        /// The territory that is dissolved.
        from: TerritoryIx,
        /// The one that gets its accounts.
        into: TerritoryIx,
    },
    /// Plans at several caps on disruption.
    Frontier(DesignBrief),
    /// The next best moves, no more than so many.
    NextMoves(u8),
    /// What it would do to change the plan by hand.
    Weigh(HandMove),
    /// The page shows another scenario or layer.
    Show(LayerAt),
    /// Make the calendar of the shown layer's visits.
    Schedule(Box<VisitBrief>),
    /// So many other planners stand by for [`Event::Task`] while the running job lasts.
    Help(u8),
    /// Do what another planner handed out under this number; attachment: as it told it.
    Task(u32),
    /// What was handed out under this number is done; attachment: as the other planner told it.
    TaskDone(u32),
    /// Who was given what has this number does not do it.
    TaskLost(u32),
    /// Put a visit on another day, or elsewhere in its day.
    MoveVisit(VisitMove),
    /// Exchange two days of a territory with all that is planned on them.
    SwapDays(TerritoryIx, [Day; 2]),
    /// Plan the rest of the calendar again from this day on, with what is asked now, with the fewest changes.
    Replan(Day),
    /// Stop the design or the calendar and keep its best so far; of a frontier, its points.
    Stop,
    /// Tours of these territories, with this reckoning of travel.
    Tours {
        /// The territories; each is answered on its own.
        territories: Vec<TerritoryIx>,
        /// How travel is reckoned.
        travel: TravelModel,
    },
    /// The plan file, to keep or to share.
    Encode {
        /// Told back with the file.
        purpose: Purpose,
    },
    /// Another file made of the plan.
    Export(Export),
    /// The touches in a file of that name that came back from a rep; attachment: its bytes.
    Notes(String),
    /// The travel matrix in a file of that name; attachment: its bytes.
    Matrix(String),
    /// Whom to see near a place.
    Near(NearQuery),
    /// A table about the visits.
    Report(ReportQuery),
    /// Verify the plan. What a person's moves tore apart is declared first, as in the plan file.
    Check,
}

/// What a person could do to the shown layer by hand, to be weighed before it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandMove {
    /// Give accounts to a territory.
    Give(Arc<Vec<AccountIx>>, TerritoryIx),
    /// Exchange accounts between the two territories that own them.
    Swap(Arc<Vec<AccountIx>>),
    /// Give all accounts of a territory to another, and dissolve it.
    Merge {
        /// The territory that is dissolved.
        from: TerritoryIx,
        /// The one that gets its accounts.
        into: TerritoryIx,
    },
    /// Make two territories of one.
    Split(TerritoryIx),
}

/// A visit that a person puts elsewhere. Where it does not fit the plan stays as it is, and the reason is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitMove {
    /// Whose calendar it is in.
    pub territory: TerritoryIx,
    /// Whose visit it is.
    pub account: AccountIx,
    /// The day that it is on.
    pub from: Day,
    /// The day that it goes to.
    pub to: Day,
    /// Its position there, counted without it; `None` for where it costs least.
    pub position: Option<u16>,
}

/// What a plan file is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To be kept in this browser, and gzipped therefore; the count tells which state of the plan it holds.
    Keep {
        /// Counts the states of the plan on the page.
        revision: u32,
    },
    /// To be downloaded.
    Share,
}

/// A file that a plan can be turned into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Export {
    /// Account → territory, rep and layer.
    Assignments,
    /// One row a territory with its figures.
    Territories,
    /// Every account that changed hands since the alignment before, with the reason.
    Moves,
    /// Every stop of every tour.
    Routes,
    /// Every stop of every calendar.
    Visits,
    /// Every working day of every calendar.
    Days,
    /// What has no day in a calendar, and why.
    Unplaced,
    /// The calendar of a territory for calendar programs.
    Ics(TerritoryIx),
    /// Its days as routes for satnavs.
    Gpx(TerritoryIx),
    /// Its days as a layer for maps.
    Kml(TerritoryIx),
    /// Its days as sheets to print.
    DaySheets(TerritoryIx),
    /// Its rep's own file: the plan without anybody else's part.
    RepPart {
        /// The territory.
        territory: TerritoryIx,
        /// Whether all columns of the accounts go with it, and not only what a rep needs on the road.
        with_all_columns: bool,
    },
    /// What is said of touches, for who holds the whole plan.
    Notes,
    /// What is said of touches, as a table.
    Touches,
    /// A table about the visits, whole.
    Report {
        /// Which.
        kind: ReportKind,
        /// The day that counts as today.
        today: Day,
        /// Only what belongs to this territory.
        territory: Option<TerritoryIx>,
    },
}

/// What the worker tells the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Event {
    /// A long job moves on.
    Progress(Progress),
    /// A new plan, and the cells around its accounts.
    Plan {
        /// The plan, shared with who tells of it: a plan of many accounts is too large to lie there twice.
        plan: Arc<Plan>,
        /// The cells, for areas on the map.
        tessellation: Box<Tessellation>,
    },
    /// A design improved: owners by account.
    BestSoFar(Vec<Option<TerritoryIx>>),
    /// Accounts moved on the map, appeared or left: the cells around them, after an edit of the page or its undo.
    Tessellation(Box<Tessellation>),
    /// The edit that brings newer data into the plan, and the cells around the accounts once it is carried out.
    Updated {
        /// The edit.
        edit: Box<Edit>,
        /// The cells.
        tessellation: Box<Tessellation>,
    },
    /// The plans of a frontier, by cap.
    Frontier(Vec<FrontierPoint>),
    /// The next best moves, each once those before it are made; the shown layer is as it was.
    NextMoves(Vec<Proposal>),
    /// What it would do to change the plan by hand; `None` where no brief says what counts, or it cannot be done.
    Weighed(HandMove, Option<Box<Proposal>>),
    /// A design is done: the edit that brings it into the plan.
    Designed(Box<Edit>),
    /// Something that another planner can do meanwhile, under a number; attachment: what is to be done.
    Task(u32),
    /// What another planner handed out under this number is done; attachment: what was found.
    TaskDone(u32),
    /// A calendar is done, or a visit is moved: the edit that brings it into the plan.
    Scheduled(Box<Edit>),
    /// What came back from a rep.
    Notes {
        /// Name of the file.
        file: String,
        /// Its touches.
        touches: Vec<DoneTouch>,
    },
    /// A travel matrix is read: the edit that brings it into the plan.
    Matrix(Box<Edit>),
    /// Whom to see near a place, the most worthwhile first.
    Near(Vec<NearVisit>),
    /// A table about the visits, and what was asked of it.
    Report(ReportQuery, Report),
    /// Tours that were asked for.
    Tours(Vec<(TerritoryIx, Tour)>),
    /// The next piece of a plan file, as its purpose wants it; attachment: a handle of its bytes.
    Piece,
    /// A file; attachment: its bytes, unless they were told as pieces.
    File {
        /// Proposed name.
        name: String,
        /// For a plan file, what it was wanted for.
        purpose: Option<Purpose>,
    },
    /// What the verification found.
    Checked {
        /// In words; empty when all is right.
        violations: Vec<String>,
        /// Territories that do not hang together, declared or not.
        islands: Vec<TerritoryIx>,
        /// What changed hands since the alignment that the shown layer started from, and why; `None` where there is
        /// nothing to compare with.
        realignment: Option<Box<Realignment>>,
        /// Why each rep of the shown layer has its territory, and where new hires should live.
        staffing: Box<Staffing>,
    },
    /// A job could not be done. Nothing has changed.
    Failed(Failure),
}

/// How far a long job is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Which job.
    pub job: Job,
    /// 0 to 1.
    pub done: f64,
    /// Worst deviation of the best design so far.
    pub worst_deviation: Option<f64>,
}

/// The long jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    /// Reading files and locating accounts.
    Import,
    /// Unpacking a workbook, an archive or a foreign encoding.
    Unpack,
    /// Designing territories.
    Design,
    /// Designing at several caps.
    Frontier,
    /// Making a calendar.
    Schedule,
    /// Working out tours.
    Tours,
    /// Opening a plan file.
    Open,
    /// Making a file.
    Export,
}

/// Why a job could not be done, in words for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which job.
    pub job: Job,
    /// The file it was about; empty for none.
    pub file: String,
    /// What happened and what to do.
    pub message: String,
}
