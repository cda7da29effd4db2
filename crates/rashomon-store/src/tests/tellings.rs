//! What is told anew, and what is said of it.

use super::{Desktop, item, items};
use crate::{Order, Stored};

#[test]
fn stories_are_told_and_only_those_touched_again() {
    let items = items();
    let mut desktop = Desktop::of(&items[..1]);
    let (stored, changes) = desktop.add(&items[3..]);
    assert!(stored.iter().all(|it| matches!(it, Stored::New(_))));
    assert_eq!(changes.len(), 2, "the storm and the prize, not the harbour");
    assert!(changes.iter().all(|change| change.revision == 1 && change.lines.is_empty()));
    let (stored, changes) = desktop.add(&items[..3]);
    assert!(matches!(stored[..], [Stored::Known(_), Stored::New(_), Stored::New(_)]));
    let [change] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!(change.revision, 2);
    let lines = change.lines.join("\n");
    assert!(lines.contains("new account: Harbour Times"), "{lines}");
    assert!(lines.contains("new account: Skerry Post"), "{lines}");
    let reader = desktop.reader();
    let (total, stories) = reader.stories(Order::Outlets, 0, 10).unwrap();
    assert_eq!(total, 3);
    assert_eq!(stories[0].outlets, ["Fjord Courier", "Harbour Times", "Skerry Post"]);
    let revisions = reader.revisions(stories[0].id).unwrap();
    assert_eq!(revisions.len(), 2);
    let first = reader.dossier(stories[0].id, Some(1)).unwrap().unwrap();
    assert!(first.contains("Fjord Courier") && !first.contains("Skerry Post"));
    assert!(reader.dossier(stories[0].id, Some(3)).unwrap().is_none());
    assert_eq!(desktop.add(&items).1, []);
}

#[test]
fn what_was_stored_and_not_told_is_told_by_the_next() {
    let mut desktop = Desktop::new();
    desktop.case.store(&items()[..3]).unwrap();
    assert_eq!(desktop.reader().overview().unwrap().waiting, 3);
    // the program ends here, and is started again
    let path = desktop.dir.path().join("x.case");
    let mut again = crate::Case::open(&path).unwrap();
    assert_eq!(again.tell(&|_, _| {}).unwrap().len(), 1);
    assert_eq!(again.reader().unwrap().overview().unwrap().waiting, 0);
}

#[test]
fn a_later_version_of_a_page_takes_the_place_of_the_one_before() {
    let url = Some("https://post.example/tugs");
    let text = |more: &str| {
        format!(
            "Norway expels Iceland's ambassador\n\nNorway expelled the ambassador of Iceland on Tuesday after the \
             blockade of the harbour of Bergen.{more}"
        )
    };
    let old = item("1.html", "Skerry Post", "2023-03-08", url, &text(""));
    let new = item("2.html", "Skerry Post", "2023-03-09", url, &text(" Iceland protested."));
    let mut desktop = Desktop::of(&[old]);
    let (_, changes) = desktop.add(&[new]);
    let [change] = &changes[..] else { panic!("{changes:?}") };
    assert!(change.lines[0].contains("another text at the same address"), "{:?}", change.lines);
    let reader = desktop.reader();
    let story = reader.story(change.story).unwrap().unwrap();
    assert_eq!((story.articles, story.outlets.len()), (1, 1));
    assert_eq!(reader.articles_of(story.id).unwrap().len(), 2, "the earlier one is still there");
}

#[test]
fn a_story_that_is_joined_to_another_leads_there() {
    let items = items();
    let mut desktop = Desktop::of(&items[..1]);
    desktop.add(&items[3..4]);
    // as if both had been one story's two halves, told apart before
    let reader = desktop.reader();
    let (_, stories) = reader.stories(Order::Day, 0, 10).unwrap();
    let [one, other] = [stories[0].id, stories[1].id];
    let joined = format!("UPDATE story SET gone = 1, joined = {} WHERE id = {}", one.0, other.0);
    desktop.case.connection.execute_batch(&joined).unwrap();
    assert_eq!(reader.joined(other).unwrap(), Some(one));
    assert_eq!(reader.joined(one).unwrap(), None);
    assert!(reader.story(other).unwrap().is_none() && reader.page(other).unwrap().is_none());
}

#[test]
fn an_entity_is_one_over_stories() {
    let more = item(
        "g.txt",
        "Harbour Times",
        "2024-02-02",
        None,
        "Liv Bergstrand opens lighthouse museum\n\nLiv Bergstrand opened a museum of lighthouses in Tromsø on Friday.\n\n\
         “Lamps are patient,” Bergstrand said.",
    );
    let mut items = items();
    items.push(more);
    let desktop = Desktop::of(&items);
    let reader = desktop.reader();
    let (_, found) = reader.entities(Some("person"), Some("bergstrand"), 0, 10).unwrap();
    let [row] = &found[..] else { panic!("{found:?}") };
    assert_eq!(row.stories, 2);
    let entity = reader.entity(row.id).unwrap().unwrap();
    assert_eq!(entity.row.name, "Liv Bergstrand");
    assert!(entity.names.iter().any(|(name, _)| name == "Bergstrand"));
    assert!(entity.sayings.iter().any(|it| it.words.contains("not be bullied") && it.outlets == 2));
    let (_, states) = reader.entities(Some("geopolitical"), Some("iceland"), 0, 10).unwrap();
    let iceland = reader.entity(states[0].id).unwrap().unwrap();
    assert_eq!(iceland.country.as_deref(), Some("ISL"));
    let sinking = iceland.deeds.iter().find(|it| it.disputed).expect("what it denies");
    assert!(sinking.said < sinking.outlets, "{sinking:?}");
    let expelled = iceland.deeds.iter().find(|it| it.label.contains("expels")).unwrap();
    assert!(!expelled.disputed && expelled.said > 1, "{expelled:?}");
    assert!(reader.places(10).unwrap().iter().any(|place| place.name == "Bergen"));
}

#[test]
fn the_text_of_an_article_comes_with_what_is_told_from_it() {
    let desktop = Desktop::of(&items());
    let reader = desktop.reader();
    let (_, articles) = reader.articles(0, 10).unwrap();
    let mut cited = 0;
    for article in articles {
        let read = reader.article(article.id).unwrap().unwrap();
        let length = read.text.chars().count() as u32;
        assert!(read.cited.iter().all(|range| range.start < range.end && range.end <= length));
        cited += read.cited.len();
    }
    assert!(cited > 10, "{cited}");
    assert!(reader.article(crate::ArticleId(99)).unwrap().is_none());
}
