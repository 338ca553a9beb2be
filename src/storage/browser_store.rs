//! [`PlanStore`] on IndexedDB, with the list in local storage, which can be read at once.

use crate::plan::{PlanKey, PlanStore, PlanSummary, StoreError};
use crate::sorting::sort_by;
use gloo_storage::{LocalStorage, Storage};
use idb::{Database, DatabaseEvent, Factory, Query, TransactionMode};
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

const DATABASE: &str = "hinterland";
const DATABASE_VERSION: u32 = 1;
const FILES: &str = "plan-files";
const LIST: &str = "hinterland.plans";
const QUOTA_ERROR: &str = "QuotaExceededError";
/// Files from this size on are stored as a handle, without a copy in the page's memory; smaller ones as bytes, which private
/// windows of every browser take.
const HANDLED_FROM: f64 = 8.0 * 1024.0 * 1024.0;

/// The plans of this browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserStore;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    summary: PlanSummary,
    deleted: bool,
}

impl BrowserStore {
    /// The plans that are not deleted, the one stored last first. Needs no waiting.
    #[must_use]
    pub fn summaries(self) -> Vec<PlanSummary> {
        let mut list: Vec<_> =
            entries().into_iter().filter(|entry| !entry.deleted).map(|entry| entry.summary).collect();
        sort_by(&mut list, &|a, b| b.saved_at.total_cmp(&a.saved_at).then_with(|| a.key.cmp(&b.key)));
        list
    }

    fn mark(key: &PlanKey, deleted: bool) -> Result<(), StoreError> {
        let mut entries = entries();
        let entry = entries.iter_mut().find(|entry| entry.summary.key == *key && entry.deleted != deleted);
        entry.ok_or_else(|| StoreError::Missing { key: key.clone() })?.deleted = deleted;
        keep(&entries)
    }
}

impl PlanStore for BrowserStore {
    type File = Blob;

    async fn list(&self) -> Result<Vec<PlanSummary>, StoreError> {
        Ok(self.summaries())
    }

    async fn load(&self, key: &PlanKey) -> Result<Blob, StoreError> {
        let database = open().await?;
        let transaction = database.transaction(&[FILES], TransactionMode::ReadOnly).map_err(|e| unavailable(&e))?;
        let files = transaction.object_store(FILES).map_err(|e| unavailable(&e))?;
        let request = files.get(Query::Key(key.0.as_str().into())).map_err(|e| unavailable(&e))?;
        let found = request.await.map_err(|e| unavailable(&e))?;
        database.close();
        let missing = || StoreError::Missing { key: key.clone() };
        let found = found.ok_or_else(missing)?;
        match found.dyn_into::<Blob>() {
            Ok(blob) => Ok(blob),
            Err(bytes) => Blob::new_with_u8_array_sequence(&Array::of1(&bytes)).map_err(|_| missing()),
        }
    }

    async fn save(&self, summary: PlanSummary, file: Blob) -> Result<(), StoreError> {
        let stored = if file.size() < HANDLED_FROM { bytes_of(&file).await? } else { file.into() };
        let database = open().await?;
        let transaction = database.transaction(&[FILES], TransactionMode::ReadWrite).map_err(|e| unavailable(&e))?;
        let files = transaction.object_store(FILES).map_err(|e| unavailable(&e))?;
        let key = JsValue::from(summary.key.0.as_str());
        let request = files.put(&stored, Some(&key)).map_err(|e| unavailable(&e))?;
        request.await.map_err(|e| unavailable(&e))?;
        // Only a finished transaction is on the disk.
        let committed = transaction.commit().map_err(|e| unavailable(&e))?;
        committed.await.map_err(|e| unavailable(&e))?;
        database.close();
        let mut entries = entries();
        entries.retain(|entry| entry.summary.key != summary.key);
        entries.push(Entry { summary, deleted: false });
        keep(&entries)
    }

    async fn delete(&self, key: &PlanKey) -> Result<(), StoreError> {
        Self::mark(key, true)
    }

    async fn restore(&self, key: &PlanKey) -> Result<(), StoreError> {
        Self::mark(key, false)
    }

    async fn forget_deleted(&self) -> Result<(), StoreError> {
        let (deleted, kept): (Vec<_>, Vec<_>) = entries().into_iter().partition(|entry| entry.deleted);
        if deleted.is_empty() {
            return Ok(());
        }
        let database = open().await?;
        let transaction = database.transaction(&[FILES], TransactionMode::ReadWrite).map_err(|e| unavailable(&e))?;
        let files = transaction.object_store(FILES).map_err(|e| unavailable(&e))?;
        for entry in deleted {
            let request = files.delete(Query::Key(entry.summary.key.0.as_str().into())).map_err(|e| unavailable(&e))?;
            request.await.map_err(|e| unavailable(&e))?;
        }
        let committed = transaction.commit().map_err(|e| unavailable(&e))?;
        committed.await.map_err(|e| unavailable(&e))?;
        database.close();
        keep(&kept)
    }
}

fn entries() -> Vec<Entry> {
    LocalStorage::get(LIST).unwrap_or_default()
}

fn keep(entries: &[Entry]) -> Result<(), StoreError> {
    LocalStorage::set(LIST, entries).map_err(|error| {
        let reason = error.to_string();
        if reason.contains(QUOTA_ERROR) { StoreError::Full } else { StoreError::Unavailable { reason } }
    })
}

/// What a file holds, as it is stored.
async fn bytes_of(file: &Blob) -> Result<JsValue, StoreError> {
    let buffer = JsFuture::from(file.array_buffer()).await;
    let unreadable = |_| StoreError::Unavailable { reason: "the plan file could not be read".to_owned() };
    Ok(Uint8Array::new(&buffer.map_err(unreadable)?).into())
}

async fn open() -> Result<Database, StoreError> {
    let factory = Factory::new().map_err(|e| unavailable(&e))?;
    let mut request = factory.open(DATABASE, Some(DATABASE_VERSION)).map_err(|e| unavailable(&e))?;
    request.on_upgrade_needed(|event| {
        // Should making the store fail, the first transaction on it says so.
        let _made =
            event.database().and_then(|database| database.create_object_store(FILES, idb::ObjectStoreParams::new()));
    });
    request.await.map_err(|e| unavailable(&e))
}

fn unavailable(error: &idb::Error) -> StoreError {
    let reason = error.to_string();
    if reason.contains(QUOTA_ERROR) { StoreError::Full } else { StoreError::Unavailable { reason } }
}
