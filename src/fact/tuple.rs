//! Propositions → tuples as they stand in the sentence: open information extraction.
//!
//! The same propositions as the facts, rendered without canonical names. [`Style::Carb`] keeps full noun phrases and
//! hangs every further argument on one n-ary tuple; [`Style::Benchie`] makes one minimal triple a complement, what
//! comes before it inside the relation, and adds no word that the sentence lacks.

use super::confidence::confidence;
use crate::analyse::{Analysis, Deprel, Upos, Xpos};
use crate::clause::{self, Construction, Proposition, Role, Tree};
use crate::text::Document;

/// How tuples are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// N-ary, full noun phrases, `is` and `has` put in.
    #[default]
    Carb,
    /// One minimal triple a complement, words of the sentence only.
    Benchie,
}

/// One tuple of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// How likely it is right, 0 to 1.
    pub confidence: f64,
    /// First argument, relation, second argument, further ones.
    pub parts: Vec<String>,
}

/// The tuples of a document, in the order of its sentences.
pub fn tuples(document: &Document, analysis: &Analysis, style: Style) -> Vec<Tuple> {
    let trees = clause::trees(document, analysis);
    let propositions = clause::propositions(&trees);
    let mut found: Vec<Tuple> = Vec::new();
    for (sentence, propositions) in propositions.iter().enumerate() {
        let Some(tree) = &trees[sentence] else { continue };
        let start = found.len();
        for proposition in propositions {
            for (parts, subject, object) in render(tree, proposition, style) {
                let fresh = parts.len() >= 3 && parts.iter().all(|p| !p.is_empty());
                if fresh && !found[start..].iter().any(|t| t.parts == parts) {
                    let confidence =
                        confidence(tree, proposition, subject, object) * depth(tree, proposition);
                    found.push(Tuple { sentence: sentence + 1, confidence, parts });
                }
            }
        }
    }
    found
}

/// Main clauses say what they say; the deeper a clause stands, the less surely it is a statement of its own.
fn depth(tree: &Tree, proposition: &Proposition) -> f64 {
    match proposition.construction {
        Construction::Possessive => return 0.4,
        Construction::Apposition | Construction::Title => return 0.6,
        _ => {}
    }
    let mut at = proposition.predicate;
    while let Some(head) = tree.head(at).filter(|_| tree.rel(at) == Deprel::Conj) {
        at = head;
    }
    let infinitive = tree.kids_by(proposition.predicate, Deprel::Mark).any(|m| tree.lemma(m) == "to");
    match tree.rel(at) {
        Deprel::Root | Deprel::Parataxis => 1.0,
        Deprel::AclRelcl => 0.85,
        Deprel::Ccomp => 0.8,
        Deprel::Advcl | Deprel::Acl if !infinitive => 0.75,
        _ => 0.6,
    }
}

type Rendered = (Vec<String>, usize, usize);

fn render(tree: &Tree, proposition: &Proposition, style: Style) -> Vec<Rendered> {
    let Some(subject) = proposition.subject else { return Vec::new() };
    match proposition.construction {
        Construction::Active | Construction::Passive | Construction::Copula => {
            clausal(tree, proposition, style)
        }
        _ if style == Style::Benchie => Vec::new(),
        Construction::Apposition => {
            let role = proposition.predicate;
            vec![(vec![noun(tree, subject, style), "is".into(), noun(tree, role, style)], subject, role)]
        }
        Construction::Title => {
            let title = proposition.predicate;
            let words = tree.subtree(title, |t| tree.rel(t) == Deprel::NmodPoss);
            vec![(vec![name(tree, subject), "is".into(), tree.words(&words)], subject, title)]
        }
        Construction::Possessive => {
            let owned = proposition.predicate;
            let words = trim(
                tree,
                tree.subtree(owned, |t| {
                    tree.head(t) == Some(owned)
                        && (tree.rel(t) == Deprel::NmodPoss || is_own_statement(tree, t))
                }),
            );
            vec![(vec![noun(tree, subject, style), "has".into(), tree.words(&words)], subject, owned)]
        }
        _ => Vec::new(),
    }
}

/// A person's name without the titles before it.
fn name(tree: &Tree, head: usize) -> String {
    tree.words(&tree.subtree(head, |t| {
        tree.head(t) == Some(head)
            && (t < head && tree.rel(t) != Deprel::Flat
                || is_own_statement(tree, t)
                || !matches!(tree.rel(t), Deprel::Flat | Deprel::Compound))
    }))
}

/// Branches of a noun that are statements of their own: relative clauses, appositions, asides.
fn is_own_statement(tree: &Tree, token: usize) -> bool {
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

/// Without punctuation at the ends.
fn trim(tree: &Tree, mut words: Vec<usize>) -> Vec<usize> {
    let loose = |t: usize| {
        tree.upos(t) == Upos::Punct && !matches!(tree.form(t), "``" | "''" | "\"" | "$" | "-LRB-" | "-RRB-")
    };
    while words.first().is_some_and(|&t| loose(t)) {
        words.remove(0);
    }
    while words.last().is_some_and(|&t| loose(t)) {
        words.pop();
    }
    words
}

/// The words of a nominal argument, without its preposition.
fn noun_words(tree: &Tree, head: usize, style: Style) -> Vec<usize> {
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
        let adverb = direct && tree.rel(t) == Deprel::Advmod && tree.kid(head, Deprel::Cop).is_some();
        let own = direct && is_own_statement(tree, t);
        let long = style == Style::Benchie
            && (matches!(tree.rel(t), Deprel::Acl | Deprel::AclRelcl | Deprel::Appos)
                || direct && tree.rel(t) == Deprel::Nmod && tree.preposition(t) != "of" && t > head);
        clause_part
            || own
            || long
            || adverb
            || direct && tree.rel(t) == Deprel::Punct && matches!(tree.form(t), "," | "." | "--" | ";" | ":")
    };
    trim(tree, tree.subtree(head, leave))
}

fn noun(tree: &Tree, head: usize, style: Style) -> String {
    let mut words = noun_words(tree, head, style);
    while words.len() > 1 && words.last().is_some_and(|&t| tree.xpos(t) == Xpos::Pos) {
        words.pop();
    }
    tree.words(&words)
}

/// The tokens of the verb group: auxiliaries, negation, adverbs within, particles; with the verbs before an infinitive.
fn verb_group(tree: &Tree, verb: usize) -> Vec<usize> {
    let mut words = vec![verb];
    let mut first_aux = verb;
    for &k in tree.kids(verb) {
        if tree.rel(k).is(Deprel::Aux) || tree.rel(k) == Deprel::Cop {
            words.push(k);
            first_aux = first_aux.min(k);
        } else if tree.rel(k) == Deprel::CompoundPrt || tree.rel(k) == Deprel::Advmod && is_negation(tree, k)
        {
            words.push(k);
        }
    }
    let adverbs = tree.kids(verb).iter().copied().filter(|&k| {
        tree.rel(k) == Deprel::Advmod
            && (k > first_aux || k + 1 == first_aux)
            && k < verb
            && tree.kids(k).is_empty()
    });
    words.extend(adverbs);
    words.sort_unstable();
    words.dedup();
    // `continues to seek`, `was asked to pay`: the matrix verb stands in front.
    if let Some(matrix) = tree.head(verb).filter(|&m| tree.rel(verb) == Deprel::Xcomp && m < verb) {
        let with_object =
            tree.kids(matrix).iter().any(|&k| matches!(tree.rel(k), Deprel::Obj | Deprel::Iobj));
        if !with_object {
            let mut before = verb_group(tree, matrix);
            before.extend(tree.kids_by(verb, Deprel::Mark).filter(|&k| k < verb));
            before.extend(words);
            before.sort_unstable();
            before.dedup();
            return before;
        }
    }
    // Auxiliaries shared by coordinated verbs.
    if let Some(first) =
        tree.head(verb).filter(|_| tree.rel(verb) == Deprel::Conj && tree.kid(verb, Deprel::Aux).is_none())
        && tree.xpos(first) == tree.xpos(verb)
        && tree.kids_by(verb, Deprel::Nsubj).next().is_none()
    {
        let mut shared: Vec<usize> = tree.kids_by(first, Deprel::Aux).filter(|&k| k < first).collect();
        shared.extend(words);
        shared.dedup();
        return shared;
    }
    words
}

/// Whether a verb's infinitive is told with it as one: `began to rain`, but not `asked Rome to pay`.
fn verbs_chain(tree: &Tree, verb: usize) -> bool {
    !tree.kids(verb).iter().any(|&k| matches!(tree.rel(k), Deprel::Obj | Deprel::Iobj))
}

fn is_negation(tree: &Tree, token: usize) -> bool {
    crate::lexicon::is("negative", tree.lemma(token))
}

/// A complement or adjunct in the order of the sentence: its preposition and its words.
struct Piece {
    head: usize,
    role: Role,
    case: Vec<usize>,
    words: Vec<usize>,
}

fn pieces(tree: &Tree, proposition: &Proposition, style: Style) -> Vec<Piece> {
    let predicate = proposition.predicate;
    let mut found: Vec<Piece> = Vec::new();
    let adverbial = |k: usize| {
        matches!(
            tree.rel(k),
            Deprel::Obl | Deprel::OblUnmarked | Deprel::OblAgent | Deprel::Obj | Deprel::Iobj
        )
    };
    for &k in tree.kids(predicate) {
        if tree.is_relative(k) || matches!(tree.xpos(k), Xpos::Wp | Xpos::Wdt) {
            continue;
        }
        if adverbial(k) {
            let role = match tree.rel(k) {
                Deprel::Obj => Role::Object,
                Deprel::Iobj => Role::Indirect,
                Deprel::OblAgent => Role::Agent,
                _ => Role::Oblique,
            };
            let case = tree.case(k);
            found.push(Piece { head: k, role, words: noun_words(tree, k, style), case });
        } else if tree.rel(k) == Deprel::Ccomp
            || tree.rel(k) == Deprel::Xcomp
                && tree.kids_by(predicate, Deprel::Obj).next().is_none()
                && tree.upos(k) != Upos::Verb
        {
            let marks: Vec<usize> = tree.kids_by(k, Deprel::Mark).filter(|&m| m < k).collect();
            let words =
                trim(tree, tree.subtree(k, |t| marks.contains(&t) || tree.rel(t) == Deprel::Parataxis));
            if k > predicate {
                found.push(Piece { head: k, role: Role::Complement, case: marks, words });
            }
        } else if style == Style::Carb
            && tree.rel(k) == Deprel::Xcomp
            && k > predicate
            && !verbs_chain(tree, predicate)
        {
            let words = trim(tree, tree.subtree(k, |t| tree.rel(t) == Deprel::Parataxis));
            found.push(Piece { head: k, role: Role::Oblique, case: Vec::new(), words });
        } else if style == Style::Carb
            && tree.rel(k) == Deprel::Advcl
            && tree.kids_by(k, Deprel::Mark).next().is_some()
        {
            let words = trim(tree, tree.subtree(k, |t| tree.rel(t) == Deprel::Parataxis));
            found.push(Piece { head: k, role: Role::Oblique, case: Vec::new(), words });
        } else if style == Style::Carb
            && tree.rel(k) == Deprel::Advmod
            && matches!(tree.upos(k), Upos::Adv)
            && tree.lemma(k).len() > 3
            && crate::lexicon::is("time-noun", tree.lemma(k))
        {
            found.push(Piece {
                head: k,
                role: Role::Oblique,
                case: Vec::new(),
                words: tree.subtree(k, |_| false),
            });
        }
    }
    // The gap of a relative clause, and objects shared by coordinated verbs.
    for a in proposition.arguments.iter().filter(|a| a.role == Role::Object) {
        if !found.iter().any(|p| p.head == a.head)
            && Some(a.head) != proposition.subject
            && !proposition.relation.starts_with("is-")
            && proposition.construction == Construction::Active
        {
            found.insert(
                0,
                Piece {
                    head: a.head,
                    role: Role::Object,
                    case: Vec::new(),
                    words: noun_words(tree, a.head, style),
                },
            );
        }
    }
    found
}

fn clausal(tree: &Tree, proposition: &Proposition, style: Style) -> Vec<Rendered> {
    let predicate = proposition.predicate;
    // A passive with its agent is turned round again.
    let flipped =
        proposition.construction == Construction::Passive && !proposition.relation.starts_with("is-");
    let subject = if flipped {
        proposition.arguments.iter().find(|a| a.role == Role::Object).map(|a| a.head)
    } else {
        proposition.subject
    };
    let Some(subject) = subject else { return Vec::new() };
    let copula = proposition.construction == Construction::Copula;
    let mut group = if copula {
        let mut words: Vec<usize> = proposition.words.iter().copied().filter(|&w| w != predicate).collect();
        words.extend(tree.kids_by(predicate, Deprel::Advmod).filter(|&k| is_negation(tree, k)));
        words.sort_unstable();
        words.dedup();
        words
    } else {
        verb_group(tree, predicate)
    };
    if copula && group.is_empty() {
        return Vec::new();
    }
    let participle = !copula
        && tree.rel(predicate) == Deprel::Acl
        && tree.xpos(predicate) == Xpos::Vbn
        && style == Style::Carb;
    let all = pieces(tree, proposition, style);
    let mut pieces: Vec<Piece> = Vec::new();
    if copula {
        let case = tree.case(predicate);
        pieces.push(Piece {
            head: predicate,
            role: Role::Complement,
            case,
            words: noun_words(tree, predicate, style),
        });
        if tree.upos(predicate) == Upos::Adj {
            let short = tree.subtree(predicate, |t| {
                tree.head(t) == Some(predicate)
                    && !(tree.rel(t) == Deprel::Advmod && t < predicate && !is_negation(tree, t))
            });
            pieces[0].words = short;
        }
    }
    let (before, after): (Vec<Piece>, Vec<Piece>) = all.into_iter().partition(|p| p.head < predicate);
    pieces.extend(after);
    // The complement first: object, then the others as they stand.
    pieces.sort_by_key(|p| match p.role {
        Role::Indirect => 0,
        Role::Object => 1,
        _ => 2,
    });
    let subjects: Vec<usize> =
        if tree.rel(subject) == Deprel::Conj { vec![subject] } else { tree.conjuncts(subject) };
    // A noun's own participle is no part of the noun that it says something of.
    let noun = |tree: &Tree, head: usize, style: Style| {
        let words = noun_words(tree, head, style);
        if words.contains(&predicate) && tree.dominates(head, predicate) {
            let branch: Vec<usize> = tree.subtree(predicate, |_| false);
            tree.words(&trim(tree, words.into_iter().filter(|w| !branch.contains(w)).collect()))
        } else {
            noun(tree, head, style)
        }
    };
    let words_of = |words: &[usize]| tree.words(words);
    let mut out = Vec::new();
    match style {
        Style::Carb => {
            let pieces: Vec<Piece> = pieces.into_iter().chain(before).collect();
            let Some((first, rest)) = pieces.split_first() else { return out };
            if copula
                && tree.upos(predicate) == Upos::Adj
                && rest.iter().any(|p| p.role == Role::Oblique && p.head > predicate && !p.case.is_empty())
                && first.case.is_empty()
            {
                // `is critical of | the plan`
                group.extend(first.words.iter().copied());
                let Some(at) = rest
                    .iter()
                    .position(|p| p.role == Role::Oblique && p.head > predicate && !p.case.is_empty())
                else {
                    return out;
                };
                group.extend(rest[at].case.iter().copied());
                let mut parts = vec![words_of(&group), words_of(&rest[at].words)];
                parts.extend(rest.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, p)| full(tree, p)));
                for &s in &subjects {
                    let mut with = vec![noun(tree, s, style)];
                    with.extend(parts.iter().cloned());
                    out.push((with, s, rest[at].head));
                }
                return out;
            }
            let mut relation = words_of(&group);
            if participle {
                relation = format!("was {relation}");
            }
            if !first.case.is_empty() {
                relation = format!("{relation} {}", words_of(&first.case));
            }
            let further: Vec<String> = rest.iter().map(|p| full(tree, p)).collect();
            let heads = if matches!(first.role, Role::Complement) && !copula {
                vec![first.head]
            } else {
                tree.conjuncts(first.head)
            };
            for &s in &subjects {
                for &o in &heads {
                    let object = if o == first.head { words_of(&first.words) } else { noun(tree, o, style) };
                    let mut parts = vec![noun(tree, s, style), relation.clone(), object];
                    parts.extend(further.iter().cloned());
                    out.push((parts, s, o));
                }
            }
        }
        Style::Benchie => {
            for &s in &subjects {
                let mut relation = group.clone();
                for piece in pieces.iter().filter(|p| p.role != Role::Complement || copula) {
                    for o in tree.conjuncts(piece.head) {
                        let mut with = relation.clone();
                        let case = if o == piece.head || tree.case(o).is_empty() {
                            piece.case.clone()
                        } else {
                            tree.case(o)
                        };
                        with.extend(case);
                        let words =
                            if o == piece.head { piece.words.clone() } else { noun_words(tree, o, style) };
                        out.push((vec![noun(tree, s, style), words_of(&with), words_of(&words)], s, o));
                        // `became a justice of | the court`
                        for inner in tree
                            .kids_by(o, Deprel::Nmod)
                            .filter(|&k| k > o && !tree.preposition(k).is_empty())
                        {
                            let mut deep = with.clone();
                            deep.extend(tree.subtree(o, |t| {
                                tree.head(t) == Some(o)
                                    && !(matches!(
                                        tree.rel(t).universal(),
                                        Deprel::Det | Deprel::Amod | Deprel::Compound | Deprel::Nummod
                                    ))
                            }));
                            deep.extend(tree.case(inner));
                            for i in tree.conjuncts(inner) {
                                out.push((
                                    vec![
                                        noun(tree, s, style),
                                        words_of(&deep),
                                        words_of(&noun_words(tree, i, style)),
                                    ],
                                    s,
                                    i,
                                ));
                            }
                        }
                    }
                    relation.extend(piece.case.iter().copied());
                    relation.extend(piece.words.iter().copied());
                }
                for piece in &before {
                    let mut with = group.clone();
                    with.extend(piece.case.iter().copied());
                    out.push((
                        vec![noun(tree, s, style), words_of(&with), words_of(&piece.words)],
                        s,
                        piece.head,
                    ));
                }
            }
        }
    }
    out
}

/// A further argument with its preposition.
fn full(tree: &Tree, piece: &Piece) -> String {
    let mut words = piece.case.clone();
    words.extend(piece.words.iter().copied());
    tree.words(&words)
}
