//! Places for tables and inputs: folders, and buckets of an object store.

use std::fs::File;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock, mpsc};

use bytes::Bytes;
use datafusion::error::DataFusionError;
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::{ObjectStore, ObjectStoreExt as _, path::Path as Key};
use rashomon::job::{Folder, Storage};
use tokio::runtime::Runtime;
use url::Url;

/// The place that an address names: a path, or `s3://bucket/folder`.
///
/// How to reach an S3-compatible store is read from the environment, as other programs read it: `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, and `AWS_ENDPOINT_URL` where it is not Amazon's (with `AWS_ALLOW_HTTP=true` where
/// that is not encrypted).
///
/// Fails where a folder cannot be made, or an address is not understood.
pub fn place(address: &str) -> io::Result<Arc<dyn Storage>> {
    if !address.contains("://") {
        return Ok(Arc::new(Shared(Folder::new(Path::new(address))?)));
    }
    let url = url(address)?;
    let store = s3(&url)?;
    Ok(Arc::new(Bucket {
        store,
        prefix: key(&url),
        address: address.trim_end_matches('/').to_owned(),
    }))
}

fn url(address: &str) -> io::Result<Url> {
    let url = Url::parse(address)
        .map_err(|error| invalid(&format!("{address} is no address: {error}")))?;
    if url.scheme() == "s3" && url.host_str().is_some() {
        Ok(url)
    } else {
        Err(invalid(&format!("{address}: give a path or s3://bucket/folder")))
    }
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

fn s3(url: &Url) -> io::Result<Arc<dyn ObjectStore>> {
    let bucket = url.host_str().unwrap_or_default();
    let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build();
    Ok(Arc::new(store.map_err(|error| invalid(&format!("s3://{bucket}: {error}")))?))
}

fn key(url: &Url) -> Key {
    Key::from(url.path().trim_matches('/'))
}

/// A folder of a bucket.
#[derive(Debug)]
struct Bucket {
    store: Arc<dyn ObjectStore>,
    prefix: Key,
    address: String,
}

/// What waits for the object store.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("objects")
        .enable_all()
        .build()
        .expect("two threads")
});

/// Waits for the object store, from a thread that may belong to another runtime.
fn wait<T: Send + 'static>(
    work: impl Future<Output = object_store::Result<T>> + Send + 'static,
) -> io::Result<T> {
    let (told, done) = mpsc::channel();
    RUNTIME.spawn(async move {
        let _ = told.send(work.await);
    });
    let result = done.recv().map_err(|_| io::Error::other("the object store gave no answer"))?;
    result.map_err(|error| match error {
        object_store::Error::NotFound { .. } => io::Error::new(io::ErrorKind::NotFound, error),
        error => io::Error::other(error),
    })
}

impl Bucket {
    fn at(&self, name: &str) -> Key {
        name.split('/').fold(self.prefix.clone(), Key::join)
    }
}

impl Storage for Bucket {
    fn address(&self) -> &str {
        &self.address
    }

    fn size(&self, name: &str) -> io::Result<u64> {
        let (store, key) = (Arc::clone(&self.store), self.at(name));
        Ok(wait(async move { store.head(&key).await })?.size)
    }

    fn read(&self, name: &str, part: Option<Range<u64>>) -> io::Result<Bytes> {
        let (store, key) = (Arc::clone(&self.store), self.at(name));
        wait(async move {
            match part {
                Some(part) => store.get_range(&key, part).await,
                None => store.get(&key).await?.bytes().await,
            }
        })
    }

    fn write(&self, name: &str, bytes: Vec<u8>) -> io::Result<()> {
        let (store, key) = (Arc::clone(&self.store), self.at(name));
        wait(async move { store.put(&key, bytes.into()).await }).map(drop)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let (store, key) = (Arc::clone(&self.store), self.at(folder));
        let found = wait(async move { store.list(Some(&key)).try_collect::<Vec<_>>().await })?;
        let prefix = self.prefix.as_ref();
        let names = found.iter().map(|it| {
            let name = it.location.as_ref();
            name.strip_prefix(prefix).unwrap_or(name).trim_start_matches('/').to_owned()
        });
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        Ok(names)
    }

    fn inputs_at(&self, address: &str) -> io::Result<Vec<(String, u64)>> {
        inputs_at(address)
    }

    fn fetch(&self, address: &str, to: &mut File) -> io::Result<()> {
        fetch(address, to)
    }
}

/// A folder that all processes see, for inputs that may lie in buckets.
#[derive(Debug)]
struct Shared(Folder);

impl Storage for Shared {
    fn address(&self) -> &str {
        self.0.address()
    }

    fn location(&self) -> String {
        self.0.location()
    }

    fn size(&self, name: &str) -> io::Result<u64> {
        self.0.size(name)
    }

    fn read(&self, name: &str, part: Option<Range<u64>>) -> io::Result<Bytes> {
        self.0.read(name, part)
    }

    fn write(&self, name: &str, bytes: Vec<u8>) -> io::Result<()> {
        self.0.write(name, bytes)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.0.list(folder)
    }

    fn tidy(&self) -> io::Result<()> {
        self.0.tidy()
    }

    fn inputs_at(&self, address: &str) -> io::Result<Vec<(String, u64)>> {
        inputs_at(address)
    }

    fn fetch(&self, address: &str, to: &mut File) -> io::Result<()> {
        fetch(address, to)
    }
}

/// Endings of inputs, without `.gz`.
const READ: [&str; 11] =
    ["warc", "jsonl", "ndjson", "html", "htm", "txt", "xml", "rss", "atom", "eml", "mht"];

/// The inputs at an address in a bucket: the object, or those that lie under it.
fn inputs_at(address: &str) -> io::Result<Vec<(String, u64)>> {
    let url = url(address)?;
    let (store, key) = (s3(&url)?, key(&url));
    let found = wait(async move {
        match store.head(&key).await {
            Ok(one) => Ok(vec![one]),
            Err(_) => store.list(Some(&key)).try_collect::<Vec<_>>().await,
        }
    })?;
    let bucket = url.host_str().unwrap_or_default();
    let read = |name: &str| {
        let name = name.strip_suffix(".gz").unwrap_or(name);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| READ.contains(&ending.as_str()))
    };
    let mut inputs: Vec<(String, u64)> = found
        .into_iter()
        .filter(|it| read(it.location.as_ref()))
        .map(|it| (format!("s3://{bucket}/{}", it.location), it.size))
        .collect();
    inputs.sort_unstable();
    Ok(inputs)
}

/// Copies an object into a file, piece by piece.
fn fetch(address: &str, to: &mut File) -> io::Result<()> {
    let url = url(address)?;
    let (store, key) = (s3(&url)?, key(&url));
    let (piece, pieces) = mpsc::sync_channel::<Bytes>(4);
    let fetched = std::thread::spawn(move || {
        wait(async move {
            let mut stream = store.get(&key).await?.into_stream();
            while let Some(bytes) = stream.try_next().await? {
                // whoever listened has met trouble of its own
                if tokio::task::block_in_place(|| piece.send(bytes)).is_err() {
                    break;
                }
            }
            Ok(())
        })
    });
    for bytes in pieces {
        to.write_all(&bytes)?;
    }
    fetched.join().unwrap_or_else(|_| Err(io::Error::other("the object store gave no answer")))
}

/// The stores that the engine reads tables from: those it knows, and buckets as they are met.
#[derive(Debug, Default)]
pub(crate) struct Stores(DefaultObjectStoreRegistry);

impl ObjectStoreRegistry for Stores {
    fn register_store(
        &self,
        url: &Url,
        store: Arc<dyn ObjectStore>,
    ) -> Option<Arc<dyn ObjectStore>> {
        self.0.register_store(url, store)
    }

    fn get_store(&self, url: &Url) -> datafusion::error::Result<Arc<dyn ObjectStore>> {
        if let Ok(store) = self.0.get_store(url) {
            return Ok(store);
        }
        let store = s3(url).map_err(DataFusionError::from)?;
        self.0.register_store(url, Arc::clone(&store));
        Ok(store)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_path_or_a_bucket() {
        let dir = tempfile::tempdir().unwrap();
        let folder = place(&dir.path().join("tables").display().to_string()).unwrap();
        folder.write("a/b", b"c".to_vec()).unwrap();
        assert_eq!(folder.list("a").unwrap(), ["a/b"]);
        for address in ["gs://bucket/folder", "s3://", "http://bucket/folder"] {
            let error = place(address).unwrap_err().to_string();
            assert!(
                error.contains("s3://bucket/folder") || error.contains("no address"),
                "{error}"
            );
        }
    }
}
