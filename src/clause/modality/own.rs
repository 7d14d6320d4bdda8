//! What a clause's own auxiliaries, negations and adverbs say of how it is put forward.

use super::super::predicate::{is_scheduled, is_to, outer};
use super::super::status::Status;
use super::super::tree::Tree;
use super::{Modality, Stance};
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;

impl Modality<'_> {
    /// What a clause's own auxiliaries, negations and adverbs say.
    pub(super) fn own(&self, clause: usize) -> Stance {
        let tree = self.tree;
        let mut status = Status::Asserted;
        // `their aim is to build`
        if let Some(noun) = outer(tree, clause) {
            status = self.noun_status(noun).unwrap_or(Status::Planned);
        } else if is_to(tree, clause) || is_to_come(tree, clause) {
            status = Status::Planned;
        }
        let mut denied = false;
        for &k in tree.kids(clause) {
            let lemma = tree.lemma(k);
            let form = tree.form(k).to_lowercase();
            if tree.rel(k).is(Deprel::Aux) && tree.xpos(k) == Xpos::Md {
                status = match form.as_str() {
                    "will" | "shall" | "'ll" | "’ll" | "wo" | "would" | "'d" | "’d" => Status::Planned,
                    "should" if is_inverted_condition(tree, clause) => Status::Possible,
                    "should" | "must" | "ought" => Status::Desired,
                    // `could only push it over`: it was pushed.
                    "could" if tree.kids_by(clause, Deprel::Advmod).any(|a| tree.lemma(a) == "only") => {
                        status
                    }
                    _ => Status::Possible,
                };
            }
            let next = k > clause && k + 1 < tree.len() && tree.lemma(k + 1) == "to";
            if (tree.rel(k).is(Deprel::Advmod) || tree.upos(k) == Upos::Part) && !next {
                denied |= lexicon::is("negative", lemma) || lexicon::is("negative", &form);
                denied |= lemma == "longer" && tree.kids(k).iter().any(|&n| tree.lemma(n) == "no");
                let doubtful = matches!(
                    lemma,
                    "perhaps" | "maybe" | "possibly" | "probably" | "likely" | "potentially" | "presumably"
                );
                if doubtful && status == Status::Asserted {
                    status = Status::Possible;
                }
                if matches!(lemma, "reportedly" | "allegedly" | "supposedly") && status == Status::Asserted {
                    status = Status::Reported;
                }
            }
            // `the decision is to leave`, `is due to leave`: the copula's infinitive
            let argument = matches!(tree.rel(k), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj);
            // `predicted no change` has predicted something.
            let argument = argument && !(tree.rel(k) == Deprel::Obj && self.is_forecast(clause));
            denied |= argument && self.is_negated_noun(k);
            denied |= matches!(tree.rel(k), Deprel::CcPreconj) && lemma == "neither";
        }
        denied |= tree.kids_by(clause, Deprel::Cc).any(|k| tree.lemma(k) == "nor");
        denied |= self.is_negated_noun(clause) && tree.kid(clause, Deprel::Cop).is_some();
        // `pays a fine if it is late`: not said to be so.
        let condition = tree.kids_by(clause, Deprel::Advcl).any(|c| {
            is_condition(tree, c)
                || tree.kids_by(c, Deprel::Nsubj).next().is_some()
                    && (is_inverted_condition(tree, c)
                        || tree.kids_by(c, Deprel::Mark).any(|m| {
                            tree.lemma(m) == "unless"
                                || tree.lemma(m) == "if"
                                    && !(m > 0 && matches!(tree.lemma(m - 1), "even" | "as"))
                        }))
        });
        let would = tree.kids_by(clause, Deprel::Aux).any(|k| matches!(tree.form(k), "would" | "'d" | "’d"));
        let open = status == Status::Asserted && tree.xpos(clause) != Xpos::Vbd;
        let provided = tree.kids_by(clause, Deprel::Advcl).any(|c| is_condition(tree, c));
        let owed = status == Status::Desired;
        if condition && (open || owed || status == Status::Planned && (would || provided)) {
            status = Status::Possible;
        }
        if status == Status::Asserted && is_scheduled(tree, clause) {
            status = Status::Planned;
        }
        // `is without power` says it in its preposition.
        denied |= tree.kid(clause, Deprel::Cop).is_none()
            && tree.rel(clause) != Deprel::NmodDesc
            && tree.kids_by(clause, Deprel::Case).any(|k| tree.lemma(k) == "without");
        if denied { Stance { status: Status::Denied, by: None } } else { Stance { status, by: None } }
    }

    pub(super) fn is_forecast(&self, verb: usize) -> bool {
        lexicon::is("forecast-verb", self.tree.lemma(verb))
    }
}

/// `Should the purchase collapse, …`, `Had they known, …`: a condition by its order alone.
pub(super) fn is_inverted_condition(tree: &Tree, clause: usize) -> bool {
    tree.rel(clause) == Deprel::Advcl
        && tree.kid(clause, Deprel::Mark).is_none()
        && tree.kids_by(clause, Deprel::Aux).any(|a| {
            matches!(&*tree.form(a).to_lowercase(), "should" | "had" | "were")
                && tree.kids(clause).iter().all(|&k| k >= a || tree.rel(k) == Deprel::Punct)
                && tree.kid(clause, Deprel::Nsubj).is_some_and(|s| s > a && s < clause)
        })
}

/// `provided that it passes`, `assuming it rains`: a condition in the form of a participle.
pub(super) fn is_condition(tree: &Tree, participle: usize) -> bool {
    matches!(&*tree.form(participle).to_lowercase(), "provided" | "providing" | "assuming" | "supposing")
        && tree.rel(participle) == Deprel::Advcl
        && tree.kids_by(participle, Deprel::Ccomp).next().is_some()
        && !tree
            .kids(participle)
            .iter()
            .any(|&k| tree.rel(k).is(Deprel::Nsubj) || tree.rel(k).is(Deprel::Aux))
}

/// What did not come about: `nearly collapsed`, `should have doubled`, `would have cost`.
pub(super) fn is_unreal(tree: &Tree, clause: usize) -> bool {
    // But `nearly doubled`: about twice as much.
    let nearly = tree.kids_by(clause, Deprel::Advmod).any(|k| {
        matches!(tree.lemma(k), "nearly" | "almost")
            && k + 1 == clause
            && tree.upos(clause) == Upos::Verb
            && !lexicon::is("multiply-verb", tree.lemma(clause))
    });
    let aux = |word: &str| tree.kids_by(clause, Deprel::Aux).any(|k| tree.lemma(k) == word);
    let perfect = aux("have") && tree.xpos(clause) == Xpos::Vbn;
    nearly || perfect && (aux("should") || aux("ought") || aux("would"))
}

/// `thought she had lost it`: what somebody took to be so, and the writer does not say that it was.
pub(super) fn is_mere_thought(tree: &Tree, clause: usize) -> bool {
    tree.rel(clause) == Deprel::Ccomp
        && tree.head(clause).is_some_and(|v| {
            matches!(tree.lemma(v), "think" | "imagine" | "pretend" | "dream")
                && matches!(tree.xpos(v), Xpos::Vbd | Xpos::Vbn)
                && tree.kid(v, Deprel::AuxPass).is_none()
        })
}

/// `Elbar to buy Novalis`: what a headline says will be.
fn is_to_come(tree: &Tree, clause: usize) -> bool {
    let to = tree.kids_by(clause, Deprel::Mark).any(|m| m + 1 == clause && tree.lemma(m) == "to");
    let subject = tree.kids(clause).iter().any(|&k| k < clause && tree.rel(k).is(Deprel::Nsubj));
    tree.rel(clause) == Deprel::Root && to && subject
}
