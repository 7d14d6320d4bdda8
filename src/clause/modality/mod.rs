//! How each clause is put forward, and who says so: modals, negation, the verbs and nouns around it, quotations.
//!
//! `own` reads a clause's own words, `noun` what the noun before it makes of it, `speech` who says so; what surrounds it is
//! walked here.

mod noun;
mod own;
mod speech;

use super::complement::{self, Outcome};
use super::frame::Frame;
use super::predicate::{is_finite, is_passive, is_predicate, is_result, matrix};
use super::proposition::Speaker;
use super::status::Status;
use super::tree::Tree;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;
use own::{is_condition, is_inverted_condition, is_mere_thought, is_unreal};

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
pub(in crate::clause) struct Modality<'a> {
    tree: &'a Tree<'a>,
    frames: &'a [Frame],
    sentence: usize,
    /// Speaker of each token that stands within quotation marks.
    quoted: &'a [Option<Speaker>],
}

impl<'a> Modality<'a> {
    /// For a sentence (its index counts from 0); `quoted` as from [`super::quotes::speakers`].
    pub(in crate::clause) fn new(
        tree: &'a Tree<'a>,
        frames: &'a [Frame],
        sentence: usize,
        quoted: &'a [Option<Speaker>],
    ) -> Modality<'a> {
        Modality { tree, frames, sentence, quoted }
    }

    /// The stance of the clause that a token heads; for a noun, that of what it stands in.
    pub(in crate::clause) fn stance(&self, token: usize) -> Stance {
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
    pub(in crate::clause) fn unwanted(&self, clause: usize) -> bool {
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
    pub(in crate::clause) fn open(&self, clause: usize) -> bool {
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
        if denied && (may || condition)
            || mark("whether")
            || except
            || is_unreal(tree, clause)
            || is_mere_thought(tree, clause)
        {
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
            // `denied that it had promised to keep it open`: whether it does, nobody says.
            Some(Outcome::As(Status::Planned)) => outer == Status::Denied,
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
                status: match outer.status {
                    Status::Denied => Status::Denied,
                    // `may be elected to lead it`
                    Status::Possible => Status::Possible,
                    _ => status,
                },
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
                    let status = if shared.by.is_some() { Status::Reported } else { Status::Asserted };
                    Stance { status, ..shared }
                } else {
                    shared
                }
            }
            Deprel::Advcl => self.beside(clause, head, depth),
            Deprel::Acl => self.behind_noun(clause, head),
            Deprel::AclRelcl => self.said_of(clause, head),
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

    /// `tests suggest that it was built then, when a treaty forbade them ships`, `thought they had won when he scored`: what
    /// the writer tells of that time.
    fn is_background(&self, clause: usize, head: usize) -> bool {
        let tree = self.tree;
        let when = tree.kids_by(clause, Deprel::Advmod).any(|k| tree.lemma(k) == "when" && k < clause)
            || tree.kids_by(clause, Deprel::Mark).any(|k| tree.lemma(k) == "when");
        let begin = tree.subtree(clause, |t| tree.rel(t) == Deprel::Punct)[0];
        let aside = begin > 0 && tree.form(begin - 1) == ",";
        let inferred = tree.rel(head) == Deprel::Ccomp && tree.head(head).is_some_and(|v| self.infers(v));
        when && clause > head && (aside && inferred || is_mere_thought(tree, head))
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
        if is_condition(tree, matrix) {
            return Stance { status: Status::Possible, by: outer.by };
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
        // `an inquiry into why it had been allowed to sail`: it did.
        if infinitive && lemma == "allow" && {
            let first = tree.subtree(matrix, |_| false)[0];
            let why = |t: usize| t < matrix && tree.lemma(t) == "why";
            (first..first + 2).any(why) || first > 0 && why(first - 1)
        } {
            return outer;
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
            && (lexicon::is("opinion-verb", lemma) || lexicon::is("say", lemma) && self.infers(matrix))
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
        // `did not deny that he paid it`, `did not rule out that some are alive`
        let open = !infinitive && (lexicon::is("deny-say", lemma) || matches!(lemma, "rule" | "exclude"));
        let status = match negated {
            true if open => Status::Possible,
            true => Status::Denied,
            false => status,
        };
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
        // `may ask her to form it`: she is not said to.
        let by = by.filter(|_| !(infinitive && outer.status == Status::Possible));
        Stance { status, by: if reported { by.or(outer.by) } else { outer.by.filter(|_| !told) } }
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
        // `it would build a plant, beating rival bids`: they are beaten.
        if tree.xpos(clause) == Xpos::Vbg
            && clause > head
            && marks.is_empty()
            && lexicon::is("beat-verb", tree.lemma(clause))
            && outer.status == Status::Planned
        {
            return Stance::default();
        }
        if is_finite(tree, clause) && self.is_background(clause, head) {
            return Stance::default();
        }
        let status = if inverted
            || is_condition(tree, clause)
            || marks.iter().any(|m| matches!(*m, "if" | "unless" | "whether" | "lest"))
        {
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
            && (crate::clause::subject::called_on(tree, head).is_some()
                || lexicon::is("wish", tree.lemma(head))
                    && crate::clause::subject::sent(tree, clause, head).is_some())
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
