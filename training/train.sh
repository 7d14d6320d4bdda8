#!/usr/bin/env bash
# From the treebanks to the weights file: train.sh TREEBANK_FOLDER
#
# The stages are those that the weights in models/ went through; names came in as they were made.
set -euo pipefail
cd "$(dirname "$0")"
# Trees, and names from other sources than EWT.
python3 train.py --treebank "$1" --out 1.pt --names none --epochs 9
# Names in EWT as that model finds them.
python3 silver.py 1.pt --treebank "$1" --out 1.bio
python3 train.py --treebank "$1" --out 2.pt --init 1.pt --names 1.bio --epochs 2 --lr 8e-5 --head-lr 5e-4 --seed 2
# Names in EWT and PUD as we marked them (names/README.md), hidden pieces, averaged weights: a first run, stopped while
# its rate was still high, and a second one down to nothing.
regular=(--batch 1100 --head-dropout 0.25 --hide 0.05 --average 0.998 --fast-weight 0.4)
python3 train.py --treebank "$1" --out 3.pt --init 2.pt --epochs 13 --steps 1400 --lr 1.6e-4 --head-lr 1e-3 --seed 5 "${regular[@]}"
python3 train.py --treebank "$1" --out 4.pt --init 3.pt --epochs 5.6 --lr 1.4e-4 --head-lr 8e-4 --seed 6 "${regular[@]}"
# Their mean is better than each. Names by EWT's conventions.
python3 blend.py 5.pt 0.55:4.pt 0.2:2.pt 0.25:3.pt
python3 export.py 5.pt ../models/analyser.bin --treebank "$1" --source 14
