//! The syntax tree as text: parsing it again gives the same tree.

mod expression;
mod pattern;

use std::fmt::{Display, Formatter, Result};

use self::expression::Operand;
use super::ast::{
    Clause, ClauseKind, Expr, Ident, Imports, Mode, ProcedureCall, Projection, Query, RemoveItem, SetItem,
    SingleQuery, Statement,
};
use super::keywords::is_keyword;
use super::lexer::{continues_name, starts_name};

/// Items with something between them.
struct Joined<'a, T>(&'a [T], &'static str);

impl<T: Display> Display for Joined<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, item) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(self.1)?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

/// A name, in backquotes where it needs them.
fn name(f: &mut Formatter<'_>, text: &str) -> Result {
    let plain = text.starts_with(starts_name) && text.chars().all(continues_name);
    if plain && !is_keyword(text) { f.write_str(text) } else { write!(f, "`{}`", text.replace('`', "``")) }
}

impl Display for Ident {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        name(f, &self.name)
    }
}

/// The name of a procedure or function, whose parts a dot separates.
struct Dotted<'a>(&'a Ident);

impl Display for Dotted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, part) in self.0.name.split('.').enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            name(f, part)?;
        }
        Ok(())
    }
}

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.mode {
            Mode::Run => {}
            Mode::Explain => f.write_str("EXPLAIN ")?,
            Mode::Profile => f.write_str("PROFILE ")?,
        }
        self.query.fmt(f)
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.first.fmt(f)?;
        for (all, query) in &self.rest {
            write!(f, " UNION {}{query}", if *all { "ALL " } else { "" })?;
        }
        Ok(())
    }
}

impl Display for SingleQuery {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        Joined(&self.clauses, " ").fmt(f)
    }
}

fn filter(f: &mut Formatter<'_>, filter: Option<&Expr>) -> Result {
    filter.map_or(Ok(()), |filter| write!(f, " WHERE {filter}"))
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ClauseKind::Match { optional, patterns, filter: condition } => {
                write!(f, "{}MATCH {}", if *optional { "OPTIONAL " } else { "" }, Joined(patterns, ", "))?;
                filter(f, condition.as_ref())
            }
            ClauseKind::Unwind { list, variable } => write!(f, "UNWIND {list} AS {variable}"),
            ClauseKind::With(projection) => write!(f, "WITH {projection}"),
            ClauseKind::Return(projection) => write!(f, "RETURN {projection}"),
            ClauseKind::Finish => f.write_str("FINISH"),
            ClauseKind::Create { patterns } => write!(f, "CREATE {}", Joined(patterns, ", ")),
            ClauseKind::Merge { pattern, on_create, on_match } => {
                write!(f, "MERGE {pattern}")?;
                if !on_create.is_empty() {
                    write!(f, " ON CREATE SET {}", Joined(on_create, ", "))?;
                }
                if on_match.is_empty() {
                    Ok(())
                } else {
                    write!(f, " ON MATCH SET {}", Joined(on_match, ", "))
                }
            }
            ClauseKind::Set { items } => write!(f, "SET {}", Joined(items, ", ")),
            ClauseKind::Remove { items } => write!(f, "REMOVE {}", Joined(items, ", ")),
            ClauseKind::Delete { detach, targets } => {
                write!(f, "{}DELETE {}", if *detach { "DETACH " } else { "" }, Joined(targets, ", "))
            }
            ClauseKind::Call(call) => call.fmt(f),
            ClauseKind::Filter(condition) => write!(f, "FILTER {condition}"),
            ClauseKind::Subquery { optional, imports, query } => {
                f.write_str(if *optional { "OPTIONAL " } else { "" })?;
                f.write_str("CALL ")?;
                match imports {
                    None => {}
                    Some(Imports::All) => f.write_str("(*) ")?,
                    Some(Imports::Only(names)) => write!(f, "({}) ", Joined(names, ", "))?,
                }
                write!(f, "{{ {query} }}")
            }
            ClauseKind::Foreach { variable, list, clauses } => {
                write!(f, "FOREACH ({variable} IN {list} | {})", Joined(clauses, " "))
            }
            ClauseKind::LoadCsv { headers, source, variable, separator } => {
                let headers = if *headers { "WITH HEADERS " } else { "" };
                write!(f, "LOAD CSV {headers}FROM {source} AS {variable}")?;
                separator.as_ref().map_or(Ok(()), |separator| write!(f, " FIELDTERMINATOR {separator}"))
            }
        }
    }
}

impl Display for ProcedureCall {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let optional = if self.optional { "OPTIONAL " } else { "" };
        write!(f, "{optional}CALL {}", Dotted(&self.name))?;
        if let Some(arguments) = &self.arguments {
            write!(f, "({})", Joined(arguments, ", "))?;
        }
        match &self.yields {
            _ if self.yield_all => f.write_str(" YIELD *")?,
            Some(yields) if yields.is_empty() => f.write_str(" YIELD -")?,
            Some(yields) => {
                f.write_str(" YIELD ")?;
                for (index, (field, variable)) in yields.iter().enumerate() {
                    write!(f, "{}{field}", if index > 0 { ", " } else { "" })?;
                    if field != variable {
                        write!(f, " AS {variable}")?;
                    }
                }
            }
            None => {}
        }
        filter(f, self.filter.as_ref())
    }
}

impl Display for Projection {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.distinct {
            f.write_str("DISTINCT ")?;
        }
        if self.star {
            f.write_str(if self.items.is_empty() { "*" } else { "*, " })?;
        }
        for (index, item) in self.items.iter().enumerate() {
            write!(f, "{}{}", if index > 0 { ", " } else { "" }, item.expr)?;
            if let Some(alias) = &item.alias {
                write!(f, " AS {alias}")?;
            }
        }
        for (index, (expr, descending)) in self.order.iter().enumerate() {
            let before = if index == 0 { " ORDER BY " } else { ", " };
            write!(f, "{before}{expr}{}", if *descending { " DESC" } else { "" })?;
        }
        if let Some(skip) = &self.skip {
            write!(f, " SKIP {skip}")?;
        }
        if let Some(limit) = &self.limit {
            write!(f, " LIMIT {limit}")?;
        }
        filter(f, self.filter.as_ref())
    }
}

fn labels(f: &mut Formatter<'_>, names: &[Ident]) -> Result {
    names.iter().try_for_each(|name| write!(f, ":{name}"))
}

impl Display for SetItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Property { target, key, value } => write!(f, "{}.{key} = {value}", Operand(target)),
            Self::DynamicProperty { target, key, value } => write!(f, "{}[{key}] = {value}", Operand(target)),
            Self::Replace { variable, value } => write!(f, "{variable} = {value}"),
            Self::Merge { variable, value } => write!(f, "{variable} += {value}"),
            Self::Labels { variable, labels: names } => {
                variable.fmt(f)?;
                labels(f, names)
            }
        }
    }
}

impl Display for RemoveItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Property { target, key } => write!(f, "{}.{key}", Operand(target)),
            Self::DynamicProperty { target, key } => write!(f, "{}[{key}]", Operand(target)),
            Self::Labels { variable, labels: names } => {
                variable.fmt(f)?;
                labels(f, names)
            }
        }
    }
}
