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
# Hidden pieces and averaged weights; the start of a longer run.
python3 silver.py 2.pt --treebank "$1" --out 2.bio
regular=(--lr 1.4e-4 --head-lr 9e-4 --hide 0.05 --head-dropout 0.25 --average 0.998)
python3 train.py --treebank "$1" --out 3.pt --init 2.pt --names 2.bio --epochs 4.5 --steps 700 --seed 3 "${regular[@]}"
# Names in EWT and PUD as we marked them (names/README.md).
python3 train.py --treebank "$1" --out 4.pt --init 3.pt --epochs 6 --seed 4 "${regular[@]}"
python3 export.py 4.pt ../models/analyser.bin --treebank "$1"
