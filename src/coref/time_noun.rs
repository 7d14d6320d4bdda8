//! Which words name a time and no thing.

use crate::analyse::{Deprel, NameType, Upos};
use crate::clause::Tree;
use crate::lexicon;

/// Whether a token names a time: a date, a weekday, a year, `four years`.
pub(crate) fn is_time(tree: &Tree, head: usize) -> bool {
    let lemma = tree.lemma(head);
    let year = tree.upos(head) == Upos::Num
        && lemma.len() == 4
        && lemma.bytes().all(|b| b.is_ascii_digit())
        && lemma.starts_with(['1', '2']);
    let month = lexicon::is("month", lemma) && tree.upos(head) == Upos::Propn;
    // A month's name that is no proper noun is another word: `may`, `march`.
    let time_noun = lexicon::is("time-noun", lemma) && !lexicon::is("month", lemma);
    let part = lexicon::is("time-part", lemma)
        && tree.kids_by(head, Deprel::Nmod).any(|k| {
            tree.preposition(k) == "of"
                && (lexicon::is("time-noun", tree.lemma(k))
                    || tree.parse.name_at(k).is_some_and(|n| n.kind == NameType::Time))
        });
    year || month
        || part
        || time_noun && tree.upos(head) != Upos::Adv
        || tree.parse.name_at(head).is_some_and(|n| n.kind == NameType::Time)
        || tree.upos(head) == Upos::Adv && lexicon::is("time-noun", lemma)
        || lexicon::noun_class(lemma) == Some("time") && tree.upos(head) == Upos::Noun && lemma != "future"
}
