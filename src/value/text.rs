//! How values read as text.

use std::fmt::{self, Write};

use super::Value;

/// As openCypher writes a value: strings in quotes, lists and maps in brackets; nodes, relationships and paths by
/// their ids only, as the graph is not at hand. Top-level strings and temporal values within lists have quotes too.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => f.write_str(&float_text(*value)),
            Self::String(text) => quoted(text, f),
            Self::List(items) => {
                f.write_char('[')?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at > 0 { ", " } else { "" })?;
                }
                f.write_char(']')
            }
            Self::Map(pairs) => {
                f.write_char('{')?;
                for (at, (key, value)) in pairs.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if at > 0 { ", " } else { "" })?;
                }
                f.write_char('}')
            }
            Self::Node(id) => write!(f, "({})", id.0),
            Self::Relationship(id) => write!(f, "[{}]", id.0),
            Self::Path(path) => {
                write!(f, "<({})", path.nodes.first().map_or(0, |node| node.0))?;
                for (relationship, node) in path.relationships.iter().zip(path.nodes.iter().skip(1)) {
                    write!(f, "-[{}]-({})", relationship.0, node.0)?;
                }
                f.write_char('>')
            }
            Self::Date(value) => value.fmt(f),
            Self::LocalTime(value) => value.fmt(f),
            Self::Time(value) => value.fmt(f),
            Self::LocalDateTime(value) => value.fmt(f),
            Self::DateTime(value) => value.fmt(f),
            Self::Duration(value) => value.fmt(f),
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('\'')?;
    for c in text.chars() {
        match c {
            '\'' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('\'')
}

/// A float as openCypher prints it: with a point, in scientific notation below a thousandth and from ten millions on.
pub fn float_text(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        "NaN".into()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".into() } else { "-Infinity".into() }
    } else if size != 0.0 && !(1e-3..1e7).contains(&size) {
        let text = format!("{value:E}");
        match text.split_once('E') {
            Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
            _ => text,
        }
    } else {
        format!("{value:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_always_look_like_floats() {
        for (value, text) in [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.001, "0.001"),
            (0.000_12, "1.2E-4"),
            (9_999_999.5, "9999999.5"),
            (1e7, "1.0E7"),
            (-1.25e300, "-1.25E300"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(float_text(value), text);
        }
    }

    #[test]
    fn texts_have_quotes_and_escapes() {
        let value = Value::list([Value::map([("a", Value::from("it's\n"))]), Value::Null, 1.5.into()]);
        assert_eq!(value.to_string(), r"[{a: 'it\'s\n'}, null, 1.5]");
    }
}
