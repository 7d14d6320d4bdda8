//! The conversation in JSON lines of `factloom query --stdin`: a request a line in, an answer a line out.

use std::io::{self, BufRead, Write};
use std::sync::LazyLock;
use std::time::Instant;

use serde_json::{Map as Object, Value as Json, json};

use super::Statements;
use super::procedures::{Procedures, Signature};
use super::protocol::{error_to_json, from_json, to_json, to_typed_json};
use super::result::{Limits, Parameters, ResultSet};
use crate::graph::{Counts, Graph};
use crate::value::Value;

/// A request. What is of another type than it should be counts as missing.
#[derive(Debug, Default, serde::Deserialize)]
struct Request {
    #[serde(default)]
    id: Json,
    query: Option<String>,
    params: Option<Object<String, Json>>,
    typed: Option<bool>,
    reset: Option<bool>,
    procedure: Option<Json>,
}

impl Request {
    fn read(line: &str) -> Result<Request, serde_json::Error> {
        if line.starts_with('{')
            && let Ok(request) = serde_json::from_str(line)
        {
            return Ok(request);
        }
        let mut request: Json = serde_json::from_str(line)?;
        Ok(Request {
            id: request.get_mut("id").map(Json::take).unwrap_or_default(),
            query: request["query"].as_str().map(str::to_owned),
            params: request["params"].as_object().cloned(),
            typed: request["typed"].as_bool(),
            reset: request["reset"].as_bool(),
            procedure: request.get("procedure").cloned(),
        })
    }
}

/// What stays from one request to the next.
#[derive(Default)]
struct State {
    procedures: Procedures,
    statements: Statements,
}

/// Answers requests, one JSON value a line, until the input ends. `keep` ends the transaction after each of them.
pub fn serve(
    mut input: impl BufRead,
    mut output: impl Write,
    graph: &mut Graph,
    limits: impl Fn() -> Limits,
    mut keep: impl FnMut(&mut Graph) -> Result<(), String>,
) -> io::Result<()> {
    let mut state = State::default();
    let (mut line, mut bytes) = (String::new(), Vec::new());
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line.trim().is_empty() {
            continue;
        }
        bytes.clear();
        match Request::read(&line) {
            Ok(request) => answer(&request, graph, &mut state, &limits(), &mut keep, &mut bytes)?,
            Err(error) => {
                let answer = protocol_error(&Json::Null, &format!("not a JSON request: {error}"));
                serde_json::to_writer(&mut bytes, &answer)?;
            }
        }
        bytes.push(b'\n');
        output.write_all(&bytes)?;
        output.flush()?;
    }
}

fn protocol_error(id: &Json, message: &str) -> Json {
    let error =
        json!({"type": "ArgumentError", "phase": "compile", "detail": "InvalidRequest", "message": message});
    json!({"id": id, "error": error})
}

fn say(bytes: &mut Vec<u8>, answer: &Json) -> io::Result<()> {
    serde_json::to_writer(bytes, answer).map_err(io::Error::from)
}

fn answer(
    request: &Request,
    graph: &mut Graph,
    State { procedures, statements }: &mut State,
    limits: &Limits,
    keep: &mut dyn FnMut(&mut Graph) -> Result<(), String>,
    bytes: &mut Vec<u8>,
) -> io::Result<()> {
    let id = &request.id;
    if request.reset == Some(true) {
        *graph = Graph::new();
        *procedures = Procedures::default();
        statements.clear();
        return say(bytes, &json!({"id": id}));
    }
    if let Some(procedure) = &request.procedure {
        let signature = procedure["signature"].as_str().and_then(Signature::parse);
        let Some(signature) = signature else {
            return say(bytes, &protocol_error(id, "this is not a procedure's signature"));
        };
        let rows = procedure["rows"].as_array().into_iter().flatten();
        let rows = rows.map(|row| row.as_array().into_iter().flatten().map(from_json).collect()).collect();
        procedures.register(signature, rows);
        statements.clear();
        return say(bytes, &json!({"id": id}));
    }
    let Some(query) = &request.query else {
        return say(bytes, &protocol_error(id, "the request has no query"));
    };
    let parameters: Parameters =
        request.params.iter().flatten().map(|(name, value)| (name.clone(), from_json(value))).collect();
    let start = Instant::now();
    let prepared = statements.prepare(query, &parameters, procedures);
    match prepared.and_then(|prepared| prepared.run(graph, &parameters, limits, procedures)) {
        Ok(result) => {
            bytes.extend_from_slice(b"{\"id\":");
            serde_json::to_writer(&mut *bytes, id)?;
            // Before the changes are kept: what was deleted in them can still be shown.
            show(&result, graph, request.typed == Some(true), bytes)?;
            if let Err(message) = keep(graph) {
                bytes.clear();
                return say(bytes, &protocol_error(id, &message));
            }
            let elapsed_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
            write!(bytes, ",\"elapsed_us\":{elapsed_us}}}")
        }
        Err(error) => {
            graph.rollback();
            say(bytes, &json!({"id": id, "error": error_to_json(&error, query)}))
        }
    }
}

/// What most questions change, written once.
static NO_CHANGES: LazyLock<Vec<u8>> =
    LazyLock::new(|| serde_json::to_vec(&Counts::default()).unwrap_or_else(|_| b"null".to_vec()));

/// Writes columns, rows, counts and plan as they are, without a JSON value in between.
fn show(result: &ResultSet, graph: &Graph, typed: bool, bytes: &mut Vec<u8>) -> io::Result<()> {
    bytes.extend_from_slice(b",\"columns\":");
    serde_json::to_writer(&mut *bytes, &result.columns[..])?;
    bytes.extend_from_slice(b",\"rows\":[");
    for (number, row) in result.rows.iter().enumerate() {
        bytes.extend_from_slice(if number == 0 { b"[" } else { b",[" });
        for (column, value) in row.iter().enumerate() {
            if column > 0 {
                bytes.push(b',');
            }
            match value {
                value if typed => say(bytes, &to_typed_json(value, graph))?,
                Value::Integer(n) => serde_json::to_writer(&mut *bytes, n)?,
                Value::String(text) => serde_json::to_writer(&mut *bytes, &**text)?,
                value => say(bytes, &to_json(value, graph))?,
            }
        }
        bytes.push(b']');
    }
    bytes.extend_from_slice(b"],\"stats\":");
    if result.stats == Counts::default() {
        bytes.extend_from_slice(&NO_CHANGES);
    } else {
        serde_json::to_writer(&mut *bytes, &result.stats)?;
    }
    if let Some(plan) = &result.plan {
        bytes.extend_from_slice(b",\"plan\":");
        serde_json::to_writer(&mut *bytes, plan)?;
    }
    Ok(())
}
