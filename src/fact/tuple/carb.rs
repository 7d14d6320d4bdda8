//! N-ary tuples with full noun phrases, `is` and `has` put in.

use super::pieces::{Piece, pieces, predicate_piece};
use super::words::{
    chains, copula_group, is_own_statement, name, noun, noun_words, subject, trim, verb_group,
};
use super::{Rendered, Style, surface_subject};
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Construction, Proposition, Role, Tree};

const STYLE: Style = Style::Carb;

/// The chain of mentions that a token of the sentence belongs to.
type ChainOf<'a> = &'a dyn Fn(usize) -> Option<usize>;

/// The tuples of a proposition.
pub(super) fn render(tree: &Tree, proposition: &Proposition, chain: ChainOf) -> Vec<Rendered> {
    let Some(s) = proposition.subject else { return Vec::new() };
    let p = proposition.predicate;
    let one = |subject: usize, parts: [String; 3], object: usize| {
        vec![Rendered { parts: parts.to_vec(), subject, object }]
    };
    match proposition.construction {
        Construction::Active | Construction::Passive | Construction::Copula => {
            clausal(tree, proposition, chain)
        }
        Construction::Apposition if tree.upos(s) != Upos::Verb => {
            one(s, [noun(tree, s, STYLE), "is".into(), noun(tree, p, STYLE)], p)
        }
        Construction::Title => {
            let words = tree.subtree(p, |t| tree.rel(t) == Deprel::NmodPoss);
            one(s, [name(tree, s), "is".into(), tree.words(&words)], p)
        }
        // A pronoun's `has` says little.
        Construction::Possessive if tree.upos(s) != Upos::Pron => {
            let words = tree.subtree(p, |t| {
                tree.head(t) == Some(p) && (tree.rel(t) == Deprel::NmodPoss || is_own_statement(tree, t))
            });
            one(s, [noun(tree, s, STYLE), "has".into(), tree.words(&trim(tree, words))], p)
        }
        Construction::Location => {
            let Some(place) = proposition.arguments.first() else { return Vec::new() };
            let relation = format!("is {}", place.preposition);
            one(s, [before(tree, s, place.head), relation, noun(tree, place.head, STYLE)], place.head)
        }
        Construction::Class => {
            let relation = format!("are {}", tree.words(&proposition.words));
            one(p, [before(tree, p, s), relation, noun(tree, s, STYLE)], s)
        }
        _ => Vec::new(),
    }
}

/// A noun with what stands before one of its branches.
fn before(tree: &Tree, head: usize, branch: usize) -> String {
    let first = tree.subtree(branch, |_| false).first().copied().unwrap_or(branch);
    let start = first.max(head + 1);
    let words = noun_words(tree, head, STYLE).into_iter().filter(|&w| w < start).collect();
    tree.words(&trim(tree, words))
}

/// The first name or noun of the sentence that a pronoun stands for; the pronoun itself where there is none.
fn named(tree: &Tree, pronoun: usize, chain: ChainOf) -> usize {
    if tree.upos(pronoun) != Upos::Pron {
        return pronoun;
    }
    let Some(own) = chain(pronoun) else { return pronoun };
    (0..pronoun)
        .find(|&t| chain(t) == Some(own) && tree.upos(t) != Upos::Pron)
        .filter(|&t| tree.is_nominal(t))
        .unwrap_or(pronoun)
}

/// Whether what stands around a token is told in the past.
fn is_past(tree: &Tree, token: usize) -> bool {
    let tense = |verb: usize| {
        let helpers = tree
            .kids(verb)
            .iter()
            .copied()
            .filter(|&k| tree.rel(k).is(Deprel::Aux) || tree.rel(k) == Deprel::Cop);
        std::iter::once(verb).chain(helpers).find_map(|t| match tree.xpos(t) {
            Xpos::Vbd => Some(true),
            Xpos::Vbz | Xpos::Vbp | Xpos::Md => Some(false),
            _ => None,
        })
    };
    tree.ancestors(token).find_map(tense).unwrap_or(false)
}

/// The form of `be` that agrees with a subject and with the tense around a participle or infinitive.
fn be(tree: &Tree, subject: usize, verb: usize) -> &'static str {
    let plural = matches!(tree.xpos(subject), Xpos::Nns | Xpos::Nnps)
        || matches!(tree.lemma(subject), "they" | "we" | "these" | "those");
    match (tree.xpos(verb) == Xpos::Vbn || is_past(tree, verb), plural) {
        (true, true) => "were",
        (true, false) => "was",
        (false, true) => "are",
        (false, false) => "is",
    }
}

/// What is put before a participle or infinitive that stands without auxiliary.
fn inserted(tree: &Tree, predicate: usize, subject: usize) -> Option<String> {
    let mut at = predicate;
    while let Some(head) =
        tree.head(at).filter(|&h| tree.rel(at) == Deprel::Conj && tree.xpos(h) == tree.xpos(predicate))
    {
        at = head;
    }
    if tree.kid(predicate, Deprel::Aux).is_some() {
        return None;
    }
    let infinitive = tree.kids_by(at, Deprel::Mark).any(|m| tree.lemma(m) == "to");
    let marked = tree.kids(at).iter().any(|&k| matches!(tree.rel(k), Deprel::Mark | Deprel::Case));
    match (tree.rel(at), tree.xpos(predicate)) {
        (Deprel::Acl, Xpos::Vbn) => Some(be(tree, subject, at).into()),
        (Deprel::Acl, Xpos::Vbg) | (Deprel::Advcl, Xpos::Vbg | Xpos::Vbn) if !marked => {
            Some(be(tree, subject, at).into())
        }
        (Deprel::Acl, Xpos::Vb) if infinitive && tree.head(at) == Some(subject) => {
            Some(format!("{} to", be(tree, subject, at)))
        }
        (Deprel::Acl | Deprel::Advcl, Xpos::Vb) if infinitive => Some("to".into()),
        _ => None,
    }
}

fn clausal(tree: &Tree, proposition: &Proposition, chain: ChainOf) -> Vec<Rendered> {
    let predicate = proposition.predicate;
    let Some(head) = surface_subject(proposition).map(|head| named(tree, head, chain)) else {
        return Vec::new();
    };
    let copula = proposition.construction == Construction::Copula;
    let group =
        if copula { copula_group(tree, proposition, STYLE) } else { verb_group(tree, predicate, STYLE) };
    let there =
        tree.kids(predicate).iter().any(|&k| tree.rel(k).is(Deprel::Expl) && tree.lemma(k) == "there");
    if group.is_empty() || there || matches!(tree.xpos(head), Xpos::Wp | Xpos::Wdt) {
        return Vec::new();
    }
    let all = pieces(tree, proposition, STYLE);
    // The verb before an infinitive is told with it.
    let chained = !copula
        && chains(tree, predicate)
        && tree.kids_by(predicate, Deprel::Xcomp).any(|k| k > predicate && tree.upos(k) == Upos::Verb);
    if chained && all.iter().all(|p| p.role == Role::Oblique) {
        return Vec::new();
    }
    let (fronted, behind): (Vec<Piece>, Vec<Piece>) =
        all.into_iter().partition(|p| p.head < predicate && p.role != Role::Complement);
    let mut pieces: Vec<Piece> =
        copula.then(|| predicate_piece(tree, predicate, STYLE)).into_iter().chain(behind).collect();
    // The complement first: object, then the others as they stand, what stands before the verb last.
    pieces.sort_by_key(|p| match p.role {
        Role::Indirect => 0,
        Role::Object => 1,
        Role::Complement => 2,
        Role::Agent => 3,
        Role::Oblique => 4,
    });
    pieces.extend(fronted);
    let mut relation = inserted(tree, predicate, head).map_or(String::new(), |put| format!("{put} "));
    relation += &tree.words(&group);
    let subjects = if tree.rel(head) == Deprel::Conj { vec![head] } else { tree.conjuncts(head) };
    let statement = Statement { tree, predicate, copula, subjects };
    if pieces.is_empty() {
        return if copula || chained { Vec::new() } else { statement.without_object(&relation) };
    }
    let Some(first) = first_argument(tree, proposition, &mut pieces) else { return Vec::new() };
    if !first.is_empty() {
        relation = format!("{relation} {first}");
    }
    statement.render(&relation, &pieces)
}

/// Puts the first argument in front; the words before it that belong to the relation.
fn first_argument(tree: &Tree, proposition: &Proposition, pieces: &mut Vec<Piece>) -> Option<String> {
    let predicate = proposition.predicate;
    let copula = proposition.construction == Construction::Copula;
    let (first, rest) = pieces.split_first()?;
    if copula && first.case.is_empty() && tree.upos(predicate) == Upos::Adj {
        // `is critical of | the plan`
        let oblique = |p: &Piece| p.role == Role::Oblique && p.head > predicate && !p.case.is_empty();
        if let Some(at) = rest.iter().position(oblique) {
            let mut words = first.words.clone();
            let argument = pieces.remove(at + 1);
            words.extend(argument.case.iter().copied());
            pieces[0] = Piece { case: Vec::new(), ..argument };
            return Some(tree.words(&words));
        }
    }
    // `was part of | the plan`: the noun belongs to what is said.
    let bare = copula
        && first.role == Role::Complement
        && first.case.is_empty()
        && tree.upos(predicate) == Upos::Noun
        && tree.xpos(predicate) == Xpos::Nn
        && tree.kid(predicate, Deprel::Det).is_none()
        && tree.kid(predicate, Deprel::NmodPoss).is_none()
        && tree.conjuncts(predicate).len() == 1;
    let inner = tree
        .kids_by(predicate, Deprel::Nmod)
        .find(|&k| bare && k > predicate && !tree.case(k).is_empty() && first.words.contains(&k));
    if let Some(inner) = inner {
        let case = tree.case(inner);
        let (mut kept, moved): (Vec<usize>, Vec<usize>) = first.words.iter().partition(|&&w| w < case[0]);
        let words: Vec<usize> = moved.into_iter().filter(|w| !case.contains(w)).collect();
        if !words.is_empty() {
            kept.extend(case);
            pieces[0] = Piece { head: inner, role: Role::Object, case: Vec::new(), words };
            return Some(tree.words(&kept));
        }
    }
    Some(tree.words(&std::mem::take(&mut pieces[0].case)))
}

/// What is said of each of some subjects.
struct Statement<'a> {
    tree: &'a Tree<'a>,
    predicate: usize,
    copula: bool,
    subjects: Vec<usize>,
}

impl Statement<'_> {
    fn subject(&self, head: usize) -> String {
        subject(self.tree, head, self.predicate, STYLE)
    }

    /// `the bridge | fell |`
    fn without_object(&self, relation: &str) -> Vec<Rendered> {
        let one = |&s: &usize| Rendered {
            parts: vec![self.subject(s), relation.to_owned(), String::new()],
            subject: s,
            object: self.predicate,
        };
        self.subjects.iter().map(one).collect()
    }

    /// One tuple for each subject with each of the coordinated first arguments, the others behind.
    fn render(&self, relation: &str, pieces: &[Piece]) -> Vec<Rendered> {
        let Some((first, rest)) = pieces.split_first() else { return Vec::new() };
        let further: Vec<String> = rest.iter().map(|p| p.full(self.tree)).collect();
        let clause = matches!(first.role, Role::Complement) && !self.copula;
        let heads = if clause { vec![first.head] } else { self.tree.conjuncts(first.head) };
        let mut out = Vec::new();
        for &s in &self.subjects {
            for &o in &heads {
                let own = o == first.head;
                let object = if own { self.tree.words(&first.words) } else { noun(self.tree, o, STYLE) };
                if object.is_empty() {
                    continue;
                }
                let mut parts = vec![self.subject(s), relation.to_owned(), object];
                parts.extend(further.iter().cloned());
                out.push(Rendered { parts, subject: s, object: o });
            }
        }
        out
    }
}
