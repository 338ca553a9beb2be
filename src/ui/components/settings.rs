//! The reader's own settings: theme and unit of distance.

use super::Icon;
use crate::storage::{self, Settings as Stored, Theme};
use crate::ui::erased::{flag, part, says};
use crate::ui::locale;
use crate::ui::locale::DistanceUnit;
use crate::ui::state::App;
use leptos::prelude::*;

/// A button that opens the settings, and the settings.
#[component]
pub fn Settings() -> impl IntoView {
    let app = expect_context::<App>();
    let themes = Theme::ALL.map(|theme| {
        view! {
            <option value=theme.word() selected=move || app.settings.get().theme == theme>
                {theme.name()}
            </option>
        }
    });
    let set_theme = move |event| {
        if let Some(theme) = Theme::from_word(&event_target_value(&event)) {
            app.change_settings(|settings: &mut Stored| settings.theme = theme);
        }
    };
    let units = [(DistanceUnit::Miles, "Miles"), (DistanceUnit::Kilometers, "Kilometres")];
    let unit_buttons = units.map(|(unit, name)| {
        view! {
            <button
                type="button"
                aria-pressed=says(move || (app.unit() == unit).to_string())
                on:click=move |_| app.change_settings(|settings| settings.miles = Some(unit == DistanceUnit::Miles))
            >
                {name}
            </button>
        }
    });
    let remembered = RwSignal::new(0);
    let look = move |_| remembered.set(storage::mappings().len());
    let forget = move |_| {
        storage::forget_mappings();
        remembered.set(0);
    };
    view! {
        <button class="btn quiet" type="button" popovertarget="settings" title="Settings" on:click=look>
            <Icon name="gear" />
            <span class="label">"Settings"</span>
        </button>
        <div id="settings" popover="auto" class="popover">
            <h2>"Settings"</h2>
            <label class="row">
                <span>"Theme"</span>
                <select class="select" on:change=set_theme>
                    {themes}
                </select>
            </label>
            <div class="row">
                <span id="unit-label">"Distances"</span>
                <div class="segmented" role="group" aria-labelledby="unit-label">
                    {unit_buttons}
                </div>
            </div>
            <div class="row">
                <span>"Columns remembered"</span>
                <span class="with-icon">
                    {part(move || match remembered.get() {
                        0 => "none".to_owned(),
                        count => locale::counted(count, "kind of file", "kinds of file"),
                    })}
                    <button class="btn" type="button" disabled=flag(move || remembered.get() == 0) on:click=forget>
                        "Forget"
                    </button>
                </span>
            </div>
        </div>
    }
}
