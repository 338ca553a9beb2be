//! The files of an import: as cards above their columns, and as a table in which their kinds are chosen.

use super::start::ChooseFiles;
use crate::engine::import_protocol::{Draft, Reading, Tally};
use crate::model::{Code, FileKind, Outcome};
use crate::ui::components::{Choose, Entry, Icon, keyed, part_by_part};
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::{App, ImportStep};
use leptos::prelude::*;

/// A name of so many letters is never cut.
const WHOLE_NAME: usize = 16;
/// So many letters of the end of a longer one are always seen.
const NAME_END: usize = 14;

/// Files drawn in one task; those after them have tasks of their own, so that hundreds do not hold the page up.
const DRAWN_AT_ONCE: usize = 8;

/// The kinds in groups, as the choice shows them.
const KINDS: [(&str, &[FileKind]); 4] = [
    ("Make accounts", &[FileKind::Accounts, FileKind::Leads, FileKind::OrderLines]),
    ("The team", &[FileKind::Reps, FileKind::Activities, FileKind::Expenses, FileKind::Targets]),
    ("What is known of accounts", &[FileKind::Contacts, FileKind::Opportunities, FileKind::Products]),
    ("Places", &[FileKind::Areas, FileKind::PostalCodes]),
];

/// A word with its first letter large.
pub(super) fn capitalised(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

/// A name of which the front is cut where there is no room, as files of one export differ at the end.
fn file_name(name: &str) -> AnyView {
    let letters = name.chars().count();
    let Some((cut, _)) = name.char_indices().nth(letters.saturating_sub(NAME_END)).filter(|_| letters > WHOLE_NAME)
    else {
        return name.to_owned().into_any();
    };
    let (front, end) = name.split_at(cut);
    view! {
        <span class="sr">{name.to_owned()}</span>
        <span class="fname" aria-hidden="true">
            <span>{front.to_owned()}</span>
            <span>{end.to_owned()}</span>
        </span>
    }
    .into_any()
}

/// A choice of what a file is.
#[component]
pub fn KindChoice(
    /// [`Reading::id`].
    file: u32,
    kind: FileKind,
    /// Whether it is joined to another file.
    joined: bool,
    label: String,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let app = expect_context::<App>();
    let entry = |group, kind: FileKind| Entry { group, value: kind.word().to_owned(), words: capitalised(kind.word()) };
    let entries = KINDS.iter().flat_map(|(group, kinds)| kinds.iter().map(|kind| entry(*group, *kind)));
    let nothing = if joined { "Joined to another file" } else { "Nothing: leave it out" };
    let entries = entries.chain([Entry { words: nothing.to_owned(), ..entry("Else", FileKind::Other) }]).collect();
    let choose = Callback::new(move |word: String| {
        let kind = FileKind::ALL.into_iter().find(|kind| kind.word() == word);
        if let (Some(file), Some(kind)) = (app.file_at(file), kind) {
            app.set_kind(file, kind);
        }
    });
    let id = if class.is_empty() { format!("kind-{file}") } else { "kind".to_owned() };
    view! { <Choose id label entries chosen=kind.word().to_owned() on_choose=choose class /> }
}

/// Whether a file has no rows of its own for the plan and says more about those of another.
pub(super) fn is_joined(draft: &Draft, outcome: &Outcome) -> bool {
    let is_told = |tally: &Tally| tally.code == Code::Joined && tally.file == outcome.file;
    outcome.kind == FileKind::Other && draft.tallies.iter().any(is_told)
}

/// What is to be said of a file: the class of its badge, an icon or none, and the words.
fn state(draft: &Draft, file: u16, outcome: &Outcome) -> (&'static str, &'static str, String) {
    let questions = draft.undecided_dates.iter().filter(|(at, ..)| *at == file).count();
    match (questions, outcome.taken) {
        (0, 0) if is_joined(draft, outcome) => ("badge", "check", "Joined".to_owned()),
        (0, 0) if outcome.rows == 0 => ("badge", "", "No rows".to_owned()),
        (0, 0) => ("badge", "", "Not used".to_owned()),
        (0, _) => ("badge good", "check", "Ready".to_owned()),
        (count, _) => ("badge warn", "", locale::counted(count, "question", "questions")),
    }
}

/// A file as it is listed.
#[derive(Debug, Clone, PartialEq)]
struct Listed {
    /// [`Reading::id`]: its position changes when another is left out.
    id: u32,
    name: String,
    kind: FileKind,
    rows: u32,
    taken: u32,
    columns: usize,
    dialect: String,
    joined: bool,
    state: (&'static str, &'static str, String),
}

fn lines(draft: &Draft) -> Vec<Listed> {
    let files = (0_u16..).zip(draft.outcomes.iter().zip(&draft.readings));
    let line = |(file, (outcome, reading)): (u16, (&Outcome, &Reading))| Listed {
        id: reading.id,
        name: outcome.file.clone(),
        kind: outcome.kind,
        rows: outcome.rows,
        taken: outcome.taken,
        columns: outcome.columns.len(),
        dialect: outcome.dialect.clone(),
        joined: is_joined(draft, outcome),
        state: state(draft, file, outcome),
    };
    files.map(line).collect()
}

/// The files, each as `view` shows it: a few a task, and each drawn anew only when it has changed itself.
fn listed<V: IntoView + 'static>(app: App, view: impl Fn(Listed) -> V + Copy + Send + Sync + 'static) -> AnyView {
    let listed = memo(move || app.draft.with(|draft| draft.as_ref().map(lines).unwrap_or_default()));
    let drawn = part_by_part(1, move || listed.with(Vec::len).div_ceil(DRAWN_AT_ONCE));
    let ids = move || {
        let drawn = drawn.get() * DRAWN_AT_ONCE;
        listed.with(|listed| listed.iter().take(drawn).map(|own| own.id as usize).collect())
    };
    keyed(ids, move |id| {
        let own = memo(move || listed.with(|listed| listed.iter().find(|own| own.id as usize == id).cloned()));
        part(move || own.get().map(view))
    })
}

fn badge((class, icon, words): (&'static str, &'static str, String)) -> impl IntoView {
    let icon = (!icon.is_empty()).then(|| view! { <Icon name=icon /> });
    view! { <span class=class>{icon} <span>{words}</span></span> }
}

fn remove(app: App, file: u32, name: &str) -> impl IntoView + use<> {
    let label = format!("Leave {name} out");
    view! {
        <button
            class="btn quiet icon-only file-x"
            type="button"
            aria-label=label.clone()
            title=label
            on:click=move |_| app.remove_file(file)
        >
            <Icon name="x" />
        </button>
    }
}

/// The files as cards; one is chosen and its columns are shown below.
#[component]
pub fn FileStrip() -> impl IntoView {
    let app = expect_context::<App>();
    let chosen = memo(move || {
        let at = usize::from(app.review().file.get());
        app.draft.with(|draft| draft.as_ref()?.readings.get(at).map(|reading| reading.id))
    });
    // The strip begins where the chosen card is.
    let begun = StoredValue::new(false);
    let card = move |file: Listed| {
        let Listed { id, name, .. } = file;
        let mark = format!("file-{id}");
        if chosen.get_untracked() == Some(id) && !begun.get_value() {
            begun.set_value(true);
            let mark = mark.clone();
            request_animation_frame(move || {
                if let Some(card) = document().get_element_by_id(&mark) {
                    card.scroll_into_view_with_bool(false);
                }
            });
        }
        let (rows, columns) =
            (locale::counted(file.rows, "row", "rows"), locale::counted(file.columns, "column", "columns"));
        let about = match file.kind {
            FileKind::Other => format!("{rows} · {columns}"),
            kind => format!("{} · {rows} · {columns}", capitalised(kind.word())),
        };
        let remove = remove(app, id, &name);
        let pressed = move || (chosen.get() == Some(id)).to_string();
        let choose = move |_| {
            if let Some(file) = app.file_at(id) {
                app.review().file.set(file);
            }
        };
        view! {
            <li class="file-item">
                <button id=mark type="button" class="file" title=name.clone() aria-pressed=pressed on:click=choose>
                    <Icon name="file" />
                    <span>
                        <b>{file_name(&name)}</b>
                        <span class="muted">{about}</span>
                    </span>
                    {badge(file.state)}
                </button>
                {remove}
            </li>
        }
    };
    view! {
        <section class="files" aria-labelledby="f-h">
            <h2 id="f-h" class="sr">"Files"</h2>
            <ul>
                {listed(app, card)}
                <li class="file-add">
                    <ChooseFiles class="file add">
                        <Icon name="plus" />
                        "Add files"
                    </ChooseFiles>
                </li>
            </ul>
        </section>
    }
}

/// The files as a table: what each is, how it was read, what of it is taken.
#[component]
pub fn FileTable() -> impl IntoView {
    let app = expect_context::<App>();
    let row = move |file: Listed| {
        let Listed { id, name, .. } = file;
        let show = move |_| {
            if let Some(file) = app.file_at(id) {
                app.review().file.set(file);
                app.review().show(ImportStep::Columns);
            }
        };
        let show_reading = move |_| {
            if let Some(file) = app.file_at(id) {
                app.show_reading(file);
            }
        };
        view! {
            <tr>
                <th scope="row">
                    <button type="button" class="tname" title=format!("{name}: show its columns") on:click=show>
                        {file_name(&name)}
                    </button>
                </th>
                <td>
                    <KindChoice file=id kind=file.kind joined=file.joined label=format!("{name} is taken for") />
                </td>
                <td class="num" data-name="Rows">{locale::count(file.rows)}</td>
                <td class="num" data-name="Taken">{locale::count(file.taken)}</td>
                <td class="num" data-name="Columns">{locale::count(file.columns)}</td>
                <td class="how">
                    <button type="button" class="tname muted" title="Change how it is read" on:click=show_reading>
                        {locale::told(&file.dialect)}
                    </button>
                </td>
                <td>{badge(file.state)}</td>
                <td>{remove(app, id, &name)}</td>
            </tr>
        }
    };
    view! {
        <section class="listing" aria-labelledby="step-h">
            <header>
                <h2 id="step-h" tabindex="-1">"What each file is"</h2>
                <p class="muted">"Sheets of a workbook and files of an archive stand here by their own names."</p>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Files and what they are taken for">
                <table class="kinds-of-files">
                    <thead>
                        <tr>
                            <th scope="col">"File"</th>
                            <th scope="col">"Taken for"</th>
                            <th scope="col" class="num">"Rows"</th>
                            <th scope="col" class="num">"Taken"</th>
                            <th scope="col" class="num">"Columns"</th>
                            <th scope="col">"How it was read"</th>
                            <th scope="col">"State"</th>
                            <th scope="col"><span class="sr">"Leave out"</span></th>
                        </tr>
                    </thead>
                    <tbody>{listed(app, row)}</tbody>
                </table>
                <div class="more-files">
                    <ChooseFiles class="file add">
                        <Icon name="plus" />
                        "Add files"
                    </ChooseFiles>
                    <p class="muted">
                        "Or drop them anywhere on this page: CSV, TSV, Excel workbooks, and any of them gzipped or zipped."
                    </p>
                </div>
            </div>
        </section>
    }
}
