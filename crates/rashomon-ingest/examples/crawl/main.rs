//! A crawl of any size to measure with: `crawl make FILE.warc.gz MIB` makes it, the same one every time, and
//! `crawl records FILE.warc.gz` reads its records and nothing more. `bench/warc.sh` uses both.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // a program of its own

mod pages;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::time::Instant;

use flate2::{Compression, write::GzEncoder};
use rashomon_ingest::{Options, inputs, records};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", path, mib] => make(path, mib.parse()?),
        ["records", path] => read(path),
        _ => Err("crawl make FILE.warc.gz MIB | crawl records FILE.warc.gz".into()),
    }
}

fn make(path: &str, mib: u64) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    let (mut packed, mut unpacked, mut pages) = (0, 0, 0);
    while packed < mib << 20 {
        for record in pages::records(pages) {
            let mut member = GzEncoder::new(Vec::new(), Compression::default());
            member.write_all(&record)?;
            let member = member.finish()?;
            file.write_all(&member)?;
            packed += member.len() as u64;
            unpacked += record.len() as u64;
        }
        pages += 1;
    }
    file.flush()?;
    println!("{pages} pages, {} MiB, {} MiB unpacked", packed >> 20, unpacked >> 20);
    Ok(())
}

fn read(path: &str) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let options = Options::default();
    let (mut found, mut left, mut bytes) = (0u64, 0u64, 0u64);
    for input in inputs(&[path], &options)? {
        for record in records(&input, &options) {
            match record {
                Ok(record) => {
                    found += 1;
                    bytes += record.bytes.len() as u64;
                }
                Err(_) => left += 1,
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{found} pages of {} MiB, {left} other records, {seconds:.2} s", bytes >> 20);
    Ok(())
}
