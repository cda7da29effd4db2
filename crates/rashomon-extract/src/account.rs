//! What one article says: the result of extraction and the one type that crosses machines.

use rashomon_annotate::TimeMention;
use rashomon_lexicon::Country;
use rashomon_text::{Article, Span, Symbol, Symbols};

pub use crate::cyber::{Cyber, IncidentType, ReceiverCategory};
pub use crate::plover::{Auxiliary, Context, EventType, Mode};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The number as an index.
            pub const fn index(self) -> usize { self.0 as usize }
        }
    };
}

id! {
    /// Index into [`Account::mentions`].
    MentionId
}
id! {
    /// Index into [`Account::entities`].
    EntityId
}
id! {
    /// Index into [`Account::events`].
    EventId
}
id! {
    /// Index into [`Account::times`].
    TimeId
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $string:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word used in `dossier.json`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $string,)+ }
            }
        }
    };
}

words! {
    /// What an entity is.
    EntityKind {
        /// A human being.
        Person = "person",
        /// Company, ministry, party, agency, outlet.
        Organization = "organization",
        /// A state or a body of government that stands for it: Japan, Tokyo, "the Japanese government".
        Geopolitical = "geopolitical",
        /// Any other place: city, camp, building, sea.
        Place = "place",
        /// An armed, ethnic, religious or political group of people: militants, dissidents, Shia.
        Group = "group",
        /// Anything else with a name: a law, a ship, a product.
        Other = "other",
    }
}

words! {
    /// How a mention refers to its entity.
    Form {
        /// A proper name.
        Name = "name",
        /// An acronym or short form: NRF.
        Acronym = "acronym",
        /// A title or office standing for its holder: "the prime minister".
        Title = "title",
        /// A capital, government or demonym standing for a state: Tokyo, "the Japanese government", Japanese.
        Metonym = "metonym",
        /// A description: "the group", "the minister's aide".
        Description = "description",
        /// A pronoun.
        Pronoun = "pronoun",
    }
}

words! {
    /// Whose word a statement is.
    Voice {
        /// The outlet says it in its own words.
        Own = "own",
        /// Somebody else is named or described as saying it.
        Attributed = "attributed",
        /// The outlet says it with a hedge: alleged, reportedly, suspected, so-called.
        Hedged = "hedged",
        /// The outlet puts the word itself between quotation marks without quoting a speaker.
        ScareQuoted = "scare_quoted",
    }
}

words! {
    /// How sure the holder is.
    Certainty {
        /// Stated as fact.
        Certain = "certain",
        /// "likely", "probably", "believed to".
        Probable = "probable",
        /// "may", "could", "possibly", "alleged".
        Possible = "possible",
    }
}

words! {
    /// Whether something is said to be so or not to be so.
    Polarity {
        /// It is so.
        Positive = "positive",
        /// It is not so.
        Negative = "negative",
    }
}

words! {
    /// What the holder of a claim does with it.
    Stance {
        /// Says it is so.
        Asserts = "asserts",
        /// Says it is not so.
        Denies = "denies",
        /// Calls it into question.
        Doubts = "doubts",
        /// Declines to say.
        Declines = "declines",
    }
}

words! {
    /// When, seen from the saying, something is said to be so.
    Tense {
        /// It was so, or has been.
        Past = "past",
        /// It is so.
        Present = "present",
        /// It will be so.
        Future = "future",
    }
}

words! {
    /// How words are quoted.
    QuoteKind {
        /// Whole utterances between quotation marks.
        Direct = "direct",
        /// Reported without quotation marks.
        Indirect = "indirect",
        /// Reported, with some of the words between quotation marks.
        Mixed = "mixed",
    }
}

words! {
    /// How far a text says whose word it gives, from clear to vague.
    Naming {
        /// A person, body or state by name, or a pronoun that stands for one.
        Named = "named",
        /// Somebody or a body by office: "a police spokesman", "the mayor", "the ministry".
        Role = "role",
        /// By a description that many fit: "officials", "two diplomats", "witnesses", "an expert", "a report".
        Described = "described",
        /// No more than that there is somebody: "a source close to the talks", "people familiar with them".
        Unnamed = "unnamed",
        /// Nobody is told: "it is said", or words between marks without a speaker.
        None = "none",
    }
}

words! {
    /// The evaluative tone of a label.
    Tone {
        /// "terrorist", "regime", "cult".
        Negative = "negative",
        /// "group", "official".
        Neutral = "neutral",
        /// "hero", "freedom fighter".
        Positive = "positive",
    }
}

/// One reference to an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The referring words: the name alone, or for a description the noun phrase without relative clauses.
    pub span: Span,
    /// The head word.
    pub head: Span,
    /// How it refers.
    pub form: Form,
    /// To what.
    pub entity: EntityId,
    /// Index into [`Account::sentences`].
    pub sentence: u32,
    /// How sure the link to the entity is, 0 to 1.
    pub confidence: f32,
}

/// One participant of the article, with all references to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The mention whose words name it best: the fullest name.
    pub name: MentionId,
    /// All mentions, sorted.
    pub mentions: Vec<MentionId>,
    /// The state it is, or (for metonyms) stands for.
    pub country: Option<Country>,
    /// The state it belongs to: the nationality or seat of a person or body, where the text or lexicon says so.
    pub affiliation: Option<Country>,
    /// Actor sector code of the field (GOV, MIL, REB, COP, MED, …), where known.
    pub sector: Option<&'static str>,
    /// Offices and descriptions the text ties to it, lower-case: "prime minister", "foreign ministry spokesman".
    pub roles: Vec<String>,
    /// Names given for it in the text beside its main one: acronyms, "best known as …", lower-case folded.
    pub aliases: Vec<String>,
}

/// One sentence, as later stages need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentenceInfo {
    /// Bytes of the article's text.
    pub span: Span,
    /// Index into [`Article::paragraphs`].
    pub paragraph: u32,
    /// The words of the sentence: a range of [`Account::words`].
    pub words: (u32, u32),
}

/// A word (a token with a letter or digit), kept for comparing wordings and finding copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the article's text.
    pub span: Span,
    /// The word itself, lower-case, marks folded; a symbol of [`Account::symbols`].
    pub form: Symbol,
    /// Its lemma; a symbol of [`Account::symbols`].
    pub lemma: Symbol,
    /// Whether it carries content (noun, verb, adjective, number, name).
    pub content: bool,
}

/// One report of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The passage to cite: trigger and arguments, within one sentence.
    pub span: Span,
    /// The word or words that name the event.
    pub trigger: Span,
    /// Lemma of the trigger's head: "sever", "severance".
    pub lemma: String,
    /// Lemmas that with the trigger's say which act it is: "tie" in "sever ties", "sanction" in "impose sanctions"; empty where none.
    pub theme: String,
    /// The act's plain name from the rule that found it: "sever ties". Reports of one event share it.
    pub act: &'static str,
    /// How a sentence about it runs between actor and recipient: "severs ties with".
    pub phrase: &'static str,
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode of the type.
    pub mode: Option<Mode>,
    /// CAMEO code, the most exact that the rule knows: "161"; "000" where CAMEO has no category.
    pub cameo: &'static str,
    /// CAMEO code of the event from recipient to actor that the act also is: both sides of a meeting meet.
    pub other_side: Option<&'static str>,
    /// PLOVER contexts.
    pub contexts: Vec<Context>,
    /// PLOVER auxiliary modes.
    pub auxiliary: Vec<Auxiliary>,
    /// Who did it.
    pub actors: Vec<MentionId>,
    /// To whom.
    pub recipients: Vec<MentionId>,
    /// Actor codes of the field, state and sector ("JPNGOV"), each once, in order; "---" stands for who has none.
    pub actor_codes: Vec<String>,
    /// The same of the recipients.
    pub recipient_codes: Vec<String>,
    /// When.
    pub time: Option<TimeId>,
    /// Where.
    pub place: Option<MentionId>,
    /// Whose word it is.
    pub voice: Voice,
    /// Who says so, when the voice is attributed.
    pub source: Option<MentionId>,
    /// How surely.
    pub certainty: Certainty,
    /// Whether it is said to have happened.
    pub polarity: Polarity,
    /// Whether the words take it for granted and do not tell it: "the Norwegian attack", "after its attack".
    pub presupposed: bool,
    /// What else it says of a cyber incident; `None` for events of other kinds.
    pub cyber: Option<Cyber>,
    /// How many clauses deep it stands in its sentence, those that only say who says so not counted.
    pub depth: u8,
    /// Index into [`Account::sentences`].
    pub sentence: u32,
    /// 0 to 1.
    pub confidence: f32,
}

/// Words of a speaker, quoted or reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// The content: for a direct quotation what stands between the marks, for an indirect one the reported clause.
    pub span: Span,
    /// How it is quoted.
    pub kind: QuoteKind,
    /// Who said it; `None` also for a source that is no participant ("a report", "someone").
    pub speaker: Option<MentionId>,
    /// How far the text says who that is.
    pub naming: Naming,
    /// The word that says it is said: "said", "according to".
    pub cue: Option<Span>,
    /// Index of the sentence its first word stands in.
    pub sentence: u32,
    /// 0 to 1.
    pub confidence: f32,
}

/// A proposition somebody takes a stance on.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The passage to cite: the claim with its attribution, within one sentence where it can be.
    pub span: Span,
    /// The proposition's own words.
    pub content: Span,
    /// Who holds it; `None`: the outlet in its own voice.
    pub holder: Option<MentionId>,
    /// What the holder does with it.
    pub stance: Stance,
    /// In whose voice the text has it.
    pub voice: Voice,
    /// How surely.
    pub certainty: Certainty,
    /// Whether the proposition is itself negated.
    pub polarity: Polarity,
    /// The tense of the proposition; `None` where it has no finite verb.
    pub tense: Option<Tense>,
    /// The event the claim is about, as this article reports it.
    pub about: Option<EventId>,
    /// For a denial or doubt: mentions of those whose claim it answers.
    pub against: Vec<MentionId>,
    /// Index into [`Account::sentences`].
    pub sentence: u32,
    /// 0 to 1.
    pub confidence: f32,
}

/// A number that counts something.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The number with its unit: "24 hours", "about 3,000 members"; at most 60 characters.
    pub span: Span,
    /// The number; for a range its lower end.
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// What is counted, singular lemma: "hour", "member", "dollar", "kilometer".
    pub unit: String,
    /// "at least", "some", "nearly"; empty where none.
    pub modifier: String,
    /// Lemmas of the words around it that say what is counted: verb, subject, object.
    pub context: Vec<String>,
    /// The event it belongs to.
    pub event: Option<EventId>,
    /// Who says so, when attributed.
    pub source: Option<MentionId>,
    /// Index into [`Account::sentences`].
    pub sentence: u32,
    /// 0 to 1.
    pub confidence: f32,
}

/// What an entity is called beyond its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The words: "terrorist sect", "Japanese opposition group".
    pub span: Span,
    /// Whom they call so.
    pub entity: EntityId,
    /// Whose words they are.
    pub voice: Voice,
    /// Who calls it so, when attributed.
    pub source: Option<MentionId>,
    /// Evaluative tone, from the lexicon.
    pub tone: Tone,
    /// Index into [`Account::sentences`].
    pub sentence: u32,
    /// 0 to 1.
    pub confidence: f32,
}

/// All that one article says.
#[derive(Clone, Debug)]
pub struct Account {
    /// The article itself: text and metadata.
    pub article: Article,
    /// Sentences in order.
    pub sentences: Vec<SentenceInfo>,
    /// Words in order.
    pub words: Vec<Word>,
    /// References to entities, sorted by start.
    pub mentions: Vec<Mention>,
    /// Participants.
    pub entities: Vec<Entity>,
    /// Time expressions, sorted.
    pub times: Vec<TimeMention>,
    /// Reports of events, in text order.
    pub events: Vec<Event>,
    /// Quotations, in text order.
    pub quotations: Vec<Quotation>,
    /// Claims, in text order.
    pub claims: Vec<Claim>,
    /// Figures, in text order.
    pub figures: Vec<Figure>,
    /// Labels, in text order.
    pub labels: Vec<Label>,
    /// Strings behind the symbols of [`Account::words`].
    pub symbols: Symbols,
}

impl Account {
    /// The entity a mention refers to.
    pub fn entity_of(&self, mention: MentionId) -> EntityId {
        self.mentions[mention.index()].entity
    }

    /// The number of the sentence that ends behind byte `at`, the first where it stands between two; that of none
    /// behind the last.
    pub fn sentence_at(&self, at: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.end <= at)
    }

    /// Gives back memory that is held for more: a run holds the accounts of all its articles.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.article.text.shrink_to_fit();
        self.article.paragraphs.shrink_to_fit();
        self.article.removed.shrink_to_fit();
        self.sentences.shrink_to_fit();
        self.words.shrink_to_fit();
        self.mentions.shrink_to_fit();
        for entity in &mut self.entities {
            entity.mentions.shrink_to_fit();
        }
        self.entities.shrink_to_fit();
        self.times.shrink_to_fit();
        self.events.shrink_to_fit();
        self.quotations.shrink_to_fit();
        self.claims.shrink_to_fit();
        self.figures.shrink_to_fit();
        self.labels.shrink_to_fit();
        self.symbols.shrink_to_fit();
    }

    /// The events, the main one first: what a sentence says before what it only mentions, acts with parties before
    /// others, and what stands earlier before what stands later.
    pub fn ranked_events(&self) -> Vec<EventId> {
        let rank = |e: &Event| {
            let other = if e.kind == EventType::Other { 0.3 } else { 0.0 };
            let negated = if e.polarity == Polarity::Negative { 0.05 } else { 0.0 };
            let parties = [&e.actors, &e.recipients].map(|p| if p.is_empty() { 0.0 } else { 0.15 });
            parties[0] + parties[1] - 0.2 * f32::from(e.depth) - other - negated
        };
        let mut order: Vec<EventId> = (0..self.events.len() as u32).map(EventId).collect();
        order.sort_by(|a, b| {
            let [x, y] = [a, b].map(|id| rank(&self.events[id.index()]));
            y.total_cmp(&x).then(a.cmp(b))
        });
        order
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        self.article.slice(span)
    }

    /// The fullest name of an entity, as written.
    pub fn name_of(&self, entity: EntityId) -> &str {
        let mention = self.entities[entity.index()].name;
        self.slice(self.mentions[mention.index()].span)
    }
}
