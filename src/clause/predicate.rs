//! What heads a clause, and what the clause is like: copular, passive, finite, a wish, a result.

use super::tree::Tree;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon::{self, EntityType};

/// Whether a token heads a clause.
pub(super) fn is_predicate(tree: &Tree, token: usize) -> bool {
    let rel = tree.rel(token);
    if is_copular(tree, token) {
        return true;
    }
    // `lowered its rating to "sell"`: a word that is spoken of.
    let mark =
        |t: Option<usize>| t.is_some_and(|t| t < tree.len() && matches!(tree.form(t), "\"" | "“" | "”"));
    if mark(token.checked_sub(1)) && mark(Some(token + 1)) && tree.xpos(token) == Xpos::Vb {
        return false;
    }
    // `face either Rovers or holders Ashdown`: a noun, whatever the parser says.
    if matches!(tree.xpos(token), Xpos::Nns | Xpos::Nnp | Xpos::Nnps) || tree.lemma(token) == "worth" {
        return false;
    }
    if !matches!(tree.upos(token), Upos::Verb | Upos::Aux)
        || tree.upos(token) == Upos::Aux && !rel.is(Deprel::Root)
    {
        return false;
    }
    !matches!(
        rel,
        Deprel::Amod
            | Deprel::Compound
            | Deprel::Case
            | Deprel::Mark
            | Deprel::Fixed
            | Deprel::Flat
            | Deprel::Det
            | Deprel::Cc
            | Deprel::Advmod
            | Deprel::Nsubj
            | Deprel::Obj
            | Deprel::Obl
            | Deprel::Nmod
    )
}

/// Whether a token is the complement of a copula, spoken or left out (`Hundreds dead`).
pub(super) fn is_copular(tree: &Tree, token: usize) -> bool {
    if tree.kid(token, Deprel::Cop).is_some() {
        return outer(tree, token).is_none() && !is_to(tree, token);
    }
    !matches!(tree.upos(token), Upos::Verb | Upos::Aux)
        && tree.kids(token).iter().any(|&k| tree.rel(k) == Deprel::Nsubj)
}

/// `their aim is to build a dam`: the noun that says how the infinitive is meant.
pub(super) fn outer(tree: &Tree, verb: usize) -> Option<usize> {
    let infinitive = tree.upos(verb) == Upos::Verb
        && tree.xpos(verb) == Xpos::Vb
        && tree.kids_by(verb, Deprel::Mark).any(|k| tree.lemma(k) == "to")
        && tree.kid(verb, Deprel::Cop).is_some();
    let noun = tree.kids(verb).iter().copied().find(|&k| {
        matches!(tree.rel(k), Deprel::NsubjOuter | Deprel::Nsubj)
            && lexicon::is("attitude-noun", tree.lemma(k))
    });
    noun.filter(|_| infinitive)
}

/// `the bishop is to meet them`, `is due to meet them`: somebody who can act, and an infinitive; `a centre is to be kept`.
pub(super) fn is_to(tree: &Tree, verb: usize) -> bool {
    let to_be = tree.xpos(verb) == Xpos::Vbn
        && tree.kid(verb, Deprel::AuxPass).is_some_and(|be| {
            tree.xpos(be) == Xpos::Vb
                && tree.kids_by(verb, Deprel::Mark).any(|k| tree.lemma(k) == "to" && k + 1 == be)
        })
        && tree.kids_by(verb, Deprel::Aux).any(|k| tree.lemma(k) == "be" && tree.xpos(k) != Xpos::Vb);
    if to_be {
        return true;
    }
    let infinitive = tree.upos(verb) == Upos::Verb
        && tree.xpos(verb) == Xpos::Vb
        && (tree.kid(verb, Deprel::Cop).is_some()
            || tree.kids_by(verb, Deprel::Aux).any(|k| tree.lemma(k) == "be" && k < verb))
        && tree.kids_by(verb, Deprel::Mark).any(|k| matches!(tree.lemma(k), "to" | "due"));
    // `denies it and is due to stand trial`
    let shared = tree.rel(verb) == Deprel::Conj && tree.kid(verb, Deprel::Nsubj).is_none();
    infinitive
        && (shared
            || tree.kids(verb).iter().any(|&k| {
                matches!(tree.rel(k), Deprel::Nsubj | Deprel::NsubjOuter)
                    && (matches!(tree.upos(k), Upos::Propn | Upos::Pron)
                        || matches!(
                            lexicon::noun_kind(tree.lemma(k)),
                            Some(EntityType::Group | EntityType::Organization | EntityType::Product)
                        )
                        || lexicon::is("organisation-noun", tree.lemma(k)))
            }))
}

/// Whether a verb is passive: by its auxiliary, by its subject, as participle behind a noun, or shared.
pub(super) fn is_passive(tree: &Tree, verb: usize) -> bool {
    if tree.kids(verb).iter().any(|&k| {
        // `passed by 31 to 26` has no agent.
        matches!(tree.rel(k), Deprel::AuxPass | Deprel::NsubjPass)
            || tree.rel(k) == Deprel::OblAgent && tree.upos(k) != Upos::Num
    }) {
        return true;
    }
    // `Banker jailed for fraud`: a verb that needs an object and has none.
    let headless = |verb: usize| {
        tree.xpos(verb) == Xpos::Vbd
            && lexicon::needs_object(tree.lemma(verb))
            && !lexicon::is("say", tree.lemma(verb))
            && tree.form(verb).ends_with("ed")
            && !tree.kids(verb).iter().any(|&k| {
                matches!(
                    tree.rel(k).universal(),
                    Deprel::Obj
                        | Deprel::Iobj
                        | Deprel::Ccomp
                        | Deprel::Xcomp
                        | Deprel::Conj
                        | Deprel::Parataxis
                        | Deprel::Aux
                )
            })
    };
    if headless(verb) {
        return match tree.rel(verb) {
            Deprel::Root => tree.kids_by(verb, Deprel::Nsubj).next().is_some() && !tree.ends_sentence(),
            Deprel::Conj => {
                tree.kid(verb, Deprel::Nsubj).is_none()
                    && tree.head(verb).is_some_and(|h| is_passive(tree, h))
            }
            _ => false,
        };
    }
    if tree.xpos(verb) != Xpos::Vbn {
        return false;
    }
    let own_aux = tree.kid(verb, Deprel::Aux).is_some() || tree.kid(verb, Deprel::Nsubj).is_some();
    match tree.rel(verb) {
        Deprel::Acl => !own_aux,
        // `became known for`
        Deprel::Xcomp => {
            !own_aux
                && tree.kid(verb, Deprel::Obj).is_none()
                && tree
                    .head(verb)
                    .is_some_and(|h| matches!(tree.lemma(h), "become" | "get" | "remain" | "feel"))
        }
        Deprel::Advcl => !own_aux && tree.kid(verb, Deprel::Obj).is_none(),
        Deprel::Conj => !own_aux && tree.head(verb).is_some_and(|h| is_passive(tree, h)),
        _ => false,
    }
}

/// The clause that a clause belongs to. A participle behind a comma says more of the main clause, not of the relative
/// clause or the infinitive before it: `struck down a law that let police hold suspects, handing them a victory`.
pub(super) fn matrix(tree: &Tree, clause: usize) -> Option<usize> {
    let first = tree.head(clause)?;
    if tree.rel(clause) == Deprel::Conj
        && let Some(said) = beside_speech(tree, clause, first)
    {
        return Some(said);
    }
    // `forced them to cancel it and left them with nothing`: a verb with a tense goes with the one that has a tense.
    if tree.rel(clause) == Deprel::Conj
        && matches!(tree.xpos(clause), Xpos::Vbd | Xpos::Vbz)
        && tree.kid(clause, Deprel::Nsubj).is_none()
        && !is_copular(tree, first)
        && let Some(above) = tree.head(first).filter(|&a| {
            let bare = tree.xpos(first) == Xpos::Vb && !is_finite(tree, first);
            // `said she had lied and ordered him to pay`
            let perfect = tree.xpos(first) == Xpos::Vbn && tree.xpos(clause) == Xpos::Vbd;
            (bare && tree.rel(first) == Deprel::Xcomp || perfect && tree.rel(first) == Deprel::Ccomp)
                && tree.xpos(a) == tree.xpos(clause)
                && is_predicate(tree, a)
        })
    {
        return Some(above);
    }
    let participle = tree.rel(clause) == Deprel::Advcl
        && tree.xpos(clause) == Xpos::Vbg
        && !tree.kids(clause).iter().any(|&k| {
            tree.rel(k).is(Deprel::Nsubj) || matches!(tree.rel(k), Deprel::Mark | Deprel::Case | Deprel::Aux)
        });
    let start = tree.subtree(clause, |t| tree.rel(t) == Deprel::Punct)[0];
    if !participle || start <= first || tree.form(start - 1) != "," {
        return Some(first);
    }
    let mut head = first;
    for _ in 0..6 {
        match tree.rel(head) {
            Deprel::Xcomp => head = tree.head(head)?,
            // `arrested the captain of a ferry that struck a boat, killing four`: the nearest that may have done it.
            Deprel::AclRelcl if lexicon::is("kill-verb", tree.lemma(clause)) => break,
            Deprel::AclRelcl | Deprel::Acl => {
                let begin = tree.subtree(head, |_| false)[0];
                let aside = begin > 0 && tree.form(begin - 1) == ",";
                let Some(above) = tree.ancestors(head).find(|&a| is_predicate(tree, a)) else { break };
                if aside {
                    break;
                }
                return Some(above);
            }
            _ => break,
        }
    }
    Some(first)
}

/// `said 2,500 posts were at risk and demanded a meeting`: who said so demanded it; the verb of saying.
fn beside_speech(tree: &Tree, clause: usize, first: usize) -> Option<usize> {
    let said = tree.head(first).filter(|_| tree.rel(first) == Deprel::Ccomp)?;
    let speech = |verb: usize| tree.upos(verb) == Upos::Verb && lexicon::is("say", tree.lemma(verb));
    let state = is_copular(tree, first)
        || is_passive(tree, first)
        // `said the state was losing money and promised to sell it`
        || tree.xpos(first) == Xpos::Vbg && tree.kid(first, Deprel::Aux).is_some();
    let acts = speech(clause) || lexicon::is("speech-act", tree.lemma(clause));
    let own = tree.kids_by(clause, Deprel::Nsubj).next().is_some();
    let spoken = state && acts || is_silence(tree, clause);
    (spoken && !own && speech(said) && is_finite(tree, clause) && !is_passive_verb(tree, clause))
        .then_some(said)
}

/// `confirmed that there were offers but would not name the bidders`: who speaks keeps silent.
fn is_silence(tree: &Tree, clause: usize) -> bool {
    let word =
        |rel: Deprel, words: &[&str]| tree.kids_by(clause, rel).any(|k| words.contains(&tree.lemma(k)));
    lexicon::is("disclose-verb", tree.lemma(clause))
        && word(Deprel::Cc, &["but"])
        && (word(Deprel::Advmod, &["not"]) && word(Deprel::Aux, &["will", "would", "do"])
            || matches!(tree.lemma(clause), "decline" | "refuse"))
}

fn is_passive_verb(tree: &Tree, verb: usize) -> bool {
    tree.kids(verb).iter().any(|&k| tree.rel(k) == Deprel::AuxPass)
}

/// Whether a verb is an infinitive with `to`.
pub(super) fn is_infinitive(tree: &Tree, verb: usize) -> bool {
    tree.xpos(verb) == Xpos::Vb && tree.kids_by(verb, Deprel::Mark).any(|k| tree.lemma(k) == "to")
}

/// `hiding it`, `having hidden it`
pub(super) fn is_gerund(tree: &Tree, verb: usize) -> bool {
    tree.xpos(verb) == Xpos::Vbg
        || tree.xpos(verb) == Xpos::Vbn
            && tree.kids_by(verb, Deprel::Aux).any(|k| tree.xpos(k) == Xpos::Vbg && tree.lemma(k) == "have")
}

/// `beat Ann to win the cup`, `came from behind to beat her`: an infinitive that says how it ended, not what for.
pub(super) fn is_result(tree: &Tree, clause: usize, matrix: usize) -> bool {
    // `slid down the bank and came to rest`
    let rests = tree.lemma(matrix) == "come" && tree.lemma(clause) == "rest";
    let back = tree.lemma(matrix) == "come"
        && tree.kids(matrix).iter().any(|&k| k > matrix && matches!(tree.lemma(k), "behind" | "back"));
    is_infinitive(tree, clause)
        && tree.xpos(matrix) != Xpos::Vb
        && is_predicate(tree, matrix)
        && (lexicon::is("contest-verb", tree.lemma(matrix)) && lexicon::is("win-verb", tree.lemma(clause))
            || rests
            || back && lexicon::is("contest-verb", tree.lemma(clause))
            || tree.lemma(clause) == "become" && !is_passive(tree, matrix) && !is_copular(tree, matrix))
}

/// Whether something can act of its own accord, or as a tool or rule does.
pub(super) fn can_act(tree: &Tree, noun: usize) -> bool {
    let lemma = tree.lemma(noun);
    matches!(tree.upos(noun), Upos::Propn | Upos::Pron)
        || matches!(mind(tree, noun), Some("person" | "group"))
        || matches!(
            lexicon::noun_kind(lemma),
            Some(EntityType::Group | EntityType::Organization | EntityType::Person | EntityType::Product)
        )
        || ["organisation-noun", "instrument-noun", "title"].iter().any(|set| lexicon::is(set, lemma))
        || lexicon::occupation(lemma).is_some()
        || tree.kids_by(noun, Deprel::Appos).any(|k| tree.upos(k) == Upos::Propn)
}

pub(super) fn mind(tree: &Tree, noun: usize) -> Option<&'static str> {
    lexicon::noun_class(tree.lemma(noun))
}

/// Whether a verb has a tense of its own.
pub(super) fn is_finite(tree: &Tree, verb: usize) -> bool {
    let tense = matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let helped = tree.kids(verb).iter().any(|&k| {
        (tree.rel(k).is(Deprel::Aux) || tree.rel(k).is(Deprel::Cop))
            && matches!(tree.xpos(k), Xpos::Md | Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
    });
    tense || helped
}

/// `leaves her post in June`, `opens next week`: the present tense of what is to come.
pub(super) fn is_scheduled(tree: &Tree, verb: usize) -> bool {
    let present = tree.upos(verb) == Upos::Verb
        && tree.xpos(verb) == Xpos::Vbz
        && tree.kid(verb, Deprel::Aux).is_none()
        && tree.ends_sentence();
    let ahead = |k: usize| {
        let day = ["month", "weekday"].iter().any(|set| lexicon::is(set, tree.lemma(k)))
            && tree.upos(k) == Upos::Propn
            && tree.xpos(k) != Xpos::Nnps
            && matches!(tree.preposition(k).as_str(), "in" | "on" | "from" | "at" | "until" | "");
        let next = tree.kids(k).iter().any(|&m| tree.lemma(m) == "next");
        let every = tree.kids_by(k, Deprel::Det).any(|d| matches!(tree.lemma(d), "every" | "each"));
        let year = tree
            .subtree(k, |_| false)
            .into_iter()
            .any(|t| tree.form(t).len() == 4 && tree.form(t).bytes().all(|b| b.is_ascii_digit()));
        k > verb && (day || next && lexicon::is("time-noun", tree.lemma(k))) && !every && !year
    };
    present && tree.kids(verb).iter().any(|&k| tree.rel(k).is(Deprel::Obl) && ahead(k))
}
