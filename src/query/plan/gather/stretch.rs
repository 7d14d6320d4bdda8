//! A relationship without a name that is repeated a given number of times is as many relationships, one after the other.

use super::Gatherer;
use crate::query::bind::bound::{BoundNode, BoundPath, BoundRelationship, Properties, Slot};
use crate::query::syntax::ast::Direction;
use std::borrow::Cow;

/// So many steps are taken one by one.
const MANY: u32 = 6;
/// And so many where they go both ways: then each has to be compared with all others.
const MANY_BOTH: u32 = 3;

impl Gatherer<'_> {
    /// The path with such relationships in the place of repeated ones.
    pub(super) fn stretched<'p>(&mut self, path: &'p BoundPath) -> Cow<'p, BoundPath> {
        if path.slot.is_some() || path.relationships.iter().all(|own| steps(own).is_none()) {
            return Cow::Borrowed(path);
        }
        let mut nodes = Vec::new();
        let mut relationships = Vec::new();
        for (node, own) in path.nodes.iter().zip(&path.relationships) {
            nodes.push(node.clone());
            let Some(times) = steps(own) else {
                relationships.push(own.clone());
                continue;
            };
            for step in 1..=times {
                // Nothing looks for their places in the row.
                let slot = Slot::MAX - 2 * self.between;
                self.between += 1;
                relationships.push(BoundRelationship { slot, repeat: None, ..own.clone() });
                if step < times {
                    let slot = slot - 1;
                    let (labels, properties, filter) = (None, Properties::None, None);
                    nodes.push(BoundNode { slot, bound: false, labels, properties, filter });
                }
            }
        }
        nodes.extend(path.nodes.last().cloned());
        Cow::Owned(BoundPath { slot: None, selector: path.selector, nodes, relationships, filter: None })
    }
}

/// How often it is repeated, if that is given, and nothing asks for the list of its relationships.
fn steps(own: &BoundRelationship) -> Option<u32> {
    let (least, most) = own.repeat.filter(|_| !own.named && !own.bound && own.group.is_none())?;
    let both = !matches!(own.direction, Direction::Left | Direction::Right);
    (least == most && (1..=if both { MANY_BOTH } else { MANY }).contains(&most)).then_some(most)
}
