//! CoNLL-U, the format of Universal Dependencies.

use std::fmt::Write as _;

use rashomon::Article;
use rashomon_annotate::{Analysis, TokenId};
use rashomon_text::CodePoints;

/// Document number `number` (from 1) of the output, named `name`.
///
/// Identifiers of sentences are `document-sentence`, so that no two of one output are the same, and `# text`
/// is what the forms and `SpaceAfter=No` give, as the official validator asks.
pub(super) fn write(number: usize, name: &str, article: &Article, a: &Analysis) -> String {
    let points = CodePoints::new(&article.text);
    let names = super::names(a);
    let mut out = format!("# newdoc id = {}\n", line(name));
    let mut paragraph = None;
    for (sentence_number, sentence) in a.sentences.iter().enumerate() {
        if paragraph != Some(sentence.paragraph) {
            paragraph = Some(sentence.paragraph);
            out.push_str("# newpar\n");
        }
        // whether the next token follows without a space
        let touches = |t: TokenId| {
            let next = a.tokens.span.get(t.index() + 1);
            next.is_some_and(|next| next.start == a.tokens.span[t.index()].end)
        };
        let mut text = String::new();
        for t in sentence.tokens.iter() {
            text.push_str(a.word(&article.text, t));
            text.push_str(if touches(t) { "" } else { " " });
        }
        let _ = writeln!(out, "# sent_id = {number}-{}", sentence_number + 1);
        let _ = writeln!(out, "# text = {}", text.trim_end());
        for t in sentence.tokens.iter() {
            let (start, end) = points.of_span(a.tokens.span[t.index()]);
            let mut misc = format!("Start={start}|End={end}");
            if let Some(name) = &names[t.index()] {
                let _ = write!(misc, "|Name={name}");
            }
            if touches(t) {
                misc.push_str("|SpaceAfter=No");
            }
            let head = a.head(t).map_or(0, |h| h.0 - sentence.tokens.start + 1);
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{misc}",
                t.0 - sentence.tokens.start + 1,
                a.word(&article.text, t),
                line(a.lemma(t)),
                a.upos(t).as_str(),
                a.xpos(t).as_str(),
                a.deprel(t).as_str(),
            );
        }
        out.push('\n');
    }
    out
}

/// White space inside a field or comment as single spaces: the format is one of lines and tabs.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use rashomon_annotate::Annotator;
    use rashomon_text::{Reason, Removed, Span};

    /// What levels 1 and 2 of the official validator ask of files without features.
    fn valid(text: &str) {
        let mut seen = BTreeSet::new();
        for block in text.split_terminator("\n\n") {
            let comment = |key: &str| {
                let mut lines = block.lines();
                lines.find_map(|l| l.strip_prefix("# ")?.strip_prefix(key)?.strip_prefix(" = "))
            };
            let id = comment("sent_id").expect("every sentence has an identifier");
            assert!(seen.insert(id.to_owned()), "{id} twice");
            let rows: Vec<Vec<&str>> = block
                .lines()
                .filter(|l| !l.starts_with('#'))
                .map(|l| l.split('\t').collect())
                .collect();
            let mut told = String::new();
            let mut roots = 0;
            for (i, row) in rows.iter().enumerate() {
                assert_eq!(row.len(), 10);
                assert!(row.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{row:?}");
                assert_eq!(row[0], (i + 1).to_string());
                assert!(!row[1].contains(char::is_whitespace), "{row:?}");
                let head: usize = row[6].parse().expect("a number");
                assert!(head <= rows.len() && head != i + 1);
                assert_eq!(head == 0, row[7] == "root", "{row:?}");
                roots += usize::from(head == 0);
                told.push_str(row[1]);
                let last = i + 1 == rows.len();
                let touches = row[9].split('|').any(|m| m == "SpaceAfter=No");
                told.push_str(if last || touches { "" } else { " " });
            }
            assert_eq!(roots, 1);
            assert_eq!(comment("text"), Some(told.as_str()));
        }
    }

    #[test]
    fn valid_whatever_the_text() {
        let texts = [
            "Ana Reyes left Portugal.\nShe didn\u{2019}t return, \u{201C}ever\u{201D}...And then?\n\nTitle\n\n",
            "One\u{A0}ship\u{200B}sank\u{2028}at 9 a.m. Two (2) more: see https://example.org/a_b. \u{1F600}\u{1F600}",
            "_ _\t_ = | # text = no\n# 1\n\u{5E9}\u{5DC}\u{5D5}\u{5DD} said.",
        ];
        let annotator = Annotator::new();
        let mut all = String::new();
        for (i, text) in texts.into_iter().enumerate() {
            let article = Article::plain(text);
            all.push_str(&write(i + 1, "a b", &article, &annotator.annotate(&article)));
        }
        valid(&all);
    }

    #[test]
    fn what_was_removed_is_not_in_the_text() {
        let text = "The ferry left the Advertisement harbour.";
        let mut article = Article::plain(text);
        let span = Span::find(text, "Advertisement ").expect("it is there");
        article.removed.push(Removed { span, reason: Reason::Advertisement });
        let told = write(1, "a", &article, &Annotator::new().annotate(&article));
        valid(&told);
        assert!(told.contains("# text = The ferry left the harbour.\n"), "{told}");
    }

    #[test]
    fn every_token_has_ten_columns_and_its_place() {
        let article = Article::plain("Ana Reyes left Portugal.\nShe didn’t return.");
        let analysis = Annotator::new().annotate(&article);
        let text = write(3, "a b", &article, &analysis);
        assert!(text.starts_with(
            "# newdoc id = a b\n# newpar\n# sent_id = 3-1\n# text = Ana Reyes left Portugal.\n"
        ));
        let rows: Vec<Vec<&str>> = text
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .map(|l| l.split('\t').collect())
            .collect();
        assert_eq!(rows.len(), analysis.len());
        let characters: Vec<char> = article.text.chars().collect();
        for row in rows {
            assert_eq!(row.len(), 10);
            let number = |key: &str| -> usize {
                let field = row[9].split('|').find_map(|f| f.strip_prefix(key));
                field.expect("every token tells its place").parse().expect("a number")
            };
            let there: String = characters[number("Start=")..number("End=")].iter().collect();
            assert_eq!(there, row[1]);
        }
    }
}
