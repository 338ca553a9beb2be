//! What a sheet is beside others, and what its columns say where it is that.

use super::Sheet;
use crate::import::beside::has_no_places;
use crate::import::columns::{HeaderWords, Period, assign_roles, is_rate, says_order_state};
use crate::import::joined::Service;
use crate::model::{Confidence, FileKind, Mapping, Role};

impl Sheet {
    /// Takes the file for something else, as nobody has said what it is.
    pub(in crate::import) fn take_for(&mut self, kind: FileKind) {
        if self.kind != kind {
            self.kind = kind;
            self.map_columns();
        }
    }

    /// Whether a person said what the file is.
    pub(in crate::import) fn is_kind_chosen(&self) -> bool {
        self.kind_chosen
    }

    /// Whether the file lists customers without a place, and nobody has said what it is: taken for accounts, or for lines about
    /// those of another file.
    pub(in crate::import) fn may_be_figures(&self) -> bool {
        self.is_unplaced && !self.kind_chosen && !self.lists_contacts && !self.is_given_up()
    }

    /// Whether the file is a table of areas, and nobody has said what it is: joined to accounts, or taken for them.
    pub(in crate::import) fn may_be_areas(&self) -> bool {
        self.own_kind == FileKind::Areas && !self.kind_chosen
    }

    /// Leaves out what the lines of these orders add up to under the same header.
    pub(in crate::import) fn leave_to_lines(&mut self, lines: &Self) {
        let is_measure = |mapping: &&Mapping| mapping.role == Role::Measure;
        let adds_up = |header: &str| {
            lines.mappings.iter().filter(is_measure).any(|line| line.header.eq_ignore_ascii_case(header))
        };
        for (mapping, chosen) in self.mappings.iter_mut().zip(&self.chosen) {
            if !chosen && mapping.role == Role::Measure && adds_up(&mapping.header) {
                mapping.role = Role::LeaveOut;
                mapping.note = format!("its lines stand in {}", lines.table.name());
            }
        }
    }

    /// Whether another file has all of its columns or rows.
    pub(in crate::import) fn is_given_up(&self) -> bool {
        self.links.serves.as_ref().is_some_and(|serves| serves.service.gives_up())
    }

    /// Whether the rows are orders whose lines stand in another file.
    pub(in crate::import) fn has_lines_elsewhere(&self) -> bool {
        self.links.serves.as_ref().is_some_and(|serves| serves.service == Service::Order)
    }

    /// What the columns are where the file is what it is by itself, those that a person decided on as decided; of a file of no kind, as
    /// those of accounts. O(columns log columns).
    pub(in crate::import) fn own_roles(&self) -> Vec<(Role, Confidence)> {
        let kind = if self.own_kind == FileKind::Other { FileKind::Accounts } else { self.own_kind };
        let has_header = self.table.dialect.header_line.is_some();
        let assigned = assign_roles(&self.words, &self.profiles, kind, has_header);
        let decided = |column: usize| {
            Some((self.mappings.get(column)?.role, Confidence::Certain)).filter(|_| self.chosen[column])
        };
        let own = assigned.into_iter().enumerate();
        own.map(|(column, own)| decided(column).unwrap_or((own.role, own.confidence))).collect()
    }

    /// Whether the rows are accounts by themselves, and a column is called as their names are.
    pub(in crate::import) fn lists_accounts(&self) -> bool {
        let is_name = |(role, confidence): &(Role, Confidence)| *role == Role::Name && *confidence != Confidence::Guess;
        self.own_kind == FileKind::Accounts
            && (!self.kind_chosen || self.kind == FileKind::Accounts)
            && !self.is_given_up()
            && self.own_roles().iter().any(is_name)
    }

    /// Whether the name of the file or what the rows are called by says that they are suppliers, carriers or own offices, and nobody
    /// has said what they are.
    pub(in crate::import) fn lists_suppliers(&self) -> bool {
        let file = self.table.name().split('.').next().unwrap_or_default();
        let is_key = |(role, _): &(Role, Confidence)| matches!(role, Role::Id | Role::Name);
        self.own_kind == FileKind::Accounts
            && !self.kind_chosen
            && !self.is_given_up()
            && (HeaderWords::of(file).says_supplier() || {
                let own = self.own_roles();
                let mut keys = self.words.iter().zip(&own).filter(|(_, own)| is_key(own));
                keys.any(|(words, _)| words.says_supplier_key())
            })
    }

    /// Whether the rows are figures about accounts of another file, not lines of their orders.
    pub(in crate::import) fn is_figures(&self) -> bool {
        self.is_unplaced && self.kind == FileKind::OrderLines
    }

    /// Whether the rows say of each account once whose it is, and nothing that adds up or happened on a day.
    pub(in crate::import) fn assigns_accounts(&self) -> bool {
        let key = [Role::Id, Role::Name].into_iter().find_map(|role| self.column(role));
        self.is_figures()
            && self.column(Role::Rep).is_some_and(|column| !self.words[column].names_year())
            && key.is_some_and(|key| self.is_unique(key))
            && self.mappings.iter().all(|mapping| !matches!(mapping.role, Role::Measure | Role::Date))
    }

    /// The column that says which deals are won or lost, beside the one of their stages.
    pub(in crate::import) fn results(&self, stage: Option<usize>) -> Option<usize> {
        let is_result = |&column: &usize| {
            let profile = &self.profiles[column];
            Some(column) != stage
                && matches!(self.mappings[column].role, Role::Attribute | Role::LeaveOut)
                && !(self.chosen[column] && self.mappings[column].role == Role::LeaveOut)
                && self.words[column].says_stage()
                && profile.ended_stages > 0
                && profile.is_mostly(profile.stages, 50)
        };
        (0..self.mappings.len()).find(is_result)
    }

    /// The column that says when deals are expected to close, beside the one that says when they did.
    pub(in crate::import) fn expected_close(&self) -> Option<usize> {
        let is_expected = |&column: &usize| {
            matches!(self.mappings[column].role, Role::Day) && self.words[column].says_expected_close()
        };
        (0..self.mappings.len()).find(is_expected)
    }

    /// The column that names the accounts, beside the one that tells their ids.
    pub(in crate::import) fn account_names(&self) -> Option<usize> {
        let id = self.column(Role::Account).filter(|&column| self.words[column].says_account_id())?;
        let names = |&column: &usize| {
            column != id
                && matches!(self.mappings[column].role, Role::Attribute | Role::LeaveOut)
                && self.words[column].says_account_name()
        };
        (0..self.mappings.len()).find(names)
    }

    /// The column that numbers orders, where lines stand below.
    pub(in crate::import) fn order_numbers(&self) -> Option<usize> {
        self.words.iter().position(HeaderWords::says_order_number)
    }

    /// Whether a column holds amounts of money that are no rates.
    pub(in crate::import) fn says_money(&self, column: usize) -> bool {
        self.words[column].has_money() && !is_rate(&self.words[column], &self.profiles[column])
    }

    /// Whether a column holds what a unit costs.
    pub(in crate::import) fn says_unit_price(&self, column: usize) -> bool {
        self.words[column].says_unit_price() && self.profiles[column].is_numeric()
    }

    /// Whether a column holds how many there are.
    pub(in crate::import) fn says_quantity(&self, column: usize) -> bool {
        self.words[column].says_quantity() && self.profiles[column].is_numeric()
    }

    /// Whether a column holds the shares, or per cent, that are taken off prices.
    pub(in crate::import) fn says_share_off(&self, column: usize) -> bool {
        let profile = &self.profiles[column];
        let is_share = profile.greatest <= 1.0 || profile.unit() == Some("%") && profile.greatest <= 100.0;
        self.words[column].says_discount() && profile.is_numeric() && profile.least >= 0.0 && is_share
    }

    /// Whether a person decided what a column is.
    pub(in crate::import) fn is_chosen(&self, column: usize) -> bool {
        self.chosen[column]
    }

    /// Whether a column holds what a whole order comes to, which each of its lines may say.
    pub(in crate::import) fn is_of_order(&self, column: usize) -> bool {
        self.words[column].says_order_total()
    }

    /// The same rows as those of customers, where they name some and say where these are.
    pub(in crate::import) fn as_accounts(&self) -> Option<Self> {
        let mut own = self.clone();
        own.kind_chosen = false;
        own.is_unplaced = true;
        own.take_for(FileKind::OrderLines);
        let has_names = own.column(Role::Id).or(own.column(Role::Name)).is_some();
        (has_names && !has_no_places(&own)).then_some(own)
    }

    /// Whether the file may be a list of contacts, and nobody has said what it is.
    pub(in crate::import) fn may_be_contacts(&self) -> bool {
        self.lists_contacts && !self.kind_chosen && !self.is_given_up()
    }

    /// Whether no two rows say the same in a column, as far as it was looked at.
    pub(in crate::import) fn is_unique(&self, column: usize) -> bool {
        self.profiles[column].is_unique()
    }

    /// The columns that say of an order whether it was cancelled, where nobody has said what they are.
    pub(in crate::import) fn order_states(&self) -> Vec<usize> {
        let says = |column: &usize| {
            let role = self.mappings[*column].role;
            matches!(role, Role::Attribute | Role::LeaveOut)
                && says_order_state(&self.words[*column])
                && !(self.chosen[*column] && role == Role::LeaveOut)
        };
        // The state of an account is none of what it ordered.
        let is_of_accounts = self.is_figures() && self.column(Role::Date).is_none();
        if is_of_accounts { Vec::new() } else { (0..self.mappings.len()).filter(says).collect() }
    }

    /// Whether a person, a header or the name of the file says that the file holds targets.
    pub(in crate::import) fn says_targets(&self) -> bool {
        self.kind_chosen
            || HeaderWords::of(self.table.name().split('.').next().unwrap_or_default()).says_target()
            || self.words.iter().any(HeaderWords::says_target)
    }

    /// The months and quarters that columns of numbers name, where there are several.
    pub(in crate::import) fn periods(&self) -> Vec<(usize, Period)> {
        let of_numbers = |mapping: &Mapping| matches!(mapping.role, Role::Measure | Role::Amount);
        let columns = self.words.iter().zip(&self.mappings).enumerate().filter(|(_, (_, mapping))| of_numbers(mapping));
        let found: Vec<_> = columns.filter_map(|(at, (words, _))| Some((at, words.period()?))).collect();
        if found.len() > 1 { found } else { Vec::new() }
    }

    /// The columns of targets that say of which year and of which part of it they are, where nobody has left them out.
    pub(in crate::import) fn period_columns(&self) -> [Option<usize>; 2] {
        let is_free = |column: &usize| {
            let is_chosen = self.chosen[*column] && self.mappings[*column].role == Role::LeaveOut;
            !is_chosen && !matches!(self.mappings[*column].role, Role::Amount | Role::Rep | Role::Account)
        };
        let find =
            |says: fn(&HeaderWords) -> bool| (0..self.words.len()).filter(is_free).find(|&at| says(&self.words[at]));
        [find(HeaderWords::says_year_alone), find(HeaderWords::says_part_alone)]
    }
}
