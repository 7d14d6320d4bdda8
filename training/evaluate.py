"""Accuracy on the development parts, gold tokens. Quick scores take each word's best head; full ones a spanning tree."""

import collections
import pathlib

import numpy as np
import torch

import data
from data import NAME_TAGS


def spanning_tree(scores):
    """Chu-Liu/Edmonds with a single root. scores[d, h], 0 the root; gives the head of each of 1..n."""
    n = scores.shape[0]
    heads = maximum_arborescence(scores)
    if (heads[1:] == 0).sum() > 1:
        best = None
        for root in sorted(range(1, n), key=lambda r: -scores[r, 0])[:4]:
            one = scores.copy()
            keep = one[root, 0]
            one[1:, 0] = -1e6
            one[root, 0] = keep
            found = maximum_arborescence(one)
            value = sum(one[d, found[d]] for d in range(1, n))
            if best is None or value > best[0]:
                best = (value, found)
        heads = best[1]
    return heads[1:]


def maximum_arborescence(scores):
    n = scores.shape[0]
    s = scores.copy()
    np.fill_diagonal(s, -1e9)
    heads = s.argmax(1)
    heads[0] = 0
    state, cycle = [0] * n, None
    for i in range(1, n):
        path, j = [], i
        while j != 0 and state[j] == 0:
            state[j] = 1
            path.append(j)
            j = heads[j]
        if j != 0 and state[j] == 1:
            cycle = [j]
            k = heads[j]
            while k != j:
                cycle.append(k)
                k = heads[k]
            break
        for p in path:
            state[p] = 2
    if cycle is None:
        return heads
    rest = [i for i in range(n) if i not in set(cycle)]
    m = len(rest)
    smaller = np.full((m + 1, m + 1), -1e9)
    smaller[:m, :m] = s[np.ix_(rest, rest)]
    inside = sum(s[c, heads[c]] for c in cycle)
    entry, leave = {}, {}
    for j, y in enumerate(rest):
        best = max(cycle, key=lambda c: s[c, y] - s[c, heads[c]])
        smaller[m, j] = s[best, y] - s[best, heads[best]] + inside
        entry[j] = best
    for i, x in enumerate(rest):
        if i:
            best = max(cycle, key=lambda c: s[x, c])
            smaller[i, m] = s[x, best]
            leave[i] = best
    found = maximum_arborescence(smaller)
    result = heads.copy()
    for i, x in enumerate(rest):
        if i:
            result[x] = leave[i] if found[i] == m else rest[found[i]]
    result[entry[found[m]]] = rest[found[m]]
    return result


def evaluate_trees(model, collator, vocabularies, folder, exit, quick=True):
    scores = {}
    out = model.exits[exit]
    for name in ("ewt-dev", "gum-dev-free"):
        sentences = data.read_conllu(pathlib.Path(folder) / f"{name}.conllu")
        sentences = [s for s in sentences if len(s) <= 120]
        if quick:
            sentences = sentences[::4]
        count, words = collections.Counter(), 0
        lengths = [len(collator.pieces.encode([w.form for w in s])[0]) for s in sentences]
        for group in data.batches(lengths, [True] * len(sentences), 3000, None):
            chosen = [sentences[i] for i in group]
            ids, shapes, starts, piece_mask, word_mask = collator.inputs([[w.form for w in s] for s in chosen])
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                h = out.words(model.encoder(ids, shapes, piece_mask), starts)
                tags, arcs, rel_heads, rel_deps = out.tree(h, word_mask)
                heads = arcs.argmax(-1)
                if not quick:
                    logs = arcs.float().log_softmax(-1).numpy()
                    for b, s in enumerate(chosen):
                        full = np.full((len(s) + 1, len(s) + 1), -1e9)
                        full[1:] = logs[b, : len(s), : len(s) + 1]
                        heads[b, : len(s)] = torch.from_numpy(spanning_tree(full).astype(np.int64))
                relations = out.relations(rel_heads, rel_deps, heads).argmax(-1)
            best = {k: v.argmax(-1) for k, v in tags.items()}
            for b, s in enumerate(chosen):
                for j, w in enumerate(s):
                    words += 1
                    head = heads[b, j].item() == w.head
                    count["uas"] += head
                    count["las"] += head and vocabularies["deprel"][relations[b, j]] == w.deprel
                    for key, gold in (("upos", w.upos), ("xpos", w.xpos), ("feats", w.feats)):
                        count[key] += vocabularies[key][best[key][b, j]] == gold
                    count["lemma"] += data.apply_script(w.form, vocabularies["lemma"][best["lemma"][b, j]]) == data.plain(w.lemma)
        scores |= {f"{name} {k}": round(100 * v / words, 2) for k, v in count.items()}
    return scores


def spans(tags):
    found, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != start[1]):
            found.add((start[0], i, start[1]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = (i, tag[2:])
    return found


def evaluate_names(model, collator, folder, exit, quick=True, source=0, kinds=("PER", "ORG", "LOC")):
    scores = {}
    out = model.exits[exit]
    for name in ("ewt-dev", "gum-dev-free", "crossner-politics-dev"):
        sentences = data.read_bio(pathlib.Path(folder) / f"ner/{name}.bio", 200)
        if quick:
            sentences = sentences[::4]
        right = wrong = missed = 0
        by_kind = collections.defaultdict(lambda: [0, 0, 0])
        lengths = [len(collator.pieces.encode([f for f, _ in s])[0]) for s in sentences]
        for group in data.batches(lengths, [True] * len(sentences), 3000, None):
            chosen = [sentences[i] for i in group]
            ids, shapes, starts, piece_mask, _ = collator.inputs([[f for f, _ in s] for s in chosen])
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                h = out.words(model.encoder(ids, shapes, piece_mask), starts)
                best = out.names(h, torch.full((len(chosen),), source)).argmax(-1)
            for b, s in enumerate(chosen):
                found = {x for x in spans([NAME_TAGS[k] for k in best[b, : len(s)]]) if x[2] in kinds}
                gold = {x for x in spans([t for _, t in s]) if x[2] in kinds}
                right, wrong, missed = right + len(found & gold), wrong + len(found - gold), missed + len(gold - found)
                for k, group_ in enumerate((found & gold, found - gold, gold - found)):
                    for x in group_:
                        by_kind[x[2]][k] += 1
        f1 = lambda a, b, c: round(200 * a / max(1, 2 * a + b + c), 1)
        scores[f"{name} names"] = f1(right, wrong, missed)
        scores[f"{name} kinds"] = {k: f1(*by_kind[k]) for k in kinds}
    return scores
