//! Tags, trees and names aligned under the words, to be read by a linguist.

use rashomon_annotate::{Annotator, TokenId};
use rashomon_text::Article;

/// One column a word: the word, its lemma, both tags, the number of its head and the relation, its
/// name.
fn picture(text: &str) -> String {
    let article = Article::plain(text);
    let analysis = Annotator::new().annotate(&article);
    let mut out = String::new();
    for sentence in &analysis.sentences {
        let rows: [&dyn Fn(TokenId) -> String; 8] = [
            &|t| (t.0 - sentence.tokens.start + 1).to_string(),
            &|t| analysis.word(text, t).to_owned(),
            &|t| analysis.lemma(t).to_owned(),
            &|t| analysis.upos(t).as_str().to_owned(),
            &|t| analysis.xpos(t).as_str().to_owned(),
            &|t| analysis.head(t).map_or(0, |h| h.0 - sentence.tokens.start + 1).to_string(),
            &|t| analysis.deprel(t).as_str().to_owned(),
            &|t| {
                let name = analysis.names.iter().find(|name| name.tokens.holds(t));
                name.map_or(String::new(), |name| name.kind.as_str().to_owned())
            },
        ];
        let cells: Vec<Vec<String>> =
            rows.iter().map(|row| sentence.tokens.iter().map(row).collect()).collect();
        for row in &cells {
            let mut line = String::new();
            for (i, cell) in row.iter().enumerate() {
                let width =
                    cells.iter().map(|row| row[i].chars().count()).max().unwrap_or_default() + 1;
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width - cell.chars().count()));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

#[track_caller]
fn check(text: &str, want: &str) {
    let got = picture(text);
    assert_eq!(got.trim(), want.trim(), "\n{got}");
}

#[test]
fn reported_speech() {
    check(
        "The Norwegian foreign minister, Kari Holm, said on Friday that Albania had expelled two diplomats.",
        r"
1   2         3       4        5     6      7      8     9    10   11     12    13       14   15       16     17        18
The Norwegian foreign minister ,     Kari   Holm   ,     said on   Friday that  Albania  had  expelled two    diplomats .
the Norwegian foreign minister ,     Kari   Holm   ,     say  on   Friday that  Albania  have expel    two    diplomat  .
DET ADJ       ADJ     NOUN     PUNCT PROPN  PROPN  PUNCT VERB ADP  PROPN  SCONJ PROPN    AUX  VERB     NUM    NOUN      PUNCT
DT  JJ        JJ      NN       ,     NNP    NNP    ,     VBD  IN   NNP    IN    NNP      VBD  VBN      CD     NNS       .
4   4         4       9        6     4      6      6     0    11   9      15    15       15   9        17     15        9
det amod      amod    nsubj    punct appos  flat   punct root case obl    mark  nsubj    aux  ccomp    nummod obj       punct
    norp                             person person                 date         location
",
    );
}

#[test]
fn passive_and_agent() {
    check(
        "The port was closed by the army after the attack in July.",
        r"
1   2          3        4      5    6   7         8     9   10     11   12    13
The port       was      closed by   the army      after the attack in   July  .
the port       be       close  by   the army      after the attack in   July  .
DET NOUN       AUX      VERB   ADP  DET NOUN      ADP   DET NOUN   ADP  PROPN PUNCT
DT  NN         VBD      VBN    IN   DT  NN        IN    DT  NN     IN   NNP   .
2   4          4        0      7    7   4         10    10  4      12   4     4
det nsubj:pass aux:pass root   case det obl:agent case  det obl    case obl   punct
                                                                        date
",
    );
}

#[test]
fn denial() {
    check(
        "A spokesman for the ministry denied that Iran was behind it.",
        r"
1   2         3    4   5        6      7     8        9   10     11    12
A   spokesman for  the ministry denied that  Iran     was behind it    .
a   spokesman for  the ministry deny   that  Iran     be  behind it    .
DET NOUN      ADP  DET NOUN     VERB   SCONJ PROPN    AUX ADP    PRON  PUNCT
DT  NN        IN   DT  NN       VBD    IN    NNP      VBD IN     PRP   .
2   6         5    5   2        0      11    11       11  11     6     6
det nsubj     case det nmod     root   mark  nsubj    cop case   ccomp punct
                                             location
",
    );
}

#[test]
fn headline() {
    check(
        "France Imposes New Sanctions on Oil Company Over Spill",
        r"
1        2       3    4         5    6        7       8    9
France   Imposes New  Sanctions on   Oil      Company Over Spill
France   impose  new  sanction  on   oil      company over spill
PROPN    VERB    ADJ  NOUN      ADP  NOUN     NOUN    ADP  NOUN
NNP      VBZ     JJ   NNS       IN   NN       NN      IN   NN
2        0       4    2         7    7        4       9    2
nsubj    root    amod obj       case compound nmod    case obl
location
",
    );
}

#[test]
fn questions_and_fragments() {
    check(
        "Who paid? Not the bank.",
        r"
1     2    3
Who   paid ?
who   pay  ?
PRON  VERB PUNCT
WP    VBD  .
2     0    2
nsubj root punct


1      2   3    4
Not    the bank .
not    the bank .
PART   DET NOUN PUNCT
RB     DT  NN   .
3      3   0    3
advmod det root punct
",
    );
}
