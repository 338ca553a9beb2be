//! What is asked of a person entry by entry: a heading, a list or a table, and the rest of it on demand.

use crate::engine::import_protocol::Listed;
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// Entries shown at once.
const LISTED: usize = 30;

/// What stands above the entries.
#[derive(Clone, Copy)]
pub(super) struct About {
    pub title: &'static str,
    pub hint: &'static str,
    /// How many there are in all, of which the first are listed.
    pub of: Signal<u32>,
    /// The columns of a table; none for a list.
    pub head: &'static [&'static str],
}

/// The entries, if there are any; `rows` gives the views of the first so many.
pub(super) fn review_list(about: About, count: Signal<usize>, rows: Callback<usize, AnyView>) -> impl IntoView {
    let most = RwSignal::new(LISTED);
    move || {
        let (count, shown) = (count.get(), most.get());
        let all = usize::try_from(about.of.get()).unwrap_or_default();
        (count > 0).then(|| {
            let entries = rows.run(shown);
            let entries = if about.head.is_empty() {
                view! { <ul>{entries}</ul> }.into_any()
            } else {
                let class = |name: &str| if name.starts_with("Row") { "num" } else { "" };
                let head = about.head.iter().map(|&name| view! { <th scope="col" class=class(name)>{name}</th> });
                view! {
                    <table>
                        <thead>
                            <tr>{head.collect_view()}</tr>
                        </thead>
                        <tbody>{entries}</tbody>
                    </table>
                }
                .into_any()
            };
            view! {
                <section class="review">
                    <header>
                        <h3>{about.title}</h3>
                        <p class="faint">{about.hint}</p>
                    </header>
                    {(all > count).then(|| {
                        let words = format!("The first {} of {}.", locale::count(count), locale::count(all));
                        view! { <p class="faint">{words}</p> }
                    })}
                    {entries}
                    {more(count.saturating_sub(shown), most)}
                </section>
            }
        })
    }
}

/// A count of what the draft lists the first of.
pub(super) fn listed(app: App, count: impl Fn(&Listed) -> u32 + Send + Sync + 'static) -> Signal<u32> {
    Signal::derive(move || app.draft.with(|draft| draft.as_ref().map_or(0, |draft| count(&draft.listed))))
}

/// A button for the rest of a list.
pub(super) fn more(hidden: usize, most: RwSignal<usize>) -> impl IntoView {
    (hidden > 0).then(|| {
        view! {
            <button class="btn link" type="button" on:click=move |_| most.update(|most| *most += LISTED)>
                "Show " {locale::count(hidden.min(LISTED))} " more of " {locale::count(hidden)}
            </button>
        }
    })
}

/// A short number for a text, for the ids of its controls (FNV-1a).
pub(super) fn fold(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
