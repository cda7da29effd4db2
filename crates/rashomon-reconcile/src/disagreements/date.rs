//! When.
//!
//! # What it finds
//! Two documents that give one event different days, months or years. Found in two ways: among
//! events that differ in nothing but their time, and among sentences that share most of their words
//! and have one time each.
//!
//! # Why it matters
//! Background is copied from archive to archive, and a wrong year lives on. In a running story, two
//! days often mean that two events were taken for one.
//!
//! # Examples
//! "promised in 2011 to hire some 400 workers" / "hired around 400 workers in 2015".
//! "strikes on the port this week" / "strikes on the port last week".
//!
//! # Limits
//! Times that meet ("in July", "on 15 July") agree. A document that gives both times knows them apart.
//! Whether two sentences speak of one event is judged by their words; only where nearly all are the
//! same, and both times stand in the text in full, is the difference called a conflict.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{Form, Polarity, QuoteKind};
use rashomon_lexicon::saying;
use rashomon_text::{Cite, Date, DocId, Granularity, Span, TimeValue, time::TimeExpr};
use rustc_hash::FxHashMap;

use super::{Told, value};
use crate::{
    Scene,
    dossier::{Disagreement, DisagreementKind, Event, EventId, Explanation},
    words::{Vocabulary, shared, shortened, words_in},
};

/// Content words that two sentences of one event have in common at least.
const WORDS: usize = 5;
/// Of these, words that are no part of a name.
const PLAIN: usize = 2;
/// Share of the shorter sentence's content words in common at least.
const ALIKE: f32 = 0.5;
/// From this share on most of the words are the same.
const MOSTLY: f32 = 0.6;
/// From this share on one sentence is a copy of the other.
const COPIED: f32 = 0.9;
/// From this share on nearly all words are the same.
const NEARLY_ALL: f32 = 0.75;
/// A label that quotes a sentence has at most this many characters.
const LABEL: usize = 90;
/// How many sentences with one word are looked at: the latest.
const LOOKED_AT: usize = 64;
/// Events of one act at one place further apart than this many days are two events.
const NEAR: i32 = 21;

/// Events and sentences that differ in their time.
pub(super) fn find(scene: &Scene<'_>, told: Told<'_>) -> Vec<Disagreement> {
    let sentences = sentences(scene, told);
    let mut found = in_like_words(scene, told, &sentences);
    let cited: BTreeSet<Cite> = found
        .iter()
        .flat_map(|d| d.values.iter().flat_map(|v| v.evidence.iter().copied()))
        .collect();
    found.extend(among_events(scene, told, &cited));
    found
}

/// A sentence with one time.
struct Timed {
    doc: DocId,
    cite: Cite,
    time: TimeValue,
    time_cite: Cite,
    explicit: bool,
    /// The event that the time says when of, else one told in the sentence.
    event: Option<EventId>,
    /// Whether it is the event's own time.
    own: bool,
    words: Vec<u32>,
    /// Those of the words that are no part of a name.
    plain: Vec<u32>,
}

fn sentences(scene: &Scene<'_>, told: Told<'_>) -> Vec<Timed> {
    let mut vocabulary = Vocabulary::default();
    let mut all = Vec::new();
    for (doc, account) in scene.accounts() {
        let mut times: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (n, time) in account.times.iter().enumerate() {
            let sentence = account.sentence_at(time.span.start);
            times.entry(sentence).or_default().push(n);
        }
        let mut events: BTreeMap<u32, (EventId, Option<usize>)> = BTreeMap::new();
        for (n, event) in account.events.iter().enumerate() {
            let id = rashomon_extract::account::EventId(n as u32);
            if let Some(event_of_story) = told.links.get(scene, doc, id) {
                let here =
                    (event_of_story, event.time.map(rashomon_extract::account::TimeId::index));
                let first = events.entry(event.sentence).or_insert(here);
                if first.1.is_none() && here.1.is_some() {
                    *first = here;
                }
            }
        }
        for (sentence, times) in times {
            let ([only], Some(info)) = (&times[..], account.sentences.get(sentence)) else {
                continue;
            };
            let mention = &account.times[*only];
            // "the first since 1908" says when another was, "a year later" counts from what was told before
            let before = scene.account(doc).article.text[..mention.span.start as usize].trim_end();
            let since = before.ends_with("since") || before.ends_with("Since");
            let after = &scene.account(doc).article.text[mention.span.end as usize..];
            let after = after.trim_start().split(' ').next().unwrap_or_default();
            let since = since
                || matches!(after.trim_end_matches(','), "later" | "earlier" | "after" | "before");
            if !mention.expr.is_dated() || since || matches!(mention.expr, TimeExpr::Narrative(..))
            {
                continue;
            }
            let Some(time) = scene.times[doc.index()].get(*only).copied().flatten() else {
                continue;
            };
            // "next month", said in a quotation: counted from a day that is not known
            let quoted = || {
                account
                    .quotations
                    .iter()
                    .any(|q| q.kind != QuoteKind::Indirect && q.span.contains(mention.span))
            };
            if !matches!(mention.expr, TimeExpr::Absolute(_)) && quoted() {
                continue;
            }
            // "42 years ago" is a year more or less
            let time = if is_round(&mention.expr) { widened(time) } else { time };
            // a day beside a verb of saying is the day it was said, in other words each time
            let exact = matches!(time.granularity, Granularity::Hour | Granularity::Day);
            let says = words_in(account, info.span)
                .iter()
                .any(|w| saying(account.symbols.get(w.lemma)).is_some());
            if exact && says {
                continue;
            }
            let mut words = vocabulary.content(account, info.span);
            let said = vocabulary.content(account, mention.span);
            words.retain(|w| !said.contains(w));
            let mut plain = words.clone();
            let named = account.mentions.partition_point(|m| m.span.end <= info.span.start);
            for name in
                account.mentions[named..].iter().take_while(|m| m.span.start < info.span.end)
            {
                if matches!(name.form, Form::Name | Form::Acronym | Form::Metonym) {
                    let name = vocabulary.content(account, name.span);
                    plain.retain(|w| !name.contains(w));
                }
            }
            let event = events.get(&(sentence as u32)).copied();
            all.push(Timed {
                doc,
                cite: Cite::new(doc, info.span),
                time,
                time_cite: Cite::new(doc, mention.span),
                explicit: matches!(mention.expr, TimeExpr::Absolute(_)),
                event: event.map(|(event, _)| event),
                own: event.is_some_and(|(_, time)| time == Some(*only)),
                words,
                plain,
            });
        }
    }
    all
}

/// Whether a time counts whole years back: "42 years ago".
fn is_round(expr: &TimeExpr) -> bool {
    matches!(expr, TimeExpr::Offset(n, Granularity::Year) if n.abs() > 1)
}

/// A year more on both sides.
fn widened(time: TimeValue) -> TimeValue {
    let moved = |day: Date, years: i16| {
        Date::new(day.year() + years, day.month(), day.day().min(28)).unwrap_or(day)
    };
    TimeValue { start: moved(time.start, -1), end: moved(time.end, 1), ..time }
}

/// Sentences of two documents in like words with times that do not meet.
fn in_like_words(scene: &Scene<'_>, told: Told<'_>, sentences: &[Timed]) -> Vec<Disagreement> {
    let mut by_word: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut groups: Vec<(Vec<usize>, f32)> = Vec::new();
    let mut group_of: FxHashMap<usize, usize> = FxHashMap::default();
    for (n, one) in sentences.iter().enumerate() {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for word in &one.words {
            let posted = by_word.entry(*word).or_default();
            for &other in posted.iter().rev().take(LOOKED_AT) {
                *common.entry(other).or_default() += 1;
            }
            posted.push(n);
        }
        for (m, count) in common {
            let other = &sentences[m];
            let least = one.words.len().min(other.words.len());
            let share = count as f32 / least.max(1) as f32;
            if other.doc == one.doc || count < WORDS || share < ALIKE || one.time.meets(other.time)
            {
                continue;
            }
            // the same people do many things: what they do has to be in like words, too
            let few = one.plain.len().min(other.plain.len());
            let plain = shared(&one.plain, &other.plain);
            if plain < PLAIN || (plain as f32) < ALIKE * few as f32 {
                continue;
            }
            // "next month", copied with its sentence into a later text
            let time_words = |t: &Timed| rashomon_lexicon::fold(scene.slice(t.time_cite));
            if share >= COPIED && !one.explicit && time_words(one) == time_words(other) {
                continue;
            }
            let group = group_of.get(&m).or_else(|| group_of.get(&n)).copied();
            let group = group.unwrap_or_else(|| {
                groups.push((Vec::new(), share));
                groups.len() - 1
            });
            groups[group].0.extend([m, n]);
            groups[group].1 = groups[group].1.min(share);
            group_of.insert(m, group);
            group_of.insert(n, group);
        }
    }
    let mut found = Vec::new();
    for (members, share) in groups {
        let members: BTreeSet<usize> = members.into_iter().collect();
        let mut values: BTreeMap<(rashomon_text::Date, rashomon_text::Date), Vec<&Timed>> =
            BTreeMap::new();
        for &n in &members {
            let one = &sentences[n];
            values.entry((one.time.start, one.time.end)).or_default().push(one);
        }
        let explicit = members.iter().all(|&n| sentences[n].explicit);
        let owned = members.iter().find(|&&n| sentences[n].own);
        let event = owned.and_then(|&n| sentences[n].event);
        let event = event.filter(|e| told.events[e.index()].shown);
        // two years of one thing, or a time that is known to be the event's
        let own = members.iter().all(|&n| sentences[n].own);
        let sure = share >= NEARLY_ALL || share >= MOSTLY && (explicit || own);
        let first = members.iter().next().map_or("", |&n| scene.slice(sentences[n].cite));
        let values = values
            .into_values()
            .map(|told| {
                let words = scene.slice(told[0].time_cite);
                value(words, told.iter().map(|t| t.cite).collect())
            })
            .collect();
        found.push(Disagreement {
            kind: DisagreementKind::Date,
            about: event,
            label: event.map_or_else(
                || format!("When: {}", shortened(first, LABEL)),
                |e| format!("When: {}", told.events[e.index()].label),
            ),
            explanation: if explicit && share >= NEARLY_ALL {
                Explanation::Conflict
            } else {
                Explanation::Unclear
            },
            values,
            confidence: share.min(if sure { 0.9 } else { 0.4 }),
            shown: sure,
        });
    }
    found
}

/// Events of one act with the same participants, or at the same place, told by different documents
/// as of different days not far apart.
fn among_events(scene: &Scene<'_>, told: Told<'_>, cited: &BTreeSet<Cite>) -> Vec<Disagreement> {
    let acts = acts(scene, told);
    let mut by_act: BTreeMap<&str, Vec<EventId>> = BTreeMap::new();
    for (event, act) in &acts {
        let at = &told.events[event.index()];
        if at.when.is_some() && at.auxiliary.is_empty() {
            by_act.entry(act).or_default().push(*event);
        }
    }
    let mut found = Vec::new();
    for events in by_act.into_values() {
        // events are in the order of time: only neighbours can be near
        for pair in events.windows(2) {
            let (a, b) = (&told.events[pair[0].index()], &told.events[pair[1].index()]);
            if !is_one_but_for_time(a, b) {
                continue;
            }
            let values: Vec<_> = [a, b]
                .into_iter()
                .filter_map(|event| {
                    let when = event.when.as_ref()?;
                    let words = when.evidence.first().map_or("", |c| scene.slice(*c));
                    Some(value(words, event.reports.iter().map(|r| r.cite).collect()))
                })
                .collect();
            let documents = |n: usize| values[n].documents.iter().collect::<BTreeSet<_>>();
            let known = values.iter().flat_map(|v| &v.evidence).any(|report| {
                let here = |at| Cite::new(report.doc, Span::new(at, at));
                let mut here = cited.range(here(0)..here(u32::MAX));
                here.any(|c| c.span.overlaps(report.span))
            });
            if values.len() < 2 || known || !documents(0).is_disjoint(&documents(1)) {
                continue;
            }
            found.push(Disagreement {
                kind: DisagreementKind::Date,
                about: Some(pair[0]),
                label: format!("When: {}", a.label),
                explanation: Explanation::Unclear,
                values,
                confidence: 0.5,
                shown: true,
            });
        }
    }
    found
}

/// The act of each event.
fn acts<'a>(scene: &Scene<'a>, told: Told<'_>) -> BTreeMap<EventId, &'a str> {
    let mut acts = BTreeMap::new();
    for (doc, account) in scene.accounts() {
        for (n, event) in account.events.iter().enumerate() {
            let id = rashomon_extract::account::EventId(n as u32);
            if let Some(event_of_story) = told.links.get(scene, doc, id) {
                acts.entry(event_of_story).or_insert(event.act);
            }
        }
    }
    acts
}

fn is_one_but_for_time(a: &Event, b: &Event) -> bool {
    let (Some(first), Some(second)) = (&a.when, &b.when) else { return false };
    let days = |from: rashomon_text::Date, to| from.until(to).map_or(i32::MAX, |s| s.get_days());
    let meets = first.start <= second.end && second.start <= first.end;
    let short = days(first.start, first.end) <= 31 && days(second.start, second.end) <= 31;
    if meets || !short || days(first.end, second.start).abs() > NEAR {
        return false;
    }
    let told = |e: &Event| e.reports.iter().any(|r| r.polarity == Polarity::Positive);
    let sorted = |list: &[crate::dossier::EntityId]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    let share = |x: &[_], y: &[_]| shared(&sorted(x), &sorted(y)) > 0;
    let actors = share(&a.actors, &b.actors);
    let recipients = share(&a.recipients, &b.recipients);
    let place = a.place.is_some() && a.place == b.place;
    told(a)
        && told(b)
        && a.mode == b.mode
        && ((actors && recipients) || (place && !a.kind.is_statement()))
}

#[cfg(test)]
mod tests {
    use rashomon_text::Date;

    use crate::{disagreements::tests::check, testing::Doc};

    fn year(text: &str, year: i16) -> Doc {
        let (start, end) = (Date::new(year, 1, 1).unwrap(), Date::new(year, 12, 31).unwrap());
        Doc::new(text).time(&year.to_string(), start, end)
    }

    #[test]
    fn like_words_with_different_years() {
        check(
            [
                year(
                    "Norland promised in 2011 to hire some 400 workers at the wish of Sudria.",
                    2011,
                ),
                year("Norland hired around 400 workers in 2015 at the wish of Sudria.", 2015),
                year("Norland won the cup in 2015.", 2015),
            ],
            &["date unclear: 2011 (0) / 2015 (1)"],
        );
    }

    #[test]
    fn nearly_the_same_sentence_conflicts() {
        check(
            [
                year("The old bridge of Tarvik was built by Sudria in 1913.", 1913),
                year("Sudria built the old bridge of Tarvik in 1931.", 1931),
            ],
            &["date conflict: 1913 (0) / 1931 (1)"],
        );
    }

    #[test]
    fn times_that_meet_agree() {
        let may = Doc::new("The old bridge of Tarvik was built by Sudria in May 1913.").time(
            "May 1913",
            Date::new(1913, 5, 1).unwrap(),
            Date::new(1913, 5, 31).unwrap(),
        );
        check([may, year("Sudria built the old bridge of Tarvik in 1913.", 1913)], &[]);
    }
}
