//! A worker as it knows itself: what it answers, and how.

use crate::engine::import_protocol::{ImportEvent, ImportRequest};
use crate::engine::protocol::{Event, Failure, Job, Request};
use crate::engine::unpacker::{UnpackEvent, UnpackRequest, Unpacker};
use crate::engine::{Attachments, Importer, Session};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What answers the page's requests, one after the other.
pub trait Service: Default + 'static {
    /// What the page asks.
    type Request: DeserializeOwned;
    /// What it is told.
    type Event: Serialize;

    /// Answers one request; `tell` hears events, and the bytes that go with one.
    fn answer(
        &mut self,
        request: Self::Request,
        attachments: Attachments,
        tell: &mut dyn FnMut(Self::Event, Option<Vec<u8>>),
    );

    /// A pack could not be had, or a request not be understood.
    fn failed(message: String) -> Self::Event;

    /// An attachment could not be read that would have been the one at this position.
    ///
    /// # Errors
    /// What is told instead of an answer, where there is none without the attachment.
    fn unread(_request: &mut Self::Request, _position: usize, message: String) -> Result<Self::Event, Self::Event> {
        Err(Self::failed(message))
    }

    /// Attachments come in: 0 to 1.
    #[must_use]
    fn reading(_done: f64) -> Option<Self::Event> {
        None
    }

    /// Whether the bytes of an event are to be kept by the browser, and go as a handle.
    #[must_use]
    fn is_kept(_event: &Self::Event) -> bool {
        false
    }

    /// The data packs that are wanted before the next request, or before [`Service::finish`].
    fn missing_packs(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// Takes an inflated data pack.
    ///
    /// # Errors
    /// In words, when it is not what it should be.
    fn take_pack(&mut self, _pack: &[u8]) -> Result<(), String> {
        Ok(())
    }

    /// Tells what an answer left to tell until the packs are in.
    fn finish(&mut self, _tell: &mut dyn FnMut(Self::Event, Option<Vec<u8>>)) {}

    /// Whether a job runs that [`Service::step`] moves on.
    fn is_busy(&self) -> bool {
        false
    }

    /// Moves the running job on by one step.
    fn step(&mut self, _tell: &mut dyn FnMut(Self::Event, Option<Vec<u8>>)) {}
}

impl Service for Session {
    type Request = Request;
    type Event = Event;

    fn answer(&mut self, request: Request, attachments: Attachments, tell: &mut dyn FnMut(Event, Option<Vec<u8>>)) {
        self.handle(request, attachments, tell);
    }

    fn failed(message: String) -> Event {
        Event::Failed(Failure { job: Job::Open, file: String::new(), message })
    }

    fn is_kept(event: &Event) -> bool {
        matches!(event, Event::Piece)
    }

    fn is_busy(&self) -> bool {
        self.is_busy()
    }

    fn step(&mut self, tell: &mut dyn FnMut(Event, Option<Vec<u8>>)) {
        self.step(tell);
    }
}

impl Service for Importer {
    type Request = ImportRequest;
    type Event = ImportEvent;

    fn answer(
        &mut self,
        request: ImportRequest,
        attachments: Attachments,
        tell: &mut dyn FnMut(ImportEvent, Option<Vec<u8>>),
    ) {
        self.handle(request, attachments, tell);
    }

    fn failed(message: String) -> ImportEvent {
        ImportEvent::Failed(Failure { job: Job::Import, file: String::new(), message })
    }

    fn unread(request: &mut ImportRequest, position: usize, message: String) -> Result<ImportEvent, ImportEvent> {
        Ok(request.withdraw(position, message))
    }

    fn reading(done: f64) -> Option<ImportEvent> {
        Some(Importer::reading(done))
    }

    fn missing_packs(&mut self) -> Vec<String> {
        self.missing_packs()
    }

    fn take_pack(&mut self, pack: &[u8]) -> Result<(), String> {
        self.add_pack(pack).map_err(|error| error.to_string())
    }

    fn finish(&mut self, tell: &mut dyn FnMut(ImportEvent, Option<Vec<u8>>)) {
        self.tell(tell);
    }
}

impl Service for Unpacker {
    type Request = UnpackRequest;
    type Event = UnpackEvent;

    fn answer(
        &mut self,
        request: UnpackRequest,
        attachments: Attachments,
        tell: &mut dyn FnMut(UnpackEvent, Option<Vec<u8>>),
    ) {
        self.handle(request, attachments, tell);
    }

    fn failed(message: String) -> UnpackEvent {
        UnpackEvent::Failed(Failure { job: Job::Unpack, file: String::new(), message })
    }

    fn reading(done: f64) -> Option<UnpackEvent> {
        Some(Unpacker::reading(done))
    }
}
