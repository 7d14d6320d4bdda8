//! `list[i]`, `list[a..b]`, `map['key']`, `map.key` and the parts of temporal values.

use super::{Value, ValueError, temporal};

impl Value {
    /// `self[key]` for lists and maps: null where there is nothing. Nodes and relationships are the graph's to look up.
    pub fn index(&self, key: &Value) -> Result<Value, ValueError> {
        match (self, key) {
            (Self::Null, _) | (_, Self::Null) => Ok(Self::Null),
            (Self::List(items), Self::Integer(at)) => {
                Ok(position(*at, items.len()).and_then(|at| items.get(at)).cloned().unwrap_or_default())
            }
            (Self::List(_), other) => Err(ValueError::ArgumentType(format!(
                "a list is looked up by an integer, not by a value of type {}",
                other.value_type()
            ))),
            (Self::Map(map), Self::String(key)) => Ok(map.get(key).cloned().unwrap_or_default()),
            (Self::Map(_), other) => Err(ValueError::MapKey(other.value_type())),
            (value, Self::String(key)) if value.is_temporal() => value.property(key),
            (other, _) => Err(no_elements(other)),
        }
    }

    /// `self.name` for maps and temporal values.
    pub fn property(&self, name: &str) -> Result<Value, ValueError> {
        match self {
            Self::Null => Ok(Self::Null),
            Self::Map(map) => Ok(map.get(name).cloned().unwrap_or_default()),
            value if value.is_temporal() => Ok(temporal::component(value, name).unwrap_or_default()),
            other => Err(ValueError::ArgumentType(format!(
                "`.{name}` needs a node, relationship, map or temporal value, not a value of type {}",
                other.value_type()
            ))),
        }
    }

    /// `self[from..to]`; a bound that is left out is the list's.
    pub fn slice(&self, from: Option<&Value>, to: Option<&Value>) -> Result<Value, ValueError> {
        let items = match self {
            Self::Null => return Ok(Self::Null),
            Self::List(items) => items,
            other => return Err(no_elements(other)),
        };
        let bound = |value: Option<&Value>, missing: usize| match value {
            None => Ok(Some(missing)),
            Some(Self::Null) => Ok(None),
            Some(Self::Integer(at)) => Ok(Some(bound_in(*at, items.len()))),
            Some(other) => Err(ValueError::ArgumentType(format!(
                "the bounds of a list are integers, not values of type {}",
                other.value_type()
            ))),
        };
        let (Some(from), Some(to)) = (bound(from, 0)?, bound(to, items.len())?) else {
            return Ok(Self::Null);
        };
        Ok(Self::list(items.get(from..to).unwrap_or_default().iter().cloned()))
    }

    /// Whether this is a date, a time or a duration.
    pub fn is_temporal(&self) -> bool {
        use super::ValueType::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
        matches!(self.value_type(), Date | DateTime | Duration | LocalDateTime | LocalTime | Time)
    }

    /// Whether this is a number, a boolean or a temporal value: what a string may be joined with.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Float(_) | Self::Boolean(_)) || self.is_temporal()
    }
}

fn no_elements(value: &Value) -> ValueError {
    ValueError::ArgumentType(format!("a value of type {} has no elements to look up", value.value_type()))
}

/// Negative positions count from the end.
fn position(at: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    usize::try_from(if at < 0 { at.checked_add(length)? } else { at }).ok()
}

fn bound_in(at: i64, length: usize) -> usize {
    position(at, length).map_or(0, |at| at.min(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_from_either_end() {
        let list = Value::list([1.into(), 2.into(), 3.into()]);
        let at = |at: i64| list.index(&at.into()).unwrap();
        assert_eq!((at(0), at(-1), at(3), at(-4)), (1.into(), 3.into(), Value::Null, Value::Null));
        assert_eq!(at(i64::MIN), Value::Null);
        let slice = |from: Option<i64>, to: Option<i64>| {
            let (from, to) = (from.map(Value::from), to.map(Value::from));
            list.slice(from.as_ref(), to.as_ref()).unwrap().to_string()
        };
        assert_eq!(slice(Some(1), None), "[2, 3]");
        assert_eq!(slice(None, Some(-1)), "[1, 2]");
        assert_eq!(slice(Some(-9), Some(99)), "[1, 2, 3]");
        assert_eq!(slice(Some(2), Some(1)), "[]");
        assert_eq!(list.slice(Some(&Value::Null), None), Ok(Value::Null));
    }

    #[test]
    fn what_cannot_be_looked_up_says_so() {
        let map = Value::map([("a", 1.into())]);
        assert_eq!(map.index(&"a".into()), Ok(1.into()));
        assert_eq!(map.index(&"b".into()), Ok(Value::Null));
        assert!(matches!(map.index(&1.into()), Err(ValueError::MapKey(_))));
        assert!(Value::from(1).index(&1.into()).is_err());
        assert!(Value::from(1).property("a").is_err());
    }
}
