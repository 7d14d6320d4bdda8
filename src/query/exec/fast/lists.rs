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
    let single = list.kinds.len() == 1 && !both;
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
            let range = match list.sorted(frozen).filter(|_| single) {
                Some(lists) => {
                    let start = lists.place(node, adjacency, kind).unwrap_or(0) as usize;
                    start..start + lists.degree(node) as usize
                }
                None => adjacency.of_type(node, kind),
            };
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

/// Where a number stands in a sorted slice, or would stand. The nearer that is to `hint`, the sooner it is found.
pub(super) fn seek(sorted: &[u32], number: u32, hint: usize) -> usize {
    let hint = hint.min(sorted.len());
    let (before, after) = sorted.split_at(hint);
    if before.last().is_some_and(|own| *own >= number) {
        let mut stride = 1;
        while stride < before.len() && before[before.len() - 1 - stride] >= number {
            stride *= 2;
        }
        let from = before.len().saturating_sub(stride + 1);
        return from + before[from..].partition_point(|own| *own < number);
    }
    let mut stride = 1;
    while stride <= after.len() && after[stride - 1] < number {
        stride *= 2;
    }
    let (from, until) = (stride / 2, stride.min(after.len()));
    hint + from + after[from..until].partition_point(|own| *own < number)
}

/// How many different numbers a sorted slice has.
pub(super) fn different(sorted: &[u32]) -> usize {
    usize::from(!sorted.is_empty()) + sorted.windows(2).filter(|two| two[0] != two[1]).count()
}

/// What was looked up for a link last.
#[derive(Clone, Default)]
pub(super) struct Marks {
    pub(super) owner: Option<u32>,
    asked: u32,
    /// The owner's neighbours, once it was asked for often.
    pub(super) set: Option<Bits>,
    marked: bool,
    /// Those of a repeated link.
    pub(super) reached: Vec<u32>,
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    /// A list as one sorted slice, if it is in one piece.
    #[inline]
    pub(super) fn one(&self, list: &'m List, node: u32) -> Option<&'m [u32]> {
        let frozen = self.frozen();
        if let Some(lists) = list.sorted(frozen) {
            return Some(lists.of(node));
        }
        match (&list.kinds[..], list.direction) {
            ([kind], Direction::Outgoing) => Some(frozen.out().neighbours(frozen.out().of_type(node, *kind))),
            ([kind], Direction::Incoming) => {
                Some(frozen.into().neighbours(frozen.into().of_type(node, *kind)))
            }
            _ => None,
        }
    }

    /// Puts a list's neighbours into an array, sorted if they are in one piece.
    pub(super) fn collect(&self, list: &'m List, node: u32, into: &mut Vec<u32>) -> bool {
        if let Some(one) = self.one(list, node) {
            into.extend_from_slice(one);
            return true;
        }
        let loops = self.plan.loops;
        let _ = parts::<()>(self.frozen(), list, node, |part| {
            let found = part.adjacency.neighbours(part.range);
            if part.loops_seen && loops {
                into.extend(found.iter().filter(|own| **own != node));
            } else {
                into.extend_from_slice(found);
            }
            Ok(true)
        });
        false
    }

    /// Calls `visit` with the neighbours of a list, a piece at a time; one that is there twice may come twice.
    pub(super) fn pieces(&self, list: &'m List, node: u32, mut visit: impl FnMut(&[u32])) {
        if let Some(one) = self.one(list, node) {
            return visit(one);
        }
        let _ = parts::<()>(self.frozen(), list, node, |part| {
            visit(part.adjacency.neighbours(part.range));
            Ok(true)
        });
    }

    /// How many neighbours a list has.
    #[inline]
    pub(super) fn degree(&self, list: &List, node: u32) -> u64 {
        if let Some(adjacency) = self.untyped(list) {
            return adjacency.all(node).len() as u64;
        }
        match list.sorted(self.frozen()) {
            Some(lists) => u64::from(lists.degree(node)),
            None => self.degree_in_parts(list, node),
        }
    }

    /// What lists of all types in one direction are taken from: their lengths stand there.
    pub(super) fn untyped(&self, list: &List) -> Option<&'a Adjacency> {
        match list.direction {
            _ if !list.kinds.is_empty() => None,
            Direction::Outgoing => Some(self.frozen().out()),
            Direction::Incoming => Some(self.frozen().into()),
            Direction::Both => None,
        }
    }

    fn degree_in_parts(&self, list: &List, node: u32) -> u64 {
        let (frozen, loops) = (self.frozen(), self.plan.loops);
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
        if let Some(lists) = list.sorted(frozen) {
            return occurrences(lists.of(from), to) as u64;
        }
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
    pub(super) fn is_linked(&mut self, link: &'m Link) -> bool {
        let from = self.registers.nodes[link.list.from];
        let to = self.registers.nodes[link.to];
        if let Some(within) = &link.within {
            self.mark_within(link, within);
            return self.marks[link.number].set.as_ref().is_some_and(|set| set.contains(to));
        }
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
            self.own(link, from);
        }
        self.count_links(&link.list, from, to) > 0
    }

    /// The marked neighbours of the node that a link starts from.
    pub(super) fn marked(&mut self, link: &'m Link) -> Option<&Bits> {
        if let Some(within) = &link.within {
            self.mark_within(link, within);
            return self.marks[link.number].set.as_ref();
        }
        let from = self.registers.nodes[link.list.from];
        if self.marks[link.number].owner != Some(from) {
            self.own(link, from);
        }
        if !self.marks[link.number].marked {
            self.mark(link, from);
        }
        self.marks[link.number].set.as_ref()
    }

    fn own(&mut self, link: &'m Link, owner: u32) {
        self.unmark(link);
        let marks = &mut self.marks[link.number];
        marks.owner = Some(owner);
        marks.asked = 0;
    }

    fn mark(&mut self, link: &'m Link, owner: u32) {
        let nodes = self.frozen().nodes();
        let mut set = self.marks[link.number].set.take().unwrap_or_else(|| Bits::new(nodes));
        self.pieces(&link.list, owner, |found| {
            for &neighbour in found {
                set.insert(neighbour);
            }
        });
        let marks = &mut self.marks[link.number];
        (marks.set, marks.marked) = (Some(set), true);
    }

    fn unmark(&mut self, link: &'m Link) {
        let marks = &mut self.marks[link.number];
        let (Some(owner), true) = (marks.owner, marks.marked) else { return };
        let Some(mut set) = marks.set.take() else { return };
        self.pieces(&link.list, owner, |found| found.iter().for_each(|node| set.remove(*node)));
        let marks = &mut self.marks[link.number];
        (marks.set, marks.marked) = (Some(set), false);
    }
}

#[cfg(test)]
mod tests {
    use super::seek;

    #[test]
    fn seeking_from_any_hint_finds_the_same_place() {
        let sorted = [1, 3, 3, 3, 4, 7, 9, 9, 12];
        for number in 0..14 {
            let want = sorted.partition_point(|own| *own < number);
            for hint in 0..sorted.len() + 3 {
                assert_eq!(seek(&sorted, number, hint), want, "{number} from {hint}");
            }
        }
        assert_eq!(seek(&[], 4, 0), 0);
    }
}
