//! What is known of an expression's type before it is run: enough to find the errors that no graph can avoid.

use crate::value::ValueType;

/// A type, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    /// Nothing is known.
    Any,
    /// A value of this type, or null.
    Is(ValueType),
    /// A list of such.
    List(Box<Type>),
}

impl Type {
    pub(super) const NODE: Type = Type::Is(ValueType::Node);
    pub(super) const RELATIONSHIP: Type = Type::Is(ValueType::Relationship);
    pub(super) const PATH: Type = Type::Is(ValueType::Path);
    pub(super) const BOOLEAN: Type = Type::Is(ValueType::Boolean);
    pub(super) const INTEGER: Type = Type::Is(ValueType::Integer);
    pub(super) const FLOAT: Type = Type::Is(ValueType::Float);
    pub(super) const STRING: Type = Type::Is(ValueType::String);
    pub(super) const MAP: Type = Type::Is(ValueType::Map);
    pub(super) const NULL: Type = Type::Is(ValueType::Null);

    /// Whether a value of this type may be one of these; null may be anything.
    pub(super) fn may_be(&self, any: &[ValueType]) -> bool {
        match self {
            Self::Any | Self::Is(ValueType::Null) => true,
            Self::Is(own) => any.contains(own),
            Self::List(_) => any.contains(&ValueType::List),
        }
    }

    /// The type that holds both. What may be null is of no type that could be wrong: null fits everywhere.
    pub(super) fn join(self, other: Type) -> Type {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::List(a), Self::List(b)) => Self::List(Box::new(a.join(*b))),
            _ => Self::Any,
        }
    }

    /// The name for messages.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Any => "ANY",
            Self::Is(own) => own.name(),
            Self::List(_) => "LIST",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_two_types_is_no_wider_than_need_be() {
        let list = |of: Type| Type::List(Box::new(of));
        for of in [Type::STRING, Type::MAP, list(Type::STRING)] {
            assert_eq!(of.clone().join(of.clone()), of);
            assert_eq!(
                Type::NULL.join(of.clone()),
                Type::Any,
                "null may stand where a value of the type may not"
            );
            assert_eq!(of.clone().join(Type::NULL), Type::Any);
            assert_eq!(list(Type::NULL).join(list(of.clone())), list(Type::Any));
            assert_eq!(of.join(Type::PATH), Type::Any);
        }
    }
}
