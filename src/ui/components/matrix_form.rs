//! The travel matrix: loading one, what it holds, and taking it out.

use super::Icon;
use crate::ui::erased::{memo, part};
use crate::ui::state::App;
use leptos::ev::Event;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Loads a CSV of ways, or shows the one that is loaded.
#[component]
pub fn MatrixFields() -> impl IntoView {
    let app = expect_context::<App>();
    let load = move |event: Event| {
        let input = event_target::<HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            app.bring_matrix(file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let present = memo(move || {
        let file = app.plan.with(|plan| Some(plan.as_ref()?.matrix()?.file().to_owned()))?;
        Some((file, app.matrix_words()?))
    });
    let has_one = memo(move || present.with(Option::is_some));
    let shown = part(move || {
        present.get().map(|(file, [holds, reach])| {
            view! {
                <div class="row matrix">
                    <span class="grow">
                        <Icon name="route" />
                        <bdi>{file}</bdi>
                    </span>
                    <button
                        class="btn quiet icon-only"
                        type="button"
                        aria-label="Take the travel matrix out"
                        title="Take the travel matrix out"
                        on:click=move |_| app.remove_matrix()
                    >
                        <Icon name="x" />
                    </button>
                </div>
                <p class="note">{holds} " " {reach}</p>
            }
        })
    });
    let label = move || if has_one.get() { "Load another travel matrix …" } else { "Load a travel matrix (CSV) …" };
    view! {
        {shown}
        <div class="row">
            <label class="btn" title="Columns from, to, minutes and, if known, km; or a square. From and to are ids of accounts or reps, postal codes or cities.">
                {part(label)} <input class="sr" type="file" name="matrix" accept=".csv,.txt,text/csv" on:change=load />
            </label>
        </div>
        {part(move || {
            (!has_one.get())
                .then(|| {
                    view! {
                        <p class="note">
                            "Driving times of your own: columns from, to, minutes and km, or a square. Missing ways are estimated."
                        </p>
                    }
                })
        })}
    }
}
