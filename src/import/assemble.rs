//! All sheets → one data set.

use super::accounts::take_accounts;
use super::areas::{narrow_first, take_areas};
use super::bare_ids::tell_bare;
use super::beside::{NAMING, PLACES, naming_accounts};
use super::builder::{AccountsBuilder, Origin};
use super::catalogue::{named_products, product_directory, take_products, take_targets};
use super::contacts::{CONTACTS, take_contacts};
use super::corrections::Corrections;
use super::deals::take_opportunities;
use super::directory::Directory;
use super::duplicates::{self, Duplicates};
use super::error::ImportError;
use super::families;
use super::inherited::Inherited;
use super::located::PlaceColumns;
use super::locator::Locator;
use super::log::{Log, Spot, Tally};
use super::order_lines::{Known, RolledBefore, take_order_lines};
use super::owners::{add_named_reps, own_by_territory};
use super::placed::Placed;
use super::postal_codes::with_postal_codes;
use super::preview::Preview;
use super::references::Directories;
use super::reps::take_reps;
use super::roll_up;
use super::sheet::Sheet;
use super::spellings;
use super::touches::{take_activities, take_expenses};
use crate::gazetteer::Gazetteer;
use crate::model::{
    Code, ColumnValues, Dataset, Diagnostics, Duplicate, FileKind, Mapping, NameMatch, Outcome, PlaceQuestion, Records,
    Referent, Rep, Role, Severity, Source, Unlocated,
};
use crate::sorting::sort_by;
use crate::units::LonLat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows between two reports of progress.
const REPORT_EVERY: u32 = 2048;

/// Files whose rows name accounts, reps and products.
const RECORDS: &[FileKind] =
    &[FileKind::Opportunities, FileKind::Activities, FileKind::Expenses, FileKind::Targets, FileKind::Contacts];

/// Files whose rows name who owns accounts.
const OWNED: &[FileKind] = &[
    FileKind::Accounts,
    FileKind::Leads,
    FileKind::OrderLines,
    FileKind::Areas,
    FileKind::Opportunities,
    FileKind::Activities,
];

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Rows taken so far.
    pub done: u32,
    /// Rows of all files.
    pub total: u32,
}

/// What the files gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// The validated data set.
    pub dataset: Dataset,
    /// What became of each file, in the order of the sheets.
    pub outcomes: Vec<Outcome>,
    /// What is not clean, file by file; of one code at most 10,000 a file are kept.
    pub diagnostics: Diagnostics,
    /// How often each thing was found, also beyond what was kept.
    pub tallies: Vec<Tally>,
    /// The first accounts as they were taken.
    pub preview: Preview,
    /// Places that fit several or none, and those that a person decided, the most frequent first.
    pub places: Vec<PlaceQuestion>,
    /// Names that are not the same in the file that they refer to, those without a match first.
    pub names: Vec<NameMatch>,
    /// Accounts that may be one: the first 10,000 groups.
    pub duplicates: Vec<Duplicate>,
    /// The first 500 accounts without a place.
    pub unlocated: Vec<Unlocated>,
}

/// What the taking of a file needs beside the file.
pub struct Context<'a> {
    pub gazetteer: &'a Gazetteer,
    pub places: Locator<'a>,
    pub corrections: &'a Corrections,
    /// Whether there is a file of accounts.
    pub has_accounts: bool,
    /// Whether the accounts are those of an earlier export.
    pub updates: bool,
    pub names: Vec<NameMatch>,
    progress: &'a mut dyn FnMut(Progress),
    state: Progress,
}

impl Context<'_> {
    /// Counts rows, and reports now and then.
    pub fn advance(&mut self, rows: u32) {
        self.state.done = self.state.done.saturating_add(rows);
        if self.state.done.is_multiple_of(REPORT_EVERY) {
            (self.progress)(self.state);
        }
    }
}

/// Makes one data set of all sheets: accounts of accounts files, leads and rolled-up order lines; reps; and the records
/// that name them. Good rows are taken, everything else is told. Where the files are a newer export of `older`, what they do not
/// bring stays: its reps, records and area tables, its accounts where the files only say more about them, and the ids of
/// accounts that have none in any file. O(cells), and one look-up for each different place and each different name.
///
/// # Errors
/// [`ImportError`] when no file holds a usable account.
pub fn assemble(
    sheets: &[Sheet],
    gazetteer: &Gazetteer,
    corrections: &Corrections,
    older: Option<&Dataset>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Import, ImportError> {
    check_usable(sheets)?;
    let total = sheets.iter().map(|sheet| sheet.table().len()).sum::<usize>();
    let state = Progress { done: 0, total: u32::try_from(total).unwrap_or(u32::MAX) };
    let mut logs: Vec<Log> = sheets.iter().map(|sheet| sheet.table().log.clone()).collect();
    let own = with_postal_codes(sheets, gazetteer, &mut logs);
    let (gazetteer, codes) = own.as_ref().map_or((gazetteer, &[][..]), |(own, codes)| (own, codes.as_slice()));
    let codes = codes.iter().copied().chain(std::iter::repeat(0));
    for (sheet, log) in sheets.iter().zip(&mut logs).filter(|(sheet, _)| sheet.kind() != FileKind::Other) {
        let places = PlaceColumns::of(sheet);
        places.tell_home(sheet, gazetteer, log);
        places.tell_both(sheet, log);
    }
    let places = Locator::new(gazetteer, corrections);
    let has_accounts = sheets.iter().any(|sheet| sheet.kind() == FileKind::Accounts);
    let inherited = older.map(|older| Inherited::of(older, sheets));
    let updates = inherited.as_ref().is_some_and(Inherited::keeps_accounts);
    let mut assembly = Assembly {
        sheets,
        context: Context { gazetteer, places, corrections, has_accounts, updates, names: Vec::new(), progress, state },
        outcomes: sheets.iter().zip(codes).map(|(sheet, taken)| Outcome { taken, ..sheet.outcome() }).collect(),
        logs,
        builder: AccountsBuilder::new(),
        reps: Vec::new(),
        records: Records::default(),
        duplicates: Vec::new(),
        inherited,
    };
    assembly.take_reps_and_products();
    let mut merged = assembly.take_accounts();
    assembly.take_order_lines(&merged);
    assembly.take_accounts_of_records();
    merged.extend(assembly.keep_ids());
    assembly.take_records(&merged);
    (assembly.context.progress)(Progress { done: state.total, total: state.total });
    if assembly.builder.accounts.is_empty() {
        return Err(no_accounts(sheets));
    }
    assembly.finish()
}

/// The data set on its way.
struct Assembly<'a> {
    sheets: &'a [Sheet],
    context: Context<'a>,
    /// By sheet.
    outcomes: Vec<Outcome>,
    /// By sheet.
    logs: Vec<Log>,
    builder: AccountsBuilder,
    reps: Vec<Rep>,
    records: Records,
    duplicates: Vec<Duplicate>,
    /// What an earlier export brought and these files do not.
    inherited: Option<Inherited<'a>>,
}

/// Further ids of accounts: of those that were merged into them, and as the files write those that they keep.
type MergedIds = Vec<(String, u32)>;

impl<'a> Assembly<'a> {
    /// The sheets of some kinds with their positions.
    fn sheets_of(&self, kinds: &'static [FileKind]) -> impl Iterator<Item = (usize, &'a Sheet)> + use<'a> {
        self.sheets.iter().enumerate().filter(|(_, sheet)| kinds.contains(&sheet.kind()))
    }

    fn take_reps_and_products(&mut self) {
        self.reps = self.inherited.as_ref().map(Inherited::reps).unwrap_or_default();
        // Lists of names go before what says more about them.
        let mut lists: Vec<(usize, &Sheet)> = self.sheets_of(&[FileKind::Reps]).collect();
        lists.sort_by_key(|(_, sheet)| sheet.column(Role::Name).is_none());
        for (at, sheet) in lists {
            self.outcomes[at].taken = take_reps(sheet, &mut self.reps, &mut self.context, &mut self.logs[at]);
        }
        if let Some(inherited) = &self.inherited {
            inherited.renumber_reps(&mut self.reps);
            self.records.products = inherited.products();
        }
        let has_list = self.sheets_of(&[FileKind::Reps]).next().is_some();
        if !has_list && self.inherited.as_ref().is_none_or(|own| !own.had(FileKind::Reps)) {
            for (at, sheet) in self.sheets_of(OWNED) {
                add_named_reps(sheet, &mut self.reps, &mut self.logs[at]);
            }
            // Those with targets and expenses, where no account has an owner.
            let others: &[FileKind] = if self.reps.is_empty() { &[FileKind::Targets, FileKind::Expenses] } else { &[] };
            for (at, sheet) in self.sheets_of(others) {
                add_named_reps(sheet, &mut self.reps, &mut self.logs[at]);
            }
        }
        for (at, sheet) in self.sheets_of(&[FileKind::Products]) {
            let products = &mut self.records.products;
            self.outcomes[at].taken = take_products(sheet, products, &mut self.context, &mut self.logs[at]);
        }
        if self.records.products.is_empty() {
            let naming = self.sheets_of(&[FileKind::Opportunities, FileKind::Targets]);
            self.records.products = named_products(naming.map(|(_, sheet)| sheet));
        }
    }

    /// Takes accounts and leads, and merges those that a person said are one; or those of before, where no file makes any.
    fn take_accounts(&mut self) -> MergedIds {
        if let Some(accounts) = self.inherited.as_ref().and_then(|own| own.accounts(&self.reps)) {
            self.builder = AccountsBuilder::of(accounts);
            return MergedIds::new();
        }
        let reps = self.rep_directory();
        for (at, sheet) in self.sheets_of(&[FileKind::Accounts, FileKind::Leads]) {
            let before = self.builder.accounts.len();
            let log = &mut self.logs[at];
            let own = (sheet, position(at));
            self.outcomes[at].taken = take_accounts(own, &reps, &mut self.builder, &mut self.context, log);
            tell_places(sheet, &self.builder.accounts.locations[before..], log);
        }
        let corrections = self.context.corrections;
        let Duplicates { groups, merged_ids } =
            duplicates::resolve(self.sheets, &mut self.builder, corrections, &mut self.logs);
        self.duplicates = groups;
        let found = spellings::unify(self.sheets, &mut self.builder, self.context.corrections, &mut self.logs);
        self.context.names.extend(found);
        merged_ids
    }

    fn take_order_lines(&mut self, merged: &MergedIds) {
        let mut before = RolledBefore::default();
        let mut lines = self.sheets_of(&[FileKind::OrderLines]).peekable();
        if lines.peek().is_none() {
            return;
        }
        let accounts = self.account_directory(merged);
        let reps = self.rep_directory();
        for (at, sheet) in lines {
            let known = Known { accounts: &accounts, reps: &reps };
            let made = self.builder.accounts.len();
            let (log, columns) = (&mut self.logs[at], &mut self.outcomes[at].columns);
            let own = (sheet, position(at));
            self.outcomes[at].taken =
                take_order_lines(own, columns, known, &mut before, &mut self.builder, &mut self.context, log);
            tell_places(sheet, &self.builder.accounts.locations[made..], log);
        }
    }

    /// Where no file has accounts, makes them of whom deals and activities name, if those say where these are.
    fn take_accounts_of_records(&mut self) {
        if !self.builder.accounts.is_empty() {
            return;
        }
        let (accounts, reps) = (self.account_directory(&MergedIds::new()), self.rep_directory());
        let known = Known { accounts: &accounts, reps: &reps };
        let mut before = RolledBefore::default();
        for (at, own) in naming_accounts(self.sheets, false) {
            let mut columns = own.outcome().columns;
            for (told, used) in self.outcomes[at].columns.iter_mut().zip(&columns) {
                if PLACES.contains(&used.role) {
                    "says where the account is".clone_into(&mut told.note);
                }
            }
            let log = &mut self.logs[at];
            PlaceColumns::of(&own).tell_home(&own, self.context.gazetteer, log);
            log.add(Spot::default(), Code::NamedAccounts, Severity::Check, || {
                "No file lists the accounts: those that these rows name are taken, with the places that stand here. Add a list of \
                 accounts, if there is one."
                    .to_owned()
            });
            let builder = &mut self.builder;
            let own = (&own, position(at));
            take_order_lines(own, &mut columns, known, &mut before, builder, &mut self.context, log);
        }
    }

    /// Gives accounts the ids that they had, where those of the files are only numbers of rows or are written another way.
    fn keep_ids(&mut self) -> MergedIds {
        let Some(inherited) = &self.inherited else { return MergedIds::new() };
        let accounts = &mut self.builder.accounts;
        inherited.renumber(accounts);
        let restored = inherited.restore_ids(accounts);
        for (id, at) in &restored {
            let Some(origin) = self.builder.origins.get(*at as usize) else { continue };
            let (sheet, log) = (usize::from(origin.sheet), &mut self.logs[usize::from(origin.sheet)]);
            let table = self.sheets[sheet].table();
            let column = self.sheets[sheet].column(Role::Id).map_or("", |column| &table.header()[column]);
            let spot = Spot { row: table.line(origin.row as usize), column, value: id };
            tell_bare(Referent::Account, id, accounts.ids.get(*at as usize), spot, log);
        }
        restored
    }

    /// Takes everything that names accounts, and gives the accounts what it says of them.
    fn take_records(&mut self, merged: &MergedIds) {
        if self.sheets_of(RECORDS).next().is_some() {
            self.take_referring(merged);
        }
        if let Some(inherited) = &self.inherited {
            inherited.add_records(&self.builder.accounts, &self.reps, &mut self.records);
        }
        families::unite(&mut self.builder.accounts, merged);
        roll_up::add_columns(&self.records, &mut self.builder);
        if let Some(inherited) = &self.inherited {
            inherited.add_contacts(&mut self.builder);
            inherited.add_areas(&mut self.builder, &mut self.records);
        }
        let reps = self.rep_directory();
        for (at, sheet) in narrow_first(self.sheets_of(&[FileKind::Areas])) {
            let (taken, table) = take_areas(sheet, &reps, &mut self.builder, &mut self.context, &mut self.logs[at]);
            self.outcomes[at].taken = taken;
            self.records.areas.push(table);
        }
        own_by_territory(&self.reps, &mut self.builder.accounts);
    }

    /// Takes the rows that refer to accounts, reps and products.
    fn take_referring(&mut self, merged: &MergedIds) {
        let known = Directories {
            accounts: self.account_directory(merged),
            reps: self.rep_directory(),
            products: product_directory(&self.records.products),
        };
        let mut contacts = vec![0.0; self.builder.accounts.len()];
        for (at, sheet) in self.sheets_of(RECORDS) {
            let (log, context, records) = (&mut self.logs[at], &mut self.context, &mut self.records);
            let outcome = &mut self.outcomes[at];
            outcome.taken = match sheet.kind() {
                FileKind::Opportunities => {
                    take_opportunities(sheet, &mut outcome.columns, &known, records, context, log)
                }
                FileKind::Activities => {
                    take_activities(sheet, &mut outcome.columns, &known, &mut records.activities, context, log)
                }
                FileKind::Expenses => take_expenses(sheet, &known, &mut records.expenses, context, log),
                FileKind::Contacts => take_contacts(sheet, &known.accounts, &mut contacts, context, log),
                _ => take_targets(sheet, &mut outcome.columns, &known, &mut records.targets, context, log),
            };
            leave_out_further(sheet, outcome);
        }
        if contacts.iter().any(|&count| count > 0.0) && self.builder.accounts.column(CONTACTS).is_none() {
            self.builder.add(CONTACTS, ColumnValues::Number(contacts.into_iter().map(Some).collect()));
        }
    }

    fn rep_directory(&self) -> Directory {
        Directory::of_reps(&self.reps)
    }

    fn account_directory(&self, merged: &MergedIds) -> Directory {
        let accounts = &self.builder.accounts;
        let mut directory = Directory::new(Referent::Account, accounts.ids.iter().zip(accounts.names.iter()));
        for (id, at) in merged {
            directory.add_id(id, *at);
        }
        for (customer, at) in self.customers_of_lines() {
            directory.add_id(customer, at);
        }
        directory
    }

    /// The customers of order lines who have one place alone, with their account: deals name them by the customer's id.
    fn customers_of_lines(&self) -> Vec<(&str, u32)> {
        let is_of_lines = |origin: &Origin| {
            let sheet = self.sheets.get(usize::from(origin.sheet));
            sheet.is_some_and(|sheet| sheet.kind() == FileKind::OrderLines || NAMING.contains(&sheet.kind()))
        };
        let mut accounts: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let families = self.builder.accounts.families.iter().zip(&self.builder.origins).zip(0u32..);
        let own = families.filter(|((_, origin), _)| is_of_lines(origin)).map(|((customer, _), at)| (customer, at));
        for (customer, at) in own.chain(self.inherited.iter().flat_map(Inherited::customers_of_lines)) {
            accounts.entry(customer).or_default().push(at);
        }
        let alone = accounts.into_iter().filter(|(_, own)| own.len() == 1);
        alone.filter_map(|(customer, own)| Some((customer, *own.first()?))).collect()
    }

    fn finish(mut self) -> Result<Import, ImportError> {
        for ((outcome, sheet), log) in self.outcomes.iter().zip(self.sheets).zip(&mut self.logs) {
            sheet.tell(log);
            tell_columns(outcome, log);
        }
        let placed = self.inherited.as_ref().map(Inherited::placed_by_hand).unwrap_or_default();
        let placed = Placed { ids: &placed, builder: &self.builder, sheets: self.sheets, places: &self.context.places };
        let asked = placed.settle(&mut self.logs);
        let unlocated = placed.unlocated();
        let kept: Vec<Source> = self.inherited.iter().flat_map(Inherited::sources).collect();
        let Self { sheets, context, outcomes, logs, builder, reps, records, duplicates, inherited, .. } = self;
        let preview = Preview::of(&builder, sheets);
        let tallies = logs.iter().flat_map(Log::tallies).collect();
        let diagnostics = logs.into_iter().flat_map(Log::into_diagnostics).collect();
        let sources = sources(&outcomes).into_iter().chain(kept).collect();
        let mut dataset = Dataset::new(builder.into_accounts(), reps, sources)?.with_records(records)?;
        if let Some(inherited) = &inherited {
            inherited.keep_places(&mut dataset);
        }
        let mut names = context.names;
        let rank = |name: &NameMatch| (name.taken.is_some(), std::cmp::Reverse(name.rows));
        sort_by(&mut names, &|a, b| {
            rank(a).cmp(&rank(b)).then_with(|| (&a.file, a.referent, &a.told).cmp(&(&b.file, b.referent, &b.told)))
        });
        let mut places = context.places.into_questions();
        places.retain_mut(|question| {
            question.rows = question.rows.saturating_sub(asked.get(&question.told).copied().unwrap_or(0));
            question.rows > 0
        });
        Ok(Import { dataset, outcomes, diagnostics, tallies, preview, places, names, duplicates, unlocated })
    }
}

fn position(sheet: usize) -> u16 {
    u16::try_from(sheet).unwrap_or(u16::MAX)
}

/// A record keeps what it is made of; its further columns are left out, and their note says so.
fn leave_out_further(sheet: &Sheet, outcome: &mut Outcome) {
    for (mapping, recognised) in outcome.columns.iter_mut().zip(sheet.mappings()) {
        let is_further = matches!(mapping.role, Role::Measure | Role::Attribute | Role::Day | Role::YesNo);
        // What is used has another note since.
        if is_further && mapping.note == recognised.note {
            mapping.role = Role::LeaveOut;
            mapping.note = format!("{} keep no further columns", outcome.kind.word());
        }
    }
}

fn check_usable(sheets: &[Sheet]) -> Result<(), ImportError> {
    if sheets.is_empty() {
        return Err(ImportError::NoFile);
    }
    if sheets.iter().all(|sheet| sheet.table().is_empty()) {
        let names: Vec<String> = sheets.iter().map(|sheet| format!("“{}”", sheet.table().name())).collect();
        return Err(ImportError::NoRows { files: names.join(", ") });
    }
    Ok(())
}

fn no_accounts(sheets: &[Sheet]) -> ImportError {
    let taken: Vec<String> =
        sheets.iter().map(|sheet| format!("“{}”: {}", sheet.table().name(), sheet.kind().word())).collect();
    ImportError::NoAccounts { taken_for: taken.join(", ") }
}

fn sources(outcomes: &[Outcome]) -> Vec<Source> {
    let used = outcomes.iter().filter(|outcome| outcome.taken > 0);
    used.map(|outcome| Source { file: outcome.file.clone(), kind: outcome.kind.word().to_owned(), rows: outcome.taken })
        .collect()
}

/// Tells which columns were left out.
fn tell_columns(outcome: &Outcome, log: &mut Log) {
    if outcome.kind == FileKind::Other {
        return;
    }
    let is_left_out = |mapping: &&Mapping| mapping.role == Role::LeaveOut && !mapping.samples.is_empty();
    for mapping in outcome.columns.iter().filter(is_left_out) {
        let why = if mapping.note.is_empty() { "as chosen" } else { &mapping.note };
        log.add(Spot::column(&mapping.header), Code::ColumnLeftOut, Severity::Check, || {
            format!("Not taken over: {why}. Choose what it is, if it is needed.")
        });
    }
}

/// Tells a file none of whose accounts has a place.
fn tell_places(sheet: &Sheet, locations: &[Option<LonLat>], log: &mut Log) {
    if locations.is_empty() || locations.iter().any(Option::is_some) {
        return;
    }
    let accounts = locations.len();
    let message = if PlaceColumns::of(sheet).is_empty() {
        "No column says where the accounts are: choose latitude and longitude, a postal code, a city or a \
         whole address. Without them territories follow attributes only."
            .to_owned()
    } else {
        format!(
            "None of the {accounts} accounts could be located: check which columns hold the postal code, the city and \
             the country, or add latitude and longitude."
        )
    };
    log.add(Spot::default(), Code::NotLocated, Severity::Check, || message);
}
