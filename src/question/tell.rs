//! An answer as people read it.

use super::answer::{Answer, Verdict};
use crate::clause::Status;
use crate::graph::GraphRead;
use crate::graph::lookup;
use crate::graph::statement::{standing, why};
use crate::query::syntax::triple;
use std::fmt::Write;

impl Answer {
    /// The answer in short: the replies, `Yes`, or that it is not known.
    pub fn headline(&self, graph: &dyn GraphRead) -> String {
        let mut text = match self.verdict {
            Verdict::Found => {
                let said = |reply: &super::Reply| {
                    let status = reply.facts.first().and_then(|fact| standing(graph, *fact));
                    status.map_or(reply.text.clone(), |status| format!("{} ({status})", reply.text))
                };
                self.replies.iter().map(said).collect::<Vec<_>>().join("; ")
            }
            Verdict::So(Status::Asserted) => "Yes".to_owned(),
            Verdict::So(Status::Denied) => "No, it is denied".to_owned(),
            Verdict::So(status) => format!("It is {status}"),
            Verdict::NotKnown => "Not known".to_owned(),
            Verdict::NotUnderstood => "Not understood".to_owned(),
        };
        if !self.sure && matches!(self.verdict, Verdict::Found | Verdict::So(_)) {
            text = format!("Perhaps: {text}");
        }
        text
    }

    /// The whole answer: in short, the patterns that the question means, the facts and the sentences that say so.
    pub fn tell(&self, graph: &dyn GraphRead) -> String {
        let mut text = format!("{}\n", self.headline(graph));
        if !self.patterns.is_empty() {
            let _ = writeln!(text, "  as a pattern: {}", self.patterns.join(" , "));
        }
        for name in &self.unknown {
            let near = lookup::find(graph, name);
            let hint = near.first().map_or(String::new(), |near| format!("; did you mean `{}`?", near.name));
            let _ = writeln!(text, "  the graph knows no `{name}`{hint}");
        }
        let mut told = Vec::new();
        for fact in self.replies.iter().flat_map(|reply| &reply.facts) {
            if !told.contains(fact) {
                told.push(*fact);
                let _ = write!(text, "\n{}", why(graph, *fact));
            }
        }
        if self.nearest.is_empty() && self.verdict == Verdict::NotUnderstood {
            text += "  a pattern may say it: `? visits ?` finds who visited what (:help patterns, :help questions)\n";
        }
        if !self.nearest.is_empty() {
            text += "  one can ask:\n";
            for pattern in &self.nearest {
                let _ = writeln!(text, "    {pattern}");
            }
        }
        text
    }

    /// What the question means: its patterns, and the Cypher that they mean.
    pub fn explain(&self) -> String {
        if self.patterns.is_empty() {
            return "not understood as a pattern\n".to_owned();
        }
        let mut text = String::new();
        for pattern in &self.patterns {
            let cypher = triple::to_facts(pattern).unwrap_or_default();
            let _ = writeln!(text, "{pattern}\n{cypher}");
        }
        text
    }
}
