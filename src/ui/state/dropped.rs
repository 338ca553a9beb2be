//! What is dropped: files, and folders of which the files are taken.

use super::App;
use crate::ui::locale;
use js_sys::{Array, Function, Promise};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// So many files are taken of folders; an archive may hold as many.
const MOST_FILES: usize = 1000;
/// How the names begin of what programs keep for themselves.
const HIDDEN: [char; 2] = ['.', '~'];

impl App {
    /// Reads what a person dropped, the files of folders among it.
    pub fn take_dropped(self, transfer: &DataTransfer) {
        let mut files = transfer.files().as_ref().map(listed).unwrap_or_default();
        // Only the event that is handled right now tells them apart.
        let folders = folders(transfer);
        if folders.is_empty() {
            return self.take_files(files);
        }
        files.retain(|file| folders.iter().all(|folder| folder.name() != file.name()));
        let name = folders.iter().map(|folder| folder.name()).collect::<Vec<_>>().join(", ");
        spawn_local(async move {
            let within = files_within(folders).await;
            let fault = match &within {
                Ok(found) if found.is_empty() => Some("There is no file in it.".to_owned()),
                Ok(_) => None,
                Err(fault) => Some(fault.clone()),
            };
            files.extend(within.unwrap_or_default());
            self.take_files(files);
            if let Some(fault) = fault {
                self.fail(&name, fault);
            }
        });
    }
}

/// The files of a list.
pub fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}

fn folders(transfer: &DataTransfer) -> Vec<FileSystemDirectoryEntry> {
    let items = transfer.items();
    let entries = (0..items.length()).filter_map(|index| items.get(index)?.webkit_get_as_entry().ok().flatten());
    entries.filter(FileSystemEntry::is_directory).map(JsCast::unchecked_into).collect()
}

/// The files of folders and of the folders in them, by their paths.
async fn files_within(folders: Vec<FileSystemDirectoryEntry>) -> Result<Vec<File>, String> {
    let unreadable =
        |_: JsValue| "The browser could not read the folder. Open it, and drop the files in it.".to_owned();
    let (mut open, mut found) = (folders, Vec::new());
    while let Some(folder) = open.pop() {
        let reader = folder.create_reader();
        loop {
            // They come in parts, and none when that was all.
            let part = answer(&mut |done, failed| {
                // A failure is told to the second function.
                let _called = reader.read_entries_with_callback_and_callback(done, failed);
            });
            let part: Array = part.await.map_err(unreadable)?.unchecked_into();
            if part.length() == 0 {
                break;
            }
            let entries = part.iter().map(JsCast::unchecked_into::<FileSystemEntry>);
            for entry in entries.filter(|entry| !entry.name().starts_with(HIDDEN)) {
                if entry.is_directory() {
                    open.push(entry.unchecked_into());
                } else {
                    found.push(entry.unchecked_into::<FileSystemFileEntry>());
                }
            }
            if found.len() > MOST_FILES {
                return Err(format!(
                    "The folder holds more than {} files, the most that are taken at once. Open it, and drop the tables in it.",
                    locale::count(MOST_FILES)
                ));
            }
        }
    }
    found.sort_by_key(|entry| entry.full_path());
    let mut files = Vec::with_capacity(found.len());
    for entry in found {
        let file = answer(&mut |done, failed| entry.file_with_callback_and_callback(done, failed)).await;
        files.push(file.map_err(unreadable)?.unchecked_into());
    }
    Ok(files)
}

/// What comes of a call that tells one function of its success and another of its failure.
fn answer(call: &mut dyn FnMut(&Function, &Function)) -> JsFuture {
    JsFuture::from(Promise::new(&mut |done, failed| call(&done, &failed)))
}
