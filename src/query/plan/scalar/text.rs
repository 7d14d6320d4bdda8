//! Expressions that are texts.

use crate::graph::Column;
use crate::query::plan::logical::Var;
use crate::query::plan::test::Registers;
use std::borrow::Cow;
use std::sync::Arc;

/// A text.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Text {
    Column(Arc<Column>, Var),
    Constant(Arc<str>),
    /// The type of a relationship, given the names of all.
    Type(Arc<[Arc<str>]>, Var),
    Lower(Box<Text>),
    Upper(Box<Text>),
    /// So many characters after so many others.
    Part {
        of: Box<Text>,
        skip: usize,
        take: usize,
    },
    /// One after the other.
    Join(Vec<Text>),
    /// What stands between two separators: the first piece has the number 0.
    Piece {
        of: Box<Text>,
        separator: Arc<str>,
        number: usize,
    },
    /// Another where it is null.
    Or(Box<[Text; 2]>),
}

impl Text {
    /// Its value.
    pub fn get<'s>(&'s self, registers: &Registers<'_>) -> Option<Cow<'s, str>> {
        Some(match self {
            Text::Column(column, var) => Cow::Borrowed(column.text(registers.get(*var))?),
            Text::Constant(text) => Cow::Borrowed(text),
            Text::Type(names, var) => {
                let kind = registers.outside?.kind(registers.get(*var));
                Cow::Borrowed(names.get(kind as usize)?)
            }
            Text::Lower(of) => Cow::Owned(of.get(registers)?.to_lowercase()),
            Text::Upper(of) => Cow::Owned(of.get(registers)?.to_uppercase()),
            Text::Join(parts) => {
                let mut joined = String::new();
                for part in parts {
                    joined.push_str(&part.get(registers)?);
                }
                Cow::Owned(joined)
            }
            Text::Piece { of, separator, number } => match of.get(registers)? {
                Cow::Borrowed(text) => Cow::Borrowed(text.split(&**separator).nth(*number)?),
                Cow::Owned(text) => Cow::Owned(text.split(&**separator).nth(*number)?.to_owned()),
            },
            Text::Or(either) => return either[0].get(registers).or_else(|| either[1].get(registers)),
            Text::Part { of, skip, take } => {
                let cut = |text: &str| {
                    let from = after(text, *skip);
                    from..from + after(&text[from..], *take)
                };
                match of.get(registers)? {
                    Cow::Borrowed(text) => Cow::Borrowed(&text[cut(text)]),
                    Cow::Owned(text) => Cow::Owned(text[cut(&text)].to_owned()),
                }
            }
        })
    }

    pub(super) fn vars(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Text::Column(_, var) | Text::Type(_, var) => visit(*var),
            Text::Constant(_) => {}
            Text::Lower(of) | Text::Upper(of) | Text::Part { of, .. } | Text::Piece { of, .. } => {
                of.vars(visit)
            }
            Text::Join(parts) => parts.iter().for_each(|part| part.vars(visit)),
            Text::Or(either) => either.iter().for_each(|one| one.vars(visit)),
        }
    }
}

/// Where so many characters end.
fn after(text: &str, characters: usize) -> usize {
    if characters >= text.len() {
        return text.len();
    }
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::super::Whole;
    use super::*;
    use crate::value::Value;

    fn registers() -> Registers<'static> {
        Registers { nodes: vec![0], ..Registers::default() }
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!([0, 1, 2, 3, 9].map(|count| after("aé€", count)), [0, 1, 3, 6, 6]);
        let texts = ["Äpfel", "b", "", "cd", "e"].map(|text| Some(Value::from(text)));
        let column = Arc::new(Column::new(5, || texts.clone().into_iter()));
        let of = || Box::new(Text::Column(Arc::clone(&column), Var::Node(0)));
        let part = Text::Part { of: of(), skip: 1, take: 2 };
        assert_eq!(part.get(&registers()).as_deref(), Some("pf"));
        let lower = Text::Part { of: Box::new(Text::Lower(of())), skip: 0, take: 1 };
        assert_eq!(lower.get(&registers()).as_deref(), Some("ä"));
        assert_eq!(Whole::Length(of()).get(&registers()), Some(5));
        let piece = |number| Text::Piece { of: of(), separator: "f".into(), number };
        assert_eq!(
            [0, 1, 2].map(|number| piece(number).get(&registers()).map(Cow::into_owned)),
            [Some("Äp".to_owned()), Some("el".to_owned()), None]
        );
        let joined = Text::Join(vec![piece(1), Text::Constant("+".into()), *of()]);
        assert_eq!(joined.get(&registers()).as_deref(), Some("el+Äpfel"));
    }
}
