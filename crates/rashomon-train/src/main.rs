//! `rashomon-train --data DIR --out FILE` trains every model and writes them, compressed;
//! `rashomon-train --data DIR --out FILE --eval PART` measures such a file on `dev` or `test`.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::path::{Path, PathBuf};

use rashomon_annotate::{Annotator, engine::Models};
use rashomon_train::{eval, train};

fn main() -> std::io::Result<()> {
    let mut root = PathBuf::from("../shared/bench");
    let mut out = PathBuf::from("crates/rashomon-annotate/models/engine.bin.zst");
    let mut options = train::Options::default();
    let mut part = None;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().unwrap_or_default();
        let number = value.parse::<f32>().unwrap_or_default();
        match arg.as_str() {
            "--data" => root = value.into(),
            "--out" => out = value.into(),
            "--eval" => part = Some(value),
            "--epochs" => options.epochs = number as usize,
            "--dim" => options.dim = number as usize,
            "--layers" => options.layers = number as usize,
            "--rate" => options.rate = number,
            "--dropout" => options.dropout = number,
            "--word-dropout" => options.word_dropout = number,
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
