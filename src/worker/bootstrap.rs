//! Starts a worker that is bound by the page's Content-Security-Policy.
//!
//! A worker loaded from a file has its own policy: none, on a host that sends no such header. One loaded from a
//! `blob:` address inherits the policy of the page that made it, so the page makes a module of two lines that imports
//! the real script by its absolute address.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlLinkElement, Url, Worker, WorkerOptions, WorkerType};

/// Starts the worker that `index.html` names. It is called `name`: the one thing it knows before it is told anything.
///
/// # Errors
/// The browser's own, when the page has no worker script or may not start one. A script that cannot be fetched or
/// compiled shows later, as an `error` event of the worker.
pub fn start(name: &str) -> Result<Worker, JsValue> {
    let bootstrap = bootstrap_module(&linked("worker-script")?, &linked("worker-wasm")?);
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&bootstrap.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(name);
    // The address stays valid: the browser reads it only after this call has returned.
    Worker::new_with_options(&address, &options)
}

/// The absolute address of the `<link>` with this id.
fn linked(id: &str) -> Result<String, JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.get_element_by_id(id));
    link.and_then(|link| link.dyn_into::<HtmlLinkElement>().ok())
        .map(|link| link.href())
        .ok_or_else(|| js_sys::Error::new(&format!("index.html has no <link id=\"{id}\">")).into())
}

/// The source of the module, with both addresses as string literals of JavaScript.
fn bootstrap_module(script: &str, wasm: &str) -> String {
    let quoted = |address: &str| serde_json::Value::from(address).to_string();
    // A static import would count as a worker's script, for which the policy allows `blob:` alone.
    format!(
        "const {{ default: start }} = await import({});\nawait start({{ module_or_path: {} }});\n",
        quoted(script),
        quoted(wasm)
    )
}
