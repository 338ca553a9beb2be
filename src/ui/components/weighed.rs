//! What a change by hand would do, said before it is done.

use crate::engine::protocol::HandMove;
use crate::ui::erased::{follow, memo, part};
use crate::ui::state::{App, locked_in_words};
use leptos::prelude::*;
use std::time::Duration;

/// How long a hand has to rest before it is worked out what it would do.
const REST: Duration = Duration::from_millis(120);

/// The reason for a change that is thought about, in words and figures, once it is worked out; nothing where none is.
#[component]
pub fn Weighed(
    /// What is thought about.
    own: Memo<Option<HandMove>>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let found = RwSignal::new(None);
    let waits = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(handle) = waits.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    follow(move || {
        // What it would do is asked anew after each edit.
        let is_planned =
            app.plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.is_designed() && plan.brief().is_some()));
        let own = own.get().filter(|_| is_planned);
        forget();
        if let Some(own) = own {
            waits.set_value(set_timeout_with_handle(move || app.weigh(own), REST).ok());
        }
    });
    on_cleanup(forget);
    // What others ask about is answered in the same place.
    follow(move || {
        let answer = app.hand().weighed.get().filter(|(asked, _)| own.get_untracked().as_ref() == Some(asked));
        if answer.is_some() {
            found.set(answer);
        }
    });
    let words = memo(move || {
        let own = own.get()?;
        if let Some(locked) = app.plan.with(|plan| locked_in_words(plan.as_ref()?, &own)) {
            return Some(locked);
        }
        let (asked, proposal) = found.get()?;
        let proposal = proposal.filter(|_| own == asked)?;
        app.plan.with(|plan| plan.as_ref().map(|plan| plan.proposal_reason(&proposal)))
    });
    view! {
        <p class="note weighed" role="status">
            {part(move || words.get())}
        </p>
    }
}
