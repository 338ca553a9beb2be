//! In which order the columns of dates write day and month.

use super::Sheet;
use crate::import::columns::{Dates, OrderVotes, is_bare};
use crate::model::{Confidence, Mapping};
use crate::units::DateOrder;

impl Sheet {
    /// Says in which order a column writes its dates. Nothing happens for a column that is not there.
    pub fn set_date_order(&mut self, column: usize, order: DateOrder) {
        if let Some(chosen) = self.chosen_order.get_mut(column) {
            *chosen = Some(order);
            self.settle_dates();
        }
    }

    /// The columns of dates whose order only a person can tell, and how many cells wait for it. Nothing may be taken
    /// over before: choose the order, or take the column for something else.
    #[must_use]
    pub fn undecided_dates(&self) -> Vec<(usize, u32)> {
        let is_undecided = |mapping: &Mapping| mapping.role.is_date() && mapping.date_order.is_none();
        let columns = (0..self.mappings.len()).filter(|&column| is_undecided(&self.mappings[column]));
        columns.map(|column| (column, self.votes[column].map_or(0, |votes| votes.either))).collect()
    }

    /// How the dates of a column are written.
    pub(in crate::import) fn dates(&self, column: usize) -> Dates {
        let order = self.mappings.get(column).and_then(|mapping| mapping.date_order);
        Dates { order, bare: self.has_bare_dates(column) }
    }

    /// Whether bare numbers of a column are dates: the header or a person says so.
    fn has_bare_dates(&self, column: usize) -> bool {
        let Some(mapping) = self.mappings.get(column) else { return false };
        self.chosen[column] && mapping.role.is_date() || is_bare(mapping.role, &self.words[column])
    }

    /// Finds the order of every column of dates: chosen, told by its cells, or as in the other columns of the file.
    pub(super) fn settle_dates(&mut self) {
        for column in 0..self.mappings.len() {
            if !self.mappings[column].role.is_date() {
                self.mappings[column].date_order = None;
                continue;
            }
            if self.votes[column].is_none() {
                let cells = (0..self.table.len()).map(|row| self.table.cell(row, column));
                self.votes[column] = Some(OrderVotes::count(self.has_bare_dates(column), cells));
            }
            let told = self.votes[column].and_then(|votes| votes.order());
            self.mappings[column].date_order = self.chosen_order[column].or(told);
        }
        self.take_orders_of_others();
        self.mark_undecided();
    }

    /// One export writes all its dates in one way.
    fn take_orders_of_others(&mut self) {
        let proven = self.votes.iter().flatten().filter(|votes| votes.is_proven()).filter_map(OrderVotes::order);
        let proven: Vec<DateOrder> = proven.collect();
        let Some(&order) = proven.first().filter(|first| proven.iter().all(|other| other == *first)) else { return };
        for mapping in self.mappings.iter_mut().filter(|mapping| mapping.role.is_date()) {
            if mapping.date_order.is_none() {
                mapping.date_order = Some(order);
                mapping.confidence = mapping.confidence.min(Confidence::Likely);
                "day and month in the order of the other dates".clone_into(&mut mapping.note);
            }
        }
    }

    /// A column whose order is open is a guess, and its note asks.
    fn mark_undecided(&mut self) {
        const QUESTION: &str = "day or month first?";
        for column in 0..self.mappings.len() {
            let is_chosen = self.chosen[column] || self.chosen_order[column].is_some();
            let mapping = &mut self.mappings[column];
            if mapping.role.is_date() && mapping.date_order.is_none() {
                mapping.confidence = Confidence::Guess;
                QUESTION.clone_into(&mut mapping.note);
            } else if mapping.note == QUESTION {
                mapping.note.clear();
                mapping.confidence = if is_chosen { Confidence::Certain } else { Confidence::Likely };
            }
        }
    }
}
