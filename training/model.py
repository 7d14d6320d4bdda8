"""An encoder with joint heads for tags, lemmas, trees and names after some of its layers.

What ships is MiniLM with two exits, after layer 3 (`fast`) and layer 6 (`accurate`); MPNet with one after its last
layer teaches it. Heads of one exit: linear UPOS, XPOS, features, lemma script and name tags; biaffine arcs and relations
(Dozat and Manning 2017) over the first word piece of each word.
"""

import dataclasses
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

ARC, REL = 320, 128


@dataclasses.dataclass(frozen=True)
class Size:
    hidden: int
    inner: int
    heads: int
    exits: tuple
    epsilon: float
    buckets: int = 0     # of relative positions (Raffel et al. 2020); none where positions are absolute only


SIZES = {"minilm": Size(384, 1536, 12, (3, 6), 1e-12), "mpnet": Size(768, 3072, 12, (12,), 1e-5, 32)}
WORDS, POSITIONS = 30522, 512


class Layer(nn.Module):
    def __init__(self, size, dropout):
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.hidden, 3 * size.hidden)
        self.out = nn.Linear(size.hidden, size.hidden)
        self.norm1 = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.up = nn.Linear(size.hidden, size.inner)
        self.down = nn.Linear(size.inner, size.hidden)
        self.norm2 = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask):
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(batch, length, hidden)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


def bucket(distance, buckets):
    """The bucket of a relative position, as MPNet and T5 have them: near ones apart, far ones together up to 128."""
    half = buckets // 2
    far = half // 2
    n = -distance
    sign = (n < 0).long() * half
    n = n.abs()
    large = far + (torch.log(n.clamp(min=1).float() / far) / math.log(128 / far) * (half - far)).long()
    return sign + torch.where(n < far, n, large.clamp(max=half - 1))


class Encoder(nn.Module):
    def __init__(self, size, dropout):
        super().__init__()
        self.size = size
        self.word = nn.Embedding(WORDS, size.hidden)
        self.position = nn.Embedding(POSITIONS, size.hidden)
        self.shape = nn.Embedding(16, size.hidden)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(max(size.exits)))
        self.relative = nn.Embedding(size.buckets, size.heads) if size.buckets else None
        self.drop = nn.Dropout(dropout)

    def load(self, weights):
        """Takes the pretrained tensors of MiniLM or MPNet, by their published names."""
        w = {k.removeprefix("bert."): v.float() for k, v in weights.items()}
        mpnet = self.relative is not None

        def put(target, name):
            target.weight.copy_(w[name + ".weight"])
            target.bias.copy_(w[name + ".bias"])

        with torch.no_grad():
            words, positions = w["embeddings.word_embeddings.weight"], w["embeddings.position_embeddings.weight"]
            if mpnet:    # four signs more before BERT's; its own marks for the ends; positions from 2 on
                self.word.weight.copy_(words[4 : 4 + WORDS])
                self.word.weight[101].copy_(words[0])
                self.word.weight[102].copy_(words[2])
                self.word.weight[103].copy_(words[30526])
                self.position.weight.copy_(positions[2 : 2 + POSITIONS])
                self.relative.weight.copy_(w["encoder.relative_attention_bias.weight"])
            else:
                self.word.weight.copy_(words)
                self.position.weight.copy_(positions + w["embeddings.token_type_embeddings.weight"][0])
            put(self.norm, "embeddings.LayerNorm")
            attention, names = ("attention.attn.", "qkvo") if mpnet else ("attention.self.", ("query", "key", "value"))
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                parts = [p + attention + n for n in names[:3]]
                layer.qkv.weight.copy_(torch.cat([w[n + ".weight"] for n in parts]))
                layer.qkv.bias.copy_(torch.cat([w[n + ".bias"] for n in parts]))
                put(layer.out, p + ("attention.attn.o" if mpnet else "attention.output.dense"))
                put(layer.norm1, p + ("attention.LayerNorm" if mpnet else "attention.output.LayerNorm"))
                put(layer.up, p + "intermediate.dense")
                put(layer.down, p + "output.dense")
                put(layer.norm2, p + "output.LayerNorm")

    def forward(self, pieces, shapes, mask):
        """The states after every layer, the embeddings first."""
        length = pieces.shape[1]
        x = self.drop(self.norm(self.word(pieces) + self.position.weight[:length] + self.shape(shapes)))
        seen = mask[:, None, None, :]
        if self.relative is not None:
            at = torch.arange(length, device=pieces.device)
            bias = self.relative(bucket(at[None] - at[:, None], self.size.buckets)).permute(2, 0, 1)[None]
            seen = bias.to(x.dtype).masked_fill(~seen, -1e4)
        states = [x]
        for layer in self.layers:
            kind = torch.get_autocast_dtype(x.device.type) if torch.is_autocast_enabled(x.device.type) else x.dtype
            x = layer(x, seen if seen.dtype == torch.bool else seen.to(kind))
            states.append(x)
        return states


class Exit(nn.Module):
    """The heads on the states up to one layer."""

    def __init__(self, layer, hidden, sizes, name_tags, sources, trees, dropout):
        super().__init__()
        self.layer = layer
        self.mix = nn.Parameter(torch.zeros(layer + 1))
        self.root = nn.Parameter(torch.randn(hidden) * 0.02)
        self.tags = nn.ModuleDict({k: nn.Linear(hidden, sizes[k]) for k in ("upos", "xpos", "feats", "lemma")})
        self.name = nn.Linear(hidden, name_tags)
        self.source = nn.Embedding(sources, hidden)
        nn.init.zeros_(self.source.weight)
        self.treebank = nn.Embedding(trees, hidden)
        nn.init.zeros_(self.treebank.weight)
        self.arc_head, self.arc_dep = nn.Linear(hidden, ARC), nn.Linear(hidden, ARC)
        self.rel_head, self.rel_dep = nn.Linear(hidden, REL), nn.Linear(hidden, REL)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.rel = nn.Parameter(torch.randn(sizes["deprel"], REL + 1, REL + 1) * 0.02)
        self.drop = nn.Dropout(dropout)

    def words(self, states, starts):
        """Each word's state: that of its first piece, mixed over the layers (the last one counts most at first)."""
        weights = torch.softmax(torch.cat([self.mix[:-1], self.mix[-1:] + 3]), 0)
        index = starts[:, :, None].expand(-1, -1, states[0].shape[2])
        return sum(w * torch.gather(s, 1, index).float() for w, s in zip(weights, states))

    def names(self, h, source):
        return self.name(self.drop(h + self.source(source)[:, None, :])).float()

    def tree(self, h, mask, treebank):
        """Scores of each word's head (column 0 is the root) and what the relation scores are made from, by the
        conventions of the treebank of each sentence (its index)."""
        h = h + self.treebank(treebank)[:, None, :]
        tags = {k: m(self.drop(h)).float() for k, m in self.tags.items()}
        heads = self.drop(torch.cat([self.root.expand(h.shape[0], 1, -1), h], 1))
        deps = self.drop(h)
        act = lambda x: self.drop(F.leaky_relu(x, 0.1))
        ah, ad = act(self.arc_head(heads)), act(self.arc_dep(deps))
        arcs = torch.cat([ad, torch.ones_like(ad[..., :1])], -1) @ self.arc.to(ad.dtype) @ ah.transpose(1, 2)
        allowed = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
        arcs = arcs.float().masked_fill(~allowed[:, None], -1e4)
        return tags, arcs, act(self.rel_head(heads)), act(self.rel_dep(deps))

    def relations(self, rel_heads, rel_deps, heads):
        x = torch.gather(rel_heads, 1, heads[..., None].expand(-1, -1, REL))
        one = torch.ones_like(x[..., :1])
        x, y = torch.cat([x, one], -1), torch.cat([rel_deps, one], -1)
        batch, words, k = x.shape
        n = self.rel.shape[0]
        z = (y.reshape(batch * words, k) @ self.rel.to(y.dtype).permute(1, 0, 2).reshape(k, -1)).view(batch * words, n, k)
        return torch.bmm(z, x.reshape(batch * words, k, 1)).view(batch, words, n).float()


class Analyser(nn.Module):
    def __init__(self, size, sizes, name_tags, sources, trees, dropout=0.1, head_dropout=0.15):
        super().__init__()
        self.encoder = Encoder(size, dropout)
        self.exits = nn.ModuleList(
            Exit(n, size.hidden, sizes, name_tags, sources, trees, head_dropout) for n in size.exits)


def new(size, vocabularies, dropout=0.1, head_dropout=0.15):
    """A network of the size of this name for these labels, its encoder not yet loaded."""
    from data import NAME_TAGS, SOURCES, TREE_SOURCES
    sizes = {k: len(v) for k, v in vocabularies.items()}
    return Analyser(SIZES[size], sizes, len(NAME_TAGS), len(SOURCES), len(TREE_SOURCES), dropout, head_dropout)


def opened(path, device="cpu"):
    """A checkpoint's network, ready to score, and its vocabularies."""
    saved = torch.load(path, map_location="cpu")
    model = new(saved["size"], saved["vocabularies"])
    model.load_state_dict(saved["model"])
    return model.to(device).eval(), saved["vocabularies"]
