//! Which relationships of one MATCH might be the same, and so have to be compared when the query runs.
//!
//! Assume that two are one: then their ends are the same nodes too. Where that contradicts what is known of the
//! pattern or of the graph, the two need not be looked at one by one, and a pattern may be counted instead of listed.

use crate::graph::{LabelId, View};
use crate::query::plan::logical::{EdgeVar, Logical, Role, Var};
use crate::query::plan::test::Test;
use crate::query::syntax::ast::CompareOp;

/// Notes the pairs that might be the same.
pub fn apply(logical: &mut Logical, view: View<'_>) -> Option<()> {
    let crossings = logical.crossings();
    for b in 0..logical.edges.len() {
        for a in 0..b {
            let (first, second) = (&logical.edges[a], &logical.edges[b]);
            if first.clause != second.clause || !may_coincide(logical, view, first, second) {
                continue;
            }
            let pair = [a, b];
            let compared = first.role == Role::Match || crossings.iter().any(|(_, edges, _)| *edges == pair);
            if !compared {
                return None;
            }
            if first.repeat.is_none() && second.repeat.is_none() {
                logical.unlike.push((a, b));
            } else if first.role == Role::Match && second.role == Role::Match {
                let var = |at: usize, edge: &EdgeVar| match edge.repeat {
                    Some(_) => Var::Repeated(at),
                    None => Var::Edge(at),
                };
                let apart = Test::Apart(var(a, first), var(b, second));
                logical.tests.push(apart);
            } else {
                return None;
            }
        }
    }
    Some(())
}

fn may_coincide(logical: &Logical, view: View<'_>, a: &EdgeVar, b: &EdgeVar) -> bool {
    let shared = a.kinds.is_empty()
        || b.kinds.is_empty()
        || a.kinds.iter().any(|kind| b.kinds.binary_search(kind).is_ok());
    if !shared {
        return false;
    }
    if a.repeat.is_some() || b.repeat.is_some() {
        return true;
    }
    let same = [a, b];
    let straight = possible(logical, view, same, &[(a.from, b.from), (a.to, b.to)]);
    straight || ((a.both || b.both) && possible(logical, view, same, &[(a.from, b.to), (a.to, b.from)]))
}

/// Whether these nodes could be the same in one match.
fn possible(logical: &Logical, view: View<'_>, pair: [&EdgeVar; 2], same: &[(usize, usize)]) -> bool {
    let mut class: Vec<usize> = (0..logical.nodes.len()).collect();
    for &(a, b) in same {
        let (from, to) = (class[a], class[b]);
        class.iter_mut().filter(|own| **own == from).for_each(|own| *own = to);
    }
    let merged = |a: usize, b: usize| class[a] == class[b];
    if logical.differ.iter().any(|&(a, b)| merged(a, b)) {
        return false;
    }
    let strict = |test: &Test| match test {
        Test::Numbers {
            op: CompareOp::Less | CompareOp::Greater | CompareOp::NotEqual,
            left: Var::Node(a),
            right: Var::Node(b),
        } => merged(*a, *b),
        _ => false,
    };
    if logical.tests.iter().any(strict) {
        return false;
    }
    let facts = |kinds: &[u32]| -> Vec<u32> {
        if kinds.is_empty() { (0..view.types().len() as u32).collect() } else { kinds.to_vec() }
    };
    // A relationship from a node to itself, where there is none.
    let matched = || logical.edges.iter().filter(|e| e.role == Role::Match && e.repeat.is_none());
    for edge in matched().chain(pair) {
        if merged(edge.from, edge.to)
            && facts(&edge.kinds).iter().all(|kind| view.type_facts(*kind).is_none_or(|f| f.loops == 0))
        {
            return false;
        }
    }
    // Different values of one property.
    for (at, (a, key, value)) in logical.equal.iter().enumerate() {
        let other = logical.equal[..at].iter().filter(|(b, other, _)| merged(*a, *b) && other == key);
        if other.into_iter().any(|(.., other)| other.equals(value) == Some(false)) {
            return false;
        }
    }
    // Labels that no node has together.
    for node in 0..class.len() {
        // One alone says nothing of the others: an OPTIONAL MATCH may well find nothing.
        if class.iter().filter(|own| **own == node).count() < 2 {
            continue;
        }
        let mut labels: Vec<LabelId> = Vec::new();
        for (other, var) in logical.nodes.iter().enumerate().filter(|(other, _)| class[*other] == node) {
            labels.extend(&var.labels);
            for edge in matched().chain(pair) {
                if let [kind] = edge.kinds[..]
                    && !edge.both
                    && let Some(facts) = view.type_facts(kind)
                {
                    if edge.from == other {
                        labels.extend(&facts.start_labels);
                    }
                    if edge.to == other {
                        labels.extend(&facts.end_labels);
                    }
                }
            }
        }
        if !labels.is_empty() && !view.labels_meet(&labels) {
            return false;
        }
    }
    true
}
