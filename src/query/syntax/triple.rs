//! Triple patterns, the short way to ask: `Li Shangfu visits ?`, `?a visits ?b . ?b is-located-in Asia since 2023`.
//!
//! `grammar/triple.bnf` is their grammar. A pattern is translated into the Cypher that it means, so that both
//! languages end in one syntax tree and `EXPLAIN` can show it. Names forgive case and accents, and aliases
//! will do; a relation that holds both ways is found from either side.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_till, take_while, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::{map, opt, verify};
use nom::multi::many0;
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Offset, Parser};
use std::fmt::Write;

use crate::query::error::QueryError;
use crate::span::Span;

/// Words that open a Cypher statement; a name that begins with one stands in quotes.
const CLAUSES: [&str; 20] = [
    "match", "optional", "unwind", "with", "return", "create", "merge", "call", "foreach", "load", "set",
    "delete", "detach", "remove", "union", "use", "using", "finish", "let", "filter",
];
/// Triples in one pattern; each is a step of matching and its conditions.
const MAX_TRIPLES: usize = 500;
/// Words that open a question in English.
const QUESTIONS: [&str; 22] = [
    "who", "whom", "whose", "what", "when", "where", "which", "why", "how", "does", "do", "did", "is", "are",
    "was", "were", "has", "have", "can", "could", "will", "would",
];
/// Lower-case words that may stand within a name.
const WITHIN_NAMES: [&str; 13] =
    ["of", "the", "and", "for", "de", "la", "du", "von", "van", "al", "bin", "ibn", "&"];

#[derive(Clone, Debug, PartialEq)]
enum Word<'a> {
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
enum Term {
    Variable(String),
    /// Any of these.
    Names(Vec<String>),
}

struct Triple {
    subject: Term,
    /// Words of the relation joined by hyphens, or a variable.
    relation: Term,
    object: Term,
}

#[derive(Default)]
struct Conditions {
    since: Option<String>,
    until: Option<String>,
    status: Option<String>,
    by: Option<String>,
    limit: Option<u64>,
}

/// Whether a text is meant as a triple pattern rather than as Cypher or as an English question.
pub fn is_pattern(source: &str) -> bool {
    let text = strip_mode(source).1;
    // The first word tells most texts apart, however long they are.
    let first = match word(text.trim_start()) {
        Ok((_, Word::Bare(first))) => first,
        first => return first.is_ok_and(|(_, word)| word != Word::Dot),
    };
    let first_is = |list: &[&str]| list.iter().any(|word| first.eq_ignore_ascii_case(word));
    if first_is(&CLAUSES) || first_is(&QUESTIONS) || !first.starts_with(char::is_alphanumeric) {
        return false;
    }
    let variable = words(text).iter().any(|(word, _)| matches!(word, Word::Variable(_)));
    variable || (first.starts_with(char::is_uppercase) && parse(source).is_ok())
}

/// Whether a word (lower case) opens a Cypher statement.
pub fn opens_statement(word: &str) -> bool {
    CLAUSES.contains(&word) || matches!(word, "explain" | "profile")
}

/// The Cypher that a triple pattern means.
///
/// # Errors
///
/// A pattern that lacks its subject, relation or object, or has something behind its end.
pub fn to_cypher(source: &str) -> Result<String, QueryError> {
    translate(source, Writer::columns)
}

/// The Cypher that gives the relationships of a pattern's last triple, as `fact`.
///
/// # Errors
///
/// As [`to_cypher`].
pub fn to_facts(source: &str) -> Result<String, QueryError> {
    translate(source, |_, triples| {
        let last = format!("f{}", triples.len());
        format!("DISTINCT {last} AS fact ORDER BY {last}.confidence DESC, id({last})")
    })
}

/// The Cypher that gives what a pattern's variables stand for, where it has several triples, and the relationships of all
/// triples, for those who say them as sentences. A column of a variable is called `?name`.
///
/// # Errors
///
/// As [`to_cypher`].
pub fn to_told(source: &str) -> Result<String, QueryError> {
    translate(source, |writer, triples| {
        let facts: Vec<String> = (1..=triples.len()).map(|number| format!("f{number}")).collect();
        let variables = if triples.len() > 1 { writer.variables(triples) } else { Vec::new() };
        let named: Vec<&str> =
            variables.iter().map(|n| n.trim_matches('`')).filter(|n| !n.starts_with('?')).collect();
        let mut columns: Vec<String> = named.iter().map(|name| format!("`{name}` AS `?{name}`")).collect();
        let mut order: Vec<String> = named.iter().map(|name| format!("`?{name}`.name")).collect();
        columns.extend(facts.iter().cloned());
        order
            .extend(facts.iter().flat_map(|fact| [format!("{fact}.confidence DESC"), format!("id({fact})")]));
        format!("DISTINCT {} ORDER BY {}", columns.join(", "), order.join(", "))
    })
}

fn translate(source: &str, returns: impl Fn(&Writer, &[Triple]) -> String) -> Result<String, QueryError> {
    let (mode, _) = strip_mode(source);
    let (triples, conditions) = parse(source)?;
    let mut writer = Writer::default();
    let parts: Vec<String> = triples.iter().enumerate().map(|(i, t)| writer.triple(i + 1, t)).collect();
    let last = format!("f{}", triples.len());
    // On the calendar if it is there; else not before the article was written.
    let time = "coalesce(%.at, %.since, %.until, startNode(%).last_seen)".replace('%', &last);
    for (bound, sign) in [(&conditions.since, ">="), (&conditions.until, "<=")] {
        if let Some(bound) = bound {
            // A bound of a year holds for all its days: compare as many characters as it has.
            let length = bound.chars().count();
            let bound = quoted(bound);
            writer.filters.push(format!("any(t IN [] + {time} WHERE left(t, {length}) {sign} {bound})"));
        }
    }
    if let Some(status) = &conditions.status {
        writer.filters.push(format!("{last}.status = {}", quoted(status)));
    }
    if let Some(by) = &conditions.by {
        writer.filters.push(format!("toLower({last}.by) = toLower({})", quoted(by)));
    }
    let mut cypher = format!("{mode}MATCH {}", parts.join(", "));
    if !writer.filters.is_empty() {
        let _ = write!(cypher, " WHERE {}", writer.filters.join(" AND "));
    }
    let _ = write!(cypher, " RETURN {}", returns(&writer, &triples));
    if let Some(limit) = conditions.limit {
        let _ = write!(cypher, " LIMIT {limit}");
    }
    Ok(cypher)
}

/// `EXPLAIN ` or `PROFILE ` in front, and the rest.
pub fn strip_mode(source: &str) -> (&'static str, &str) {
    let text = source.trim_start();
    for mode in ["EXPLAIN ", "PROFILE "] {
        if let Some((head, rest)) = text.split_at_checked(mode.len())
            && head.eq_ignore_ascii_case(mode)
        {
            return (mode, rest);
        }
    }
    ("", source)
}

fn word(input: &str) -> IResult<&str, Word<'_>> {
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
fn words(source: &str) -> Vec<(Word<'_>, Span)> {
    let placed = |input| {
        let (rest, found) = word(input)?;
        let start = source.offset(input);
        Ok((rest, (found, Span::new(start, source.offset(rest)))))
    };
    let all: IResult<&str, _> = preceded(multispace0, many0(terminated(placed, multispace0))).parse(source);
    all.map_or_else(|_| Vec::new(), |(_, words)| words)
}

fn parse(source: &str) -> Result<(Vec<Triple>, Conditions), QueryError> {
    let (_, text) = strip_mode(source);
    let mut parser =
        Parse { words: &words(text), at: 0, offset: source.len() - text.len(), end: source.len() };
    let mut triples = vec![parser.triple()?];
    while parser.words.get(parser.at).is_some_and(|(word, _)| *word == Word::Dot) {
        parser.at += 1;
        if parser.at < parser.words.len() {
            if triples.len() == MAX_TRIPLES {
                let message = format!("more than {MAX_TRIPLES} triples in one pattern are too many");
                let place = parser.error("").span.unwrap_or_default();
                return Err(QueryError::syntax("InvalidTriplePattern", place, message));
            }
            triples.push(parser.triple()?);
        }
    }
    let conditions = parser.conditions()?;
    Ok((triples, conditions))
}

struct Parse<'a> {
    words: &'a [(Word<'a>, Span)],
    at: usize,
    /// Where the words' text begins in the source.
    offset: usize,
    end: usize,
}

impl<'a> Parse<'a> {
    fn triple(&mut self) -> Result<Triple, QueryError> {
        Ok(Triple {
            subject: self.term("a subject: `?`, a name with a capital, or a name in quotes")?,
            relation: self.relation()?,
            object: self.term("an object: `?`, a name with a capital, or a name in quotes")?,
        })
    }

    fn peek(&self) -> Option<&'a Word<'a>> {
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
            self.at += 1;
            return Ok(Term::Variable((*name).to_owned()));
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
                self.at += 1;
                Ok((*name).to_owned())
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
            _ => Err(self.error(expected)),
        }
    }

    fn relation(&mut self) -> Result<Term, QueryError> {
        if let Some(Word::Variable(name)) = self.peek() {
            self.at += 1;
            return Ok(Term::Variable((*name).to_owned()));
        }
        self.alternatives(|parser| {
            let mut words = Vec::new();
            while let Some(word) = parser.bare(0).filter(|w| w.starts_with(char::is_lowercase)) {
                words.push(word);
                parser.at += 1;
            }
            if words.is_empty() {
                return Err(parser.error("a relation in lower case, such as `visits`, or `?`"));
            }
            Ok(words.join("-"))
        })
        .map(Term::Names)
    }

    fn conditions(&mut self) -> Result<Conditions, QueryError> {
        let mut found = Conditions::default();
        while let Some(word) = self.bare(0) {
            self.at += 1;
            match word.to_lowercase().as_str() {
                "since" => found.since = Some(self.value("a date such as `2023` or `2023-04-16`")?),
                "until" => found.until = Some(self.value("a date such as `2023` or `2023-04-16`")?),
                "status" => found.status = Some(self.value("a status such as `planned`")?.to_lowercase()),
                "by" => found.by = Some(self.name("the name of a speaker")?),
                "limit" => {
                    let value = self.value("a number of rows")?;
                    found.limit = Some(value.parse().map_err(|_| self.error_before("a number of rows"))?);
                }
                _ => {
                    return Err(
                        self.error_before("the end, `.`, `since`, `until`, `status`, `by` or `limit`")
                    );
                }
            }
        }
        if self.at < self.words.len() {
            return Err(self.error("the end of the pattern"));
        }
        Ok(found)
    }

    fn value(&mut self, expected: &str) -> Result<String, QueryError> {
        let value = match self.peek() {
            Some(Word::Bare(text) | Word::Quoted(text)) => (*text).to_owned(),
            _ => return Err(self.error(expected)),
        };
        self.at += 1;
        Ok(value)
    }

    fn error(&self, expected: &str) -> QueryError {
        let span = self.words.get(self.at).map_or(Span::new(self.end, self.end), |(_, s)| {
            Span::new(s.start + self.offset, s.end + self.offset)
        });
        QueryError::syntax("InvalidTriplePattern", span, format!("expected {expected}"))
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

/// Writes triples as Cypher, and gathers the names' conditions.
#[derive(Default)]
struct Writer {
    filters: Vec<String>,
    /// How many variables without a name there are.
    anonymous: usize,
    /// What the nodes of each triple are called in the query.
    nodes: Vec<(String, String)>,
}

impl Writer {
    fn triple(&mut self, number: usize, triple: &Triple) -> String {
        let (subject, object) = (self.node(&triple.subject), self.node(&triple.object));
        let kind = match &triple.relation {
            Term::Names(relations) => {
                let types: Vec<String> =
                    relations.iter().map(|relation| format!("`{}`", relationship_type(relation))).collect();
                format!(":{}", types.join("|"))
            }
            Term::Variable(_) => String::new(),
        };
        self.filters.push(format!("(startNode(f{number}) = {subject} OR f{number}.symmetric = true)"));
        let text = format!("({subject}:Entity)-[f{number}{kind}]-({object}:Entity)");
        self.nodes.push((subject, object));
        text
    }

    fn node(&mut self, term: &Term) -> String {
        match term {
            Term::Variable(name) if !name.is_empty() => format!("`{name}`"),
            Term::Variable(_) => {
                self.anonymous += 1;
                format!("`?{}`", self.anonymous)
            }
            Term::Names(names) => {
                self.anonymous += 1;
                let node = format!("`?{}`", self.anonymous);
                let either: Vec<String> = names.iter().map(|name| quoted(name)).collect();
                self.filters.push(format!("named({node}, {})", either.join(", ")));
                node
            }
        }
    }

    /// What is returned: one triple's fact with how sure it is; of several, the variables.
    fn columns(&self, triples: &[Triple]) -> String {
        if let ([triple], [(subject, object)]) = (triples, self.nodes.as_slice()) {
            let column = |term: &Term, role: &str| match term {
                Term::Variable(name) if !name.is_empty() => format!("`{name}`"),
                _ => role.to_owned(),
            };
            let (s, r, o) = (
                column(&triple.subject, "subject"),
                column(&triple.relation, "relation"),
                column(&triple.object, "object"),
            );
            return format!(
                "{subject}.name AS {s}, replace(toLower(type(f1)), '_', '-') AS {r}, {object}.name AS {o}, \
                 f1.status AS status, f1.by AS by, round(f1.confidence, 2) AS confidence, f1.count AS sentences, \
                 evidence(f1)[0].document + ', sentence ' + evidence(f1)[0].sentence AS source \
                 ORDER BY confidence DESC, {s}, {r}, {o}, status"
            );
        }
        let variables = self.variables(triples);
        if variables.is_empty() {
            return "count(*) > 0 AS holds".to_owned();
        }
        let columns: Vec<String> = variables.iter().map(|node| format!("{node}.name AS {node}")).collect();
        format!("DISTINCT {} ORDER BY {}", columns.join(", "), variables.join(", "))
    }

    /// What the nodes that variables stand for are called in the query, each once.
    fn variables(&self, triples: &[Triple]) -> Vec<String> {
        let ends = triples.iter().zip(&self.nodes);
        let nodes = ends.flat_map(|(t, (s, o))| [(&t.subject, s), (&t.object, o)]);
        let mut found: Vec<String> = Vec::new();
        for (_, node) in nodes.filter(|(term, _)| matches!(term, Term::Variable(_))) {
            if !found.contains(node) {
                found.push(node.clone());
            }
        }
        found
    }
}

/// `cooperates-with` → `COOPERATES_WITH`.
fn relationship_type(relation: &str) -> String {
    relation
        .chars()
        .flat_map(|c| if c.is_alphanumeric() { c.to_uppercase().collect::<Vec<_>>() } else { vec!['_'] })
        .collect()
}

/// A text as a Cypher string.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_pattern() {
        for text in [
            "? cooperates-with Russia",
            "Li Shangfu visits ?",
            "China ? Russia",
            "China visits Russia",
            "\"military ties\" is ?",
            "EXPLAIN ?a visits ?b",
        ] {
            assert!(is_pattern(text), "{text}");
        }
        for text in [
            "MATCH (n) RETURN n",
            "Who visited Russia?",
            "return 1",
            "(a)",
            "",
            "Hello",
            ". ? .",
            "Did he visit ?",
        ] {
            assert!(!is_pattern(text), "{text}");
        }
    }

    #[test]
    fn one_triple_gives_its_fact() {
        let cypher = to_cypher("Bank of China lends-to ? status planned LIMIT 5").unwrap();
        assert!(cypher.starts_with("MATCH (`?1`:Entity)-[f1:`LENDS_TO`]-(`?2`:Entity) WHERE "), "{cypher}");
        assert!(
            cypher.contains("named(`?1`, 'Bank of China')") && cypher.contains("f1.status = 'planned'"),
            "{cypher}"
        );
        assert!(cypher.ends_with("LIMIT 5"), "{cypher}");
    }

    #[test]
    fn several_triples_share_their_variables() {
        let cypher = to_cypher("?a visits ?b . ?b is located in Asia since 2023").unwrap();
        assert!(
            cypher.contains("(`a`:Entity)-[f1:`VISITS`]-(`b`:Entity), (`b`:Entity)-[f2:`IS_LOCATED_IN`]-")
        );
        assert!(
            cypher.contains("RETURN DISTINCT `a`.name AS `a`, `b`.name AS `b` ORDER BY `a`, `b`"),
            "{cypher}"
        );
    }

    #[test]
    fn either_of_several_names_or_relations_will_do() {
        let cypher = to_cypher("? visits|travels to \"New York\" | Peru").unwrap();
        assert!(cypher.contains("[f1:`VISITS`|`TRAVELS_TO`]"), "{cypher}");
        assert!(cypher.contains("'New York', 'Peru'"), "{cypher}");
        assert!(to_cypher("? visits| Peru").is_err());
    }

    #[test]
    fn quotes_cannot_break_out() {
        let cypher = to_cypher(r#""O'Neil \ x" visits ?"#).unwrap();
        assert!(cypher.contains(r"'O\'Neil \\ x'"), "{cypher}");
        assert!(super::super::parse(&cypher).is_ok(), "{cypher}");
    }

    #[test]
    fn there_is_an_end_to_triples() {
        assert!(to_cypher(&vec!["?a visits ?b"; 500].join(" . ")).is_ok());
        let error = to_cypher(&vec!["?a visits ?b"; 501].join(" . ")).unwrap_err();
        assert!(error.message.contains("too many"), "{error}");
    }

    #[test]
    fn errors_say_what_is_expected() {
        let error = to_cypher("China ?").unwrap_err();
        assert!(error.message.starts_with("expected an object"), "{error}");
        assert_eq!(error.span, Some(Span::new(7, 7)));
        assert_eq!(to_cypher("? visits Russia limit many").unwrap_err().span, Some(Span::new(22, 26)));
    }

    proptest::proptest! {
        #[test]
        fn what_is_translated_parses(text in "([?A-Za-z'\". -]|visits |China ){0,12}") {
            for cypher in [to_cypher(&text), to_told(&text)].into_iter().flatten() {
                proptest::prop_assert!(super::super::parse(&cypher).is_ok(), "{} → {}", text, cypher);
            }
        }
    }
}
