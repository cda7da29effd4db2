//! Cases of invented articles, written and read.

mod files;
mod laws;
mod searches;
mod tellings;

use std::sync::LazyLock;

use rashomon_annotate::Annotator;
use rashomon_extract::{Account, Extractor};
use rashomon_ingest::{Failure, Kind, Record};
use tempfile::TempDir;

use crate::{Case, Item, Reader, Reading, Stored};

/// What reads the articles.
struct Desk;

impl Reading for Desk {
    fn account(&self, record: &Record) -> Result<Account, Failure> {
        static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(Annotator::new);
        static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::default);
        let article = record.clean()?;
        let analysis = ANNOTATOR.annotate(&article);
        Ok(EXTRACTOR.extract(article, analysis))
    }
}

/// A text with its outlet and day.
pub(super) fn item(path: &str, outlet: &str, day: &str, url: Option<&str>, text: &str) -> Item {
    let mut record = Record::new(Kind::Text, path, text.as_bytes().to_vec());
    record.given.outlet = Some(outlet.to_owned());
    record.given.published = day.parse().ok();
    record.given.url = url.map(str::to_owned);
    let account = Desk.account(&record).expect("a text");
    Item { record, account }
}

/// Three tellings of a quarrel over a harbour, two of a storm, one of a prize.
pub(super) fn items() -> Vec<Item> {
    const HARBOUR: &str = "Norway expels Iceland's ambassador over harbour blockade\n\n";
    vec![
        item(
            "a.txt",
            "Fjord Courier",
            "2023-03-08",
            None,
            &format!(
                "{HARBOUR}Norway expelled the ambassador of Iceland on Tuesday after the blockade of the harbour of \
                 Bergen.\n\nForeign minister Liv Bergstrand accused Iceland of attacking two tugs. Iceland denied \
                 that it attacked the tugs.\n\n“We will not be bullied,” Bergstrand said."
            ),
        ),
        item(
            "b.txt",
            "Harbour Times",
            "2023-03-08",
            None,
            "Iceland's ambassador to Norway expelled after harbour blockade\n\nNorway expelled Iceland's ambassador on \
             Tuesday over the harbour blockade of Bergen, foreign minister Liv Bergstrand said.\n\nIceland \
             attacked two tugs in the harbour. “We will not be bullied,” Bergstrand told reporters.",
        ),
        item(
            "c.txt",
            "Skerry Post",
            "2023-03-09",
            None,
            "Iceland rejects charge of sinking tugs in Bergen harbour blockade\n\nIceland rejected on Wednesday the \
             charge that it sank two tugs in the harbour of Bergen.\n\nNorway had expelled its ambassador over the \
             blockade of the harbour on Tuesday.",
        ),
        item(
            "d.txt",
            "Fjord Courier",
            "2023-05-02",
            None,
            "Storm kills three fishermen off Madeira\n\nA storm killed three fishermen off Madeira on Monday, the \
             Portuguese navy said.\n\nThe storm tore down roofs in Funchal.",
        ),
        item(
            "e.txt",
            "Harbour Times",
            "2023-05-02",
            None,
            "Three fishermen die as storm hits Madeira\n\nThree fishermen died off Madeira on Monday when a storm hit the \
             island, the Portuguese navy said.\n\nRoofs were torn down in Funchal by the storm.",
        ),
        item(
            "f.txt",
            "Skerry Post",
            "2023-09-20",
            None,
            "Poet Oda Hvidsten wins Lantern prize\n\nThe poet Oda Hvidsten won the Lantern prize in Uppsala on \
             Wednesday.\n\nThe jury praised her sonnets about lichens.",
        ),
    ]
}

/// A case in a folder of its own.
pub(super) struct Desktop {
    pub(super) case: Case,
    pub(super) dir: TempDir,
}

impl Desktop {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let case = Case::open(&dir.path().join("x.case")).expect("a case");
        Self { case, dir }
    }

    /// A case that has the items told.
    pub(super) fn of(items: &[Item]) -> Self {
        let mut desktop = Self::new();
        desktop.add(items);
        desktop
    }

    pub(super) fn add(&mut self, items: &[Item]) -> (Vec<Stored>, Vec<crate::ChangeRow>) {
        let stored = self.case.store(items).expect("stored");
        let changes = self.case.tell(&|_, _| {}).expect("told");
        (stored, changes)
    }

    pub(super) fn reader(&self) -> Reader {
        self.case.reader().expect("a reader")
    }

    /// The outlets of each story, and its dossier, by title.
    pub(super) fn dossiers(&self) -> Vec<(Vec<String>, String)> {
        let reader = self.reader();
        let (_, mut stories) = reader.stories(crate::Order::Day, 0, 100).expect("stories");
        stories.sort_by(|a, b| a.title.cmp(&b.title));
        let dossier = |id| reader.dossier(id, None).expect("read").expect("a dossier");
        stories.into_iter().map(|story| (story.outlets, dossier(story.id))).collect()
    }
}
