//! How likely a fact or tuple is right: a logistic model over what is known when it is read.
//!
//! `models/confidence.tsv` holds the weights; `training/confidence.py` fits them to facts that people have judged, so
//! that of those with confidence 0.9 nine in ten are right.

use crate::analyse::{Deprel, Upos};
use crate::clause::{Construction, Proposition, Role, Tree};
use crate::lexicon;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is judged: facts and tuples of the two styles are right in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Judged {
    Fact,
    Carb,
    Benchie,
}

const WEIGHTS: &str = include_str!("../../models/confidence.tsv");

type Weights = FxHashMap<(&'static str, &'static str), f64>;

fn weights() -> &'static Weights {
    static TABLE: LazyLock<Weights> = LazyLock::new(|| {
        let row = |line: &'static str| {
            let mut columns = line.split('\t');
            let (judged, feature) = (columns.next()?, columns.next()?);
            Some(((judged, feature), columns.next()?.parse().ok()?))
        };
        WEIGHTS.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
    });
    &TABLE
}

/// What the model looks at, by name. A feature that it has no weight for counts nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(Vec<(&'static str, f64)>);

impl Features {
    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        self.0.iter().copied()
    }

    /// Adds a feature.
    pub(super) fn add(&mut self, name: &'static str, value: f64) {
        self.0.push((name, value));
    }

    /// Adds a feature that is there or not.
    pub(super) fn flag(&mut self, name: &'static str, there: bool) {
        if there {
            self.add(name, 1.0);
        }
    }

    /// How likely what has these features is right, in thousandths.
    pub(super) fn probability(&self, judged: Judged) -> f64 {
        let judged = match judged {
            Judged::Fact => "fact",
            Judged::Carb => "carb",
            Judged::Benchie => "benchie",
        };
        let weight = |name| weights().get(&(judged, name)).copied().unwrap_or(0.0);
        let sum = weight("bias") + self.0.iter().map(|(name, value)| weight(name) * value).sum::<f64>();
        // Rounded, so that the last digits of `exp` on another machine make no difference.
        (1000.0 / (1.0 + (-sum).exp())).round() / 1000.0
    }

    /// What a proposition and two of its arguments (head tokens) show.
    pub(super) fn of(tree: &Tree, proposition: &Proposition, subject: usize, object: usize) -> Features {
        let mut found = Features::default();
        found.add(construction(proposition.construction), 1.0);
        found.add(place(tree, proposition), 1.0);
        // How sure the parser is of the arcs, as the log of its odds, the least sure and all together.
        let odds = |token: usize| {
            let p = tree.certainty(token).clamp(0.002, 0.998);
            (p / (1.0 - p)).ln()
        };
        let arcs = [subject, object, proposition.predicate].map(odds);
        found.add("odds-least", arcs.into_iter().fold(f64::MAX, f64::min));
        found.add("odds-mean", arcs.into_iter().sum::<f64>() / 3.0);
        found.add("sentence-length", (tree.len() as f64).ln());
        found.add("distance", (subject.abs_diff(object) as f64 + 1.0).ln());
        let pronoun = |t: usize| tree.upos(t) == Upos::Pron;
        found.flag("subject-pronoun", pronoun(subject));
        found.flag("object-pronoun", pronoun(object));
        found.flag("subject-name", tree.upos(subject) == Upos::Propn);
        found.flag("object-name", tree.upos(object) == Upos::Propn);
        found.flag("object-before-subject", object < subject);
        found.flag("subject-shared", tree.head(subject) != Some(proposition.predicate));
        found.flag("conjunct", tree.rel(subject) == Deprel::Conj || tree.rel(object) == Deprel::Conj);
        let role = proposition.arguments.iter().find(|a| a.head == object).map(|a| a.role);
        found.flag("object-oblique", role == Some(Role::Oblique));
        found.flag("object-complement", role == Some(Role::Complement));
        found.flag("status-asserted", proposition.status == crate::clause::Status::Asserted);
        found.flag("status-reported", proposition.status == crate::clause::Status::Reported);
        found.flag("attributed", proposition.by.is_some());
        found.flag("light-verb", lexicon::is("light-verb", tree.lemma(proposition.predicate)));
        found.flag("be-verb", lexicon::is("be-verb", tree.lemma(proposition.predicate)));
        found
    }
}

fn construction(construction: Construction) -> &'static str {
    match construction {
        Construction::Active => "active",
        Construction::Passive => "passive",
        Construction::Copula => "copula",
        Construction::Apposition => "apposition",
        Construction::Title => "title",
        Construction::Possessive => "possessive",
        Construction::Nominalisation => "nominalisation",
        Construction::Relational => "relational",
        Construction::Class => "class",
        Construction::Location => "location",
        Construction::Demonym => "demonym",
    }
}

/// Whether a clause is what its sentence says, or one beside it by `and`.
pub(super) fn is_main(tree: &Tree, proposition: &Proposition) -> bool {
    place(tree, proposition) == "in-main-clause"
}

/// Where the predicate stands: main clauses say what they say; the deeper a clause, the less surely it is a statement
/// of its own.
fn place(tree: &Tree, proposition: &Proposition) -> &'static str {
    let mut at = proposition.predicate;
    while let Some(head) = tree.head(at).filter(|_| tree.rel(at) == Deprel::Conj) {
        at = head;
    }
    let infinitive = tree.kids_by(proposition.predicate, Deprel::Mark).any(|m| tree.lemma(m) == "to");
    match tree.rel(at) {
        _ if infinitive => "in-infinitive",
        Deprel::Root => "in-main-clause",
        Deprel::Parataxis => "in-parataxis",
        Deprel::AclRelcl => "in-relative-clause",
        Deprel::Ccomp => "in-complement-clause",
        Deprel::Advcl => "in-adverbial-clause",
        Deprel::Acl => "in-participle",
        Deprel::Xcomp => "in-open-complement",
        _ => "in-phrase",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_a_number_and_each_kind_has_a_bias() {
        let lines = WEIGHTS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(weights().len(), lines, "a line is not understood, or there twice");
        for judged in ["fact", "carb", "benchie"] {
            assert!(weights().contains_key(&(judged, "bias")), "{judged}");
        }
        assert!(weights().values().all(|weight| weight.is_finite()));
    }

    #[test]
    fn a_surer_parse_gives_more_confidence() {
        for judged in [Judged::Fact, Judged::Carb, Judged::Benchie] {
            let with = |odds: f64| {
                let mut features = Features::default();
                features.add("odds-least", odds);
                features.add("odds-mean", odds);
                features.probability(judged)
            };
            assert!(with(6.0) > with(-2.0), "{judged:?}");
            assert!((0.0..=1.0).contains(&with(-600.0)) && (0.0..=1.0).contains(&with(600.0)));
        }
    }
}
