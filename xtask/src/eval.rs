//! `cargo xtask eval`: how good each stage is, measured on public yardsticks and on whole events.
//!
//! Prints `task⇥set⇥metric⇥value⇥n`: the set with its split, metrics from 0 to 1, and `n`, the
//! number of things judged. Values fall under a committed floor only where somebody says why: see
//! [`floors`].

pub(crate) mod aliases;
mod attribution;
mod copies;
pub(crate) mod coref;
mod corpus;
mod dates;
mod dossiers;
mod engine;
mod events;
mod floors;
mod main_text;
mod places;
mod reliability;
mod scores;
pub(crate) mod stories;
mod times;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

/// Set, metric, value, and the number of things judged.
pub(crate) type Row = (String, String, f64, u64);

/// One measurement of one stage.
struct Task {
    name: &'static str,
    /// Where its data lies by default, from the workspace's folder.
    data: &'static str,
    run: fn(&Path) -> Vec<Row>,
}

/// All tasks, in the order of the stages.
const TASKS: &[Task] = &[
    Task { name: "main-text", data: "../shared/bench/article-extraction", run: main_text::run },
    Task { name: "dates", data: "../shared/bench/htmldate", run: dates::run },
    Task { name: "sentences", data: "../shared/bench/ud-ewt", run: engine::sentences },
    Task { name: "tags", data: "../shared/bench/ud-ewt", run: engine::tags },
    Task { name: "parse", data: "../shared/bench/ud-ewt", run: engine::parse },
    Task { name: "names", data: "../shared/bench/ner-worldwide", run: engine::names },
    Task { name: "times", data: "../shared/bench/tempeval3", run: times::run },
    Task { name: "attribution", data: "../shared/bench/polnear", run: attribution::run },
    Task { name: "coref", data: "../shared/bench/gum", run: coref::run },
    Task { name: "events", data: "../shared/bench/plover", run: events::run },
    Task { name: "aliases", data: "../shared/bench/names-netranslit", run: aliases::run },
    Task { name: "places", data: "../shared/bench/geoparsing", run: places::run },
    Task { name: "stories", data: "../shared/bench/giveme5w1h", run: stories::run },
    Task { name: "copies", data: "../shared/bench/giveme5w1h", run: copies::run },
    Task { name: "dossiers", data: "../shared/gold", run: dossiers::run },
];

/// Measure the stages and compare with the floors
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Tasks to run; all where none is named
    #[arg(value_name = "TASK")]
    tasks: Vec<String>,

    /// Another folder of data in the same format, for one task; its scores have no floors
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Write the scores to eval/scores.txt and raise the floors in eval/floors.json
    #[arg(long, conflicts_with = "data")]
    bless: bool,

    /// With --bless: why floors may go down this once; kept in eval/floors.json
    #[arg(long, value_name = "WHY", requires = "bless")]
    because: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let known: Vec<_> = TASKS.iter().map(|task| task.name).collect();
    if let Some(task) = arguments.tasks.iter().find(|task| !known.contains(&task.as_str())) {
        return Err(format!("there is no task '{task}'; there are: {}", known.join(", ")));
    }
    if arguments.data.is_some() && arguments.tasks.len() != 1 {
        return Err("--data is for one task: name it".to_owned());
    }
    let wanted = |task: &&Task| {
        arguments.tasks.is_empty() || arguments.tasks.iter().any(|name| name == task.name)
    };

    let root = crate::root();
    let mut floors = floors::Floors::read(&root.join("eval/floors.json"))?;
    let mut scores = scores::Scores::read(&root.join("eval/scores.txt"))?;
    let mut short = Vec::new();
    for task in TASKS.iter().filter(wanted) {
        let data = arguments.data.clone().unwrap_or_else(|| root.join(task.data));
        if !data.exists() {
            if arguments.data.is_some() {
                return Err(format!("{}: no such folder", data.display()));
            }
            eprintln!("skipped {}: no data at {}", task.name, task.data);
            continue;
        }
        let rows = (task.run)(&data);
        print(task.name, &rows);
        if arguments.data.is_some() {
            continue;
        }
        let digest = corpus::digest(&data).map_err(|e| format!("{}: {e}", data.display()))?;
        if arguments.bless {
            short.extend(floors.raise(task.name, &digest, &rows, arguments.because.as_deref()));
            scores.replace(task.name, &rows);
        } else {
            short.extend(floors.check(task.name, &digest, &rows));
            if !scores.holds(task.name, &rows) {
                eprintln!("{}: other scores than in eval/scores.txt", task.name);
            }
        }
    }
    if !short.is_empty() {
        let way_out = if arguments.bless {
            "nothing was written; to let them go down this once, say --because WHY"
        } else {
            "find out what changed; a change that is meant goes in with --bless --because WHY"
        };
        return Err(format!("under the floor:\n  {}\n{way_out}", short.join("\n  ")));
    }
    if arguments.bless {
        floors.write(&root.join("eval/floors.json"))?;
        scores.write(&root.join("eval/scores.txt"))?;
    }
    Ok(())
}

/// One line of scores.
fn line(task: &str, (set, metric, value, n): &Row) -> String {
    format!("{task}\t{set}\t{metric}\t{value:.4}\t{n}")
}

fn print(task: &str, rows: &[Row]) {
    let mut out = std::io::stdout().lock();
    for row in rows {
        // a closed pipe ends the printing, not the measuring
        let _ = writeln!(out, "{}", line(task, row));
    }
}
