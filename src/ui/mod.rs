//! The screen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MessageEvent;

/// Mounts the app into the page's body.
pub fn mount() {
    console_error_panic_hook::set_once();
    let (answer, set_answer) = signal(String::new());
    match crate::worker::start() {
        Ok(worker) => {
            let said = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                set_answer.set(event.data().as_string().unwrap_or_default());
            });
            worker.set_onmessage(Some(said.as_ref().unchecked_ref()));
            said.forget();
        }
        Err(error) => leptos::logging::error!("the worker did not start: {error:?}"),
    }
    mount_to_body(move || {
        view! {
            <main id="main">
                <h1>"Hinterland"</h1>
                <p id="worker-state">{answer}</p>
            </main>
        }
    });
}
