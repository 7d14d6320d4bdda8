//! What lies between two bound nodes and is only counted. From the node that was bound first, the ways over a node
//! between to each far end are counted at once, as soon as that is less work than to look for each pair alone.
//!
//! Ways that use a relationship twice are counted with the others, and taken off again for each row: which they are
//! depends on what is bound.

use super::Machine;
use super::block::Block;
use super::counts::Counts;
use super::lists::parts;
use crate::graph::Direction;
use crate::query::plan::logical::Var;
use crate::query::plan::physical::{Bridge, List};

/// What a bridge counted from the node that was bound first.
#[derive(Clone, Default)]
pub(super) struct Memo {
    /// That node.
    owner: Option<u32>,
    /// How much work the pairs were that were looked for alone.
    spent: u64,
    /// How much work it is to count all at once; zero before it is known.
    all: u64,
    counted: bool,
    /// The ways to each node.
    ways: Counts,
}

impl Memo {
    fn begin(&mut self, owner: u32) {
        self.ways.clear();
        (self.owner, self.spent, self.all, self.counted) = (Some(owner), 0, 0, false);
    }
}

/// Which relationships a way may take.
#[derive(Clone, Copy)]
enum Pick {
    Any,
    Only(u32),
    /// Not one that the first of a bridge must not be.
    Free,
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    /// Weighs candidates by how many ways the bridge has for each.
    pub(super) fn cross(&mut self, bridge: &'m Bridge, block: &mut Block) {
        let moves = block.column(Var::Node(bridge.first.from)).is_some();
        let mut asked = if moves { 1 } else { block.len() as u64 };
        let mut weights = std::mem::take(&mut block.weights);
        weights.resize(block.len(), 1);
        for (place, weight) in weights.iter_mut().enumerate().filter(|(_, weight)| **weight > 0) {
            block.load(place, &mut self.registers);
            *weight = weight.saturating_mul(self.paths(bridge, asked));
            asked = 1;
        }
        block.weights = weights;
        block.keep(|block, at| block.weights[at] > 0);
    }

    /// How many ways lead over the bridge between what is bound, which was asked for so often.
    #[inline]
    pub(super) fn paths(&mut self, bridge: &'m Bridge, asked: u64) -> u64 {
        let from = self.registers.nodes[bridge.first.from];
        let to = self.registers.nodes[bridge.last.from];
        let memo = &self.bridges[bridge.number];
        let ways = if memo.owner == Some(from) && memo.counted {
            memo.ways.of(to)
        } else {
            self.find_ways(bridge, from, to, asked)
        };
        let free = ways == 0 || bridge.differ.is_empty() && bridge.unlike.iter().all(Vec::is_empty);
        bridge.mode.of(if free { ways } else { ways.saturating_sub(self.barred(bridge, from, to)) })
    }

    fn find_ways(&mut self, bridge: &'m Bridge, from: u32, to: u32, asked: u64) -> u64 {
        if self.bridges[bridge.number].owner != Some(from) {
            self.bridges[bridge.number].begin(from);
        }
        let (near, far) = (self.degree(&bridge.first, from), self.degree(&bridge.last, to));
        let memo = &mut self.bridges[bridge.number];
        memo.spent = memo.spent.saturating_add((1 + near.min(far)).saturating_mul(asked));
        let spent = memo.spent;
        // The first pair alone does not say how many there will be.
        if asked > 1 || spent > 1 + near.min(far) {
            if memo.all == 0 {
                self.bridges[bridge.number].all = 1 + near + self.all_ways(bridge, from);
            }
            if spent >= self.bridges[bridge.number].all {
                self.count_ways(bridge, from);
                return self.bridges[bridge.number].ways.of(to);
            }
        }
        self.strain(near.min(far));
        // From the end that has fewer neighbours. Parallel relationships lead to one node, which is looked at once.
        let (list, start) = if near <= far { (&bridge.first, from) } else { (&bridge.last, to) };
        let mut nodes = Vec::new();
        if !self.collect(list, start, &mut nodes) {
            nodes.sort_unstable();
        }
        nodes.dedup();
        let over =
            |ways: u64, node| ways.saturating_add(self.ways_over(bridge, (from, to), node, [Pick::Any; 2]));
        nodes.into_iter().fold(0, over)
    }

    /// How many relationships are walked over to count all ways from a node.
    fn all_ways(&self, bridge: &'m Bridge, from: u32) -> u64 {
        let mut sum = 0u64;
        self.pieces(&bridge.first, from, |found| {
            sum += found.iter().map(|node| self.degree(&bridge.onward, *node)).sum::<u64>();
        });
        sum
    }

    fn count_ways(&mut self, bridge: &'m Bridge, from: u32) {
        let frozen = self.frozen();
        let mut memo = std::mem::take(&mut self.bridges[bridge.number]);
        if memo.ways.is_unmade() {
            memo.ways = Counts::new(frozen.nodes());
        }
        let by_node = !bridge.twins && bridge.tests.is_empty();
        let _ = parts::<()>(frozen, &bridge.first, from, |part| {
            for position in part.range.clone() {
                let (edge, node) = (part.adjacency.edge(position), part.adjacency.neighbour(position));
                if part.loops_seen && node == from {
                    continue;
                }
                self.registers.nodes[bridge.node] = node;
                self.registers.edges[bridge.edges[0]] = edge;
                let weight = self.check(&bridge.checks, node, 1);
                if weight == 0 {
                    continue;
                }
                if by_node && let Some(ends) = self.one(&bridge.onward, node) {
                    ends.iter().for_each(|end| memo.ways.add(*end, weight));
                    continue;
                }
                let _ = parts::<()>(frozen, &bridge.onward, node, |part| {
                    for position in part.range.clone() {
                        let (next, end) = (part.adjacency.edge(position), part.adjacency.neighbour(position));
                        let seen = part.loops_seen && end == node;
                        if !(seen || bridge.twins && next == edge) && self.passes(bridge, next) {
                            memo.ways.add(end, weight);
                        }
                    }
                    Ok(true)
                });
            }
            Ok(true)
        });
        memo.counted = true;
        self.strain(memo.all);
        self.bridges[bridge.number] = memo;
    }

    /// Whether the second relationship is as it must be.
    #[inline]
    fn passes(&mut self, bridge: &'m Bridge, edge: u32) -> bool {
        self.registers.edges[bridge.edges[1]] = edge;
        bridge.tests.iter().all(|test| test.holds(&self.registers) == Some(true))
    }

    /// How many ways use something that is bound and must not be used again.
    fn barred(&mut self, bridge: &'m Bridge, from: u32, to: u32) -> u64 {
        let ends = (from, to);
        let mut barred = 0u64;
        for (place, other) in bridge.differ.iter().enumerate() {
            let node = self.registers.nodes[*other];
            if !self.is_among(&bridge.differ[..place], node) {
                barred = barred.saturating_add(self.ways_over(bridge, ends, node, [Pick::Any; 2]));
            }
        }
        let [firsts, seconds] = &bridge.unlike;
        for (place, other) in firsts.iter().enumerate() {
            let edge = self.registers.edges[*other];
            let before = firsts[..place].iter().any(|other| self.registers.edges[*other] == edge);
            if let Some(node) = self.leads(&bridge.first, from, edge).filter(|_| !before)
                && !self.is_among(&bridge.differ, node)
            {
                let picks = [Pick::Only(edge), Pick::Any];
                barred = barred.saturating_add(self.ways_over(bridge, ends, node, picks));
            }
        }
        for (place, other) in seconds.iter().enumerate() {
            let edge = self.registers.edges[*other];
            let before = seconds[..place].iter().any(|other| self.registers.edges[*other] == edge);
            if let Some(node) = self.leads(&bridge.last, to, edge).filter(|_| !before)
                && !self.is_among(&bridge.differ, node)
            {
                let picks = [Pick::Free, Pick::Only(edge)];
                barred = barred.saturating_add(self.ways_over(bridge, ends, node, picks));
            }
        }
        barred
    }

    /// How many relationships to a node between are bound and must not be used again.
    fn taken(&self, bridge: &Bridge, from: u32, node: u32) -> u64 {
        let firsts = &bridge.unlike[0];
        let edge = |place: usize| self.registers.edges[firsts[place]];
        let counts = |&place: &usize| {
            self.leads(&bridge.first, from, edge(place)) == Some(node)
                && !(0..place).any(|before| edge(before) == edge(place))
        };
        (0..firsts.len()).filter(counts).count() as u64
    }

    fn is_among(&self, nodes: &[usize], node: u32) -> bool {
        nodes.iter().any(|own| self.registers.nodes[*own] == node)
    }

    /// The node that a relationship leads to, if it is in the list of this one.
    fn leads(&self, list: &List, node: u32, edge: u32) -> Option<u32> {
        let frozen = self.frozen();
        if !list.kinds.is_empty() && !list.kinds.contains(&frozen.kind(edge)) {
            return None;
        }
        let (source, target) = (frozen.source(edge), frozen.target(edge));
        match list.direction {
            Direction::Outgoing | Direction::Both if source == node => Some(target),
            Direction::Incoming | Direction::Both if target == node => Some(source),
            _ => None,
        }
    }

    /// How many ways lead over this node between.
    fn ways_over(
        &mut self,
        bridge: &'m Bridge,
        (from, to): (u32, u32),
        node: u32,
        [first, second]: [Pick; 2],
    ) -> u64 {
        self.registers.nodes[bridge.node] = node;
        // One relationship can be both only where both ends are one node.
        let twins = bridge.twins && from == to;
        if !twins && bridge.checks.tests.is_empty() && bridge.tests.is_empty() {
            let near = match first {
                Pick::Any => self.count_links(&bridge.first, from, node),
                Pick::Only(_) => 1,
                Pick::Free => self.count_links(&bridge.first, from, node) - self.taken(bridge, from, node),
            };
            let far = match second {
                _ if near == 0 => 0,
                Pick::Only(_) => 1,
                _ => self.count_links(&bridge.onward, node, to),
            };
            return if far == 0 { 0 } else { self.check(&bridge.checks, node, near.saturating_mul(far)) };
        }
        let mut ways = 0u64;
        self.each_between(&bridge.first, from, node, |machine, edge| {
            let taken = match first {
                Pick::Any => false,
                Pick::Only(only) => only != edge,
                Pick::Free => bridge.unlike[0].iter().any(|own| machine.registers.edges[*own] == edge),
            };
            if taken {
                return;
            }
            machine.registers.edges[bridge.edges[0]] = edge;
            let weight = machine.check(&bridge.checks, node, 1);
            if weight == 0 {
                return;
            }
            let mut far = 0u64;
            let mut count = |machine: &mut Self, next: u32| {
                far += u64::from(!(twins && next == edge) && machine.passes(bridge, next));
            };
            match second {
                Pick::Only(only) => count(machine, only),
                _ => machine.each_between(&bridge.onward, node, to, count),
            }
            ways = ways.saturating_add(weight.saturating_mul(far));
        });
        ways
    }

    /// Calls `visit` with each relationship of a list that leads from one node to the other.
    fn each_between(&mut self, list: &List, from: u32, to: u32, mut visit: impl FnMut(&mut Self, u32)) {
        let frozen = self.frozen();
        let _ = parts::<()>(frozen, list, from, |part| {
            if part.loops_seen && from == to {
                return Ok(true);
            }
            let neighbours = part.adjacency.neighbours(part.range.clone());
            // Those of one type are sorted.
            let start = if list.kinds.is_empty() { 0 } else { neighbours.partition_point(|own| *own < to) };
            for (place, own) in neighbours.iter().enumerate().skip(start) {
                if *own == to {
                    visit(self, part.adjacency.edge(part.range.start + place));
                } else if !list.kinds.is_empty() {
                    break;
                }
            }
            Ok(true)
        });
    }

    /// Counts work in between two looks at whether the query has to stop.
    fn strain(&mut self, units: u64) {
        let after = self.ticks.wrapping_add(units as u32);
        self.ticks = if self.ticks / 4096 == after / 4096 { after } else { self.ticks | 4095 };
    }
}
