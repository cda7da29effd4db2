//! What is searched for: `vessels AND actor:malta after:2024-04-01 outlet:"harbour times"`.
//!
//! # The language
//! What is found are sentences. Words must all be in a sentence, in whatever form (*sanctioned* finds *sanctions*);
//! words in quotation marks next to each other; `harb*` any that begin so. `AND` may be left out; `OR`, `NOT` (or a `-`
//! before) and parentheses do what they say. `field:value` asks for what a sentence says or where it stands; fields
//! that are joined by `AND` ask for one statement that has them all.
//!
//! | field | asks for |
//! |---|---|
//! | `actor:` `recipient:` `speaker:` `place:` `party:` | somebody or something by one of its names, or by its id (`actor:e7`); `party:` in any of these roles |
//! | `type:` | a PLOVER type: `type:assault` |
//! | `stance:` | `says` `attributes` `hedges` `marks` `denies` `doubts` `declines` `quotes` |
//! | `in:` | `event` `claim` `quotation` |
//! | `after:` `before:` `on:` | the day of what happened, or of publication where the sentence tells none: `2022`, `2022-09`, `2022-09-07`; `after:` from that day on |
//! | `outlet:` `lang:` `story:` `article:` | the article it stands in |

use std::fmt;
use std::str::FromStr;

use crate::{ArticleId, EntityId, StoryId, keys};

/// A parsed query.
///
/// ```
/// use rashomon_store::Query;
///
/// let query: Query = "vessels actor:malta after:2024-04-01".parse().unwrap();
/// assert_eq!(query.to_string(), "vessels actor:malta after:2024-04-01");
/// let error = "type:nonsense".parse::<Query>().unwrap_err();
/// assert!(error.to_string().contains("PLOVER"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    text: String,
    pub(crate) node: Node,
}

/// Why a text is no query: what is wrong, and at which code point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong and what would be right.
    pub message: String,
    /// Code point of the query.
    pub at: usize,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.message, self.at + 1)
    }
}

impl std::error::Error for QueryError {}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// All of them; none asks for everything.
    And(Vec<Node>),
    /// One of them.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Words next to each other, as FTS5 has them: `"harbour board"`, `"harb"*`.
    Words(String),
    /// What a sentence says.
    Says(Says),
    /// Where it stands.
    Stands(Stands),
}

/// What a statement must have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Says {
    /// Somebody in a role, or in any.
    Party(Option<&'static str>, Who),
    /// A PLOVER type.
    Type(String),
    /// What the account does with it.
    Stance(String),
    /// Event, claim or quotation.
    Kind(String),
    /// A first and a last day.
    Days(Option<String>, Option<String>),
}

/// Somebody.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Who {
    /// By id.
    Id(EntityId),
    /// By words of a name, folded.
    Named(String),
}

/// What an article must have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stands {
    /// Words of its outlet's name or of its address.
    Outlet(String),
    /// Its language.
    Language(String),
    /// Its story.
    Story(StoryId),
    /// It itself.
    Article(ArticleId),
}

/// The longest query, in bytes.
const LONGEST: usize = 1000;
/// The deepest nesting.
const DEEPEST: usize = 32;
/// The stances that can be asked for.
const STANCES: [&str; 8] =
    ["says", "attributes", "hedges", "marks", "denies", "doubts", "declines", "quotes"];
/// The kinds of statement.
const KINDS: [&str; 3] = ["event", "claim", "quotation"];

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        if text.len() > LONGEST {
            let message = format!("a query has at most {LONGEST} characters");
            return Err(QueryError { message, at: 0 });
        }
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens: &tokens, at: 0, depth: 0, end: text.chars().count() };
        let node = parser.any()?;
        match parser.tokens.get(parser.at) {
            Some(token) => Err(token.fault("there is a ) too many")),
            None => Ok(Self { text: text.trim().to_owned(), node }),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Sort {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A field's name, or none, and what stands after it; whether in quotation marks.
    Term(Option<String>, String, bool),
}

struct Token {
    sort: Sort,
    at: usize,
}

impl Token {
    fn fault(&self, message: impl Into<String>) -> QueryError {
        QueryError { message: message.into(), at: self.at }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let chars: Vec<char> = text.chars().map(straight).collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let sort = match chars[at] {
            c if c.is_whitespace() || c.is_control() => {
                at += 1;
                continue;
            }
            '(' | ')' => {
                at += 1;
                if chars[start] == '(' { Sort::Open } else { Sort::Close }
            }
            '-' if chars.get(at + 1).is_some_and(|c| !c.is_whitespace()) => {
                at += 1;
                Sort::Not
            }
            _ => {
                let word = word(&chars, &mut at)?;
                match word.as_str() {
                    "AND" => Sort::And,
                    "OR" => Sort::Or,
                    "NOT" => Sort::Not,
                    _ => term(&chars, start, &mut at, word)?,
                }
            }
        };
        tokens.push(Token { sort, at: start });
    }
    Ok(tokens)
}

/// Quotation marks as programs write them.
const fn straight(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        _ => c,
    }
}

/// Characters up to white space, a parenthesis or a quotation mark; what is in quotation marks as a whole.
fn word(chars: &[char], at: &mut usize) -> Result<String, QueryError> {
    if chars.get(*at) == Some(&'"') {
        let start = *at;
        let length = chars[start + 1..].iter().position(|c| *c == '"').ok_or_else(|| {
            QueryError { message: "the quotation mark is not closed".to_owned(), at: start }
        })?;
        *at = start + length + 2;
        return Ok(chars[start + 1..start + 1 + length].iter().collect());
    }
    let ends = |c: &char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '"');
    let length = chars[*at..].iter().position(ends).unwrap_or(chars.len() - *at);
    let word = chars[*at..*at + length].iter().collect();
    *at += length;
    Ok(word)
}

/// A word with its field, if it has one.
fn term(chars: &[char], start: usize, at: &mut usize, word: String) -> Result<Sort, QueryError> {
    if chars[start] == '"' {
        return Ok(Sort::Term(None, word, true));
    }
    let Some((field, value)) = word.split_once(':') else {
        return Ok(Sort::Term(None, word, false));
    };
    let field = Some(field.to_lowercase());
    if value.is_empty() && chars.get(*at) == Some(&'"') {
        return Ok(Sort::Term(field, self::word(chars, at)?, true));
    }
    Ok(Sort::Term(field, value.to_owned(), false))
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
    end: usize,
}

impl<'t> Parser<'t> {
    fn next(&self) -> Option<&'t Sort> {
        self.tokens.get(self.at).map(|token| &token.sort)
    }

    /// Parts of which one must hold.
    fn any(&mut self) -> Result<Node, QueryError> {
        let mut parts = vec![self.all()?];
        while self.next() == Some(&Sort::Or) {
            let token = &self.tokens[self.at];
            self.at += 1;
            let part = self.all()?;
            let empty = |node: &Node| matches!(node, Node::And(parts) if parts.is_empty());
            if empty(&part) || parts.last().is_some_and(empty) {
                return Err(token.fault("OR needs something on either side"));
            }
            parts.push(part);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::Or(parts) })
    }

    /// Parts that all must hold.
    fn all(&mut self) -> Result<Node, QueryError> {
        let mut parts = Vec::new();
        let mut and = None;
        while let Some(token) = self.tokens.get(self.at) {
            match token.sort {
                Sort::And => {
                    if parts.is_empty() || and.is_some() {
                        return Err(token.fault("AND needs something on either side"));
                    }
                    self.at += 1;
                    and = Some(token);
                }
                Sort::Or | Sort::Close => break,
                _ => {
                    parts.push(self.one()?);
                    and = None;
                }
            }
        }
        match and {
            Some(token) => Err(token.fault("AND needs something on either side")),
            None if parts.len() == 1 => Ok(parts.remove(0)),
            None => Ok(Node::And(parts)),
        }
    }

    fn one(&mut self) -> Result<Node, QueryError> {
        let Some(token) = self.tokens.get(self.at) else {
            return Err(QueryError {
                message: "something is missing here".to_owned(),
                at: self.end,
            });
        };
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(token.fault("this is nested too deep"));
        }
        let node = match &token.sort {
            Sort::Not => match self.next() {
                Some(Sort::Open | Sort::Not | Sort::Term(..)) => Node::Not(Box::new(self.one()?)),
                _ => return Err(token.fault("NOT needs something behind it")),
            },
            Sort::Open => {
                let node = self.any()?;
                if self.next() != Some(&Sort::Close) {
                    return Err(token.fault("the ( is not closed"));
                }
                self.at += 1;
                node
            }
            Sort::Term(None, words, quoted) => self::words(token, words, *quoted)?,
            Sort::Term(Some(name), value, _) => field(token, name, value)?,
            Sort::Close | Sort::And | Sort::Or => {
                return Err(token.fault("something is missing here"));
            }
        };
        self.depth -= 1;
        Ok(node)
    }
}

fn words(token: &Token, words: &str, quoted: bool) -> Result<Node, QueryError> {
    let stem = words.strip_suffix('*').filter(|_| !quoted);
    let plain = stem.unwrap_or(words);
    if !plain.chars().any(char::is_alphanumeric) {
        return Err(token.fault("there is no letter or digit to search for"));
    }
    let star = if stem.is_some() { "*" } else { "" };
    Ok(Node::Words(format!("\"{}\"{star}", plain.replace('"', " "))))
}

fn field(token: &Token, name: &str, value: &str) -> Result<Node, QueryError> {
    let value = value.trim();
    if value.is_empty() {
        return Err(token.fault(format!("{name}: needs a value: {name}:…")));
    }
    let party = |role| {
        let who = match value.parse() {
            Ok(id) => Who::Id(id),
            Err(()) => Who::Named(keys::folded(value)),
        };
        if who == Who::Named(String::new()) {
            return Err(token.fault("a name has a letter or a digit"));
        }
        Ok(Node::Says(Says::Party(role, who)))
    };
    let one_of = |words: &[&str], what: &str| {
        let lower = value.to_lowercase();
        if words.contains(&lower.as_str()) {
            Ok(lower)
        } else {
            Err(token.fault(format!("{what} is one of {}", words.join(", "))))
        }
    };
    let days =
        || days(value).ok_or_else(|| token.fault("a day is given as 2022, 2022-09 or 2022-09-07"));
    match name {
        "actor" => party(Some("actor")),
        "recipient" => party(Some("recipient")),
        "speaker" => party(Some("speaker")),
        "place" => party(Some("place")),
        "party" => party(None),
        "type" => {
            let upper = value.to_uppercase();
            let types = rashomon_extract::plover::EventType::ALL;
            if types.iter().any(|it| it.as_str() == upper) {
                return Ok(Node::Says(Says::Type(upper)));
            }
            let types: Vec<String> = types.iter().map(|it| it.as_str().to_lowercase()).collect();
            Err(token.fault(format!("a PLOVER type is one of {}", types.join(", "))))
        }
        "stance" => Ok(Node::Says(Says::Stance(one_of(&STANCES, "a stance")?))),
        "in" => Ok(Node::Says(Says::Kind(one_of(&KINDS, "what is said in")?))),
        "after" => Ok(Node::Says(Says::Days(Some(days()?.0), None))),
        "before" => {
            let (first, _) = days()?;
            let before = first.parse::<rashomon_text::Date>().ok().and_then(|day| day.yesterday().ok());
            let before = before.ok_or_else(|| token.fault("there is no day before this"))?;
            Ok(Node::Says(Says::Days(None, Some(before.to_string()))))
        }
        "on" => {
            let (first, last) = days()?;
            Ok(Node::Says(Says::Days(Some(first), Some(last))))
        }
        "outlet" => Ok(Node::Stands(Stands::Outlet(value.to_owned()))),
        "lang" => Ok(Node::Stands(Stands::Language(value.to_lowercase()))),
        "story" => match value.parse() {
            Ok(id) => Ok(Node::Stands(Stands::Story(id))),
            Err(()) => Err(token.fault("a story is given by its id: story:s3")),
        },
        "article" => match value.parse() {
            Ok(id) => Ok(Node::Stands(Stands::Article(id))),
            Err(()) => Err(token.fault("an article is given by its id: article:a12")),
        },
        _ => Err(token.fault(format!(
            "there is no field {name}: but actor, recipient, speaker, place, party, type, stance, in, after, before, \
             on, outlet, lang, story, article; put words with a colon in quotation marks"
        ))),
    }
}

/// First and last day of a year, a month or a day.
fn days(value: &str) -> Option<(String, String)> {
    use rashomon_text::Date;
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = value.split('-').collect();
    let (first, last) = match parts.as_slice() {
        [year] if digits(year, 4) => {
            let year = year.parse().ok()?;
            (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
        }
        [year, month] if digits(year, 4) && digits(month, 2) => {
            let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            (first, first.last_of_month())
        }
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
            (day, day)
        }
        _ => return None,
    };
    Some((first.to_string(), last.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = match text.parse::<Query>() {
            Ok(query) => format!("{:?}", query.node),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn words_and_phrases() {
        check("", "And([])");
        check("harbour", r#"Words("\"harbour\"")"#);
        check("harb* board", r#"And([Words("\"harb\"*"), Words("\"board\"")])"#);
        check("“harbour board”", r#"Words("\"harbour board\"")"#);
        check("a OR b AND c", r#"Or([Words("\"a\""), And([Words("\"b\""), Words("\"c\"")])])"#);
        check("-(a b)", r#"Not(And([Words("\"a\""), Words("\"b\"")]))"#);
        check("tie-up", r#"Words("\"tie-up\"")"#);
    }

    #[test]
    fn fields() {
        check("actor:Oláh", r#"Says(Party(Some("actor"), Named("olah")))"#);
        check("party:e7", "Says(Party(None, Id(EntityId(7))))");
        check("Type:assault", r#"Says(Type("ASSAULT"))"#);
        check("outlet:\"Harbour Times\"", r#"Stands(Outlet("Harbour Times"))"#);
        check("on:2024-02", r#"Says(Days(Some("2024-02-01"), Some("2024-02-29")))"#);
        check("before:2022", r#"Says(Days(None, Some("2021-12-31")))"#);
    }

    #[test]
    fn faults_say_what_would_be_right() {
        check("(a", "the ( is not closed (at character 1)");
        check("a)", "there is a ) too many (at character 2)");
        check("a \"b", "the quotation mark is not closed (at character 3)");
        check("OR a", "OR needs something on either side (at character 1)");
        check("a AND", "AND needs something on either side (at character 3)");
        check("NOT", "NOT needs something behind it (at character 1)");
        check("after:soon", "a day is given as 2022, 2022-09 or 2022-09-07 (at character 1)");
        check("actor:", "actor: needs a value: actor:… (at character 1)");
        check("***", "there is no letter or digit to search for (at character 1)");
        assert!("http://x".parse::<Query>().unwrap_err().message.contains("quotation marks"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_query_or_a_fault(text in "\\PC{0,60}") {
            let _ = text.parse::<Query>();
        }
    }
}
