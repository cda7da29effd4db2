//! What is known of one account's entity when it is compared with those of other accounts.

use rashomon_extract::{
    Account,
    account::{Entity, EntityKind, Form, MentionId},
};
use rashomon_lexicon::{Country, StateForm, fold};
use rashomon_text::DocId;

use super::names::Name;

/// Kinds that one bearer may be told apart by in one text and not in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// Human beings.
    Person,
    /// States and other places.
    Place,
    /// Bodies, groups and other things with a name.
    Body,
}

impl Class {
    fn of(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Geopolitical | EntityKind::Place => Self::Place,
            EntityKind::Organization | EntityKind::Group | EntityKind::Other => Self::Body,
        }
    }
}

/// One entity of one account.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The document.
    pub doc: DocId,
    /// Index into [`Account::entities`].
    pub local: u32,
    /// The story of the document.
    pub story: u32,
    /// Which of the user's own bearers of several names it is.
    pub given: Option<usize>,
    pub class: Class,
    pub kind: EntityKind,
    /// The state it is.
    pub state: Option<Country>,
    /// The state it belongs to.
    pub affiliation: Option<Country>,
    /// The state its fullest name begins with.
    pub led: Option<Country>,
    /// Its fullest name, without a leading state ("Iranian", "U.S."); empty where it has no name.
    pub name: Name,
    /// Other full names the text gives it.
    pub others: Vec<Name>,
    /// Acronyms the text uses for it or gives it, folded.
    pub acronyms: Vec<String>,
    /// First letters of its names, with and without small words.
    pub initials: Vec<String>,
    /// The words of its description, where it has no name; folded.
    pub description: String,
    /// Offices the text ties to it, folded.
    pub roles: Vec<String>,
}

impl Node {
    pub(super) fn new(doc: DocId, local: u32, story: u32, account: &Account) -> Self {
        let entity = &account.entities[local as usize];
        let class = Class::of(entity.kind);
        let person = class == Class::Person;
        let state = entity.country.filter(|_| entity.kind == EntityKind::Geopolitical);
        let main = &account.mentions[entity.name.index()];
        let mut affiliation = entity.affiliation.or(entity.country.filter(|_| state.is_none()));
        let mut node = Self {
            doc,
            local,
            story,
            given: None,
            class,
            kind: entity.kind,
            state,
            affiliation: None,
            led: None,
            name: Name::default(),
            others: Vec::new(),
            acronyms: Vec::new(),
            initials: Vec::new(),
            description: String::new(),
            roles: entity.roles.iter().map(|role| fold(role)).collect(),
        };
        let text = account.slice(main.span);
        let form = match main.form {
            // "the Harbour Company", taken for a description
            Form::Description if !person && is_capitalised(text) => Form::Name,
            form => form,
        };
        match form {
            Form::Name | Form::Acronym if !person && state.is_none() => {
                let (leading, rest) = split_state(text);
                affiliation = affiliation.or(leading);
                node.led = leading;
                // "Tresk, southern Ardovia" names Tresk
                let place = class == Class::Place;
                let rest = rest.split(',').next().filter(|_| place).unwrap_or(rest);
                node.name = Name::new(rest, false);
            }
            Form::Name | Form::Acronym => node.name = Name::new(text, person),
            Form::Title | Form::Description => {
                let (leading, rest) = split_state(text);
                affiliation = affiliation.or(leading);
                node.description = Name::new(rest, false).words.join(" ");
            }
            Form::Metonym | Form::Pronoun => {}
        }
        // a hospital or an embassy is a place in one text and a body in the next
        if node.class == Class::Place && node.name.is_full() && node.name.names_an_institution() {
            node.class = Class::Body;
        }
        node.affiliation = affiliation;
        node.read_mentions(account, entity);
        node
    }

    /// Takes what the user says of it; the name the text gives it stays as another one.
    pub(super) fn tell(
        &mut self,
        number: usize,
        name: &str,
        kind: Option<EntityKind>,
        country: Option<Country>,
    ) {
        self.given = Some(number);
        if let Some(kind) = kind {
            self.kind = kind;
            self.class = Class::of(kind);
            self.state = self.state.filter(|_| kind == EntityKind::Geopolitical);
        }
        if let Some(country) = country {
            let state = self.kind == EntityKind::Geopolitical;
            self.state = self.state.filter(|_| !state).or(Some(country).filter(|_| state));
            self.affiliation = Some(country).filter(|_| !state);
        }
        let told = Name::new(name, self.class == Class::Person);
        let before = std::mem::replace(&mut self.name, told);
        if before.is_full() && before != self.name {
            self.others.push(before);
            self.others.sort_unstable();
            self.others.dedup();
        }
    }

    /// Collects the further names and acronyms of the account's mentions and aliases.
    fn read_mentions(&mut self, account: &Account, entity: &Entity) {
        let person = self.class == Class::Person;
        let text = |m: &MentionId| account.slice(account.mentions[m.index()].span);
        let mut names: Vec<&str> = Vec::new();
        for mention in &entity.mentions {
            match account.mentions[mention.index()].form {
                Form::Acronym => self.acronyms.push(letters(text(mention))),
                Form::Name => names.push(text(mention)),
                _ => {}
            }
        }
        names.extend(entity.aliases.iter().map(String::as_str));
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (leading, rest) =
                if person || self.state.is_some() { (None, name) } else { split_state(name) };
            let full = Name::new(rest, person);
            if !person && full.words.len() == 1 && is_acronym(name) {
                self.acronyms.push(letters(name));
            } else if (full.is_full() || leading.is_some()) && full != self.name {
                self.others.push(full);
            }
            if !person {
                self.initials.push(Name::new(name, false).initials());
                self.initials.push(all_initials(name));
            }
        }
        self.initials.retain(|initials| initials.len() >= 3);
        for list in [&mut self.acronyms, &mut self.initials] {
            list.retain(|word| word.len() >= 2);
            list.sort_unstable();
            list.dedup();
        }
        self.others.sort_unstable();
        self.others.dedup();
    }

    /// All names of two words or more, counting a state before the name of a body as one.
    pub(super) fn full_names(&self) -> impl Iterator<Item = &Name> {
        let led = self.class == Class::Body && self.affiliation.is_some();
        std::iter::once(&self.name)
            .chain(&self.others)
            .filter(move |name| name.is_full() || led && !name.words.is_empty())
    }
}

/// Whether every word after an article begins with a capital, and there are two or more.
fn is_capitalised(text: &str) -> bool {
    let mut words =
        text.split_whitespace().filter(|word| !matches!(*word, "the" | "The")).peekable();
    let first = words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    first && words.peek().is_some() && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Letters and digits of an acronym, folded: "U.N." gives "un".
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a single word looks like an acronym: up to eight signs, more than half of the letters
/// upper-case; in aliases, which are folded, up to five letters.
fn is_acronym(text: &str) -> bool {
    let count = text.chars().filter(|c| c.is_alphabetic()).count();
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    count >= 2 && (count <= 8 && upper * 2 > count || count <= 5 && upper == 0)
}

/// First letters of all words, small ones and those joined by hyphens included.
fn all_initials(text: &str) -> String {
    fold(text)
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Splits a leading state off a body's name: "Iranian Foreign Ministry", "U.S. Treasury".
///
/// Nothing is split off where nothing would be left.
fn split_state(text: &str) -> (Option<Country>, &str) {
    let text = text.trim();
    let bare = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let mut borders: Vec<usize> =
        bare.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).take(4).collect();
    borders.reverse();
    for at in borders {
        let (head, rest) = (&bare[..at], bare[at..].trim_start());
        let head = head.strip_suffix("'s").or_else(|| head.strip_suffix("’s")).unwrap_or(head);
        if rest.is_empty() || rest.starts_with("and ") || rest.starts_with("of ") {
            continue;
        }
        let found = rashomon_lexicon::state_exact(head).or_else(|| {
            rashomon_lexicon::state(&fold(head))
                .filter(|(_, form)| matches!(form, StateForm::Name | StateForm::Demonym))
        });
        if let Some((country, _)) = found {
            return (Some(country), rest);
        }
    }
    (None, bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_state_is_split_off() {
        let split = |text| {
            let (country, rest) = split_state(text);
            (country.map(|c| c.iso3().to_owned()).unwrap_or_default(), rest)
        };
        assert_eq!(split("the Albanian Harbour Council"), ("ALB".into(), "Harbour Council"));
        assert_eq!(split("Iran’s foreign ministry"), ("IRN".into(), "foreign ministry"));
        assert_eq!(split("Islamic Republic of Iran Navy"), ("IRN".into(), "Navy"));
        assert_eq!(split("Harbour Council of Albania").1, "Harbour Council of Albania");
        assert_eq!(split("Albania"), (String::new(), "Albania"));
    }

    #[test]
    fn initials_with_small_words() {
        assert_eq!(all_initials("Haraka-e-Kalam"), "hek");
        assert_eq!(all_initials("People’s Front of Ardovia"), "pfoa");
    }
}
