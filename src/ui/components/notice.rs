//! What went wrong, where, and what to do: a bar that stays until it is read.

use super::Icon;
use crate::ui::state::App;
use leptos::prelude::*;

/// The bar of the last failure; nothing when all is well.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <div role="alert" class="notice-place">
            {move || {
                app.notice
                    .get()
                    .map(|notice| {
                        view! {
                            <div class="notice">
                                <Icon name="alert" />
                                <p>
                                    {(!notice.about.is_empty())
                                        .then(|| view! { <b>{notice.about.clone()}</b> ": " })}
                                    {notice.message.clone()}
                                </p>
                                <button
                                    class="btn quiet icon-only"
                                    type="button"
                                    aria-label="Dismiss this message"
                                    on:click=move |_| app.notice.set(None)
                                >
                                    <Icon name="x" />
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
