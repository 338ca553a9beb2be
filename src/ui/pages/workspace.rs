//! The workspace: the map, and all else answering to it.

use crate::ui::address::Step;
use crate::ui::components::{
    BalanceChart, Inspector, MapView, NoticeBar, Rail, RunStrip, TerritoryTable, TopBar, VisitsDock, later,
};
use crate::ui::erased::{Show, flag, follow, says};
use crate::ui::state::{App, Selection};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The workspace.
#[component]
pub fn Workspace() -> impl IntoView {
    let app = expect_context::<App>();
    let dock_open = RwSignal::new(true);
    let charted = later(move || app.is_designed());
    let tabled = later(move || charted.get());
    let keys = window_event_listener(leptos::ev::keydown, move |event| on_key(app, &event));
    on_cleanup(move || keys.remove());
    follow(move || {
        app.page.track();
        app.plan.with(Option::is_some).then(|| app.ask_for_tours());
    });
    view! {
        <div class="workspace" class:dock-closed=flag(move || !dock_open.get())>
            <a class="skip" href="#map">"Skip to the map"</a>
            <TopBar />
            <Rail />
            <main class="stage">
                <div class="strips">
                    <NoticeBar />
                    <RunStrip />
                </div>
                <MapView />
                <section class="dock" aria-label="Balance and territories">
                    <button
                        class="btn quiet icon-only dock-toggle"
                        type="button"
                        aria-expanded=says(move || dock_open.get().to_string())
                        aria-label="Chart and table"
                        title="Show or hide chart and table"
                        on:click=move |_| dock_open.update(|open| *open = !*open)
                    >
                        <crate::ui::components::Icon name="chev" />
                    </button>
                    <Show when=move || dock_open.get()>
                        <Show
                            when=move || charted.get()
                            fallback=|| {
                                view! {
                                    <p class="empty muted">
                                        "No territories yet. Say how many and on what they are balanced, then press Design."
                                    </p>
                                }
                            }
                        >
                            <Show when=move || app.step() == Step::Visits fallback=move || view! { <Balance tabled /> }>
                                <VisitsDock />
                            </Show>
                        </Show>
                    </Show>
                </section>
            </main>
            <Inspector />
        </div>
    }
}

/// Chart and table of the territories.
#[component]
fn Balance(tabled: ReadSignal<bool>) -> impl IntoView {
    view! {
        <BalanceChart />
        <Show when=move || tabled.get()>
            <TerritoryTable />
        </Show>
    }
}

fn on_key(app: App, event: &KeyboardEvent) {
    let typing = event
        .target()
        .and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok())
        .is_some_and(|element| ["INPUT", "SELECT", "TEXTAREA"].contains(&element.tag_name().as_str()));
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "z" | "Z" if command && !typing => {
            event.prevent_default();
            if event.shift_key() { app.redo() } else { app.undo() }
        }
        "y" if command && !typing => {
            event.prevent_default();
            app.redo();
        }
        "Escape" if app.review().placing.get_untracked().is_some() => app.review().placing.set(None),
        "Escape" if !typing => app.selection.set(Selection::Plan),
        "?" if !typing => {
            if let Some(list) = document().get_element_by_id("shortcuts") {
                // A browser without popovers shows nothing, and says nothing.
                let _shown = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(list).toggle_popover();
            }
        }
        _ => {}
    }
}
