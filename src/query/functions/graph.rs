//! Functions of nodes, relationships and paths.

use super::Body::Strict;
use super::{Context, Function, Types, count};
use crate::value::{Map, Value, ValueError};

const ENTITY: Types = Types::NODE.or(Types::RELATIONSHIP);

pub(super) const TABLE: &[Function] = &[
    Function::new("id", &[ENTITY], Strict(id), "the number of a node or relationship: id(n) → 1"),
    Function::new(
        "elementId",
        &[ENTITY],
        Strict(element_id),
        "the identity of a node or relationship: elementId(n) → '1'",
    ),
    Function::new("labels", &[Types::NODE], Strict(labels), "the labels of a node: labels(n) → ['Person']"),
    Function::new(
        "type",
        &[Types::RELATIONSHIP],
        Strict(relationship_type),
        "the type of a relationship: type(r) → 'VISITS'",
    ),
    Function::new(
        "properties",
        &[ENTITY.or(Types::MAP)],
        Strict(properties),
        "the properties as a map: properties(n) → {name: 'Asia'}",
    ),
    Function::new(
        "keys",
        &[ENTITY.or(Types::MAP)],
        Strict(keys),
        "the names of the properties: keys({a: 1}) → ['a']",
    ),
    Function::new(
        "startNode",
        &[Types::RELATIONSHIP],
        Strict(|a, c| end(a, c, true)),
        "the node that a relationship leads from: startNode(r) → n",
    ),
    Function::new(
        "endNode",
        &[Types::RELATIONSHIP],
        Strict(|a, c| end(a, c, false)),
        "the node that a relationship leads to: endNode(r) → n",
    ),
    Function::new("nodes", &[Types::PATH], Strict(nodes), "the nodes of a path: nodes(p) → [a, b]"),
    Function::new(
        "relationships",
        &[Types::PATH],
        Strict(relationships),
        "the relationships of a path: relationships(p) → [r]",
    ),
    Function::new(
        "length",
        &[Types::PATH],
        Strict(length),
        "the number of relationships of a path: length(p) → 1",
    ),
];

fn id(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    #[expect(clippy::cast_possible_wrap, reason = "an identity, not a number to compute with")]
    Ok(match arguments[0] {
        Value::Node(id) => (id.0 as i64).into(),
        Value::Relationship(id) => (id.0 as i64).into(),
        _ => Value::Null,
    })
}

fn element_id(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(match arguments[0] {
        Value::Node(id) => id.0.to_string().into(),
        Value::Relationship(id) => id.0.to_string().into(),
        _ => Value::Null,
    })
}

fn labels(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    let Value::Node(node) = arguments[0] else { return Ok(Value::Null) };
    Ok(Value::list(context.labels(node)?.into_iter().map(Value::String)))
}

fn relationship_type(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    let Value::Relationship(relationship) = arguments[0] else { return Ok(Value::Null) };
    context.relationship_type(relationship).map(Value::String)
}

fn property_map(value: &Value, context: &dyn Context) -> Result<Map, ValueError> {
    match value {
        Value::Node(node) => context.node_properties(*node),
        Value::Relationship(relationship) => context.relationship_properties(*relationship),
        other => Ok(other.as_map().cloned().unwrap_or_default()),
    }
}

fn properties(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    property_map(&arguments[0], context).map(Value::from)
}

fn keys(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    Ok(Value::list(property_map(&arguments[0], context)?.into_keys().map(Value::String)))
}

fn end(arguments: &[Value], context: &dyn Context, start: bool) -> Result<Value, ValueError> {
    let Value::Relationship(relationship) = arguments[0] else { return Ok(Value::Null) };
    let (from, to) = context.ends(relationship)?;
    Ok(if start { from } else { to }.into())
}

fn nodes(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let Value::Path(path) = &arguments[0] else { return Ok(Value::Null) };
    Ok(Value::list(path.nodes.iter().copied().map(Value::Node)))
}

fn relationships(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let Value::Path(path) = &arguments[0] else { return Ok(Value::Null) };
    Ok(Value::list(path.relationships.iter().copied().map(Value::Relationship)))
}

fn length(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let Value::Path(path) = &arguments[0] else { return Ok(Value::Null) };
    Ok(count(path.relationships.len()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;
    use crate::value::{NodeId, Path, RelationshipId};

    #[test]
    fn entities_are_looked_up_in_the_graph() {
        let (node, gone, relationship) =
            (Value::from(NodeId(1)), Value::from(NodeId(2)), Value::from(RelationshipId(1)));
        assert_eq!(call("labels", std::slice::from_ref(&node)), "['A', 'B']");
        assert_eq!(call("labels", &[gone]), "EntityNotFound DeletedEntityAccess");
        assert_eq!(call("labels", std::slice::from_ref(&relationship)), "TypeError InvalidArgumentValue");
        assert_eq!(call("type", std::slice::from_ref(&relationship)), "'T'");
        assert_eq!(call("keys", std::slice::from_ref(&node)), "['k']");
        assert_eq!(call("properties", &[node]), "{k: 'v'}");
        assert_eq!(call("endNode", &[relationship]), "(2)");
    }

    #[test]
    fn paths_come_apart() {
        let path = Path { nodes: vec![NodeId(1), NodeId(2)], relationships: vec![RelationshipId(7)] };
        let path = Value::Path(path.into());
        assert_eq!(call("nodes", std::slice::from_ref(&path)), "[(1), (2)]");
        assert_eq!(call("relationships", std::slice::from_ref(&path)), "[[7]]");
        assert_eq!(call("length", &[path]), "1");
    }
}
