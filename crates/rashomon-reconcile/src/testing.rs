//! Hand-built accounts for the tests of this crate.
//!
//! [`Doc`] marks an invented text up by its words; [`World`] puts the documents together and joins
//! entities that share a name, so that a test says only what it is about.

use rashomon_annotate::{TimeMention, TokenRange};
use rashomon_extract::{
    Account,
    account::{
        Certainty, Claim, Entity, EntityId, EntityKind, Event, EventId, EventType, Figure, Form,
        Label, Mention, MentionId, Mode, Naming, Polarity, Quotation, QuoteKind, SentenceInfo,
        Stance, TimeId, Tone, Voice, Word,
    },
};
use rashomon_text::{
    Article, Basis, Date, DocId, ParagraphKind, Published, Span, Symbols, TimeValue,
    time::{Granularity, TimeExpr},
};

use crate::{Scene, dossier};

/// One document being built. Every method names its place by words of the text: the first place
/// where they stand, or the first one after `|` where the needle is `"words before|words"`.
pub(crate) struct Doc {
    pub(crate) account: Account,
}

/// The day `2030-month-day`, in which all tests play.
pub(crate) fn day(month: i8, day: i8) -> Date {
    Date::new(2030, month, day).unwrap()
}

impl Doc {
    /// A document of one body paragraph a line, one sentence a full stop.
    pub(crate) fn new(text: &str) -> Self {
        let article = Article::plain(text);
        let mut symbols = Symbols::new();
        let (mut sentences, mut words) = (Vec::new(), Vec::new());
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            let mut start = paragraph.span.start;
            while start < paragraph.span.end {
                let rest = Span::new(start, paragraph.span.end).slice(text);
                let end = rest.find(". ").map_or(paragraph.span.end, |at| start + at as u32 + 1);
                let span = Span::new(start, end).trim(text);
                let first = words.len() as u32;
                push_words(text, span, &mut words, &mut symbols);
                let range = (first, words.len() as u32);
                sentences.push(SentenceInfo { span, paragraph: number as u32, words: range });
                start = end;
            }
        }
        Self {
            account: Account {
                article,
                sentences,
                words,
                mentions: Vec::new(),
                entities: Vec::new(),
                times: Vec::new(),
                events: Vec::new(),
                quotations: Vec::new(),
                claims: Vec::new(),
                figures: Vec::new(),
                labels: Vec::new(),
                symbols,
            },
        }
    }

    /// Where the needle stands.
    pub(crate) fn at(&self, needle: &str) -> Span {
        let text = &self.account.article.text;
        let (before, words) = needle.split_once('|').unwrap_or(("", needle));
        let from = text.find(before).unwrap_or_else(|| panic!("no {before:?}")) + before.len();
        let start = from + text[from..].find(words).unwrap_or_else(|| panic!("no {words:?}"));
        Span::from_range(start..start + words.len())
    }

    fn sentence(&self, span: Span) -> u32 {
        let at = self.account.sentence_at(span.start);
        at.min(self.account.sentences.len() - 1) as u32
    }

    /// Makes the first line the headline.
    pub(crate) fn titled(mut self) -> Self {
        self.account.article.paragraphs[0].kind = ParagraphKind::Title;
        self.account.article.title = Some(self.account.article.paragraphs[0].span);
        self
    }

    /// Published on this day.
    pub(crate) fn on(mut self, date: Date) -> Self {
        self.account.article.published =
            Some(Published { start: date, end: date, basis: Basis::Given, evidence: Vec::new() });
        self
    }

    /// Known to break off.
    pub(crate) fn truncated(mut self) -> Self {
        self.account.article.truncated = true;
        self
    }

    /// An entity with one mention at each needle; the first is its name.
    pub(crate) fn entity(mut self, kind: EntityKind, needles: &[&str]) -> Self {
        let entity = EntityId(self.account.entities.len() as u32);
        let mut mentions = Vec::new();
        for (n, needle) in needles.iter().enumerate() {
            let span = self.at(needle);
            mentions.push(MentionId(self.account.mentions.len() as u32));
            self.account.mentions.push(Mention {
                span,
                head: span,
                form: if n == 0 { Form::Name } else { Form::Description },
                entity,
                sentence: self.sentence(span),
                confidence: 1.0,
            });
        }
        self.account.entities.push(Entity {
            kind,
            name: mentions[0],
            mentions,
            country: None,
            affiliation: None,
            sector: None,
            roles: Vec::new(),
            aliases: Vec::new(),
        });
        self
    }

    /// Shorthand for a state.
    pub(crate) fn state(self, name: &str) -> Self {
        self.entity(EntityKind::Geopolitical, &[name])
    }

    /// Shorthand for a person.
    pub(crate) fn person(self, name: &str) -> Self {
        self.entity(EntityKind::Person, &[name])
    }

    /// The first mention with this text, which must be an entity's.
    pub(crate) fn mention(&self, words: &str) -> MentionId {
        let at = self.account.mentions.iter().position(|m| self.account.slice(m.span) == words);
        MentionId(at.unwrap_or_else(|| panic!("no mention {words:?}")) as u32)
    }

    fn some(&self, words: &str) -> Option<MentionId> {
        (!words.is_empty()).then(|| self.mention(words))
    }

    /// A time expression meaning the days from `start` to `end`.
    pub(crate) fn time(mut self, needle: &str, start: Date, end: Date) -> Self {
        let granularity = if start == end { Granularity::Day } else { Granularity::Month };
        self.account.times.push(TimeMention {
            span: self.at(needle),
            tokens: TokenRange::default(),
            expr: TimeExpr::Absolute(TimeValue { start, end, granularity }),
        });
        self
    }

    /// A report of an event: trigger, act and phrase, type, actor and recipient (empty for none).
    /// The time is the first one of the sentence.
    pub(crate) fn event(
        mut self,
        trigger: &str,
        (act, phrase): (&'static str, &'static str),
        (kind, mode): (EventType, Option<Mode>),
        (actor, recipient): (&str, &str),
    ) -> Self {
        let trigger = self.at(trigger);
        let sentence = self.sentence(trigger);
        let whole = self.account.sentences[sentence as usize].span;
        let time = self.account.times.iter().position(|t| whole.contains(t.span));
        let event = Event {
            span: whole,
            trigger,
            lemma: act.to_owned(),
            theme: String::new(),
            act,
            phrase,
            kind,
            mode,
            cameo: "000",
            other_side: None,
            contexts: Vec::new(),
            actor_codes: Vec::new(),
            recipient_codes: Vec::new(),
            depth: 0,
            cyber: None,
            auxiliary: Vec::new(),
            actors: self.some(actor).into_iter().collect(),
            recipients: self.some(recipient).into_iter().collect(),
            time: time.map(|t| TimeId(t as u32)),
            place: None,
            voice: Voice::Own,
            source: None,
            certainty: Certainty::Certain,
            polarity: Polarity::Positive,
            presupposed: false,
            sentence,
            confidence: 0.9,
        };
        self.account.events.push(event);
        self
    }

    /// Changes the last event.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Event)) -> Self {
        change(self.account.events.last_mut().unwrap());
        self
    }

    /// A direct quotation: its words and who says them (empty for nobody known).
    pub(crate) fn quote(mut self, words: &str, speaker: &str) -> Self {
        let span = self.at(words);
        let (sentence, speaker) = (self.sentence(span), self.some(speaker));
        self.account.quotations.push(Quotation {
            span,
            kind: QuoteKind::Direct,
            speaker,
            naming: if speaker.is_some() { Naming::Named } else { Naming::None },
            // here the name is all that says it is said
            cue: speaker.map(|m| self.account.mentions[m.index()].span),
            sentence,
            confidence: 0.9,
        });
        self
    }

    /// A claim: its content, who holds it (empty: the outlet), what the holder does with it and the
    /// number of the event it is about.
    pub(crate) fn claim(
        mut self,
        content: &str,
        holder: &str,
        stance: Stance,
        about: Option<u32>,
    ) -> Self {
        let content = self.at(content);
        let sentence = self.sentence(content);
        let holder = self.some(holder);
        self.account.claims.push(Claim {
            span: self.account.sentences[sentence as usize].span,
            content,
            holder,
            stance,
            voice: if holder.is_some() { Voice::Attributed } else { Voice::Own },
            certainty: Certainty::Certain,
            polarity: Polarity::Positive,
            tense: None,
            about: about.map(EventId),
            against: Vec::new(),
            sentence,
            confidence: 0.9,
        });
        self
    }

    /// A figure: its words, the number, what is counted and the words around it.
    pub(crate) fn figure(
        mut self,
        words: &str,
        value: f64,
        unit: &str,
        context: &[&str],
        event: Option<u32>,
    ) -> Self {
        let span = self.at(words);
        let modifier = ["at least", "some", "about", "nearly"]
            .into_iter()
            .find(|m| words.starts_with(m))
            .unwrap_or_default();
        self.account.figures.push(Figure {
            span,
            value,
            upper: None,
            unit: unit.to_owned(),
            modifier: modifier.to_owned(),
            context: context.iter().map(|&w| w.to_owned()).collect(),
            event: event.map(EventId),
            source: None,
            sentence: self.sentence(span),
            confidence: 0.9,
        });
        self
    }

    /// A label of the entity of `mention`, in the outlet's own voice.
    pub(crate) fn label(mut self, words: &str, mention: &str, tone: Tone) -> Self {
        let span = self.at(words);
        let entity = self.account.entity_of(self.mention(mention));
        self.account.labels.push(Label {
            span,
            entity,
            voice: Voice::Own,
            source: None,
            tone,
            sentence: self.sentence(span),
            confidence: 0.9,
        });
        self
    }
}

/// Words with a lemma that is the word without a plural or past ending.
fn push_words(text: &str, span: Span, words: &mut Vec<Word>, symbols: &mut Symbols) {
    const FUNCTION: &[&str] = &[
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "with", "for", "from", "and", "or",
        "but", "that", "which", "it", "its", "he", "she", "they", "we", "i", "is", "was", "are",
        "were", "be", "been", "has", "have", "had", "will", "not", "this", "his", "her", "their",
        "our", "as", "after", "who",
    ];
    let slice = span.slice(text);
    let mut start = None;
    for (at, c) in slice.char_indices().chain([(slice.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = slice[from..at].to_lowercase();
                let stem = ["ing", "ed", "s"]
                    .iter()
                    .find_map(|end| word.strip_suffix(end).filter(|stem| stem.len() > 2))
                    .unwrap_or(&word);
                words.push(Word {
                    span: Span::new(span.start + from as u32, span.start + at as u32),
                    lemma: symbols.intern(stem),
                    content: !FUNCTION.contains(&word.as_str()),
                    form: symbols.intern(&word),
                });
                start = None;
            }
            _ => {}
        }
    }
}

/// Documents put together into one story.
pub(crate) struct World {
    accounts: Vec<Account>,
    documents: Vec<DocId>,
    entity_of: Vec<Vec<dossier::EntityId>>,
    entities: Vec<dossier::Entity>,
    published: Vec<Option<Published>>,
    times: Vec<Vec<Option<TimeValue>>>,
}

impl World {
    /// The documents in this order, with entities of one name joined.
    pub(crate) fn new(docs: impl IntoIterator<Item = Doc>) -> Self {
        let accounts: Vec<Account> = docs.into_iter().map(|d| d.account).collect();
        let mut entities: Vec<dossier::Entity> = Vec::new();
        let mut entity_of = Vec::new();
        for (n, account) in accounts.iter().enumerate() {
            let mut here = Vec::new();
            for (local, entity) in account.entities.iter().enumerate() {
                let name = account.name_of(EntityId(local as u32));
                let known = entities.iter().position(|e| e.name == name).unwrap_or_else(|| {
                    entities.push(dossier::Entity {
                        kind: entity.kind,
                        name: name.to_owned(),
                        country: entity.country,
                        location: None,
                        mentions: Vec::new(),
                    });
                    entities.len() - 1
                });
                entities[known].mentions.extend(entity.mentions.iter().map(|m| {
                    let mention = &account.mentions[m.index()];
                    let cite = rashomon_text::Cite::new(DocId(n as u32), mention.span);
                    dossier::Mention { cite, form: mention.form }
                }));
                here.push(dossier::EntityId(known as u32));
            }
            entity_of.push(here);
        }
        let times = accounts
            .iter()
            .map(|a| {
                let value = |t: &TimeMention| match t.expr {
                    TimeExpr::Absolute(value) => Some(value),
                    _ => None,
                };
                a.times.iter().map(value).collect()
            })
            .collect();
        Self {
            documents: (0..accounts.len() as u32).map(DocId).collect(),
            published: accounts.iter().map(|a| a.article.published.clone()).collect(),
            accounts,
            entity_of,
            entities,
            times,
        }
    }

    /// All of it as one story's scene.
    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene {
            accounts: &self.accounts,
            documents: &self.documents,
            entity_of: &self.entity_of,
            entities: &self.entities,
            published: &self.published,
            times: &self.times,
        }
    }

    /// The name of an entity.
    pub(crate) fn name(&self, entity: dossier::EntityId) -> &str {
        &self.entities[entity.index()].name
    }

    /// The words under a cite.
    pub(crate) fn words(&self, cite: rashomon_text::Cite) -> &str {
        self.accounts[cite.doc.index()].slice(cite.span)
    }
}
