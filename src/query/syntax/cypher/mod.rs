//! The parser of openCypher: a function for each production of `grammar/cypher.bnf`.

mod atom;
mod clause;
mod expression;
mod pattern;
mod subquery;
mod type_name;

pub(super) use clause::statement;
