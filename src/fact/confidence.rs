//! How likely a fact is right.

use crate::analyse::Upos;
use crate::clause::{Construction, Proposition, Tree};

/// A prior for the construction times how sure the parser is of the arcs used, a little less for resolved pronouns.
pub(super) fn confidence(tree: &Tree, proposition: &Proposition, subject: usize, object: usize) -> f64 {
    let prior = match proposition.construction {
        Construction::Title | Construction::Class => 0.95,
        Construction::Apposition | Construction::Copula | Construction::Passive => 0.85,
        Construction::Active | Construction::Relational | Construction::Location => 0.85,
        Construction::Nominalisation | Construction::Demonym => 0.8,
        Construction::Possessive => 0.7,
    };
    let arcs =
        [subject, object, proposition.predicate].map(|t| tree.certainty(t)).into_iter().product::<f64>();
    let pronouns = [subject, object].iter().filter(|&&t| tree.upos(t) == Upos::Pron).count();
    let resolved = if pronouns == 0 { 1.0 } else { 0.85 };
    let value = prior * arcs.cbrt() * resolved;
    (value * 1000.0).round() / 1000.0
}
