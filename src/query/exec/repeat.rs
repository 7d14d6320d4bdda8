//! Paths that are repeated as a whole: each repetition is matched by the steps of the path in brackets, and the
//! variables within gather into lists.

use super::matching::OnMatch;
use super::{Context, Row};
use crate::query::error::QueryError;
use crate::query::plan::{Repetition, Step};
use crate::value::{NodeId, Value};

/// One repetition that was matched.
struct Round {
    /// The node that it leads to.
    to: NodeId,
    /// Its relationships in the pattern's order.
    relationships: Vec<Value>,
    /// The values of its variables.
    values: Vec<Value>,
}

impl Context<'_> {
    pub(super) fn repeat(
        &self,
        step: &Repetition,
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let Value::Node(mut at) = row[step.expansion.from] else { return Ok(true) };
        let (min, max) = step.expansion.relationship.repeat.unwrap_or((1, 1));
        // Repetitions are followed with a stack of our own: many must not exhaust the program's.
        let mut stack: Vec<std::vec::IntoIter<Round>> = Vec::new();
        let mut rounds: Vec<Round> = Vec::new();
        loop {
            self.tick()?;
            let count = u32::try_from(rounds.len()).unwrap_or(u32::MAX);
            self.gather(step, &rounds, row);
            if count >= min && !self.arrive(&step.expansion, at, row, rest, then)? {
                return Ok(false);
            }
            let next = if count < max { self.rounds(step, at, row)? } else { Vec::new() };
            stack.push(next.into_iter());
            loop {
                let Some(top) = stack.last_mut() else { return Ok(true) };
                if let Some(round) = top.next() {
                    self.go(round.relationships.len());
                    at = round.to;
                    rounds.push(round);
                    break;
                }
                stack.pop();
                if let Some(round) = rounds.pop() {
                    self.go_back(round.relationships.len());
                }
            }
        }
    }

    /// Puts what was walked so far into the row.
    fn gather(&self, step: &Repetition, rounds: &[Round], row: &mut Row) {
        let in_order: Vec<&Round> =
            if step.expansion.reversed { rounds.iter().rev().collect() } else { rounds.iter().collect() };
        let walked = in_order.iter().flat_map(|round| round.relationships.iter().cloned());
        row[step.expansion.relationship.slot] = Value::list(walked);
        for (index, (_, list)) in step.variables.iter().enumerate() {
            row[*list] = Value::list(in_order.iter().map(|round| round.values[index].clone()));
        }
    }

    /// The repetitions that may come next.
    fn rounds(&self, step: &Repetition, at: NodeId, row: &mut Row) -> Result<Vec<Round>, QueryError> {
        let mut found = Vec::new();
        row[step.entry] = Value::Node(at);
        self.matches(&step.steps, row, &mut |row| {
            let Value::Node(to) = row[step.exit] else { return Ok(true) };
            let mut relationships = Vec::new();
            for slot in &step.relationships {
                match &row[*slot] {
                    Value::List(items) => relationships.extend(items.iter().cloned()),
                    single => relationships.push(single.clone()),
                }
            }
            let values = step.variables.iter().map(|(within, _)| row[*within].clone()).collect();
            found.push(Round { to, relationships, values });
            self.check_rows(found.len())?;
            Ok(true)
        })?;
        Ok(found)
    }
}
