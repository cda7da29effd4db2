//! The trainer with its settings open, for trying others: `cargo xtask train` is the one that counts.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::path::{Path, PathBuf};

use rashomon_annotate::{Annotator, engine::Models};
use rashomon_train::{attribution, coref, data, eval, pack, pack_attribution, speed, train};

const USAGE: &str = "usage: rashomon-train [--data DIR] [--out FILE] WHAT [SETTING VALUE]…
the engine:       (nothing: train it) | --eval dev|test | --speed
attributions:     --attribution FILE | --attribution-eval FILE
coreference:      --coref FILE | --folds N
engine settings:  --epochs --dim --layers --arc --rate --dropout --word-dropout --batch --watch
network settings: --rounds
ranker settings:  --pronoun --noun, from which share on one is linked
--out names the engine's models; attributions and coreference are trained and measured on them";

enum Work {
    Train,
    Measure(String),
    Time,
    Attribution(PathBuf),
    AttributionEval(PathBuf),
    Coref(PathBuf),
    Folds(usize),
}

fn main() -> std::io::Result<()> {
    let mut root = PathBuf::from("../shared/bench");
    let mut out = PathBuf::from("crates/rashomon-annotate/models/engine.bin.zst");
    let mut options = train::Options::default();
    let mut rounds = attribution::Options::default();
    let mut ranking = coref::train::Options::default();
    let mut work = Work::Train;
    let mut args = std::env::args().skip(1);
    let stop = |message: &str| -> ! {
        eprintln!("rashomon-train: {message}\n{USAGE}");
        std::process::exit(2)
    };
    while let Some(arg) = args.next() {
        if arg == "--speed" {
            work = Work::Time;
            continue;
        }
        let Some(value) = args.next() else { stop(&format!("'{arg}' needs a value")) };
        let number = || -> f32 {
            let bad = |_| stop(&format!("'{value}' is no number, for '{arg}'"));
            value.parse().unwrap_or_else(bad)
        };
        match arg.as_str() {
            "--data" => root = value.into(),
            "--out" => out = value.into(),
            "--eval" => work = Work::Measure(value),
            "--attribution" => work = Work::Attribution(value.into()),
            "--attribution-eval" => work = Work::AttributionEval(value.into()),
            "--coref" => work = Work::Coref(value.into()),
            "--pronoun" => ranking.least[0] = number(),
            "--noun" => ranking.least[1] = number(),
            "--folds" => work = Work::Folds(number() as usize),
            "--rounds" => rounds.epochs = number() as usize,
            "--epochs" => options.epochs = number() as usize,
            "--dim" => options.dim = number() as usize,
            "--layers" => options.layers = number() as usize,
            "--arc" => options.arc = number() as usize,
            "--rate" => options.rate = number(),
            "--dropout" => options.dropout[1] = number(),
            "--word-dropout" => options.word_dropout[1] = number(),
            "--batch" => options.batch = number() as usize,
            "--watch" => options.watch = number() as usize,
            _ => stop(&format!("there is no option '{arg}'")),
        }
    }
    let models = || Models::unpack(&std::fs::read(&out)?);
    let load = || -> std::io::Result<Annotator> { Ok(Annotator::with_models(models()?)) };
    let mut log = |line: &str| println!("{line}");
    match work {
        Work::Train => {
            let mut save = |models: &Models| std::fs::write(&out, pack(models));
            let models = train::all(&root, &options, &mut log, &mut save)?;
            save(&models)
        }
        Work::Measure(part) => measure(&load()?, &root, &part),
        Work::Time => {
            print!("{}", speed::measure(models, &root)?);
            Ok(())
        }
        Work::Attribution(file) => {
            let net = attribution::from_corpus(&root, &load()?, &rounds, &mut log)?;
            std::fs::write(file, pack_attribution(&net))
        }
        Work::AttributionEval(file) => {
            let mut models = models()?;
            models.attribution = Models::attribution(&std::fs::read(file)?)?;
            let tallies = attribution::choices(&root, &Annotator::with_models(models))?;
            for (role, t) in ["source", "cue", "content"].into_iter().zip(tallies) {
                let (exact, overlap) = (t.f1(t.exact), t.f1(t.overlap));
                println!("{role}\texact {exact:.4}\toverlap {overlap:.4}\t{}", t.gold);
            }
            Ok(())
        }
        Work::Coref(file) => {
            std::fs::write(file, coref::train::from_corpus(&root, &load()?, &ranking)?.write())
        }
        Work::Folds(folds) => cross_validate(&root, &load()?, folds, &ranking),
    }
}

fn measure(annotator: &Annotator, root: &Path, part: &str) -> std::io::Result<()> {
    for task in ["sentences", "tags", "parse", "names"] {
        for score in eval::run(annotator, task, root, part)? {
            let (set, metric) = (score.set, score.metric);
            println!("{}\t{set}\t{metric}\t{:.2}\t{}", score.task, score.value, score.n);
        }
    }
    Ok(())
}

/// Pronouns, nominals and both, each document read with a ranker that was trained without its fold.
fn cross_validate(
    root: &Path,
    annotator: &Annotator,
    folds: usize,
    options: &coref::train::Options,
) -> std::io::Result<()> {
    let (mut docs, held) = data::gum(&root.join("gum"))?;
    docs.extend(held);
    let texts = coref::train::texts(&docs, annotator);
    let total = coref::train::cross_validate(&texts, folds.max(2), options);
    for (name, tally) in ["pronouns", "nominals", "both"].iter().zip(total) {
        let (precision, recall) = (tally.precision(), tally.recall());
        println!("coref\tgum-{folds}-folds-{name}\tprecision\t{precision:.4}\t{}", tally.linked);
        println!("coref\tgum-{folds}-folds-{name}\trecall\t{recall:.4}\t{}", tally.gold);
    }
    Ok(())
}
