//! Words of speakers: direct, indirect and mixed quotations.
//!
//! # What it finds
//! Passages between quotation marks with their speaker and cue, over sentences and paragraphs, and
//! reported clauses without marks. Quoted words that nobody is told to have said are scare quotes.
//!
//! # Why it matters
//! The same utterance in several reports is the best evidence that they rest on one origin, and its
//! differing words are a finding of their own.
//!
//! # Examples
//! | text | kind | speaker |
//! |---|---|---|
//! | “We stay,” said Ana Reyes. | direct | Ana Reyes |
//! | Reyes called it “a mistake”. | mixed | Reyes |
//! | Reyes said they would stay. | indirect | Reyes |
//! | The so-called “reform” failed. | scare quote | – |
//!
//! # Limits
//! A quotation without a cue takes the speaker of the paragraph before only where that paragraph ends in
//! a quotation or statement of that speaker.

use rashomon_annotate::{Deprel, QuoteSpan, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::SpeechAct;
use rashomon_text::Span;

use crate::{
    account::{MentionId, Quotation, QuoteKind},
    attribution::{Attribution, Attributions, ContentKind, verb_of_saying},
    claims::content_head,
    mentions::Mentions,
    naming, speaker,
    tree::Tree,
};

/// What became of each passage between marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Somebody's words.
    Quoted { speaker: Option<MentionId>, cue: Option<TokenId> },
    /// The outlet's distance from a word.
    Scare,
}

/// The quotations of an article and, for each of [`rashomon_annotate::Analysis::quotes`], what it is.
pub(crate) struct Quotations {
    pub list: Vec<Quotation>,
    pub fates: Vec<Fate>,
}

/// The longest run of tokens between marks that can be a scare quote.
const SCARE: usize = 4;

pub(crate) fn find(tree: &Tree, mentions: &Mentions, attributions: &Attributions) -> Quotations {
    let quotes = &tree.analysis.quotes;
    let mut fates: Vec<Fate> = Vec::with_capacity(quotes.len());
    let mut list: Vec<Quotation> = Vec::new();
    let mut last: Option<usize> = None; // the outer quote before, in document order
    for (i, quote) in quotes.iter().enumerate() {
        let fate = if quote.depth > 0 {
            Fate::Scare
        } else {
            fate(tree, mentions, attributions, quote, last.map(|l| (&quotes[l], fates[l])))
        };
        fates.push(fate);
        if quote.depth == 0 {
            if let Fate::Quoted { speaker, cue } = fate {
                list.push(quotation(tree, mentions, quote, speaker, cue));
            }
            last = Some(i);
        }
    }
    indirect(tree, mentions, attributions, &fates, &mut list);
    list.sort_by_key(|q| (q.span, q.kind));
    list.dedup_by(|b, a| a.span == b.span);
    Quotations { list, fates }
}

fn quotation(
    tree: &Tree,
    mentions: &Mentions,
    quote: &QuoteSpan,
    speaker: Option<MentionId>,
    cue: Option<TokenId>,
) -> Quotation {
    let whole = is_utterance(tree, quote);
    Quotation {
        span: quote.inner.trim(tree.text),
        kind: if whole { QuoteKind::Direct } else { QuoteKind::Mixed },
        speaker,
        naming: naming::find(tree, mentions, speaker, cue.and_then(|c| tree.actor(c))),
        cue: cue.map(|c| tree.analysis.tokens.span[c.index()]),
        sentence: tree.analysis.sentence_of(first_token(tree, quote)) as u32,
        confidence: match (speaker, cue) {
            (Some(_), Some(_)) => 0.9,
            (Some(_), None) => 0.7,
            _ => 0.5,
        },
    }
}

fn first_token(tree: &Tree, quote: &QuoteSpan) -> TokenId {
    TokenId(quote.tokens.start.min(tree.analysis.len().saturating_sub(1) as u32))
}

/// Whether the words between the marks are an utterance of their own: they start as a sentence does
/// and hold a verb, or run over sentences.
fn is_utterance(tree: &Tree, quote: &QuoteSpan) -> bool {
    let starts =
        quote.inner.slice(tree.text).trim_start().chars().next().is_some_and(char::is_uppercase);
    let verb = quote.tokens.iter().any(|t| matches!(tree.upos(t), Upos::Verb | Upos::Aux));
    starts && verb && quote.tokens.len() > 3
}

fn fate(
    tree: &Tree,
    mentions: &Mentions,
    attributions: &Attributions,
    quote: &QuoteSpan,
    before: Option<(&QuoteSpan, Fate)>,
) -> Fate {
    let tokens = quote.tokens;
    if tokens.is_empty() || tree.analysis.is_empty() {
        return Fate::Scare;
    }
    let quoted = |a: &Attribution| Fate::Quoted { speaker: a.source, cue: Some(a.cue) };
    let outside = |t: TokenId| !tokens.holds(t);
    if is_distance(tree, quote) || is_title(tree, quote) {
        return Fate::Scare;
    }
    // 1. inside or around the content of an attribution whose cue stands outside the marks
    let first = TokenId(tokens.start);
    let mut inside =
        attributions.of(first).filter(|a| outside(a.cue) && !in_any_quote(tree, a.cue));
    if inside.is_none() {
        inside = attributions
            .near(sentences_of(tree, tokens))
            .iter()
            .filter(|a| a.kind == ContentKind::Clause && outside(a.cue))
            .filter(|a| !in_any_quote(tree, a.cue))
            .find(|a| overlap(a.content, tokens) * 2 > a.content.len().min(tokens.len()));
    }
    if let Some(a) = inside.filter(|a| a.source.is_some()) {
        return quoted(a);
    }
    // 2. under a verb of saying, naming or judging: called it “…”, condemned the “…”
    if let Some((cue, speaker)) = governed(tree, mentions, quote) {
        return Fate::Quoted { speaker, cue: Some(cue) };
    }
    // 3. a cue in the sentences the quotation starts and ends in: “…”, said X. “…”
    if let Some((cue, speaker)) = beside(tree, mentions, attributions, quote) {
        return Fate::Quoted { speaker, cue: Some(cue) };
    }
    if let Some(a) = inside.filter(|_| is_utterance(tree, quote) || tokens.len() > SCARE) {
        return quoted(a);
    }
    if !is_utterance(tree, quote) && tokens.len() <= SCARE {
        return Fate::Scare;
    }
    // 4. the quotation goes on from the paragraph before, or follows a statement of its speaker
    if let Some(speaker) = continued(tree, attributions, quote, before) {
        return Fate::Quoted { speaker: Some(speaker), cue: None };
    }
    if is_utterance(tree, quote) || tokens.len() > SCARE {
        return Fate::Quoted { speaker: None, cue: None };
    }
    Fate::Scare
}

/// A single common noun between marks, with its determiner outside: a “reform”.
fn is_distance(tree: &Tree, quote: &QuoteSpan) -> bool {
    let words: Vec<TokenId> =
        quote.tokens.iter().filter(|&t| tree.upos(t) != Upos::Punct).collect();
    let [word] = words[..] else { return false };
    let starts_with_capital = tree.word(word).chars().next().is_some_and(char::is_uppercase);
    tree.upos(word) == Upos::Noun
        && !starts_with_capital
        && !matches!(tree.rel(word), Deprel::Xcomp | Deprel::Root | Deprel::Ccomp)
        && tree.child(word, &[Deprel::Case]).is_none_or(|c| tree.lemma(c) != "as")
}

/// A name of a book, a broadcast or a headline: “The Art of the Harbour”. Three words or more, each with a capital
/// but the little ones.
fn is_title(tree: &Tree, quote: &QuoteSpan) -> bool {
    let (mut capitals, mut words) = (0, 0);
    for t in quote.tokens.iter() {
        let word = tree.word(t);
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else { continue };
        words += 1;
        if first.is_uppercase() {
            capitals += 1;
        } else if word.len() > 3 || matches!(tree.upos(t), Upos::Pron | Upos::Verb | Upos::Aux) {
            return false;
        }
    }
    let asks = quote.inner.slice(tree.text).trim_end().ends_with('?');
    words >= 3 && capitals * 3 >= words * 2 && !asks
}

/// The tokens of the sentences that `tokens` touch.
fn sentences_of(tree: &Tree, tokens: TokenRange) -> TokenRange {
    let a = tree.analysis;
    let last = TokenId(tokens.end.saturating_sub(1).max(tokens.start));
    let (first, last) = (a.sentence_of(TokenId(tokens.start)), a.sentence_of(last));
    match (a.sentences.get(first), a.sentences.get(last)) {
        (Some(first), Some(last)) => TokenRange::new(first.tokens.start, last.tokens.end),
        _ => tokens,
    }
}

fn overlap(a: TokenRange, b: TokenRange) -> usize {
    (a.end.min(b.end).saturating_sub(a.start.max(b.start))) as usize
}

/// Whether a token stands between marks.
pub(crate) fn in_any_quote(tree: &Tree, token: TokenId) -> bool {
    quote_at(tree, token).is_some()
}

/// The outermost passage between marks that holds `token`.
pub(crate) fn quote_at(tree: &Tree, token: TokenId) -> Option<usize> {
    let quotes = &tree.analysis.quotes;
    let after = quotes.partition_point(|q| q.tokens.start <= token.0);
    (0..after).rev().take(24).rfind(|&i| quotes[i].tokens.holds(token))
}

/// Climbs from the quoted words to a verb of saying outside the marks.
fn governed(
    tree: &Tree,
    mentions: &Mentions,
    quote: &QuoteSpan,
) -> Option<(TokenId, Option<MentionId>)> {
    // the head of the quoted words: the first token whose head lies outside
    let top = quote.tokens.iter().find(|&t| {
        tree.head(t).is_some_and(|h| !quote.tokens.holds(h)) && tree.rel(t) != Deprel::Punct
    })?;
    let mut at = top;
    for _ in 0..8 {
        // a quoted subject is not what the verb says of it
        if matches!(tree.rel(at), Deprel::Nsubj | Deprel::NsubjPass | Deprel::AclRelcl) {
            return None;
        }
        at = tree.head(at)?;
        if !tree.is_verb(at) || quote.tokens.holds(at) {
            continue;
        }
        let saying = verb_of_saying(&tree.verb_lemma(at));
        if saying.is_some_and(|s| s.quote || s.clause || s.stance == SpeechAct::Label) {
            let speaker = tree.actor(at).and_then(|s| mentions.of_noun_phrase(tree.analysis, s))?;
            return Some((at, Some(speaker)));
        }
        // a finite clause of its own ends the climb
        if tree.child(at, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some()
            && !matches!(tree.rel(at), Deprel::Conj | Deprel::Xcomp | Deprel::Advcl)
        {
            return None;
        }
    }
    None
}

/// A verb of saying outside all marks in the sentence that the quotation starts or ends in, or in the
/// rest of the paragraph's sentence right before a colon.
fn beside(
    tree: &Tree,
    mentions: &Mentions,
    attributions: &Attributions,
    quote: &QuoteSpan,
) -> Option<(TokenId, Option<MentionId>)> {
    let a = tree.analysis;
    let first = a.sentence_of(TokenId(quote.tokens.start));
    let last = a.sentence_of(TokenId(quote.tokens.end.saturating_sub(1).max(quote.tokens.start)));
    let mut sentences = vec![last];
    if first != last {
        sentences.push(first);
    }
    // "X said: “…" with the quotation in a sentence of its own
    if first > 0 && opens_after_colon(tree, quote, first) {
        sentences.push(first - 1);
    }
    // "“….” X said." where the cue became a sentence of its own; after a comma it is none
    if let Some(next) = a.sentences.get(last + 1)
        && (next.tokens.len() <= 8 || ends_open(tree, quote))
        && next.paragraph == a.sentences[last].paragraph
        && next.tokens.start <= quote.tokens.end + 1
    {
        sentences.push(last + 1);
    }
    let mut best: Option<(u32, TokenId)> = None;
    for s in sentences {
        let Some(sentence) = a.sentences.get(s) else { continue };
        for t in sentence.tokens.iter() {
            if quote.tokens.holds(t) || tree.upos(t) != Upos::Verb || in_any_quote(tree, t) {
                continue;
            }
            if !verb_of_saying(&tree.verb_lemma(t)).is_some_and(|s| s.quote) {
                continue;
            }
            let gap = if t.0 < quote.tokens.start {
                quote.tokens.start - t.0
            } else {
                t.0 - quote.tokens.end + 1
            };
            if gap <= 30 && best.is_none_or(|(g, _)| gap < g) {
                best = Some((gap, t));
            }
        }
    }
    let cue = match best {
        Some((_, cue)) => cue,
        None => framing(tree, mentions, quote)?,
    };
    let source =
        tree.actor(cue).filter(|s| !quote.tokens.holds(*s)).or_else(|| inverted(tree, cue, quote));
    let speaker = speaker::find(tree, mentions, cue, source);
    let speaker = speaker.or_else(|| {
        // "Ana Reyes, …, said" and "mayor Ana Reyes said", but not "said the 46-year-old" or "the crowd chanted"
        let beside = |t: TokenId| source.is_none_or(|s| tree.is_under(t, s)) || t.0 + 1 == cue.0;
        let apart = cue.0 > 0 && tree.word(TokenId(cue.0 - 1)) == ",";
        let (last, person) = person_before(tree, mentions, cue)?;
        (apart || beside(last)).then_some(person)
    });
    let open = |s: TokenId| matches!(tree.lemma(s).to_lowercase().as_str(), "he" | "she");
    let speaker = speaker.or_else(|| {
        source.filter(|&s| open(s))?;
        speaker::last_speaker(tree, mentions, &attributions.list, cue)
    });
    if speaker.is_none() && !is_utterance(tree, quote) {
        return None;
    }
    Some((cue, speaker))
}

/// The last person named before the cue in its sentence, outside the marks, with the last word of the name: for
/// long appositions that the parse breaks at.
fn person_before(tree: &Tree, mentions: &Mentions, cue: TokenId) -> Option<(TokenId, MentionId)> {
    let sentence = tree.analysis.sentences[tree.analysis.sentence_of(cue)].tokens;
    (sentence.start..cue.0)
        .rev()
        .map(TokenId)
        .filter(|&t| !in_any_quote(tree, t))
        .filter_map(|t| Some((t, mentions.of_token(t)?)))
        .find(|&(_, m)| speaker::is_named_person(mentions, m))
}

/// Whether the words between the marks end in a comma, so that the sentence goes on behind them.
fn ends_open(tree: &Tree, quote: &QuoteSpan) -> bool {
    quote.inner.slice(tree.text).trim_end().ends_with(',')
}

/// A verb that no list of verbs of saying knows, where its place tells that it brings the quotation: “…,” Reyes
/// shot back; Reyes answered with a smile: “…”. Beside it stands somebody's name.
fn framing(tree: &Tree, mentions: &Mentions, quote: &QuoteSpan) -> Option<TokenId> {
    const REACH: u32 = 8;
    let a = tree.analysis;
    let finite =
        |t: TokenId| tree.upos(t) == Upos::Verb && matches!(a.xpos(t), Xpos::Vbd | Xpos::Vbz);
    let named =
        |t: TokenId| mentions.of_token(t).is_some_and(|m| speaker::is_named_person(mentions, m));
    let ends = quote.inner.slice(tree.text).trim_end().ends_with([',', '?', '!']);
    let paragraph = |t: u32| a.sentences.get(a.sentence_of(TokenId(t))).map(|s| s.paragraph);
    let first = quote.tokens.end + 1;
    if quote.closed
        && ends
        && (first as usize) < a.len()
        && paragraph(first) == paragraph(quote.tokens.start)
    {
        let end = (first + REACH).min(a.len() as u32);
        let after = (first..end)
            .map(TokenId)
            .take_while(|&t| !matches!(tree.word(t), "." | ";" | ":") && !in_any_quote(tree, t));
        let (mut name, mut verb) = (None, None);
        for t in after {
            if name.is_none() && named(t) {
                name = Some(t);
            }
            if verb.is_none() && finite(t) {
                verb = Some(t);
            }
        }
        // the name first, or right behind the verb
        if let (Some(name), Some(verb)) = (name, verb)
            && (name.0 == first || verb.0 == first && name.0 <= verb.0 + 2)
        {
            return Some(verb);
        }
    }
    // X answered: “…
    let opens = quote.tokens.start.checked_sub(2).map(TokenId)?;
    if tree.word(opens) != ":" && !(tree.word(opens) == "," && is_utterance(tree, quote)) {
        return None;
    }
    let sentence = a.sentences[a.sentence_of(opens)].tokens;
    (sentence.start..opens.0).rev().map(TokenId).find(|&t| {
        finite(t) && !in_any_quote(tree, t) && tree.actor(t).is_some_and(|s| s < t && named(s))
    })
}

/// The noun after "said" where the parse lost it: ”, said Ana Reyes.
fn inverted(tree: &Tree, cue: TokenId, quote: &QuoteSpan) -> Option<TokenId> {
    let sentence = tree.analysis.sentences[tree.analysis.sentence_of(cue)].tokens;
    let is_name =
        |t: &TokenId| matches!(tree.upos(*t), Upos::Propn | Upos::Pron) && !quote.tokens.holds(*t);
    // not "said of Reyes"
    let mut after = (cue.0 + 1..sentence.end.min(cue.0 + 4))
        .map(TokenId)
        .take_while(|&t| !matches!(tree.upos(t), Upos::Adp | Upos::Punct));
    let mut before = (sentence.start.max(cue.0.saturating_sub(3))..cue.0).rev().map(TokenId);
    after.find(is_name).or_else(|| before.find(is_name))
}

fn opens_after_colon(tree: &Tree, quote: &QuoteSpan, sentence: usize) -> bool {
    let before = &tree.analysis.sentences[sentence - 1];
    let last = TokenId(before.tokens.end - 1);
    tree.word(last) == ":" && quote.tokens.start.saturating_sub(before.tokens.end) <= 2
}

/// The speaker of the paragraph before, where this paragraph is a quotation that goes on from it.
fn continued(
    tree: &Tree,
    attributions: &Attributions,
    quote: &QuoteSpan,
    before: Option<(&QuoteSpan, Fate)>,
) -> Option<MentionId> {
    let a = tree.analysis;
    let sentence = a.sentences.get(a.sentence_of(TokenId(quote.tokens.start)))?;
    let paragraph = sentence.paragraph;
    let index = a.sentence_of(TokenId(quote.tokens.start));
    // the quotation opens its paragraph
    let opens = quote.outer.start <= sentence.span.start + 4
        && index.checked_sub(1).is_none_or(|i| a.sentences[i].paragraph != paragraph);
    // a line of its own between single marks among double ones is a heading
    let single = |q: &QuoteSpan| {
        matches!(Span::new(q.outer.start, q.inner.start).slice(tree.text), "'" | "‘" | "’")
    };
    if opens && before.is_some_and(|(previous, _)| single(previous) != single(quote)) {
        return None;
    }
    if let Some((previous, Fate::Quoted { speaker: Some(speaker), .. })) = before {
        let gap = Span::new(previous.outer.end.min(quote.outer.start), quote.outer.start);
        let words = gap.slice(tree.text).split_whitespace().count();
        // “…,” X said. “…”: the same paragraph, a few words between; or an unclosed quotation
        if !previous.closed || words <= 8 {
            return Some(speaker);
        }
        let same = a.sentence_of(TokenId(previous.tokens.start));
        if a.sentences.get(same).is_some_and(|s| s.paragraph == paragraph) && words <= 15 {
            return Some(speaker);
        }
    }
    if opens && paragraph > 0 {
        // the paragraph before ends in somebody's statement
        let end = a.sentences.partition_point(|s| s.paragraph < paragraph);
        let last = a.sentences[..end].last().filter(|s| s.paragraph + 1 == paragraph)?;
        return attributions
            .near(last.tokens)
            .iter()
            .rev()
            .filter(|x| x.saying.quote && !in_any_quote(tree, x.cue))
            .find_map(|x| x.source);
    }
    None
}

/// Reported clauses: without marks inside they are indirect, with some mixed.
fn indirect(
    tree: &Tree,
    mentions: &Mentions,
    attributions: &Attributions,
    fates: &[Fate],
    list: &mut Vec<Quotation>,
) {
    let quotes = &tree.analysis.quotes;
    for a in &attributions.list {
        if a.kind != ContentKind::Clause || a.content.len() < 3 || in_any_quote(tree, a.cue) {
            continue;
        }
        // a source may be no participant: a report, an indictment, someone
        let told = |t: TokenId| naming::is_told(tree, t);
        if a.inherited || a.source.is_none() && !a.source_token.is_some_and(told) {
            continue;
        }
        if matches!(a.saying.stance, SpeechAct::Believe | SpeechAct::Label) {
            continue;
        }
        let span = tree.analysis.span(a.content).trim(tree.text);
        // of a content that is interrupted ("…, X said. …") source and cue are no part
        let apart = |t: TokenId| {
            t == a.cue || a.source_token.is_some_and(|s| tree.subtree(s).holds(t) || s == t)
        };
        let is_word = |t: &TokenId| tree.upos(*t) != Upos::Punct && !apart(*t);
        let words = a.content.iter().filter(is_word).count();
        // a direct quotation already holds these words
        let from = quotes.partition_point(|q| q.tokens.end <= a.content.start);
        let near =
            quotes.iter().zip(fates).skip(from).take_while(|(q, _)| q.tokens.start < a.content.end);
        let quoted: usize = near
            .clone()
            .filter(|(q, fate)| q.depth == 0 && matches!(fate, Fate::Quoted { .. }))
            .map(|(q, _)| overlap(q.tokens, a.content))
            .sum();
        let direct = quoted * 4 >= words * 3;
        if direct {
            continue;
        }
        let mixed = near.clone().any(|(q, _)| q.depth == 0 && overlap(q.tokens, a.content) > 0);
        // "continued to test", "asked whether …": no words of theirs
        let done = content_head(tree, a.content).is_some_and(|head| {
            a.saying.stance == SpeechAct::Assert
                && tree.child(head, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m) == "to")
                && !matches!(
                    tree.lemma(a.cue),
                    "claim" | "profess" | "purport" | "admit" | "pretend"
                )
        });
        // "will determine whether": open to them too
        let open = !mixed
            && a.content.iter().next().is_some_and(|t| {
                matches!(tree.analysis.xpos(t), Xpos::Wp | Xpos::Wrb | Xpos::Wdt)
                    || matches!(tree.word(t), "whether" | "if")
            });
        // "outlined gains": a thing is told of, not said
        let finite = |t: TokenId| {
            matches!(tree.analysis.xpos(t), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
                && !matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Acl)
        };
        let clause = a.content.iter().any(|t| matches!(tree.upos(t), Upos::Verb | Upos::Aux));
        let said = !done
            && !open
            && clause
            && (a.content.iter().any(finite)
                || content_head(tree, a.content).is_none_or(|head| {
                    !matches!(tree.upos(head), Upos::Noun | Upos::Propn)
                        || quote_at(tree, head).is_some()
                }));
        list.push(Quotation {
            span,
            kind: if mixed { QuoteKind::Mixed } else { QuoteKind::Indirect },
            speaker: a.source,
            naming: naming::find(tree, mentions, a.source, a.source_token),
            cue: Some(a.cue_span),
            sentence: tree.analysis.sentence_of(a.cue) as u32,
            confidence: match (said, a.source) {
                (false, _) => 0.45,
                (_, Some(_)) => 0.75,
                // "it was reported that": words of nobody are shown between marks alone
                (_, None) if mixed => 0.6,
                (_, None) => 0.45,
            },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attribution, mentions, testing};

    /// Quotations of a text in the test notation, as `kind speaker: words`, and scare quotes as `scare: words`.
    fn check(notation: &str, expect: &[&str]) {
        let (article, analysis) = testing::analysis(notation);
        let mentions = mentions::find(&article, &analysis);
        let tree = Tree::new(&article.text, &analysis);
        let attributions = attribution::find(&tree, &mentions);
        let found = find(&tree, &mentions, &attributions);
        let name = |m: MentionId| mentions.mentions[m.index()].span.slice(&article.text);
        let mut got: Vec<String> = found
            .list
            .iter()
            .map(|q| {
                let speaker = q.speaker.map_or("-", name);
                format!("{} {speaker}: {}", q.kind.as_str(), q.span.slice(&article.text))
            })
            .collect();
        for (quote, fate) in analysis.quotes.iter().zip(&found.fates) {
            if *fate == Fate::Scare {
                got.push(format!("scare: {}", quote.inner.slice(&article.text)));
            }
        }
        assert_eq!(got, expect, "in {:?}", article.text);
    }

    #[test]
    fn a_cue_after_the_words() {
        check(
            "“/``/3/punct We/PRP/3/nsubj stay/VBP/8/ccomp here/RB/3/advmod now/RB/3/advmod ,/,/3/punct ”/''/3/punct said/VBD/0/root/say [per Ana/NNP/8/nsubj Reyes/NNP/9/flat ]",
            &["direct Ana Reyes: We stay here now,"],
        );
    }

    #[test]
    fn reported_without_marks() {
        check(
            "[per Ana/NNP/3/nsubj Reyes/NNP/1/flat ] said/VBD/0/root/say they/PRP/6/nsubj would/MD/6/aux stay/VB/3/ccomp here/RB/6/advmod",
            &["indirect Ana Reyes: they would stay here"],
        );
    }

    #[test]
    fn distance_is_no_quotation() {
        check(
            "The/DT/4/det “/``/4/punct reform/NN/5/nsubj ”/''/3/punct failed/VBD/0/root/fail",
            &["scare: reform"],
        );
    }

    #[test]
    fn naming_is_the_namers_word() {
        check(
            "[per Ana/NNP/3/nsubj Reyes/NNP/1/flat ] called/VBD/0/root/call it/PRP/3/obj “/``/8/punct state/NN/8/compound aggression/NN/3/xcomp ”/''/7/punct",
            &["mixed Ana Reyes: state aggression"],
        );
    }

    #[test]
    fn an_apposition_between_name_and_verb() {
        check(
            "[per Ana/NNP/6/nmod Reyes/NNP/1/flat ] ,/,/6/punct a/DT/6/det local/JJ/6/amod baker/NN/8/nsubj ,/,/6/punct said/VBD/0/root/say she/PRP/10/nsubj stays/VBZ/8/ccomp/stay here/RB/10/advmod",
            &["indirect Ana Reyes: she stays here"],
        );
    }
}
