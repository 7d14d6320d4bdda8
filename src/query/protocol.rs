//! Values as JSON, plain and typed, and the conversation in JSON lines of `factloom query --stdin`.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use serde_json::{Map as Object, Value as Json, json};

use super::Statements;
use super::error::QueryError;
use super::procedures::{Procedures, Signature};
use super::result::{Limits, Parameters};
use crate::graph::{Graph, GraphRead};
use crate::span::LineIndex;
use crate::value::{Value, ValueType};

/// A JSON value as a value: a number is an integer unless it has a point or an exponent; `{"$type", "_value"}` says
/// what JSON has no notation for.
pub fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(b) => (*b).into(),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| number.as_f64().unwrap_or(f64::NAN).into(), Value::from)
        }
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Value::list(items.iter().map(from_json)),
        Json::Object(object) => {
            match (object.get("$type").and_then(Json::as_str), object.get("_value"), object.len()) {
                (Some(kind), Some(value), 2) => typed_from_json(kind, value),
                _ => Value::map(object.iter().map(|(key, value)| (key.as_str(), from_json(value)))),
            }
        }
    }
}

fn typed_from_json(kind: &str, value: &Json) -> Value {
    let text = value.as_str();
    match kind {
        "Float" => {
            text.map_or_else(|| value.as_f64(), |text| text.parse().ok()).map_or(Value::Null, Value::from)
        }
        "Integer" => {
            text.map_or_else(|| value.as_i64(), |text| text.parse().ok()).map_or(Value::Null, Value::from)
        }
        "List" => Value::list(value.as_array().into_iter().flatten().map(from_json)),
        "Map" => Value::map(
            value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), from_json(value))),
        ),
        _ => from_json(value),
    }
}

fn float(value: f64) -> Json {
    let text = if value == f64::INFINITY {
        "Infinity".to_owned()
    } else if value == f64::NEG_INFINITY {
        "-Infinity".to_owned()
    } else {
        value.to_string()
    };
    serde_json::Number::from_f64(value).map_or(Json::String(text), Json::Number)
}

/// A value as plain JSON: nodes as `{"id", "labels", "properties"}`, relationships as `{"id", "type", "start", "end",
/// "properties"}`, paths as `{"nodes", "relationships"}`, temporal values as their text.
pub fn to_json(value: &Value, graph: &dyn GraphRead) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(b) => (*b).into(),
        Value::Integer(n) => (*n).into(),
        Value::Float(n) => float(*n),
        Value::String(text) => text.as_ref().into(),
        Value::List(items) => items.iter().map(|item| to_json(item, graph)).collect(),
        Value::Map(map) => {
            Json::Object(map.iter().map(|(key, value)| (key.to_string(), to_json(value, graph))).collect())
        }
        Value::Node(id) => {
            let properties = properties(graph, graph.node_properties(*id), to_json);
            json!({"id": id.0, "labels": labels(graph, *id), "properties": properties})
        }
        Value::Relationship(id) => {
            let ends = graph.ends(*id);
            json!({
                "id": id.0,
                "type": ends.map(|ends| graph.names().types.name(ends.kind)),
                "start": ends.map(|ends| ends.start.0),
                "end": ends.map(|ends| ends.end.0),
                "properties": properties(graph, graph.relationship_properties(*id), to_json),
            })
        }
        Value::Path(path) => {
            let nodes: Vec<Json> = path.nodes.iter().map(|id| to_json(&Value::Node(*id), graph)).collect();
            let relationships: Vec<Json> =
                path.relationships.iter().map(|id| to_json(&Value::Relationship(*id), graph)).collect();
            json!({"nodes": nodes, "relationships": relationships})
        }
        temporal => temporal.to_string().into(),
    }
}

fn labels(graph: &dyn GraphRead, id: crate::value::NodeId) -> Vec<&str> {
    let names = &graph.names().labels;
    graph.labels(id).iter().map(|label| names.name(*label)).collect()
}

fn properties(
    graph: &dyn GraphRead,
    pairs: Vec<(crate::graph::KeyId, Value)>,
    convert: fn(&Value, &dyn GraphRead) -> Json,
) -> Object<String, Json> {
    let names = &graph.names().keys;
    pairs.into_iter().map(|(key, value)| (names.name(key).to_owned(), convert(&value, graph))).collect()
}

/// A value as typed JSON, as in Neo4j's Query API.
pub fn to_typed_json(value: &Value, graph: &dyn GraphRead) -> Json {
    let typed = |kind: &str, value: Json| json!({"$type": kind, "_value": value});
    match value {
        Value::Null => typed("Null", Json::Null),
        Value::Boolean(b) => typed("Boolean", (*b).into()),
        Value::Integer(n) => typed("Integer", n.to_string().into()),
        Value::Float(n) => {
            let text = match float(*n) {
                Json::String(text) => text,
                number => number.to_string(),
            };
            typed("Float", text.into())
        }
        Value::String(text) => typed("String", text.as_ref().into()),
        Value::List(items) => typed("List", items.iter().map(|item| to_typed_json(item, graph)).collect()),
        Value::Map(map) => {
            let pairs = map.iter().map(|(key, value)| (key.to_string(), to_typed_json(value, graph)));
            typed("Map", Json::Object(pairs.collect()))
        }
        Value::Node(id) => {
            let properties = properties(graph, graph.node_properties(*id), to_typed_json);
            typed(
                "Node",
                json!({"_element_id": id.0.to_string(), "_labels": labels(graph, *id), "_properties": properties}),
            )
        }
        Value::Relationship(id) => {
            let ends = graph.ends(*id);
            let end = |of: Option<u64>| of.map(|id| id.to_string());
            typed(
                "Relationship",
                json!({
                    "_element_id": id.0.to_string(),
                    "_start_node_element_id": end(ends.map(|ends| ends.start.0)),
                    "_end_node_element_id": end(ends.map(|ends| ends.end.0)),
                    "_type": ends.map(|ends| graph.names().types.name(ends.kind)),
                    "_properties": properties(graph, graph.relationship_properties(*id), to_typed_json),
                }),
            )
        }
        Value::Path(path) => {
            let mut parts = Vec::new();
            for (index, node) in path.nodes.iter().enumerate() {
                parts.push(to_typed_json(&Value::Node(*node), graph));
                if let Some(relationship) = path.relationships.get(index) {
                    parts.push(to_typed_json(&Value::Relationship(*relationship), graph));
                }
            }
            typed("Path", parts.into())
        }
        temporal => {
            let kind = match temporal.value_type() {
                ValueType::Date => "Date",
                ValueType::Time => "Time",
                ValueType::LocalTime => "LocalTime",
                ValueType::DateTime => "ZonedDateTime",
                ValueType::LocalDateTime => "LocalDateTime",
                _ => "Duration",
            };
            typed(kind, temporal.to_string().into())
        }
    }
}

/// An error as JSON, with openCypher's names and the place in the query.
pub fn error_to_json(error: &QueryError, query: &str) -> Json {
    let place = error.span.map(|span| LineIndex::new(query).place(span.start));
    json!({
        "type": error.kind.to_string(),
        "phase": error.phase.to_string(),
        "detail": error.detail,
        "message": error.message,
        "hint": error.hint,
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
    })
}

/// Answers requests, one JSON value a line, until the input ends. `keep` ends the transaction after each of them.
pub fn serve(
    input: impl BufRead,
    mut output: impl Write,
    graph: &mut Graph,
    limits: impl Fn() -> Limits,
    mut keep: impl FnMut(&mut Graph) -> Result<(), String>,
) -> io::Result<()> {
    let mut state = State::default();
    let mut bytes = Vec::new();
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        bytes.clear();
        match serde_json::from_str::<Json>(&line) {
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
    Ok(())
}

/// What stays from one request to the next.
#[derive(Default)]
struct State {
    procedures: Procedures,
    statements: Statements,
}

/// Rows, written as they are without a JSON value in between.
struct Rows<'a> {
    rows: &'a [Vec<Value>],
    graph: &'a Graph,
    typed: bool,
}

impl serde::Serialize for Rows<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = |row: &'_ Vec<Value>| {
            row.iter()
                .map(|value| Cell { value: value.clone(), graph: self.graph, typed: self.typed })
                .collect::<Vec<_>>()
        };
        serializer.collect_seq(self.rows.iter().map(row))
    }
}

struct Cell<'a> {
    value: Value,
    graph: &'a Graph,
    typed: bool,
}

impl serde::Serialize for Cell<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            value if self.typed => to_typed_json(value, self.graph).serialize(serializer),
            Value::Integer(n) => serializer.serialize_i64(*n),
            Value::String(text) => serializer.serialize_str(text),
            value => to_json(value, self.graph).serialize(serializer),
        }
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
    request: &Json,
    graph: &mut Graph,
    State { procedures, statements }: &mut State,
    limits: &Limits,
    keep: &mut dyn FnMut(&mut Graph) -> Result<(), String>,
    bytes: &mut Vec<u8>,
) -> io::Result<()> {
    let id = &request["id"];
    if request["reset"].as_bool() == Some(true) {
        *graph = Graph::new();
        *procedures = Procedures::default();
        statements.clear();
        return say(bytes, &json!({"id": id}));
    }
    if let Some(procedure) = request.get("procedure") {
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
    let Some(query) = request["query"].as_str() else {
        return say(bytes, &protocol_error(id, "the request has no query"));
    };
    let parameters: Parameters = request["params"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), from_json(value)))
        .collect();
    let start = Instant::now();
    let prepared = statements.prepare(query, &parameters, procedures);
    match prepared.and_then(|prepared| prepared.run(graph, &parameters, limits, procedures)) {
        Ok(result) => {
            // Before the changes are kept: what was deleted in them can still be shown.
            let typed = request["typed"].as_bool() == Some(true);
            let rows = Rows { rows: &result.rows, graph, typed };
            let mut shown = Vec::new();
            serde_json::to_writer(&mut shown, &rows)?;
            if let Err(message) = keep(graph) {
                return say(bytes, &protocol_error(id, &message));
            }
            let elapsed_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
            bytes.extend_from_slice(b"{\"id\":");
            serde_json::to_writer(&mut *bytes, id)?;
            bytes.extend_from_slice(b",\"columns\":");
            serde_json::to_writer(&mut *bytes, &result.columns)?;
            bytes.extend_from_slice(b",\"rows\":");
            bytes.append(&mut shown);
            bytes.extend_from_slice(b",\"stats\":");
            serde_json::to_writer(&mut *bytes, &result.stats)?;
            if let Some(plan) = &result.plan {
                bytes.extend_from_slice(b",\"plan\":");
                serde_json::to_writer(&mut *bytes, plan)?;
            }
            write!(bytes, ",\"elapsed_us\":{elapsed_us}}}")
        }
        Err(error) => {
            graph.rollback();
            say(bytes, &json!({"id": id, "error": error_to_json(&error, query)}))
        }
    }
}
