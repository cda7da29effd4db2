//! `rashomon-train --data DIR --out FILE` trains every model and writes them, compressed;
//! `rashomon-train --data DIR --out FILE --eval PART` measures such a file on `dev` or `test`;
//! `rashomon-train --data DIR --out FILE --speed 1` times it over a megabyte of news;
//! `rashomon-train --data DIR --coref FILE` trains the ranker of coreference and writes it;
//! `rashomon-train --data DIR --folds N` measures it by cross-validation over all documents.
//! `rashomon-train --data DIR --attribution FILE` trains the network of attributions on the engine in the binary,
//! `--attribution-eval FILE` measures one on the texts held out of its training.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::path::{Path, PathBuf};

use rashomon_annotate::{Annotator, engine::Models};
use rashomon_train::{attribution, brat, coref, data, eval, train};

fn main() -> std::io::Result<()> {
    let mut root = PathBuf::from("../shared/bench");
    let mut out = PathBuf::from("crates/rashomon-annotate/models/engine.bin.zst");
    let mut options = train::Options::default();
    let mut part = None;
    let mut rounds = attribution::Options::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().unwrap_or_default();
        let number = value.parse::<f32>().unwrap_or_default();
        match arg.as_str() {
            "--data" => root = value.into(),
            "--out" => out = value.into(),
            "--eval" => part = Some(value),
            "--coref" => return ranker(&root, &value),
            "--folds" => return folds(&root, number as usize),
            "--speed" => return speed(&root, &out),
            "--attribution-eval" => return attribution_eval(&root, Path::new(&value)),
            "--attribution" => return attribution(&root, Path::new(&value), &rounds),
            "--rounds" => rounds.epochs = number as usize,
            "--epochs" => options.epochs = number as usize,
            "--dim" => options.dim = number as usize,
            "--layers" => options.layers = number as usize,
            "--rate" => options.rate = number,
            "--dropout" => options.dropout[1] = number,
            "--word-dropout" => options.word_dropout[1] = number,
            "--batch" => options.batch = number as usize,
            "--watch" => options.watch = number as usize,
            _ => {
                eprintln!("usage: rashomon-train [--data DIR] [--out FILE] [--eval dev|test]");
                std::process::exit(2);
            }
        }
    }
    if let Some(part) = part {
        return measure(&root, &part, &out);
    }
    let mut save = |models: &Models| {
        let bytes = models.write();
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        let packed = ruzstd::encoding::compress_to_vec(bytes.as_slice(), level);
        println!("{} bytes, {} compressed", bytes.len(), packed.len());
        std::fs::write(&out, packed)
    };
    let models = train::all(&root, &options, &mut |line| println!("{line}"), &mut save)?;
    save(&models)
}

/// Trains the ranker of coreference on the documents of GUM that are not held out.
fn ranker(root: &Path, out: &str) -> std::io::Result<()> {
    let (docs, _) = data::gum(&root.join("gum"))?;
    let texts = coref::train::texts(&docs);
    let ranker =
        coref::train::train(&texts.iter().collect::<Vec<_>>(), &coref::train::Options::default());
    let bytes = ranker.write();
    println!("{} bytes", bytes.len());
    std::fs::write(out, bytes)
}

/// Pronouns, nominals and both, each document read with a ranker that was trained without its fold.
fn folds(root: &Path, folds: usize) -> std::io::Result<()> {
    let (mut docs, held) = data::gum(&root.join("gum"))?;
    docs.extend(held);
    let total = coref::train::cross_validate(&coref::train::texts(&docs), folds.max(2));
    for (name, tally) in ["pronouns", "nominals", "both"].iter().zip(total) {
        let (precision, recall) = (tally.precision(), tally.recall());
        println!("coref\tgum-{folds}-folds-{name}\tprecision\t{precision:.4}\t{}", tally.linked);
        println!("coref\tgum-{folds}-folds-{name}\trecall\t{recall:.4}\t{}", tally.gold);
    }
    Ok(())
}

fn measure(root: &Path, part: &str, models: &Path) -> std::io::Result<()> {
    let annotator = Annotator::with_models(Models::unpack(&std::fs::read(models)?)?);
    for task in ["sentences", "tags", "parse", "names"] {
        for score in eval::run(&annotator, task, root, part)? {
            let (set, metric) = (score.set, score.metric);
            println!("{}\t{set}\t{metric}\t{:.2}\t{}", score.task, score.value, score.n);
        }
    }
    Ok(())
}

/// Trains the network of attributions on the engine in the binary and writes it to `out`.
fn attribution(root: &Path, out: &Path, options: &attribution::Options) -> std::io::Result<()> {
    let mut documents = brat::folder(&root.join("polnear/train"))?;
    documents.retain(|d| !attribution::held_out(d));
    let examples = attribution::examples(&documents, &Annotator::new());
    println!("{} texts, {} paragraphs", documents.len(), examples.len());
    let vectors = Models::vectors()?;
    let net = attribution::train(&examples, &vectors, options, &mut |line| println!("{line}"));
    let bytes = net.write();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let packed = ruzstd::encoding::compress_to_vec(bytes.as_slice(), level);
    println!("{} bytes, {} compressed", bytes.len(), packed.len());
    std::fs::write(out, packed)
}

/// Measures a network of attributions on the part of the training texts that is held out for choices.
fn attribution_eval(root: &Path, file: &Path) -> std::io::Result<()> {
    let mut models = Models::embedded_copy();
    models.attribution = Models::attribution(&std::fs::read(file)?)?;
    let annotator = Annotator::with_models(models);
    let mut tallies = [brat::Tally::default(); 3];
    for document in brat::folder(&root.join("polnear/train"))? {
        if !attribution::held_out(&document) {
            continue;
        }
        let article = rashomon_text::Article::plain(document.text.as_str());
        let found = brat::found(&annotator.annotate(&article));
        for (i, tally) in tallies.iter_mut().enumerate() {
            let part = |r: &'_ brat::Relation| -> Vec<rashomon_text::Span> {
                [&r.source, &r.cue, &r.content][i].clone()
            };
            let gold: Vec<_> = document.relations.iter().map(part).collect();
            let found: Vec<_> = found.iter().map(part).collect();
            let gold: Vec<&[_]> = gold.iter().map(Vec::as_slice).collect();
            let found: Vec<&[_]> = found.iter().map(Vec::as_slice).collect();
            tally.add(&gold, &found);
        }
    }
    for (role, t) in ["source", "cue", "content"].into_iter().zip(tallies) {
        let (exact, overlap) = (t.f1(t.exact), t.f1(t.overlap));
        let (p, r) = (t.overlap as f64 / t.found as f64, t.overlap as f64 / t.gold as f64);
        println!("{role}\texact {exact:.4}\toverlap {overlap:.4} (p {p:.4} r {r:.4})\t{}", t.gold);
    }
    Ok(())
}

/// Nanoseconds this process has spent on a processor, where the system tells; else wall time.
fn clock(start: std::time::Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let told = told.and_then(|s| s.split(' ').next()?.parse::<f64>().ok());
    told.unwrap_or_else(|| start.elapsed().as_nanos() as f64)
}

/// Words a second from raw text to names, one thread, over the first megabyte of the news corpus.
fn speed(root: &Path, models: &Path) -> std::io::Result<()> {
    let start = std::time::Instant::now();
    let before = clock(start);
    let annotator = Annotator::with_models(Models::unpack(&std::fs::read(models)?)?);
    println!("load\t{:.1} ms", (clock(start) - before) / 1e6);
    let docs = rashomon_train::data::names(&root.join("ner-worldwide/train.tsv"))?;
    let mut articles = Vec::new();
    let mut size = 0;
    for doc in docs {
        if size < 1_000_000 {
            size += doc.text.len();
            articles.push(rashomon_text::Article::plain(doc.text));
        }
    }
    let words = |a: &rashomon_text::Article| a.text.split_whitespace().count();
    let all: usize = articles.iter().map(words).sum();
    for _ in 0..3 {
        let before = clock(start);
        let tokens: usize = articles.iter().map(|a| annotator.annotate(a).len()).sum();
        let seconds = (clock(start) - before) / 1e9;
        println!(
            "speed\t{size} bytes\t{all} words\t{tokens} tokens\t{:.0} words/s\t{:.0} tokens/s",
            all as f64 / seconds,
            tokens as f64 / seconds
        );
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|l| l.starts_with("VmHWM")) {
        println!("memory\t{line}");
    }
    Ok(())
}
