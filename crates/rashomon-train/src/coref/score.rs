//! Scores pronouns and definite descriptions against gold chains.
//!
//! # What is counted
//! An *anaphor* is a gold mention of somebody who can speak or hold a view (a person, an organization, or a
//! place that some mention of its chain calls by the name of a state), that has an earlier mention in its
//! chain, and that is a pronoun of the third person or a definite noun phrase around a common noun. A
//! predicate ("Reyes is the mayor") or apposition is none, as in OntoNotes. Recall is the share of anaphors
//! that are resolved rightly. Precision is the share of links that are right, over every link made for a
//! pronoun or a common noun, of whatever kind the gold says it is, generic plurals among them, and over the
//! links of what was found as a name where the gold has an anaphor.
//!
//! # When a link is right
//! Found and gold mentions are matched by their head word, as the CorefUD scorer does. A link leads from a
//! found mention to the nearest earlier mention of the same entity that is a gold mention; it is right if
//! both are of one gold chain. A link that starts at no gold mention, or leads to none, is wrong.

use rashomon_extract::account::{Account, Form, Mention};
use rashomon_text::Span;

use super::gold::{Class, Gold, GoldMention};

/// Right links, links made, and links to be made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Links made that are right.
    pub right: u64,
    /// Links made.
    pub linked: u64,
    /// Anaphors resolved rightly.
    pub found: u64,
    /// Anaphors.
    pub gold: u64,
}

impl Tally {
    /// The share of links that are right.
    pub fn precision(self) -> f64 {
        if self.linked == 0 { 0.0 } else { self.right as f64 / self.linked as f64 }
    }

    /// The share of anaphors that are resolved rightly.
    pub fn recall(self) -> f64 {
        if self.gold == 0 { 0.0 } else { self.found as f64 / self.gold as f64 }
    }

    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.linked += other.linked;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// A link made, or an anaphor left alone.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'g> {
    /// What it is scored as.
    pub class: Class,
    /// The words.
    pub span: Span,
    /// Its gold mention.
    pub gold: Option<&'g GoldMention>,
    /// Whether recall asks for it.
    pub asked: bool,
    /// Where the link leads, if one was made: the found mention, and its gold mention.
    pub link: Option<(Span, Option<&'g GoldMention>)>,
    /// Whether the link is right.
    pub right: bool,
}

/// Judges all links of an account, and all anaphors it left alone.
pub fn judge<'g>(account: &Account, gold: &'g Gold) -> Vec<Verdict<'g>> {
    let mut verdicts = Vec::new();
    let mut linked = std::collections::BTreeSet::new();
    for entity in &account.entities {
        let mentions: Vec<&Mention> =
            entity.mentions.iter().map(|m| &account.mentions[m.index()]).collect();
        for (at, mention) in mentions.iter().enumerate().skip(1) {
            let own = gold.headed_by(mention);
            let class = match mention.form {
                Form::Pronoun => Class::Pronoun,
                Form::Title | Form::Description => Class::Nominal,
                // "the Meridian army", taken for a name: a link like another where the gold asks for one
                _ => match own {
                    Some(own) if own.is_anaphor() => own.class,
                    _ => continue,
                },
            };
            let matched =
                mentions[..at].iter().rev().find_map(|m| Some((m.span, gold.headed_by(m)?)));
            let link = matched.map_or((mentions[at - 1].span, None), |(s, g)| (s, Some(g)));
            let right = own.is_some_and(|o| link.1.is_some_and(|b| o.chain == b.chain));
            let asked = own.is_some_and(|o| o.is_anaphor() && o.class == class);
            if let Some(own) = own {
                linked.insert((own.span.start, own.span.end));
            }
            verdicts.push(Verdict {
                class,
                span: mention.span,
                gold: own,
                asked,
                link: Some(link),
                right,
            });
        }
    }
    let alone = gold.mentions.iter().filter(|m| m.is_anaphor());
    for mention in alone.filter(|m| !linked.contains(&(m.span.start, m.span.end))) {
        verdicts.push(Verdict {
            class: mention.class,
            span: mention.span,
            gold: Some(mention),
            asked: true,
            link: None,
            right: false,
        });
    }
    verdicts
}

/// Counts verdicts of one class.
pub fn tally(verdicts: &[Verdict<'_>], class: Class) -> Tally {
    let mut tally = Tally::default();
    for verdict in verdicts.iter().filter(|v| v.class == class) {
        tally.linked += u64::from(verdict.link.is_some());
        tally.right += u64::from(verdict.right);
        tally.gold += u64::from(verdict.asked);
        tally.found += u64::from(verdict.asked && verdict.right);
    }
    tally
}

impl Gold {
    /// The gold mention whose head word a found mention has for head; of several, the one whose
    /// words are most like it.
    pub fn headed_by(&self, mention: &Mention) -> Option<&GoldMention> {
        let (head, span) = (mention.head, mention.span);
        self.mentions
            .iter()
            .filter(|m| m.head.start < head.end && head.start < m.head.end)
            .min_by_key(|m| m.span.start.abs_diff(span.start) + m.span.end.abs_diff(span.end))
    }
}

impl GoldMention {
    /// Whether recall asks for it: a pronoun or definite description that refers back to somebody who can
    /// speak.
    pub fn is_anaphor(&self) -> bool {
        self.given && self.class != Class::Other && self.speaker
    }
}

#[cfg(test)]
mod tests {
    use rashomon_extract::account::{Entity, EntityId, EntityKind, MentionId};
    use rashomon_text::Article;

    use super::*;
    use crate::data::documents;

    /// "Ana Reyes spoke. The mayor left. She smiled.", one person.
    const GOLD: &str = "# newdoc id = d\n\
        1\tAna\tAna\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new\n\
        2\tReyes\tReyes\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)\n\
        3\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\t_\n\n\
        1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-person-giv\n\
        2\tmayor\tmayor\tNOUN\tNN\t_\t3\tnsubj\t_\tEntity=1)\n\
        3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n\n\
        1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv)\n\
        2\tsmiled\tsmile\tVERB\tVBD\t_\t0\troot\t_\t_\n";

    /// Tallies of pronouns and nominals where the mentions with these words and heads are one entity.
    fn check(entity: &[(&str, &str, Form)]) -> [(u64, u64, u64, u64); 2] {
        let gold = Gold::new(&documents(GOLD)[0]);
        let find = |words: &str| {
            let at = gold.text.find(words).expect("words of the text");
            Span::from_range(at..at + words.len())
        };
        let mut account = Account { article: Article::plain(gold.text.clone()), ..empty() };
        for (number, &(words, head, form)) in entity.iter().enumerate() {
            let (span, head) = (find(words), find(head));
            let entity = EntityId(0);
            account.mentions.push(Mention {
                span,
                head,
                form,
                entity,
                sentence: number as u32,
                confidence: 1.0,
            });
        }
        account.entities.push(Entity {
            kind: EntityKind::Person,
            name: MentionId(0),
            mentions: (0..entity.len() as u32).map(MentionId).collect(),
            country: None,
            affiliation: None,
            sector: None,
            roles: Vec::new(),
            aliases: Vec::new(),
        });
        let verdicts = judge(&account, &gold);
        [Class::Pronoun, Class::Nominal].map(|class| {
            let t = tally(&verdicts, class);
            (t.right, t.linked, t.found, t.gold)
        })
    }

    fn empty() -> Account {
        let article = Article::plain("");
        rashomon_extract::extract(article, rashomon_annotate::Analysis::default())
    }

    #[test]
    fn right_links_are_found() {
        let all = [
            ("Ana Reyes", "Ana", Form::Name),
            ("mayor", "mayor", Form::Title),
            ("She", "She", Form::Pronoun),
        ];
        assert_eq!(check(&all), [(1, 1, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn what_is_left_alone_is_missed() {
        assert_eq!(check(&[("Ana Reyes", "Ana", Form::Name)]), [(0, 0, 0, 1), (0, 0, 0, 1)]);
    }

    #[test]
    fn a_link_from_no_gold_mention_is_wrong() {
        let wrong = [("Ana Reyes", "Ana", Form::Name), ("smiled", "smiled", Form::Description)];
        assert_eq!(check(&wrong), [(0, 0, 0, 1), (0, 1, 0, 1)]);
    }
}
