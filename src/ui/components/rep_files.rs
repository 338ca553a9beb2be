//! Each rep's own file, and what comes back from the road.

use super::{Choose, Entry, Icon};
use crate::engine::protocol::Export;
use crate::model::TerritoryIx;
use crate::ui::address::Page;
use crate::ui::erased::{Show, flag, part};
use crate::ui::state::App;
use leptos::html::Input;
use leptos::prelude::*;

/// The word that stands for all territories.
const ALL: &str = "all";

/// A rep's own file, of one territory or of all, and the way back; nothing before there is a calendar.
#[component]
pub fn RepFiles() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <Show when=move || app.has_calendar()>
            <Files />
        </Show>
    }
}

/// The territories with a calendar and what each is called in the choice.
fn territories(app: App) -> Vec<(TerritoryIx, String)> {
    let named = app.with_calendar(|plan, calendar| {
        let name = |own: TerritoryIx| {
            let territory = plan.alignment().territory(own)?;
            let rep = territory.rep.and_then(|rep| plan.dataset().rep(rep));
            let words = rep.map_or_else(|| territory.name.clone(), |rep| format!("{}: {}", rep.name, territory.name));
            Some((own, words))
        };
        Some(calendar.territories.iter().filter_map(|own| name(own.territory)).collect())
    });
    named.unwrap_or_default()
}

#[component]
fn Files() -> impl IntoView {
    let app = expect_context::<App>();
    let chosen = RwSignal::new(app.shown_territory().index().to_string());
    let with_all = RwSignal::new(false);
    let wanted = move || {
        let chosen = chosen.get_untracked();
        let all = untrack(|| territories(app)).into_iter().map(|(own, _)| own);
        all.filter(|own| chosen == ALL || own.index().to_string() == chosen).collect::<Vec<_>>()
    };
    let download = move |_| {
        for territory in wanted() {
            app.download(Export::RepPart { territory, with_all_columns: with_all.get_untracked() });
        }
    };
    let look = move |_| {
        if let Some(&territory) = wanted().first() {
            app.show_day(territory, None);
            app.go(Page::Day);
        }
    };
    let choice = move || {
        let entry = |(own, words): (TerritoryIx, String)| Entry { group: "", value: own.index().to_string(), words };
        let all = Entry { group: "", value: ALL.to_owned(), words: "All of them, a file each".to_owned() };
        let entries = territories(app).into_iter().map(entry).chain([all]).collect();
        let choose = Callback::new(move |value: String| chosen.set(value));
        view! { <Choose id="rep-file".to_owned() label="Whose file".to_owned() entries chosen=chosen.get() on_choose=choose /> }
    };
    view! {
        <section class="ins-sec" aria-labelledby="rep-h">
            <header>
                <h2 id="rep-h">"A rep’s own file"</h2>
            </header>
            <p class="note">
                "One rep’s accounts, days and notes and nothing of anybody else. It opens in any Hinterland with the day’s route, "
                "takes marks and notes, and works offline."
            </p>
            <div class="row">"Whose" {part(choice)}</div>
            <label class="row pick">
                <input type="checkbox" prop:checked=flag(move || with_all.get()) on:change=move |event| with_all.set(event_target_checked(&event)) />
                "All columns of the accounts, not only telephone, e-mail, contact and address"
            </label>
            <div class="rep-acts">
                <button class="btn" type="button" on:click=download>
                    <Icon name="down" />
                    {part(move || if chosen.get() == ALL { "Download all" } else { "Download" })}
                    <span class="sr">" the rep’s own file"</span>
                </button>
                <button class="btn" type="button" disabled=flag(move || chosen.get() == ALL) on:click=look>
                    <Icon name="visits" />
                    "Look at the day"
                </button>
                <BringBack />
            </div>
        </section>
    }
}

/// Takes what reps send back; dropping it on the page does the same for notes files.
#[component]
fn BringBack() -> impl IntoView {
    let app = expect_context::<App>();
    let input = NodeRef::<Input>::new();
    let take = move |_| {
        let files = input.get_untracked().and_then(|input| input.files());
        let files = files.iter().flat_map(|files| (0..files.length()).filter_map(|index| files.get(index)));
        app.notices.update(Vec::clear);
        files.for_each(|file| app.bring_notes(file));
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            // The same file chosen twice is read twice.
            input.set_value("");
            input.click();
        }
    };
    view! {
        <input node_ref=input type="file" multiple hidden accept=".json,application/json" aria-label="Notes of reps" on:change=take />
        <button class="btn" type="button" title="Notes files, or reps’ own files: marks and notes are merged, nothing else changes" on:click=choose>
            <Icon name="note" />
            "Bring notes back"
        </button>
    }
}
