"""Accuracy on the development parts while training: gold tokens, each word's best head, each word's best name tag.

Decoding as the program does it (a spanning tree, names that fit together) is worth a little more; `score.py` measures
that on the program's own output.
"""

import collections

import torch

from batches import collate, grouped
from data import IGNORE, NAME_TAGS

KINDS = ("PER", "ORG", "LOC")


def spans(tags):
    found, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != start[1]):
            found.add((start[0], i, start[1]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = (i, tag[2:])
    return found


def batches(items, device):
    for group in grouped(items, 8000):
        chosen = [items[i] for i in group]
        yield chosen, {k: v.to(device) for k, v in collate(chosen).items()}


@torch.no_grad()
def evaluate(model, given, device):
    """Percentages for each exit: UAS, LAS, tags; F1 of the names of persons, organisations and places."""
    scores = {}
    for exit in model.exits:
        for name, items in given["dev"].items():
            count, words = collections.Counter(), 0
            for chosen, batch in batches(items, device):
                with torch.autocast(device, dtype=torch.bfloat16):
                    states = model.encoder(batch["ids"], batch["shapes"], batch["piece_mask"])
                    h = exit.words(states, batch["starts"])
                    tags, arcs, rel_heads, rel_deps = exit.tree(h, batch["word_mask"], batch["treebank"])
                    heads = arcs.argmax(-1)
                    relations = exit.relations(rel_heads, rel_deps, heads).argmax(-1)
                there = batch["head"] != IGNORE
                right = (heads == batch["head"]) & there
                words += there.sum().item()
                count["uas"] += right.sum().item()
                count["las"] += (right & (relations == batch["deprel"])).sum().item()
                for k in ("upos", "xpos", "feats"):
                    count[k] += ((tags[k].argmax(-1) == batch[k]) & there).sum().item()
            scores |= {f"{exit.layer} {name} {k}": round(100 * v / words, 2) for k, v in count.items()}
        for name, items in given["names dev"].items():
            right = wrong = missed = 0
            for chosen, batch in batches(items, device):
                with torch.autocast(device, dtype=torch.bfloat16):
                    states = model.encoder(batch["ids"], batch["shapes"], batch["piece_mask"])
                    best = exit.names(exit.words(states, batch["starts"]), batch["source"]).argmax(-1).tolist()
                for row, item in zip(best, chosen):
                    found = {x for x in spans([NAME_TAGS[k] for k in row[: len(item.starts)]]) if x[2] in KINDS}
                    gold = {x for x in spans(["O" if k < 0 else NAME_TAGS[k] for k in item.names]) if x[2] in KINDS}
                    right, wrong, missed = right + len(found & gold), wrong + len(found - gold), missed + len(gold - found)
            scores[f"{exit.layer} {name} names"] = round(200 * right / max(1, 2 * right + wrong + missed), 1)
    return scores
