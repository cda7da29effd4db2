//! What a number counts, and whether it counts anything.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{UnitKind, fold, person_noun, unit};

use super::{Text, number::Count};

/// What happens to people: a bare number under these words counts people.
const PEOPLE_WORDS: &[&str] = &[
    "die",
    "kill",
    "injure",
    "wound",
    "hurt",
    "arrest",
    "detain",
    "rescue",
    "trap",
    "hospitalise",
    "hospitalize",
    "evacuate",
    "treat",
    "dead",
    "injured",
    "wounded",
    "hurt",
    "missing",
    "trapped",
    "survive",
    "perish",
    "drown",
    "abduct",
    "kidnap",
    "displace",
    "infect",
    "execute",
    "behead",
    "shoot",
    "stab",
    "hold",
    "detained",
    "arrested",
    "discharge",
    "toll",
    "homeless",
    "alive",
    "deport",
    "martyr",
    "maim",
    "free",
];

/// Adjectives and participles that follow a bare number: "five dead".
const STATES: &[&str] = &[
    "dead",
    "injured",
    "wounded",
    "hurt",
    "missing",
    "trapped",
    "killed",
    "arrested",
    "detained",
    "alive",
    "unaccounted",
    "homeless",
    "displaced",
    "hospitalised",
    "hospitalized",
    "infected",
];

/// Nouns before a number that make it a label rather than a count: "Resolution 1701".
const NUMBERED: &[&str] = &[
    "resolution",
    "no",
    "no.",
    "number",
    "page",
    "chapter",
    "article",
    "section",
    "phase",
    "route",
    "flight",
    "line",
    "highway",
    "room",
    "platform",
    "gate",
    "id",
    "tel",
    "phone",
    "paragraph",
    "act",
    "version",
    "group",
    "division",
    "channel",
    "camp",
    "zone",
    "level",
    "stage",
    "part",
    "volume",
    "issue",
    "world war",
    "apollo",
];

/// What the number counts.
pub(super) struct Counted {
    pub unit: String,
    /// The token after the last one of the unit.
    pub end: u32,
    /// The token whose place in the clause gives the context.
    pub head: TokenId,
    pub confidence: f32,
}

impl Text<'_> {
    /// "Resolution 1701", "No. 10", "1/34", a telephone number, a year.
    pub(super) fn is_label(&self, count: &Count, sentence: TokenRange) -> bool {
        let TokenRange { start, end } = count.tokens;
        let before = (start > sentence.start).then(|| fold(self.word(start - 1)));
        let after = (end < sentence.end).then(|| self.word(end));
        let numbered = before.as_deref().is_some_and(|b| NUMBERED.contains(&b) || b == "#")
            && after.is_none_or(|w| unit(&fold(w)).is_none());
        let fraction = |w: Option<&str>| matches!(w, Some("/" | ":"));
        let first = self.word(start);
        let telephone = first.len() > 1 && first.starts_with('0') && !first.contains('.');
        let beside_number = after.is_some_and(|w| {
            w.starts_with(|c: char| c.is_ascii_digit())
                && first.starts_with(|c: char| c.is_ascii_digit())
        });
        let year = count.tokens.len() == 1
            && first.len() == 4
            && first.bytes().all(|b| b.is_ascii_digit())
            && (1500.0..2100.0).contains(&count.value)
            && after.is_none_or(|w| unit(&fold(w)).is_none())
            && self
                .a
                .head(TokenId(start))
                .is_none_or(|h| h.0 < end || self.a.deprel(TokenId(start)) != Deprel::Nummod);
        let tail = start > sentence.start + 1
            && matches!(self.word(start - 1), "-" | "–" | "/")
            && self.glued(start - 1, start)
            && self.word(start - 2).ends_with(|c: char| c.is_ascii_digit());
        let month_day = before.as_deref().is_some_and(|b| rashomon_lexicon::month(b).is_some());
        tail || numbered
            || telephone
            || beside_number
            || year
            || month_day
            || fraction(before.as_deref())
            || fraction(after)
    }

    /// "6 a.m.", "11pm", "6 o’clock".
    pub(super) fn is_clock(&self, count: &Count, sentence: TokenRange) -> bool {
        let next = count.tokens.end;
        next < sentence.end
            && matches!(
                fold(self.word(next)).trim_end_matches('.'),
                "am" | "pm" | "a.m" | "p.m" | "o'clock" | "gmt" | "bst" | "utc" | "cet" | "est"
            )
    }

    /// "the driver, 42," "aged 42", "19-year-old".
    pub(super) fn age(&self, count: &Count, sentence: TokenRange) -> Option<Counted> {
        let TokenRange { start, end } = count.tokens;
        if !(1.0..=120.0).contains(&count.value) || count.unit.is_some() || count.upper.is_some() {
            return None;
        }
        let word = |t: u32| (t < sentence.end).then(|| fold(self.word(t)));
        let head = TokenId(start);
        let age = |end, head| Counted { unit: "age".into(), end, head, confidence: 0.85 };
        // "19-year-old", "19 years old" in any tokenisation
        let mut t = end;
        let mut seen = String::new();
        while t < sentence.end && seen.len() < 8 {
            seen.push_str(&fold(self.word(t)).replace('-', ""));
            t += 1;
            if matches!(seen.as_str(), "yearold" | "yearolds" | "yearsold" | "yearsofage") {
                return Some(age(t, head));
            }
        }
        let before = (start > sentence.start).then(|| fold(self.word(start - 1)));
        if matches!(before.as_deref(), Some("aged" | "age")) {
            return Some(age(end, head));
        }
        // a bare number between commas after a name or a noun for a person
        let opened = before.as_deref() == Some(",") || before.as_deref() == Some("(");
        let closed = matches!(word(end).as_deref(), None | Some("," | "." | ")" | ";"));
        if opened
            && closed
            && start >= sentence.start + 2
            && count.tokens.len() == 1
            && count.value >= 2.0
        {
            let person = TokenId(start - 2);
            let is_person =
                self.a.upos(person) == Upos::Propn || person_noun(&fold(self.a.lemma(person)));
            let digits = self.word(start).bytes().all(|b| b.is_ascii_digit());
            // no list of numbers: "10, 12, 14"
            let list = word(end + 1).is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
            if is_person && digits && !list {
                return Some(age(end, person));
            }
        }
        None
    }

    fn is_small(&self, token: u32) -> bool {
        !self.word(token).starts_with(char::is_uppercase)
    }

    /// Whether most words of the sentence have capitals, as in headlines.
    fn in_capitals(&self, sentence: TokenRange) -> bool {
        let words = || (sentence.start..sentence.end).filter(|&t| self.word(t).len() > 3);
        words().filter(|&t| !self.is_small(t)).count() * 3 >= words().count() * 2
    }

    /// The unit and its place.
    pub(super) fn counted(&self, count: &Count, sentence: TokenRange) -> Option<Counted> {
        let end = count.tokens.end;

        if let Some(own) = count.unit {
            let head = self.top(count.tokens);
            return Some(Counted { unit: own.into(), end, head, confidence: 0.92 });
        }
        // a unit of measure right after, over a hyphen: "12 mph", "89 percent", "2 million-barrel"
        let hyphen = end < sentence.end && self.word(end) == "-";
        let next = if hyphen { end + 1 } else { end };
        if next < sentence.end {
            for words in [3u32, 2, 1] {
                if next + words > sentence.end {
                    continue;
                }
                let span = self.a.span(TokenRange::new(next, next + words));
                let text = fold(self.article.slice(span));
                let known = unit(&text)
                    .or_else(|| (words == 1).then(|| unit(&fold(self.a.lemma(TokenId(next)))))?);
                // "second" and "minute" may be no units
                if let Some(known) = known
                    && (known.kind != UnitKind::Time || self.is_noun(next))
                {
                    let head = TokenId(next + words - 1);
                    // "7 miles per second"
                    let per = next + words;
                    let rate = (per + 1 < sentence.end
                        && self.word(per) == "per"
                        && self.is_noun(per + 1))
                    .then(|| singular(&fold(self.a.lemma(TokenId(per + 1)))));
                    let (unit, end) = match rate {
                        Some(over) => (format!("{} per {over}", known.canonical), per + 2),
                        None => (known.canonical.into(), per),
                    };
                    return Some(Counted { unit, end, head, confidence: 0.92 });
                }
            }
        }
        // "two-car tram", "15-member council": cars and members are counted
        if hyphen && next < sentence.end && self.is_noun(next) && self.is_small(next) {
            let unit = singular(&fold(self.a.lemma(TokenId(next))));
            return Some(Counted { unit, end: next + 1, head: TokenId(next), confidence: 0.85 });
        }
        // the noun it modifies
        let head = self.top(count.tokens);
        let noun = self
            .a
            .head(head)
            .filter(|&h| self.a.deprel(head) == Deprel::Nummod && h.0 >= end && self.is_noun(h.0))
            .or_else(|| self.next_noun(end, sentence));
        let noun = noun.map(|mut n| {
            // the last of several nouns is what is counted: "20 partner nations"
            while self.a.deprel(n) == Deprel::Compound
                && let Some(h) = self.a.head(n).filter(|&h| h > n && self.is_noun(h.0))
            {
                n = h;
            }
            n
        });
        // "a 911 call" is no count of calls
        let emergency = matches!(self.word(count.tokens.start), "911" | "999" | "112")
            && noun.is_some_and(|n| matches!(self.a.lemma(n), "call" | "caller" | "operator"));
        if emergency {
            return None;
        }
        let comma = |n: TokenId| (end..n.0).any(|t| self.a.xpos(TokenId(t)) == Xpos::Comma);
        if let Some(noun) = noun.filter(|&n| n.0 - end < 7 && !comma(n)) {
            let lemma = fold(self.a.lemma(noun));
            if rashomon_lexicon::month(&lemma).is_some() {
                return None;
            }
            // "40 Steve", "17 of 41 Skip": what is counted has no capital outside headlines
            if !self.is_small(noun.0) && !self.in_capitals(sentence) {
                return None;
            }
            let confidence = if self.a.head(head) == Some(noun) { 0.9 } else { 0.75 };
            return Some(Counted {
                unit: singular(&lemma),
                end: noun.0 + 1,
                head: noun,
                confidence,
            });
        }
        // "20 of their vessels"
        if end < sentence.end && self.word(end) == "of" {
            let of = self.a.children(head).find(|&c| {
                c.0 > end && self.a.deprel(c) == Deprel::Nmod && self.is_noun(c.0) && c.0 - end < 7
            });
            if count.value == 1.0 {
                return None;
            }
            if let Some(noun) = of {
                let unit = singular(&fold(self.a.lemma(noun)));
                return Some(Counted { unit, end: noun.0 + 1, head, confidence: 0.85 });
            }
            if end + 1 < sentence.end
                && matches!(self.word(end + 1).to_lowercase().as_str(), "whom" | "them" | "those")
            {
                return Some(Counted { unit: "person".into(), end, head, confidence: 0.7 });
            }
        }
        self.people(count, head, sentence)
    }

    /// "five dead", "killed seven", "three were injured": a bare number of people.
    fn people(&self, count: &Count, head: TokenId, sentence: TokenRange) -> Option<Counted> {
        let end = count.tokens.end;
        if count.value == 0.0 || (count.value == 1.0 && self.a.deprel(head) == Deprel::Det) {
            return None;
        }
        let person = |end| Counted { unit: "person".into(), end, head, confidence: 0.75 };
        let mut next = end;
        if next < sentence.end
            && matches!(self.word(next), "more" | "others" | "were" | "are" | "people")
        {
            next += 1;
        }
        if next < sentence.end && STATES.contains(&fold(self.word(next)).as_str()) {
            return Some(person(next + 1));
        }
        let (start, _) = self.modifier(count.tokens.start, sentence.start);
        if start > sentence.start {
            let before = TokenId(start - 1);
            let verb = self.a.upos(before) == Upos::Verb;
            if verb && PEOPLE_WORDS.contains(&fold(self.a.lemma(before)).as_str()) {
                return Some(person(end));
            }
        }
        let argument = matches!(
            self.a.deprel(head),
            Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obj
                | Deprel::Root
                | Deprel::Conj
                | Deprel::Obl
        );
        let mut up = self.a.head(head);
        for _ in 0..3 {
            let Some(verb) = up else { break };
            let moved =
                matches!(self.a.lemma(verb), "take" | "bring" | "rush" | "carry" | "airlift")
                    && sentence.iter().any(|t| self.a.lemma(t) == "hospital");
            let about_people = moved
                || PEOPLE_WORDS.contains(&fold(self.a.lemma(verb)).as_str())
                || self
                    .a
                    .children(verb)
                    .any(|c| self.a.deprel(c) == Deprel::Nsubj && self.a.lemma(c) == "toll");
            if argument && about_people {
                return Some(person(end));
            }
            if self.a.deprel(verb) != Deprel::Conj {
                break;
            }
            up = self.a.head(verb);
        }
        None
    }

    /// The noun after the number, over adjectives and nouns that modify.
    fn next_noun(&self, end: u32, sentence: TokenRange) -> Option<TokenId> {
        let mut at = end;
        let mut last = None;
        while at < sentence.end.min(end + 5) {
            let t = TokenId(at);
            match self.a.upos(t) {
                Upos::Noun => last = Some(t),
                Upos::Propn | Upos::Adj if last.is_none() => {}
                Upos::Verb
                    if last.is_none()
                        && matches!(self.a.xpos(t), Xpos::Vbn | Xpos::Vbg)
                        && self.a.deprel(t) == Deprel::Amod => {}
                _ if self.word(at) == "-" => {}
                _ => break,
            }
            at += 1;
        }
        last
    }
}

/// One word for a counted noun: units by their canonical name, people as "person".
fn singular(lemma: &str) -> String {
    match lemma {
        "people" | "persons" => "person".into(),
        other => unit(other).map_or_else(|| other.to_owned(), |u| u.canonical.to_owned()),
    }
}
