//! The vocabulary as types: what the files said ([`Dataset`]), what a person asked for ([`DesignBrief`]), what came of
//! it ([`Alignment`], [`Tour`]) and what a plan claims about itself ([`Figures`], [`Limit`]).
//!
//! Invariants: a [`Dataset`] was validated once and does not change; positions ([`AccountIx`], [`RepIx`],
//! [`TerritoryIx`]) are newtypes and only mean something beside the data set or alignment that they index.

mod account;
mod activity_measures;
mod alignment;
mod barriers;
mod brief;
mod calendar;
mod changes;
pub(crate) mod columnar;
mod dataset;
mod declared;
mod figures;
mod holiday_list;
mod intake;
mod last_visits;
mod mapping;
mod people;
mod realignment;
mod record_changes;
mod records;
mod rep_terms;
mod review;
mod rules;
mod seasons;
mod skills;
mod text_column;
mod touch;
mod tour;
mod travel;
mod travel_matrix;
mod visit_brief;
mod visit_fault;
mod visit_watch;
mod workload;

pub use account::{Account, AccountIx, AccountKind, Accounts, Column, ColumnValues, Placement, Precision};
pub use activity_measures::{ActivityMeasures, MeasureError, available_measures, disruption_values, usual_measure};
pub use alignment::{Alignment, AlignmentError, Layer, Territory, TerritoryIx, UnitMove, crews_of, sums_by_crew};
pub use barriers::{Barrier, BarrierError, Side};
pub use brief::{COUNT, Caps, Continuity, DesignBrief, Lock, MeasureWeight, Tolerance, UnitBy};
pub use calendar::{Calendar, DayRoute, Stop, TerritoryCalendar, Unplaced, UnplacedTouches, UnplacedVisits};
pub use dataset::{Dataset, DatasetError, Rep, RepAttribute, RepIx, RepValue, Source, heirs_of_reps};
pub use declared::Limit;
pub use figures::{Figures, MeasureFigures, TerritoryFigures};
pub use holiday_list::HolidayList;
pub use intake::{Code, Diagnostic, Diagnostics, Outcome, Remark, Severity};
pub use mapping::{Confidence, DecidedThere, FileKind, Mapping, Role, SavedAnswers, SavedCell, SavedMapping, SavedRow};
pub use people::{
    Criterion, FARTHEST, FitBy, HomeAdvice, HomeBase, Match, NextBest, People, PeopleError, PersonTerms, RankBy,
    Staffing,
};
pub use realignment::{ExplainedMove, Proposal, Realignment, Score};
pub use records::{
    Activity, ActivityKind, AreaKind, AreaTable, DealState, Expense, Opportunity, Product, ProductIx, Records, Rows,
    Target,
};
pub use rep_terms::{DayBase, LONGEST_BASE, RepTerms};
pub use review::{
    AccountChange, Candidate, ChangeCounts, Changes, Duplicate, DuplicateAccount, HomeCountry, NameChoice, NameMatch,
    PlaceQuestion, RecordChanges, Referent, RepairOffer, Sameness, ToldPlace, Unlocated,
};
pub use rules::{Condition, Crew, Rule, RuleError, Taker, Team};
pub use skills::{Needs, columns_of_needs, skills_in};
pub use text_column::TextColumn;
pub use touch::{DoneTouch, LONGEST_NOTE, TouchKey, TouchState};
pub use tour::Tour;
pub use travel::{MOST_BANDS, SpeedBand, SpeedBands, TooManyBands, TravelModel};
pub use travel_matrix::{
    FARTHEST_WAY, LONGEST_WAY, MOST_WAYS, MatrixError, MatrixParts, MatrixWay, Reckoning, TravelMatrix, folded,
};
pub use visit_brief::{
    AccountDue, AccountTerms, Appointment, Cadence, ClassRule, DAY_MINUTES, Holiday, MONTH_DAYS, MOST_PERIOD,
    MOST_WEEKS, Opening, Overload, PriorityClass, VisitBrief, WorkingWeek,
};
pub use visit_fault::VisitBriefFault;
pub use visit_watch::{
    Answer, FieldKind, LONGEST_ANSWER, LONGEST_FIELD_NAME, LeadMeasure, LeadShare, MOST_FIELDS, TouchField, VisitWatch,
    WatchFault,
};
pub use workload::{WORKLOAD, WorkYear, reps_needed};
