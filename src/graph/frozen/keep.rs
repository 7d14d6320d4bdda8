//! What others keep of a frozen graph for as long as it does not change, such as plans made from its statistics.

use super::Frozen;
use rustc_hash::FxHashMap;
use std::any::Any;
use std::sync::{Arc, Mutex};

/// Something kept; whoever keeps it knows what it is.
pub type Kept = Arc<dyn Any + Send + Sync>;

/// What is kept, by whose and which it is.
#[derive(Default)]
pub(super) struct Keeping(Mutex<FxHashMap<(u64, usize), Kept>>);

/// As many are kept; then all are dropped.
const MOST: usize = 512;

impl Frozen {
    /// What was kept under this key.
    pub fn kept(&self, key: (u64, usize)) -> Option<Kept> {
        self.kept.0.lock().ok()?.get(&key).cloned()
    }

    /// Keeps something until the graph changes, or much else is kept.
    pub fn keep(&self, key: (u64, usize), what: Kept) {
        let Ok(mut all) = self.kept.0.lock() else { return };
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key, what);
    }

    /// Drops all that is kept.
    pub(super) fn keep_nothing(&self) {
        if let Ok(mut all) = self.kept.0.lock() {
            all.clear();
        }
    }
}

/// A copy goes its own way.
impl Clone for Keeping {
    fn clone(&self) -> Self {
        Keeping::default()
    }
}

impl std::fmt::Debug for Keeping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keeping")
    }
}
