//! A pattern taken apart, for those who want to know which part of it finds nothing.

use super::parse::{Asked, Pattern, parse};
use super::write::{Writer, asked_of};
use crate::query::error::QueryError;

/// A triple or a condition of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// How it was written.
    pub text: String,
    /// What it is.
    pub part: Part,
    /// The pattern up to and with this part, as Cypher that counts its matches.
    pub so_far: String,
}

/// What a part of a pattern is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A triple: its names, where it has no variables; and Cypher that counts the matches of it alone.
    Triple {
        /// Any of these.
        subject: Vec<String>,
        /// Any of these, words joined by hyphens.
        relation: Vec<String>,
        /// Any of these.
        object: Vec<String>,
        /// Counts the matches of it alone.
        alone: String,
    },
    /// A condition: Cypher for what the facts before it have of what it asks for, in order, without its bound.
    Condition {
        /// Gives them as texts.
        there: String,
        /// Whether it is a bound of time.
        is_time: bool,
    },
}

/// The parts of a pattern in order.
///
/// # Errors
///
/// As [`super::to_cypher`].
pub fn stages(source: &str) -> Result<Vec<Stage>, QueryError> {
    let Pattern { triples, conditions, .. } = parse(source)?;
    let counted = |from: usize, triples_to: usize, conditions_to: usize| {
        let triples = &triples[from..triples_to];
        let matching = Writer::new(triples).matching(triples, &conditions[..conditions_to]);
        format!("{matching} RETURN count(*) AS n")
    };
    let mut stages: Vec<Stage> = (1..=triples.len())
        .zip(&triples)
        .map(|(number, triple)| Stage {
            text: triple.text.to_owned(),
            so_far: counted(0, number, 0),
            part: Part::Triple {
                subject: triple.subject.names().to_vec(),
                relation: triple.relation.names().to_vec(),
                object: triple.object.names().to_vec(),
                alone: counted(number - 1, number, 0),
            },
        })
        .collect();
    for (number, condition) in (1..).zip(&conditions) {
        let mut writer = Writer::new(&triples);
        let matching = writer.matching(&triples, &conditions[..number - 1]);
        let values = asked_of(&writer.fact(triples.len()), &condition.asked);
        stages.push(Stage {
            text: condition.text.to_owned(),
            so_far: counted(0, triples.len(), number),
            part: Part::Condition {
                there: format!(
                    "{matching} UNWIND {values} AS v WITH DISTINCT v WHERE v IS NOT NULL RETURN v ORDER BY v"
                ),
                is_time: matches!(condition.asked, Asked::Since(_) | Asked::Until(_)),
            },
        });
    }
    Ok(stages)
}
