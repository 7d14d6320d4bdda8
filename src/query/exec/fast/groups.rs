//! Grouping by nodes and relationships. The values of the keys and aggregates are looked up in the end, once a group.

use super::super::{Context, Row};
use super::aggregation::{Aggregation, Held, NONE, update_block};
use super::block::Block;
use super::codes::{Code, Codes, groups, place};
use super::keys::{Keyed, With};
use super::seen::{Seen, Table, different};
use super::sink::{Filler, entity};
use crate::graph::{Bits, View};
use crate::query::bind::bound::{Aggregate, BoundExpr};
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::test::{Registers, fits};
use crate::query::syntax::ast::CompareOp;
use crate::value::Value;
use rustc_hash::FxHashMap;

/// What tells groups apart.
pub(super) enum By<'m> {
    /// Nothing: there is one group.
    Nothing,
    /// The type of a relationship.
    Kind(usize),
    /// One variable.
    One(Var),
    /// Small things of some.
    Codes(Codes),
    /// One that comes once, with all matches of it together, and another one or small things.
    Led(Var, Other, Table),
    /// What each key is.
    Keyed(Keyed<'m>),
    /// Several.
    Many(Vec<Var>),
}

/// What tells apart the groups of one that comes once.
pub(super) enum Other {
    Var(Var),
    Codes(Vec<Code>),
}

impl Other {
    fn vars(&self) -> impl Iterator<Item = Var> {
        let (one, several) = match self {
            Other::Var(var) => (Some(*var), &[][..]),
            Other::Codes(codes) => (None, &codes[..]),
        };
        one.into_iter().chain(several.iter().map(|code| code.var))
    }

    #[inline]
    fn place(&self, view: View<'_>, get: impl Fn(Var) -> u32) -> u32 {
        match self {
            Other::Var(var) => get(*var),
            // There are few of them.
            Other::Codes(codes) => place(codes, view, get) as u32,
        }
    }
}

/// What rows are grouped by.
pub(super) struct Keys<'m> {
    /// What tells groups apart.
    pub(super) by: By<'m>,
    /// The keys, where different nodes may have equal ones.
    pub(super) merging: Option<Vec<&'m BoundExpr>>,
    /// The variables in them.
    pub(super) vars: Vec<Var>,
    /// How many rows are expected.
    pub(super) rows: f64,
}

/// Which groups may be wanted, by aggregates that count rows.
pub(super) struct Wanted {
    /// Which come first: an aggregate, whether the largest do, and how many are wanted.
    pub(super) first: Option<(usize, bool, usize)>,
    /// What must be true of counts.
    pub(super) bounds: Vec<Bound>,
}

/// How an aggregate must stand to a number.
pub(super) struct Bound {
    pub(super) place: usize,
    pub(super) op: CompareOp,
    pub(super) number: i64,
}

/// The groups so far.
pub(super) struct Groups<'m, 'a> {
    context: &'m Context<'m>,
    view: View<'a>,
    by: By<'m>,
    /// The keys, where different nodes may have equal ones.
    merging: Option<Vec<&'m BoundExpr>>,
    aggregations: Vec<Aggregation<'m, 'a>>,
    filler: Filler,
    /// The group of each number; empty where few groups are expected.
    dense: Vec<u32>,
    /// The group of each combination of more than two numbers; of one or two of them.
    hashed: FxHashMap<Vec<u32>, u32>,
    pairs: FxHashMap<[u32; 2], u32>,
    /// The group of each combination of codes, where there may be many.
    places: FxHashMap<usize, u32>,
    by_value: FxHashMap<Vec<Value>, u32>,
    /// The variables of the keys in the first row of each group, one after the other.
    firsts: Vec<u32>,
    key_vars: Vec<Var>,
    count: u32,
    row: Row,
    /// The groups of a block's matches.
    ids: Vec<u32>,
    /// What the aggregates keep.
    held: Held<'m>,
}

impl<'m, 'a> Groups<'m, 'a> {
    pub(super) fn new(
        context: &'m Context<'m>,
        view: View<'a>,
        keys: Keys<'m>,
        aggregations: Vec<Aggregation<'m, 'a>>,
        filler: Filler,
    ) -> Self {
        let Keys { by, merging, vars: key_vars, rows } = keys;
        let dense = match by {
            By::One(Var::Node(_)) if rows * 32.0 >= view.nodes() as f64 => vec![NONE; view.nodes()],
            By::Kind(_) => vec![NONE; view.types().len()],
            By::Codes(ref codes) if codes.dense => vec![NONE; groups(&codes.all).unwrap_or(0)],
            _ => Vec::new(),
        };
        Groups {
            row: vec![Value::Null; context.width()],
            context,
            view,
            by,
            merging,
            aggregations,
            filler,
            dense,
            hashed: FxHashMap::default(),
            pairs: FxHashMap::default(),
            places: FxHashMap::default(),
            by_value: FxHashMap::default(),
            firsts: Vec::new(),
            key_vars,
            count: 0,
            ids: Vec::new(),
            held: Held { context, bytes: 0 },
        }
    }

    /// Whether only rows are counted, by type.
    pub(super) fn counted_kind(&self) -> Option<usize> {
        let only = self.aggregations.iter().all(|one| matches!(one, Aggregation::Rows(_)));
        match self.by {
            By::Kind(edge) if only => Some(edge),
            _ => None,
        }
    }

    /// Whether it looks at which node or relationship this is.
    pub(super) fn uses(&self, var: Var) -> bool {
        let by = match &self.by {
            By::Nothing => false,
            By::Kind(edge) => var == Var::Edge(*edge),
            By::One(own) => *own == var,
            By::Keyed(keys) => keys.uses(var),
            By::Codes(codes) => codes.all.iter().any(|code| code.var == var),
            By::Led(lead, other, _) => var == *lead || other.vars().any(|own| own == var),
            By::Many(all) => all.contains(&var),
        };
        let looks = |one: &Aggregation<'_, '_>| match one {
            Aggregation::Rows(_) => false,
            Aggregation::Present(own, _)
            | Aggregation::Values(_, own, _)
            | Aggregation::Different(_, own, _)
            | Aggregation::Extreme { var: own, .. }
            | Aggregation::Numbers { var: own, .. }
            | Aggregation::Entities { var: own, .. }
            | Aggregation::Fed { var: own, .. } => *own == var,
            Aggregation::Coded { codes, .. } => codes.all.iter().any(|code| code.var == var),
            Aggregation::Computed { scalar, .. } | Aggregation::Sums { scalar, .. } => {
                let mut found = false;
                scalar.vars(&mut |own| found |= own == var);
                found
            }
            Aggregation::Other(..) => true,
        };
        by || self.key_vars.contains(&var) || self.aggregations.iter().any(looks)
    }

    /// Makes a group of each match of a block: no two of all matches are of one group.
    pub(super) fn add_block(&mut self, block: &Block, times: u64) -> Result<bool, QueryError> {
        let (By::One(var), None, [own]) = (&self.by, &self.merging, &self.key_vars[..]) else {
            return Ok(false);
        };
        let only = self.aggregations.iter().all(|one| matches!(one, Aggregation::Rows(_)));
        let Some(column) = block.column(*var).filter(|_| only && own == var) else { return Ok(false) };
        self.firsts.extend_from_slice(column);
        for one in &mut self.aggregations {
            if let Aggregation::Rows(counts) = one {
                counts.extend((0..block.len()).map(|at| times.saturating_mul(block.weight(at))));
            }
        }
        self.count += block.len() as u32;
        self.context.check_rows(self.count as usize)?;
        Ok(true)
    }

    #[inline]
    pub(super) fn take(&mut self, registers: &Registers<'_>, times: u64) -> Result<(), QueryError> {
        let group = self.group(registers)?;
        self.update(group, registers, times)
    }

    /// Where the group of a match stands among the dense ones, if groups are kept so.
    #[inline]
    fn place(&self, get: impl Fn(Var) -> u32) -> Option<usize> {
        match &self.by {
            By::One(var) if !self.dense.is_empty() => Some(get(*var) as usize),
            By::Kind(edge) => Some(self.view.kind(get(Var::Edge(*edge))) as usize),
            By::Codes(codes) if codes.dense => Some(place(&codes.all, self.view, get)),
            By::Nothing | By::One(_) | By::Codes(_) | By::Keyed(_) | By::Led(..) | By::Many(_) => None,
        }
    }

    /// The group of a match.
    #[inline]
    fn group(&mut self, registers: &Registers<'_>) -> Result<u32, QueryError> {
        if let Some(at) = self.place(|var| registers.get(var)) {
            if self.dense[at] == NONE {
                self.dense[at] = self.add(registers)?;
            }
            return Ok(self.dense[at]);
        }
        if let Some(group) = self.keyed(registers)? {
            return Ok(group);
        }
        let pair = match &mut self.by {
            By::Led(lead, other, table) => {
                let (lead, other) = (registers.get(*lead), other.place(self.view, |var| registers.get(var)));
                let known = *table.of(lead, other);
                if known != NONE {
                    return Ok(known);
                }
                let group = self.add(registers)?;
                if let By::Led(_, _, table) = &mut self.by {
                    *table.of(lead, other) = group;
                }
                return Ok(group);
            }
            By::One(var) => Some([registers.get(*var), NONE]),
            By::Many(vars) => match vars[..] {
                [one, two] => Some([registers.get(one), registers.get(two)]),
                _ => None,
            },
            By::Codes(codes) => {
                let place = place(&codes.all, self.view, |var| registers.get(var));
                if let Some(group) = self.places.get(&place) {
                    return Ok(*group);
                }
                let group = self.add(registers)?;
                self.places.insert(place, group);
                return Ok(group);
            }
            By::Nothing | By::Kind(_) | By::Keyed(_) => {
                if self.count == 0 {
                    self.add(registers)?;
                }
                return Ok(0);
            }
        };
        if let Some(pair) = pair {
            if let Some(group) = self.pairs.get(&pair) {
                return Ok(*group);
            }
            let group = self.add(registers)?;
            self.pairs.insert(pair, group);
            return Ok(group);
        }
        let key: Vec<u32> = match &self.by {
            By::Many(vars) => vars.iter().map(|var| registers.get(*var)).collect(),
            _ => Vec::new(),
        };
        match self.hashed.get(&key) {
            Some(group) => Ok(*group),
            None => {
                let group = self.add(registers)?;
                self.hashed.insert(key, group);
                Ok(group)
            }
        }
    }

    /// The group of a match, where each key is made a number.
    #[inline]
    fn keyed(&mut self, registers: &Registers<'_>) -> Result<Option<u32>, QueryError> {
        let Groups { by: By::Keyed(keys), context, view, filler, row, count, .. } = self else {
            return Ok(None);
        };
        let with = &mut With { context, view: *view, filler, row };
        let group = keys.id(with, registers)?;
        // They are numbered as they come.
        if group == *count {
            self.add(registers)?;
        }
        Ok(Some(group))
    }

    /// Whether all that is asked is how many different ones there are of a node.
    pub(super) fn only_differs(&self, node: usize) -> bool {
        matches!(self.by, By::Nothing)
            && matches!(&self.aggregations[..], [Aggregation::Different(_, Var::Node(at), Seen::Alone(_))] if *at == node)
    }

    /// Takes nodes where that is all that is asked.
    pub(super) fn see(&mut self, registers: &Registers<'_>, nodes: &[u32]) -> Result<(), QueryError> {
        if self.count == 0 && !nodes.is_empty() {
            self.add(registers)?;
        }
        if let [Aggregation::Different(_, _, Seen::Alone(seen))] = &mut self.aggregations[..] {
            nodes.iter().for_each(|node| {
                seen.insert(*node);
            });
        }
        Ok(())
    }

    /// Takes many matches at once; false if they have to come one by one.
    pub(super) fn take_block(
        &mut self,
        block: &Block,
        registers: &mut Registers<'_>,
        times: u64,
    ) -> Result<bool, QueryError> {
        let one_by_one =
            |one: &Aggregation<'_, '_>| matches!(one, Aggregation::Other(..) | Aggregation::Coded { .. });
        if self.aggregations.iter().any(one_by_one) {
            return Ok(false);
        }
        let mut ids = std::mem::take(&mut self.ids);
        let several = self.groups_of(block, registers, &mut ids);
        if let Ok(Some(several)) = several {
            let groups = if several { &ids[..] } else { &ids[..1] };
            for one in &mut self.aggregations {
                update_block(one, groups, block, registers, times, &mut self.held)?;
            }
        }
        self.ids = ids;
        Ok(several?.is_some())
    }

    /// The groups of a block's matches: whether they are several; none if that is not known at once.
    fn groups_of(
        &mut self,
        block: &Block,
        registers: &mut Registers<'_>,
        ids: &mut Vec<u32>,
    ) -> Result<Option<bool>, QueryError> {
        ids.clear();
        let var = match &self.by {
            By::Nothing => None,
            By::Kind(edge) => Some(Var::Edge(*edge)),
            By::One(var) => Some(*var),
            By::Keyed(keys) => keys.vars().into_iter().find(|var| block.column(*var).is_some()),
            By::Codes(codes) => {
                codes.all.iter().map(|code| code.var).find(|var| block.column(*var).is_some())
            }
            By::Led(lead, other, _) => {
                let mut vars = std::iter::once(*lead).chain(other.vars());
                vars.find(|var| block.column(*var).is_some())
            }
            By::Many(vars) => match vars.iter().filter(|var| block.column(**var).is_some()).count() {
                0 => None,
                _ => return Ok(None),
            },
        };
        let Some(column) = var.and_then(|var| block.column(var)) else {
            block.load(0, registers);
            ids.push(self.group(registers)?);
            return Ok(Some(false));
        };
        if let By::Keyed(_) = self.by {
            ids.reserve(column.len());
            for at in 0..column.len() {
                block.load(at, registers);
                ids.push(self.keyed(registers)?.unwrap_or_default());
            }
            return Ok(Some(true));
        }
        if let By::Led(lead, _, _) = self.by {
            for at in 0..column.len() {
                let of = |own: Var| block.column(own).map_or_else(|| registers.get(own), |column| column[at]);
                let known = match &mut self.by {
                    By::Led(_, other, table) => *table.of(of(lead), other.place(self.view, of)),
                    _ => NONE,
                };
                if known == NONE {
                    block.load(at, registers);
                    ids.push(self.group(registers)?);
                } else {
                    ids.push(known);
                }
            }
            return Ok(Some(true));
        }
        let hashed = matches!(&self.by, By::Codes(codes) if !codes.dense);
        if self.dense.is_empty() && !hashed {
            return Ok(None);
        }
        ids.reserve(column.len());
        if let By::One(_) = self.by {
            for (at, number) in column.iter().enumerate() {
                let mut group = self.dense[*number as usize];
                if group == NONE {
                    block.load(at, registers);
                    group = self.group(registers)?;
                }
                ids.push(group);
            }
            return Ok(Some(true));
        }
        for (at, number) in column.iter().enumerate() {
            let of = |own: Var| match block.column(own) {
                _ if Some(own) == var => *number,
                Some(column) => column[at],
                None => registers.get(own),
            };
            let known = match &self.by {
                By::Codes(codes) if hashed => self.places.get(&place(&codes.all, self.view, of)).copied(),
                _ => self.place(of).map(|place| self.dense[place]),
            };
            let known = known.unwrap_or(NONE);
            if known == NONE {
                block.load(at, registers);
                ids.push(self.group(registers)?);
            } else {
                ids.push(known);
            }
        }
        Ok(Some(true))
    }

    /// Adds so many rows of a type.
    pub(super) fn add_kind(
        &mut self,
        kind: u32,
        registers: &Registers<'_>,
        times: u64,
    ) -> Result<(), QueryError> {
        let group = self.add(registers)?;
        self.dense[kind as usize] = group;
        self.update(group, registers, times)
    }

    /// The group of a combination of variables that is new.
    fn add(&mut self, registers: &Registers<'_>) -> Result<u32, QueryError> {
        if let Some(keys) = &self.merging {
            self.filler.fill(self.context, self.view, |var| registers.get(var), &mut self.row);
            let values: Result<Vec<Value>, QueryError> =
                keys.iter().map(|key| self.context.eval(key, &mut self.row)).collect();
            let values = values?;
            if let Some(known) = self.by_value.get(&values) {
                return Ok(*known);
            }
            self.by_value.insert(values, self.count);
        }
        self.context.check_rows(self.count as usize)?;
        self.firsts.extend(self.key_vars.iter().map(|var| registers.get(*var)));
        self.aggregations.iter_mut().for_each(Aggregation::add);
        self.count += 1;
        Ok(self.count - 1)
    }

    #[inline]
    fn update(&mut self, group: u32, registers: &Registers<'_>, times: u64) -> Result<(), QueryError> {
        for one in &mut self.aggregations {
            if let Aggregation::Coded { aggregate, codes, values, states } = one {
                let known = &mut values[place(&codes.all, self.view, |var| registers.get(var))];
                if known.is_none() {
                    self.filler.fill(self.context, self.view, |var| registers.get(var), &mut self.row);
                    *known = Some(self.context.eval(&aggregate.arguments[0], &mut self.row)?);
                }
                let value = known.clone().unwrap_or_default();
                self.held.feed(&mut states[group as usize], value, None, times)?;
                continue;
            }
            let Aggregation::Other(aggregate, states) = one else {
                one.update(group, registers, times, &mut self.held)?;
                continue;
            };
            self.filler.fill(self.context, self.view, |var| registers.get(var), &mut self.row);
            for _ in 0..times {
                let arguments: Result<Vec<Value>, QueryError> =
                    aggregate.arguments.iter().map(|a| self.context.eval(a, &mut self.row)).collect();
                let bytes = states[group as usize].update(&arguments?)?;
                self.held.more(bytes)?;
            }
        }
        Ok(())
    }

    /// Gives a row for each group that may be wanted: the variables of its keys, and its aggregates.
    pub(super) fn finish(
        self,
        aggregates: &[Aggregate],
        wanted: Wanted,
        mut each: impl FnMut(&mut Row) -> Result<(), QueryError>,
    ) -> Result<(), QueryError> {
        let Groups { context, view, mut aggregations, firsts, key_vars, count, filler, .. } = self;
        for one in &mut aggregations {
            if let Aggregation::Different(column, _, seen) = one {
                let seen = std::mem::replace(seen, Seen::Alone(Bits::default()));
                *one = Aggregation::Rows(different(*column, seen, count));
            }
        }
        let mut kept: Vec<u32> = (0..count).collect();
        for Bound { place, op, number } in wanted.bounds {
            if let Some(counts) = aggregations.get(place).and_then(Aggregation::counts) {
                let number = i128::from(number);
                kept.retain(|group| fits(op, i128::from(counts[*group as usize]).cmp(&number)));
            }
        }
        let mut ordered = None;
        if let Some((place, descending, most)) = wanted.first
            && let Some(one) = aggregations.get_mut(place)
            && most > 0
            && most < kept.len()
        {
            if let Some(counts) = one.counts() {
                leave_first(&mut kept, most, descending, |group| counts[group as usize]);
            } else {
                let mut own = one.finish(&kept)?;
                let mut at: Vec<u32> = (0..kept.len() as u32).collect();
                leave_first(&mut at, most, descending, |at| &own[at as usize]);
                kept = at.iter().map(|at| kept[*at as usize]).collect();
                let known = at.iter().map(|at| std::mem::take(&mut own[*at as usize])).collect();
                ordered = Some((place, known));
            }
        }
        let mut values: Vec<Vec<Value>> = Vec::with_capacity(aggregations.len());
        for (at, one) in aggregations.iter_mut().enumerate() {
            values.push(match &mut ordered {
                Some((place, known)) if *place == at => std::mem::take(known),
                _ => one.finish(&kept)?,
            });
        }
        let mut row = vec![Value::Null; context.width()];
        for (at, group) in kept.iter().enumerate() {
            for (place, var) in key_vars.iter().enumerate() {
                let number = firsts[*group as usize * key_vars.len() + place];
                for (slot, own) in &filler.0 {
                    if own == var {
                        row[*slot] = entity(context, view, (*slot, *var), number);
                    }
                }
            }
            for (aggregate, values) in aggregates.iter().zip(&mut values) {
                row[aggregate.slot] = std::mem::take(&mut values[at]);
            }
            each(&mut row)?;
        }
        Ok(())
    }
}

/// Leaves the first so many, and those that stand where the last of them does.
fn leave_first<T: Ord>(all: &mut Vec<u32>, most: usize, descending: bool, of: impl Fn(u32) -> T) {
    let order = |a: &T, b: &T| if descending { b.cmp(a) } else { a.cmp(b) };
    let mut sorted = all.clone();
    let (_, last, _) = sorted.select_nth_unstable_by(most - 1, |a, b| order(&of(*a), &of(*b)));
    let last = of(*last);
    all.retain(|own| order(&of(*own), &last).is_le());
}
