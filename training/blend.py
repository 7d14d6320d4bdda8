"""Checkpoints of one line of training → their weighted mean: python3 blend.py out.pt 0.55:4.pt 0.2:start.pt 0.25:3.pt

The mean of weights that grew out of each other is often better than each (Wortsman et al. 2022, "Model soups"). What
says whose conventions names follow is the first one's, since older checkpoints may lack it.
"""

import sys

import torch


def main():
    out, *parts = sys.argv[1:]
    shares, checkpoints = zip(*((float(share), torch.load(path, map_location="cpu"))
                                for share, path in (part.split(":", 1) for part in parts)))
    assert abs(sum(shares) - 1) < 1e-6, "the shares must make one"
    first = checkpoints[0]["model"]
    mean = {name: value if name.endswith("source.weight")
            else sum(share * c["model"][name] for share, c in zip(shares, checkpoints))
            for name, value in first.items()}
    torch.save({**checkpoints[0], "model": mean}, out)


if __name__ == "__main__":
    main()
