//! Facts that a clause gives beside those of its arguments: whom an event killed, what somebody was sentenced to, when
//! something happened of which nothing else is said, what several did to each other.

use super::extract::Writer;
use super::filler::Filler;
use crate::analyse::{Deprel, Xpos};
use crate::clause::{Construction, Proposition, Role, Tree};
use crate::coref;
use crate::lexicon::{self, EntityType};

impl Writer<'_> {
    /// `was founded in 1994`, `broke out on 3 November`: where nothing else is said, when it was is the fact.
    pub(super) fn dated(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        subjects: &[Filler],
        qualifiers: &[(String, String)],
    ) {
        let others = proposition.arguments.iter().any(|a| {
            !(a.role == Role::Oblique
                && (coref::is_time(tree, a.head) || lexicon::is("place-prep", &a.preposition)))
        });
        let clause = tree.kids(proposition.predicate).iter().any(|&k| {
            matches!(tree.rel(k).universal(), Deprel::Ccomp | Deprel::Xcomp | Deprel::Obj | Deprel::Csubj)
        });
        if others || clause {
            return;
        }
        let when = proposition.arguments.iter().find(|a| {
            matches!(a.preposition.as_str(), "in" | "on" | "at" | "by" | "since")
                && self.timeline.at(sentence, a.head).is_some()
        });
        let Some(when) = when else { return };
        let relation = format!("{}-{}", proposition.relation, when.preposition);
        let rest: Vec<(String, String)> =
            qualifiers.iter().filter(|(kind, _)| kind != "time").cloned().collect();
        for o in self.fillers(tree, sentence, when.head) {
            for &s in subjects {
                self.fact(tree, sentence, proposition, &relation, s, o, &rest);
            }
        }
    }

    /// `sentenced her to six years in prison`, `was banned for two matches`: what somebody gets is the point.
    pub(super) fn penalty(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        qualifiers: &[(String, String)],
    ) {
        let verb = proposition.predicate;
        let form = tree.form(verb).to_lowercase();
        if !lexicon::is("penalty-verb", tree.lemma(verb)) || !matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbn)
        {
            return;
        }
        let given = proposition.arguments.iter().find(|a| {
            a.role == Role::Oblique
                && matches!(a.preposition.as_str(), "to" | "for")
                && tree.kids_by(a.head, Deprel::Nummod).next().is_some()
                && (coref::is_time(tree, a.head) || lexicon::is("contest-noun", tree.lemma(a.head)))
        });
        let agentless =
            proposition.construction == Construction::Passive && proposition.relation.starts_with("is-");
        let object = proposition.arguments.iter().find(|a| a.role == Role::Object).map(|a| a.head);
        let whom = if agentless { proposition.subject } else { object };
        let (Some(given), Some(whom)) = (given, whom) else { return };
        let relation = format!("is-{form}-{}", given.preposition);
        let rest: Vec<(String, String)> =
            qualifiers.iter().filter(|(kind, _)| kind != "extent" && kind != "duration").cloned().collect();
        let mut words = tree.subtree(given.head, |t| match tree.rel(t).universal() {
            Deprel::Case => tree.head(t) == Some(given.head),
            Deprel::Acl | Deprel::Punct => true,
            // `four and a half years`
            Deprel::Conj if tree.lemma(t) == "half" => false,
            Deprel::Conj => !tree.adds_up(t),
            Deprel::Cc => !tree.head(t).is_some_and(|h| tree.adds_up(h) || tree.lemma(h) == "half"),
            _ => false,
        });
        words.extend(custody(tree, given.head, verb, words.last().map_or(given.head, |l| l + 1)));
        let entity = self.chains.describe(&tree.words(&words), EntityType::Quantity, &[]);
        for s in self.fillers(tree, sentence, whom) {
            self.fact(tree, sentence, proposition, &relation, s, Filler { entity, head: given.head }, &rest);
        }
    }

    /// `faces up to ten years in prison`: so long, and where.
    pub(super) fn term(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        qualifiers: &[(String, String)],
    ) {
        let verb = proposition.predicate;
        if proposition.construction != Construction::Active || !lexicon::is("term-verb", tree.lemma(verb)) {
            return;
        }
        let object =
            proposition.arguments.iter().find(|a| a.role == Role::Object && coref::is_time(tree, a.head));
        let (Some(object), Some(subject)) = (object.map(|a| a.head), proposition.subject) else { return };
        let own = tree.subtree(object, |t| tree.rel(t) == Deprel::Nmod && tree.head(t) == Some(object));
        let behind = own.last().map_or(object, |l| l + 1);
        let place = custody(tree, object, verb, behind);
        if place.is_empty() {
            return;
        }
        let words: Vec<usize> = own.into_iter().chain(place).collect();
        let entity = self.chains.describe(&tree.words(&words), EntityType::Quantity, &[]);
        let rest: Vec<(String, String)> =
            qualifiers.iter().filter(|(kind, _)| kind != "place").cloned().collect();
        for s in self.fillers(tree, sentence, subject) {
            self.fact(
                tree,
                sentence,
                proposition,
                &proposition.relation,
                s,
                Filler { entity, head: object },
                &rest,
            );
        }
    }

    /// `A and B exchanged fire`: A with B.
    pub(super) fn reciprocal(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        subjects: &[Filler],
        qualifiers: &[(String, String)],
    ) {
        let Some(object) = proposition.arguments.iter().find(|a| a.role == Role::Object) else { return };
        let name = tree.lemma(object.head).to_owned();
        let relation = format!("{}-{name}-with", proposition.relation);
        let Some((&first, rest)) = subjects.split_first() else { return };
        for &other in rest {
            self.fact(tree, sentence, proposition, &relation, first, other, qualifiers);
        }
    }

    /// `80 people were killed in the crash`: the crash kills them. Whether it was said so.
    pub(super) fn harm(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        qualifiers: &[(String, String)],
    ) -> bool {
        let verb = tree.lemma(proposition.predicate);
        let agentless =
            proposition.construction == Construction::Passive && proposition.relation.starts_with("is-");
        // `a fire in which 23 people died`
        let dies = proposition.construction == Construction::Active && lexicon::is("die-verb", verb);
        if !(agentless && lexicon::is("kill-verb", verb) || dies) {
            return false;
        }
        let Some(victim) = proposition.subject else { return false };
        if dies && self.chains.of(sentence, victim).is_some_and(|c| self.chains.chains[c].proper) {
            return false;
        }
        let cause = proposition.arguments.iter().find(|a| {
            matches!(a.preposition.as_str(), "in" | "by" | "during")
                && self
                    .chains
                    .of(sentence, a.head)
                    .is_some_and(|c| self.chains.chains[c].kind == EntityType::Event)
        });
        let Some(cause) = cause else { return false };
        let relation = lexicon::third_person(if dies { "kill" } else { verb });
        let before = self.facts.len();
        for s in self.fillers(tree, sentence, cause.head) {
            for o in self.fillers(tree, sentence, victim) {
                self.fact(tree, sentence, proposition, &relation, s, o, qualifiers);
            }
        }
        self.facts.len() > before
    }
}

/// `in prison`, behind how long.
fn custody(tree: &Tree, time: usize, verb: usize, behind: usize) -> Vec<usize> {
    let held =
        |&k: &usize| lexicon::is("custody-noun", tree.lemma(k)) && tree.case(k).first() == Some(&behind);
    let place = tree.kids_by(time, Deprel::Nmod).chain(tree.kids_by(verb, Deprel::Obl)).find(held);
    place.map_or(Vec::new(), |place| tree.case(place).into_iter().chain([place]).collect())
}
