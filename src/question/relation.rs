//! Which relations of a graph say what a question's words say.

use crate::fact::relation_name;
use crate::graph::GraphRead;
use crate::lexicon;
use crate::query::error::nearest;
use std::collections::BTreeSet;

/// How near a relation of the graph comes to the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// It is the same.
    Same,
    /// It says the same in other words, or more: `is-defense-minister-of` for `is-minister-of`.
    Implied,
    /// It shares a word; no answer, but perhaps what was meant.
    Akin,
}

/// The graph's relations that come near to one, the nearest first.
pub(super) fn relations(graph: &dyn GraphRead, wanted: &str) -> Vec<(Nearness, String)> {
    let types = &graph.names().types;
    let mut found: Vec<(Nearness, String)> = types
        .iter()
        .filter(|(id, _)| graph.count_with_type(*id) > 0)
        .filter_map(|(_, name)| {
            let name = relation_name(name);
            nearness(wanted, &name).map(|near| (near, name))
        })
        .collect();
    found.sort();
    found
}

/// The relation of a graph that somebody who wrote `wanted` most likely means: one that says the same or more, that is
/// spelled nearly so, or that shares a word.
pub fn nearest_relation(graph: &dyn GraphRead, wanted: &str) -> Option<String> {
    // The verb comes first, and people give it in any form.
    let (verb, rest) = wanted.split_at(wanted.find('-').unwrap_or(wanted.len()));
    let base = lexicon::third_person(&lexicon::verb_lemma(verb, verb)) + rest;
    let known = [wanted, &base].into_iter().flat_map(|wanted| relations(graph, wanted));
    let mut found: Vec<(Nearness, String)> = known.collect();
    found.sort();
    let (sure, akin): (Vec<_>, Vec<_>) = found.into_iter().partition(|(near, _)| *near < Nearness::Akin);
    let types = graph.names().types.iter().filter(|(id, _)| graph.count_with_type(*id) > 0);
    let names: Vec<String> = types.map(|(_, name)| relation_name(name)).collect();
    let spelled = nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned);
    let first = |found: Vec<(Nearness, String)>| found.into_iter().next().map(|(_, name)| name);
    first(sure).or(spelled).or_else(|| first(akin))
}

/// How near a relation comes to the one asked for, if at all.
fn nearness(wanted: &str, relation: &str) -> Option<Nearness> {
    let canonical = lexicon::canonical_relation(wanted);
    if relation == canonical || relation == wanted {
        return Some(Nearness::Same);
    }
    let (asked, known) = (Words::of(wanted), Words::of(relation));
    if asked.all == known.all && asked.preposition == known.preposition {
        return Some(Nearness::Same);
    }
    if lexicon::implying(canonical).chain(lexicon::implying(wanted)).any(|other| other == relation) {
        return Some(Nearness::Implied);
    }
    let same_end = asked.preposition == known.preposition;
    if same_end && !asked.content.is_empty() {
        let role = wanted.starts_with("is-")
            && relation.starts_with("is-")
            && asked.preposition.as_deref() == Some("of")
            && asked.last == known.last
            && asked.content.is_subset(&known.content);
        if role || asked.content == known.content {
            return Some(Nearness::Implied);
        }
    }
    (!asked.content.is_disjoint(&known.content)).then_some(Nearness::Akin)
}

/// A relation's words, brought to their stems.
struct Words {
    all: Vec<String>,
    /// Those that carry meaning.
    content: BTreeSet<String>,
    last: Option<String>,
    preposition: Option<String>,
}

impl Words {
    fn of(relation: &str) -> Words {
        let mut words: Vec<&str> = relation.split('-').collect();
        let preposition = words.pop_if(|last| lexicon::is("relation-prep", last)).map(str::to_owned);
        let all: Vec<String> = words.iter().map(|word| stem(word)).collect();
        let carries = |word: &&&str| !matches!(**word, "is" | "has" | "of" | "a" | "an" | "the");
        let content: Vec<String> = words.iter().filter(carries).map(|word| stem(word)).collect();
        let last = content.last().cloned();
        Words { all, content: content.into_iter().collect(), last, preposition }
    }
}

/// A word without its endings, so that forms of one word are equal: `visits`, `visited`.
pub(super) fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let long = |rest: &&str| rest.chars().filter(|c| "aeiouy".contains(*c)).count() > 0 && rest.len() > 1;
    let cut = |endings: &[&str], word: &str| {
        endings.iter().find_map(|end| word.strip_suffix(end).filter(long).map(str::to_owned))
    };
    if let Some(start) = word.strip_suffix("ies").filter(|s| s.len() > 1) {
        return format!("{start}y");
    }
    let mut stem = if word.ends_with("ss") { word } else { cut(&["es", "s"], &word).unwrap_or(word) };
    stem = cut(&["ing", "ed"], &stem).unwrap_or(stem);
    if stem.len() > 2 && stem.ends_with('e') {
        stem.pop();
    }
    let mut ends = stem.chars().rev();
    if let (Some(a), Some(b)) = (ends.next(), ends.next())
        && a == b
        && !"aeioulsz".contains(a)
    {
        stem.pop();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_meet() {
        for forms in [
            &["visits", "visited", "visit", "visiting"][..],
            &["rescues", "rescued", "rescue"],
            &["criticizes", "criticized"],
            &["carries", "carry"],
            &["stops", "stopped"],
            &["strained", "strains"],
            &["crosses", "cross"],
        ] {
            let stems: BTreeSet<String> = forms.iter().map(|form| stem(form)).collect();
            assert_eq!(stems.len(), 1, "{stems:?}");
        }
        assert_ne!(stem("king"), stem("k"));
    }

    #[test]
    fn relations_come_near() {
        use Nearness::{Akin, Implied, Same};
        for (wanted, relation, near) in [
            ("collaborates-with", "cooperates-with", Some(Same)),
            ("is-minister-of", "is-defense-minister-of", Some(Implied)),
            ("is-defense-minister-of", "is-minister-of", Some(Akin)),
            ("is-minister-of", "is-minister-with", Some(Akin)),
            ("is-concern-to", "is-of-concern-to", Some(Implied)),
            ("strains-relations-with", "has-strained-relations-with", Some(Implied)),
            ("travels-to", "visits", Some(Implied)),
            ("visits", "travels-to", None),
            ("visits", "invades", None),
        ] {
            assert_eq!(nearness(wanted, relation), near, "{wanted} {relation}");
        }
    }
}
