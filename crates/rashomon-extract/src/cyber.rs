//! Cyber incidents: what a report of one says beyond who, whom and when.
//!
//! # What it finds
//! For each event with the context `cyber`: the types of incident its words tell (by the key `incident` of the rule
//! that found it), what kind of receiver was hit, and on what grounds the sentence lays it at somebody's door.
//!
//! # Why it matters
//! Incident, receiver, attribution and response are the fields of the European Repository of Cyber Incidents
//! (EuRepoC); which of several accounts gives which of them is what `rashomon-reconcile` puts side by side.
//!
//! # Examples
//! | text | type | receiver | grounds |
//! |---|---|---|---|
//! | Hackers stole data of the ministry. | data_theft | state_institutions | |
//! | An inquiry found that Ostia hacked a hospital. | hijacking | critical_infrastructure | An inquiry |
//!
//! # Limits
//! Receivers are known by what they are called (`rules/receivers.tsv`), not by who they are: of a bare name there is
//! no category. Grounds are told only where they stand in the sentence of the event.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos};
use rashomon_text::Span;

use crate::{plover::words, rules::Rule, tree::Tree};

words! {
    /// EuRepoC's types of incident. An account says that systems were entered; whether they were also misused shows
    /// in what else is told, so "with misuse" is decided over all accounts.
    IncidentType {
        /// Data was taken.
        DataTheft = "data_theft",
        /// Data was made public.
        Doxing = "doxing",
        /// Services stood still or pages were altered.
        Disruption = "disruption",
        /// Systems were entered.
        Hijacking = "hijacking",
        /// Data was encrypted for a ransom.
        Ransomware = "ransomware",
    }
}

words! {
    /// EuRepoC's categories of receivers.
    ReceiverCategory {
        /// Government, parliament, courts, armed forces, parties, elections.
        StateInstitutions = "state_institutions",
        /// A union or alliance of states, or a body of one.
        InternationalOrganization = "international_organization",
        /// Energy, health, transport, finance, water, telecommunication.
        CriticalInfrastructure = "critical_infrastructure",
        /// Activists, dissidents, churches, minorities, opposition in exile.
        SocialGroups = "social_groups",
        /// Companies that are no critical infrastructure.
        Corporate = "corporate_targets",
        /// Newspapers, broadcasters, agencies.
        Media = "media",
        /// Research.
        Science = "science",
        /// Schools and universities.
        Education = "education",
        /// Users, customers, citizens.
        EndUsers = "end_users",
    }
}

/// What one report says of a cyber incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cyber {
    /// Types of incident that the words of the event tell.
    pub types: Vec<IncidentType>,
    /// What kind of receiver is named as hit, with the words.
    pub receivers: Vec<(ReceiverCategory, Span)>,
    /// Words of the sentence that say what the report rests on: "an inquiry", "undeniable evidence".
    pub grounds: Vec<Span>,
}

/// Nouns on which an attribution can be said to rest.
const GROUNDS: &[&str] = &[
    "investigation",
    "inquiry",
    "enquiry",
    "probe",
    "evidence",
    "proof",
    "analysis",
    "forensics",
    "trace",
    "indicator",
    "fingerprint",
    "intelligence",
    "indictment",
    "finding",
];

/// What the report at `trigger` says; `target` heads the words for what was hit.
pub(crate) fn read(tree: &Tree, rule: &Rule, trigger: TokenId, target: Option<TokenId>) -> Cyber {
    let receivers = target.into_iter().flat_map(|t| tree.with_conjuncts(t));
    Cyber {
        types: rule.incident.clone(),
        receivers: receivers.filter_map(|t| receiver(tree, t)).collect(),
        grounds: grounds(tree, trigger),
    }
}

/// The category of what is hit, by the head of its phrase, or by whose it is: "the ministry's servers", "systems of a
/// hospital", "government websites".
fn receiver(tree: &Tree, head: TokenId) -> Option<(ReceiverCategory, Span)> {
    let category = |t: TokenId| category(&tree.lemma(t).to_lowercase());
    let owner = || {
        tree.children(head).iter().copied().find_map(|c| {
            let whose = matches!(
                tree.rel(c),
                Deprel::NmodPoss | Deprel::Compound | Deprel::NmodDesc | Deprel::Amod
            ) || tree.rel(c) == Deprel::Nmod
                && matches!(tree.case(c).as_deref(), Some("of" | "at" | "in"));
            category(c).filter(|_| whose)
        })
    };
    let found = category(head).or_else(owner)?;
    let whose = |&c: &TokenId| c > head && tree.rel(c) == Deprel::Nmod;
    let end = tree.children(head).iter().copied().find(whose).unwrap_or(head);
    Some((found, tree.analysis.span(TokenRange::new(start(tree, head), end.0 + 1))))
}

/// Where the words begin that stand before a noun in its phrase.
fn start(tree: &Tree, noun: TokenId) -> u32 {
    let before = tree.children(noun).iter().copied().find(|&c| {
        c < noun
            && noun.0 - c.0 <= 6
            && matches!(
                tree.rel(c),
                Deprel::Det
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::NmodPoss
                    | Deprel::NmodDesc
                    | Deprel::Nummod
            )
    });
    before.map_or(noun.0, |b| tree.subtree(b).start)
}

/// The category of receivers that `rules/receivers.tsv` gives a noun.
fn category(lemma: &str) -> Option<ReceiverCategory> {
    static WORDS: LazyLock<BTreeMap<&'static str, ReceiverCategory>> = LazyLock::new(|| {
        let lines = include_str!("../rules/receivers.tsv").lines();
        lines
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(word, category)| Some((word, ReceiverCategory::parse(category)?)))
            .collect()
    });
    WORDS.get(lemma).copied()
}

/// Noun phrases of the trigger's sentence that say what somebody's word rests on.
fn grounds(tree: &Tree, trigger: TokenId) -> Vec<Span> {
    let sentence = tree.analysis.sentences[tree.analysis.sentence_of(trigger)].tokens;
    sentence
        .iter()
        .filter(|&t| tree.upos(t) == Upos::Noun && GROUNDS.contains(&tree.lemma(t)))
        .filter(|&t| !is_missing(tree, t) && !is_wanted(tree, t))
        .map(|t| tree.analysis.span(TokenRange::new(start(tree, t), t.0 + 1)))
        .collect()
}

/// "no evidence", "without proof", "lack of evidence".
fn is_missing(tree: &Tree, noun: TokenId) -> bool {
    let without = tree.case(noun).is_some_and(|case| case == "without");
    let lack = tree
        .head(noun)
        .is_some_and(|h| matches!(tree.lemma(h), "lack" | "absence" | "deny" | "fabricate"));
    let none = tree.children(noun).iter().any(|&c| matches!(tree.lemma(c), "no" | "any"));
    without || lack || none || tree.head(noun).is_some_and(|h| tree.is_negated(h))
}

/// "called for an inquiry", "opened an investigation": there is none yet that anything could rest on.
fn is_wanted(tree: &Tree, noun: TokenId) -> bool {
    tree.head(noun).is_some_and(|h| {
        matches!(
            tree.lemma(h),
            "call"
                | "demand"
                | "open"
                | "launch"
                | "order"
                | "request"
                | "announce"
                | "promise"
                | "begin"
                | "start"
                | "face"
                | "publish"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    /// What the events of a sentence in the test notation say: `types; receivers; grounds`.
    fn check(notation: &str, expect: &[&str]) {
        let (article, analysis) = testing::analysis(notation);
        let account = crate::extract(article, analysis);
        let got: Vec<String> = account
            .events
            .iter()
            .filter_map(|e| {
                let cyber = e.cyber.as_ref()?;
                let types: Vec<&str> = cyber.types.iter().map(|t| t.as_str()).collect();
                let receivers: Vec<String> = cyber
                    .receivers
                    .iter()
                    .map(|(c, s)| format!("{} {}", account.slice(*s), c.as_str()))
                    .collect();
                let grounds: Vec<&str> = cyber.grounds.iter().map(|&s| account.slice(s)).collect();
                Some([types.join(", "), receivers.join(", "), grounds.join(", ")].join("; "))
            })
            .collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn what_was_done_to_what() {
        check(
            "Hackers/NNS/2/nsubj/hacker stole/VBD/0/root/steal data/NNS/2/obj of/IN/6/case the/DT/6/det ministry/NN/3/nmod",
            &["data_theft; the ministry state_institutions; "],
        );
        check(
            "[loc Portugal/NNP/2/nsubj ] hacked/VBD/0/root/hack the/DT/5/det power/NN/5/compound grid/NN/2/obj of/IN/7/case [loc Japan/NNP/5/nmod ]",
            &["hijacking; the power grid of Japan critical_infrastructure; "],
        );
    }

    #[test]
    fn what_it_rests_on() {
        check(
            "An/DT/2/det inquiry/NN/3/nsubj found/VBD/0/root/find that/IN/6/mark [loc Portugal/NNP/6/nsubj ] hacked/VBD/3/ccomp/hack a/DT/8/det hospital/NN/6/obj",
            &["hijacking; a hospital critical_infrastructure; An inquiry"],
        );
        check(
            "Without/IN/2/case proof/NN/4/obl [loc Japan/NNP/4/nsubj ] says/VBZ/0/root/say [loc Portugal/NNP/6/nsubj ] hacked/VBD/4/ccomp/hack a/DT/8/det hospital/NN/6/obj",
            &["hijacking; a hospital critical_infrastructure; "],
        );
    }

    #[test]
    fn every_receiver_has_a_category() {
        for line in include_str!("../rules/receivers.tsv").lines().filter(|l| !l.starts_with('#')) {
            let (word, category) = line.split_once('\t').expect("two columns");
            assert!(ReceiverCategory::parse(category).is_some(), "{word}: {category}");
        }
    }
}
