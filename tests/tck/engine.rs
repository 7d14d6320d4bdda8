//! The program under test, asked in JSON lines.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value as Json, json};

use crate::term::Term;

/// `factloom query :memory: --stdin`; started when first needed, and again after it has ended.
#[derive(Default)]
pub(crate) struct Engine {
    process: Option<(Child, ChildStdin, BufReader<ChildStdout>)>,
}

/// What a query gave.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Term>>,
    /// Type, phase and detail, and the message.
    pub(crate) error: Option<([String; 3], String)>,
}

/// The graph's nodes and relationships by identity.
pub(crate) type Graph = BTreeMap<(bool, String), Term>;

impl Engine {
    /// The program's answer to one request; an error when it has ended.
    fn ask(&mut self, request: &Json) -> Result<Json, String> {
        let answer = self.exchange(request);
        if answer.is_err() {
            self.stop();
        }
        answer
    }

    fn exchange(&mut self, request: &Json) -> Result<Json, String> {
        let gone = |error: std::io::Error| format!("the program has ended: {error}");
        if self.process.is_none() {
            // Another build can be judged by naming it.
            let program = std::env::var_os("FACTLOOM_TCK_PROGRAM")
                .unwrap_or_else(|| env!("CARGO_BIN_EXE_factloom").into());
            let mut child = Command::new(program)
                .args(["query", ":memory:", "--stdin", "--format", "json", "--allow"])
                .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios/files"))
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .map_err(gone)?;
            let pipes = child.stdin.take().zip(child.stdout.take()).ok_or("no pipes to the program")?;
            self.process = Some((child, pipes.0, BufReader::new(pipes.1)));
        }
        let (_, input, output) = self.process.as_mut().ok_or("no program")?;
        writeln!(input, "{request}").and_then(|()| input.flush()).map_err(gone)?;
        let mut line = String::new();
        output.read_line(&mut line).map_err(gone)?;
        serde_json::from_str(&line).map_err(|error| format!("no answer to {request}: {error}"))
    }

    fn stop(&mut self) {
        if let Some((mut child, input, _)) = self.process.take() {
            drop(input);
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Empties the graph, or registers a procedure.
    pub(crate) fn tell(&mut self, request: &Json) -> Result<(), String> {
        match self.ask(request)?.get("error") {
            None | Some(Json::Null) => Ok(()),
            Some(error) => Err(format!("{error}, on {request}")),
        }
    }

    /// What the query gives.
    pub(crate) fn query(&mut self, text: &str, parameters: &Json) -> Result<Answer, String> {
        let answer = self.ask(&json!({"id": 1, "query": text, "params": parameters, "typed": true}))?;
        if let Some(error) = answer.get("error").filter(|error| !error.is_null()) {
            let part = |name: &str| error.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
            let phase = part("phase").replace("compile time", "compile").replace("compile", "compile time");
            return Ok(Answer {
                error: Some(([part("type"), phase, part("detail")], error.to_string())),
                ..Answer::default()
            });
        }
        let rows = |answer: &Json| {
            let row = |row: &Json| row.as_array()?.iter().map(Term::decode).collect::<Option<Vec<_>>>();
            answer.get("rows")?.as_array()?.iter().map(row).collect::<Option<Vec<_>>>()
        };
        let columns = |answer: &Json| {
            answer
                .get("columns")?
                .as_array()?
                .iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        };
        match (columns(&answer), rows(&answer)) {
            (Some(columns), Some(rows)) => Ok(Answer { columns, rows, error: None }),
            _ => Err(format!("neither rows of typed values nor an error: {answer}")),
        }
    }

    /// All nodes and relationships.
    pub(crate) fn graph(&mut self) -> Result<Graph, String> {
        let mut graph = Graph::new();
        for (is_node, query) in [(true, "MATCH (n) RETURN n"), (false, "MATCH ()-[r]->() RETURN r")] {
            let answer = self.ask(&json!({"id": 1, "query": query, "params": {}, "typed": true}))?;
            for row in
                answer.get("rows").and_then(Json::as_array).ok_or_else(|| format!("{answer}, on {query}"))?
            {
                let id = row[0]["_value"]["_element_id"].as_str().unwrap_or_default().to_owned();
                let term = Term::decode(&row[0]).ok_or_else(|| format!("{row} is no entity"))?;
                if graph.insert((is_node, id), term).is_some() {
                    return Err(format!("{query} yields an entity twice"));
                }
            }
        }
        Ok(graph)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What has changed between two states of the graph, by the kit's counting rules, without the zeros: labels count once
/// however many nodes have them, a changed property is one removed and one added.
pub(crate) fn side_effects(before: &Graph, after: &Graph) -> BTreeMap<String, i64> {
    let (old, new) = (countable(before), countable(after));
    let mut effects = BTreeMap::new();
    for (sign, kinds) in [("+", new.difference(&old)), ("-", old.difference(&new))] {
        for (kind, _) in kinds {
            *effects.entry(format!("{sign}{kind}")).or_default() += 1;
        }
    }
    effects
}

fn countable(graph: &Graph) -> BTreeSet<(&'static str, String)> {
    let mut all = BTreeSet::new();
    for (identity, entity) in graph {
        let (kind, properties) = match entity {
            Term::Node(labels, properties) => {
                all.extend(labels.iter().map(|label| ("labels", label.clone())));
                ("nodes", properties)
            }
            Term::Relationship(_, properties) => ("relationships", properties),
            _ => continue,
        };
        all.insert((kind, identity.1.clone()));
        all.extend(properties.iter().map(|property| ("properties", format!("{identity:?} {property:?}"))));
    }
    all
}
