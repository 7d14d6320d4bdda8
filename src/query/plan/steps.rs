//! How a MATCH runs: scans, expansions and checks in an order in which each has what it needs.

use std::collections::BTreeSet;

use crate::query::bind::bound::{BoundExpr, BoundNode, BoundPath, BoundRelationship, Slot};
use crate::query::syntax::ast::{Direction, LabelExpr, Selector};

/// One step of a match.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the slots are those of the pattern")]
pub enum Step {
    /// Every node that fits.
    Scan(BoundNode),
    /// A node that is known already.
    Check(BoundNode),
    /// Every relationship from a known node; `used` holds the relationships that it may not be.
    Expand(Expansion),
    /// Every walk of a repeated relationship.
    Walk(Expansion),
    /// The shortest walks between two known nodes.
    Shortest(Expansion, Selector),
    /// The path of what was matched.
    Path { slot: Slot, nodes: Vec<Slot>, relationships: Vec<Slot> },
    /// A condition.
    Filter(BoundExpr),
}

/// From a known node over a relationship to another node.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The known node.
    pub from: Slot,
    /// The relationship; its direction is that of the pattern.
    pub relationship: BoundRelationship,
    /// Whether its slot is filled already.
    pub relationship_known: bool,
    /// The other node.
    pub to: BoundNode,
    /// Whether its slot is filled already.
    pub to_known: bool,
    /// Whether the pattern is walked from right to left.
    pub reversed: bool,
    /// The relationships of the same clause that were matched before.
    pub used: Vec<Slot>,
}

impl Expansion {
    /// The direction in which the relationship is walked.
    pub fn direction(&self) -> crate::graph::Direction {
        use crate::graph::Direction as D;
        let direction = match self.relationship.direction {
            Direction::Right => D::Outgoing,
            Direction::Left => D::Incoming,
            Direction::Either | Direction::Both => D::Both,
        };
        if self.reversed { direction.reverse() } else { direction }
    }
}

/// The steps that match these patterns, given the slots that are filled already.
pub fn plan_match(
    patterns: &[BoundPath],
    mut known: BTreeSet<Slot>,
    filter: Option<&BoundExpr>,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut used = Vec::new();
    let mut left: Vec<&BoundPath> = patterns.iter().collect();
    while !left.is_empty() {
        // Patterns that hang on what is known come first, then those that begin with the fewest nodes.
        let next = left
            .iter()
            .enumerate()
            .max_by_key(|(index, path)| (best_start(path, &known).1, std::cmp::Reverse(*index)))
            .map_or(0, |(index, _)| index);
        let path = left.remove(next);
        plan_path(path, &mut known, &mut used, &mut steps);
    }
    if let Some(filter) = filter {
        steps.push(Step::Filter(filter.clone()));
    }
    steps
}

/// The node to begin with, and how good a beginning it is.
fn best_start(path: &BoundPath, known: &BTreeSet<Slot>) -> (usize, u8) {
    let score = |node: &BoundNode| match (&node.labels, &node.properties) {
        _ if known.contains(&node.slot) => 4,
        (Some(LabelExpr::Name(_) | LabelExpr::And(_)), crate::query::bind::bound::Properties::Pairs(_)) => 3,
        (Some(LabelExpr::Name(_) | LabelExpr::And(_)), _) => 2,
        (_, crate::query::bind::bound::Properties::Pairs(_)) => 1,
        _ => 0,
    };
    let scores = path.nodes.iter().map(score).enumerate();
    scores.max_by_key(|(index, score)| (*score, std::cmp::Reverse(*index))).unwrap_or((0, 0))
}

fn plan_path(path: &BoundPath, known: &mut BTreeSet<Slot>, used: &mut Vec<Slot>, steps: &mut Vec<Step>) {
    let (start, _) = best_start(path, known);
    let node = &path.nodes[start];
    steps.push(if known.insert(node.slot) { Step::Scan(node.clone()) } else { Step::Check(node.clone()) });
    let right = (start..path.relationships.len()).map(|i| (i, i + 1, i, false));
    let left = (0..start).rev().map(|i| (i + 1, i, i, true));
    for (from, to, index, reversed) in right.chain(left) {
        let relationship = path.relationships[index].clone();
        let to = path.nodes[to].clone();
        let expansion = Expansion {
            from: path.nodes[from].slot,
            relationship_known: relationship.bound || known.contains(&relationship.slot),
            to_known: known.contains(&to.slot),
            reversed,
            used: used.clone(),
            relationship,
            to,
        };
        used.push(expansion.relationship.slot);
        known.insert(expansion.relationship.slot);
        let to_slot = expansion.to.slot;
        if path.selector == Selector::All {
            let walk = expansion.relationship.repeat.is_some();
            steps.push(if walk { Step::Walk(expansion) } else { Step::Expand(expansion) });
        } else {
            if known.insert(to_slot) {
                steps.push(Step::Scan(expansion.to.clone()));
            }
            steps.push(Step::Shortest(Expansion { to_known: true, ..expansion }, path.selector));
        }
        known.insert(to_slot);
    }
    if let Some(slot) = path.slot {
        let nodes = path.nodes.iter().map(|node| node.slot).collect();
        let relationships = path.relationships.iter().map(|relationship| relationship.slot).collect();
        steps.push(Step::Path { slot, nodes, relationships });
        known.insert(slot);
    }
}
