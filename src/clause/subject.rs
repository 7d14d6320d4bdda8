//! Who does what a predicate says: its own subject, or the one that its place in the sentence gives it.

use super::complement::link;
use super::predicate::{
    can_act, is_copular, is_finite, is_gerund, is_infinitive, is_passive, is_predicate, matrix, mind, outer,
};
use super::tree::Tree;
use crate::analyse::{Deprel, NameType, Upos, Xpos};
use crate::lexicon;

/// The subject of a predicate: its own, or the one that its place in the sentence gives it.
pub(super) fn subject(tree: &Tree, predicate: usize, depth: usize) -> Option<usize> {
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
        .rfind(|&k| {
            let first = tree.subtree(k, |_| false)[0];
            // `Elbar's fell by a tenth`: its shares did.
            let elliptic = tree
                .kids_by(k, Deprel::Case)
                .any(|c| tree.xpos(c) == Xpos::Pos && tree.parse.name_at(k).is_none_or(|n| n.end <= c));
            !elliptic
                && tree.kids_by(k, Deprel::Case).all(|c| tree.xpos(c) == Xpos::Pos)
                && (tree.lemma(first) != "by" || first == k)
        });
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
    let head = matrix(tree, predicate)?;
    match tree.rel(predicate) {
        Deprel::Conj => shared_subject(tree, predicate, head, depth),
        Deprel::Xcomp => controller(tree, head, depth),
        // `drivers will walk out, threatening supplies`: that they do threatens them.
        Deprel::Advcl if is_outcome(tree, predicate, head) => None,
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
        // `power was cut to prevent fires`: whoever cut it prevents them.
        Deprel::Advcl
            if is_infinitive(tree, predicate)
                && is_predicate(tree, head)
                && !is_copular(tree, head)
                && is_passive(tree, head)
                && subject(tree, head, depth + 1).is_none_or(|s| !can_act(tree, s)) =>
        {
            agent(tree, head)
        }
        Deprel::Advcl | Deprel::Ccomp if !is_finite(tree, predicate) => {
            // `found him guilty of taking it`
            if tree.rel(head) == Deprel::Xcomp {
                subject(tree, head, depth + 1)
            } else if tree.is_nominal(head) && !is_predicate(tree, head) {
                holder(tree, head, depth)
            } else {
                subject(tree, head, depth + 1)
            }
        }
        Deprel::Acl => acl_subject(tree, predicate, head, depth),
        _ => None,
    }
}

/// Whether a participle behind a comma says what the whole clause before it brings about, not what its subject does.
fn is_outcome(tree: &Tree, participle: usize, matrix: usize) -> bool {
    let alone = tree.xpos(participle) == Xpos::Vbg
        && participle > matrix
        && tree.kids(participle).iter().all(|&k| !matches!(tree.rel(k), Deprel::Mark | Deprel::Case));
    let comma = || {
        let first = tree.subtree(participle, |t| tree.rel(t) == Deprel::Punct)[0];
        first > 0 && tree.form(first - 1) == ","
    };
    let acts = || {
        let subject = tree.kid(matrix, Deprel::Nsubj)?;
        let person = tree.parse.name_at(subject).is_some_and(|n| n.kind == NameType::Person);
        Some(person || lexicon::noun_class(tree.lemma(subject)) == Some("person"))
    };
    // `walked off the job after talks collapsed, threatening supplies`
    let below = tree.rel(matrix) == Deprel::Advcl && is_finite(tree, matrix);
    alone && lexicon::is("outcome-verb", tree.lemma(participle)) && comma() && (below || acts() == Some(true))
}

/// Who acts in a passive, where it says so.
fn agent(tree: &Tree, verb: usize) -> Option<usize> {
    let by = |k: usize| {
        tree.rel(k) == Deprel::OblAgent || tree.rel(k) == Deprel::Obl && tree.preposition(k) == "by"
    };
    tree.kids(verb).iter().copied().find(|&k| by(k) && can_act(tree, k))
}

/// The subject that a coordinated predicate shares with the first; none for a clause of another form.
fn shared_subject(tree: &Tree, predicate: usize, first: usize, depth: usize) -> Option<usize> {
    let _ = predicate;
    if is_predicate(tree, first) { subject(tree, first, depth + 1) } else { None }
}

/// `fined the firm for polluting`, `barred him from leaving`: the object did or is to do it.
fn blamed(tree: &Tree, predicate: usize, matrix: usize) -> Option<usize> {
    let gerund = is_gerund(tree, predicate)
        && tree.kids(predicate).iter().any(|&k| {
            matches!(tree.rel(k), Deprel::Mark | Deprel::Case)
                && matches!(tree.lemma(k), "for" | "from" | "of" | "with" | "into" | "against")
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
    let thing = lexicon::nominalised_verb(tree.lemma(object)).is_some()
        && link(tree, predicate).and_then(|l| lexicon::complement(tree.lemma(matrix), l)).is_none();
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
pub(super) fn sent(tree: &Tree, predicate: usize, matrix: usize) -> Option<usize> {
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
    // `paid $3 million to settle it`: whoever paid settles it.
    let sum = tree.upos(object) == Upos::Sym || lexicon::is("currency", tree.lemma(object));
    (infinitive && controls && !sum && matches!(mind(tree, object), Some("person" | "group") | None))
        .then(|| tree.antecedent(object))
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
        // `drops plans to cut it`: whose plans they are.
        .filter(|&o| !lexicon::is("attitude-noun", tree.lemma(o)))
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
        && tree
            .head(noun)
            .is_some_and(|v| link(tree, verb).and_then(|l| lexicon::complement(tree.lemma(v), l)).is_some());
    if accused {
        return Some(tree.antecedent(noun));
    }
    // `became the first woman to win it`: who became it.
    if infinitive && tree.is_singled_out(noun) {
        if is_copular(tree, noun) || tree.rel(noun) == Deprel::Xcomp {
            return subject(tree, noun, depth + 1);
        }
        if tree.rel(noun) == Deprel::Appos {
            return tree.appositive_of(noun);
        }
    }
    // `is in talks to buy it`: who is in talks.
    if is_copular(tree, noun) && !tree.case(noun).is_empty() {
        return subject(tree, noun, depth + 1);
    }
    // `a loan to rebuild it`: a loan rebuilds nothing.
    let thought = infinitive
        && !can_act(tree, noun)
        && matches!(lexicon::noun_class(lemma), Some("act" | "communication" | "cognition" | "possession"));
    let held =
        lexicon::is("attitude-noun", lemma) || gerund_of || thought || tree.rel(noun) == Deprel::Obj && vague;
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
        // `left after a dispute over plans to build it`: whose plans, nobody says.
        Deprel::Obl
            if matches!(
                tree.preposition(noun).as_str(),
                "after"
                    | "over"
                    | "amid"
                    | "before"
                    | "during"
                    | "following"
                    | "despite"
                    | "because-of"
                    | "against"
                    | "at"
            ) =>
        {
            None
        }
        // `dropped a charge of bribery`: who bribed, it does not say.
        Deprel::Obj
            if lexicon::is("charge-noun", tree.lemma(noun))
                && lexicon::is("give-up-verb", tree.lemma(verb)) =>
        {
            None
        }
        Deprel::Obj | Deprel::Obl | Deprel::OblAgent | Deprel::Xcomp
            if is_predicate(tree, verb)
                && (tree.rel(noun) != Deprel::Obj
                    || ["light-verb", "have-verb", "wish", "plan", "give-up-verb"]
                        .iter()
                        .any(|set| lexicon::is(set, tree.lemma(verb)))) =>
        {
            subject(tree, verb, depth + 1)
        }
        // `left in protest at plans to end it`: those against whom they protest.
        Deprel::Nmod if matches!(tree.preposition(noun).as_str(), "at" | "over" | "against" | "about") => {
            None
        }
        Deprel::Conj | Deprel::Nmod => holder(tree, verb, depth + 1).filter(|_| depth < 8),
        Deprel::Nsubj | Deprel::NsubjPass => None,
        _ if is_copular(tree, noun) => subject(tree, noun, depth + 1),
        _ => None,
    }
}
