//! Messages as JavaScript values: an array of the head's bytes, in pieces, and the attachments. Buffers are moved and not
//! copied; blobs, files among them, are handles and bring no bytes along.
//!
//! Invariant: of what is on its way no program holds more than a piece beside what it makes of it.

use crate::engine::encoding;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageChannel};

/// How much of a blob is read at a time: what a copy on the way costs in memory.
const SLICE_BYTES: f64 = 8.0 * 1024.0 * 1024.0;

/// A smaller buffer is not worth the channel that gives it back.
const WORTH_GIVING_BACK: u32 = 64 * 1024;

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
    let pieces = Array::new();
    let mut take = |piece: &[u8]| {
        pieces.push(&Uint8Array::from(piece).buffer());
    };
    encoding::write(head, &mut take).map_err(|error| error.to_string())?;
    let transfer = pieces.iter().chain(attachments.iter().cloned()).filter(JsValue::is_instance_of::<ArrayBuffer>);
    let transfer = transfer.collect();
    let value: Array = std::iter::once(pieces.as_ref()).chain(attachments).collect();
    Ok(Parcel { value: value.into(), transfer })
}

/// Takes a message apart again.
///
/// # Errors
/// In words, when the value is no message of this version.
pub fn unpack<T: DeserializeOwned>(value: JsValue) -> Result<(T, Vec<JsValue>), String> {
    let parts: Array = value.dyn_into().map_err(|_| "the message is no list".to_owned())?;
    let pieces: Array = parts.shift().dyn_into().map_err(|_| "the message has no head".to_owned())?;
    let mut next = || pieces.shift().dyn_ref().map(copied);
    let head = encoding::read(&mut next).map_err(|error| error.to_string())?;
    Ok((head, parts.iter().collect()))
}

/// Bytes as an attachment that moves.
pub fn buffer(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).buffer().into()
}

/// Bytes as a handle of what the browser keeps; they are put down in `place` for it, which has room for a piece. `None` when
/// they do not fit, or the browser has no memory for them.
pub fn handle(place: &Uint8Array, bytes: &[u8]) -> Option<JsValue> {
    let length = u32::try_from(bytes.len()).ok().filter(|&length| length <= place.length())?;
    let part = place.subarray(0, length);
    part.copy_from(bytes);
    Blob::new_with_u8_array_sequence(&Array::of1(&part)).ok().map(JsValue::from)
}

/// An attachment that can be read at once.
pub enum Attachment {
    /// What a blob held.
    Bytes(Vec<u8>),
    /// Not copied before it is wanted.
    Buffer(ArrayBuffer),
}

impl Attachment {
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Buffer(buffer) => copied(&buffer),
        }
    }
}

/// Reads an attachment that is a blob, slice by slice; `progress` hears 0 to 1.
///
/// # Errors
/// In words, when there is no memory for it or the browser cannot read it.
pub async fn fetched(attachment: &JsValue, progress: &mut dyn FnMut(f64)) -> Result<Attachment, String> {
    if let Some(buffer) = attachment.dyn_ref::<ArrayBuffer>() {
        return Ok(Attachment::Buffer(buffer.clone()));
    }
    let blob: &Blob = attachment.dyn_ref().ok_or_else(|| "the message brings something unknown".to_owned())?;
    let size = blob.size();
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(whole(size)).map_err(|_| {
        format!("{} MB do not fit into memory. Close other tabs, or split the file.", whole(size / 1e6))
    })?;
    let mut start = 0.0;
    while start < size {
        let end = size.min(start + SLICE_BYTES);
        let slice = blob.slice_with_f64_and_f64(start, end).map_err(unreadable)?;
        let buffer: ArrayBuffer =
            JsFuture::from(slice.array_buffer()).await.and_then(JsCast::dyn_into).map_err(unreadable)?;
        let view = Uint8Array::new(&buffer);
        let filled = bytes.len();
        bytes.resize(filled + whole(end - start).min(view.length() as usize), 0);
        view.copy_to(&mut bytes[filled..]);
        give_back(&buffer);
        start = end;
        progress(start / size);
    }
    Ok(Attachment::Bytes(bytes))
}

/// The bytes of a buffer, which is given back.
fn copied(buffer: &ArrayBuffer) -> Vec<u8> {
    let bytes = Uint8Array::new(buffer).to_vec();
    give_back(buffer);
    bytes
}

/// Frees a buffer that came with a message or from a blob, once it was read: a busy program collects no garbage, and a file
/// would lie in memory twice. Posting moves what a buffer holds; to a port that is closed, it moves nowhere.
/// (`ArrayBuffer.transfer` leaves it to the browser's own handle of such a buffer.)
pub fn give_back(buffer: &ArrayBuffer) {
    if buffer.byte_length() < WORTH_GIVING_BACK {
        return;
    }
    let Ok(channel) = MessageChannel::new() else { return };
    channel.port2().close();
    // A buffer that stays is only collected later.
    let _moved = channel.port1().post_message_with_transferable(&JsValue::NULL, &Array::of1(buffer));
    channel.port1().close();
}

fn unreadable(_: JsValue) -> String {
    "The browser could not read the file. Is it still there and unchanged, and may it be read?".to_owned()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of files")]
fn whole(size: f64) -> usize {
    size as usize
}
