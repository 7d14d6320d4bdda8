"""models/analyser.bin → a checkpoint to train on from: python3 restore.py ../models/analyser.bin start.pt

The inverse of `export.py`, but for the rounding to int8 and for the vectors of the sources of names and of the treebanks,
which the file holds as part of biases; training finds new ones.
"""

import argparse
import json
import struct

import numpy as np
import torch

from data import NAME_TAGS
from model import REL, new

DTYPES = {"i8": np.int8, "f32": np.float32, "u8": np.uint8}


class Reader:
    def __init__(self, path):
        raw = open(path, "rb").read()
        assert raw[:8] == b"LOOMNET1", "not a weights file"
        size = struct.unpack("<I", raw[8:12])[0]
        self.header = json.loads(raw[12 : 12 + size])
        self.blob = raw[12 + size :]

    def get(self, name):
        t = self.header["tensors"][name]
        count = int(np.prod(t["shape"]))
        return torch.from_numpy(
            np.frombuffer(self.blob, DTYPES[t["type"]], count, t["offset"]).reshape(t["shape"]).astype(np.float32))

    def matrix(self, name, what=".weight"):
        return self.get(name + what) * self.get(name + ".scale")[:, None]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights")
    parser.add_argument("out")
    args = parser.parse_args()
    file = Reader(args.weights)
    labels = {k: v for k, v in file.header["labels"].items() if k != "name"}
    assert file.header["labels"]["name"] == NAME_TAGS
    sizes = {k: len(v) for k, v in labels.items()}
    model = new("minilm", labels)
    known = model.state_dict()
    w = {"encoder.word.weight": file.matrix("word"), "encoder.position.weight": file.get("position"),
         "encoder.shape.weight": file.get("shape")}

    def linear(target, source):
        w[target + ".weight"], w[target + ".bias"] = file.matrix(source), file.get(source + ".bias")

    def norm(target, source):
        w[target + ".weight"], w[target + ".bias"] = file.get(source + ".gain"), file.get(source + ".bias")

    norm("encoder.norm", "norm")
    for i in range(max(file.header["exits"])):
        for part in ("qkv", "out", "up", "down"):
            linear(f"encoder.layers.{i}.{part}", f"layer.{i}.{part}")
        norm(f"encoder.layers.{i}.norm1", f"layer.{i}.norm1")
        norm(f"encoder.layers.{i}.norm2", f"layer.{i}.norm2")
    for k in range(len(file.header["exits"])):
        name, target = f"exit.{k}", f"exits.{k}"
        mix = file.get(name + ".mix").log()
        mix[-1] -= 3
        w[target + ".mix"] = mix - mix.mean()
        w[target + ".root"] = file.get(name + ".root")
        weight, bias, row = file.matrix(name + ".tags"), file.get(name + ".tags.bias"), 0
        for tag in ("upos", "xpos", "feats", "lemma", "name"):
            part = f"{target}.name" if tag == "name" else f"{target}.tags.{tag}"
            n = known[part + ".bias"].shape[0]
            w[part + ".weight"], w[part + ".bias"] = weight[row : row + n], bias[row : row + n]
            row += n
        for conventions in ("source", "treebank"):
            vectors = f"{target}.{conventions}.weight"
            w[vectors] = torch.zeros_like(known[vectors])
        for part in ("arc_head", "arc_dep", "rel_head", "rel_dep"):
            linear(f"{target}.{part}", f"{name}.{part}")
        w[target + ".arc"] = torch.cat([file.matrix(name + ".arc").T, file.get(name + ".arc.bias")[None]])
        flat = torch.cat([file.matrix(name + ".rel"), file.get(name + ".rel.bias")[:, None]], 1)
        w[target + ".rel"] = flat.reshape(sizes["deprel"], REL + 1, REL + 1).permute(0, 2, 1).contiguous()
    assert w.keys() == known.keys()
    model.load_state_dict(w)
    torch.save({"model": model.state_dict(), "vocabularies": labels, "size": "minilm", "step": file.header["step"]}, args.out)


if __name__ == "__main__":
    main()
