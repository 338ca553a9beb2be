//! Pieces of the page that one event changes, each in a task of its own.

use crate::ui::erased::{Part, Show, follow};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// What `source` says, a task later: what hangs on it is built apart from all else that the same event changes, so that
/// no task holds the page up for as long as all of them take.
pub fn later<T>(source: impl Fn() -> T + Send + Sync + 'static) -> ReadSignal<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let (said, say) = signal(untrack(&source));
    follow(move || {
        let now = source();
        let follow = move || {
            // The page may be gone by now.
            if said.try_with_untracked(|before| *before != now) == Some(true) {
                say.set(now);
            }
        };
        set_timeout(follow, Duration::ZERO);
    });
    said
}

/// What is inside, a task after the rest.
#[component]
pub fn Later(children: ChildrenFn) -> impl IntoView {
    let is_there = RwSignal::new(false);
    // The page may be gone by now.
    set_timeout(
        move || {
            let _gone = is_there.try_set(true);
        },
        Duration::ZERO,
    );
    view! { <Show when=move || is_there.get()>{children()}</Show> }
}

/// The parts of a long list that are there, each made once; one function for all lists, as the framework would make one for each.
pub fn parts(drawn: ReadSignal<usize>, view: impl Fn(usize) -> Part + Send + Sync + 'static) -> AnyView {
    type View = Arc<dyn Fn(usize) -> Part + Send + Sync>;
    fn of(drawn: ReadSignal<usize>, view: View) -> AnyView {
        view! { <For each=move || 0..drawn.get() key=|part| *part children=move |part| view(part) /> }.into_any()
    }
    of(drawn, Arc::new(view))
}

/// How many parts of a long list are there: `first`, and then one more a task, up to `wanted`.
pub fn part_by_part(first: usize, wanted: impl Fn() -> usize + 'static) -> ReadSignal<usize> {
    let (drawn, draw) = signal(first);
    follow(move || {
        if drawn.get() < wanted() {
            set_timeout(
                move || {
                    // The list may be gone by now.
                    let _gone = draw.try_update(|drawn| *drawn += 1);
                },
                Duration::ZERO,
            );
        }
    });
    drawn
}
