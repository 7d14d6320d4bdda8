//! Parts of a pattern that no relationship ties to the rest, but a property that is equal to something there: the nodes
//! are put into a table by that property, once, and looked up in it for each row.

use super::super::super::logical::{Join, Var};
use super::super::super::physical::StepKind;
use super::{Draft, Planner};
use crate::graph::KeyId;
use std::sync::Arc;

/// For fewer rows than these, going through all nodes is quicker than making a table of them.
const FEW: f64 = 4.0;

impl<'p> Planner<'p> {
    /// A node that is to be looked up next by what is bound.
    pub(super) fn joined(&self, draft: &Draft, core: &[usize]) -> Option<&'p Join> {
        let known = |var: &Var| match var {
            Var::Node(at) => draft.bound[*at],
            Var::Edge(at) | Var::Repeated(at) | Var::Path(at) => draft.bound_edges[*at],
            Var::Row => true,
        };
        let joins = self.logical.joins.iter().filter(|join| {
            core.contains(&join.node)
                && !draft.bound[join.node]
                && self.found[join.node].is_none()
                && join.vars.iter().all(known)
        });
        let cards = joins.map(|join| (self.card(join.node), join)).filter(|_| draft.rows >= FEW);
        cards.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, join)| join)
    }

    pub(super) fn join(&self, draft: &mut Draft, join: &Join) -> Option<()> {
        let (view, to) = (self.view, join.node);
        let column = Arc::clone(view.node_column(KeyId(join.key))?);
        let labels = self.logical.nodes[to].labels.iter();
        let lists = labels.filter_map(|label| view.frozen().labelled(*label));
        let label = lists.min_by_key(|labelled| labelled.nodes.len()).map(Arc::clone);
        let each = if column.is_unique() { 1.0 } else { self.card(to).max(1.0).sqrt() };
        draft.plan.cost += self.population(to) + draft.rows;
        draft.rows *= each;
        draft.plan.cost += draft.rows;
        draft.bound[to] = true;
        let number = draft.plan.tables;
        draft.plan.tables += 1;
        let value = join.value.clone();
        self.push(draft, StepKind::Join { to, label, column, value, number }, &[to], &[]);
        self.close_loops(draft, to)
    }
}
