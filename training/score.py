"""Accuracy of an analysis against gold CoNLL-U, on gold tokens or from raw text.

    python3 score.py GOLD.conllu SYSTEM.conllu [--confusions 20] [--by-length]
    python3 score.py GOLD.conllu --run 'factloom analyse --from conllu -' [--raw]

With --run the command reads the gold file's sentences and tokens (--raw: its text) on standard input. Words are
aligned by their characters, spaces left out, as the CoNLL 2018 shared task does; each measure is the F1 of words
that are aligned and agree. Names are scored from MISC (`NER=B-PER`) with --names GOLD.bio.
"""

import argparse
import collections
import shlex
import subprocess

COLUMNS = {"lemma": 2, "upos": 3, "xpos": 4, "feats": 5}


def read(text):
    """Sentences as lists of CoNLL-U rows (words only), and the raw text with a blank line between paragraphs."""
    sentences, rows, raw, started = [], [], [], False
    for line in text.split("\n"):
        if line.startswith("#") and "\t" not in line:
            if line.startswith(("# newdoc", "# newpar")) and not started and raw:
                raw.append("\n\n")
                started = True
            if line.startswith("# text = "):
                if raw and not raw[-1].endswith("\n"):
                    raw.append(" ")
                raw.append(line.removeprefix("# text = "))
        elif not line.strip():
            if rows:
                sentences.append(rows)
            rows, started = [], False
        else:
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
    return sentences, "".join(raw) + "\n"


def characters(form):
    return "".join(form.split())


def spans(sentences):
    """(start, end) of each word and sentence, counted in characters without spaces."""
    words, ends, at = [], [], 0
    for rows in sentences:
        start = at
        for row in rows:
            length = len(characters(row[1]))
            words.append((at, at + length))
            at += length
        ends.append((start, at))
    return words, ends


def f1(right, system, gold):
    return 200 * right / max(1, system + gold)


def score(gold, system):
    gold_words, gold_ends = spans(gold)
    system_words, system_ends = spans(system)
    result = {"sentences": f1(len(set(gold_ends) & set(system_ends)), len(system_ends), len(gold_ends)),
              "tokens": f1(len(set(gold_words) & set(system_words)), len(system_words), len(gold_words))}
    place = {span: i for i, span in enumerate(system_words)}
    flat = lambda sentences: [(row, rows) for rows in sentences for row in rows]
    gold_rows, system_rows = flat(gold), flat(system)

    def head_span(row, rows, words, first):
        head = int(row[6])
        return "root" if head == 0 else words[first + head - 1]

    def firsts(sentences):
        at, out = 0, []
        for rows in sentences:
            out += [at] * len(rows)
            at += len(rows)
        return out

    gold_first, system_first = firsts(gold), firsts(system)
    count, confusions, lengths = collections.Counter(), collections.Counter(), collections.defaultdict(lambda: [0, 0])
    for i, (row, rows) in enumerate(gold_rows):
        j = place.get(gold_words[i])
        bucket = lengths[min(len(rows) // 10 * 10, 60)]
        bucket[1] += 1
        if j is None:
            continue
        other = system_rows[j][0]
        for name, column in COLUMNS.items():
            count[name] += row[column] == other[column]
        head = head_span(row, rows, gold_words, gold_first[i]) == head_span(other, None, system_words, system_first[j])
        count["uas"] += head
        count["las"] += head and row[7] == other[7]
        bucket[0] += head and row[7] == other[7]
        if row[7] != other[7]:
            confusions[f"{row[7]} → {other[7]}"] += 1
        elif not head:
            confusions[f"{row[7]}: another head"] += 1
    for name, n in count.items():
        result[name] = f1(n, len(system_rows), len(gold_rows))
    return result, confusions, lengths


def names_of(tags):
    found, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != start[1]):
            found.add((start[0], i, start[1]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = (i, tag[2:])
    return {x for x in found if x[2] in ("PER", "ORG", "LOC")}


def score_names(bio, system):
    gold = [[line.rsplit("\t", 1)[1] for line in block.split("\n") if "\t" in line]
            for block in open(bio, encoding="utf-8").read().split("\n\n")]
    gold = [tags for tags in gold if tags]
    right = wrong = missed = 0
    for tags, rows in zip(gold, system, strict=True):
        misc = [dict(p.split("=", 1) for p in row[9].split("|") if "=" in p).get("NER", "O") for row in rows]
        a, b = names_of(tags), names_of(misc)
        right, wrong, missed = right + len(a & b), wrong + len(b - a), missed + len(a - b)
    return {"names": 200 * right / max(1, 2 * right + wrong + missed)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("system", nargs="?")
    parser.add_argument("--run", help="a command that reads CoNLL-U (or text with --raw) and writes CoNLL-U")
    parser.add_argument("--raw", action="store_true")
    parser.add_argument("--names", action="store_true", help="GOLD is a .bio file: score names on its tokens")
    parser.add_argument("--confusions", type=int, default=0)
    parser.add_argument("--by-length", action="store_true")
    args = parser.parse_args()
    text = open(args.gold, encoding="utf-8").read()
    if args.names:
        blocks = [[line.rsplit("\t", 1)[0] for line in b.split("\n") if "\t" in line] for b in text.split("\n\n")]
        rows = lambda words: "".join(f"{i}\t{w}\t_\t_\t_\t_\t{i - 1}\t_\t_\t_\n" for i, w in enumerate(words, 1))
        given = "\n".join(rows(b) for b in blocks if b) + "\n"
    else:
        gold, raw = read(text)
        given = raw if args.raw else text
    if args.run:
        out = subprocess.run(shlex.split(args.run), input=given.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    else:
        out = open(args.system, encoding="utf-8").read()
    system, _ = read(out)
    if args.names:
        result = score_names(args.gold, system)
    else:
        result, confusions, lengths = score(gold, system)
    print("  ".join(f"{k} {v:.2f}" for k, v in result.items()))
    if not args.names and args.by_length:
        for start, (right, total) in sorted(lengths.items()):
            print(f"  {start:3}–{'' if start == 60 else start + 9} words: LAS {100 * right / total:.1f} over {total}")
    if not args.names:
        for what, n in confusions.most_common(args.confusions):
            print(f"  {n:5} {what}")


if __name__ == "__main__":
    main()
