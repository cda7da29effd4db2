//! One document's report of an event, with its participants as the whole run knows them.

use std::iter::successors;

use rashomon_extract::{
    Account,
    account::{self, Auxiliary, MentionId, TimeId, Word},
};
use rashomon_text::{DocId, Granularity, ParagraphKind, TimeValue};

use crate::{
    Scene,
    dossier::EntityId,
    parties::Parties,
    words::{Vocabulary, words_in},
};

/// One report of an event, ready to be compared with others.
#[derive(Clone, Debug)]
pub(crate) struct Telling<'a> {
    /// Whose report.
    pub doc: DocId,
    /// Which of its events.
    pub id: account::EventId,
    /// The report itself.
    pub event: &'a account::Event,
    /// Named actors, sorted.
    pub actors: Vec<EntityId>,
    /// Actors without a name, sorted.
    pub vague_actors: Vec<EntityId>,
    /// Named recipients, sorted.
    pub recipients: Vec<EntityId>,
    /// Recipients without a name, sorted.
    pub vague_recipients: Vec<EntityId>,
    /// The time expression that says when.
    pub time_id: Option<TimeId>,
    /// The days it gives.
    pub time: Option<TimeValue>,
    /// Whether that is a day of the weeks before its document's publication.
    pub recent: bool,
    /// Those weeks, for an undated report among the opening sentences: what opens a report is news.
    pub window: Option<TimeValue>,
    /// Those weeks, whatever else is known.
    pub weeks: Option<TimeValue>,
    /// Where.
    pub place: Option<EntityId>,
    /// Whether it stands in a headline.
    pub title: bool,
    /// Whether it stands in the headline or the opening sentences, which tell the main event.
    pub lead: bool,
    /// Lemmas of the content words of its passage but the trigger, sorted.
    pub words: Vec<u32>,
    /// Lemmas of the content words of its participants without a name, sorted.
    pub vague: Vec<u32>,
    /// Those among them that say what somebody is ("driver", "consulate"), not only that it is a
    /// person; sorted.
    pub kinds: Vec<u32>,
    /// Numbers among them, sorted.
    pub numbers: Vec<u32>,
    /// Whether the trigger is a noun known from before: "the attack", "this blast".
    pub definite: bool,
    /// Whether the trigger is a noun told as new: "a crash", "another blast".
    pub indefinite: bool,
    /// The only time its sentence gives, where it gives itself none.
    pub hint: Option<TimeValue>,
    /// Whether it speaks of such events in general: "a target of attacks", outside headlines.
    pub generic: bool,
}

impl Telling<'_> {
    /// Whether the event is only talked of as possible.
    pub(crate) fn is_hypothetical(&self) -> bool {
        self.event.auxiliary.contains(&Auxiliary::Hypothetical)
    }

    /// How much the report says of its event; those that say more are grouped first.
    pub(crate) fn detail(&self) -> u32 {
        u32::from(!self.actors.is_empty()) * 4
            + u32::from(!self.recipients.is_empty()) * 4
            + u32::from(self.time.is_some()) * 2
            + u32::from(self.place.is_some())
    }
}

/// All reports of the story, by document and place.
pub(crate) fn collect<'a>(scene: &Scene<'a>, parties: &Parties) -> Vec<Telling<'a>> {
    let mut vocabulary = Vocabulary::default();
    let mut tellings = Vec::new();
    for (doc, account) in scene.accounts() {
        let recent = recent_weeks(scene, doc);
        for (number, event) in account.events.iter().enumerate() {
            let split = |mentions: &[MentionId]| {
                let mut all: Vec<EntityId> =
                    mentions.iter().map(|&m| scene.entity(doc, m)).collect();
                all.sort_unstable();
                all.dedup();
                all.into_iter().partition(|&e| parties.is_named(e))
            };
            let (actors, vague_actors) = split(&event.actors);
            let (recipients, vague_recipients) = split(&event.recipients);
            let mut words = vocabulary.content(account, event.span);
            for trigger in vocabulary.content(account, event.trigger) {
                words.retain(|&w| w != trigger);
            }
            let paragraph = account
                .sentences
                .get(event.sentence as usize)
                .and_then(|s| account.article.paragraphs.get(s.paragraph as usize));
            let mut vague: Vec<u32> = Vec::new();
            let mut kinds: Vec<u32> = Vec::new();
            let mut numbers: Vec<u32> = Vec::new();
            for &mention in event.actors.iter().chain(&event.recipients) {
                if !parties.is_named(scene.entity(doc, mention))
                    && let Some(mention) = account.mentions.get(mention.index())
                {
                    vague.extend(vocabulary.content(account, mention.span));
                    let words = words_in(account, mention.span);
                    if let Some(head) = words_in(account, mention.head).last()
                        && !ANYBODY.contains(&account.symbols.get(head.lemma))
                    {
                        kinds.extend(vocabulary.content(account, head.span));
                    }
                    let is_number = |w: &&Word| is_number(account.symbols.get(w.form));
                    for number in words.iter().filter(is_number) {
                        numbers
                            .extend(vocabulary.words(account, number.span).iter().map(|w| w.form));
                    }
                }
            }
            vague.sort_unstable();
            vague.dedup();
            kinds.sort_unstable();
            kinds.dedup();
            numbers.sort_unstable();
            numbers.dedup();
            let title = paragraph.is_some_and(|p| p.kind == ParagraphKind::Title);
            let time_id = event
                .time
                .filter(|&t| is_own_time(account, event, t))
                .or_else(|| time_of_sentence(account, event));
            let time = time_id.and_then(|t| scene.time(doc, t));
            let lead = title || (event.sentence as usize) < LEAD;
            let historical = event.auxiliary.contains(&Auxiliary::Historical);
            tellings.push(Telling {
                doc,
                id: account::EventId(number as u32),
                event,
                actors,
                vague_actors,
                recipients,
                vague_recipients,
                time_id,
                time,
                recent: time.zip(recent).is_some_and(|(time, weeks)| time.meets(weeks)),
                weeks: recent,
                window: recent.filter(|_| lead && time.is_none() && !historical),
                place: event.place.map(|m| scene.entity(doc, m)),
                title,
                lead,
                vague,
                kinds,
                numbers,
                definite: words_before(account, event.trigger.start)
                    .any(|w| matches!(w, "the" | "this" | "that")),
                indefinite: words_before(account, event.trigger.start)
                    .any(|w| matches!(w, "a" | "an" | "another")),
                hint: only_time(account, event.sentence).and_then(|t| scene.time(doc, t)),
                generic: !title
                    && event.actors.is_empty()
                    && event.recipients.is_empty()
                    && event.time.is_none()
                    && is_bare_plural(account, event),
                words,
            });
        }
    }
    tellings
}

/// Whether the trigger is a plural noun without a word that says which ones.
fn is_bare_plural(account: &Account, event: &account::Event) -> bool {
    const WHICH: &[&str] =
        &["the", "these", "those", "both", "two", "three", "four", "five", "several"];
    let words = words_in(account, event.trigger);
    let Some(last) = words.last() else { return false };
    let (form, lemma) = (account.symbols.get(last.form), account.symbols.get(last.lemma));
    if words.len() != 1 || form == lemma || !form.ends_with('s') || form.ends_with("ss") {
        return false;
    }
    // a verb in the present ends in s too, and has its subject or a clause before it
    let noun = event.trigger.start == event.span.start
        || words_before(account, last.span.start).any(|w| NOUN_BEFORE.contains(&w));
    noun && !words_before(account, last.span.start).any(|w| WHICH.contains(&w))
}

/// Whether a word is a number, in digits or letters.
fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) || rashomon_lexicon::number_word(word).is_some()
}

/// Nouns that may be anybody.
const ANYBODY: &[&str] = &[
    "person",
    "people",
    "man",
    "woman",
    "child",
    "other",
    "civilian",
    "official",
    "one",
    "group",
    "authority",
    "member",
    "dozen",
    "hundred",
    "thousand",
    "victim",
    "resident",
];

/// The only time expression of a sentence.
fn only_time(account: &Account, sentence: u32) -> Option<TimeId> {
    let span = account.sentences.get(sentence as usize)?.span;
    let from = account.times.partition_point(|t| t.span.start < span.start);
    let mut here = account.times[from..].iter().take_while(|t| t.span.end <= span.end);
    here.next()?;
    here.next().is_none().then_some(TimeId(from as u32))
}

/// A time that holds for what follows it: the only one of a sentence, at its head ("In 2004, seven
/// died in a crash"), or one that opens a clause ("since 1959, when a driver died").
fn time_of_sentence(account: &Account, event: &account::Event) -> Option<TimeId> {
    if event.time.is_some() {
        return None;
    }
    let sentence = account.sentences.get(event.sentence as usize)?.span;
    let from = account.times.partition_point(|t| t.span.start < sentence.start);
    let before = account.times[from..].iter().take_while(|t| t.span.end < event.trigger.start);
    let opens_clause = |at: u32| {
        let rest = &account.article.text[at as usize..];
        rest.trim_start_matches([',', ' ']).starts_with("when ")
    };
    let clause = before.enumerate().filter(|(_, t)| opens_clause(t.span.end)).last();
    let at_head = || {
        only_time(account, event.sentence).filter(|time| {
            let span = account.times[time.index()].span;
            span.end < event.trigger.start && span.start - sentence.start <= OPENING
        })
    };
    clause.map(|(n, _)| TimeId((from + n) as u32)).or_else(at_head)
}

/// A time that starts within so many bytes of its sentence stands at its head.
const OPENING: u32 = 8;

/// The six weeks before publication, and the one after it.
fn recent_weeks(scene: &Scene<'_>, doc: DocId) -> Option<TimeValue> {
    let day = scene.day(doc)?;
    let start = successors(Some(day), |d| d.yesterday().ok()).nth(42)?;
    let end = successors(Some(day), |d| d.tomorrow().ok()).nth(7)?;
    Some(TimeValue { start, end, granularity: Granularity::Week })
}

/// How many sentences open a report.
const LEAD: usize = 4;

/// Whether a time is that of the event itself: not a border ("since 1959", "until May"), and not
/// the time of another event that it stands before ("after the July attack").
fn is_own_time(account: &Account, event: &account::Event, time: TimeId) -> bool {
    const BORDERS: &[&str] = &["since", "until", "till", "before", "by", "after"];
    let Some(mention) = account.times.get(time.index()) else { return false };
    if words_before(account, mention.span.start).last().is_some_and(|w| BORDERS.contains(&w)) {
        // "since 1959, when a tram burned": the day of what follows
        let rest = &account.article.text[mention.span.end as usize..];
        let then = rest.trim_start_matches([',', ' ']).starts_with("when ");
        return then && event.trigger.start > mention.span.end;
    }
    let names_other = |other: &account::Event| {
        let gap = other.trigger.start.checked_sub(mention.span.end);
        other.trigger != event.trigger && gap.is_some_and(|gap| gap <= 4)
    };
    let from = account.events.partition_point(|e| e.sentence < event.sentence);
    let here = account.events[from..].iter().take_while(|e| e.sentence == event.sentence);
    !here.into_iter().any(names_other)
}

/// Words after which a plural is a noun.
const NOUN_BEFORE: &[&str] = &[
    "of", "with", "by", "for", "over", "from", "against", "about", "after", "more", "such", "and",
    "to",
];

/// Up to three words before byte `at`.
fn words_before(account: &Account, at: u32) -> impl Iterator<Item = &str> {
    let end = account.words.partition_point(|w| w.span.end <= at);
    account.words[end.saturating_sub(3)..end].iter().map(|w| account.symbols.get(w.form))
}
