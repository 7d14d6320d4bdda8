//! What the line editor asks while one types: is it complete, what could follow, how is it coloured.

use factloom::graph::GraphRead;
use factloom::query::syntax::keywords::keywords;
use factloom::query::syntax::lexer::tokenize_lenient;
use factloom::query::syntax::token::TokenKind;
use factloom::session::{Session, aliases, name, topics};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper as RustylineHelper};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// What may stand for a list of candidates at once.
const MOST: usize = 50;

/// Answers the line editor from the session.
pub(super) struct Helper {
    session: Rc<RefCell<Session>>,
    /// Every name and alias in lower case, with the name it leads to; ordered, for a quick search by beginning.
    names: Vec<(String, String)>,
    /// Labels, types and keys.
    words: Vec<String>,
    colour: bool,
}

impl Helper {
    pub(super) fn new(session: Rc<RefCell<Session>>) -> Helper {
        let colour = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let mut helper = Helper { session, names: Vec::new(), words: Vec::new(), colour };
        helper.refresh();
        helper
    }

    /// Looks up the graph's names anew.
    pub(super) fn refresh(&mut self) {
        let session = self.session.borrow();
        let graph = session.graph();
        if self.names.is_empty() || self.names.len() < graph.node_count() {
            self.names = graph
                .nodes()
                .filter_map(|node| Some((name(graph, node)?, aliases(graph, node))))
                .flat_map(|(name, aliases)| {
                    let own = (name.to_lowercase(), name.clone());
                    aliases.into_iter().map(move |a| (a.to_lowercase(), name.clone())).chain([own])
                })
                .collect();
            self.names.sort_unstable();
            self.names.dedup();
        }
        let names = graph.names();
        let types = names.types.iter().flat_map(|(_, t)| [t.to_owned(), factloom::fact::relation_name(t)]);
        self.words = names.labels.iter().map(|(_, l)| l.to_owned()).collect();
        self.words.extend(names.keys.iter().map(|(_, k)| k.to_owned()));
        self.words.extend(types);
        self.words.sort_unstable();
        self.words.dedup();
    }

    /// What can stand where the cursor is, with the place where it starts.
    fn candidates(&self, line: &str) -> (usize, Vec<Pair>) {
        let command = line.trim_start();
        if command.starts_with([':', '.']) && !command.contains(' ') {
            let start = line.len() - command.len() + 1;
            let typed = &command[1..];
            let found = topics().filter(|t| t.name.starts_with(typed)).map(|t| pair(t.name, t.name));
            return (start, found.collect());
        }
        let start = line
            .rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
            .map_or(0, |i| i + line[i..].chars().next().map_or(1, char::len_utf8));
        let typed = &line[start..];
        // Names of entities have capitals, relations and keys have none: who types small letters may mean either.
        let meant: Vec<Pair> =
            self.words.iter().filter(|w| w.starts_with(typed)).map(|w| pair(w, w)).take(MOST).collect();
        if typed.starts_with(char::is_lowercase) && !meant.is_empty() {
            return (start, meant);
        }
        if let Some(found) = self.entities(line) {
            return found;
        }
        if typed.is_empty() {
            return (start, Vec::new());
        }
        let mut found: Vec<Pair> =
            self.words.iter().filter(|w| begins(w, typed)).map(|w| pair(w, w)).take(MOST).collect();
        found.extend(keywords().filter(|k| begins(k, typed)).map(|k| pair(k, k)));
        (start, found)
    }

    /// The entities whose names begin with the longest end of the line that any name begins with: names may be
    /// several words.
    fn entities(&self, line: &str) -> Option<(usize, Vec<Pair>)> {
        let starts = line.char_indices().filter(|&(i, c)| {
            let before = line[..i].chars().next_back();
            !c.is_whitespace() && before.is_none_or(|b| !b.is_alphanumeric() && b != '-' && b != '_')
        });
        for (start, _) in starts {
            let typed = line[start..].trim_start_matches(['"', '\'']);
            let found = if typed.chars().count() < 2 { Vec::new() } else { self.names(typed) };
            if !found.is_empty() {
                return Some((line.len() - typed.len(), found));
            }
        }
        None
    }

    fn names(&self, typed: &str) -> Vec<Pair> {
        let lower = typed.to_lowercase();
        let from = self.names.partition_point(|(key, _)| *key < lower);
        let mut found: Vec<Pair> = Vec::new();
        for (key, name) in self.names[from..].iter().take_while(|(key, _)| key.starts_with(&lower)).take(MOST)
        {
            if found.iter().any(|p| p.replacement == *name) {
                continue;
            }
            let by_alias = *key != name.to_lowercase();
            let shown = if by_alias { format!("{name} ({key})") } else { name.clone() };
            found.push(pair(&shown, name));
        }
        found
    }
}

fn begins(word: &str, typed: &str) -> bool {
    word.len() > typed.len() && word.get(..typed.len()).is_some_and(|head| head.eq_ignore_ascii_case(typed))
}

fn pair(display: &str, replacement: &str) -> Pair {
    Pair { display: display.to_owned(), replacement: replacement.to_owned() }
}

impl Completer for Helper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        Ok(self.candidates(&line[..pos]))
    }
}

impl Hinter for Helper {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<String> {
        if pos < line.len() || line.trim().len() < 2 || line.contains('\n') {
            return None;
        }
        let (start, found) = self.candidates(line);
        let [only] = found.as_slice() else { return None };
        let typed = &line[start..];
        let rest = only.replacement.get(typed.len()..)?;
        only.replacement.starts_with(typed).then(|| rest.to_owned()).filter(|rest| !rest.is_empty())
    }
}

impl Highlighter for Helper {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.colour || factloom::session::is_command(line) {
            return Cow::Borrowed(line);
        }
        let (tokens, _) = tokenize_lenient(line);
        let mut out = String::with_capacity(line.len() + 32);
        let mut from = 0;
        for token in &tokens {
            let text = token.span.of(line);
            let colour = match token.kind {
                TokenKind::String => "\x1b[32m",
                TokenKind::Integer | TokenKind::Float => "\x1b[36m",
                _ if text.chars().all(|c| c.is_ascii_uppercase()) && keywords().any(|k| k == text) => {
                    "\x1b[1;34m"
                }
                _ => continue,
            };
            out.push_str(&line[from..token.span.start]);
            out.push_str(colour);
            out.push_str(text);
            out.push_str("\x1b[0m");
            from = token.span.end;
        }
        out.push_str(&line[from..]);
        Cow::Owned(out)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.colour { Cow::Owned(format!("\x1b[90m{hint}\x1b[0m")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.colour && kind != CmdKind::MoveCursor
    }
}

impl Validator for Helper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let complete = text.trim().is_empty() || self.session.borrow().is_complete(text);
        Ok(if complete { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl RustylineHelper for Helper {}
