//! Feeds: one record an item.

use super::{Origin, Reader};
use crate::{Error, Failure, Feed, Kind, Record, Skip, feed, links::links};

/// The items of a feed. What holds links only says which command follows them.
pub(super) fn items(origin: Origin, bytes: Vec<u8>) -> Box<dyn Reader> {
    if let Some(feed) = feed::feed(&bytes, None) {
        return Box::new(Items { origin, bytes, feed, next: 0 });
    }
    let what = if links(&bytes, None).is_some() {
        "holds links to feeds or pages, and no text; get what they lead to with `rashomon fetch`, and name the file that it writes"
    } else {
        "is XML or JSON, and no feed, sitemap or outline; name a feed (RSS, Atom, JSON Feed), or save the text as .txt, .html or .jsonl"
    };
    let failure = origin.failure(0, &Error::unsupported(origin.path(), what));
    Box::new(std::iter::once(Err(failure)))
}

struct Items {
    origin: Origin,
    bytes: Vec<u8>,
    feed: Feed,
    next: usize,
}

impl Iterator for Items {
    type Item = Result<Record, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.feed.items.is_empty() && self.next == 0 {
            self.next = 1;
            let error = Error::empty(self.origin.path(), "the feed holds no item");
            return Some(Err(self.origin.failure(0, &error)));
        }
        let item = self.feed.items.get(self.next)?;
        self.next += 1;
        let span = self.feed.span(item);
        let id = item.id.clone().or_else(|| item.link.clone());
        let id = id.unwrap_or_else(|| format!("item {}", self.next));
        let Some(page) = self.feed.page(item) else {
            let what = "the item is a headline without a text; get its page with `rashomon fetch`";
            let error = Error::empty(self.origin.path(), what);
            let failure = self.origin.failure(u64::from(span.start), &error);
            return Some(Err(Failure {
                record: Some(id),
                skipped: Some(Skip::Headline),
                ..failure
            }));
        };
        let bytes = self.bytes.get(span.range()).unwrap_or_default().to_vec();
        let mut record = self.origin.record(Kind::Item(self.feed.format), bytes);
        record.given.url = record.given.url.or_else(|| item.link.clone());
        Some(Ok(Record { id: Some(id), offset: u64::from(span.start), item: Some(page), ..record }))
    }
}
