//! `cargo xtask train`: the models of the language engine, bit for bit; `cargo xtask speed`: how fast it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rashomon_annotate::Annotator;
use rashomon_annotate::engine::Models;
use rashomon_train::{attribution, coref, pack, pack_attribution, speed as measured, train};
use sha2::{Digest as _, Sha256};

/// The files of the models in the repository, in the order they are trained: each rests on those before it.
const ENGINE: &str = "crates/rashomon-annotate/models/engine.bin.zst";
const ATTRIBUTION: &str = "crates/rashomon-annotate/models/attribution.bin.zst";
const COREF: &str = "crates/rashomon-extract/models/coref.bin";
const CANDIDATES: &str = "crates/rashomon-extract/models/candidates.tsv";
const PAIRS: &str = "crates/rashomon-reconcile/src/coreference/pairs.tsv";
const SPELLING: &str = "crates/rashomon-reconcile/src/entities/letters.tsv";

/// Train the models anew: the same data, lexicon and word vectors give the same bytes
///
/// The language engine, on it the network of attributions, on both the ranker of coreference, and the weights
/// of spellings; written into the repository. Takes about twenty minutes on one core.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only these; the models they rest on are read from the repository
    #[arg(value_enum)]
    models: Vec<Model>,

    #[command(flatten)]
    place: Place,

    /// Write nothing: train, and fail if the result is not, to the byte, what is there
    #[arg(long)]
    check: bool,
}

/// What can be trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Model {
    /// Sentences, tokens, tags, lemmas, parses and names
    Engine,
    /// Sources, cues and contents
    Attribution,
    /// The ranker of coreference
    Coref,
    /// What letters weigh in comparing spellings of a name
    Spelling,
    /// Which words refer to events and participants
    Candidates,
    /// Which of them refer to one thing
    Pairs,
}

/// Where the corpora are.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Folder with `ud-ewt`, `gum`, `ner-worldwide`, `polnear`, `names-netranslit` and `ecbplus`
    #[arg(long, value_name = "DIR", default_value = "../shared/bench")]
    data: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let data = data_folder(&arguments.place.data)?;
    let wanted = |model| arguments.models.is_empty() || arguments.models.contains(&model);
    let failed = |error: std::io::Error| format!("{}: {error}", data.display());
    let mut log = |line: &str| eprintln!("{line}");
    let mut models = Models::embedded_copy();
    let mut differing = Vec::new();
    let mut done = |file, bytes: Vec<u8>| match finish(file, &bytes, arguments.check) {
        Ok(true) => Ok(()),
        Ok(false) => {
            differing.push(file);
            Ok(())
        }
        Err(error) => Err(format!("{file}: {error}")),
    };
    if wanted(Model::Engine) {
        let options = train::Options::default();
        let trained = train::all(&data, &options, &mut log, &mut |_| Ok(())).map_err(failed)?;
        let packed = pack(&trained);
        models = Models::unpack(&packed).map_err(failed)?;
        done(ENGINE, packed)?;
    }
    if wanted(Model::Attribution) {
        let annotator = Annotator::with_models(models.clone());
        let options = attribution::Options::default();
        let net =
            attribution::from_corpus(&data, &annotator, &options, &mut log).map_err(failed)?;
        let packed = pack_attribution(&net);
        models.attribution = Models::attribution(&packed).map_err(failed)?;
        done(ATTRIBUTION, packed)?;
    }
    if wanted(Model::Coref) {
        let annotator = Annotator::with_models(models);
        let options = coref::train::Options::default();
        let ranker = coref::train::from_corpus(&data, &annotator, &options).map_err(failed)?;
        done(COREF, ranker.write())?;
    }
    if wanted(Model::Spelling) {
        done(SPELLING, crate::spelling::train(&data).into_bytes())?;
    }
    if wanted(Model::Candidates) {
        let texts = crate::coreference::texts(&data)?;
        done(CANDIDATES, crate::coreference::candidates(&texts).into_bytes())?;
    }
    if wanted(Model::Pairs) {
        let texts = crate::coreference::texts(&data)?;
        done(PAIRS, crate::coreference::pairs(&texts).into_bytes())?;
    }
    if arguments.check && !differing.is_empty() {
        return Err(format!("other bytes than those just trained: {}", differing.join(", ")));
    }
    Ok(())
}

/// Tells about freshly trained bytes, and writes them unless it is only a check; whether they are what was there.
fn finish(file: &str, bytes: &[u8], check: bool) -> std::io::Result<bool> {
    let path = crate::root().join(file);
    let same = std::fs::read(&path).is_ok_and(|there| there == bytes);
    let told = if same { "the same bytes as before" } else { "other bytes than before" };
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{file}  {} bytes  sha256 {}: {told}",
        bytes.len(),
        crate::hex(&Sha256::digest(bytes))
    )?;
    if !check {
        std::fs::write(path, bytes)?;
    }
    Ok(same)
}

/// Words a second from raw text to names and on to accounts, time to load, and memory
pub(crate) fn speed(place: &Place) -> Result<(), String> {
    let data = data_folder(&place.data)?;
    let file = crate::root().join(ENGINE);
    let speed = measured::measure(|| Models::unpack(&std::fs::read(&file)?), &data)
        .map_err(|e| format!("{}: {e}", data.display()))?;
    let _ = write!(std::io::stdout().lock(), "{speed}");
    Ok(())
}

/// The folder as given or, where it is relative, from the workspace's.
fn data_folder(data: &Path) -> Result<PathBuf, String> {
    let folder = if data.is_dir() { data.to_path_buf() } else { crate::root().join(data) };
    if folder.join("ner-worldwide/train.tsv").is_file() {
        return Ok(folder);
    }
    Err(format!("{}: no ner-worldwide/train.tsv there; --data names the corpora", data.display()))
}
