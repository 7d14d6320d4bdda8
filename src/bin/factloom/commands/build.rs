//! `factloom build`: articles → a graph that is kept, in steps, so that interrupted work goes on where it stopped.

use crate::args::{Build, Cut};
use crate::exit::{Failure, Status};
use crate::{articles, term};
use factloom::analyse::Analyser;
use factloom::fact::{self, Extraction};
use factloom::graph::{Graph, GraphRead, add_articles};
use factloom::store::{GraphStore, Store};
use factloom::text::{Document, reader};
use factloom::wording::counted;
use std::time::{Duration, Instant};

/// Weaving goes over all articles of the graph, so it waits until reading has taken so many times as long.
const READ_PER_WEAVE: u32 = 4;
/// Reading goes on at least so long between two saves.
const LEAST: Duration = Duration::from_secs(2);

pub(crate) fn run(args: &Build) -> Result<Status, Failure> {
    articles::set_threads(&args.model);
    // Opened first, so that a place that cannot be written is noticed before the work, not after it.
    let new = !args.output.exists();
    let mut store = if new { Store::create(&args.output)? } else { Store::open(&args.output)? };
    let graph = store.load()?;
    let mut weaver = Weaver::new(graph, store);
    let read = weaver.read(args);
    // What was read before a failure is as good as any.
    let woven = if weaver.unsaved.is_empty() { Ok(()) } else { weaver.save() };
    let status = woven.and(read);
    if status.is_ok() {
        weaver.tell(args);
    } else if weaver.saved > 0 {
        let kept = counted(weaver.saved, "article");
        term::warn(&format!("{kept} kept in {}; the same command goes on from there", args.output.display()));
    }
    let empty = weaver.saved == 0;
    let closed = weaver.store.close();
    if new && empty && status.is_err() {
        // Nothing was put in: leave no empty graph behind.
        let _ = std::fs::remove_file(&args.output);
    }
    closed?;
    status
}

/// A graph that articles are woven into, and its file.
struct Weaver {
    graph: Graph,
    store: Store,
    unsaved: Vec<Extraction>,
    /// Articles saved by this run.
    saved: usize,
    /// Of those read, articles that take the place of what they said before.
    replaced: usize,
    /// Articles that were in the graph before.
    known: usize,
    last_save: Instant,
    /// How long the last weaving and saving took.
    cost: Duration,
}

impl Weaver {
    fn new(graph: Graph, store: Store) -> Weaver {
        let (last_save, cost) = (Instant::now(), Duration::ZERO);
        Weaver { graph, store, unsaved: Vec::new(), saved: 0, replaced: 0, known: 0, last_save, cost }
    }

    fn read(&mut self, args: &Build) -> Result<Status, Failure> {
        let analyser = Analyser::shared(args.model.model.into());
        // No two documents of a run have one name, so what it adds need not be looked at.
        let held = self.graph.articles().documents();
        let is_known = |document: &Document| {
            let sentences = (0..document.sentences.len()).map(|i| document.sentence_text(i));
            held.get(&document.id()).is_some_and(|known| known.has_sentences(sentences))
        };
        let is_taken = |document: &Document| {
            let other = held.get(&document.id());
            other.is_some_and(|other| reader::may_differ(document, other.source.as_deref()))
                && !is_known(document)
        };
        let work = |document: Document| {
            (!is_known(&document)).then(|| fact::extract(&document, &analyser.analyse(&document)))
        };
        articles::each_beside(&args.input, Cut::default(), is_taken, work, |extraction| {
            match extraction {
                Some(extraction) => {
                    self.replaced += usize::from(held.contains_key(&extraction.document));
                    self.unsaved.push(extraction);
                }
                None => self.known += 1,
            }
            let reading = self.last_save.elapsed();
            if !self.unsaved.is_empty() && reading > LEAST && reading > READ_PER_WEAVE * self.cost {
                self.save()?;
            }
            Ok(())
        })
    }

    /// Weaves what was read into the graph, and both into the file, in one transaction.
    fn save(&mut self) -> Result<(), Failure> {
        let started = Instant::now();
        let count = self.unsaved.len();
        self.graph.begin();
        add_articles(&mut self.graph, std::mem::take(&mut self.unsaved))?;
        self.store.save(&self.graph, &self.graph.changes())?;
        let changes = self.graph.commit();
        self.store.settle(&mut self.graph, &changes.documents)?;
        self.saved += count;
        self.cost = started.elapsed();
        self.last_save = Instant::now();
        Ok(())
    }

    fn tell(&self, args: &Build) {
        let besides = [(self.replaced, "in place of an older text"), (self.known, "there already")];
        let notes = besides.iter().filter(|(count, _)| *count > 0);
        let notes: Vec<String> = notes.map(|(count, what)| format!("{count} {what}")).collect();
        let there = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        term::say(format_args!(
            "{} read{there}; {} holds {} and {} of {}",
            counted(self.saved, "article"),
            args.output.display(),
            counted(self.graph.node_count(), "entity"),
            counted(self.graph.relationship_count(), "fact"),
            counted(self.graph.articles().len(), "article")
        ));
    }
}
