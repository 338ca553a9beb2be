//! A field that finds places as one types: a combobox with the places found below it.

use super::Icon;
use crate::model::Candidate;
use crate::ui::erased::says;
use crate::ui::locale;
use crate::ui::state::App;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::time::Duration;

/// Letters before anything is searched.
const FEWEST_LETTERS: usize = 2;
/// How long the hand rests before places are asked for.
const REST: Duration = Duration::from_millis(120);

/// Finds a place and tells it.
#[component]
pub fn PlaceSearch(
    /// Unique on the page.
    id: String,
    /// What is searched for, for a screen reader.
    label: String,
    /// Hears the place that a person chooses.
    on_choose: Callback<Candidate>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let text = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    // The places for what is typed now; none while they are on their way.
    let found = move || {
        let typed = text.get();
        let searched = open.get() && typed.trim().chars().count() >= FEWEST_LETTERS;
        searched.then(|| {
            app.found_places
                .with(|found| found.as_ref().filter(|(asked, _)| asked == typed.trim()).map(|(_, found)| found.clone()))
        })
    };
    let choose = move |index: usize| {
        let chosen = untrack(found).flatten().and_then(|found| found.into_iter().nth(index));
        if let Some(chosen) = chosen {
            text.set(chosen.place.clone());
            open.set(false);
            on_choose.run(chosen);
        }
    };
    let typed = move |event| {
        let value = event_target_value(&event);
        text.set(value.clone());
        active.set(0);
        open.set(true);
        let wanted = value.trim().to_owned();
        let search = move || {
            // The field may be gone, or say something else by now.
            let still = text.try_with_untracked(|text| text.trim() == wanted).unwrap_or_default();
            if still && wanted.chars().count() >= FEWEST_LETTERS {
                app.search_places(wanted.clone());
            }
        };
        set_timeout(search, REST);
    };
    let list = format!("{id}-list");
    let option_id = {
        let list = list.clone();
        move |index: usize| format!("{list}-{index}")
    };
    let is_listed = move || found().is_some();
    let active_id = {
        let option_id = option_id.clone();
        // Only what is there can be pointed at.
        move || found().flatten().filter(|found| active.get() < found.len()).map(|_| option_id(active.get()))
    };
    let controlled = {
        let list = list.clone();
        move || is_listed().then(|| list.clone())
    };
    let count = move || untrack(found).flatten().map_or(0, |found| found.len());
    let key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = (*at + 1).min(count().saturating_sub(1))),
            "ArrowUp" => active.update(|at| *at = at.saturating_sub(1)),
            "Enter" => choose(active.get_untracked()),
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let options = {
        let (list, option_id) = (list.clone(), option_id.clone());
        move || {
            let rows = listed(found()?, &option_id, active, Callback::new(choose));
            // The field keeps the focus while a place is clicked.
            let keep = |event: leptos::ev::MouseEvent| event.prevent_default();
            Some(view! { <ul id=list.clone() role="listbox" aria-label="Places" on:mousedown=keep>{rows}</ul> })
        }
    };
    view! {
        <div class="place-search">
            <span class="field">
                <Icon name="search" />
                <input
                    id=id
                    type="text"
                    role="combobox"
                    aria-label=label
                    aria-autocomplete="list"
                    aria-controls=controlled
                    aria-expanded=says(move || is_listed().to_string())
                    aria-activedescendant=active_id
                    placeholder="City, ZIP or postal code"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=says(move || text.get())
                    on:input=typed
                    on:keydown=key
                    on:blur=move |_| open.set(false)
                />
            </span>
            {options}
        </div>
    }
}

/// The places that were found; `None` while they are on their way.
fn listed(
    found: Option<Vec<Candidate>>,
    option_id: &dyn Fn(usize) -> String,
    active: RwSignal<usize>,
    choose: Callback<usize>,
) -> AnyView {
    let Some(found) = found else { return view! { <li class="muted">"Searching …"</li> }.into_any() };
    if found.is_empty() {
        let words = "No place of that name. Try the town next to it, or a postal code.";
        return view! { <li class="muted">{words}</li> }.into_any();
    }
    let option = |(index, candidate): (usize, Candidate)| {
        view! {
            <li
                id=option_id(index)
                role="option"
                aria-selected=says(move || (active.get() == index).to_string())
                on:click=move |_| choose.run(index)
            >
                <b>{candidate.place}</b>
                <span class="faint">{people(candidate.people)}</span>
            </li>
        }
    };
    found.into_iter().enumerate().map(option).collect_view().into_any()
}

/// How many live there, in words; empty where nobody has counted.
pub fn people(count: Option<u32>) -> String {
    count.filter(|&count| count > 0).map_or_else(String::new, |count| format!("{} people", locale::count(count)))
}
