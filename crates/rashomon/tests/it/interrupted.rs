//! A run that is broken off leaves whole files or none.

use std::time::{Duration, Instant};

use crate::support::{EXAMPLE, Folder, program, run};

/// How often a run is killed.
const KILLS: u32 = 12;

#[test]
fn a_killed_run_leaves_no_half_dossier() {
    let start = Instant::now();
    let whole = run(&[EXAMPLE]).file("dossier.json");
    let usual = start.elapsed();
    let folder = Folder::new();
    let out = folder.path().join("out");
    let mut there = Vec::new();
    for kill in 0..KILLS {
        let _ = std::fs::remove_dir_all(&out);
        let mut child =
            program().args(["run", EXAMPLE, "--quiet", "--out"]).arg(&out).spawn().expect("starts");
        // from at once to after the usual end, densest about the end, where files are written
        let early = f64::from(KILLS - 1 - kill) / f64::from(KILLS - 1);
        std::thread::sleep(usual.mul_f64(1.1 * (1.0 - early * early)) + Duration::from_millis(1));
        child.kill().expect("can be killed");
        child.wait().unwrap();
        let text = std::fs::read_to_string(out.join("dossier.json")).ok();
        assert!(text.as_ref().is_none_or(|text| *text == whole), "a half dossier, kill {kill}");
        there.push(text.is_some());
    }
    assert!(there.contains(&false), "no kill came before the end of the run");
}
