//! What a report says, section by section, before it is written in any format.

use crate::export::selection::Selection;
use crate::fact::relation_name;
use crate::graph::lookup;
use crate::graph::statement::{is_symmetric, sources, statement, texts};
use crate::value::{NodeId, RelationshipId};
use crate::wording::counted;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How much a section shows.
const ENTITIES: usize = 15;
const RELATIONS: usize = 15;
const FACTS: usize = 30;
const DATES: usize = 60;
const CONTRADICTIONS: usize = 30;
/// How many sentences stand behind one statement.
const CITED: usize = 3;

/// A report, as its sections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What it is about.
    pub(super) title: String,
    /// A sentence on how much there is.
    pub(super) summary: String,
    pub(super) sections: Vec<Section>,
    /// The sentences that are cited, in the order of their numbers.
    pub(super) cited: Vec<Cited>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Section {
    pub(super) heading: &'static str,
    /// What is said where there is nothing to list.
    pub(super) otherwise: &'static str,
    pub(super) items: Vec<Item>,
}

/// A line, with the numbers of the sentences behind it, from 1, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Item {
    /// What stands out: a name, a date.
    pub(super) head: String,
    pub(super) text: String,
    pub(super) cited: Vec<usize>,
    pub(super) more: usize,
}

/// A sentence of an article.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cited {
    pub(super) document: String,
    pub(super) date: Option<String>,
    pub(super) sentence: usize,
    pub(super) text: String,
}

struct Gather<'a> {
    selection: &'a Selection<'a>,
    cited: Vec<Cited>,
    /// The number of a sentence by document and number.
    known: HashMap<(String, usize), usize>,
}

pub(super) fn report(selection: &Selection<'_>, about: Option<NodeId>) -> Report {
    let graph = selection.graph;
    let mut gather = Gather { selection, cited: Vec::new(), known: HashMap::new() };
    let mut sections = Vec::new();
    if about.is_none() {
        sections.push(gather.connected());
        sections.push(gather.relations());
    } else {
        sections.push(gather.facts());
    }
    sections.push(gather.timeline());
    sections.push(gather.contradictions());
    let title = about.map_or("What the articles say".to_owned(), |node| selection.name(node));
    let mut summary = match about {
        None => format!(
            "{}, {}, {}.",
            counted(selection.nodes.len(), "entity"),
            counted(selection.relationships.len(), "fact"),
            counted(graph.articles().len(), "article")
        ),
        Some(node) => {
            let aliases = lookup::aliases(graph, node);
            let also =
                if aliases.is_empty() { String::new() } else { format!(", also {}", aliases.join(", ")) };
            let facts = counted(selection.relationships.len(), "fact");
            format!("{}{also}: {facts}.", selection.kind(node))
        }
    };
    let dates: Vec<&str> = graph.articles().iter().filter_map(|a| a.date.as_deref()).collect();
    if let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) {
        summary += &if first == last {
            format!(" The articles are of {first}.")
        } else {
            format!(" The articles are of {first} to {last}.")
        };
    }
    Report { title, summary, sections, cited: gather.cited }
}

impl Gather<'_> {
    fn connected(&mut self) -> Section {
        let mut counts: HashMap<NodeId, usize> = HashMap::new();
        for (_, ends, _) in self.selection.edges() {
            *counts.entry(ends.start).or_default() += 1;
            if ends.start != ends.end {
                *counts.entry(ends.end).or_default() += 1;
            }
        }
        let mut all: Vec<(NodeId, usize)> = counts.into_iter().collect();
        all.sort_by_key(|&(node, count)| (Reverse(count), self.selection.name(node), node));
        let items = all.into_iter().take(ENTITIES).map(|(node, count)| {
            let kind = self.selection.kind(node);
            let facts = counted(count, "fact");
            Item {
                head: self.selection.name(node),
                text: if kind.is_empty() { facts } else { format!("{kind}, {facts}") },
                ..Item::default()
            }
        });
        Section { heading: "Most connected", otherwise: "There are no facts.", items: items.collect() }
    }

    fn relations(&mut self) -> Section {
        let mut kinds: BTreeMap<&str, Vec<RelationshipId>> = BTreeMap::new();
        for (id, _, kind) in self.selection.edges() {
            kinds.entry(kind).or_default().push(id);
        }
        let mut all: Vec<(&str, Vec<RelationshipId>)> = kinds.into_iter().collect();
        all.sort_by_key(|(kind, ids)| (Reverse(ids.len()), *kind));
        all.truncate(RELATIONS);
        let items = all.into_iter().map(|(kind, ids)| {
            let best = self.best(&ids);
            let example = best.map_or(String::new(), |id| statement(self.selection.graph, id));
            let (cited, more) = best.map_or_else(Default::default, |id| self.cite(id));
            Item {
                head: relation_name(kind),
                text: format!(
                    "{}, as in: {example}",
                    if ids.len() == 1 { "once".to_owned() } else { format!("{} times", ids.len()) }
                ),
                cited,
                more,
            }
        });
        Section { heading: "Main relations", otherwise: "There are no facts.", items: items.collect() }
    }

    fn facts(&mut self) -> Section {
        let mut ids = self.selection.relationships.clone();
        let graph = self.selection.graph;
        ids.sort_by_key(|&id| (Reverse(graph.articles().evidence(id).len()), id));
        ids.truncate(FACTS);
        let items = ids.into_iter().map(|id| self.item(String::new(), id)).collect();
        Section { heading: "What is said", otherwise: "Nothing is said.", items }
    }

    fn timeline(&mut self) -> Section {
        let graph = self.selection.graph;
        let mut all: Vec<(String, RelationshipId)> = Vec::new();
        for &id in &self.selection.relationships {
            let date = ["at", "since", "until"].iter().flat_map(|key| texts(graph, id, key)).min();
            all.extend(date.map(|date| (date, id)));
        }
        all.sort();
        all.truncate(DATES);
        let items = all.into_iter().map(|(date, id)| self.item(date, id)).collect();
        Section {
            heading: "Timeline",
            otherwise: "No fact has a time on the calendar; articles without a date give few.",
            items,
        }
    }

    /// The same said and denied of the same.
    fn contradictions(&mut self) -> Section {
        let graph = self.selection.graph;
        type Said = (NodeId, NodeId, String);
        let mut said: BTreeMap<Said, (Vec<RelationshipId>, Vec<RelationshipId>)> = BTreeMap::new();
        for (id, ends, kind) in self.selection.edges() {
            let (mut a, mut b) = (ends.start, ends.end);
            if is_symmetric(graph, id) && b < a {
                (a, b) = (b, a);
            }
            let entry = said.entry((a, b, kind.to_owned())).or_default();
            match texts(graph, id, "status").pop().as_deref() {
                Some("denied") => entry.1.push(id),
                Some("asserted" | "reported") => entry.0.push(id),
                _ => {}
            }
        }
        let pairs = said.into_values().filter(|(said, denied)| !said.is_empty() && !denied.is_empty());
        let mut items = Vec::new();
        for (said, denied) in pairs.take(CONTRADICTIONS) {
            for (head, ids) in [("Said", said), ("Denied", denied)] {
                items.extend(ids.into_iter().map(|id| self.item(head.to_owned(), id)));
            }
        }
        Section {
            heading: "Contradictions",
            otherwise: "Nothing is said in one place and denied in another.",
            items,
        }
    }

    fn item(&mut self, head: String, id: RelationshipId) -> Item {
        let (cited, more) = self.cite(id);
        Item { head, text: statement(self.selection.graph, id), cited, more }
    }

    /// The fact with most sentences behind it, then the surest, then the first.
    fn best(&self, ids: &[RelationshipId]) -> Option<RelationshipId> {
        let articles = self.selection.graph.articles();
        ids.iter().copied().min_by_key(|&id| (Reverse(articles.evidence(id).len()), id))
    }

    /// The numbers of the first sentences behind a fact, and how many there are besides.
    fn cite(&mut self, id: RelationshipId) -> (Vec<usize>, usize) {
        let sources = sources(self.selection.graph, id);
        let more = sources.len().saturating_sub(CITED);
        let numbers = sources.into_iter().take(CITED).map(|source| {
            let next = self.cited.len() + 1;
            let number = *self.known.entry((source.document.clone(), source.sentence)).or_insert(next);
            if number == next {
                self.cited.push(Cited {
                    document: source.document,
                    date: source.date,
                    sentence: source.sentence,
                    text: source.text,
                });
            }
            number
        });
        (numbers.collect(), more)
    }
}
