//! The files of an import: as cards above their columns, and as a table in which their kinds are chosen.

use super::start::ChooseFiles;
use crate::engine::import_protocol::Draft;
use crate::model::{FileKind, Outcome};
use crate::ui::components::{Choose, Entry, Icon, part_by_part, parts};
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
pub fn KindChoice(file: u16, kind: FileKind, label: String, #[prop(optional)] class: &'static str) -> impl IntoView {
    let app = expect_context::<App>();
    let entry = |group, kind: FileKind| Entry { group, value: kind.word().to_owned(), words: capitalised(kind.word()) };
    let entries = KINDS.iter().flat_map(|(group, kinds)| kinds.iter().map(|kind| entry(*group, *kind)));
    let entries = entries
        .chain([Entry { words: "Nothing: leave it out".to_owned(), ..entry("Else", FileKind::Other) }])
        .collect();
    let choose = Callback::new(move |word: String| {
        if let Some(kind) = FileKind::ALL.into_iter().find(|kind| kind.word() == word) {
            app.set_kind(file, kind);
        }
    });
    let id = if class.is_empty() { format!("kind-{file}") } else { "kind".to_owned() };
    view! { <Choose id label entries chosen=kind.word().to_owned() on_choose=choose class /> }
}

/// What is to be said of a file: the class of its badge, an icon or none, and the words.
fn state(draft: &Draft, file: u16, outcome: &Outcome) -> (&'static str, &'static str, String) {
    let questions = draft.undecided_dates.iter().filter(|(at, ..)| *at == file).count();
    match (questions, outcome.taken) {
        (0, 0) if outcome.rows == 0 => ("badge", "", "No rows".to_owned()),
        (0, 0) => ("badge", "", "Not used".to_owned()),
        (0, _) => ("badge good", "check", "Ready".to_owned()),
        (count, _) => ("badge warn", "", locale::counted(count, "question", "questions")),
    }
}

type Listed = (u16, Outcome, (&'static str, &'static str, String));

/// The files, each as `view` shows it: a few a task, and drawn anew when one of them has changed.
fn listed<V: IntoView + 'static>(app: App, view: impl Fn(Listed) -> V + Copy + Send + Sync + 'static) -> AnyView {
    let count = move || app.draft.with(|draft| draft.as_ref().map_or(0, |draft| draft.outcomes.len()));
    let drawn = part_by_part(1, move || count().div_ceil(DRAWN_AT_ONCE));
    parts(drawn, move |slice| {
        let own = memo(move || {
            app.draft.with(|draft| {
                let Some(draft) = draft else { return Vec::new() };
                let numbered = (0_u16..).zip(&draft.outcomes).skip(slice * DRAWN_AT_ONCE).take(DRAWN_AT_ONCE);
                let listed = numbered.map(|(file, outcome)| (file, outcome.clone(), state(draft, file, outcome)));
                listed.collect::<Vec<_>>()
            })
        });
        part(move || own.get().into_iter().map(view).collect_view())
    })
}

fn badge((class, icon, words): (&'static str, &'static str, String)) -> impl IntoView {
    let icon = (!icon.is_empty()).then(|| view! { <Icon name=icon /> });
    view! { <span class=class>{icon} {words}</span> }
}

fn remove(app: App, file: u16, name: &str) -> impl IntoView + use<> {
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
    let chosen = app.review().file;
    let card = move |(file, outcome, state): Listed| {
        let about = format!(
            "{} · {} · {}",
            capitalised(outcome.kind.word()),
            locale::counted(outcome.rows, "row", "rows"),
            locale::counted(outcome.columns.len(), "column", "columns"),
        );
        let remove = remove(app, file, &outcome.file);
        let pressed = move || (chosen.get() == file).to_string();
        view! {
            <li class="file-item">
                <button type="button" class="file" title=outcome.file.clone() aria-pressed=pressed on:click=move |_| chosen.set(file)>
                    <Icon name="file" />
                    <span>
                        <b>{file_name(&outcome.file)}</b>
                        <span class="muted">{about}</span>
                    </span>
                    {badge(state)}
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
    let row = move |(file, outcome, state): Listed| {
        let show = move |_| {
            app.review().file.set(file);
            app.review().show(ImportStep::Columns);
        };
        let remove = remove(app, file, &outcome.file);
        view! {
            <tr>
                <th scope="row">
                    <button type="button" class="tname" title=format!("{}: show its columns", outcome.file) on:click=show>
                        {file_name(&outcome.file)}
                    </button>
                </th>
                <td>
                    <KindChoice file kind=outcome.kind label=format!("{} is taken for", outcome.file) />
                </td>
                <td class="num">{locale::count(outcome.rows)}</td>
                <td class="num">{locale::count(outcome.taken)}</td>
                <td class="num">{locale::count(outcome.columns.len())}</td>
                <td>
                    <button type="button" class="tname muted" title="Change how it is read" on:click=move |_| app.show_reading(file)>
                        {locale::told(&outcome.dialect)}
                    </button>
                </td>
                <td>{badge(state)}</td>
                <td>{remove}</td>
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
                <table>
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
