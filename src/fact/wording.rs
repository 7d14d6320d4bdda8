//! Which words say what a fact says: its relation, what is counted, what a predicate noun is.

use super::worth;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Argument, Construction, Proposition, Role, Tree};
use crate::{coref, lexicon};

/// Whether a verb tells somebody something that stands beside it.
pub(super) fn tells(tree: &Tree, verb: usize) -> bool {
    matches!(tree.lemma(verb), "tell" | "inform")
        && (tree.rel(verb) == Deprel::Parataxis
            || tree.kid(verb, Deprel::Ccomp).is_some()
            || tree.kid(verb, Deprel::Parataxis).is_some())
}

/// `one of the mills`, `a number of mills`: what is counted. Anything else is itself.
pub(super) fn quantified(tree: &Tree, head: usize) -> usize {
    if !matches!(
        tree.lemma(head),
        "one"
            | "number"
            | "some"
            | "many"
            | "most"
            | "example"
            | "all"
            | "any"
            | "each"
            | "variety"
            | "series"
            | "range"
            | "lot"
            | "majority"
    ) {
        return head;
    }
    let counted = tree.kids_by(head, Deprel::Nmod).find(|&k| tree.preposition(k) == "of" && k > head);
    // `a majority of three seats` is a majority.
    counted
        .filter(|&k| tree.lemma(head) != "majority" || tree.kids_by(k, Deprel::Nummod).next().is_none())
        .unwrap_or(head)
}

/// The words of a predicate noun or adjective.
pub(super) fn complement_words(tree: &Tree, head: usize) -> Vec<usize> {
    if tree.rel(head) == Deprel::NmodDesc {
        return coref::name_words(tree, head);
    }
    if tree.upos(head) == Upos::Adj || tree.upos(head) == Upos::Adv || tree.upos(head) == Upos::Verb {
        // `nearly nine metres long`
        let measured = |k: &usize| {
            *k < head
                && matches!(tree.rel(*k).universal(), Deprel::Obl | Deprel::Nmod)
                && tree.preposition(*k).is_empty()
                && tree.kids_by(*k, Deprel::Nummod).next().is_some()
        };
        let measure = tree.kids(head).iter().copied().find(measured);
        let mut words = tree.subtree(head, |t| {
            !(tree.rel(t).is(Deprel::Advmod)
                && t < head
                && !lexicon::is("negative", tree.lemma(t))
                && tree.head(t) == Some(head)
                && !matches!(
                    tree.lemma(t),
                    "also" | "just" | "still" | "now" | "then" | "however" | "usually" | "only"
                ))
        });
        words.extend(measure.into_iter().flat_map(|k| tree.subtree(k, |_| false)));
        words.sort_unstable();
        return words;
    }
    coref::name_words(tree, head)
}

/// The words of what is singled out, with what it is singled out of: `first woman to win the cup`, `largest port in Africa`.
pub(super) fn singled_words(tree: &Tree, head: usize) -> Vec<usize> {
    let own = coref::name_words(tree, head);
    let last = own.last().copied().unwrap_or(head);
    let more = |k: &usize| {
        let infinitive = tree.kids_by(*k, Deprel::Mark).any(|m| tree.lemma(m) == "to");
        *k > head && (tree.rel(*k) == Deprel::Nmod || tree.rel(*k) == Deprel::Acl && infinitive)
    };
    let beside = |t: usize| {
        matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis | Deprel::Advcl)
            || tree.rel(t) == Deprel::Punct && !tree.hyphenated(t.saturating_sub(1)).contains(&t)
    };
    let mut words: Vec<usize> =
        tree.kids(head).iter().copied().filter(more).flat_map(|k| tree.subtree(k, beside)).collect();
    // A gap would join what does not belong together.
    words.sort_unstable();
    let mut end = last;
    words.retain(|&t| {
        let next = t <= end + 1;
        if next {
            end = end.max(t);
        }
        next
    });
    words.extend(own);
    words.sort_unstable();
    words.dedup();
    words.truncate(16);
    words
}

/// The relation between a proposition's subject and one of its arguments; `None` where they say nothing together.
pub(crate) fn relation(
    tree: &Tree,
    proposition: &Proposition,
    argument: &Argument,
    has_object: bool,
) -> Option<String> {
    let base = &proposition.relation;
    match argument.role {
        // `promised the families 20 million`: not the families.
        Role::Indirect if has_object && lexicon::is("recipient-verb", tree.lemma(proposition.predicate)) => {
            Some(format!("{base}-to"))
        }
        Role::Indirect if lexicon::is("recipient-verb", tree.lemma(proposition.predicate)) => None,
        Role::Object | Role::Indirect => Some(base.clone()),
        Role::Agent => None,
        Role::Complement => match argument.preposition.as_str() {
            "" => Some(one_of(tree, proposition, argument).unwrap_or_else(|| base.clone())),
            preposition if base == "is" => Some(format!("is-{preposition}")),
            preposition => Some(format!("{base}-{preposition}")),
        },
        Role::Oblique if argument.preposition.is_empty() => None,
        Role::Oblique => {
            let preposition = argument.preposition.as_str();
            let loose = matches!(
                preposition,
                "according-to"
                    | "in-order"
                    | "because-of"
                    | "due-to"
                    | "despite"
                    | "as"
                    | "without"
                    | "amid"
                    | "amidst"
                    | "like"
                    | "than"
                    | "such-as"
                    | "in-addition-to"
                    | "in-terms-of"
                    | "in-regards-to"
                    | "as-of"
                    | "prior-to"
                    | "after"
                    | "following"
                    | "along-with"
                    | "together-with"
                    | "before"
                    | "until"
                    | "since"
                    | "by"
                    | "under"
                    | "per"
            );
            let clause = matches!(
                proposition.construction,
                Construction::Active | Construction::Passive | Construction::Copula
            );
            // `rose by 31 percent`
            let much = preposition == "by"
                && !has_object
                && lexicon::is("change-verb", tree.lemma(proposition.predicate))
                && worth::is_extent(tree, argument.head);
            if much {
                return Some(format!("{base}-by"));
            }
            if preposition == "of" && has_object
                || loose && (preposition != "as" || has_object)
                || clause && base == "is"
            {
                return None;
            }
            Some(format!("{base}-{preposition}"))
        }
    }
}

/// `one of the thieves, Ann Roe`, `firms such as Elbar`: one of several.
fn one_of(tree: &Tree, proposition: &Proposition, argument: &Argument) -> Option<String> {
    let plural = |t: usize| matches!(tree.xpos(t), Xpos::Nns | Xpos::Nnps);
    // `one of four Eurasian lynx`
    let several = |t: usize| plural(t) || tree.kid(t, Deprel::Nummod).is_some();
    let one = tree.lemma(argument.head) == "one"
        && quantified(tree, argument.head) != argument.head
        && several(quantified(tree, argument.head));
    let single = |t: usize| tree.upos(t) == Upos::Propn && !plural(t);
    let member = matches!(proposition.construction, Construction::Class | Construction::Apposition)
        && plural(argument.head)
        // `champions Elbar`: a team is all of them.
        && !lexicon::is("team-plural", &tree.form(argument.head).to_lowercase())
        && proposition.subject.is_some_and(single);
    (one || member).then(|| "is-one-of".to_owned())
}
