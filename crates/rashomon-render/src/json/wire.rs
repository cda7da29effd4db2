//! The objects of `dossier.json`, field by field in the order they are written.
//!
//! They borrow from the dossier when written and own their strings when read back, so that one
//! definition serves both directions. Positions are Unicode **code points**.

use std::{borrow::Cow, collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use crate::revision::Revision;

/// Borrowed when written, owned when read.
pub type Text<'a> = Cow<'a, str>;

/// An id within the file: a letter for the kind of thing and a number from 1, such as `d1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// `d` document, `e` entity, `s` story, `v` event, `c` claim, `q` quotation, `n` figure,
    /// `x` disagreement.
    pub kind: char,
    /// From 1, unique over the whole dossier.
    pub number: u32,
}

impl Id {
    /// The id of the thing at `index` (from 0).
    pub const fn new(kind: char, index: usize) -> Self {
        Self { kind, number: index as u32 + 1 }
    }

    /// The place in its list, from 0.
    pub const fn index(self) -> usize {
        self.number as usize - 1
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind, self.number)
    }
}

impl FromStr for Id {
    type Err = ();

    fn from_str(string: &str) -> Result<Self, ()> {
        let mut chars = string.chars();
        let kind = chars.next().filter(char::is_ascii_lowercase).ok_or(())?;
        match chars.as_str().parse() {
            Ok(number) if number > 0 => Ok(Self { kind, number }),
            _ => Err(()),
        }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let string = Cow::<str>::deserialize(deserializer)?;
        string.parse().map_err(|()| D::Error::custom(format_args!("`{string}` is no id")))
    }
}

/// A number between 0 and 1, or a count, written without noise: at most three decimals, and
/// none where it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Number(pub f64);

impl Number {
    /// Rounded to three decimals.
    pub fn share(value: f32) -> Self {
        Self((f64::from(value) * 1000.0).round() / 1000.0)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// Only `false` is written: what is not said is shown.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_true(shown: &bool) -> bool {
    *shown
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

const fn yes() -> bool {
    true
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier<'a> {
    /// [`super::SCHEMA`].
    pub schema: Text<'a>,
    /// What wrote it.
    pub generator: Generator<'a>,
    /// The documents.
    pub documents: Vec<Document<'a>>,
    /// Time expressions.
    pub times: Vec<Time<'a>>,
    /// Entities over all documents.
    pub entities: Vec<Entity<'a>>,
    /// Stories, largest first.
    pub stories: Vec<Story<'a>>,
    /// What changed since the run that this one was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision<'a>>,
}

/// The program that wrote the file. No clock time and no machine name: same input, same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generator<'a> {
    /// `rashomon`.
    pub name: Text<'a>,
    /// Its version.
    pub version: Text<'a>,
    /// The options that change results.
    pub options: BTreeMap<Text<'a>, Value>,
}

/// Characters of a document, and what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cite<'a> {
    /// The document.
    pub doc: Id,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// What stands there.
    pub text: Text<'a>,
    /// Where it stands in the document as served, for text taken from a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
}

/// A range of **bytes** of a document as served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raw {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source<'a> {
    /// Path as the user gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Text<'a>>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Text<'a>>,
    /// Id within a file of many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Text<'a>>,
    /// Digest of the raw bytes, lower-case hexadecimal.
    pub sha256: Text<'a>,
    /// Media type.
    pub media_type: Text<'a>,
}

/// Who published a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlet<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// `given`, `metadata`, `text` or `inferred`.
    pub basis: Text<'a>,
    /// Where the text says so.
    pub evidence: Vec<Cite<'a>>,
}

/// Days, both ends included, and what they rest on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct When<'a> {
    /// First day: `2022-09-07`.
    pub start: Text<'a>,
    /// Last day.
    pub end: Text<'a>,
    /// `given`, `metadata`, `text` or `inferred`.
    pub basis: Text<'a>,
    /// The words that say so.
    pub evidence: Vec<Cite<'a>>,
    /// The moment in ISO 8601, with its zone where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Text<'a>>,
}

/// What a later version of a page changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version<'a> {
    /// The version before it.
    pub of: Id,
    /// In the order of the texts.
    pub changes: Vec<Change<'a>>,
}

/// A place where two versions differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change<'a> {
    /// What the earlier version has; `null` where something was put in.
    pub removed: Option<Cite<'a>>,
    /// What the later version has; `null` where something was taken out.
    pub added: Option<Cite<'a>>,
}

/// A range that is no part of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Removed<'a> {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Why.
    pub reason: Text<'a>,
}

/// A credit to an agency or outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credit<'a> {
    /// Its name, as a reference work would give it.
    pub name: Text<'a>,
    /// The crediting words.
    #[serde(flatten)]
    pub cite: Cite<'a>,
}

/// Something odd met on the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note<'a> {
    /// Stable short name.
    pub code: Text<'a>,
    /// One sentence for people.
    pub message: Text<'a>,
    /// Where, if at one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Cite<'a>>,
}

/// One document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document<'a> {
    /// `d1`.
    pub id: Id,
    /// Where it came from.
    pub source: Source<'a>,
    /// Who published it.
    pub outlet: Option<Outlet<'a>>,
    /// Headline.
    pub title: Option<Cite<'a>>,
    /// Author line.
    pub byline: Option<Cite<'a>>,
    /// Place and agency before the first sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Cite<'a>>,
    /// When it was published.
    pub published: Option<When<'a>>,
    /// When it was last changed, by its own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<When<'a>>,
    /// The document it is a later version of. Stories are told from the last version only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version<'a>>,
    /// ISO 639-1.
    pub language: Text<'a>,
    /// Whether the text is known to break off.
    #[serde(default, skip_serializing_if = "is_false")]
    pub truncated: bool,
    /// What every cite points into; absent with `--no-text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text<'a>>,
    /// What is no part of the account.
    pub removed: Vec<Removed<'a>>,
    /// Wire and partner credits.
    pub credits: Vec<Credit<'a>>,
    /// Anything odd; nothing is dropped in silence.
    pub notes: Vec<Note<'a>>,
}

/// The value of a time expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeValue<'a> {
    /// First day.
    pub start: Text<'a>,
    /// Last day.
    pub end: Text<'a>,
    /// How fine it was said: `day`, `month`, `year`, ….
    pub granularity: Text<'a>,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Time<'a> {
    /// The words.
    #[serde(flatten)]
    pub cite: Cite<'a>,
    /// What they mean.
    pub value: Option<TimeValue<'a>>,
    /// `explicit` or `relative`.
    pub basis: Text<'a>,
}

/// Identifiers of reference works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kb<'a> {
    /// ISO 3166-1 alpha-3: `ALB`.
    pub iso3166: Text<'a>,
}

/// Where a place lies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location<'a> {
    /// `state`, `division`, `city`.
    pub kind: Text<'a>,
    /// ISO 3166-1 alpha-3 of the state it lies in.
    pub country: Text<'a>,
    /// The first-level division: its ISO 3166-2 code, or its name where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Text<'a>>,
    /// Degrees north (WGS 84).
    pub latitude: Number,
    /// Degrees east.
    pub longitude: Number,
    /// Its number in GeoNames.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u32>,
    /// How it is known which bearer of the name it is: `code`, `qualifier`, `only`, `context`, `population`.
    pub basis: Text<'a>,
}

/// One reference to an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention<'a> {
    /// The words.
    #[serde(flatten)]
    pub cite: Cite<'a>,
    /// `name`, `acronym`, `title`, `metonym`, `description`, `pronoun`.
    pub form: Text<'a>,
}

/// A participant under all its names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity<'a> {
    /// `e1`.
    pub id: Id,
    /// `person`, `organization`, `geopolitical`, `place`, `group`, `other`.
    pub r#type: Text<'a>,
    /// The name it is shown by.
    pub name: Text<'a>,
    /// Identifiers of reference works.
    pub kb: Option<Kb<'a>>,
    /// Where it lies, of a state, first-level division or city; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location<'a>>,
    /// All references.
    pub mentions: Vec<Mention<'a>>,
}

/// One report of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report<'a> {
    /// The passage.
    #[serde(flatten)]
    pub cite: Cite<'a>,
    /// `own`, `attributed`, `hedged`, `scare_quoted`.
    pub voice: Text<'a>,
    /// Who says so.
    pub source: Option<Id>,
    /// `certain`, `probable`, `possible`.
    pub certainty: Text<'a>,
    /// `positive`, `negative`.
    pub polarity: Text<'a>,
    /// Whether the words take the event for granted: "after Norway's attack".
    #[serde(default)]
    pub presupposed: bool,
}

/// One real-world event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event<'a> {
    /// `v1`, unique over the whole dossier.
    pub id: Id,
    /// Who did what to whom.
    pub label: Text<'a>,
    /// PLOVER type.
    pub r#type: Text<'a>,
    /// PLOVER mode.
    pub mode: Option<Text<'a>>,
    /// CAMEO code; `000` where CAMEO has no category.
    #[serde(default)]
    pub cameo: Text<'a>,
    /// Actor codes of those who did it: state and sector, `NORGOV`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actor_codes: Vec<Text<'a>>,
    /// The same of the recipients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipient_codes: Vec<Text<'a>>,
    /// PLOVER contexts.
    pub contexts: Vec<Text<'a>>,
    /// PLOVER auxiliary modes.
    pub auxiliary: Vec<Text<'a>>,
    /// When.
    pub when: Option<When<'a>>,
    /// Where.
    pub r#where: Option<Id>,
    /// Who did it.
    pub actors: Vec<Id>,
    /// To whom.
    pub recipients: Vec<Id>,
    /// Who tells it and how.
    pub reports: Vec<Report<'a>>,
    /// Documents of the story that do not tell it; in a story of more than a hundred documents, only where a tenth
    /// of them tell it.
    pub silent: Vec<Id>,
    /// Whether it is one of the story's main events.
    #[serde(default, skip_serializing_if = "is_false")]
    pub core: bool,
    /// 0 to 1.
    pub confidence: Number,
    /// Whether pages for people show it.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub shown: bool,
}

/// One of a fixed list of words, with the words of the texts that tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind<'a> {
    /// Which.
    pub value: Text<'a>,
    /// Where.
    pub evidence: Vec<Cite<'a>>,
}

/// Who was hit by a cyber incident, or is said to be behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party<'a> {
    /// Who.
    pub entity: Id,
    /// Of an initiator: `state`, `non_state_group`, `individual`, `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Text<'a>>,
    /// Where.
    pub evidence: Vec<Cite<'a>>,
}

/// Who lays a cyber incident at whose door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution<'a> {
    /// Who; `null`: the outlets in their own voice.
    pub by: Option<Id>,
    /// At whose.
    pub to: Id,
    /// `receiver_government`, `third_party_state`, `international_organization`, `receiver`, `attacker_confirms`,
    /// `media`, `other`.
    pub basis: Text<'a>,
    /// `certain`, `probable`, `possible`.
    pub certainty: Text<'a>,
    /// What the sentences say it rests on.
    pub grounds: Vec<Cite<'a>>,
    /// Where.
    pub evidence: Vec<Cite<'a>>,
}

/// Who denies or doubts that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Denial<'a> {
    /// Who.
    pub by: Id,
    /// `denies`, `doubts`.
    pub stance: Text<'a>,
    /// Where.
    pub evidence: Vec<Cite<'a>>,
}

/// What a state did or said because of a cyber incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response<'a> {
    /// The event it is.
    pub event: Id,
    /// By whom.
    pub by: Vec<Id>,
    /// `stabilizing`, `cooperative`, `executive`, `restrictive`, `law_enforcement`.
    pub kind: Text<'a>,
    /// What in particular.
    pub measure: Text<'a>,
    /// Where.
    pub evidence: Vec<Cite<'a>>,
}

/// A cyber incident, in the fields of the European Repository of Cyber Incidents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident<'a> {
    /// `i1`.
    pub id: Id,
    /// Who did what to whom.
    pub label: Text<'a>,
    /// The events that report it, the main one first.
    pub events: Vec<Id>,
    /// `data_theft`, `doxing`, `disruption`, `hijacking_with_misuse`, `hijacking_without_misuse`, `ransomware`.
    pub types: Vec<Kind<'a>>,
    /// Who was hit.
    pub receivers: Vec<Party<'a>>,
    /// `state_institutions`, `international_organization`, `critical_infrastructure`, `social_groups`,
    /// `corporate_targets`, `media`, `science`, `education`, `end_users`.
    pub receiver_categories: Vec<Kind<'a>>,
    /// Who is said to be behind it.
    pub initiators: Vec<Party<'a>>,
    /// `none`, `settled`, `contested`.
    pub attribution: Text<'a>,
    /// Who says so.
    pub attributions: Vec<Attribution<'a>>,
    /// Who contests it.
    pub denials: Vec<Denial<'a>>,
    /// What followed.
    pub responses: Vec<Response<'a>>,
    /// 0 to 1.
    pub confidence: Number,
}

/// Somebody's stance on a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position<'a> {
    /// Who; `null`: the outlet in its own voice.
    pub holder: Option<Id>,
    /// `asserts`, `denies`, `doubts`, `declines`.
    pub stance: Text<'a>,
    /// In whose voice the texts have it.
    pub voice: Text<'a>,
    /// `past`, `present` or `future`, as most passages have it; `null` where they tell none.
    #[serde(default)]
    pub tense: Option<Text<'a>>,
    /// Whether every passage only takes it for granted: "after Norway's attack".
    #[serde(default)]
    pub presupposed: bool,
    /// Where.
    pub evidence: Vec<Cite<'a>>,
}

/// A proposition with everyone's stance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim<'a> {
    /// `c1`.
    pub id: Id,
    /// The proposition.
    pub label: Text<'a>,
    /// The events it is about.
    pub about: Vec<Id>,
    /// Who takes which stance.
    pub positions: Vec<Position<'a>>,
    /// 0 to 1.
    pub confidence: Number,
    /// Whether pages for people show it.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub shown: bool,
}

/// One rendering of an utterance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant<'a> {
    /// The words.
    #[serde(flatten)]
    pub cite: Cite<'a>,
    /// The words that say it is said.
    pub cue: Option<Cite<'a>>,
    /// How far the outlet says who said it: `named`, `role`, `described`, `unnamed`, `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naming: Option<Text<'a>>,
}

/// One utterance in all its renderings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quotation<'a> {
    /// `q1`.
    pub id: Id,
    /// Who said it.
    pub speaker: Option<Id>,
    /// `direct`, `indirect`, `mixed`.
    pub kind: Text<'a>,
    /// The renderings.
    pub variants: Vec<Variant<'a>>,
    /// Whether they differ in their words.
    pub differs: bool,
    /// 0 to 1.
    pub confidence: Number,
    /// Whether pages for people show it.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub shown: bool,
}

/// A number told by one or more documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure<'a> {
    /// `n1`.
    pub id: Id,
    /// "24 hours".
    pub label: Text<'a>,
    /// The number.
    pub value: Number,
    /// What is counted, singular.
    pub unit: Text<'a>,
    /// Where.
    pub reports: Vec<Cite<'a>>,
    /// Whether pages for people show it.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub shown: bool,
}

/// One of the values in a disagreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading<'a> {
    /// In plain words.
    pub value: Text<'a>,
    /// Who gives it.
    pub documents: Vec<Id>,
    /// Where.
    pub evidence: Vec<Cite<'a>>,
}

/// Documents that do not say the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disagreement<'a> {
    /// `x1`.
    pub id: Id,
    /// `date`, `number`, `place`, `name`, `attribution`, `occurrence`, `wording`.
    pub kind: Text<'a>,
    /// The event it is about.
    pub about: Option<Id>,
    /// In plain words.
    pub label: Text<'a>,
    /// `conflict`, `update`, `scope`, `translation`, `unclear`.
    pub explanation: Text<'a>,
    /// Two or more.
    pub values: Vec<Reading<'a>>,
    /// 0 to 1.
    pub confidence: Number,
    /// Whether pages for people show it.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub shown: bool,
}

/// What an entity is called in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label<'a> {
    /// The words.
    #[serde(flatten)]
    pub cite: Cite<'a>,
    /// Whom they call so.
    pub entity: Id,
    /// `own`, `attributed`, `hedged`, `scare_quoted`.
    pub voice: Text<'a>,
    /// Who calls it so.
    pub source: Option<Id>,
    /// `negative`, `neutral`, `positive`.
    pub tone: Text<'a>,
}

/// A dependence between documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link<'a> {
    /// `near_duplicate`, `shared_passage`, `shared_quotation`, `credits`.
    pub kind: Text<'a>,
    /// Between whom.
    pub documents: Vec<Id>,
    /// How much of the shorter one is shared, 0 to 1.
    pub score: Number,
    /// Of a near duplicate or a shared passage: of the runs of five words of the document that has fewer, the
    /// share that the other has too, quoted or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub containment: Option<Number>,
    /// Of a near duplicate or a shared passage: how many words outside quotations are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<u32>,
    /// The words.
    pub evidence: Vec<Cite<'a>>,
    /// The agency or outlet credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text<'a>>,
}

/// Documents that count as one independent origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin<'a> {
    /// Which.
    pub documents: Vec<Id>,
    /// In plain words.
    pub why: Text<'a>,
}

/// A first and a last day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Days<'a> {
    /// First day.
    pub start: Text<'a>,
    /// Last day.
    pub end: Text<'a>,
}

/// One event of the world with its sub-events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story<'a> {
    /// `s1`.
    pub id: Id,
    /// Who did what to whom.
    pub title: Text<'a>,
    /// Who tells it.
    pub documents: Vec<Id>,
    /// First and last day of its main events.
    pub span: Option<Days<'a>>,
    /// In the order of time.
    pub events: Vec<Event<'a>>,
    /// Cyber incidents among the events, most reported first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<Incident<'a>>,
    /// Disputed ones first.
    pub claims: Vec<Claim<'a>>,
    /// In text order.
    pub quotations: Vec<Quotation<'a>>,
    /// Most reported first.
    pub figures: Vec<Figure<'a>>,
    /// Conflicts first.
    pub disagreements: Vec<Disagreement<'a>>,
    /// By entity.
    pub labels: Vec<Label<'a>>,
    /// By kind. Of a story of more than a hundred documents, the strongest of each.
    pub links: Vec<Link<'a>>,
    /// By first document.
    pub origins: Vec<Origin<'a>>,
}
