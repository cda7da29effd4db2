//! Prints what one plain-text file says, stage by stage: for people who write rules.
//!
//! `cargo run -p rashomon-extract --example account -- FILE [tags]`
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use rashomon_annotate::{Annotator, TokenId};
use rashomon_extract::account::{Account, MentionId};
use rashomon_text::Article;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        println!("usage: account FILE [tags]");
        return;
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            println!("{path}: {error}");
            return;
        }
    };
    let article = Article::plain(text);
    let analysis = Annotator::new().annotate(&article);
    if arguments.next().as_deref() == Some("tags") {
        for sentence in &analysis.sentences {
            for t in sentence.tokens.iter() {
                println!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    t.0 - sentence.tokens.start + 1,
                    analysis.word(&article.text, t),
                    analysis.lemma(t),
                    analysis.upos(t).as_str(),
                    analysis.xpos(t).as_str(),
                    analysis.head(t).map_or(0, |h| h.0 - sentence.tokens.start + 1),
                    analysis.deprel(t).as_str(),
                );
            }
            println!();
        }
        for name in &analysis.names {
            let first = analysis.word(&article.text, TokenId(name.tokens.start));
            println!("{}\t{}\t{first}", name.kind.as_str(), name.span.slice(&article.text));
        }
        return;
    }
    show(&rashomon_extract::extract(article, analysis));
}

fn show(a: &Account) {
    let name = |m: MentionId| {
        let mention = &a.mentions[m.index()];
        format!("{} ={}", a.slice(mention.span), a.name_of(mention.entity))
    };
    let names = |list: &[MentionId]| list.iter().map(|&m| name(m)).collect::<Vec<_>>().join(" & ");
    println!("ENTITIES");
    for e in &a.entities {
        let mentions: Vec<_> =
            e.mentions.iter().map(|m| a.slice(a.mentions[m.index()].span)).collect();
        println!(
            "  {:?} {:?}/{:?} {:?} roles {:?} aliases {:?}: {}",
            e.kind,
            e.country,
            e.affiliation,
            e.sector,
            e.roles,
            e.aliases,
            mentions.join(" | ")
        );
    }
    println!("EVENTS");
    for e in &a.events {
        println!(
            "  {} {:?} [{}] {:?} {:?} {:?}\n     actors {} -> {}; source {}; time {}\n     “{}”",
            e.kind.as_str(),
            e.mode,
            e.act,
            e.voice,
            e.certainty,
            e.auxiliary,
            names(&e.actors),
            names(&e.recipients),
            e.source.map(name).unwrap_or_default(),
            e.time.map_or("", |t| a.slice(a.times[t.index()].span)),
            a.slice(e.span)
        );
    }
    println!("QUOTATIONS");
    for q in &a.quotations {
        println!(
            "  {:?} {} ({}): “{}”",
            q.kind,
            q.speaker.map(name).unwrap_or_default(),
            q.cue.map_or("", |c| a.slice(c)),
            a.slice(q.span)
        );
    }
    println!("CLAIMS");
    for c in &a.claims {
        println!(
            "  {:?} {} about {:?} against {}: “{}”",
            c.stance,
            c.holder.map(name).unwrap_or_default(),
            c.about.map(|e| a.events[e.index()].act),
            names(&c.against),
            a.slice(c.content)
        );
    }
    println!("FIGURES");
    for f in &a.figures {
        println!("  {} {} {:?}: “{}”", f.value, f.unit, f.modifier, a.slice(f.span));
    }
    println!("LABELS");
    for l in &a.labels {
        println!("  {} {:?} {:?}: “{}”", a.name_of(l.entity), l.voice, l.tone, a.slice(l.span));
    }
    println!("TIMES");
    for t in &a.times {
        println!("  {} {:?}", a.slice(t.span), t.expr);
    }
}
