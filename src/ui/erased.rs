//! Parts and attributes of the page that change, of one type whatever they show.
//!
//! The framework makes several functions anew for each type of closure in a view. Behind one type they are made once: the page
//! is loaded before anything is seen.

use leptos::children::ViewFn;
use leptos::prelude::*;

/// A part of the page that changes.
pub type Part = Box<dyn FnMut() -> AnyView + Send>;

/// What `view` gives, built anew whenever something that it read has changed.
pub fn part<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> Part {
    Box::new(move || view().into_any())
}

/// What is inside, as long as `when` holds; else the fallback.
#[component]
pub fn Show(
    /// The condition.
    when: impl Fn() -> bool + Send + Sync + 'static,
    children: ChildrenFn,
    /// Shown instead.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    shown(Box::new(when), children, fallback)
}

fn shown(when: Box<dyn Fn() -> bool + Send + Sync>, children: ChildrenFn, fallback: ViewFn) -> Part {
    let holds = Memo::new(move |_| when());
    part(move || if holds.get() { children() } else { fallback.run() })
}

/// Whether something is so, as an attribute says it.
pub fn flag(is_so: impl FnMut() -> bool + Send + 'static) -> Box<dyn FnMut() -> bool + Send> {
    Box::new(is_so)
}

/// What an attribute says.
pub fn says(words: impl FnMut() -> String + Send + 'static) -> Box<dyn FnMut() -> String + Send> {
    Box::new(words)
}

/// A value that is worked out anew when something that it read has changed, and tells so only when it is another.
pub fn memo<T>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    fn of<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| value())
    }
    of(Box::new(value))
}

/// Does something now, and again whenever something that it read has changed.
pub fn follow(act: impl FnMut() + 'static) {
    fn of(mut act: Box<dyn FnMut()>) {
        Effect::new(move |_| act());
    }
    of(Box::new(act));
}
