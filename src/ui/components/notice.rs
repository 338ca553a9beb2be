//! What went wrong, where, and what to do: bars that stay until they are read.

use super::Icon;
use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// A bar for each failure; nothing when all is well.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <div role="alert" class="notice-place">
            {part(move || {
                app.notices
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(position, notice)| {
                        let dismiss = move |_| app.notices.update(|notices| {
                            if position < notices.len() {
                                notices.remove(position);
                            }
                        });
                        view! {
                            <div class="notice" class:good=notice.is_good>
                                <Icon name=if notice.is_good { "check" } else { "alert" } />
                                <p>
                                    {(!notice.about.is_empty() && !notice.message.contains(&notice.about))
                                        .then(|| view! { <b>{notice.about.clone()}</b> ": " })}
                                    {notice.message.clone()}
                                    {(notice.more > 0)
                                        .then(|| format!(" And {} more messages.", locale::count(notice.more)))}
                                </p>
                                <button
                                    class="btn quiet icon-only"
                                    type="button"
                                    aria-label="Dismiss this message"
                                    on:click=dismiss
                                >
                                    <Icon name="x" />
                                </button>
                            </div>
                        }
                    })
                    .collect_view()
            })}
        </div>
    }
}
