//! What entities are called beyond their names.
//!
//! # What it finds
//! For people, groups, organizations and states: appositions ("the Renewal Front, an exiled opposition
//! group"), nouns joined to the name ("the Renewal terrorist group", "dictator Reyes"), predicates ("Renewal
//! is a sect"), verdicts ("considered a terrorist group by Chile") and later descriptions ("the
//! cult", "the insurgents"). Each with its tone, and with whose words it is.
//!
//! # Why it matters
//! What an outlet calls somebody in its own voice, and what it lets others call them, is where accounts
//! of the same facts part.
//!
//! # Examples
//! "the Renewal Front, considered a sect by Chile": *sect*, attributed to Chile.
//!
//! # Limits
//! Offices ("the governor") are roles, not labels. A bare "the group" or "the country" says nothing
//! and is left out.

use rashomon_annotate::{Analysis, TokenId, TokenRange, Upos};
use rashomon_lexicon::{TitleKind, fold, group_noun, title};
use rashomon_text::{Article, Span};

use crate::{
    account::{EntityKind, Form, Label, MentionId, Tone, Voice},
    mentions::{Described, Mentions, Tie},
};

/// Who is made responsible for the words at a span: the source, if one is mentioned, and the voice.
pub(crate) type SourceAt<'a> = dyn Fn(Span) -> Option<(Option<MentionId>, Voice)> + 'a;

/// The labels of the article in text order.
pub(crate) fn find(
    article: &Article,
    analysis: &Analysis,
    mentions: &Mentions,
    source_at: &SourceAt<'_>,
) -> Vec<Label> {
    let mut labels: Vec<Label> = mentions
        .descriptions
        .iter()
        .filter(|d| tells(analysis, mentions, article, d))
        .map(|d| {
            let is_group = mentions.entities[d.entity.index()].kind == EntityKind::Group;
            label(article, analysis, d, is_group, source_at)
        })
        .collect();
    labels.sort_by_key(|l| (l.span, l.entity));
    labels.dedup_by_key(|l| (l.span, l.entity));
    labels
}

fn label(
    article: &Article,
    analysis: &Analysis,
    d: &Described,
    is_group: bool,
    source_at: &SourceAt<'_>,
) -> Label {
    let span = analysis.span(d.tokens);
    let quoted = analysis.quotes.iter().any(|q| q.tokens.holds(d.head));
    let (voice, source) = match source_at(analysis.tokens.span[d.head.index()]) {
        // what a reported clause only presupposes is the writer's word, unless it is quoted
        Some(_) if !quoted && !matches!(d.tie, Tie::Predicate | Tie::Verdict) => (Voice::Own, None),
        Some((source, voice)) => (voice, source),
        None => (Voice::Own, None),
    };
    let (voice, source) = match d.tie {
        Tie::Verdict if d.judged => (Voice::Attributed, d.judge.or(source)),
        Tie::Verdict => (Voice::Attributed, source),
        _ => (voice, source),
    };
    let tone = tone_of(article, analysis, d.tokens);
    let confidence = match d.tie {
        // "the law firm": which of the firms, is guessed
        Tie::Reference if tone == Tone::Neutral && !is_group => 0.45,
        Tie::Apposition | Tie::Before => 0.9,
        Tie::Compound | Tie::Verdict => 0.85,
        Tie::Predicate => 0.8,
        Tie::Reference => 0.75,
    };
    Label {
        span,
        entity: d.entity,
        voice,
        source,
        tone,
        sentence: analysis.sentence_of(d.head) as u32,
        confidence,
    }
}

/// Whether the description says something that a name or an office does not.
fn tells(analysis: &Analysis, mentions: &Mentions, article: &Article, d: &Described) -> bool {
    let entity = &mentions.entities[d.entity.index()];
    let labelled = matches!(
        entity.kind,
        EntityKind::Person
            | EntityKind::Group
            | EntityKind::Organization
            | EntityKind::Geopolitical
    );
    let named = entity.mentions.iter().any(|m| {
        matches!(mentions.mentions[m.index()].form, Form::Name | Form::Acronym | Form::Metonym)
    });
    if !labelled || !named {
        return false;
    }
    let head = fold(analysis.lemma(d.head));
    // "Reyes's state" is not Reyes
    let others = entity.kind == EntityKind::Person && group_noun(&head).is_some_and(|g| !g.members);
    let owned =
        d.tie == Tie::Before && matches!(analysis.lemma(TokenId(d.tokens.start)), "its" | "their");
    // "the liberal Free Party" beside another party is that one's name, "the Renova team" holds its own
    let span = analysis.span(d.tokens);
    let from = mentions.mentions.partition_point(|m| m.span.start < span.start);
    let mut inside = mentions.mentions[from..].iter().take_while(|m| m.span.start < span.end);
    let holds_name = inside.any(|m| {
        matches!(m.form, Form::Name | Form::Acronym)
            && span.contains(m.span)
            && (m.entity == d.entity || m.span.contains(analysis.tokens.span[d.head.index()]))
    });
    // "part of it, but not a party to it"
    let negated = analysis
        .children(d.head)
        .any(|c| matches!(fold(analysis.lemma(c)).as_str(), "not" | "never" | "no" | "n't"));
    // "Renova, Duarte Chiefs Meet": a headline's list, and "- wife" what a dash cuts off
    let capitals = d.tie == Tie::Apposition
        && d.tokens.len() > 1
        && d.tokens.iter().all(|t| analysis.upos(t) == Upos::Propn);
    let cut = d.tokens.iter().any(|t| {
        matches!(article.slice(analysis.tokens.span[t.index()]), "-" | "–" | "—" | "(" | ":")
            && t.0 > d.tokens.start
            && analysis.tokens.span[t.index() - 1].end < analysis.tokens.span[t.index()].start
    });
    if others || owned || holds_name || negated || capitals || cut {
        return false;
    }
    if tone_of(article, analysis, d.tokens) != Tone::Neutral {
        return true;
    }
    let words = content_words(analysis, d.tokens);
    match entity.kind {
        EntityKind::Person => {
            let office = (d.tokens.start..=d.head.0)
                .find_map(|s| {
                    let range = TokenRange::new(s, d.head.0 + 1);
                    title(&fold(article.slice(analysis.span(range))))
                })
                .or_else(|| title(&head))
                .is_some_and(|t| matches!(t.kind, TitleKind::Office | TitleKind::Rank));
            !office && d.tie != Tie::Reference && words > 1
        }
        // "Chile is a member of the pact" is no word for Chile
        _ if matches!(head.as_str(), "member" | "part" | "host" | "party" | "signatory") => false,
        _ => words > 1 || group_noun(&head).is_some_and(|g| g.members),
    }
}

fn content_words(analysis: &Analysis, tokens: TokenRange) -> usize {
    tokens
        .iter()
        .filter(|&t| {
            matches!(
                analysis.upos(t),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb | Upos::Num
            )
        })
        .count()
}

/// The tone of a phrase: negative if any of its words or word pairs is, else positive if any is.
fn tone_of(article: &Article, analysis: &Analysis, tokens: TokenRange) -> Tone {
    let mut positive = false;
    for start in tokens.iter() {
        for words in 1..=3u32 {
            if start.0 + words > tokens.end {
                break;
            }
            let range = TokenRange::new(start.0, start.0 + words);
            let known =
                rashomon_lexicon::tone(&fold(article.slice(analysis.span(range)))).or_else(|| {
                    let last = TokenId(start.0 + words - 1);
                    (words == 1).then(|| rashomon_lexicon::tone(&fold(analysis.lemma(last))))?
                });
            match known {
                Some(rashomon_lexicon::Tone::Negative) => return Tone::Negative,
                Some(rashomon_lexicon::Tone::Positive) => positive = true,
                _ => {}
            }
        }
    }
    if positive { Tone::Positive } else { Tone::Neutral }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::analysis;

    /// Each expected line: the name of whom it labels, the voice, the tone, the words.
    fn check(notation: &str, expected: &[&str]) {
        let (article, a) = analysis(notation);
        let mentions = crate::mentions::find(&article, &a);
        let lines: Vec<String> = find(&article, &a, &mentions, &|_| None)
            .iter()
            .map(|l| {
                let name = mentions.entities[l.entity.index()].name;
                let name = article.slice(mentions.mentions[name.index()].span);
                let words = article.slice(l.span);
                format!("{name} {} {}: {words}", l.voice.as_str(), l.tone.as_str())
            })
            .collect();
        assert_eq!(lines, expected, "{}", article.text);
    }

    #[test]
    fn appositions() {
        check(
            "[org Renova/NNP/7/nsubj ] ,/,/5/punct an/DT/5/det exiled/VBN/5/amod/exile group/NN/1/appos ,/,/5/punct met/VBD/0/root/meet",
            &["Renova own neutral: exiled group"],
        );
    }

    #[test]
    fn behind_a_number_there_is_no_description() {
        check(
            "The/DT/3/det [org Tide/NNP/3/compound League/NNP/6/nsubj ] Order/NNP/3/appos 2031/CD/4/flat met/VBD/0/root/meet ././6/punct",
            &[],
        );
    }

    #[test]
    fn verdicts_belong_to_who_gives_them() {
        check(
            "[org Renova/NNP/0/root ] ,/,/3/punct considered/VBN/1/acl/consider a/DT/6/det terrorist/JJ/6/amod group/NN/3/xcomp by/IN/8/case [loc Chile/NNP/3/obl:agent ]",
            &["Renova attributed negative: terrorist group"],
        );
    }

    #[test]
    fn names_inside_the_phrase() {
        check(
            "The/DT/4/det [org Renova/NNP/4/compound ] terrorist/JJ/4/amod group/NN/5/nsubj met/VBD/0/root/meet",
            &["Renova own negative: terrorist group"],
        );
        check("[org Renova/NNP/2/compound ] members/NNS/3/nsubj/member met/VBD/0/root/meet", &[]);
    }

    #[test]
    fn later_descriptions() {
        check(
            "[org Renova/NNP/2/nsubj ] met/VBD/0/root/meet ././2/punct
             The/DT/2/det cult/NN/3/nsubj left/VBD/0/root/leave ././3/punct
             The/DT/2/det group/NN/3/nsubj returned/VBD/0/root/return ././3/punct",
            &["Renova own negative: The cult"],
        );
    }

    #[test]
    fn predicates_under_negation_label_nobody() {
        check(
            "[org Renova/NNP/5/nsubj ] is/VBZ/5/cop/be not/RB/5/advmod a/DT/5/det sect/NN/0/root ././5/punct",
            &[],
        );
    }

    #[test]
    fn reported_clauses_make_claims_and_presuppose_the_writers_words() {
        let (article, a) = analysis(
            "[per Reyes/NNP/2/nsubj ] says/VBZ/0/root/say [org Renova/NNP/6/nsubj ] is/VBZ/6/cop/be a/DT/6/det sect/NN/2/ccomp",
        );
        let mentions = crate::mentions::find(&article, &a);
        let labels = find(&article, &a, &mentions, &|_| Some((None, Voice::Attributed)));
        assert_eq!(labels[0].voice, Voice::Attributed);
    }
}
