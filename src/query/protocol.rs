//! Values as JSON, plain and typed.

use serde_json::{Map as Object, Value as Json, json};

use super::error::QueryError;
use crate::graph::GraphRead;
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
