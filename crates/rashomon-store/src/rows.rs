//! What is read from a case file.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                let digits = text.strip_prefix($letter).ok_or(())?;
                let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                let number = digits.parse().map_err(|_| ())?;
                (plain && number > 0 && !digits.starts_with('0')).then_some(Self(number)).ok_or(())
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let pattern = concat!("^", $letter, "[1-9][0-9]{0,17}$");
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(pattern))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

id! {
    /// An article of the case: `a12`. Never given again.
    ArticleId, "a"
}
id! {
    /// A story of the case: `s3`. A story keeps its id while articles come in.
    StoryId, "s"
}
id! {
    /// A person, body, state, group or place over all stories: `e7`.
    EntityId, "e"
}

/// What a case holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// Articles stored.
    pub articles: u64,
    /// Of these, those that are not yet part of a told story.
    pub waiting: u64,
    /// Stories told.
    pub stories: u64,
    /// Stories that two outlets or more tell.
    pub shared: u64,
    /// Different outlets.
    pub outlets: u64,
    /// Records that could not be read.
    pub failures: u64,
    /// Number of the last change; 0 where nothing was told yet.
    pub change: u64,
    /// When that was, RFC 3339 in UTC.
    pub changed: Option<String>,
}

/// In which order stories are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Last changed first.
    #[default]
    Changed,
    /// Latest day first.
    Day,
    /// Most outlets first.
    Outlets,
    /// Most disagreements first.
    Disagreements,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryRow {
    /// Its id.
    pub id: StoryId,
    /// Who did what to whom.
    pub title: String,
    /// First day, `2022-09-07`.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// Articles in it.
    pub articles: u64,
    /// Names of the outlets, each once, in the order of the page.
    pub outlets: Vec<String>,
    /// Independent origins.
    pub origins: u64,
    /// Events told.
    pub events: u64,
    /// Claims that somebody denies or doubts.
    pub disputed: u64,
    /// Disagreements that are conflicts.
    pub conflicts: u64,
    /// All disagreements.
    pub disagreements: u64,
    /// How often it was told anew; 1 the first time.
    pub revision: u64,
    /// When it was last told, RFC 3339 in UTC.
    pub changed: String,
}

/// One telling of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevisionRow {
    /// Its number within the story, from 1.
    pub revision: u64,
    /// Number of the change in the case.
    pub change: u64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What changed, a line for people each; empty for the first telling.
    pub lines: Vec<String>,
    /// The story's title then.
    pub title: String,
}

/// A change of the case: a story told anew, new or gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRow {
    /// Its number, rising.
    pub change: u64,
    /// The story.
    pub story: StoryId,
    /// The story it was joined to, where it is gone.
    pub joined: Option<StoryId>,
    /// Its revision.
    pub revision: u64,
    /// Its title.
    pub title: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What changed, a line for people each.
    pub lines: Vec<String>,
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleRow {
    /// Its id.
    pub id: ArticleId,
    /// Its headline, or its first words.
    pub title: String,
    /// Its outlet, or the name of its file.
    pub outlet: String,
    /// Its address; shown as a link only where it is `http` or `https`.
    pub url: Option<String>,
    /// The file it was read from.
    pub path: Option<String>,
    /// The day it was published.
    pub published: Option<String>,
    /// ISO 639-1.
    pub language: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size of its bytes.
    pub bytes: u64,
    /// When it was stored, RFC 3339 in UTC.
    pub added: String,
    /// The story it is part of.
    pub story: Option<StoryId>,
}

/// A stretch of an article's text, in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Range {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What it is: the reason why it is no part of the account, or what is said there (`event`, `claim`, `quotation`).
    pub of: String,
}

/// An article to be read, with what is told from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleText {
    /// The article.
    #[serde(flatten)]
    pub row: ArticleRow,
    /// Its whole text.
    pub text: String,
    /// What is no part of the account, in order.
    pub removed: Vec<Range>,
    /// What is cited, in order; ranges may lie in one another.
    pub cited: Vec<Range>,
    /// What was odd about it.
    pub notes: Vec<String>,
}

/// Something found by a search: a sentence of an article and what is said in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// Its outlet.
    pub outlet: String,
    /// The day it was published.
    pub published: Option<String>,
    /// The story.
    pub story: Option<StoryId>,
    /// The story's title.
    pub story_title: Option<String>,
    /// First code point of the sentence in the article.
    pub start: u32,
    /// One past its last.
    pub end: u32,
    /// The sentence.
    pub text: String,
    /// The words searched for in it: code points of `text`.
    pub marks: Vec<(u32, u32)>,
    /// What is said in it that fits the query.
    pub statements: Vec<Statement>,
}

/// What a sentence says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statement {
    /// `event`, `claim`, `quotation`.
    pub kind: String,
    /// PLOVER type of an event or of what a claim is about.
    pub r#type: Option<String>,
    /// A line for people: "Japan severs ties with Iran".
    pub label: String,
    /// `says`, `denies`, `attributes`, `doubts`, `declines`.
    pub stance: String,
    /// First day of what happened.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
}

/// A value to narrow a search by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facet {
    /// What it is put into a query as: `outlet:"harbour times"`.
    pub term: String,
    /// What it is shown as.
    pub name: String,
    /// Sentences that have it.
    pub count: u64,
}

/// Facets of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facets {
    /// The field: `outlet`, `actor`, `type`, `stance`, `year`.
    pub field: String,
    /// Its values, most frequent first.
    pub values: Vec<Facet>,
}

/// What a search gives back.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    /// How many sentences fit.
    pub total: u64,
    /// Those asked for, best first.
    pub hits: Vec<Hit>,
    /// What to narrow by.
    pub facets: Vec<Facets>,
}

/// An entity in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntityRow {
    /// Its id.
    pub id: EntityId,
    /// The name it is shown by.
    pub name: String,
    /// `person`, `organization`, `geopolitical`, `place`, `group`, `other`.
    pub kind: String,
    /// Stories it is in.
    pub stories: u64,
    /// Articles that mention it.
    pub articles: u64,
    /// References to it.
    pub mentions: u64,
}

/// What an outlet calls an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calling {
    /// The outlet.
    pub outlet: String,
    /// Its words.
    pub words: String,
    /// `own`, `attributed`, `hedged`, `scare_quoted`.
    pub voice: String,
    /// Who calls it so, where it is not the outlet.
    pub speaker: Option<String>,
    /// How often.
    pub count: u64,
    /// The first article that has it.
    pub article: ArticleId,
    /// The first code point of the words there.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Something an entity did, or that was done to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deed {
    /// The story.
    pub story: StoryId,
    /// Where it stands on the story's page: `f4`.
    pub anchor: String,
    /// Who did what to whom.
    pub label: String,
    /// PLOVER type.
    pub r#type: String,
    /// `actor` or `recipient`.
    pub role: String,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// Outlets that tell it.
    pub outlets: u64,
    /// Outlets that say it in their own voice.
    pub said: u64,
    /// Whether somebody denies or doubts it.
    pub disputed: bool,
}

/// Words of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Saying {
    /// The story.
    pub story: StoryId,
    /// The words.
    pub words: String,
    /// `direct`, `indirect`, `mixed`; for a claim `says`, `denies`, `doubts`, `declines`.
    pub kind: String,
    /// Outlets that have them.
    pub outlets: u64,
    /// The first article that has them.
    pub article: ArticleId,
    /// First code point there.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// An entity over all stories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entity {
    /// The entity.
    #[serde(flatten)]
    pub row: EntityRow,
    /// ISO 3166-1 alpha-3, of a state.
    pub country: Option<String>,
    /// All its names, each with how often it is used, the most frequent first.
    pub names: Vec<(String, u64)>,
    /// Stories it is in, last changed first. In JSON `told_in`, since `stories` says how many there are.
    #[serde(rename = "told_in")]
    pub stories: Vec<StoryRow>,
    /// What it is said to have done and what to it, by day.
    pub deeds: Vec<Deed>,
    /// What it says.
    pub sayings: Vec<Saying>,
    /// What it is called.
    pub callings: Vec<Calling>,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceRow {
    /// The entity.
    pub entity: EntityId,
    /// Its name.
    pub name: String,
    /// `state`, `division`, `city`.
    pub kind: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Events that happened there.
    pub events: u64,
    /// Articles that mention it.
    pub articles: u64,
    /// The stories that mention it, most articles first, each with its title.
    pub stories: Vec<(StoryId, String)>,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureRow {
    /// Path or address.
    pub input: String,
    /// What happened and what to do.
    pub reason: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}
