//! The ways of putting things into words, one a file.

mod apposition;
mod class;
mod copula;
mod demonym;
mod location;
mod nominalisation;
mod possessive;
mod relational;
mod secondary;
mod title;
mod verbal;

use super::Context;
use super::proposition::Proposition;

/// Adds all propositions of a sentence.
pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    verbal::find(context, out);
    secondary::find(context, out);
    copula::find(context, out);
    apposition::find(context, out);
    title::find(context, out);
    possessive::find(context, out);
    nominalisation::find(context, out);
    relational::find(context, out);
    class::find(context, out);
    location::find(context, out);
    demonym::find(context, out);
}
