//! What the whole engine makes of the texts in `tests/spec`.

use rashomon_annotate::Annotator;
use rashomon_extract::account::{Account, Claim, Event, Naming, Quotation, Voice};
use rashomon_text::Article;

/// Checks every row `| text | expected |` of a specification; `¶` begins a new paragraph.
fn check(spec: &str, rows: usize, written: impl Fn(&Account) -> Vec<String>) {
    let annotator = Annotator::new();
    let mut read = 0;
    let mut wrong = Vec::new();
    for line in spec.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [text, expected] = cells[..] else { continue };
        if matches!(text, "sentence" | "text") || text.starts_with('-') {
            continue;
        }
        let article = Article::plain(text.replace(" ¶ ", "\n"));
        let analysis = annotator.annotate(&article);
        let found = written(&rashomon_extract::extract(article, analysis)).join("; ");
        if found != expected {
            wrong.push(format!("| {text} | {found} |\n  not {expected}"));
        }
        read += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(read, rows, "every row of the tables is read");
}

/// An event as `spec/events.md` writes it.
fn event(event: &Event) -> String {
    let mut words = vec![event.kind.as_str().to_owned(), event.cameo.to_owned()];
    words.extend(event.actor_codes.iter().cloned());
    words.push(">".to_owned());
    words.extend(event.recipient_codes.iter().cloned());
    if event.voice != Voice::Own {
        words.push(event.voice.as_str().to_owned());
    }
    words.extend(event.auxiliary.iter().map(|a| a.as_str().to_owned()));
    words.join(" ")
}

#[test]
fn events_are_coded_as_specified() {
    check(include_str!("../spec/events.md"), 7, |account| {
        account.events.iter().map(event).collect()
    });
}

/// A quotation as `spec/quotations.md` writes it.
fn quotation(account: &Account, quotation: &Quotation) -> String {
    let speaker = quotation.speaker.map_or("-", |m| account.name_of(account.entity_of(m)));
    let naming = match quotation.naming {
        Naming::Named => String::new(),
        vague => format!(" ({})", vague.as_str()),
    };
    format!("{} {speaker}{naming}: {}", quotation.kind.as_str(), account.slice(quotation.span))
}

#[test]
fn quotations_are_found_as_specified() {
    check(include_str!("../spec/quotations.md"), 48, |account| {
        let written: Vec<String> =
            account.quotations.iter().map(|q| quotation(account, q)).collect();
        if written.is_empty() { vec!["nothing".to_owned()] } else { written }
    });
}

/// A claim as `spec/claims.md` writes it.
fn claimed(account: &Account, claim: &Claim) -> String {
    let holder = claim.holder.map_or("outlet", |m| account.name_of(account.entity_of(m)));
    let mut words = vec![holder.to_owned(), claim.stance.as_str().to_owned()];
    words.extend(claim.tense.map(|t| t.as_str().to_owned()));
    let own = [(Voice::Attributed, claim.holder.is_some()), (Voice::Own, claim.holder.is_none())];
    if !own.contains(&(claim.voice, true)) {
        words.push(claim.voice.as_str().to_owned());
    }
    if claim.certainty.as_str() != "certain" {
        words.push(claim.certainty.as_str().to_owned());
    }
    if claim.polarity.as_str() == "negative" {
        words.push("not".to_owned());
    }
    format!("{}: {}", words.join(" "), account.slice(claim.content))
}

#[test]
fn claims_are_told_as_specified() {
    check(include_str!("../spec/claims.md"), 15, |account| {
        account.claims.iter().map(|c| claimed(account, c)).collect()
    });
}
