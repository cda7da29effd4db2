//! `--model`: which language engine reads the texts.

#[cfg(feature = "onnx")]
use std::path::PathBuf;

use clap::Args;
use rashomon::{Annotator, Error};

// no description: clap would take it for the command's
#[allow(missing_docs)]
#[derive(Debug, Args)]
pub(crate) struct Engine {
    /// Folder of a transformer (config.json, tokenizer.json, model.onnx) that finds names or tags words
    /// in place of the built-in engine; ONNX Runtime is looked for at ORT_DYLIB_PATH
    #[cfg(feature = "onnx")]
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
}

impl Engine {
    /// The engine asked for; `None` for the built-in one.
    #[cfg(feature = "onnx")]
    pub(crate) fn annotator(&self) -> Result<Option<Annotator>, Error> {
        let Some(dir) = &self.model else { return Ok(None) };
        let model = rashomon_annotate::onnx::Model::open(dir)
            .map_err(|error| Error::bad_argument(format!("--model {error}")))?;
        Ok(Some(Annotator::new().with_backend(Box::new(model))))
    }

    /// The built-in engine.
    #[cfg(not(feature = "onnx"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // as it is with the feature
    pub(crate) fn annotator(&self) -> Result<Option<Annotator>, Error> {
        Ok(None)
    }
}
