//! Clauses: each predicate of a sentence with its own and its shared arguments.
//!
//! With `subject` the tree's economies are undone here: what a relative pronoun stands for, who an infinitive's subject
//! is, what coordinated verbs share. The constructions read frames and need not know.

use super::predicate::{is_copular, is_passive, is_predicate};
use super::proposition::{Argument, Role};
use super::subject::subject;
use super::tree::Tree;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;

/// A predicate with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Head token of the predicate.
    pub head: usize,
    /// Whether it is a copular clause (the head is the complement).
    pub copular: bool,
    /// Whether it is passive.
    pub passive: bool,
    /// Head token of the subject, own or shared.
    pub subject: Option<usize>,
    /// The other arguments, in order of the sentence, own or shared.
    pub arguments: Vec<Argument>,
}

/// The frames of a sentence, in order of their predicates.
pub(super) fn frames(tree: &Tree) -> Vec<Frame> {
    (0..tree.len()).filter(|&t| is_predicate(tree, t)).map(|t| frame(tree, t)).collect()
}

fn frame(tree: &Tree, head: usize) -> Frame {
    let copular = is_copular(tree, head);
    let passive = !copular && is_passive(tree, head);
    let subject = subject(tree, head, 0);
    let tied = tree.whole(head);
    let own = tree.kids(head).iter().filter(|k| !tied.contains(k));
    let mut arguments: Vec<Argument> = own.filter_map(|&k| argument(tree, k)).collect();
    if !copular {
        share_objects(tree, head, passive, subject, &mut arguments);
    }
    Frame { head, copular, passive, subject, arguments }
}

/// The argument that a child of a predicate is.
fn argument(tree: &Tree, child: usize) -> Option<Argument> {
    let preposition = tree.preposition(child);
    let role = match tree.rel(child) {
        Deprel::Obj => Role::Object,
        Deprel::Iobj => Role::Indirect,
        Deprel::OblAgent
            if tree.upos(child) != Upos::Num
                // `backed by six of the nine members`
                || tree.kids_by(child, Deprel::Nmod).any(|k| tree.preposition(k) == "of") =>
        {
            Role::Agent
        }
        Deprel::OblAgent => Role::Oblique,
        Deprel::Obl | Deprel::OblUnmarked => Role::Oblique,
        // `is thought to date from then`, where the parser takes the verb for a noun
        Deprel::Xcomp if preposition == "to" && tree.upos(child) == Upos::Noun => return None,
        Deprel::Xcomp if !matches!(tree.upos(child), Upos::Verb | Upos::Aux) => Role::Complement,
        Deprel::Advmod if is_time_adverb(tree, child) => Role::Oblique,
        _ => return None,
    };
    // `fetched up to $700 million`: how much.
    let much = role == Role::Oblique
        && preposition.is_empty()
        && (tree.upos(child) == Upos::Sym || tree.kids_by(child, Deprel::Nummod).next().is_some())
        && std::iter::once(child)
            .chain(tree.kids_by(child, Deprel::Nummod))
            .any(|n| tree.kids_by(n, Deprel::Advmod).any(|k| tree.lemma(k) == "up" && k < child))
        && tree.head(child).is_some_and(|v| tree.kid_exact(v, Deprel::Obj).is_none());
    let role = if much { Role::Object } else { role };
    let mut preposition = preposition;
    // `the area where it fell`: where stands for the place.
    if tree.is_relative(child) {
        if tree.lemma(child) == "where" {
            preposition = "in".into();
        }
        let head = tree.antecedent(child);
        return (!is_gapless(tree, child, head, role)).then_some(Argument { role, head, preposition });
    }
    Some(Argument { role, head: child, preposition })
}

/// Whether a relative pronoun is no argument, whatever the parser says: `the first time that it has been shown`, `said he was
/// paid 200 euros, which she denies`.
fn is_gapless(tree: &Tree, pronoun: usize, noun: usize, role: Role) -> bool {
    let Some(verb) = tree.head(pronoun).filter(|_| role == Role::Object) else { return false };
    let when = lexicon::is("time-noun", tree.lemma(noun)) && is_passive(tree, verb);
    let sum = tree.upos(noun) == Upos::Sym || lexicon::is("currency", tree.lemma(noun));
    when || sum && lexicon::is("say", tree.lemma(verb))
}

fn is_time_adverb(tree: &Tree, token: usize) -> bool {
    lexicon::is("time-noun", tree.lemma(token)) && !matches!(tree.lemma(token), "now" | "past" | "may")
}

/// Objects that stand elsewhere in the tree: before a relative clause, or behind the last of coordinated verbs.
fn share_objects(
    tree: &Tree,
    head: usize,
    passive: bool,
    subject: Option<usize>,
    arguments: &mut Vec<Argument>,
) {
    let has_object = arguments.iter().any(|a| a.role == Role::Object);
    if passive || has_object {
        return;
    }
    let plain = |head| Argument { role: Role::Object, head, preposition: String::new() };
    // `bought and sold shares`: the parser may give the object to the second verb.
    let second = tree.kids_by(head, Deprel::Conj).find(|&c| {
        tree.upos(c) == Upos::Verb
            && tree.xpos(c) == tree.xpos(head)
            && (head + 1..c).all(|t| tree.rel(t) == Deprel::Cc || tree.upos(t) == Upos::Punct)
    });
    if let Some(object) = second.and_then(|c| tree.kid_exact(c, Deprel::Obj).filter(|&o| o > c)) {
        arguments.insert(0, plain(object));
        return;
    }
    match tree.rel(head) {
        // `the book (that) she wrote`: no gap is left for the antecedent but the object's.
        Deprel::AclRelcl => {
            let Some(noun) = tree.described(head) else { return };
            let filled = subject == Some(noun) || arguments.iter().any(|a| a.head == noun);
            // `whose goods spoil`: the antecedent owns the goods.
            let whose = |k: usize| tree.subtree(k, |_| false).iter().any(|&t| tree.xpos(t) == Xpos::WpPoss);
            let stranded = tree.kids(head).iter().any(|&k| {
                tree.xpos(k) == Xpos::Wrb
                    || tree.rel(k).is(Deprel::Nsubj) && whose(k)
                    || tree.rel(k) == Deprel::NsubjPass && whose(k)
                    || tree.kid(k, Deprel::Nsubj).is_some()
                    || tree.rel(k).is(Deprel::Ccomp)
            });
            let own_verb_complement = tree.kids_by(head, Deprel::Xcomp).next().is_some();
            if !filled && !stranded && !own_verb_complement && subject.is_some() {
                arguments.insert(0, plain(noun));
            }
        }
        // `a house that it was forced to sell`
        Deprel::Xcomp => {
            let inner = tree
                .kids(head)
                .iter()
                .any(|&k| matches!(tree.rel(k).universal(), Deprel::Xcomp | Deprel::Ccomp | Deprel::Iobj));
            let chain = std::iter::successors(tree.head(head), |&v| {
                tree.head(v).filter(|_| tree.rel(v) == Deprel::Xcomp)
            });
            let Some(clause) = chain.take(4).last().filter(|&v| tree.rel(v) == Deprel::AclRelcl) else {
                return;
            };
            let Some(noun) = tree.described(clause) else { return };
            let pronoun =
                |k: &usize| tree.is_relative(*k) && !matches!(tree.rel(*k), Deprel::Obj | Deprel::Mark);
            let gapped = !inner
                && tree.xpos(head) == Xpos::Vb
                && (lexicon::needs_object(tree.lemma(head)) || is_passive(tree, clause))
                && !tree.kids(clause).iter().any(|k| pronoun(k) || tree.xpos(*k) == Xpos::Wrb)
                && super::subject::subject(tree, clause, 0).is_some_and(|s| s != noun)
                && subject.is_some_and(|s| s != noun);
            if gapped {
                arguments.insert(0, plain(noun));
            }
        }
        // `he bought and sold shares`
        Deprel::Conj => {
            let Some(first) = tree.head(head) else { return };
            if tree.kids(head).iter().any(|&k| {
                tree.rel(k).is(Deprel::Obl) || tree.rel(k).is(Deprel::Ccomp) || tree.rel(k).is(Deprel::Xcomp)
            }) {
                return;
            }
            if let Some(object) = tree.kid(first, Deprel::Obj).filter(|&o| o > head) {
                arguments.insert(0, plain(object));
            }
        }
        _ => {}
    }
}
