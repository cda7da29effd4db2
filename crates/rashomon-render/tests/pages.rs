//! The pages and the file, as a reader and a program see them.

mod specimen;

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};
use rashomon_reconcile::{Dossier, dossier::DocId};
use rashomon_render::{
    HtmlOptions, JsonOptions, Links, html, html_body,
    json::{self, json, wire},
    markdown,
};

fn page(dossier: &Dossier) -> String {
    html(dossier, HtmlOptions::default())
}

/// The values of an attribute, as written.
fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let opening = format!(" {name}=\"");
    html.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Every element with its attributes, as a browser reads them.
fn elements(html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Token::StartTag(tag) = token {
            let read = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let name = read(&tag.name);
            // the page has its own scripts and styles: one more would not show in a set
            let counted = matches!(name.as_str(), "script" | "style" | "meta" | "link");
            let times = seen.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
            found.insert(if counted { format!("{name} {times}") } else { name });
            for (name, value) in &tag.attributes {
                let (name, value) = (read(name), read(value));
                // where an address leads matters; other values are words
                let scheme = value.split_once(':').map_or("", |(scheme, _)| scheme);
                let address = matches!(name.as_str(), "href" | "src");
                found.insert(if address { format!("{name}={scheme}") } else { name });
            }
        }
    }
    found
}

mod versions {
    use super::*;
    use rashomon_reconcile::dossier::{Article, Change, Cite, Version};
    use rashomon_text::Span;

    /// A page and its later version.
    fn dossier() -> Dossier {
        let (old, new) = ("The wall cost <two> million.", "The wall cost <b>four* million.");
        let cite = |doc, text, words| Some(Cite::new(DocId(doc), Span::find(text, words).unwrap()));
        let removed = cite(0, old, "<two>");
        let added = cite(1, new, "<b>four*");
        Dossier {
            documents: [old, new].map(Article::plain).to_vec(),
            versions: vec![Version {
                doc: DocId(1),
                of: DocId(0),
                changes: vec![Change { removed, added }, Change { removed: None, added }],
            }],
            ..Dossier::default()
        }
    }

    #[test]
    fn the_page_shows_what_changed() {
        let page = page(&dossier());
        assert!(page.contains("<p><b>was</b> <del>&lt;two&gt;</del></p><p><b>now</b> <ins>&lt;b&gt;four*</ins></p>"), "{page}");
        assert!(page.contains("An earlier version of <a href=\"#d2\">text 2</a>"), "{page}");
    }

    #[test]
    fn markdown_cites_what_changed() {
        let text = markdown(&dossier(), None);
        assert!(text.contains("changed since undated in 2 places"), "{text}");
        assert!(text.contains("  - taken out[^1], put in[^2]\n  - put in[^2]"), "{text}");
    }

    #[test]
    fn the_file_names_the_version_before() {
        let text = json(&dossier(), &JsonOptions::default());
        let read: wire::Dossier<'_> = serde_json::from_str(&text).expect("the file reads back");
        let version = read.documents[1].version.as_ref().unwrap();
        assert_eq!(version.of.to_string(), "d1");
        assert_eq!(version.changes[0].removed.as_ref().unwrap().text, "<two>");
        assert!(version.changes[1].removed.is_none() && read.documents[0].version.is_none());
    }
}

mod file {
    use super::*;

    fn read(options: &JsonOptions) -> (String, wire::Dossier<'static>) {
        let text = json(&specimen::dossier(), options);
        let read = serde_json::from_str(&text).expect("the file reads back");
        (text, read)
    }

    #[test]
    fn incidents_name_events_parties_and_who_says_so() {
        let (_, read) = read(&JsonOptions::default());
        let story = &read.stories[1];
        let incident = &story.incidents[0];
        assert_eq!(incident.events[0].to_string(), story.events[0].id.to_string());
        assert_eq!(incident.attribution, "contested");
        assert_eq!(incident.attributions.iter().filter(|a| a.by.is_none()).count(), 1);
        assert_eq!(incident.initiators[0].category.as_deref(), Some("non_state_group"));
        assert!(read.stories[0].incidents.is_empty(), "a fire is none");
        let text = markdown(&specimen::dossier(), None);
        for line in ["(attribution contested)\n  - Type: data theft", "(restrictive)"] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn every_cite_is_what_stands_there() {
        let text = json(&specimen::dossier(), &JsonOptions::default());
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let texts: Vec<Vec<char>> = value["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["text"].as_str().unwrap().chars().collect())
            .collect();
        let mut cites = 0;
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                serde_json::Value::Array(items) => open.extend(items),
                serde_json::Value::Object(fields) => {
                    open.extend(fields.values());
                    if let Some(doc) = fields.get("doc") {
                        let number: usize = doc.as_str().unwrap()[1..].parse().unwrap();
                        let at = |key: &str| fields[key].as_u64().unwrap() as usize;
                        let there: String =
                            texts[number - 1][at("start")..at("end")].iter().collect();
                        assert_eq!(there, fields["text"].as_str().unwrap());
                        cites += 1;
                    }
                }
                _ => {}
            }
        }
        assert!(cites > 100, "{cites} cites");
    }

    #[test]
    fn it_reads_back_as_written() {
        let (_, read) = read(&JsonOptions::default());
        let dossier = specimen::dossier();
        assert_eq!(read, json::wire(&dossier, &JsonOptions::default()));
    }

    #[test]
    fn ids_run_over_all_stories() {
        let (_, read) = read(&JsonOptions::default());
        let events: Vec<String> =
            read.stories.iter().flat_map(|s| &s.events).map(|e| e.id.to_string()).collect();
        assert_eq!(events, (1..=10).map(|n| format!("v{n}")).collect::<Vec<_>>());
        assert_eq!(read.stories[0].claims[0].about[0].to_string(), "v5");
        assert_eq!(read.stories[2].id.to_string(), "s3");
    }

    #[test]
    fn what_is_not_shown_is_kept() {
        let (text, read) = read(&JsonOptions::default());
        assert_eq!(read.stories[0].events.iter().filter(|e| !e.shown).count(), 1);
        assert_eq!(text.matches("\"shown\": false").count(), 1);
        assert!(!text.contains("\"shown\": true"));
    }

    #[test]
    fn numbers_are_plain() {
        let (text, _) = read(&JsonOptions::default());
        for written in
            ["\"confidence\": 0.875", "\"value\": 12000,", "\"score\": 0.41,", "\"score\": 1,"]
        {
            assert!(text.contains(written), "{written}");
        }
    }

    #[test]
    fn a_page_as_served_is_cited_by_bytes() {
        let mut dossier = specimen::first_story();
        let mut map = rashomon_text::OffsetMap::new();
        map.copy(100, dossier.documents[0].text.len() as u32);
        dossier.documents[0].raw = Some(map);
        let options = JsonOptions::default();
        let read = json::wire(&dossier, &options).documents[0].title.clone();
        let cite = read.expect("a title");
        let raw = cite.raw.expect("bytes of the page");
        // ț is one character and two bytes
        assert_eq!((raw.start, raw.end - raw.start), (100, cite.end - cite.start + 1));
    }

    #[test]
    fn texts_can_be_left_out() {
        let options = JsonOptions { text: false, ..JsonOptions::default() };
        let (_, read) = read(&options);
        assert!(read.documents.iter().all(|d| d.text.is_none()));
        assert!(read.stories[0].events[0].reports[0].cite.text.starts_with("The terminal"));
    }

    #[test]
    fn the_same_bytes_every_time() {
        let options = JsonOptions::default();
        assert_eq!(read(&options).0, read(&options).0);
        assert!(read(&options).0.ends_with("}\n"));
    }
}

mod page {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn words_add_no_element(words in "[a<>/\"'`=& !-]{0,12}(<script>|<img onerror=a>|</style>|<!--|]]>|javascript:a)?\\PC{0,12}") {
            let plain = elements(&page(&specimen::filled("plain words")));
            let all = elements(&page(&specimen::filled(&words)));
            let new: Vec<&String> = all.difference(&plain).collect();
            prop_assert!(new.is_empty(), "{new:?}");
        }
    }

    #[test]
    fn every_link_leads_somewhere() {
        for dossier in [specimen::dossier(), specimen::first_story(), specimen::crowd(40)] {
            let html = page(&dossier);
            let ids = attributes(&html, "id");
            let unique: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), unique.len(), "an id is used twice");
            for href in attributes(&html, "href").iter().filter_map(|h| h.strip_prefix('#')) {
                assert!(unique.contains(href), "#{href} leads nowhere");
            }
            for target in attributes(&html, "popovertarget") {
                assert!(unique.contains(target), "{target} opens nothing");
            }
        }
    }

    #[test]
    fn nothing_of_the_texts_acts() {
        let html = page(&specimen::dossier());
        let lower = html.to_lowercase();
        assert_eq!(lower.matches("<script").count(), 1, "only the page's own");
        let head = lower.split("<body").next().unwrap();
        assert_eq!(head.matches("</title>").count(), 1);
        for inert in ["<img", "<b>bold", "href=\"javascript:", "src="] {
            let raw = lower.replace("&lt;img src=x", "");
            assert!(!raw.contains(inert), "{inert}");
        }
        assert!(lower.contains("&lt;script&gt;alert('story')&lt;/script&gt;"));
        assert!(!html.contains(['\u{202E}', '\u{2067}']));
    }

    #[test]
    fn no_request_leaves_the_page() {
        let html = page(&specimen::dossier());
        assert!(html.contains("default-src 'none'"));
        for address in attributes(&html, "href") {
            let own = address.starts_with('#') || address == "data:,";
            assert!(own || address.starts_with("https://"), "{address}");
        }
        assert!(html.contains("https://ledger.example/port/fire?id=1&amp;p=2"));
    }

    #[test]
    fn all_is_told_on_it() {
        let html = page(&specimen::first_story());
        for told in [
            "6 accounts",
            "5 independent origins",
            "8 events",
            "2 disputed",
            "1 conflict",
            "6 of 6",
            "deny it",
            "Thursday 13 March",
            "later report",
            "other scope",
            "translation",
            "(earlier)",
            "denied by",
            "about 14–16 Mar 2031",
            "text breaks off",
            "Euxine Wire",
            "<ins>prepared</ins>",
            "not in the text we have",
            "Speaker not known",
            "41 %",
            "coastwatch.example",
            "<h2>Where</h2>",
            "class=\"land\"",
            "<s>Read: Ten ports to watch this year</s>",
        ] {
            assert!(html.contains(told), "{told}");
        }
        assert_eq!(
            html.matches("The union fights the operator").count(),
            1,
            "its twin is not shown"
        );
    }

    #[test]
    fn one_account_or_none_is_no_trouble() {
        assert!(page(&Dossier::default()).contains("There was no text to read"));
        assert!(page(&specimen::dossier()).contains("One account only"));
        assert!(page(&specimen::dossier()).contains("A story without a main event"));
    }

    #[test]
    fn texts_can_be_left_out() {
        let html =
            html(&specimen::first_story(), HtmlOptions { text: false, ..HtmlOptions::default() });
        assert!(
            !html.contains(
                "Residents alleged that the sprinklers had been switched off to save mon"
            )
        );
        assert!(html.contains("The texts themselves were left out"));
    }

    /// References to what is not there, and cites that do not hold, as a bug upstream could make.
    fn broken() -> Dossier {
        let mut dossier = specimen::dossier();
        for article in &mut dossier.documents {
            let half =
                (0..=article.text.len() / 2).rev().find(|&i| article.text.is_char_boundary(i));
            article.text.truncate(half.unwrap_or(0));
        }
        dossier.documents.truncate(4);
        dossier.entities.clear();
        for story in &mut dossier.stories {
            story.events.truncate(3);
            for event in &mut story.events {
                event.silent.push(DocId(99));
                for (i, report) in event.reports.iter_mut().enumerate() {
                    report.cite.span.start += i as u32;
                    report.cite.span.end = report.cite.span.end.saturating_mul(i as u32);
                }
            }
        }
        dossier
    }

    #[test]
    fn odd_references_are_left_out() {
        let dossier = broken();
        let html = page(&dossier);
        assert!(html.contains("Fire at the Pontica grain terminal"));
        assert!(markdown(&dossier, None).contains("Fire at the Pontica grain terminal"));
        let text = json(&dossier, &JsonOptions::default());
        let read: wire::Dossier<'_> = serde_json::from_str(&text).expect("it reads back");
        for cite in read.stories.iter().flat_map(|s| &s.events).flat_map(|e| &e.reports) {
            let doc = &read.documents[cite.cite.doc.index()];
            let there: String = doc
                .text
                .as_deref()
                .unwrap_or_default()
                .chars()
                .skip(cite.cite.start as usize)
                .take((cite.cite.end - cite.cite.start) as usize)
                .collect();
            assert_eq!(there, cite.cite.text);
        }
    }

    #[test]
    fn very_many_outlets_are_counted() {
        let html = page(&specimen::crowd(300));
        assert!(html.contains("299 says"), "one of 300 does not tell it");
        assert!(!html.contains("<table"));
    }

    #[test]
    fn it_stays_small() {
        assert!(page(&specimen::first_story()).len() < 150_000);
        assert!(page(&specimen::crowd(40)).len() < 150_000);
        let wide = page(&specimen::wide(40, 200));
        assert!(wide.len() < 3_000_000, "{}", wide.len());
        assert!(wide.matches("class=\"cell ").count() > 3_000, "two cells in five have a passage");
    }
}

mod served {
    use super::*;

    /// The page as a server frames it, with pages of their own for texts and for those who take part.
    fn body(dossier: &Dossier) -> String {
        let documents = (0..dossier.documents.len()).map(|i| format!("/articles/a{}", 10 + i));
        let entities =
            (0..dossier.entities.len()).map(|i| (i != 1).then(|| format!("/entities/e{}", 20 + i)));
        let links = Links { documents: documents.collect(), entities: entities.collect() };
        html_body(dossier, HtmlOptions { links: Some(&links), ..HtmlOptions::default() })
    }

    #[test]
    fn it_holds_neither_head_nor_script_nor_style() {
        let found = elements(&body(&specimen::dossier()));
        let foreign =
            ["html", "head", "body", "main", "script 1", "style 1", "style", "link 1", "meta 1"];
        let foreign = |it: &&String| foreign.contains(&it.as_str()) || it.starts_with("on");
        assert_eq!(found.iter().find(foreign), None);
        assert!(found.contains("button") && found.contains("popover"));
    }

    #[test]
    fn passages_lead_to_the_very_words() {
        let dossier = specimen::first_story();
        let body = body(&dossier);
        assert!(!body.contains("<s>Read: Ten ports"), "the texts stand on their own pages");
        let mut passages = 0;
        for part in body.split("<div popover").skip(1) {
            let cited = part.split("<mark>").nth(1).and_then(|rest| rest.split("</mark>").next());
            let href = attributes(part, "href")[0].replace("&amp;", "&");
            let (number, place) = href
                .strip_prefix("/articles/a")
                .and_then(|href| href.split_once("?from="))
                .unwrap_or_else(|| panic!("{href}"));
            let (from, to) = place.strip_suffix("#here").unwrap().split_once("&to=").unwrap();
            let [number, from, to]: [usize; 3] = [number, from, to].map(|n| n.parse().unwrap());
            let text = &dossier.documents[number - 10].text;
            let there: String = text.chars().skip(from).take(to - from).collect();
            let cited = cited.unwrap().replace("&amp;", "&").replace("&quot;", "\"");
            assert!(there.starts_with(&cited), "{there} / {cited}");
            passages += 1;
        }
        assert!(passages > 20, "{passages}");
    }

    #[test]
    fn names_lead_to_pages_and_rows_can_be_pointed_at() {
        let dossier = specimen::first_story();
        let body = body(&dossier);
        let ids: BTreeSet<&str> = attributes(&body, "id").into_iter().collect();
        for href in attributes(&body, "href") {
            let known = href.strip_prefix('#').map_or_else(
                || {
                    ["/articles/a1", "/entities/e2", "/entities/e30", "https://"]
                        .iter()
                        .any(|start| href.starts_with(start))
                },
                |id| ids.contains(id),
            );
            assert!(known, "{href}");
        }
        assert!(body.contains("href=\"/entities/e2"), "those who take part have pages");
        assert!(!body.contains("\"/entities/e21\""), "but for one");
        for (i, event) in dossier.stories[0].events.iter().enumerate() {
            assert_eq!(
                ids.contains(format!("f{}", i + 1).as_str()),
                event.shown,
                "{}",
                event.label
            );
        }
    }
}

mod notes {
    use super::*;

    #[test]
    fn every_note_is_defined_once() {
        let md = markdown(&specimen::dossier(), None);
        let (body, notes) = md.split_once("## Notes").expect("notes");
        let used: BTreeSet<&str> =
            body.split("[^").skip(1).filter_map(|r| r.split(']').next()).collect();
        let defined: Vec<&str> =
            notes.lines().filter_map(|l| l.strip_prefix("[^")?.split(']').next()).collect();
        assert_eq!(used, defined.iter().copied().collect());
        assert_eq!(used.len(), defined.len());
    }

    #[test]
    fn nothing_of_the_texts_acts() {
        let md = markdown(&specimen::dossier(), None).replace("\\]", "");
        for acting in ["<script", "<img", "](javascript", "\u{202E}", "\u{2067}"] {
            assert!(!md.contains(acting), "{acting}");
        }
    }

    #[test]
    fn it_says_what_the_page_says() {
        let md = markdown(&specimen::first_story(), None);
        for told in [
            "# Fire at the Pontica grain terminal in Constanța",
            "- Fire at the Pontica grain terminal (14 Mar 2031), 6 of 6: The Harbour Ledger[^1]",
            "  - deny it: Matei Strungar, in The Harbour Ledger",
            "**planned**",
            "(a later report replaces an earlier one)",
            ": The Harbour Ledger, 15 Mar 2031: “**A fire tore through the Pontica grain terminal in Constanța on Friday night**, injuring",
        ] {
            assert!(md.contains(told), "{told}\n{md}");
        }
    }
}
