//! Names and aliases, searched by the beginning of any of their words.

use super::{Candidate, MOST};
use crate::graph::lookup::{aliases, label, name, plain};
use crate::graph::{Graph, GraphRead};
use crate::value::Value;
use std::cmp::Reverse;

/// Names that are looked at for one beginning at most: a single letter begins half of them.
const LOOKED_AT: usize = 3_000;

/// What the graph calls its nodes, not yet in order.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    entities: Vec<Entity>,
}

#[derive(Clone, Debug)]
struct Entity {
    name: Box<str>,
    label: Box<str>,
    aliases: Box<[String]>,
    mentions: i64,
}

/// Reads all names of a graph.
pub fn gather(graph: &Graph) -> Gathered {
    let mentions = graph.names().keys.id("mentions");
    let entities = graph.nodes().filter_map(|node| {
        let count = mentions.and_then(|key| graph.node_property(node, key));
        Some(Entity {
            name: name(graph, node)?.into(),
            label: label(graph, node).into(),
            aliases: aliases(graph, node).into(),
            mentions: if let Some(Value::Integer(count)) = count { count } else { 0 },
        })
    });
    Gathered { entities: entities.collect() }
}

/// Names in order.
#[derive(Clone, Debug, Default)]
pub struct Names {
    entities: Vec<Entity>,
    /// A beginning without case and accents, the entity, and which of its names (0) or aliases has it.
    keys: Vec<(Box<str>, u32, u16)>,
}

impl Names {
    /// Puts the names in order.
    pub fn new(gathered: Gathered) -> Names {
        let entities = gathered.entities;
        let mut keys = Vec::with_capacity(entities.len() * 2);
        for (number, entity) in (0u32..).zip(&entities) {
            let all = std::iter::once(&*entity.name).chain(entity.aliases.iter().map(String::as_str));
            for (which, text) in (0u16..).zip(all) {
                let text = plain(text);
                let mut from = 0;
                loop {
                    keys.push((text[from..].into(), number, which));
                    match text[from..].find(' ') {
                        Some(space) => from += space + 1,
                        None => break,
                    }
                }
            }
        }
        keys.sort_unstable();
        Names { entities, keys }
    }

    /// The entities of which a name, or a later word of one, begins so; the most mentioned first.
    pub fn beginning(&self, typed: &str) -> Vec<Candidate> {
        let wanted = plain_beginning(typed);
        let from = self.keys.partition_point(|(key, ..)| **key < *wanted);
        let fits = self.keys[from..].iter().take(LOOKED_AT).take_while(|(key, ..)| key.starts_with(&*wanted));
        let mut found: Vec<(bool, Reverse<i64>, &str, u32, u16)> = fits
            .filter_map(|&(_, number, which)| {
                let entity = self.entities.get(number as usize)?;
                let whole = plain(&entity.name).starts_with(&*wanted);
                Some((!whole, Reverse(entity.mentions), &*entity.name, number, which))
            })
            .collect();
        found.sort_unstable();
        let mut seen = rustc_hash::FxHashSet::default();
        found.retain(|(.., number, _)| seen.insert(*number));
        found.truncate(MOST);
        found
            .into_iter()
            .filter_map(|(.., number, which)| {
                let entity = self.entities.get(number as usize)?;
                let alias = which.checked_sub(1).and_then(|at| entity.aliases.get(usize::from(at)));
                let remarks: Vec<&str> = [Some(&*entity.label), alias.map(String::as_str)]
                    .into_iter()
                    .flatten()
                    .filter(|remark| !remark.is_empty())
                    .collect();
                let name = entity.name.to_string();
                Some(if remarks.is_empty() {
                    Candidate::plain(name)
                } else {
                    Candidate::with(name, &format!("({})", remarks.join(", ")))
                })
            })
            .collect()
    }

    /// The entities that begin with the longest end of a line that any begins with, as names may be several words;
    /// with the byte at which that end starts.
    pub(super) fn at_the_end(&self, line: &str) -> Option<(usize, Vec<Candidate>)> {
        let starts = line.char_indices().filter(|&(at, c)| {
            let before = line[..at].chars().next_back();
            !c.is_whitespace() && before.is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '-' | '_'))
        });
        for (start, _) in starts {
            let typed = line[start..].trim_start_matches(['"', '\'']);
            if typed.chars().count() >= 2 {
                let found = self.beginning(typed);
                let whole = found.len() == 1 && found[0].text == typed;
                if !found.is_empty() && !whole {
                    return Some((line.len() - typed.len(), found));
                }
            }
        }
        None
    }
}

/// As [`plain`], but a space at the end is kept: `Li ` begins fewer names than `Li`.
fn plain_beginning(typed: &str) -> String {
    let text = plain(typed);
    if typed.ends_with(char::is_whitespace) { text + " " } else { text }
}
