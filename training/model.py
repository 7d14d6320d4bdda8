"""MiniLM with two exits: joint heads for tags, lemmas, trees and names after layer 3 (`fast`) and layer 6 (`accurate`).

Heads of one exit: linear UPOS, XPOS, features, lemma script and name tags; biaffine arcs and relations
(Dozat and Manning 2017) over the first word piece of each word.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

HIDDEN, INNER, HEADS = 384, 1536, 12
ARC, REL = 320, 128
EXITS = (3, 6)


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, layers, dropout, words=30522):
        super().__init__()
        self.word = nn.Embedding(words, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.shape = nn.Embedding(16, HIDDEN)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.drop = nn.Dropout(dropout)

    def load(self, path):
        from safetensors.torch import load_file
        w = {k.removeprefix("bert."): v for k, v in load_file(path).items()}

        def put(target, name):
            target.weight.copy_(w[name + ".weight"])
            target.bias.copy_(w[name + ".bias"])

        with torch.no_grad():
            self.word.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(
                w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            put(self.norm, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                parts = [p + f"attention.self.{n}" for n in ("query", "key", "value")]
                layer.qkv.weight.copy_(torch.cat([w[n + ".weight"] for n in parts]))
                layer.qkv.bias.copy_(torch.cat([w[n + ".bias"] for n in parts]))
                put(layer.out, p + "attention.output.dense")
                put(layer.norm1, p + "attention.output.LayerNorm")
                put(layer.up, p + "intermediate.dense")
                put(layer.down, p + "output.dense")
                put(layer.norm2, p + "output.LayerNorm")

    def forward(self, pieces, shapes, mask):
        """The states after every layer, the embeddings first."""
        x = self.drop(self.norm(self.word(pieces) + self.position.weight[: pieces.shape[1]] + self.shape(shapes)))
        states = [x]
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
            states.append(x)
        return states


class Exit(nn.Module):
    """The heads on the states up to one layer."""

    def __init__(self, layer, sizes, name_tags, sources, dropout):
        super().__init__()
        self.layer = layer
        self.mix = nn.Parameter(torch.zeros(layer + 1))
        self.root = nn.Parameter(torch.randn(HIDDEN) * 0.02)
        self.tags = nn.ModuleDict({k: nn.Linear(HIDDEN, sizes[k]) for k in ("upos", "xpos", "feats", "lemma")})
        self.name = nn.Linear(HIDDEN, name_tags)
        self.source = nn.Embedding(sources, HIDDEN)
        nn.init.zeros_(self.source.weight)
        self.arc_head, self.arc_dep = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.rel_head, self.rel_dep = nn.Linear(HIDDEN, REL), nn.Linear(HIDDEN, REL)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.rel = nn.Parameter(torch.randn(sizes["deprel"], REL + 1, REL + 1) * 0.02)
        self.drop = nn.Dropout(dropout)

    def words(self, states, starts):
        """Each word's state: that of its first piece, mixed over the layers (the last one counts most at first)."""
        weights = torch.softmax(torch.cat([self.mix[:-1], self.mix[-1:] + 3]), 0)
        x = sum(w * s for w, s in zip(weights, states))
        return torch.gather(x, 1, starts[:, :, None].expand(-1, -1, HIDDEN)).float()

    def names(self, h, source):
        return self.name(self.drop(h + self.source(source)[:, None, :]))

    def tree(self, h, mask):
        """Scores of each word's head (column 0 is the root) and what the relation scores are made from."""
        tags = {k: m(self.drop(h)) for k, m in self.tags.items()}
        heads = self.drop(torch.cat([self.root.expand(h.shape[0], 1, -1), h], 1))
        deps = self.drop(h)
        act = lambda x: self.drop(F.leaky_relu(x, 0.1))
        ah, ad = act(self.arc_head(heads)), act(self.arc_dep(deps))
        arcs = torch.cat([ad, torch.ones_like(ad[..., :1])], -1) @ self.arc @ ah.transpose(1, 2)
        allowed = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
        arcs = arcs.float().masked_fill(~allowed[:, None], -1e4)
        return tags, arcs, act(self.rel_head(heads)), act(self.rel_dep(deps))

    def relations(self, rel_heads, rel_deps, heads):
        x = torch.gather(rel_heads, 1, heads[..., None].expand(-1, -1, REL))
        one = torch.ones_like(x[..., :1])
        x, y = torch.cat([x, one], -1), torch.cat([rel_deps, one], -1)
        batch, words, k = x.shape
        n = self.rel.shape[0]
        z = (y.reshape(batch * words, k) @ self.rel.permute(1, 0, 2).reshape(k, -1)).view(batch * words, n, k)
        return torch.bmm(z, x.reshape(batch * words, k, 1)).view(batch, words, n)


class Analyser(nn.Module):
    def __init__(self, sizes, name_tags, sources, dropout=0.1, head_dropout=0.15, exits=EXITS):
        super().__init__()
        self.encoder = Encoder(max(exits), dropout)
        self.exits = nn.ModuleList(Exit(n, sizes, name_tags, sources, head_dropout) for n in exits)
