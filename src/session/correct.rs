//! What people correct: `:merge`, `:alias`, `:split`, `:reject`, `:retype`, and `:corrections` to see them and take them back.

use super::facts::said;
use super::{Outcome, Rows, Session, SessionError};
use crate::entity::{Correction, Keys, Named};
use crate::fact::{LocalEntity, Status, relation_name};
use crate::graph::lookup::{self, plain};
use crate::graph::statement::{called, texts};
use crate::graph::{self, Graph, GraphRead, GraphWrite};
use crate::lexicon::EntityType;
use crate::query::error::nearest;
use crate::value::NodeId;
use serde_json::json;

/// Articles that are named where one has to be chosen.
const SHOWN: usize = 5;

impl Session {
    /// Makes a correction, or with `:split` takes one back.
    pub(super) fn correct(&mut self, command: &str, rest: &str) -> Result<Outcome, SessionError> {
        self.only_now()?;
        let wanted = wanted(&self.graph, command, rest)?;
        let unlike = unlike(&self.graph, &wanted);
        self.changing(&format!(":{command} {rest}"), |graph| match wanted {
            Wanted::Make(corrections) => {
                let mut made = Vec::new();
                for correction in corrections {
                    made.push(graph::correct(graph, correction).map_err(|error| error.to_string())?);
                }
                let keys = keys(graph);
                let told = made.into_iter().filter_map(|number| {
                    let correction = graph.articles().corrections().get(number)?;
                    let applies = match (correction, keys.met(number)) {
                        (Correction::Alias { .. }, 0) => "known by it from now on".to_owned(),
                        (_, 0) => "applies nowhere yet".to_owned(),
                        (_, 1) => "applies once".to_owned(),
                        (_, times) => format!("applies {times} times"),
                    };
                    Some(format!(
                        "{number}: {correction} ({applies}; `:corrections undo {number}` takes it back)\n"
                    ))
                });
                Ok(told.chain(unlike).collect())
            }
            Wanted::TakeBack(number) => take_back(graph, number),
        })
    }

    /// `:corrections`, `:corrections undo NUMBER`.
    pub(super) fn corrections(&mut self, rest: &str) -> Result<Outcome, SessionError> {
        if let Some(number) = rest.strip_prefix("undo") {
            self.only_now()?;
            let number: u64 = number
                .trim()
                .parse()
                .map_err(|_| "say which, as in `:corrections undo 1`; `:corrections` lists them")?;
            return self.changing(&format!(":corrections {rest}"), |graph| take_back(graph, number));
        }
        if !rest.is_empty() {
            return Err(
                format!("`:corrections {rest}`: say `:corrections`, or `:corrections undo NUMBER`").into()
            );
        }
        let graph = self.graph();
        let keys = keys(graph);
        let row = |(number, correction): (u64, &Correction)| {
            vec![json!(number), json!(correction.to_string()), json!(keys.met(number))]
        };
        let rows: Vec<_> = graph.articles().corrections().iter().map(row).collect();
        if rows.is_empty() {
            return Ok(Outcome::Text("nothing was corrected; `:help merge` says how\n".into()));
        }
        let columns = ["number", "correction", "applies"].map(String::from).to_vec();
        Ok(Outcome::Rows(Rows { columns, rows }, Vec::new()))
    }

    /// Corrections hold for all articles, so they are not made on a day of the past.
    fn only_now(&self) -> Result<(), SessionError> {
        match &self.past {
            Some(past) => {
                let date = &past.date;
                Err(format!("the graph is shown as of {date}; `:asof now` lets it be corrected").into())
            }
            None => Ok(()),
        }
    }

    /// Changes the graph and keeps that, whole or not at all.
    fn changing(
        &mut self,
        said: &str,
        change: impl FnOnce(&mut Graph) -> Result<String, String>,
    ) -> Result<Outcome, SessionError> {
        let before = self.graph.savepoint();
        match change(&mut self.graph) {
            Ok(told) => {
                if !self.in_transaction {
                    self.keep_said(said).map_err(|error| error.to_string())?;
                }
                Ok(Outcome::Text(told))
            }
            Err(error) => {
                self.graph.rollback_to(before);
                if !self.in_transaction {
                    self.graph.rollback();
                }
                Err(error.into())
            }
        }
    }
}

/// A warning where two of different types become one.
fn unlike(graph: &Graph, wanted: &Wanted) -> Option<String> {
    let Wanted::Make(corrections) = wanted else { return None };
    let [Correction::Merge { one, into }] = corrections.as_slice() else { return None };
    let label = |named: &Named| lookup::label(graph, node_of(&named.key));
    let (kind, other) = (label(one), label(into));
    (kind != other && !kind.is_empty() && !other.is_empty()).then(|| {
        format!("warning: {} was of the type {kind}, {} is of the type {other}\n", one.name, into.name)
    })
}

fn take_back(graph: &mut Graph, number: u64) -> Result<String, String> {
    let Some(correction) = graph.articles().corrections().get(number).map(ToString::to_string) else {
        return Err(format!("there is no correction {number}; `:corrections` lists them"));
    };
    graph::uncorrect(graph, number).map_err(|error| error.to_string())?;
    Ok(format!("taken back: {number}: {correction}\n"))
}

/// What a command asks for.
enum Wanted {
    Make(Vec<Correction>),
    TakeBack(u64),
}

fn keys(graph: &Graph) -> Keys<'_> {
    let articles = graph.articles();
    Keys::new(articles.iter().map(|article| &**article), articles.corrections())
}

fn wanted(graph: &Graph, command: &str, rest: &str) -> Result<Wanted, String> {
    let keys = keys(graph);
    let two = || sides(rest).ok_or_else(|| super::help(command).unwrap_or_default().trim_end().to_owned());
    let correction = match command {
        "merge" => {
            let (one, into) = two()?;
            let (one, into) = (named(graph, &keys, one)?, named(graph, &keys, into)?);
            if one.key == into.key {
                return Err(format!("{one} and {into} are one already"));
            }
            Correction::Merge { one, into }
        }
        "alias" => {
            let (name, of) = two()?;
            let (name, of) = (unquoted(name), named(graph, &keys, of)?);
            if name.is_empty() {
                return Err("say the other name before the sign".to_owned());
            }
            let node = node_of(&of.key);
            let known = lookup::name(graph, node).into_iter().chain(lookup::aliases(graph, node));
            if known.into_iter().any(|known| plain(&known) == plain(name)) {
                return Err(format!("{of} has the name {name} already"));
            }
            let correction = Correction::Alias { name: name.to_owned(), of: of.clone() };
            let other = lookup::called(graph, name).filter(|node| {
                let goes_over = correction.given_up().is_some_and(|(key, _)| node_of(&key) == *node);
                !goes_over && lookup::name(graph, *node).is_some_and(|known| plain(&known) == plain(name))
            });
            if let Some(other) = other {
                let other = called(graph, other);
                return Err(format!(
                    "{other} is an entity of its own; `:merge {other} = {of}` says that the two are one"
                ));
            }
            correction
        }
        "retype" => {
            let (one, kind) = two()?;
            let one = named(graph, &keys, one)?;
            let kind = kind.trim();
            let known = EntityType::ALL.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(kind));
            let kind = known.ok_or_else(|| {
                let names: Vec<&str> = EntityType::ALL.into_iter().map(EntityType::as_str).collect();
                match nearest(kind, names.iter().copied()) {
                    Some(near) => format!("there is no type `{kind}`; did you mean `{near}`?"),
                    None => format!("there is no type `{kind}`; there are {}", names.join(", ")),
                }
            })?;
            if lookup::label(graph, node_of(&one.key)) == kind.as_str() {
                return Err(format!("{one} is of the type {kind} already"));
            }
            Correction::Retype { one, kind }
        }
        "split" => return split(graph, &keys, rest),
        _ => return rejected(graph, &keys, rest).map(Wanted::Make),
    };
    Ok(Wanted::Make(vec![correction]))
}

fn node_of(key: &str) -> NodeId {
    Graph::node_of(crate::entity::EntityId::of(key))
}

/// What stands on either side of the first `=` outside quotes.
fn sides(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = text.char_indices().find(|&(_, c)| {
        quoted ^= c == '"';
        c == '=' && !quoted
    });
    let (at, _) = at?;
    let (one, other) = (text[..at].trim(), text[at + 1..].trim());
    (!one.is_empty() && !other.is_empty()).then_some((one, other))
}

/// A name without the quotes around it.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

/// The entity of a name, or of `NAME in ARTICLE`.
fn named(graph: &Graph, keys: &Keys<'_>, text: &str) -> Result<Named, String> {
    let unknown = match lookup::resolve(graph, unquoted(text)) {
        Ok(node) => return of_node(graph, keys, node),
        Err(unknown) => unknown,
    };
    // An article may have the word in its name.
    for (at, _) in text.match_indices(" in ") {
        let (name, wanted) = (unquoted(&text[..at]), &text[at + 4..]);
        let Some((article, sentence)) = place(graph, wanted) else { continue };
        let same = |other: &str| plain(other) == plain(name);
        let here = |e: &LocalEntity| {
            let mut at = e.links.iter().flat_map(|link| &link.at);
            sentence.is_none_or(|number| at.any(|(sentence, _)| *sentence == number))
        };
        let key = keys
            .within(article, |e| same(&e.name) && here(e))
            .or_else(|| keys.within(article, |e| here(e) && e.aliases.iter().any(|(alias, _)| same(alias))));
        let place = sentence.map_or(article.to_owned(), |number| format!("{article}, sentence {number}"));
        let Some(key) = key else { return Err(format!("the article {place} speaks of no `{name}`")) };
        let name = lookup::name(graph, node_of(key)).unwrap_or_else(|| name.to_owned());
        return Ok(Named { name, article: Some(place), key: key.to_owned() });
    }
    Err(unknown)
}

fn of_node(graph: &Graph, keys: &Keys<'_>, node: NodeId) -> Result<Named, String> {
    let name = called(graph, node);
    match keys.of(|entity| Graph::node_of(entity) == node) {
        Some(key) => Ok(Named { name, article: None, key: key.to_owned() }),
        None => Err(format!(
            "{name} is in no article; corrections are of what articles say, SET and DELETE change the rest"
        )),
    }
}

/// The article of this name.
fn article<'a>(graph: &'a Graph, text: &str) -> Option<&'a str> {
    let wanted = plain(unquoted(text));
    graph.articles().iter().map(|a| a.name.as_str()).find(|name| plain(name) == wanted)
}

/// What `ARTICLE` or `ARTICLE, sentence NUMBER` names.
fn place<'a>(graph: &'a Graph, text: &str) -> Option<(&'a str, Option<usize>)> {
    if let Some(article) = article(graph, text) {
        return Some((article, None));
    }
    let (name, number) = unquoted(text).rsplit_once(", sentence ")?;
    Some((article(graph, name)?, Some(number.trim().parse().ok()?)))
}

/// `:split NAME`, `:split NAME in ARTICLE`, `:split NAME in ARTICLE, sentence NUMBER`.
fn split(graph: &Graph, keys: &Keys<'_>, rest: &str) -> Result<Wanted, String> {
    let entity = match lookup::resolve(graph, unquoted(rest)) {
        Ok(node) => of_node(graph, keys, node)?,
        Err(unknown) => {
            let mut parts = rest.match_indices(" in ").map(|(at, _)| (&rest[..at], &rest[at + 4..]));
            let Some((_, wanted)) = parts.clone().next() else { return Err(unknown) };
            let found = parts.find_map(|(name, wanted)| Some((name, place(graph, wanted)?)));
            let Some((name, (article, sentence))) = found else {
                let names: Vec<&str> = graph.articles().iter().map(|a| a.name.as_str()).collect();
                let near = nearest(wanted.trim(), names);
                let hint =
                    near.map_or("`factloom info` lists them".to_owned(), |n| format!("did you mean `{n}`?"));
                return Err(format!("there is no article `{}`; {hint}", wanted.trim()));
            };
            return apart(graph, keys, named(graph, keys, name)?, article, sentence);
        }
    };
    // What was merged last is taken apart first; a name that was given up says which merge is meant.
    let text = plain(unquoted(rest));
    let given_up = |correction: &Correction| match correction {
        Correction::Merge { one, into } if into.key == entity.key => Some(plain(&one.name) == text),
        Correction::Alias { name, of } if of.key == entity.key => Some(plain(name) == text),
        _ => None,
    };
    let all = || graph.articles().corrections().iter().rev().filter_map(|(n, c)| Some((n, given_up(c)?)));
    if let Some((number, _)) = all().find(|(_, exactly)| *exactly).or_else(|| all().next()) {
        return Ok(Wanted::TakeBack(number));
    }
    let articles = keys.articles(&entity.key);
    if articles.len() < 2 {
        return Err(format!(
            "nothing was merged into {entity}, and one article alone speaks of it; `:split {entity} in {}, sentence NUMBER` \
             takes apart what one sentence says, and `:same {}` shows the sentences",
            articles.first().unwrap_or(&""),
            entity.name
        ));
    }
    let more = if articles.len() > SHOWN { ", …" } else { "" };
    let first: Vec<&str> = articles.iter().take(SHOWN).copied().collect();
    Err(format!(
        "no correction merged anything into {entity}; `:split {entity} in ARTICLE` takes apart what one article says. It is in {}{more}",
        first.join(", ")
    ))
}

/// What an article says of an entity is of another one.
fn apart(
    graph: &Graph,
    keys: &Keys<'_>,
    one: Named,
    article: &str,
    sentence: Option<usize>,
) -> Result<Wanted, String> {
    let within = keys.articles(&one.key);
    if !within.contains(&article) {
        let (shown, more) = (within.len().min(SHOWN), if within.len() > SHOWN { ", …" } else { "" });
        let list = within[..shown].join(", ");
        return Err(format!("the article {article} does not speak of {one}; these do: {list}{more}"));
    }
    if let Some(number) = sentence {
        let within = keys.sentences(&one.key, article);
        if !within.contains(&number) {
            let list: Vec<String> = within.iter().take(2 * SHOWN).map(ToString::to_string).collect();
            let (list, more) = (list.join(", "), if within.len() > 2 * SHOWN { ", …" } else { "" });
            return Err(format!(
                "sentence {number} of {article} does not speak of {one}; these do: {list}{more}"
            ));
        }
        if within.len() < 2 {
            return Err(format!(
                "only sentence {number} of {article} speaks of {one}, so there is nothing to take apart"
            ));
        }
        return Ok(Wanted::Make(vec![Correction::Split { one, article: article.to_owned(), sentence }]));
    }
    if within.len() < 2 {
        let name = lookup::name(graph, node_of(&one.key)).unwrap_or_default();
        return Err(format!(
            "only the article {article} speaks of {name}, so there is nothing to take apart; `, sentence NUMBER` behind it \
             takes apart what one sentence says"
        ));
    }
    Ok(Wanted::Make(vec![Correction::Split { one, article: article.to_owned(), sentence: None }]))
}

/// `:reject SUBJECT RELATION OBJECT [(STATUS)]`.
fn rejected(graph: &Graph, keys: &Keys<'_>, rest: &str) -> Result<Vec<Correction>, String> {
    let (fact, status) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((fact, status)) => match Status::parse(status) {
            Some(status) => (fact, Some(status)),
            None => (rest, None),
        },
        None => (rest, None),
    };
    if fact.split_whitespace().any(|word| word == "?") {
        return Err("say one fact, without `?`; `:why` shows which there are".to_owned());
    }
    let mut corrections: Vec<Correction> = Vec::new();
    let mut others = Vec::new();
    for relationship in said(graph, fact, "reject")? {
        let put_forward = texts(graph, relationship, "status").pop().unwrap_or_default();
        if status.is_some_and(|status| status.as_str() != put_forward) {
            others.push(put_forward);
            continue;
        }
        let Some(ends) = graph.ends(relationship) else { continue };
        if !Graph::is_from_articles(relationship.0) {
            return Err("no article says so: it was put in by hand, and DELETE takes it out".to_owned());
        }
        let correction = Correction::Reject {
            subject: of_node(graph, keys, ends.start)?,
            relation: relation_name(graph.names().types.name(ends.kind)),
            object: of_node(graph, keys, ends.end)?,
            status,
        };
        // The same fact may be there planned, asserted, and by several speakers.
        if !corrections.contains(&correction) {
            corrections.push(correction);
        }
    }
    if corrections.is_empty() {
        others.sort();
        others.dedup();
        let status = status.map_or("", Status::as_str);
        return Err(format!("the fact is not {status}; it is {}", others.join(", ")));
    }
    Ok(corrections)
}

#[cfg(test)]
mod tests;
