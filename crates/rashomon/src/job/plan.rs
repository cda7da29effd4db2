//! What a job is to do: its inputs, cut into units of work.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Fault;
use super::storage::Storage;
use crate::{Error, Options};

/// Inputs in a unit.
const INPUTS: usize = 4096;

/// Sizes of units, in bytes, for a job of so many: large enough to be worth a task, small enough that little is lost
/// with one and that many machines have something to do.
struct Sizes {
    /// Small inputs share a unit of so many bytes.
    shared: u64,
    /// An input twice as large is cut into parts of about so many. To find where a part begins, what comes before it is
    /// unpacked: the parts are larger than a unit of whole inputs.
    part: u64,
}

impl Sizes {
    fn of(bytes: u64) -> Self {
        let mb = |n: u64| n << 20;
        Self {
            shared: (bytes / 128).clamp(mb(1), mb(64)),
            part: (bytes / 8).clamp(mb(32), mb(256)),
        }
    }
}

/// A job, as every process of it reads it from `job.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Name and version of this form.
    pub schema: String,
    /// The version of the program: all processes of a job have the same one.
    pub program: String,
    /// The folder that relative paths start from.
    pub folder: String,
    /// Table of outlets, addresses and dates by file, as it was given.
    pub metadata: Option<String>,
    /// The user's names, as their file holds them.
    pub kb: Option<String>,
    /// Options that dossiers tell of.
    pub options: BTreeMap<String, serde_json::Value>,
    /// The inputs, by path.
    pub inputs: Vec<PlannedInput>,
    /// The units of work, in the order of the inputs.
    pub units: Vec<Unit>,
}

/// A file to read, or a path that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedInput {
    /// Path or address as the user gave it.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
}

/// Inputs that one task reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its number, from 0.
    pub number: u32,
    /// What it reads.
    pub parts: Vec<Part>,
}

/// The records of an input that begin between two bytes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Number of the input, from 0.
    pub input: u32,
    /// The first byte.
    pub from: u64,
    /// The byte after the last; `None` where it is the last part.
    pub to: Option<u64>,
}

impl Plan {
    /// The name and version of the form.
    pub const SCHEMA: &str = "rashomon.job/1";

    /// Finds the inputs and cuts them into units.
    ///
    /// Fails where an address cannot be listed or the table of [`Options::metadata`] cannot be read.
    pub fn new(inputs: &[String], options: &Options, storage: &dyn Storage) -> Result<Self, Error> {
        let (addresses, paths): (Vec<&String>, Vec<&String>) =
            inputs.iter().partition(|input| input.contains("://"));
        let mut found: Vec<PlannedInput> = Vec::new();
        for input in crate::find(&paths, &crate::reading(options))? {
            found.push(PlannedInput { path: input.path().to_owned(), bytes: input.bytes() });
        }
        for address in addresses {
            let listed = storage.inputs_at(address).map_err(|error| {
                Error::bad_argument(format!("{address}: cannot be listed: {error}"))
            })?;
            if listed.is_empty() {
                return Err(Error::bad_argument(format!(
                    "{address}: nothing lies there that is read (.warc, .jsonl, .html, .txt, also as .gz)"
                )));
            }
            found.extend(listed.into_iter().map(|(path, bytes)| PlannedInput { path, bytes }));
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.dedup_by(|a, b| a.path == b.path);
        let folder = std::env::current_dir()
            .map_err(|error| Error::bad_argument(format!("this folder: {error}")))?;
        let metadata = options.metadata.as_deref().map(Path::to_string_lossy);
        Ok(Self {
            schema: Self::SCHEMA.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            folder: folder.to_string_lossy().into_owned(),
            metadata: metadata.map(std::borrow::Cow::into_owned),
            kb: options.kb.as_ref().map(|kb| kb.text().to_owned()),
            options: crate::json_options(options).generator_options.into_iter().collect(),
            units: units(&found),
            inputs: found,
        })
    }

    /// The plan as `job.json` holds it.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Reads `job.json`.
    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, Fault> {
        let plan: Self = serde_json::from_slice(bytes)
            .map_err(|error| Fault::new(format!("job.json is no plan of a job: {error}")))?;
        let here = env!("CARGO_PKG_VERSION");
        if plan.schema != Self::SCHEMA || plan.program != here {
            return Err(Fault::new(format!(
                "job.json is of rashomon {} ({}), and this is {here} ({}); give all processes of a job the \
                 same program",
                plan.program,
                plan.schema,
                Self::SCHEMA
            )));
        }
        Ok(plan)
    }
}

impl Unit {
    /// The folder of [`Self::done`].
    pub const DONE: &str = "work/read";

    /// Name of the file that says that the unit is done.
    pub fn done(&self) -> String {
        format!("{}/{:05}.json", Self::DONE, self.number)
    }
}

impl Part {
    /// How many bytes it is of an input of `size`.
    pub(super) fn bytes(&self, size: u64) -> u64 {
        self.to.unwrap_or(size).saturating_sub(self.from)
    }
}

/// Cuts inputs into units: small ones together, large ones in parts.
fn units(inputs: &[PlannedInput]) -> Vec<Unit> {
    let sizes = Sizes::of(inputs.iter().map(|input| input.bytes).sum());
    let mut units: Vec<Vec<Part>> = Vec::new();
    let (mut open, mut bytes): (Vec<Part>, u64) = (Vec::new(), 0);
    for (number, input) in (0..).zip(inputs) {
        let parts = (input.bytes / sizes.part).max(1);
        if parts > 1 {
            units.extend((!open.is_empty()).then(|| std::mem::take(&mut open)));
            bytes = 0;
            let edge = |n: u64| input.bytes / parts * n;
            units.extend((0..parts).map(|n| {
                let to = (n + 1 < parts).then(|| edge(n + 1));
                vec![Part { input: number, from: edge(n), to }]
            }));
            continue;
        }
        if !open.is_empty() && (bytes + input.bytes > sizes.shared || open.len() == INPUTS) {
            units.push(std::mem::take(&mut open));
            bytes = 0;
        }
        open.push(Part { input: number, from: 0, to: None });
        bytes += input.bytes;
    }
    units.extend((!open.is_empty()).then_some(open));
    (0..).zip(units).map(|(number, parts)| Unit { number, parts }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sizes: &[u64], expect: &[&[(u32, u64, Option<u64>)]]) {
        let inputs: Vec<_> = (0..)
            .zip(sizes)
            .map(|(n, &bytes)| PlannedInput { path: format!("{n}.warc"), bytes })
            .collect();
        let units = units(&inputs);
        let told: Vec<Vec<_>> = units
            .iter()
            .map(|unit| unit.parts.iter().map(|it| (it.input, it.from, it.to)).collect())
            .collect();
        assert_eq!(told, expect);
        assert!((0..).zip(&units).all(|(n, unit)| unit.number == n));
    }

    #[test]
    fn small_inputs_share_a_unit_and_large_ones_are_cut() {
        const MB: u64 = 1 << 20;
        check(&[], &[]);
        check(&[0], &[&[(0, 0, None)]]);
        check(
            &[MB / 2, MB / 4, MB / 2, 40 * MB, 5],
            &[&[(0, 0, None), (1, 0, None)], &[(2, 0, None)], &[(3, 0, None)], &[(4, 0, None)]],
        );
        check(
            &[5, 80 * MB, 7],
            &[&[(0, 0, None)], &[(1, 0, Some(40 * MB))], &[(1, 40 * MB, None)], &[(2, 0, None)]],
        );
    }
}
