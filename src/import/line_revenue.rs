//! What order lines come to where they say only how many of what price.

use super::columns::Reading;
use super::line_columns::AccountColumns;
use super::log::Log;
use super::readings::number;
use super::sheet::Sheet;
use crate::model::{Mapping, Role};

/// The column that says what the lines of an account come to.
const REVENUE: &str = "Revenue";

/// Price times quantity, less the discount, of each group of lines.
pub struct LineRevenue<'a> {
    sheet: &'a Sheet,
    price: usize,
    quantity: Option<usize>,
    /// The column of shares or per cent that are taken off.
    discount: Option<usize>,
    sums: Vec<Option<f64>>,
}

impl<'a> LineRevenue<'a> {
    /// Where prices of a unit stand in a column that nobody decided on, and no amounts of lines beside them.
    pub fn of(sheet: &'a Sheet) -> Option<Self> {
        let mappings = sheet.mappings();
        let find = |fits: &dyn Fn(usize) -> bool| (0..mappings.len()).find(|&column| fits(column));
        let is_amount = |column: usize| {
            mappings[column].role == Role::Measure && sheet.says_money(column) && !sheet.is_of_order(column)
        };
        let price = find(&|column| {
            mappings[column].role == Role::LeaveOut && !sheet.is_chosen(column) && sheet.says_unit_price(column)
        })?;
        if sheet.is_figures() || find(&is_amount).is_some() {
            return None;
        }
        let quantity = find(&|column| mappings[column].role == Role::Measure && sheet.says_quantity(column));
        let discount = find(&|column| sheet.says_share_off(column));
        Some(Self { sheet, price, quantity, discount, sums: Vec::new() })
    }

    /// Takes a line into its group; a new group is the one after the last.
    pub fn add(&mut self, row: usize, group: usize, log: &mut Log) {
        let read = |column: usize| match self.sheet.marks(column).read(self.sheet.table().cell(row, column)) {
            Reading::Value(value) => Some(value),
            Reading::Missing | Reading::Unreadable => None,
        };
        let quantity = self.quantity.map_or(Some(1.0), read);
        let discount = self.discount.and_then(read).unwrap_or(0.0);
        let share = if discount > 1.0 { discount * 0.01 } else { discount };
        let price = number(self.sheet, row, self.price, log);
        let value = price.zip(quantity).map(|(price, quantity)| price * quantity * (1.0 - share));
        match (self.sums.get_mut(group), value) {
            (None, value) => self.sums.push(value),
            (Some(sum), Some(value)) => *sum = Some(sum.unwrap_or(0.0) + value),
            (Some(_), None) => {}
        }
    }

    /// Gives the accounts what their lines come to; the mapping of the prices says so.
    pub fn give(self, mappings: &mut [Mapping], columns: &mut AccountColumns<'_>) {
        let by = self.quantity.map_or(String::new(), |column| format!(" × {}", mappings[column].header));
        let less = self.discount.map_or(String::new(), |column| format!(" less {}", mappings[column].header));
        mappings[self.price].note = format!("{}{by}{less} becomes “{REVENUE}”", mappings[self.price].header);
        columns.add_sums(REVENUE, &self.sums);
    }
}
