//! Reads the pages named on standard input, one path a line, and says how many a second went through:
//! text, metadata and offsets, on one thread, files already in memory. Used by `bench/peers/trafilatura_pages.py`.

// an example reads files and looks at the clock
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::{fs, io, time::Instant};

use rashomon_ingest::{Given, clean_html};
use rashomon_text::Source;

fn main() -> io::Result<()> {
    let names = io::read_to_string(io::stdin())?;
    let pages = names.lines().map(fs::read).collect::<io::Result<Vec<_>>>()?;
    let start = Instant::now();
    let mut characters = 0;
    for page in &pages {
        let article = clean_html(Source::default(), page, &Given::default());
        characters += article.raw.map_or(0, |map| map.clean_len());
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{:.1} pages/s, {characters} bytes of text", pages.len() as f64 / seconds);
    Ok(())
}
