//! What was said of touches, and the file that takes it back.

use super::buttons::Button;
use super::card::{answers, note_field};
use super::route::day_view;
use crate::engine::protocol::Export;
use crate::model::{ActivityKind, DoneTouch, TouchState};
use crate::plan::{LayerPlan, Plan};
use crate::ui::erased::part;
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::App;
use leptos::prelude::*;

/// The most touches that are listed.
const MOST_LISTED: usize = 100;

/// All that was said, the last first.
pub(super) fn notes(app: App) -> AnyView {
    // What was filled in and not kept stands in the file as well.
    set_timeout(move || app.say_filled(), std::time::Duration::ZERO);
    let save = Button::new("btn primary", "down", "Save the notes file").acts(move || app.download(Export::Notes));
    view! {
        <section class="ph-panel" aria-labelledby="notes-h">
            <h2 id="notes-h">"Notes"</h2>
            <p class="muted">
                "Done, missed and what you noted is kept on this device. Send the file to who planned your visits: dropped on their plan, "
                "it is merged there, and nothing is counted twice."
            </p>
            {save}
            {part(move || said(app))}
        </section>
    }
    .into_any()
}

fn said(app: App) -> Option<AnyView> {
    let rep = day_view(app)?.rep;
    app.plan.with(|plan| {
        let plan = plan.as_ref()?;
        let touches = &plan.layer().and_then(LayerPlan::visits)?.touches;
        let own: Vec<_> = touches.iter().rev().filter(|own| own.rep == rep).collect();
        let rows: Vec<_> = own.iter().take(MOST_LISTED).map(|own| row(app, plan, own)).collect();
        let words = format!("{} noted.", locale::counted(own.len(), "touch", "touches"));
        Some(view! { <p class="muted">{words}</p> <ul class="said-list">{rows}</ul> }.into_any())
    })
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
            {answers(app, touch)}
        </li>
    }
    .into_any()
}
