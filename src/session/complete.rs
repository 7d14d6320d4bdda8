//! What could stand where the cursor is: from the grammar (by the parser itself), from the graph, and from what was
//! typed before.
//!
//! [`Names`] holds the graph's names in an order that is searched by beginning, so that a keystroke costs the same in a
//! small graph and in a large one. It is made once, apart from the graph, so that it can be made on another thread.

mod names;
mod place;
mod scope;

pub use names::{Gathered, Names, gather};

use super::{Session, help, settings};
use crate::export;
use crate::fact::relation_name;
use crate::graph::GraphRead;
use crate::lexicon::EntityType;
use crate::query::functions;
use crate::query::syntax::keywords::is_keyword;
use crate::query::syntax::{self, triple};
use crate::question;
use crate::session::Format;
use place::Place;
use std::collections::BTreeSet;

/// How many candidates are given at most.
pub const MOST: usize = 60;

/// The words that open a clause: the parser calls them just that. Those that are written most come first.
const CLAUSES: [&str; 14] = [
    "MATCH", "RETURN", "WITH", "CREATE", "MERGE", "SET", "OPTIONAL", "UNWIND", "DELETE", "CALL", "REMOVE",
    "DETACH", "FOREACH", "UNION",
];

/// Something that could stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What to put in place of what was typed.
    pub text: String,
    /// What to show in a list.
    pub shown: String,
}

impl Candidate {
    fn plain(text: impl Into<String>) -> Candidate {
        let text = text.into();
        Candidate { shown: text.clone(), text }
    }

    fn with(text: impl Into<String>, remark: &str) -> Candidate {
        let text = text.into();
        Candidate { shown: format!("{text}  {remark}"), text }
    }
}

/// What could stand at the end of `before` (the text up to the cursor), and the byte from which it replaces.
pub fn complete(session: &Session, names: &Names, before: &str) -> (usize, Vec<Candidate>) {
    let place = place::find(before);
    let (start, mut found) = match place {
        Place::Command { start } => {
            let fits = help::topics().filter(|t| t.name.starts_with(&before[start..]));
            (start, fits.map(|t| Candidate::with(t.name, t.summary)).collect())
        }
        Place::Argument { command, start } => argument(session, names, command, before, start),
        Place::Text { start, quote } => (start, within_quotes(names, &before[start..], quote)),
        Place::Parameter { start } => {
            let typed = &before[start..];
            let fits = session.parameters.keys().filter(|name| name.starts_with(typed));
            (start, fits.map(Candidate::plain).collect())
        }
        Place::Label { start } => {
            let all = &session.graph().names().labels;
            let count = |id| session.graph().count_with_label(id);
            (start, counted(all.iter().map(|(id, name)| (count(id), name)), &before[start..]))
        }
        Place::Type { start } => {
            let all = &session.graph().names().types;
            let count = |id| session.graph().count_with_type(id);
            (start, counted(all.iter().map(|(id, name)| (count(id), name)), &before[start..]))
        }
        Place::Key { start } => {
            let typed = &before[start..];
            let mut keys: Vec<&str> = session.graph().names().keys.iter().map(|(_, key)| key).collect();
            keys.sort_unstable();
            (
                start,
                keys.into_iter().filter(|k| begins(k, typed)).map(|k| Candidate::plain(quoted(k))).collect(),
            )
        }
        Place::Dotted { start } => {
            let typed = before[start..].to_lowercase();
            let procedures = session.procedures.names().map(str::to_owned);
            let functions = functions::all().map(|f| f.name.to_owned());
            let all: BTreeSet<String> = procedures.chain(functions).filter(|n| n.contains('.')).collect();
            (
                start,
                all.into_iter()
                    .filter(|n| n.to_lowercase().starts_with(&typed))
                    .map(Candidate::plain)
                    .collect(),
            )
        }
        Place::Procedure { start } => {
            let typed = before[start..].to_lowercase();
            let fits = session.procedures.names().filter(|n| n.to_lowercase().starts_with(&typed));
            (start, fits.map(Candidate::plain).collect())
        }
        Place::Cypher { statement, start } => (start, words(before, statement, start)),
        Place::Words { statement } => plain_words(session, names, before, statement),
    };
    found.truncate(MOST);
    if let ([only], true) = (
        found.as_mut_slice(),
        matches!(place, Place::Words { .. } | Place::Command { .. } | Place::Cypher { .. }),
    ) {
        // What is sure is done: go on with the next word.
        if !only.text.ends_with(['(', '\'', '"'])
            && (!matches!(place, Place::Cypher { .. }) || is_keyword(&only.text))
        {
            only.text.push(' ');
        }
    }
    (start, found)
}

/// Names with how often they occur, the most frequent first.
fn counted<'a>(all: impl Iterator<Item = (usize, &'a str)>, typed: &str) -> Vec<Candidate> {
    let mut fits: Vec<(usize, &str)> =
        all.filter(|(count, name)| *count > 0 && begins(name, typed)).collect();
    fits.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    fits.into_iter().map(|(count, name)| Candidate::with(quoted(name), &format!("({count})"))).collect()
}

/// Variables in scope, the words that the grammar allows here, functions.
fn words(before: &str, statement: usize, start: usize) -> Vec<Candidate> {
    let typed = &before[start..];
    let head = &before[statement..start];
    let mut found: Vec<Candidate> = scope::variables(head)
        .into_iter()
        .filter(|name| name.starts_with(typed) && name != typed)
        .map(Candidate::plain)
        .collect();
    let next = syntax::continuations(head);
    // Behind RETURN the parser would take any clause and leave it to be refused later.
    let after_return = scope::last_clause(head).is_some_and(|word| word == "return");
    found.extend(keywords(&next, typed).into_iter().filter(|c| {
        !after_return
            || c.text.eq_ignore_ascii_case("union")
            || !CLAUSES.iter().any(|word| word.eq_ignore_ascii_case(&c.text))
    }));
    let takes_expression =
        next.iter().any(|what| what.contains("expression") || *what == "NOT" || *what == "a function");
    if takes_expression && !typed.is_empty() {
        let fits = functions::all().filter(|f| !f.name.contains('.') && begins(f.name, typed));
        let mut all: Vec<Candidate> = fits
            .map(|f| Candidate { text: format!("{}(", f.name), shown: format!("{}()  {}", f.name, f.help) })
            .collect();
        all.sort_by(|a, b| a.text.cmp(&b.text));
        found.extend(all);
    }
    found
}

/// A pattern, a question, or the beginning of anything: relations and keys, entities of one word or more, keywords.
fn plain_words(session: &Session, names: &Names, before: &str, statement: usize) -> (usize, Vec<Candidate>) {
    let line = &before[statement..];
    let start = statement + word_start(line);
    let typed = &before[start..];
    let first = line.trim_start().len() == typed.len();
    let relations = || {
        let types = &session.graph().names().types;
        let all: Vec<(usize, String)> =
            types.iter().map(|(id, t)| (session.graph().count_with_type(id), relation_name(t))).collect();
        let found = counted(all.iter().map(|(count, name)| (*count, name.as_str())), typed);
        found
            .into_iter()
            .map(|c| Candidate { text: c.text.trim_matches('`').to_owned(), shown: c.shown })
            .collect::<Vec<_>>()
    };
    let named = names.at_the_end(line);
    // Names of entities have capitals, relations have none: who types small letters may mean either, unless the word before is
    // of the name.
    let begun = named.as_ref().is_some_and(|(from, _)| statement + from < start);
    if typed.starts_with(char::is_lowercase) && !first && !begun {
        let found = relations();
        if !found.is_empty() {
            return (start, found);
        }
    }
    if let Some((from, found)) = named {
        let mut found: Vec<Candidate> = found;
        if first {
            found.extend(opening(typed));
        }
        return (statement + from, found);
    }
    if typed.is_empty() {
        return (start, Vec::new());
    }
    let mut found = if first { opening(typed) } else { relations() };
    if first && found.is_empty() {
        found = relations();
    }
    (start, found)
}

/// The words that a statement may begin with.
fn opening(typed: &str) -> Vec<Candidate> {
    keywords(&syntax::continuations(""), typed)
}

/// Those of the things that may stand next which are keywords and begin so.
fn keywords(next: &[&'static str], typed: &str) -> Vec<Candidate> {
    let clauses = next.iter().any(|what| what.contains("clause"));
    let all =
        next.iter().flat_map(|what| what.split(' ').take(1)).chain(CLAUSES.into_iter().filter(|_| clauses));
    let mut words: Vec<&str> = all
        .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase()) && begins(word, typed))
        .collect();
    let written = |word: &str| CLAUSES.iter().position(|clause| *clause == word).unwrap_or(CLAUSES.len());
    words.sort_unstable_by_key(|word| (written(word), *word));
    words.dedup();
    // Who types small letters goes on in small letters.
    let lower = typed.starts_with(char::is_lowercase);
    words
        .into_iter()
        .map(|word| Candidate::plain(if lower { word.to_lowercase() } else { word.to_owned() }))
        .collect()
}

/// Entities in a string that is not closed yet.
fn within_quotes(names: &Names, typed: &str, quote: char) -> Vec<Candidate> {
    let close = |c: Candidate| {
        let text = c.text.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
        Candidate { text: format!("{text}{quote}"), shown: c.shown }
    };
    if typed.is_empty() { Vec::new() } else { names.beginning(typed).into_iter().map(close).collect() }
}

fn argument(
    session: &Session,
    names: &Names,
    command: &str,
    before: &str,
    start: usize,
) -> (usize, Vec<Candidate>) {
    let typed = &before[start..];
    let first = !typed.contains(char::is_whitespace);
    let of = |all: &mut dyn Iterator<Item = &'static str>| {
        all.filter(|name| name.starts_with(typed)).map(Candidate::plain).collect::<Vec<_>>()
    };
    match command {
        "help" => (start, of(&mut help::topics().map(|t| t.name).chain(help::guides().map(|g| g.name)))),
        "mode" => (start, of(&mut Format::ALL.iter().map(|(_, name)| *name))),
        "timing" => (start, of(&mut ["on", "off"].into_iter())),
        "export" if first => {
            let files = export::Format::ALL.iter().map(|(name, _)| *name);
            (start, of(&mut files.chain(export::FolderFormat::ALL.iter().map(|(name, _)| *name))))
        }
        "set" if first => {
            let fits = settings::SETTINGS.iter().filter(|(name, ..)| name.starts_with(typed));
            (start, fits.map(|(name, may_be, _)| Candidate::with(*name, may_be)).collect())
        }
        "asof" => {
            let dates: BTreeSet<&str> =
                session.graph.articles().iter().filter_map(|a| a.date.as_deref()).collect();
            let fits = dates.into_iter().rev().chain(["now"]).filter(|date| date.starts_with(typed));
            (start, fits.map(Candidate::plain).collect())
        }
        "facts" | "find" | "draw" | "same" | "report" => {
            let from = start + typed.rfind(", ").map_or(0, |at| at + 2);
            let wanted = &before[from..];
            (from, if wanted.is_empty() { Vec::new() } else { names.beginning(wanted) })
        }
        // Both sides are names, or a type stands behind the sign.
        "merge" | "alias" | "retype" | "split" => {
            let from = typed.rfind('=').map_or(start, |at| {
                let rest = &typed[at + 1..];
                start + at + 1 + (rest.len() - rest.trim_start().len())
            });
            let wanted = &before[from..];
            if command == "retype" && from > start {
                let types = EntityType::ALL.into_iter().map(EntityType::as_str);
                let fits = types.filter(|t| begins(t, wanted) || *t == wanted || wanted.is_empty());
                return (from, fits.map(Candidate::plain).collect());
            }
            (from, if wanted.is_empty() { Vec::new() } else { names.beginning(wanted) })
        }
        "corrections" => (start, of(&mut ["undo"].into_iter())),
        "why" | "reject" => plain_words(session, names, before, start),
        "explain" | "profile" => {
            // What follows is a statement of its own.
            let (from, found) = complete(session, names, typed);
            (start + from, found)
        }
        _ => (start, Vec::new()),
    }
}

/// What a statement still lacks, for people who wonder why Enter does not run it.
pub fn lacks(text: &str) -> Option<&'static str> {
    if question::is_question(text) {
        return None;
    }
    if triple::is_pattern(text) {
        return Some("the pattern goes on; an empty line ends it");
    }
    let (tokens, error) = syntax::lexer::tokenize_lenient(text);
    if error.is_some() {
        return Some("a quote or comment is open");
    }
    let open = tokens.iter().rev().find(|t| t.closes_at == 0 && place::opens(t.kind));
    match open.map(|t| t.span().of(text)) {
        Some("(") => Some(") is missing"),
        Some("[") => Some("] is missing"),
        Some("{") => Some("} is missing"),
        _ => Some("goes on; an empty line ends it"),
    }
}

/// Where the word at the end of a line starts; relations have hyphens.
fn word_start(line: &str) -> usize {
    let outside = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-');
    line.char_indices().rev().find(|&(_, c)| outside(c)).map_or(0, |(at, c)| at + c.len_utf8())
}

/// Whether a word begins with what was typed, whatever the case, and goes on.
fn begins(word: &str, typed: &str) -> bool {
    word.len() > typed.len() && word.get(..typed.len()).is_some_and(|head| head.eq_ignore_ascii_case(typed))
}

/// A name as Cypher takes it, in backquotes where it needs them.
fn quoted(name: &str) -> String {
    use syntax::lexer::{continues_name, starts_name};
    let plain = name.starts_with(starts_name) && name.chars().all(continues_name);
    if plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

#[cfg(test)]
mod tests;
