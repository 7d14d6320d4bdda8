//! What a verb needs beside its object: `found him guilty`, `left them without power`, `put the cost at 3 million`. It is
//! folded into the relation or stands beside the fact, or there is no fact of the object.

use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Argument, Construction, Proposition, Role, Tree};
use crate::coref;
use crate::lexicon;

/// The most words that stand beside a fact.
const LONGEST: usize = 8;

/// What becomes of a statement about a verb's object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// Verb and object say it.
    Whole,
    /// With this behind the verb: `leaves-open`.
    With(String),
    /// With a preposition and what is behind it beside the fact: `puts the army` (`on: high alert`).
    Beside(String, String),
    /// Without the rest it says something else, or nothing.
    Lost,
}

/// What a verb needs beside one of its objects.
pub(super) fn object(tree: &Tree, proposition: &Proposition, argument: &Argument) -> Object {
    let verb = proposition.predicate;
    let lemma = tree.lemma(verb);
    let active = proposition.construction == Construction::Active
        || proposition.construction == Construction::Passive && !proposition.relation.starts_with("is-");
    if !active || !matches!(argument.role, Role::Object | Role::Indirect) {
        return Object::Whole;
    }
    let after = |k: usize| k > argument.head.max(verb);
    // `kept it from falling`, `left the rooms staffed by consultants`, `wants parliament to act`
    let clause = tree.kids(verb).iter().copied().find(|&k| {
        after(k)
            && matches!(tree.rel(k), Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl)
            && matches!(tree.upos(k), Upos::Verb | Upos::Aux)
            && (tree.rel(k) != Deprel::Advcl || from(tree, k))
    });
    let participle = tree
        .kids_by(argument.head, Deprel::Acl)
        .any(|k| k > argument.head && k != verb && matches!(tree.xpos(k), Xpos::Vbn | Xpos::Vbg));
    if lexicon::is("raise-object", lemma) && clause.is_some()
        || lexicon::is("leave-so", lemma) && (clause.is_some() || participle)
    {
        return Object::Lost;
    }
    let complement = proposition.arguments.iter().find(|a| a.role == Role::Complement && after(a.head));
    if let Some(complement) = complement {
        // A statement of its own says what it is called or made.
        if lexicon::is("naming-verb", lemma)
            || lexicon::is("verdict-verb", lemma)
            || lexicon::is("object-complement", lemma) && tree.upos(complement.head) != Upos::Adj
        {
            return Object::Lost;
        }
        if lexicon::is("leave-so", lemma) {
            let alone = tree.kids(complement.head).is_empty() && complement.preposition.is_empty();
            return if alone {
                Object::With(format!("-{}", tree.form(complement.head).to_lowercase()))
            } else {
                Object::Lost
            };
        }
    }
    // `lent Fiji 60 million`, where the parser sees two objects
    let later = |a: &Argument| a.role == Role::Object && a.head > argument.head;
    if lexicon::is("recipient-verb", lemma)
        && argument.role == Role::Object
        && tree.upos(argument.head) == Upos::Propn
        && proposition.arguments.iter().any(later)
    {
        return Object::Lost;
    }
    // `called her the mother of the nation`, where the parser sees two objects
    let objects = proposition.arguments.iter().filter(|a| matches!(a.role, Role::Object | Role::Indirect));
    if lexicon::is("naming-verb", lemma) && objects.count() > 1 {
        return Object::Lost;
    }
    // `left homes and businesses without power`, where the parser ties `without power` to the businesses
    let without = |c: usize| tree.kids_by(c, Deprel::Nmod).find(|&k| tree.preposition(k) == "without");
    let leaves = lexicon::is("placed-without", lemma);
    if let Some(state) = tree.conjuncts(argument.head).into_iter().filter(|_| leaves).find_map(without) {
        return Object::Beside("without".into(), tree.form(state).to_owned());
    }
    if lexicon::is("as-verb", lemma) && tree.described_as(verb).is_some() {
        return Object::Lost;
    }
    let behind = proposition.arguments.iter().find(|a| {
        a.role == Role::Oblique
            && after(a.head)
            // `left the club in 2021`
            && !coref::is_time(tree, a.head)
            && lexicon::is(&format!("placed-{}", a.preposition), lemma)
    });
    match behind {
        None => Object::Whole,
        // `left them without power`
        Some(a) => {
            let words = tree.subtree(a.head, |t| {
                matches!(tree.rel(t), Deprel::Case) && tree.head(t) == Some(a.head)
                    || matches!(tree.rel(t), Deprel::Acl | Deprel::AclRelcl | Deprel::Punct)
            });
            if words.len() <= LONGEST {
                Object::Beside(a.preposition.clone(), tree.words(&words))
            } else {
                Object::Lost
            }
        }
    }
}

/// `kept it from falling`
fn from(tree: &Tree, clause: usize) -> bool {
    tree.xpos(clause) == Xpos::Vbg
        && tree
            .kids(clause)
            .iter()
            .any(|&k| matches!(tree.rel(k), Deprel::Mark | Deprel::Case) && tree.lemma(k) == "from")
}
