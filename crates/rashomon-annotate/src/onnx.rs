//! A transformer for token classification as a [`Backend`], run by ONNX Runtime.
//!
//! [`Model::open`] takes a folder in the usual hub layout:
//!
//! | file | what is read |
//! |---|---|
//! | `config.json` | `id2label`: names (`B-PER`, `I-ORG`; BIO, BIOES, BILOU) or universal parts of speech; `max_position_embeddings` |
//! | `tokenizer.json` | the sub-word tokenizer |
//! | `model.onnx` or `onnx/model.onnx` | `input_ids` and, where it has them, `attention_mask` and `token_type_ids` (all int64) in; `logits` (float32, batch × sub-words × classes) out |
//!
//! Words and sentences stay the built-in ones; the first sub-word of a word decides. A sentence with
//! more sub-words than the model takes is cut in halves until each part fits.
//!
//! ONNX Runtime (1.17 or later) is no part of the build: the library is looked for when the first model
//! is opened, at `ORT_DYLIB_PATH` or where the system keeps its libraries (or see [`load`]). It runs on one thread, and
//! articles take turns, so that the same text gives the same names however many threads a run has.
//! Between versions of the library and kinds of processor the last bits of a score may differ.
#![allow(clippy::disallowed_methods)] // opening a model is the one place that meets files

mod labels;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::session::Session;
use ort::value::{Tensor, TensorElementType};
use serde_json::Value;
use tokenizers::Tokenizer;

use crate::analysis::{Name, NameKind, TokenId, TokenRange};
use crate::backend::{Backend, Tag, Words};
use crate::math::exp;
use labels::{Labels, decode};

/// Most pieces run at once.
const BATCH: usize = 16;

/// Most sub-words run at once, padding included.
const BATCH_SUBWORDS: usize = 4096;

/// A model for token classification.
pub struct Model {
    name: String,
    labels: Labels,
    tokenizer: Tokenizer,
    session: Mutex<Session>,
    inputs: Vec<Input>,
    output: String,
    /// Most sub-words of a piece, special ones included.
    limit: usize,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("name", &self.name)
            .field("labels", &self.labels)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// Why a model could not be opened: names the file at fault and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenError(String);

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

/// What an input of the graph takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Input {
    Ids,
    Mask,
    Types,
}

impl Input {
    const ALL: [Self; 3] = [Self::Ids, Self::Mask, Self::Types];

    const fn name(self) -> &'static str {
        match self {
            Self::Ids => "input_ids",
            Self::Mask => "attention_mask",
            Self::Types => "token_type_ids",
        }
    }
}

/// A sentence, or as much of it as the model takes at once.
#[derive(Debug, Default)]
struct Piece {
    ids: Vec<i64>,
    types: Vec<i64>,
    /// For each word the place of its first sub-word.
    firsts: Vec<Option<usize>>,
}

impl Model {
    /// Opens the model in `dir`.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, OpenError> {
        let dir = dir.as_ref();
        let wrong = |path: &Path, problem: &dyn fmt::Display| {
            OpenError(format!("{}: {problem}", path.display()))
        };
        let (path, bytes) = read(dir, "config.json")?;
        let config: Value = serde_json::from_slice(&bytes)
            .map_err(|e| wrong(&path, &format_args!("{e}; fetch the file again")))?;
        let labels = Labels::read(&config).map_err(|problem| {
            wrong(&path, &format_args!("{problem}; give a model that tags words or finds names"))
        })?;

        let (path, bytes) = read(dir, "tokenizer.json")?;
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|e| {
            wrong(&path, &format_args!("{e}; save the tokenizer again with a current version"))
        })?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|e| wrong(&path, &e))?;

        let places = [dir.join("model.onnx"), dir.join("onnx").join("model.onnx")];
        let Some(path) = places.iter().find(|path| path.is_file()) else {
            return Err(missing(&places[0], &"no such file, nor onnx/model.onnx"));
        };
        runtime()?;
        let session = session(path).map_err(|problem| {
            wrong(path, &format_args!("{problem}; export the model again, or for this version"))
        })?;
        let inputs = inputs(&session).map_err(|problem| {
            wrong(path, &format_args!("{problem}; export it for token classification"))
        })?;
        let output = output(&session, labels.len()).map_err(|problem| {
            wrong(path, &format_args!("{problem}; export it for token classification"))
        })?;
        let name = dir.file_name().unwrap_or(dir.as_os_str()).to_string_lossy().into_owned();
        let limit = limit(&config);
        Ok(Self { name, labels, tokenizer, session: Mutex::new(session), inputs, output, limit })
    }

    /// For each word the best class and its share in the softmax; `None` for a word that the tokenizer
    /// makes nothing of.
    fn classify(&self, words: &Words<'_>) -> Result<Vec<Option<(usize, f32)>>, String> {
        let mut pieces = Vec::new();
        for sentence in words.sentences() {
            self.cut(words, sentence.tokens, &mut pieces)?;
        }
        let mut out = Vec::with_capacity(words.len());
        let mut start = 0;
        while start < pieces.len() {
            let mut longest = pieces[start].ids.len();
            let mut end = start + 1;
            while end < pieces.len() && end - start < BATCH {
                longest = longest.max(pieces[end].ids.len());
                if longest * (end + 1 - start) > BATCH_SUBWORDS {
                    break;
                }
                end += 1;
            }
            self.run(&pieces[start..end], &mut out)?;
            start = end;
        }
        Ok(out)
    }

    /// Cuts a sentence into pieces that the model takes, in their order.
    fn cut(
        &self,
        words: &Words<'_>,
        sentence: TokenRange,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), String> {
        let mut todo = vec![sentence];
        while let Some(range) = todo.pop() {
            let (line, spans) = words.line(range);
            let encoding = self.tokenizer.encode(line, true).map_err(|e| e.to_string())?;
            if encoding.len() > self.limit && range.len() > 1 {
                let middle = range.start + range.len() as u32 / 2;
                todo.push(TokenRange::new(middle, range.end));
                todo.push(TokenRange::new(range.start, middle));
                continue;
            }
            let kept = encoding.len().min(self.limit);
            // sub-words that stand for characters, in their order
            let offsets = encoding.get_offsets()[..kept].iter().enumerate();
            let special = encoding.get_special_tokens_mask();
            let subwords: Vec<(usize, usize, usize)> = offsets
                .filter(|&(i, &(start, end))| special[i] == 0 && start < end)
                .map(|(i, &(start, end))| (i, start, end))
                .collect();
            let mut next = 0;
            let firsts = spans.iter().map(|span| {
                let (start, end) = (span.start as usize, span.end as usize);
                while next < subwords.len() && subwords[next].2 <= start {
                    next += 1;
                }
                subwords.get(next).filter(|subword| subword.1 < end).map(|subword| subword.0)
            });
            let firsts = firsts.collect();
            let column = |ids: &[u32]| ids[..kept].iter().map(|&id| i64::from(id)).collect();
            let (ids, types) = (column(encoding.get_ids()), column(encoding.get_type_ids()));
            pieces.push(Piece { ids, types, firsts });
        }
        Ok(())
    }

    /// Runs the model once and adds the classes of all words of `pieces`.
    fn run(&self, pieces: &[Piece], out: &mut Vec<Option<(usize, f32)>>) -> Result<(), String> {
        let width = pieces.iter().map(|piece| piece.ids.len()).max().unwrap_or(0);
        let classes = self.labels.len();
        if width == 0 {
            out.extend(pieces.iter().flat_map(|piece| piece.firsts.iter().map(|_| None)));
            return Ok(());
        }
        let shape = [pieces.len(), width];
        let mut tensors = Vec::with_capacity(self.inputs.len());
        for &input in &self.inputs {
            // what stands in the padding is masked
            let mut column = vec![0i64; pieces.len() * width];
            for (piece, row) in pieces.iter().zip(column.chunks_exact_mut(width)) {
                let row = &mut row[..piece.ids.len()];
                match input {
                    Input::Ids => row.copy_from_slice(&piece.ids),
                    Input::Mask => row.fill(1),
                    Input::Types => row.copy_from_slice(&piece.types),
                }
            }
            let tensor = Tensor::from_array((shape, column)).map_err(|e| e.to_string())?;
            tensors.push((input.name(), tensor));
        }
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let outputs = session.run(tensors).map_err(|e| e.to_string())?;
        let scores = outputs.get(&self.output).ok_or("no scores came back")?;
        let (got, scores) = scores.try_extract_tensor::<f32>().map_err(|e| e.to_string())?;
        let want = [pieces.len() as i64, width as i64, classes as i64];
        if got[..] != want {
            return Err(format!("scores of the shape {got:?} instead of {want:?}"));
        }
        for (piece, rows) in pieces.iter().zip(scores.chunks_exact(width * classes)) {
            let rows: Vec<&[f32]> = rows.chunks_exact(classes).collect();
            out.extend(piece.firsts.iter().map(|first| first.map(|first| self.best(rows[first]))));
        }
        Ok(())
    }

    /// The best class of a row of scores and its share in the softmax. A tagger's classes that stand
    /// for no tag are left out.
    fn best(&self, row: &[f32]) -> (usize, f32) {
        let counts = |class: usize| match &self.labels {
            Labels::Names(_) => true,
            Labels::Tags(tags) => tags[class].is_some(),
        };
        let mut best = (0..row.len()).find(|&class| counts(class)).unwrap_or(0);
        for class in best + 1..row.len() {
            if counts(class) && row[class] > row[best] {
                best = class;
            }
        }
        let sum: f32 = row.iter().map(|&score| exp(score - row[best])).sum();
        let share = 1.0 / sum;
        (best, if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 })
    }
}

/// Loads ONNX Runtime from this file, for a program that brings its own. The first library loaded in a
/// process is the one that serves all models.
pub fn load(library: &Path) -> Result<(), OpenError> {
    let builder = ort::init_from(library).map_err(|error| {
        OpenError(format!(
            "ONNX Runtime: {error}; install it and set ORT_DYLIB_PATH to its library \
             (libonnxruntime.so, libonnxruntime.dylib or onnxruntime.dll)"
        ))
    })?;
    // false where the process has set up the library before, which serves as well
    let _ = builder.with_telemetry(false).commit();
    Ok(())
}

impl Backend for Model {
    fn name(&self) -> &str {
        &self.name
    }

    fn kinds(&self) -> Vec<NameKind> {
        let Labels::Names(labels) = &self.labels else { return Vec::new() };
        let mut kinds: Vec<NameKind> = labels.iter().flatten().map(|&(_, kind)| kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn tags(&self, words: &Words<'_>) -> Result<Option<Vec<Option<Tag>>>, String> {
        let Labels::Tags(labels) = &self.labels else { return Ok(None) };
        let tag = |class: Option<(usize, f32)>| {
            class.and_then(|(class, _)| labels[class]).map(|upos| Tag { upos, xpos: None })
        };
        Ok(Some(self.classify(words)?.into_iter().map(tag).collect()))
    }

    fn names(&self, words: &Words<'_>) -> Result<Option<Vec<Name>>, String> {
        let Labels::Names(labels) = &self.labels else { return Ok(None) };
        let classes = self.classify(words)?;
        let parts: Vec<_> = classes
            .into_iter()
            .map(|class| class.map_or((None, 0.0), |(class, sure)| (labels[class], sure)))
            .collect();
        let mut names = Vec::new();
        for sentence in words.sentences() {
            let TokenRange { start, .. } = sentence.tokens;
            decode(start, &parts[sentence.tokens.range()], |tokens, kind, sure| {
                debug_assert!(sentence.tokens.holds(TokenId(tokens.end - 1)));
                names.push(words.name(tokens, kind, sure));
            });
        }
        Ok(Some(names))
    }
}

fn read(dir: &Path, name: &str) -> Result<(PathBuf, Vec<u8>), OpenError> {
    let path = dir.join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Ok((path, bytes)),
        Err(error) => Err(missing(&path, &error)),
    }
}

fn missing(path: &Path, problem: &dyn fmt::Display) -> OpenError {
    OpenError(format!(
        "{}: {problem}; give the folder of a model for token classification that holds \
         config.json, tokenizer.json and model.onnx",
        path.display()
    ))
}

/// Loads ONNX Runtime from where it is usually found, if no other was loaded before.
fn runtime() -> Result<(), OpenError> {
    let given = std::env::var("ORT_DYLIB_PATH").ok().filter(|path| !path.is_empty());
    let usual =
        format!("{}onnxruntime{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    load(given.unwrap_or(usual).as_ref())
}

/// A session that adds in the same order each time.
fn session(path: &Path) -> Result<Session, String> {
    let text = |error: &dyn fmt::Display| error.to_string();
    Session::builder()
        .map_err(|e| text(&e))?
        .with_intra_threads(1)
        .map_err(|e| text(&e))?
        .with_inter_threads(1)
        .map_err(|e| text(&e))?
        .commit_from_file(path)
        .map_err(|e| text(&e))
}

fn inputs(session: &Session) -> Result<Vec<Input>, String> {
    let mut inputs = Vec::new();
    for outlet in session.inputs() {
        let input = Input::ALL.into_iter().find(|input| input.name() == outlet.name());
        let input = input.ok_or_else(|| format!("the input {} is unknown", outlet.name()))?;
        if outlet.dtype().tensor_type() != Some(TensorElementType::Int64) {
            return Err(format!("the input {} is not of int64", outlet.name()));
        }
        inputs.push(input);
    }
    if inputs.contains(&Input::Ids) { Ok(inputs) } else { Err("no input input_ids".to_owned()) }
}

fn output(session: &Session, classes: usize) -> Result<String, String> {
    let outputs = session.outputs();
    let named = outputs.iter().find(|outlet| outlet.name() == "logits");
    let outlet = named.or(outputs.first()).ok_or("it has no output")?;
    if outlet.dtype().tensor_type() != Some(TensorElementType::Float32) {
        return Err(format!("the output {} is not of float32", outlet.name()));
    }
    let shape = outlet.dtype().tensor_shape();
    match shape.and_then(|shape| shape.last()) {
        Some(&last) if last >= 0 && last != classes as i64 => {
            Err(format!("it gives {last} scores a word, but config.json names {classes} classes"))
        }
        _ => Ok(outlet.name().to_owned()),
    }
}

/// Most sub-words that the model takes at once. Models of RoBERTa's family count positions from one
/// past the number of their padding.
fn limit(config: &Value) -> usize {
    let places = config["max_position_embeddings"].as_u64().unwrap_or(512) as usize;
    let kind = config["model_type"].as_str().unwrap_or("");
    let roberta = ["roberta", "camembert", "mpnet"].iter().any(|name| kind.contains(name));
    let skipped =
        if roberta { 1 + config["pad_token_id"].as_u64().unwrap_or(1) as usize } else { 0 };
    places.saturating_sub(skipped).max(8)
}
