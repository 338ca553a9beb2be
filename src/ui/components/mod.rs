//! Parts that pages are made of.

mod account_inspector;
mod balance_chart;
mod barriers_form;
mod brief_parts;
mod changes;
mod chart;
mod choose;
mod design_form;
mod frame;
mod frontier_panel;
mod how_many;
mod icon;
mod inspector;
mod later;
mod legend;
mod map;
mod matrix_form;
mod next_moves;
mod notice;
mod number_row;
mod people_form;
mod person;
mod place_search;
mod rep_files;
mod rule_editor;
mod rules_form;
mod run_strip;
mod scenario_bar;
mod settings;
mod share_panel;
mod teams_form;
mod territory_choice;
mod territory_inspector;
mod territory_table;
mod travel_form;
mod visits;
mod weighed;

pub use account_inspector::AccountInspector;
pub use balance_chart::BalanceChart;
pub use choose::{Choose, Entry};
pub use design_form::DesignForm;
pub use frame::{Privacy, Rail, TopBar};
pub use icon::{Icon, Logo};
pub use inspector::Inspector;
pub use later::{Later, frame_by_frame, keyed, later, part_by_part, parts};
pub use legend::Legend;
pub use map::MapView;
pub use matrix_form::MatrixFields;
pub use notice::NoticeBar;
pub use number_row::NumberRow;
pub use place_search::{PlaceSearch, people};
pub use rep_files::RepFiles;
pub use run_strip::RunStrip;
pub use settings::Settings;
pub use share_panel::SharePanel;
pub use territory_choice::TerritoryChoice;
pub use territory_inspector::TerritoryInspector;
pub use territory_table::TerritoryTable;
pub use travel_form::TravelFields;
pub use visits::{
    AccountVisits, DayInspector, RepWeek, RepWork, Stale, Unplaced, VisitsDock, VisitsForm, cell_words, keep_asking,
    touch_fields, ways_words, which,
};
pub use weighed::Weighed;
