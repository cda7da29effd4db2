//! Numbers that count or measure something.
//!
//! # What it finds
//! A number in digits or words with its unit and modifier: "about 3,000 members", "24 hours", "$275
//! billion", "30 kilometers (19 miles)" (two figures), "five dead", "between 10 and 15 boats" (a range),
//! "killed seven" (people, where the verb says so), and ages ("the driver, 42," and "19-year-old"), whose
//! unit is "age".
//!
//! # Why it matters
//! How many is what accounts differ in first, and what shows that they agree.
//!
//! # Examples
//! "at least five people were killed": 5, unit *person*, modifier *at least*, context *kill*.
//!
//! # Limits
//! Dates, years, times of day, ordinals, numbers in names ("Resolution 1701"), scores and telephone numbers
//! are no figures. "Dozens" and "thousands" give no number to compare and are left out.

use rashomon_annotate::{Analysis, Deprel, NameKind, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{UnitKind, fold, number_word, person_noun, unit};
use rashomon_text::{Article, time::TimeExpr};

use crate::{account::Figure, mentions::Mentions};

/// Longest passage of a figure, in characters.
const LONGEST: usize = 60;

/// Words before a number that say how exact it is, longest first.
const MODIFIERS: &[&str] = &[
    "no fewer than",
    "no less than",
    "no more than",
    "as many as",
    "as much as",
    "as few as",
    "more than",
    "less than",
    "fewer than",
    "at least",
    "at most",
    "up to",
    "close to",
    "an estimated",
    "well over",
    "just over",
    "just under",
    "upwards of",
    "a total of",
    "in excess of",
    "greater than",
    "about",
    "around",
    "some",
    "nearly",
    "almost",
    "over",
    "under",
    "approximately",
    "roughly",
    "estimated",
    "only",
    "just",
    "exactly",
    "another",
    "below",
    "above",
    "circa",
    "barely",
    "maybe",
    "perhaps",
    "possibly",
    "additional",
];

/// Signs of currencies that stand before the number.
const CURRENCIES: &[(&str, &str)] = &[
    ("$", "dollar"),
    ("US$", "dollar"),
    ("€", "euro"),
    ("£", "pound"),
    ("¥", "yen"),
    ("₹", "rupee"),
    ("₽", "ruble"),
    ("₩", "won"),
    ("₪", "shekel"),
    ("A$", "australian dollar"),
    ("C$", "canadian dollar"),
    ("HK$", "hong kong dollar"),
    ("₺", "lira"),
    ("₴", "hryvnia"),
];

/// Letters stuck to a number that scale it.
const SCALES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("m", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("million", 1e6),
    ("b", 1e9),
    ("bn", 1e9),
    ("billion", 1e9),
    ("tn", 1e12),
    ("trn", 1e12),
    ("trillion", 1e12),
];

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

/// The figures of the article in text order; `event` and `source` are left open.
pub(crate) fn find(article: &Article, analysis: &Analysis, mentions: &Mentions) -> Vec<Figure> {
    let _ = mentions;
    let text = Text { article, a: analysis, shut: shut_tokens(analysis) };
    let mut found = Vec::new();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let Some(count) = text.count(at, sentence.tokens) else {
                at += 1;
                continue;
            };
            at = count.tokens.end;
            if let Some(figure) = text.figure(&count, sentence.tokens, number as u32) {
                found.push(figure);
            }
        }
    }
    found
}

/// A number as it stands in the text.
#[derive(Clone, Copy, Debug)]
struct Count {
    tokens: TokenRange,
    value: f64,
    upper: Option<f64>,
    /// A unit that is part of the number's own tokens: "$", "30km".
    unit: Option<&'static str>,
}

/// What the number counts.
struct Counted {
    unit: String,
    /// The token after the last one of the unit.
    end: u32,
    /// The token whose place in the clause gives the context.
    head: TokenId,
    confidence: f32,
}

struct Text<'a> {
    article: &'a Article,
    a: &'a Analysis,
    /// Tokens in names and dates: their numbers count nothing.
    shut: Vec<bool>,
}

/// Tokens of names (but not of sums of money) and of times that are not lengths of time.
fn shut_tokens(a: &Analysis) -> Vec<bool> {
    let mut shut = vec![false; a.len()];
    for name in &a.names {
        let counts = matches!(name.kind, NameKind::Money | NameKind::Date);
        // a name that starts with its number is a count the recogniser took for a name
        if !counts && a.upos(TokenId(name.tokens.start)) != Upos::Num {
            shut[name.tokens.range()].fill(true);
        }
    }
    for time in &a.times {
        if !matches!(time.expr, TimeExpr::Duration(..)) {
            shut[time.tokens.range()].fill(true);
        }
    }
    shut
}

impl Text<'_> {
    fn word(&self, t: u32) -> &str {
        self.a.word(&self.article.text, TokenId(t))
    }

    fn glued(&self, left: u32, right: u32) -> bool {
        let spans = &self.a.tokens.span;
        spans[left as usize].end == spans[right as usize].start
    }

    /// The number that starts at token `start`: currency sign, digits or words, scale, upper end.
    fn count(&self, start: u32, sentence: TokenRange) -> Option<Count> {
        let mut at = start;
        let mut unit = CURRENCIES.iter().find(|(sign, _)| *sign == self.word(at)).map(|(_, u)| *u);
        if unit.is_some() {
            at += 1;
        }
        if at >= sentence.end || self.shut[at as usize] {
            return None;
        }
        let (mut value, mut end, own) = self.number(at, sentence)?;
        unit = unit.or(own);
        let mut upper = None;
        // "10-15", "10 to 15", "between 10 and 15"
        if end + 1 < sentence.end {
            let between =
                start > sentence.start && self.word(start - 1).eq_ignore_ascii_case("between");
            let joint = match self.word(end) {
                "-" | "–" => self.glued(end - 1, end) && self.glued(end, end + 1),
                "to" => !between,
                "and" => between,
                _ => false,
            };
            if joint && let Some((high, high_end, high_unit)) = self.number(end + 1, sentence) {
                // "2 to 3 million": the scale is said once
                let scale = if high >= 1000.0 && value < 1000.0 { scale_of(high) } else { 1.0 };
                if high > value * scale {
                    value *= scale;
                    upper = Some(high);
                    end = high_end;
                    unit = unit.or(high_unit);
                }
            }
        }
        let start = if unit.is_some() && at > start { start } else { at };
        Some(Count { tokens: TokenRange::new(start, end), value, upper, unit })
    }

    /// A number in digits or words with its scale words: value, end, and a unit stuck to it.
    fn number(&self, at: u32, sentence: TokenRange) -> Option<(f64, u32, Option<&'static str>)> {
        let word = self.word(at);
        let mut unit = None;
        let mut end = at + 1;
        let mut value = if word.starts_with(|c: char| c.is_ascii_digit()) {
            let (value, rest) = digits(word)?;
            match rest {
                "" => value,
                rest => {
                    let folded = fold(rest);
                    if let Some((_, scale)) = SCALES.iter().find(|(s, _)| *s == folded) {
                        value * scale
                    } else {
                        unit = Some(rashomon_lexicon::unit(&folded)?.canonical);
                        value
                    }
                }
            }
        } else {
            let folded = fold(word);
            // "dozens", "thousands" count nothing; "half" and "quarter" are shares
            let vague = folded.ends_with('s') && folded != "six"
                || matches!(folded.as_str(), "half" | "quarter" | "score");
            if vague
                || (self.a.upos(TokenId(at)) != Upos::Num
                    && !matches!(
                        folded.as_str(),
                        "dozen" | "hundred" | "thousand" | "million" | "billion"
                    ))
            {
                return None;
            }
            let mut value = number_word(&folded)?;
            // "twenty-four" in three tokens
            if end + 1 < sentence.end
                && self.word(end) == "-"
                && self.glued(at, end)
                && value >= 20.0
                && value < 100.0
                && let Some(ones) = number_word(&fold(self.word(end + 1))).filter(|o| *o < 10.0)
            {
                value += ones;
                end += 2;
            }
            value
        };
        while end < sentence.end && unit.is_none() {
            let folded = fold(self.word(end));
            let scale = match folded.as_str() {
                "hundred" | "thousand" | "million" | "billion" | "trillion" | "dozen" | "lakh"
                | "crore" | "bn" | "mn" => number_word(&folded),
                "m" | "k" | "b" if self.glued(end - 1, end) => {
                    SCALES.iter().find(|(s, _)| *s == folded).map(|(_, v)| *v)
                }
                _ => None,
            };
            let Some(scale) = scale else { break };
            value *= scale;
            end += 1;
            // "three hundred and fifty"
            if matches!(folded.as_str(), "hundred" | "thousand") && end + 1 < sentence.end {
                let skip = u32::from(self.word(end) == "and");
                if let Some(rest) =
                    number_word(&fold(self.word(end + skip))).filter(|r| *r < scale && *r >= 1.0)
                    && self.a.upos(TokenId(end + skip)) == Upos::Num
                {
                    value += rest;
                    end += skip + 1;
                }
            }
        }
        Some((value, end, unit))
    }

    /// The figure that a number with its surroundings is, if it counts something.
    fn figure(&self, count: &Count, sentence: TokenRange, number: u32) -> Option<Figure> {
        if self.is_label(count, sentence) || self.is_clock(count, sentence) {
            return None;
        }
        let counted = self.age(count, sentence).or_else(|| self.counted(count, sentence))?;
        let (start, modifier) = self.modifier(count.tokens.start, sentence.start);
        let spans = &self.a.tokens.span;
        let cover = |start: u32, end: u32| spans[start as usize].cover(spans[end as usize - 1]);
        let end = counted.end.max(count.tokens.end);
        let span =
            [(start, end), (start, count.tokens.end), (count.tokens.start, count.tokens.end)]
                .into_iter()
                .map(|(s, e)| cover(s, e))
                .find(|s| self.article.slice(*s).chars().count() <= LONGEST)?;
        let context = self.context(&counted, count);
        Some(Figure {
            span,
            value: count.value,
            upper: count.upper,
            unit: counted.unit,
            modifier,
            context,
            event: None,
            source: None,
            sentence: number,
            confidence: counted.confidence,
        })
    }

    /// "Resolution 1701", "No. 10", "1/34", a telephone number, a year.
    fn is_label(&self, count: &Count, sentence: TokenRange) -> bool {
        let TokenRange { start, end } = count.tokens;
        let before = (start > sentence.start).then(|| fold(self.word(start - 1)));
        let after = (end < sentence.end).then(|| self.word(end));
        let numbered = before.as_deref().is_some_and(|b| NUMBERED.contains(&b) || b == "#")
            && !after.is_some_and(|w| unit(&fold(w)).is_some());
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
            && !after.is_some_and(|w| unit(&fold(w)).is_some())
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
    fn is_clock(&self, count: &Count, sentence: TokenRange) -> bool {
        let next = count.tokens.end;
        next < sentence.end
            && matches!(
                fold(self.word(next)).trim_end_matches('.'),
                "am" | "pm" | "a.m" | "p.m" | "o'clock" | "gmt" | "bst" | "utc" | "cet" | "est"
            )
    }

    /// "the driver, 42," "aged 42", "19-year-old".
    fn age(&self, count: &Count, sentence: TokenRange) -> Option<Counted> {
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

    /// The unit and its place.
    fn counted(&self, count: &Count, sentence: TokenRange) -> Option<Counted> {
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
                    return Some(Counted {
                        unit: known.canonical.into(),
                        end: next + words,
                        head,
                        confidence: 0.92,
                    });
                }
            }
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
        let comma = |n: TokenId| (end..n.0).any(|t| self.a.xpos(TokenId(t)) == Xpos::Comma);
        if let Some(noun) = noun.filter(|&n| n.0 - end < 7 && !comma(n)) {
            let lemma = fold(self.a.lemma(noun));
            if rashomon_lexicon::month(&lemma).is_some() {
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

    fn is_noun(&self, t: u32) -> bool {
        matches!(self.a.upos(TokenId(t)), Upos::Noun | Upos::Propn | Upos::Sym | Upos::X)
    }

    /// The token of a run whose head lies outside it.
    fn top(&self, tokens: TokenRange) -> TokenId {
        tokens
            .iter()
            .rev()
            .find(|&t| self.a.head(t).is_none_or(|h| !tokens.holds(h)))
            .unwrap_or(TokenId(tokens.end - 1))
    }

    /// The modifier before the number: its first token and its words.
    fn modifier(&self, start: u32, first: u32) -> (u32, String) {
        for words in (1..=3u32).rev() {
            if start < first + words {
                continue;
            }
            let range = TokenRange::new(start - words, start);
            let text = fold(self.article.slice(self.a.span(range)));
            if MODIFIERS.contains(&text.as_str()) {
                return (range.start, text);
            }
        }
        (start, String::new())
    }

    /// The words around that say what is counted: verb, its subject and object, modifiers of the unit.
    fn context(&self, counted: &Counted, count: &Count) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut add = |t: TokenId| {
            let lemma = fold(self.a.lemma(t));
            let content = matches!(
                self.a.upos(t),
                Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn | Upos::Num | Upos::Adv
            );
            if content
                && !count.tokens.holds(t)
                && !words.contains(&lemma)
                && lemma != counted.unit
                && !MODIFIERS.contains(&lemma.as_str())
            {
                words.push(lemma);
            }
        };
        for t in TokenRange::new(count.tokens.end, counted.end.max(count.tokens.end)).iter() {
            add(t);
        }
        // "600 tons of oil", "five people dead"
        for child in self.a.children(counted.head) {
            if child.0 >= count.tokens.end
                && matches!(
                    self.a.deprel(child),
                    Deprel::Nmod | Deprel::Amod | Deprel::Acl | Deprel::Compound | Deprel::AclRelcl
                )
            {
                add(child);
            }
        }
        let mut at = counted.head;
        for _ in 0..3 {
            let Some(up) = self.a.head(at) else { break };
            add(up);
            if self.a.upos(up) == Upos::Verb || self.a.upos(up) == Upos::Adj {
                for child in self.a.children(up) {
                    if child != at
                        && matches!(
                            self.a.deprel(child),
                            Deprel::Nsubj
                                | Deprel::NsubjPass
                                | Deprel::Obj
                                | Deprel::Xcomp
                                | Deprel::CompoundPrt
                        )
                    {
                        add(child);
                    }
                }
                break;
            }
            at = up;
        }
        words
    }
}

/// Leading digits with thousands separators and a decimal point, and what is stuck to them.
fn digits(word: &str) -> Option<(f64, &str)> {
    let end =
        word.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(word.len());
    let end = word[..end].trim_end_matches(['.', ',']).len();
    let (number, rest) = word.split_at(end);
    let rest = rest.trim_start_matches(['.', ',']);
    if rest.contains([':', '/']) || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = number.split(',').collect();
    let grouped = groups.len() == 1
        || groups[1..].iter().all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    let points = number.matches('.').count();
    if !grouped || points > 1 {
        return None;
    }
    let value: f64 = number.replace(',', "").parse().ok()?;
    Some((value, rest.trim_start_matches('-')))
}

/// The power of ten thousand, million … that a number is told in.
fn scale_of(value: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| value >= *s).unwrap_or(1.0)
}

/// One word for a counted noun: units by their canonical name, people as "person".
fn singular(lemma: &str) -> String {
    match lemma {
        "people" | "persons" => "person".into(),
        other => unit(other).map_or_else(|| other.to_owned(), |u| u.canonical.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::analysis;

    /// Each expected line: value (and upper end), unit, modifier in brackets, and the words cited.
    fn check(notation: &str, expected: &[&str]) {
        let (article, a) = analysis(notation);
        let lines: Vec<String> = find(&article, &a, &Mentions::default())
            .iter()
            .map(|f| {
                let upper = f.upper.map_or(String::new(), |u| format!("–{u}"));
                let words = article.slice(f.span);
                format!("{}{upper} {} [{}] {words}", f.value, f.unit, f.modifier)
            })
            .collect();
        assert_eq!(lines, expected, "{}", article.text);
    }

    #[test]
    fn digits_and_words() {
        check(
            "About/IN/3/advmod 3,000/CD/3/nummod members/NNS/4/nsubj/member left/VBD/0/root/leave",
            &["3000 member [about] About 3,000 members"],
        );
        check(
            "Four/CD/2/nummod groups/NNS/3/nsubj/group left/VBD/0/root/leave in/IN/6/case 24/CD/6/nummod hours/NNS/3/obl/hour",
            &["4 group [] Four groups", "24 hour [] 24 hours"],
        );
    }

    #[test]
    fn money_and_scales() {
        check(
            "It/PRP/2/nsubj costs/VBZ/0/root/cost $/$/2/obj 275/CD/5/compound billion/CD/3/nummod",
            &["275000000000 dollar [] $275 billion"],
        );
        check(
            "between/IN/2/case 2/CD/5/nummod and/CC/4/cc 3/CD/2/conj million/CD/6/compound barrels/NNS/0/root/barrel",
            &["2000000–3000000 barrel [] 2 and 3 million barrels"],
        );
    }

    #[test]
    fn measures_in_brackets_are_figures_of_their_own() {
        check(
            "30/CD/2/nummod kilometers/NNS/0/root/kilometer (/-LRB-/5/punct 19/CD/5/nummod miles/NNS/2/appos/mile )/-RRB-/5/punct",
            &["30 kilometer [] 30 kilometers", "19 mile [] 19 miles"],
        );
    }

    #[test]
    fn bare_numbers_count_people_where_the_verb_says_so() {
        check(
            "At/IN/2/case least/JJS/3/advmod five/CD/5/nsubj are/VBP/5/cop/be dead/JJ/0/root",
            &["5 person [at least] At least five are dead"],
        );
        check(
            "A/DT/2/det bomb/NN/3/nsubj killed/VBD/0/root/kill seven/CD/3/obj",
            &["7 person [] seven"],
        );
        check("Seven/CD/2/nsubj agreed/VBD/0/root/agree", &[]);
    }

    #[test]
    fn ages_are_apart() {
        check(
            "The/DT/2/det driver/NN/6/nsubj ,/,/4/punct 42/CD/2/appos ,/,/4/punct left/VBD/0/root/leave",
            &["42 age [] 42"],
        );
        check("A/DT/3/det 19-year-old/JJ/3/amod man/NN/4/nsubj left/VBD/0/root/leave", &[]);
        check(
            "A/DT/7/det 19/CD/4/nummod -/HYPH/4/punct year/NN/6/compound -/HYPH/6/punct old/JJ/7/amod man/NN/0/root",
            &["19 age [] 19 - year - old"],
        );
    }

    #[test]
    fn dates_names_and_labels_are_no_figures() {
        check("It/PRP/2/nsubj fell/VBD/0/root/fall in/IN/4/case 1979/CD/2/obl", &[]);
        check("Resolution/NN/0/root 1701/CD/1/nummod passed/VBN/1/acl/pass", &[]);
        check("at/IN/2/case 6/CD/3/nummod p.m./NN/0/root", &[]);
        check("the/DT/3/det 1980-88/CD/3/nummod war/NN/0/root", &[]);
    }

    #[test]
    fn context_says_what_is_counted() {
        let (article, a) = analysis(
            "Ships/NNS/2/nsubj/ship sold/VBD/0/root/sell 600/CD/4/nummod tons/NNS/2/obj/ton of/IN/6/case oil/NN/4/nmod",
        );
        let found = find(&article, &a, &Mentions::default());
        assert_eq!(found[0].context, ["oil", "sell", "ship"]);
    }

    #[test]
    fn numbers_are_read() {
        assert_eq!(digits("3,000"), Some((3000.0, "")));
        assert_eq!(digits("1.5bn"), Some((1.5, "bn")));
        assert_eq!(digits("06:00"), None);
        assert_eq!(digits("1,00,000"), None);
    }
}
