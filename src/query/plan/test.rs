//! Conditions over columns: what a WHERE says, compiled for the frozen graph. None of them can fail, so they may be
//! tested in any order.

use super::logical::Var;
use super::physical::List;
use super::scalar::Scalar;
use crate::graph::{Column, Labelled, Values};
use crate::query::syntax::ast::{BinaryOp, CompareOp};
use crate::value::Value;
use std::cmp::Ordering;
use std::sync::Arc;

/// What tests conditions that are left to the interpreter.
pub trait Outside {
    /// Whether the condition of this number is true.
    fn holds(&self, number: usize, registers: &Registers<'_>) -> Option<bool>;

    /// The value of the expression of this number.
    fn value(&self, number: usize, registers: &Registers<'_>) -> Option<Value>;

    /// The type of a relationship.
    fn kind(&self, edge: u32) -> u32;

    /// How many relationships of a list a node has, of those that lead to a node with the label.
    fn degree(&self, list: &List, label: Option<&Labelled>, node: u32) -> usize;
}

/// The nodes and relationships that are bound.
#[derive(Clone, Default)]
pub struct Registers<'e> {
    /// The number of each node.
    pub nodes: Vec<u32>,
    /// The number of each relationship.
    pub edges: Vec<u32>,
    /// Of repeated relationships that are compared with others: those of the path.
    pub trails: Vec<Vec<u32>>,
    /// The number of the row that is gone on from.
    pub row: u32,
    /// Tests what is left to the interpreter.
    pub outside: Option<&'e dyn Outside>,
}

impl Registers<'_> {
    /// The number of a variable.
    #[inline]
    pub fn get(&self, var: Var) -> u32 {
        match var {
            Var::Node(at) => self.nodes[at],
            Var::Edge(at) | Var::Repeated(at) | Var::Path(at) => self.edges[at],
            Var::Row => self.row,
        }
    }

    /// The relationships of a variable.
    fn trail(&self, var: Var) -> &[u32] {
        match var {
            Var::Edge(at) => &self.edges[at..=at],
            Var::Repeated(at) => self.trails.get(at).map_or(&[], Vec::as_slice),
            Var::Node(_) | Var::Path(_) | Var::Row => &[],
        }
    }
}

impl Registers<'_> {
    /// Binds a variable.
    pub fn set(&mut self, var: Var, number: u32) {
        match var {
            Var::Node(at) => self.nodes[at] = number,
            Var::Edge(at) | Var::Repeated(at) | Var::Path(at) => self.edges[at] = number,
            Var::Row => self.row = number,
        }
    }
}

/// A condition that is true, false or unknown.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Test {
    Known(Option<bool>),
    Compare {
        op: CompareOp,
        left: Operand,
        right: Operand,
    },
    /// A comparison of two properties that stand as the numbers of their nodes do.
    Numbers {
        op: CompareOp,
        left: Var,
        right: Var,
    },
    Text {
        op: BinaryOp,
        subject: Operand,
        part: Arc<str>,
    },
    Matches {
        subject: Operand,
        regex: Arc<regex::Regex>,
    },
    In {
        subject: Operand,
        items: Arc<[Value]>,
    },
    IsNull {
        operand: Operand,
        negated: bool,
    },
    Truth(Operand),
    HasLabels {
        node: Var,
        labels: Vec<Arc<Labelled>>,
    },
    /// Which nodes or relationships it may be: their numbers, in order.
    Among {
        var: Var,
        numbers: Arc<[u32]>,
    },
    /// No relationship belongs to both, one of which at least is repeated.
    Apart(Var, Var),
    /// A condition that is left to the interpreter: which of them, and what it looks at.
    Computed {
        number: usize,
        vars: Vec<Var>,
    },
    Not(Box<Test>),
    And(Vec<Test>),
    Or(Vec<Test>),
}

/// A value in a condition.
#[derive(Clone, Debug)]
pub enum Operand {
    /// A property.
    Column(Arc<Column>, Var),
    /// A value.
    Constant(Value),
    /// What is computed from properties.
    Scalar(Arc<Scalar>),
}

impl Operand {
    fn value(&self, registers: &Registers<'_>) -> Value {
        match self {
            Operand::Column(column, var) => column.value(registers.get(*var)),
            Operand::Constant(value) => value.clone(),
            Operand::Scalar(scalar) => scalar.value(registers),
        }
    }

    /// Calls `visit` with each variable that it depends on.
    pub fn vars(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Operand::Column(_, var) => visit(*var),
            Operand::Constant(_) => {}
            Operand::Scalar(scalar) => scalar.vars(visit),
        }
    }

    fn with_text<T>(&self, registers: &Registers<'_>, then: impl FnOnce(&str) -> T) -> Option<T> {
        match self {
            Operand::Column(column, var) => column.text(registers.get(*var)).map(then),
            Operand::Constant(Value::String(text)) => Some(then(text)),
            Operand::Constant(_) => None,
            Operand::Scalar(scalar) => match &**scalar {
                Scalar::Text(text) => text.get(registers).map(|text| then(&text)),
                _ => None,
            },
        }
    }
}

/// A comparison of two operands.
pub fn compared(op: CompareOp, left: Operand, right: Operand) -> Test {
    match (left, right) {
        (Operand::Constant(a), Operand::Constant(b)) => Test::Known(compare(op, &a, &b)),
        (Operand::Column(a, left), Operand::Column(b, right)) if Arc::ptr_eq(&a, &b) && a.increasing => {
            Test::Numbers { op, left, right }
        }
        (left @ Operand::Constant(_), right) => Test::Compare { op: turned(op), left: right, right: left },
        (left, right) => Test::Compare { op, left, right },
    }
}

/// The operator with its operands changed over.
pub fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessEqual => CompareOp::GreaterEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterEqual => CompareOp::LessEqual,
        same => same,
    }
}

/// Whether the operator holds for two things that stand so.
#[inline]
pub fn fits(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::LessEqual => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        CompareOp::GreaterEqual => order.is_ge(),
    }
}

fn text_holds(op: BinaryOp, text: &str, part: &str) -> bool {
    match op {
        BinaryOp::StartsWith => text.starts_with(part),
        BinaryOp::EndsWith => text.ends_with(part),
        _ => memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some(),
    }
}

/// What a comparison of two values gives.
pub fn compare(op: CompareOp, left: &Value, right: &Value) -> Option<bool> {
    match op {
        CompareOp::Equal => left.equals(right),
        CompareOp::NotEqual => left.equals(right).map(|b| !b),
        other => left.compare(right).is(|order| fits(other, order)),
    }
}

/// A comparison with a value that is there already, of the same kind.
pub struct Beside<'t> {
    column: &'t Column,
    op: CompareOp,
    with: With<'t>,
}

/// The values that are compared, and what with; nothing where that is missing: then nothing stands so to it.
enum With<'t> {
    /// Codes that stand as their values do.
    Codes(&'t [u16], Option<u16>),
    Small(&'t [i32], Option<i32>),
    Integers(&'t [i64], Option<i64>),
}

impl Beside<'_> {
    /// Whether it is true of a node or relationship.
    #[inline]
    pub fn holds(&self, number: u32) -> bool {
        let at = number as usize;
        let order = match self.with {
            With::Codes(all, Some(code)) => all[at].cmp(&code),
            With::Small(all, Some(other)) => all[at].cmp(&other),
            With::Integers(all, Some(other)) => all[at].cmp(&other),
            _ => return false,
        };
        fits(self.op, order) && !self.column.is_missing(number)
    }
}

/// A property of a relationship that must be equal to one of another variable.
pub struct Alike<'t> {
    own: &'t Column,
    other: &'t Column,
    /// The other variable.
    pub var: Var,
}

impl Alike<'_> {
    /// What tells the relationship's values apart; nothing where there is none.
    #[inline]
    pub fn own(&self, edge: u32) -> Option<i64> {
        key(self.own, edge)
    }

    /// The same of the other variable.
    #[inline]
    pub fn other(&self, number: u32) -> Option<i64> {
        key(self.other, number)
    }
}

#[inline]
fn key(column: &Column, number: u32) -> Option<i64> {
    match column.codes() {
        Some((codes, _)) => (!column.is_missing(number)).then(|| i64::from(codes[number as usize])),
        None => column.whole(number),
    }
}

/// What a comparison of two values of columns gives; nothing where they are to be looked at as values.
fn compare_columns(
    op: CompareOp,
    (a, at): (&Arc<Column>, u32),
    (b, bt): (&Arc<Column>, u32),
) -> Option<Option<bool>> {
    let order = match (&a.values, &b.values) {
        (Values::Coded { codes, .. }, Values::Coded { .. })
        | (Values::Levels { codes, .. }, Values::Levels { .. })
            if Arc::ptr_eq(a, b) =>
        {
            codes[at as usize].cmp(&codes[bt as usize])
        }
        (Values::Small(a), Values::Small(b)) | (Values::Dates(a), Values::Dates(b)) => {
            a[at as usize].cmp(&b[bt as usize])
        }
        (Values::Texts { .. } | Values::Coded { .. }, Values::Texts { .. } | Values::Coded { .. }) => {
            a.text(at).cmp(&b.text(bt))
        }
        _ => return None,
    };
    Some(if a.is_missing(at) || b.is_missing(bt) { None } else { Some(fits(op, order)) })
}

impl Test {
    /// What it says of the variables as they are bound.
    pub fn holds(&self, registers: &Registers<'_>) -> Option<bool> {
        match self {
            Test::Known(known) => *known,
            Test::Numbers { op, left, right } => {
                Some(fits(*op, registers.get(*left).cmp(&registers.get(*right))))
            }
            Test::Compare { op, left, right } => {
                if let (Operand::Column(column, var), Operand::Constant(value)) = (left, right) {
                    let at = registers.get(*var);
                    if column.is_missing(at) {
                        return None;
                    }
                    match (&column.values, value) {
                        (Values::Integers(all), Value::Integer(n)) => {
                            return Some(fits(*op, all[at as usize].cmp(n)));
                        }
                        (Values::Small(all), Value::Integer(n)) => {
                            return Some(fits(*op, i64::from(all[at as usize]).cmp(n)));
                        }
                        (Values::Floats(all), Value::Float(n)) if !n.is_nan() => {
                            return all[at as usize].partial_cmp(n).map_or_else(
                                || compare(*op, &Value::Float(all[at as usize]), value),
                                |order| Some(fits(*op, order)),
                            );
                        }
                        (Values::Levels { codes, levels }, Value::Float(n)) if !n.is_nan() => {
                            let own = levels.get(usize::from(codes[at as usize]))?;
                            return own.partial_cmp(n).map(|order| fits(*op, order));
                        }
                        (Values::Booleans(all), Value::Boolean(b)) => {
                            return Some(fits(*op, all[at as usize].cmp(b)));
                        }
                        (Values::Texts { .. } | Values::Coded { .. }, Value::String(text)) => {
                            return column.text(at).map(|own| fits(*op, own.cmp(text)));
                        }
                        (Values::Dates(all), Value::Date(date)) => {
                            return Some(fits(*op, i64::from(all[at as usize]).cmp(&date.days())));
                        }
                        _ => {}
                    }
                }
                if let (Operand::Scalar(scalar), Operand::Constant(value)) = (left, right) {
                    match (&**scalar, value) {
                        (Scalar::Whole(whole), Value::Integer(n)) => {
                            return whole.get(registers).map(|own| fits(*op, own.cmp(n)));
                        }
                        (Scalar::Real(real), Value::Float(n)) => {
                            let own = real.get(registers)?;
                            if let Some(order) = own.partial_cmp(n) {
                                return Some(fits(*op, order));
                            }
                        }
                        (Scalar::Text(text), Value::String(n)) => {
                            return text.get(registers).map(|own| fits(*op, (*own).cmp(&**n)));
                        }
                        _ => {}
                    }
                }
                if let (Operand::Column(a, left), Operand::Column(b, right)) = (left, right)
                    && let Some(known) =
                        compare_columns(*op, (a, registers.get(*left)), (b, registers.get(*right)))
                {
                    return known;
                }
                compare(*op, &left.value(registers), &right.value(registers))
            }
            Test::Text { op, subject, part } => {
                subject.with_text(registers, |text| text_holds(*op, text, part))
            }
            Test::Matches { subject, regex } => subject.with_text(registers, |text| regex.is_match(text)),
            Test::In { subject, items } => subject.value(registers).is_in(items),
            Test::IsNull { operand, negated } => {
                let null = match operand {
                    Operand::Column(column, var) => column.is_missing(registers.get(*var)),
                    Operand::Constant(value) => value.is_null(),
                    Operand::Scalar(scalar) => scalar.is_missing(registers),
                };
                Some(null != *negated)
            }
            Test::Truth(operand) => match operand.value(registers) {
                Value::Boolean(b) => Some(b),
                _ => None,
            },
            Test::HasLabels { node, labels } => {
                let node = registers.get(*node);
                Some(labels.iter().all(|label| label.set.contains(node)))
            }
            Test::Among { var, numbers } => Some(numbers.binary_search(&registers.get(*var)).is_ok()),
            Test::Apart(one, other) => {
                let (one, other) = (registers.trail(*one), registers.trail(*other));
                Some(!one.iter().any(|edge| other.contains(edge)))
            }
            Test::Computed { number, .. } => registers.outside?.holds(*number, registers),
            Test::Not(inner) => inner.holds(registers).map(|b| !b),
            Test::And(all) => connect(all.iter().map(|test| test.holds(registers)), false),
            Test::Or(any) => connect(any.iter().map(|test| test.holds(registers)), true),
        }
    }

    /// Where properties of two variables are compared, one of which is bound already: the other, and what is said of it.
    pub fn beside(
        &self,
        is_bound: impl Fn(Var) -> bool,
        registers: &Registers<'_>,
    ) -> Option<(Var, Beside<'_>)> {
        let Test::Compare { op, left: Operand::Column(first, left), right: Operand::Column(second, right) } =
            self
        else {
            return None;
        };
        let (var, column, op, bound, other) = match (is_bound(*left), is_bound(*right)) {
            (false, true) => (*left, first, *op, *right, second),
            (true, false) => (*right, second, turned(*op), *left, first),
            _ => return None,
        };
        let bound = registers.get(bound);
        let (at, there) = (bound as usize, !other.is_missing(bound));
        let with = match (&column.values, &other.values) {
            (Values::Coded { codes, .. } | Values::Levels { codes, .. }, _) if Arc::ptr_eq(column, other) => {
                With::Codes(codes, there.then(|| codes[at]))
            }
            (Values::Small(all), Values::Small(others)) | (Values::Dates(all), Values::Dates(others)) => {
                With::Small(all, there.then(|| others[at]))
            }
            (Values::Integers(all), Values::Integers(others)) => {
                With::Integers(all, there.then(|| others[at]))
            }
            _ => return None,
        };
        Some((var, Beside { column, op, with }))
    }

    /// Where a property of a relationship must be equal to one of another variable: those two properties.
    pub fn alike(&self, edge: usize) -> Option<Alike<'_>> {
        let Test::Compare {
            op: CompareOp::Equal,
            left: Operand::Column(first, left),
            right: Operand::Column(second, right),
        } = self
        else {
            return None;
        };
        let kinds = |column: &Column| match column.values {
            Values::Integers(_) | Values::Small(_) => 1,
            Values::Dates(_) => 2,
            _ => 0,
        };
        let same = Arc::ptr_eq(first, second) && first.codes().is_some();
        if !same && (kinds(first) == 0 || kinds(first) != kinds(second)) {
            return None;
        }
        match (*left == Var::Edge(edge), *right == Var::Edge(edge)) {
            (true, false) => Some(Alike { own: first, other: second, var: *right }),
            (false, true) => Some(Alike { own: second, other: first, var: *left }),
            _ => None,
        }
    }

    /// Keeps those of the numbers for which it holds, the variable taking each in turn.
    pub fn retain(&self, var: Var, numbers: &mut Vec<u32>, registers: &mut Registers<'_>) {
        macro_rules! keep_of {
            ($all:expr, $column:expr, $test:expr) => {{
                let (all, test) = ($all, $test);
                match &$column.missing {
                    None => keep(numbers, |at| test(&all[at as usize])),
                    Some(missing) => keep(numbers, |at| !missing.contains(at) && test(&all[at as usize])),
                }
                return;
            }};
        }
        macro_rules! by_operator {
            ($op:expr, $all:expr, $column:expr, $value:expr) => {{
                let value = $value;
                match $op {
                    CompareOp::Equal => keep_of!($all, $column, |own: &_| *own == value),
                    CompareOp::NotEqual => keep_of!($all, $column, |own: &_| *own != value),
                    CompareOp::Less => keep_of!($all, $column, |own: &_| *own < value),
                    CompareOp::LessEqual => keep_of!($all, $column, |own: &_| *own <= value),
                    CompareOp::Greater => keep_of!($all, $column, |own: &_| *own > value),
                    CompareOp::GreaterEqual => keep_of!($all, $column, |own: &_| *own >= value),
                }
            }};
        }
        // Codes stand as their values do: `from` is the first that is not smaller, and the value's own if it is there.
        macro_rules! by_code {
            ($op:expr, $codes:expr, $column:expr, $from:expr, $there:expr) => {{
                let from = $from;
                let until = from + usize::from($there);
                match $op {
                    CompareOp::Equal => {
                        keep_of!($codes, $column, |own: &u16| (from..until).contains(&usize::from(*own)))
                    }
                    CompareOp::NotEqual => {
                        keep_of!($codes, $column, |own: &u16| !(from..until).contains(&usize::from(*own)))
                    }
                    CompareOp::Less => keep_of!($codes, $column, |own: &u16| usize::from(*own) < from),
                    CompareOp::LessEqual => keep_of!($codes, $column, |own: &u16| usize::from(*own) < until),
                    CompareOp::Greater => keep_of!($codes, $column, |own: &u16| usize::from(*own) >= until),
                    CompareOp::GreaterEqual => {
                        keep_of!($codes, $column, |own: &u16| usize::from(*own) >= from)
                    }
                }
            }};
        }
        match self {
            Test::And(all) => return all.iter().for_each(|test| test.retain(var, numbers, registers)),
            Test::Compare { op, left: Operand::Column(column, own), right: Operand::Constant(value) }
                if *own == var =>
            {
                match (&column.values, value) {
                    (Values::Integers(all), Value::Integer(n)) => by_operator!(op, all, column, *n),
                    (Values::Small(all), Value::Integer(n)) => {
                        if let Ok(small) = i32::try_from(*n) {
                            by_operator!(op, all, column, small);
                        }
                    }
                    (Values::Coded { codes, texts }, Value::String(text)) => {
                        let from = texts.partition_point(|own| **own < **text);
                        by_code!(op, codes, column, from, texts.get(from) == Some(text));
                    }
                    (Values::Levels { codes, levels }, Value::Float(n)) if !n.is_nan() => {
                        let from = levels.partition_point(|own| own < n);
                        by_code!(op, codes, column, from, levels.get(from) == Some(n));
                    }
                    (Values::Floats(all), Value::Float(n)) => by_operator!(op, all, column, *n),
                    (Values::Booleans(all), Value::Boolean(b)) => by_operator!(op, all, column, *b),
                    (Values::Dates(all), Value::Date(date)) => {
                        if let Ok(days) = i32::try_from(date.days()) {
                            by_operator!(op, all, column, days);
                        }
                    }
                    _ => {}
                }
            }
            Test::In { subject: Operand::Column(column, own), items } if *own == var => {
                // What is no integer equals none of these: whether that is false or unknown makes no difference here.
                if let Values::Small(all) = &column.values
                    && items.iter().all(|item| matches!(item, Value::Integer(_) | Value::Null))
                {
                    let small = |item: &Value| match item {
                        Value::Integer(number) => i32::try_from(*number).ok(),
                        _ => None,
                    };
                    let mut wanted: Vec<i32> = items.iter().filter_map(small).collect();
                    wanted.sort_unstable();
                    if wanted.len() <= 8 {
                        keep_of!(all, column, |own: &i32| wanted.contains(own));
                    }
                    keep_of!(all, column, |own: &i32| wanted.binary_search(own).is_ok());
                }
                if let Some((codes, count)) = column.codes() {
                    let values = (0..count).map(|code| column.coded(code).is_in(items) == Some(true));
                    let wanted: Vec<bool> = values.collect();
                    keep_of!(codes, column, |own: &u16| wanted[usize::from(*own)]);
                }
            }
            Test::Text { op: BinaryOp::Contains, subject: Operand::Column(column, own), part }
                if *own == var && !part.is_empty() =>
            {
                if let (Values::Texts { text, ends }, [first, .., last]) = (&column.values, &numbers[..])
                    && last.checked_sub(*first).is_some_and(|more| more as usize + 1 == numbers.len())
                    && numbers.is_sorted_by(|a, b| a < b)
                {
                    // Neighbouring texts stand side by side: one search goes through all of them, each once.
                    *numbers = containing(text, ends, *first, *last, part);
                    numbers.retain(|&at| !column.is_missing(at));
                    return;
                }
            }
            _ => {}
        }
        numbers.retain(|&at| {
            registers.set(var, at);
            self.holds(registers) == Some(true)
        });
    }

    /// Calls `visit` with each variable in it.
    pub fn vars(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Test::Known(_) => {}
            Test::Numbers { left, right, .. } => {
                visit(*left);
                visit(*right);
            }
            Test::Compare { left, right, .. } => {
                left.vars(visit);
                right.vars(visit);
            }
            Test::Text { subject, .. } | Test::Matches { subject, .. } | Test::In { subject, .. } => {
                subject.vars(visit);
            }
            Test::IsNull { operand, .. } | Test::Truth(operand) => operand.vars(visit),
            Test::HasLabels { node: var, .. } | Test::Among { var, .. } => visit(*var),
            Test::Apart(one, other) => {
                visit(*one);
                visit(*other);
            }
            Test::Computed { vars, .. } => vars.iter().for_each(|var| visit(*var)),
            Test::Not(inner) => inner.vars(visit),
            Test::And(all) | Test::Or(all) => all.iter().for_each(|test| test.vars(visit)),
        }
    }
}

/// Keeps the numbers that pass, without a branch for each.
#[inline]
fn keep(numbers: &mut Vec<u32>, test: impl Fn(u32) -> bool) {
    let mut kept = 0;
    for at in 0..numbers.len() {
        let number = numbers[at];
        numbers[kept] = number;
        kept += usize::from(test(number));
    }
    numbers.truncate(kept);
}

/// The texts from `first` to `last` that contain a part.
fn containing(text: &str, ends: &[u32], first: u32, last: u32, part: &str) -> Vec<u32> {
    let start = if first == 0 { 0 } else { ends[first as usize - 1] as usize };
    let stretch = &text.as_bytes()[start..ends[last as usize] as usize];
    let finder = memchr::memmem::Finder::new(part);
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(hit) = finder.find(&stretch[at..]) {
        let place = (start + at + hit) as u32;
        let own = ends.partition_point(|&end| end <= place);
        if place as usize + part.len() <= ends[own] as usize {
            found.push(own as u32);
            at = ends[own] as usize - start;
        } else {
            // It runs over into the next text.
            at += hit + 1;
        }
    }
    found
}

fn connect(all: impl Iterator<Item = Option<bool>>, decides: bool) -> Option<bool> {
    let mut unknown = false;
    for one in all {
        match one {
            Some(b) if b == decides => return Some(decides),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!decides)
}
