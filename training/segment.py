"""Learns where sentences end: the weights in src/text/data/boundary.bin.

    python3 training/segment.py TREEBANK_FOLDER --words src/text/data/common_words.txt
    cargo build --profile quick --example gaps
    python3 training/segment.py TREEBANK_FOLDER -o src/text/data/boundary.bin

A logistic regression over the hashes that `gaps` (training/gaps.rs) prints for every gap between two tokens, learnt
with AdaGrad; the hashes fall into 2^BITS buckets of one signed byte. Before that it is learnt without a tenth of each
file (every tenth of a hundred stretches), on which sentence F1 is measured. Same input, same file.
"""

import argparse
import collections
import os
import subprocess
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import score  # noqa: E402

FILES = ["ewt-train", "gum-train-free", "pud-train"]


def load(path, tool):
    """(gold ends, offsets, block ends, hashes) of the gaps of one treebank file."""
    gold, raw = score.read(open(path, encoding="utf-8").read())
    out = subprocess.run([tool], input=raw.encode(), stdout=subprocess.PIPE, check=True).stdout
    numbers = np.frombuffer(out, dtype="<u4")
    records = numbers.reshape(-1, records_width(tool))
    ends = np.array([end for _, end in score.spans(gold)[1]])
    return ends, records[:, 0].astype(np.int64), records[:, 1] == 1, records[:, 2:]


def common_words(paths):
    """Words that stand in lower case in nine of ten places within sentences, and in three at least."""
    lower, capital = collections.Counter(), collections.Counter()
    for path in paths:
        for rows in score.read(open(path, encoding="utf-8").read())[0]:
            for row in rows[1:]:
                form = row[1]
                if form.isalpha() and form.isascii() and 1 < len(form) <= 24:
                    (lower if form.islower() else capital)[form.lower()] += 1
    return sorted(word for word, n in lower.items() if n >= 3 and capital[word] * 9 <= n)


def records_width(tool):
    return len(subprocess.run([tool], input=b"A b", stdout=subprocess.PIPE, check=True).stdout) // 8


def learn(buckets, labels, weight, size, args):
    """Weights of the buckets; the one beyond the last stands for what has none."""
    random = np.random.default_rng(1)
    w, squares, total = np.zeros(size + 1), np.full(size + 1, 1e-3), np.zeros(size + 1)
    steps = 0
    n, per = buckets.shape
    for epoch in range(args.epochs):
        order = random.permutation(n)
        for start in range(0, n, 2048):
            rows = order[start : start + 2048]
            b = buckets[rows]
            p = 1 / (1 + np.exp(-w[b].sum(1)))
            g = (p - labels[rows]) * weight[rows]
            gradient = np.bincount(b.ravel(), np.repeat(g, per), size + 1) / 64 + args.l2 * w
            squares += gradient * gradient
            w -= args.rate * gradient / np.sqrt(squares)
            w[size] = 0
            if epoch >= args.epochs // 2:
                total += w
                steps += 1
    return total[:size] / steps


def held_out(n):
    """The gaps of every tenth of a hundred stretches."""
    return np.arange(n) * 100 // n % 10 == 9


def sentence_f1(ends, offsets, held, found):
    """F1 of the whole sentences that end in the held-out stretches."""
    pairs = lambda e: {(a, b) for a, b in zip([0, *e], e) if b in inside}
    inside = set(offsets[held])
    gold, system = pairs(list(ends)), pairs(list(offsets[found]))
    return 200 * len(gold & system) / max(1, len(gold) + len(system))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank")
    parser.add_argument("-o", "--output")
    parser.add_argument("--tool", default="target/quick/examples/gaps")
    parser.add_argument("--bits", type=int, default=18)
    parser.add_argument("--words", help="write the list of common words there and stop")
    parser.add_argument("--recall", type=float, default=3.5, help="weight of a gap that is an end")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=0.15)
    parser.add_argument("--l2", type=float, default=2e-5)
    parser.add_argument("--rare", type=int, default=2, help="hashes seen less often get no weight")
    args = parser.parse_args()
    size = 1 << args.bits
    if args.words:
        words = common_words([f"{args.treebank}/{name}.conllu" for name in FILES])
        head = "# Words seldom written with a capital within sentences; made by training/segment.py --words."
        open(args.words, "w", encoding="utf-8").write("\n".join([head, *words]) + "\n")
        return
    data = [load(f"{args.treebank}/{name}.conllu", args.tool) for name in FILES]
    held = [held_out(len(d[1])) for d in data]

    def fit(parts):
        hashes = np.concatenate([d[3][s] for d, s in zip(data, parts)])
        labels = np.concatenate([np.isin(d[1][s], d[0]) for d, s in zip(data, parts)])
        inner = np.concatenate([~d[2][s] for d, s in zip(data, parts)])
        hashes, labels = hashes[inner], labels[inner]
        values, counts = np.unique(hashes, return_counts=True)
        known = counts[np.searchsorted(values, hashes)] >= args.rare
        buckets = np.where(known, hashes & (size - 1), size)
        print(f"{len(labels)} gaps, {labels.sum()} ends, {len(values)} hashes, {(counts >= args.rare).sum()} kept", flush=True)
        return learn(buckets, labels.astype(float), np.where(labels, args.recall, 1.0), size, args)

    w = quantise(fit([~h for h in held])).astype(int)
    for name, (ends, offsets, blocks, hashes), h in zip(FILES, data, held):
        found = w[hashes & (size - 1)].sum(1)
        figures = [sentence_f1(ends, offsets, h, blocks | (found > 32 * t)) for t in (-1, -0.5, 0, 0.5, 1)]
        print(name, "held out, thresholds -1 to 1:", " ".join(f"{f:.2f}" for f in figures), flush=True)
    if not args.output:
        return
    w = fit([slice(None)] * len(data))
    quantise(w).tofile(args.output)


def quantise(w):
    """One signed byte a weight: 32 steps to 1."""
    return np.clip(np.round(w * 32), -127, 127).astype(np.int8)


if __name__ == "__main__":
    main()
