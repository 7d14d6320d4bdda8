//! A node without the relationships that later steps walk over from it need not be looked at: its lists are asked for their
//! length when it is scanned.

use super::super::super::physical::{List, Mode, Physical, StepKind};
use crate::graph::Direction;

/// Notes for each scan which lists of its node must not be empty.
pub(super) fn note(plan: &mut Physical) {
    for at in 0..plan.steps.len() {
        let StepKind::Scan { to, .. } = plan.steps[at].kind else { continue };
        let walked = plan.steps[at + 1..].iter().flat_map(|step| match &step.kind {
            StepKind::Extend { list, .. } | StepKind::Close { list, .. } => std::slice::from_ref(list),
            StepKind::Intersect { lists, .. } => lists,
            _ => &[],
        });
        let bridges = plan.steps[at + 1..].iter().flat_map(|step| &step.checks.bridges);
        let bridges = bridges.filter(|bridge| bridge.mode != Mode::None);
        let later = walked.chain(bridges.flat_map(|bridge| [&bridge.first, &bridge.last]));
        let mut needs: Vec<List> = Vec::new();
        for list in later {
            // Others are seldom at hand.
            let single = list.kinds.len() == 1 && list.direction != Direction::Both;
            let same = |own: &List| own.direction == list.direction && own.kinds == list.kinds;
            if list.from == to && single && !needs.iter().any(same) {
                needs.push(list.clone());
            }
        }
        plan.steps[at].needs = needs;
    }
}
