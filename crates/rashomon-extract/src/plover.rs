//! PLOVER 0.8's event types, modes, contexts and auxiliary modes.
//!
//! Source: PLOVER: Political Language Ontology for Verifiable Event Records, manual 0.8b2 (Open Event
//! Data Alliance).

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $string:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word used in rule files and in `dossier.json`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $string,)+ }
            }
            /// The value written so, if there is one.
            pub fn parse(string: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.as_str() == string)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// PLOVER event type.
    EventType {
        /// Agreement or promise to act.
        Agree = "AGREE",
        /// Meeting, talks, visit.
        Consult = "CONSULT",
        /// Diplomatic or verbal support.
        Support = "SUPPORT",
        /// Yielding, easing of a measure.
        Concede = "CONCEDE",
        /// Material or judicial cooperation.
        Cooperate = "COOPERATE",
        /// Material aid.
        Aid = "AID",
        /// Withdrawal, release, return.
        Retreat = "RETREAT",
        /// Demand, appeal, order.
        Request = "REQUEST",
        /// Disapproval, accusation, investigation.
        Accuse = "ACCUSE",
        /// Refusal, denial.
        Reject = "REJECT",
        /// Threat.
        Threaten = "THREATEN",
        /// Demonstration, strike, riot.
        Protest = "PROTEST",
        /// Reduction of relations: sanctions, expulsions, broken ties.
        Sanction = "SANCTION",
        /// Military or police posture short of force.
        Mobilize = "MOBILIZE",
        /// Repression, arrest, seizure, cyber attack without bodily harm.
        Coerce = "COERCE",
        /// Violence against people.
        Assault = "ASSAULT",
        /// What PLOVER does not code: accident, disaster, election, court, business.
        Other = "OTHER",
    }
}

impl EventType {
    /// Whether events of the type are words: the same people say such things again and again.
    pub const fn is_statement(self) -> bool {
        use EventType::{Accuse, Agree, Reject, Request, Support, Threaten};
        matches!(self, Accuse | Agree | Reject | Request | Support | Threaten)
    }
}

words! {
    /// PLOVER auxiliary mode.
    Auxiliary {
        /// Said not to have happened.
        Negated = "negated",
        /// Said to happen later.
        Future = "future",
        /// Conditional, planned or only possible.
        Hypothetical = "hypothetical",
        /// Background from an earlier time.
        Historical = "historical",
    }
}

/// A PLOVER mode ("withdraw", "expel", "cyber"): one of [`MODES`].
pub type Mode = &'static str;

/// A PLOVER context ("diplomatic", "military", "cyber"): one of [`CONTEXTS`].
pub type Context = &'static str;

/// The modes of the manual, type by type, and those that only the conversion table from CAMEO has.
pub const MODES: &[Mode] = &[
    // CONSULT
    "visit",
    "third-party",
    "multilateral",
    "phone",
    // RETREAT
    "withdraw",
    "release",
    "return",
    "disarm",
    "ceasefire",
    "access",
    "resign",
    // REQUEST, REJECT
    "assist",
    "change",
    "yield",
    "meet",
    // ACCUSE
    "disapprove",
    "investigate",
    "allege",
    // THREATEN
    "restrict",
    "arrest",
    "relations",
    "expel",
    "territory",
    "violence",
    // PROTEST
    "demo",
    "riot",
    "strike",
    "hunger",
    "boycott",
    "obstruct",
    "vandalize",
    // SANCTION
    "convict",
    "discontinue",
    // MOBILIZE
    "troops",
    "weapons",
    "police",
    "militia",
    // COERCE
    "seize",
    "censor",
    "curfew",
    "martial-law",
    "deport",
    "withhold",
    "misinformation",
    "cyber",
    // ASSAULT
    "abduct",
    "beat",
    "torture",
    "sexual",
    "targeted",
    "destroy",
    "primitive",
    "firearms",
    "explosives",
    "suicide-attack",
    "aerial",
    "drone",
    "heavy-weapons",
    "crowd-control",
    "unconventional",
    // conversion table
    "ban",
    "ease",
    "political",
    "assassinate",
    "massacre",
    "cleansing",
];

/// The contexts of the manual, and the few that the conversion table or OTHER needs beside them.
pub const CONTEXTS: &[Context] = &[
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "corruption",
    "crime",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "illegal_drugs",
    "migration",
    "asylum",
    "peacekeeping",
    "humanitarian",
    "environment",
    "resource",
    "health",
    "disasters",
    "technology",
    "diplomatic",
    "territory",
    "repression",
    "religion_ethnicity",
    "gender",
    "lgbt",
    "inequality",
    "human_security",
];
