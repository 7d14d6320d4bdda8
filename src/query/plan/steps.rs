//! How a MATCH runs: scans, expansions and checks in an order in which each has what it needs.

use std::collections::BTreeSet;

use super::mentions::mentioned;
use super::seek::{Seek, conjuncts, seeks};
use crate::query::bind::bound::{
    BoundExpr, BoundGroup, BoundKind, BoundNode, BoundPath, BoundRelationship, Properties, Slot,
};
use crate::query::syntax::ast::{Direction, LabelExpr, Selector};

/// One step of a match.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the slots are those of the pattern")]
pub enum Step {
    /// Every node that fits; it may be looked up by these.
    Scan(BoundNode, Vec<Seek>),
    /// A node that is known already.
    Check(BoundNode),
    /// Every relationship from a known node; `used` holds the relationships that it may not be.
    Expand(Expansion),
    /// Every walk of a repeated relationship.
    Walk(Expansion),
    /// Every walk of a path that is repeated as a whole.
    Repeat(Box<Repetition>),
    /// The shortest walks between two known nodes.
    Shortest(Expansion, Selector),
    /// The matches of a whole pattern between two known nodes, of them the shortest.
    Select(Box<Selection>),
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

/// A path that is repeated as a whole.
#[derive(Clone, Debug)]
pub struct Repetition {
    /// Where it leads from and to. The slot of its relationship holds all that were walked.
    pub expansion: Expansion,
    /// What matches one repetition.
    pub steps: Vec<Step>,
    /// Where the node stands that a repetition begins with, in the direction of the walk.
    pub entry: Slot,
    /// Where the node stands that it ends with.
    pub exit: Slot,
    /// The relationships of one repetition, in the pattern's order.
    pub relationships: Vec<Slot>,
    /// The variables: the slot within a repetition, and that of the list of all.
    pub variables: Vec<(Slot, Slot)>,
}

/// Of the matches of a pattern the shortest.
#[derive(Clone, Debug)]
pub struct Selection {
    /// What matches the pattern.
    pub steps: Vec<Step>,
    /// Which of them are wanted.
    pub selector: Selector,
    /// The node that it begins with.
    pub from: Slot,
    /// The node that it ends with.
    pub to: Slot,
    /// The types and directions that a step of it may have.
    pub hops: Vec<(Option<LabelExpr>, Direction)>,
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
pub fn plan_match(patterns: &[BoundPath], known: BTreeSet<Slot>, filter: Option<&BoundExpr>) -> Vec<Step> {
    plan_beside(patterns, known, Vec::new(), filter)
}

/// The same where these relationships are taken already.
fn plan_beside(
    patterns: &[BoundPath],
    mut known: BTreeSet<Slot>,
    mut used: Vec<Slot>,
    filter: Option<&BoundExpr>,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut conditions = Conditions::new(patterns, &known, filter);
    let mut left: Vec<&BoundPath> = patterns.iter().collect();
    while !left.is_empty() {
        // Patterns that hang on what is known come first, then those that begin with the fewest nodes.
        let next = left
            .iter()
            .enumerate()
            .max_by_key(|(index, path)| (best_start(path, &known, &conditions).1, std::cmp::Reverse(*index)))
            .map_or(0, |(index, _)| index);
        let path = left.remove(next);
        match within_search(path, filter, &known) {
            Some(path) => plan_path(&path, &mut known, &mut used, &mut conditions, &mut steps),
            None => plan_path(path, &mut known, &mut used, &mut conditions, &mut steps),
        }
    }
    steps.extend(conditions.left.into_iter().map(|(condition, _)| Step::Filter(condition)));
    steps
}

/// Conditions that wait for what they look at.
struct Conditions {
    /// With the slots, where those are known.
    left: Vec<(BoundExpr, Option<BTreeSet<Slot>>)>,
    /// The slots that the patterns are to fill. All others are filled before.
    own: BTreeSet<Slot>,
}

impl Conditions {
    fn new(patterns: &[BoundPath], known: &BTreeSet<Slot>, filter: Option<&BoundExpr>) -> Self {
        let all = filter.map(conjuncts).unwrap_or_default();
        let mut own = BTreeSet::new();
        patterns.iter().for_each(|path| fills(path, &mut own));
        own.retain(|slot| !known.contains(slot));
        Conditions { left: all.iter().map(|each| (each.clone(), mentioned(each))).collect(), own }
    }

    /// Whether these slots are filled when those that are known are.
    fn filled(&self, slots: &BTreeSet<Slot>, known: &BTreeSet<Slot>) -> bool {
        slots.iter().all(|slot| known.contains(slot) || !self.own.contains(slot))
    }

    /// The conditions that look only at what is there now are asked at once.
    fn ready(&mut self, known: &BTreeSet<Slot>, steps: &mut Vec<Step>) {
        let left = std::mem::take(&mut self.left).into_iter();
        let (there, left) =
            left.partition(|(_, slots)| slots.as_ref().is_some_and(|slots| self.filled(slots, known)));
        self.left = left;
        steps.extend(there.into_iter().map(|(condition, _)| Step::Filter(condition)));
    }

    /// What a node may be looked up by.
    fn seeks(&self, node: &BoundNode, known: &BTreeSet<Slot>) -> Vec<Seek> {
        seeks(node, self.left.iter().map(|(condition, _)| condition), |slots| self.filled(slots, known))
    }

    /// The scan of a node, or the check of one that is known already.
    fn scan(&self, node: &BoundNode, known: &mut BTreeSet<Slot>) -> Step {
        if known.contains(&node.slot) {
            return Step::Check(node.clone());
        }
        let seeks = self.seeks(node, known);
        known.insert(node.slot);
        Step::Scan(node.clone(), seeks)
    }
}

/// The slots that a pattern fills, with those of what is repeated in it.
fn fills(path: &BoundPath, into: &mut BTreeSet<Slot>) {
    into.extend(path.slot);
    into.extend(path.nodes.iter().map(|node| node.slot));
    for relationship in &path.relationships {
        into.insert(relationship.slot);
        if let Some(group) = &relationship.group {
            into.extend(group.variables.iter().map(|(_, list)| *list));
            fills(&group.path, into);
        }
    }
}

/// `shortestPath` looks for the shortest path for which the condition on it holds, not for one that may fail it.
fn within_search(path: &BoundPath, filter: Option<&BoundExpr>, known: &BTreeSet<Slot>) -> Option<BoundPath> {
    if !matches!(path.selector, Selector::ShortestPath | Selector::AllShortestPaths) {
        return None;
    }
    let own: Vec<Slot> = path.slot.into_iter().chain(path.relationships.iter().map(|r| r.slot)).collect();
    let all = match &filter?.kind {
        BoundKind::And(all) => all.as_slice(),
        _ => std::slice::from_ref(filter?),
    };
    let about = |condition: &&BoundExpr| {
        mentioned(condition).is_some_and(|slots| {
            let there = |slot: &Slot| {
                own.contains(slot) || known.contains(slot) || path.nodes.iter().any(|n| n.slot == *slot)
            };
            own.iter().any(|slot| slots.contains(slot)) && slots.iter().all(there)
        })
    };
    let conditions: Vec<BoundExpr> = all.iter().filter(about).cloned().collect();
    let span = conditions.first()?.span;
    Some(BoundPath { filter: Some(BoundExpr { kind: BoundKind::And(conditions), span }), ..path.clone() })
}

/// The node to begin with, and how good a beginning it is.
fn best_start(path: &BoundPath, known: &BTreeSet<Slot>, conditions: &Conditions) -> (usize, u8) {
    let score = |node: &BoundNode| {
        if known.contains(&node.slot) {
            return 5;
        }
        let seeks = conditions.seeks(node, known);
        let labelled = matches!(node.labels, Some(LabelExpr::Name(_) | LabelExpr::And(_)));
        match (labelled, &node.properties) {
            _ if seeks.iter().any(|seek| !seek.any) => 4,
            _ if !seeks.is_empty() => 3,
            (true, _) => 2,
            (_, Properties::Pairs(_)) => 1,
            _ => 0,
        }
    };
    let scores = path.nodes.iter().map(score).enumerate();
    scores.max_by_key(|(index, score)| (*score, std::cmp::Reverse(*index))).unwrap_or((0, 0))
}

fn plan_path(
    path: &BoundPath,
    known: &mut BTreeSet<Slot>,
    used: &mut Vec<Slot>,
    conditions: &mut Conditions,
    steps: &mut Vec<Step>,
) {
    let (start, _) = best_start(path, known, conditions);
    let simple = path.filter.is_none()
        && matches!(&path.relationships[..], [one] if one.group.is_none())
        && !matches!(path.selector, Selector::Shortest(2..) | Selector::ShortestGroups(_));
    if path.selector != Selector::All && !simple {
        plan_selection(path, known, used, conditions, steps);
        conditions.ready(known, steps);
        return;
    }
    steps.push(conditions.scan(&path.nodes[start], known));
    conditions.ready(known, steps);
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
            steps.push(if let Some(group) = expansion.relationship.group.clone() {
                known.extend(group.variables.iter().map(|(_, list)| *list));
                repetition(*group, expansion, known, used)
            } else if expansion.relationship.repeat.is_some() {
                Step::Walk(expansion)
            } else {
                Step::Expand(expansion)
            });
        } else {
            if !known.contains(&to_slot) {
                steps.push(conditions.scan(&expansion.to, known));
            }
            steps.push(Step::Shortest(Expansion { to_known: true, ..expansion }, path.selector));
        }
        known.insert(to_slot);
        conditions.ready(known, steps);
    }
    if let Some(slot) = path.slot {
        let nodes = path.nodes.iter().map(|node| node.slot).collect();
        let relationships = path.relationships.iter().map(|relationship| relationship.slot).collect();
        steps.push(Step::Path { slot, nodes, relationships });
        known.insert(slot);
    }
    if let Some(filter) = &path.filter {
        steps.push(Step::Filter(filter.clone()));
    }
    conditions.ready(known, steps);
}

fn repetition(group: BoundGroup, expansion: Expansion, known: &BTreeSet<Slot>, used: &[Slot]) -> Step {
    let first = group.path.nodes.first().map_or(0, |node| node.slot);
    let last = group.path.nodes.last().map_or(0, |node| node.slot);
    let (entry, exit) = if expansion.reversed { (last, first) } else { (first, last) };
    let mut known = known.clone();
    known.insert(entry);
    let relationships = group.path.relationships.iter().map(|r| r.slot).collect();
    let paths = std::slice::from_ref(&group.path);
    let steps = plan_beside(paths, known, used.to_vec(), group.filter.as_ref());
    Step::Repeat(Box::new(Repetition {
        expansion,
        steps,
        entry,
        exit,
        relationships,
        variables: group.variables,
    }))
}

/// Both ends first, then the matches between them.
fn plan_selection(
    path: &BoundPath,
    known: &mut BTreeSet<Slot>,
    used: &mut Vec<Slot>,
    conditions: &Conditions,
    steps: &mut Vec<Step>,
) {
    let (Some(first), Some(last)) = (path.nodes.first(), path.nodes.last()) else { return };
    for node in [last, first] {
        steps.push(conditions.scan(node, known));
    }
    let mut inner = Vec::new();
    let mut none = Conditions { left: Vec::new(), own: BTreeSet::new() };
    plan_path(&BoundPath { selector: Selector::All, ..path.clone() }, known, used, &mut none, &mut inner);
    let mut hops = Vec::new();
    gather_hops(path, &mut hops);
    steps.push(Step::Select(Box::new(Selection {
        steps: inner,
        selector: path.selector,
        from: first.slot,
        to: last.slot,
        hops,
    })));
}

fn gather_hops(path: &BoundPath, into: &mut Vec<(Option<LabelExpr>, Direction)>) {
    for relationship in &path.relationships {
        match &relationship.group {
            Some(group) => gather_hops(&group.path, into),
            None => into.push((relationship.types.clone(), relationship.direction)),
        }
    }
}
