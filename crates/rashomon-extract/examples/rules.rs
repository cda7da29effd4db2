//! Runs the examples that stand beside the built-in rules: `cargo run --example rules -p rashomon-extract`.
use rashomon_annotate::Annotator;
use rashomon_extract::Rules;

#[allow(clippy::print_stdout)]
fn main() {
    let checked = Rules::builtin().check(&Annotator::new(), false);
    for c in checked.iter().filter(|c| !c.passed) {
        println!(
            "{} {}\n    expected {}\n    found    {}",
            c.place,
            c.sentence,
            c.expected,
            c.found.join("; ")
        );
    }
    println!("{} of {}", checked.iter().filter(|c| c.passed).count(), checked.len());
}
