//! How many rows a query within another one has, without keeping them.

use super::{Context, Reader, Row, is_plain};
use crate::query::bind::bound::{BoundClause, BoundKind, BoundProjection, BoundQuery, Properties};
use crate::query::error::QueryError;
use crate::query::plan::{Expansion, Step};
use crate::value::Value;

impl Context<'_> {
    /// Counts the rows of a query within this one.
    pub(super) fn count(&self, query: &BoundQuery, row: &Row) -> Result<u64, QueryError> {
        let matching = match &query.parts[..] {
            [clauses] => matching(clauses),
            _ => None,
        };
        let Some(matching) = matching else { return Ok(self.subquery(query, row)?.len() as u64) };
        let _within = self.run.begin::<()>(None);
        let readers = self.readers(matching)?;
        let (mut count, mut row) = (0u64, row.clone());
        // The ends of a last relationship of which nothing more is asked need not be looked at.
        if let [(_, Reader::Match { steps, optional: false, .. })] = &readers[..]
            && let Some((Step::Expand(last), before)) = steps.split_last()
            && is_free(last)
            && self.run.profile.is_none()
        {
            let Some(types) = self.types(last.relationship.types.as_ref()) else { return Ok(0) };
            self.matches(before, &mut row, &mut |row| {
                if let Value::Node(from) = row[last.from] {
                    let degree = self.graph.degree(from, last.direction(), &types);
                    count = count.saturating_add(degree as u64);
                }
                self.tick().map(|()| true)
            })?;
            return Ok(count);
        }
        self.stream(&readers, &mut row, &mut |_| {
            count += 1;
            Ok(true)
        })?;
        Ok(count)
    }
}

/// The clauses that make the rows, where what comes after them makes no difference to how many there are.
fn matching(clauses: &[BoundClause]) -> Option<&[BoundClause]> {
    let shows = |last: &BoundProjection| {
        let shown = |kind: &BoundKind| matches!(kind, BoundKind::Slot(_) | BoundKind::Constant(_));
        is_plain(last)
            && !last.distinct
            && last.order.is_empty()
            && last.items.iter().all(|(item, _)| shown(&item.kind))
    };
    let before = match clauses.split_last()? {
        (BoundClause::Project(last), before) if shows(last) => before,
        _ => clauses,
    };
    let project = |clause: &BoundClause| matches!(clause, BoundClause::Project(_));
    (!before.is_empty() && !before.iter().any(project)).then_some(before)
}

/// Whether every relationship of the types from the node is a match.
fn is_free(step: &Expansion) -> bool {
    let Expansion { relationship, relationship_known, to, to_known, used, .. } = step;
    !relationship_known
        && !to_known
        && used.is_empty()
        && matches!((&relationship.properties, &to.properties), (Properties::None, Properties::None))
        && relationship.filter.is_none()
        && to.labels.is_none()
        && to.filter.is_none()
}
