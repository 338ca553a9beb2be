//! Placing an account, or where days start and end, by a click on the map.

use super::hand::View;
use super::shown::Shown;
use crate::model::Placement;
use crate::ui::components::Icon;
use crate::ui::erased::follow;
use crate::ui::state::{App, Placing, Selection};
use leptos::html::Div;
use leptos::prelude::*;

/// Puts what is being placed where a pixel of the map lies. Beside the globe nothing happens.
pub(super) fn place_at(app: App, shown: Shown, viewport: View, what: Placing, x: f64, y: f64) {
    let Some(view) = viewport.get_untracked() else { return };
    let world = view.world_from_screen([x, y]);
    let location = shown.data.with_untracked(|data| data.as_ref()?.projection.unproject(world));
    if let Some(location) = location {
        match what {
            Placing::Account(account) => {
                app.place_account(account, Placement::by_hand(location));
                app.selection.set(Selection::Account(account));
            }
            Placing::Base(rep, end) => app.put_base(rep, end, location),
        }
    }
}

/// Whoever comes to place an account has the map under the keys; leaving the map leaves the account as it was.
pub(super) fn hold_keys(app: App, place: NodeRef<Div>) {
    on_cleanup(move || app.review().placing.set(None));
    follow(move || {
        if let (Some(map), true) = (place.get(), app.review().placing.with(Option::is_some)) {
            // What is shown takes the focus.
            let _focused = map.focus();
        }
    });
}

/// What the next click does, and the way out.
#[component]
pub(super) fn PlacingBar() -> impl IntoView {
    let app = expect_context::<App>();
    let name = move || {
        let what = app.review().placing.get()?;
        app.plan.with(|plan| {
            let dataset = plan.as_ref()?.dataset();
            let own = match what {
                Placing::Account(account) => dataset.accounts().get(account),
                Placing::Base(rep, end) => {
                    let verb = if end == 0 { "start" } else { "end" };
                    return Some((dataset.rep(rep)?.name.clone(), format!("’s days {verb}")));
                }
            };
            Some((if own.name.is_empty() { own.id } else { own.name }.to_owned(), " is".to_owned()))
        })
    };
    move || {
        name().map(|(name, does)| {
            view! {
                <div class="placing-bar" role="status">
                    <Icon name="pin" />
                    <p>
                        "Click where " <b>{name}</b> {does} ". "
                        <span class="muted">"Enter takes the middle of the map, Esc leaves."</span>
                    </p>
                    <button class="btn" type="button" on:click=move |_| app.review().placing.set(None)>
                        "Leave"
                    </button>
                </div>
            }
        })
    }
}
