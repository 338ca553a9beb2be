//! The columns of a file and what they are taken for, and the first rows as they will be taken.

use super::files::{KindChoice, is_joined};
use super::findings::heading_id;
use super::reading::{ReadAsChoice, ReadAsLine};
use crate::engine::import_protocol::{Draft, ImportRequest, Tally};
use crate::model::{Code, Confidence, FileKind, Mapping, Role, Severity};
use crate::ui::components::{Choose, Entry, Icon, frame_by_frame, later, part_by_part, parts};
use crate::ui::erased::{Part, Show, flag, follow, memo, part};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::{App, ImportStep, focus};
use crate::units::{DateOrder, Day};
use leptos::prelude::*;

/// Columns drawn in one task; those after them have tasks of their own, so that none holds the page up.
const DRAWN_AT_ONCE: usize = 5;
/// Of so many parts the rows are shown and hidden in one frame; those below, which are out of sight, follow in the next ones.
const PARTS_A_FRAME: usize = 3;
/// Columns listed; more on demand, so that a file of thousands stays quick.
const LISTED: usize = 100;

/// A column as it is listed.
#[derive(Debug, Clone, PartialEq)]
struct Listed {
    file: u16,
    position: u16,
    kind: FileKind,
    mapping: Mapping,
    /// Whether only a person can tell the order of its dates.
    undecided: bool,
    /// What was found in it, the most pressing first.
    found: Vec<Tally>,
}

impl Listed {
    /// What a search for a column looks at.
    fn words(&self) -> String {
        format!("{}\n{}", self.mapping.header, self.mapping.role.words()).to_lowercase()
    }
}

fn columns(draft: &Draft, file: u16) -> Vec<Listed> {
    let Some(outcome) = draft.outcomes.get(usize::from(file)) else { return Vec::new() };
    let found = |header: &str| {
        let own =
            |tally: &&Tally| tally.file == outcome.file && tally.column == header && found_words(tally.code).is_some();
        draft.tallies.iter().filter(own).cloned().collect()
    };
    let listed = (0_u16..).zip(&outcome.columns).map(|(position, mapping)| Listed {
        file,
        position,
        kind: outcome.kind,
        undecided: draft.undecided_dates.iter().any(|&(at, column, _)| (at, column) == (file, position)),
        found: found(&mapping.header),
        mapping: mapping.clone(),
    });
    listed.collect()
}

/// The columns of the file that is shown.
#[component]
pub fn Columns() -> impl IntoView {
    let app = expect_context::<App>();
    let (filter, most) = (RwSignal::new(String::new()), RwSignal::new(LISTED));
    let file = memo(move || {
        let last = app.draft.with(|draft| draft.as_ref().map_or(0, |draft| draft.outcomes.len().saturating_sub(1)));
        app.review().file.get().min(u16::try_from(last).unwrap_or(u16::MAX))
    });
    let listed = memo(move || {
        app.draft.with(|draft| draft.as_ref().map(|draft| columns(draft, file.get())).unwrap_or_default())
    });
    let is_nowhere = move || {
        let wanted = filter.get();
        !wanted.is_empty() && listed.with(|listed| listed.iter().all(|column| !column.words().contains(&wanted)))
    };
    // What is looked for may be any of them; those that are not are hidden, since drawing them again takes longer.
    let shown = memo(move || if filter.with(String::is_empty) { most.get() } else { usize::MAX });
    let wanted = memo(move || (shown.get(), filter.get()));
    let following = frame_by_frame(
        PARTS_A_FRAME,
        move || listed.with_untracked(Vec::len).div_ceil(DRAWN_AT_ONCE),
        move || wanted.track(),
    );
    let find = move |event| filter.set(event_target_value(&event).to_lowercase());
    let head = move || {
        let at = usize::from(file.get());
        let (outcome, id, joined) = app.draft.with(|draft| {
            let draft = draft.as_ref()?;
            let outcome = draft.outcomes.get(at)?;
            Some((outcome.clone(), draft.readings.get(at)?.id, is_joined(draft, outcome)))
        })?;
        Some(view! {
            <h2 id="step-h" tabindex="-1">"Columns of " {outcome.file.clone()}</h2>
            <ReadAsLine dialect=locale::told(&outcome.dialect) />
            <label class="kind">
                <span class="muted" aria-hidden="true">"Taken for "</span>
                <KindChoice file=id kind=outcome.kind joined label=format!("{} is taken for", outcome.file) class="flat" />
            </label>
        })
    };
    let unused = move || {
        app.draft.with(|draft| {
            let own = draft.as_ref()?.outcomes.get(usize::from(file.get())).filter(|own| own.kind == FileKind::Other)?;
            let words = if is_joined(draft.as_ref()?, own) {
                "Its columns stand with those of the file that it says more about. Say what it is, if it stands by itself."
            } else {
                "Nothing of this file is taken. If it belongs to the plan, say what it is taken for."
            };
            Some(view! { <p class="unused muted">{words}</p> })
        })
    };
    let hidden = move || listed.with(Vec::len).saturating_sub(shown.get());
    // The rest of the page first, then the rows, a few a task.
    let drawn = part_by_part(0, move || listed.with(Vec::len).min(shown.get()).div_ceil(DRAWN_AT_ONCE));
    view! {
        <section class="mapping" aria-labelledby="step-h">
            <header>
                {part(head)}
                <label class="field">
                    <Icon name="search" />
                    <span class="sr">"Find a column"</span>
                    <input type="search" placeholder="Find a column" on:input=find />
                </label>
            </header>
            <ReadAsChoice file />
            {part(unused)}
            <div class="scroll" tabindex="0" role="region" aria-label="Columns and what they are taken for">
                <table class="columns">
                    <thead>
                        <tr>
                            {["Column in file", "First values", "Taken for", "How sure", "Found"]
                                .map(|name| view! { <th scope="col">{name}</th> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        {parts(drawn, move |slice| part_rows(app, listed, slice, wanted, following))}
                    </tbody>
                </table>
                <Show when=is_nowhere>
                    <p class="empty muted">"No column is called that."</p>
                </Show>
                <Show when=move || { hidden() > 0 }>
                    <button class="btn link" type="button" on:click=move |_| most.update(|most| *most += LISTED)>
                        "Show more of the other " {part(move || locale::counted(hidden(), "column", "columns"))}
                    </button>
                </Show>
            </div>
        </section>
    }
}

/// The rows of one part of the columns: drawn anew when one of them has changed, not with every answer, and apart from the
/// others, since what a file is taken for changes all of them.
fn part_rows(
    app: App,
    listed: Memo<Vec<Listed>>,
    slice: usize,
    wanted: Memo<(usize, String)>,
    following: ReadSignal<usize>,
) -> Part {
    let (shown, show) = signal(wanted.get_untracked());
    follow(move || {
        if slice < following.get() && shown.with_untracked(|shown| wanted.with_untracked(|wanted| wanted != shown)) {
            show.set(wanted.get_untracked());
        }
    });
    let own = later(move || {
        let own = |listed: &Vec<Listed>| {
            listed.iter().skip(slice * DRAWN_AT_ONCE).take(DRAWN_AT_ONCE).cloned().collect::<Vec<_>>()
        };
        listed.with(own)
    });
    part(move || own.get().into_iter().map(|column| row(app, column, shown)).collect_view())
}

fn row(app: App, column: Listed, wanted: ReadSignal<(usize, String)>) -> impl IntoView {
    let words = column.words();
    let at = usize::from(column.position);
    let Listed { file, position, kind, mapping, undecided, found } = column;
    let class = match (mapping.role, mapping.confidence) {
        _ if undecided => "ask",
        _ if kind == FileKind::Other => "out",
        (Role::LeaveOut, _) => "out",
        (_, Confidence::Guess) => "guess",
        _ => "",
    };
    let chosen = value(mapping.role, mapping.date_order, undecided);
    let choose = Callback::new(move |value: String| {
        let Some((role, order)) = parse(&value) else { return };
        match order {
            Some(order) => app.decide(ImportRequest::SetDateOrder { file, column: position, order }),
            None => app.decide(ImportRequest::SetRole { file, column: position, role }),
        }
    });
    let entries = entries(kind, mapping.role, mapping.date_order, undecided);
    let samples =
        mapping.samples.iter().take(3).map(|sample| view! { <span title=sample.clone()>{sample.clone()}</span> });
    let samples = samples.collect_view();
    let name = outcome_name(app, file);
    let found =
        found.into_iter().take(2).map(|tally| found_button(app, name.clone(), &mapping.header, &tally)).collect_view();
    // The question stands there as what was found.
    let note = if undecided { "" } else { mapping.note.as_str() };
    let unit = (!mapping.unit.is_empty()).then(|| view! { <span class="unit">{mapping.unit.clone()}</span> });
    view! {
        <tr class=class hidden=flag(move || wanted.with(|(most, text)| at >= *most || !words.contains(text)))>
            <th scope="row">
                <span class="header" title=mapping.header.clone()>{mapping.header.clone()}</span>
            </th>
            <td class="samples">
                <div class="ex">{samples}</div>
            </td>
            <td class="taken-for">
                <Choose
                    id=format!("column-{file}-{position}")
                    label=format!("{} is taken for", mapping.header)
                    entries
                    chosen
                    on_choose=choose
                />
                {unit}
            </td>
            <td>{sure(mapping.confidence)}</td>
            <td class="mnote">
                {found}
                <span class="remark" title=note.to_owned()>{locale::told(note)}</span>
            </td>
        </tr>
    }
}

fn outcome_name(app: App, file: u16) -> String {
    app.draft.with_untracked(|draft| {
        let outcome = draft.as_ref().and_then(|draft| draft.outcomes.get(usize::from(file)));
        outcome.map(|outcome| outcome.file.clone()).unwrap_or_default()
    })
}

/// What was found in a column; a click shows each finding in the pane of diagnostics.
fn found_button(app: App, file: String, header: &str, tally: &Tally) -> impl IntoView + use<> {
    let (class, icon) = match tally.severity {
        Severity::Repaired => ("found good", "check"),
        Severity::Check | Severity::Decide => ("found warn", "alert"),
        Severity::Rejected => ("found bad", "alert"),
    };
    let words = match tally.code {
        Code::AmbiguousDates => "Day or month first?".to_owned(),
        Code::NotANumber => locale::counted(tally.count, "not a number", "not numbers"),
        Code::NotADate => locale::counted(tally.count, "not a date", "not dates"),
        Code::NearName => locale::counted(tally.count, "near match", "near matches"),
        Code::StrayQuote => locale::counted(tally.count, "stray quote", "stray quotes"),
        Code::ZipZeros => locale::counted(tally.count, "zero restored", "zeros restored"),
        code => format!("{} {}", locale::count(tally.count), found_words(code).unwrap_or_default()),
    };
    let (column, heading) = (header.to_owned(), (tally.severity, tally.code, tally.file.clone()));
    let show = move |_| {
        let (file, column) = (file.clone(), column.clone());
        app.review().wanted.update(|wanted| {
            wanted.file = file;
            wanted.column = column;
        });
        app.review().open.update(|open| {
            open.insert(heading.clone());
        });
        // On a phone the pane lies below: what gets the focus comes into view.
        let id = heading_id(&heading);
        request_animation_frame(move || focus(&id));
    };
    view! {
        <button type="button" class=class title="Show them in the diagnostics" on:click=show>
            <Icon name=icon />
            {words}
        </button>
    }
}

/// What a code means in a column, after its count; `None` for what the note says already.
fn found_words(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::RepeatedId => "repeated",
        Code::NotANumber => "not numbers",
        Code::BadCoordinate => "off the globe",
        Code::ZipZeros => "zeros restored",
        Code::UnknownPostalCode => "not known",
        Code::PlaceMismatch => "disagree",
        Code::AmbiguousPlace => "ambiguous",
        Code::NotLocated => "not located",
        Code::AmbiguousDates => "dates",
        Code::NotADate => "not dates",
        Code::NotMatched => "without a match",
        Code::NearName => "near matches",
        Code::SamePlace => "at the same place",
        Code::Corrected => "corrected",
        Code::Encoding => "in another encoding",
        Code::StrayQuote => "stray quotes",
        Code::Mojibake => "garbled",
        Code::LostLetter => "with lost letters",
        // Said of rows and of the file as a whole.
        _ => return None,
    })
}

const ORDERS: [(DateOrder, &str); 3] =
    [(DateOrder::DayFirst, "day first"), (DateOrder::MonthFirst, "month first"), (DateOrder::YearFirst, "year first")];

/// The entries of a column's choice: what fits the file; the order of its dates is part of what a column of dates is.
fn entries(kind: FileKind, role: Role, order: Option<DateOrder>, undecided: bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    for one in Role::ALL.into_iter().filter(|one| one.fits(kind) || *one == role) {
        if one != role || !one.is_date() || (order.is_none() && !undecided) {
            entries.push(Entry::new(value(one, None, false), one.words()));
            continue;
        }
        if undecided {
            entries.push(Entry::new(value(one, None, true), format!("{}: choose the order", short(one))));
        }
        for (own, words) in ORDERS {
            entries.push(Entry::new(value(one, Some(own), false), format!("{}: {words}", short(one))));
        }
    }
    entries
}

/// What stands before the order of dates.
fn short(role: Role) -> &'static str {
    if role == Role::Date { "Row date" } else { role.words() }
}

/// The value of an entry: the role's position, and that of the order of dates.
fn value(role: Role, order: Option<DateOrder>, undecided: bool) -> String {
    let role = Role::ALL.into_iter().position(|one| one == role).unwrap_or_default();
    let order = order.and_then(|order| ORDERS.iter().position(|(one, _)| *one == order));
    match order {
        Some(order) => format!("{role}.{order}"),
        None if undecided => format!("{role}.?"),
        None => role.to_string(),
    }
}

fn parse(value: &str) -> Option<(Role, Option<DateOrder>)> {
    let (role, order) = value.split_once('.').unwrap_or((value, ""));
    let order = order.parse().ok().and_then(|order: usize| ORDERS.get(order)).map(|(order, _)| *order);
    Some((*Role::ALL.get(role.parse::<usize>().ok()?)?, order))
}

fn sure(confidence: Confidence) -> impl IntoView {
    let (steps, words) = match confidence {
        Confidence::Guess => (1, "Guess"),
        Confidence::Likely => (2, "Likely"),
        Confidence::Certain => (3, "Certain"),
    };
    let boxes = (0..3)
        .map(|step| {
            let class = if step < steps { "on" } else { "" };
            view! { <rect class=class x=(step * 8).to_string() y="1" width="6" height="6" rx="1" /> }
        })
        .collect_view();
    view! {
        <span class=format!("sure s{steps}")>
            <svg viewBox="0 0 22 8" width="22" height="8" aria-hidden="true">
                {boxes}
            </svg>
            {words}
        </span>
    }
}

/// How the cells of a column of the preview are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    AsText,
    /// Numbers that are short and whole.
    AsItStands,
    Grouped,
}

/// The first rows as they will be taken.
#[component]
pub fn Preview(rows: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let preview = memo(move || app.draft.with(|draft| draft.as_ref().map(|d| d.preview.clone()).unwrap_or_default()));
    let accounts = move || app.draft.with(|draft| draft.as_ref().map_or(0, |draft| draft.accounts));
    // A column of which every cell is a number is set as one; where all are short and whole, they may be years.
    let numeric = move |preview: &crate::engine::import_protocol::Preview, column: usize| {
        let id = preview.header.get(column).is_none_or(|name| column == 0 || name == "Postal code");
        let mut cells =
            preview.rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !cell.is_empty()).peekable();
        if id || cells.peek().is_none() || !cells.clone().all(|cell| cell.parse::<f64>().is_ok()) {
            return Setting::AsText;
        }
        if cells.any(|cell| cell.len() > 4 || cell.contains('.')) { Setting::Grouped } else { Setting::AsItStands }
    };
    let class = |set: Setting| if set == Setting::AsText { "" } else { "num" };
    let table = move || {
        preview.with(|preview| {
            let says = |at: &u16| {
                let cells = preview.rows.iter().filter_map(|row| row.cells.get(usize::from(*at)));
                let is_place = preview.header.get(usize::from(*at)).is_some_and(|name| name == "Place");
                is_place
                    || cells.into_iter().any(|cell| !cell.is_empty())
                    || preview.rows.iter().any(|row| row.was.iter().any(|(own, _)| own == at))
            };
            let columns = (0_u16..).zip(&preview.header).filter(|(at, _)| says(at));
            let columns: Vec<(u16, &String, Setting)> =
                columns.map(|(at, name)| (at, name, numeric(preview, usize::from(at)))).collect();
            let head = columns.iter();
            let head = head
                .map(|&(_, name, number)| view! { <th scope="col" class=class(number)>{name.clone()}</th> })
                .collect_view();
            let body = preview.rows.iter().take(rows).map(|row| {
                let cells = columns.iter().map(|&(at, name, number)| {
                    let cell = row.cells.get(usize::from(at)).map_or("", String::as_str);
                    if cell.is_empty() && name == "Place" {
                        return unplaced_cell(app).into_any();
                    }
                    let text = match cell.parse::<Day>() {
                        Ok(day) => locale::day(day, DateStyle::Dated),
                        Err(_) if number == Setting::Grouped => grouped(cell),
                        Err(_) => cell.to_owned(),
                    };
                    let was = row.was.iter().find(|(own, _)| *own == at).map(|(_, was)| was.as_str());
                    view! { <td class=class(number)>{taken_cell(text, was)}</td> }.into_any()
                });
                view! {
                    <tr>
                        <th scope="row" class="num faint">{(row.line > 0).then(|| locale::count(row.line))}</th>
                        {cells.collect_view()}
                    </tr>
                }
            });
            view! {
                <table>
                    <thead><tr><th scope="col" class="num">"Row"</th>{head}</tr></thead>
                    <tbody>{body.collect_view()}</tbody>
                </table>
            }
        })
    };
    view! {
        <Show when=move || preview.with(|preview| !preview.rows.is_empty())>
            <section class="preview" aria-labelledby="pre-h">
                <header>
                    <h2 id="pre-h">"As it will be taken"</h2>
                    <p class="muted">
                        {part(move || {
                            let shown = preview.with(|preview| preview.rows.len().min(rows));
                            format!("The first {} of {}", locale::count(shown), locale::counted(accounts(), "account", "accounts"))
                        })}
                    </p>
                </header>
                <div class="scroll" tabindex="0" role="region" aria-label="Preview of rows">
                    {part(table)}
                </div>
            </section>
        </Show>
    }
}

/// What stands for a place that is not known: the way to say it.
fn unplaced_cell(app: App) -> impl IntoView {
    let show = move |_| app.review().show(ImportStep::Places);
    view! { <td><button class="tname say" type="button" on:click=show>"Say where"</button></td> }
}

/// A cell; where the file says something else it is marked, and that is told.
fn taken_cell(text: String, was: Option<&str>) -> AnyView {
    let Some(was) = was else { return text.into_any() };
    if text.is_empty() {
        return view! { <del class="faint" title="Not taken">{was.to_owned()}</del> }.into_any();
    }
    let said = if was.is_empty() { "Empty in the file".to_owned() } else { format!("{was} in the file") };
    view! {
        <span class="changed" title=said.clone()>
            {text}
            <span class="sr">" (" {said.clone()} ")"</span>
        </span>
    }
    .into_any()
}

/// A number as the reader writes it.
fn grouped(cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(number) => locale::number(number, if (number - libm::round(number)).abs() < 1e-9 { 0 } else { 2 }),
        Err(_) => cell.to_owned(),
    }
}
