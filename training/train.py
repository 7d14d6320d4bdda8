"""Trains one network: python3 train.py --items items.pkl --size minilm --out checkpoint.pt

Cross-entropy against gold trees and names and, with `--soft`, against what teachers say of other sentences. Fixed seed;
the rate falls linearly over the given steps, or over the given seconds (then not repeatable). What is saved is the moving
average of the weights (Polyak and Juditsky 1992).
"""

import argparse
import json
import pickle
import time

import torch
import torch.nn.functional as F

import model as network
from batches import Stream
from data import IGNORE
from evaluate import evaluate

TAGS = {"upos": 0.5, "xpos": 0.5, "feats": 0.25, "lemma": 0.25}


def hard(scores, gold):
    """Cross-entropy summed over what has a label."""
    return F.cross_entropy(scores.flatten(0, -2), gold.flatten(), ignore_index=IGNORE, reduction="sum")


def towards(scores, wanted):
    """Cross-entropy against distributions, summed; rows of zeros count nothing."""
    return -(wanted.float() * scores.log_softmax(-1)).sum()


def loss_of(model, batch, weights):
    with torch.autocast(batch["ids"].device.type, dtype=torch.bfloat16):
        states = model.encoder(batch["ids"], batch["shapes"], batch["piece_mask"])
    taught = "soft_head" in batch
    head = batch["head"]
    labelled = (head != IGNORE).sum()
    named = (batch["names"] != IGNORE).sum()
    if taught:
        head = torch.where(head == IGNORE, batch["soft_head"], head)
        more = (batch["soft_head"] != IGNORE).sum()
        labelled, named = labelled + more, named + more
    labelled, named = labelled.clamp(min=1), named.clamp(min=1)
    total = 0.0
    for weight, out in zip(weights, model.exits):
        h = out.words(states, batch["starts"])
        with torch.autocast(h.device.type, dtype=torch.bfloat16):
            tags, arcs, rel_heads, rel_deps = out.tree(h, batch["word_mask"], batch["treebank"])
            relations = out.relations(rel_heads, rel_deps, head.clamp(min=0))
            names = out.names(h, batch["source"])
        tree = hard(arcs, batch["head"]) + hard(relations, batch["deprel"])
        tree = tree + sum(w * hard(tags[k], batch[k]) for k, w in TAGS.items())
        name = hard(names.masked_fill(~batch["types"][:, None], -1e4), batch["names"])
        if taught:
            tree = tree + towards(arcs, batch["soft_arcs"]) + towards(relations, batch["soft_deprel"])
            tree = tree + sum(TAGS[k] * towards(tags[k], batch[f"soft_{k}"]) for k in ("upos", "xpos"))
            tree = tree + sum(TAGS[k] * hard(tags[k], batch[f"soft_{k}"]) for k in ("feats", "lemma"))
            name = name + towards(names, batch["soft_name"])
        total = total + weight * (tree / labelled + name / named)
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", required=True, help="of batches.py")
    parser.add_argument("--size", choices=network.SIZES, default="minilm")
    parser.add_argument("--encoder", help="pretrained weights to start from (.safetensors)")
    parser.add_argument("--init", help="or a checkpoint")
    parser.add_argument("--pool", nargs="*", default=[], help="more sentences for teachers to label (batches.py --vary)")
    parser.add_argument("--soft", help="what teachers say of the pool (label.py)")
    parser.add_argument("--others", type=int, default=0, help="how many of the pool to each round of the trees")
    parser.add_argument("--out", default="checkpoint.pt")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--until", type=float, help="end by the clock instead: seconds since 1970")
    parser.add_argument("--warm", type=int, default=200, help="steps until the rate is whole")
    parser.add_argument("--batch", type=int, default=3000, help="word pieces a batch")
    parser.add_argument("--lr", type=float, default=2e-4, help="encoder")
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--hide", type=float, default=0.05, help="share of word pieces hidden from the encoder")
    parser.add_argument("--dropout", type=float, default=0.1, help="in the encoder")
    parser.add_argument("--head-dropout", type=float, default=0.25)
    parser.add_argument("--average", type=float, default=0.998, help="decay of the moving average of the weights")
    parser.add_argument("--fast-weight", type=float, default=0.4, help="of the loss of the exit after layer 3")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    started = time.time()
    torch.manual_seed(args.seed)
    torch.set_float32_matmul_precision("high")

    given = pickle.load(open(args.items, "rb"))
    pool = list(given["pool"])
    for path in args.pool:
        pool += pickle.load(open(path, "rb"))
    for number, item in enumerate(pool):
        item.soft = number
    model = network.new(args.size, given["vocabularies"], args.dropout, args.head_dropout)
    if args.init:
        model.load_state_dict(torch.load(args.init, map_location="cpu")["model"], strict=False)   # heads may be missing
    else:
        from safetensors.torch import load_file
        model.encoder.load(load_file(args.encoder))
    model.to(args.device).train()
    pretrained = [p for n, p in model.encoder.named_parameters() if not n.startswith("shape")]
    known = {id(p) for p in pretrained}
    others = [p for p in model.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW([{"params": pretrained, "base": args.lr}, {"params": others, "base": args.head_lr}],
                                  lr=args.lr, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    parameters = list(model.parameters())
    average = [p.detach().clone() for p in parameters]
    weights = [1.0] if len(model.exits) == 1 else [args.fast_weight, 1.0]
    stream = Stream(given["trees"], given["named"], pool, args.batch, args.seed, args.hide, args.soft, args.others)
    loader = torch.utils.data.DataLoader(stream, batch_size=None, num_workers=args.workers, pin_memory=args.device == "cuda",
                                         prefetch_factor=8 if args.workers else None)
    begun, pieces, running = time.time(), 0, None
    print(f"{args.size}: {len(pool)} in the pool, ready after {begun - started:.1f} s", flush=True)
    for step, batch in enumerate(loader):
        done = (time.time() - begun) / max(1.0, args.until - begun) if args.until else step / args.steps
        rate = min(1.0, (step + 1) / args.warm) * max(0.004, 1 - done)
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * rate
        pieces += batch["ids"].numel()
        batch = {k: v.to(args.device, non_blocking=True) for k, v in batch.items()}
        loss = loss_of(model, batch, weights)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        with torch.no_grad():
            keep = min(args.average, (step + 1) / (step + 11))
            torch._foreach_lerp_(average, parameters, 1 - keep)
        if step % 200 == 199:
            print(f"step {step + 1} {time.time() - begun:.0f} s {pieces / (time.time() - begun):.0f} pieces/s "
                  f"loss {loss.item():.3f} rate {rate:.3f}", flush=True)
        if done >= 1 or (not args.until and step + 1 >= args.steps):
            break
    with torch.no_grad():
        for p, value in zip(parameters, average):
            p.copy_(value)
    torch.save({"model": {k: v.cpu() for k, v in model.state_dict().items()}, "vocabularies": given["vocabularies"],
                "size": args.size, "step": step + 1, "args": vars(args)}, args.out)
    print(json.dumps({"out": args.out, "steps": step + 1, "pieces": pieces, "seconds": round(time.time() - started),
                      **evaluate(model.eval(), given, args.device)}), flush=True)


if __name__ == "__main__":
    main()
