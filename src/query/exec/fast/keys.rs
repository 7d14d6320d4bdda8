//! Several keys, or one that is not simply a node: each is made a small number, equal ones for equal values, and groups are
//! told apart by those. What a key looks at comes again and again, so that most rows only look numbers up.

use super::super::{Context, Row};
use super::codes::{Codes, codes, groups, place, whole};
use super::grouping::Projected;
use super::route::{Task, property, slot};
use super::sink::Filler;
use crate::graph::{Column, View};
use crate::query::bind::bound::BoundExpr;
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::mentions::mentioned;
use crate::query::plan::scalar::{Scalar, Whole};
use crate::query::plan::test::Registers;
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// No number yet.
const NONE: u32 = u32::MAX;
/// A key that looks at so few combinations has a place for each.
const FEW: usize = 1 << 16;
/// So many places are kept at most for integers that stand close together.
const CLOSE: i128 = 1 << 22;

/// The keys, and the combinations of them that have come.
pub(super) struct Keyed<'m> {
    parts: Vec<Part<'m>>,
    /// The number of each combination of those up to a part with it; none for the first.
    pairs: Vec<FxHashMap<u64, u32>>,
}

/// A key.
enum Part<'m> {
    /// It says which node or relationship it is.
    Number(Var),
    /// It is computed once for each thing that it looks at.
    Noted { at: At, what: What<'m>, ids: Ids, values: Values },
    /// It is computed for each row.
    Computed { scalar: Scalar, values: Values },
}

/// What a key looks at.
enum At {
    Number(Var),
    /// An integer; with the number of what comes of it where it is missing.
    Whole(Var, Arc<Column>, Option<u32>),
    Codes(Codes),
}

/// What a key is.
enum What<'m> {
    /// A property that is a text.
    Text(Arc<Column>),
    /// Anything.
    Expr(&'m BoundExpr),
}

/// The number of what was noted, by its place.
enum Ids {
    Dense(Vec<u32>),
    Hashed(FxHashMap<i64, u32>),
}

/// Different values, numbered as they come.
#[derive(Default)]
struct Values {
    count: u32,
    null: Option<u32>,
    wholes: FxHashMap<i64, u32>,
    /// The least integer, and the number of each from it on.
    close: Option<(i64, Vec<u32>)>,
    texts: FxHashMap<Box<str>, u32>,
    others: FxHashMap<Value, u32>,
}

/// What keys are computed with.
pub(super) struct With<'w> {
    pub(super) context: &'w Context<'w>,
    pub(super) view: View<'w>,
    pub(super) filler: &'w Filler,
    pub(super) row: &'w mut Row,
}

impl<'m> Keyed<'m> {
    /// The keys, if all of them can be told apart so; for about so many rows.
    pub(super) fn new(
        context: &Context<'_>,
        task: &Task<'_, '_>,
        keys: &[&'m BoundExpr],
        rows: f64,
    ) -> Option<Self> {
        let parts: Option<Vec<_>> = keys.iter().map(|key| part(context, task, key, rows)).collect();
        let parts = parts?;
        // One that says which it is is looked up by that alone.
        if parts.is_empty() || matches!(parts[..], [Part::Number(_)]) {
            return None;
        }
        let pairs = vec![FxHashMap::default(); parts.len() - 1];
        Some(Keyed { parts, pairs })
    }

    /// Whether it looks at this variable.
    pub(super) fn uses(&self, var: Var) -> bool {
        self.vars().contains(&var)
    }

    /// The variables that it looks at.
    pub(super) fn vars(&self) -> Vec<Var> {
        let mut all = Vec::new();
        for part in &self.parts {
            match part {
                Part::Number(var) | Part::Noted { at: At::Number(var) | At::Whole(var, ..), .. } => {
                    all.push(*var)
                }
                Part::Noted { at: At::Codes(codes), .. } => all.extend(codes.all.iter().map(|code| code.var)),
                Part::Computed { scalar, .. } => scalar.vars(&mut |var| all.push(var)),
            }
        }
        all
    }

    /// The number of the combination of a row: one more than that of any before if it is new.
    #[inline]
    pub(super) fn id(&mut self, with: &mut With<'_>, registers: &Registers<'_>) -> Result<u32, QueryError> {
        let Some((first, rest)) = self.parts.split_first_mut() else { return Ok(0) };
        let mut id = first.id(with, registers)?;
        for (part, pairs) in rest.iter_mut().zip(&mut self.pairs) {
            let own = part.id(with, registers)?;
            let next = pairs.len() as u32;
            id = *pairs.entry(u64::from(id) << 32 | u64::from(own)).or_insert(next);
        }
        Ok(id)
    }
}

fn part<'m>(context: &Context<'_>, task: &Task<'_, '_>, key: &'m BoundExpr, rows: f64) -> Option<Part<'m>> {
    let view = task.view;
    if let Some(own) = slot(key)
        && let Some(var @ (Var::Node(_) | Var::Edge(_))) = task.recipe.logical.var(own)
    {
        return Some(Part::Number(var));
    }
    let own = property(context, task, view, key);
    if let Some((_, var)) = own.filter(|(column, _)| column.is_unique()) {
        return Some(Part::Number(var));
    }
    if let Some(codes) = codes(context, task, &[key], rows)
        && let Some(size) = groups(&codes.all).filter(|size| *size <= FEW)
    {
        let ids = Ids::Dense(vec![NONE; size]);
        return Some(Part::Noted {
            at: At::Codes(codes),
            what: What::Expr(key),
            ids,
            values: Values::default(),
        });
    }
    if let Some((column, var)) = own.filter(|(column, _)| column.is_whole()) {
        let scalar = Scalar::Whole(Whole::Column(Arc::clone(column), var));
        return Some(computed(scalar, rows));
    }
    let slots: Vec<_> = mentioned(key)?.into_iter().collect();
    let vars: Option<Vec<Var>> = slots.iter().map(|slot| task.recipe.logical.var(*slot)).collect();
    let node = if let [var @ Var::Node(_)] = vars?[..] { Some(var) } else { None };
    let scalar = Scalar::new(key, &Projected { context, task });
    // What is quickly computed is noted only where it comes again and again.
    let again = node.is_some() && rows > 2.0 * view.nodes() as f64;
    match scalar {
        Some(scalar @ Scalar::Whole(_)) => return Some(computed(scalar, rows)),
        Some(scalar @ Scalar::Text(_)) if !again => return Some(computed(scalar, rows)),
        _ => {}
    }
    let (at, ids) = match (whole(context, task, &[key]), node) {
        (Some((var, column)), _) => {
            (At::Whole(var, Arc::clone(column), None), Ids::Hashed(FxHashMap::default()))
        }
        (None, Some(var)) => {
            let size = view.nodes();
            let dense = rows * 32.0 >= size as f64;
            let hashed = || Ids::Hashed(FxHashMap::default());
            (At::Number(var), if dense { Ids::Dense(vec![NONE; size]) } else { hashed() })
        }
        (None, None) => return None,
    };
    let what = match (own, node) {
        (Some((column, _)), Some(_)) if column.is_text() => What::Text(Arc::clone(column)),
        _ => What::Expr(key),
    };
    Some(Part::Noted { at, what, ids, values: Values::default() })
}

fn computed<'m>(scalar: Scalar, rows: f64) -> Part<'m> {
    let range = if let Scalar::Whole(whole) = &scalar { whole.range() } else { None };
    let close = range.filter(|(least, most)| {
        let size = i128::from(*most) - i128::from(*least);
        size < CLOSE && size as f64 <= rows * 4.0 + 4096.0
    });
    let close = close.map(|(least, most)| (least, vec![NONE; (most - least) as usize + 1]));
    Part::Computed { scalar, values: Values { close, ..Values::default() } }
}

impl Part<'_> {
    #[inline]
    fn id(&mut self, with: &mut With<'_>, registers: &Registers<'_>) -> Result<u32, QueryError> {
        Ok(match self {
            Part::Number(var) => registers.get(*var),
            Part::Computed { scalar, values } => match scalar {
                Scalar::Whole(whole) => match whole.get(registers) {
                    Some(number) => values.whole(number),
                    None => values.null(),
                },
                Scalar::Text(text) => match text.get(registers) {
                    Some(text) => values.text(&text),
                    None => values.null(),
                },
                Scalar::Real(_) => values.null(),
            },
            Part::Noted { at, what, ids, values } => {
                let place = match at {
                    At::Number(var) => Some(i64::from(registers.get(*var))),
                    At::Whole(var, column, _) => column.whole(registers.get(*var)),
                    At::Codes(codes) => Some(place(&codes.all, with.view, |var| registers.get(var)) as i64),
                };
                let known = match (&*ids, place, &at) {
                    (Ids::Dense(ids), Some(place), _) => ids[place as usize],
                    (Ids::Hashed(ids), Some(place), _) => ids.get(&place).copied().unwrap_or(NONE),
                    (_, None, At::Whole(.., missing)) => missing.unwrap_or(NONE),
                    (_, None, _) => NONE,
                };
                if known != NONE {
                    return Ok(known);
                }
                let id = match (what, &*at) {
                    (What::Text(column), At::Number(var)) => match column.text(registers.get(*var)) {
                        Some(text) => values.text(text),
                        None => values.null(),
                    },
                    (What::Expr(expr), _) => {
                        with.filler.fill(with.context, with.view, |var| registers.get(var), with.row);
                        values.other(with.context.eval(expr, with.row)?)
                    }
                    (What::Text(_), _) => values.null(),
                };
                match (ids, place, at) {
                    (Ids::Dense(ids), Some(place), _) => ids[place as usize] = id,
                    (Ids::Hashed(ids), Some(place), _) => _ = ids.insert(place, id),
                    (_, None, At::Whole(.., missing)) => *missing = Some(id),
                    (_, None, _) => {}
                }
                id
            }
        })
    }
}

impl Values {
    fn next(count: &mut u32) -> u32 {
        *count += 1;
        *count - 1
    }

    fn null(&mut self) -> u32 {
        *self.null.get_or_insert_with(|| Values::next(&mut self.count))
    }

    #[inline]
    fn whole(&mut self, number: i64) -> u32 {
        if let Some((least, ids)) = &mut self.close
            && let Some(id) = number.checked_sub(*least).and_then(|at| ids.get_mut(at as usize))
        {
            if *id == NONE {
                *id = Values::next(&mut self.count);
            }
            return *id;
        }
        *self.wholes.entry(number).or_insert_with(|| Values::next(&mut self.count))
    }

    #[inline]
    fn text(&mut self, text: &str) -> u32 {
        if let Some(id) = self.texts.get(text) {
            return *id;
        }
        let id = Values::next(&mut self.count);
        self.texts.insert(text.into(), id);
        id
    }

    fn other(&mut self, value: Value) -> u32 {
        match value {
            Value::Null => self.null(),
            Value::String(text) => self.text(&text),
            value => *self.others.entry(value).or_insert_with(|| Values::next(&mut self.count)),
        }
    }
}
