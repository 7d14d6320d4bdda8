//! Patterns as text.

use std::fmt::{Display, Formatter, Result};

use super::expression::begins_with_map;
use super::{Joined, filter};
use crate::query::syntax::ast::{
    Direction, Element, Expr, Ident, LabelExpr, NodePattern, PathPattern, RelationshipPattern, Repeat,
    Selector,
};

impl Display for PathPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(variable) = &self.variable {
            write!(f, "{variable} = ")?;
        }
        let close = match self.selector {
            Selector::All => "",
            Selector::ShortestPath => {
                f.write_str("shortestPath(")?;
                ")"
            }
            Selector::AllShortestPaths => {
                f.write_str("allShortestPaths(")?;
                ")"
            }
            Selector::Shortest(k) => {
                write!(f, "SHORTEST {k} ")?;
                ""
            }
            Selector::AllShortest => {
                f.write_str("ALL SHORTEST ")?;
                ""
            }
            Selector::ShortestGroups(k) => {
                write!(f, "SHORTEST {k} GROUPS ")?;
                ""
            }
        };
        Joined(&self.elements, "").fmt(f)?;
        f.write_str(close)
    }
}

impl Display for Element {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Node(node) => node.fmt(f),
            Self::Relationship(relationship) => relationship.fmt(f),
            Self::Group { path, filter: condition, repeat } => {
                write!(f, "({path}")?;
                filter(f, condition.as_ref())?;
                f.write_str(")")?;
                repeat.iter().try_for_each(|repeat| repeat.fmt(f))
            }
        }
    }
}

impl Display for NodePattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("(")?;
        inside(f, self.variable.as_ref(), self.labels.as_ref(), None, self.properties.as_ref())?;
        condition(f, self.filter.as_deref())?;
        f.write_str(")")
    }
}

/// A condition within a node or a relationship: `(WHERE {…}` would be a variable and its properties.
fn condition(f: &mut Formatter<'_>, condition: Option<&Expr>) -> Result {
    match condition {
        Some(condition) if begins_with_map(condition) => write!(f, " WHERE ({condition})"),
        _ => filter(f, condition),
    }
}

fn inside(
    f: &mut Formatter<'_>,
    variable: Option<&Ident>,
    labels: Option<&LabelExpr>,
    repeat: Option<Repeat>,
    properties: Option<&Expr>,
) -> Result {
    if let Some(variable) = variable {
        variable.fmt(f)?;
    }
    if let Some(labels) = labels {
        write!(f, ":{labels}")?;
    }
    if let Some(repeat) = repeat {
        repeat.fmt(f)?;
    }
    match properties {
        Some(properties) if variable.is_some() || labels.is_some() || repeat.is_some() => {
            write!(f, " {properties}")
        }
        Some(properties) => properties.fmt(f),
        None => Ok(()),
    }
}

impl Display for RelationshipPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (left, right) = match self.direction {
            Direction::Right => ("-", "->"),
            Direction::Left => ("<-", "-"),
            Direction::Either => ("-", "-"),
            Direction::Both => ("<-", "->"),
        };
        write!(f, "{left}[")?;
        let legacy = self.repeat.filter(|repeat| repeat.legacy);
        inside(f, self.variable.as_ref(), self.types.as_ref(), legacy, self.properties.as_ref())?;
        condition(f, self.filter.as_deref())?;
        write!(f, "]{right}")?;
        self.repeat.filter(|repeat| !repeat.legacy).map_or(Ok(()), |repeat| repeat.fmt(f))
    }
}

impl Display for Repeat {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.legacy { "*" } else { "{" })?;
        if let Some(min) = self.min {
            write!(f, "{min}")?;
        }
        if self.min != self.max || self.min.is_none() && !self.legacy {
            f.write_str(if self.legacy { ".." } else { "," })?;
            if let Some(max) = self.max {
                write!(f, "{max}")?;
            }
        }
        f.write_str(if self.legacy { "" } else { "}" })
    }
}

impl Display for LabelExpr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let part = |f: &mut Formatter<'_>, inner: &LabelExpr| match inner {
            Self::And(_) | Self::Or(_) => write!(f, "({inner})"),
            _ => inner.fmt(f),
        };
        let joined = |f: &mut Formatter<'_>, all: &[LabelExpr], sign: &str| {
            for (index, each) in all.iter().enumerate() {
                if index > 0 {
                    f.write_str(sign)?;
                }
                part(f, each)?;
            }
            Ok(())
        };
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Any => f.write_str("%"),
            Self::Not(inner) => {
                f.write_str("!")?;
                part(f, inner)
            }
            Self::And(all) => joined(f, all, "&"),
            Self::Or(any) => joined(f, any, "|"),
        }
    }
}
