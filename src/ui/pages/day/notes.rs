//! What was said of touches, and the file that takes it back.

use super::Road;
use super::card::note_field;
use crate::engine::protocol::Export;
use crate::model::{ActivityKind, DoneTouch, TouchState};
use crate::plan::{LayerPlan, Plan};
use crate::ui::components::Icon;
use crate::ui::erased::part;
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::App;
use leptos::prelude::*;

/// The most touches that are listed.
const MOST_LISTED: usize = 100;

/// All that was said, the last first.
#[component]
pub fn Notes() -> impl IntoView {
    let app = expect_context::<App>();
    let road = expect_context::<Road>();
    let said = move || {
        let rep = road.view.get()?.rep.clone();
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let touches = &plan.layer().and_then(LayerPlan::visits)?.touches;
            let own: Vec<_> = touches.iter().rev().filter(|own| own.rep == rep).collect();
            let rows: Vec<_> = own.iter().take(MOST_LISTED).map(|own| row(app, plan, own)).collect();
            Some(view! {
                <p class="muted">{locale::counted(own.len(), "touch", "touches")} " noted."</p>
                <ul class="said-list">{rows}</ul>
            })
        })
    };
    view! {
        <section class="ph-panel" aria-labelledby="notes-h">
            <h2 id="notes-h">"Notes"</h2>
            <p class="muted">
                "Done, missed and what you noted is kept on this device. Send the file to who planned your visits: dropped on their plan, "
                "it is merged there, and nothing is counted twice."
            </p>
            <button class="btn primary" type="button" on:click=move |_| app.download(Export::Notes)>
                <Icon name="down" />
                "Save the notes file"
            </button>
            {part(said)}
        </section>
    }
}

fn row(app: App, plan: &Plan, touch: &DoneTouch) -> AnyView {
    let accounts = plan.dataset().accounts();
    let at = accounts.ids.iter().position(|id| id == touch.account);
    let name = at.map_or(touch.account.as_str(), |at| accounts.names.get(at)).to_owned();
    let kind = match touch.kind {
        ActivityKind::Visit => "Visit",
        ActivityKind::Call => "Call",
        ActivityKind::Email => "E-mail",
        ActivityKind::Other => "Touch",
    };
    let state = match touch.state {
        TouchState::Open => "",
        TouchState::Done => ", done",
        TouchState::Missed => ", missed",
    };
    let label = format!("Note on {name}");
    view! {
        <li>
            <b>{name}</b>
            <span class="muted">{format!("{} · {kind}{state}", locale::day(touch.day, DateStyle::Middle))}</span>
            {note_field(app, touch.clone(), label)}
        </li>
    }
    .into_any()
}
