//! Patterns that go on from rows that are there already: those come first, with all nodes that they bring.

use super::super::super::physical::StepKind;
use super::super::super::test::Test;
use super::{Draft, Planner};
use crate::query::plan::logical::Var;

impl Planner<'_> {
    /// The step that takes the rows, then what lies between the nodes that they bring.
    pub(super) fn given(&self, draft: &mut Draft, core: &[usize], edges: &[usize]) -> Option<()> {
        let given = self.logical.given.as_ref()?;
        draft.rows *= self.purpose.rows.max(1) as f64;
        draft.plan.cost += draft.rows;
        let nodes: Vec<usize> = given.iter().map(|(_, node)| *node).collect();
        nodes.iter().for_each(|node| draft.bound[*node] = true);
        self.push(draft, StepKind::Given { nodes: given.clone() }, &nodes, &[]);
        // A check of labels is of the one node that a step binds; these are several.
        let tests = nodes.iter().map(|node| (*node, self.labels(*node, &[])));
        let tests = tests.filter(|(_, labels)| !labels.is_empty());
        let tests = tests.map(|(node, labels)| Test::HasLabels { node: Var::Node(node), labels });
        if let Some(step) = draft.plan.steps.last_mut() {
            step.checks.labels.clear();
            step.checks.tests.splice(0..0, tests);
        }
        for (place, &node) in nodes.iter().enumerate() {
            self.close_loops(draft, node)?;
            for at in self.between(node, edges, |other| nodes[..place].contains(&other)) {
                self.close(draft, at, node)?;
            }
        }
        debug_assert!(nodes.iter().all(|node| core.contains(node)), "no node that is given becomes a factor");
        Some(())
    }
}
