//! What a sentence seems to say and does not: approval that is only wanted, a trial of the decade, somebody who is somebody
//! else.

use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::{Construction, Proposition, Tree};
use crate::coref::Chain;
use crate::lexicon::{self, EntityType};

/// Whether a statement about two things, each with the token that stands for it, is not what its sentence says.
pub(super) fn is_misread(
    tree: &Tree,
    proposition: &Proposition,
    (s, subject): (&Chain, usize),
    (o, object): (&Chain, usize),
    (relation, headline): (&str, bool),
) -> bool {
    // `that man was Bo Lund`, of whom the article has another name: nobody is somebody else.
    let somebody = |c: &Chain| c.proper && c.kind == EntityType::Person;
    if proposition.construction == Construction::Copula && relation == "is" && somebody(s) && somebody(o) {
        return true;
    }
    // `Sentencing Roe, Judge Lund said`: no office.
    if proposition.construction == Construction::Apposition
        && (tree.xpos(object) == Xpos::Vbg || o.name.ends_with("ing") && tree.upos(object) == Upos::Verb)
    {
        return true;
    }
    // `the largest trials of the decade`
    if proposition.construction == Construction::Nominalisation && o.kind == EntityType::Time {
        return true;
    }
    // `treated the museum as his private house`
    if proposition.construction == Construction::Possessive && tree.preposition(object) == "as" {
        return true;
    }
    // `requires approval in Peru`: there is none yet.
    let wanted = tree.rel(subject).is(Deprel::Obj)
        && tree.head(subject).is_some_and(|v| lexicon::is("unreal-verb", tree.lemma(v)));
    if proposition.construction == Construction::Location && wanted {
        return true;
    }
    // `Harbour master jailed over bribes`: he was.
    if headline
        && proposition.construction == Construction::Active
        && matches!(tree.xpos(proposition.predicate), Xpos::Vbd | Xpos::Vbn)
        && tree.rel(object).is(Deprel::Obl)
        && ["penalty-verb", "kill-verb", "hold-verb"]
            .iter()
            .any(|set| lexicon::is(set, tree.lemma(proposition.predicate)))
    {
        return true;
    }
    // `a study by the chemist Ann Roe`: nobody is a study.
    if proposition.construction == Construction::Apposition
        && proposition.relation == "is"
        && s.proper
        && s.kind == EntityType::Person
        && matches!(o.kind, EntityType::Work | EntityType::Event | EntityType::Time | EntityType::Place)
    {
        return true;
    }
    // `three firms based in York and Leeds`: some in one, some in the other.
    let based = proposition.construction == Construction::Passive
        && matches!(tree.lemma(proposition.predicate), "base" | "locate" | "situate");
    let places = (proposition.construction == Construction::Location || based)
        && !s.proper
        && matches!(tree.xpos(subject), Xpos::Nns | Xpos::Nnps)
        && (tree.rel(object) == Deprel::Conj || tree.conjuncts(object).len() > 1);
    if places {
        return true;
    }
    // `is too short for ships`: it is not for them.
    let too = |t: usize| tree.kids_by(t, Deprel::Advmod).any(|k| tree.lemma(k) == "too" && k < t);
    if proposition.construction == Construction::Copula && too(proposition.predicate) {
        return true;
    }
    // `who together hold 38 percent`: neither of them does.
    let together = tree
        .kids_by(proposition.predicate, Deprel::Advmod)
        .any(|k| matches!(tree.lemma(k), "together" | "jointly" | "collectively"));
    let several = tree.conjuncts(subject).len() > 1 || tree.rel(subject) == Deprel::Conj;
    if together && several && matches!(o.kind, EntityType::Quantity) {
        return true;
    }
    // `would have taken us a decade`
    if o.kind == EntityType::Time && tree.lemma(proposition.predicate) == "take" {
        return true;
    }
    // `the campaign asked for a recount`: those behind it did.
    let speaks = ["say", "speech-act"].iter().any(|set| lexicon::is(set, tree.lemma(proposition.predicate)))
        || tree.lemma(proposition.predicate) == "ask";
    if proposition.construction == Construction::Active && speaks && s.kind == EntityType::Event {
        return true;
    }
    // `had 50 percent against 49 for Roe`
    if relation.ends_with("-against") && lexicon::is("have-verb", tree.lemma(proposition.predicate)) {
        return true;
    }
    false
}
