//! The parsers' input: a slice of tokens with the text behind them, and what was expected where.

use std::cell::{Cell, RefCell};

use nom::error::{ErrorKind as NomKind, ParseError};
use nom::{Err, IResult};

use super::token::{Sign, Token, TokenKind};
use crate::query::error::QueryError;
use crate::span::Span;

/// How deep brackets, subqueries and the like may nest.
pub const MAX_DEPTH: usize = 160;

/// What the parsers share: the farthest place reached, what would have fitted there, the depth of nesting.
#[derive(Default)]
pub(super) struct State {
    farthest: Cell<usize>,
    expected: RefCell<Vec<&'static str>>,
    depth: Cell<usize>,
    no_bars: Cell<bool>,
}

impl State {
    /// What would have fitted at the farthest place.
    pub(super) fn expected(&self) -> Vec<&'static str> {
        self.expected.borrow().clone()
    }
}

/// The tokens not yet read. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    /// The text.
    pub(super) source: &'a str,
    /// All tokens; the last is the end.
    pub(super) tokens: &'a [Token],
    /// The index of the next one.
    pub(super) at: usize,
    state: &'a State,
}

/// Why a parser failed: `None` to try something else, an error to give up.
#[derive(Debug)]
pub(super) struct Failure(pub(super) Option<Box<QueryError>>);

impl<'a> ParseError<Input<'a>> for Failure {
    fn from_error_kind(_: Input<'a>, _: NomKind) -> Self {
        Failure(None)
    }
    fn append(_: Input<'a>, _: NomKind, other: Self) -> Self {
        other
    }
}

/// The result of a parser.
pub(super) type Parsed<'a, T> = IResult<Input<'a>, T, Failure>;

impl<'a> Input<'a> {
    pub(super) fn new(source: &'a str, tokens: &'a [Token], state: &'a State) -> Self {
        Input { source, tokens, at: 0, state }
    }

    /// The token `ahead` of the next one.
    pub(super) fn peek(&self, ahead: usize) -> Token {
        self.token(self.at + ahead)
    }

    /// The token at an index, the end if there is none.
    pub(super) fn token(&self, index: usize) -> Token {
        self.tokens[index.min(self.tokens.len() - 1)]
    }

    /// Where the next token begins in the text.
    pub(super) fn here(&self) -> usize {
        self.peek(0).span().start
    }

    /// Whether the token at this index is this sign.
    pub(super) fn sign_at(&self, index: usize, sign: Sign) -> bool {
        self.token(index).kind == TokenKind::Sign(sign)
    }

    /// Whether the next token is this sign.
    pub(super) fn is(&self, sign: Sign) -> bool {
        self.sign_at(self.at, sign)
    }

    /// Whether the token `ahead` is this keyword.
    pub(super) fn is_word(&self, ahead: usize, word: &str) -> bool {
        let token = self.peek(ahead);
        token.kind == TokenKind::Name && token.span().of(self.source).eq_ignore_ascii_case(word)
    }

    pub(super) fn advance(self, count: usize) -> Self {
        Input { at: (self.at + count).min(self.tokens.len() - 1), ..self }
    }

    /// Fails here, noting what would have fitted.
    pub(super) fn expected<T>(self, what: &'static str) -> Parsed<'a, T> {
        self.note(what);
        Err(Err::Error(Failure(None)))
    }

    fn note(&self, what: &'static str) {
        let farthest = self.state.farthest.get();
        if self.at < farthest {
            return;
        }
        let mut expected = self.state.expected.borrow_mut();
        if self.at > farthest {
            self.state.farthest.set(self.at);
            expected.clear();
        }
        if !expected.contains(&what) {
            expected.push(what);
        }
    }

    /// Gives up with an error.
    pub(super) fn fail<T>(self, error: QueryError) -> Parsed<'a, T> {
        Err(Err::Failure(Failure(Some(Box::new(error)))))
    }

    /// Runs a parser one level deeper.
    pub(super) fn nested<T>(self, parser: impl FnOnce(Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let depth = self.state.depth.get();
        if depth >= MAX_DEPTH {
            return self.fail(too_deep(self.peek(0).span()));
        }
        self.state.depth.set(depth + 1);
        let result = parser(self);
        self.state.depth.set(depth);
        result
    }

    /// Runs a parser in which `|` between labels is taken as part of a label test, or is not.
    pub(super) fn with_bars<T>(
        self,
        allowed: bool,
        parser: impl FnOnce(Self) -> Parsed<'a, T>,
    ) -> Parsed<'a, T> {
        let before = self.state.no_bars.replace(!allowed);
        let result = parser(self);
        self.state.no_bars.set(before);
        result
    }

    /// Whether `|` between labels is part of a label test here.
    pub(super) fn bars_allowed(&self) -> bool {
        !self.state.no_bars.get()
    }

    /// The place from where `self` stands to just before `rest`.
    pub(super) fn span_to(&self, rest: Input<'a>) -> Span {
        let start = self.peek(0).span().start;
        let end = if rest.at > self.at { self.token(rest.at - 1).span().end } else { start };
        Span::new(start, end)
    }

    /// The error for the farthest place that was reached.
    pub(super) fn error(&self) -> QueryError {
        let token = self.token(self.state.farthest.get());
        let expected = self.state.expected.borrow();
        let found = match token.kind {
            TokenKind::End => "the query ends here".to_owned(),
            _ => format!("`{}` does not fit here", shorten(token.span().of(self.source))),
        };
        // A comma among commas would not be seen.
        let expected: Vec<&str> =
            expected.iter().map(|name| if *name == "," { "a comma" } else { *name }).collect();
        let message = match expected.as_slice() {
            [] => found,
            names if names.len() > 9 => format!("{found}; expected {}, …", names[..8].join(", ")),
            [only] => format!("{found}; expected {only}"),
            [names @ .., last] => format!("{found}; expected {} or {last}", names.join(", ")),
        };
        let error = QueryError::syntax("UnexpectedSyntax", token.span(), message);
        let keyword =
            super::keywords::nearest(token.span().of(self.source)).filter(|_| token.kind == TokenKind::Name);
        match keyword {
            Some(keyword)
                if expected
                    .iter()
                    .any(|e| *e == "a clause" || e.split(' ').any(|w| w.eq_ignore_ascii_case(keyword))) =>
            {
                error.hint(format!("did you mean {keyword}?"))
            }
            _ => error,
        }
    }

    /// Whether the farthest place reached is the end of the text.
    pub(super) fn ran_out(&self) -> bool {
        self.token(self.state.farthest.get()).kind == TokenKind::End
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

pub(super) fn too_deep(span: Span) -> QueryError {
    QueryError::syntax("UnexpectedSyntax", span, format!("nested deeper than {MAX_DEPTH} levels"))
        .hint("split the query with WITH, or move a part into a parameter")
}

impl<'a> nom::Input for Input<'a> {
    type Item = Token;
    type Iter = std::iter::Copied<std::slice::Iter<'a, Token>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.tokens.len() - 1 - self.at
    }
    fn take(&self, index: usize) -> Self {
        Input { tokens: &self.tokens[..self.at + index], ..*self }
    }
    fn take_from(&self, index: usize) -> Self {
        self.advance(index)
    }
    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }
    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.iter_elements().position(predicate)
    }
    fn iter_elements(&self) -> Self::Iter {
        self.tokens[self.at..].iter().copied()
    }
    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }
    fn slice_index(&self, count: usize) -> Result<usize, nom::Needed> {
        if self.input_len() >= count { Ok(count) } else { Err(nom::Needed::new(count - self.input_len())) }
    }
}

// ── The smallest parsers ────────────────────────────────────────────────────────────────────────────────────────

/// A sign.
pub(super) fn sign<'a>(sign: Sign) -> impl Fn(Input<'a>) -> Parsed<'a, Span> + Copy {
    move |input| {
        if input.is(sign) {
            Ok((input.advance(1), input.peek(0).span()))
        } else {
            input.expected(sign.text())
        }
    }
}

/// A keyword, in any case.
pub(super) fn word<'a>(word: &'static str) -> impl Fn(Input<'a>) -> Parsed<'a, Span> + Copy {
    move |input| {
        if input.is_word(0, word) {
            Ok((input.advance(1), input.peek(0).span()))
        } else {
            input.expected(word)
        }
    }
}

/// Keywords one after the other.
pub(super) fn words<'a>(all: &'static [&'static str]) -> impl Fn(Input<'a>) -> Parsed<'a, ()> + Copy {
    move |mut input| {
        for &each in all {
            input = word(each)(input)?.0;
        }
        Ok((input, ()))
    }
}

/// Makes a failure final: from here on nothing else can fit.
pub(super) fn cut<'a, T>(result: Parsed<'a, T>) -> Parsed<'a, T> {
    match result {
        Err(Err::Error(failure)) => Err(Err::Failure(failure)),
        other => other,
    }
}

/// Items separated by commas, at least one.
pub(super) fn comma_list<'a, T>(
    input: Input<'a>,
    item: impl Fn(Input<'a>) -> Parsed<'a, T>,
) -> Parsed<'a, Vec<T>> {
    let (mut input, first) = item(input)?;
    let mut items = vec![first];
    while input.is(Sign::Comma) {
        let (rest, next) = cut(item(input.advance(1)))?;
        items.push(next);
        input = rest;
    }
    input.note(",");
    Ok((input, items))
}
