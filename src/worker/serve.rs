//! The worker's side: hears requests, runs jobs in steps, tells events.

use super::{pack::fetch_pack, wire};
use crate::engine::Session;
use crate::engine::protocol::{Event, Failure, Job, Request};
use crate::gazetteer;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

type Queue = RefCell<VecDeque<(Request, Vec<ArrayBuffer>)>>;

/// Serves the page until it ends the worker, whose name is the absolute address of the app, with a slash at its end.
///
/// # Errors
/// The browser's own, when this is no worker.
pub fn serve() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let server = Rc::new(Server {
        scope: scope.clone(),
        base: scope.name(),
        queue: Queue::default(),
        pumping: Cell::new(false),
        session: RefCell::new(Session::default()),
        channel: MessageChannel::new()?,
    });
    let on_message = Closure::<dyn Fn(MessageEvent)>::new({
        let server = Rc::clone(&server);
        move |message: MessageEvent| server.hear(message.data())
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    server.tell(&Event::Ready, None);
    Ok(())
}

struct Server {
    scope: DedicatedWorkerGlobalScope,
    base: String,
    queue: Queue,
    pumping: Cell<bool>,
    session: RefCell<Session>,
    channel: MessageChannel,
}

impl Server {
    fn hear(self: &Rc<Self>, message: JsValue) {
        match wire::unpack(message) {
            Ok(request) => self.queue.borrow_mut().push_back(request),
            Err(message) => return self.fail(Job::Open, message),
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
                self.answer(request, attachments).await;
            } else if self.session.borrow().is_busy() {
                let mut tell = |event: Event, bytes: Option<Vec<u8>>| self.tell(&event, bytes);
                self.session.borrow_mut().step(&mut tell);
            } else {
                return;
            }
            self.breathe().await;
        }
    }

    async fn answer(&self, request: Request, attachments: Vec<ArrayBuffer>) {
        let lacks_places = Session::needs_places(&request) && !self.session.borrow().has_places();
        if lacks_places && let Err(message) = self.bring_places().await {
            return self.fail(Job::Import, message);
        }
        let attachments: Vec<Vec<u8>> = attachments.iter().map(|buffer| Uint8Array::new(buffer).to_vec()).collect();
        let mut tell = |event: Event, bytes: Option<Vec<u8>>| self.tell(&event, bytes);
        self.session.borrow_mut().handle(request, &attachments, &mut tell);
    }

    async fn bring_places(&self) -> Result<(), String> {
        let mut packs = Vec::new();
        for name in gazetteer::PACKS {
            packs.push(fetch_pack(&format!("{}packs/{name}", self.base)).await?);
        }
        let packs = packs.iter().map(Vec::as_slice);
        self.session.borrow_mut().add_packs(packs).map_err(|error| error.to_string())
    }

    fn fail(&self, job: Job, message: String) {
        self.tell(&Event::Failed(Failure { job, file: String::new(), message }), None);
    }

    fn tell(&self, event: &Event, bytes: Option<Vec<u8>>) {
        let attachment = bytes.map(|bytes| Uint8Array::from(bytes.as_slice()).buffer());
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
