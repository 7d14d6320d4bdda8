//! The random graphs and queries as JSON lines, for other engines to be asked the same (`others.py`), if `FACTLOOM_DUMP` names a
//! file.

use super::query::Query;
use super::reference;
use super::world::{Edge, KEYS, LABELS, Node, TYPES, World};
use factloom::value::Value;
use serde_json::json;
use std::io::Write;

pub(super) struct Dump(Option<std::io::BufWriter<std::fs::File>>);

impl Dump {
    pub(super) fn new() -> Dump {
        let path = std::env::var_os("FACTLOOM_DUMP");
        Dump(path.map(|path| std::io::BufWriter::new(std::fs::File::create(path).unwrap())))
    }

    /// A graph, as a statement that makes it; `i` is the number of a node.
    pub(super) fn world(&mut self, world: &World) {
        let Some(file) = &mut self.0 else { return };
        let held = |held: &[super::world::Held; 3]| -> String {
            KEYS.iter().zip(held).map(|(key, held)| format!(", {key}: {}", held.text())).collect()
        };
        let node = |(at, node): (usize, &Node)| {
            let labels = LABELS.iter().zip(node.labels).filter(|(_, own)| *own);
            let labels: String = labels.map(|(label, _)| format!(":{label}")).collect();
            format!("(n{at}{labels} {{i: {at}{}}})", held(&node.held))
        };
        let edge = |edge: &Edge| {
            let Edge { from, to, kind, held: own } = edge;
            format!("(n{from})-[:{} {{j: 1{}}}]->(n{to})", TYPES[*kind], held(own))
        };
        let all: Vec<String> =
            world.nodes.iter().enumerate().map(node).chain(world.edges.iter().map(edge)).collect();
        writeln!(file, "{}", json!({"create": format!("CREATE {}", all.join(", "))})).unwrap();
    }

    pub(super) fn query(&mut self, world: &World, query: &Query) {
        let Some(file) = &mut self.0 else { return };
        let value = |value: Value| match value {
            Value::Node(id) => json!(world.nodes.iter().position(|node| node.id == id)),
            Value::Integer(n) => json!(n),
            Value::Float(n) => json!(n),
            Value::Boolean(b) => json!(b),
            Value::String(text) => json!(&*text),
            Value::Null => json!(null),
            other => panic!("{other:?}"),
        };
        let rows: Vec<Vec<_>> = reference::rows(world, query)
            .into_iter()
            .map(|row| row.into_iter().map(value).collect())
            .collect();
        writeln!(file, "{}", json!({"query": query.numbered(), "rows": rows})).unwrap();
    }
}
