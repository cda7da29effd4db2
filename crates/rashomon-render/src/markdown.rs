//! `dossier.md`: the story for reading and pasting, every statement with numbered notes.

mod write;

use rashomon_reconcile::{
    Dossier,
    dossier::{Cite, LinkKind, Stance, Story, Tone, Voice},
};
use rashomon_text::DocId;

use crate::{
    cites::from_points,
    html::{STORIES, count, heading, inert, span},
    json::wire::Id,
    revision::{Revised, Revision, Way},
    view::{
        Absent, Accounts, Board, Facts, Notes, Reading, Row, by_document, calls, explanation,
        incident_lines, passages, speakers,
    },
};
use write::Md;

/// The dossier as Markdown (CommonMark with footnotes).
///
/// Items that are not `shown` are left out. The notes at the end give, for each statement, the
/// outlet and its words in their sentence, the cited ones in bold. What changed since an earlier run stands
/// before what is told.
pub fn markdown(dossier: &Dossier, revision: Option<&Revision<'_>>) -> String {
    let mut page = Page {
        dossier,
        accounts: Accounts::new(dossier),
        notes: Notes::default(),
        md: Md::default(),
    };
    if dossier.stories.is_empty() {
        page.md.line("# No story").gap();
        let texts = count(dossier.documents.len(), "text", "texts");
        page.md.raw("No event was found in ").text(&texts).raw(".").gap();
    }
    if dossier.stories.len() > STORIES {
        let all = count(dossier.stories.len(), "story", "stories");
        page.md.text(&format!(
            "Of {all} the {STORIES} that most accounts tell; the others stand in dossier.json."
        ));
        page.md.gap();
    }
    for (index, story) in dossier.stories.iter().take(STORIES).enumerate() {
        let id = Id::new('s', index);
        page.story(story, revision.and_then(|it| it.stories.iter().find(|it| it.story == id)));
    }
    page.gone(revision);
    page.versions();
    page.notes();
    inert(page.md.as_str())
}

struct Page<'a> {
    dossier: &'a Dossier,
    accounts: Accounts,
    notes: Notes,
    md: Md,
}

impl<'a> Page<'a> {
    fn story(&mut self, story: &'a Story, revised: Option<&Revised<'_>>) {
        let facts = Facts::new(self.dossier, story, &self.accounts);
        let board = Board::new(self.dossier, story, &facts);
        self.head(story, &board);
        self.revised(revised);
        self.agreed(story, &board);
        self.disputed(&board);
        self.differences("In conflict", &board.conflicts);
        self.differences("Different, but not a conflict", &board.explained);
        self.differences("Spelling and wording", &board.words);
        if Facts::are_the_most_told(story) {
            let words = "Of so many accounts, the events and claims that are told most; all others stand in dossier.json.";
            self.md.line(words).gap();
        }
        self.facts("Fact by fact", &facts.main);
        self.facts("More events, told by one account or in passing", &facts.rest);
        self.facts("Claims that nobody disputes", &facts.claims);
        self.incidents(story);
        self.sayings(story);
        self.calls(story);
        self.repeats(story);
        self.left_out(story, &facts);
    }

    fn name(&self, entity: rashomon_reconcile::dossier::EntityId) -> &'a str {
        self.dossier.entities.get(entity.index()).map_or("someone", |e| e.name.as_str())
    }

    /// The outlet's name and the note with its words.
    fn outlet(&mut self, doc: DocId, cites: &[Cite]) {
        let Some(telling) = self.accounts.get(doc) else { return };
        self.md.text(&telling.name);
        self.cite(doc, cites);
    }

    fn cite(&mut self, doc: DocId, cites: &[Cite]) {
        if let Some((number, _)) = self.notes.add(self.dossier, doc, cites) {
            self.md.note(number);
        }
    }

    fn outlets(&mut self, docs: &[(DocId, Vec<Cite>)]) {
        for (i, (doc, cites)) in docs.iter().enumerate() {
            if i > 0 {
                self.md.raw(", ");
            }
            self.outlet(*doc, cites);
        }
    }

    fn head(&mut self, story: &Story, board: &Board<'_, '_>) {
        self.md.raw("# ").text(heading(story)).gap();
        let mut counts: Vec<String> = span(story).into_iter().collect();
        counts.push(count(story.documents.len(), "account", "accounts"));
        if !story.origins.is_empty() && story.documents.len() > 1 {
            counts.push(count(story.origins.len(), "independent origin", "independent origins"));
        }
        counts.push(count(board.events, "event", "events"));
        counts.push(format!("{} disputed", board.disputed.len()));
        self.md.text(&counts.join(" · ")).gap();
        let tellings: Vec<_> = self.accounts.of(&story.documents).cloned().collect();
        for telling in tellings {
            self.md.raw("- ").text(&telling.name).raw(", ").text(&telling.dated);
            if telling.truncated {
                self.md.raw(" (the text breaks off)");
            }
            self.md.end();
        }
        self.md.end();
    }

    /// What changed since an earlier run.
    fn revised(&mut self, revised: Option<&Revised<'_>>) {
        let Some(revised) = revised else { return };
        self.md.line("## What changed").gap();
        if revised.base.is_empty() {
            self.md.line("This story is new since the earlier run.").gap();
            return;
        }
        for change in &revised.changes {
            let way = match change.change {
                Way::Added => "new",
                Way::Changed => "told otherwise",
                Way::Dropped => "no longer told",
            };
            self.md.raw("- ").text(&format!("{way}, {}: {}", change.of, change.text));
            let cites = change.evidence.iter().filter_map(|it| from_points(self.dossier, it));
            for (doc, cites) in by_document(&cites.collect::<Vec<_>>()) {
                self.cite(doc, &cites);
            }
            self.md.end();
        }
        self.md.end();
    }

    /// Stories of an earlier run that are told no more.
    fn gone(&mut self, revision: Option<&Revision<'_>>) {
        let Some(revision) = revision.filter(|it| !it.gone.is_empty()) else { return };
        self.md.line("## Told in the earlier run, and in no text of this one").gap();
        for story in &revision.gone {
            self.md.raw("- ").text(&story.title).end();
        }
        self.md.end();
    }

    fn agreed(&mut self, story: &Story, board: &Board<'_, 'a>) {
        self.md.line(if story.documents.len() < 2 { "## Told" } else { "## Agreed" }).gap();
        if board.agreed.is_empty() && board.figures.is_empty() {
            self.md.line("Nothing stands in two accounts in their own voice.").gap();
            return;
        }
        for agreed in &board.agreed {
            self.md.raw("- ").text(agreed.row.label);
            self.when(agreed.row);
            self.md.text(&format!(", {} of {}: ", agreed.said, story.documents.len()));
            let cells = agreed.row.cells.iter().filter(|c| !c.cites.is_empty());
            let docs: Vec<_> = cells.map(|c| (c.doc, c.cites.clone())).collect();
            self.outlets(&docs);
            self.md.end();
        }
        for (label, docs) in &board.figures {
            self.md.raw("- ").text(label);
            self.md.text(&format!(", {} of {}: ", docs.len(), story.documents.len()));
            self.outlets(docs);
            self.md.end();
        }
        self.md.end();
    }

    fn when(&mut self, row: &Row<'_>) {
        if let Some(when) = &row.when {
            self.md.raw(" (").text(when).raw(")");
        }
        for tag in &row.tags {
            self.md.raw(" *").raw(tag).raw("*");
        }
    }

    fn disputed(&mut self, board: &Board<'_, '_>) {
        self.md.line("## Disputed").gap();
        if board.disputed.is_empty() {
            self.md.line("No claim that somebody denies or doubts was found.").gap();
        }
        for dispute in &board.disputed {
            self.md.raw("- **").text(dispute.label).raw("**");
            if let Some(when) = &dispute.when {
                self.md.raw(" (").text(when).raw(")");
            }
            self.md.end();
            for side in &dispute.sides {
                for (holder, docs) in &side.holders {
                    self.md.raw("  - ").raw(match side.stance {
                        Stance::Asserts => "say so: ",
                        Stance::Denies => "deny it: ",
                        Stance::Doubts => "doubt it: ",
                        Stance::Declines => "decline to say: ",
                    });
                    if let Some(holder) = holder {
                        self.md.text(self.name(*holder)).raw(", in ");
                    } else {
                        let one = docs.len() == 1;
                        self.md.raw(if one {
                            "in its own voice, "
                        } else {
                            "in their own voice, "
                        });
                    }
                    self.outlets(docs);
                    self.md.end();
                }
            }
        }
        self.md.end();
    }

    fn differences(&mut self, heading: &'static str, readings: &[Reading<'_>]) {
        if readings.is_empty() {
            return;
        }
        self.md.raw("## ").line(heading).gap();
        for reading in readings {
            let (_, meaning) = explanation(reading.over.explanation);
            self.md.raw("- **").text(&reading.over.label).raw("** (");
            self.md.raw(meaning).raw(")").end();
            for (value, docs) in &reading.values {
                self.md.raw("  - ").text(value).raw(": ");
                self.outlets(docs);
                self.md.end();
            }
        }
        self.md.end();
    }

    fn facts(&mut self, heading: &'static str, rows: &[Row<'_>]) {
        if rows.is_empty() {
            return;
        }
        self.md.raw("## ").line(heading).gap();
        for row in rows {
            self.md.raw("- **").text(row.label).raw("**");
            self.when(row);
            self.md.end();
            for cell in &row.cells {
                let Some(name) = self.accounts.get(cell.doc).map(|t| t.name.clone()) else {
                    continue;
                };
                if cell.cites.is_empty() {
                    continue;
                }
                self.md.raw("  - ").text(&name).raw(": ");
                for (i, (manner, holders)) in cell.manners.iter().enumerate() {
                    self.md.raw(if i > 0 { ", also " } else { "" }).raw(if holders.is_empty() {
                        manner.word()
                    } else {
                        manner.reported()
                    });
                    if let Some(first) = holders.first() {
                        let name = self.name(*first);
                        self.md.raw(" ").raw(manner.link()).raw(" ").text(name);
                    }
                }
                self.cite(cell.doc, &cell.cites);
                self.md.end();
            }
            self.absent(row, Absent::NotThere, "  - not in the text we have: ");
            self.absent(row, Absent::Earlier, "  - published before it: ");
            for answer in &row.answers {
                self.md.raw("  - ").raw(answer.manner.answer()).raw(" ");
                match answer.holder {
                    Some(holder) => self.md.text(self.name(holder)),
                    None => self.md.raw("accounts in their own voice"),
                };
                let cells = answer.cells.iter().filter(|c| !c.cites.is_empty());
                let docs: Vec<_> = cells.map(|c| (c.doc, c.cites.clone())).collect();
                self.md.raw(", in ");
                self.outlets(&docs);
                self.md.end();
            }
        }
        self.md.end();
    }

    fn absent(&mut self, row: &Row<'_>, absent: Absent, words: &'static str) {
        let docs: Vec<DocId> = row
            .cells
            .iter()
            .filter(|c| c.cites.is_empty() && c.absent == absent)
            .map(|c| c.doc)
            .collect();
        if docs.is_empty() {
            return;
        }
        let names: Vec<&str> = self.accounts.of(&docs).map(|t| t.name.as_str()).collect();
        self.md.raw(words).text(&names.join(", ")).end();
    }

    fn incidents(&mut self, story: &'a Story) {
        if story.incidents.is_empty() {
            return;
        }
        self.md.line("## Cyber incidents").gap();
        for incident in &story.incidents {
            self.md.raw("- **").text(&incident.label).raw("** (attribution ");
            self.md.raw(incident.status.as_str()).raw(")").end();
            for line in incident_lines(self.dossier, story, incident) {
                self.md.raw("  - ").raw(line.what).raw(": ").text(&line.words);
                for (doc, cites) in by_document(&line.evidence) {
                    self.cite(doc, &cites);
                }
                self.md.end();
            }
        }
        self.md.end();
    }

    fn sayings(&mut self, story: &'a Story) {
        let speakers = speakers(self.dossier, story);
        if speakers.is_empty() {
            return;
        }
        self.md.line("## Who said what").gap();
        for speaker in &speakers {
            self.md.raw("- **");
            match speaker.who {
                Some(who) => self.md.text(self.name(who)),
                None => self.md.raw("Speaker not known"),
            };
            self.md.raw("**").end();
            for saying in &speaker.sayings {
                for (i, wording) in saying.wordings.iter().enumerate() {
                    self.md.raw(if i > 0 { "    - elsewhere: " } else { "  - " });
                    let quoted = wording.quoted;
                    self.md.raw(if quoted { "“" } else { "" });
                    for piece in &wording.pieces {
                        let words = piece.text.trim();
                        let (lead, tail) = piece.text.split_once(words).unwrap_or(("", ""));
                        let emphasis = if piece.differs && !words.is_empty() { "**" } else { "" };
                        self.md.raw(if lead.is_empty() { "" } else { " " });
                        self.md.raw(emphasis).text(words).raw(emphasis);
                        self.md.raw(if tail.is_empty() { "" } else { " " });
                    }
                    self.md.raw(if quoted { "” " } else { " " }).raw("(");
                    self.outlets(&by_document(&wording.cites));
                    if !wording.parts.is_empty() {
                        self.md.raw("; in part ");
                        self.outlets(&by_document(&wording.parts));
                    }
                    self.md.raw(")").end();
                }
            }
        }
        self.md.end();
    }

    fn calls(&mut self, story: &'a Story) {
        let sheet = calls(self.dossier, story);
        if sheet.main.is_empty() {
            return;
        }
        self.md.line("## What each calls them").gap();
        for call in sheet.main.iter().chain(&sheet.rest) {
            let name = self.name(call.entity);
            self.md.raw("- **").text(name).raw("**").end();
            for (doc, called) in call.by.iter().filter(|(_, called)| !called.is_empty()) {
                let Some(name) = self.accounts.get(*doc).map(|t| t.name.clone()) else { continue };
                self.md.raw("  - ").text(&name).raw(": ");
                for (i, word) in called.iter().enumerate() {
                    self.md.raw(if i > 0 { "; " } else { "" });
                    let marked = word.words.contains(['“', '”', '"']);
                    let quoted = !marked && !matches!(word.voice, Voice::Own | Voice::Hedged);
                    self.md.raw(if quoted { "“" } else { "" }).text(word.words);
                    self.md.raw(if quoted { "”" } else { "" });
                    if let Some(source) = word.source {
                        let name = self.name(source);
                        self.md.raw(" (").text(name).raw(")");
                    }
                    self.md.raw(if word.tone == Tone::Neutral { "" } else { " *charged*" });
                    self.cite(*doc, &word.cites);
                }
                self.md.end();
            }
        }
        self.md.end();
    }

    fn repeats(&mut self, story: &'a Story) {
        if story.documents.len() < 2 || (story.links.is_empty() && story.origins.is_empty()) {
            return;
        }
        self.md.line("## Who repeats whom").gap();
        for (i, origin) in story.origins.iter().enumerate() {
            let names: Vec<&str> =
                self.accounts.of(&origin.documents).map(|t| t.name.as_str()).collect();
            self.md.text(&format!("- origin {}: ", i + 1)).text(&names.join(", "));
            if !origin.why.is_empty() {
                self.md.raw(" (").text(&origin.why).raw(")");
            }
            self.md.end();
        }
        for link in &story.links {
            self.md.raw("- ").raw(match link.kind {
                LinkKind::NearDuplicate => "nearly the same text: ",
                LinkKind::SharedPassage => "a passage in the same words: ",
                LinkKind::SharedQuotation => "the same quoted words: ",
                LinkKind::Credits => "credits ",
            });
            if let Some(name) = &link.name {
                self.md.text(name).raw(": ");
            }
            self.outlets(&by_document(&link.evidence));
            self.md.end();
        }
        self.md.end();
    }

    /// What later versions of a page changed.
    fn versions(&mut self) {
        const SHOWN: usize = 40;
        let dossier = self.dossier;
        if dossier.versions.is_empty() {
            return;
        }
        self.md.line("## Pages that were changed").gap();
        self.md.line("Only the last version of a page is told above.").gap();
        for version in &dossier.versions {
            let all: Vec<_> = self.accounts.of(&[version.doc, version.of]).cloned().collect();
            let [this, before] = all.as_slice() else { continue };
            let places = count(version.changes.len(), "place", "places");
            self.md.raw("- ").text(&this.name).raw(", ").text(&this.dated);
            self.md.raw(", changed since ").text(&before.dated);
            self.md.raw(" in ").text(&places).end();
            for change in version.changes.iter().take(SHOWN) {
                self.md.raw("  - ");
                for (cite, what) in [(change.removed, "taken out"), (change.added, "put in")] {
                    let Some(cite) = cite else { continue };
                    if what == "put in" && change.removed.is_some() {
                        self.md.raw(", ");
                    }
                    self.md.raw(what);
                    self.cite(cite.doc, &[cite]);
                }
                self.md.end();
            }
        }
        self.md.end();
    }

    fn left_out(&mut self, story: &'a Story, facts: &Facts<'a>) {
        let told: Vec<&Row<'_>> =
            facts.main.iter().filter(|r| r.event.is_some() && r.told() >= 2).collect();
        if story.documents.len() < 2 || told.is_empty() {
            return;
        }
        self.md.line("## Not in the text we have").gap();
        self.md
            .line("Facts that two or more accounts tell and this one's text does not hold.")
            .gap();
        let tellings: Vec<_> = self.accounts.of(&story.documents).cloned().collect();
        for telling in tellings {
            let missing: Vec<&str> = told
                .iter()
                .filter(|r| {
                    r.cells.iter().any(|c| {
                        c.doc == telling.doc && c.cites.is_empty() && c.absent == Absent::NotThere
                    })
                })
                .map(|r| r.label)
                .collect();
            self.md.raw("- ").text(&telling.name).raw(": ");
            self.md.text(if missing.is_empty() { "none" } else { "" }).text(&missing.join("; "));
            self.md.end();
        }
        self.md.end();
    }

    /// The notes: outlet, date, and the sentence with the cited words in bold.
    fn notes(&mut self) {
        if self.notes.all().is_empty() {
            return;
        }
        self.md.line("## Notes").gap();
        for (i, note) in self.notes.all().to_vec().iter().enumerate() {
            let (Some(telling), Some(article)) =
                (self.accounts.get(note.doc), self.dossier.documents.get(note.doc.index()))
            else {
                continue;
            };
            self.md.define(i + 1).text(&telling.name).raw(", ").text(&telling.dated).raw(":");
            for passage in passages(article, &note.spans) {
                self.md.raw(" “");
                for s in
                    crate::view::segments(&article.text, passage, &note.spans, &article.removed)
                {
                    let words = if s.removed { "…" } else { s.span.slice(&article.text) };
                    self.md.emphasised(words, s.cited && !s.removed);
                }
                self.md.raw("”");
            }
            self.md.end();
        }
    }
}
