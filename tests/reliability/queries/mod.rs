//! Random queries on random graphs, asked in ways that must agree: the optimiser on and off; a plain reference
//! evaluator; a condition, its opposite and its being unknown add up; paths from their other end; a label more gives a
//! part of the rows; a projection of everything between two clauses changes nothing.

mod dump;
mod query;
mod reference;
mod world;

use crate::support::{Random, figure, thorough};
use factloom::graph::Graph;
use factloom::query::{Limits, Parameters, Procedures, QueryError, run};
use factloom::value::Value;
use query::{Query, Returned, Test};
use world::World;

fn ask(graph: &mut Graph, query: &str) -> Result<Vec<Vec<Value>>, QueryError> {
    let result = run(graph, query, &Parameters::new(), &Limits::default(), &Procedures::default());
    result.map(|result| {
        let mut rows = result.rows;
        rows.sort();
        rows
    })
}

#[derive(Default)]
struct Tally {
    queries: usize,
    asked: usize,
    valid: usize,
    with_rows: usize,
    fast: usize,
    disagreements: Vec<String>,
}

struct Trial<'a> {
    world: &'a World,
    plain: &'a mut Graph,
    frozen: &'a mut Graph,
    tally: &'a mut Tally,
}

impl Trial<'_> {
    fn disagree(&mut self, rule: &str, texts: &[&str], rows: [&dyn std::fmt::Debug; 2]) {
        let graph = self.world;
        self.tally.disagreements.push(format!("{rule}: {texts:#?}\n{:?}\n{:?}\n{graph:?}", rows[0], rows[1]));
    }

    /// The rows by the interpreter, after the optimiser and the reference have agreed with it.
    fn rows(&mut self, query: &Query) -> Option<Vec<Vec<Value>>> {
        let text = query.text();
        self.tally.asked += 1;
        let (slow, fast) = (ask(self.plain, &text), ask(self.frozen, &text));
        match (slow, fast) {
            (Ok(slow), Ok(fast)) => {
                self.tally.valid += 1;
                self.tally.with_rows += usize::from(!slow.is_empty() && slow != [[Value::from(0)]]);
                if slow != fast {
                    self.disagree("optimiser", &[&text], [&slow, &fast]);
                }
                let mut plain = reference::rows(self.world, query);
                plain.sort();
                if plain != slow {
                    self.disagree("reference", &[&text], [&slow, &plain]);
                }
                Some(slow)
            }
            (Err(_), Err(_)) => None,
            (slow, fast) => {
                self.disagree("error", &[&text], [&slow, &fast]);
                None
            }
        }
    }

    fn check(&mut self, query: &Query, random: &mut Random) -> Option<()> {
        self.tally.queries += 1;
        let plan = run(
            self.frozen,
            &format!("EXPLAIN {}", query.text()),
            &Parameters::new(),
            &Limits::default(),
            &Procedures::default(),
        );
        let plan = plan.ok()?.plan.unwrap_or_default();
        self.tally.fast += usize::from(plan.contains("(about "));
        let rows = self.rows(query)?;

        let turned = query.turned(random);
        let other = self.rows(&turned)?;
        if rows != other {
            self.disagree("turned", &[&query.text(), &turned.text()], [&rows, &other]);
        }

        if query.clauses.len() > 1 {
            let continued = query.continued();
            for graph in [&mut *self.plain, &mut *self.frozen] {
                self.tally.asked += 1;
                let found = ask(graph, &continued).ok()?;
                self.tally.valid += 1;
                self.tally.with_rows += usize::from(!found.is_empty() && found != [[Value::from(0)]]);
                if found != rows {
                    self.tally.disagreements.push(format!("continued: {continued}\n{rows:?}\n{found:?}"));
                }
            }
        }

        let all = query.returning(Returned::Rows { distinct: false });
        let every = self.rows(&all.with(None))?;
        let test = query.test.clone().unwrap_or(Test::Label(0, 0));
        let opposite = Test::Not(Box::new(test.clone()));
        let mut parts = self.rows(&all.with(Some(test.clone())))?;
        parts.extend(self.rows(&all.with(Some(opposite)))?);
        let unknown =
            all.with(None).text().replacen(" RETURN", &format!(" WHERE ({}) IS NULL RETURN", test.text()), 1);
        self.tally.asked += 2;
        for graph in [&mut *self.plain, &mut *self.frozen] {
            let mut parts = parts.clone();
            parts.extend(ask(graph, &unknown).ok()?);
            parts.sort();
            self.tally.valid += 1;
            self.tally.with_rows += usize::from(!parts.is_empty());
            if parts != every {
                self.tally.disagreements.push(format!("partition: {unknown}\n{every:?}\n{parts:?}"));
            }
        }

        let (labelled, node, label) = all.labelled(random);
        let fewer = self.rows(&labelled)?;
        let whole = self.rows(&all)?;
        let mut rest = whole.iter();
        if !fewer.iter().all(|row| rest.any(|other| other == row)) {
            self.disagree("subset", &[&all.text(), &labelled.text()], [&whole, &fewer]);
        }
        let said = Test::Label(node, label);
        let both = match all.test.clone() {
            Some(test) => Test::Join("AND", Box::new(said), Box::new(test)),
            None => said,
        };
        let same = self.rows(&all.with(Some(both)))?;
        if same != fewer {
            self.disagree("label", &[&labelled.text()], [&fewer, &same]);
        }
        Some(())
    }
}

#[test]
fn ways_to_ask_agree() {
    let mut tally = Tally::default();
    let rounds = thorough(60, 2_600);
    let mut dump = dump::Dump::new();
    for seed in 0..rounds {
        let mut random = Random(seed as u64);
        let (world, mut plain, mut frozen) = World::new(&mut random);
        dump.world(&world);
        for _ in 0..40 {
            let query = Query::some(&mut random);
            dump.query(&world, &query);
            let mut trial =
                Trial { world: &world, plain: &mut plain, frozen: &mut frozen, tally: &mut tally };
            trial.check(&query, &mut random);
        }
        if tally.disagreements.len() > 5 {
            break;
        }
    }
    let Tally { queries, asked, valid, with_rows, fast, disagreements } = tally;
    let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    figure(
        "generated queries",
        format!(
            "{queries} queries in {asked} forms; {:.1} % valid, {:.1} % with rows, {:.1} % by the optimiser; {} disagreements",
            share(valid, asked),
            share(with_rows, asked),
            share(fast, queries),
            disagreements.len()
        ),
    );
    assert!(
        disagreements.is_empty(),
        "{}",
        disagreements.iter().take(5).cloned().collect::<Vec<_>>().join("\n\n")
    );
    assert!(share(valid, asked) >= 90.0 && share(with_rows, asked) >= 30.0 && share(fast, queries) >= 30.0);
}
