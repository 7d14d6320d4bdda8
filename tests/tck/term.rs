//! Values to compare: read from the scenarios' notation, and from the typed JSON of an answer.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

/// A value by what scenarios compare: entities by labels or type and properties, temporal values by their text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    Null,
    Boolean(bool),
    Integer(i128),
    /// The bits; one NaN, one zero.
    Float(u64),
    Text(String),
    List(Vec<Term>),
    Map(BTreeMap<String, Term>),
    Node(Vec<String>, BTreeMap<String, Term>),
    Relationship(String, BTreeMap<String, Term>),
    /// A relationship of a path that points backwards.
    Backwards(Box<Term>),
    Path(Vec<Term>),
}

impl Term {
    fn float(value: f64) -> Self {
        Self::Float(if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() })
    }

    /// The value with each list, at any depth, in one order whatever order it had.
    pub(crate) fn ignoring_list_order(self) -> Self {
        let map = |map: BTreeMap<_, Term>| {
            map.into_iter().map(|(key, value)| (key, value.ignoring_list_order())).collect()
        };
        match self {
            Self::List(items) => {
                let mut items: Vec<_> = items.into_iter().map(Term::ignoring_list_order).collect();
                items.sort();
                Self::List(items)
            }
            Self::Map(pairs) => Self::Map(map(pairs)),
            Self::Node(labels, pairs) => Self::Node(labels, map(pairs)),
            Self::Relationship(name, pairs) => Self::Relationship(name, map(pairs)),
            Self::Path(parts) => Self::Path(parts.into_iter().map(Term::ignoring_list_order).collect()),
            other => other,
        }
    }

    /// As a parameter.
    pub(crate) fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Boolean(value) => json!(value),
            Self::Integer(value) => i64::try_from(*value).map_or(Json::Null, |value| json!(value)),
            Self::Float(bits) if f64::from_bits(*bits).is_finite() => json!(f64::from_bits(*bits)),
            Self::Float(bits) => {
                let text = f64::from_bits(*bits).to_string().replace("inf", "Infinity");
                json!({"$type": "Float", "_value": text})
            }
            Self::Text(text) => json!(text),
            Self::List(items) => items.iter().map(Term::to_json).collect(),
            Self::Map(pairs) => {
                Json::Object(pairs.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
            }
            other => json!(format!("{other:?}")),
        }
    }

    /// The value of an answer's `{"$type":…,"_value":…}`.
    pub(crate) fn decode(typed: &Json) -> Option<Term> {
        let value = typed.get("_value")?;
        let text =
            || value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()));
        Some(match typed.get("$type")?.as_str()? {
            "Null" => Self::Null,
            "Boolean" => Self::Boolean(value.as_bool()?),
            "Integer" => Self::Integer(text()?.parse().ok()?),
            "Float" => Self::float(text()?.parse().ok()?),
            "String" | "Date" | "Time" | "LocalTime" | "ZonedDateTime" | "OffsetDateTime"
            | "LocalDateTime" | "Duration" => Self::Text(value.as_str()?.to_owned()),
            "List" => Self::List(value.as_array()?.iter().map(Self::decode).collect::<Option<_>>()?),
            "Map" => Self::Map(pairs(value)?),
            "Node" => {
                let labels = value.get("_labels")?.as_array()?.iter();
                let mut labels: Vec<_> =
                    labels.map(|label| label.as_str().map(str::to_owned)).collect::<Option<_>>()?;
                labels.sort();
                Self::Node(labels, pairs(value.get("_properties")?)?)
            }
            "Relationship" => Self::Relationship(
                value.get("_type")?.as_str()?.to_owned(),
                pairs(value.get("_properties")?)?,
            ),
            "Path" => decode_path(value.as_array()?)?,
            _ => return None,
        })
    }
}

fn pairs(map: &Json) -> Option<BTreeMap<String, Term>> {
    map.as_object()?.iter().map(|(key, value)| Some((key.clone(), Term::decode(value)?))).collect()
}

/// A path whose relationships lie between the nodes beside them.
fn decode_path(parts: &[Json]) -> Option<Term> {
    let mut terms: Vec<_> = parts.iter().map(Term::decode).collect::<Option<_>>()?;
    let field = |at: usize, name: &str| parts.get(at)?.get("_value")?.get(name)?.as_str();
    for at in (1..parts.len()).step_by(2) {
        let (before, after) = (field(at - 1, "_element_id")?, field(at + 1, "_element_id")?);
        match (field(at, "_start_node_element_id")?, field(at, "_end_node_element_id")?) {
            ends if ends == (before, after) => {}
            ends if ends == (after, before) => terms[at] = Term::Backwards(Box::new(terms[at].clone())),
            _ => return None,
        }
    }
    Some(Term::Path(terms))
}

/// Reads a value in the scenarios' notation.
pub(crate) fn read(text: &str) -> Result<Term, String> {
    let mut reader = Reader { rest: text };
    let value = reader.value();
    reader.space();
    value.filter(|_| reader.rest.is_empty()).ok_or_else(|| format!("not a value: {text}"))
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, mark: &str) -> bool {
        self.space();
        self.rest.strip_prefix(mark).map(|rest| self.rest = rest).is_some()
    }

    fn need(&mut self, mark: &str) -> Option<()> {
        self.take(mark).then_some(())
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> Option<&'a str> {
        self.space();
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    fn name(&mut self) -> Option<String> {
        self.word(|c| c.is_alphanumeric() || c == '_' || c == '$').map(str::to_owned)
    }

    fn value(&mut self) -> Option<Term> {
        self.space();
        match self.rest.chars().next()? {
            '\'' => self.text(),
            '{' => self.map().map(Term::Map),
            '(' => self.node(),
            '<' => self.path(),
            '[' if self.rest[1..].trim_start().starts_with(':') => self.relationship(),
            '[' => {
                self.need("[")?;
                let mut items = Vec::new();
                while !self.take("]") {
                    if !items.is_empty() {
                        self.need(",")?;
                    }
                    items.push(self.value()?);
                }
                Some(Term::List(items))
            }
            '-' | '.' | '0'..='9' => self.number(),
            _ => Some(match self.name()?.as_str() {
                "null" => Term::Null,
                "true" => Term::Boolean(true),
                "false" => Term::Boolean(false),
                "NaN" => Term::float(f64::NAN),
                _ => return None,
            }),
        }
    }

    fn number(&mut self) -> Option<Term> {
        let text = self.word(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'))?;
        if let Ok(integer) = text.parse() {
            Some(Term::Integer(integer))
        } else {
            text.parse().ok().map(Term::float)
        }
    }

    fn text(&mut self) -> Option<Term> {
        let mut out = String::new();
        let mut characters = self.rest[1..].chars();
        loop {
            match characters.next()? {
                '\'' => break,
                '\\' => match characters.clone().next() {
                    Some(next @ ('\'' | '\\')) => {
                        characters.next();
                        out.push(next);
                    }
                    _ => out.push('\\'),
                },
                c => out.push(c),
            }
        }
        self.rest = characters.as_str();
        Some(Term::Text(out))
    }

    fn map(&mut self) -> Option<BTreeMap<String, Term>> {
        self.need("{")?;
        let mut pairs = BTreeMap::new();
        while !self.take("}") {
            if !pairs.is_empty() {
                self.need(",")?;
            }
            let key = self.name()?;
            self.need(":")?;
            pairs.insert(key, self.value()?);
        }
        Some(pairs)
    }

    fn properties(&mut self, end: &str) -> Option<BTreeMap<String, Term>> {
        self.space();
        let pairs = if self.rest.starts_with('{') { self.map()? } else { BTreeMap::new() };
        self.need(end)?;
        Some(pairs)
    }

    fn node(&mut self) -> Option<Term> {
        self.need("(")?;
        let mut labels = Vec::new();
        while self.take(":") {
            labels.push(self.name()?);
        }
        labels.sort();
        Some(Term::Node(labels, self.properties(")")?))
    }

    fn relationship(&mut self) -> Option<Term> {
        self.need("[")?;
        self.need(":")?;
        let name = self.name()?;
        Some(Term::Relationship(name, self.properties("]")?))
    }

    fn path(&mut self) -> Option<Term> {
        self.need("<")?;
        let mut parts = vec![self.node()?];
        while !self.take(">") {
            let backwards = self.take("<-");
            if !backwards {
                self.need("-")?;
            }
            let relationship = self.relationship()?;
            self.need(if backwards { "-" } else { "->" })?;
            parts.push(if backwards { Term::Backwards(Box::new(relationship)) } else { relationship });
            parts.push(self.node()?);
        }
        Some(Term::Path(parts))
    }
}
