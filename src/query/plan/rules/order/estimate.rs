//! How many rows and how much work is expected of a step, by statistics.

use super::super::super::logical::Var;
use super::{Planner, list, other, touches};

/// Which relationships are bound, for an estimate of what comes after them.
pub(super) type Bound<'b> = &'b dyn Fn(usize) -> bool;

impl Planner<'_> {
    /// How many nodes are expected to fit a variable.
    pub(super) fn card(&self, node: usize) -> f64 {
        if let Some(found) = &self.found[node] {
            return found.len() as f64;
        }
        self.population(node) * self.selectivity(node)
    }

    pub(super) fn population(&self, node: usize) -> f64 {
        let view = self.view;
        let of = |label: &_| view.labelled(*label).map_or(0, |labelled| labelled.nodes.len());
        self.logical.nodes[node].labels.iter().map(of).min().unwrap_or(view.nodes()) as f64
    }

    /// The share of nodes that the conditions on one alone are expected to leave.
    pub(super) fn selectivity(&self, node: usize) -> f64 {
        if let Some(found) = &self.found[node] {
            return found.len() as f64 / self.population(node).max(1.0);
        }
        let own = |vars: &&Vec<Var>| vars[..] == [Var::Node(node)];
        0.3f64.powi(self.vars.iter().filter(own).count() as i32)
    }

    /// How many neighbours a node is expected to have that carry the labels of the other end.
    pub(super) fn fanout(&self, at: usize, from: usize) -> f64 {
        let edge = &self.logical.edges[at];
        let view = self.view;
        let to = other(edge, from);
        let labels = |node: usize| &self.logical.nodes[node].labels[..];
        let mut count = 0;
        if edge.from == from || edge.both {
            count += view.count_between(&edge.kinds, labels(from), labels(to));
        }
        if edge.to == from || edge.both {
            count += view.count_between(&edge.kinds, labels(to), labels(from));
        }
        // A node that was come to over a relationship has it.
        let population = self.population(from).max(1.0);
        let repeats = edge.repeat.map_or(1, |(_, most)| most.min(4)) as i32;
        (count as f64 / population).powi(repeats)
    }

    /// The same for a node that was come to, or gone from, over relationships that are bound: nodes with many of one
    /// kind have many of another, and rows are of such nodes for the most part.
    pub(super) fn crowd(&self, at: usize, from: usize, bound: Bound<'_>) -> f64 {
        self.fanout(at, from) * self.crowding(at, from, bound)
    }

    fn crowding(&self, at: usize, from: usize, bound: Bound<'_>) -> f64 {
        let edges = &self.logical.edges;
        if !self.crowds || edges[at].repeat.is_some() {
            return 1.0;
        }
        let ways = |edge: usize| {
            let list = list(&edges[edge], from);
            (list.direction, list.kinds)
        };
        let own = ways(at);
        let others = (0..edges.len()).filter(|&other| {
            let edge = &edges[other];
            other != at
                && bound(other)
                && touches(edge, from)
                && edge.from != edge.to
                && edge.repeat.is_none()
        });
        let many = others.map(|other| {
            let other = ways(other);
            let [pairs, one, two] = self.view.frozen().pairs((own.0, &own.1), (other.0, &other.1));
            if one * two > 0.0 { pairs * self.population(from) / (one * two) } else { 1.0 }
        });
        // Where few nodes have both, it is the conditions that say so, and rows are not fewer for it.
        many.fold(1.0, f64::max)
    }

    /// How many rows come of one when a node is bound over these relationships.
    pub(super) fn rows_through(&self, node: usize, between: &[usize], bound: Bound<'_>) -> f64 {
        let population = self.population(node).max(1.0);
        let fans = between.iter().map(|&at| self.crowd(at, other(&self.logical.edges[at], node), bound));
        let product: f64 = fans.map(|fan| fan / population).product();
        let own = |vars: &&Vec<Var>| matches!(vars[..], [Var::Edge(at)] if between.contains(&at));
        let tested = 0.3f64.powi(self.vars.iter().filter(own).count() as i32);
        let rows = product * population * self.selectivity(node) * tested;
        let repeated = between.iter().any(|at| self.logical.edges[*at].repeat.is_some());
        if repeated { rows.min(population) } else { rows }
    }

    /// What it takes to find a node's candidates, for each row.
    pub(super) fn work(&self, node: usize, between: &[usize], root: usize, bound: Bound<'_>) -> f64 {
        let mut fans: Vec<f64> =
            between.iter().map(|&at| self.crowd(at, other(&self.logical.edges[at], node), bound)).collect();
        fans.sort_by(f64::total_cmp);
        // The lists of the node that is scanned come one after the other; those of others lie anywhere.
        let far = between.iter().filter(|at| other(&self.logical.edges[**at], node) != root).count();
        let reach = 1.0 + 3.0 * far as f64;
        match fans[..] {
            [] => reach,
            [one] => reach + one,
            // The shorter list is walked, and the longer one beside it, or searched in.
            [short, long, ..] => 1.0 + reach + short + long.min(8.0 * short),
        }
    }
}
