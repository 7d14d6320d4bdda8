//! What happened, where a noun alone speaks of it: of `Elbar agreed to buy Novalis. The purchase …` the purchase of Novalis.
//! `seeds/lexicon/happenings.tsv` says which verbs tell of what.

use super::mention::Form;
use super::resolve::Chains;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};

/// How many sentences back it may have been told; also in the first, which may be a headline.
const REACH: usize = 6;

impl Chains {
    /// Gives nouns that stand alone for what happened the name of whom or what it happened to.
    pub(super) fn name_happenings(&mut self, trees: &[Option<Tree>]) {
        for at in 0..self.read.len() {
            let (mention, index) = &self.read[at];
            let index = *index;
            let chain = &self.chains[index];
            let alone = mention.form == Form::Nominal
                && mention.definite
                && !mention.plural
                && !chain.proper
                && !chain.name.contains(' ')
                && chain.name == mention.text;
            let Some(tree) = trees[mention.sentence].as_ref().filter(|_| alone) else { continue };
            if !points(tree, mention.head) {
                continue;
            }
            let Some((preposition, verbs)) = lexicon::happening(tree.lemma(mention.head)) else { continue };
            let Some(to) = self.happened_to(trees, (mention.sentence, mention.head), index, &verbs) else {
                continue;
            };
            let name = format!("{} {preposition} {}", self.chains[index].name, self.chains[to].name);
            self.chains[index].name = name;
        }
    }

    /// The one named of whom the nearest such verb before a place tells.
    fn happened_to(
        &self,
        trees: &[Option<Tree>],
        (sentence, token): (usize, usize),
        but: usize,
        verbs: &[&str],
    ) -> Option<usize> {
        let near = (sentence.saturating_sub(REACH)..=sentence).rev();
        near.chain((sentence > REACH).then_some(0)).find_map(|s| {
            let tree = trees[s].as_ref()?;
            let end = if s == sentence { token } else { tree.len() };
            (0..end).rev().find_map(|verb| {
                let told = tree.upos(verb) == Upos::Verb && verbs.contains(&tree.lemma(verb));
                let denied =
                    || tree.kids_by(verb, Deprel::Advmod).any(|k| lexicon::is("negative", tree.lemma(k)));
                if !told || denied() {
                    return None;
                }
                let relation = |r| tree.kid_exact(verb, r);
                let patient =
                    relation(Deprel::Obj).or_else(|| relation(Deprel::NsubjPass)).or_else(|| {
                        // `when Elbar collapsed`
                        relation(Deprel::Nsubj).filter(|_| !lexicon::needs_object(tree.lemma(verb)))
                    })?;
                let patient = tree.antecedent(patient);
                let chain = self.of(s, tree.named_beside(patient).unwrap_or(patient))?;
                let named = &self.chains[chain];
                let fits = chain != but
                    && named.proper
                    && !named.vague
                    && !matches!(named.kind, EntityType::Time | EntityType::Quantity);
                fits.then_some(chain)
            })
        })
    }
}

/// Whether a noun stands with its article alone: `the purchase`, `that purchase`.
fn points(tree: &Tree, head: usize) -> bool {
    let article = tree.kids_by(head, Deprel::Det).any(|d| matches!(tree.lemma(d), "the" | "this" | "that"));
    article
        && tree.kids(head).iter().all(|&k| {
            matches!(
                tree.rel(k).universal(),
                Deprel::Det | Deprel::Case | Deprel::Punct | Deprel::Conj | Deprel::Cc
            ) || k > head
                && tree.rel(k) == Deprel::Nmod
                && matches!(tree.preposition(k).as_str(), "with" | "through")
                || k > head && tree.rel(k) == Deprel::AclRelcl && tree.form(head + 1) == ","
        })
}
