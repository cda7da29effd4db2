//! `rashomon-train --data DIR --out FILE` trains every model and writes them, compressed;
//! `rashomon-train --data DIR --eval PART` measures the embedded ones on `dev` or `test`.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::path::PathBuf;

use rashomon_annotate::{Annotator, engine::Models};
use rashomon_train::{data, parts};

fn main() -> std::io::Result<()> {
    let mut root = PathBuf::from("../shared/bench");
    let mut out = PathBuf::from("crates/rashomon-annotate/models/engine.bin.zst");
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next()) {
            ("--data", Some(value)) => root = value.into(),
            ("--out", Some(value)) => out = value.into(),
            ("--eval", Some(part)) => return measure(&root, &part, &out),
            _ => {
                eprintln!("usage: rashomon-train [--data DIR] [--out FILE]");
                std::process::exit(2);
            }
        }
    }
    let mut docs = data::conllu(&root.join("ud-ewt/en_ewt-ud-train.conllu"))?;
    docs.extend(data::gum(&root.join("gum"))?.0);
    let names = data::names(&root.join("ner-worldwide/train.tsv"))?;
    let sentences: Vec<&data::Sentence> = docs.iter().flat_map(|d| &d.sentences).collect();
    println!("{} documents, {} sentences", docs.len(), sentences.len());
    let (tagger, pairs) = parts::tagger(&sentences, 5);
    println!("tagger done");
    let tags = parts::jackknife(&sentences, 4, 3);
    let parser = parts::parser(&sentences, &tags, 6);
    println!("parser done");
    let mut models = Models {
        tokenizer: parts::tokenizer(&docs, 8),
        sentences: parts::sentences(&docs, 8),
        lemmas: parts::lemmas(&docs),
        tagger,
        pairs,
        parser,
        ..Models::default()
    };
    models.names = parts::names(&names, &Annotator::with_models(models.clone()), 6);
    let bytes = models.write();
    let packed = ruzstd::encoding::compress_to_vec(
        bytes.as_slice(),
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    println!("{} bytes, {} compressed", bytes.len(), packed.len());
    std::fs::write(out, packed)
}

fn measure(root: &std::path::Path, part: &str, models: &std::path::Path) -> std::io::Result<()> {
    let annotator = Annotator::with_models(Models::unpack(&std::fs::read(models)?)?);
    for task in ["sentences", "tags", "parse", "names"] {
        for score in rashomon_train::eval::run(&annotator, task, root, part)? {
            let (set, metric) = (score.set, score.metric);
            println!("{}\t{set}\t{metric}\t{:.2}\t{}", score.task, score.value, score.n);
        }
    }
    Ok(())
}
