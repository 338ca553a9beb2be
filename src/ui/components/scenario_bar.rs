//! Which scenario and which layer of it is shown, and what they are called.

use super::{Choose, Entry, Icon};
use crate::plan::Plan;
use crate::ui::erased::{Show, memo, says};
use crate::ui::state::App;
use leptos::prelude::*;

/// The names of several things, and which of them is shown.
type Named = (Vec<String>, usize);

/// A choice of scenario, as soon as there are several, and of layer, as soon as there is one.
#[component]
pub fn ScenarioBar() -> impl IntoView {
    let app = expect_context::<App>();
    let scenarios = memo(move || named(app, &|plan| plan.scenarios().iter().map(|own| own.name.clone()).collect()));
    let layers = memo(move || {
        let (mut names, _) = named(app, &|plan| {
            let shown = plan.scenarios().get(plan.active()).map(|own| own.layers.as_slice()).unwrap_or_default();
            shown.iter().map(|own| own.layer().name.clone()).collect()
        });
        let shown = app.plan.with(|plan| plan.as_ref().map_or(0, |plan| usize::from(plan.here().layer)));
        if shown == names.len() && shown > 0 {
            names.push(app.plan.with(|plan| plan.as_ref().map(Plan::layer_name)).unwrap_or_default());
        }
        (names, shown)
    });
    let show_scenario = Callback::new(move |position| app.show_scenario(position));
    let show_layer = Callback::new(move |position| app.show_layer(position));
    let rename_scenario = Callback::new(move |name: String| app.rename_scenario(&name));
    let rename_layer = Callback::new(move |name: String| app.rename_layer(&name));
    let remove_scenario = Callback::new(move |()| app.remove_scenario());
    let remove_layer = Callback::new(move |()| app.remove_layer());
    view! {
        <NamedChoice
            what="Scenario"
            named=scenarios
            least=2
            more=false
            show=show_scenario
            rename=rename_scenario
            remove=remove_scenario
        />
        <NamedChoice
            what="Layer"
            named=layers
            least=1
            more=true
            show=show_layer
            rename=rename_layer
            remove=remove_layer
        />
    }
}

fn named(app: App, names: &dyn Fn(&Plan) -> Vec<String>) -> Named {
    app.plan.with(|plan| plan.as_ref().map(|plan| (names(plan), plan.active())).unwrap_or_default())
}

/// A choice among named things, shown where there are at least so many; several can be renamed and removed.
#[component]
fn NamedChoice(
    what: &'static str,
    named: Memo<Named>,
    least: usize,
    /// Whether another can be begun, one past the last.
    more: bool,
    show: Callback<u16>,
    rename: Callback<String>,
    remove: Callback<()>,
) -> impl IntoView {
    let choose = Callback::new(move |value: String| {
        if let Ok(position) = value.parse() {
            show.run(position);
        }
    });
    let choice = move || {
        let (names, shown) = named.get();
        let next = names.len();
        let entries = names.into_iter().enumerate().map(|(at, name)| Entry::new(at.to_string(), name));
        let another = more.then(|| Entry::new(next.to_string(), "Another layer …"));
        let (id, chosen) = (format!("shown-{}", what.to_lowercase()), shown.to_string());
        view! { <Choose id label=what.to_owned() entries=entries.chain(another).collect() chosen on_choose=choose /> }
    };
    view! {
        <Show when=move || named.with(|(names, _)| names.len() >= least)>
            <section class="ins-sec" aria-label=format!("Shown {}", what.to_lowercase())>
                <div class="row">
                    <span>{what}</span>
                    {choice}
                </div>
                <Show when=move || named.with(|(names, _)| names.len() > 1)>
                    <div class="row">
                        <input
                            class="input grow"
                            type="text"
                            aria-label=format!("Name of the {}", what.to_lowercase())
                            maxlength="120"
                            prop:value=says(move || named.with(|(names, shown)| names.get(*shown).cloned().unwrap_or_default()))
                            on:change=move |event| rename.run(event_target_value(&event))
                        />
                        <button
                            class="btn quiet icon-only"
                            type="button"
                            aria-label=format!("Remove this {}", what.to_lowercase())
                            on:click=move |_| remove.run(())
                        >
                            <Icon name="x" />
                        </button>
                    </div>
                </Show>
            </section>
        </Show>
    }
}
