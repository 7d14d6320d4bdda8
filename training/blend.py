"""Checkpoints from one start → their weighted mean: python3 blend.py out.pt 0.5:1.pt 0.3:2.pt 0.2:3.pt

The mean of weights that grew out of each other is often better than each (Wortsman et al. 2022, "Model soups").
"""

import sys

import torch


def main():
    out, *parts = sys.argv[1:]
    shares, checkpoints = zip(*((float(share), torch.load(path, map_location="cpu"))
                                for share, path in (part.split(":", 1) for part in parts)))
    assert abs(sum(shares) - 1) < 1e-6, "the shares must make one"
    mean = {name: sum(share * c["model"][name] for share, c in zip(shares, checkpoints))
            for name in checkpoints[0]["model"]}
    torch.save({**checkpoints[0], "model": mean}, out)


if __name__ == "__main__":
    main()
