//! Agencies and outlets that a document names as its source.
//!
//! # What it finds
//! Credit lines that reading found ("X contributed to this report"), and mentions of an agency or
//! outlet as the place where something was said: "X reported", "told X", "according to X", "the
//! newspaper X", or a quotation or claim of which it is the speaker.
//!
//! # Limits
//! An outlet the lexicon does not know is found only beside a word for what it is ("the newspaper",
//! "news agency"), or where the text itself calls it one.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::{
    Account,
    account::{EntityKind, Form, Mention},
};
use rashomon_lexicon::fold;
use rashomon_text::{Cite, DocId, Span};

use crate::dossier::{Link, LinkKind};

/// Words before a name that make it a source.
const BEFORE: &[&str] = &[
    "told",
    "tells",
    "to",
    "by",
    "via",
    "with",
    "from",
    "newspaper",
    "daily",
    "tabloid",
    "broadcaster",
    "agency",
    "channel",
    "network",
    "magazine",
    "website",
    "station",
    "service",
    "paper",
    "weekly",
    "outlet",
    "portal",
];
/// Words after a name that make it a source.
const AFTER: &[&str] = &[
    "reported",
    "reports",
    "report",
    "said",
    "says",
    "quoted",
    "quotes",
    "cited",
    "cites",
    "citing",
    "quoting",
    "wrote",
    "writes",
    "published",
    "broadcast",
    "aired",
    "adds",
    "added",
    "claimed",
    "understands",
    "learned",
    "revealed",
    "news",
    "newspaper",
    "agency",
    "daily",
    "website",
    "television",
    "radio",
];
/// Words that only link a source to its verb: of [`BEFORE`], those that need more than themselves.
const WEAK: &[&str] = &["to", "by", "via", "with", "from"];
/// What a weak word must follow: "according to", "an interview with", "seen by".
const WEAK_AFTER: &[&str] = &[
    "according",
    "interview",
    "interviewed",
    "obtained",
    "seen",
    "reported",
    "published",
    "cited",
    "quoted",
    "spoke",
    "speaking",
    "report",
    "reports",
    "reporting",
    "reviewed",
    "video",
    "footage",
    "broadcast",
    "statement",
    "confirmed",
];

/// One link for each document and source it credits.
pub(super) fn find(accounts: &[Account], documents: &[DocId]) -> Vec<Link> {
    let mut links = Vec::new();
    for &doc in documents {
        let account = &accounts[doc.index()];
        let mut credited: BTreeMap<String, BTreeSet<Span>> = BTreeMap::new();
        for credit in &account.article.credits {
            let name = known_source(&credit.name).map_or_else(|| credit.name.clone(), Into::into);
            credited.entry(name).or_default().insert(credit.span);
        }
        named_as_source(account, &mut credited);
        join_desks(&mut credited);
        let own = account.article.outlet.as_ref().map(|outlet| fold(&outlet.name));
        credited.retain(|name, _| own.as_deref().is_none_or(|own| !is_same_outlet(own, name)));
        links.extend(credited.into_iter().map(|(name, spans)| link(doc, name, &spans)));
    }
    links
}

/// Joins a source with its news desk where a document credits both: "Ardovia TV", "Ardovia TV News".
fn join_desks(credited: &mut BTreeMap<String, BTreeSet<Span>>) {
    let desks: Vec<String> = credited
        .keys()
        .filter(|name| name.strip_suffix(" News").is_some_and(|short| credited.contains_key(short)))
        .cloned()
        .collect();
    for desk in desks {
        let spans = credited.remove(&desk).unwrap_or_default();
        if let Some(short) = desk.strip_suffix(" News") {
            credited.entry(short.to_owned()).or_default().extend(spans);
        }
    }
}

fn link(doc: DocId, name: String, spans: &BTreeSet<Span>) -> Link {
    Link {
        kind: LinkKind::Credits,
        documents: vec![doc],
        score: 1.0,
        containment: 0.0,
        words: 0,
        evidence: spans.iter().map(|span| Cite::new(doc, *span)).collect(),
        name: Some(name),
    }
}

/// Whether one folded name holds the other: "the morning post" and "Morning Post".
fn is_same_outlet(own: &str, name: &str) -> bool {
    let name = fold(name);
    own.contains(&name) || name.contains(own)
}

fn named_as_source(account: &Account, credited: &mut BTreeMap<String, BTreeSet<Span>>) {
    let speakers: BTreeSet<u32> = account
        .quotations
        .iter()
        .filter_map(|quotation| quotation.speaker)
        .chain(account.claims.iter().filter_map(|claim| claim.holder))
        .map(|mention| mention.0)
        .collect();
    for (number, mention) in account.mentions.iter().enumerate() {
        let entity = &account.entities[mention.entity.index()];
        let body = matches!(entity.kind, EntityKind::Organization | EntityKind::Other);
        if !body || !matches!(mention.form, Form::Name | Form::Acronym) {
            continue;
        }
        let around = Around::of(account, mention);
        let text = account.slice(mention.span);
        let known = known_source(text).or_else(|| {
            let main = account.name_of(mention.entity);
            (main != text).then(|| known_source(main)).flatten()
        });
        let name = match known {
            Some(name) => name.to_owned(),
            None if around.is_called_an_outlet() => text.to_owned(),
            None => continue,
        };
        if speakers.contains(&(number as u32)) || around.is_source() {
            credited.entry(name).or_default().insert(around.span);
        }
    }
}

/// The usual name of an agency or outlet that the lexicon knows.
fn known_source(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let bare = folded.strip_prefix("the ").unwrap_or(&folded);
    rashomon_lexicon::agency(bare).or_else(|| rashomon_lexicon::outlet(bare)).or_else(|| {
        let short =
            bare.strip_suffix(" news agency").or_else(|| bare.strip_suffix(" newspaper"))?;
        rashomon_lexicon::agency(short).or_else(|| rashomon_lexicon::outlet(short))
    })
}

/// The words on both sides of a mention, folded; empty where the sentence begins or ends.
struct Around<'a> {
    before: [&'a str; 2],
    after: [&'a str; 2],
    /// The mention with the word that makes it a source.
    span: Span,
}

impl<'a> Around<'a> {
    fn of(account: &'a Account, mention: &Mention) -> Self {
        let sentence = &account.sentences[mention.sentence as usize];
        let (first, last) = (sentence.words.0 as usize, sentence.words.1 as usize);
        let words = &account.words[first..last];
        let from = words.partition_point(|word| word.span.end <= mention.span.start);
        let to = words.partition_point(|word| word.span.start < mention.span.end);
        let word = |at: Option<usize>| {
            at.and_then(|at| words.get(at)).map_or("", |word| account.symbols.get(word.form))
        };
        let mut before = [word(from.checked_sub(1)), word(from.checked_sub(2))];
        if before[0] == "the" {
            before = [before[1], word(from.checked_sub(3))];
        }
        let mut after = [word(Some(to)), word(Some(to + 1))];
        if after[0] == "'s" || after[0] == "has" || after[0] == "had" {
            after = [after[1], word(Some(to + 2))];
        }
        let mut span = mention.span;
        if BEFORE.contains(&before[0])
            && let Some(at) = from.checked_sub(1)
        {
            span = words[at].span.cover(span);
        } else if AFTER.contains(&after[0])
            && let Some(next) = words.get(to)
        {
            span = span.cover(next.span);
        }
        Self { before, after, span }
    }

    /// Whether the words make the name a source of what is said.
    fn is_source(&self) -> bool {
        let strong = BEFORE.contains(&self.before[0]) && !WEAK.contains(&self.before[0]);
        let weak = WEAK.contains(&self.before[0]) && WEAK_AFTER.contains(&self.before[1]);
        strong || weak || AFTER.contains(&self.after[0]) || AFTER.contains(&self.after[1])
    }

    /// Whether the text calls the name a newspaper, agency or the like.
    fn is_called_an_outlet(&self) -> bool {
        const OUTLET: &[&str] = &["newspaper", "broadcaster", "tabloid", "magazine", "daily"];
        let agency = self.after[0] == "news" && self.after[1] == "agency";
        OUTLET.contains(&self.before[0])
            || agency
            || self.before[0] == "agency" && self.before[1] == "news"
            || self.after[0] == "newspaper"
    }
}
