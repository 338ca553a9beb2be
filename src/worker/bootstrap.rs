//! Starts a worker that is bound by the page's Content-Security-Policy.
//!
//! A worker loaded from a file has its own policy: none, on a host that sends no such header. One loaded from a
//! `blob:` address inherits the policy of the page that made it, so the page makes a module of two lines that imports
//! the worker's script by absolute address. The script element that loads the page names the files of every program.

use js_sys::{Array, JSON};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url, Worker, WorkerOptions, WorkerType};

/// Starts a worker from the script and wasm that these attributes of the page's script element name. It is called
/// `name`: the one thing it knows before it is told anything.
///
/// # Errors
/// The browser's own, when the page has no such script or may not start a worker. A script that cannot be fetched or
/// compiled shows later, as an `error` event of the worker.
pub fn start(script: &str, wasm: &str, name: &str) -> Result<Worker, JsValue> {
    let bootstrap = bootstrap_module(&loaded(script)?, &loaded(wasm)?)?;
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

/// The absolute address in an attribute of the script that loads the page.
fn loaded(attribute: &str) -> Result<String, JsValue> {
    let missing = || JsValue::from(js_sys::Error::new(&format!("index.html has no script with {attribute}")));
    let document = web_sys::window().and_then(|window| window.document()).ok_or_else(missing)?;
    let script = document.query_selector(&format!("script[{attribute}]"))?.ok_or_else(missing)?;
    let relative = script.get_attribute(attribute).ok_or_else(missing)?;
    let base = document.base_uri()?.unwrap_or_default();
    Ok(Url::new_with_base(&relative, &base)?.href())
}

/// The source of the module, with both addresses as string literals of JavaScript.
fn bootstrap_module(script: &str, wasm: &str) -> Result<String, JsValue> {
    let quoted = |address: &str| JSON::stringify(&address.into()).map(String::from);
    let (script, wasm) = (quoted(script)?, quoted(wasm)?);
    // A static import would count as a worker's script, for which the policy allows `blob:` alone.
    Ok(format!("const {{ default: start }} = await import({script});\nawait start({{ module_or_path: {wasm} }});\n"))
}
