#!/usr/bin/env python3
"""Scores coreference against GUM's: MUC, B³, CEAFe (entity) and their mean, the CoNLL F1, with own mentions.

    cargo build --example chains
    python3 coref_score.py DIR/gum-dev-free.conllu [--chains ../target/debug/examples/chains] [--genre news]

Gold mentions are those of `Entity=` in MISC; sentences and tokens are gold, all else is the program's. Left out on
both sides: chains of one mention, as is the custom (GUM marks them, other corpora do not). A mention is found where
its head is (`head`: the word whose syntactic head lies outside it; nested mentions of one head count as the widest) or
where it begins and ends with the same words (`exact`). Needs numpy and scipy.
"""
import argparse, collections, json, os, re, subprocess
import numpy as np
from scipy.optimize import linear_sum_assignment

HERE = os.path.dirname(os.path.abspath(__file__))


def gold(path, wanted):
    """document → mentions (sentence, first, last, head, entity); and the text of those documents."""
    documents, text, kept = {}, [], False
    sentence, rows, opened, name = -1, [], {}, None

    def close():
        for entity, start, s, first, last in opened.pop("done", []):
            heads = [t for t in range(first, last + 1) if not first <= rows[t][1] <= last]
            documents[name].append((s, first, last, heads[0] if heads else last, entity))
        assert not any(opened.values()), (name, sentence, opened)
        opened.clear()

    for line in open(path, encoding="utf-8"):
        if line.startswith("# newdoc id"):
            name = line.split("=")[1].strip()
            kept = not wanted or any(w in name for w in wanted)
            if kept:
                documents[name] = []
            sentence = -1
        if not kept:
            continue
        text.append(line)
        columns = line.rstrip("\n").split("\t")
        if not line.strip():
            close()
            rows = []
        elif len(columns) == 10 and columns[0].isdigit():
            if columns[0] == "1":
                sentence += 1
            token = int(columns[0]) - 1
            rows.append((columns[1], int(columns[6]) - 1))
            entity = re.search(r"(?:^|\|)Entity=([^|]*)", columns[9])
            for part in re.findall(r"\([^()]*\)?|[^()]+\)", entity[1] if entity else ""):
                ident = part.strip("()").split("-")[0]
                if part.startswith("("):
                    opened.setdefault(ident, []).append(token)
                if part.endswith(")"):
                    first = opened[ident].pop()
                    if not opened[ident]:
                        del opened[ident]
                    opened.setdefault("done", []).append((ident, None, sentence, first, token))
    return documents, "".join(text)


def clusters(mentions, exact):
    """Sets of mention keys, chains of one left out."""
    chains, taken = collections.defaultdict(set), {}
    widest = sorted(mentions, key=lambda m: m[1] - m[2])
    for s, first, last, head, entity in widest:
        key = (s, first, last) if exact else (s, head)
        if taken.setdefault(key, entity) == entity:
            chains[entity].add(key)
    return [chain for chain in chains.values() if len(chain) > 1]


class Tally:
    def __init__(self):
        self.n = collections.Counter()

    def add(self, name, p, pn, r, rn):
        for key, value in zip("pPrR", (p, pn, r, rn)):
            self.n[name, key] += value

    def f1(self, name):
        p = self.n[name, "p"] / (self.n[name, "P"] or 1)
        r = self.n[name, "r"] / (self.n[name, "R"] or 1)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def muc(key, response):
    of = {m: i for i, chain in enumerate(response) for m in chain}
    right = sum(len(c) - len({of.get(m, ("alone", m)) for m in c}) for c in key)
    return right, sum(len(c) - 1 for c in key)


def b3(key, response):
    of = {m: c for c in response for m in c}
    return sum(len(c & of[m]) / len(c) for c in key for m in c if m in of), sum(map(len, key))


def ceafe(key, response):
    if not key or not response:
        return 0.0
    phi = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    return phi[linear_sum_assignment(-phi)].sum()


def score(documents, found, exact):
    tally = Tally()
    for name, mentions in documents.items():
        key = clusters(mentions, exact)
        response = clusters([(s, a, b, h, c) for s, a, b, h, c in found.get(name, [])], exact)
        marked, ours = set().union(*key), set().union(*response)
        tally.add("mentions", len(marked & ours), len(ours), len(marked & ours), len(marked))
        tally.add("MUC", *muc(response, key), *muc(key, response))
        tally.add("B3", *b3(response, key), *b3(key, response))
        same = ceafe(key, response)
        tally.add("CEAFe", same, len(response), same, len(key))
    return tally


THIRD = set("he him his himself she her hers herself it its itself they them their theirs themselves both those".split())
NAMES = {"same-name", "part-of-name", "acronym", "place-name"}


def links(documents, found, words, show):
    """Kind of link → right, made: each mention that joined a chain against the nearest one before it there that is no pronoun."""
    made = collections.Counter()
    for name, mentions in documents.items():
        entity = {}
        for s, first, last, head, e in sorted(mentions, key=lambda m: m[1] - m[2]):
            entity.setdefault((s, head), e)
        seen = collections.defaultdict(list)
        for s, first, last, head, chain in sorted(found.get(name, []), key=lambda m: (m[0], m[3])):
            rule, text = words[name][s, head][1:]
            pronoun = text.lower() in THIRD
            before = seen[chain]
            kind = rule if rule in ("description", "apposition") else "name" if rule in NAMES else None
            if rule == "pronoun" and pronoun:
                kind = "it" if text.lower().startswith("it") else "he/she" if text.lower()[0] in "hs" else "they"
            if kind and before:
                known = collections.Counter(entity[at] for at in before if at in entity)
                right = (s, head) in entity and any(known[entity[s, head]] == n for _, n in known.most_common(1))
                made[kind, "made"] += 1
                made[kind, "right"] += right
                if show and not right:
                    at = before[-1]
                    print(f"{kind:12} {name} {s + 1}: {text} → {words[name][at][2]} ({at[0] + 1})")
            if not pronoun:
                before.append((s, head))
    for kind in sorted({k for k, _ in made}):
        n, right = made[kind, "made"], made[kind, "right"]
        print(f"  {kind:12} {right:5} of {n:5} right: {100 * right / n:.1f} %")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--chains", default=HERE + "/../target/debug/examples/chains")
    parser.add_argument("--genre", action="append", help="documents with this in their name only")
    parser.add_argument("--links", action="store_true", help="how many links of each kind are right")
    parser.add_argument("--wrong", action="store_true", help="with the wrong ones")
    parser.add_argument("--show", action="store_true", help="each gold chain's mentions with the chain they were put in")
    args = parser.parse_args()
    documents, text = gold(args.file, args.genre)
    out = subprocess.run([args.chains], input=text, capture_output=True, text=True, check=True).stdout
    found, words = {}, {}
    for line in out.splitlines():
        line = json.loads(line)
        found[line["doc"]] = [tuple(m[:5]) for m in line["mentions"] if not m[5]]
        words[line["doc"]] = {(m[0], m[3]): (m[4], m[6], m[7]) for m in line["mentions"]}
    print(f"{len(documents)} documents, {sum(map(len, documents.values()))} gold mentions")
    for exact in (False, True):
        tally = score(documents, found, exact)
        parts = {name: tally.f1(name) for name in ("mentions", "MUC", "B3", "CEAFe")}
        conll = np.mean([parts[name][2] for name in ("MUC", "B3", "CEAFe")])
        print("exact" if exact else "head ", f"CoNLL F1 {100 * conll:.1f}  ",
              "  ".join(f"{n} {100 * p:.1f}/{100 * r:.1f}/{100 * f:.1f}" for n, (p, r, f) in parts.items()))
    for name in documents if len(documents) > 1 else ():
        tally = score({name: documents[name]}, found, False)
        print(f"  {name:28} {100 * np.mean([tally.f1(n)[2] for n in ('MUC', 'B3', 'CEAFe')]):.1f}")
    if args.links or args.wrong:
        links(documents, found, words, args.wrong)
    if args.show:
        for name, mentions in documents.items():
            print(name)
            chains = collections.defaultdict(list)
            for m in sorted(mentions):
                chains[m[4]].append(m)
            for chain in chains.values():
                if len(chain) > 1:
                    print("  ", "; ".join(str(words[name].get((m[0], m[3]), ("-", "", f"{m[0]}:{m[3]}"))) for m in chain))


if __name__ == "__main__":
    main()
