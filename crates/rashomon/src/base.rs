//! The dossier of an earlier run, to say what changed since.

use std::path::Path;
use std::sync::Arc;

use rashomon_render::json::{SCHEMA, wire};

use crate::Error;

/// The dossier of an earlier run.
#[derive(Clone, Debug)]
pub struct Base {
    base: Arc<rashomon_render::Base>,
}

impl Base {
    /// Reads a `dossier.json`.
    ///
    /// Fails where the file cannot be read or holds no dossier of this form; the message names it.
    #[allow(clippy::disallowed_methods)] // a file that the user names
    pub fn read(path: &Path) -> Result<Self, Error> {
        let fault =
            |message: String| Error::bad_argument(format!("--base {}: {message}", path.display()));
        let bytes = std::fs::read(path)
            .map_err(|error| fault(format!("{error}; give the dossier.json of an earlier run")))?;
        Self::parse(&bytes).map_err(fault)
    }

    /// Reads the bytes of a `dossier.json`.
    fn parse(bytes: &[u8]) -> Result<Self, String> {
        /// What every version of the form has.
        #[derive(serde::Deserialize)]
        struct Form {
            schema: String,
        }
        let none = |error: serde_json::Error| {
            format!("it is no dossier ({error}); give the dossier.json of an earlier run")
        };
        let form: Form = serde_json::from_slice(bytes).map_err(none)?;
        if form.schema != SCHEMA {
            return Err(format!(
                "it is of the form '{}', and this version reads '{SCHEMA}'; run its inputs again",
                form.schema
            ));
        }
        let dossier: wire::Dossier<'static> = serde_json::from_slice(bytes).map_err(none)?;
        let sha256 = rashomon_ingest::digest(bytes);
        Ok(Self { base: Arc::new(rashomon_render::Base { sha256, dossier }) })
    }

    /// For the writers.
    pub(crate) fn inner(&self) -> &rashomon_render::Base {
        &self.base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = Base::parse(text.as_bytes()).expect_err("no dossier");
        assert!(found.contains(expect), "{found}");
    }

    #[test]
    fn what_is_no_dossier_is_told() {
        check("", "no dossier");
        check("[1]", "no dossier");
        check(r#"{"schema": "rashomon.dossier/0"}"#, "'rashomon.dossier/0'");
        check(r#"{"schema": "rashomon.dossier/1", "documents": []}"#, "missing field");
    }
}
