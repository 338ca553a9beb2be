//! What lies over the canvases: the tooltip and the scale.

use super::hand::View;
use super::shown::Shown;
use crate::model::AccountIx;
use crate::ui::erased::{flag, part, says};
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::Meters;
use leptos::prelude::*;

/// The longest that the scale bar may be.
const LONGEST_SCALE_BAR: f64 = 118.0;

/// What lies under the cursor, in words.
#[component]
pub(super) fn Tooltip(shown: Shown, viewport: View, hover: RwSignal<Option<AccountIx>>) -> impl IntoView {
    let app = expect_context::<App>();
    let at = move || {
        let (account, view) = (hover.get()?, viewport.get()?);
        let place = shown.data.with(|data| data.as_ref()?.points.place(account))?;
        Some(view.screen_from_world(place))
    };
    let words = move || {
        let account = hover.get()?;
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let own = plan.dataset().accounts().get(account);
            let name = if own.name.is_empty() { own.id } else { own.name };
            let owner = plan.alignment().owner(account);
            let territory = owner.and_then(|owner| Some((owner, plan.alignment().territory(owner)?)));
            let territory = territory.map(|(owner, own)| format!("{} {}", owner.index() + 1, own.name));
            Some((name.to_owned(), own.place.to_owned(), territory.unwrap_or_else(|| "Unassigned".to_owned())))
        })
    };
    view! {
        <div
            class="tooltip"
            class:shown=flag(move || hover.get().is_some())
            style:left=says(move || at().map_or_else(String::new, |[x, _]| format!("{x}px")))
            style:top=says(move || at().map_or_else(String::new, |[_, y]| format!("{y}px")))
            role="presentation"
        >
            {part(move || {
                words()
                    .map(|(name, place, territory)| {
                        view! {
                            <b>{name}</b>
                            <span class="muted">{place}</span>
                            <span>{territory}</span>
                        }
                    })
            })}
        </div>
    }
}

/// The scale bar, and whose boundaries these are.
#[component]
pub(super) fn Scale(shown: Shown, viewport: View) -> impl IntoView {
    let app = expect_context::<App>();
    let bar = move || {
        let view = viewport.get()?;
        let [width, height] = view.size();
        let middle = view.world_from_screen([width / 2.0, height / 2.0]);
        let meters = shown.data.with(|data| Some(data.as_ref()?.projection.meters_per_unit(middle)))? / view.scale();
        let unit = app.unit();
        let longest = unit.amount(Meters(meters * LONGEST_SCALE_BAR));
        let round = round_below(longest);
        Some((
            LONGEST_SCALE_BAR * round / longest,
            format!("{} {}", locale::number(round, u8::from(round < 1.0)), unit.sign()),
        ))
    };
    view! {
        <div class="scale">
            {part(move || {
                bar()
                    .map(|(length, words)| {
                        view! {
                            <svg viewBox="0 0 120 8" width="120" height="8" aria-hidden="true">
                                <path d=format!("M{:.1} 1v6H119V1", 119.0 - length) />
                            </svg>
                            <span>{words}</span>
                        }
                    })
            })}
            <span class="faint">"Boundaries: Natural Earth, US Census Bureau"</span>
        </div>
    }
}

/// The largest of 1, 2 and 5 times a power of ten that is not above `value`.
fn round_below(value: f64) -> f64 {
    let mut power = 1e-9;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|&round| round <= value).unwrap_or(power)
}
