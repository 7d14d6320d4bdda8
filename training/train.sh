#!/usr/bin/env bash
# From the treebanks to the weights file: train.sh TREEBANK_FOLDER
set -euo pipefail
cd "$(dirname "$0")"
python3 train.py --treebank "$1" --out first.pt --epochs 9
python3 silver.py first.pt --treebank "$1" --out silver.bio
python3 train.py --treebank "$1" --out second.pt --init first.pt --silver silver.bio --epochs 2 --lr 8e-5 --head-lr 5e-4 --seed 2
python3 export.py second.pt ../models/analyser.bin --treebank "$1"
