//! A question to a graph → an [`Answer`]: patterns are run from the surest to the least sure until one has facts that
//! answer what was asked.

use super::ground::{Grounded, Latitude, ground, in_own_words, latitudes, quoted};
use super::names::{Closeness, Index, words};
use super::reading::{self, Asked, Condition, Kind, Question, Reading, Slot, Wanted};
use super::relation::{Nearness, relations, stem};
use crate::clause::Status;
use crate::fact::relation_name;
use crate::graph::lookup::{self, plain};
use crate::graph::statement::{called, is_symmetric, sources, texts};
use crate::graph::{Direction, Graph, GraphRead};
use crate::lexicon::{self, EntityType, PlaceForm};
use crate::query::syntax::triple;
use crate::query::{self, Limits, Parameters, Procedures, QueryError};
use crate::value::{NodeId, RelationshipId, Value};

/// How a question came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The replies answer it.
    Found,
    /// It is so: plainly, or planned, denied, reported …
    So(Status),
    /// It was understood; the graph holds no answer.
    NotKnown,
    /// It was not understood.
    NotUnderstood,
}

/// One thing that answers a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What to say.
    pub text: String,
    /// The facts that say so, the likeliest first.
    pub facts: Vec<RelationshipId>,
}

/// What a graph answers to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How it came out.
    pub verdict: Verdict,
    /// What answers it; for a question of yes or no, the facts that say so.
    pub replies: Vec<Reply>,
    /// Whether the graph's words are those of the question; otherwise the replies are the nearest that there is.
    pub sure: bool,
    /// The triple patterns that the question means, in the graph's words where it has them.
    pub patterns: Vec<String>,
    /// The things that the question names and the graph does not know.
    pub unknown: Vec<String>,
    /// Patterns that can be asked instead, where there is no answer.
    pub nearest: Vec<String>,
}

/// Answers a question in English from a graph.
///
/// # Errors
///
/// Those of the queries that it leads to: an interruption, a limit reached.
///
/// ```
/// use factloom::analyse::{Analyser, Model};
/// use factloom::{graph, question, text::Document};
///
/// let document = Document::from_text("note", "Ada Lovelace visited Turin in 1841.");
/// let analysis = Analyser::shared(Model::Accurate).analyse(&document);
/// let mut graph = graph::Graph::new();
/// graph::add_articles(&mut graph, [factloom::fact::extract(&document, &analysis)])?;
///
/// let answer = question::ask(&mut graph, "Who visited Turin?", &Default::default())?;
/// assert_eq!(answer.patterns, ["? visits Turin"]);
/// assert_eq!(answer.replies[0].text, "Ada Lovelace");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ask(graph: &mut Graph, text: &str, limits: &Limits) -> Result<Answer, QueryError> {
    let read = reading::read(text);
    let index = Index::new(graph);
    let unknown = read
        .mentions
        .iter()
        .filter(|m| !index.meant(m).iter().any(|meant| meant.closeness <= Closeness::Within))
        .map(|m| m.text.clone())
        .collect();
    let mut answer = Answer {
        verdict: Verdict::NotUnderstood,
        replies: Vec::new(),
        sure: false,
        patterns: Vec::new(),
        unknown,
        nearest: Vec::new(),
    };
    let nodes: Vec<NodeId> = read
        .mentions
        .iter()
        .flat_map(|m| index.meant(m).into_iter().filter(|m| m.closeness <= Closeness::Described).take(2))
        .map(|m| m.node)
        .collect();
    let Some(question) = read.question else {
        answer.nearest = nearest(graph, &read.words, &nodes);
        return Ok(answer);
    };
    answer.verdict = Verdict::NotKnown;
    for latitude in latitudes() {
        let mut found: Vec<Hit> = Vec::new();
        for reading in &question.readings {
            let Some(grounded) = ground(graph, &index, reading, latitude) else { continue };
            let hits = search(graph, &question, reading, &grounded, limits)?;
            if !hits.is_empty() {
                answer.patterns.push(grounded.pattern);
                found.extend(hits);
                // Where something was is told in several ways; other readings are other guesses at what is meant.
                if !matches!(question.asked, Asked::Place | Asked::Time) {
                    break;
                }
            }
        }
        if !found.is_empty() {
            answer.sure = found.iter().all(|hit| hit.sure);
            conclude(&question, found, &mut answer);
            return Ok(answer);
        }
    }
    answer.patterns = question
        .readings
        .iter()
        .take(1)
        .map(|reading| {
            let widest = Latitude { relation: Nearness::Implied, name: Closeness::Described, wide: false };
            ground(graph, &index, reading, widest).map_or_else(|| in_own_words(reading), |g| g.pattern)
        })
        .collect();
    answer.nearest = nearest(graph, &read.words, &nodes);
    answer.nearest.retain(|pattern| !answer.patterns.contains(pattern));
    Ok(answer)
}

/// A fact that answers, seen from the question's side.
struct Hit {
    fact: RelationshipId,
    subject: NodeId,
    object: NodeId,
    status: Status,
    /// What it says of what was asked.
    reply: String,
    sure: bool,
}

/// The facts of a pattern that answer the question.
fn search(
    graph: &mut Graph,
    question: &Question,
    reading: &Reading,
    grounded: &Grounded,
    limits: &Limits,
) -> Result<Vec<Hit>, QueryError> {
    let cypher = triple::to_facts(&grounded.pattern)?;
    let result = query::run(graph, &cypher, &Parameters::default(), limits, &Procedures::default())?;
    let facts = result.rows.iter().filter_map(|row| match row.first() {
        Some(Value::Relationship(fact)) => Some(*fact),
        _ => None,
    });
    let mut found = Vec::new();
    for fact in facts {
        let Some((subject, object)) = sides(graph, fact, grounded) else { continue };
        let status = texts(graph, fact, "status").pop().and_then(|s| Status::parse(&s)).unwrap_or_default();
        let mut sure = grounded.sure;
        if !reading.conditions.iter().all(|condition| holds(graph, fact, condition, &mut sure)) {
            continue;
        }
        for reply in replies(graph, question, reading, fact, (subject, object), &mut sure) {
            found.push(Hit { fact, subject, object, status, reply, sure });
        }
    }
    if question.asked == Asked::Whether && !all_meant(&found, grounded) {
        found.clear();
    }
    Ok(by_status(question, found))
}

/// The fact's ends as the pattern has them; a fact that holds both ways is turned where need be.
fn sides(graph: &Graph, fact: RelationshipId, grounded: &Grounded) -> Option<(NodeId, NodeId)> {
    let ends = graph.ends(fact)?;
    let fits = |end: &Option<Vec<Vec<NodeId>>>, node: NodeId| {
        end.as_ref().is_none_or(|all| all.iter().flatten().any(|n| *n == node))
    };
    if fits(&grounded.subject, ends.start) && fits(&grounded.object, ends.end) {
        return Some((ends.start, ends.end));
    }
    let turned =
        is_symmetric(graph, fact) && fits(&grounded.subject, ends.end) && fits(&grounded.object, ends.start);
    turned.then_some((ends.end, ends.start))
}

/// Whether each of several things that the question names has a fact.
fn all_meant(hits: &[Hit], grounded: &Grounded) -> bool {
    let each = |end: &Option<Vec<Vec<NodeId>>>, of: fn(&Hit) -> NodeId| {
        end.iter().flatten().all(|meant| hits.iter().any(|hit| meant.contains(&of(hit))))
    };
    each(&grounded.subject, |hit| hit.subject) && each(&grounded.object, |hit| hit.object)
}

/// Whether what else the question says holds of a fact.
fn holds(graph: &Graph, fact: RelationshipId, condition: &Condition, sure: &mut bool) -> bool {
    let wanted = plain(&condition.text);
    let has = |key: &str| texts(graph, fact, key).iter().any(|text| plain(text).contains(&wanted));
    if ["time", "at", "since", "until", "place", "duration", "extent", "source", "purpose", "manner"]
        .iter()
        .any(|key| has(key))
    {
        return true;
    }
    if condition.time {
        return false;
    }
    // `sent helicopters to Ireland`: the sentence also says to whom.
    let phrase = format!("{} {wanted}", condition.preposition.replace('-', " "));
    let mut named = false;
    for source in sources(graph, fact) {
        let text = plain(&source.text).replace(" the ", " ");
        if text.contains(phrase.trim()) || beside(graph, fact, condition, &wanted) {
            return true;
        }
        named |= text.contains(&wanted);
    }
    *sure &= !named;
    named
}

/// Whether a fact of the same sentence and words says so: `sends-to Ireland` beside `sends helicopters`.
fn beside(graph: &Graph, fact: RelationshipId, condition: &Condition, wanted: &str) -> bool {
    let Some(ends) = graph.ends(fact) else { return false };
    let mut hops = Vec::new();
    graph.expand(ends.start, Direction::Outgoing, &[], &mut hops);
    let said: Vec<_> =
        graph.articles().evidence(fact).iter().map(|(d, e)| (*d, e.sentence, e.relation)).collect();
    hops.iter().any(|hop| {
        let name =
            graph.ends(hop.relationship).map(|ends| relation_name(graph.names().types.name(ends.kind)));
        name.is_some_and(|name| name.ends_with(&format!("-{}", condition.preposition)))
            && std::iter::once(called(graph, hop.node))
                .chain(lookup::aliases(graph, hop.node))
                .any(|name| plain(&name) == wanted)
            && graph
                .articles()
                .evidence(hop.relationship)
                .iter()
                .any(|(d, e)| said.contains(&(*d, e.sentence, e.relation)))
    })
}

/// What a fact says of what was asked; nothing where it does not answer.
fn replies(
    graph: &Graph,
    question: &Question,
    reading: &Reading,
    fact: RelationshipId,
    (subject, object): (NodeId, NodeId),
    sure: &mut bool,
) -> Vec<String> {
    let qualifier = |key: &str| texts(graph, fact, key);
    let gap = match (&reading.subject, &reading.object) {
        (Slot::Gap, _) => Some(subject),
        (_, Slot::Gap) => Some(object),
        _ => None,
    };
    match (&question.asked, gap) {
        (Asked::Thing(kind), Some(node)) => {
            if reading.relation == Wanted::Identity {
                return vec![identity(graph, fact, object)];
            }
            match fills(graph, node, kind) {
                Some(certain) => {
                    *sure &= certain;
                    vec![called(graph, node)]
                }
                None => Vec::new(),
            }
        }
        (Asked::Thing(_), None) => Vec::new(),
        (Asked::Place, Some(node)) => {
            let place = is_a(graph, node, &[EntityType::Place, EntityType::Organization, EntityType::Event]);
            if place { vec![called(graph, node)] } else { Vec::new() }
        }
        (Asked::Place, None) => qualifier("place"),
        (Asked::Time, _) => {
            let object = Some(object).filter(|n| is_a(graph, *n, &[EntityType::Time]));
            when(graph, fact, object)
        }
        (Asked::Duration, _) => qualifier("duration"),
        (Asked::Reason, _) => qualifier("purpose"),
        (Asked::Whether, _) => vec![String::new()],
    }
}

/// When a fact was: in the article's words, with the date where it is known.
fn when(graph: &Graph, fact: RelationshipId, object: Option<NodeId>) -> Vec<String> {
    let mut times = texts(graph, fact, "time");
    if times.is_empty() {
        times.extend(object.map(|n| called(graph, n)));
    }
    let dates: Vec<String> = ["at", "since", "until"]
        .into_iter()
        .flat_map(|key| texts(graph, fact, key).into_iter().map(move |date| (key, date)))
        .map(|(key, date)| if key == "at" { date } else { format!("{key} {date}") })
        .filter(|date| !times.contains(date))
        .collect();
    match (times.as_mut_slice(), dates.as_slice()) {
        (_, []) => times,
        ([], dates) => dates.to_vec(),
        ([one], dates) => vec![format!("{one} ({})", dates.join(", "))],
        _ => times,
    }
}

/// What a fact says that its subject is: `minister of Norway`.
fn identity(graph: &Graph, fact: RelationshipId, object: NodeId) -> String {
    let kind = graph.ends(fact).map_or("", |ends| graph.names().types.name(ends.kind));
    let relation = relation_name(kind);
    match relation.strip_prefix("is-") {
        Some(role) => format!("{} {}", role.replace('-', " "), called(graph, object)),
        None => called(graph, object),
    }
}

fn is_a(graph: &Graph, node: NodeId, kinds: &[EntityType]) -> bool {
    kinds.iter().any(|kind| graph.names().labels.id(kind.as_str()).is_some_and(|l| graph.has_label(node, l)))
}

/// Whether a node can be what is asked for, and whether that is sure.
fn fills(graph: &Graph, node: NodeId, kind: &Kind) -> Option<bool> {
    use EntityType as E;
    let of = |kinds: &[E]| is_a(graph, node, kinds).then_some(true);
    let name = plain(&called(graph, node));
    match kind {
        Kind::What => Some(true),
        // `about 80 people` is a number, and some people.
        Kind::Who => of(&[E::Person, E::Organization, E::Group, E::Place]).or_else(|| {
            (is_a(graph, node, &[E::Quantity]) && words(&name).iter().any(|w| is_people(w))).then_some(true)
        }),
        Kind::Number(None) => of(&[E::Quantity]).or_else(|| numbered(&name).then_some(true)),
        Kind::Number(Some(noun)) | Kind::Noun(noun) => {
            if words(&name).contains(&stem(noun)) {
                return Some(true);
            }
            match lexicon::noun_class(noun) {
                _ if matches!(noun.as_str(), "country" | "nation" | "state") => {
                    let place = lexicon::place(&called(graph, node));
                    let country =
                        place.is_none_or(|p| matches!(p.kind, PlaceForm::Country | PlaceForm::Capital));
                    is_a(graph, node, &[E::Place]).then_some(place.is_some() && country).filter(|_| country)
                }
                _ if lexicon::is("organisation-noun", noun) => of(&[E::Organization, E::Group]),
                _ if lexicon::is("event-noun", noun) => of(&[E::Event]),
                _ if lexicon::is("work-noun", noun) => of(&[E::Work]),
                Some("person") => of(&[E::Person, E::Group]),
                Some("group") => of(&[E::Organization, E::Group]),
                Some("location") => of(&[E::Place]),
                Some("artifact") => of(&[E::Product, E::Work, E::Place]).map(|_| false),
                _ => None,
            }
        }
    }
}

fn is_people(word: &str) -> bool {
    lexicon::is("people-noun", word) || lexicon::noun_class(word) == Some("person")
}

/// Whether a name says how many: `900 people`, `three villages`.
fn numbered(name: &str) -> bool {
    name.split([' ', '-'])
        .any(|word| word.starts_with(|c: char| c.is_ascii_digit()) || lexicon::is("number-word", word))
}

/// What is denied answers no question of what is so; what is planned none of what was, unless nothing else does.
fn by_status(question: &Question, mut hits: Vec<Hit>) -> Vec<Hit> {
    if question.asked == Asked::Whether {
        return hits;
    }
    hits.retain(|hit| (hit.status == Status::Denied) == question.negated);
    let happened = |hit: &Hit| matches!(hit.status, Status::Asserted | Status::Reported);
    if hits.iter().any(|hit| happened(hit) != question.future) {
        hits.retain(|hit| happened(hit) != question.future);
    }
    hits
}

fn conclude(question: &Question, hits: Vec<Hit>, answer: &mut Answer) {
    answer.verdict = Verdict::Found;
    if question.asked == Asked::Whether {
        const STRONGEST: [Status; 6] = [
            Status::Asserted,
            Status::Reported,
            Status::Planned,
            Status::Desired,
            Status::Possible,
            Status::Denied,
        ];
        let all = |status: &&Status| hits.iter().any(|hit| hit.status == **status);
        answer.verdict = STRONGEST.iter().find(all).map_or(Verdict::NotKnown, |s| Verdict::So(*s));
    }
    for hit in hits {
        match answer.replies.iter_mut().find(|reply| reply.text == hit.reply) {
            Some(reply) if reply.facts.contains(&hit.fact) => {}
            Some(reply) => reply.facts.push(hit.fact),
            None => answer.replies.push(Reply { text: hit.reply, facts: vec![hit.fact] }),
        }
    }
    if let Asked::Thing(Kind::Number(Some(noun))) = &question.asked {
        count(noun, answer);
    }
}

/// `How many?` is answered by those that say a number; if none does, by how many there are.
fn count(noun: &str, answer: &mut Answer) {
    let says = |reply: &Reply| numbered(&reply.text) && words(&plain(&reply.text)).contains(&stem(noun));
    if answer.replies.iter().any(says) {
        answer.replies.retain(says);
        return;
    }
    // `Greeks` are as many as nobody says: to count them as one would be wrong.
    answer.sure &= !answer.replies.iter().any(|reply| words(&plain(&reply.text)).contains(&stem(noun)));
    let names: Vec<&str> = answer.replies.iter().map(|reply| reply.text.as_str()).collect();
    let text = format!("at least {}: {}", names.len(), names.join(", "));
    let facts = answer.replies.iter().flat_map(|reply| reply.facts.iter().copied()).collect();
    answer.replies = vec![Reply { text, facts }];
}

/// How many patterns are offered in place of an answer.
const OFFERS: usize = 4;

/// Patterns about the things that a question names: first those with a relation akin to its words.
fn nearest(graph: &Graph, said: &[String], nodes: &[NodeId]) -> Vec<String> {
    let akin: Vec<String> = said
        .iter()
        .flat_map(|word| relations(graph, &lexicon::third_person(word)))
        .map(|(_, name)| name)
        .collect();
    let mut found: Vec<(bool, usize, String)> = Vec::new();
    let mut hops = Vec::new();
    for &node in nodes {
        graph.expand(node, Direction::Both, &[], &mut hops);
        for hop in &hops {
            let Some(ends) = graph.ends(hop.relationship) else { continue };
            let relation = relation_name(graph.names().types.name(ends.kind));
            let name = quoted(&called(graph, node));
            let pattern = if ends.start == node {
                format!("{name} {relation} ?")
            } else {
                format!("? {relation} {name}")
            };
            let support = graph.articles().evidence(hop.relationship).len();
            match found.iter_mut().find(|(.., known)| *known == pattern) {
                Some((_, count, _)) => *count += support,
                None => found.push((akin.contains(&relation), support, pattern)),
            }
        }
    }
    found.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    found.into_iter().take(OFFERS).map(|(.., pattern)| pattern).collect()
}
