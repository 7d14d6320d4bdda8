//! What can go wrong in computing with values.

/// Why a computation has no value. [`ValueError::names`] gives openCypher's names for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// An integer outside −2⁶³..2⁶³.
    #[error("the result of {0} does not fit into a 64-bit integer")]
    IntegerOverflow(String),
    /// An integer divided by zero; floats give infinity or NaN instead.
    #[error("division by zero")]
    DivisionByZero,
    /// An operator or function does not take a value of this type.
    #[error("{0}")]
    ArgumentType(String),
    /// The type may be right, but not this value.
    #[error("{0}")]
    ArgumentValue(String),
    /// A number outside the range that makes sense.
    #[error("{0}")]
    NumberOutOfRange(String),
    /// A map looked up by something that is not a string.
    #[error("a map is looked up by a string, not by a value of type {0}")]
    MapKey(super::ValueType),
    /// A node or relationship that the statement has deleted.
    #[error("the {0} was deleted by this statement")]
    Deleted(&'static str),
    /// A text, or the parts in a map, that make no date, time or duration.
    #[error("{0}")]
    Temporal(String),
}

impl ValueError {
    /// The error's type and detail as openCypher names them.
    pub fn names(&self) -> (&'static str, &'static str) {
        match self {
            Self::IntegerOverflow(_) => ("ArithmeticError", "IntegerOverflow"),
            Self::DivisionByZero => ("ArithmeticError", "DivisionByZero"),
            Self::ArgumentType(_) => ("TypeError", "InvalidArgumentType"),
            Self::ArgumentValue(_) => ("TypeError", "InvalidArgumentValue"),
            Self::NumberOutOfRange(_) => ("ArgumentError", "NumberOutOfRange"),
            Self::MapKey(_) => ("TypeError", "MapElementAccessByNonString"),
            Self::Deleted(_) => ("EntityNotFound", "DeletedEntityAccess"),
            Self::Temporal(_) => ("ArgumentError", "InvalidArgumentValue"),
        }
    }
}
