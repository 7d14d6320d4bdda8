//! Pronouns → chains: of what each may mean the likeliest, where it is likely enough; else it is left open.
//!
//! `models/pronouns.tsv` holds the weights of what speaks for a candidate; `training/pronouns.py` fits them to gold chains.

use super::candidate::{Candidate, Class};
use super::mention::Mention;
use super::resolve::{Chain, Chains};
use super::rule::Rule;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const WEIGHTS: &str = include_str!("../../models/pronouns.tsv");

/// The likelihood from which a firm is what `they` means.
const SURE: f64 = 0.75;

type Weights = FxHashMap<(&'static str, &'static str), f64>;

fn weight(class: Class, feature: &'static str) -> f64 {
    static TABLE: LazyLock<Weights> = LazyLock::new(|| {
        let row = |line: &'static str| {
            let mut columns = line.split('\t');
            let (class, feature) = (columns.next()?, columns.next()?);
            Some(((class, feature), columns.next()?.parse().ok()?))
        };
        WEIGHTS.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
    });
    TABLE.get(&(class.name(), feature)).copied().unwrap_or(0.0)
}

/// How likely each candidate is what is meant, in thousandths, so that the last digits of `exp` make no difference.
fn likelihoods(class: Class, candidates: &[Candidate]) -> Vec<f64> {
    let score =
        |c: &Candidate| c.features.iter().map(|(name, value)| weight(class, name) * value).sum::<f64>();
    let scores: Vec<f64> = candidates.iter().map(score).collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let all: f64 = scores.iter().map(|s| (s - most).exp()).sum();
    scores.iter().map(|s| (1000.0 * (s - most).exp() / all).round() / 1000.0).collect()
}

impl Chains {
    pub(super) fn pronoun(&mut self, tree: &Tree, mention: &Mention) -> usize {
        let form = tree.form(mention.head).to_lowercase();
        // `those responsible`, `those of the firm`: said by its own words.
        let own_words = matches!(form.as_str(), "those" | "that")
            && tree.kids(mention.head).iter().any(|&k| {
                k > mention.head && matches!(tree.rel(k), Deprel::Amod | Deprel::Acl | Deprel::Nmod)
            });
        let class = Class::of(&form).filter(|_| !own_words && tree.rel(mention.head) != Deprel::Expl);
        let Some(class) = class.filter(|c| *c != Class::Thing || !stands_for_nothing(tree, mention.head))
        else {
            return self.unknown(mention);
        };
        // `he hurt himself`
        if form.ends_with("self") || form.ends_with("selves") {
            let subject = self.clause_subject(tree, mention).filter(|&s| {
                let chain = &self.chains[s];
                let person = (class == Class::Person) == (chain.kind == EntityType::Person);
                !chain.vague && (person || class == Class::Several)
            });
            return match subject {
                Some(subject) => self.by(Rule::Pronoun, subject),
                None => self.unknown(mention),
            };
        }
        let candidates = self.candidates(tree, mention, class);
        let likely = likelihoods(class, &candidates);
        let best = (1..candidates.len()).max_by(|&a, &b| likely[a].total_cmp(&likely[b]).then(b.cmp(&a)));
        if let Some(noted) = &mut self.noted {
            noted.push((mention.sentence, mention.head, class.name(), candidates.clone()));
        }
        let threshold = weight(class, "threshold");
        // A firm is seldom `they`.
        let firm = |b: usize| match candidates[b].chains[..] {
            [one] => class == Class::Several && self.chains[one].kind == EntityType::Organization,
            _ => false,
        };
        let best = best.filter(|&b| likely[b] >= if firm(b) { threshold.max(SURE) } else { threshold });
        match best.map(|b| &candidates[b].chains[..]) {
            Some(&[one]) => self.by(Rule::Pronoun, one),
            Some(several) => {
                let group = self.group(several.to_vec(), mention);
                self.by(Rule::Pronoun, group)
            }
            None => self.unknown(mention),
        }
    }

    fn unknown(&mut self, mention: &Mention) -> usize {
        let mut chain = Chain::new(mention.text.clone(), EntityType::Concept, false);
        chain.vague = true;
        self.push(chain, None)
    }
}
/// `it seems that`, `it is clear that`, `it took a year`: nothing is meant.
fn stands_for_nothing(tree: &Tree, token: usize) -> bool {
    if tree.rel(token) != Deprel::Nsubj || tree.lemma(token) != "it" {
        return false;
    }
    let Some(of) = tree.head(token) else { return false };
    let clause = tree
        .kids(of)
        .iter()
        .any(|&k| k > of && matches!(tree.rel(k).universal(), Deprel::Csubj | Deprel::Ccomp));
    let copula = tree.kids_by(of, Deprel::Cop).next().is_some();
    match tree.upos(of) {
        Upos::Verb => {
            lexicon::is("seem-verb", tree.lemma(of)) && clause
                || tree.lemma(of) == "take"
                    && tree.kids_by(of, Deprel::Obj).any(|k| super::time_noun::is_time(tree, k))
                || lexicon::is("weather-it", tree.lemma(of))
        }
        // `it will be the club's first win`
        Upos::Noun if copula && owned_happening(tree, of) => true,
        _ => copula && (clause || super::time_noun::is_time(tree, of)),
    }
}

/// Whether a noun names what somebody did or what befell them: `the club's first win`.
fn owned_happening(tree: &Tree, noun: usize) -> bool {
    let lemma = tree.lemma(noun);
    let happening = matches!(lexicon::noun_class(lemma), Some("act" | "event"))
        || lexicon::nominalised_verb(lemma).is_some_and(|verb| verb != lemma);
    happening && tree.kid(noun, Deprel::NmodPoss).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_a_number_and_each_class_has_a_threshold() {
        let lines = WEIGHTS.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns.len() == 3 && columns[2].parse::<f64>().is_ok_and(f64::is_finite), "{line}");
        }
        for class in [Class::Person, Class::Thing, Class::Several] {
            assert!((0.3..1.0).contains(&weight(class, "threshold")), "{class:?}");
        }
    }

    #[test]
    fn what_may_be_meant_shares_one_likelihood() {
        let candidate = |features| Candidate { chains: vec![0], at: (0, 0), features };
        let all =
            [candidate(vec![("none", 1.0)]), candidate(vec![("main", 1.0)]), candidate(vec![("aside", 1.0)])];
        let found = likelihoods(Class::Thing, &all);
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 0.003);
        assert!(found[1] > found[2], "a subject is meant rather than what stands aside");
    }
}
