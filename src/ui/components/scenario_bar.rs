//! The scenarios of a plan: which is shown, and its name.

use super::Icon;
use crate::plan::Plan;
use crate::ui::state::App;
use leptos::prelude::*;

/// A choice of scenario; nothing while there is only one.
#[component]
pub fn ScenarioBar() -> impl IntoView {
    let app = expect_context::<App>();
    let names = Memo::new(move |_| {
        app.plan.with(|plan| {
            let plan = plan.as_ref();
            let names = plan.map(|plan| plan.scenarios().iter().map(|own| own.name.clone()).collect::<Vec<_>>());
            (names.unwrap_or_default(), plan.map_or(0, Plan::active))
        })
    });
    let several = move || names.with(|(names, _)| names.len() > 1);
    let rename = move |event| app.rename_scenario(&event_target_value(&event));
    view! {
        <Show when=several>
            <section class="ins-sec" aria-label="Scenario">
                <label class="row">
                    <span>"Scenario"</span>
                    <select
                        class="select"
                        name="scenario"
                        on:change=move |event| {
                            if let Ok(position) = event_target_value(&event).parse() {
                                app.show_scenario(position);
                            }
                        }
                    >
                        {move || {
                            let (names, active) = names.get();
                            names
                                .into_iter()
                                .enumerate()
                                .map(|(position, name)| {
                                    view! {
                                        <option value=position.to_string() selected=position == active>
                                            {name}
                                        </option>
                                    }
                                })
                                .collect_view()
                        }}
                    </select>
                </label>
                <div class="row">
                    <input
                        class="input grow"
                        type="text"
                        aria-label="Name of the scenario"
                        maxlength="120"
                        prop:value=move || names.with(|(names, active)| names.get(*active).cloned().unwrap_or_default())
                        on:change=rename
                    />
                    <button class="btn quiet icon-only" type="button" aria-label="Remove this scenario" on:click=move |_| app.remove_scenario()>
                        <Icon name="x" />
                    </button>
                </div>
            </section>
        </Show>
    }
}
