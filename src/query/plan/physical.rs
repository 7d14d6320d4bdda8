//! How a [`super::logical::Logical`] plan is run: steps that bind one variable after the other, each with the checks
//! that can be made from then on.

use super::logical::Joined;
use super::test::Test;
use crate::graph::{Column, Direction, Frozen, Labelled, Lists};
use crate::query::bind::bound::Slot;
use crate::query::syntax::ast::CompareOp;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

/// The steps, in order.
#[derive(Clone, Debug, Default)]
pub struct Physical {
    /// The steps.
    pub steps: Vec<Step>,
    /// How many nodes are bound.
    pub nodes: usize,
    /// How many relationships are bound.
    pub edges: usize,
    /// How many factors there are.
    pub factors: usize,
    /// How many bridges there are.
    pub bridges: usize,
    /// How many times ways come together.
    pub collapses: usize,
    /// How many links there are.
    pub links: usize,
    /// How many tables there are.
    pub tables: usize,
    /// Whether some relationship of the graph leads from a node to itself.
    pub loops: bool,
    /// The work expected.
    pub cost: f64,
}

impl Physical {
    /// The node that is scanned first, if more comes with it or after it: each comes once, with all matches of it together.
    pub fn lead(&self, frozen: &Frozen) -> Option<usize> {
        match &self.steps[..] {
            [Step { kind: StepKind::Scan { to, .. }, .. }, _, ..] => Some(*to),
            // Those of one type are taken from the lists of one node after the other.
            [Step { kind: StepKind::EdgeScan { kinds, from, .. }, .. }, ..]
                if kinds.len() == 1 || kinds.is_empty() && frozen.is_by_source() =>
            {
                Some(*from)
            }
            _ => None,
        }
    }
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it binds.
    pub kind: StepKind,
    /// Conditions on what is scanned or walked over alone, tested for many at a time.
    pub bulk: Vec<Test>,
    /// Lists that later steps walk over: where one of them is empty, nothing comes of a node that is scanned.
    pub needs: Vec<List>,
    /// What must be true then.
    pub checks: Checks,
    /// How many rows are expected after it.
    pub rows: f64,
}

/// What a step binds.
#[derive(Clone, Debug)]
pub enum StepKind {
    /// The rows that are there already, with the nodes that they bring.
    Given {
        /// Places in the row, and the variables.
        nodes: Vec<(Slot, usize)>,
    },
    /// A node: each of these.
    Scan {
        /// The variable.
        to: usize,
        /// The nodes.
        source: Source,
    },
    /// A node that is looked up by a property.
    Join {
        /// The variable.
        to: usize,
        /// Only nodes of this label.
        label: Option<Arc<Labelled>>,
        /// The property.
        column: Arc<Column>,
        /// What it is equal to.
        value: Joined,
        /// Where the table of the nodes is kept.
        number: usize,
    },
    /// A relationship and its ends: all there are.
    EdgeScan {
        /// Of these types; none for all.
        kinds: Vec<u32>,
        /// The relationship.
        edge: usize,
        /// Its start.
        from: usize,
        /// Its end.
        to: usize,
    },
    /// A neighbour.
    Extend {
        /// The lists of neighbours.
        list: List,
        /// The neighbour.
        to: usize,
        /// The relationship, if it matters which it is.
        edge: Option<usize>,
        /// Only neighbours that stand so to a node.
        limit: Option<(CompareOp, usize)>,
    },
    /// A node that is a neighbour of several.
    Intersect {
        /// The lists that it must be in.
        lists: Vec<List>,
        /// The node.
        to: usize,
    },
    /// A relationship between two bound nodes.
    Close {
        /// The lists of neighbours.
        list: List,
        /// The other node.
        to: usize,
        /// The relationship, if it matters which it is.
        edge: Option<usize>,
    },
    /// A neighbour, or nothing where there is none.
    Maybe(Maybe),
    /// Each node that was bound last once, however many ways lead there.
    Collapse {
        /// The node.
        node: usize,
        /// Ways that go on by themselves.
        apart: Vec<Apart>,
        /// Where the numbers of ways are kept.
        number: usize,
    },
    /// Every node within reach, once.
    Reach {
        /// The lists to follow.
        list: List,
        /// The node.
        to: usize,
        /// At least so many steps: 0 or 1.
        min: u32,
        /// At most so many steps.
        max: u32,
        /// What must be true of each relationship.
        each: Each,
        /// Whether the least number of steps is kept, in the place of the relationship.
        measured: bool,
    },
    /// Every path, and the node that it ends in.
    Walk(Walk),
}

/// Paths over a repeated relationship. None has a relationship twice.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The lists to follow.
    pub list: List,
    /// The node.
    pub to: usize,
    /// At least so many steps.
    pub min: u32,
    /// At most so many steps.
    pub max: u32,
    /// What must be true of each relationship.
    pub each: Each,
    /// Whether the number of steps is kept, in the place of the relationship.
    pub measured: bool,
    /// Whether the relationships of each path are kept, to be compared with others.
    pub kept: bool,
    /// Where they may end.
    pub goals: Goals,
}

/// Where paths may end.
#[derive(Clone, Debug)]
pub enum Goals {
    /// Anywhere.
    All,
    /// In the nodes that an index found.
    Found(Vec<u32>),
    /// In the node that is bound already. Whether one path there is enough.
    Bound(bool),
}

/// A bound relationship that must not be walked over again: its way goes on by itself if it begins, or ends, at the node
/// from which one is walked over next.
#[derive(Clone, Copy, Debug)]
pub struct Apart {
    /// The relationship.
    pub edge: usize,
    /// Whether it matters where it begins.
    pub start: bool,
    /// Whether it matters where it ends.
    pub end: bool,
}

/// A relationship that need not be there, with the node that it leads to.
#[derive(Clone, Debug)]
pub struct Maybe {
    /// The lists of neighbours.
    pub list: List,
    /// The neighbour.
    pub to: usize,
    /// The relationship, if it matters which it is.
    pub edge: Option<usize>,
    /// What must be true of the two.
    pub checks: Checks,
}

/// Conditions on each relationship of a repeated one.
#[derive(Clone, Debug, Default)]
pub struct Each {
    /// The relationship that they look at.
    pub edge: usize,
    /// The conditions.
    pub tests: Vec<Test>,
}

/// Of a repeated relationship, of which it only matters whether it leads somewhere.
#[derive(Clone, Debug)]
pub struct Within {
    /// At least so many steps: 0 or 1.
    pub min: u32,
    /// At most so many steps.
    pub max: u32,
    /// What must be true of each relationship.
    pub each: Each,
}

/// Where nodes come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// All nodes.
    All,
    /// Those of a label.
    Label(Arc<Labelled>),
    /// Those that an index found.
    Found(Vec<u32>),
}

/// Lists of neighbours.
#[derive(Debug)]
pub struct List {
    /// The node whose lists they are.
    pub from: usize,
    /// Which way.
    pub direction: Direction,
    /// Of these types; none for all.
    pub kinds: Vec<u32>,
    /// The lists that hold these types alone, once they are there.
    sorted: OnceLock<Arc<Lists>>,
    asked: AtomicU32,
}

impl List {
    /// The lists of a node, without those of these types alone.
    pub fn new(from: usize, direction: Direction, kinds: Vec<u32>) -> List {
        List { from, direction, kinds, sorted: OnceLock::new(), asked: AtomicU32::new(0) }
    }

    /// The lists that hold these types alone: when they are there already, or have been asked for often.
    #[inline]
    pub fn sorted(&self, frozen: &Frozen) -> Option<&Lists> {
        match self.sorted.get() {
            Some(sorted) => Some(sorted),
            None => self.ask(frozen),
        }
    }

    fn ask(&self, frozen: &Frozen) -> Option<&Lists> {
        let asked = self.asked.load(Ordering::Relaxed);
        self.asked.store(asked.saturating_add(1), Ordering::Relaxed);
        let found = if asked == 0 {
            frozen.known_lists(self.direction, &self.kinds)
        } else if asked as usize == OFTEN + frozen.nodes() / 256 {
            Some(frozen.lists(self.direction, &self.kinds))
        } else {
            None
        };
        found.map(|found| &**self.sorted.get_or_init(|| found))
    }
}

impl Clone for List {
    fn clone(&self) -> Self {
        List { sorted: self.sorted.clone(), ..List::new(self.from, self.direction, self.kinds.clone()) }
    }
}

/// Lists of their own are made for types that were asked for so often, or more in a large graph.
const OFTEN: usize = 64;

/// What must be true of the variables bound so far.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    /// Sets that the node must be in.
    pub labels: Vec<Arc<Labelled>>,
    /// Nodes that it must not be.
    pub differ: Vec<usize>,
    /// Pairs of relationships that must be two.
    pub unlike: Vec<(usize, usize)>,
    /// Conditions.
    pub tests: Vec<Test>,
    /// Relationships that must be there, or must not.
    pub links: Vec<Link>,
    /// Parts of the pattern that hang on a node and are only counted.
    pub factors: Vec<Factor>,
    /// Parts of the pattern that hang on two nodes and are only counted.
    pub bridges: Vec<Bridge>,
}

impl Checks {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.are_labels()
    }

    /// Whether there is none but of labels.
    pub fn are_labels(&self) -> bool {
        self.differ.is_empty()
            && self.unlike.is_empty()
            && self.tests.is_empty()
            && self.links.is_empty()
            && self.factors.is_empty()
            && self.bridges.is_empty()
    }
}

/// A relationship between two bound nodes that must be there, or must not.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where what was looked up last is kept.
    pub number: usize,
    /// The lists that it would be in.
    pub list: List,
    /// Where it is repeated.
    pub within: Option<Within>,
    /// The node that would be in them.
    pub to: usize,
    /// Whether it must not be there.
    pub missing: bool,
}

/// A node between two bound ones of which only matters how many there are: one half of a circle.
#[derive(Clone, Debug)]
pub struct Bridge {
    /// Where its counts are kept.
    pub number: usize,
    /// From the node that was bound first to the node between.
    pub first: List,
    /// From the other bound node to the node between.
    pub last: List,
    /// From the node between to the other bound node.
    pub onward: List,
    /// The node between.
    pub node: usize,
    /// Its relationships: to the node that was bound first, to the other.
    pub edges: [usize; 2],
    /// What must be true of the node between and the first relationship.
    pub checks: Checks,
    /// What must be true of the second relationship.
    pub tests: Vec<Test>,
    /// Whether the two relationships could be one.
    pub twins: bool,
    /// Bound relationships that the first, or the second, must not be.
    pub unlike: [Vec<usize>; 2],
    /// Bound nodes that the node between must not be.
    pub differ: Vec<usize>,
    /// How the number of ways counts.
    pub mode: Mode,
}

/// A part of the pattern that hangs on a node: it is not listed but counted, once for each node.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Where its counts are kept.
    pub number: usize,
    /// From the node that it hangs on to its own.
    pub list: List,
    /// Where its relationship is repeated. It then counts as one.
    pub within: Option<Within>,
    /// Its own node.
    pub to: usize,
    /// Its relationship, if a condition looks at it.
    pub edge: Option<usize>,
    /// What must be true of its own node; the parts that hang on that in turn.
    pub checks: Checks,
    /// How its count counts.
    pub mode: Mode,
    /// Whether it is asked for each node only once, so that its counts need not be kept.
    pub once: bool,
}

impl Factor {
    /// Whether it counts the relationships of a list, whatever they are and lead to.
    pub fn is_degree(&self) -> bool {
        self.edge.is_none() && self.within.is_none() && self.checks.is_empty()
    }
}

/// How a factor counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As it is.
    Times,
    /// At least once.
    AtLeastOnce,
    /// Once if there is any.
    Any,
    /// Once if there is none.
    None,
}

impl Mode {
    /// What so many count for.
    #[inline]
    pub fn of(self, count: u64) -> u64 {
        match self {
            Mode::Times => count,
            Mode::AtLeastOnce => count.max(1),
            Mode::Any => u64::from(count > 0),
            Mode::None => u64::from(count == 0),
        }
    }
}
