//! Which way the clause around a time looks: `met on Sunday`, `will meet on Sunday`.

use super::resolve::Tense;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::clause::Tree;
use crate::lexicon;

/// The tense of the nearest clause around a token; the past where nothing says otherwise, as in news.
pub(super) fn tense(tree: &Tree, token: usize, heading: bool) -> Tense {
    let mut at = Some(token);
    for _ in 0..tree.len() {
        let Some(here) = at else { break };
        let clause = matches!(tree.upos(here), Upos::Verb | Upos::Aux)
            || tree.kids(here).iter().any(|&k| matches!(tree.rel(k), Deprel::Cop | Deprel::Nsubj));
        if clause && let Some(found) = of_clause(tree, here, heading) {
            return found;
        }
        at = tree.head(here);
    }
    Tense::Past
}

/// The tense of a clause; `None` for an infinitive or participle that has that of the clause around it.
fn of_clause(tree: &Tree, head: usize, heading: bool) -> Option<Tense> {
    let auxiliaries: Vec<usize> = tree
        .kids(head)
        .iter()
        .copied()
        .filter(|&k| tree.rel(k).is(Deprel::Aux) || tree.rel(k) == Deprel::Cop)
        .collect();
    let perfect = auxiliaries.iter().any(|&k| tree.lemma(k) == "have");
    if auxiliaries.iter().any(|&k| tree.xpos(k) == Xpos::Md) {
        return Some(if perfect { Tense::Past } else { Tense::Future });
    }
    let of_word = |word: usize| match tree.xpos(word) {
        Xpos::Vbd => Some(Tense::Past),
        Xpos::Vbz | Xpos::Vbp if perfect || heading => Some(Tense::Past),
        Xpos::Vbz | Xpos::Vbp => Some(Tense::Future),
        _ => None,
    };
    if let Some(found) = auxiliaries.iter().copied().chain([head]).find_map(of_word) {
        return Some(found);
    }
    if tree.kids_by(head, Deprel::Mark).any(|m| tree.lemma(m) == "to") {
        let above = tree.head(head)?;
        let ahead = ["plan", "wish", "attitude-noun"].iter().any(|set| lexicon::is(set, tree.lemma(above)));
        // In headlines an infinitive is what is to come: `Dahl to visit Porto on Monday`.
        return (ahead || heading && tree.rel(head) == Deprel::Root).then_some(Tense::Future);
    }
    (tree.xpos(head) == Xpos::Vbn).then_some(Tense::Past)
}
