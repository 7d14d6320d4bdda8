//! An article that takes two for one, divided: what one sentence says of an entity is of another.

use crate::fact::{EntityIndex, Extraction, Link, LocalEntity};

/// The article with one entity more, the last, to which belong the mentions of an entity in one sentence (from 1) and what
/// that sentence says of it; `None` if the sentence does not speak of it, or no other does.
pub(super) fn divide(article: &Extraction, index: usize, sentence: usize) -> Option<Extraction> {
    let entity = article.entities.get(index)?;
    let (moved, kept) = parted(&entity.links, sentence);
    let is_it = |of: EntityIndex| of.0 == index;
    let speaks =
        |fact: &crate::fact::Fact| is_it(fact.subject) || is_it(fact.object) || fact.by.is_some_and(is_it);
    let (here, there): (Vec<_>, Vec<_>) =
        article.facts.iter().filter(|fact| speaks(fact)).partition(|fact| fact.evidence.sentence == sentence);
    if moved.is_empty() && here.is_empty() || kept.is_empty() && there.is_empty() {
        return None;
    }
    let mut article = article.clone();
    let taken = EntityIndex(article.entities.len());
    for fact in article.facts.iter_mut().filter(|fact| fact.evidence.sentence == sentence) {
        for end in [Some(&mut fact.subject), Some(&mut fact.object), fact.by.as_mut()].into_iter().flatten() {
            if is_it(*end) {
                *end = taken;
            }
        }
    }
    let whole = &article.entities[index];
    let (other, rest) = (with_links(whole, moved), with_links(whole, kept));
    article.entities[index] = rest;
    article.entities.push(other);
    Some(article)
}

/// The mentions in a sentence, and those in others.
fn parted(links: &[Link], sentence: usize) -> (Vec<Link>, Vec<Link>) {
    let of = |here: bool| {
        let only = |link: &Link| Link {
            at: link.at.iter().filter(|(number, _)| (*number == sentence) == here).copied().collect(),
            ..link.clone()
        };
        links.iter().map(only).filter(|link| !link.at.is_empty()).collect()
    };
    (of(true), of(false))
}

/// The entity as it is with a part of its mentions: its name is theirs, if they have one.
fn with_links(entity: &LocalEntity, links: Vec<Link>) -> LocalEntity {
    let count = |form: &str| links.iter().filter(|l| l.form == form).map(|l| l.at.len() as u32).sum::<u32>();
    let known = || std::iter::once(&entity.name).chain(entity.aliases.iter().map(|(alias, _)| alias));
    let name = known().find(|name| count(name) > 0).unwrap_or(&entity.name);
    let mut aliases: Vec<(String, u32)> =
        known().filter(|alias| *alias != name && count(alias) > 0).map(|a| (a.clone(), count(a))).collect();
    aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mentions = links.iter().map(|link| link.at.len() as u32).sum::<u32>().max(1);
    LocalEntity { name: name.clone(), aliases, mentions, links, ..entity.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::sample::article;
    use super::*;
    use crate::fact::Rule;
    use crate::span::Span;

    #[test]
    fn mentions_and_facts_of_a_sentence_go_to_the_other() {
        let mut one = article("a", "2024-01-01", &[("Ruiz", "visits", "Oslo"), ("Ruiz", "joins", "Porto")]);
        let link = |form: &str, sentences: &[usize]| Link {
            form: form.into(),
            rule: Rule::Acronym,
            at: sentences.iter().map(|number| (*number, Span::new(0, 4))).collect(),
        };
        one.entities[0].aliases = vec![("Carlos".into(), 1)];
        one.entities[0].links = vec![link("Ruiz", &[1]), link("Carlos", &[2]), link("he", &[2, 1])];
        let divided = divide(&one, 0, 2).unwrap();
        let [rest, .., other] = &divided.entities[..] else { panic!() };
        assert_eq!((rest.name.as_str(), rest.mentions, rest.aliases.len()), ("Ruiz", 2, 0));
        assert_eq!((other.name.as_str(), other.mentions, other.aliases.len()), ("Carlos", 2, 0));
        assert_eq!(divided.facts[0].subject, EntityIndex(0));
        assert_eq!(divided.facts[1].subject, EntityIndex(divided.entities.len() - 1));
        assert!(divide(&one, 0, 3).is_none() && divide(&one, 9, 1).is_none());
        assert!(divide(&divided, divided.entities.len() - 1, 2).is_none(), "nothing would be left");
    }
}
