//! Where words and sentences of news English begin and end.

use rashomon_annotate::{Analysis, Annotator};
use rashomon_text::{Article, ParagraphKind, Reason, Removed, Span};

/// Words parted by spaces, sentences by " | ".
fn shown(text: &str, analysis: &Analysis) -> String {
    let sentence = |s: &rashomon_annotate::Sentence| {
        s.tokens.iter().map(|t| analysis.word(text, t)).collect::<Vec<_>>().join(" ")
    };
    analysis.sentences.iter().map(sentence).collect::<Vec<_>>().join(" | ")
}

fn check(text: &str, want: &str) {
    let article = Article::plain(text);
    assert_eq!(shown(text, &Annotator::new().annotate(&article)), want);
}

#[test]
fn marks_stand_alone() {
    check("“We met,” he said, “twice.”", "“ We met , ” he said , “ twice . ”");
    check("\"No,\" she said.", "\" No , \" she said .");
    check("Talks (the third round) ended…", "Talks ( the third round ) ended …");
}

#[test]
fn short_forms_are_cut_where_the_treebanks_cut_them() {
    check("It didn't work and they won't pay.", "It did n't work and they wo n't pay .");
    check("It didn’t matter.", "It did n’t matter .");
    check("Norway's parliament cannot vote.", "Norway 's parliament can not vote .");
    check("the ministers’ plan", "the ministers ’ plan");
}

#[test]
fn abbreviations_and_initials_keep_their_stop() {
    check("Mr. A. B. Calder met Dr. Orne.", "Mr. A. B. Calder met Dr. Orne .");
    check("The U.S. and the U.N. agreed.", "The U.S. and the U.N. agreed .");
    check("Gen. Holm arrived at 9 a.m. on Friday.", "Gen. Holm arrived at 9 a.m. on Friday .");
}

#[test]
fn numbers_stay_whole() {
    check("It cost $1,250.50, up 3.5%.", "It cost $ 1,250.50 , up 3.5 % .");
    check("at 10:30 on 12/09/2022", "at 10:30 on 12/09/2022");
}

#[test]
fn hyphens_part_words() {
    check("a 15-year plan", "a 15 - year plan");
    check("the state-run agency", "the state - run agency");
}

#[test]
fn datelines() {
    check("TIRANA -- The ministry closed.", "TIRANA -- The ministry closed .");
    check("OSLO — The ministry closed.", "OSLO — The ministry closed .");
}

#[test]
fn no_break_spaces_part_words() {
    check("five\u{A0}ships sank\u{202F}.", "five ships sank .");
}

#[test]
fn sentences_end_at_stops_not_at_titles() {
    check(
        "Mr. Calder spoke. Dr. Orne left. Who stayed? Nobody!",
        "Mr. Calder spoke . | Dr. Orne left . | Who stayed ? | Nobody !",
    );
    check("“They lied.” The ministry denied it.", "“ They lied . ” | The ministry denied it .");
}

#[test]
fn times_of_day_end_a_sentence_only_before_a_new_one() {
    check(
        "Talks began at 9 a.m. on Friday and ended at 6 p.m. after a vote.",
        "Talks began at 9 a.m. on Friday and ended at 6 p.m. after a vote .",
    );
    check("It left at 7 a.m. Tuesday.", "It left at 7 a.m. Tuesday .");
    check("It shut at 10 p.m. EST on Sunday.", "It shut at 10 p.m. EST on Sunday .");
    check(
        "Police came at 3.15 p.m. Witnesses saw two men. It shuts at 6 P.M.",
        "Police came at 3.15 p.m. | Witnesses saw two men . | It shuts at 6 P.M.",
    );
    check("Call before 4 p.m., please.", "Call before 4 p.m. , please .");
}

#[test]
fn titles_and_numbers_keep_their_stop() {
    check("Rep. Dana Voss (R-Ohio) spoke.", "Rep. Dana Voss ( R - Ohio ) spoke .");
    check("Maj. Gen. Tal and Capt. Ruud met.", "Maj. Gen. Tal and Capt. Ruud met .");
    check("Lt. Gen. M. K. Osei, No. 2, left.", "Lt. Gen. M. K. Osei , No. 2 , left .");
    check("The answer was no. He left.", "The answer was no . | He left .");
    check("It was 52 vs. 48 at St. Mary's.", "It was 52 vs. 48 at St. Mary 's .");
}

#[test]
fn a_word_of_the_grammar_with_a_capital_begins_a_sentence() {
    check("He moved to the U.S. In 2010 he left.", "He moved to the U.S. | In 2010 he left .");
    check("The U.S. Treasury will act.", "The U.S. Treasury will act .");
    check(
        "It is owned by Borex Ltd. The company said so.",
        "It is owned by Borex Ltd. | The company said so .",
    );
}

#[test]
fn headlines_without_a_stop_are_paragraphs_of_their_own() {
    check(
        "PORT SHUT AFTER BLAST\n\nMinisters met on Monday. They agreed.",
        "PORT SHUT AFTER BLAST | Ministers met on Monday . | They agreed .",
    );
}

#[test]
fn initials_and_datelines_in_running_text() {
    check("J. R. Okafor spoke. R. Singh did not.", "J. R. Okafor spoke . | R. Singh did not .");
    check("LAGOS, Nov. 3 (Courier) — Ships sank.", "LAGOS , Nov. 3 ( Courier ) — Ships sank .");
    check(
        "\"Is it?\" asked the judge. \"No!\" they said.",
        "\" Is it ? \" asked the judge . | \" No ! \" they said .",
    );
}

#[test]
fn addresses_stay_whole() {
    check("See https://example.org/a?b=c.", "See https://example.org/a?b=c .");
    check("Write to desk@example.org now.", "Write to desk@example.org now .");
}

#[test]
fn a_headline_is_one_sentence() {
    let text = "Ministers Meet in Oslo After Ferry Sinks";
    let mut article = Article::plain(text);
    article.paragraphs[0].kind = ParagraphKind::Title;
    assert_eq!(shown(text, &Annotator::new().annotate(&article)), text);
}

#[test]
fn a_removed_range_inside_a_paragraph_is_skipped() {
    let text = "The ferry left the\n\nAdvertisement\n\nharbour at noon.";
    let mut article = Article::plain(text);
    let whole = Span::new(0, text.len() as u32);
    article.paragraphs.truncate(1);
    article.paragraphs[0].span = whole;
    let span = Span::find(text, "Advertisement").expect("it is there");
    article.removed.push(Removed { span, reason: Reason::Advertisement });
    let analysis = Annotator::new().annotate(&article);
    assert_eq!(shown(text, &analysis), "The ferry left the harbour at noon .");
}
