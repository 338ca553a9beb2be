//! Parts that pages are made of.

mod balance_chart;
mod brief_parts;
mod changes;
mod choose;
mod design_form;
mod frame;
mod frontier_panel;
mod icon;
mod inspector;
mod legend;
mod map;
mod notice;
mod place_search;
mod run_strip;
mod scenario_bar;
mod settings;
mod share_panel;
mod territory_inspector;
mod territory_table;
mod travel_form;

pub use balance_chart::BalanceChart;
pub use choose::{Choose, Entry};
pub use design_form::DesignForm;
pub use frame::{Privacy, Rail, TopBar};
pub use icon::{Icon, Logo};
pub use inspector::Inspector;
pub use legend::Legend;
pub use map::MapView;
pub use notice::NoticeBar;
pub use place_search::{PlaceSearch, people};
pub use run_strip::RunStrip;
pub use settings::Settings;
pub use share_panel::SharePanel;
pub use territory_inspector::{AccountInspector, TerritoryInspector};
pub use territory_table::TerritoryTable;
pub use travel_form::TravelForm;
