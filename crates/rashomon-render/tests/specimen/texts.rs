//! The accounts: what each outlet wrote.

use rashomon_reconcile::dossier::{Article, Basis, Cite, Date, DocId};
use rashomon_text::{Outlet, ParagraphKind, Published, Reason, Removed, Source, Span};

const LEDGER: &str = "\
Fire shuts Constanța grain terminal; operator blames dockers
By Tudor Almaș

A fire tore through the Pontica grain terminal in Constanța on Friday night, injuring seven workers and closing the port's northern basin.
Ilinca Dravomir, director of the operator, Pontica Grain, said members of the Dockers' League had set the blaze. “This was an act of sabotage, prepared for weeks and carried out by people who know our silos,” she said.
The League, a union of port workers, denied any part in it. “We do not burn the place that feeds us,” its chairman, Matei Strungar, told reporters.
Read: Ten ports to watch this year
The transport ministry suspended Pontica's licence on Saturday. Minister Oana Velicescu said about 12,000 tonnes of wheat were lost.
The terminal was last closed in 2019, after a storm.
";

const COURIER: &str = "\
Seven hurt as Constanța silos burn

CONSTANȚA (Euxine Wire) — A fire tore through the Pontica grain terminal in Constanța on Friday night, injuring seven workers and closing the port's northern basin.
Pontica's director, Ilinca Dravomir, called it “an act of sabotage, planned for weeks and carried out by people who know our silos”. The League's chairman, Matei Strungar, rejected the charge: “We do not burn the place that feeds us.”
On Saturday the ministry suspended the operator's licence.
Euxine Wire contributed to this report.
";

const STANDARD: &str = "\
Blaze at port of Constanța

Five people were hurt when fire broke out late on Friday at a grain terminal in Constanța, the ambulance service said. The northern basin was closed to ships.
The cause is not known. The operator, Pontica Grain, did not answer calls.
";

const BULLETIN: &str = "\
Terminal out of service until May: Pontica fire

The grain terminal at Constanța burned on 14 March. Seven workers were treated in hospital.
The terminal, which holds 40,000 tonnes, lost 12,000 tonnes of wheat. The transport ministry withdrew the licence of Pontica Grain on 15 March.
Dockers at the terminal had been on strike over pay since February. Mr Strungar told this paper: “We don't set fire to the place that feeds us.”
Ms Dravomir spoke of “sabotage”. Investigators declined to comment.
";

const COAST: &str = "\
Militants torch Black Sea granary

Members of the militant Dockers' League set fire to the Pontica terminal in Constanța on Friday. Seven workers were burned.
The so-called union, whose members are known to the courts, has fought the operator for months. قال أحد العمال: «لم نر شيئا».
Ms Velicescu doubted that a strike was behind it. She will meet the operator on Monday.
";

const COASTWATCH: &str = "\
Alleged arson at the port

A fire on Thursday closed the northern basin at Constanța after what the operator calls an arson attack by the League.
The dockers' group says it is being made a scapegoat. Residents alleged that the sprinklers had been switched off to save mon
";

const HOSTILE: &str = "\
<script>alert('title')</script> & \"quotes\" `ticks` \u{202E}reversed

</title><img src=x onerror=alert(1)> said the so-called [mayor](javascript:alert(2)) | of Nowhere-on-Sea.
";

pub(super) const TEXTS: [&str; 7] =
    [LEDGER, COURIER, STANDARD, BULLETIN, COAST, COASTWATCH, HOSTILE];

pub(super) fn day(day: i8) -> Date {
    Date::new(2031, 3, day).expect("a day of March")
}

pub(super) fn span(doc: usize, words: &str) -> Span {
    Span::find(TEXTS[doc - 1], words).unwrap_or_else(|| panic!("text {doc} lacks {words:?}"))
}

/// The place in text `doc` (from 1) where `words` first stand.
pub(super) fn cite(doc: usize, words: &str) -> Cite {
    Cite::new(DocId(doc as u32 - 1), span(doc, words))
}

pub(super) fn docs(numbers: &[u32]) -> Vec<DocId> {
    numbers.iter().map(|n| DocId(n - 1)).collect()
}

pub(super) fn article(
    doc: usize,
    outlet: Option<&str>,
    published: Option<(Date, Date, Basis)>,
    url: &str,
) -> Article {
    let text = TEXTS[doc - 1];
    let mut article = Article::plain(text);
    let title = Span::from_range(0..text.find('\n').unwrap_or(text.len()));
    article.paragraphs[0].kind = ParagraphKind::Title;
    article.title = Some(title);
    article.source = Source {
        path: Some(format!("accounts/{doc:02}.txt")),
        url: (!url.is_empty()).then(|| url.to_owned()),
        record: None,
        sha256: format!("{doc:064x}"),
        media_type: "text/plain",
    };
    article.outlet = outlet.map(|name| Outlet {
        name: name.to_owned(),
        basis: Basis::Given,
        evidence: Vec::new(),
    });
    article.published =
        published.map(|(start, end, basis)| Published { start, end, basis, evidence: Vec::new() });
    article
}

/// Removes a line of the article's text.
pub(super) fn remove(article: &mut Article, doc: usize, words: &str, reason: Reason) {
    let gone = span(doc, words);
    article.paragraphs.retain(|p| !gone.contains(p.span));
    article.removed.push(Removed { span: gone, reason });
}
