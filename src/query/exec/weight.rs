//! How much values take, so that the limits on time and memory hold for what is within values as well as for rows:
//! texts that double, lists of lists, values nested without end.

use super::Context;
use crate::query::error::{ErrorKind, QueryError};
use crate::value::{Map, Value};

/// Values nested deeper than this could not be printed, compared or let go of without a stack as deep.
const DEEPEST: usize = 500;
/// The most bytes of a value, where the statement has no limit of its own.
const LARGEST: usize = 1 << 30;
/// What is smaller than this is not looked at.
const SMALL: usize = 256;

/// About how many bytes a value holds, what its items hold not counted.
pub(super) fn shallow(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::List(items) => size_of_val::<[Value]>(items),
        Value::Map(map) => map_bytes(map),
        Value::Path(path) => 16 * path.nodes.len(),
        _ => 0,
    }
}

fn map_bytes(map: &Map) -> usize {
    map.keys().map(|key| key.len() + 64).sum()
}

/// Adds what a value holds with all that is in it, each as often as it would be printed; stops counting at `most`.
/// Nothing if it is nested too deep.
fn add(value: &Value, depth: usize, most: usize, sum: &mut usize) -> Option<()> {
    *sum = sum.saturating_add(shallow(value));
    match value {
        Value::List(_) | Value::Map(_) if depth >= DEEPEST => None,
        Value::List(items) => add_all(items.iter(), depth, most, sum),
        Value::Map(map) => add_all(map.values(), depth, most, sum),
        _ => Some(()),
    }
}

fn add_all<'a>(
    mut items: impl Iterator<Item = &'a Value>,
    depth: usize,
    most: usize,
    sum: &mut usize,
) -> Option<()> {
    items.try_for_each(
        |item| if is_plain(item) || *sum > most { Some(()) } else { add(item, depth + 1, most, sum) },
    )
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::String(_) | Value::List(_) | Value::Map(_) | Value::Path(_))
}

impl Context<'_> {
    /// Counts work of so many units; now and then looks whether the query has to stop.
    pub(super) fn work(&self, units: usize) -> Result<(), QueryError> {
        let before = self.run.ticks.get();
        let after = before.wrapping_add(u32::try_from(units).unwrap_or(u32::MAX / 2));
        self.run.ticks.set(after);
        if before >> 10 == after >> 10 { Ok(()) } else { self.run.limits.check() }
    }

    /// A value that was computed in one step, if it is not too large.
    pub(super) fn computed(&self, value: Value) -> Result<Value, QueryError> {
        let bytes = shallow(&value);
        if bytes > SMALL {
            self.work(bytes / SMALL)?;
            self.check_bytes(bytes)?;
        }
        Ok(value)
    }

    /// What a value that was put together of others holds with all of them, if that is not too much.
    pub(super) fn grown(&self, value: &Value) -> Result<usize, QueryError> {
        let (mut sum, most) = (0, self.run.limits.memory.unwrap_or(LARGEST));
        if add(value, 0, most, &mut sum).is_none() {
            let message = format!("lists and maps are nested more than {DEEPEST} deep");
            return Err(QueryError::runtime(ErrorKind::ResourceError, "NestedTooDeep", message));
        }
        if sum > SMALL {
            self.work(sum / SMALL)?;
            self.check_bytes(sum)?;
        }
        Ok(sum)
    }

    /// An error if values of so many bytes are too many.
    pub(super) fn check_bytes(&self, bytes: usize) -> Result<(), QueryError> {
        self.run.limits.check_memory(bytes, LARGEST)
    }
}
