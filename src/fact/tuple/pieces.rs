//! The complements and adjuncts of a predicate as they stand in the sentence.

use super::Style;
use super::words::{chains, comma_before, is_beside, is_negation, matrix, noun_words, paired, trim};
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Construction, Proposition, Role, Tree};
use crate::lexicon;

/// A complement or adjunct in the order of the sentence: its preposition and its words.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) head: usize,
    pub(super) role: Role,
    pub(super) case: Vec<usize>,
    pub(super) words: Vec<usize>,
}

impl Piece {
    /// Its preposition and words as text.
    pub(super) fn full(&self, tree: &Tree) -> String {
        let mut words = self.case.clone();
        words.extend(self.words.iter().copied());
        tree.words(&words)
    }
}

/// The pieces of a proposition's predicate.
pub(super) fn pieces(tree: &Tree, proposition: &Proposition, style: Style) -> Vec<Piece> {
    let predicate = proposition.predicate;
    let mut found: Vec<Piece> = Vec::new();
    for &k in tree.kids(predicate) {
        found.extend(piece(tree, predicate, k, style));
        if style == Style::Carb {
            found.extend(adjunct(tree, predicate, k));
        }
    }
    if style == Style::Carb {
        // `was trying in 1982 to sell`: the adjuncts of the verb before an infinitive are the infinitive's.
        let mut at = predicate;
        while let Some(outer) = matrix(tree, at) {
            let oblique = |k: &usize| matches!(tree.rel(*k), Deprel::Obl | Deprel::OblUnmarked);
            found.extend(
                tree.kids(outer).iter().filter(|k| oblique(k)).filter_map(|&k| piece(tree, outer, k, style)),
            );
            at = outer;
        }
        found.extend(said_around(tree, predicate));
    }
    // The gap of a relative clause, and objects shared by coordinated verbs.
    for a in proposition.arguments.iter().filter(|a| a.role == Role::Object) {
        if !found.iter().any(|p| p.head == a.head)
            && Some(a.head) != proposition.subject
            && !proposition.relation.starts_with("is-")
            && proposition.construction == Construction::Active
        {
            let mut words = noun_words(tree, a.head, style);
            if tree.dominates(a.head, predicate)
                && let Some(at) = words.iter().position(|&w| tree.dominates(predicate, w))
            {
                words.truncate(at);
                words = trim(tree, words);
            }
            found.insert(0, Piece { head: a.head, role: Role::Object, case: Vec::new(), words });
        }
    }
    found.retain(|p| !p.words.is_empty());
    found
}

/// Objects, obliques and complements.
fn piece(tree: &Tree, predicate: usize, k: usize, style: Style) -> Option<Piece> {
    if tree.is_relative(k) {
        return (style == Style::Carb).then(|| place_of(tree, k)).flatten();
    }
    if matches!(tree.xpos(k), Xpos::Wp | Xpos::Wdt) {
        return None;
    }
    let role = match tree.rel(k) {
        Deprel::Obj => Role::Object,
        Deprel::Iobj => Role::Indirect,
        Deprel::OblAgent => Role::Agent,
        Deprel::Obl | Deprel::OblUnmarked => Role::Oblique,
        Deprel::Ccomp => return complement(tree, predicate, k, style),
        Deprel::Xcomp if chains_without_object(tree, predicate) && tree.upos(k) != Upos::Verb => {
            return complement(tree, predicate, k, style);
        }
        _ => return None,
    };
    Some(Piece { head: k, role, words: noun_words(tree, k, style), case: tree.case(k) })
}

fn chains_without_object(tree: &Tree, predicate: usize) -> bool {
    tree.kid(predicate, Deprel::Obj).is_none()
}

/// `the hall where they met`: `where` is the hall.
fn place_of(tree: &Tree, k: usize) -> Option<Piece> {
    if tree.lemma(k) != "where" || !matches!(tree.rel(k).universal(), Deprel::Obl | Deprel::Advmod) {
        return None;
    }
    let clause = tree.relative_clause(k)?;
    let place = tree.head(clause)?;
    let words = noun_words(tree, place, Style::Carb);
    let words = trim(tree, words.into_iter().filter(|&w| !tree.dominates(clause, w)).collect());
    Some(Piece { head: place, role: Role::Oblique, case: Vec::new(), words })
}

/// `said (that) …`, `seems happy`: a complement clause or predicate.
fn complement(tree: &Tree, predicate: usize, k: usize, style: Style) -> Option<Piece> {
    if k < predicate && style == Style::Benchie {
        return None;
    }
    let marks: Vec<usize> = tree.kids_by(k, Deprel::Mark).filter(|&m| predicate < m && m < k).collect();
    let words = tree.subtree(k, |t| marks.contains(&t) || tree.rel(t) == Deprel::Parataxis);
    let words = if style == Style::Carb { paired(tree, words) } else { trim(tree, words) };
    Some(Piece { head: k, role: Role::Complement, case: marks, words })
}

/// What only the n-ary rendering hangs on its tuples: clauses, adverbs, what stands before a copula.
fn adjunct(tree: &Tree, predicate: usize, k: usize) -> Option<Piece> {
    let (case, words) = match tree.rel(k) {
        Deprel::Xcomp if k > predicate && !chains(tree, predicate) => (Vec::new(), clause_words(tree, k)),
        // A finite clause behind a comma is a statement of its own.
        Deprel::Advcl if tree.kid(k, Deprel::Mark).is_some() => {
            let finite = tree.kid(k, Deprel::Nsubj).is_some();
            if finite && comma_before(tree, k) {
                return None;
            }
            (Vec::new(), clause_words(tree, k))
        }
        Deprel::Advmod if tree.upos(k) == Upos::Adv => {
            let time = tree.lemma(k).len() > 3 && lexicon::is("time-noun", tree.lemma(k));
            let behind = k > predicate
                && !is_beside(tree, predicate, k)
                && tree.xpos(k) != Xpos::Wrb
                && !is_negation(tree, k);
            if !(time || behind) {
                return None;
            }
            (Vec::new(), tree.subtree(k, |_| false))
        }
        Deprel::Nmod if tree.kid(predicate, Deprel::Cop).is_some_and(|c| k < c) => {
            (tree.case(k), noun_words(tree, k, Style::Carb))
        }
        _ => return None,
    };
    Some(Piece { head: k, role: Role::Oblique, case, words })
}

fn clause_words(tree: &Tree, head: usize) -> Vec<usize> {
    paired(tree, tree.subtree(head, |t| tree.rel(t) == Deprel::Parataxis))
}

/// What is said where its words stand around the verb of saying: `…, he says`.
fn said_around(tree: &Tree, verb: usize) -> Option<Piece> {
    let head = tree.head(verb).filter(|_| tree.rel(verb) == Deprel::Parataxis)?;
    let more = tree
        .kids(verb)
        .iter()
        .any(|&k| matches!(tree.rel(k), Deprel::Ccomp | Deprel::Obj | Deprel::Parataxis));
    if more || !lexicon::is("say", tree.lemma(verb)) {
        return None;
    }
    let words = paired(tree, tree.subtree(head, |t| t == verb));
    Some(Piece { head, role: Role::Complement, case: Vec::new(), words })
}

/// The complement of a copula.
pub(super) fn predicate_piece(tree: &Tree, predicate: usize, style: Style) -> Piece {
    let words = if tree.upos(predicate) == Upos::Adj {
        let copula = tree.kid(predicate, Deprel::Cop);
        tree.subtree(predicate, |t| {
            let degree = tree.rel(t) == Deprel::Advmod
                && t < predicate
                && !is_negation(tree, t)
                && !(style == Style::Carb && copula.is_some_and(|c| t < c));
            tree.head(t) == Some(predicate) && !degree
        })
    } else {
        noun_words(tree, predicate, style)
    };
    Piece { head: predicate, role: Role::Complement, case: tree.case(predicate), words }
}
