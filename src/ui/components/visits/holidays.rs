//! Days on which nobody works: by hand, or from a list that is pasted or loaded.

use super::fields::fold;
use super::parts::day_list;
use crate::model::{Holiday, HolidayList, VisitBrief};
use crate::ui::erased::{flag, part};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// Lines that are named one by one.
const MOST_LINES: usize = 8;

/// The list of holidays, folded up.
pub(super) fn holidays(app: App) -> AnyView {
    let brief = app.visiting().brief;
    let wrong = RwSignal::new(Vec::<(usize, String)>::new());
    let pasted = RwSignal::new(String::new());
    let days = move || brief.with(|brief| brief.holidays.iter().map(|own| (own.day, own.name.clone())).collect());
    let put = move |day, is_in: bool| {
        let added = is_in.then(|| Holiday { day, name: String::new() });
        brief.update(|brief| {
            if !is_in {
                brief.holidays.retain(|own| own.day != day);
            }
            add(brief, added.into_iter().collect());
        });
    };
    let take = move |text: &str| {
        let list = HolidayList::read(text, locale::date_order());
        brief.update(|brief| add(brief, list.holidays));
        wrong.set(list.wrong);
    };
    let paste = move |_| {
        let text = pasted.get_untracked();
        take(&text);
        // What was not understood stays to be put right.
        if wrong.with_untracked(Vec::is_empty) {
            pasted.set(String::new());
        }
    };
    let load = move |event: Event| {
        let input = event_target::<HtmlInputElement>(&event);
        let file = input.files().and_then(|files| files.get(0));
        spawn_local(async move {
            let Some(file) = file else { return };
            match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                Some(text) => take(&text),
                None => app.fail(&file.name(), "The browser could not read the file. Is it still there?"),
            }
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    let faults = part(move || {
        let lines = wrong.get();
        let more = lines.len().saturating_sub(MOST_LINES);
        let words = lines.into_iter().take(MOST_LINES).map(|(line, text)| {
            view! { <li class="bad">{format!("Line {line}, “{text}”, holds no date: left out.")}</li> }
        });
        let more = (more > 0).then(|| view! { <li class="bad">{format!("{more} more lines hold none.")}</li> });
        view! { <ul class="note" role="status">{words.collect_view()} {more}</ul> }
    });
    let title = move || match brief.with(|brief| brief.holidays.len()) {
        0 => "Holidays".to_owned(),
        count => format!("Holidays: {}", locale::count(count)),
    };
    let list = day_list("Add the day", Arc::new(days), Arc::new(put));
    let text = view! {
        <label class="condition">
            <span class="sr">"A list of holidays"</span>
            <textarea
                class="input"
                rows="3"
                placeholder="Or paste a list: 2026-12-25 Christmas"
                prop:value=pasted
                on:input=move |event| pasted.set(event_target_value(&event))
            ></textarea>
        </label>
        <div class="row">
            <button class="btn" type="button" disabled=flag(move || pasted.with(String::is_empty)) on:click=paste>
                "Take the list"
            </button>
            <label class="btn">
                "Load a file …" <input class="sr" type="file" accept=".ics,.csv,.txt,text/*" on:change=load />
            </label>
        </div>
        {faults}
    };
    fold(Arc::new(title), vec![list, text.into_any()])
}

/// Adds holidays in order; a day that is there keeps its name.
fn add(brief: &mut VisitBrief, holidays: Vec<Holiday>) {
    for holiday in holidays {
        if let Err(at) = brief.holidays.binary_search_by(|own| own.day.cmp(&holiday.day)) {
            brief.holidays.insert(at, holiday);
        }
    }
}
