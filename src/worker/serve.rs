//! The worker's side: hears requests, runs jobs in steps, tells events.

use super::pack::fetch_pack;
use super::service::Service;
use super::wire::{self, Attachment};
use crate::pieces::PIECE_BYTES;
use js_sys::{Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

/// Serves the page until it ends the worker, whose name is the absolute address of the app, with a slash at its end.
///
/// # Errors
/// The browser's own, when this is no worker.
pub fn serve<S: Service>() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let server = Rc::new(Server {
        scope: scope.clone(),
        base: scope.name(),
        queue: RefCell::default(),
        pumping: Cell::new(false),
        service: RefCell::new(S::default()),
        channel: MessageChannel::new()?,
        piece: Uint8Array::new_with_length(u32::try_from(PIECE_BYTES).unwrap_or_default()),
    });
    let on_message = Closure::<dyn Fn(MessageEvent)>::new({
        let server = Rc::clone(&server);
        move |message: MessageEvent| server.hear(message.data())
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    scope.post_message(&wire::READY)
}

struct Server<S: Service> {
    scope: DedicatedWorkerGlobalScope,
    base: String,
    queue: RefCell<VecDeque<(S::Request, Vec<JsValue>)>>,
    pumping: Cell<bool>,
    service: RefCell<S>,
    channel: MessageChannel,
    /// Where bytes lie while a handle is made of them, the same place each time.
    piece: Uint8Array,
}

impl<S: Service> Server<S> {
    fn hear(self: &Rc<Self>, message: JsValue) {
        match wire::unpack(message) {
            Ok(request) => self.queue.borrow_mut().push_back(request),
            Err(message) => return self.tell(&S::failed(message), None),
        }
        if !self.pumping.replace(true) {
            let server = Rc::clone(self);
            spawn_local(async move {
                server.pump().await;
                server.pumping.set(false);
            });
        }
    }

    /// Answers what was heard, and moves the running job on in between, until there is neither.
    async fn pump(&self) {
        loop {
            let next = self.queue.borrow_mut().pop_front();
            if let Some((request, attachments)) = next {
                self.answer(request, &attachments).await;
            } else if self.service.borrow().is_busy() {
                self.service.borrow_mut().step(&mut |event, bytes| self.tell(&event, bytes));
            } else {
                return;
            }
            self.breathe().await;
        }
    }

    async fn answer(&self, mut request: S::Request, attachments: &[JsValue]) {
        self.bring_packs().await;
        let mut files = Vec::with_capacity(attachments.len());
        for (position, attachment) in attachments.iter().enumerate() {
            let mut progress = |done: f64| {
                if let Some(event) = S::reading((position as f64 + done) / attachments.len() as f64) {
                    self.tell(&event, None);
                }
            };
            match wire::fetched(attachment, &mut progress).await {
                Ok(file) => files.push(file),
                Err(message) => match S::unread(&mut request, files.len(), message) {
                    Ok(event) => self.tell(&event, None),
                    Err(event) => return self.tell(&event, None),
                },
            }
        }
        let mut files = files.into_iter().map(Attachment::into_bytes);
        self.service.borrow_mut().answer(request, &mut files, &mut |event, bytes| self.tell(&event, bytes));
        self.bring_packs().await;
        self.service.borrow_mut().finish(&mut |event, bytes| self.tell(&event, bytes));
    }

    /// Fetches packs until none is missing: one may show that another is wanted. What cannot be had is told and done without,
    /// until the next request asks for it again.
    async fn bring_packs(&self) {
        loop {
            let missing = self.service.borrow_mut().missing_packs();
            if missing.is_empty() {
                return;
            }
            for name in missing {
                if let Err(message) = self.bring_pack(&name).await {
                    return self.tell(&S::failed(message), None);
                }
            }
        }
    }

    async fn bring_pack(&self, name: &str) -> Result<(), String> {
        let pack = fetch_pack(&format!("{}packs/{name}", self.base)).await?;
        self.service.borrow_mut().take_pack(&pack)
    }

    fn tell(&self, event: &S::Event, bytes: Option<Vec<u8>>) {
        let attachment = bytes.and_then(|bytes| {
            if S::is_kept(event) { wire::handle(&self.piece, &bytes) } else { Some(wire::buffer(&bytes)) }
        });
        if let Ok(parcel) = wire::pack(event, attachment.as_slice()) {
            // Posting fails only for values that cannot be cloned; buffers always can.
            let _posted = self.scope.post_message_with_transfer(&parcel.value, &parcel.transfer);
        }
    }

    /// Lets messages in. A message to oneself comes back at once; a timer would wait four milliseconds.
    async fn breathe(&self) {
        let promise = Promise::new(&mut |resolve, _| self.channel.port1().set_onmessage(Some(&resolve)));
        let sent = self.channel.port2().post_message(&JsValue::NULL);
        if sent.is_ok() {
            let _woken = JsFuture::from(promise).await;
        }
    }
}
