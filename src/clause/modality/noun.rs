//! How a clause behind a noun is put forward: what somebody plans, may or wishes to do, reports or fears.

use super::super::predicate::{is_finite, is_predicate};
use super::super::proposition::Speaker;
use super::super::status::Status;
use super::{Modality, Stance};
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;

impl Modality<'_> {
    /// An infinitive or gerund behind a noun: a wish, plan or chance; any other noun's is its purpose.
    pub(super) fn behind_noun(&self, clause: usize, noun: usize) -> Stance {
        let tree = self.tree;
        let infinitive = tree.kids_by(clause, Deprel::Mark).any(|k| tree.lemma(k) == "to");
        let gerund = tree.kids(clause).iter().any(|&k| matches!(tree.rel(k), Deprel::Mark | Deprel::Case));
        if let Some(stance) = self.content(clause, noun) {
            return stance;
        }
        if !infinitive && !gerund {
            return self.said_of(clause, noun);
        }
        // `accused the firm of hiding it`, `cleared on a charge of hiding it`
        let verb = tree.head(noun).filter(|&v| gerund && !infinitive && is_predicate(tree, v));
        let outer = verb.map_or_else(Stance::default, |v| self.walk(v, 1));
        if gerund
            && !infinitive
            && let Some(stance) = self.decided(clause, noun, outer)
        {
            return stance;
        }
        // `the first woman to win`: she has won.
        let first = tree.kids_by(noun, Deprel::Amod).any(|k| {
            matches!(tree.lemma(k), "first" | "second" | "third" | "last" | "only" | "latest")
                || tree.xpos(k) == Xpos::Jjs
        }) && self.noun_status(noun).is_none();
        // `needed six hours to put out the fire`: it was put out.
        let spent = lexicon::noun_class(tree.lemma(noun)) == Some("time") && self.noun_status(noun).is_none();
        let status = self.noun_status(noun).unwrap_or(if infinitive && !first && !spent {
            Status::Planned
        } else {
            Status::Asserted
        });
        let around = tree
            .head(noun)
            .filter(|&h| is_predicate(tree, h))
            .is_some_and(|h| self.own(h).status == Status::Denied);
        let denied = around
            || tree.lemma(noun) == "failure"
            || tree.lemma(noun) == "refusal"
            || self.is_given_up(noun)
            || self.is_negated_noun(noun);
        // `seek opportunities to help`: what is sought is wished for.
        let sought = tree.rel(noun) == Deprel::Obj
            && tree.head(noun).is_some_and(|v| lexicon::is("wish", tree.lemma(v)));
        let status = if sought { Status::Desired } else { status };
        let by = self
            .is_given_up(noun)
            .then(|| tree.head(noun).map(|verb| self.walk(verb, 1).by))
            .flatten()
            .flatten();
        let by = by.or_else(|| is_predicate(tree, noun).then(|| self.walk(noun, 1).by).flatten());
        Stance { status: if denied { Status::Denied } else { status }, by }
    }

    /// A participle or relative clause that tells which ones a noun means: `said that he had paid it to accounts held by his
    /// uncle` says this too; `a trial involving 6,000 patients is planned` involves none yet. What stands behind a comma, or
    /// with a noun that the reader is to know, the writer adds.
    pub(super) fn said_of(&self, clause: usize, noun: usize) -> Stance {
        let tree = self.tree;
        let begin = tree.subtree(clause, |t| tree.rel(t) == Deprel::Punct)[0];
        let aside =
            begin > 0 && tree.upos(begin - 1) == Upos::Punct && !matches!(tree.form(begin - 1), "\"" | "“");
        let known = tree.upos(noun) != Upos::Noun
            || tree.kids(noun).iter().any(|&k| {
                tree.rel(k) == Deprel::NmodPoss
                    || tree.rel(k).is(Deprel::Det)
                        && !matches!(tree.lemma(k), "a" | "an" | "some" | "any" | "no")
            });
        if aside || known {
            return Stance::default();
        }
        let Some(around) = tree.ancestors(clause).find(|&a| is_predicate(tree, a)) else {
            return Stance::default();
        };
        let planned = tree.rel(noun) == Deprel::NsubjPass
            && tree.head(noun) == Some(around)
            && lexicon::is("schedule-verb", tree.lemma(around))
            && self.own(around).status != Status::Denied;
        if planned {
            return Stance { status: Status::Planned, by: self.walk(around, 1).by };
        }
        let outer = self.walk(around, 1);
        // `two men held there had fled, police said`, `said prosecutors looking into it`: that they were held the writer says.
        let within =
            |by: Speaker| by.sentence == self.sentence && by.head < noun && !tree.dominates(by.head, clause);
        match outer.status {
            _ if !outer.by.is_some_and(within) => Stance::default(),
            Status::Reported => outer,
            _ if self.own(clause).status != Status::Asserted => {
                Stance { status: Status::Asserted, by: outer.by }
            }
            _ => Stance::default(),
        }
    }

    /// What a noun makes of its complement.
    pub(in crate::clause) fn noun_status(&self, noun: usize) -> Option<Status> {
        let lemma = self.tree.lemma(noun);
        if lexicon::is("wish-noun", lemma) {
            Some(Status::Desired)
        } else if lexicon::is("possible-noun", lemma) {
            Some(Status::Possible)
        } else if lexicon::is("plan-noun", lemma) {
            Some(Status::Planned)
        } else {
            None
        }
    }

    /// A clause with a tense of its own that says what a noun is about: `a report that …`, `fears that …`.
    pub(super) fn content(&self, clause: usize, noun: usize) -> Option<Stance> {
        let tree = self.tree;
        let marked = tree.kids_by(clause, Deprel::Mark).any(|m| matches!(tree.lemma(m), "that" | "whether"));
        if !marked || !is_finite(tree, clause) {
            return None;
        }
        let lemma = tree.lemma(noun);
        let verb = tree.head(noun).filter(|&v| tree.rel(noun) == Deprel::Obj && is_predicate(tree, v));
        // `there is no evidence that it caused deaths`
        if self.is_negated_noun(noun) {
            let around = tree.head(noun).filter(|&v| is_predicate(tree, v)).unwrap_or(noun);
            return Some(Stance { status: Status::Denied, by: self.walk(around, 1).by });
        }
        let rejected = |v: usize| lexicon::is("deny-say", tree.lemma(v)) || tree.lemma(v) == "dismiss";
        if let Some(verb) = verb.filter(|&v| rejected(v)) {
            return Some(Stance { status: Status::Denied, by: self.speaker(verb) });
        }
        let status = if lexicon::is("doubt-noun", lemma) {
            Status::Possible
        } else if lexicon::is("wish-noun", lemma) {
            Status::Desired
        } else if lexicon::is("speech-noun", lemma) && !lexicon::is("fact-noun", lemma) {
            Status::Reported
        } else {
            return None;
        };
        let owner = tree.kids_by(noun, Deprel::Nmod).find(|&k| tree.rel(k) == Deprel::NmodPoss);
        let by = owner.map(|head| self.in_sentence(tree.antecedent(head)));
        // `said in a statement that …`
        let around = tree.head(noun).filter(|&v| self.is_speech(v));
        let by = by.or(around.and_then(|v| self.speaker(v)));
        Some(Stance { status, by })
    }

    /// Whether what a noun promises or plans is given up: `broke a promise`, `scrapped the plan`.
    pub(super) fn is_given_up(&self, noun: usize) -> bool {
        let tree = self.tree;
        tree.rel(noun) == Deprel::Obj
            && tree.head(noun).is_some_and(|verb| lexicon::is("give-up-verb", tree.lemma(verb)))
    }

    /// `no one`, `no injuries`, `none of them`
    pub(super) fn is_negated_noun(&self, noun: usize) -> bool {
        let tree = self.tree;
        // `made almost no costumes`: a few.
        let hardly = |k: usize| k > 0 && matches!(tree.lemma(k - 1), "almost" | "virtually" | "practically");
        matches!(tree.lemma(noun), "nobody" | "nothing" | "none")
            || tree.kids(noun).iter().any(|&k| {
                tree.lemma(k) == "no" && matches!(tree.rel(k), Deprel::Det | Deprel::Advmod) && !hardly(k)
                    || tree.lemma(k) == "neither"
                        && matches!(tree.rel(k), Deprel::Det | Deprel::CcPreconj | Deprel::Cc)
                    || tree.lemma(k) == "not" && matches!(tree.rel(k), Deprel::Advmod)
            })
    }
}
