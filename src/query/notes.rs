//! Why a result may be empty: labels, relationship types and property keys that the graph does not have, with the
//! nearest that it has.

use super::error::nearest;
use super::syntax::lexer;
use super::syntax::token::{Sign, TokenKind};
use crate::diagnostic::{Diagnostic, Level};
use crate::graph::{Graph, GraphRead};

/// A note for each label or relationship type (`:Name` outside braces) and each property key (`x.name`) of a query
/// that nothing in the graph has. A key is only worth a note if a known one is near: it may belong to a map.
pub(super) fn unknown_names(graph: &Graph, source: &str) -> Vec<Diagnostic> {
    let (tokens, _) = lexer::tokenize_lenient(source);
    let names = graph.names();
    let mut notes: Vec<Diagnostic> = Vec::new();
    let mut braces = 0usize;
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Sign(Sign::OpenBrace) => braces += 1,
            TokenKind::Sign(Sign::CloseBrace) => braces = braces.saturating_sub(1),
            TokenKind::Name | TokenKind::QuotedName if i > 0 => {
                let name = token.span().of(source).trim_matches('`');
                let call = tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Sign(Sign::OpenParen));
                let (what, near) = match tokens[i - 1].kind {
                    TokenKind::Sign(Sign::Colon | Sign::Bar | Sign::Bang | Sign::Ampersand)
                        if braces == 0 =>
                    {
                        if names.labels.id(name).is_some() || names.types.id(name).is_some() {
                            continue;
                        }
                        let known =
                            names.labels.iter().map(|(_, n)| n).chain(names.types.iter().map(|(_, n)| n));
                        ("label or relationship type", nearest(name, known).map(str::to_owned))
                    }
                    TokenKind::Sign(Sign::Dot) if !call && names.keys.id(name).is_none() => {
                        match nearest(name, names.keys.iter().map(|(_, n)| n)) {
                            Some(near) => ("property", Some(near.to_owned())),
                            None => continue,
                        }
                    }
                    _ => continue,
                };
                notes.push(Diagnostic {
                    level: Level::Warning,
                    message: format!("nothing in the graph has the {what} `{name}`"),
                    span: Some(token.span()),
                    label: None,
                    hint: near.map(|near| format!("did you mean `{near}`?")),
                });
            }
            _ => {}
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Limits, Parameters, Procedures, run};

    #[test]
    fn an_empty_result_names_what_is_not_there() {
        let mut graph = Graph::default();
        let mut ask = |text: &str| {
            run(&mut graph, text, &Parameters::default(), &Limits::default(), &Procedures::default()).unwrap()
        };
        ask("CREATE (:Person {name: 'Ada'})-[:VISITS]->(:Place)");
        let hints = |notes: Vec<Diagnostic>| notes.into_iter().filter_map(|n| n.hint).collect::<Vec<_>>();
        assert_eq!(hints(ask("MATCH (n:Persn) RETURN n").notes), ["did you mean `Person`?"]);
        assert_eq!(hints(ask("MATCH (n)-[:VISTS]->() RETURN n").notes), ["did you mean `VISITS`?"]);
        assert_eq!(hints(ask("MATCH (n) WHERE n.nam = 'Ada' RETURN n").notes), ["did you mean `name`?"]);
        assert!(ask("MATCH (n:Person) RETURN n").notes.is_empty());
        assert!(ask("MATCH (n:Place {name: 'x'}) RETURN n").notes.is_empty());
    }
}
