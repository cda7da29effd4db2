//! Accounts for tests, written as text with marks.
//!
//! A mark is `[words|what]`. What it says depends on its first sign:
//!
//! | mark | meaning |
//! |---|---|
//! | `[Mira Tolland\|person mira]` | a name of the person `mira` |
//! | `[ATU\|organization union acronym]` | an acronym; likewise `title`, `metonym`, `description`, `pronoun` |
//! | `[Oslo\|geopolitical no metonym country=NOR]` | a state; `affiliation=NOR` likewise |
//! | `[Wednesday\|@wed]` | a weekday in the past; `@wed+` in the future |
//! | `[9 May 2031\|@2031-05-09]` | a day; `[July 15\|@07-15]` a day without a year; `[2029\|@2029]` a year |
//! | `[yesterday\|@-1d]` | an offset in days (`d`), weeks (`w`), months (`m`) or years (`y`) |
//! | `[“Never.”\|"mira]` | a direct quotation, marks left out of its span; the speaker may be empty |
//!
//! One line is one paragraph; a line that starts with `# ` is the title. A sentence ends at a full
//! stop before a space. Marks do not nest, but a quotation may hold other marks.

use rashomon_annotate::{TimeMention, TokenRange};
use rashomon_extract::account::{
    Account, Entity, EntityId, EntityKind, Form, Mention, MentionId, Naming, Quotation, QuoteKind,
    SentenceInfo, Word,
};
use rashomon_lexicon::fold;
use rashomon_text::{
    Article, Basis, Date, Granularity, ParagraphKind, Published, Span, Symbols, TimeValue,
    time::{Direction, TimeExpr, Weekday},
};

/// What the marks of one text said.
#[derive(Default)]
struct Marks {
    text: String,
    entities: Vec<(String, Entity)>,
    mentions: Vec<Mention>,
    times: Vec<TimeMention>,
    quotes: Vec<(Span, String)>,
}

/// The account of a marked text, as if it had been read from `path`.
pub(crate) fn account(path: &str, marked: &str) -> Account {
    let mut marks = Marks::default();
    let mut title = None;
    for (number, line) in marked.trim().lines().map(str::trim).enumerate() {
        if number > 0 {
            marks.text.push('\n');
        }
        let start = marks.text.len();
        let heading = line.strip_prefix("# ");
        marks.read(heading.unwrap_or(line));
        if heading.is_some() {
            title = Some(Span::from_range(start..marks.text.len()));
        }
    }
    let mut article = Article::plain(marks.text.clone());
    article.source.path = Some(path.into());
    article.title = title;
    for paragraph in &mut article.paragraphs {
        if Some(paragraph.span) == title {
            paragraph.kind = ParagraphKind::Title;
        }
    }
    let mut symbols = Symbols::new();
    let mut words = Vec::new();
    let mut sentences = Vec::new();
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        for span in split_sentences(&article.text, paragraph.span) {
            let first = words.len() as u32;
            split_words(&article.text, span, &mut symbols, &mut words);
            let words = (first, words.len() as u32);
            sentences.push(SentenceInfo { span, paragraph: number as u32, words });
        }
    }
    marks.finish(article, sentences, words, symbols)
}

/// The same with a day of publication, known from metadata.
pub(crate) fn dated(path: &str, day: &str, marked: &str) -> Account {
    let mut account = account(path, marked);
    let day: Date = day.parse().expect("a date");
    account.article.published =
        Some(Published { start: day, end: day, basis: Basis::Metadata, evidence: Vec::new() });
    account
}

impl Marks {
    fn read(&mut self, mut line: &str) {
        while let Some(open) = line.find('[') {
            self.text.push_str(&line[..open]);
            let (inner, rest) = matching(&line[open + 1..]);
            let (words, what) = inner.rsplit_once('|').expect("a mark has a bar");
            let start = self.text.len();
            if let Some(speaker) = what.strip_prefix('"') {
                let words = words.trim_matches(['“', '”']);
                self.text.push('“');
                self.read(words);
                let span = Span::from_range(start + '“'.len_utf8()..self.text.len());
                self.text.push('”');
                self.quotes.push((span, speaker.into()));
            } else {
                self.text.push_str(words);
                let span = Span::from_range(start..self.text.len());
                match what.strip_prefix('@') {
                    Some(time) => self.times.push(TimeMention {
                        span,
                        tokens: TokenRange::default(),
                        expr: time_expr(time),
                    }),
                    None => self.mention(span, what),
                }
            }
            line = rest;
        }
        self.text.push_str(line);
    }

    fn mention(&mut self, span: Span, what: &str) {
        let mut words = what.split(' ');
        let kind = words.next().expect("a kind");
        let kind = *EntityKind::ALL.iter().find(|k| k.as_str() == kind).expect("a known kind");
        let id = words.next().expect("an id").to_owned();
        let number = MentionId(self.mentions.len() as u32);
        let at = self.entities.iter().position(|(name, _)| *name == id).unwrap_or_else(|| {
            let entity = Entity {
                kind,
                name: number,
                mentions: Vec::new(),
                country: None,
                affiliation: None,
                sector: None,
                roles: Vec::new(),
                aliases: Vec::new(),
            };
            self.entities.push((id, entity));
            self.entities.len() - 1
        });
        let entity = &mut self.entities[at].1;
        let mut form = Form::Name;
        for word in words {
            let country = |code: &str| rashomon_lexicon::country(code).expect("a country");
            if let Some(code) = word.strip_prefix("country=") {
                entity.country = Some(country(code));
            } else if let Some(code) = word.strip_prefix("affiliation=") {
                entity.affiliation = Some(country(code));
            } else if let Some(alias) = word.strip_prefix("alias=") {
                entity.aliases.push(alias.into());
            } else {
                form = *Form::ALL.iter().find(|f| f.as_str() == word).expect("a known form");
            }
        }
        entity.mentions.push(number);
        self.mentions.push(Mention {
            span,
            head: span,
            form,
            entity: EntityId(at as u32),
            sentence: 0,
            confidence: 1.0,
        });
    }

    fn finish(
        mut self,
        article: Article,
        sentences: Vec<SentenceInfo>,
        words: Vec<Word>,
        symbols: Symbols,
    ) -> Account {
        let sentence_of =
            |at: u32| sentences.partition_point(|s| s.span.end <= at).min(sentences.len() - 1);
        for mention in &mut self.mentions {
            mention.sentence = sentence_of(mention.span.start) as u32;
        }
        for (_, entity) in &mut self.entities {
            let fullest = entity.mentions.iter().max_by_key(|m| {
                let mention = &self.mentions[m.index()];
                (mention.form == Form::Name, mention.span.len(), std::cmp::Reverse(m.0))
            });
            entity.name = *fullest.expect("a mention");
        }
        let speaker = |id: &str| {
            let at = self.entities.iter().position(|(name, _)| name == id)?;
            self.entities[at].1.mentions.first().copied()
        };
        let quotations = self
            .quotes
            .iter()
            .map(|(span, id)| Quotation {
                span: *span,
                kind: QuoteKind::Direct,
                speaker: speaker(id),
                naming: Naming::Named,
                cue: None,
                sentence: sentence_of(span.start) as u32,
                confidence: 1.0,
            })
            .collect();
        Account {
            article,
            quotations,
            entities: self.entities.into_iter().map(|(_, entity)| entity).collect(),
            mentions: self.mentions,
            times: self.times,
            sentences,
            words,
            symbols,
            events: Vec::new(),
            claims: Vec::new(),
            figures: Vec::new(),
            labels: Vec::new(),
        }
    }
}

/// Splits at the bracket that closes the one already open.
fn matching(text: &str) -> (&str, &str) {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '[') - i32::from(c == ']');
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    panic!("a mark is not closed: {text:?}")
}

fn time_expr(code: &str) -> TimeExpr {
    let (code, direction) = match code.strip_suffix('+') {
        Some(code) => (code, Direction::Future),
        None => (code, Direction::Past),
    };
    let days = [
        ("mon", Weekday::Monday),
        ("tue", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thu", Weekday::Thursday),
        ("fri", Weekday::Friday),
        ("sat", Weekday::Saturday),
        ("sun", Weekday::Sunday),
    ];
    if let Some((_, day)) = days.iter().find(|(name, _)| *name == code) {
        return TimeExpr::Weekday(*day, direction);
    }
    let unit = |unit| match unit {
        'd' => Some(Granularity::Day),
        'w' => Some(Granularity::Week),
        'm' => Some(Granularity::Month),
        'y' => Some(Granularity::Year),
        _ => None,
    };
    if let Some(granularity) = code.chars().next_back().and_then(unit) {
        return TimeExpr::Offset(code[..code.len() - 1].parse().expect("a number"), granularity);
    }
    let numbers: Vec<i16> = code.split('-').map(|n| n.parse().expect("a number")).collect();
    match numbers[..] {
        [year] => TimeExpr::Absolute(TimeValue {
            start: Date::constant(year, 1, 1),
            end: Date::constant(year, 12, 31),
            granularity: Granularity::Year,
        }),
        [month, day] => TimeExpr::MonthDay(month as i8, Some(day as i8), direction),
        [year, month, day] => {
            TimeExpr::Absolute(TimeValue::day(Date::constant(year, month as i8, day as i8)))
        }
        _ => panic!("not a time: {code:?}"),
    }
}

fn split_sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = paragraph.start;
    let slice = paragraph.slice(text);
    for (at, _) in slice.match_indices(". ") {
        let end = paragraph.start + at as u32 + 1;
        spans.push(Span::new(start, end).trim(text));
        start = end;
    }
    spans.push(Span::new(start, paragraph.end).trim(text));
    spans.retain(|span| !span.is_empty());
    spans
}

fn split_words(text: &str, span: Span, symbols: &mut Symbols, words: &mut Vec<Word>) {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let mut start = None;
    let end = (span.slice(text).len(), ' ');
    for (at, c) in span.slice(text).char_indices().chain([end]) {
        match (start, is_part(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let at = Span::new(span.start + from as u32, span.start + at as u32);
                let form = symbols.intern(&fold(at.slice(text)));
                words.push(Word { span: at, form, lemma: form, content: at.len() > 3 });
                start = None;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_an_account() {
        let account = account(
            "a.txt",
            "# Union ends strike
             [Mira Tolland|person mira] of the [ATU|organization union acronym] spoke [yesterday|@-1d]. [“We [won|organization w].”|\"mira] she said.",
        );
        assert_eq!(account.slice(account.article.title.unwrap()), "Union ends strike");
        assert_eq!(account.name_of(EntityId(0)), "Mira Tolland");
        assert_eq!(account.slice(account.times[0].span), "yesterday");
        assert_eq!(account.slice(account.quotations[0].span), "We won.");
        assert_eq!(account.quotations[0].speaker, Some(MentionId(0)));
        assert_eq!(account.mentions[2].sentence, 2, "title, then two sentences");
        let words: Vec<_> = account.words.iter().map(|w| account.symbols.get(w.form)).collect();
        assert_eq!(words[..4], ["union", "ends", "strike", "mira"]);
    }
}
