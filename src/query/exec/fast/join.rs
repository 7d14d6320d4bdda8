//! Nodes that are looked up by a property, in a table that is made when the first row asks.

use super::Machine;
use crate::graph::{Column, Labelled};
use crate::query::error::QueryError;
use crate::query::plan::logical::{Joined, Var};
use crate::query::plan::physical::Step;
use crate::value::Value;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// How many are looked at together.
const BLOCK: usize = 2048;

/// Nodes by the hash of a value: those of one bucket stand together, in order.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Where each bucket ends.
    ends: Vec<u32>,
    nodes: Vec<u32>,
    /// How many bits of a hash are not looked at.
    shift: u32,
}

impl Table {
    fn new(nodes: &[u32], column: &Column) -> Table {
        let there = || nodes.iter().filter(|node| !column.is_missing(**node));
        let bits = nodes.len().max(2).ilog2() + 1;
        let shift = 64 - bits;
        let buckets: Vec<u32> = there().map(|node| bucket(&column.value(*node), shift)).collect();
        let mut starts = vec![0u32; (1 << bits) + 1];
        for bucket in &buckets {
            starts[*bucket as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut sorted = vec![0; buckets.len()];
        for (node, bucket) in there().zip(&buckets) {
            let place = &mut starts[*bucket as usize];
            sorted[*place as usize] = *node;
            *place += 1;
        }
        // Each start has become the end.
        starts.pop();
        Table { ends: starts, nodes: sorted, shift }
    }

    /// The nodes that may have this value.
    fn of(&self, value: &Value) -> &[u32] {
        let bucket = bucket(value, self.shift) as usize;
        let start = if bucket == 0 { 0 } else { self.ends[bucket - 1] };
        &self.nodes[start as usize..self.ends[bucket] as usize]
    }
}

/// Values that are equal are in the same bucket.
fn bucket(value: &Value, shift: u32) -> u32 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    (hasher.finish() >> shift) as u32
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    /// Goes on with the nodes whose property is equal to what is bound.
    pub(super) fn join(
        &mut self,
        at: usize,
        step: &'m Step,
        (to, label, column): (usize, &'m Option<Arc<Labelled>>, &'m Column),
        (value, number): (&'m Joined, usize),
        times: u64,
    ) -> Result<bool, QueryError> {
        let value = match value {
            Joined::Column(column, var) => column.value(self.registers.get(*var)),
            Joined::Computed(number) => self
                .registers
                .outside
                .and_then(|outside| outside.value(*number, &self.registers))
                .unwrap_or_default(),
        };
        if value.is_null() {
            return Ok(true);
        }
        let table = match self.tables[number].take() {
            Some(table) => table,
            None => self.table(step, to, label.as_deref(), column)?,
        };
        let mut block = self.block(at);
        let mut going = Ok(true);
        for some in table.of(&value).chunks(BLOCK) {
            block.begin(to, None, None);
            block.nodes.extend_from_slice(some);
            going = self.proceed(at, step, &mut block, times);
            if !matches!(going, Ok(true)) {
                break;
            }
        }
        self.give_back(at, block);
        self.tables[number] = Some(table);
        going
    }

    /// The table of the nodes of a label that pass the step's own conditions.
    fn table(
        &mut self,
        step: &'m Step,
        to: usize,
        label: Option<&Labelled>,
        column: &Column,
    ) -> Result<Table, QueryError> {
        let frozen = self.frozen();
        let mut nodes = match label {
            Some(label) => label.nodes.clone(),
            None => (0..frozen.nodes() as u32).collect(),
        };
        if let Some(gone) = frozen.gone_nodes() {
            nodes.retain(|node| !gone.contains(*node));
        }
        for test in &step.bulk {
            self.limits.check()?;
            test.retain(Var::Node(to), &mut nodes, &mut self.registers);
        }
        self.limits.check()?;
        Ok(Table::new(&nodes, column))
    }
}
