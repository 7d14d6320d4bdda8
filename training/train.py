"""Trains the analyser: python3 train.py --treebank DIR --out checkpoint.pt

Fixed seed, linear decay over a fixed number of epochs; a checkpoint every 700 steps.
"""

import argparse
import json
import os
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
from data import IGNORE, NAME_TAGS, SOURCES
from model import EXITS, Analyser
from evaluate import evaluate_names, evaluate_trees
from pieces import MASK, Pieces


class Collator:
    """Sentences → padded tensors."""

    def __init__(self, pieces, vocabularies):
        self.pieces = pieces
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in vocabularies.items()}
        self.tag_index = {t: i for i, t in enumerate(NAME_TAGS)}

    def inputs(self, forms):
        """Lists of word forms → pieces, shapes, first piece of each word, masks of pieces and of words."""
        encoded = [self.pieces.encode(f) for f in forms]
        n, longest, words = len(forms), max(len(e[0]) for e in encoded), max(len(f) for f in forms)
        ids, shapes = np.zeros((n, longest), np.int64), np.zeros((n, longest), np.int64)
        starts, piece_mask = np.zeros((n, words), np.int64), np.zeros((n, longest), bool)
        word_mask = np.zeros((n, words), bool)
        for i, (p, s, st) in enumerate(encoded):
            ids[i, : len(p)], shapes[i, : len(s)], piece_mask[i, : len(p)] = p, s, True
            starts[i, : len(st)], word_mask[i, : len(st)] = st, True
        return [torch.from_numpy(x) for x in (ids, shapes, starts, piece_mask, word_mask)]

    def gold_trees(self, sentences, words):
        gold = {k: np.full((len(sentences), words), IGNORE, np.int64)
                for k in ("upos", "xpos", "feats", "lemma", "head", "deprel")}
        for i, s in enumerate(sentences):
            for j, w in enumerate(s.words):
                gold["head"][i, j] = w.head
                for key, value in (("upos", w.upos), ("xpos", w.xpos), ("feats", w.feats), ("deprel", w.deprel),
                                   ("lemma", data.lemma_script(w.form, w.lemma))):
                    gold[key][i, j] = self.index[key].get(value, 0)
        return {k: torch.from_numpy(v) for k, v in gold.items()}

    def gold_names(self, sentences, words):
        tags = np.full((len(sentences), words), IGNORE, np.int64)
        allowed = np.ones((len(sentences), len(NAME_TAGS)), bool)
        for i, s in enumerate(sentences):
            if s.names:
                tags[i, : len(s.names)] = [self.tag_index.get(t, IGNORE) for t in s.names]
                allowed[i] = [t == "O" or t[2:] in s.types for t in NAME_TAGS]
        return torch.from_numpy(tags), torch.from_numpy(allowed)


def cross_entropy(scores, gold):
    return F.cross_entropy(scores.float().flatten(0, -2), gold.flatten(), ignore_index=IGNORE)


class Average:
    """An exponential moving average of the weights: what is scored and saved (Polyak and Juditsky 1992)."""

    def __init__(self, model, decay):
        self.decay, self.step = decay, 0
        self.values = {k: v.detach().clone() for k, v in model.state_dict().items()}

    def update(self, model):
        self.step += 1
        keep = min(self.decay, self.step / (self.step + 10))
        with torch.no_grad():
            for k, v in model.state_dict().items():
                self.values[k].lerp_(v, 1 - keep)


def hide(ids, piece_mask, share, mask_id):
    """Puts the encoder's mask in the place of a share of the pieces, so that words are guessed from their neighbours."""
    if share:
        hidden = (torch.rand(ids.shape) < share) & piece_mask
        hidden[:, 0] = False
        ids[hidden] = mask_id
    return ids


def loss_of(model, collator, sentences, rng, hidden=0.0, fast_weight=0.6):
    forms = [data.augment(s.words, rng) for s in sentences]
    ids, shapes, starts, piece_mask, word_mask = collator.inputs(forms)
    ids = hide(ids, piece_mask, hidden, MASK)
    words = word_mask.shape[1]
    with_tree = sentences[0].tree
    with_names = any(s.names for s in sentences)
    gold = collator.gold_trees(sentences, words) if with_tree else None
    if with_names:
        tags, allowed = collator.gold_names(sentences, words)
        source = torch.tensor([0 if rng.random() < 0.5 else SOURCES.index(s.source) for s in sentences])
    total = 0.0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.encoder(ids, shapes, piece_mask)
        for weight, out in zip((fast_weight, 1.0), model.exits):
            h = out.words(states, starts)
            if with_tree:
                tag_scores, arcs, rel_heads, rel_deps = out.tree(h, word_mask)
                relations = out.relations(rel_heads, rel_deps, gold["head"].clamp(min=0))
                total = total + weight * (
                    cross_entropy(arcs, gold["head"]) + cross_entropy(relations, gold["deprel"])
                    + 0.5 * cross_entropy(tag_scores["upos"], gold["upos"])
                    + 0.5 * cross_entropy(tag_scores["xpos"], gold["xpos"])
                    + 0.25 * cross_entropy(tag_scores["feats"], gold["feats"])
                    + 0.25 * cross_entropy(tag_scores["lemma"], gold["lemma"]))
            if with_names:
                names = out.names(h, source).float().masked_fill(~allowed[:, None], -1e4)
                total = total + weight * cross_entropy(names, tags)
    return total, int(word_mask.sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebank", required=True)
    parser.add_argument("--encoder", help="folder with model.safetensors and tokenizer.json (default: the package's)")
    parser.add_argument("--out", default="checkpoint.pt")
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=1400, help="word pieces a batch")
    parser.add_argument("--lr", type=float, default=2e-4, help="encoder")
    parser.add_argument("--head-lr", type=float, default=1.5e-3)
    parser.add_argument("--init", help="a checkpoint to go on from, for a second stage")
    parser.add_argument("--names", default="own", help="names in EWT and PUD: own, none, or a file of silver.py")
    parser.add_argument("--hide", type=float, default=0.0, help="share of word pieces hidden from the encoder")
    parser.add_argument("--dropout", type=float, default=0.1, help="in the encoder")
    parser.add_argument("--head-dropout", type=float, default=0.15)
    parser.add_argument("--average", type=float, default=0.0, help="decay of the moving average of the weights")
    parser.add_argument("--fast-weight", type=float, default=0.6, help="of the loss of the exit after layer 3")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, help="stop after so many")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = data.seeded(args.seed)

    trees, named = data.load_training(args.treebank, args.names)
    vocabularies = data.vocabularies(trees)
    pieces = Pieces.open(args.encoder)
    collator = Collator(pieces, vocabularies)
    model = Analyser({k: len(v) for k, v in vocabularies.items()}, len(NAME_TAGS), len(SOURCES),
                     args.dropout, args.head_dropout)
    if args.init:
        given = torch.load(args.init, map_location="cpu")["model"]
        for name, known in model.state_dict().items():      # sources of names may have been added since
            if name.endswith("source.weight"):
                given[name] = torch.cat([given[name], known[len(given[name]):]])
        model.load_state_dict(given)
    else:
        model.encoder.load(pieces.folder / "model.safetensors")
    pretrained = [p for n, p in model.encoder.named_parameters() if not n.startswith("shape")]
    known = {id(p) for p in pretrained}
    others = [p for p in model.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW([{"params": pretrained, "base": args.lr}, {"params": others, "base": args.head_lr}],
                                  lr=args.lr, weight_decay=0.01, betas=(0.9, 0.98), fused=True)

    def planned(sentences):
        lengths = [len(pieces.encode([w.form for w in s.words])[0]) for s in sentences]
        return data.batches(lengths, [s.tree for s in sentences], args.batch, rng)

    sentences = data.epoch(trees, named, rng)
    queue = planned(sentences)
    steps = int(len(queue) * args.epochs)
    print(f"{len(trees)} trees, {sum(map(len, named.values()))} sentences with names, "
          f"{ {k: len(v) for k, v in vocabularies.items()} }, {len(queue)} steps an epoch, {steps} in all", flush=True)
    control, step, words, running, started = pathlib.Path(args.out + ".threads"), 0, 0, 0.0, time.time()
    average = Average(model, args.average) if args.average else None
    model.train()
    while step < steps:
        if control.exists():
            torch.set_num_threads(int(control.read_text().strip() or 1))
        else:
            torch.set_num_threads(args.threads)
        if not queue:
            sentences = data.epoch(trees, named, rng)
            queue = planned(sentences)
        rate = min(1.0, (step + 1) / 150) * max(0.01, 1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * rate
        loss, n = loss_of(model, collator, [sentences[i] for i in queue.pop()], rng, args.hide,
                          args.fast_weight)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if average:
            average.update(model)
        step, words, running = step + 1, words + n, 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            minutes = (time.time() - started) / 60
            print(f"step {step}/{steps} {minutes:.1f} min {words / minutes / 60:.0f} words/s "
                  f"loss {running / (1 - 0.98 ** step):.3f}", flush=True)
        last = step == steps or step == args.steps
        if step % 700 == 0 or last:
            trained = {k: v.clone() for k, v in model.state_dict().items()}
            if average:
                model.load_state_dict(average.values)
            state = {"model": model.state_dict(), "vocabularies": vocabularies, "step": step, "args": vars(args)}
            torch.save(state, args.out + ".part")
            os.replace(args.out + ".part", args.out)
            model.eval()
            for k in range(len(EXITS)):
                print(json.dumps({"step": step, "exit": EXITS[k],
                                  **evaluate_trees(model, collator, vocabularies, args.treebank, k, quick=step < steps),
                                  **evaluate_names(model, collator, args.treebank, k, quick=step < steps)}), flush=True)
            model.load_state_dict(trained)
            model.train()
        if last:
            return


if __name__ == "__main__":
    main()
