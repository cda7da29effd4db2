//! ECB+ (Cybulska and Vossen 2014): its tokens, mentions and chains.
//!
//! A file gives tokens and no text; the text is written from them as English is set ([`text`]), so that the program
//! reads what it would read in the wild. What was annotated with care is a list of sentences
//! (`ECBplus_coreference_sentences.csv`); mentions elsewhere do not count. In files of the later half of the set,
//! sentence 0 is the address the page was found at, and no text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use quick_xml::events::{BytesStart, Event};
use rashomon_text::Span;

/// A document with its gold mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) topic: u32,
    /// Topic and file: `12_3ecbplus`.
    pub(super) name: String,
    pub(super) text: String,
    /// The sentences that were annotated.
    pub(super) sentences: Vec<Span>,
    /// The mentions in them.
    pub(super) mentions: Vec<Mention>,
}

/// A gold mention.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// From its first token to its last.
    pub(super) span: Span,
    /// Its tokens.
    pub(super) tokens: Vec<Span>,
    /// Whether it is of an event, and not of a participant, place or time.
    pub(super) event: bool,
    /// Its chain: one name over all documents.
    pub(super) chain: String,
}

/// The documents below `folder`, sorted; those without annotated sentences are left out.
pub(super) fn read(folder: &Path) -> Result<Vec<Document>, String> {
    let list = folder.join("ECBplus_coreference_sentences.csv");
    let fault = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let rows = std::fs::read_to_string(&list).map_err(|e| fault(&list, &e))?;
    let mut annotated: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for row in rows.lines().skip(1) {
        let mut fields = row.trim().split(',');
        if let (Some(topic), Some(file), Some(Ok(sentence))) =
            (fields.next(), fields.next(), fields.next().map(str::parse))
        {
            annotated.entry(format!("{topic}_{file}")).or_default().insert(sentence);
        }
    }
    let mut documents = Vec::new();
    for (name, sentences) in &annotated {
        let topic = name.split('_').next().unwrap_or_default();
        let path = folder.join(topic).join(format!("{name}.xml"));
        // the list is of the whole set, of which some topics may be at hand
        let Ok(xml) = std::fs::read_to_string(&path) else { continue };
        let mut document = document(&xml, name, sentences).map_err(|e| fault(&path, &e))?;
        document.topic = topic.parse().unwrap_or_default();
        documents.push(document);
    }
    documents.sort_by(|a, b| (a.topic, &a.name).cmp(&(b.topic, &b.name)));
    Ok(documents)
}

/// A token of a file.
#[derive(Clone, Debug)]
struct Token {
    sentence: u32,
    word: String,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
struct File {
    tokens: BTreeMap<u32, Token>,
    /// Tag and tokens, by the mention's number.
    marked: BTreeMap<u32, (String, Vec<u32>)>,
    /// The chain that a mention is in, by its number.
    chains: HashMap<u32, String>,
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    value(element, name)?.parse().ok()
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.value.into_owned())
}

fn file(xml: &str, name: &str) -> Result<File, quick_xml::Error> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut file = File::default();
    let mut token: Option<(u32, Token)> = None;
    let mut mention: Option<u32> = None;
    let mut chain: Option<String> = None;
    loop {
        match reader.read_event()? {
            Event::Start(e) | Event::Empty(e) => {
                let tag = e.name().as_ref().to_owned();
                match tag.as_str() {
                    "token" => {
                        let sentence = number(&e, "sentence").unwrap_or_default();
                        token = number(&e, "t_id")
                            .map(|id| (id, Token { sentence, word: String::new() }));
                    }
                    "token_anchor" => {
                        if let (Some(m), Some(t)) = (mention, number(&e, "t_id"))
                            && let Some((_, tokens)) = file.marked.get_mut(&m)
                        {
                            tokens.push(t);
                        }
                    }
                    "INTRA_DOC_COREF" => {
                        let id = number(&e, "r_id").unwrap_or_default();
                        chain = Some(format!("{name}:{id}"));
                    }
                    "CROSS_DOC_COREF" => chain = value(&e, "note"),
                    "source" => {
                        if let (Some(chain), Some(m)) = (&chain, number(&e, "m_id")) {
                            file.chains.insert(m, chain.clone());
                        }
                    }
                    _ => {
                        mention = number(&e, "m_id").filter(|_| tag != "target");
                        if let Some(m) = mention {
                            file.marked.insert(m, (tag, Vec::new()));
                        }
                    }
                }
            }
            Event::Text(text) => {
                if let Some((_, token)) = &mut token {
                    token.word.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let Some((_, token)) = &mut token {
                    let known = quick_xml::escape::resolve_xml_entity(&name);
                    token.word.push_str(known.unwrap_or_default());
                }
            }
            Event::End(e) if e.name().as_ref() == "token" => file.tokens.extend(token.take()),
            Event::Eof => return Ok(file),
            _ => {}
        }
    }
}

fn document(
    xml: &str,
    name: &str,
    annotated: &BTreeSet<u32>,
) -> Result<Document, quick_xml::Error> {
    let mut file = file(xml, name)?;
    let is_address = |token: &Token| token.sentence == 0 && token.word.starts_with("http");
    if file.tokens.values().next().is_some_and(is_address) {
        file.tokens.retain(|_, token| token.sentence > 0);
    }
    let (text, spans) = text(&file.tokens);
    let mut sentences: BTreeMap<u32, Span> = BTreeMap::new();
    for (id, token) in file.tokens.iter().filter(|(_, t)| annotated.contains(&t.sentence)) {
        let span = spans[id];
        sentences.entry(token.sentence).and_modify(|s| *s = s.cover(span)).or_insert(span);
    }
    let mut mentions = Vec::new();
    for (id, (tag, anchors)) in &file.marked {
        let mut tokens: Vec<Span> = anchors.iter().filter_map(|t| spans.get(t).copied()).collect();
        tokens.sort_unstable();
        let first = anchors.first().and_then(|t| file.tokens.get(t));
        if !first.is_some_and(|t| annotated.contains(&t.sentence)) || tokens.is_empty() {
            continue;
        }
        let span = tokens[0].cover(tokens[tokens.len() - 1]);
        let event = tag.starts_with("ACTION") || tag.starts_with("NEG_ACTION");
        let alone = || format!("{name}#{id}");
        let chain = file.chains.get(id).cloned().unwrap_or_else(alone);
        // the two layers have chains of their own
        let chain = format!("{}{chain}", if event { "e:" } else { "p:" });
        mentions.push(Mention { span, tokens, event, chain });
    }
    mentions.sort_by_key(|m| (m.span, m.event));
    let sentences = sentences.into_values().collect();
    Ok(Document { topic: 0, name: name.to_owned(), text, sentences, mentions })
}

/// The text of tokens as English is set, and where each of them stands in it.
///
/// A sentence that no mark ends is a line of its own, as headlines are.
fn text(tokens: &BTreeMap<u32, Token>) -> (String, BTreeMap<u32, Span>) {
    let mut text = String::new();
    let mut spans = BTreeMap::new();
    let list: Vec<(&u32, &Token)> = tokens.iter().collect();
    // whether a straight mark of quotation is open
    let mut open = false;
    for (n, (id, token)) in list.iter().enumerate() {
        let word = match token.word.as_str() {
            "``" => "“",
            "''" => "”",
            word => word,
        };
        let before = n.checked_sub(1).map(|n| list[n].1);
        let after = list.get(n + 1).filter(|t| t.1.sentence == token.sentence);
        let closes = word == "\"" && open;
        let gap = match before {
            None => "",
            Some(last) if last.sentence != token.sentence => {
                open = false;
                if last.word.ends_with(['.', '!', '?', '"', '\'', '”', '’', ':']) {
                    " "
                } else {
                    "\n"
                }
            }
            Some(last) => {
                let word_before = n.checked_sub(2).map_or("", |n| list[n].1.word.as_str());
                let glued = closes
                    || last.word == "\"" && open
                    || sticks_to_the_left(word)
                    || sticks_to_the_right(&last.word)
                    || joins_figures(word_before, &last.word, word)
                    || joins_letters(word_before, &last.word, word)
                    || joins_parts(&last.word, word, after.map_or("", |t| t.1.word.as_str()))
                    || joins_parts(word_before, &last.word, word);
                if glued { "" } else { " " }
            }
        };
        if word == "\"" {
            open = !closes;
        }
        text.push_str(gap);
        let start = text.len() as u32;
        text.push_str(word);
        spans.insert(**id, Span::new(start, text.len() as u32));
    }
    (text, spans)
}

fn sticks_to_the_left(word: &str) -> bool {
    const CLITICS: [&str; 9] = ["'s", "'re", "'ve", "'ll", "'d", "'m", "n't", "'S", "'"];
    const MARKS: [&str; 12] = [".", ",", ";", ":", "!", "?", ")", "]", "”", "’", "%", "..."];
    CLITICS.contains(&word) || MARKS.contains(&word)
}

fn sticks_to_the_right(word: &str) -> bool {
    matches!(word, "(" | "[" | "“" | "``" | "$" | "‘" | "#")
}

/// "600 , 000", "5 : 03pm", "3 . 30": a mark within a number.
fn joins_figures(before: &str, mark: &str, after: &str) -> bool {
    let figures = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    figures(before)
        && match mark {
            "," => before.len() <= 3 && digits == 3,
            ":" => before.len() <= 2 && digits == 2,
            "." => digits > 0,
            _ => false,
        }
}

/// "L . A", "p . m", "Lohan ’ s": a stop between initials, an apostrophe within a word.
fn joins_letters(before: &str, mark: &str, after: &str) -> bool {
    let letter = |word: &str| word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    match mark {
        "." => letter(before) && letter(after),
        "’" | "'" => matches!(after, "s" | "t" | "re" | "ve" | "ll" | "d" | "m" | "S"),
        _ => false,
    }
}

/// "34 - year - old", "zero - day": a hyphen between words without a capital.
fn joins_parts(before: &str, mark: &str, after: &str) -> bool {
    let part =
        |word: &str| word.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase());
    mark == "-" && part(before) && part(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of words, sentences parted by a bar.
    fn set(words: &str) -> String {
        let mut tokens = BTreeMap::new();
        let mut sentence = 1;
        for (id, word) in words.split(' ').enumerate() {
            if word == "|" {
                sentence += 1;
            } else {
                tokens.insert(id as u32, Token { sentence, word: word.to_owned() });
            }
        }
        let (text, spans) = text(&tokens);
        for (id, span) in spans {
            let word = tokens[&id].word.replace("``", "“").replace("''", "”");
            assert_eq!(span.slice(&text), word);
        }
        text
    }

    #[test]
    fn tokens_are_set_as_english_is() {
        assert_eq!(
            set(
                "Ferry aground off Tresk | The mayor 's aide ( 34 ) said : `` We did n't , '' twice . | So"
            ),
            "Ferry aground off Tresk\nThe mayor's aide (34) said: “We didn't,” twice. So"
        );
        assert_eq!(
            set("a 34 - year - old clerk - Ilse - paid $ 600 , 000 at 5 : 03pm"),
            "a 34-year-old clerk - Ilse - paid $600,000 at 5:03pm"
        );
        assert_eq!(
            set("in 2031 , 500 ships of the L . A . port ’ s fleet \" sank \" there"),
            "in 2031, 500 ships of the L.A. port’s fleet \"sank\" there"
        );
    }

    #[test]
    fn mentions_of_annotated_sentences_have_their_chains() {
        let xml = r#"<Document doc_name="1_1x.xml">
            <token t_id="1" sentence="0" number="0">http</token>
            <token t_id="2" sentence="1" number="0">Ships</token>
            <token t_id="3" sentence="1" number="1">sank</token>
            <token t_id="4" sentence="1" number="2">off</token>
            <token t_id="5" sentence="2" number="0">Smith &amp; Co</token>
            <Markables>
              <ACTION_OCCURRENCE m_id="7"><token_anchor t_id="3"/></ACTION_OCCURRENCE>
              <NON_HUMAN_PART m_id="8"><token_anchor t_id="2"/></NON_HUMAN_PART>
              <HUMAN_PART_ORG m_id="9"><token_anchor t_id="5"/></HUMAN_PART_ORG>
              <ACTION_OCCURRENCE m_id="10" RELATED_TO="" TAG_DESCRIPTOR="sinking" instance_id="ACT1"/>
            </Markables>
            <Relations>
              <CROSS_DOC_COREF r_id="11" note="ACT1"><source m_id="7"/><target m_id="10"/></CROSS_DOC_COREF>
            </Relations></Document>"#;
        let document = document(xml, "1_1x", &BTreeSet::from([1])).unwrap();
        assert_eq!(document.text, "Ships sank off\nSmith & Co");
        assert_eq!(document.sentences, [Span::new(0, 14)]);
        let told: Vec<(&str, bool, &str)> = document
            .mentions
            .iter()
            .map(|m| (m.span.slice(&document.text), m.event, m.chain.as_str()))
            .collect();
        assert_eq!(told, [("Ships", false, "p:1_1x#8"), ("sank", true, "e:ACT1")]);
    }
}
