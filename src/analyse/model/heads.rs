//! The heads of one exit: tags by linear layers, trees by biaffine ones (Dozat and Manning 2017).

use super::encoder::Workspace;
use super::linear::{Linear, Scratch};
use super::weights::{Weights, WeightsError};
use super::{HIDDEN, Input, rows};
use std::ops::Range;

/// Where each tag set's scores lie in a word's row.
#[derive(Clone, Debug)]
struct Columns {
    upos: Range<usize>,
    xpos: Range<usize>,
    feats: Range<usize>,
    lemma: Range<usize>,
    name: Range<usize>,
}

/// The heads on the states after one layer.
pub(super) struct Exit {
    mix: Vec<f32>,
    root: Vec<f32>,
    tags: Linear,
    columns: Columns,
    arc_head: Linear,
    arc_dep: Linear,
    arc: Linear,
    rel_head: Linear,
    rel_dep: Linear,
    rel: Linear,
    relations: usize,
}

/// What the network says of one sentence; matrices have a row a word.
pub(crate) struct Scores<'a> {
    exit: &'a Exit,
    tags: Vec<f32>,
    /// words × (1 + words): how well each word, the root in column 0, suits as head.
    arcs: Vec<f32>,
    rel_heads: Vec<f32>,
    rel_deps: Vec<f32>,
}

impl Exit {
    pub(super) fn load(weights: &Weights, number: usize) -> Result<Exit, WeightsError> {
        let name = |part: &str| format!("exit.{number}.{part}");
        let labels = weights.labels();
        let mut end = 0;
        let mut next = |n: usize| {
            end += n;
            end - n..end
        };
        let columns = Columns {
            upos: next(labels.upos.len()),
            xpos: next(labels.xpos.len()),
            feats: next(labels.feats.len()),
            lemma: next(labels.lemma.len()),
            name: next(labels.name.len()),
        };
        let exit = Exit {
            mix: weights.floats(&name("mix"))?,
            root: weights.floats(&name("root"))?,
            tags: Linear::load(weights, &name("tags"))?,
            columns,
            arc_head: Linear::load(weights, &name("arc_head"))?,
            arc_dep: Linear::load(weights, &name("arc_dep"))?,
            arc: Linear::load(weights, &name("arc"))?,
            rel_head: Linear::load(weights, &name("rel_head"))?,
            rel_dep: Linear::load(weights, &name("rel_dep"))?,
            rel: Linear::load(weights, &name("rel"))?,
            relations: labels.deprel.len(),
        };
        if exit.tags.outputs() != end || exit.rel.outputs() != exit.relations * (exit.rel_head.outputs() + 1)
        {
            return Err(WeightsError::Missing("heads that fit the labels"));
        }
        Ok(exit)
    }

    /// How much each layer counts in a word's state.
    pub(super) fn mix(&self) -> &[f32] {
        &self.mix
    }

    /// The scores of each sentence from the states of all words of the batch.
    pub(super) fn run(&self, batch: &[Input], words: Vec<f32>, scratch: &mut Scratch) -> Vec<Scores<'_>> {
        // The heads' side has a root before each sentence's words.
        let mut with_root = Vec::with_capacity(words.len() + batch.len() * HIDDEN);
        let mut rest = words.as_slice();
        for input in batch {
            let (own, more) = rest.split_at(input.starts.len() * HIDDEN);
            with_root.extend_from_slice(&self.root);
            with_root.extend_from_slice(own);
            rest = more;
        }
        let mut apply = |linear: &Linear, x: &[f32], active: bool| {
            let mut y = Vec::new();
            linear.run(x, &mut y, scratch);
            if active {
                y.iter_mut().for_each(|v| *v = v.max(0.1 * *v)); // leaky ReLU
            }
            y
        };
        let tags = apply(&self.tags, &words, false);
        let arc_deps = apply(&self.arc_dep, &words, true);
        let arc_deps = apply(&self.arc, &arc_deps, false);
        let arc_heads = apply(&self.arc_head, &with_root, true);
        let rel_deps = apply(&self.rel_dep, &words, true);
        let rel_heads = apply(&self.rel_head, &with_root, true);
        let (mut word, mut row) = (0, 0);
        let cut = |x: &[f32], n: usize, from: usize, to: usize| x[from * n..to * n].to_vec();
        batch
            .iter()
            .map(|input| {
                let n = input.starts.len();
                let (words, rows_) = (word..word + n, row..row + n + 1);
                (word, row) = (words.end, rows_.end);
                let width = self.arc.outputs();
                let mut arcs = Vec::with_capacity(n * (n + 1));
                for dep in arc_deps[words.start * width..words.end * width].chunks_exact(width) {
                    let heads = arc_heads[rows_.start * width..rows_.end * width].chunks_exact(width);
                    arcs.extend(heads.map(|head| rows::dot(dep, head)));
                }
                let rel = self.rel_head.outputs();
                Scores {
                    exit: self,
                    tags: cut(&tags, self.tags.outputs(), words.start, words.end),
                    arcs,
                    rel_heads: cut(&rel_heads, rel, rows_.start, rows_.end),
                    rel_deps: cut(&rel_deps, rel, words.start, words.end),
                }
            })
            .collect()
    }
}

impl Scores<'_> {
    /// The number of words.
    pub(crate) fn words(&self) -> usize {
        self.tags.len() / self.exit.tags.outputs()
    }

    fn row(&self, word: usize, columns: &Range<usize>) -> &[f32] {
        let n = self.exit.tags.outputs();
        &self.tags[word * n..(word + 1) * n][columns.clone()]
    }

    pub(crate) fn upos(&self, word: usize) -> &[f32] {
        self.row(word, &self.exit.columns.upos)
    }

    pub(crate) fn xpos(&self, word: usize) -> &[f32] {
        self.row(word, &self.exit.columns.xpos)
    }

    pub(crate) fn feats(&self, word: usize) -> &[f32] {
        self.row(word, &self.exit.columns.feats)
    }

    pub(crate) fn lemma(&self, word: usize) -> &[f32] {
        self.row(word, &self.exit.columns.lemma)
    }

    pub(crate) fn name(&self, word: usize) -> &[f32] {
        self.row(word, &self.exit.columns.name)
    }

    /// The scores of a word's possible heads: the root, then each word.
    pub(crate) fn arcs(&self, word: usize) -> &[f32] {
        let n = self.words() + 1;
        &self.arcs[word * n..(word + 1) * n]
    }

    /// What tells the relation of each word to any head.
    pub(crate) fn relations<'w>(&'w self, workspace: &'w mut Workspace) -> Relations<'w> {
        let Workspace { scratch, inner, .. } = workspace;
        self.exit.rel.run(&self.rel_deps, inner, scratch);
        Relations {
            heads: &self.rel_heads,
            deps: inner,
            width: self.exit.rel_head.outputs(),
            labels: self.exit.relations,
        }
    }
}

/// How well each relation suits a word and a head.
pub(crate) struct Relations<'w> {
    heads: &'w [f32],
    /// For each word and label the weights of the head's parts, and what is added.
    deps: &'w [f32],
    width: usize,
    labels: usize,
}

impl Relations<'_> {
    /// A score a label, for a word and its head (0 the root, else 1 + the word's index).
    pub(crate) fn scores(&self, word: usize, head: usize) -> Vec<f32> {
        let Relations { width, labels, .. } = *self;
        let head = &self.heads[head * width..(head + 1) * width];
        let row = &self.deps[word * labels * (width + 1)..(word + 1) * labels * (width + 1)];
        row.chunks_exact(width + 1).map(|w| rows::dot(&w[..width], head) + w[width]).collect()
    }
}
