//! Files → a plan.

mod told;

use super::import_protocol::{Draft, Found, Incoming, ReadAs, Reading, RowCells, Tally, Wanted};
use crate::gazetteer::{Gazetteer, HomeGuess};
use crate::import::{self, Corrections, Import, ImportError, ReadError, Sheet};
use crate::model::{
    Changes, Code, Dataset, Diagnostic, FileKind, HomeCountry, NameChoice, Placement, RecordChanges, Role, Sameness,
    SavedAnswers, SavedMapping, Severity, ToldPlace,
};
use crate::plan::Plan;
use crate::units::DateOrder;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use told::{examples, first, home, listed, located, obstacle};

/// The files read so far, correctable, and what would come of them.
#[derive(Debug, Default)]
pub struct Intake {
    sheets: Vec<Sheet>,
    /// Where each of them came from.
    sources: Vec<Source>,
    /// What was decided about columns before, newest first.
    remembered: Vec<SavedMapping>,
    corrections: Corrections,
    /// The data set that the files are a newer export of.
    before: Option<Dataset>,
    import: Option<Result<Import, ImportError>>,
    /// What the files say of places; like the import, as long as they stay as they are.
    told: OnceCell<Vec<ToldPlace>>,
    /// Where rows lie that name no country, as a person says.
    home: HomeCountry,
    /// What the rows say of that; once all packs are in that they want by themselves.
    guess: Option<HomeGuess>,
}

/// By what a file is known again.
#[derive(Debug, Clone)]
struct Source {
    /// The name that it came with.
    name: String,
    bytes: usize,
    hash: u64,
    /// The page's number of it, and how a person says that it is written: by neither it is known again.
    id: u32,
    how: ReadAs,
}

impl Source {
    fn of(incoming: &Incoming, bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        let (name, id) = (incoming.name.clone(), incoming.id);
        Self { name, bytes: bytes.len(), hash: hasher.finish(), id, how: ReadAs::default() }
    }

    fn is(&self, other: &Self) -> bool {
        (&self.name, self.bytes, self.hash) == (&other.name, other.bytes, other.hash)
    }
}

/// What files gave in the end.
#[derive(Debug)]
pub struct Taken {
    /// What a plan of their own is called.
    pub name: String,
    /// What a person decided about the columns of the files.
    pub mappings: Vec<SavedMapping>,
    /// The data set that they make.
    pub dataset: Dataset,
}

impl Taken {
    /// A plan of their own.
    #[must_use]
    pub fn into_plan(self) -> Plan {
        Plan::new(&self.name, self.dataset)
    }
}

impl Intake {
    /// Reads a file and looks at what it is; it joins the others, under a name of its own: “accounts.csv (2)” where another
    /// is called accounts.csv.
    ///
    /// # Errors
    /// [`ReadError`] when it is no table, or is here already; the others stay.
    pub fn read(&mut self, name: &str, bytes: &[u8], places: &Gazetteer) -> Result<(), ReadError> {
        let incoming = Incoming { name: name.to_owned(), ..Incoming::default() };
        self.read_incoming(&incoming, bytes, places)?;
        self.settle();
        Ok(())
    }

    /// The same for a file of the page, or a text that was unpacked before, with what was said then. What it is beside the others is
    /// settled once for all that come together, by [`Intake::settle`].
    ///
    /// # Errors
    /// [`ReadError`] when it is no table, or is here already; the others stay.
    pub fn read_incoming(&mut self, file: &Incoming, bytes: &[u8], places: &Gazetteer) -> Result<(), ReadError> {
        let source = Source::of(file, bytes);
        if self.sources.iter().any(|own| own.is(&source)) {
            return Err(ReadError::Again { file: file.name.clone() });
        }
        // Diagnostics, places and a person's answers know a file by its name.
        let table = import::read_unpacked(&self.free_name(&file.name), bytes, &file.remarks)?;
        let mut sheet = Sheet::recognise(table, places);
        if let Some(saved) = self.remembered.iter().find(|saved| sheet.apply(saved)) {
            if self.home == HomeCountry::Guess {
                self.home = saved.answers.home.clone();
            }
            self.corrections.recall(&saved.answers);
            sheet.correct_again(saved);
        }
        self.sheets.push(sheet);
        self.sources.push(source);
        Ok(())
    }

    /// Reads a file again that is written in another way than was thought. What was decided about it stays where it fits.
    ///
    /// # Errors
    /// [`ReadError`] when it is no table then; it stays as it was.
    pub fn read_as(
        &mut self,
        file: usize,
        incoming: &Incoming,
        bytes: &[u8],
        how: ReadAs,
        places: &Gazetteer,
    ) -> Result<(), ReadError> {
        let (Some(sheet), Some(source)) = (self.sheets.get_mut(file), self.sources.get_mut(file)) else {
            return Ok(());
        };
        let table = import::read_as(sheet.table().name(), bytes, &incoming.remarks, &how)?;
        *sheet = Sheet::recognise(table, places).decided_as(sheet);
        source.how = how;
        self.settle();
        Ok(())
    }

    /// The name, or with a number after it where a file has it.
    fn free_name(&self, name: &str) -> String {
        let is_free = |name: &String| self.sheets.iter().all(|sheet| sheet.table().name() != name);
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// What was decided about columns before, newest first; for files that are read from now on.
    pub fn remember(&mut self, mappings: Vec<SavedMapping>) {
        self.remembered = mappings;
    }

    /// What was decided about the columns of the files so far; it holds for files that are read from now on as well. What
    /// was answered about rows in earlier imports stays with it.
    pub fn decided(&mut self) -> Vec<SavedMapping> {
        let own = self.sheets.iter().filter_map(|sheet| {
            let saved = sheet.saved(&SavedAnswers::default())?;
            let earlier = self.remembered.iter().find(|earlier| earlier.headers == saved.headers);
            Some(SavedMapping { answers: earlier.map(|own| own.answers.clone()).unwrap_or_default(), ..saved })
        });
        let decided: Vec<SavedMapping> = own.collect();
        self.remembered.retain(|earlier| decided.iter().all(|own| own.headers != earlier.headers));
        self.remembered.splice(0..0, decided.iter().cloned());
        decided
    }

    /// Whether no file was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    /// Corrects what a file was taken for.
    pub fn set_kind(&mut self, file: usize, kind: FileKind) {
        self.change(file, |sheet| sheet.set_kind(kind));
    }

    /// Corrects what a column was taken for.
    pub fn set_role(&mut self, file: usize, column: usize, role: Role) {
        self.change(file, |sheet| sheet.set_role(column, role));
    }

    /// Says in which order a column writes its dates.
    pub fn set_date_order(&mut self, file: usize, column: usize, order: DateOrder) {
        self.change(file, |sheet| sheet.set_date_order(column, order));
    }

    /// Corrects a cell of the row that starts in a line of the file.
    pub fn set_cell(&mut self, file: usize, line: u32, column: usize, value: &str) {
        // A cell that is joined from another file is put right there.
        let there = self.sheets.get(file).and_then(|sheet| sheet.stands_in(line, column));
        let home = there.and_then(|(name, row, column)| {
            let file = self.sheets.iter().position(|sheet| sheet.table().name() == name)?;
            Some((file, self.sheets[file].table().line(row as usize), column))
        });
        let (file, line, column) = home.unwrap_or((file, line, column));
        self.change(file, |sheet| sheet.set_cell(line, column, value));
    }

    /// Puts right all cells of the row that starts in a line of the file.
    pub fn set_row(&mut self, file: usize, line: u32, cells: &[String]) {
        self.change(file, |sheet| sheet.set_row(line, cells));
    }

    /// The cells of the row that starts in a line of the file.
    #[must_use]
    pub fn row_cells(&self, file: u16, row: u32) -> RowCells {
        let sheet = self.sheets.get(usize::from(file));
        let cells = sheet.and_then(|sheet| sheet.row_cells(row)).unwrap_or_default();
        let joint = sheet.map(|sheet| sheet.table().dialect().delimiter.as_str().to_owned()).unwrap_or_default();
        let width = sheet.map_or(0, |sheet| u16::try_from(sheet.table().own_width()).unwrap_or(u16::MAX));
        RowCells { file, row, cells, joint, width }
    }

    /// How the files were read.
    fn readings(&self) -> Vec<Reading> {
        let of = |(sheet, source): (&Sheet, &Source)| {
            let dialect = sheet.table().dialect();
            let delimiter = if dialect.width > 1 { dialect.delimiter.as_str() } else { "" };
            let last = dialect.header_line.unwrap_or_default();
            let header = match last.saturating_sub(dialect.header_rows.saturating_sub(1)) {
                first if first == last => last.to_string(),
                first => format!("{first}-{last}"),
            };
            let (delimiter, how) = (delimiter.to_owned(), source.how.clone());
            Reading { id: source.id, delimiter, header, header_end: last, how }
        };
        self.sheets.iter().zip(&self.sources).map(of).collect()
    }

    /// Leaves out the row that starts in a line of the file, or takes it again.
    pub fn leave_out(&mut self, file: usize, line: u32, out: bool) {
        self.change(file, |sheet| sheet.leave_out(line, out));
    }

    /// Takes the repairs that are offered for a file, or takes them back.
    pub fn take_repairs(&mut self, file: usize, take: bool, places: &Gazetteer) {
        if file < self.sheets.len() {
            let sheet = self.sheets.remove(file).with_repairs(take, places);
            self.sheets.insert(file, sheet);
            self.settle();
        }
    }

    /// Takes each file for what it is beside the others, now that one has come, gone or changed. O(rows + files²).
    pub fn settle(&mut self) {
        import::settle_kinds(&mut self.sheets, self.before.as_ref());
        self.import = None;
        self.told = OnceCell::new();
        self.guess = None;
    }

    fn change(&mut self, file: usize, change: impl FnOnce(&mut Sheet)) {
        if let Some(sheet) = self.sheets.get_mut(file) {
            change(sheet);
            self.settle();
        }
    }

    /// Whether a column of dates waits for a person.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.sheets.iter().any(|sheet| !sheet.undecided_dates().is_empty())
    }

    /// The position of the file that has this number on the page.
    #[must_use]
    pub fn position(&self, id: u32) -> Option<usize> {
        self.sources.iter().position(|source| source.id == id)
    }

    /// Leaves a file out again.
    pub fn remove(&mut self, file: usize) {
        if file < self.sheets.len() {
            self.sheets.remove(file);
            self.sources.remove(file);
            self.settle();
        }
    }

    /// Takes the files for a newer export of this data set, of which the draft tells what changed; `None` for a plan of their own.
    pub fn compare(&mut self, before: Option<Dataset>) {
        self.before = before;
        self.settle();
    }

    /// Whether the files are to update a plan rather than to make one.
    #[must_use]
    pub fn is_update(&self) -> bool {
        self.before.is_some()
    }

    /// Says where all rows are that tell this place; `None` to leave it to the gazetteer again.
    pub fn choose_place(&mut self, told: ToldPlace, place: Option<Placement>) {
        match place {
            Some(place) => drop(self.corrections.places.insert(told, place)),
            None => drop(self.corrections.places.remove(&told)),
        }
        self.import = None;
    }

    /// Says in which country rows lie that name none.
    pub fn choose_home(&mut self, home: HomeCountry) {
        self.home = home;
        self.guess = None;
        self.import = None;
    }

    /// Says what a name refers to.
    pub fn choose_name(&mut self, choice: NameChoice) {
        self.corrections.choose_name(choice);
        self.import = None;
    }

    /// Says whether the accounts of a duplicate are one.
    pub fn merge(&mut self, key: String, merge: bool) {
        self.corrections.merge(key, merge);
        self.import = None;
    }

    /// Says of all duplicates of a kind whether their accounts are one.
    pub fn merge_all(&mut self, sameness: Sameness, merge: bool) {
        let groups = self.import.iter().flatten().flat_map(|import| &import.duplicates);
        let keys: Vec<String> = groups.filter(|own| own.sameness == sameness).map(|own| own.key.clone()).collect();
        for key in keys {
            self.merge(key, merge);
        }
    }

    /// The files of the data packs that are still missing to locate the rows; ask again once they are in. When all are in
    /// that the rows want by themselves, the country of those that name none is settled, which may want another.
    #[must_use]
    pub fn missing_packs(&mut self, places: &mut Gazetteer) -> Vec<String> {
        if self.import.is_some() {
            return Vec::new();
        }
        let told = self.told.get_or_init(|| import::told_places(&self.sheets, self.before.is_some()));
        let addresses = || told.iter().map(import::as_address);
        if self.guess.is_none() {
            places.set_home("");
            let missing = places.packs_for(addresses());
            if !missing.is_empty() {
                return missing;
            }
            if import::doubt_cities(&mut self.sheets, places) {
                self.told = OnceCell::new();
                return self.missing_packs(places);
            }
            let guess = places.guess_home(addresses(), &import::hinted_in(&self.sheets));
            if self.home == HomeCountry::Guess {
                let missing = places.packs_of(&guess.likely);
                if !missing.is_empty() {
                    return missing;
                }
            }
            match &self.home {
                HomeCountry::Guess => places.set_home(&guess.country),
                HomeCountry::Anywhere => {}
                HomeCountry::In(country) => places.set_home(country),
            }
            self.guess = Some(guess);
        }
        places.packs_for(addresses())
    }

    /// Locates and rolls up, once for each state of the files. `progress` hears 0 to 1.
    ///
    /// # Errors
    /// [`ImportError`] when the files make no data set.
    pub fn assembled(&mut self, places: &Gazetteer, progress: &mut dyn FnMut(f64)) -> Result<&Import, &ImportError> {
        let (sheets, corrections, older) = (&self.sheets, &self.corrections, self.before.as_ref());
        let import = self.import.get_or_insert_with(|| {
            import::assemble(sheets, places, corrections, older, &mut |step| {
                progress(f64::from(step.done) / f64::from(step.total.max(1)));
            })
        });
        import.as_ref()
    }

    /// Takes the data set out and forgets the files, which would lie in memory beside it. Where they make none, they stay.
    ///
    /// # Errors
    /// [`ImportError`] when they make none.
    pub fn take(&mut self, places: &Gazetteer, progress: &mut dyn FnMut(f64)) -> Result<Taken, ImportError> {
        self.assembled(places, progress).map_err(Clone::clone)?;
        let name = self.plan_name();
        let Self { sheets, import, home, corrections, .. } = std::mem::take(self);
        let places = corrections.places.into_iter().take(SavedAnswers::MOST).collect();
        let names = corrections.names.into_iter().take(SavedAnswers::MOST).collect();
        let groups = import.iter().flatten().flat_map(|import| &import.duplicates).filter(|own| own.merged);
        let merged = groups.take(SavedAnswers::MOST).map(|own| (own.key.clone(), own.count())).collect();
        let answers = SavedAnswers { home, places, names, merged, cells: Vec::new(), rows: Vec::new() };
        let mappings = sheets.iter().filter_map(|sheet| sheet.saved(&answers)).collect();
        match import {
            Some(import) => Ok(Taken { name, mappings, dataset: import?.dataset }),
            None => Err(ImportError::NoFile),
        }
    }

    /// All that the import had to say.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.import {
            Some(Ok(import)) => &import.diagnostics,
            _ => &[],
        }
    }

    /// The diagnostics that are wanted: how many of each kind, and the first of each. A text is looked for in all that are
    /// kept, the first 10,000 of a code and file. O(diagnostics).
    #[must_use]
    pub fn find(&self, wanted: &Wanted) -> Found {
        let Some(Ok(import)) = &self.import else { return Found::default() };
        let about = import.tallies.iter().filter(|own| wanted.is_about(&own.file, &own.column));
        let own = import.diagnostics.iter().filter(|own| wanted.takes(own));
        let diagnostics = examples(own.clone());
        let text = wanted.text.to_lowercase();
        if text.is_empty() {
            return Found { tallies: about.cloned().collect(), diagnostics };
        }
        let mut counts: BTreeMap<(Severity, Code, &str, &str), u32> = BTreeMap::new();
        for one in own {
            *counts.entry((one.severity, one.code, &one.file, &one.column)).or_default() += 1;
        }
        let told = about.filter_map(|own| {
            // What its heading says holds for all of them, kept or not.
            let count = if Wanted::is_titled(&text, own.code, &own.file) {
                own.count
            } else {
                *counts.get(&(own.severity, own.code, own.file.as_str(), own.column.as_str()))?
            };
            Some(Tally { count, ..own.clone() })
        });
        Found { tallies: told.collect(), diagnostics }
    }

    /// What the page shows of the files.
    pub fn draft(&mut self, places: &Gazetteer, progress: &mut dyn FnMut(f64)) -> Draft {
        let outcomes = self.sheets.iter().map(Sheet::outcome).collect();
        let undecided_dates = self.undecided_dates();
        // An error is told again below, where the import is looked at beside what it is compared with.
        let _told = self.assembled(places, progress).is_ok();
        let before = self.before.as_ref();
        let mut draft = match self.import.as_ref().map_or(Err(&ImportError::NoFile), Result::as_ref) {
            Ok(import) => Draft {
                outcomes: import.outcomes.clone(),
                diagnostics: examples(import.diagnostics.iter()),
                tallies: import.tallies.clone(),
                located: located(&import.dataset.accounts().precisions),
                accounts: u32::try_from(import.dataset.accounts().len()).unwrap_or(u32::MAX),
                reps: u32::try_from(import.dataset.reps().len()).unwrap_or(u32::MAX),
                preview: import.preview.clone(),
                obstacle: obstacle(import),
                places: first(&import.places),
                names: first(&import.names),
                duplicates: first(&import.duplicates),
                unlocated: first(&import.unlocated),
                listed: listed(import),
                changes: before.map(|before| Changes {
                    records: RecordChanges::between(before, &import.dataset),
                    ..Changes::between(before, &import.dataset)
                }),
                ..Draft::default()
            },
            Err(error) => Draft { outcomes, obstacle: error.to_string(), ..Draft::default() },
        };
        draft.undecided_dates = undecided_dates;
        draft.readings = self.readings();
        draft.home = home(&self.home, self.guess.as_ref(), places);
        draft.repairs = (0u16..).zip(&self.sheets).filter_map(|(file, sheet)| sheet.repairs(file)).collect();
        draft
    }

    fn undecided_dates(&self) -> Vec<(u16, u16, u32)> {
        let narrow = |position: usize| u16::try_from(position).unwrap_or(u16::MAX);
        let of_sheet = |(file, sheet): (usize, &Sheet)| {
            let columns = sheet.undecided_dates().into_iter();
            columns.map(|(column, cells)| (narrow(file), narrow(column), cells)).collect::<Vec<_>>()
        };
        self.sheets.iter().enumerate().flat_map(of_sheet).collect()
    }

    /// A plan is named after its accounts' file.
    fn plan_name(&self) -> String {
        let makes = |sheet: &&Sheet| matches!(sheet.kind(), FileKind::Accounts | FileKind::OrderLines);
        // Deals alone may make the accounts.
        let sheet = self.sheets.iter().find(makes).or(self.sheets.first());
        let file = sheet.map_or("", |sheet| sheet.table().name());
        file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
    }
}

#[cfg(test)]
mod tests;
