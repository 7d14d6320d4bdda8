#!/usr/bin/env python3
"""Fits the weights by which pronouns find what they mean, models/pronouns.tsv, to GUM's gold chains.

    cargo build --example chains
    python3 pronouns.py DIR/gum-train-free.conllu --test DIR/gum-dev-free.conllu   # fits, reports, writes
    cargo build --example chains                                                   # again: later pronouns look at earlier ones

A third-person pronoun has candidates, each with features (src/coref/candidate.rs), the first of them that nothing named
before is meant. The weights of a class of pronouns are those of a log-linear model over its candidates, fitted by L-BFGS
with a Gaussian prior. The threshold of a class is the lowest likelihood at which, of those that are taken on the training
part (each document judged by weights fitted to the others), `--precision` of a hundred are right. Needs numpy and scipy.
"""
import argparse, collections, json, os, subprocess
import numpy as np
from scipy.optimize import minimize
from coref_score import gold, HERE

CLASSES = ("he", "it", "they")
PRIOR = 3.0
# Where the weights are expected: for what gold has little of, what a reader goes by. All others at nothing.
EXPECTED = {
    "he": {"speakers-own": 0, "owner": 1},
    "it": {"none-owned": -1, "owner": 2, "no-owner": -2, "speakers-own": 1.5, "organization": 0.5, "said": 1, "proper": 0.5},
    "they": {"owner": 1, "no-owner": -1, "group": 1, "organization": -1},
}
# Set by hand: the free part of GUM has hardly any news, where `the minister said she` mostly goes on with the minister, and who is
# charged, not who charged her, with the next sentence.
FIXED = {"he": {"said": 0.5, "same-subject": 1, "agent-said": -1, "governed": 0}, "it": {"parallel": 2}}


def examples(path, chains):
    """document, class, features of each candidate, which of them are right."""
    documents, text = gold(path, None)
    out = subprocess.run([chains], input=text, capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        line = json.loads(line)
        name = line["doc"]
        # Of mentions with one head the narrowest: `Ann` of `Ann and Bo`; all of them where several are meant.
        entity, heads = {}, collections.defaultdict(set)
        for s, first, last, head, e in sorted(documents[name], key=lambda m: m[2] - m[1]):
            entity.setdefault((s, head), e)
            heads[s, head].add(e)
        known = collections.defaultdict(list)
        for m in line["mentions"]:
            if (m[0], m[3]) in entity:
                known[m[4]].append((m[0], m[3], entity[m[0], m[3]]))
        for s, head, kind, candidates in line["choices"]:
            means = entity.get((s, head))
            right = []
            for chains_of, place, _ in candidates[1:]:
                if len(chains_of) > 1:
                    right.append(means in heads[tuple(place)])
                    continue
                before = collections.Counter(e for a, b, e in known[chains_of[0]] if (a, b) < (s, head))
                most = before.most_common(1)
                right.append(bool(means and most and most[0][0] == means))
            right = [not any(right)] + right
            yield name, kind, [dict(f) for _, _, f in candidates], right


def fit(data, names):
    mean = np.array([EXPECTED[data[0][1]].get(n, 0) for n in names], dtype=float)
    index = {n: i for i, n in enumerate(names)}
    blocks = []
    for _, _, candidates, right in data:
        x = np.zeros((len(candidates), len(names)))
        for i, features in enumerate(candidates):
            for n, v in features.items():
                if n in index:
                    x[i, index[n]] = v
        blocks.append((x, np.array(right)))

    def loss(w):
        value, slope = 0.5 * ((w - mean) @ (w - mean)) / PRIOR, (w - mean) / PRIOR
        for x, right in blocks:
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            q = np.where(right, p, 0)
            total = max(q.sum(), 1e-12)
            value -= np.log(total)
            slope = slope + x.T @ (p - q / total)
        return value, slope

    return minimize(loss, mean, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def taken(data, weights):
    """likelihood of the best candidate, whether it is right, whether any is."""
    for _, _, candidates, right in data:
        s = np.array([sum(weights.get(n, 0) * v for n, v in f.items()) for f in candidates])
        p = np.exp(s - s.max())
        p /= p.sum()
        if len(p) > 1:
            best = 1 + int(np.argmax(p[1:]))
            yield p[best], right[best], not right[0]


def at(results, threshold):
    made = [r for p, r, _ in results if p >= threshold]
    return sum(made), len(made), sum(possible for _, _, possible in results)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--test", action="append", default=[])
    parser.add_argument("--chains", default=HERE + "/../target/debug/examples/chains")
    parser.add_argument("--precision", type=float, nargs=3, default=(92, 58, 65), help="in a hundred, of he, it, they")
    parser.add_argument("--out", default=HERE + "/../models/pronouns.tsv")
    args = parser.parse_args()
    data = list(examples(args.file, args.chains))
    tests = {path: list(examples(path, args.chains)) for path in args.test}
    lines = ["# What speaks for a candidate of a pronoun: class, feature, weight; the likelihood from which it is taken. By training/pronouns.py."]
    for kind, wanted in zip(CLASSES, args.precision):
        own = [d for d in data if d[1] == kind]
        counts = collections.Counter(n for d in own for f in d[2] for n in f)
        names = sorted(n for n, c in counts.items() if c >= 5)
        folds = collections.defaultdict(list)
        for d in own:
            folds[sum(map(ord, d[0])) % 8].append(d)
        results = []
        for k in sorted(folds):
            rest = [d for j in sorted(folds) if j != k for d in folds[j]]
            results += taken(folds[k], dict(zip(names, fit(rest, names))))
        threshold = next((t / 100 for t in range(35, 96)
                          if (lambda r, n, _: n and 100 * r >= wanted * n)(*at(results, t / 100))), 0.95)
        weights = {**dict(zip(names, fit(own, names))), **FIXED.get(kind, {})}
        print(f"{kind}: {len(own)} pronouns, threshold {threshold:.2f}")
        for t in (0.35, 0.5, 0.6, 0.7, 0.8, 0.9, threshold):
            r, n, possible = at(results, t)
            print(f"   folds at {t:.2f}: {r} of {n} right {100 * r / max(n, 1):.1f} %, of {possible} that could be found")
        for path, test in tests.items():
            r, n, possible = at(list(taken([d for d in test if d[1] == kind], weights)), threshold)
            print(f"   {os.path.basename(path)}: {r} of {n} right {100 * r / max(n, 1):.1f} %, of {possible}")
        lines.append(f"{kind}\tthreshold\t{threshold}")
        lines += [f"{kind}\t{n}\t{weights[n]:.3f}" for n in names if abs(weights[n]) >= 0.0005]
    with open(args.out, "w") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
