//! Words for people and groups of people: titles, professions, collective nouns, given names.

use crate::table::look_up;

/// The gender a word or name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// "Ms", "spokeswoman", "Maria".
    Female,
    /// "Mr", "king", "Ivan".
    Male,
    /// A given name borne by women and men.
    Either,
}

impl Gender {
    fn parse(cell: &str) -> Option<Self> {
        Some(match cell {
            "f" => Self::Female,
            "m" => Self::Male,
            "e" => Self::Either,
            _ => return None,
        })
    }
}

/// What sort of title it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TitleKind {
    /// A form of address before a name: "Mr", "Ayatollah", "Sheikh".
    Honorific,
    /// A post that one person holds at a time: "prime minister", "chairwoman", "spokesman".
    Office,
    /// A military or police rank: "General", "Inspector".
    Rank,
    /// What somebody does: "analyst", "historian".
    Profession,
}

/// A title: a word or phrase that goes with a person's name or stands for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// What sort.
    pub kind: TitleKind,
    /// Actor sector of its bearers as the PLOVER manual codes it (GOV, MIL, LEG, JUD, JRN, …), where the title tells it.
    pub sector: Option<&'static str>,
    /// Gender of its bearers, where the title tells it.
    pub gender: Option<Gender>,
}

/// The title that a folded word or phrase is: "mr", "prime minister", "spokeswoman", "general".
///
/// ```
/// use rashomon_lexicon::{Gender, TitleKind, title};
///
/// let title = title("foreign minister").unwrap();
/// assert_eq!((title.kind, title.sector), (TitleKind::Office, Some("GOV")));
/// assert_eq!(rashomon_lexicon::title("spokeswoman").unwrap().gender, Some(Gender::Female));
/// ```
pub fn title(folded: &str) -> Option<Title> {
    look_up!(
        "titles.tsv",
        Title,
        |row| Title {
            kind: match row.cell(1) {
                "honorific" => TitleKind::Honorific,
                "rank" => TitleKind::Rank,
                "profession" => TitleKind::Profession,
                _ => TitleKind::Office,
            },
            sector: row.optional(2),
            gender: Gender::parse(row.cell(3)),
        },
        folded
    )
}

/// Whether a noun's lemma denotes people: "minister", "resident", "witness".
pub fn person_noun(lemma: &str) -> bool {
    look_up!("people.tsv", (), |_| (), lemma).is_some()
        || title(lemma).is_some_and(|title| title.kind != TitleKind::Honorific)
}

/// A noun for a group, body or collective of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupNoun {
    /// PLOVER actor sector, where the noun tells it: "ministry" is GOV, "militia" is REB.
    pub sector: Option<&'static str>,
    /// Whether the noun's plural names members rather than bodies: "dissident", "rebel", "protester".
    pub members: bool,
}

/// What a noun's lemma says of a group: "ministry", "sect", "army", "militant".
pub fn group_noun(lemma: &str) -> Option<GroupNoun> {
    look_up!(
        "groups.tsv",
        GroupNoun,
        |row| GroupNoun { members: row.cell(1) == "members", sector: row.optional(2) },
        lemma
    )
}

/// The usual gender of a given name, in any of its common Latin spellings.
pub fn given_name(folded: &str) -> Option<Gender> {
    look_up!(
        "given_names.tsv",
        Gender,
        |row| Gender::parse(row.cell(1)).unwrap_or(Gender::Either),
        folded
    )
}
