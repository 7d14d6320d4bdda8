//! Why mentions are one entity: `:same NAME`, `:same NAME, NAME`.

use crate::entity::{EntityId, Explanation, explain};
use crate::graph::statement::called;
use crate::graph::{Graph, lookup};
use crate::span::Span;
use crate::value::NodeId;
use crate::wording::counted;
use std::fmt::Write;

/// Mentions of one form and rule that are shown; the others are counted.
const SHOWN: usize = 2;

/// Why the mentions of an entity are taken to be of one thing; of two names, whether they are one.
///
/// # Errors
///
/// A message with the nearest names, if there is no such entity; that it is from no article.
pub fn same(graph: &Graph, names: &str) -> Result<String, String> {
    // A name may have a comma of its own.
    if let Ok(node) = lookup::resolve(graph, names) {
        return told(graph, node);
    }
    let Some((one, two)) = names.split_once(',') else {
        return told(graph, lookup::resolve(graph, names)?);
    };
    let (a, b) = (lookup::resolve(graph, one)?, lookup::resolve(graph, two)?);
    if a == b {
        return told(graph, a);
    }
    let mut text = format!("{} and {} are two.\n", called(graph, a), called(graph, b));
    let apart: Vec<String> = of(graph, a).map_or(Vec::new(), |explanation| {
        let other = explanation.others.into_iter().find(|other| node_of(other.entity) == b);
        other.map_or(Vec::new(), |other| other.apart)
    });
    for reason in apart {
        let _ = writeln!(text, "  {reason}");
    }
    Ok(text + &told(graph, a)? + &told(graph, b)?)
}

fn node_of(entity: EntityId) -> NodeId {
    Graph::node_of(entity)
}

fn of(graph: &Graph, node: NodeId) -> Option<Explanation> {
    let articles = graph.articles();
    explain(articles.iter().map(|article| &**article), articles.corrections(), |id| node_of(id) == node)
}

/// Each article's mentions with the rules that joined them.
fn told(graph: &Graph, node: NodeId) -> Result<String, String> {
    let Some(found) = of(graph, node) else {
        return Err(format!("{} is in no article, so nothing was joined", called(graph, node)));
    };
    let articles = counted(found.members.len(), "article");
    let mut text = format!("{} ({}), in {articles}\n", called(graph, node), lookup::label(graph, node));
    for member in &found.members {
        let date = graph.articles().get(member.document).and_then(|article| article.date.clone());
        let date = date.map_or(String::new(), |date| format!(", {date}"));
        let tie = if found.members.len() > 1 { format!(": {}", member.tie.says()) } else { String::new() };
        let shared =
            if member.shared.is_empty() { String::new() } else { format!("; {}", member.shared.join(", ")) };
        let _ = writeln!(text, "  {}{date}{tie}{shared}", member.article);
        for link in &member.links {
            let times = if link.at.len() > 1 { format!(", {} times", link.at.len()) } else { String::new() };
            let _ = writeln!(text, "    {}: {}{times}", link.form, link.rule.says());
            for (sentence, span) in link.at.iter().take(SHOWN) {
                let said = graph.articles().sentence(member.document, *sentence).unwrap_or_default();
                let _ = writeln!(text, "      {sentence}: {}", around(&said, *span));
            }
        }
    }
    for other in &found.others {
        let apart =
            if other.apart.is_empty() { "nothing joins them".to_owned() } else { other.apart.join(", ") };
        let _ = writeln!(text, "  another of the name, in {}: {apart}", other.articles.join(", "));
    }
    Ok(text)
}

/// A mention in brackets with some words on either side.
fn around(sentence: &str, span: Span) -> String {
    const WORDS: usize = 5;
    let (Some(before), Some(within), Some(after)) =
        (sentence.get(..span.start), sentence.get(span.start..span.end), sentence.get(span.end..))
    else {
        return sentence.to_owned();
    };
    let from = before.rmatch_indices(' ').nth(WORDS).map_or(0, |(at, _)| at + 1);
    let to = after.match_indices(' ').nth(WORDS).map_or(after.len(), |(at, _)| at);
    let (left, right) = (if from > 0 { "…" } else { "" }, if to < after.len() { "…" } else { "" });
    format!("{left}{}[{within}]{}{right}", &before[from..], &after[..to])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_shown_with_the_words_around_it() {
        let text = "On Monday the minister of trade said that Dahl would come to the talks in the old town.";
        let at = text.find("Dahl").unwrap();
        let shown = around(text, Span::new(at, at + 4));
        assert_eq!(shown, "…minister of trade said that [Dahl] would come to the talks…");
        assert_eq!(around("Dahl", Span::new(0, 4)), "[Dahl]");
        assert_eq!(around("é", Span::new(1, 2)), "é");
    }
}
