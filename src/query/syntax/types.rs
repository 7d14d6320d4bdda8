//! The types that `IS ::` names.

use std::fmt;

use crate::value::ValueType;

/// A type: what it holds, and whether null is of it too.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// What it holds.
    pub kind: TypeKind,
    /// `NOT NULL`.
    pub not_null: bool,
}

/// What a type holds.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// Any value.
    Any,
    /// What a property can hold.
    Property,
    /// An integer or a float.
    Number,
    /// Nothing but null.
    Null,
    /// No value at all.
    Nothing,
    /// Values of one type.
    Is(ValueType),
    /// Lists of such.
    List(Box<TypeExpr>),
    /// One of these.
    Union(Vec<TypeExpr>),
}

/// The names of the types, with the one to show first of all that mean the same.
pub(super) const NAMES: &[(&str, TypeKind)] = {
    use TypeKind::{Any, Is, Nothing, Null, Number, Property};
    use ValueType as V;
    &[
        ("ANY", Any),
        ("ANY VALUE", Any),
        ("PROPERTY VALUE", Property),
        ("ANY PROPERTY VALUE", Property),
        ("NUMBER", Number),
        ("NULL", Null),
        ("NOTHING", Nothing),
        ("BOOLEAN", Is(V::Boolean)),
        ("BOOL", Is(V::Boolean)),
        ("STRING", Is(V::String)),
        ("VARCHAR", Is(V::String)),
        ("INTEGER", Is(V::Integer)),
        ("INT", Is(V::Integer)),
        ("SIGNED INTEGER", Is(V::Integer)),
        ("FLOAT", Is(V::Float)),
        ("DATE", Is(V::Date)),
        ("LOCAL TIME", Is(V::LocalTime)),
        ("TIME WITHOUT TIME ZONE", Is(V::LocalTime)),
        ("TIME WITHOUT TIMEZONE", Is(V::LocalTime)),
        ("ZONED TIME", Is(V::Time)),
        ("TIME WITH TIME ZONE", Is(V::Time)),
        ("TIME WITH TIMEZONE", Is(V::Time)),
        ("LOCAL DATETIME", Is(V::LocalDateTime)),
        ("TIMESTAMP WITHOUT TIME ZONE", Is(V::LocalDateTime)),
        ("TIMESTAMP WITHOUT TIMEZONE", Is(V::LocalDateTime)),
        ("ZONED DATETIME", Is(V::DateTime)),
        ("TIMESTAMP WITH TIME ZONE", Is(V::DateTime)),
        ("TIMESTAMP WITH TIMEZONE", Is(V::DateTime)),
        ("DURATION", Is(V::Duration)),
        ("NODE", Is(V::Node)),
        ("ANY NODE", Is(V::Node)),
        ("VERTEX", Is(V::Node)),
        ("ANY VERTEX", Is(V::Node)),
        ("RELATIONSHIP", Is(V::Relationship)),
        ("ANY RELATIONSHIP", Is(V::Relationship)),
        ("EDGE", Is(V::Relationship)),
        ("ANY EDGE", Is(V::Relationship)),
        ("MAP", Is(V::Map)),
        ("ANY MAP", Is(V::Map)),
        ("PATH", Is(V::Path)),
    ]
};

struct Alternatives<'a>(&'a [TypeExpr]);

impl fmt::Display for Alternatives<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, each) in self.0.iter().enumerate() {
            write!(f, "{}{each}", if index > 0 { " | " } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            // Between `<` and `>` a `|` cannot be taken for the end of an expression.
            TypeKind::List(element) => match &element.kind {
                TypeKind::Union(all) if !element.not_null && all.len() > 1 => {
                    write!(f, "LIST<{}>", Alternatives(all))?;
                }
                _ => write!(f, "LIST<{element}>")?,
            },
            TypeKind::Union(all) => write!(f, "ANY<{}>", Alternatives(all))?,
            kind => {
                let known = NAMES.iter().find(|(_, other)| other == kind);
                f.write_str(known.map_or("ANY", |(name, _)| name))?;
            }
        }
        f.write_str(if self.not_null { " NOT NULL" } else { "" })
    }
}
