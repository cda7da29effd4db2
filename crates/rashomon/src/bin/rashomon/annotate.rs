mod conllu;
mod json;
mod table;

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rashomon::{Article, Error};
use rashomon_annotate::Analysis;

use crate::engine::Engine;
use crate::printed;
use crate::terminal::plain;

/// Run the language engine alone: sentences, tokens, tags, parses, names, times, quoted passages
///
/// Writes to standard output, one document after the other.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, folders and patterns: .txt, .html, .jsonl, .warc, feeds (.xml, .rss, .atom), mail (.eml, .mht)
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,

    #[command(flatten)]
    engine: Engine,
}

/// A form of output.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// CoNLL-U; names as `Name=B-person` and code points as `Start=…|End=…` in the last column
    Conllu,
    /// One JSON object a line and document; positions are code points of the document's text
    Json,
    /// For reading: words with their tags, heads and names in columns
    Text,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let options = rashomon_ingest::Options::default();
    let inputs = rashomon_ingest::inputs(&arguments.inputs, &options)
        .map_err(|error| Error::bad_argument(error.to_string()))?;
    let annotator = arguments.engine.annotator()?.unwrap_or_default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut documents = 0;
    for input in &inputs {
        for record in rashomon_ingest::records(input, &options) {
            let article = match record.and_then(|record| record.clean()) {
                Ok(article) => article,
                Err(failure) if failure.skipped.is_some() => continue,
                Err(failure) => {
                    eprintln!("left out: {}", plain(&failure.message));
                    continue;
                }
            };
            let analysis = annotator.annotate(&article);
            let name = name(&article);
            documents += 1;
            let text = match arguments.format {
                Format::Conllu => conllu::write(documents, &name, &article, &analysis),
                Format::Json => json::write(&name, &article, &analysis),
                Format::Text => plain(&table::write(&name, &article, &analysis)),
            };
            let written = out.write_all(text.as_bytes());
            if written.as_ref().is_err_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) {
                return Ok(());
            }
            printed(written)?;
        }
    }
    printed(out.flush())?;
    if documents == 0 {
        return Err(Error::nothing_usable(
            "no input was usable; give .txt, .html, .jsonl or .warc files, or a folder that holds some"
                .to_owned(),
        ));
    }
    Ok(())
}

fn name(article: &Article) -> String {
    let path = article.source.path.as_deref().unwrap_or("document");
    match &article.source.record {
        None => path.to_owned(),
        Some(record) => format!("{path}#{record}"),
    }
}

/// For each token the name it is part of, as `B-kind` or `I-kind`.
fn names(analysis: &Analysis) -> Vec<Option<String>> {
    let mut column = vec![None; analysis.len()];
    for name in &analysis.names {
        for token in name.tokens.iter() {
            let mark = if token.0 == name.tokens.start { 'B' } else { 'I' };
            column[token.index()] = Some(format!("{mark}-{}", name.kind.as_str()));
        }
    }
    column
}
