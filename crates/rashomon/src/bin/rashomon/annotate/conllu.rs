//! CoNLL-U, the format of Universal Dependencies.

use std::fmt::Write as _;

use rashomon::Article;
use rashomon_annotate::Analysis;
use rashomon_text::CodePoints;

pub(super) fn write(name: &str, article: &Article, a: &Analysis) -> String {
    let points = CodePoints::new(&article.text);
    let names = super::names(a);
    let mut out = format!("# newdoc id = {}\n", line(name));
    for (number, sentence) in a.sentences.iter().enumerate() {
        let _ = writeln!(out, "# sent_id = {}", number + 1);
        let _ = writeln!(out, "# text = {}", line(article.slice(sentence.span)));
        for t in sentence.tokens.iter() {
            let span = a.tokens.span[t.index()];
            let (start, end) = points.of_span(span);
            let next = a.tokens.span.get(t.index() + 1);
            let touches =
                next.is_some_and(|n| n.start == span.end && t.0 + 1 < sentence.tokens.end);
            let mut misc = format!("Start={start}|End={end}");
            if let Some(name) = &names[t.index()] {
                let _ = write!(misc, "|Name={name}");
            }
            if touches {
                misc.push_str("|SpaceAfter=No");
            }
            let head = a.head(t).map_or(0, |h| h.0 - sentence.tokens.start + 1);
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{misc}",
                t.0 - sentence.tokens.start + 1,
                line(a.word(&article.text, t)),
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
    use super::*;
    use rashomon_annotate::Annotator;

    #[test]
    fn every_token_has_ten_columns_and_its_place() {
        let article = Article::plain("Ana Reyes left Portugal.\nShe didn’t return.");
        let analysis = Annotator::new().annotate(&article);
        let text = write("a b", &article, &analysis);
        assert!(
            text.starts_with(
                "# newdoc id = a b\n# sent_id = 1\n# text = Ana Reyes left Portugal.\n"
            )
        );
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
