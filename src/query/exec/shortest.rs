//! Shortest paths: breadth first from one end.

use rustc_hash::FxHashMap;

use super::{Context, Row, shortest_frozen};
use crate::graph::Hop;
use crate::query::bind::bound::Properties;
use crate::query::error::QueryError;
use crate::query::plan::Expansion;
use crate::query::syntax::ast::Selector;
use crate::value::{NodeId, Value};

/// From so many relationships on, the graph is frozen for a search.
const WORTHWHILE: usize = 2000;

impl Context<'_> {
    /// The shortest walks between two known nodes, each as the list of its relationships in the pattern's order.
    pub(super) fn shortest(
        &self,
        step: &Expansion,
        selector: Selector,
        row: &mut Row,
    ) -> Result<Vec<Value>, QueryError> {
        let (Value::Node(from), Value::Node(to)) = (row[step.from].clone(), row[step.to.slot].clone()) else {
            return Ok(Vec::new());
        };
        let (min, max) = step.relationship.repeat.unwrap_or((1, 1));
        let Some(types) = self.types(step.relationship.types.as_ref()) else {
            return Ok(if min == 0 && from == to { vec![Value::list([])] } else { Vec::new() });
        };
        if from == to && min == 0 {
            return Ok(vec![Value::list([])]);
        }
        let wanted = match selector {
            Selector::ShortestPath => 1,
            Selector::Shortest(k) => k as usize,
            _ => usize::MAX,
        };
        let plain = step.used.is_empty()
            && step.relationship.filter.is_none()
            && matches!(step.relationship.properties, Properties::None);
        if plain
            && from != to
            && min <= 1
            && (self.graph.has_view() || self.graph.relationship_count() >= WORTHWHILE)
            && let Some(view) = self.graph.view()
            && let (Some(start), Some(end)) = (view.number(from), view.number(to))
        {
            let kinds: Vec<u32> = types.iter().map(|kind| kind.0).collect();
            let tick = || self.tick();
            let ends = (start, end);
            let over = (step.direction(), &kinds[..]);
            let known = match wanted {
                1 => self.run.trees.borrow_mut().path(view, ends, over, max, &tick)?,
                _ => None,
            };
            let paths = match known {
                Some(path) => path.into_iter().collect(),
                None => shortest_frozen::shortest(view, ends, over.0, over.1, (max, wanted), &tick)?,
            };
            let values = |path: Vec<u32>| -> Value {
                let ids = path.into_iter().map(|edge| Value::Relationship(view.edge_id(edge)));
                let mut ids: Vec<Value> = ids.collect();
                if step.reversed {
                    ids.reverse();
                }
                ids.into()
            };
            return Ok(paths.into_iter().map(values).collect());
        }
        // The steps by which each node was first reached, and how far it is.
        let mut reached: FxHashMap<NodeId, (u32, Vec<Hop>)> = FxHashMap::default();
        reached.insert(from, (0, Vec::new()));
        let (mut frontier, mut distance) = (vec![from], 0);
        let mut arrivals: Vec<Hop> = Vec::new();
        let mut hops = Vec::new();
        while !frontier.is_empty() && arrivals.is_empty() && distance < max {
            distance += 1;
            let mut next = Vec::new();
            for at in frontier {
                self.tick()?;
                self.graph.expand(at, step.direction(), &types, &mut hops);
                for hop in hops.drain(..) {
                    if !self.may_step(step, hop.relationship, row)? {
                        continue;
                    }
                    let back = Hop { relationship: hop.relationship, node: at };
                    if hop.node == to && distance >= min {
                        arrivals.push(back);
                        continue;
                    }
                    let entry = reached.entry(hop.node).or_insert_with(|| {
                        next.push(hop.node);
                        (distance, Vec::new())
                    });
                    if entry.0 == distance {
                        entry.1.push(back);
                    }
                }
            }
            frontier = next;
        }
        let mut found = Vec::new();
        for arrival in arrivals {
            self.trace(&reached, arrival, &mut Vec::new(), wanted, &mut found)?;
        }
        Ok(found
            .into_iter()
            .map(|mut trail: Vec<Value>| {
                if !step.reversed {
                    trail.reverse();
                }
                trail.into()
            })
            .collect())
    }

    /// Walks back from an arrival to the start, over every way there is.
    fn trace(
        &self,
        reached: &FxHashMap<NodeId, (u32, Vec<Hop>)>,
        arrival: Hop,
        trail: &mut Vec<Value>,
        wanted: usize,
        found: &mut Vec<Vec<Value>>,
    ) -> Result<(), QueryError> {
        let mut stack = vec![(arrival, 0)];
        while let Some((hop, depth)) = stack.pop() {
            self.tick()?;
            if found.len() >= wanted {
                break;
            }
            trail.truncate(depth);
            trail.push(Value::Relationship(hop.relationship));
            match reached.get(&hop.node) {
                Some((distance, before)) if *distance > 0 => {
                    stack.extend(before.iter().rev().map(|&before| (before, depth + 1)));
                }
                _ => found.push(trail.clone()),
            }
        }
        Ok(())
    }
}
