"""What teachers say of the pool, on average: python3 label.py --items items.pkl --pool varied.pkl --out FOLDER 1.pt 2.pt

Distributions over heads, relations (to the likeliest head), tags and names, in half precision, and the likeliest features
and lemma scripts; `batches.Soft` reads them.
"""

import argparse
import pathlib
import pickle
import time

import numpy as np
import torch

import model as network
from batches import Soft, collate, grouped


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teachers", nargs="+")
    parser.add_argument("--items", required=True)
    parser.add_argument("--pool", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    parser.add_argument("--batch", type=int, default=16000, help="word pieces a batch")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    started = time.time()
    given = pickle.load(open(args.items, "rb"))
    pool = list(given["pool"])
    for path in args.pool:
        pool += pickle.load(open(path, "rb"))
    teachers = [network.opened(path, args.device)[0] for path in args.teachers]
    lengths = np.array([len(x.starts) for x in pool], np.int64)
    firsts, arcs = np.cumsum(lengths) - lengths, np.cumsum(lengths * (lengths + 1)) - lengths * (lengths + 1)
    words = int(lengths.sum())
    labels = {k: len(v) for k, v in given["vocabularies"].items()} | {"name": teachers[0].exits[-1].name.out_features}
    out = {k: np.zeros((words, labels[k]), np.float16) for k in Soft.SCORES}
    out |= {k: np.zeros(words, np.int16) for k in Soft.BEST}
    out["arcs"] = np.zeros(int((lengths * (lengths + 1)).sum()), np.float16)
    print(f"{len(pool)} sentences, {words} words, ready after {time.time() - started:.1f} s", flush=True)
    for group in grouped(pool, args.batch):
        batch = {k: v.to(args.device) for k, v in collate([pool[i] for i in group]).items()}
        n = len(teachers)
        sums, parts = {}, []
        for teacher in teachers:
            exit = teacher.exits[-1]
            with torch.autocast(args.device, dtype=torch.bfloat16):
                h = exit.words(teacher.encoder(batch["ids"], batch["shapes"], batch["piece_mask"]), batch["starts"])
                tags, heads, rel_heads, rel_deps = exit.tree(h, batch["word_mask"], batch["treebank"])
                found = tags | {"name": exit.names(h, batch["source"]), "arcs": heads}
            for k, v in found.items():
                sums[k] = sums.get(k, 0) + v.softmax(-1) / n
            parts.append((exit, rel_heads, rel_deps))
        best = sums["arcs"].argmax(-1)
        with torch.autocast(args.device, dtype=torch.bfloat16):
            sums["deprel"] = sum(exit.relations(a, b, best).softmax(-1) / n for exit, a, b in parts)
        sums = {k: v.argmax(-1).to(torch.int16) if k in ("feats", "lemma") else v.half() for k, v in sums.items()}
        sums = {k: v.cpu().numpy() for k, v in (sums | {"head": best.to(torch.int16)}).items()}
        for row, i in enumerate(group):
            first, length = firsts[i], lengths[i]
            for k in (*Soft.SCORES, *Soft.BEST):
                out[k][first : first + length] = sums[k][row, :length]
            out["arcs"][arcs[i] : arcs[i] + length * (length + 1)] = sums["arcs"][row, :length, : length + 1].ravel()
    folder = pathlib.Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    for k, v in (out | {"first": firsts, "length": lengths, "arc": arcs}).items():
        np.save(folder / f"{k}.npy", v)
    print(f"done after {time.time() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main()
