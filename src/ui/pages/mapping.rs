//! The columns of a file and what they are taken for, and the first rows as they will be taken.

use super::data::capitalised;
use crate::model::{Confidence, FileKind, Mapping, Outcome, Role};
use crate::ui::components::Icon;
use crate::ui::state::App;
use leptos::prelude::*;

/// The columns of the file that is shown.
#[component]
pub fn Columns(file: Memo<Option<Outcome>>, index: RwSignal<u16>) -> impl IntoView {
    let app = expect_context::<App>();
    let filter = RwSignal::new(String::new());
    let name = move || file.with(|file| file.as_ref().map(|file| file.file.clone()).unwrap_or_default());
    let dialect = move || file.with(|file| file.as_ref().map(|file| file.dialect.clone()).unwrap_or_default());
    let kind = move || file.with(|file| file.as_ref().map(|file| file.kind));
    let kinds = FileKind::ALL.map(|one| {
        view! {
            <option value=one.word() selected=move || kind() == Some(one)>
                {capitalised(one.word())}
            </option>
        }
    });
    let choose_kind = move |event| {
        let word = event_target_value(&event);
        if let Some(kind) = FileKind::ALL.into_iter().find(|kind| kind.word() == word) {
            app.set_kind(index.get_untracked(), kind);
        }
    };
    let columns = Memo::new(move |_| {
        let wanted = filter.get().to_lowercase();
        let columns = file.with(|file| file.as_ref().map(|file| file.columns.clone()).unwrap_or_default());
        let numbered = columns.into_iter().zip(0u16..);
        numbered.filter(|(column, _)| column.header.to_lowercase().contains(&wanted)).collect::<Vec<_>>()
    });
    view! {
        <section class="mapping" aria-labelledby="columns-h">
            <header>
                <h2 id="columns-h">"Columns of " {name}</h2>
                <p class="muted">{dialect}</p>
                <label class="kind">
                    <span class="muted">"Taken for "</span>
                    <select class="select" on:change=choose_kind>
                        {kinds}
                    </select>
                </label>
                <label class="field">
                    <Icon name="search" />
                    <span class="sr">"Find a column"</span>
                    <input
                        type="search"
                        placeholder="Find a column"
                        on:input=move |event| filter.set(event_target_value(&event))
                    />
                </label>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Columns and what they are taken for">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Column in file"</th>
                            <th scope="col">"First values"</th>
                            <th scope="col">"Taken for"</th>
                            <th scope="col">"How sure"</th>
                            <th scope="col">"Found"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            let rows = columns.get().into_iter();
                            rows.map(|(column, position)| view! { <ColumnRow column position file=index /> }).collect_view()
                        }}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn ColumnRow(column: Mapping, position: u16, file: RwSignal<u16>) -> impl IntoView {
    let app = expect_context::<App>();
    let class = match (column.role, column.confidence) {
        (Role::LeaveOut, _) => "out",
        (_, Confidence::Guess) => "ask",
        _ => "",
    };
    let label = format!("{} is taken for", column.header);
    let roles = Role::ALL.map(|role| {
        view! {
            <option value=role.words() selected=role == column.role>
                {role.words()}
            </option>
        }
    });
    let choose = move |event| {
        let words = event_target_value(&event);
        if let Some(role) = Role::ALL.into_iter().find(|role| role.words() == words) {
            app.set_role(file.get_untracked(), position, role);
        }
    };
    let samples = column.samples.into_iter().take(3).map(|sample| view! { <span>{sample}</span> }).collect_view();
    view! {
        <tr class=class>
            <th scope="row">{column.header}</th>
            <td class="ex">{samples}</td>
            <td>
                <select class="select" aria-label=label on:change=choose>
                    {roles}
                </select>
            </td>
            <td>
                <Sure confidence=column.confidence />
            </td>
            <td class="mnote">
                <span>{column.note}</span>
            </td>
        </tr>
    }
}

#[component]
fn Sure(confidence: Confidence) -> impl IntoView {
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

/// The first rows as they will be taken.
#[component]
pub fn Preview() -> impl IntoView {
    let app = expect_context::<App>();
    let preview =
        Memo::new(move |_| app.draft.with(|draft| draft.as_ref().map(|d| d.preview.clone()).unwrap_or_default()));
    view! {
        <Show when=move || preview.with(|preview| !preview.rows.is_empty())>
            <section class="preview" aria-labelledby="pre-h">
                <header>
                    <h2 id="pre-h">"As it will be taken"</h2>
                    <p class="muted">{move || format!("The first {} accounts", preview.with(|preview| preview.rows.len()))}</p>
                </header>
                <div class="scroll" tabindex="0" role="region" aria-label="Preview of rows">
                    <table>
                        <thead>
                            <tr>
                                {move || preview.get().header.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                            </tr>
                        </thead>
                        <tbody>
                            {move || {
                                preview
                                    .get()
                                    .rows
                                    .into_iter()
                                    .map(|row| {
                                        let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
                                        view! { <tr>{cells}</tr> }
                                    })
                                    .collect_view()
                            }}
                        </tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}
