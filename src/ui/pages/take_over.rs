//! What will be made of the files, or what an update changes, before anything is taken.

use super::files::capitalised;
use super::mapping::Preview;
use crate::engine::import_protocol::Draft;
use crate::model::{AccountChange, ChangeCounts, Changes, FileKind, Outcome, RecordChanges};
use crate::plan::LostRep;
use crate::sorting::sort_by;
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::{App, ImportStep};
use leptos::prelude::*;

/// Territories that lose their reps and are shown.
const LOST_SHOWN: usize = 50;
/// Changed fields of an account that are shown.
const FIELDS: usize = 4;

/// The last step.
#[component]
pub fn TakeOver() -> impl IntoView {
    let app = expect_context::<App>();
    let changes = memo(move || app.draft.with(|draft| draft.as_ref().and_then(|draft| draft.changes.clone())));
    let files = move || {
        let mut files = app.draft.with(|draft| draft.as_ref().map(|draft| draft.outcomes.clone()).unwrap_or_default());
        // Those that nothing is taken of stand last.
        sort_by(&mut files, &|a, b| (a.taken == 0).cmp(&(b.taken == 0)));
        files
    };
    let title = move || if changes.with(Option::is_some) { "What the update changes" } else { "What will be made" };
    view! {
        <section class="listing" aria-labelledby="step-h">
            <header>
                <h2 id="step-h" tabindex="-1">{part(title)}</h2>
                <p class="muted">"Nothing is taken yet."</p>
            </header>
            <div class="scroll reviews">
                {part(move || app.draft.with(|draft| draft.as_ref().map(|draft| still_open(app, draft))))}
                {part(move || changes.get().map(|changes| warnings(app, &changes)))}
                {part(move || changes.get().map(differences))}
                <section class="review">
                    <header>
                        <h3>"From these files"</h3>
                    </header>
                    <table>
                        <tbody>{part(move || files().into_iter().map(file_row).collect_view())}</tbody>
                    </table>
                </section>
                <Preview rows=8 />
            </div>
        </section>
    }
}

/// What may stay open, with the way to it.
fn still_open(app: App, draft: &Draft) -> impl IntoView + use<> {
    let steps = [
        (ImportStep::Columns, "column of dates to decide first", "columns of dates to decide first"),
        (ImportStep::Matches, "name without a match stays alone", "names without a match stay alone"),
        (
            ImportStep::Places,
            "place is taken as it was guessed, or left open",
            "places are taken as they were guessed, or left open",
        ),
    ];
    let lines = steps.into_iter().filter_map(|(step, one, many)| {
        let open = step.open(draft);
        (open > 0).then(|| {
            view! {
                <li>
                    <span>{locale::counted(open, one, many)}</span>
                    <button class="btn link" type="button" on:click=move |_| app.review().show(step)>
                        {step.name()}
                    </button>
                </li>
            }
        })
    });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty()).then(|| view! { <ul class="still-open">{lines}</ul> })
}

fn file_row(outcome: Outcome) -> impl IntoView {
    let of = if outcome.taken == outcome.rows {
        locale::counted(outcome.rows, "row", "rows")
    } else {
        format!("{} of {}", locale::count(outcome.taken), locale::counted(outcome.rows, "row", "rows"))
    };
    let (class, kind) = match outcome.kind {
        FileKind::Other => ("faint", "Not used".to_owned()),
        kind => ("", capitalised(kind.word())),
    };
    view! {
        <tr class=class>
            <th scope="row">{outcome.file}</th>
            <td>{kind}</td>
            <td class="muted">{of}</td>
        </tr>
    }
}

/// What a person should know of an update before it is taken: that the files may be others, and who is lost.
fn warnings(app: App, changes: &Changes) -> impl IntoView + use<> {
    let strange = changes.few_known().map(|(known, of)| {
        let leave = locale::counted(changes.counts.gone, "account leaves", "accounts leave");
        let text = format!(
            "Only {} of {} in the files are known in the plan: is this the export of the same CRM? If it is taken, {leave} the \
             plan with what was decided of them.",
            locale::count(known),
            locale::counted(of, "id", "ids"),
        );
        view! { <p class="bad" role="status">{text}</p> }
    });
    let lost = app.plan.with_untracked(|plan| plan.as_ref().map(|plan| plan.losing_reps(&changes.gone_reps)));
    let lost = lost.unwrap_or_default();
    let total = lost.len();
    let rows = lost.into_iter().take(LOST_SHOWN).map(|LostRep { territory, layer, rep }| {
        view! {
            <tr>
                <th scope="row">{territory}</th>
                <td>{rep}</td>
                <td class="muted">{layer}</td>
            </tr>
        }
    });
    let rows = rows.map(IntoAny::into_any).collect();
    let hint = "These reps are in no file any more. Their territories keep their accounts and wait for another rep.";
    view! {
        {strange}
        {list("Territories without a rep", hint, rows, u32::try_from(total).unwrap_or(u32::MAX))}
    }
}

fn differences(changes: Changes) -> impl IntoView {
    let counts = changes.counts;
    let figures =
        [(counts.added, "New"), (counts.changed, "Changed"), (counts.gone, "Gone"), (counts.same, "As before")];
    let figures = figures.map(|(count, name)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{locale::count(count)}</dd>
            </div>
        }
    });
    view! {
        <dl class="figures">{figures.collect_view()}</dl>
        {records(changes.records)}
        {changed(changes.changed, counts.changed)}
        {named("New accounts", "They join the plan without a territory.", changes.added, counts.added)}
        {named("Gone accounts", "The files do not have them: they leave the plan.", changes.gone, counts.gone)}
    }
}

/// How the records of each kind differ that do.
fn records(changes: Vec<RecordChanges>) -> impl IntoView {
    let row = |RecordChanges { kind, counts }: RecordChanges| {
        view! {
            <tr>
                <th scope="row">{capitalised(kind.word())}</th>
                <td class="muted">{in_words(counts)}</td>
            </tr>
        }
    };
    (!changes.is_empty()).then(|| {
        view! {
            <section class="review">
                <header>
                    <h3>"Beside the accounts"</h3>
                    <p class="faint">"What a file brings takes the place of what was there of its kind."</p>
                </header>
                <table>
                    <tbody>{changes.into_iter().map(row).collect_view()}</tbody>
                </table>
            </section>
        }
    })
}

/// “3 new · 1 changed · 0 gone · 12 as before”.
pub(super) fn in_words(counts: ChangeCounts) -> String {
    let parts = [(counts.added, "new"), (counts.changed, "changed"), (counts.gone, "gone"), (counts.same, "as before")];
    parts.map(|(number, word)| format!("{} {word}", locale::count(number))).join(" · ")
}

fn named(title: &'static str, hint: &'static str, accounts: Vec<(String, String)>, count: u32) -> impl IntoView {
    let rows = accounts
        .into_iter()
        .map(|(id, name)| view! { <tr><th scope="row">{name}</th><td class="muted">{id}</td></tr> });
    list(title, hint, rows.map(IntoAny::into_any).collect(), count)
}

fn changed(accounts: Vec<AccountChange>, count: u32) -> impl IntoView {
    let rows = accounts.into_iter().map(|account| {
        let further = account.fields.len().saturating_sub(FIELDS);
        let fields = account.fields.into_iter().take(FIELDS).map(|(column, before, now)| {
            view! {
                <span class="field-change">
                    <span class="faint">{column}</span>
                    <del>{before}</del>
                    <ins>{if now.is_empty() { "none".to_owned() } else { now }}</ins>
                </span>
            }
        });
        let further = (further > 0).then(|| format!("and {} more", locale::count(further)));
        view! {
            <tr>
                <th scope="row">{account.name}</th>
                <td class="muted">{account.id}</td>
                <td>{fields.collect_view()} <span class="faint">{further}</span></td>
            </tr>
        }
    });
    list("Changed accounts", "They stay in their territories.", rows.map(IntoAny::into_any).collect(), count)
}

fn list(title: &'static str, hint: &'static str, rows: Vec<AnyView>, count: u32) -> impl IntoView {
    let unsent = usize::try_from(count).unwrap_or_default().saturating_sub(rows.len());
    (!rows.is_empty()).then(|| {
        let unsent = (unsent > 0).then(|| view! { <p class="faint">"and " {locale::count(unsent)} " more"</p> });
        view! {
            <section class="review">
                <header>
                    <h3>{title} " " <span class="faint num">{locale::count(count)}</span></h3>
                    <p class="faint">{hint}</p>
                </header>
                <table>
                    <tbody>{rows}</tbody>
                </table>
                {unsent}
            </section>
        }
    })
}
