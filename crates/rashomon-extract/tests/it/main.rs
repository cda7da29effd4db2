//! What the whole engine makes of the sentences in `tests/spec`.

use rashomon_annotate::Annotator;
use rashomon_extract::account::{Account, Claim, Event, Voice};
use rashomon_text::Article;

/// An event as `spec/events.md` writes it.
fn written(event: &Event) -> String {
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
    let annotator = Annotator::new();
    let mut rows = 0;
    for line in include_str!("../spec/events.md").lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [sentence, expected] = cells[..] else { continue };
        if sentence == "sentence" || sentence.starts_with('-') {
            continue;
        }
        let article = Article::plain(sentence);
        let analysis = annotator.annotate(&article);
        let account = rashomon_extract::extract(article, analysis);
        let found: Vec<String> = account.events.iter().map(written).collect();
        assert_eq!(found.join("; "), expected, "{sentence}");
        rows += 1;
    }
    assert_eq!(rows, 7, "every row of the tables is read");
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
    let annotator = Annotator::new();
    let mut rows = 0;
    for line in include_str!("../spec/claims.md").lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [sentence, expected] = cells[..] else { continue };
        if sentence == "sentence" || sentence.starts_with('-') {
            continue;
        }
        let article = Article::plain(sentence);
        let analysis = annotator.annotate(&article);
        let account = rashomon_extract::extract(article, analysis);
        let found: Vec<String> = account.claims.iter().map(|c| claimed(&account, c)).collect();
        assert_eq!(found.join("; "), expected, "{sentence}");
        rows += 1;
    }
    assert_eq!(rows, 13, "every row of the tables is read");
}
