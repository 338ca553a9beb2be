//! Data packs: fetched from beside the app, inflated by the browser.

use js_sys::{ArrayBuffer, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableWritablePair, Response};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Fetches `url` and inflates it, unless the host has told the browser to do so on the way.
///
/// # Errors
/// In words, when the file is not there or not whole.
pub async fn fetch_pack(url: &str) -> Result<Vec<u8>, String> {
    fetch_inflated(url).await.map_err(|error| {
        let cause = error.as_string().unwrap_or_else(|| String::from(Object::from(error).to_string()));
        format!("{url} could not be loaded ({cause}). Reload the page; if that does not help, the site is incomplete.")
    })
}

async fn fetch_inflated(url: &str) -> Result<Vec<u8>, JsValue> {
    // Page and worker have different global types; both have `fetch`.
    let fetch: Function = Reflect::get(&js_sys::global(), &"fetch".into())?.dyn_into()?;
    let promise: js_sys::Promise = fetch.call1(&js_sys::global(), &url.into())?.dyn_into()?;
    let response: Response = JsFuture::from(promise).await?.dyn_into()?;
    if !response.ok() {
        return Err(format!("status {}", response.status()).into());
    }
    let bytes = body(&response).await?;
    if bytes.slice(0, 2).to_vec() != GZIP_MAGIC {
        return Ok(bytes.to_vec());
    }
    let parts = js_sys::Array::of1(&bytes);
    let stream = Blob::new_with_u8_array_sequence(&parts)?.stream();
    // The bindings hold this class back as unstable; every browser of today has it.
    let inflater: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    let pair: ReadableWritablePair =
        Reflect::construct(&inflater, &js_sys::Array::of1(&"gzip".into()))?.unchecked_into();
    let inflated = Response::new_with_opt_readable_stream(Some(&stream.pipe_through(&pair)))?;
    Ok(body(&inflated).await?.to_vec())
}

async fn body(response: &Response) -> Result<Uint8Array, JsValue> {
    let buffer: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
    Ok(Uint8Array::new(&buffer))
}
