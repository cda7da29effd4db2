//! Writes the pages of an invented dossier that holds one of everything, to look at after a change
//! of styles: `cargo run -p rashomon-render --example specimen -- out/specimen`.

#![allow(clippy::disallowed_methods, reason = "an example that writes files")]

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/specimen/mod.rs"]
mod specimen;

use std::{fs, path::PathBuf};

use rashomon_render::{HtmlOptions, JsonOptions, html, json, markdown};

fn main() -> std::io::Result<()> {
    let out = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "out/specimen".to_owned()));
    fs::create_dir_all(&out)?;
    let dossier = specimen::dossier();
    let single = specimen::first_story();
    fs::write(out.join("dossier.json"), json(&dossier, &JsonOptions::default()))?;
    fs::write(out.join("dossier.md"), markdown(&dossier, None))?;
    for (name, dossier) in [
        ("index", &dossier),
        ("story", &single),
        ("crowd", &specimen::crowd(40)),
        ("empty", &rashomon_reconcile::Dossier::default()),
    ] {
        fs::write(out.join(name).with_extension("html"), html(dossier, HtmlOptions::default()))?;
    }
    Ok(())
}
