//! Lists of neighbours: their parts, their lengths, and whether something is in them.

use super::Machine;
use crate::graph::{Adjacency, Bits, Direction, Frozen};
use crate::query::plan::physical::{Link, List};
use std::ops::Range;

/// A stretch of an adjacency.
pub(in crate::query::exec) struct Part<'a> {
    pub(in crate::query::exec) adjacency: &'a Adjacency,
    pub(in crate::query::exec) range: Range<usize>,
    /// Whether a relationship from the node to itself was in an earlier part.
    pub(super) loops_seen: bool,
}

/// Calls `visit` with the parts of a list, until it gives false.
pub(in crate::query::exec) fn parts<'a, E>(
    frozen: &'a Frozen,
    list: &List,
    node: u32,
    mut visit: impl FnMut(Part<'a>) -> Result<bool, E>,
) -> Result<bool, E> {
    let both = list.direction == Direction::Both;
    let sides = [
        (frozen.out(), list.direction != Direction::Incoming, false),
        (frozen.into(), list.direction != Direction::Outgoing, both),
    ];
    for (adjacency, wanted, loops_seen) in sides {
        if !wanted {
            continue;
        }
        if list.kinds.is_empty() {
            let range = adjacency.all(node);
            if !range.is_empty() && !visit(Part { adjacency, range, loops_seen })? {
                return Ok(false);
            }
        }
        for &kind in &list.kinds {
            let range = adjacency.of_type(node, kind);
            if !range.is_empty() && !visit(Part { adjacency, range, loops_seen })? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// How often a number is in a sorted slice.
pub(super) fn occurrences(sorted: &[u32], number: u32) -> usize {
    let from = sorted.partition_point(|own| *own < number);
    sorted[from..].iter().take_while(|own| **own == number).count()
}

/// What was looked up for a link last.
#[derive(Clone, Default)]
pub(super) struct Marks {
    owner: Option<u32>,
    asked: u32,
    /// The owner's neighbours, once it was asked for often.
    set: Option<Bits>,
    marked: bool,
}

impl<'m, 'a> Machine<'m, 'a> {
    /// How many neighbours a list has.
    pub(super) fn degree(&self, list: &List, node: u32) -> u64 {
        let (frozen, loops) = (self.frozen(), self.loops);
        let mut count = 0;
        let _ = parts::<()>(frozen, list, node, |part| {
            count += part.range.len();
            if part.loops_seen && loops {
                count -= part.adjacency.neighbours(part.range).iter().filter(|own| **own == node).count();
            }
            Ok(true)
        });
        count as u64
    }

    /// How many relationships of a list lead from one node to the other.
    pub(super) fn count_links(&self, list: &List, from: u32, to: u32) -> u64 {
        let frozen = self.frozen();
        let one_way = |from: u32, to: u32| {
            let count = |kind: Option<u32>| {
                let (out, into) = match kind {
                    Some(kind) => (frozen.out().of_type(from, kind), frozen.into().of_type(to, kind)),
                    None => (frozen.out().all(from), frozen.into().all(to)),
                };
                let (list, wanted) = if out.len() <= into.len() {
                    (frozen.out().neighbours(out), to)
                } else {
                    (frozen.into().neighbours(into), from)
                };
                if kind.is_some() {
                    occurrences(list, wanted)
                } else {
                    list.iter().filter(|own| **own == wanted).count()
                }
            };
            if list.kinds.is_empty() {
                count(None)
            } else {
                list.kinds.iter().map(|kind| count(Some(*kind))).sum()
            }
        };
        let count = match list.direction {
            Direction::Outgoing => one_way(from, to),
            Direction::Incoming => one_way(to, from),
            Direction::Both if from == to => one_way(from, to),
            Direction::Both => one_way(from, to) + one_way(to, from),
        };
        count as u64
    }

    /// Whether a link is there. The neighbours of a node that is asked for again and again are marked.
    #[inline]
    pub(super) fn is_linked(&mut self, link: &Link) -> bool {
        let from = self.registers.nodes[link.list.from];
        let to = self.registers.nodes[link.to];
        let marks = &mut self.marks[link.number];
        if marks.owner == Some(from) {
            if marks.marked {
                return marks.set.as_ref().is_some_and(|set| set.contains(to));
            }
            marks.asked += 1;
            if marks.asked >= 16 {
                self.mark(link, from);
            }
        } else {
            self.unmark(link);
            let marks = &mut self.marks[link.number];
            marks.owner = Some(from);
            marks.asked = 0;
        }
        self.count_links(&link.list, from, to) > 0
    }

    fn mark(&mut self, link: &Link, owner: u32) {
        let frozen = self.frozen();
        let marks = &mut self.marks[link.number];
        let set = marks.set.get_or_insert_with(|| Bits::new(frozen.nodes()));
        let _ = parts::<()>(frozen, &link.list, owner, |part| {
            for &neighbour in part.adjacency.neighbours(part.range) {
                set.insert(neighbour);
            }
            Ok(true)
        });
        marks.marked = true;
    }

    fn unmark(&mut self, link: &Link) {
        let frozen = self.frozen();
        let marks = &mut self.marks[link.number];
        let (Some(owner), Some(set), true) = (marks.owner, &mut marks.set, marks.marked) else { return };
        let _ = parts::<()>(frozen, &link.list, owner, |part| {
            for &neighbour in part.adjacency.neighbours(part.range) {
                set.remove(neighbour);
            }
            Ok(true)
        });
        marks.marked = false;
    }
}
