#!/usr/bin/env python3
"""Fits how likely a fact or tuple is right to what people have judged, and says how far it can be believed.

    cargo build --example judged
    python3 confidence.py EVAL [--judged ../target/debug/examples/judged] [--out ../models/confidence.tsv]

EVAL is a folder with score_news.py, score_openie.py, news/*.json, openie/carb_dev*.tsv and openie/benchie_dev*.tsv.

A fact is right where score_news.py finds a gold fact for it, or, in the articles of training/strict and training/readers,
where a careful reader found it right and worth keeping (judged.tsv: article, sentence, subject, relation, object, in
readers the status too, then 1, or ? or 0; what is not listed is left out); a tuple is as right as the share of its words
that its gold tuple has (CaRB), or right where it equals a wording (BenchIE). The model is a logistic one; the weights for
facts and BenchIE are pulled towards a share of those for CaRB's tuples, of which there are many more. Share and strength
of the pull are chosen by cross-validation: facts by article, tuples by sentence. Reported are the figures on the parts
that were left out.
Needs numpy and scipy.
"""
import argparse, collections, glob, importlib.util, json, os, subprocess, tempfile
import numpy as np
from scipy.optimize import minimize


def load(path):
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(judged, kind, *files):
    out = subprocess.run([judged, kind, *files], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def facts(args):
    """(group, features, right, confidence) of the facts of the news articles; repeats of a matched one left out."""
    scorer, found = load(args.eval + "/score_news.py"), []
    for path in sorted(glob.glob(args.eval + "/news/*.json")):
        gold = json.load(open(path, encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, gold["doc"] + ".txt")
            body = "\n\n".join(" ".join(p) for p in gold.get("paragraphs", [gold["sentences"]]))
            open(file, "w", encoding="utf-8").write(body + "\n")
            judge = scorer.Gold(gold)
            seen = set()
            for fact in run(args.judged, "fact", file):
                hits = set(judge.match(fact))
                if hits and hits <= seen:
                    continue
                seen |= hits
                found.append((gold["doc"], fact["features"], float(bool(hits)), fact["confidence"]))
    return found


def strict(args):
    """The same of the articles whose facts were read one by one."""
    found = []
    for name in ("strict", "readers"):
        folder, right = os.path.dirname(os.path.abspath(__file__)) + "/" + name, {}
        for line in open(folder + "/judged.tsv", encoding="utf-8"):
            if not line.startswith("#"):
                fields = line.rstrip("\n").split("\t")
                right[tuple(fields[:5])] = {"1": 1.0, "?": 0.0, "0": 0.0}[fields[-1]]
        for fact in run(args.judged, "fact", *sorted(glob.glob(folder + "/*.txt"))):
            key = (fact["doc"], str(fact["sentence"]), fact["subject"], fact["relation"], fact["object"])
            if key in right:
                found.append((fact["doc"], fact["features"], right[key], fact["confidence"]))
    return found


def tuples(args, kind):
    """The same of tuples, grouped by sentence."""
    scorer = load(args.eval + "/score_openie.py")
    gold = f"{args.eval}/openie/{kind}_dev.tsv"
    lines = run(args.judged, kind, f"{args.eval}/openie/{kind}_dev_sentences.txt")
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        for line in lines:
            file.write("\t".join([line["sentence"], "1", *line["parts"]]) + "\n")
        file.flush()
        command = ["python3", args.eval + "/score_openie.py", kind, gold, file.name, "--details", file.name + ".out"]
        subprocess.run(command, capture_output=True, check=True)
        scores = collections.defaultdict(list)
        for row in open(file.name + ".out", encoding="utf-8"):
            row = row.rstrip("\n").split("\t")
            if row[0] == "pred":
                scores[row[2].replace(" ", ""), tuple(row[3:])].append(float(row[1]))
        os.remove(file.name + ".out")
    found = []
    for line in lines:
        score = scores.get((line["sentence"].replace(" ", ""), tuple(line["parts"])))
        if score is not None:
            found.append((line["sentence"], line["features"], score[0], line["confidence"]))
    assert len(found) > 0.8 * len(lines), f"only {len(found)} of {len(lines)} {kind} tuples were scored"
    return found


def matrix(items, names):
    values = np.array([[f.get(name, 0.0) for name in names] for _, f, _, _ in items])
    return np.hstack([np.ones((len(items), 1)), values]), np.array([right for _, _, right, _ in items])


def fit(x, y, strength, towards):
    """Logistic regression with a pull of each weight but the bias towards a given one."""
    scale = np.maximum(x.std(axis=0), 0.05)
    scale[0] = 1.0
    z, start = x / scale, towards * scale
    pull = np.full(len(start), strength)
    pull[0] = 1e-6

    def loss(w):
        s = z @ w
        value = np.sum(np.logaddexp(0, s) - y * s) + 0.5 * np.sum(pull * (w - start) ** 2)
        return value, z.T @ (1 / (1 + np.exp(-s)) - y) + pull * (w - start)

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x / scale


def folds(items, count):
    groups = sorted({g for g, *_ in items})
    part = {g: i % count for i, g in enumerate(groups)}
    return np.array([part[g] for g, *_ in items])


def left_out(x, y, parts, strength, towards):
    """The probability of each item by a model that has not seen its part."""
    p = np.zeros(len(y))
    for part in np.unique(parts):
        w = fit(x[parts != part], y[parts != part], strength, towards)
        p[parts == part] = 1 / (1 + np.exp(-x[parts == part] @ w))
    return p


def log_loss(p, y):
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def ece(p, y, edges):
    total = 0.0
    for low, high in zip(edges, edges[1:]):
        inside = (p >= low) & (p < high)
        if inside.any():
            total += abs(p[inside].mean() - y[inside].mean()) * inside.mean()
    return total


def report(title, p, y):
    edges = np.array([0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01])
    top = p >= 0.9
    best = f"; of {top.sum()} with 0.9 and more {y[top].mean():.3f} right" if top.any() else ""
    print(f"{title}: n {len(p)}, right {y.mean():.3f}, mean confidence {p.mean():.3f}, ECE {ece(p, y, edges):.3f}, "
          f"Brier {np.mean((p - y) ** 2):.3f}, log loss {log_loss(p, y):.3f}{best}")
    for low, high in zip(edges, edges[1:]):
        inside = (p >= low) & (p < high)
        if inside.any():
            print(f"    {low:.2f}–{min(high, 1):.2f}  n {inside.sum():5}  confidence {p[inside].mean():.3f}  right {y[inside].mean():.3f}")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval")
    parser.add_argument("--judged", default=here + "/../target/debug/examples/judged")
    parser.add_argument("--out", default=here + "/../models/confidence.tsv")
    parser.add_argument("--report-only", action="store_true", help="the figures of the program as it is, nothing fitted")
    args = parser.parse_args()
    data = {"carb": tuples(args, "carb"), "benchie": tuples(args, "benchie"), "fact": facts(args) + strict(args)}
    weights = {}
    for kind, items in data.items():
        y = np.array([right for _, _, right, _ in items])
        report(f"{kind}, as it was", np.array([c for *_, c in items]), y)
        if args.report_only:
            continue
        counts = collections.Counter(name for _, f, _, _ in items for name in f)
        names = sorted(name for name, count in counts.items() if count >= 5)
        x, y = matrix(items, names)
        base = np.array([0.0] + [weights.get("carb", {}).get(name, 0.0) for name in names])
        parts = folds(items, 10)
        pulls = [(share, strength) for share in (0.0, 0.2, 0.35, 0.5, 1.0) for strength in (3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)]
        tried = {(a, s): left_out(x, y, parts, s, a * base) for a, s in pulls if a == 0 or base.any()}
        share, strength = min(tried, key=lambda pull: log_loss(tried[pull], y))
        report(f"{kind}, left out, pull {strength:g} towards {share:g} of CaRB's", tried[share, strength], y)
        w = fit(x, y, strength, share * base)
        weights[kind] = dict(zip(["bias", *names], w))
    if args.report_only:
        return
    with open(args.out, "w", encoding="utf-8") as out:
        out.write("# How likely a fact or tuple is right; training/confidence.py fits these. kind, feature, weight.\n")
        for kind in ("fact", "carb", "benchie"):
            for name, value in sorted(weights[kind].items(), key=lambda kv: (kv[0] != "bias", kv[0])):
                if abs(value) >= 5e-4:
                    out.write(f"{kind}\t{name}\t{value:.3f}\n")


if __name__ == "__main__":
    main()
