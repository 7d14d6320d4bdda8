//! What is kept and what is undone: transactions, the last writes, the graph's file.

use super::{Outcome, Session, SessionError};
use crate::graph::{Graph, GraphRead, Kept};
use crate::store::{Draft, GraphStore, Store, StoreError};
use crate::wording::counted;
use std::collections::VecDeque;

/// Writes that can be undone, and how many steps they may have together: what undoes a step stays in memory.
const WRITES: usize = 100;
const STEPS: usize = 2_000_000;

/// The writes that can be undone, the last one at the end, each with what was said.
#[derive(Debug, Default)]
pub(super) struct Done {
    writes: VecDeque<(String, Kept)>,
}

impl Done {
    fn push(&mut self, said: &str, kept: Kept) {
        if kept.is_empty() {
            return;
        }
        self.writes.push_back((said.split_whitespace().collect::<Vec<_>>().join(" "), kept));
        let steps =
            |writes: &VecDeque<(String, Kept)>| writes.iter().map(|(_, kept)| kept.len()).sum::<usize>();
        while self.writes.len() > WRITES || (self.writes.len() > 1 && steps(&self.writes) > STEPS) {
            self.writes.pop_front();
        }
    }

    /// Forgets all: what was done since cannot be undone in order.
    pub(super) fn forget(&mut self) {
        self.writes.clear();
    }
}

impl Session {
    /// Writes the changes since the last time to the graph's file.
    ///
    /// # Errors
    ///
    /// Those of the store; the changes are undone then.
    pub fn keep(&mut self) -> Result<(), StoreError> {
        self.keep_said("")
    }

    /// Keeps what a statement changed, under what was said.
    pub(super) fn keep_said(&mut self, said: &str) -> Result<(), StoreError> {
        save(&mut self.graph, self.store.as_mut())?;
        let kept = self.graph.commit_undoable();
        self.changes += u64::from(!kept.is_empty());
        self.done.push(said, kept);
        Ok(())
    }

    /// `:begin`, `:commit` and `:rollback`.
    pub(super) fn transaction(&mut self, command: &str) -> Result<Outcome, SessionError> {
        match (command, self.in_transaction) {
            ("begin", true) => {
                return Err("a transaction is open already; `:commit` or `:rollback` ends it".into());
            }
            ("begin", false) => self.in_transaction = true,
            (_, false) => return Err("no transaction is open; `:begin` opens one".into()),
            ("commit", true) => {
                self.in_transaction = false;
                self.keep_said("the transaction").map_err(|error| error.to_string())?;
            }
            _ => {
                self.in_transaction = false;
                self.graph.rollback();
                self.changes += 1;
            }
        }
        Ok(Outcome::Done)
    }

    /// Whether a transaction is open that changed something.
    pub fn has_open_changes(&self) -> bool {
        self.in_transaction && !self.graph.changes().is_empty()
    }

    /// What would be lost if the session ended now, and how to keep it: a line each.
    pub fn unkept(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.has_open_changes() {
            lines.push("a transaction is open: `:commit` keeps its changes, leaving undoes them".to_owned());
        }
        if self.store.is_none() && self.graph.node_count() > 0 {
            lines.push("the graph is in memory only: `:save NAME.loom` keeps it in a file".to_owned());
        }
        lines
    }

    /// `:save FILE`: the graph in a new file, which a graph in memory is kept in from then on.
    pub(super) fn save(&mut self, file: &str) -> Result<Outcome, SessionError> {
        if self.in_transaction {
            return Err("a transaction is open; `:commit` or `:rollback` it first".into());
        }
        let path = self.named.allow(file)?;
        if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("loom")) {
            return Err(format!(
                "a graph's file ends in .loom: `:save {}`",
                path.with_extension("loom").display()
            )
            .into());
        }
        let store = Draft::new(&path).and_then(|draft| draft.finish(&self.graph));
        let store = store.map_err(|error| error.to_string())?;
        let counts = format!(
            "{} and {}",
            counted(self.graph.node_count(), "node"),
            counted(self.graph.relationship_count(), "relationship")
        );
        if let Some(own) = &self.store {
            let stays = format!(
                "{file} holds a copy with {counts}; this session stays with {}\n",
                own.path().display()
            );
            store.close().map_err(|error| error.to_string())?;
            return Ok(Outcome::Text(stays));
        }
        self.store = Some(store);
        Ok(Outcome::Text(format!("{file} holds {counts}; from now on changes are kept in it\n")))
    }

    /// `:undo`.
    pub(super) fn undo(&mut self) -> Result<Outcome, SessionError> {
        if self.in_transaction {
            return Err("a transaction is open; `:rollback` undoes it".into());
        }
        let Some((said, kept)) = self.done.writes.pop_back() else {
            return Err("nothing was written in this session that could be undone".into());
        };
        let changes = self.graph.undo(kept);
        self.changes += 1;
        if let Some(store) = &mut self.store
            && let Err(error) = store.save(&self.graph, &changes)
        {
            // The file is what counts.
            self.done.forget();
            self.graph = store.load().map_err(|error| error.to_string())?;
            return Err(error.to_string().into());
        }
        let left = match self.done.writes.len() {
            0 => String::new(),
            1 => "; one more can be".to_owned(),
            more => format!("; {more} more can be"),
        };
        Ok(Outcome::Text(format!("undone: {}{left}\n", shortened(&said))))
    }
}

/// Writes the open transaction to the file, if there is one; on failure it is undone.
pub(super) fn save(graph: &mut Graph, store: Option<&mut Store>) -> Result<(), StoreError> {
    if let Some(store) = store.filter(|_| graph.is_changed()) {
        let changes = graph.changes();
        if !changes.is_empty()
            && let Err(error) = store.save(graph, &changes)
        {
            graph.rollback();
            return Err(error);
        }
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(session: &mut Session, line: &str) -> String {
        match session.run(line) {
            Ok(Outcome::Text(text)) => text,
            Ok(_) => String::new(),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn writes_are_undone_one_after_the_other_in_the_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.loom");
        Store::create(&path).unwrap().close().unwrap();
        let mut session = Session::open(&path).unwrap();
        run(&mut session, "CREATE (:A {x: 1})-[:R]->(:B)");
        run(&mut session, "MATCH (a:A) SET a.x = 2, a:C");
        run(&mut session, "MATCH (a) RETURN a"); // changes nothing, so there is nothing of it to undo
        run(&mut session, "MATCH (a) DETACH DELETE a");
        assert_eq!(session.graph().node_count(), 0);
        assert_eq!(run(&mut session, ":undo"), "undone: MATCH (a) DETACH DELETE a; 2 more can be\n");
        assert_eq!((session.graph().node_count(), session.graph().relationship_count()), (2, 1));
        assert_eq!(run(&mut session, ":undo"), "undone: MATCH (a:A) SET a.x = 2, a:C; one more can be\n");
        session.close().unwrap();

        let mut session = Session::open(&path).unwrap();
        let Ok(Outcome::Rows(rows, _)) =
            session.run("MATCH (a:A)-[:R]->(:B) RETURN a.x AS x, labels(a) AS l")
        else {
            panic!("no rows")
        };
        assert_eq!(rows.rows, [vec![serde_json::json!(1), serde_json::json!(["A"])]]);
        assert!(run(&mut session, ":undo").starts_with("error: nothing was written"));
    }

    #[test]
    fn a_graph_in_memory_is_saved_and_kept_from_then_on() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name).display().to_string();
        let mut session = Session::default();
        assert!(session.unkept().is_empty());
        run(&mut session, "CREATE (:A)");
        assert!(session.unkept()[0].contains("`:save NAME.loom`"));
        assert!(run(&mut session, &format!(":save {}", file("a.txt"))).contains("a.loom`"));
        let saved = run(&mut session, &format!(":save {}", file("a.loom")));
        assert!(
            saved.ends_with("holds 1 node and 0 relationships; from now on changes are kept in it\n"),
            "{saved}"
        );
        assert!(session.unkept().is_empty());
        run(&mut session, "CREATE (:B)");
        assert!(run(&mut session, &format!(":save {}", file("a.loom"))).starts_with("error: "));
        let copied = run(&mut session, &format!(":save {}", file("b.loom")));
        assert!(copied.contains("this session stays with") && copied.contains("a.loom"), "{copied}");
        run(&mut session, "MATCH (n) DELETE n");
        run(&mut session, ":undo");
        run(&mut session, ":begin");
        run(&mut session, "CREATE (:C)");
        assert!(session.unkept()[0].starts_with("a transaction is open"));
        assert!(run(&mut session, &format!(":save {}", file("c.loom"))).contains("a transaction is open"));
        session.close().unwrap();
        for name in ["a.loom", "b.loom"] {
            assert_eq!(Session::open(&folder.path().join(name)).unwrap().graph().node_count(), 2, "{name}");
        }
        assert!(!folder.path().join("c.loom").exists());
    }

    #[test]
    fn a_transaction_is_undone_as_one() {
        let mut session = Session::default();
        for line in [":begin", "CREATE (:A)", "CREATE (:B)"] {
            run(&mut session, line);
        }
        assert!(run(&mut session, ":undo").starts_with("error: a transaction is open"));
        run(&mut session, ":commit");
        assert_eq!(run(&mut session, ":undo"), "undone: the transaction\n");
        assert_eq!(session.graph().node_count(), 0);
    }
}
