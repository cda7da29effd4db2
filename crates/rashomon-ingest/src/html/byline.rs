//! The author line of a page, which often stands between the headline and the element that holds the article.
//!
//! It is known by the names that the page's metadata give, or by what its element is called; "By" before it will do,
//! too. After the article, only a name from the metadata is looked for.

use super::{
    blocks::Block,
    names,
    select::Part,
    tree::{Attribute, Tree},
};
use crate::{
    html::tags::Tag,
    meta::{byline, media},
};

/// Words of a line that can be an author line.
const LONGEST: u32 = 30;
/// How many blocks after the article are looked at.
const BEHIND: usize = 12;

/// The block that names the authors, and the names as they stand in it. Only blocks from node `after` on.
pub(super) fn find(
    tree: &Tree,
    blocks: &[Block],
    parts: &[Part],
    after: u32,
    authors: Option<&str>,
) -> Option<(usize, String)> {
    let from = blocks.partition_point(|block| block.first < after);
    let running =
        |n: &usize| parts[*n] == Part::Body && (blocks[*n].words > 12 || blocks[*n].terminal);
    // what looks like running text may be a caption or a lead
    let begins = (from..blocks.len()).filter(running).nth(2).unwrap_or(blocks.len());
    let ends = (from..blocks.len()).rfind(running).map_or(blocks.len(), |n| n + 1);
    let short = |n: &usize| blocks[*n].words <= LONGEST && !running(n);
    let told = |n: usize| Some((n, among(&text(tree, &blocks[n]), authors?)?));
    let shown = |n: usize| Some((n, shown(tree, &blocks[n])?));
    // a note on the author, too, begins with the name
    let about = |n: usize| told(n).filter(|(_, names)| text(tree, &blocks[n]).starts_with(names));
    let behind = ends..blocks.len().min(ends + BEHIND);
    (from..begins)
        .filter(short)
        .find_map(told)
        .or_else(|| (from..begins).filter(short).find_map(shown))
        .or_else(|| {
            behind.clone().filter(short).find_map(told).or_else(|| behind.clone().find_map(about))
        })
}

/// From the first to the last of the authors that a line names; where people are among them, of the people.
fn among(line: &str, authors: &str) -> Option<String> {
    let folded = line.to_ascii_lowercase();
    let place = |name: &str| {
        let at = folded.find(&name.to_ascii_lowercase())?;
        Some((at, at + name.len()))
    };
    let cover = |a: (usize, usize), b: (usize, usize)| (a.0.min(b.0), a.1.max(b.1));
    let people = byline::people(authors).filter(|name| media::find(name).is_none());
    let (from, to) = people
        .filter_map(place)
        .reduce(cover)
        .or_else(|| byline::people(authors).filter_map(place).reduce(cover))?;
    line.get(from..to).map(str::to_owned)
}

/// The names in a line whose element says that they are the author's, or which says so itself.
fn shown(tree: &Tree, block: &Block) -> Option<String> {
    let whole = text(tree, block);
    let said = |line: &str| Some(line[..byline::names(line)?].to_owned());
    if let Some(names) = whole.lines().find_map(said) {
        return Some(names);
    }
    (block.first..=block.last)
        .filter(|&n| tree.nodes[n as usize].tag == Tag::Text && is_marked(tree, n))
        .map(|n| tree.text_of(n))
        .find_map(|text| byline::person(&text).map(str::to_owned))
}

/// Whether the elements next around a text say that it names an author.
fn is_marked(tree: &Tree, n: u32) -> bool {
    tree.ancestors(n).take(3).any(|at| {
        let says = |attribute, words: &[&str]| {
            tree.attribute(at, attribute)
                .is_some_and(|value| names::words(value).any(|it| words.contains(&it.as_str())))
        };
        says(Attribute::Class, &["author", "authors", "byline", "writer"])
            || says(Attribute::ItemProp, &["author", "creator"])
            || says(Attribute::Rel, &["author"])
    })
}

/// The text of a block, white space squeezed, line breaks kept.
pub(super) fn text(tree: &Tree, block: &Block) -> String {
    let mut whole = String::new();
    for n in block.first..=block.last {
        match tree.nodes[n as usize].tag {
            Tag::Br => whole.push('\n'),
            Tag::Text => {
                let (start, end) = tree.text_range(n);
                let text = tree.text[start as usize..end as usize].chars();
                whole.extend(text.map(|c| if c == '\n' { ' ' } else { c }));
            }
            _ => {}
        }
    }
    let lines = whole.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}
