//! Minimal triples: one a complement, the earlier complements inside the relation, words of the sentence only.

use super::pieces::{Piece, pieces, predicate_piece};
use super::words::{copula_group, noun_words, subject, verb_group};
use super::{Rendered, Style, surface_subject};
use crate::analyse::Deprel;
use crate::clause::{Construction, Proposition, Role, Tree};

const STYLE: Style = Style::Benchie;

/// The triples of a proposition.
pub(super) fn render(tree: &Tree, proposition: &Proposition) -> Vec<Rendered> {
    if !matches!(
        proposition.construction,
        Construction::Active | Construction::Passive | Construction::Copula
    ) {
        return Vec::new();
    }
    let predicate = proposition.predicate;
    let Some(subject_head) = surface_subject(proposition) else { return Vec::new() };
    let copula = proposition.construction == Construction::Copula;
    let group =
        if copula { copula_group(tree, proposition, STYLE) } else { verb_group(tree, predicate, STYLE) };
    if group.is_empty() {
        return Vec::new();
    }
    let all = pieces(tree, proposition, STYLE);
    let (before, after): (Vec<Piece>, Vec<Piece>) = all.into_iter().partition(|p| p.head < predicate);
    let mut pieces: Vec<Piece> = Vec::new();
    if copula {
        pieces.push(predicate_piece(tree, predicate, STYLE));
    }
    pieces.extend(after);
    pieces.sort_by_key(|p| match p.role {
        Role::Indirect => 0,
        Role::Object => 1,
        _ => 2,
    });
    let subjects: Vec<usize> = if tree.rel(subject_head) == Deprel::Conj {
        vec![subject_head]
    } else {
        tree.conjuncts(subject_head)
    };
    let mut out = Vec::new();
    for &s in &subjects {
        let first = subject(tree, s, predicate, STYLE);
        let mut add = |relation: &[usize], words: &[usize], object: usize| {
            let parts = vec![first.clone(), tree.words(relation), tree.words(words)];
            if parts.iter().all(|p| !p.is_empty()) {
                out.push(Rendered { parts, subject: s, object });
            }
        };
        let mut relation = group.clone();
        for piece in pieces.iter().filter(|p| p.role != Role::Complement || copula) {
            for o in tree.conjuncts(piece.head) {
                let own = o == piece.head;
                let mut with = relation.clone();
                with.extend(if own || tree.case(o).is_empty() { piece.case.clone() } else { tree.case(o) });
                add(&with, &if own { piece.words.clone() } else { noun_words(tree, o, STYLE) }, o);
                within(tree, o, &with, &mut add);
            }
            relation.extend(piece.case.iter().copied());
            relation.extend(piece.words.iter().copied());
        }
        for piece in &before {
            let mut with = group.clone();
            with.extend(piece.case.iter().copied());
            add(&with, &piece.words, piece.head);
        }
    }
    out
}

/// `became a justice of | the court`
fn within(tree: &Tree, o: usize, with: &[usize], add: &mut impl FnMut(&[usize], &[usize], usize)) {
    for inner in tree.kids_by(o, Deprel::Nmod).filter(|&k| k > o && !tree.preposition(k).is_empty()) {
        let mut deep = with.to_vec();
        deep.extend(tree.subtree(o, |t| {
            tree.head(t) == Some(o)
                && !matches!(
                    tree.rel(t).universal(),
                    Deprel::Det | Deprel::Amod | Deprel::Compound | Deprel::Nummod
                )
        }));
        deep.extend(tree.case(inner));
        for i in tree.conjuncts(inner) {
            add(&deep, &noun_words(tree, i, STYLE), i);
        }
    }
}
