//! What a clause says: predicate, subject, arguments, and how it is put forward.

use super::status::Status;

/// How a proposition is put into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Construction {
    /// A verb with its subject and complements.
    Active,
    /// A passive verb.
    Passive,
    /// `X is Y`.
    Copula,
    /// `X, the Y of Z`.
    Apposition,
    /// `Minister X`.
    Title,
    /// `X's Y`.
    Possessive,
    /// A noun that names an action, with its arguments.
    Nominalisation,
    /// A noun that names a relation between several.
    Relational,
    /// `Y such as X`.
    Class,
    /// `X in Y`, `X, Y` of places.
    Location,
    /// A country's adjective before a group or an organisation.
    Demonym,
}

/// What an argument is to its predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Direct object.
    Object,
    /// Indirect object.
    Indirect,
    /// Predicate noun, adjective or phrase of a copula; secondary predicate.
    Complement,
    /// The one who acts in a passive.
    Agent,
    /// Behind a preposition, or an adverbial noun.
    Oblique,
}

/// An argument: its head token and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// What it is to the predicate.
    pub role: Role,
    /// Head token.
    pub head: usize,
    /// Its preposition, hyphenated, lower case; empty for none.
    pub preposition: String,
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Index of the sentence.
    pub sentence: usize,
    /// Head token of the speaker.
    pub head: usize,
}

/// One n-ary statement of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// How it is put into words.
    pub construction: Construction,
    /// Head token of the predicate.
    pub predicate: usize,
    /// Tokens of the predicate (verb, auxiliaries, particles), in order.
    pub words: Vec<usize>,
    /// What is said, as canonical relation without the arguments' prepositions: `visits`, `is-dispatched`,
    /// `is-minister-of`.
    pub relation: String,
    /// Head token of the subject.
    pub subject: Option<usize>,
    /// The other arguments.
    pub arguments: Vec<Argument>,
    /// How it is put forward.
    pub status: Status,
    /// Who says so.
    pub by: Option<Speaker>,
    /// Whether it holds with the subject and the (one) object exchanged.
    pub symmetric: bool,
    /// Whether nothing is said of whether it is so (`if no party wins`, `might not apply`): no fact then.
    pub open: bool,
}
