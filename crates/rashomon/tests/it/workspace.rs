//! Which crate may know which.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{list, root};

/// Crate, and the crates of the workspace it may use. Each edge runs against the flow of the data;
/// nothing flows back.
const ALLOWED: &[(&str, &[&str])] = &[
    ("rashomon-text", &[]),
    ("rashomon-lexicon", &[]),
    ("rashomon-ingest", &["rashomon-text"]),
    ("rashomon-fetch", &["rashomon-ingest", "rashomon-text"]),
    ("rashomon-annotate", &["rashomon-lexicon", "rashomon-text"]),
    ("rashomon-extract", &["rashomon-annotate", "rashomon-lexicon", "rashomon-text"]),
    ("rashomon-reconcile", &["rashomon-extract", "rashomon-lexicon", "rashomon-text"]),
    ("rashomon-render", &["rashomon-reconcile", "rashomon-text"]),
    (
        "rashomon-store",
        &[
            "rashomon-extract",
            "rashomon-ingest",
            "rashomon-lexicon",
            "rashomon-reconcile",
            "rashomon-render",
            "rashomon-text",
        ],
    ),
    (
        "rashomon-server",
        &[
            "rashomon-fetch",
            "rashomon-ingest",
            "rashomon-render",
            "rashomon-store",
            "rashomon-text",
        ],
    ),
    (
        "rashomon-store",
        &[
            "rashomon-extract",
            "rashomon-ingest",
            "rashomon-lexicon",
            "rashomon-reconcile",
            "rashomon-render",
            "rashomon-text",
        ],
    ),
    (
        "rashomon",
        &[
            "rashomon-annotate",
            "rashomon-extract",
            "rashomon-fetch",
            "rashomon-ingest",
            "rashomon-reconcile",
            "rashomon-render",
            "rashomon-server",
            "rashomon-store",
            "rashomon-text",
        ],
    ),
    ("rashomon-cluster", &["rashomon"]),
];

/// Crates of developers' tools: not part of the product, so they may use all of it.
const TOOLS: &[&str] = &["rashomon-train", "xtask"];

/// The crate that opens connections.
const FETCH: &str = "rashomon-fetch";

/// The crate that answers them.
const SERVER: &str = "rashomon-server";

/// The crate whose processes talk to one another and to object stores. It is no part of the product that `cargo build`
/// makes.
const CLUSTER: &str = "rashomon-cluster";

/// The command that serves.
const SERVE: &str = "crates/rashomon/src/bin/rashomon/serve.rs";

/// The files that have pages fetched.
const FETCHING: &[&str] = &[
    "crates/rashomon/src/bin/rashomon/fetch.rs",
    SERVE,
    "crates/rashomon-server/src/options.rs",
    "crates/rashomon-server/src/work/fetcher.rs",
];

/// What opens connections, or serves to.
const NETWORK: &[&str] = &[
    "ureq",
    "reqwest",
    "hyper",
    "curl",
    "isahc",
    "attohttpc",
    "minreq",
    "rustls",
    "native-tls",
    "openssl",
    "socket2",
    "mio",
    "tokio",
    "async-std",
    "smol",
    "hickory-resolver",
];

/// What pure crates must not be built with: the network, threads, clocks, C.
const NEVER_IN_PURE: &[&str] =
    &["tokio", "reqwest", "ureq", "rayon", "rand", "chrono", "cc", "bindgen"];

fn metadata() -> Value {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Every crate of the workspace with its dependencies, and whether each is for tests only.
fn packages() -> BTreeMap<String, Vec<(String, bool)>> {
    list(&metadata(), "packages")
        .iter()
        .map(|package| {
            let dependencies = list(package, "dependencies")
                .iter()
                .map(|d| (d["name"].as_str().unwrap().to_owned(), d["kind"] == "dev"))
                .collect();
            (package["name"].as_str().unwrap().to_owned(), dependencies)
        })
        .collect()
}

#[test]
fn edges_between_crates_are_the_allowed_ones() {
    let packages = packages();
    for (name, dependencies) in &packages {
        if TOOLS.contains(&name.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(crate_, _)| crate_ == name) else {
            panic!("{name} is new: say in this test which crates it may use");
        };
        for (dependency, dev) in dependencies {
            let ours = packages.contains_key(dependency);
            // tests may build their input with the crates before them
            assert!(
                !ours || *dev || allowed.contains(&dependency.as_str()),
                "{name} → {dependency}"
            );
        }
    }
    for (name, _) in ALLOWED {
        assert!(packages.contains_key(*name), "{name} is gone: take it out of this test");
    }
}

#[test]
fn tests_do_not_close_a_circle() {
    let order: Vec<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let place = |name: &str| order.iter().position(|n| *n == name);
    for (name, dependencies) in packages() {
        for (dependency, _) in dependencies {
            if let (Some(own), Some(other)) = (place(&name), place(&dependency)) {
                assert!(other < own, "{name} → {dependency} runs with the flow");
            }
        }
    }
}

#[test]
fn pure_crates_stay_lean() {
    for (name, dependencies) in packages() {
        if ["rashomon", "rashomon-store", FETCH, SERVER, CLUSTER].contains(&name.as_str())
            || TOOLS.contains(&name.as_str())
        {
            continue;
        }
        for (dependency, dev) in dependencies {
            assert!(dev || !NEVER_IN_PURE.contains(&dependency.as_str()), "{name} → {dependency}");
        }
    }
}

/// By what they are built with, and by what their sources name: the pipeline cannot reach the network; the command
/// `fetch` can, and the server does through the same crate. The server listens, and connects to nobody. Machines of a
/// cluster are told whom to reach by whoever starts them.
#[test]
fn nothing_but_fetch_opens_a_connection() {
    for (name, dependencies) in packages() {
        for (dependency, dev) in dependencies {
            let fetches = name == FETCH && dependency == "ureq";
            let listens = name == SERVER && ["hyper", "tokio"].contains(&dependency.as_str());
            let clusters = name == CLUSTER && dependency == "tokio";
            assert!(
                dev || fetches || listens || clusters || !NETWORK.contains(&dependency.as_str()),
                "{name} → {dependency}"
            );
        }
    }
    let mut read = 0;
    for file in sources(&root().join("crates")) {
        let place = file.strip_prefix(root()).unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        read += 1;
        if ["crates/rashomon-fetch/src/", "crates/rashomon-cluster/src/"]
            .iter()
            .any(|folder| place.starts_with(folder))
        {
            continue;
        }
        let listens = place.starts_with("crates/rashomon-server/src/") || place == SERVE;
        // who listens names addresses; nobody names what a connection is opened with
        let connects = ["TcpStream::", "TcpSocket", "UdpSocket", "UnixStream", "ureq"];
        let here = if listens { "connect(" } else { "std::net" };
        for words in connects.iter().chain([&here]) {
            assert!(!text.contains(words), "{place} names {words}");
        }
        assert!(!text.contains("rashomon_fetch") || FETCHING.contains(&place), "{place}");
    }
    assert!(read > 100, "{read} files");
}

/// The Rust files under the `src` folders of the crates.
fn sources(crates: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open: Vec<PathBuf> =
        std::fs::read_dir(crates).unwrap().map(|e| e.unwrap().path().join("src")).collect();
    while let Some(folder) = open.pop() {
        for path in std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// `cargo run` needs one program among the default members.
#[test]
fn there_is_one_program_to_run() {
    let metadata = metadata();
    let default = list(&metadata, "workspace_default_members");
    let programs: Vec<&str> = list(&metadata, "packages")
        .iter()
        .filter(|package| default.contains(&package["id"]))
        .flat_map(|package| list(package, "targets"))
        .filter(|target| list(target, "kind").iter().any(|kind| kind == "bin"))
        .map(|target| target["name"].as_str().unwrap())
        .collect();
    assert_eq!(programs, ["rashomon"]);
}

/// `cargo test` as written in README.md runs the tests of every crate of the product, but for the cluster: its engine
/// takes longer to build than all else together.
#[test]
fn every_crate_of_the_product_is_a_default_member() {
    let metadata = metadata();
    let default = list(&metadata, "workspace_default_members");
    for package in list(&metadata, "packages") {
        let name = package["name"].as_str().unwrap();
        let apart = TOOLS.contains(&name) || name == CLUSTER;
        assert_ne!(default.contains(&package["id"]), apart, "{name}");
    }
}
