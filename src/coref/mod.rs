//! Who is who within one article: each nominal → the chain of mentions that it belongs to.
//!
//! Sieves from the surest to the least sure, as each mention is read: the same name, a country's adjective, an
//! acronym, part of a person's name, an apposition, a description with the same head, a group of countries just
//! named, a pronoun's nearest fitting antecedent.

mod antecedent;
mod candidate;
mod country;
mod description;
mod fuller;
mod happening;
mod kind;
mod members;
mod mention;
mod mind;
mod naming;
mod parts;
mod phrase;
mod profile;
mod pronoun;
mod resolve;
mod rule;
#[cfg(test)]
mod seen;
mod team;
mod time_noun;

pub(crate) use description::points_back;
pub(crate) use mention::noun_type;
pub(crate) use phrase::name_words;
pub use resolve::{Chain, Chains, Choice, Choices, Joined};
pub use rule::Rule;
pub(crate) use time_noun::is_time;
