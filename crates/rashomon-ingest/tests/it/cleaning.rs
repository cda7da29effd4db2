//! What cleaning marks, on invented texts.

use rashomon_ingest::{Given, clean_text};
use rashomon_text::{Article, ParagraphKind, Source};

/// Cleans the text on the right of the bars and compares what became of each line with the left: the
/// reason it was removed for, `title`, `byline`, `heading`, `caption`, or nothing for running text.
#[track_caller]
fn check(expect: &str) -> Article {
    let lines: Vec<(&str, &str)> = expect
        .lines()
        .map(str::trim_start)
        .filter(|line| line.contains('|'))
        .map(|line| line.split_once('|').unwrap())
        .map(|(mark, text)| (mark.trim(), text.strip_prefix(' ').unwrap_or(text)))
        .collect();
    let text: String = lines.iter().flat_map(|(_, text)| [*text, "\n"]).collect();
    let article = clean_text(Source::default(), text, &Given::default());
    let mut at = 0u32;
    let found: Vec<(&str, &str)> = lines
        .iter()
        .map(|(_, line)| {
            let fate = fate(&article, at, at + line.len() as u32);
            at += line.len() as u32 + 1;
            (fate, *line)
        })
        .collect();
    assert_eq!(found, lines);
    article
}

fn fate(article: &Article, start: u32, end: u32) -> &'static str {
    let whole = |span: rashomon_text::Span| span.start <= start && end <= span.end + 2;
    if start == end {
        return "";
    }
    if let Some(removed) = article.removed.iter().find(|it| whole(it.span)) {
        return removed.reason.as_str();
    }
    let inside = |it: &&rashomon_text::Paragraph| it.span.start < end && start < it.span.end;
    match article.paragraphs.iter().rfind(inside).map(|it| it.kind) {
        Some(ParagraphKind::Title) => "title",
        Some(ParagraphKind::Byline) => "byline",
        Some(ParagraphKind::Heading) => "heading",
        Some(ParagraphKind::Caption) => "caption",
        Some(ParagraphKind::Body) => "",
        None => "lost",
    }
}

#[test]
fn furniture_around_a_report() {
    let article = check(
        "metadata      | harbourpost.example
                       |
         metadata      | Article ID: 4711
         metadata      | Published: 7 September 2021, 21:25
                       |
         title         | Ferry sinks in the harbour of Valletta
                       |
         byline        | By Anna Borg
                       | VALLETTA -- A ferry sank in the harbour on Tuesday, the port authority said.
                       | Nobody was hurt, it added, and all forty passengers were brought ashore.
         promo         | Read: Ferry fares rise again
                       | The cause is not known. Divers were to look at the hull on Wednesday.
         advertisement | Advertisement
                       | The harbour stayed open for smaller boats, but the ferries were moved to Sliema.
         metadata      | Karl Vella contributed to this report.
         notice        | © 2021 Harbour Post. All rights reserved.
         comments      | Leave a comment
         comments      | what a pity, it was a fine old ship",
    );
    assert_eq!(article.slice(article.dateline.unwrap()), "VALLETTA --");
    assert_eq!(article.slice(article.byline.unwrap()), "By Anna Borg");
    let published = article.published.unwrap();
    assert_eq!(published.start.to_string(), "2021-09-07");
    assert_eq!(published.evidence[0].slice(&article.text), "7 September 2021");
    assert_eq!(article.outlet.unwrap().name, "harbourpost.example");
}

#[test]
fn openings_of_other_stories_at_the_end() {
    check(
        "       | A ferry sank in the harbour of Valletta on Tuesday, the port authority said.
                | Nobody was hurt, it added, and all forty passengers were brought ashore.
                | The ferry was built in 1974 and had been repaired only last spring.
         teaser | Ministers met in Vienna on Monday to talk about the price of bread and…
         teaser | A choir from Reykjavik has won the competition that was held in…
         teaser | Three schools in Tallinn will stay closed until the heating…",
    );
}

#[test]
fn headlines_between_paragraphs() {
    check(
        "title  | Ferry sinks in the harbour of Valletta
                |
                | A ferry sank in the harbour on Tuesday, the port authority said.
                |
         teaser | BREAD PRICES TO RISE AGAIN, MINISTER WARNS
                |
                | Nobody was hurt, it added, and all forty passengers were brought ashore.
                |
         teaser | [Why old ships stay in service]
                |
                | The ferry was built in 1974 and had been repaired only last spring.",
    );
}

#[test]
fn links_under_a_heading() {
    check(
        "title  | Ferry sinks in the harbour of Valletta
                |
                | A ferry sank in the harbour on Tuesday, the port authority said.
                | Nobody was hurt, it added, and all forty passengers were brought ashore.
         promo  | Read more:
         teaser | How the ferries of Malta are looked after
         teaser | Port authority under fire over old ships",
    );
}

#[test]
fn pictures() {
    check(
        "title   | Ferry sinks in the harbour of Valletta
                 |
         caption | Image copyright Example Image caption A crane lifts the ferry out of the water
                 | A ferry sank in the harbour on Tuesday, the port authority said.
         caption | (Anna Borg / Reuters)
                 | Nobody was hurt, it added, and all forty passengers were brought ashore.
         caption | The ferry in the harbour a day before it sank. Photograph: Anna Borg/AP
         caption | A diver looks at the hull of the ferry on Tuesday. REUTERS/Anna Borg
         caption | A diver comes up beside the pier where it sank Anna Borg/Reuters
         caption | Getty Images Karl Vella Anna Borg and Maria Zammit on the pier
         caption | Women hold up a picture of the ferry in Valletta on Tuesday. [Photo/Agencies]
         caption | Ships of the island: in pictures
         caption | 3 show all Ships of the island: in pictures
         caption | 1/3 A fishing boat in Marsaxlokk Getty
         caption | 2/3 A tanker off Gozo Getty
         caption | 3/3 A pilot boat in a storm Getty
                 | The ferry was built in 1974 and had been repaired only last spring.",
    );
}

#[test]
fn stamps_and_links() {
    check(
        "title    | Ferry sinks in the harbour of Valletta
                  |
         metadata | Harbour Post | Updated: 2021-09-07 21:25
                  | A ferry sank in the harbour on Tuesday, the port authority said.
         promo    | More: Why the ferries of Malta are so old
                  | Nobody was hurt, it added, and all forty passengers were brought ashore.
         promo    | The last voyage of an old ship Read more
         metadata | https://harbourpost.example/ferries
                  | The ferry was built in 1974 and had been repaired only last spring.",
    );
}

#[test]
fn trades_at_the_foot() {
    check(
        "title         | Ferry sinks in the harbour of Valletta
                       |
                       | A ferry sank in the harbour on Tuesday, the port authority said.
                       | Nobody was hurt, it added, and all forty passengers were brought ashore.
         advertisement | The best betting sites May 2021
         feed          | Stock quotes supplied by Example Data
         feed          | Quotes delayed at least 15 minutes.",
    );
    check(
        "title   | Casino burns down in Valletta
                 |
                 | A casino burnt down in Valletta on Tuesday, the fire brigade said.
                 | Nobody was hurt, it added, and all forty guests were brought out.
         heading | The casino of Valletta",
    );
}

#[test]
fn no_title_where_the_text_begins_at_once() {
    let article = check(
        " | A ferry sank in the harbour of Valletta on Tuesday, the port authority said.
          | Nobody was hurt, it added, and all forty passengers were brought ashore.",
    );
    assert_eq!(article.title, None);
}

#[test]
fn a_title_with_a_full_stop() {
    let article = check(
        "title | A ferry sank. Nobody was hurt.
               |
               | A ferry sank in the harbour of Valletta on Tuesday, the port authority said.
               | All forty passengers were brought ashore before it went down, it added.
               | The cause is not known, and divers were to look at the hull on Wednesday.",
    );
    assert!(article.title.is_some());
}

#[test]
fn a_sentence_over_a_page_break_is_one_paragraph() {
    let text =
        "The port authority moved the ferries to\n\n \u{A0}\nGozo, where they stayed for a week.\n";
    let article = clean_text(Source::default(), text.to_owned(), &Given::default());
    assert_eq!(article.paragraphs.len(), 1);
    assert!(article.slice(article.paragraphs[0].span).ends_with("for a week."));
}

#[test]
fn what_people_say_is_kept() {
    check(
        " | “Read more books,” the mayor of Valletta told the pupils, who laughed at him.
          | “Subscribe to nothing,” she said, and the hall of the old school fell silent.",
    );
}

#[test]
fn a_text_that_breaks_off() {
    let text = "A ferry sank in the harbour of Valletta on Tuesday, the port authority said.\n\
                Nobody was hurt, it added, and all forty passengers of the ferry were brought to…\n";
    let article = clean_text(Source::default(), text.to_owned(), &Given::default());
    assert!(article.truncated && article.removed.is_empty());
    assert_eq!(article.notes[0].code, "truncated");
}

#[test]
fn agencies_known_and_unknown() {
    let text = "A ferry sank in the harbour of Valletta on Tuesday, the port authority said.\n\
                Nobody was hurt, its head told Reuters, and all passengers were brought ashore.\n\
                The Lantern Press Agency contributed to this report.\n";
    let article = clean_text(Source::default(), text.to_owned(), &Given::default());
    let found: Vec<_> =
        article.credits.iter().map(|it| (it.name.as_str(), article.slice(it.span))).collect();
    assert_eq!(
        found,
        [
            ("Reuters", "told Reuters"),
            ("Lantern Press Agency", "The Lantern Press Agency contributed"),
        ]
    );
}

#[test]
fn outlets_by_their_own_words() {
    let outlet = |text: &str| {
        let article = clean_text(Source::default(), text.to_owned(), &Given::default());
        article.outlet.map(|it| it.name)
    };
    let told = "The port was closed, its head told Harbour Post Digital on Tuesday.\n\
                Harbour Post Digital has contacted the ministry, which gave no answer.\n";
    assert_eq!(outlet(told).as_deref(), Some("Harbour Post"));
    let another = "The port was closed, its head told the Harbour Post on Tuesday.\n\
                   Nobody was hurt when the ferry sank, he said, and the harbour is open.\n";
    assert_eq!(outlet(another), None, "told once: it may be another outlet");
}
