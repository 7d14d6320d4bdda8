//! What each `:command` does.

use super::{
    Files, Outcome, Rows, Session, SessionError, facts, help, past, same, schema, settings, sketch, why,
};
use crate::export::{self, Selection};
use crate::graph::lookup::{find, resolve};
use crate::query::protocol::to_json;
use crate::query::{self, syntax};
use crate::wording::counted;
use serde_json::json;

/// Lines of the history that are shown when nothing in particular is looked for.
const RECENT: usize = 20;

impl Session {
    pub(super) fn command(&mut self, name: &str, rest: &str) -> Result<Outcome, SessionError> {
        let text = |text: Result<String, String>| text.map(Outcome::Text).map_err(SessionError::from);
        match name {
            "help" | "h" | "?" => text(help(rest)),
            "quit" | "q" | "exit" => Ok(Outcome::Quit),
            "schema" => Ok(Outcome::Text(schema(self.graph()))),
            "find" => Ok(Outcome::Rows(self.find(needed(rest, name)?), Vec::new())),
            "facts" => text(facts(self.graph(), needed(rest, name)?)),
            "draw" => text(sketch::draw(self.graph(), needed(rest, name)?)),
            "same" => text(same(self.graph(), needed(rest, name)?)),
            "why" => text(why(self.graph(), needed(rest, name)?)),
            "mode" if rest.is_empty() => Ok(Outcome::Text(format!("{}\n", self.format.name()))),
            "mode" => {
                self.format = rest.parse()?;
                Ok(Outcome::Done)
            }
            "timing" => {
                self.timing = match rest {
                    "" => self.timing,
                    "on" => true,
                    "off" => false,
                    other => return Err(format!("`:timing {other}`: say `on` or `off`").into()),
                };
                Ok(Outcome::Text(format!("timing is {}\n", if self.timing { "on" } else { "off" })))
            }
            "set" => text(settings::set(self, rest)),
            "param" => self.parameter(rest),
            "history" => Ok(Outcome::Text(self.told(rest))),
            "read" => {
                let path = self.named.allow(needed(rest, name)?)?;
                let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {rest}: {e}"))?;
                Ok(Outcome::Script(rest.to_owned(), text))
            }
            "output" => {
                let wanted = !rest.is_empty() && rest != "stdout";
                self.output = if wanted { Some(self.named.allow(rest)?) } else { None };
                if let Some(path) = &self.output {
                    std::fs::write(path, "").map_err(|e| format!("cannot write {}: {e}", path.display()))?;
                }
                Ok(Outcome::Done)
            }
            "export" => self.export(needed(rest, name)?),
            "save" => self.save(needed(rest, name)?),
            "report" => {
                let about = if rest.is_empty() { None } else { Some(resolve(self.graph(), rest)?) };
                // In a file links lead to the sources; here one reads on.
                let at_prompt = self.output.is_none() && self.named == Files::Anywhere;
                let format =
                    if at_prompt { export::ReportFormat::Text } else { export::ReportFormat::Markdown };
                Ok(Outcome::Text(export::report(self.graph(), about).write(format)))
            }
            "merge" | "alias" | "split" | "reject" | "retype" => {
                let said = needed(rest, name)?;
                self.correct(name, said)
            }
            "corrections" => self.corrections(rest),
            "asof" => self.asof(rest),
            "begin" | "commit" | "rollback" => self.transaction(name),
            "undo" => self.undo(),
            "explain" => self.statement(&format!("EXPLAIN {}", needed(rest, name)?)),
            "profile" => self.statement(&format!("PROFILE {}", needed(rest, name)?)),
            other => Err(help::unknown(other).into()),
        }
    }

    /// `:export FORMAT [FILE [QUERY]]`.
    fn export(&mut self, rest: &str) -> Result<Outcome, SessionError> {
        let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let way = way(name)?;
        let (file, wanted) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
        let path = if file.is_empty() { None } else { Some(self.named.allow(file)?) };
        let at_prompt = self.output.is_none() && self.named == Files::Anywhere;
        match way {
            Way::Folder(_) if path.is_none() => {
                return Err(
                    format!("say the folder to write it to, as in `:export {name} graph-{name}`").into()
                );
            }
            Way::File(export::Format::Svg | export::Format::Html) if path.is_none() && at_prompt => {
                return Err(format!("say where to write it, as in `:export {name} graph.{name}`").into());
            }
            _ => {}
        }
        let found = self.found(wanted.trim())?;
        let selection = match &found {
            Some(values) => Selection::of_values(self.graph(), values),
            None => Selection::whole(self.graph()),
        };
        if found.is_some() && selection.nodes.is_empty() {
            return Err(
                "the query returns nothing that can be drawn; return nodes, relationships or paths, \
                        as in `MATCH p = (a)-[f]->(b) RETURN p`"
                    .into(),
            );
        }
        let failed = |error: std::io::Error| format!("cannot write {file}: {error}");
        match (way, &path) {
            (Way::Folder(format), Some(path)) => format.write(&selection, path).map_err(failed)?,
            (Way::Folder(_), None) => {}
            (Way::File(format), path) => {
                // Whole before the file is touched: what cannot be exported must not cost an older export.
                let mut bytes = Vec::new();
                format.exporter().write(&selection, &mut bytes).map_err(|e| e.to_string())?;
                let Some(path) = path else {
                    return Ok(Outcome::Text(String::from_utf8_lossy(&bytes).into_owned()));
                };
                std::fs::write(path, bytes).map_err(failed)?;
            }
        }
        Ok(Outcome::Text(format!(
            "{file} holds {} and {}\n",
            counted(selection.nodes.len(), "node"),
            counted(selection.relationships.len(), "relationship")
        )))
    }

    /// The values that a query or pattern finds; none for an empty text. The graph stays as it was.
    fn found(&mut self, text: &str) -> Result<Option<Vec<crate::value::Value>>, SessionError> {
        if text.is_empty() {
            return Ok(None);
        }
        let cypher = if syntax::triple::is_pattern(text) {
            syntax::triple::to_facts(text)
        } else {
            Ok(text.to_owned())
        };
        let cypher = cypher.map_err(|error| self.failed(&error, text))?;
        let limits = self.limits();
        let graph = self.past.as_mut().map_or(&mut self.graph, |past| &mut past.graph);
        let before = crate::graph::GraphWrite::savepoint(graph);
        let result = query::run(graph, &cypher, &self.parameters, &limits, &self.procedures);
        crate::graph::GraphWrite::rollback_to(graph, before);
        let rows = result.map_err(|error| self.failed(&error, text))?.rows;
        Ok(Some(rows.into_iter().flatten().collect()))
    }

    /// `:asof DATE`, `:asof now`, `:asof`.
    fn asof(&mut self, rest: &str) -> Result<Outcome, SessionError> {
        match rest {
            "" => {
                let date = self.past.as_ref().map_or("now", |past| &past.date);
                return Ok(Outcome::Text(format!("{date}\n")));
            }
            "now" => self.past = None,
            _ if self.in_transaction => {
                return Err("a transaction is open; `:commit` or `:rollback` it first".into());
            }
            date => {
                let (past, said) = past::known_by(&self.graph, date)?;
                self.past = Some(past);
                self.changes += 1;
                return Ok(Outcome::Text(said));
            }
        }
        self.changes += 1;
        Ok(Outcome::Done)
    }

    fn find(&self, text: &str) -> Rows {
        let columns = ["name", "type", "mentions", "alias"].map(String::from).to_vec();
        let rows = find(self.graph(), text)
            .into_iter()
            .take(20)
            .map(|f| vec![json!(f.name), json!(f.label), json!(f.mentions), json!(f.alias)])
            .collect();
        Rows { columns, rows }
    }

    /// The last lines of the history, or all that hold a text.
    fn told(&self, wanted: &str) -> String {
        let lower = wanted.to_lowercase();
        let fits = |line: &&String| wanted.is_empty() || line.to_lowercase().contains(&lower);
        let found: Vec<&String> = self.history.iter().filter(fits).collect();
        let from = if wanted.is_empty() { found.len().saturating_sub(RECENT) } else { 0 };
        found[from..].iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    fn parameter(&mut self, rest: &str) -> Result<Outcome, SessionError> {
        if rest.is_empty() {
            let line = |(name, value): (&String, &crate::value::Value)| {
                format!("${name} => {}\n", to_json(value, self.graph()))
            };
            return Ok(Outcome::Text(self.parameters.iter().map(line).collect()));
        }
        let (name, value) = rest
            .split_once("=>")
            .or_else(|| rest.split_once('='))
            .or_else(|| rest.split_once(char::is_whitespace))
            .ok_or("say `:param NAME => VALUE`, as in `:param who => \"Li Shangfu\"`")?;
        let name = name.trim().trim_start_matches('$');
        if let Ok(value) = serde_json::from_str(value.trim()) {
            self.set_parameter(name, &value);
            return Ok(Outcome::Done);
        }
        // What is no JSON may be an expression, such as 'Li Shangfu' or date('2023-04-16').
        let found = self.found(&format!("RETURN {}", value.trim())).map_err(|error| SessionError {
            message: format!(
                "{}\nthe value is neither JSON nor an expression; texts stand in quotes",
                error.message
            ),
            ..error
        })?;
        let mut found = found.into_iter().flatten();
        match (found.next(), found.next()) {
            (Some(value), None) => {
                self.parameters.insert(name.to_owned(), value);
                Ok(Outcome::Done)
            }
            _ => Err("say one value".into()),
        }
    }
}

fn needed<'a>(rest: &'a str, command: &str) -> Result<&'a str, String> {
    if rest.is_empty() {
        return Err(help(command).unwrap_or_default().trim_end().to_owned());
    }
    Ok(rest)
}

/// A format of one file or of a folder.
#[derive(Clone, Copy)]
enum Way {
    File(export::Format),
    Folder(export::FolderFormat),
}

/// Programs that people name in place of the format that they read.
const READERS: [(&str, &str); 11] = [
    ("d3", "json"),
    ("gephi", "gexf"),
    ("graphviz", "dot"),
    ("igraph", "graphml"),
    ("kuzu", "ladybug"),
    ("neo4j", "cypher` or `csv"),
    ("networkx", "json` or `graphml"),
    ("obsidian", "notes"),
    ("png", "svg"),
    ("rdf", "turtle"),
    ("yed", "graphml"),
];

/// The format of a name.
fn way(name: &str) -> Result<Way, String> {
    if let Some(format) = export::Format::parse(name) {
        return Ok(Way::File(format));
    }
    if let Some(format) = export::FolderFormat::parse(name) {
        return Ok(Way::Folder(format));
    }
    if let Some((_, format)) = READERS.iter().find(|(reader, _)| reader.eq_ignore_ascii_case(name)) {
        return Err(format!("there is no format `{name}`; for that there is `{format}`"));
    }
    let files = export::Format::ALL.iter().map(|(name, _)| *name);
    let names: Vec<&str> = files.chain(export::FolderFormat::ALL.iter().map(|(name, _)| *name)).collect();
    let near = query::error::nearest(name, names.iter().copied());
    let hint = near.map_or(format!("there are {}", names.join(", ")), |n| format!("did you mean `{n}`?"));
    Err(format!("there is no format `{name}`; {hint}"))
}
