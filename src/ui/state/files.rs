//! Files on their way in: dropped, chosen, or the sample; and on their way out.

use super::importing::Arrival;
use super::unpacking::Packed;
use super::{App, Run};
use crate::engine::import_protocol::ImportRequest;
use crate::engine::protocol::{Export, Job, Purpose, Request};
use crate::planfile::NOTES_FORMAT;
use crate::ui::address::Page;
use crate::unpack::begins_packed;
use crate::worker::give_back;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// The largest file that is read here: 256 MiB. An import takes up to 6.4 times its file, and a worker
/// has 4 GiB at most.
const LARGEST_FILE_BYTES: f64 = 256.0 * 1024.0 * 1024.0;
/// How much of a file tells what it is.
const HEAD_BYTES: i32 = 64;
const PLAN_FILE_ENDING: &str = ".hinterland.json";
/// The files of the sample, and what they are called on screen.
const SAMPLE: [(&str, &str); 2] = [("accounts.csv", "Sample accounts.csv"), ("reps.csv", "Sample reps.csv")];

impl App {
    /// Reads files that a person dropped or chose: plan files are opened, all others join the draft.
    pub fn take_files(self, files: Vec<File>) {
        self.notices.update(Vec::clear);
        spawn_local(async move {
            let (mut tables, mut packed) = (Vec::new(), Vec::new());
            for file in files {
                let name = file.name();
                match first_bytes(&file).await {
                    Ok(head) if is_of(&head, NOTES_FORMAT) => self.bring_notes(file),
                    Ok(head) if is_plan_file(&name, &head) => self.open_file(file),
                    Ok(head) if begins_packed(&head) => packed.push(Packed::new(name, file.into())),
                    Ok(_) => tables.push(Arrival::new(name, file.into())),
                    Err(message) => self.fail(&name, message),
                }
            }
            self.read(tables);
            self.unpack(packed);
        });
    }

    /// Reads the sample that ships with the app.
    pub fn try_sample(self) {
        spawn_local(async move {
            self.notices.update(Vec::clear);
            self.drop_draft();
            let mut files = Vec::new();
            for (name, shown) in SAMPLE {
                let bytes = crate::worker::fetch_pack(&format!("{}sample/{name}", base())).await;
                let blob = bytes.and_then(|bytes| blob(&Uint8Array::from(bytes.as_slice()).buffer()));
                match blob {
                    Ok(blob) => files.push(Arrival::new(shown.to_owned(), blob)),
                    Err(message) => return self.fail("Sample", message),
                }
            }
            self.read(files);
        });
    }

    fn open_file(self, file: File) {
        self.opening.set_value(None);
        self.running.set(Some(Run::begin(Job::Open, "Opening the plan".to_owned())));
        self.send(&Request::Open, &[file.into()]);
    }

    /// Forgets the files that were read and not taken over.
    pub fn drop_draft(&self) {
        self.stop_unpacking();
        self.end_draft();
    }

    /// The files are taken over, or given up.
    pub(super) fn end_draft(self) {
        self.draft.set(None);
        self.review().restart();
        self.end_importer();
    }

    /// Forgets the files and shows what was there before them.
    pub fn leave_draft(&self) {
        self.drop_draft();
        if self.plan.with_untracked(Option::is_none) {
            self.go(Page::Start);
        }
    }

    /// Makes a plan of the files.
    pub fn take_over(&self) {
        self.notices.update(Vec::clear);
        self.opening.set_value(None);
        self.running.set(Some(Run::begin(Job::Import, "Locating the accounts".to_owned())));
        self.ask_importer(ImportRequest::TakeOver);
    }

    /// Downloads the plan file.
    pub fn download_plan(&self) {
        self.send(&Request::Encode { purpose: Purpose::Share }, &[]);
    }

    /// Downloads another file made of the plan.
    pub fn download(&self, export: Export) {
        self.running.set(Some(Run::begin(Job::Export, "Making the file".to_owned())));
        self.send(&Request::Export(export), &[]);
    }

    /// Hands a file to the browser as a download.
    pub(super) fn save_as(self, name: &str, file: &Blob) {
        if offer(name, file).is_none() {
            self.fail(name, "The browser did not take the file. Allow downloads for this page and try again.");
        }
    }
}

/// The absolute address of the folder that the app lies in, with a slash at its end.
pub(super) fn base() -> String {
    let uri = document().base_uri().ok().flatten().unwrap_or_default();
    let end = uri.find(['?', '#']).unwrap_or(uri.len());
    let folder = uri[..end].rfind('/').map_or(0, |slash| slash + 1);
    uri[..folder].to_owned()
}

/// The beginning of a file, which tells what it is. The rest is read where it is needed.
async fn first_bytes(file: &File) -> Result<Vec<u8>, String> {
    if file.size() > LARGEST_FILE_BYTES {
        return Err("The file is larger than 256 MB, the most that is read in a browser. Export fewer columns or split it, then \
                    drop the parts."
            .to_owned());
    }
    let unreadable = |_| "The browser could not read the file. Is it still there, and may it be read?".to_owned();
    let head = file.slice_with_i32_and_i32(0, HEAD_BYTES).map_err(unreadable)?;
    let buffer = JsFuture::from(head.array_buffer()).await.map_err(unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn is_plan_file(name: &str, head: &[u8]) -> bool {
    name.ends_with(PLAN_FILE_ENDING) || is_of(head, "hinterland-plan")
}

fn is_of(head: &[u8], format: &str) -> bool {
    head.windows(format.len()).any(|window| window == format.as_bytes())
}

/// Bytes as a handle that the browser keeps outside of the page's memory.
pub(super) fn blob(bytes: &ArrayBuffer) -> Result<Blob, String> {
    let blob = joined(&Array::of1(bytes));
    give_back(bytes);
    blob
}

/// Handles and bytes as one handle.
pub(super) fn joined(parts: &Array) -> Result<Blob, String> {
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    Blob::new_with_buffer_source_sequence_and_options(parts, &options)
        .map_err(|_| "The browser has no memory for the file.".to_owned())
}

fn offer(name: &str, file: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let anchor: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    set_timeout(move || drop(Url::revoke_object_url(&url)), std::time::Duration::from_secs(30));
    Some(())
}
