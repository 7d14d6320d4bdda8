//! A pattern's text → its triples and conditions, as `grammar/triple.bnf` says.

use super::strip_mode;
use crate::query::error::QueryError;
use crate::span::Span;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_till, take_while, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::{map, opt, verify};
use nom::multi::many0;
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Offset, Parser};

/// Triples in one pattern; each is a step of matching and its conditions.
const MAX_TRIPLES: usize = 500;
/// Lower-case words that may stand within a name.
const WITHIN_NAMES: [&str; 13] =
    ["of", "the", "and", "for", "de", "la", "du", "von", "van", "al", "bin", "ibn", "&"];

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word<'a> {
    /// `?` or `?name`.
    Variable(&'a str),
    /// In single or double quotes.
    Quoted(&'a str),
    /// Anything else without spaces.
    Bare(&'a str),
    /// Between two names or relations of which either will do.
    Bar,
    /// Between two patterns.
    Dot,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    Variable(String),
    /// Any of these.
    Names(Vec<String>),
}

impl Term {
    /// The names that will do; none for a variable.
    pub(super) fn names(&self) -> &[String] {
        match self {
            Term::Variable(_) => &[],
            Term::Names(names) => names,
        }
    }
}

pub(super) struct Triple<'a> {
    pub(super) subject: Term,
    /// Words of the relation joined by hyphens, or a variable.
    pub(super) relation: Term,
    pub(super) object: Term,
    /// How it was written.
    pub(super) text: &'a str,
}

/// What the last triple must fulfil.
pub(super) enum Asked {
    Since(String),
    Until(String),
    Status(String),
    By(String),
}

pub(super) struct Condition<'a> {
    pub(super) asked: Asked,
    /// How it was written.
    pub(super) text: &'a str,
}

pub(super) struct Pattern<'a> {
    pub(super) triples: Vec<Triple<'a>>,
    pub(super) conditions: Vec<Condition<'a>>,
    pub(super) limit: Option<u64>,
}

pub(super) fn word(input: &str) -> IResult<&str, Word<'_>> {
    let variable = preceded(char('?'), take_while(|c: char| c.is_alphanumeric() || c == '_'));
    let double = delimited(char('"'), take_till(|c| c == '"'), char('"'));
    let single = delimited(char('\''), take_till(|c| c == '\''), char('\''));
    let dot = verify(preceded(tag("."), opt(take_while1(|c: char| !c.is_whitespace()))), Option::is_none);
    let bare = take_while1(|c: char| !c.is_whitespace() && c != ';' && c != '|');
    alt((
        map(variable, Word::Variable),
        map(double, Word::Quoted),
        map(single, Word::Quoted),
        map(dot, |_| Word::Dot),
        map(char('|'), |_| Word::Bar),
        map(bare, Word::Bare),
    ))
    .parse(input)
}

/// The words of a text with where they stand in it.
pub(super) fn words(source: &str) -> Vec<(Word<'_>, Span)> {
    let placed = |input| {
        let (rest, found) = word(input)?;
        let start = source.offset(input);
        Ok((rest, (found, Span::new(start, source.offset(rest)))))
    };
    let all: IResult<&str, _> = preceded(multispace0, many0(terminated(placed, multispace0))).parse(source);
    let mut words = all.map_or_else(|_| Vec::new(), |(_, words)| words);
    // `China visits Russia?` asks with a question mark what the pattern asks without.
    if let Some((Word::Bare(last), _)) = words.last_mut() {
        *last = Some(last.trim_end_matches('?')).filter(|text| !text.is_empty()).unwrap_or(last);
    }
    words
}

/// # Errors
///
/// A pattern that lacks its subject, relation or object, or has something behind its end.
pub(super) fn parse(source: &str) -> Result<Pattern<'_>, QueryError> {
    let (_, text) = strip_mode(source);
    let offset = source.len() - text.len();
    let mut parser = Parse { source, words: &words(text), at: 0, offset };
    let mut triples = vec![parser.triple()?];
    while parser.words.get(parser.at).is_some_and(|(word, _)| *word == Word::Dot) {
        parser.at += 1;
        if parser.at < parser.words.len() {
            if triples.len() == MAX_TRIPLES {
                let message = format!("more than {MAX_TRIPLES} triples in one pattern are too many");
                return Err(QueryError::syntax("InvalidTriplePattern", parser.place(parser.at), message));
            }
            triples.push(parser.triple()?);
        }
    }
    let (conditions, limit) = parser.conditions()?;
    Ok(Pattern { triples, conditions, limit })
}

struct Parse<'a, 'w> {
    source: &'a str,
    words: &'w [(Word<'a>, Span)],
    at: usize,
    /// Where the words' text begins in the source.
    offset: usize,
}

impl<'a> Parse<'a, '_> {
    fn triple(&mut self) -> Result<Triple<'a>, QueryError> {
        let from = self.at;
        let subject = self.term("a subject: `?`, a name with a capital, or a name in quotes")?;
        let relation = self.relation()?;
        let behind = self.at;
        let object = self
            .term("an object: `?`, a name with a capital, or a name in quotes")
            .map_err(|error| self.without_object(behind, error))?;
        Ok(Triple { subject, relation, object, text: self.written(from) })
    }

    /// The words from one on to those that were read last, as they were written.
    fn written(&self, from: usize) -> &'a str {
        let last = self.at.saturating_sub(1).max(from);
        Span::new(self.place(from).start, self.place(last).end).of(self.source)
    }

    /// `? signs contract` has its object among the words of the relation: small letters make no name.
    fn without_object(&self, behind: usize, error: QueryError) -> QueryError {
        let (Some(Word::Bare(before)), Some(Word::Bare(last))) = (
            behind.checked_sub(2).and_then(|at| self.words.get(at)).map(|(word, _)| word),
            behind.checked_sub(1).and_then(|at| self.words.get(at)).map(|(word, _)| word),
        ) else {
            return error;
        };
        let small = |word: &str| word.starts_with(char::is_lowercase);
        if self.at != behind || !small(before) || !small(last) {
            return error;
        }
        let span = self.place(behind - 1);
        let head = &self.source[self.offset..span.start].trim_start();
        QueryError { span: Some(span), ..error }
            .hint(format!("a name without a capital stands in quotes: `{head}\"{last}\"`"))
    }

    fn peek(&self) -> Option<&Word<'a>> {
        self.words.get(self.at).map(|(word, _)| word)
    }

    fn bare(&self, ahead: usize) -> Option<&'a str> {
        match self.words.get(self.at + ahead) {
            Some((Word::Bare(text), _)) => Some(text),
            _ => None,
        }
    }

    fn term(&mut self, expected: &str) -> Result<Term, QueryError> {
        if let Some(Word::Variable(name)) = self.peek() {
            let name = (*name).to_owned();
            self.at += 1;
            return Ok(Term::Variable(name));
        }
        self.alternatives(|parser| parser.name(expected)).map(Term::Names)
    }

    /// What `one` reads, once or several times with `|` between.
    fn alternatives(
        &mut self,
        one: impl Fn(&mut Self) -> Result<String, QueryError>,
    ) -> Result<Vec<String>, QueryError> {
        let mut found = vec![one(self)?];
        while self.peek() == Some(&Word::Bar) {
            self.at += 1;
            found.push(one(self)?);
        }
        Ok(found)
    }

    fn name(&mut self, expected: &str) -> Result<String, QueryError> {
        let opens_name = |text: &str| text.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        match self.peek() {
            Some(Word::Quoted(name)) => {
                let name = (*name).to_owned();
                self.at += 1;
                Ok(name)
            }
            Some(Word::Bare(text)) if opens_name(text) => {
                let mut name: Vec<&str> = Vec::new();
                loop {
                    match (self.bare(0), self.bare(1)) {
                        (Some(word), _) if opens_name(word) && !(name.is_empty() && is_limit(word)) => {
                            if !name.is_empty() && is_limit(word) {
                                break;
                            }
                            name.push(word);
                        }
                        (Some(word), Some(next)) if WITHIN_NAMES.contains(&word) && opens_name(next) => {
                            name.push(word);
                        }
                        _ => break,
                    }
                    self.at += 1;
                }
                Ok(name.join(" "))
            }
            Some(Word::Bare(_)) => {
                let hint = format!("a name without a capital stands in quotes: `{}`", self.in_quotes());
                Err(self.error(expected).hint(hint))
            }
            _ => Err(self.error(expected)),
        }
    }

    /// The source with the words in small letters that stand here in quotes, save the last one where it must be the relation.
    fn in_quotes(&self) -> String {
        let small = |(word, _): &&(Word<'a>, Span)| matches!(word, Word::Bare(text) if !text.starts_with(char::is_uppercase));
        let count = self.words[self.at..].iter().take_while(small).count();
        let is_subject = self.at == 0 || self.words[self.at - 1].0 == Word::Dot;
        let behind = self.words.get(self.at + count..).unwrap_or_default();
        let relation_is_a_variable = matches!(behind, [(Word::Variable(_), _), _, ..]);
        let quoted = if is_subject && count > 1 && !relation_is_a_variable { count - 1 } else { count };
        let span = Span::new(self.place(self.at).start, self.place(self.at + quoted.max(1) - 1).end);
        let (before, after) = (&self.source[self.offset..span.start], &self.source[span.end..]);
        format!("{}\"{}\"{}", before.trim_start(), span.of(self.source), after.trim_end())
    }

    fn relation(&mut self) -> Result<Term, QueryError> {
        if let Some(Word::Variable(name)) = self.peek() {
            let name = (*name).to_owned();
            self.at += 1;
            return Ok(Term::Variable(name));
        }
        self.alternatives(|parser| {
            let mut words = Vec::new();
            while let Some(word) = parser.bare(0).filter(|w| w.starts_with(char::is_lowercase)) {
                words.push(word);
                parser.at += 1;
            }
            if words.is_empty() {
                let error = parser.error("a relation in lower case, such as `visits`, or `?`");
                return Err(match parser.bare(0) {
                    Some(_) => error,
                    None => error
                        .hint("after a name, `? ?` asks for all that is said of it; `:find` looks for names"),
                });
            }
            Ok(words.join("-"))
        })
        .map(Term::Names)
    }

    fn conditions(&mut self) -> Result<(Vec<Condition<'a>>, Option<u64>), QueryError> {
        let (mut found, mut limit) = (Vec::new(), None);
        while let Some(word) = self.bare(0) {
            let from = self.at;
            self.at += 1;
            let asked = match word.to_lowercase().as_str() {
                "since" => Asked::Since(self.value("a date such as `2023` or `2023-04-16`")?),
                "until" => Asked::Until(self.value("a date such as `2023` or `2023-04-16`")?),
                "status" => Asked::Status(self.value("a status such as `planned`")?.to_lowercase()),
                "by" => Asked::By(self.name("the name of a speaker")?),
                "limit" => {
                    let value = self.value("a number of rows")?;
                    limit = Some(value.parse().map_err(|_| self.error_before("a number of rows"))?);
                    continue;
                }
                _ => {
                    return Err(
                        self.error_before("the end, `.`, `since`, `until`, `status`, `by` or `limit`")
                    );
                }
            };
            found.push(Condition { asked, text: self.written(from) });
        }
        if self.at < self.words.len() {
            return Err(self.error("the end of the pattern"));
        }
        Ok((found, limit))
    }

    fn value(&mut self, expected: &str) -> Result<String, QueryError> {
        let value = match self.peek() {
            Some(Word::Bare(text) | Word::Quoted(text)) => (*text).to_owned(),
            _ => return Err(self.error(expected)),
        };
        self.at += 1;
        Ok(value)
    }

    /// Where a word stands in the source; behind the last one, its end.
    fn place(&self, at: usize) -> Span {
        let end = self.source.trim_end().len();
        let place = |s: &Span| Span::new(s.start + self.offset, s.end + self.offset);
        self.words.get(at).map_or(Span::new(end, end), |(_, span)| place(span))
    }

    fn error(&self, expected: &str) -> QueryError {
        QueryError::syntax("InvalidTriplePattern", self.place(self.at), format!("expected {expected}"))
            .hint("a triple pattern is a subject, a relation and an object: `Li Shangfu visits ?`")
    }

    fn error_before(&mut self, expected: &str) -> QueryError {
        self.at -= 1;
        self.error(expected)
    }
}

fn is_limit(word: &str) -> bool {
    word == "LIMIT"
}
