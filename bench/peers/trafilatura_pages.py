#!/usr/bin/env python3
"""Pages a second on one core: Rashomon beside Python trafilatura's fast mode, in the same run.

usage: trafilatura_pages.py PROGRAM PAGES [--rounds N] [--core N]

PROGRAM is the example `pages` of rashomon-ingest (cargo build --release --package rashomon-ingest --example pages):
text, metadata and offsets of every page named on its standard input. PAGES is a folder of *.html or *.html.gz.
Both read the same bytes from memory; rounds alternate, each on one and the same core, and medians are printed.
Needs `pip install trafilatura lxml_html_clean`.
"""
import argparse, gzip, os, pathlib, statistics, subprocess, sys, tempfile, time


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("program")
    options.add_argument("pages", type=pathlib.Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--core", type=int, default=0)
    options = options.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {options.core})  # children keep it

    import logging
    import trafilatura

    logging.disable(logging.CRITICAL)
    pages = []
    for path in sorted(options.pages.glob("*.html*")):
        data = path.read_bytes()
        pages.append(gzip.decompress(data) if path.suffix == ".gz" else data)
    if not pages:
        sys.exit(f"{options.pages}: no *.html or *.html.gz in it")

    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, page in enumerate(pages):
            name = os.path.join(folder, f"{number:05}.html")
            pathlib.Path(name).write_bytes(page)
            names.append(name)
        ours, theirs = [], []
        for _ in range(options.rounds):
            # the program says itself how long the pages took, without reading the files
            done = subprocess.run([options.program], input="\n".join(names), text=True, capture_output=True, check=True)
            ours.append(float(done.stdout.split()[0]))
            start = time.perf_counter()
            for page in pages:
                trafilatura.bare_extraction(page, fast=True, with_metadata=True)
            theirs.append(len(pages) / (time.perf_counter() - start))
    a, b = statistics.median(ours), statistics.median(theirs)
    spread = lambda rates: f"{min(rates):.0f} to {max(rates):.0f}"
    print(f"{len(pages)} pages, {options.rounds} rounds, one core")
    print(f"rashomon     {a:7.0f} pages/s ({spread(ours)})")
    print(f"trafilatura  {b:7.0f} pages/s ({spread(theirs)}), version {trafilatura.__version__}, fast mode")
    print(f"ratio        {a / b:7.1f}")


if __name__ == "__main__":
    main()
