"""checkpoint.pt → models/analyser.bin: python3 export.py checkpoint.pt ../models/analyser.bin --treebank DIR

The file: 8 bytes `LOOMNET1`, the header's length as u32 (little-endian), a JSON header
{"labels", "exits", "vocabulary", "lemmas", "tensors": {name: {"type": "i8"|"f32", "shape", "offset"}}}, then
the data, each tensor aligned to 64 bytes. Matrices are int8 with one f32 scale a row (`NAME.scale`): a row's
largest value is `LIMIT`, chosen so that u8 × i8 products summed in pairs fit 16 bits on every processor.
"""

import argparse
import collections
import json
import pathlib
import struct

import numpy as np
import torch

import data
from data import NAME_TAGS
from model import REL
from pieces import Pieces

LIMIT = 64


def quantise(matrix):
    matrix = matrix.float()
    scale = matrix.abs().amax(1).clamp(min=1e-9) / LIMIT
    return torch.round(matrix / scale[:, None]).clamp(-LIMIT, LIMIT).to(torch.int8).numpy(), scale.numpy().astype(np.float32)


class Writer:
    def __init__(self):
        self.tensors, self.blob = {}, bytearray()

    def put(self, name, array):
        array = np.ascontiguousarray(array)
        self.blob += b"\0" * (-len(self.blob) % 64)
        kind = {"int8": "i8", "float32": "f32", "uint8": "u8"}[str(array.dtype)]
        self.tensors[name] = {"type": kind, "shape": list(array.shape), "offset": len(self.blob)}
        self.blob += array.tobytes()

    def linear(self, name, weight, bias):
        w, scale = quantise(weight)
        self.put(name + ".weight", w)
        self.put(name + ".scale", scale)
        self.put(name + ".bias", bias.float().numpy())

    def norm(self, name, norm):
        self.put(name + ".gain", norm["weight"].float().numpy())
        self.put(name + ".bias", norm["bias"].float().numpy())


def lemma_dictionary(folder):
    """(form, Penn tag) → lemma where the training trees agree in at least nine of ten cases."""
    seen = collections.defaultdict(collections.Counter)
    for source in data.TREE_SOURCES:
        for words in data.read_conllu(pathlib.Path(folder) / f"{source}.conllu"):
            for w in words:
                seen[(data.plain(w.form), w.xpos)][data.plain(w.lemma)] += 1
    rows = []
    for (form, xpos), lemmas in sorted(seen.items()):
        lemma, n = max(lemmas.items(), key=lambda x: (x[1], x[0]))
        total = sum(lemmas.values())
        if total >= 2 and n >= 0.9 * total and "\t" not in form + lemma:
            rows.append(f"{form}\t{xpos}\t{lemma}")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--treebank", required=True)
    parser.add_argument("--encoder")
    parser.add_argument("--source", type=int, default=0, help="whose conventions the name tags follow (data.SOURCES)")
    parser.add_argument("--trees", type=int, default=0, help="whose conventions the trees follow (data.TREE_SOURCES)")
    args = parser.parse_args()
    saved = torch.load(args.checkpoint, map_location="cpu")
    w, labels = saved["model"], saved["vocabularies"]
    sub = lambda prefix: {k.removeprefix(prefix + "."): v for k, v in w.items() if k.startswith(prefix + ".")}
    out = Writer()
    words, scale = quantise(w["encoder.word.weight"])
    out.put("word.weight", words)
    out.put("word.scale", scale)
    out.put("position", w["encoder.position.weight"].float().numpy())
    out.put("shape", w["encoder.shape.weight"].float().numpy())
    out.norm("norm", sub("encoder.norm"))
    depth = 1 + max(int(k.split(".")[2]) for k in w if k.startswith("encoder.layers."))
    for i in range(depth):
        layer = f"encoder.layers.{i}"
        for part in ("qkv", "out", "up", "down"):
            out.linear(f"layer.{i}.{part}", w[f"{layer}.{part}.weight"], w[f"{layer}.{part}.bias"])
        out.norm(f"layer.{i}.norm1", sub(layer + ".norm1"))
        out.norm(f"layer.{i}.norm2", sub(layer + ".norm2"))
    exits = []
    for k in range(sum(1 for name in w if name.endswith(".mix"))):
        e = sub(f"exits.{k}")
        mix = torch.softmax(torch.cat([e["mix"][:-1], e["mix"][-1:] + 3]), 0)
        exits.append(len(mix) - 1)
        name = f"exit.{k}"
        out.put(name + ".mix", mix.float().numpy())
        # The treebank's vector, added to every word, becomes bias; the root has no such vector.
        treebank = e["treebank.weight"][args.trees]
        bias = lambda part: e[part + ".bias"] + e[part + ".weight"] @ treebank
        out.put(name + ".root", (e["root"] - treebank).float().numpy())
        # The tags and the names read the same states, so they are one matrix; the source's vector becomes bias.
        heads = [(e[f"tags.{t}.weight"], bias(f"tags.{t}")) for t in ("upos", "xpos", "feats", "lemma")]
        heads.append((e["name.weight"], e["name.bias"] + e["name.weight"] @ e["source.weight"][args.source]))
        out.linear(name + ".tags", torch.cat([h[0] for h in heads]), torch.cat([h[1] for h in heads]))
        for part in ("arc_head", "arc_dep", "rel_head", "rel_dep"):
            out.linear(f"{name}.{part}", e[part + ".weight"], bias(part))
        # A product with [x, 1] is a linear layer with bias.
        out.linear(f"{name}.arc", e["arc"][:-1].T, e["arc"][-1])
        rel = e["rel"]                                        # labels × (dependent + 1) × (head + 1)
        flat = rel.permute(0, 2, 1).reshape(-1, REL + 1)      # (label, head) × dependent
        out.linear(f"{name}.rel", flat[:, :-1], flat[:, -1])
    pieces = Pieces.open(args.encoder)
    vocabulary = sorted(pieces.tokenizer.get_vocab().items(), key=lambda x: x[1])
    assert [i for _, i in vocabulary] == list(range(len(vocabulary)))
    out.put("vocabulary", np.frombuffer("\n".join(t for t, _ in vocabulary).encode(), np.uint8))
    out.put("lemmas", np.frombuffer("\n".join(lemma_dictionary(args.treebank)).encode(), np.uint8))
    header = {"exits": exits, "labels": labels | {"name": NAME_TAGS}, "step": saved["step"], "limit": LIMIT,
              "tensors": out.tensors}
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-(12 + len(head)) % 64)
    pathlib.Path(args.out).write_bytes(b"LOOMNET1" + struct.pack("<I", len(head)) + head + bytes(out.blob))
    print(f"{args.out}: {(12 + len(head) + len(out.blob)) / 1e6:.1f} MB, step {saved['step']}")


if __name__ == "__main__":
    main()
