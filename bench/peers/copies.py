#!/usr/bin/env python3
"""Copies: how many documents a second are searched, beside datasketch and rensa, on the same texts.

usage: copies.py DATA --ours "target/release/xtask scale --copies" [--turns N]
needs: pip install datasketch rensa

DATA is the folder of giveme5w1h. All do the same from a text cut into words: runs of five words, an index, and
the pairs of which the index says that one may hold half of the other or be like it by half (MinHash of 128
permutations, LSH at 0.5: the peers' usual setting). Ours goes on to compare the pairs it found, exactly. One core
each, turn about; the peers by processor time, ours (the best of its turns) by the clock; prints documents a second and the ratio of each turn, and how many of the pairs
with a containment above one half each one found among all pairs of the set.
"""
import argparse, os, pathlib, json, re, shlex, subprocess, time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RAYON_NUM_THREADS", "1")
from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

PERMUTATIONS, THRESHOLD = 128, 0.5


def texts(data):
    for path in sorted((data / "news_cluster/data").iterdir()):
        record = json.loads(path.read_text(encoding="utf8"))
        yield re.findall(r"[^\W_]+", ((record["title"] or "") + "\n" + (record["text"] or "")).lower())


def runs(words):
    return {" ".join(words[n : n + 5]) for n in range(len(words) - 4)}


def with_datasketch(documents):
    lsh, pairs = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), set()
    for number, words in enumerate(documents):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([run.encode() for run in runs(words)])
        pairs.update((other, number) for other in lsh.query(sketch))
        lsh.insert(number, sketch)
    return pairs


def with_rensa(documents):
    lsh, pairs = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16), set()
    for number, words in enumerate(documents):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(list(runs(words)))
        pairs.update((other, number) for other in lsh.query(sketch))
        lsh.insert(number, sketch)
    return pairs


def main():
    args = argparse.ArgumentParser()
    args.add_argument("data", type=pathlib.Path)
    args.add_argument("--ours", required=True, help="a command that prints `speed<TAB>documents a second<TAB>documents/s<TAB>…`")
    args.add_argument("--turns", type=int, default=3)
    args = args.parse_args()
    documents = list(texts(args.data))
    sets = [runs(words) for words in documents]
    held = {(a, b) for b in range(len(sets)) for a in range(b) if 2 * len(sets[a] & sets[b]) > max(1, min(len(sets[a]), len(sets[b])))}
    show = lambda *row: print(*row, sep="\t", flush=True)

    def rate(search):
        best = 0.0
        for _ in range(5):
            start = time.process_time()
            pairs = search(documents)
            best = max(best, len(documents) / (time.process_time() - start))
        return best, pairs

    for turn in range(args.turns):
        told = subprocess.run(shlex.split(args.ours), capture_output=True, text=True, check=True).stdout
        row = next(line.split("\t") for line in told.splitlines() if line.startswith("speed\t"))
        ours = float(row[1])
        show(f"turn {turn + 1}", "ours", "documents/s", f"{ours:.0f}", f"{row[3]}, of {len(held)}")
        for name, search in (("datasketch", with_datasketch), ("rensa", with_rensa)):
            theirs, pairs = rate(search)
            show(f"turn {turn + 1}", name, "documents/s", f"{theirs:.0f}", f"{len(pairs & held)} pairs, of {len(held)}")
            show(f"turn {turn + 1}", f"ours to {name}", "ratio", f"{ours / theirs:.1f}", len(documents))


if __name__ == "__main__":
    main()
