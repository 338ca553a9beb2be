//! Where plans are kept, as a trait, and a twin in memory.

use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;

/// The key of a stored plan: the caller's choice, unique in the store. Not part of the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanKey(pub String);

/// What a list of plans shows without opening any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// Its key.
    pub key: PlanKey,
    /// Name of the plan.
    pub name: String,
    /// Accounts in its data set.
    pub accounts: u32,
    /// Territories of the layer that it shows.
    pub territories: u32,
    /// When it was stored, in milliseconds since 1970, as the caller says.
    pub saved_at: f64,
}

/// Why a store cannot do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no such plan.
    #[error("this plan is no longer stored here")]
    Missing {
        /// The key.
        key: PlanKey,
    },
    /// No room is left.
    #[error("there is no room left in this browser: delete plans, or download the plan file")]
    Full,
    /// The store cannot be reached, as in some private windows.
    #[error("plans cannot be kept in this browser ({reason}): download the plan file")]
    Unavailable {
        /// What the browser says.
        reason: String,
    },
}

/// Keeps plans. What is stored are the bytes of a plan file, gzipped or not, so that nothing has a second format.
///
/// A deleted plan can be restored until [`PlanStore::forget_deleted`].
pub trait PlanStore {
    /// The bytes of a plan file, or a handle of them where they are too many to be copied.
    type File;

    /// The plans that are not deleted, the one stored last first; of the same time by key.
    fn list(&self) -> impl Future<Output = Result<Vec<PlanSummary>, StoreError>>;

    /// The plan file under a key, also of a deleted plan.
    ///
    /// Fails with [`StoreError::Missing`] when there is none.
    fn load(&self, key: &PlanKey) -> impl Future<Output = Result<Self::File, StoreError>>;

    /// Stores a plan file under the key of its summary, over what was there; a deleted plan is back then.
    fn save(&self, summary: PlanSummary, file: Self::File) -> impl Future<Output = Result<(), StoreError>>;

    /// Takes a plan out of the list; it can be restored.
    ///
    /// Fails with [`StoreError::Missing`] when it is not in the list.
    fn delete(&self, key: &PlanKey) -> impl Future<Output = Result<(), StoreError>>;

    /// Puts a deleted plan back into the list.
    ///
    /// Fails with [`StoreError::Missing`] when it is not there or not deleted.
    fn restore(&self, key: &PlanKey) -> impl Future<Output = Result<(), StoreError>>;

    /// Removes all deleted plans for good.
    fn forget_deleted(&self) -> impl Future<Output = Result<(), StoreError>>;
}

/// A [`PlanStore`] in memory, for tests and where a browser stores nothing.
#[derive(Debug, Default)]
pub struct MemoryStore {
    plans: RefCell<BTreeMap<PlanKey, Stored>>,
}

#[derive(Debug)]
struct Stored {
    summary: PlanSummary,
    file: Vec<u8>,
    deleted: bool,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn mark(&self, key: &PlanKey, deleted: bool) -> Result<(), StoreError> {
        match self.plans.borrow_mut().get_mut(key) {
            Some(stored) if stored.deleted != deleted => {
                stored.deleted = deleted;
                Ok(())
            }
            _ => Err(StoreError::Missing { key: key.clone() }),
        }
    }
}

impl PlanStore for MemoryStore {
    type File = Vec<u8>;

    async fn list(&self) -> Result<Vec<PlanSummary>, StoreError> {
        let plans = self.plans.borrow();
        let mut list: Vec<_> = plans.values().filter(|plan| !plan.deleted).map(|plan| plan.summary.clone()).collect();
        list.sort_by(|a, b| b.saved_at.total_cmp(&a.saved_at));
        Ok(list)
    }

    async fn load(&self, key: &PlanKey) -> Result<Vec<u8>, StoreError> {
        let plans = self.plans.borrow();
        plans.get(key).map(|plan| plan.file.clone()).ok_or_else(|| StoreError::Missing { key: key.clone() })
    }

    async fn save(&self, summary: PlanSummary, file: Vec<u8>) -> Result<(), StoreError> {
        self.plans.borrow_mut().insert(summary.key.clone(), Stored { summary, file, deleted: false });
        Ok(())
    }

    async fn delete(&self, key: &PlanKey) -> Result<(), StoreError> {
        self.mark(key, true)
    }

    async fn restore(&self, key: &PlanKey) -> Result<(), StoreError> {
        self.mark(key, false)
    }

    async fn forget_deleted(&self) -> Result<(), StoreError> {
        self.plans.borrow_mut().retain(|_, plan| !plan.deleted);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// The memory twin never waits: one poll is enough.
    fn now<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the store in memory waits for nothing"),
        }
    }

    fn summary(key: &str, saved_at: f64) -> PlanSummary {
        PlanSummary { key: PlanKey(key.to_owned()), name: key.to_owned(), accounts: 1, territories: 0, saved_at }
    }

    fn check(store: &MemoryStore, expect: &[&str]) {
        let list = now(store.list()).expect("memory can be listed");
        assert_eq!(list.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn plans_are_kept_listed_deleted_and_restored() {
        let store = MemoryStore::new();
        let old = PlanKey("old".to_owned());
        let missing = Err(StoreError::Missing { key: old.clone() });
        assert_eq!(now(store.delete(&old)), missing);
        now(store.save(summary("old", 1.0), vec![1])).expect("memory has room");
        now(store.save(summary("new", 2.0), vec![2])).expect("memory has room");
        check(&store, &["new", "old"]);
        assert_eq!(now(store.delete(&old)), Ok(()));
        assert_eq!(now(store.delete(&old)), missing);
        check(&store, &["new"]);
        assert_eq!(now(store.restore(&old)), Ok(()));
        assert_eq!(now(store.load(&old)), Ok(vec![1]));
        check(&store, &["new", "old"]);
        assert_eq!(now(store.delete(&old)), Ok(()));
        assert_eq!(now(store.forget_deleted()), Ok(()));
        assert_eq!(now(store.restore(&old)), missing);
        check(&store, &["new"]);
    }
}
