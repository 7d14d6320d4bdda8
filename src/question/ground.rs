//! A reading and a graph → the triple pattern that asks for it in the graph's own words.

use super::names::{Closeness, Index, Meant};
use super::reading::{Mention, Reading, Slot, Wanted};
use super::relation::{Nearness, relations};
use crate::fact::relation_name;
use crate::graph::{Direction, GraphRead};
use crate::value::NodeId;

/// How far the graph's words may be from those of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Latitude {
    pub(super) relation: Nearness,
    pub(super) name: Closeness,
    /// Whether names that are less near count beside the nearest.
    pub(super) wide: bool,
}

/// From the surest to the least sure.
pub(super) fn latitudes() -> impl Iterator<Item = Latitude> {
    let names = [
        (Closeness::Called, false),
        (Closeness::Described, false),
        (Closeness::Described, true),
        (Closeness::Within, false),
        (Closeness::Within, true),
    ];
    names.into_iter().flat_map(|(name, wide)| {
        [Nearness::Same, Nearness::Implied].map(|relation| Latitude { relation, name, wide })
    })
}

/// A pattern in the graph's own words, with the nodes that may stand at its ends (`None`: any).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grounded {
    pub(super) pattern: String,
    pub(super) subject: Option<Vec<Vec<NodeId>>>,
    pub(super) object: Option<Vec<Vec<NodeId>>>,
    /// Whether the names are those of the things meant, and not only hold their words.
    pub(super) sure: bool,
}

/// The pattern of a reading; `None` where the graph has no words for it within this latitude.
pub(super) fn ground(
    graph: &dyn GraphRead,
    index: &Index,
    reading: &Reading,
    latitude: Latitude,
) -> Option<Grounded> {
    let subject = end(index, &reading.subject, latitude)?;
    let object = end(index, &reading.object, latitude)?;
    let found = match &reading.relation {
        Wanted::OneOf(wanted) => {
            let mut found: Vec<String> = Vec::new();
            for (near, name) in wanted.iter().flat_map(|wanted| relations(graph, wanted)) {
                if near <= latitude.relation && !found.contains(&name) {
                    found.push(name);
                }
            }
            found
        }
        Wanted::Identity => identities(graph, &subject),
    };
    if found.is_empty() {
        return None;
    }
    let pattern = format!("{} {} {}", written(&subject), found.join("|"), written(&object));
    let sure = [&subject, &object]
        .into_iter()
        .flatten()
        .flatten()
        .all(|meant| meant.iter().all(|m| m.closeness < Closeness::Within));
    let nodes = |end: Option<Vec<Vec<Meant>>>| {
        end.map(|all| all.into_iter().map(|meant| meant.into_iter().map(|m| m.node).collect()).collect())
    };
    Some(Grounded { pattern, subject: nodes(subject), object: nodes(object), sure })
}

/// The pattern of a reading in the question's own words, to show what was understood.
pub(super) fn in_own_words(reading: &Reading) -> String {
    let end = |slot: &Slot| match slot {
        Slot::Gap | Slot::Any => "?".to_owned(),
        Slot::Named(mentions) => names(mentions.iter().map(|m| m.text.as_str())),
    };
    let relation = match &reading.relation {
        Wanted::OneOf(names) => names.first().map_or("?", String::as_str),
        Wanted::Identity => "is",
    };
    format!("{} {relation} {}", end(&reading.subject), end(&reading.object))
}

/// The nodes that may stand at an end, those of each mention apart; `Some(None)` for any.
#[expect(clippy::option_option, reason = "no such node, or any node")]
fn end(index: &Index, slot: &Slot, latitude: Latitude) -> Option<Option<Vec<Vec<Meant>>>> {
    let Slot::Named(mentions) = slot else { return Some(None) };
    let of = |mention: &Mention| {
        let mut meant = index.meant(mention);
        let nearest = meant.first().map_or(Closeness::Called, |m| m.closeness);
        let most = if latitude.wide { latitude.name } else { nearest.min(latitude.name) };
        meant.retain(|m| m.closeness <= most);
        (!meant.is_empty()).then_some(meant)
    };
    mentions.iter().map(of).collect::<Option<Vec<_>>>().map(Some)
}

fn written(end: &Option<Vec<Vec<Meant>>>) -> String {
    match end {
        None => "?".to_owned(),
        Some(all) => names(all.iter().flatten().map(|m| m.name.as_str())),
    }
}

/// Names as a pattern writes them, each once.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut found: Vec<String> = Vec::new();
    for name in all {
        let name = quoted(name);
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found.join("|")
}

/// A name as a pattern writes it: in quotes unless each of its words has a capital.
pub(super) fn quoted(name: &str) -> String {
    let simple = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word != "LIMIT"
            && word.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    if name.split(' ').all(simple) {
        name.to_owned()
    } else if name.contains('"') {
        format!("'{}'", name.replace('\'', ""))
    } else {
        format!("\"{name}\"")
    }
}

/// The relations that say what these nodes are: `is`, `is-minister-of`.
fn identities(graph: &dyn GraphRead, subject: &Option<Vec<Vec<Meant>>>) -> Vec<String> {
    let mut found = Vec::new();
    let mut hops = Vec::new();
    for meant in subject.iter().flatten().flatten() {
        graph.expand(meant.node, Direction::Outgoing, &[], &mut hops);
        for hop in &hops {
            let Some(ends) = graph.ends(hop.relationship) else { continue };
            let name = relation_name(graph.names().types.name(ends.kind));
            let role = name.starts_with("is-") && name.ends_with("-of");
            if (name == "is" || role) && !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}
