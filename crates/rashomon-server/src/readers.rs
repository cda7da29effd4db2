//! Reading the case beside the writer: a pool of readers, and a bound on how many read at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rashomon_store::Reader;
use tokio::sync::Semaphore;

use crate::fault::Fault;

/// Readers of one case file.
#[derive(Clone)]
pub(crate) struct Readers {
    pool: Arc<Pool>,
}

struct Pool {
    case: PathBuf,
    idle: Mutex<Vec<Reader>>,
    seats: Arc<Semaphore>,
}

impl Readers {
    /// Readers of `case`, at most so many at work at once.
    pub(crate) fn new(case: PathBuf, most: usize) -> Self {
        let seats = Arc::new(Semaphore::new(most));
        Self { pool: Arc::new(Pool { case, idle: Mutex::default(), seats }) }
    }

    /// What `look` finds in the case. It runs on a thread where it may wait.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Reader) -> Result<T, rashomon_store::Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let pool = Arc::clone(&self.pool);
        let seats = Arc::clone(&pool.seats);
        let seat = seats.acquire_owned().await.map_err(|error| Fault::ours(&error))?;
        let looked = tokio::task::spawn_blocking(move || {
            let _seat = seat;
            pool.read(look)
        });
        looked.await.map_err(|error| Fault::ours(&error))?.map_err(|error| Fault::ours(&error))
    }
}

impl Pool {
    fn read<T>(
        &self,
        look: impl FnOnce(&Reader) -> Result<T, rashomon_store::Error>,
    ) -> Result<T, String> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = idle().pop();
        let reader = match waiting {
            Some(reader) => reader,
            None => Reader::open(&self.case).map_err(|error| error.to_string())?,
        };
        // a reader that a bug was met in is not used again
        let found = catch_unwind(AssertUnwindSafe(|| look(&reader)))
            .map_err(|_| "reading the case met a bug".to_owned())?;
        idle().push(reader);
        found.map_err(|error| error.to_string())
    }
}
