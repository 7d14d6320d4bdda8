//! A plan as text, for EXPLAIN: a line a step, first the one that comes first.

use super::physical::{Checks, Factor, Goals, List, Mode, Physical, Source, StepKind, Walk};
use crate::graph::Direction;
use std::fmt;

impl fmt::Display for Physical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            match &step.kind {
                StepKind::Given { nodes } => {
                    write!(f, "Given")?;
                    for (place, (_, node)) in nodes.iter().enumerate() {
                        write!(f, "{} n{node}", if place == 0 { "" } else { "," })?;
                    }
                    write!(f, ": each row so far")?;
                }
                StepKind::Scan { to, source } => {
                    let what = match source {
                        Source::All => "all nodes".to_owned(),
                        Source::Label(label) => format!("{} nodes of a label", label.nodes.len()),
                        Source::Found(list) => format!("{} nodes from an index", list.len()),
                    };
                    write!(f, "Scan n{to}: {what}")?;
                }
                StepKind::Join { to, label: Some(label), .. } => {
                    write!(f, "Join n{to}: looked up among {} nodes of a label", label.nodes.len())?;
                }
                StepKind::Join { to, label: None, .. } => {
                    write!(f, "Join n{to}: looked up among all nodes")?;
                }
                StepKind::EdgeScan { kinds, edge, .. } if kinds.is_empty() => {
                    write!(f, "EdgeScan r{edge}: all relationships")?;
                }
                StepKind::EdgeScan { edge, .. } => write!(f, "EdgeScan r{edge}: all of a type")?,
                StepKind::Extend { list, to, edge, limit } => {
                    write!(f, "Extend {}", Arrow(list, *to, *edge))?;
                    if limit.is_some() {
                        write!(f, " within a range")?;
                    }
                }
                StepKind::Maybe(maybe) => {
                    write!(f, "Optional {}", Arrow(&maybe.list, maybe.to, maybe.edge))?;
                    checks(f, &maybe.checks)?;
                }
                StepKind::Intersect { lists, to } => {
                    write!(f, "Intersect")?;
                    for list in lists {
                        write!(f, " {}", Arrow(list, *to, None))?;
                    }
                }
                StepKind::Collapse { node, .. } => {
                    write!(f, "Collapse n{node}: each node once, with the number of ways")?;
                }
                StepKind::Close { list, to, edge } => write!(f, "Close {}", Arrow(list, *to, *edge))?,
                StepKind::Reach { list, to, min, max, .. } => {
                    write!(f, "Reach {}", Arrow(list, *to, None))?;
                    steps(f, *min, *max)?;
                }
                StepKind::Walk(Walk { list, to, min, max, goals, .. }) => {
                    let name = if matches!(goals, Goals::Bound(_)) { "Close" } else { "Walk" };
                    write!(f, "{name} {}", Arrow(list, *to, None))?;
                    steps(f, *min, *max)?;
                }
            }
            if !step.bulk.is_empty() {
                write!(f, ", {} conditions by column", step.bulk.len())?;
            }
            if !step.needs.is_empty() {
                write!(f, ", {} lists not empty", step.needs.len())?;
            }
            checks(f, &step.checks)?;
            writeln!(f, " (about {:.0} rows)", step.rows)?;
            factors(f, &step.checks, 1)?;
        }
        Ok(())
    }
}

struct Arrow<'p>(&'p List, usize, Option<usize>);

impl fmt::Display for Arrow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Arrow(list, to, edge) = self;
        let (left, right) = match list.direction {
            Direction::Outgoing => ("-", "->"),
            Direction::Incoming => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        let edge = edge.map(|edge| format!("r{edge}")).unwrap_or_default();
        write!(f, "n{}{left}[{edge}]{right}n{to}", list.from)
    }
}

fn steps(f: &mut fmt::Formatter<'_>, min: u32, max: u32) -> fmt::Result {
    write!(f, " {min}..")?;
    if max < u32::MAX { write!(f, "{max}") } else { Ok(()) }
}

fn checks(f: &mut fmt::Formatter<'_>, checks: &Checks) -> fmt::Result {
    let counts = [
        (checks.labels.len(), "labels"),
        (checks.tests.len() + checks.differ.len() + checks.unlike.len(), "conditions"),
        (checks.links.len(), "relationships looked up"),
    ];
    for (count, what) in counts {
        if count > 0 {
            write!(f, ", {count} {what}")?;
        }
    }
    Ok(())
}

fn factors(f: &mut fmt::Formatter<'_>, of: &Checks, depth: usize) -> fmt::Result {
    for bridge in &of.bridges {
        let [one, two] = [&bridge.first, &bridge.onward];
        let twice = bridge.twins || !bridge.unlike.iter().all(Vec::is_empty) || !bridge.differ.is_empty();
        let name = match bridge.mode {
            Mode::Any => "Some path",
            Mode::None => "No path",
            Mode::Times | Mode::AtLeastOnce => "Paths",
        };
        write!(f, "{:width$}{name} {}", "", Arrow(one, bridge.node, None), width = 2 * depth)?;
        write!(f, " {}", Arrow(two, bridge.last.from, None))?;
        checks(f, &bridge.checks)?;
        if !bridge.tests.is_empty() {
            write!(f, ", {} conditions of the second", bridge.tests.len())?;
        }
        writeln!(f, "{}", if twice { ", without those that use something twice" } else { "" })?;
        factors(f, &bridge.checks, depth + 1)?;
    }
    for factor in &of.factors {
        let Factor { list, to, edge, checks: own, mode, .. } = factor;
        let mode = match mode {
            Mode::Times => "Count",
            Mode::AtLeastOnce => "CountOrOne",
            Mode::Any => "Exists",
            Mode::None => "NotExists",
        };
        write!(f, "{:width$}{mode} {}", "", Arrow(list, *to, *edge), width = 2 * depth)?;
        if let Some(within) = &factor.within {
            steps(f, within.min, within.max)?;
        }
        checks(f, own)?;
        writeln!(f)?;
        factors(f, own, depth + 1)?;
    }
    Ok(())
}
