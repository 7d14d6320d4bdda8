"""Treebank and name-tagging data: reading, normalising, labelling.

One sentence is a `Sentence`: words with gold tags where the source has them, and a mask of the
name types that the source annotates (a type outside the mask may occur in the text unmarked).
"""

import collections
import dataclasses
import pathlib

# Typographic variants that the encoder's vocabulary treats as rarer signs than their plain forms.
# The Rust side applies the same table (src/analyse/model/wordpiece.rs).
PLAIN = {"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
         "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "\u00a0": " "}

NAME_TYPES = ["PER", "ORG", "LOC", "EVENT", "PROD", "DATE", "MISC"]
NAME_TAGS = ["O"] + [prefix + name for name in NAME_TYPES for prefix in ("B-", "I-")]
IGNORE = -100

# Which types each source annotates, and which share of it an epoch sees.
ALL = NAME_TYPES
CROSS = ["PER", "ORG", "LOC", "EVENT", "PROD", "MISC"]
NAME_SOURCES = {
    "wikigold-train": (["PER", "ORG", "LOC", "MISC"], 1.0),
    "re3d-train": (["PER", "ORG", "LOC", "PROD", "DATE", "MISC"], 1.0),
    "wnut17-train": (["PER", "ORG", "LOC", "PROD", "MISC"], 0.4),
    "multiner-train": (["PER", "ORG", "LOC"], 0.4),
    "crossner-politics-train": (CROSS, 1.0),
    "crossner-science-train": (CROSS, 1.0),
    "crossner-science-dev": (CROSS, 0.5),
    "crossner-music-train": (CROSS, 1.0),
    "crossner-music-dev": (CROSS, 0.5),
    "crossner-literature-train": (CROSS, 1.0),
    "crossner-literature-dev": (CROSS, 1.0),
    "crossner-ai-train": (CROSS, 0.5),
}
# Treebanks whose names we marked ourselves, and the types that were marked.
OWN_NAMES = {"ewt-train": ALL, "pud-train": [t for t in ALL if t != "DATE"]}
TREE_SOURCES = ["ewt-train", "gum-train-free", "pud-train"]
# Source 0 is the generic one: used at random in training and always afterwards.
SOURCES = ["generic", "gum-train-free", *NAME_SOURCES, "ewt-train", "pud-train"]


@dataclasses.dataclass
class Word:
    form: str
    lemma: str = "_"
    upos: str = "_"
    xpos: str = "_"
    feats: str = "_"
    head: int = -1
    deprel: str = "_"


@dataclasses.dataclass
class Sentence:
    words: list
    names: list | None = None      # BIO tags, or None where the source has none
    types: list | None = None      # the types that the source annotates
    source: str = "generic"
    tree: bool = True


def plain(form):
    return "".join(PLAIN.get(c, c) for c in form)


def read_conllu(path, limit=None):
    sentences, words = [], []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if words:
                sentences.append(words)
            words = []
        elif not (line[0] == "#" and "\t" not in line):
            c = line.split("\t")
            if c[0].isdigit():
                words.append(Word(c[1], c[2], c[3], c[4], c[5], int(c[6]), c[7]))
    if words:
        sentences.append(words)
    return [s for s in sentences if limit is None or len(s) <= limit]


def read_bio(path, limit=None):
    sentences = []
    for block in pathlib.Path(path).read_text(encoding="utf-8").split("\n\n"):
        rows = [line.rsplit("\t", 1) for line in block.split("\n") if "\t" in line]
        if rows and (limit is None or len(rows) <= limit):
            sentences.append(rows)
    return sentences


def read_names(source, sentences):
    """BIO tags for each sentence of a treebank whose names were marked by us (names/README.md)."""
    tags = [["O"] * len(words) for words in sentences]
    for line in (pathlib.Path(__file__).parent / "names" / f"{source}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            number, names = line.split("\t")
            for name in names.split(" "):
                span, kind = name.split(":")
                start, end = map(int, span.split("-"))
                tags[int(number)][start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags


def load_training(folder, limit=120):
    """The trees, with the names that are marked in them (EWT's and PUD's by us), and the sentences with names only."""
    folder = pathlib.Path(folder)
    gum = {tuple(f for f, _ in s): [t for _, t in s] for s in read_bio(folder / "ner/gum-train-free.bio")}
    trees = []
    for source in TREE_SOURCES:
        sentences = read_conllu(folder / f"{source}.conllu")
        marked = [None] * len(sentences)
        if source in OWN_NAMES:
            marked = read_names(source, sentences)
        for words, tags in zip(sentences, marked):
            if len(words) <= limit:
                if source == "gum-train-free":
                    tags = gum.get(tuple(w.form for w in words))
                types = OWN_NAMES.get(source, ALL) if tags else None
                trees.append(Sentence(words, tags, types, source))
    named = {}
    for source, (types, _) in NAME_SOURCES.items():
        named[source] = [
            Sentence([Word(f) for f, _ in s], [t for _, t in s], types, source, tree=False)
            for s in read_bio(folder / f"ner/{source}.bio", limit)
        ]
    return trees, named


def lemma_script(form, lemma):
    """How to get from a form to its lemma: [case][letters cut at the end][letters added]; `=lemma` where nothing is shared."""
    form, lemma = plain(form), plain(lemma)
    lower = lemma == lemma.lower() and form != form.lower()
    base = form.lower() if lower else form
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    if shared == 0:
        return "=" + lemma if len(lemma) < 12 else "K0"
    return f"{'L' if lower else 'K'}{len(base) - shared}{lemma[shared:]}"


def apply_script(form, script):
    if script == "_":
        return form
    if script[0] == "=":
        return script[1:]
    form = plain(form)
    base = form.lower() if script[0] == "L" else form
    digits = 1
    while digits < len(script) and script[digits].isdigit():
        digits += 1
    cut = int(script[1:digits])
    return base[: max(0, len(base) - cut)] + script[digits:]


def shape(form):
    """A word's case and make: the encoder is uncased, so this is all that it sees of capitals."""
    if any(c.isdigit() for c in form):
        return 1
    if not any(c.isalpha() for c in form):
        return 2
    if form == form.lower():
        return 3
    if form == form.upper():
        return 4 if len(form) > 1 else 5
    if form[0] == form[0].upper() and form[1:] == form[1:].lower():
        return 6
    return 7


def vocabulary(items, least=1):
    counts = collections.Counter(items)
    kept = sorted((k for k, n in counts.items() if n >= least and k != "_"), key=lambda k: (-counts[k], k))
    return ["_"] + kept


def vocabularies(trees):
    words = [w for s in trees for w in s.words]
    return {
        "upos": vocabulary(w.upos for w in words),
        "xpos": vocabulary(w.xpos for w in words),
        "feats": vocabulary((w.feats for w in words), 2),
        "lemma": vocabulary((lemma_script(w.form, w.lemma) for w in words), 2),
        "deprel": vocabulary(w.deprel for w in words),
    }
