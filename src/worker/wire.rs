//! Messages as JavaScript values: an array of the head's bytes and the attachments, moved and not copied.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

/// A message on its way: the value to post, and the list of what moves with it.
pub struct Parcel {
    pub value: JsValue,
    pub transfer: Array,
}

/// Packs a head and its attachments.
///
/// # Errors
/// In words, when the head cannot be written.
pub fn pack<T: Serialize>(head: &T, attachments: &[ArrayBuffer]) -> Result<Parcel, String> {
    let bytes = postcard::to_allocvec(head).map_err(|error| error.to_string())?;
    let head = Uint8Array::from(bytes.as_slice()).buffer();
    let parts: Array = std::iter::once(&head).chain(attachments).collect();
    let transfer = parts.slice(0, parts.length());
    Ok(Parcel { value: parts.into(), transfer })
}

/// Takes a message apart again.
///
/// # Errors
/// In words, when the value is no message of this version.
pub fn unpack<T: DeserializeOwned>(value: JsValue) -> Result<(T, Vec<ArrayBuffer>), String> {
    let parts: Array = value.dyn_into().map_err(|_| "the message is no list".to_owned())?;
    let mut buffers = parts.iter().map(JsCast::dyn_into::<ArrayBuffer>);
    let Some(Ok(head)) = buffers.next() else { return Err("the message has no head".to_owned()) };
    let head = postcard::from_bytes(&Uint8Array::new(&head).to_vec()).map_err(|error| error.to_string())?;
    Ok((head, buffers.filter_map(Result::ok).collect()))
}
