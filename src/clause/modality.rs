//! How each clause is put forward, and who says so: modals, negation, the verbs and nouns around it, quotations.

use super::complement::{self, Outcome};
use super::frame::Frame;
use super::predicate::{
    can_act, is_finite, is_passive, is_predicate, is_result, is_scheduled, is_to, matrix, outer,
};
use super::proposition::Speaker;
use super::status::Status;
use super::tree::Tree;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;

/// What the words around a clause make of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stance {
    /// How it is put forward.
    pub status: Status,
    /// Who says so.
    pub by: Option<Speaker>,
}

/// Finds the stance of the predicates of one sentence.
#[derive(Debug)]
pub(super) struct Modality<'a> {
    tree: &'a Tree<'a>,
    frames: &'a [Frame],
    sentence: usize,
    /// Speaker of each token that stands within quotation marks.
    quoted: &'a [Option<Speaker>],
}

impl<'a> Modality<'a> {
    /// For a sentence (its index counts from 0); `quoted` as from [`super::quotes::speakers`].
    pub(super) fn new(
        tree: &'a Tree<'a>,
        frames: &'a [Frame],
        sentence: usize,
        quoted: &'a [Option<Speaker>],
    ) -> Modality<'a> {
        Modality { tree, frames, sentence, quoted }
    }

    /// The stance of the clause that a token heads; for a noun, that of what it stands in.
    pub(super) fn stance(&self, token: usize) -> Stance {
        let mut stance = self.walk(token, 0);
        if let Some(Some(speaker)) = self.quoted.get(token) {
            stance.by = stance.by.or(Some(*speaker));
            if stance.status == Status::Asserted {
                stance.status = Status::Reported;
            }
        }
        // What somebody says is not said by the article.
        if stance.by.is_some() && stance.status == Status::Asserted {
            stance.status = Status::Reported;
        }
        stance
    }

    /// `urged them not to play`: what is unwanted is neither so nor not so.
    pub(super) fn unwanted(&self, clause: usize) -> bool {
        let tree = self.tree;
        // `told them never to sell it`, where the parser ties the word to the verb before
        let to = tree.kids_by(clause, Deprel::Mark).find(|&k| tree.lemma(k) == "to");
        let before = to.and_then(|to| to.checked_sub(1));
        let negated = tree.kids_by(clause, Deprel::Advmod).any(|k| tree.lemma(k) == "not")
            || before.is_some_and(|b| matches!(tree.lemma(b), "not" | "never"));
        negated
            && !is_finite(tree, clause)
            && matches!(tree.rel(clause), Deprel::Xcomp | Deprel::Advcl)
            && tree.head(clause).is_some_and(|m| lexicon::is("wish", tree.lemma(m)))
    }

    /// Whether nothing is said of whether a clause is so: `might not apply`, `if no party wins`, `asked whether it rains`,
    /// a question, what somebody did not refuse to do.
    pub(super) fn open(&self, clause: usize) -> bool {
        let tree = self.tree;
        let mut at = clause;
        for _ in 0..12 {
            if self.undecided(at) {
                return true;
            }
            let Some(head) = matrix(tree, at) else {
                return (0..tree.len()).rev().take(2).any(|t| tree.form(t) == "?");
            };
            let own = tree.kids_by(at, Deprel::Nsubj).next().is_some();
            match tree.rel(at) {
                Deprel::Xcomp | Deprel::Ccomp => at = head,
                Deprel::Conj if !own && is_predicate(tree, head) => at = head,
                _ => return false,
            }
        }
        false
    }

    fn undecided(&self, clause: usize) -> bool {
        let tree = self.tree;
        let denied = self.own(clause).status == Status::Denied;
        let mark = |word: &str| tree.kids_by(clause, Deprel::Mark).any(|m| tree.lemma(m) == word);
        // `should not begin`: whether they do, nobody says.
        let modal = |k: usize| matches!(tree.lemma(k), "may" | "might" | "should" | "ought");
        let may = tree.kids_by(clause, Deprel::Aux).any(modal);
        let condition = tree.rel(clause) == Deprel::Advcl && (mark("if") || mark("unless"));
        // `cannot vote except to break a tie`
        let except = mark("except") || mark("but");
        if denied && (may || condition) || mark("whether") || except {
            return true;
        }
        let Some(head) = matrix(tree, clause) else { return false };
        if complement::link(tree, clause).is_none() {
            return false;
        }
        let outer = self.walk(head, 1).status;
        match complement::outcome(tree, clause, head, outer == Status::Denied) {
            Some(Outcome::Open) => true,
            // `hopes to avoid raising taxes`
            Some(Outcome::As(Status::Denied)) => {
                matches!(outer, Status::Planned | Status::Possible | Status::Desired)
            }
            _ => false,
        }
    }

    /// The stance of a complement, where the word that takes it decides.
    fn decided(&self, clause: usize, head: usize, outer: Stance) -> Option<Stance> {
        let outcome = complement::outcome(self.tree, clause, head, outer.status == Status::Denied)?;
        let says = self.is_speech(head);
        let by = outer.by.or(self.speaker(head).filter(|_| says));
        Some(match outcome {
            Outcome::Same => outer,
            Outcome::As(Status::Reported) => {
                // Whoever brings the charge: the subject of the verb that it is brought by.
                let verb = if self.tree.upos(head) == Upos::Verb { Some(head) } else { self.tree.head(head) };
                Stance { status: Status::Reported, by: outer.by.or(verb.and_then(|v| self.speaker(v))) }
            }
            Outcome::As(status @ (Status::Denied | Status::Asserted)) => Stance { status, by },
            Outcome::As(status) => Stance {
                status: if outer.status == Status::Denied { Status::Denied } else { status },
                by: outer.by,
            },
            Outcome::Open => Stance { status: Status::Possible, by },
        })
    }

    fn walk(&self, clause: usize, depth: usize) -> Stance {
        let tree = self.tree;
        let own = self.own(clause);
        let Some(head) = matrix(tree, clause).filter(|_| depth < 12) else {
            return self.said_beside(clause, own);
        };
        let around = match tree.rel(clause) {
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::CsubjOuter => {
                self.within(clause, head, depth)
            }
            Deprel::Conj if is_predicate(tree, head) => {
                let shared = self.walk(head, depth + 1);
                let own_subject = tree.kids_by(clause, Deprel::Nsubj).next().is_some();
                let modal = |t: usize| tree.kids_by(t, Deprel::Aux).any(|k| tree.xpos(k) == Xpos::Md);
                // `will be shown and has been sold`: a modal reaches no verb with a tense of its own.
                if own_subject && self.breaks_out(clause, head) {
                    Stance::default()
                } else if own_subject || is_finite(tree, clause) && (modal(clause) || modal(head)) {
                    Stance { status: self.link_status(head, depth), ..shared }
                } else if shared.status == Status::Denied && is_finite(tree, clause) {
                    Stance { status: Status::Asserted, ..shared }
                } else {
                    shared
                }
            }
            Deprel::Advcl => self.beside(clause, head, depth),
            Deprel::Acl => self.behind_noun(clause, head),
            Deprel::Parataxis if is_predicate(tree, head) => {
                if self.is_speech(head) && !self.is_speech(clause) && !self.after_semicolon(clause) {
                    Stance { status: Status::Reported, by: self.speaker(head) }
                } else {
                    Stance::default()
                }
            }
            _ => Stance::default(),
        };
        let status = match (own.status, around.status) {
            (Status::Asserted, around) => around,
            // `if it does not stop`
            (Status::Denied, Status::Possible) if tree.rel(clause) == Deprel::Advcl => Status::Possible,
            // `broke a promise not to close it`
            (Status::Denied, Status::Denied) if tree.rel(clause) == Deprel::Acl && self.is_given_up(head) => {
                if around.by.is_some() {
                    Status::Reported
                } else {
                    Status::Asserted
                }
            }
            (own, Status::Denied) if own != Status::Denied => Status::Denied,
            // `hopes it will rain`, `it is possible that it will`
            (Status::Planned, around @ (Status::Desired | Status::Possible)) => around,
            (own, _) => own,
        };
        self.said_beside(clause, Stance { status, by: around.by.or(own.by) })
    }

    /// `she accused him; the firm sued her`: another sentence, but for its mark.
    fn after_semicolon(&self, clause: usize) -> bool {
        let start = self.tree.subtree(clause, |t| self.tree.rel(t) == Deprel::Punct)[0];
        start > 0 && self.tree.form(start - 1) == ";"
    }

    /// `engineers fear that the dam could fail, and thousands have been moved`: what is coordinated with what is feared,
    /// but stands behind a comma and in a tense of its own, is feared no more.
    fn breaks_out(&self, clause: usize, first: usize) -> bool {
        let tree = self.tree;
        let comma = tree.kids_by(clause, Deprel::Cc).any(|c| c > 0 && tree.form(c - 1) == ",");
        let marked = tree.kids_by(clause, Deprel::Mark).next().is_some();
        let thought = tree.rel(first) == Deprel::Ccomp
            && tree.head(first).is_some_and(|h| {
                lexicon::is("wish", tree.lemma(h))
                    || lexicon::is("possible", tree.lemma(h))
                    || tree.lemma(h) == "fear"
            });
        let modal = |t: usize| tree.kids_by(t, Deprel::Aux).any(|k| tree.xpos(k) == Xpos::Md);
        comma && !marked && thought && modal(first) && !modal(clause) && is_finite(tree, clause)
    }

    /// The status that a clause's own place gives, without its own words (for a clause coordinated with it).
    fn link_status(&self, clause: usize, depth: usize) -> Status {
        match self.tree.rel(clause) {
            Deprel::Ccomp => self
                .tree
                .head(clause)
                .map_or(Status::Asserted, |head| self.within(clause, head, depth + 1).status),
            Deprel::Conj | Deprel::Root | Deprel::Parataxis => {
                match self.said_beside(clause, Stance::default()).status {
                    Status::Reported => Status::Reported,
                    _ => Status::Asserted,
                }
            }
            _ => Status::Asserted,
        }
    }

    /// What a clause's own auxiliaries, negations and adverbs say.
    fn own(&self, clause: usize) -> Stance {
        let tree = self.tree;
        let mut status = Status::Asserted;
        // `their aim is to build`
        if let Some(noun) = outer(tree, clause) {
            status = self.noun_status(noun).unwrap_or(Status::Planned);
        } else if is_to(tree, clause) {
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
        // `nearly collapsed`: it did not.
        denied |= tree.kids_by(clause, Deprel::Advmod).any(|k| {
            matches!(tree.lemma(k), "nearly" | "almost") && k + 1 == clause && tree.upos(clause) == Upos::Verb
        });
        // `pays a fine if it is late`: not said to be so.
        let condition = tree.kids_by(clause, Deprel::Advcl).any(|c| {
            tree.kids_by(c, Deprel::Nsubj).next().is_some()
                && (is_inverted_condition(tree, c)
                    || tree.kids_by(c, Deprel::Mark).any(|m| {
                        tree.lemma(m) == "unless"
                            || tree.lemma(m) == "if" && !(m > 0 && matches!(tree.lemma(m - 1), "even" | "as"))
                    }))
        });
        let would = tree.kids_by(clause, Deprel::Aux).any(|k| matches!(tree.form(k), "would" | "'d" | "’d"));
        let open = status == Status::Asserted && tree.xpos(clause) != Xpos::Vbd;
        if condition && (open || status == Status::Planned && would) {
            status = Status::Possible;
        }
        if status == Status::Asserted && is_scheduled(tree, clause) {
            status = Status::Planned;
        }
        // `is without power` says it in its preposition.
        denied |= tree.kid(clause, Deprel::Cop).is_none()
            && tree.kids_by(clause, Deprel::Case).any(|k| tree.lemma(k) == "without");
        if denied { Stance { status: Status::Denied, by: None } } else { Stance { status, by: None } }
    }

    fn is_forecast(&self, verb: usize) -> bool {
        lexicon::is("forecast-verb", self.tree.lemma(verb))
    }

    /// `no one`, `no injuries`, `none of them`
    fn is_negated_noun(&self, noun: usize) -> bool {
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

    /// A complement clause: what its matrix makes of it.
    fn within(&self, clause: usize, matrix: usize, depth: usize) -> Stance {
        let tree = self.tree;
        let outer = self.walk(matrix, depth + 1);
        let lemma = tree.lemma(matrix);
        if needed_time(tree, clause, matrix) {
            return outer;
        }
        let doubt = tree.kids_by(clause, Deprel::Mark).any(|k| matches!(tree.lemma(k), "whether" | "if"));
        if doubt {
            return Stance {
                status: Status::Possible,
                by: outer.by.or(self.speaker(matrix).filter(|_| self.is_speech(matrix))),
            };
        }
        let infinitive = !is_finite(tree, clause);
        if infinitive && let Some(stance) = self.decided(clause, matrix, outer) {
            return stance;
        }
        // `is said to have sold it`, `claims to be ill`; `is forecast to fall`
        if infinitive && let Some(status) = self.said_to(clause, matrix) {
            let speaker = (status == Status::Reported).then(|| self.speaker(matrix)).flatten();
            let by = speaker.or(outer.by);
            let status = if outer.status == Status::Denied { Status::Denied } else { status };
            return Stance { status, by };
        }
        let wishes = !infinitive && lexicon::is("wish", lemma);
        // `the court heard that he stole it`
        let heard = !infinitive && lexicon::is("hear-verb", lemma) && tree.rel(clause).is(Deprel::Ccomp);
        let by =
            if self.is_speech(matrix) || infinitive || wishes || heard { self.speaker(matrix) } else { None };
        let status = if !infinitive && tree.rel(clause).is(Deprel::Ccomp) && lexicon::is("deny-say", lemma) {
            Status::Denied
        } else if !infinitive
            && tree.rel(clause).is(Deprel::Ccomp)
            && lexicon::is("opinion-verb", lemma)
            && outer.status != Status::Denied
            && tree.kids_by(clause, Deprel::Aux).any(|k| matches!(tree.lemma(k), "would" | "will"))
        {
            // `fears that it would fall`
            Status::Possible
        } else if !infinitive && lexicon::is("say", lemma) && tree.rel(clause).is(Deprel::Ccomp) {
            if outer.status == Status::Denied && lexicon::is("deny-say", lemma) {
                Status::Denied
            } else if lexicon::is("wish", lemma) && self.has_should(clause) {
                Status::Desired
            } else {
                Status::Reported
            }
        } else if heard && outer.status == Status::Asserted {
            Status::Reported
        } else if lexicon::is("plan", lemma) || self.is_going_to(matrix) {
            Status::Planned
        } else if lexicon::is("wish", lemma) && (infinitive || !lexicon::is("say", lemma)) || lemma == "time"
        {
            Status::Desired
        } else if lexicon::is("possible", lemma) {
            Status::Possible
        } else {
            outer.status
        };
        // `may be asked to serve`
        let status = match (outer.status, status) {
            (Status::Possible, Status::Planned | Status::Desired) if infinitive => Status::Possible,
            _ => status,
        };
        let negated = outer.status == Status::Denied && !lexicon::is("factive", lemma);
        let status = if negated { Status::Denied } else { status };
        let reported = matches!(status, Status::Reported)
            || wishes
            || heard
            || self.is_speech(matrix) && !infinitive
            || self.is_order(clause, matrix);
        // `claims that they had been told to sell it`: nobody knows who wishes it.
        if infinitive
            && status == Status::Desired
            && is_passive(tree, matrix)
            && self.speaker(matrix).is_none()
        {
            return Stance { status, by: None };
        }
        // `the judge said he had tried to bribe her`: it was not the judge who wished it.
        let told = infinitive && status == Status::Desired && outer.status == Status::Reported;
        Stance { status, by: if reported { by.or(outer.by) } else { outer.by.filter(|_| !told) } }
    }

    /// What a verb of speech or thought makes of an infinitive or gerund.
    fn said_to(&self, clause: usize, matrix: usize) -> Option<Status> {
        let tree = self.tree;
        let lemma = tree.lemma(matrix);
        if tree.upos(matrix) != Upos::Verb || tree.rel(clause) != Deprel::Xcomp {
            return None;
        }
        // But `is said to be looking for a buyer`.
        let to = tree.kids_by(clause, Deprel::Mark).any(|m| tree.lemma(m) == "to");
        if tree.xpos(clause) == Xpos::Vbg && !to {
            return lexicon::is("weigh-verb", lemma).then_some(Status::Possible);
        }
        let infinitive = tree.kids_by(clause, Deprel::Mark).any(|m| tree.lemma(m) == "to");
        let passive = is_passive(tree, matrix);
        match lemma {
            _ if !infinitive => None,
            "forecast" | "predict" | "project" | "tip" if passive => Some(Status::Possible),
            "claim" | "profess" | "purport" => Some(Status::Reported),
            "expect" | "ask" | "tell" | "say" if lemma != "say" || !passive => None,
            _ if passive && lexicon::is("say", lemma) && !lexicon::is("factive", lemma) => {
                Some(Status::Reported)
            }
            _ => None,
        }
    }

    /// Whether what a noun promises or plans is given up: `broke a promise`, `scrapped the plan`.
    fn is_given_up(&self, noun: usize) -> bool {
        let tree = self.tree;
        tree.rel(noun) == Deprel::Obj
            && tree.head(noun).is_some_and(|verb| lexicon::is("give-up-verb", tree.lemma(verb)))
    }

    /// A clause with a tense of its own that says what a noun is about: `a report that …`, `fears that …`.
    fn content(&self, clause: usize, noun: usize) -> Option<Stance> {
        let tree = self.tree;
        let marked = tree.kids_by(clause, Deprel::Mark).any(|m| matches!(tree.lemma(m), "that" | "whether"));
        if !marked || !is_finite(tree, clause) {
            return None;
        }
        let lemma = tree.lemma(noun);
        let verb = tree.head(noun).filter(|&v| tree.rel(noun) == Deprel::Obj && is_predicate(tree, v));
        // `there is no evidence that it caused deaths`
        if self.is_negated_noun(noun) {
            return Some(Stance { status: Status::Denied, by: self.walk(noun, 1).by });
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

    /// `X urges Y to leave`: an order that X speaks.
    fn is_order(&self, clause: usize, matrix: usize) -> bool {
        self.tree.rel(clause) == Deprel::Xcomp
            && self.tree.kid_exact(matrix, Deprel::Obj).is_some()
            && (self.is_speech(matrix)
                || matches!(self.tree.lemma(matrix), "urge" | "order" | "ask" | "tell" | "call"))
    }

    fn has_should(&self, clause: usize) -> bool {
        self.tree.kids_by(clause, Deprel::Aux).any(|k| matches!(self.tree.lemma(k), "should" | "must"))
    }

    fn is_going_to(&self, matrix: usize) -> bool {
        self.tree.lemma(matrix) == "go"
            && self.tree.xpos(matrix) == Xpos::Vbg
            && self.tree.kid(matrix, Deprel::Aux).is_some()
    }

    /// An adverbial clause: purposes are planned, conditions possible, what is done without is not done.
    fn beside(&self, clause: usize, head: usize, depth: usize) -> Stance {
        let tree = self.tree;
        let marks: Vec<&str> = tree
            .kids(clause)
            .iter()
            .filter(|&&k| matches!(tree.rel(k), Deprel::Mark | Deprel::Case))
            .map(|&k| tree.lemma(k))
            .collect();
        let outer = self.walk(head, depth + 1);
        if !is_finite(tree, clause)
            && let Some(stance) = self.decided(clause, head, outer)
        {
            return stance;
        }
        if needed_time(tree, clause, head) {
            return outer;
        }
        let inverted = is_inverted_condition(tree, clause);
        let status = if inverted || marks.iter().any(|m| matches!(*m, "if" | "unless" | "whether" | "lest")) {
            Status::Possible
        } else if marks.contains(&"without") {
            Status::Denied
        } else if marks.iter().any(|m| matches!(*m, "until" | "till"))
            && !matches!(outer.status, Status::Asserted | Status::Reported)
        {
            // `will not wait until it falls`
            Status::Possible
        } else if !is_finite(tree, clause)
            && marks.contains(&"to")
            && (super::subject::called_on(tree, head).is_some()
                || lexicon::is("wish", tree.lemma(head))
                    && super::subject::sent(tree, clause, head).is_some())
            && matches!(outer.status, Status::Asserted | Status::Reported)
        {
            return Stance { status: Status::Desired, by: self.speaker(head).or(outer.by) };
        } else if is_result(tree, clause, head) {
            outer.status
        } else if !is_finite(tree, clause) && marks.contains(&"to") && tree.xpos(clause) != Xpos::Vbg {
            if tree.upos(head) == Upos::Adj && lexicon::is("possible", tree.lemma(head)) {
                Status::Possible
            } else if outer.status == Status::Asserted || outer.status == Status::Reported {
                Status::Planned
            } else {
                outer.status
            }
        } else if !is_finite(tree, clause) && tree.kids_by(clause, Deprel::Nsubj).next().is_none() {
            if outer.status == Status::Denied { Status::Asserted } else { outer.status }
        } else if outer.status == Status::Reported {
            Status::Reported
        } else {
            Status::Asserted
        };
        Stance { status, by: outer.by }
    }

    /// An infinitive or gerund behind a noun: a wish, plan or chance; any other noun's is its purpose.
    fn behind_noun(&self, clause: usize, noun: usize) -> Stance {
        let tree = self.tree;
        let infinitive = tree.kids_by(clause, Deprel::Mark).any(|k| tree.lemma(k) == "to");
        let gerund = tree.kids(clause).iter().any(|&k| matches!(tree.rel(k), Deprel::Mark | Deprel::Case));
        if let Some(stance) = self.content(clause, noun) {
            return stance;
        }
        if !infinitive && !gerund {
            return Stance::default();
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

    /// What a noun makes of its complement.
    pub(super) fn noun_status(&self, noun: usize) -> Option<Status> {
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

    /// `…, said X` beside the clause, or `according to X` in it.
    fn said_beside(&self, clause: usize, stance: Stance) -> Stance {
        let tree = self.tree;
        let said = tree.kids(clause).iter().copied().find(|&k| {
            tree.rel(k) == Deprel::Parataxis
                && self.is_speech(k)
                && tree.kid(k, Deprel::Obj).is_none()
                && tree.kid(k, Deprel::Ccomp).is_none()
        });
        let according = tree.kids_by(clause, Deprel::Obl).find(|&k| tree.preposition(k) == "according-to");
        let by = said
            .and_then(|s| self.speaker(s))
            .or(according.map(|head| Speaker { sentence: self.sentence, head }));
        match by {
            None => stance,
            Some(by) => Stance {
                status: if stance.status == Status::Asserted { Status::Reported } else { stance.status },
                by: stance.by.or(Some(by)),
            },
        }
    }

    /// A speaker named in this sentence.
    pub(super) fn in_sentence(&self, head: usize) -> Speaker {
        Speaker { sentence: self.sentence, head }
    }

    fn is_speech(&self, verb: usize) -> bool {
        self.tree.upos(verb) == Upos::Verb && lexicon::is("say", self.tree.lemma(verb))
    }

    fn speaker(&self, verb: usize) -> Option<Speaker> {
        let frame = self.frames.iter().find(|f| f.head == verb)?;
        let agent = frame.arguments.iter().find(|a| a.preposition == "by").map(|a| a.head);
        let head = if frame.passive { agent? } else { frame.subject? };
        // `its tail suggests`: a tail says nothing.
        if self.tree.upos(head) == Upos::Noun
            && lexicon::noun_class(self.tree.lemma(head)).is_some()
            && !can_act(self.tree, head)
            && !["speech-noun", "work-noun", "source-noun"]
                .iter()
                .any(|set| lexicon::is(set, self.tree.lemma(head)))
        {
            return None;
        }
        Some(Speaker { sentence: self.sentence, head })
    }
}

/// `needed only 58 minutes to win`: it was won.
fn needed_time(tree: &Tree, clause: usize, verb: usize) -> bool {
    matches!(tree.lemma(verb), "need" | "take")
        && matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbn)
        && !is_finite(tree, clause)
        && tree.kids_by(verb, Deprel::Obj).any(|o| {
            lexicon::noun_class(tree.lemma(o)) == Some("time") && tree.kid(o, Deprel::Nummod).is_some()
        })
}

/// `Should the purchase collapse, …`, `Had they known, …`: a condition by its order alone.
fn is_inverted_condition(tree: &Tree, clause: usize) -> bool {
    tree.rel(clause) == Deprel::Advcl
        && tree.kid(clause, Deprel::Mark).is_none()
        && tree.kids_by(clause, Deprel::Aux).any(|a| {
            matches!(&*tree.form(a).to_lowercase(), "should" | "had" | "were")
                && tree.kids(clause).iter().all(|&k| k >= a || tree.rel(k) == Deprel::Punct)
                && tree.kid(clause, Deprel::Nsubj).is_some_and(|s| s > a && s < clause)
        })
}
