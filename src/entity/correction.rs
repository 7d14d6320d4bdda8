//! What people correct in what articles say: a log, replayed whenever the articles are woven.
//!
//! A correction names entities by their keys (see [`super::key`]), so it holds for articles that are read later. Its text
//! is the command that makes it.

use super::key::normalise;
use crate::clause::Status;
use crate::lexicon::EntityType;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// An entity as a correction names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its name when it was corrected.
    pub name: String,
    /// The article that tells it from others of the name, if one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Its key, as the corrections before this one leave it.
    pub key: String,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&quoted(&self.name))?;
        self.article.iter().try_for_each(|article| write!(f, " in {}", quoted(article)))
    }
}

/// A name in quotes, where it would be taken for more than a name.
fn quoted(name: &str) -> String {
    let plain = !name.contains(['=', '"', '(']) && !name.contains(" in ") && name.trim() == name;
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "'")) }
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Correction {
    /// Two entities are one, under the name of the second.
    Merge {
        /// The one that becomes the other.
        one: Named,
        /// What it is.
        into: Named,
    },
    /// A name is another name of an entity, whether or not articles use it already.
    Alias {
        /// The other name.
        name: String,
        /// Whose it is.
        of: Named,
    },
    /// What an article, or one sentence of it, says of an entity is of another one.
    Split {
        /// The entity.
        one: Named,
        /// The article.
        article: String,
        /// The number of the sentence, from 1; if that is left out, the whole article.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sentence: Option<usize>,
    },
    /// A fact is wrong, whichever article says it.
    Reject {
        /// Who or what it is about.
        subject: Named,
        /// The relation, hyphenated.
        relation: String,
        /// What it relates the subject to.
        object: Named,
        /// How it is put forward; if that is left out, however it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
    },
    /// An entity is of another type.
    Retype {
        /// The entity.
        one: Named,
        /// What it is.
        kind: EntityType,
    },
}

impl Correction {
    /// The key that is given up for another, and the other.
    pub fn given_up(&self) -> Option<(String, &str)> {
        match self {
            Correction::Merge { one, into } => Some((one.key.clone(), &into.key)),
            Correction::Alias { name, of } => Some((normalise(name), &of.key)),
            Correction::Split { .. } | Correction::Reject { .. } | Correction::Retype { .. } => None,
        }
    }
}

impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Correction::Merge { one, into } => write!(f, ":merge {one} = {into}"),
            Correction::Alias { name, of } => write!(f, ":alias {} = {of}", quoted(name)),
            Correction::Split { one, article, sentence } => {
                write!(f, ":split {} in {}", quoted(&one.name), quoted(article))?;
                sentence.iter().try_for_each(|sentence| write!(f, ", sentence {sentence}"))
            }
            Correction::Reject { subject, relation, object, status } => {
                write!(f, ":reject {} {relation} {}", spaced(&subject.name), spaced(&object.name))?;
                status.iter().try_for_each(|status| write!(f, " ({status})"))
            }
            Correction::Retype { one, kind } => write!(f, ":retype {one} = {kind}"),
        }
    }
}

/// A name in quotes where it has several words, as an end of a fact.
fn spaced(name: &str) -> String {
    if name.contains([' ', '"', '(']) { format!("\"{}\"", name.replace('"', "'")) } else { name.to_owned() }
}

/// The corrections of a graph, numbered in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections(BTreeMap<u64, Correction>);

impl Corrections {
    /// The numbers that corrections may have.
    pub const NUMBERS: std::ops::Range<u64> = 1..1 << 32;

    /// All, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &Correction)> {
        self.0.iter().map(|(number, correction)| (*number, correction))
    }

    /// The one of this number.
    pub fn get(&self, number: u64) -> Option<&Correction> {
        self.0.get(&number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number that the next one gets.
    pub fn next_number(&self) -> u64 {
        self.0.last_key_value().map_or(1, |(last, _)| last.saturating_add(1))
    }

    /// Makes or takes back the correction of a number; gives what it was.
    pub fn set(&mut self, number: u64, to: Option<Correction>) -> Option<Correction> {
        match to {
            Some(correction) => self.0.insert(number, correction),
            None => self.0.remove(&number),
        }
    }
}

impl FromIterator<Correction> for Corrections {
    fn from_iter<T: IntoIterator<Item = Correction>>(corrections: T) -> Self {
        Corrections((1..).zip(corrections).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Named {
        Named { name: name.into(), article: None, key: name.to_lowercase() }
    }

    #[test]
    fn a_correction_reads_as_the_command_that_makes_it() {
        let merge = Correction::Merge { one: named("Li"), into: named("A = B") };
        assert_eq!(merge.to_string(), ":merge Li = \"A = B\"");
        let split = |sentence| Correction::Split {
            one: named("Carlos Ruiz"),
            article: "a night in Porto".into(),
            sentence,
        };
        assert_eq!(split(None).to_string(), ":split Carlos Ruiz in \"a night in Porto\"");
        assert_eq!(split(Some(3)).to_string(), ":split Carlos Ruiz in \"a night in Porto\", sentence 3");
        let reject = Correction::Reject {
            subject: named("Li Shangfu"),
            relation: "visits".into(),
            object: named("Peru"),
            status: Some(Status::Denied),
        };
        assert_eq!(reject.to_string(), ":reject \"Li Shangfu\" visits Peru (denied)");
    }

    #[test]
    fn numbers_go_on_after_the_last_one() {
        let alias = |name: &str| Correction::Alias { name: name.into(), of: named("Peru") };
        let mut log: Corrections = ["a", "b", "c"].map(alias).into_iter().collect();
        assert!(log.set(2, None).is_some());
        assert_eq!((log.next_number(), log.len()), (4, 2));
        assert_eq!(log.iter().map(|(number, _)| number).collect::<Vec<_>>(), [1, 3]);
        let text = serde_json::to_string(log.get(1).unwrap()).unwrap();
        assert_eq!(text, r#"{"alias":{"name":"a","of":{"name":"Peru","key":"peru"}}}"#);
        assert_eq!(&serde_json::from_str::<Correction>(&text).unwrap(), log.get(1).unwrap());
    }
}
