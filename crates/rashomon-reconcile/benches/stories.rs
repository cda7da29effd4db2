//! Grouping into stories, from sketches: `cargo bench --package rashomon-reconcile`.
//!
//! Sketches are invented: half of a document's terms are words any document may have, the more frequent the more
//! (by Zipf's law), a third are its story's, and the rest are its own. One core; time for each document is the figure
//! to look at, which should not grow with their number.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use rashomon_reconcile::stories::{Sketch, stories_of_sketches};

fn main() {
    divan::main();
}

/// A run of many stories, of up to a hundred documents each.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 1, sample_size = 1)]
fn many(bencher: Bencher, documents: usize) {
    let sketches = sketches(documents, 100);
    let left_out = vec![false; documents];
    bencher
        .counter(ItemsCount::new(documents))
        .bench_local(|| stories_of_sketches(black_box(&sketches), &left_out).len());
}

/// One story, told by all.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 1, sample_size = 1)]
fn one(bencher: Bencher, documents: usize) {
    let sketches = sketches(documents, usize::MAX);
    let left_out = vec![false; documents];
    bencher
        .counter(ItemsCount::new(documents))
        .bench_local(|| stories_of_sketches(black_box(&sketches), &left_out).len());
}

/// Terms of a sketch.
const TERMS: usize = 75;
/// Words that any document may have.
const COMMON: f64 = 20_000.0;
/// Terms that a story has to choose from.
const TELLING: u64 = 40;

/// Sketches of documents, in stories of 1 to `largest`.
fn sketches(documents: usize, largest: usize) -> Vec<Sketch> {
    let mut numbers = Numbers(7);
    let (mut story, mut left) = (0, 0);
    let mut sketches: Vec<Sketch> = Vec::with_capacity(documents);
    for document in 0..documents {
        if left == 0 {
            story += 1;
            left = match largest {
                usize::MAX => documents,
                // small ones are the most
                _ => (largest as f64).powf(numbers.share()) as usize,
            };
        }
        left -= 1;
        let mut terms: Vec<(String, f32)> = (0..TERMS)
            .map(|at| {
                let term = match at % 6 {
                    0..3 => format!("w:any{:.0}", COMMON.powf(numbers.share())),
                    3 | 4 => format!("w:story{story}-{}", numbers.next() % TELLING),
                    _ => format!("e:{document}-{at}"),
                };
                (term, 0.3 + numbers.share() as f32)
            })
            .collect();
        terms.sort_unstable_by(|x, y| x.0.cmp(&y.0));
        terms.dedup_by(|x, y| x.0 == y.0);
        sketches.push(Sketch { day: None, terms });
    }
    // documents of a story lie apart, as those of outlets do
    let mut order: Vec<(u64, Sketch)> =
        sketches.into_iter().map(|sketch| (numbers.next(), sketch)).collect();
    order.sort_unstable_by_key(|(number, _)| *number);
    order.into_iter().map(|(_, sketch)| sketch).collect()
}

/// Numbers as if by chance (SplitMix64), the same in each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let n = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        n ^ (n >> 31)
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
