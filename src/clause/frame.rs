//! Clauses: each predicate of a sentence with its own and its shared arguments.
//!
//! Here the tree's economies are undone: what a relative pronoun stands for, who an infinitive's subject is, what
//! coordinated verbs share. The constructions read frames and need not know.

use super::proposition::{Argument, Role};
use super::tree::Tree;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon::{self, EntityType};

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

/// Whether a token heads a clause.
pub(super) fn is_predicate(tree: &Tree, token: usize) -> bool {
    let rel = tree.rel(token);
    if is_copular(tree, token) {
        return true;
    }
    if !matches!(tree.upos(token), Upos::Verb | Upos::Aux)
        || tree.upos(token) == Upos::Aux && !rel.is(Deprel::Root)
    {
        return false;
    }
    !matches!(
        rel,
        Deprel::Amod
            | Deprel::Compound
            | Deprel::Case
            | Deprel::Mark
            | Deprel::Fixed
            | Deprel::Flat
            | Deprel::Det
            | Deprel::Cc
            | Deprel::Advmod
            | Deprel::Nsubj
            | Deprel::Obj
            | Deprel::Obl
            | Deprel::Nmod
    )
}

/// Whether a token is the complement of a copula, spoken or left out (`Hundreds dead`).
fn is_copular(tree: &Tree, token: usize) -> bool {
    if tree.kid(token, Deprel::Cop).is_some() {
        return outer(tree, token).is_none() && !is_to(tree, token);
    }
    !matches!(tree.upos(token), Upos::Verb | Upos::Aux)
        && tree.kids(token).iter().any(|&k| tree.rel(k) == Deprel::Nsubj)
}

/// `their aim is to build a dam`: the noun that says how the infinitive is meant.
pub(super) fn outer(tree: &Tree, verb: usize) -> Option<usize> {
    let infinitive = tree.upos(verb) == Upos::Verb
        && tree.xpos(verb) == Xpos::Vb
        && tree.kids_by(verb, Deprel::Mark).any(|k| tree.lemma(k) == "to")
        && tree.kid(verb, Deprel::Cop).is_some();
    let noun = tree.kids(verb).iter().copied().find(|&k| {
        matches!(tree.rel(k), Deprel::NsubjOuter | Deprel::Nsubj)
            && lexicon::is("attitude-noun", tree.lemma(k))
    });
    noun.filter(|_| infinitive)
}

/// `the bishop is to meet them`, `is due to meet them`: somebody who can act, and an infinitive.
pub(super) fn is_to(tree: &Tree, verb: usize) -> bool {
    let infinitive = tree.upos(verb) == Upos::Verb
        && tree.xpos(verb) == Xpos::Vb
        && tree.kid(verb, Deprel::Cop).is_some()
        && tree.kids_by(verb, Deprel::Mark).any(|k| matches!(tree.lemma(k), "to" | "due"));
    infinitive
        && tree.kids(verb).iter().any(|&k| {
            matches!(tree.rel(k), Deprel::Nsubj | Deprel::NsubjOuter)
                && (matches!(tree.upos(k), Upos::Propn | Upos::Pron)
                    || matches!(
                        lexicon::noun_kind(tree.lemma(k)),
                        Some(EntityType::Group | EntityType::Organization | EntityType::Product)
                    )
                    || lexicon::is("organisation-noun", tree.lemma(k)))
        })
}

/// The frames of a sentence, in order of their predicates.
pub(super) fn frames(tree: &Tree) -> Vec<Frame> {
    (0..tree.len()).filter(|&t| is_predicate(tree, t)).map(|t| frame(tree, t)).collect()
}

fn frame(tree: &Tree, head: usize) -> Frame {
    let copular = is_copular(tree, head);
    let passive = !copular && is_passive(tree, head);
    let subject = subject(tree, head, 0);
    let mut arguments: Vec<Argument> = tree.kids(head).iter().filter_map(|&k| argument(tree, k)).collect();
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
        Deprel::OblAgent if tree.upos(child) != Upos::Num => Role::Agent,
        Deprel::OblAgent => Role::Oblique,
        Deprel::Obl | Deprel::OblUnmarked => Role::Oblique,
        Deprel::Xcomp if !matches!(tree.upos(child), Upos::Verb | Upos::Aux) => Role::Complement,
        Deprel::Advmod if is_time_adverb(tree, child) => Role::Oblique,
        _ => return None,
    };
    let mut preposition = preposition;
    // `the area where it fell`: where stands for the place.
    if tree.is_relative(child) {
        if tree.lemma(child) == "where" {
            preposition = "in".into();
        }
        return Some(Argument { role, head: tree.antecedent(child), preposition });
    }
    Some(Argument { role, head: child, preposition })
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
            let Some(noun) = tree.head(head) else { return };
            let filled = subject == Some(noun) || arguments.iter().any(|a| a.head == noun);
            let stranded = tree.kids(head).iter().any(|&k| {
                tree.xpos(k) == Xpos::Wrb
                    || tree.kid(k, Deprel::Nsubj).is_some()
                    || tree.rel(k).is(Deprel::Ccomp)
            });
            let own_verb_complement = tree.kids_by(head, Deprel::Xcomp).next().is_some();
            if !filled && !stranded && !own_verb_complement && subject.is_some() {
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

/// Whether a verb is passive: by its auxiliary, by its subject, as participle behind a noun, or shared.
pub(super) fn is_passive(tree: &Tree, verb: usize) -> bool {
    if tree.kids(verb).iter().any(|&k| {
        // `passed by 31 to 26` has no agent.
        matches!(tree.rel(k), Deprel::AuxPass | Deprel::NsubjPass)
            || tree.rel(k) == Deprel::OblAgent && tree.upos(k) != Upos::Num
    }) {
        return true;
    }
    // `Banker jailed for fraud`: a verb that needs an object and has none.
    let headless = |verb: usize| {
        tree.xpos(verb) == Xpos::Vbd
            && lexicon::needs_object(tree.lemma(verb))
            && !lexicon::is("say", tree.lemma(verb))
            && tree.form(verb).ends_with("ed")
            && !tree.kids(verb).iter().any(|&k| {
                matches!(
                    tree.rel(k).universal(),
                    Deprel::Obj
                        | Deprel::Iobj
                        | Deprel::Ccomp
                        | Deprel::Xcomp
                        | Deprel::Conj
                        | Deprel::Parataxis
                        | Deprel::Aux
                )
            })
    };
    if headless(verb) {
        return match tree.rel(verb) {
            Deprel::Root => tree.kids_by(verb, Deprel::Nsubj).next().is_some() && !tree.ends_sentence(),
            Deprel::Conj => {
                tree.kid(verb, Deprel::Nsubj).is_none()
                    && tree.head(verb).is_some_and(|h| is_passive(tree, h))
            }
            _ => false,
        };
    }
    if tree.xpos(verb) != Xpos::Vbn {
        return false;
    }
    let own_aux = tree.kid(verb, Deprel::Aux).is_some() || tree.kid(verb, Deprel::Nsubj).is_some();
    match tree.rel(verb) {
        Deprel::Acl => !own_aux,
        // `became known for`
        Deprel::Xcomp => {
            !own_aux
                && tree.kid(verb, Deprel::Obj).is_none()
                && tree
                    .head(verb)
                    .is_some_and(|h| matches!(tree.lemma(h), "become" | "get" | "remain" | "feel"))
        }
        Deprel::Advcl => !own_aux && tree.kid(verb, Deprel::Obj).is_none(),
        Deprel::Conj => !own_aux && tree.head(verb).is_some_and(|h| is_passive(tree, h)),
        _ => false,
    }
}

/// The subject of a predicate: its own, or the one that its place in the sentence gives it.
fn subject(tree: &Tree, predicate: usize, depth: usize) -> Option<usize> {
    if depth > 12 {
        return None;
    }
    if let Some(noun) = outer(tree, predicate) {
        return holder(tree, noun, depth + 1);
    }
    // The nearest one; what follows a preposition is none, whatever the parser says.
    let own = tree
        .kids(predicate)
        .iter()
        .copied()
        .filter(|&k| matches!(tree.rel(k), Deprel::Nsubj | Deprel::NsubjPass))
        .rfind(|&k| tree.kids_by(k, Deprel::Case).all(|c| tree.xpos(c) == Xpos::Pos));
    if let Some(own) = own {
        return Some(tree.antecedent(own));
    }
    if tree
        .kids(predicate)
        .iter()
        .any(|&k| tree.rel(k).is(Deprel::Csubj) || tree.rel(k) == Deprel::NsubjOuter)
    {
        return None;
    }
    let head = tree.head(predicate)?;
    match tree.rel(predicate) {
        Deprel::Conj => shared_subject(tree, predicate, head, depth),
        Deprel::Xcomp => controller(tree, head, depth),
        Deprel::Advcl if blamed(tree, predicate, head).is_some() => blamed(tree, predicate, head),
        Deprel::Advcl if sent(tree, predicate, head).is_some() => sent(tree, predicate, head),
        // `it was too early to speak`: nobody is said to.
        Deprel::Advcl
            if tree.upos(head) == Upos::Adj
                && tree.kid(head, Deprel::Nsubj).is_some_and(|s| tree.lemma(s) == "it")
                && tree.xpos(predicate) == Xpos::Vb =>
        {
            None
        }
        Deprel::Advcl | Deprel::Ccomp if !is_finite(tree, predicate) => {
            if tree.is_nominal(head) && !is_predicate(tree, head) {
                holder(tree, head, depth)
            } else {
                subject(tree, head, depth + 1)
            }
        }
        Deprel::Acl => acl_subject(tree, predicate, head, depth),
        _ => None,
    }
}

/// The subject that a coordinated predicate shares with the first; none for a clause of another form.
fn shared_subject(tree: &Tree, predicate: usize, first: usize, depth: usize) -> Option<usize> {
    let _ = predicate;
    if is_predicate(tree, first) { subject(tree, first, depth + 1) } else { None }
}

/// `fined the firm for polluting`, `barred him from leaving`: the object did or is to do it.
fn blamed(tree: &Tree, predicate: usize, matrix: usize) -> Option<usize> {
    let gerund = tree.xpos(predicate) == Xpos::Vbg
        && tree.kids(predicate).iter().any(|&k| {
            matches!(tree.rel(k), Deprel::Mark | Deprel::Case)
                && matches!(tree.lemma(k), "for" | "from" | "of")
        });
    if !gerund || tree.upos(matrix) != Upos::Verb {
        return None;
    }
    if is_passive(tree, matrix) {
        return None;
    }
    let object =
        tree.kid(matrix, Deprel::Obj).filter(|&o| o < predicate && (o > matrix || tree.is_relative(o)))?;
    let idiom = lexicon::idiom(tree.lemma(matrix), tree.lemma(object)).is_some();
    let thing = lexicon::nominalised_verb(tree.lemma(object)).is_some();
    (!idiom && !thing).then(|| tree.antecedent(object))
}

/// `called on Rome to pay`, `appealed to voters to stay`: whom.
pub(super) fn called_on(tree: &Tree, matrix: usize) -> Option<usize> {
    let preposition = match tree.lemma(matrix) {
        "call" | "prevail" => ["on", "upon"],
        "appeal" | "plead" => ["to", "with"],
        _ => return None,
    };
    tree.kids_by(matrix, Deprel::Obl).find(|&k| preposition.contains(&tree.preposition(k).as_str()))
}

/// `hired a firm to build it`: the object is to do it.
fn sent(tree: &Tree, predicate: usize, matrix: usize) -> Option<usize> {
    let infinitive = tree.xpos(predicate) == Xpos::Vb
        && tree.kids_by(predicate, Deprel::Mark).any(|k| tree.lemma(k) == "to");
    if infinitive && let Some(called) = called_on(tree, matrix).filter(|&o| o < predicate) {
        return Some(called);
    }
    let controls = lexicon::is("object-control", tree.lemma(matrix)) && !is_passive(tree, matrix);
    let object = tree
        .kid(matrix, Deprel::Iobj)
        .or_else(|| tree.kid(matrix, Deprel::Obj))
        .filter(|&o| o > matrix && o < predicate)?;
    (infinitive && controls && matches!(mind(tree, object), Some("person" | "group") | None))
        .then(|| tree.antecedent(object))
}

fn mind(tree: &Tree, noun: usize) -> Option<&'static str> {
    lexicon::noun_class(tree.lemma(noun))
}

/// Whether a verb has a tense of its own.
pub(super) fn is_finite(tree: &Tree, verb: usize) -> bool {
    let tense = matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let helped = tree.kids(verb).iter().any(|&k| {
        (tree.rel(k).is(Deprel::Aux) || tree.rel(k).is(Deprel::Cop))
            && matches!(tree.xpos(k), Xpos::Md | Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
    });
    tense || helped
}

/// Who does what an infinitive says, by its matrix verb: the object (`asked Rome to pay`), else the subject.
fn controller(tree: &Tree, matrix: usize, depth: usize) -> Option<usize> {
    if matches!(tree.lemma(matrix), "promise" | "threaten" | "vow" | "use") {
        return subject(tree, matrix, depth + 1);
    }
    let idiom = |o: &usize| lexicon::idiom(tree.lemma(matrix), tree.lemma(*o)).is_none();
    let object = tree
        .kid(matrix, Deprel::Obj)
        .filter(idiom)
        .or_else(|| tree.kid(matrix, Deprel::Iobj))
        .or_else(|| called_on(tree, matrix));
    match object {
        Some(object) => Some(tree.antecedent(object)),
        None => subject(tree, matrix, depth + 1),
    }
}

/// The subject of a participle or infinitive behind a noun.
fn acl_subject(tree: &Tree, verb: usize, noun: usize, depth: usize) -> Option<usize> {
    let infinitive = tree.kids_by(verb, Deprel::Mark).any(|k| tree.lemma(k) == "to");
    let gerund_of = tree
        .kids(verb)
        .iter()
        .any(|&k| matches!(tree.rel(k), Deprel::Mark | Deprel::Case) && tree.lemma(k) != "to");
    if !(infinitive || gerund_of) {
        return Some(noun);
    }
    // `for X to do`: the noun's own complement acts.
    if let Some(given) = tree.kids(noun).iter().copied().find(|&k| {
        tree.rel(k).is(Deprel::Nmod) && k > noun && k < verb && tree.preposition(k) == "for" && infinitive
    }) {
        return Some(given);
    }
    let lemma = tree.lemma(noun);
    let vague = lexicon::noun_class(lemma) == Some("time") || lexicon::is("vague-noun", lemma);
    // `accused the firm of hiding`: the firm hides.
    let accused = gerund_of
        && tree.rel(noun) == Deprel::Obj
        && tree.head(noun).is_some_and(|v| lexicon::is("accuse-verb", tree.lemma(v)));
    if accused {
        return Some(tree.antecedent(noun));
    }
    let held = lexicon::is("attitude-noun", lemma) || gerund_of || tree.rel(noun) == Deprel::Obj && vague;
    if held { holder(tree, noun, depth) } else { Some(noun) }
}

/// Whose wish, plan or chance a noun names: its possessor, its `by` or `of` complement, or the subject of its verb.
fn holder(tree: &Tree, noun: usize, depth: usize) -> Option<usize> {
    if let Some(possessor) = tree.kids(noun).iter().copied().find(|&k| tree.rel(k) == Deprel::NmodPoss) {
        return Some(tree.antecedent(possessor));
    }
    if let Some(by) = tree.kids_by(noun, Deprel::Nmod).find(|&k| matches!(tree.preposition(k).as_str(), "by"))
    {
        return Some(by);
    }
    let verb = tree.head(noun)?;
    match tree.rel(noun) {
        Deprel::Obj | Deprel::Obl | Deprel::OblAgent | Deprel::Xcomp
            if is_predicate(tree, verb)
                && (tree.rel(noun) != Deprel::Obj
                    || ["light-verb", "have-verb", "wish", "plan"]
                        .iter()
                        .any(|set| lexicon::is(set, tree.lemma(verb)))) =>
        {
            subject(tree, verb, depth + 1)
        }
        Deprel::Conj | Deprel::Nmod => holder(tree, verb, depth + 1).filter(|_| depth < 8),
        Deprel::Nsubj | Deprel::NsubjPass => None,
        _ if is_copular(tree, noun) => subject(tree, noun, depth + 1),
        _ => None,
    }
}
