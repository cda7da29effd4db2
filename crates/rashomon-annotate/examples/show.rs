//! Shows what the engine finds: one word a line, as `cargo run --example show -- FILE`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use rashomon_annotate::Annotator;
use rashomon_text::Article;

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let article = Article::plain(std::fs::read_to_string(path).expect("a text file"));
    let analysis = Annotator::new().annotate(&article);
    for sentence in &analysis.sentences {
        for token in sentence.tokens.iter() {
            let name = analysis.names.iter().find(|name| name.tokens.holds(token));
            let head = analysis.head(token).map_or(0, |head| head.0 - sentence.tokens.start + 1);
            println!(
                "{}\t{}\t{}\t{}\t{}\t{head}\t{}\t{}",
                token.0 - sentence.tokens.start + 1,
                analysis.word(&article.text, token),
                analysis.lemma(token),
                analysis.upos(token).as_str(),
                analysis.xpos(token).as_str(),
                analysis.deprel(token).as_str(),
                name.map_or("", |name| name.kind.as_str()),
            );
        }
        println!();
    }
}
