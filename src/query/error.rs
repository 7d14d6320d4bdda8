//! What can go wrong with a query, with openCypher's names: kind, phase and detail.

use std::fmt;

use crate::diagnostic::{Diagnostic, Level};
use crate::span::Span;

/// The kind of an error, as openCypher names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as openCypher names them")]
pub enum ErrorKind {
    SyntaxError,
    SemanticError,
    ParameterMissing,
    ConstraintVerificationFailed,
    EntityNotFound,
    TypeError,
    ArgumentError,
    ArithmeticError,
    ProcedureError,
    /// A file or another resource outside the graph.
    ExternalError,
    /// Interrupted, or a limit on time, memory or rows was reached.
    ResourceError,
}

/// When an error was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the query ran: the same on every graph.
    Compile,
    /// While it ran.
    Runtime,
}

/// An error of a query.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct QueryError {
    /// What kind of error it is.
    pub kind: ErrorKind,
    /// When it was found.
    pub phase: Phase,
    /// openCypher's name for it: `UndefinedVariable`, `InvalidArgumentType`, …
    pub detail: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where in the query text, if the place is known.
    pub span: Option<Span>,
    /// What to do about it, if there is something to say.
    pub hint: Option<String>,
}

impl QueryError {
    /// Sentences could not be read from where they are stored.
    pub(super) fn unread(unread: &crate::graph::Unread) -> Self {
        Self::runtime(ErrorKind::ExternalError, "UnreadableText", unread.to_string())
    }

    /// A syntax error found before running, the most common one.
    pub fn syntax(detail: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::compile(ErrorKind::SyntaxError, detail, span, message)
    }

    /// An error found before running.
    pub fn compile(kind: ErrorKind, detail: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { kind, phase: Phase::Compile, detail, message: message.into(), span: Some(span), hint: None }
    }

    /// An error found while running.
    pub fn runtime(kind: ErrorKind, detail: &'static str, message: impl Into<String>) -> Self {
        Self { kind, phase: Phase::Runtime, detail, message: message.into(), span: None, hint: None }
    }

    /// The same error with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error at this place, unless it already has one.
    pub fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// The error as a message to draw over the query text.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            level: Level::Error,
            message: format!("{} ({}): {}", self.kind, self.detail, self.message),
            span: self.span,
            label: None,
            hint: self.hint.clone(),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compile => "compile",
            Self::Runtime => "runtime",
        })
    }
}

/// The name among `known` that `wanted` is most likely meant to be, if one is near enough.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wanted.to_lowercase();
    let length = lower.chars().count();
    known
        .into_iter()
        .filter_map(|name| {
            let own = name.chars().count();
            let most = own.max(3) / 3;
            // Each letter more or less is a step, whatever else differs.
            let distance = (own.abs_diff(length) <= most + (name.len() - own))
                .then(|| strsim::damerau_levenshtein(&lower, &name.to_lowercase()))?;
            (distance <= most).then_some((distance, name))
        })
        .min_by_key(|&(distance, name)| (distance, name))
        .map(|(_, name)| name)
}
