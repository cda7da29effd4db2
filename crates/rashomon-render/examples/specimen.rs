//! Writes the pages of an invented dossier that holds one of everything, to look at after a change
//! of styles: `cargo run -p rashomon-render --example specimen -- out/specimen`.

#![allow(clippy::disallowed_methods, reason = "an example that writes files")]

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/specimen/mod.rs"]
mod specimen;

use std::{fs, path::PathBuf};

use rashomon_reconcile::Dossier;
use rashomon_render::{HtmlOptions, JsonOptions, Links, html, html_body, json, markdown};

/// The page as a server frames it.
fn served(dossier: &Dossier) -> String {
    let links = Links {
        documents: (1..=dossier.documents.len()).map(|i| format!("/articles/a{i}")).collect(),
        entities: (1..=dossier.entities.len()).map(|i| Some(format!("/entities/e{i}"))).collect(),
    };
    html_body(dossier, HtmlOptions { links: Some(&links), ..HtmlOptions::default() })
}

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
        ("wide", &specimen::wide(40, 200)),
        ("empty", &Dossier::default()),
    ] {
        fs::write(out.join(name).with_extension("html"), html(dossier, HtmlOptions::default()))?;
        fs::write(out.join(name).with_extension("body"), served(dossier))?;
    }
    Ok(())
}
