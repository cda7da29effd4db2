#!/usr/bin/env python3
"""A crawl from end to end on one core: Rashomon beside what is usually put together in Python.

usage: usual_stack.py PROGRAM CRAWL DATA WORK [--steps N] [--turns N] [--core N] [--scores 'COMMAND']
needs: pip install trafilatura lxml_html_clean spacy==3.8.* datasketch warcio

PROGRAM is `target/release/rashomon`, CRAWL a folder of WARC files (`cargo xtask scale 1000 --warc CRAWL`), DATA the folder
with `article-extraction`, `ud-ewt` and `ner-worldwide`, WORK the folder where `spacy_engine.py` trains (`--steps`).

Theirs: warcio reads the files, trafilatura finds main text and metadata, spaCy tags, parses and finds names, datasketch
finds near copies (MinHash of 128 permutations over runs of five words, LSH at 0.5); a line of JSON for each page. Ours
is `rashomon run` with one thread: all of that, and stories, who said what, disagreements and the three files of the
dossier. Turn about on one core, ours with the start of its process and the loading of its models, theirs without.

Prints lines `task<TAB>set<TAB>metric<TAB>value<TAB>n`: pages a second by processor time and by the clock, the ratios, the
shares of theirs, and the scores of theirs; `--scores 'target/release/xtask eval main-text names'` prints ours by the same
definitions (means over pages of four-word shingles; exact spans of names).
"""
import argparse, gzip, itertools, json, logging, os, pathlib, re, resource, shlex, subprocess, sys, tempfile, time
from collections import Counter

os.environ.setdefault("OMP_NUM_THREADS", "1")
import trafilatura
from datasketch import MinHash, MinHashLSH
from warcio.archiveiterator import ArchiveIterator

import spacy_engine

BATCH = 128  # pages spaCy is given at a time

def pages(crawl):
    for path in sorted(crawl.glob("*.warc.gz")):
        with open(path, "rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "response":
                    yield record.rec_headers["WARC-Target-URI"], record.content_stream().read()


def theirs(crawl, nlp, out, shares):
    """Pages read; adds to `shares` the processor time of each part."""
    lsh, number, records = MinHashLSH(threshold=0.5, num_perm=128), 0, pages(crawl)
    last = time.process_time()

    def spent(part):
        nonlocal last
        now = time.process_time()
        shares[part] += now - last
        last = now

    while batch := list(itertools.islice(records, BATCH)):
        spent("warcio")
        found = [trafilatura.bare_extraction(page, url=url, with_metadata=True) for url, page in batch]
        texts = [it.text if it else "" for it in found]
        spent("trafilatura")
        docs = list(nlp.pipe(texts, batch_size=BATCH))
        spent("spacy")
        copies = []
        for text in texts:
            words = re.findall(r"[^\W_]+", text.lower())
            sketch = MinHash(num_perm=128)
            sketch.update_batch([" ".join(words[n : n + 5]).encode() for n in range(len(words) - 4)])
            copies.append(lsh.query(sketch))
            lsh.insert(number, sketch)
            number += 1
        spent("datasketch")
        for (url, _), it, doc, others in zip(batch, found, docs, copies):
            words = [(token.text, token.tag_, token.dep_, token.head.i) for token in doc]
            names = [(name.text, name.label_) for name in doc.ents]
            told = {"title": it.title, "date": it.date, "site": it.sitename} if it else {}
            print(json.dumps({"url": url, **told, "text": doc.text, "names": names, "words": words, "copies": others}), file=out)
        spent("writing")
    return number


def main_text(data):
    """F1 of main texts as the benchmark of article extraction defines it."""
    mean = lambda values: sum(values) / len(values)

    def shingles(text):
        words = re.findall(r"\w+", text)
        return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))) if words else Counter()

    precision, recall = [], []
    for name, record in json.loads((data / "ground-truth.json").read_text(encoding="utf8")).items():
        page = gzip.decompress((data / f"html/{name}.html.gz").read_bytes())
        found = trafilatura.bare_extraction(page, url=record.get("url"), with_metadata=True)
        found, truth = shingles(found.text if found else ""), shingles(record["articleBody"])
        both = (found & truth).total()
        if found:
            precision.append(both / found.total())
        if truth:
            recall.append(both / truth.total())
    p, r = mean(precision), mean(recall)
    return 2 * p * r / (p + r), len(recall)


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("program")
    for folder in ("crawl", "data", "work"):
        args.add_argument(folder, type=pathlib.Path)
    args.add_argument("--steps", type=int, default=20000)
    args.add_argument("--turns", type=int, default=3)
    args.add_argument("--core", type=int, default=0)
    args.add_argument("--scores", help="a command that prints our scores")
    args = args.parse_args()
    logging.disable(logging.CRITICAL)
    show = lambda *row: print(*row, sep="\t", flush=True)
    nlp = spacy_engine.trained(args.data, args.work, args.steps)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {args.core})  # children keep it
    here = f"{args.crawl.name}, one core"

    for turn in range(1, args.turns + 1):
        rates, shares = {}, Counter()
        for who in ("theirs", "ours"):
            with tempfile.TemporaryDirectory() as folder:
                usage = resource.RUSAGE_SELF if who == "theirs" else resource.RUSAGE_CHILDREN
                before, start = resource.getrusage(usage), time.perf_counter()
                if who == "theirs":
                    with open(f"{folder}/pages.jsonl", "w", encoding="utf8") as out:
                        n = theirs(args.crawl, nlp, out, shares)
                else:
                    subprocess.run([args.program, "run", args.crawl, "--out", folder, "--threads", "1", "--quiet"], check=True, stdout=subprocess.DEVNULL)
                clock, after = time.perf_counter() - start, resource.getrusage(usage)
            rates[who] = n / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            show("speed", f"{here}, turn {turn}, {who}", "pages/CPU-s", f"{rates[who]:.2f}", n)
            show("speed", f"{here}, turn {turn}, {who}", "pages/s", f"{n / clock:.2f}", n)
        show("speed", f"{here}, turn {turn}, ours to theirs", "ratio", f"{rates['ours'] / rates['theirs']:.1f}", n)
        for part, seconds in shares.most_common():
            show("share", f"{here}, turn {turn}, theirs", part, f"{seconds / shares.total():.3f}", n)

    f1, n = main_text(args.data / "article-extraction")
    show("main-text", f"article-extraction, trafilatura {trafilatura.__version__}", "f1", f"{f1:.4f}", n)
    f1, n = spacy_engine.names(nlp, args.data / "ner-worldwide/test.tsv")
    show("names", f"ner-worldwide-test raw, spaCy, {args.steps} steps", "f1", f"{f1:.4f}", n)
    if args.scores:
        sys.stdout.write(subprocess.run(shlex.split(args.scores), capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
