//! The reconciled whole: what a run gives back.
//!
//! Positions are bytes of `documents[doc].article.text`; render turns them into code points.

pub use rashomon_extract::account::{
    Auxiliary, Certainty, Context, EntityKind, EventType, Form, Mode, Naming, Polarity, QuoteKind,
    Stance, Tense, Tone, Voice,
};
pub use rashomon_lexicon::{Country, Point};
pub use rashomon_text::{Article, Basis, Cite, DocId, TimeValue, time::Date};

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
    /// Index into [`Dossier::entities`].
    EntityId
}
id! {
    /// Index into the events of one [`Story`].
    EventId
}

/// Everything one run found.
#[derive(Clone, Debug, Default)]
pub struct Dossier {
    /// The documents, in the run's canonical order (see [`crate::order`]).
    pub documents: Vec<Article>,
    /// Time expressions with the value decided for them, sorted by cite.
    pub times: Vec<Time>,
    /// Entities over all documents.
    pub entities: Vec<Entity>,
    /// Stories, largest first.
    pub stories: Vec<Story>,
    /// Documents that are later versions of another one, by document.
    pub versions: Vec<Version>,
}

/// A later version of a page. Stories are told from the last version of a page only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The later version.
    pub doc: DocId,
    /// The version before it.
    pub of: DocId,
    /// What changed, in the order of the texts.
    pub changes: Vec<Change>,
}

/// A place where two versions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the earlier version has; `None` where something was put in.
    pub removed: Option<Cite>,
    /// What the later version has; `None` where something was taken out.
    pub added: Option<Cite>,
}

/// How a time's value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeBasis {
    /// The words alone say it.
    Explicit,
    /// The words and the date of the article say it.
    Relative,
}

/// A time expression and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// The words.
    pub cite: Cite,
    /// The days they mean; `None` where the anchor is unknown or the words name no date.
    pub value: Option<TimeValue>,
    /// How the value is known.
    pub basis: TimeBasis,
}

/// One reference to an entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// The words.
    pub cite: Cite,
    /// How they refer.
    pub form: Form,
}

/// What kind of place a [`Location`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocationKind {
    /// A state or territory.
    State,
    /// A state of a federation, a province, a region.
    Division,
    /// A city, town or other populated place.
    City,
}

impl LocationKind {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Division => "division",
            Self::City => "city",
        }
    }
}

/// How it is known which bearer of a name a place is, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocationBasis {
    /// It is a state.
    Code,
    /// The text says so after the name: "Paris, Texas".
    Qualifier,
    /// The gazetteer has one place of this name.
    Only,
    /// The documents speak of its state or its division.
    Context,
    /// It is far larger than others of the name.
    Population,
}

impl LocationBasis {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Qualifier => "qualifier",
            Self::Only => "only",
            Self::Context => "context",
            Self::Population => "population",
        }
    }
}

/// Where a place lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// What kind of place it is.
    pub kind: LocationKind,
    /// In which state.
    pub country: Country,
    /// In which first-level division, or which one it is: its ISO 3166-2 code, or its name where it has none.
    pub division: Option<String>,
    /// Its middle.
    pub point: Point,
    /// Its number in GeoNames.
    pub geonames: Option<u32>,
    /// How that is known.
    pub basis: LocationBasis,
}

/// A participant under all its names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The name it is shown by.
    pub name: String,
    /// The state it is.
    pub country: Option<Country>,
    /// Where it lies, of a place; `None` where that is not known.
    pub location: Option<Location>,
    /// All references, sorted by cite.
    pub mentions: Vec<Mention>,
}

impl Entity {
    /// Whether the texts have more for it than pronouns; one without takes no part in anything and is not
    /// written out.
    pub fn is_described(&self) -> bool {
        self.mentions.iter().any(|mention| mention.form != Form::Pronoun)
    }
}

/// A day or stretch of days decided from all reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How it is known: the reports' words ([`Basis::Text`]) or worked out ([`Basis::Inferred`]).
    pub basis: Basis,
    /// The words it rests on.
    pub evidence: Vec<Cite>,
}

/// One report of an event in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The passage.
    pub cite: Cite,
    /// Whose word it is.
    pub voice: Voice,
    /// Who says so.
    pub source: Option<EntityId>,
    /// How surely.
    pub certainty: Certainty,
    /// Whether it is said to have happened.
    pub polarity: Polarity,
    /// Whether the words take the event for granted: "after Norway's attack".
    pub presupposed: bool,
}

/// One real-world event, from all its reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Who did what to whom, in plain words.
    pub label: String,
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<Mode>,
    /// CAMEO code; "000" where CAMEO has no category.
    pub cameo: &'static str,
    /// Actor codes of the field of those who did it, state and sector ("NORGOV"), as most documents have them.
    pub actor_codes: Vec<String>,
    /// The same of the recipients.
    pub recipient_codes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<Context>,
    /// PLOVER auxiliary modes.
    pub auxiliary: Vec<Auxiliary>,
    /// When.
    pub when: Option<When>,
    /// Where.
    pub place: Option<EntityId>,
    /// Who did it.
    pub actors: Vec<EntityId>,
    /// To whom.
    pub recipients: Vec<EntityId>,
    /// Who tells it and how, sorted by cite.
    pub reports: Vec<Report>,
    /// Documents of the story that do not tell it. In a story of more than a hundred documents, listed where a
    /// tenth of them tell it, else left empty.
    pub silent: Vec<DocId>,
    /// Whether it is one of the story's main events (told by several, or in titles).
    pub core: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// Whether pages for people show it.
    pub shown: bool,
}

/// Somebody's stance on a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Who; `None`: the outlets themselves, in their own voice.
    pub holder: Option<EntityId>,
    /// What they do with the claim.
    pub stance: Stance,
    /// In whose voice the texts have it.
    pub voice: Voice,
    /// The tense most of the passages have; `None` where they tell none.
    pub tense: Option<Tense>,
    /// Whether every passage only takes it for granted: "after Norway's attack".
    pub presupposed: bool,
    /// Where, sorted.
    pub evidence: Vec<Cite>,
}

/// A proposition with everyone's stance on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The proposition in plain words.
    pub label: String,
    /// The events it is about.
    pub about: Vec<EventId>,
    /// Who takes which stance.
    pub positions: Vec<Position>,
    /// 0 to 1.
    pub confidence: f32,
    /// Whether pages for people show it.
    pub shown: bool,
}

/// One outlet's rendering of an utterance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variant {
    /// The words.
    pub cite: Cite,
    /// The words that say it is said.
    pub cue: Option<Cite>,
    /// How far the outlet says who said it.
    pub naming: Naming,
}

/// One utterance in all its renderings.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// Who said it.
    pub speaker: Option<EntityId>,
    /// How it is quoted.
    pub kind: QuoteKind,
    /// The renderings, sorted by cite.
    pub variants: Vec<Variant>,
    /// Whether the renderings differ in their words.
    pub differs: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// Whether pages for people show it.
    pub shown: bool,
}

/// A number told by one or more documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// "24 hours", "about 3,000 members".
    pub label: String,
    /// The number.
    pub value: f64,
    /// What is counted, singular.
    pub unit: String,
    /// Where, sorted.
    pub reports: Vec<Cite>,
    /// Whether pages for people show it.
    pub shown: bool,
}

/// What a disagreement is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisagreementKind {
    /// When something happened.
    Date,
    /// How many or how much.
    Number,
    /// Where.
    Place,
    /// How something or somebody is named.
    Name,
    /// Who did or said it.
    Attribution,
    /// Whether it happened.
    Occurrence,
    /// The words of one statement.
    Wording,
}

impl DisagreementKind {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Number => "number",
            Self::Place => "place",
            Self::Name => "name",
            Self::Attribution => "attribution",
            Self::Occurrence => "occurrence",
            Self::Wording => "wording",
        }
    }
}

/// Why documents give different values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Explanation {
    /// They cannot both be right.
    Conflict,
    /// A later report replaces an earlier one.
    Update,
    /// They count or name different things.
    Scope,
    /// The same words, translated twice.
    Translation,
    /// It cannot be told from the texts.
    Unclear,
}

impl Explanation {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Update => "update",
            Self::Scope => "scope",
            Self::Translation => "translation",
            Self::Unclear => "unclear",
        }
    }
}

/// One of the values in a disagreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The value in plain words.
    pub value: String,
    /// Who gives it.
    pub documents: Vec<DocId>,
    /// Where, sorted.
    pub evidence: Vec<Cite>,
}

/// Two or more documents that do not say the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// Over what.
    pub kind: DisagreementKind,
    /// The event it is about, if any.
    pub about: Option<EventId>,
    /// In plain words.
    pub label: String,
    /// Why they differ.
    pub explanation: Explanation,
    /// Two or more values.
    pub values: Vec<Value>,
    /// 0 to 1.
    pub confidence: f32,
    /// Whether pages for people show it.
    pub shown: bool,
}

/// What an entity is called in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The words.
    pub cite: Cite,
    /// Whom they call so.
    pub entity: EntityId,
    /// Whose words they are.
    pub voice: Voice,
    /// Who calls it so.
    pub source: Option<EntityId>,
    /// Evaluative tone.
    pub tone: Tone,
}

/// How two documents depend on each other, or one on an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// Nearly the same text.
    NearDuplicate,
    /// A passage in the same words, outside quotations.
    SharedPassage,
    /// The same quoted words.
    SharedQuotation,
    /// Names an agency or outlet as its source.
    Credits,
}

impl LinkKind {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NearDuplicate => "near_duplicate",
            Self::SharedPassage => "shared_passage",
            Self::SharedQuotation => "shared_quotation",
            Self::Credits => "credits",
        }
    }

    /// Whether it is text that two documents share outside quotations.
    pub const fn is_copy(self) -> bool {
        matches!(self, Self::NearDuplicate | Self::SharedPassage)
    }
}

/// A dependence between documents, with the words that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Of which kind.
    pub kind: LinkKind,
    /// Between whom (one document for a credit).
    pub documents: Vec<DocId>,
    /// How much of the shorter one is shared, 0 to 1; 1 for a credit.
    pub score: f32,
    /// Of a near duplicate or a shared passage: of the runs of five words of the document that has fewer,
    /// the share that the other has too, quoted or not.
    pub containment: f32,
    /// Of a near duplicate or a shared passage: how many words outside quotations are the same.
    pub words: u32,
    /// The words, sorted. Of a near duplicate or a shared passage, pairs: the words in the first document
    /// and the same words in the second, the longest of them, in the order of the first.
    pub evidence: Vec<Cite>,
    /// The agency or outlet credited.
    pub name: Option<String>,
}

/// Documents that count as one independent origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Which.
    pub documents: Vec<DocId>,
    /// Why they count as one, in plain words.
    pub why: String,
}

/// A value with the words that tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited<T> {
    /// The value.
    pub value: T,
    /// Where, sorted.
    pub evidence: Vec<Cite>,
}

/// Who lays a cyber incident at whose door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Who; `None`: the outlets themselves, in their own voice.
    pub by: Option<EntityId>,
    /// At whose.
    pub to: EntityId,
    /// In what capacity, after EuRepoC: `receiver_government`, `third_party_state`, `international_organization`,
    /// `receiver`, `attacker_confirms`, `media`, `other`.
    pub basis: &'static str,
    /// How surely, at the surest.
    pub certainty: Certainty,
    /// What the sentences say it rests on: "an inquiry", "undeniable evidence".
    pub grounds: Vec<Cite>,
    /// Where, sorted.
    pub evidence: Vec<Cite>,
}

/// Who denies or doubts an attribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Who.
    pub by: EntityId,
    /// [`Stance::Denies`] or [`Stance::Doubts`].
    pub stance: Stance,
    /// Where, sorted.
    pub evidence: Vec<Cite>,
}

/// What a state or union of states did or said because of a cyber incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The event it is.
    pub event: EventId,
    /// By whom.
    pub by: Vec<EntityId>,
    /// EuRepoC's kind of response: `stabilizing`, `cooperative`, `executive`, `restrictive`, `law_enforcement`.
    pub kind: &'static str,
    /// What in particular: `statement_by_head_of_state_or_government`, `severs_ties`.
    pub measure: String,
    /// Where it is told together with the incident, or on its own, sorted.
    pub evidence: Vec<Cite>,
}

/// Whether it is agreed who was behind a cyber incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributionStatus {
    /// Nobody is named.
    None,
    /// Somebody is named, and no text tells of a denial or a doubt.
    Settled,
    /// Somebody is named, and somebody denies or doubts it.
    Contested,
}

impl AttributionStatus {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Settled => "settled",
            Self::Contested => "contested",
        }
    }
}

/// A cyber incident with who is said to be behind it and what followed, in EuRepoC's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// From its main event: who did what to whom.
    pub label: String,
    /// The events that report it, the main one first.
    pub events: Vec<EventId>,
    /// Types: `data_theft`, `doxing`, `disruption`, `hijacking_with_misuse`, `hijacking_without_misuse`, `ransomware`.
    pub types: Vec<Cited<&'static str>>,
    /// Who was hit.
    pub receivers: Vec<Cited<EntityId>>,
    /// What kinds of receivers were hit, as the texts call them.
    pub receiver_categories: Vec<Cited<&'static str>>,
    /// Who is said to have done it.
    pub initiators: Vec<Cited<EntityId>>,
    /// For each initiator: `state`, `non_state_group`, `individual` or `unknown`.
    pub initiator_categories: Vec<&'static str>,
    /// Who says so.
    pub attributions: Vec<Attribution>,
    /// Whether that is contested.
    pub status: AttributionStatus,
    /// Who contests it.
    pub denials: Vec<Denial>,
    /// What followed, in the order of the events.
    pub responses: Vec<Response>,
    /// 0 to 1.
    pub confidence: f32,
}

/// One event of the world with its sub-events, as many outlets tell it.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// From the main event: who did what to whom.
    pub title: String,
    /// The documents that tell it.
    pub documents: Vec<DocId>,
    /// First and last day of its main events.
    pub span: Option<(Date, Date)>,
    /// In the order of time.
    pub events: Vec<Event>,
    /// Cyber incidents among the events, most reported first.
    pub incidents: Vec<Incident>,
    /// Disputed ones first.
    pub claims: Vec<Claim>,
    /// In text order of their first variant.
    pub quotations: Vec<Quotation>,
    /// Most reported first.
    pub figures: Vec<Figure>,
    /// Conflicts first.
    pub disagreements: Vec<Disagreement>,
    /// By entity, then cite.
    pub labels: Vec<Label>,
    /// By kind, then documents. In a story of more than a hundred documents, of near duplicates and shared
    /// passages the eight strongest of each document, and those that make one origin of several documents.
    pub links: Vec<Link>,
    /// By first document.
    pub origins: Vec<Origin>,
}
