//! The words of noun phrases and verb groups.

use super::Style;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Proposition, Tree};
use crate::lexicon;

/// Branches of a noun that are statements of their own: relative clauses, appositions, asides.
pub(super) fn is_own_statement(tree: &Tree, token: usize) -> bool {
    matches!(
        tree.rel(token),
        Deprel::AclRelcl
            | Deprel::Appos
            | Deprel::Parataxis
            | Deprel::Conj
            | Deprel::Cc
            | Deprel::CcPreconj
            | Deprel::AdvclRelcl
            | Deprel::Discourse
            | Deprel::Dep
    )
}

/// Without punctuation at the ends, or a conjunction at the start.
pub(super) fn trim(tree: &Tree, mut words: Vec<usize>) -> Vec<usize> {
    let loose = |t: usize| {
        tree.upos(t) == Upos::Punct && !matches!(tree.form(t), "``" | "''" | "\"" | "$" | "-LRB-" | "-RRB-")
    };
    let joins = |t: usize| tree.rel(t) == Deprel::Cc && tree.upos(t) == Upos::Cconj;
    while words.len() > 1 && words.first().is_some_and(|&t| loose(t) || joins(t)) {
        words.remove(0);
    }
    while words.last().is_some_and(|&t| loose(t)) {
        words.pop();
    }
    words
}

/// Trimmed, with quotation marks and brackets in pairs.
pub(super) fn paired(tree: &Tree, words: Vec<usize>) -> Vec<usize> {
    let mut words = trim(tree, words);
    for (open, close) in [("``", "''"), ("“", "”"), ("-LRB-", "-RRB-"), ("(", ")")] {
        let count = |mark: &str| words.iter().filter(|&&w| tree.form(w) == mark).count();
        match (count(open), count(close)) {
            (1, 0) => match words.last().map(|&w| w + 1).filter(|&w| w < tree.len() && tree.form(w) == close)
            {
                Some(next) => words.push(next),
                None => words.retain(|&w| tree.form(w) != open),
            },
            (0, 1) => match words.first().and_then(|&w| w.checked_sub(1)).filter(|&w| tree.form(w) == open) {
                Some(before) => words.insert(0, before),
                None => words.retain(|&w| tree.form(w) != close),
            },
            _ => {}
        }
    }
    words
}

/// The words of a nominal argument, without its preposition.
pub(super) fn noun_words(tree: &Tree, head: usize, style: Style) -> Vec<usize> {
    let copula = tree.kid(head, Deprel::Cop);
    // A predicate's own clause is no part of it.
    let leave = |t: usize| {
        let direct = tree.head(t) == Some(head);
        let clause_part = direct
            && matches!(
                tree.rel(t).universal(),
                Deprel::Cop
                    | Deprel::Nsubj
                    | Deprel::Aux
                    | Deprel::Case
                    | Deprel::Mark
                    | Deprel::Advcl
                    | Deprel::Ccomp
                    | Deprel::Csubj
                    | Deprel::Expl
            )
            && tree.xpos(t) != Xpos::Pos;
        let adverb = direct && tree.rel(t) == Deprel::Advmod && copula.is_some();
        let own = direct && is_own_statement(tree, t);
        let of_style = match style {
            Style::Carb => direct && copula.is_some_and(|c| t < c) || is_aside(tree, t),
            Style::Benchie => {
                matches!(tree.rel(t), Deprel::Acl | Deprel::AclRelcl | Deprel::Appos)
                    || direct && tree.rel(t) == Deprel::Nmod && tree.preposition(t) != "of" && t > head
            }
        };
        let mark =
            direct && tree.rel(t) == Deprel::Punct && matches!(tree.form(t), "," | "." | "--" | ";" | ":");
        clause_part || own || of_style || adverb || mark
    };
    let words = tree.subtree(head, leave);
    if style == Style::Carb { paired(tree, words) } else { trim(tree, words) }
}

/// What a comma sets off and other tuples say: `, which fell in 1990`, `, built by monks`, `, such as tin`.
fn is_aside(tree: &Tree, branch: usize) -> bool {
    let kind = match tree.rel(branch) {
        Deprel::AclRelcl | Deprel::Acl => true,
        Deprel::Nmod => matches!(tree.preposition(branch).as_str(), "such-as" | "including" | "like"),
        _ => false,
    };
    kind && comma_before(tree, branch)
}

/// Whether a branch is set off by a comma.
pub(super) fn comma_before(tree: &Tree, branch: usize) -> bool {
    let first = tree.subtree(branch, |_| false).first().copied().unwrap_or(branch);
    tree.form(first) == "," || first > 0 && tree.form(first - 1) == ","
}

/// A nominal argument as text.
pub(super) fn noun(tree: &Tree, head: usize, style: Style) -> String {
    let mut words = noun_words(tree, head, style);
    while words.len() > 1 && words.last().is_some_and(|&t| tree.xpos(t) == Xpos::Pos) {
        words.pop();
    }
    tree.words(&words)
}

/// The subject of a predicate as text: a noun's own participle is no part of the noun that it says something of.
pub(super) fn subject(tree: &Tree, head: usize, predicate: usize, style: Style) -> String {
    let words = noun_words(tree, head, style);
    if head == predicate || !words.contains(&predicate) || !tree.dominates(head, predicate) {
        return noun(tree, head, style);
    }
    let branch: Vec<usize> = tree.subtree(predicate, |_| false);
    let start = words.iter().copied().find(|w| branch.contains(w)).unwrap_or(predicate);
    let keep = |w: &usize| if style == Style::Carb { *w < start } else { !branch.contains(w) };
    tree.words(&trim(tree, words.into_iter().filter(keep).collect()))
}

/// A person's name without the titles before it.
pub(super) fn name(tree: &Tree, head: usize) -> String {
    tree.words(&tree.subtree(head, |t| {
        tree.head(t) == Some(head)
            && (t < head && tree.rel(t) != Deprel::Flat
                || is_own_statement(tree, t)
                || !matches!(tree.rel(t), Deprel::Flat | Deprel::Compound))
    }))
}

/// The tokens of the verb group: auxiliaries, negation, adverbs within, particles; with the verbs before an infinitive.
pub(super) fn verb_group(tree: &Tree, verb: usize, style: Style) -> Vec<usize> {
    let mut words = vec![verb];
    let mut first_aux = verb;
    for &k in tree.kids(verb) {
        // A verb's copula is that of the clause around it: `the trouble is that they left`.
        if tree.rel(k).is(Deprel::Aux) || tree.rel(k) == Deprel::Cop && tree.upos(verb) != Upos::Verb {
            words.push(k);
            first_aux = first_aux.min(k);
        } else if tree.rel(k) == Deprel::CompoundPrt || tree.rel(k) == Deprel::Advmod && is_negation(tree, k)
        {
            words.push(k);
        }
    }
    let adverbs = tree.kids(verb).iter().copied().filter(|&k| {
        let within = (k > first_aux || k + 1 == first_aux) && k < verb;
        tree.rel(k) == Deprel::Advmod
            && tree.kids(k).is_empty()
            && (within || style == Style::Carb && is_beside(tree, verb, k))
    });
    words.extend(adverbs);
    words.sort_unstable();
    words.dedup();
    // `continues to seek`, `was asked to pay`: the matrix verb stands in front.
    if let Some(matrix) = matrix(tree, verb) {
        let mut before = verb_group(tree, matrix, style);
        before.extend(tree.kids_by(verb, Deprel::Mark).filter(|&k| k < verb));
        before.extend(words);
        before.sort_unstable();
        before.dedup();
        return before;
    }
    let own = tree.kids_by(verb, Deprel::Nsubj).next().is_some();
    let first = tree
        .head(verb)
        .filter(|&f| tree.rel(verb) == Deprel::Conj && !own && tree.xpos(f) == tree.xpos(verb));
    let Some(first) = first else { return words };
    // `continues to seek and find`
    if style == Style::Carb && matrix(tree, first).is_some() {
        let mut before: Vec<usize> =
            verb_group(tree, first, style).into_iter().filter(|&w| w < first).collect();
        before.extend(words);
        return before;
    }
    // Auxiliaries shared by coordinated verbs.
    if tree.kid(verb, Deprel::Aux).is_none() {
        let mut shared: Vec<usize> = tree.kids_by(first, Deprel::Aux).filter(|&k| k < first).collect();
        shared.extend(words);
        shared.dedup();
        return shared;
    }
    words
}

/// `relies heavily on`: an adverb right behind its verb belongs to what is done.
pub(super) fn is_beside(tree: &Tree, verb: usize, adverb: usize) -> bool {
    adverb == verb + 1
        && tree.kids(adverb).is_empty()
        && tree.xpos(adverb) != Xpos::Wrb
        && !lexicon::is("time-noun", tree.lemma(adverb))
}

/// The copula with its auxiliaries and negation.
pub(super) fn copula_group(tree: &Tree, proposition: &Proposition, style: Style) -> Vec<usize> {
    let predicate = proposition.predicate;
    let mut words: Vec<usize> = proposition.words.iter().copied().filter(|&w| w != predicate).collect();
    words.extend(tree.kids_by(predicate, Deprel::Advmod).filter(|&k| is_negation(tree, k)));
    // `was also the mayor`
    if let Some(&first) = words.iter().min().filter(|_| style == Style::Carb) {
        words.extend(tree.kids_by(predicate, Deprel::Advmod).filter(|&k| {
            k > first
                && k < predicate
                && tree.kids(k).is_empty()
                && tree.kids_by(predicate, Deprel::Det).all(|d| k < d)
                && (tree.upos(predicate) != Upos::Adj || k + 1 != predicate)
        }));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// The verb before an infinitive that is told with it as one: `began to rain`, but not `asked Rome to pay`.
pub(super) fn matrix(tree: &Tree, verb: usize) -> Option<usize> {
    tree.head(verb).filter(|&m| tree.rel(verb) == Deprel::Xcomp && m < verb && chains(tree, m))
}

/// Whether a verb's infinitive is told with it as one.
pub(super) fn chains(tree: &Tree, verb: usize) -> bool {
    !tree.kids(verb).iter().any(|&k| matches!(tree.rel(k), Deprel::Obj | Deprel::Iobj))
}

pub(super) fn is_negation(tree: &Tree, token: usize) -> bool {
    lexicon::is("negative", tree.lemma(token))
}
