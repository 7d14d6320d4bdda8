//! What a query asks for, as far as the fast operators can answer it: variables, the relationships between them and
//! conditions. It says nothing of the order in which they are looked for.

use super::scalar::Whole;
use super::test::Test;
use crate::graph::{Column, LabelId};
use crate::query::bind::bound::{BoundExpr, Slot};
use crate::value::Value;
use std::sync::Arc;

/// The patterns and conditions before a projection.
#[derive(Debug, Default)]
pub struct Logical {
    /// The nodes.
    pub nodes: Vec<NodeVar>,
    /// The relationships.
    pub edges: Vec<EdgeVar>,
    /// All of these must be true.
    pub tests: Vec<Test>,
    /// Pairs of nodes that must be two.
    pub differ: Vec<(usize, usize)>,
    /// Pairs of relationships that must be two: those of [`super::rules::unique`] that are not so in any case.
    pub unlike: Vec<(usize, usize)>,
    /// Conditions that are left to the interpreter: see [`Test::Computed`].
    pub conditions: Vec<Condition>,
    /// Values that a property of a node must have: node, key, value.
    pub equal: Vec<(usize, u32, Value)>,
    /// The numbers of all nodes that a node may be, in order. There is a condition that says so.
    pub known: Vec<(usize, Arc<[u32]>)>,
    /// Nodes that may be looked up by what others are.
    pub joins: Vec<Join>,
    /// Where it goes on from rows that are there already: the nodes that those bring with them, and their places in the row.
    pub given: Option<Vec<(Slot, usize)>>,
}

/// A property of a node that must be equal to something of other variables. There is a condition that says so.
#[derive(Clone, Debug)]
pub struct Join {
    /// The node.
    pub node: usize,
    /// The key of the property.
    pub key: u32,
    /// What it must be equal to.
    pub value: Joined,
    /// The variables that this looks at.
    pub vars: Vec<Var>,
}

/// What nodes are looked up by.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Joined {
    Column(Arc<Column>, Var),
    /// An expression that is left to the interpreter, by its number among the conditions.
    Computed(usize),
}

/// A condition as it was bound.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What it says.
    pub expr: BoundExpr,
    /// The variables that it looks at, and their places in the row.
    pub vars: Vec<(Slot, Var)>,
}

/// A node.
#[derive(Clone, Debug)]
pub struct NodeVar {
    /// Its place in the row.
    pub slot: Slot,
    /// The labels that it must have.
    pub labels: Vec<LabelId>,
    /// Whether the projection asks which node it is.
    pub wanted: bool,
    /// What it belongs to.
    pub role: Role,
}

/// A relationship.
#[derive(Clone, Debug)]
pub struct EdgeVar {
    /// Its place in the row.
    pub slot: Slot,
    /// The node that it starts from.
    pub from: usize,
    /// The node that it ends in.
    pub to: usize,
    /// Whether it may also be the other way round.
    pub both: bool,
    /// The types that it may have; none for any.
    pub kinds: Vec<u32>,
    /// For a repeated one: at least and at most.
    pub repeat: Option<(u32, u32)>,
    /// What must be true of each of a repeated one.
    pub each: Vec<Test>,
    /// The place in the row of the path that a repeated one is.
    pub path: Option<Slot>,
    /// Whether somebody asks how often a repeated one is repeated.
    pub measured: bool,
    /// The MATCH that it stands in: there all relationships are different.
    pub clause: usize,
    /// Whether it matters which relationship it is, not only how many there are.
    pub wanted: bool,
    /// What it belongs to.
    pub role: Role,
}

/// How a part of the pattern counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It must match.
    Match,
    /// It may match: the OPTIONAL MATCH of this number.
    Optional(usize),
    /// It must match at least once.
    Exists,
    /// It must not match.
    Missing,
}

/// A variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "as they read")]
pub enum Var {
    Node(usize),
    Edge(usize),
    /// How many relationships a repeated one stands for, as a list of them.
    Repeated(usize),
    /// The same, as a path.
    Path(usize),
    /// The row that it goes on from, which may bring more than nodes.
    Row,
}

impl Var {
    /// Whether it is a repeated relationship, of which no more can be told than how often it is repeated.
    pub fn is_repeated(self) -> bool {
        matches!(self, Var::Repeated(_) | Var::Path(_))
    }

    /// Whether it is a node.
    pub fn is_node(self) -> bool {
        matches!(self, Var::Node(_))
    }
}

impl Logical {
    /// The variable of a place in the row; none if a row brings it with it and no pattern takes it up.
    pub fn var(&self, slot: Slot) -> Option<Var> {
        let node = self.nodes.iter().position(|node| node.slot == slot).map(Var::Node);
        let edge = || {
            self.edges.iter().enumerate().find_map(|(at, edge)| match edge.repeat {
                _ if edge.path == Some(slot) => Some(Var::Path(at)),
                _ if edge.slot != slot => None,
                Some(_) => Some(Var::Repeated(at)),
                None => Some(Var::Edge(at)),
            })
        };
        node.or_else(edge)
    }

    /// How long a path or a list of relationships is.
    pub fn steps(&self, var: Var, is_path: bool) -> Option<Whole> {
        let (Var::Repeated(at) | Var::Path(at)) = var else { return None };
        let (least, most) = self.edges[at].repeat?;
        (matches!(var, Var::Path(_)) == is_path).then_some(Whole::Steps(var, least, most))
    }

    /// What it belongs to.
    pub fn role(&self, var: Var) -> Role {
        match var {
            Var::Node(at) => self.nodes[at].role,
            Var::Edge(at) | Var::Repeated(at) | Var::Path(at) => self.edges[at].role,
            Var::Row => Role::Match,
        }
    }

    /// Whether rows bring this node with them.
    pub fn is_given(&self, node: usize) -> bool {
        self.given.iter().flatten().any(|(_, given)| *given == node)
    }

    /// Whether what was found for it can be told: it must match, or is looked for as it is wanted.
    pub fn is_found(&self, var: Var) -> bool {
        if let Var::Repeated(at) | Var::Path(at) = var {
            return self.edges[at].measured;
        }
        match self.role(var) {
            Role::Match => true,
            Role::Optional(arm) => self.is_wanted(arm),
            Role::Exists | Role::Missing => false,
        }
    }

    /// Whether somebody asks what an OPTIONAL MATCH found, and not only how often.
    pub fn is_wanted(&self, arm: usize) -> bool {
        self.nodes.iter().any(|node| node.role == Role::Optional(arm) && node.wanted)
            || self.edges.iter().any(|edge| edge.role == Role::Optional(arm) && edge.wanted)
    }

    /// Conditions that two nodes of the MATCH are joined, or are not, by two relationships over a node of their own: that
    /// node, the relationships, and the nodes that those join it to.
    pub fn crossings(&self) -> Vec<(usize, [usize; 2], [usize; 2])> {
        let crossing = |(node, own): (usize, &NodeVar)| {
            let condition = matches!(own.role, Role::Exists | Role::Missing);
            let edges = self.edges.iter().enumerate().filter(|(_, e)| e.from == node || e.to == node);
            let other =
                |at: usize| if self.edges[at].from == node { self.edges[at].to } else { self.edges[at].from };
            match edges.map(|(at, _)| at).collect::<Vec<_>>()[..] {
                [one, two] if condition => {
                    let ends = [other(one), other(two)];
                    let matched = ends.iter().all(|end| self.nodes[*end].role == Role::Match);
                    (matched && ends[0] != ends[1]).then_some((node, [one, two], ends))
                }
                _ => None,
            }
        };
        self.nodes.iter().enumerate().filter_map(crossing).collect()
    }

    /// Notes that it matters which node or relationship this is.
    pub fn want(&mut self, var: Var) {
        match var {
            Var::Node(at) => self.nodes[at].wanted = true,
            Var::Edge(at) => self.edges[at].wanted = true,
            Var::Repeated(at) | Var::Path(at) => self.edges[at].measured = true,
            Var::Row => {}
        }
    }
}
