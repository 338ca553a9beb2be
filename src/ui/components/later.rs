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

/// How many parts of a long list may follow what has changed: `at_once`, and as many more with each frame, up to `parts`; from
/// the start again whenever `change` has changed.
pub fn frame_by_frame(
    at_once: usize,
    parts: impl Fn() -> usize + Copy + 'static,
    change: impl Fn() + 'static,
) -> ReadSignal<usize> {
    fn step(at_once: usize, follow: WriteSignal<usize>, is_running: StoredValue<bool>, parts: Arc<dyn Fn() -> usize>) {
        request_animation_frame(move || {
            // The list may be gone by now.
            let further = follow.try_update(|following| {
                *following += at_once;
                *following
            });
            if further.is_some_and(|following| following < parts()) {
                step(at_once, follow, is_running, parts);
            } else {
                let _gone = is_running.try_update_value(|running| *running = false);
            }
        });
    }
    let (following, set) = signal(usize::MAX);
    let is_running = StoredValue::new(false);
    follow(move || {
        change();
        set.set(at_once);
        if !is_running.get_value() {
            is_running.set_value(true);
            step(at_once, set, is_running, Arc::new(parts));
        }
    });
    following
}

/// The parts of a long list that are there, each made once.
pub fn parts(drawn: ReadSignal<usize>, view: impl Fn(usize) -> Part + Send + Sync + 'static) -> AnyView {
    keyed(move || (0..drawn.get()).collect(), view)
}

/// The entries of a list by their numbers, each made once; one function for all lists, as the framework would make one for each.
pub fn keyed(
    numbers: impl Fn() -> Vec<usize> + Send + Sync + 'static,
    view: impl Fn(usize) -> Part + Send + Sync + 'static,
) -> AnyView {
    type Numbers = Arc<dyn Fn() -> Vec<usize> + Send + Sync>;
    type View = Arc<dyn Fn(usize) -> Part + Send + Sync>;
    fn of(numbers: Numbers, view: View) -> AnyView {
        view! { <For each=move || numbers() key=|number| *number children=move |number| view(number) /> }.into_any()
    }
    of(Arc::new(numbers), Arc::new(view))
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
