#!/usr/bin/env bash
# From the treebanks to the weights file: train.sh TREEBANK_FOLDER WORK_FOLDER FACTLOOM
#
# Wants an accelerator. WORK_FOLDER holds the two unpacked packages of texts.py; FACTLOOM is
# the program, which splits those texts into sentences and words.
set -euo pipefail
cd "$(dirname "$0")"
trees=$1 work=$2 factloom=$3
python3 encoders.py "$work"
python3 texts.py "$work"
for text in essay jargon; do "$factloom" analyse "$work/$text.txt" > "$work/$text.conllu"; done
python3 batches.py "$trees" "$work/items.pkl" --texts "$work"/{essay,jargon}.conllu
python3 batches.py "$work/items.pkl" "$work/varied.pkl" --vary --copies 6
# Three teachers that differ in rate and order.
number=0
for lr in 5e-5 7e-5 1e-4; do
    number=$((number + 1))
    python3 train.py --items "$work/items.pkl" --size mpnet --encoder "$work/mpnet.safetensors" --batch 4000 --steps 3400 \
        --lr $lr --average 0.997 --seed 2$number --out "$work/teacher$number.pt"
done
python3 label.py "$work"/teacher?.pt --items "$work/items.pkl" --pool "$work/varied.pkl" --out "$work/soft"
# Three students of theirs from one start. Those in models/ began from the weights that stood there before.
python3 restore.py ../models/analyser.bin "$work/start.pt"
number=0
for rates in "2e-4 1e-3 0.05" "3e-4 1.2e-3 0.05" "2.5e-4 1e-3 0.08"; do
    number=$((number + 1))
    read -r lr head_lr hide <<< "$rates"
    python3 train.py --items "$work/items.pkl" --init "$work/start.pt" --pool "$work/varied.pkl" --soft "$work/soft" \
        --others 30000 --batch 6000 --steps 2900 --lr "$lr" --head-lr "$head_lr" --hide "$hide" --head-dropout 0.2 \
        --average 0.999 --seed 3$number --out "$work/student$number.pt"
done
# Their mean is better than each. Names by the conventions of EWT.
python3 blend.py "$work/mean.pt" 0.3333:"$work/student1.pt" 0.3333:"$work/student2.pt" 0.3334:"$work/student3.pt"
python3 export.py "$work/mean.pt" ../models/analyser.bin --treebank "$trees" --source 14
