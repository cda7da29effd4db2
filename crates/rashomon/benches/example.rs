//! The example run, whole and by stage: `cargo bench --package rashomon`.
//!
//! Shows time and the most memory held at once. The aim for five reports of usual length is less
//! than a second and less than 200 MB, all stages and the decoding of the models included.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // a bench measures time and tells it

use divan::{AllocProfiler, Bencher, black_box};
use rashomon::{Article, Options};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/vessel-register");

fn main() {
    // paid once in a process, and shown apart
    let start = std::time::Instant::now();
    let outcome = rashomon::run(&[EXAMPLE], &Options::default(), &|_| {}).expect("the example");
    println!(
        "first run in this process, models decoded: {:.0} ms, {} documents",
        start.elapsed().as_secs_f64() * 1e3,
        outcome.dossier.documents.len()
    );
    divan::main();
}

fn articles() -> Vec<Article> {
    let options = rashomon_ingest::Options::default();
    let inputs = rashomon_ingest::inputs(&[EXAMPLE], &options).expect("the example");
    inputs.iter().flat_map(|input| rashomon_ingest::read(input, &options).articles).collect()
}

#[divan::bench(args = [1, 2])]
fn whole_run(bencher: Bencher, threads: usize) {
    let options = Options { threads, ..Options::default() };
    bencher.bench(|| {
        let outcome = rashomon::run(&[EXAMPLE], &options, &|_| {}).expect("the example");
        rashomon::files(black_box(&outcome.dossier), &options)
    });
}

#[divan::bench]
fn reading() -> Vec<Article> {
    articles()
}

#[divan::bench]
fn accounts(bencher: Bencher) {
    bencher.with_inputs(articles).bench_values(|articles| rashomon::accounts(articles, 1, &|| {}));
}

#[divan::bench]
fn reconciling(bencher: Bencher) {
    bencher
        .with_inputs(|| rashomon::accounts(articles(), 1, &|| {}).0)
        .bench_values(rashomon_reconcile::reconcile);
}

#[divan::bench]
fn writing(bencher: Bencher) {
    let options = Options::default();
    let outcome = rashomon::run(&[EXAMPLE], &options, &|_| {}).expect("the example");
    bencher.bench(|| rashomon::files(black_box(&outcome.dossier), &options));
}
