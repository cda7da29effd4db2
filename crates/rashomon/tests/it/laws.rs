//! What holds for any text, however odd: after reading, nothing fails, and every cite is exact.

use proptest::collection::vec;
use proptest::prelude::*;
use rashomon::{Article, Dossier, Options};
use rashomon_ingest::{Given, clean_text};
use rashomon_render::JsonOptions;
use rashomon_text::Source;

use crate::support::{EXAMPLE, root};

/// Pieces that break sentences, quotations and lines where nobody would.
const ODD: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "’",
    "(",
    ")",
    "—",
    "…",
    "\n",
    "\n\n",
    "\r\n",
    "\u{c}",
    "\u{200b}",
    "\u{fe0f}",
    " ",
    ".",
    "?",
    "said",
    "denied",
    "Malta",
    "not",
    "on Wednesday",
    "in 2018",
    "62",
    "é",
    "漢字",
    "🙂",
];

/// A text made of pieces of the example's reports, cut anywhere, with odd pieces between them.
fn texts() -> impl Strategy<Value = String> {
    let mut reports: Vec<String> = ["grand-quay-times", "harbour-courier", "tarxien-echo"]
        .iter()
        .map(|name| {
            std::fs::read_to_string(root().join(EXAMPLE).join(format!("{name}.txt"))).unwrap()
        })
        .collect();
    reports.push("A \u{301}\u{feff}b.".to_owned());
    let piece = (0..reports.len(), any::<prop::sample::Index>(), 0..300usize).prop_map(
        move |(report, start, length)| {
            let chars: Vec<char> = reports[report].chars().collect();
            let start = start.index(chars.len());
            chars[start..chars.len().min(start + length)].iter().collect::<String>()
        },
    );
    let odd = prop::sample::select(ODD).prop_map(str::to_owned);
    vec(prop_oneof![2 => piece, 1 => odd, 1 => "\\PC{0,12}"], 0..12)
        .prop_map(|pieces| pieces.concat())
}

fn article(n: usize, text: String) -> Article {
    let source = Source {
        path: Some(format!("{n}.txt")),
        sha256: format!("{n:064}"),
        media_type: "text/plain",
        ..Source::default()
    };
    clean_text(source, text, &Given::default())
}

fn dossier(texts: &[String]) -> Dossier {
    let articles = texts.iter().enumerate().map(|(n, t)| article(n, t.clone())).collect();
    let (accounts, failures) = rashomon::accounts(articles, 1, &|| {});
    assert_eq!(failures, [], "a panic in annotating or extracting");
    rashomon_reconcile::reconcile(accounts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_dossier(texts in vec(texts(), 1..4)) {
        let dossier = dossier(&texts);
        prop_assert_eq!(dossier.documents.len(), texts.len());
        // writing checks every cite against its text
        let files = rashomon::files(&dossier, &Options::default());
        let mut options = JsonOptions::default();
        options.generator_options.insert("text".to_owned(), true.into());
        let whole = rashomon_render::json(&dossier, &options);
        prop_assert!(whole == files[0].contents, "dossier.json piece by piece");
        let [json, page, markdown] = files;
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json.contents).is_ok());
        prop_assert!(page.contents.ends_with("</html>\n") || page.contents.ends_with("</html>"));
        prop_assert!(!markdown.contents.is_empty());
        for (article, text) in dossier.documents.iter().zip(1..) {
            let original = article.source.path.as_deref().and_then(|path| path.strip_suffix(".txt"));
            let original: usize = original.unwrap().parse().unwrap();
            prop_assert_eq!(&article.text, &texts[original], "document {} is its input", text);
        }
    }
}
