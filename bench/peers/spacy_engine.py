#!/usr/bin/env python3
"""The anchor of the language engine: spaCy's small CPU pipeline, trained from scratch and timed on the same files.

usage: spacy_engine.py DATA WORK [--steps N] [--ours 'COMMAND']
needs: pip install spacy==3.8.*   (nothing else is downloaded: no trained pipeline is used)

DATA is the folder with `ud-ewt` and `ner-worldwide`; WORK is an empty folder for converted corpora and models.
Tagger, morphologizer and parser share one tok2vec trained on EWT; the name recogniser has its own, trained on
ner-worldwide, as in spaCy's own small pipelines. Prints lines `task<TAB>set<TAB>metric<TAB>value<TAB>n`:
scores on EWT test with gold tokens, names on ner-worldwide test from raw text, words a second over the first
megabyte of ner-worldwide train (one thread, the best of three batch sizes) and the peak memory.
With `--steps 0` nothing is trained and only the speed is measured, on weights as initialised. What was trained
with the same number of steps lies in WORK and is not trained again.

`--ours 'target/release/xtask speed --data DATA'` times our engine on the same text, turn about with spaCy, both by
processor time on one core, and prints the ratio of each pair of turns.
"""
import argparse, os, pathlib, resource, shlex, subprocess, time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import spacy
from spacy.cli.init_config import init_config
from spacy.cli.train import train
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.training.initialize import init_nlp


def treebank(path, vocab):
    """Sentences of a CoNLL-U file as docs with tags and trees."""
    words, rows = [], []
    for line in open(path, encoding="utf8"):
        cols = line.rstrip("\n").split("\t")
        if len(cols) == 10 and cols[0].isdigit():
            rows.append(cols)
        elif not line.strip() and rows:
            heads = [int(r[6]) - 1 if r[6] != "0" else i for i, r in enumerate(rows)]
            yield Doc(
                vocab,
                words=[r[1] for r in rows],
                tags=[r[4] for r in rows],
                pos=[r[3] for r in rows],
                deps=["ROOT" if r[7] == "root" else r[7].split(":")[0] for r in rows],
                heads=heads,
                sent_starts=[i == 0 for i in range(len(rows))],
            )
            rows = []


def blocks(path):
    """Blocks of (tokens, labels) of a name corpus."""
    tokens, labels = [], []
    for line in list(open(path, encoding="utf8")) + [""]:
        line = line.rstrip("\n")
        if line.startswith("# doc") or not line.strip():
            if tokens:
                yield tokens, labels
            tokens, labels = [], []
            continue
        token, _, label = line.replace(" ", "\t").rpartition("\t")
        tokens.append(token.strip() or line.strip())
        labels.append(label if token.strip() else "O")


def spans(labels):
    """(start, end, kind) of a list of BIO labels."""
    out = []
    for i, label in enumerate(labels):
        place, _, kind = label.partition("-")
        if place == "I" and out and out[-1][1] == i and out[-1][2] == kind:
            out[-1] = (out[-1][0], i + 1, kind)
        elif kind:
            out.append((i, i + 1, kind))
    return out


def named(path, vocab):
    for tokens, labels in blocks(path):
        doc = Doc(vocab, words=tokens)
        doc.ents = [Span(doc, a, b, label=k) for a, b, k in spans(labels)]
        yield doc


def pipeline(names, corpus, dev, work, steps, name):
    config = init_config(lang="en", pipeline=names, optimize="efficiency")
    overrides = {"paths.train": str(corpus), "paths.dev": str(dev), "training.max_steps": steps or 1, "training.eval_frequency": 400}
    if steps == 0:
        config = spacy.Config().from_str(config.to_str(), overrides=overrides, interpolate=False)
        return init_nlp(config.interpolate())
    folder = work / f"{name}-{steps}"
    if not (folder / "ended").exists():
        path = work / f"{name}.cfg"
        config.to_disk(path)
        train(path, folder, overrides=overrides)
        (folder / "ended").touch()
    return spacy.load(folder / "model-best")


def trained(data, work, steps):
    """The pipeline of tagger, morphologizer, parser and name recogniser."""
    work.mkdir(parents=True, exist_ok=True)
    blank = spacy.blank("en")
    for part in ("train", "dev"):
        DocBin(docs=treebank(data / f"ud-ewt/en_ewt-ud-{part}.conllu", blank.vocab), store_user_data=False).to_disk(work / f"trees-{part}.spacy")
        DocBin(docs=named(data / f"ner-worldwide/{part}.tsv", blank.vocab)).to_disk(work / f"names-{part}.spacy")
    nlp = pipeline(["morphologizer", "tagger", "parser"], work / "trees-train.spacy", work / "trees-dev.spacy", work, steps, "trees")
    ner = pipeline(["ner"], work / "names-train.spacy", work / "names-dev.spacy", work, steps, "names")
    ner.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=ner)
    return nlp


def names(nlp, path):
    """Names found in the raw texts of a name corpus: F1 of exact spans, and how many there are."""
    right = found = total = 0
    for tokens, labels in blocks(path):
        at, ends = [], []
        text = ""
        for token in tokens:
            at.append(len(text))
            text += token
            ends.append(len(text))
            text += " "
        want = {(at[a], ends[b - 1], k) for a, b, k in spans(labels)}
        got = {(e.start_char, e.end_char, e.label_) for e in nlp(text).ents}
        right, found, total = right + len(want & got), found + len(got), total + len(want)
    return 2 * right / max(found + total, 1), total


def main():
    args = argparse.ArgumentParser()
    args.add_argument("data", type=pathlib.Path)
    args.add_argument("work", type=pathlib.Path)
    args.add_argument("--steps", type=int, default=20000)
    args.add_argument("--ours", help="a command that prints a line `speed<TAB>words a second<TAB>words/s`")
    args = args.parse_args()
    data, work = args.data, args.work
    nlp = trained(data, work, args.steps)
    show = lambda *row: print(*row, sep="\t", flush=True)
    if args.steps:
        gold = list(treebank(data / "ud-ewt/en_ewt-ud-test.conllu", nlp.vocab))
        examples = []
        for doc in gold:
            guess = Doc(nlp.vocab, words=[t.text for t in doc], sent_starts=[t.i == 0 for t in doc])
            examples.append(Example(nlp(guess), doc))
        scores = Scorer(nlp).score(examples)
        n = sum(len(doc) for doc in gold)
        for metric, key in (("upos", "pos_acc"), ("xpos", "tag_acc"), ("uas", "dep_uas"), ("las", "dep_las")):
            show("tags" if "pos" in metric else "parse", f"ewt-test gold tokens, {args.steps} steps", metric, f"{100 * scores[key]:.2f}", n)
        f1, total = names(nlp, data / "ner-worldwide/test.tsv")
        show("names", f"ner-worldwide-test raw, {args.steps} steps", "all", f"{100 * f1:.2f}", total)

    texts, size = [], 0
    for tokens, _ in blocks(data / "ner-worldwide/train.tsv"):
        if size < 1_000_000:
            texts.append(" ".join(tokens))
            size += len(texts[-1].encode()) + 1
    words = sum(len(text.split()) for text in texts)

    def theirs(batch):
        start = time.process_time()
        for _ in nlp.pipe(texts, batch_size=batch):
            pass
        return words / (time.process_time() - start)

    def ours():
        told = subprocess.run(shlex.split(args.ours), capture_output=True, text=True, check=True).stdout
        rows = [line.split("\t") for line in told.splitlines()]
        return next(float(row[1]) for row in rows if row[0] == "speed")

    rates = {batch: theirs(batch) for batch in (32, 128, 512)}
    best = max(rates, key=rates.get)
    show("speed", f"1 MB of news, raw, best batch {best}, {args.steps} steps", "words/s", f"{rates[best]:.0f}", words)
    for turn in range(3 if args.ours else 0):
        a, b = theirs(best), ours()
        show("speed", f"turn {turn + 1}, spaCy", "words/s", f"{a:.0f}", words)
        show("speed", f"turn {turn + 1}, ours", "words/s", f"{b:.0f}", words)
        show("speed", f"turn {turn + 1}, ours to spaCy", "ratio", f"{b / a:.1f}", words)
    show("memory", "1 MB of news, raw", "MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}", 1)


if __name__ == "__main__":
    main()
