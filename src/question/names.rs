//! What a question calls a thing → the nodes that it may mean.

use super::reading::Mention;
use super::relation::stem;
use crate::graph::GraphRead;
use crate::graph::lookup::{aliases, name, plain};
use crate::lexicon;
use crate::value::NodeId;
use std::collections::BTreeSet;

/// How near a node's name comes to what a question calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// Its name or alias.
    Called,
    /// It says more of the same thing: `agreement on copper` for `the agreement`.
    Described,
    /// The words are in its name: `west coast of Ireland` for `Ireland`.
    Within,
}

/// A node that a mention may mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Meant {
    pub(super) closeness: Closeness,
    pub(super) name: String,
    pub(super) node: NodeId,
}

/// How many nodes a mention may mean at most.
const MOST: usize = 12;

/// The nodes of a graph with the words of their names, brought to their stems.
pub(super) struct Index {
    nodes: Vec<Known>,
}

struct Known {
    node: NodeId,
    name: String,
    plain: Vec<String>,
    words: Vec<Vec<String>>,
}

impl Index {
    pub(super) fn new(graph: &dyn GraphRead) -> Index {
        let known = |node| {
            let name = name(graph, node)?;
            let forms: Vec<String> = std::iter::once(name.clone()).chain(aliases(graph, node)).collect();
            let plain: Vec<String> = forms.iter().map(|form| bare(&plain(form)).to_owned()).collect();
            let words = plain.iter().map(|form| words(form)).collect();
            Some(Known { node, name, plain, words })
        };
        Index { nodes: graph.nodes().filter_map(known).collect() }
    }

    /// The nodes that a mention may mean, the nearest first.
    pub(super) fn meant(&self, mention: &Mention) -> Vec<Meant> {
        let wanted = plain(&mention.text);
        let wanted = bare(&wanted);
        let stems = words(wanted);
        let head = stem(&plain(&mention.head));
        let near = |known: &Known| {
            if known.plain.iter().any(|form| form == wanted) {
                return Some(Closeness::Called);
            }
            // A pronoun among the aliases would describe anything.
            known.words.iter().filter_map(|form| closeness(&stems, &head, form)).min()
        };
        let mut found: Vec<Meant> = self
            .nodes
            .iter()
            .filter_map(|k| near(k).map(|closeness| Meant { closeness, name: k.name.clone(), node: k.node }))
            .collect();
        found.sort();
        found.truncate(MOST);
        found
    }
}

/// A name without its article.
fn bare(name: &str) -> &str {
    ["the ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name).trim()
}

/// The stems of a name's words, `'s` aside.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "s")
        .map(stem)
        .collect()
}

fn closeness(stems: &[String], head: &str, form: &[String]) -> Option<Closeness> {
    if stems.is_empty() || form.is_empty() {
        return None;
    }
    let (asked, known): (BTreeSet<_>, BTreeSet<_>) = (stems.iter().collect(), form.iter().collect());
    // `the carmaker Hallberg Motors` is Hallberg Motors.
    if known.len() > 1 && known.is_subset(&asked) && form.last().is_some_and(|last| last == head) {
        return Some(Closeness::Described);
    }
    if !asked.is_subset(&known) {
        return None;
    }
    // `about 80 people`: a preposition at the beginning has no head before it.
    let preposition = (1..form.len()).find(|&at| lexicon::is("relation-prep", &form[at]));
    let form_head = preposition.map_or(form.last(), |at| form.get(at - 1));
    Some(if form_head.is_some_and(|word| word == head) { Closeness::Described } else { Closeness::Within })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_near() {
        for (asked, head, form, near) in [
            ("agreement", "agreement", "agreement on copper", Some(Closeness::Described)),
            ("winds", "wind", "strong winds", Some(Closeness::Described)),
            ("ireland", "ireland", "west coast of ireland", Some(Closeness::Within)),
            ("terrorism", "terrorism", "threat of terrorism", Some(Closeness::Within)),
            ("carmaker hallberg motors", "motors", "hallberg motors", Some(Closeness::Described)),
            ("people", "people", "about 80 people", Some(Closeness::Described)),
            ("main rival of hallberg motors", "rival", "hallberg motors", None),
            ("motors", "motors", "hallberg", None),
        ] {
            assert_eq!(closeness(&words(asked), &stem(head), &words(form)), near, "{asked} {form}");
        }
    }
}
