//! The second step: sketches → which accounts tell one story, and which stories are told together.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch};
use rashomon_extract::Account;
use rashomon_reconcile::stories::{Grouping, Sketch};
use rashomon_reconcile::versions;
use rashomon_text::{Date, time::day_number};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::parts::{Together, in_parts};
use super::storage::Stored;
use super::tables::{self, Doc, unit_of};
use super::tell::Bundle;
use super::{Engine, Fault, Job, Written, local::Fetcher};

/// Accounts of a bundle: of so many, or of one story with more.
const BUNDLE: usize = 512;

/// The table of stories.
const STORIES: &str = "stories/stories.parquet";
/// Says that it is written.
const DONE: &str = "work/stories.json";

/// What was written down of the table of stories.
#[derive(Debug, Serialize, Deserialize)]
struct Grouped {
    job: String,
    stories: Written,
    bundles: Vec<Bundle>,
}

/// One account, as grouping sees it.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) doc: Doc,
    pub(super) published: Option<Date>,
    /// Its row in the table of accounts of its unit and day.
    pub(super) row: u32,
}

/// The bundles of a job whose units are all read, and the table of stories, which is written where it is not there.
pub(super) fn group(job: &Job, engine: &dyn Engine) -> Result<(Vec<Bundle>, Written), Fault> {
    let grouped: Option<Grouped> = job.noted(DONE)?;
    if let Some(grouped) = grouped.filter(|grouped| grouped.job == job.digest) {
        return Ok((grouped.bundles, grouped.stories));
    }
    let read = Sketches::read(job)?;
    let pages = versions_of_pages(&read.addresses);
    let superseded = superseded(job, &read, &pages)?;
    let Sketches { members, addresses, packed, terms } = read;
    let sketches = packed.iter().map(|sketch| Cow::Owned(sketch.unpacked(&terms)));
    let grouping = Grouping::new(sketches, superseded.clone());
    drop((packed, terms));
    let (mut pass, mut fault) = (0, None);
    let mut together = Together::new(members.len(), &pages);
    let groups = grouping.run(|vectors| {
        let near = engine.near(job, vectors, pass).unwrap_or_else(|error| {
            fault = Some(error);
            Vec::new()
        });
        if pass == 0 {
            together.add(&near);
        }
        pass += 1;
        near
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    let stories = versions::beside(&groups, &addresses, &superseded);
    let (table, bundles) = bundled(&members, &stories, &superseded, &mut together);
    let rows = table.num_rows();
    let bytes = tables::written(&[table], tables::stories_schema());
    let stories = job.write(STORIES.to_owned(), bytes, rows)?;
    let bundles: Vec<Bundle> = bundles
        .into_iter()
        .map(|bundle| Bundle { digest: stories.sha256.clone(), ..bundle })
        .collect();
    let grouped = Grouped { job: job.digest.clone(), stories, bundles };
    job.note(DONE, &grouped)?;
    Ok((grouped.bundles, grouped.stories))
}

impl Job {
    /// A bundle of a job whose stories are found.
    pub fn bundle(&self, number: u32) -> Result<Bundle, Fault> {
        let mut bundles = self.bundles.lock().unwrap_or_else(PoisonError::into_inner);
        if bundles.is_empty() {
            let grouped: Option<Grouped> = self.noted(DONE)?;
            *bundles =
                grouped.filter(|it| it.job == self.digest).map(|it| it.bundles).unwrap_or_default();
        }
        let missing =
            || Fault::new(format!("{} has no bundle {number} of stories", self.storage.address()));
        bundles.get(number as usize).cloned().ok_or_else(missing)
    }
}

/// A sketch with numbers for terms.
#[derive(Debug)]
struct Packed {
    day: Option<Date>,
    terms: Vec<(u32, f32)>,
}

impl Packed {
    fn unpacked(&self, terms: &[String]) -> Sketch {
        let term = |&(term, weight): &(u32, f32)| (terms[term as usize].clone(), weight);
        Sketch { day: self.day, terms: self.terms.iter().map(term).collect() }
    }
}

/// All sketches of a job, in the canonical order of their accounts (path, record, address, digest).
#[derive(Debug, Default)]
struct Sketches {
    members: Vec<Member>,
    addresses: Vec<Option<String>>,
    packed: Vec<Packed>,
    terms: Vec<String>,
}

/// What accounts are sorted by.
type Key = (Option<String>, Option<String>, Option<String>, String);

impl Sketches {
    fn read(job: &Job) -> Result<Self, Fault> {
        let mut read = Self::default();
        let mut keys: Vec<Key> = Vec::new();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        for unit in &job.plan.units {
            let name = format!("sketches/unit-{:05}.parquet", unit.number);
            let mut rows: BTreeMap<Option<Date>, u32> = BTreeMap::new();
            let mut take = |batch: &RecordBatch| {
                let owned = |name: &str| {
                    tables::text(batch, name).into_iter().map(|it| it.map(str::to_owned))
                };
                let digests = owned("sha256").map(Option::unwrap_or_default);
                let origins = owned("path").zip(owned("record")).zip(owned("url")).zip(digests);
                keys.extend(origins.map(|(((path, record), url), sha)| (path, record, url, sha)));
                read.addresses.extend(owned("address"));
                let docs = tables::numbers(batch, "doc").iter();
                for (&doc, published) in docs.zip(tables::dates(batch, "published")) {
                    let next = rows.entry(published).or_default();
                    read.members.push(Member { doc, published, row: *next });
                    *next += 1;
                }
                for sketch in tables::sketches(batch) {
                    let terms = sketch.terms.into_iter().map(|(term, weight)| {
                        let new = read.terms.len() as u32;
                        let number = *numbers.entry(term).or_insert_with_key(|term| {
                            read.terms.push(term.clone());
                            new
                        });
                        (number, weight)
                    });
                    read.packed.push(Packed { day: sketch.day, terms: terms.collect() });
                }
            };
            Stored::open(&job.storage, &name)
                .and_then(|file| tables::read(&file, None, &mut take))
                .map_err(|error| job.unread(&name, &error))?;
        }
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|&a, &b| keys[a].cmp(&keys[b]).then(a.cmp(&b)));
        fn sorted<T>(rows: Vec<T>, order: &[usize]) -> Vec<T> {
            let mut rows: Vec<Option<T>> = rows.into_iter().map(Some).collect();
            order.iter().filter_map(|&n| rows[n].take()).collect()
        }
        read.members = sorted(read.members, &order);
        read.addresses = sorted(read.addresses, &order);
        read.packed = sorted(read.packed, &order);
        Ok(read)
    }
}

/// The accounts of each address that several have.
fn versions_of_pages(addresses: &[Option<String>]) -> Vec<Vec<usize>> {
    let mut of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, address) in addresses.iter().enumerate() {
        if let Some(address) = address {
            of.entry(address).or_default().push(n);
        }
    }
    of.into_values().filter(|numbers| numbers.len() > 1).collect()
}

/// Which accounts are no outlet's account by themselves: earlier versions of a page, and what was seen again. Only
/// those of `pages`, which share an address, are looked at.
fn superseded(job: &Job, read: &Sketches, pages: &[Vec<usize>]) -> Result<Vec<bool>, Fault> {
    let mut superseded = vec![false; read.members.len()];
    let mut fetcher = Fetcher::new(job);
    for numbers in pages {
        let members: Vec<&Member> = numbers.iter().map(|&n| &read.members[n]).collect();
        let accounts: Vec<Account> = fetcher
            .accounts(&members)?
            .iter()
            .map(|bytes| tables::unpacked(bytes).ok_or_else(|| damaged(job)))
            .collect::<Result<_, Fault>>()?;
        for (&n, out) in numbers.iter().zip(versions::left_out(&accounts)) {
            superseded[n] = out;
        }
    }
    Ok(superseded)
}

pub(super) fn damaged(job: &Job) -> Fault {
    Fault::new(format!(
        "{}: an account is damaged or of another program; delete the folder and begin anew",
        job.storage.address()
    ))
}

/// The table of stories, numbered from 1 in their order, and the bundles they are told in: its rows are those of the
/// bundles one after another. A large story is one for each of its parts, and says which is the first.
fn bundled(
    members: &[Member],
    stories: &[Vec<usize>],
    superseded: &[bool],
    together: &mut Together,
) -> (RecordBatch, Vec<Bundle>) {
    let mut bundles: Vec<Bundle> = Vec::new();
    let (mut story_of, mut part_of, mut bundle_of) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = Vec::new();
    let mut parts: Vec<(Option<i64>, Vec<usize>)> = Vec::new();
    for documents in stories {
        let of_story = in_parts(documents, members, together);
        let first = (of_story.len() > 1).then_some(parts.len() as i64 + 1);
        parts.extend(of_story.into_iter().map(|part| (first, part)));
    }
    for (story, (first, documents)) in (1i64..).zip(&parts) {
        let room = |bundle: &&mut Bundle| {
            (bundle.rows.1 - bundle.rows.0) as usize + documents.len() <= BUNDLE
        };
        let at = rows.len() as u64;
        let end = at + documents.len() as u64;
        let number = if let Some(bundle) = bundles.last_mut().filter(room) {
            bundle.rows.1 = end;
            bundle.number
        } else {
            let number = bundles.len() as u32;
            bundles.push(Bundle { number, rows: (at, end), digest: String::new() });
            number
        };
        for &n in documents {
            story_of.push(story);
            part_of.push(*first);
            bundle_of.push(i64::from(number));
            rows.push(n);
        }
    }
    let docs = rows.iter().map(|&n| members[n].doc);
    let published = rows.iter().map(|&n| members[n].published.map(day_number));
    let row = rows.iter().map(|&n| members[n].row as i32);
    let superseded: Vec<bool> = rows.iter().map(|&n| superseded[n]).collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(story_of)),
        Arc::new(Int64Array::from(part_of)),
        Arc::new(Int64Array::from(bundle_of)),
        Arc::new(Int64Array::from_iter_values(docs)),
        Arc::new(published.collect::<Date32Array>()),
        Arc::new(Int32Array::from_iter_values(row)),
        Arc::new(BooleanArray::from(superseded)),
    ];
    let table = RecordBatch::try_new(tables::stories_schema(), columns);
    (table.expect("columns as the schema has them"), bundles)
}

/// The members of a bundle, each with its story, in the order of the table of stories.
pub(super) fn members(job: &Job, bundle: &Bundle) -> Result<Vec<(i64, Member)>, Fault> {
    let mut found = Vec::new();
    let take = |batch: &RecordBatch| {
        let stories = tables::numbers(batch, "story").iter();
        let docs = tables::numbers(batch, "doc").iter().zip(tables::small(batch, "row"));
        for ((&story, (&doc, &row)), published) in
            stories.zip(docs).zip(tables::dates(batch, "published"))
        {
            found.push((story, Member { doc, published, row: row as u32 }));
        }
    };
    Stored::open(&job.storage, STORIES)
        .and_then(|file| tables::read(&file, Some(bundle.rows), take))
        .map_err(|error| job.unread(STORIES, &error))?;
    Ok(found)
}

impl Member {
    /// The table of accounts that it is in.
    pub(super) fn table(&self) -> String {
        let day = super::day_folder(self.published);
        format!("accounts/{day}/unit-{:05}.parquet", unit_of(self.doc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_share_bundles_and_large_ones_have_their_own() {
        let members: Vec<Member> =
            (0..1300).map(|n| Member { doc: n, published: None, row: n as u32 }).collect();
        let stories = [
            (0..600).collect(),
            (600..900).collect(),
            (900..1000).collect(),
            (1000..1300).collect::<Vec<_>>(),
        ];
        let mut together = Together::new(1300, &[]);
        let (table, bundles) = bundled(&members, &stories, &vec![false; 1300], &mut together);
        let rows: Vec<_> = bundles.iter().map(|bundle| bundle.rows).collect();
        assert_eq!(rows, [(0, 600), (600, 1000), (1000, 1300)]);
        assert_eq!(table.num_rows(), 1300);
        assert_eq!(tables::numbers(&table, "bundle")[999], 1);
        assert_eq!(tables::numbers(&table, "story")[999], 3);
    }

    #[test]
    fn a_large_story_is_told_in_parts_by_days() {
        let day = |n: usize| Date::constant(2031, 5, 1 + (n % 7) as i8);
        let published = |n: usize| (!n.is_multiple_of(5)).then(|| day(n));
        let members: Vec<Member> = (0..2100)
            .map(|n| Member { doc: n as i64, published: published(n), row: n as u32 })
            .collect();
        let stories = [(0..2100).collect::<Vec<_>>()];
        let mut together = Together::new(2100, &[]);
        let (table, bundles) = bundled(&members, &stories, &vec![false; 2100], &mut together);
        let rows: Vec<_> = bundles.iter().map(|bundle| bundle.rows).collect();
        assert_eq!(rows, [(0, 700), (700, 1400), (1400, 2100)]);
        assert_eq!(tables::numbers(&table, "story")[1400..], [3; 700]);
        assert_eq!(tables::numbers(&table, "part_of"), vec![1; 2100]);
        let days = tables::dates(&table, "published");
        let undated = days.iter().position(Option::is_none).unwrap();
        assert!(days[..undated].is_sorted() && days[undated..].iter().all(Option::is_none));
        let mut docs = tables::numbers(&table, "doc").to_vec();
        docs.sort_unstable();
        assert_eq!(docs, (0..2100).collect::<Vec<i64>>());
    }
}
