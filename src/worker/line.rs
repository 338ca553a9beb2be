//! The page's side: starts a worker, sends requests, hears events.

use super::{bootstrap, party::Party, wire};
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// What the page does with an event and its attachments.
pub type Listener<P> = Rc<dyn Fn(<P as Party>::Event, Vec<JsValue>)>;

/// What the page does when the worker has died; the cause in words.
pub type Mourner = Rc<dyn Fn(String)>;

/// A worker that runs, and the line to it. Dropping it ends the worker at once, whatever it does, and gives its memory back.
pub struct Line<P> {
    worker: Worker,
    /// Requests from before the worker was ready.
    waiting: Rc<RefCell<Option<Vec<wire::Parcel>>>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(web_sys::Event)>,
    party: PhantomData<P>,
}

impl<P: Party> Line<P> {
    /// Starts a worker of the app that lies at `base` (an absolute address that ends in a slash).
    ///
    /// # Errors
    /// The browser's own, when it does not allow workers.
    pub fn start(base: &str, listener: Listener<P>, mourner: Mourner) -> Result<Self, JsValue> {
        let worker = bootstrap::start(P::SCRIPT, P::WASM, base)?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let on_message = {
            let (worker, waiting, mourner) = (worker.clone(), Rc::clone(&waiting), Rc::clone(&mourner));
            Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
                let message = message.data();
                if wire::is_ready(&message) {
                    for parcel in waiting.borrow_mut().take().unwrap_or_default() {
                        post(&worker, &parcel);
                    }
                    return;
                }
                match wire::unpack(message) {
                    Ok((event, attachments)) => listener(event, attachments),
                    Err(cause) => mourner(cause),
                }
            })
        };
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            let cause = event.dyn_ref::<web_sys::ErrorEvent>().map(web_sys::ErrorEvent::message);
            mourner(cause.unwrap_or_else(|| "it could not be started".to_owned()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, waiting, _on_message: on_message, _on_error: on_error, party: PhantomData })
    }

    /// Sends a request. Buffers move to the worker and are empty here afterwards; blobs are read there, where they lie.
    pub fn send(&self, request: &P::Request, attachments: &[JsValue]) {
        let Ok(parcel) = wire::pack(request, attachments) else { return };
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(parcel),
            None => post(&self.worker, &parcel),
        }
    }
}

impl<P> Drop for Line<P> {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn post(worker: &Worker, parcel: &wire::Parcel) {
    // Posting fails only for values that cannot be cloned; buffers and blobs always can.
    let _posted = worker.post_message_with_transfer(&parcel.value, &parcel.transfer);
}
