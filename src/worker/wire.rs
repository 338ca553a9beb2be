//! Messages as JavaScript values: an array of the head's bytes and the attachments. Buffers are moved and not copied;
//! blobs, files among them, are handles and bring no bytes along.

use crate::engine::sized;
use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// How much of a blob is read at a time: what a copy on the way costs in memory.
const SLICE_BYTES: f64 = 8.0 * 1024.0 * 1024.0;

/// A message on its way: the value to post, and the list of what moves with it.
pub struct Parcel {
    pub value: JsValue,
    pub transfer: Array,
}

/// What a worker posts once it hears.
pub const READY: JsValue = JsValue::NULL;

/// Whether a worker says that it hears.
pub fn is_ready(message: &JsValue) -> bool {
    message.is_null()
}

/// Packs a head and its attachments.
///
/// # Errors
/// In words, when the head cannot be written.
pub fn pack<T: Serialize>(head: &T, attachments: &[JsValue]) -> Result<Parcel, String> {
    let bytes = sized::to_bytes(head).map_err(|error| error.to_string())?;
    Ok(parcel(&Uint8Array::from(bytes.as_slice()).buffer(), attachments))
}

fn parcel(head: &ArrayBuffer, attachments: &[JsValue]) -> Parcel {
    let parts: Array = std::iter::once(head.as_ref()).chain(attachments).collect();
    let transfer = parts.iter().filter(JsValue::is_instance_of::<ArrayBuffer>).collect();
    Parcel { value: parts.into(), transfer }
}

/// Takes a message apart again.
///
/// # Errors
/// In words, when the value is no message of this version.
pub fn unpack<T: DeserializeOwned>(value: JsValue) -> Result<(T, Vec<JsValue>), String> {
    let (head, attachments) = parts(value)?;
    Ok((postcard::from_bytes(&head).map_err(|error| error.to_string())?, attachments))
}

fn parts(value: JsValue) -> Result<(Vec<u8>, Vec<JsValue>), String> {
    let parts: Array = value.dyn_into().map_err(|_| "the message is no list".to_owned())?;
    let head: ArrayBuffer = parts.shift().dyn_into().map_err(|_| "the message has no head".to_owned())?;
    Ok((copied(&head), parts.iter().collect()))
}

/// The bytes of an attachment, a blob's slice by slice; `progress` hears 0 to 1.
///
/// # Errors
/// In words, when there is no memory for it or the browser cannot read it.
pub async fn bytes(attachment: &JsValue, progress: &mut dyn FnMut(f64)) -> Result<Vec<u8>, String> {
    if let Some(buffer) = attachment.dyn_ref::<ArrayBuffer>() {
        return Ok(copied(buffer));
    }
    let blob: &Blob = attachment.dyn_ref().ok_or_else(|| "the message brings something unknown".to_owned())?;
    let size = blob.size();
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(whole(size)).map_err(|_| format!("{} MB do not fit into memory.", whole(size / 1e6)))?;
    let mut start = 0.0;
    while start < size {
        let end = size.min(start + SLICE_BYTES);
        let slice = blob.slice_with_f64_and_f64(start, end).map_err(unreadable)?;
        let buffer = JsFuture::from(slice.array_buffer()).await.map_err(unreadable)?;
        let view = Uint8Array::new(&buffer);
        let filled = bytes.len();
        bytes.resize(filled + whole(end - start).min(view.length() as usize), 0);
        view.copy_to(&mut bytes[filled..]);
        give_back(&buffer);
        start = end;
        progress(start / size);
    }
    Ok(bytes)
}

/// The bytes of a buffer, which is given back.
fn copied(buffer: &ArrayBuffer) -> Vec<u8> {
    let bytes = Uint8Array::new(buffer).to_vec();
    give_back(buffer);
    bytes
}

/// Frees a buffer at once: a busy worker collects no garbage, and a file would lie in memory twice. Browsers that cannot do
/// it collect it later.
fn give_back(buffer: &JsValue) {
    let transfer = Reflect::get(buffer, &"transfer".into()).ok().and_then(|method| method.dyn_into::<Function>().ok());
    if let Some(transfer) = transfer {
        let _emptied = transfer.call1(buffer, &0.into());
    }
}

fn unreadable(_: JsValue) -> String {
    "The browser could not read the file. Is it still there and unchanged, and may it be read?".to_owned()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of files")]
fn whole(size: f64) -> usize {
    size as usize
}
