//! A file on its way in: written down as it comes, and no more of it than may.

use axum::http::StatusCode;
use rashomon_ingest::Given;
use tempfile::TempDir;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::room::Space;
use super::{Desk, Upload, names};
use crate::fault::Fault;

/// A file that is not all here. What there is of it goes with this value.
pub(crate) struct Incoming {
    folder: TempDir,
    file: File,
    name: String,
    space: Space,
    most: u64,
}

impl Incoming {
    /// A file called `name` ([`names::shown`]) of at most so many bytes.
    pub(crate) async fn new(desk: &Desk, name: String, most: u64) -> Result<Self, Fault> {
        let folder = desk.folder().map_err(|error| Fault::ours(&error))?;
        let file = File::create(folder.path().join(names::kept(&name))).await;
        Ok(Self {
            folder,
            file: file.map_err(|error| Fault::ours(&error))?,
            name,
            space: desk.room.space(),
            most,
        })
    }

    pub(crate) async fn write(&mut self, chunk: &[u8]) -> Result<(), Fault> {
        let bytes = chunk.len() as u64;
        if self.space.bytes() + bytes > self.most {
            let most = self.most / (1 << 20);
            return Err(Fault::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!(
                    "{}: is larger than {most} MiB, the most that is taken; split it.",
                    self.name
                ),
            ));
        }
        if !self.space.grow(bytes) {
            return Err(Fault::busy("As much as may wait is waiting; try again in a while.", 30));
        }
        self.file.write_all(chunk).await.map_err(|error| Fault::ours(&error))
    }

    pub(crate) async fn end(mut self, given: Given) -> Result<Upload, Fault> {
        self.file.flush().await.map_err(|error| Fault::ours(&error))?;
        let file = self.folder.path().join(names::kept(&self.name));
        Ok(Upload { folder: self.folder, file, name: self.name, space: self.space, given })
    }
}
