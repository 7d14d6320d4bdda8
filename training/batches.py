"""Sentences as arrays, and padded batches of them.

    python3 batches.py DIR items.pkl --texts a.conllu b.conllu    # everything that training reads, once
    python3 batches.py --vary items.pkl varied.pkl --copies 6     # sentences made from the training trees
"""

import argparse
import dataclasses
import pathlib
import pickle
import random

import numpy as np
import torch

import data
from data import IGNORE, NAME_SOURCES, NAME_TAGS, SOURCES, TREE_SOURCES
from pieces import MASK, Pieces

TREE_LABELS = ("upos", "xpos", "feats", "lemma", "head", "deprel")
LONGEST = 120       # words
MOST_PIECES = 256
# Now and then words come in another case, so that the model does not lean on capitals alone; the third is a headline's.
VARIANTS = (str.lower, str.upper, lambda form: form[:1].upper() + form[1:])
SHARES = (0.95, 0.03, 0.01, 0.01)
OPEN_CLASSES = ("NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "RB", "CD")


@dataclasses.dataclass(slots=True)
class Item:
    """One sentence. Arrays are over word pieces (ids, shapes) or words (the rest)."""
    ids: np.ndarray
    shapes: np.ndarray              # four rows: as written, and for VARIANTS
    starts: np.ndarray
    treebank: int = 0               # whose conventions its tree follows
    source: int = 0                 # and its names
    tree: np.ndarray | None = None  # a row for each of TREE_LABELS
    names: np.ndarray | None = None
    types: np.ndarray | None = None  # which name tags its source has
    soft: int = -1                  # its number in the teachers' labels


class Maker:
    def __init__(self, pieces, vocabularies):
        self.pieces = pieces
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in vocabularies.items()}
        self.tags = {t: i for i, t in enumerate(NAME_TAGS)}

    def item(self, forms):
        ids, shapes, starts = self.pieces.encode(forms)
        rows = [shapes]
        for change in VARIANTS:
            row, changed = [0], [change(f) for f in forms]
            for form, new in zip(forms, changed):
                made = data.shape(new)
                row += [made] + [made + 8] * (len(self.pieces.word(form)) - 1)
            rows.append(row + [0])
        return Item(np.array(ids, np.int32), np.array(rows, np.uint8), np.array(starts, np.int16))

    def sentence(self, s):
        item = self.item([w.form for w in s.words])
        if s.tree:
            item.treebank = TREE_SOURCES.index(s.source)
            rows = [[self.index["upos"].get(w.upos, 0) for w in s.words],
                    [self.index["xpos"].get(w.xpos, 0) for w in s.words],
                    [self.index["feats"].get(w.feats, 0) for w in s.words],
                    [self.index["lemma"].get(data.lemma_script(w.form, w.lemma), 0) for w in s.words],
                    [w.head for w in s.words],
                    [self.index["deprel"].get(w.deprel, 0) for w in s.words]]
            item.tree = np.array(rows, np.int16)
        if s.names:
            item.source = SOURCES.index(s.source)
            item.names = np.array([self.tags.get(t, IGNORE) for t in s.names], np.int16)
            item.types = np.array([t == "O" or t[2:] in s.types for t in NAME_TAGS])
        return item


def padded(rows, width, fill, kind):
    out = np.full((len(rows), width), fill, kind)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def collate(items, rng=None, hide=0.0, soft=None):
    """A batch as a dictionary of tensors; with `rng`, shapes are varied and a share of the pieces hidden."""
    pieces, words = max(len(x.ids) for x in items), max(len(x.starts) for x in items)
    batch = {"ids": padded([x.ids for x in items], pieces, 0, np.int64)}
    variants = [0] * len(items)
    if rng:
        variants = rng.choices(range(4), SHARES, k=len(items))
    batch["shapes"] = padded([x.shapes[v] for x, v in zip(items, variants)], pieces, 0, np.int64)
    batch["starts"] = padded([x.starts for x in items], words, 0, np.int64)
    batch["piece_mask"] = np.arange(pieces)[None] < np.array([len(x.ids) for x in items])[:, None]
    batch["word_mask"] = np.arange(words)[None] < np.array([len(x.starts) for x in items])[:, None]
    if rng and hide:
        hidden = (np.random.default_rng(rng.getrandbits(32)).random((len(items), pieces)) < hide) & batch["piece_mask"]
        hidden[:, 0] = False
        batch["ids"][hidden] = MASK
    batch["treebank"] = np.array([x.treebank for x in items], np.int64)
    # The generic source is what a text of unknown conventions gets.
    batch["source"] = np.array([0 if rng and x.names is not None and rng.random() < 0.3 else x.source for x in items], np.int64)
    none = np.zeros(0, np.int16)
    for k, label in enumerate(TREE_LABELS):
        batch[label] = padded([none if x.tree is None else x.tree[k] for x in items], words, IGNORE, np.int64)
    batch["names"] = padded([none if x.names is None else x.names for x in items], words, IGNORE, np.int64)
    everything = np.ones(len(NAME_TAGS), bool)
    batch["types"] = np.stack([everything if x.types is None else x.types for x in items])
    if soft is not None:
        batch |= soft.batch([x.soft for x in items], words)
    return {k: torch.from_numpy(v) for k, v in batch.items()}


class Soft:
    """What teachers say of sentences: files of arrays in one folder, words of all sentences after each other."""
    SCORES = ("upos", "xpos", "deprel", "name")
    BEST = ("feats", "lemma", "head")

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        load = lambda name: np.load(folder / f"{name}.npy", mmap_mode="r")
        self.first, self.length, self.arc = load("first"), load("length"), load("arc")
        self.arrays = {name: load(name) for name in (*self.SCORES, *self.BEST, "arcs")}

    def batch(self, numbers, words):
        n = len(numbers)
        batch = {f"soft_{k}": np.zeros((n, words, self.arrays[k].shape[1]), np.float16) for k in self.SCORES}
        batch |= {f"soft_{k}": np.full((n, words), IGNORE, np.int64) for k in self.BEST}
        batch["soft_arcs"] = np.zeros((n, words, words + 1), np.float16)
        for i, s in enumerate(numbers):
            if s >= 0:
                first, length, arc = self.first[s], self.length[s], self.arc[s]
                for k in (*self.SCORES, *self.BEST):
                    batch[f"soft_{k}"][i, :length] = self.arrays[k][first : first + length]
                batch["soft_arcs"][i, :length, : length + 1] = \
                    self.arrays["arcs"][arc : arc + length * (length + 1)].reshape(length, length + 1)
        return batch


def grouped(items, budget, rng=None):
    """Groups of like length, at most `budget` padded pieces each."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].ids) + (rng.random() * 4 if rng else 0))
    groups, group = [], []
    for i in order:
        if group and len(items[i].ids) * (len(group) + 1) > budget:
            groups.append(group)
            group = []
        group.append(i)
    groups.append(group)
    if rng:
        rng.shuffle(groups)
    return groups


class Stream(torch.utils.data.IterableDataset):
    """Batches without end: rounds of every tree, a share of the sentences with names, and `others` of the rest."""

    def __init__(self, trees, named, pool, budget, seed, hide=0.0, soft=None, others=0):
        self.trees, self.named, self.pool = trees, named, pool
        self.budget, self.seed, self.hide, self.soft, self.others = budget, seed, hide, soft, others

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        mine, of = (info.id, info.num_workers) if info else (0, 1)
        torch.set_num_threads(1)
        soft = Soft(self.soft) if self.soft else None
        rng = random.Random(self.seed)
        own = random.Random(self.seed * 1000 + mine)
        rest = []
        while True:
            chosen = list(self.trees)
            for source, (_, share) in NAME_SOURCES.items():
                chosen += rng.sample(self.named[source], int(share * len(self.named[source])))
            if self.others:
                if len(rest) < self.others:
                    rest = list(self.pool)
                    rng.shuffle(rest)
                chosen += rest[: self.others]
                rest = rest[self.others :]
            groups = grouped(chosen, self.budget, rng)
            for group in groups[mine::of]:
                yield collate([chosen[i] for i in group], own, self.hide, soft)


def varied(items, copies, seed, xpos):
    """Sentences like the training trees' that nobody has seen: words of open classes exchanged for others with the
    same tag, parts of sentences, two in one. They have no gold; teachers label them."""
    rng = random.Random(seed)
    classes = {xpos.index(x) for x in OPEN_CLASSES}
    cells = {}      # tag → (pieces, shapes of each variant) of every word that has it
    for x in items:
        ends = [*x.starts[1:], len(x.ids) - 1]
        for tag, a, b in zip(x.tree[1], x.starts, ends):
            if tag in classes:
                cells.setdefault(int(tag), []).append((x.ids[a:b], x.shapes[:, a:b]))
    made = []
    for copy in range(copies):
        for x in items:
            ends = [*x.starts[1:], len(x.ids) - 1]
            words = [(x.ids[a:b], x.shapes[:, a:b]) for a, b in zip(x.starts, ends)]
            share = rng.choice((0.1, 0.2, 0.35))
            for i, tag in enumerate(x.tree[1]):
                if int(tag) in cells and rng.random() < share:
                    new = rng.choice(cells[int(tag)])
                    # A capital at the start of the sentence stays one.
                    words[i] = (new[0], np.where(new[1] == 3, 6, new[1])) if i == 0 and x.shapes[0, 1] == 6 else new
            roll = rng.random()
            if roll < 0.15 and len(words) > 8:
                a = rng.randrange(len(words) - 4)
                words = words[a : a + rng.randint(4, len(words) - a)]
            elif roll < 0.2 and len(words) < 40:
                y = rng.choice(items)
                if len(y.starts) < 40:
                    ends = [*y.starts[1:], len(y.ids) - 1]
                    words = words + [(y.ids[a:b], y.shapes[:, a:b]) for a, b in zip(y.starts, ends)]
            elif roll < 0.25 and len(words) > 2:
                words = words[:-1]
            ids = np.concatenate([x.ids[:1], *(w[0] for w in words), x.ids[-1:]])
            edge = np.zeros((4, 1), np.uint8)
            shapes = np.concatenate([edge, *(w[1] for w in words), edge], 1).astype(np.uint8)
            starts = np.cumsum([1] + [len(w[0]) for w in words[:-1]]).astype(np.int16)
            if len(ids) <= MOST_PIECES:
                made.append(Item(ids, shapes, starts, x.treebank, x.source))
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank")
    parser.add_argument("out")
    parser.add_argument("--texts", nargs="*", default=[], help="CoNLL-U files whose words are read and nothing else")
    parser.add_argument("--vary", action="store_true")
    parser.add_argument("--copies", type=int, default=6)
    args = parser.parse_args()
    if args.vary:
        given = pickle.load(open(args.treebank, "rb"))
        items = varied(given["trees"], args.copies, 11, given["vocabularies"]["xpos"])
        pickle.dump(items, open(args.out, "wb"))
        print(f"{len(items)} varied sentences, {sum(len(x.starts) for x in items)} words")
        return
    folder = pathlib.Path(args.treebank)
    trees, named = data.load_training(folder)
    vocabularies = data.vocabularies(trees)
    maker = Maker(Pieces.open(), vocabularies)
    given = {"vocabularies": vocabularies, "trees": [maker.sentence(s) for s in trees],
             "named": {k: [maker.sentence(s) for s in v] for k, v in named.items()}}
    # The rest: other texts, and the sentences with names once more, now as text whose tree and names are not known.
    ours = SOURCES.index("ewt-train")
    pool = [Item(x.ids, x.shapes, x.starts, 0, ours) for v in given["named"].values() for x in v]
    for text in args.texts:
        for words in data.read_conllu(text, LONGEST):
            if len(words) >= 3:
                item = maker.item([w.form for w in words])
                item.source = ours
                pool.append(item)
    given["pool"] = [x for x in pool if len(x.ids) <= MOST_PIECES]
    given["dev"] = {}
    for name in ("ewt-dev", "gum-dev-free"):
        sentences = [data.Sentence(w, source=TREE_SOURCES[0]) for w in data.read_conllu(folder / f"{name}.conllu", LONGEST)]
        given["dev"][name] = [maker.sentence(s) for s in sentences]
    given["names dev"] = {}
    for name in ("ewt-dev", "gum-dev-free", "crossner-politics-dev"):
        rows = data.read_bio(folder / f"ner/{name}.bio", 200)
        sentences = [data.Sentence([data.Word(f) for f, _ in s], [t for _, t in s], data.ALL, "ewt-train", False) for s in rows]
        given["names dev"][name] = [maker.sentence(s) for s in sentences]
    pickle.dump(given, open(args.out, "wb"))
    print({k: len(v) for k, v in given.items()}, sum(len(x.starts) for x in given["pool"]), "words in the pool")


if __name__ == "__main__":
    import batches   # so that what is pickled is of the module, not of the script
    batches.main()
