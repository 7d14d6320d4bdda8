#!/usr/bin/env bash
# Who stands in most facts of some articles? factloom prints, standard tools count.
#
#     examples/pipeline.sh FILE…
set -euo pipefail

factloom extract "$@" --format tsv |
    tail -n +2 |                        # without the header
    awk -F '\t' '{ print $3; print $5 }' |
    sort | uniq -c | sort -k1,1nr -k2 |
    awk 'NR <= 5'
