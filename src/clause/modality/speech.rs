//! Who says, asks or orders what a clause says.

use super::super::predicate::{can_act, is_passive};
use super::super::proposition::Speaker;
use super::super::status::Status;
use super::{Modality, Stance};
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;

impl Modality<'_> {
    /// What a verb of speech or thought makes of an infinitive or gerund.
    pub(super) fn said_to(&self, clause: usize, matrix: usize) -> Option<Status> {
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

    /// `…, said X` beside the clause, or `according to X` in it.
    pub(super) fn said_beside(&self, clause: usize, stance: Stance) -> Stance {
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
    pub(in crate::clause) fn in_sentence(&self, head: usize) -> Speaker {
        Speaker { sentence: self.sentence, head }
    }

    /// `polls suggest`, `the tests show`: what is concluded, not what somebody says.
    pub(super) fn infers(&self, verb: usize) -> bool {
        let subject = self.frames.iter().find(|f| f.head == verb).and_then(|f| f.subject);
        subject.is_some_and(|s| {
            self.tree.upos(s) == Upos::Noun && lexicon::is("finding-noun", self.tree.lemma(s))
        })
    }

    pub(super) fn is_speech(&self, verb: usize) -> bool {
        self.tree.upos(verb) == Upos::Verb && lexicon::is("say", self.tree.lemma(verb))
    }

    pub(super) fn speaker(&self, verb: usize) -> Option<Speaker> {
        let frame = self.frames.iter().find(|f| f.head == verb)?;
        let agent = frame.arguments.iter().find(|a| a.preposition == "by").map(|a| a.head);
        let head = if frame.passive { agent? } else { frame.subject? };
        // `its tail suggests`: a tail says nothing.
        if self.tree.upos(head) == Upos::Noun
            && lexicon::noun_class(self.tree.lemma(head)).is_some()
            && !can_act(self.tree, head)
            && !["speech-noun", "work-noun", "source-noun", "speaker-noun"]
                .iter()
                .any(|set| lexicon::is(set, self.tree.lemma(head)))
        {
            return None;
        }
        Some(Speaker { sentence: self.sentence, head })
    }

    /// `X urges Y to leave`: an order that X speaks.
    pub(super) fn is_order(&self, clause: usize, matrix: usize) -> bool {
        self.tree.rel(clause) == Deprel::Xcomp
            && self.tree.kid_exact(matrix, Deprel::Obj).is_some()
            && (self.is_speech(matrix)
                || matches!(self.tree.lemma(matrix), "urge" | "order" | "ask" | "tell" | "call"))
    }

    pub(super) fn has_should(&self, clause: usize) -> bool {
        self.tree.kids_by(clause, Deprel::Aux).any(|k| matches!(self.tree.lemma(k), "should" | "must"))
    }
}
