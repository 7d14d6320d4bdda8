"""Name tags for EWT's training part, which has trees but no names: python3 silver.py checkpoint.pt --treebank DIR --out silver.bio

A first model's names, mended by what the trees know for sure: a name holds a proper noun (NNP, NNPS), so predicted
names without one are dropped; proper nouns outside every predicted name are left open (tag `?`); within a document
the same words get the type that they get most often there.
"""

import argparse
import collections
import pathlib

import torch

import data
from data import NAME_TAGS, SOURCES
from evaluate import spans
from model import Analyser
from pieces import Pieces
from train import Collator


def documents(path):
    """(document number, words) of each sentence."""
    number = 0
    for block in pathlib.Path(path).read_text(encoding="utf-8").split("\n\n"):
        number += "# newdoc" in block
        words = [c for c in (line.split("\t") for line in block.split("\n")) if len(c) == 10 and c[0].isdigit()]
        if words:
            yield number, [(c[1], c[4]) for c in words]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("--treebank", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    saved = torch.load(args.checkpoint, map_location="cpu")
    model = Analyser({k: len(v) for k, v in saved["vocabularies"].items()}, len(NAME_TAGS), len(SOURCES))
    model.load_state_dict(saved["model"])
    model.eval()
    collator = Collator(Pieces.open(), saved["vocabularies"])
    sentences = [s for s in documents(pathlib.Path(args.treebank) / "ewt-train.conllu") if len(s[1]) <= 120]
    found = [None] * len(sentences)
    lengths = [len(words) for _, words in sentences]
    for group in data.batches(lengths, [True] * len(lengths), 2000, None):
        ids, shapes, starts, mask, _ = collator.inputs([[w for w, _ in sentences[i][1]] for i in group])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            out = model.exits[-1]
            best = out.names(out.words(model.encoder(ids, shapes, mask), starts), torch.zeros(len(group), dtype=torch.long))
        for row, i in zip(best.argmax(-1).tolist(), group):
            found[i] = spans([NAME_TAGS[t] for t in row[: len(sentences[i][1])]])
    votes = collections.Counter()
    kept = []
    for (number, words), names in zip(sentences, found):
        proper = [x in ("NNP", "NNPS") for _, x in words]
        names = [n for n in names if any(proper[n[0]: n[1]])]
        for start, end, kind in names:
            votes[(number, " ".join(w for w, _ in words[start:end]).lower(), kind)] += 1
        kept.append((proper, names))
    with open(args.out, "w", encoding="utf-8") as file:
        for (number, words), (proper, names) in zip(sentences, kept):
            tags = ["?" if p else "O" for p in proper]
            for start, end, _ in names:
                text = " ".join(w for w, _ in words[start:end]).lower()
                kind = max(data.NAME_TYPES, key=lambda k: votes[(number, text, k)])
                tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
            file.write("".join(f"{w}\t{t}\n" for (w, _), t in zip(words, tags)) + "\n")


if __name__ == "__main__":
    main()
