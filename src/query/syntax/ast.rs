//! The syntax tree that both query languages end in. Every node knows where it stands; equality ignores that.

use std::sync::Arc;

use super::types::TypeExpr;
use crate::span::Span;
use crate::value::Operator;

/// A place that takes no part in equality, so that trees compare by what they say.
#[derive(Clone, Copy, Debug, Default)]
pub struct At(pub Span);

impl PartialEq for At {
    fn eq(&self, _: &At) -> bool {
        true
    }
}

/// A piece of the query as it was written, which takes no part in equality either.
#[derive(Clone, Debug)]
pub struct Written(pub Arc<str>);

impl PartialEq for Written {
    fn eq(&self, _: &Written) -> bool {
        true
    }
}

/// A name as it stands in the query, quotes resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Ident {
    /// The name.
    pub name: Arc<str>,
    /// Where it stands.
    pub at: At,
}

/// Whether a statement runs, shows its plan, or does both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as written")]
pub enum Mode {
    #[default]
    Run,
    Explain,
    Profile,
}

/// A whole statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Run, `EXPLAIN` or `PROFILE`.
    pub mode: Mode,
    /// The query itself.
    pub query: Query,
}

/// Single queries joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The first query.
    pub first: SingleQuery,
    /// The further ones, each with whether it is joined by `UNION ALL`.
    pub rest: Vec<(bool, SingleQuery)>,
    /// Where it stands.
    pub at: At,
}

/// Clauses one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleQuery {
    /// The clauses.
    pub clauses: Vec<Clause>,
    /// Where it stands.
    pub at: At,
}

/// A clause and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What it says.
    pub kind: ClauseKind,
    /// Where it stands.
    pub at: At,
}

/// A clause.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "named as the grammar names them")]
pub enum ClauseKind {
    Match { optional: bool, patterns: Vec<PathPattern>, filter: Option<Expr> },
    Unwind { list: Expr, variable: Ident },
    With(Projection),
    Return(Projection),
    Finish,
    Create { patterns: Vec<PathPattern> },
    Merge { pattern: PathPattern, on_create: Vec<SetItem>, on_match: Vec<SetItem> },
    Set { items: Vec<SetItem> },
    Remove { items: Vec<RemoveItem> },
    Delete { detach: bool, targets: Vec<Expr> },
    Call(ProcedureCall),
    Subquery { optional: bool, imports: Option<Imports>, query: Box<Query> },
    Filter(Expr),
    Foreach { variable: Ident, list: Expr, clauses: Vec<Clause> },
    LoadCsv { headers: bool, source: Expr, variable: Ident, separator: Option<Expr> },
}

/// What a subquery sees of the outer query.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "named as written")]
pub enum Imports {
    All,
    Only(Vec<Ident>),
}

/// The body of `WITH` and `RETURN`.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Projection {
    /// `DISTINCT`.
    pub distinct: bool,
    /// `*`: all variables in scope, before the items.
    pub star: bool,
    /// What is projected.
    pub items: Vec<ProjectionItem>,
    /// `ORDER BY`; true: descending.
    pub order: Vec<(Expr, bool)>,
    /// `SKIP` or `OFFSET`.
    pub skip: Option<Expr>,
    /// `LIMIT`.
    pub limit: Option<Expr>,
    /// `WHERE`, after `WITH` only.
    pub filter: Option<Expr>,
}

/// One column of a projection.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    /// What it computes.
    pub expr: Expr,
    /// `AS name`.
    pub alias: Option<Ident>,
    /// The expression as it stands in the query: the column's name without an alias.
    pub text: Written,
}

/// An item of `SET`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "named as the grammar names them")]
pub enum SetItem {
    Property { target: Expr, key: Ident, value: Expr },
    DynamicProperty { target: Expr, key: Expr, value: Expr },
    Replace { variable: Ident, value: Expr },
    Merge { variable: Ident, value: Expr },
    Labels { variable: Ident, labels: Vec<Ident> },
}

/// An item of `REMOVE`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "named as the grammar names them")]
pub enum RemoveItem {
    Property { target: Expr, key: Ident },
    DynamicProperty { target: Expr, key: Expr },
    Labels { variable: Ident, labels: Vec<Ident> },
}

/// `CALL name(…) YIELD …`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcedureCall {
    /// The procedure's name with its namespace.
    pub name: Ident,
    /// The arguments, or none where they come from parameters of the same names.
    pub arguments: Option<Vec<Expr>>,
    /// What is yielded: the field and the variable; none without `YIELD`, and with `YIELD *`.
    pub yields: Option<Vec<(Ident, Ident)>>,
    /// `YIELD *`.
    pub yield_all: bool,
    /// `WHERE`.
    pub filter: Option<Expr>,
    /// `OPTIONAL`: a row with nulls where it yields nothing.
    pub optional: bool,
}

/// A path pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPattern {
    /// `p = …`.
    pub variable: Option<Ident>,
    /// Which of the paths are wanted.
    pub selector: Selector,
    /// Nodes and relationships in turn, groups where nodes may stand.
    pub elements: Vec<Element>,
    /// Where it stands.
    pub at: At,
}

/// Which of the paths between two nodes are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as written")]
pub enum Selector {
    #[default]
    All,
    /// `shortestPath(…)`.
    ShortestPath,
    /// `allShortestPaths(…)`.
    AllShortestPaths,
    /// `SHORTEST k`.
    Shortest(u32),
    /// `ALL SHORTEST`.
    AllShortest,
    /// `SHORTEST k GROUPS`: all paths of the k shortest lengths.
    ShortestGroups(u32),
}

/// A part of a path pattern.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "named as the grammar names them")]
pub enum Element {
    Node(NodePattern),
    Relationship(RelationshipPattern),
    /// `(( … ) WHERE …){1,3}`; without a quantifier only brackets.
    Group {
        path: Box<PathPattern>,
        filter: Option<Expr>,
        repeat: Option<Repeat>,
    },
}

/// `(variable:Labels {…} WHERE …)`.
#[derive(Clone, Debug, PartialEq)]
pub struct NodePattern {
    /// The variable.
    pub variable: Option<Ident>,
    /// The labels that it must have.
    pub labels: Option<LabelExpr>,
    /// The properties that it must have: a map or a parameter.
    pub properties: Option<Expr>,
    /// A condition of its own.
    pub filter: Option<Box<Expr>>,
    /// Where it stands.
    pub at: At,
}

/// Which way a relationship points, seen from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as they look")]
pub enum Direction {
    Right,
    Left,
    Either,
    /// `<-[]->`, the same as either, but kept apart since `CREATE` must refuse it.
    Both,
}

/// `-[variable:TYPES*1..2 {…} WHERE …]->`.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationshipPattern {
    /// The variable.
    pub variable: Option<Ident>,
    /// The types that it may have.
    pub types: Option<LabelExpr>,
    /// `*…`, or a quantifier after the arrow.
    pub repeat: Option<Repeat>,
    /// The properties that it must have: a map or a parameter.
    pub properties: Option<Expr>,
    /// A condition of its own.
    pub filter: Option<Box<Expr>>,
    /// Which way it points.
    pub direction: Direction,
    /// Where it stands.
    pub at: At,
}

/// How often a part of a path is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// At least.
    pub min: Option<u32>,
    /// At most.
    pub max: Option<u32>,
    /// Written as `*…` within the brackets, not as a quantifier after them.
    pub legacy: bool,
}

/// A condition on labels or types.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "named as they are read")]
pub enum LabelExpr {
    Name(Ident),
    /// `%`: any at all.
    Any,
    Not(Box<LabelExpr>),
    And(Vec<LabelExpr>),
    Or(Vec<LabelExpr>),
}

/// An expression and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it says.
    pub kind: ExprKind,
    /// Where it stands.
    pub at: At,
}

impl Expr {
    /// The place in the query text.
    pub fn span(&self) -> Span {
        self.at.0
    }
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as they are read")]
pub enum BinaryOp {
    Xor,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Concat,
    StartsWith,
    EndsWith,
    Contains,
    Matches,
    In,
}

impl BinaryOp {
    /// The operator between values that it is, if it computes one value from two.
    pub fn operator(self) -> Option<Operator> {
        Some(match self {
            BinaryOp::Add | BinaryOp::Concat => Operator::Add,
            BinaryOp::Subtract => Operator::Subtract,
            BinaryOp::Multiply => Operator::Multiply,
            BinaryOp::Divide => Operator::Divide,
            BinaryOp::Modulo => Operator::Modulo,
            BinaryOp::Power => Operator::Power,
            _ => return None,
        })
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as they are read")]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as they are read")]
pub enum UnaryOp {
    Not,
    Plus,
    Minus,
}

/// `all`, `any`, `none` or `single`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as written")]
pub enum Quantifier {
    All,
    Any,
    None,
    Single,
}

/// What a subquery expression asks of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as written")]
pub enum SubqueryKind {
    Exists,
    Count,
    Collect,
}

/// An item of a map projection.
#[derive(Clone, Debug, PartialEq)]
pub enum MapItem {
    /// `.key`
    Property(Ident),
    /// `.*`
    AllProperties,
    /// `key: expr`
    Entry(Ident, Expr),
    /// `variable`
    Variable(Ident),
}

/// An arm of `CASE`: it is taken if one of these fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// What it fits.
    pub when: Vec<When>,
    /// What it gives.
    pub then: Expr,
}

/// When an arm of `CASE` fits.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// When this equals what the `CASE` looks at; without that, when it is true.
    Value(Expr),
    /// When this is true, [`ExprKind::Operand`] being what the `CASE` looks at.
    Test(Expr),
}

impl When {
    /// The expression in it.
    pub fn expr(&self) -> &Expr {
        let (Self::Value(expr) | Self::Test(expr)) = self;
        expr
    }
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "named as the grammar names them")]
pub enum ExprKind {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    String(Arc<str>),
    Parameter(Arc<str>),
    Variable(Arc<str>),
    List(Vec<Expr>),
    Map(Vec<(Ident, Expr)>),
    MapProjection {
        subject: Box<Expr>,
        items: Vec<MapItem>,
    },
    Property {
        subject: Box<Expr>,
        key: Ident,
    },
    Index {
        subject: Box<Expr>,
        index: Box<Expr>,
    },
    Slice {
        subject: Box<Expr>,
        from: Option<Box<Expr>>,
        to: Option<Box<Expr>>,
    },
    HasLabels {
        subject: Box<Expr>,
        labels: Box<LabelExpr>,
    },
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    And(Vec<Expr>),
    Or(Vec<Expr>),
    /// `a < b <= c`.
    Comparison {
        first: Box<Expr>,
        rest: Vec<(CompareOp, Expr)>,
    },
    IsNull {
        operand: Box<Expr>,
        negated: bool,
    },
    IsType {
        operand: Box<Expr>,
        of: TypeExpr,
        negated: bool,
    },
    Case {
        subject: Option<Box<Expr>>,
        arms: Vec<Arm>,
        default: Option<Box<Expr>>,
    },
    /// What a `CASE` looks at, where one of its arms goes on with an operator: `WHEN > 3`.
    Operand,
    Function {
        name: Box<Ident>,
        distinct: bool,
        arguments: Vec<Expr>,
    },
    CountStar,
    ListComprehension {
        variable: Box<Ident>,
        list: Box<Expr>,
        filter: Option<Box<Expr>>,
        map: Option<Box<Expr>>,
    },
    Quantified {
        quantifier: Quantifier,
        variable: Box<Ident>,
        list: Box<Expr>,
        filter: Option<Box<Expr>>,
    },
    Reduce {
        accumulator: Box<Ident>,
        initial: Box<Expr>,
        variable: Box<Ident>,
        list: Box<Expr>,
        step: Box<Expr>,
    },
    PatternComprehension {
        pattern: Box<PathPattern>,
        filter: Option<Box<Expr>>,
        map: Box<Expr>,
    },
    /// A pattern where a condition may stand: whether it matches.
    Pattern(Box<PathPattern>),
    Subquery {
        kind: SubqueryKind,
        query: Box<Query>,
    },
}
