//! The bound query: names resolved to slots of the row, aggregates taken out, everything checked.

use std::sync::Arc;

use crate::query::functions::Function;
use crate::query::syntax::ast::{
    BinaryOp, CompareOp, Direction, LabelExpr, Quantifier, Selector, SubqueryKind,
};
use crate::query::syntax::types::TypeExpr;
use crate::span::Span;
use crate::value::Value;

/// A place in the row.
pub type Slot = usize;

/// A whole query, ready to be planned.
#[derive(Clone, Debug)]
pub struct BoundQuery {
    /// The parts that `UNION` joins.
    pub parts: Vec<Vec<BoundClause>>,
    /// Whether duplicates across the parts go.
    pub distinct: bool,
    /// The columns: name, and the slot of each part that holds it.
    pub columns: Vec<(Arc<str>, Vec<Slot>)>,
    /// The width of a row.
    pub width: usize,
    /// Whether it changes the graph.
    pub writes: bool,
    /// What the slots are called, of the whole query.
    pub names: Vec<(Slot, Arc<str>)>,
}

/// A clause.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named as in the syntax tree")]
pub enum BoundClause {
    Match {
        optional: bool,
        patterns: Vec<BoundPath>,
        filter: Option<BoundExpr>,
        new: Vec<Slot>,
    },
    Unwind {
        list: BoundExpr,
        slot: Slot,
    },
    Project(BoundProjection),
    Filter(BoundExpr),
    Create {
        patterns: Vec<BoundPath>,
    },
    Merge {
        pattern: BoundPath,
        on_create: Vec<BoundSet>,
        on_match: Vec<BoundSet>,
        new: Vec<Slot>,
    },
    Set(Vec<BoundSet>),
    Remove(Vec<BoundRemove>),
    Delete {
        detach: bool,
        targets: Vec<BoundExpr>,
    },
    Call {
        procedure: Arc<str>,
        arguments: Vec<BoundExpr>,
        yields: Vec<(usize, Slot)>,
        void: bool,
        optional: bool,
    },
    Subquery {
        query: Box<BoundQuery>,
        returns: bool,
        optional: bool,
    },
    Foreach {
        slot: Slot,
        list: BoundExpr,
        clauses: Vec<BoundClause>,
    },
    LoadCsv {
        headers: bool,
        source: BoundExpr,
        slot: Slot,
        separator: Option<BoundExpr>,
    },
    Finish,
}

/// `WITH` and `RETURN`.
#[derive(Clone, Debug, Default)]
pub struct BoundProjection {
    /// Each item and the slot that it fills.
    pub items: Vec<(BoundExpr, Slot)>,
    /// Whether an item aggregates; items that do not are then the keys.
    pub aggregates: Option<Vec<Aggregate>>,
    /// The indexes of the items that are grouping keys.
    pub keys: Vec<usize>,
    /// `DISTINCT`.
    pub distinct: bool,
    /// `ORDER BY`; true: descending.
    pub order: Vec<(BoundExpr, bool)>,
    /// `SKIP`.
    pub skip: Option<BoundExpr>,
    /// `LIMIT`.
    pub limit: Option<BoundExpr>,
    /// `WHERE`.
    pub filter: Option<BoundExpr>,
}

impl BoundProjection {
    /// All that it computes from the rows before it, less how many of these it skips and takes.
    pub fn exprs(&self) -> impl Iterator<Item = &BoundExpr> {
        let ordered = self.order.iter().map(|(expr, _)| expr);
        let arguments = self.aggregates.iter().flatten().flat_map(|aggregate| &aggregate.arguments);
        self.items.iter().map(|(expr, _)| expr).chain(ordered).chain(&self.filter).chain(arguments)
    }
}

/// An aggregate to be computed for each group.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Its function; `count(*)` is `count` without arguments.
    pub function: &'static Function,
    /// `DISTINCT`.
    pub distinct: bool,
    /// Its arguments.
    pub arguments: Vec<BoundExpr>,
    /// Where its result goes.
    pub slot: Slot,
}

impl Aggregate {
    /// Whether it keeps every value until the end.
    pub fn keeps_all(&self) -> bool {
        self.distinct || matches!(self.function.name, "collect" | "percentileCont" | "percentileDisc")
    }
}

/// A path pattern.
#[derive(Clone, Debug)]
pub struct BoundPath {
    /// Where the path itself goes.
    pub slot: Option<Slot>,
    /// Which of the paths are wanted.
    pub selector: Selector,
    /// The nodes, one more than relationships.
    pub nodes: Vec<BoundNode>,
    /// The relationships between them.
    pub relationships: Vec<BoundRelationship>,
    /// Its own condition, which holds before paths are selected.
    pub filter: Option<BoundExpr>,
}

/// A path that is repeated as a whole: it stands where a relationship does.
#[derive(Clone, Debug)]
pub struct BoundGroup {
    /// What is repeated.
    pub path: BoundPath,
    /// What holds for each repetition.
    pub filter: Option<BoundExpr>,
    /// Its variables: the slot within a repetition, and that of the list of all.
    pub variables: Vec<(Slot, Slot)>,
}

/// A node of a pattern.
#[derive(Clone, Debug)]
pub struct BoundNode {
    /// Where the node goes, or comes from.
    pub slot: Slot,
    /// Whether an earlier clause has bound it.
    pub bound: bool,
    /// Its labels.
    pub labels: Option<LabelExpr>,
    /// Its properties.
    pub properties: Properties,
    /// Its own condition.
    pub filter: Option<BoundExpr>,
}

/// The properties in a pattern.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Properties {
    None,
    Pairs(Vec<(Arc<str>, BoundExpr)>),
    /// A parameter that holds a map.
    Whole(Box<BoundExpr>),
}

/// A relationship of a pattern.
#[derive(Clone, Debug)]
pub struct BoundRelationship {
    /// Where it goes, or comes from; a list for a repeated one.
    pub slot: Slot,
    /// Whether an earlier clause has bound it.
    pub bound: bool,
    /// Its types.
    pub types: Option<LabelExpr>,
    /// Its properties.
    pub properties: Properties,
    /// Its own condition.
    pub filter: Option<BoundExpr>,
    /// Its direction.
    pub direction: Direction,
    /// For a repeated one: at least and at most.
    pub repeat: Option<(u32, u32)>,
    /// Whether it has a name, so that it may be asked for.
    pub named: bool,
    /// What is repeated, if it is more than this relationship. The slot then holds all relationships in turn.
    pub group: Option<Box<BoundGroup>>,
}

/// What `SET` does.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named as in the syntax tree")]
pub enum BoundSet {
    Property { target: BoundExpr, key: BoundExpr, value: BoundExpr },
    Replace { target: BoundExpr, value: BoundExpr, merge: bool },
    Labels { target: BoundExpr, labels: Vec<Arc<str>> },
}

/// What `REMOVE` does.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named as in the syntax tree")]
pub enum BoundRemove {
    Property { target: BoundExpr, key: BoundExpr },
    Labels { target: BoundExpr, labels: Vec<Arc<str>> },
}

/// An expression and the place that it comes from.
#[derive(Clone, Debug)]
pub struct BoundExpr {
    /// What it computes.
    pub kind: BoundKind,
    /// Where it stands in the query.
    pub span: Span,
}

/// An arm of `CASE`.
#[derive(Clone, Debug)]
pub struct BoundArm {
    /// It is taken if one of these equals the subject, or is true where there is none or it is marked as a test.
    pub when: Vec<(BoundExpr, bool)>,
    /// What it gives.
    pub then: BoundExpr,
}

/// An expression.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named as in the syntax tree")]
pub enum BoundKind {
    Constant(Value),
    Parameter(Arc<str>),
    Slot(Slot),
    List(Vec<BoundExpr>),
    Map(Vec<(Arc<str>, BoundExpr)>),
    MapProjection {
        subject: Box<BoundExpr>,
        all: bool,
        entries: Vec<(Arc<str>, BoundExpr)>,
    },
    Property {
        subject: Box<BoundExpr>,
        key: Arc<str>,
    },
    Index {
        subject: Box<BoundExpr>,
        index: Box<BoundExpr>,
    },
    Slice {
        subject: Box<BoundExpr>,
        from: Option<Box<BoundExpr>>,
        to: Option<Box<BoundExpr>>,
    },
    HasLabels {
        subject: Box<BoundExpr>,
        labels: LabelExpr,
    },
    Not(Box<BoundExpr>),
    Plus(Box<BoundExpr>),
    Minus(Box<BoundExpr>),
    Binary {
        op: BinaryOp,
        left: Box<BoundExpr>,
        right: Box<BoundExpr>,
    },
    And(Vec<BoundExpr>),
    Or(Vec<BoundExpr>),
    Comparison {
        first: Box<BoundExpr>,
        rest: Vec<(CompareOp, BoundExpr)>,
    },
    IsNull {
        operand: Box<BoundExpr>,
        negated: bool,
    },
    IsType {
        operand: Box<BoundExpr>,
        of: TypeExpr,
        negated: bool,
    },
    Case {
        /// What it looks at, and where that is put for the tests of its arms.
        subject: Option<(Box<BoundExpr>, Slot)>,
        arms: Vec<BoundArm>,
        default: Option<Box<BoundExpr>>,
    },
    Call {
        function: &'static Function,
        arguments: Vec<BoundExpr>,
    },
    Comprehension {
        slot: Slot,
        list: Box<BoundExpr>,
        filter: Option<Box<BoundExpr>>,
        map: Option<Box<BoundExpr>>,
    },
    Quantified {
        quantifier: Quantifier,
        slot: Slot,
        list: Box<BoundExpr>,
        filter: Option<Box<BoundExpr>>,
    },
    Reduce {
        accumulator: Slot,
        initial: Box<BoundExpr>,
        slot: Slot,
        list: Box<BoundExpr>,
        step: Box<BoundExpr>,
    },
    /// The values of `map` over the matches of a pattern.
    PatternComprehension {
        pattern: Box<BoundPath>,
        filter: Option<Box<BoundExpr>>,
        map: Box<BoundExpr>,
    },
    /// Whether a pattern matches.
    PatternExists(Box<BoundPath>),
    Subquery {
        kind: SubqueryKind,
        query: Box<BoundQuery>,
    },
}

/// What stands within an expression.
#[derive(Debug, Default)]
pub struct Parts<'e> {
    /// The expressions that it is made of.
    pub exprs: Vec<&'e BoundExpr>,
    /// The slots that it fills itself, for some of them to look at.
    pub fills: Vec<Slot>,
}

impl BoundExpr {
    /// What stands within it; nothing where a pattern or a query in it makes that unknown.
    pub fn parts(&self) -> Option<Parts<'_>> {
        let mut parts = Parts::default();
        let Parts { exprs, fills } = &mut parts;
        match &self.kind {
            BoundKind::Constant(_) | BoundKind::Parameter(_) | BoundKind::Slot(_) => {}
            BoundKind::List(all) | BoundKind::And(all) | BoundKind::Or(all) => exprs.extend(all),
            BoundKind::Map(entries) => exprs.extend(entries.iter().map(|(_, e)| e)),
            BoundKind::MapProjection { subject, entries, .. } => {
                exprs.push(subject);
                exprs.extend(entries.iter().map(|(_, e)| e));
            }
            BoundKind::Property { subject: e, .. }
            | BoundKind::HasLabels { subject: e, .. }
            | BoundKind::Not(e)
            | BoundKind::Plus(e)
            | BoundKind::Minus(e)
            | BoundKind::IsNull { operand: e, .. }
            | BoundKind::IsType { operand: e, .. } => exprs.push(e),
            BoundKind::Index { subject: a, index: b } | BoundKind::Binary { left: a, right: b, .. } => {
                exprs.extend([&**a, &**b]);
            }
            BoundKind::Slice { subject, from, to } => {
                exprs.push(subject);
                exprs.extend(from.iter().chain(to).map(|e| &**e));
            }
            BoundKind::Comparison { first, rest } => {
                exprs.push(first);
                exprs.extend(rest.iter().map(|(_, e)| e));
            }
            BoundKind::Case { subject, arms, default } => {
                exprs.extend(subject.iter().map(|(e, _)| &**e));
                fills.extend(subject.iter().map(|(_, slot)| *slot));
                exprs.extend(arms.iter().flat_map(|arm| arm.when.iter().map(|(e, _)| e)));
                exprs.extend(arms.iter().map(|arm| &arm.then));
                exprs.extend(default.iter().map(|e| &**e));
            }
            BoundKind::Call { arguments, .. } => exprs.extend(arguments),
            BoundKind::Comprehension { slot, list, filter, map } => {
                fills.push(*slot);
                exprs.push(list);
                exprs.extend(filter.iter().chain(map).map(|e| &**e));
            }
            BoundKind::Quantified { slot, list, filter, .. } => {
                fills.push(*slot);
                exprs.push(list);
                exprs.extend(filter.iter().map(|e| &**e));
            }
            BoundKind::Reduce { accumulator, initial, slot, list, step } => {
                fills.extend([*accumulator, *slot]);
                exprs.extend([&**initial, &**list, &**step]);
            }
            BoundKind::PatternComprehension { .. }
            | BoundKind::PatternExists(_)
            | BoundKind::Subquery { .. } => return None,
        }
        Some(parts)
    }
}
