//! What the XML formats share: keys with one type each, and text that XML can hold.

use super::selection::Selection;
use crate::value::{NodeId, Value};
use std::collections::BTreeMap;

/// A type of attributes, of which `String` holds any value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Long,
    Double,
    String,
}

impl Kind {
    fn of(value: &Value) -> Kind {
        match value {
            Value::Boolean(_) => Kind::Boolean,
            Value::Integer(_) => Kind::Long,
            Value::Float(_) => Kind::Double,
            _ => Kind::String,
        }
    }

    /// The name that GraphML and GEXF both have for it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Boolean => "boolean",
            Kind::Long => "long",
            Kind::Double => "double",
            Kind::String => "string",
        }
    }
}

/// Properties by the escaped names of their keys.
pub(super) type Pairs = BTreeMap<String, Value>;

/// Escaped keys and the one type that holds all their values.
pub(super) type Keys = BTreeMap<String, Kind>;

/// Properties in the order of what is left of their keys when escaped, so that reading them back changes nothing.
pub(super) fn pairs(pairs: Vec<(&str, Value)>) -> Pairs {
    pairs.into_iter().map(|(key, value)| (escaped(key), value)).collect()
}

/// The keys of all these properties.
pub(super) fn keys(all: impl Iterator<Item = Pairs>) -> Keys {
    let mut keys = Keys::new();
    for (key, value) in all.flatten() {
        let kind = Kind::of(&value);
        let known = keys.entry(key).or_insert(kind);
        if *known != kind {
            *known = Kind::String;
        }
    }
    keys
}

/// A key's place among the keys.
pub(super) fn place(keys: &Keys, key: &str) -> usize {
    keys.keys().take_while(|known| known.as_str() < key).count()
}

/// A node's labels with `;` between them, escaped and in order.
pub(super) fn labels(selection: &Selection<'_>, node: NodeId) -> String {
    let mut labels: Vec<_> =
        selection.labels(node).iter().map(|label| escaped(&label.replace(';', "\\;"))).collect();
    labels.sort_unstable();
    labels.join(";")
}

/// A value's text, escaped; XML Schema's names for what is not finite.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Float(number) if number.is_infinite() => if *number > 0.0 { "INF" } else { "-INF" }.into(),
        other => escaped(&super::selection::plain(other)),
    }
}

/// Text or attribute value of XML. What XML 1.0 cannot hold at all becomes U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // As they are, attributes would lose them.
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
