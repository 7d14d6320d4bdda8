//! Why a mention is taken to be of the same thing as the mentions before it.

use serde::{Deserialize, Serialize};

/// The rule by which a mention joined its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The first one that speaks of it.
    First,
    /// The same name or words.
    SameName,
    /// Another name of the same place, or its people or adjective.
    PlaceName,
    /// The letters by which a long name is shortened, or the long name of letters.
    Acronym,
    /// A part of a person's name, or the name in full.
    PartOfName,
    /// It stands beside the other: `X, the Y`.
    Apposition,
    /// A description that fits what was spoken of: `the visit`, `the country`.
    Description,
    /// Several spoken of together.
    Group,
    /// A pronoun.
    Pronoun,
}

impl Rule {
    /// What the rule says, for people.
    pub fn says(self) -> &'static str {
        match self {
            Rule::First => "first mention",
            Rule::SameName => "the same words",
            Rule::PlaceName => "another name of the place",
            Rule::Acronym => "letters that stand for the name",
            Rule::PartOfName => "part of the name",
            Rule::Apposition => "stands beside the name",
            Rule::Description => "a description of what was spoken of",
            Rule::Group => "those spoken of together",
            Rule::Pronoun => "pronoun",
        }
    }
}
