//! Many candidates at a time for what a step binds: conditions go over all of them, then they are counted, grouped or
//! handed on.

use super::sink::{self, Sink};
use super::{Machine, lists};
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::physical::{Checks, Factor, Link, Mode, Step, StepKind};
use crate::query::plan::test::Registers;

/// Candidates, and the variables that they are for. Arrays of variables that do not matter are empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The node that is bound.
    pub(super) node: usize,
    pub(super) nodes: Vec<u32>,
    /// Its relationship.
    pub(super) edge: Option<usize>,
    pub(super) edges: Vec<u32>,
    /// The relationship's other end, where that is bound with it.
    pub(super) other: Option<usize>,
    pub(super) others: Vec<u32>,
    /// For how many rows each stands; empty: for one.
    pub(super) weights: Vec<u64>,
}

impl Block {
    pub(super) fn len(&self) -> usize {
        if self.edge.is_some() { self.edges.len() } else { self.nodes.len() }
    }

    fn is_plain(&self) -> bool {
        self.edges.is_empty() && self.others.is_empty() && self.weights.is_empty()
    }

    /// Empties it, and makes it one of these variables.
    pub(super) fn begin(&mut self, node: usize, edge: Option<usize>, other: Option<usize>) {
        (self.node, self.edge, self.other) = (node, edge, other);
        self.nodes.clear();
        self.edges.clear();
        self.others.clear();
        self.weights.clear();
    }

    /// The array of a variable; none for one that is the same for all.
    pub(super) fn column(&self, var: Var) -> Option<&[u32]> {
        match var {
            Var::Node(at) if at == self.node => Some(&self.nodes),
            Var::Node(at) if Some(at) == self.other => Some(&self.others),
            Var::Edge(at) | Var::Repeated(at) | Var::Path(at) if Some(at) == self.edge => Some(&self.edges),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn load(&self, at: usize, registers: &mut Registers<'_>) {
        if let Some(node) = self.nodes.get(at) {
            registers.nodes[self.node] = *node;
        }
        if let Some(edge) = self.edge {
            registers.edges[edge] = self.edges[at];
        }
        if let (Some(other), Some(node)) = (self.other, self.others.get(at)) {
            registers.nodes[other] = *node;
        }
    }

    #[inline]
    pub(super) fn weight(&self, at: usize) -> u64 {
        self.weights.get(at).copied().unwrap_or(1)
    }

    /// Keeps those whose place passes.
    pub(super) fn keep(&mut self, mut passes: impl FnMut(&Block, usize) -> bool) {
        let mut kept = 0;
        for at in 0..self.len() {
            if passes(self, at) {
                if !self.nodes.is_empty() {
                    self.nodes[kept] = self.nodes[at];
                }
                if !self.edges.is_empty() {
                    self.edges[kept] = self.edges[at];
                }
                if !self.others.is_empty() {
                    self.others[kept] = self.others[at];
                }
                if !self.weights.is_empty() {
                    self.weights[kept] = self.weights[at];
                }
                kept += 1;
            }
        }
        self.nodes.truncate(kept);
        self.edges.truncate(kept);
        self.others.truncate(kept);
        self.weights.truncate(kept);
    }

    /// Keeps those whose node passes.
    #[inline]
    pub(super) fn keep_nodes(&mut self, passes: impl Fn(u32) -> bool) {
        if !self.is_plain() {
            return self.keep(|block, at| passes(block.nodes[at]));
        }
        let mut kept = 0;
        for at in 0..self.nodes.len() {
            let node = self.nodes[at];
            self.nodes[kept] = node;
            kept += usize::from(passes(node));
        }
        self.nodes.truncate(kept);
    }

    /// For how many rows they stand together.
    pub(super) fn total(&self) -> u64 {
        if self.weights.is_empty() {
            return self.len() as u64;
        }
        self.weights.iter().fold(0, |sum, weight| sum.saturating_add(*weight))
    }
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    /// The block of a step, to be given back when it is done with.
    pub(super) fn block(&mut self, at: usize) -> Box<Block> {
        self.blocks.get_mut(at).and_then(Option::take).unwrap_or_default()
    }

    pub(super) fn give_back(&mut self, at: usize, block: Box<Block>) {
        if let Some(place) = self.blocks.get_mut(at) {
            *place = Some(block);
        }
    }

    /// Fills in the ends of a block's relationships, where they matter.
    pub(super) fn fill_ends(&mut self, at: usize, step: &Step, block: &mut Block, outgoing: bool) {
        let frozen = self.frozen();
        let all = !self.is_last(at) || !step.checks.is_empty();
        if all || self.sink.uses(Var::Node(block.node)) {
            let Block { nodes, edges, .. } = block;
            if outgoing {
                nodes.extend(edges.iter().map(|edge| frozen.target(*edge)));
            } else {
                nodes.extend(edges.iter().map(|edge| frozen.source(*edge)));
            }
        }
        if let Some(other) = block.other
            && (all || self.sink.uses(Var::Node(other)))
        {
            block.others.extend(block.edges.iter().map(|edge| frozen.source(*edge)));
        }
    }

    /// Counts nodes of a sorted slice after the last step, without a copy of them; false where that is not enough.
    pub(super) fn tally(&mut self, checks: &Checks, sorted: &[u32], times: u64) -> bool {
        let simple = checks.tests.is_empty()
            && checks.links.is_empty()
            && checks.factors.is_empty()
            && checks.bridges.is_empty()
            && checks.unlike.is_empty()
            && checks.differ.len() <= 1;
        if !simple {
            return false;
        }
        let differ = checks.differ.first().map_or(u32::MAX, |other| self.registers.nodes[*other]);
        let passes = |node: u32| node != differ && checks.labels.iter().all(|label| label.set.contains(node));
        match &mut self.sink {
            Sink::Count(count) => {
                let found = sorted.iter().filter(|node| passes(**node)).count() as u64;
                *count = count.saturating_add(times.saturating_mul(found));
            }
            Sink::CountOnce(count) => {
                let mut last = u32::MAX;
                for &node in sorted {
                    *count += u64::from(node != last && passes(node));
                    last = node;
                }
            }
            _ => return false,
        }
        true
    }

    /// Counts the neighbours of each node of a block, where the last step comes next and walks over their lists; false
    /// where there is more to do.
    fn tally_next(&mut self, at: usize, block: &Block, times: u64) -> Result<bool, QueryError> {
        let frozen = self.frozen();
        // While it is measured, what comes after the last step is told apart from it, and is no step.
        let Some(Step { kind: StepKind::Extend { list, edge: None, limit: None, .. }, bulk, checks, .. }) =
            self.plan.steps.get(at)
        else {
            return Ok(false);
        };
        if list.from != block.node || !bulk.is_empty() || !self.is_last(at) {
            return Ok(false);
        }
        let Some(lists) = list.sorted(frozen) else { return Ok(false) };
        for (place, &node) in block.nodes.iter().enumerate() {
            block.load(place, &mut self.registers);
            let found = lists.of(node);
            if !self.tally(checks, found, times.saturating_mul(block.weight(place))) {
                return Ok(false);
            }
            self.work(found.len())?;
        }
        Ok(true)
    }

    /// Goes on with each candidate, or, after the last step, hands all of them to the sink; false to stop.
    pub(super) fn proceed(
        &mut self,
        at: usize,
        step: &'m Step,
        block: &mut Block,
        times: u64,
    ) -> Result<bool, QueryError> {
        self.work(block.len())?;
        let checks = &step.checks;
        if self.is_last(at) || block.len() >= MANY {
            self.sift(checks, block);
            if self.is_last(at) {
                return self.finish(block, times);
            }
            if self.collapse_block(at + 1, block, times) || self.tally_next(at + 1, block, times)? {
                return Ok(true);
            }
            for place in 0..block.len() {
                block.load(place, &mut self.registers);
                if !self.run(at + 1, times.saturating_mul(block.weight(place)))? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let free = checks.is_empty();
        for place in 0..block.len() {
            block.load(place, &mut self.registers);
            let own = times.saturating_mul(block.weight(place));
            let left = if free { own } else { self.check(checks, self.registers.nodes[block.node], own) };
            if left > 0 && !self.run(at + 1, left)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Keeps the candidates that pass the checks, and weighs them.
    pub(super) fn sift(&mut self, checks: &'m Checks, block: &mut Block) {
        for label in &checks.labels {
            block.keep_nodes(|node| label.set.contains(node));
        }
        for other in &checks.differ {
            let other = self.registers.nodes[*other];
            block.keep_nodes(|node| node != other);
        }
        for &(a, b) in &checks.unlike {
            let fixed = |edge: usize| self.registers.edges[edge];
            let own = |edge: usize| (block.edge == Some(edge)).then_some(());
            match (own(a), own(b)) {
                (Some(()), None) => {
                    let other = fixed(b);
                    block.keep(|block, at| block.edges[at] != other);
                }
                (None, Some(())) => {
                    let other = fixed(a);
                    block.keep(|block, at| block.edges[at] != other);
                }
                (None, None) if fixed(a) != fixed(b) => {}
                _ => block.keep(|_, _| false),
            }
        }
        for test in &checks.tests {
            let registers = &mut self.registers;
            // What is not in the block is bound.
            if let Some((var, by)) = test.beside(|var| block.column(var).is_none(), registers)
                && block.column(var).is_some_and(|column| column.len() == block.len())
            {
                if var == Var::Node(block.node) {
                    block.keep_nodes(|node| by.holds(node));
                    continue;
                }
                block.keep(|block, at| block.column(var).is_some_and(|column| by.holds(column[at])));
                continue;
            }
            block.keep(|block, at| {
                block.load(at, registers);
                test.holds(registers) == Some(true)
            });
        }
        for link in &checks.links {
            self.sift_links(link, block);
        }
        for factor in &checks.factors {
            self.weigh(factor, block);
        }
        for bridge in &checks.bridges {
            self.cross(bridge, block);
        }
    }

    fn sift_links(&mut self, link: &'m Link, block: &mut Block) {
        let fixed = link.list.from != block.node && Some(link.list.from) != block.other;
        if fixed && link.to == block.node && block.len() >= MANY {
            let set = self.marked(link);
            if let Some(set) = set {
                block.keep_nodes(|node| set.contains(node) != link.missing);
                return;
            }
        }
        block.keep(|block, at| {
            block.load(at, &mut self.registers);
            self.is_linked(link) != link.missing
        });
    }

    fn weigh(&mut self, factor: &'m Factor, block: &mut Block) {
        let from = factor.list.from;
        if block.column(Var::Node(from)).is_none() {
            let weight = self.weight(factor, self.registers.nodes[from]);
            return match weight {
                0 => block.keep(|_, _| false),
                1 => {}
                many => {
                    block.weights.resize(block.len(), 1);
                    block.weights.iter_mut().for_each(|own| *own = own.saturating_mul(many));
                }
            };
        }
        let mut weights = std::mem::take(&mut block.weights);
        weights.resize(block.len(), 1);
        let frozen = self.frozen();
        let nodes = block.column(Var::Node(from)).unwrap_or_default();
        let untyped = self.untyped(&factor.list);
        if let Some(adjacency) = untyped.filter(|_| factor.is_degree()) {
            weigh_by(factor.mode, &mut weights, nodes, |node| adjacency.all(node).len() as u64);
        } else if let Some(lists) = factor.list.sorted(frozen).filter(|_| factor.is_degree()) {
            weigh_by(factor.mode, &mut weights, nodes, |node| u64::from(lists.degree(node)));
        } else {
            for (weight, node) in weights.iter_mut().zip(nodes) {
                if *weight > 0 {
                    *weight = weight.saturating_mul(self.weight(factor, *node));
                }
            }
        }
        block.weights = weights;
        if block.weights.contains(&0) {
            block.keep(|block, at| block.weights[at] > 0);
        }
        if matches!(factor.mode, Mode::Any | Mode::None) && block.weights.iter().all(|weight| *weight == 1) {
            block.weights.clear();
        }
    }

    fn finish(&mut self, block: &mut Block, times: u64) -> Result<bool, QueryError> {
        if block.len() == 0 {
            return Ok(true);
        }
        match &mut self.sink {
            Sink::Count(count) => {
                *count = count.saturating_add(times.saturating_mul(block.total()));
                return Ok(true);
            }
            Sink::CountOnce(count) => {
                *count += lists::different(&block.nodes) as u64;
                return Ok(true);
            }
            Sink::Groups(groups) => {
                // What is scanned and nothing more comes once.
                let once = matches!(&self.plan.steps[..], [Step { kind: StepKind::Scan { .. }, .. }]);
                if once && groups.add_block(block, times)? {
                    return Ok(true);
                }
                if groups.take_block(block, &mut self.registers, times)? {
                    return Ok(true);
                }
            }
            _ => {}
        }
        for place in 0..block.len() {
            block.load(place, &mut self.registers);
            if !sink::take(self, times.saturating_mul(block.weight(place)))? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Multiplies weights by what the lengths of lists count for.
#[inline]
fn weigh_by(mode: Mode, weights: &mut [u64], nodes: &[u32], length: impl Fn(u32) -> u64) {
    for (weight, node) in weights.iter_mut().zip(nodes) {
        *weight = weight.saturating_mul(mode.of(length(*node)));
    }
}

/// From so many candidates on, checks go over all of them at once even if more steps follow.
const MANY: usize = 16;
