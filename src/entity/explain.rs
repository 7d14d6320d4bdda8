//! Why mentions in several articles are one entity, and why others of the name are not.

use super::assign::Tie;
use super::correction::Corrections;
use super::key::normalise;
use super::model::EntityId;
use super::persons::Profile;
use super::replay::{Replayed, replay};
use crate::fact::{Extraction, Link, LocalEntity};
use crate::lexicon::EntityType;
use crate::text::DocumentId;
use std::collections::BTreeSet;

/// Why an entity is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The entity.
    pub entity: EntityId,
    /// What each article has of it, in the order of the documents' ids.
    pub members: Vec<Member>,
    /// Others of the same name, whom the evidence keeps apart.
    pub others: Vec<Other>,
}

/// What one article has of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The article.
    pub document: DocumentId,
    /// The article's name.
    pub article: String,
    /// What the article calls it.
    pub name: String,
    /// The rule that joins it to the other articles'.
    pub tie: Tie,
    /// What else it shares with them.
    pub shared: Vec<String>,
    /// Its mentions, by form and by the rule that joined them within the article.
    pub links: Vec<Link>,
}

/// Another entity of the same name.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// The entity.
    pub entity: EntityId,
    /// The articles that speak of it.
    pub articles: Vec<String>,
    /// What stands between the two.
    pub apart: Vec<String>,
}

/// Why the mentions of an entity are taken to be of one thing; `None` if no article speaks of it.
///
/// The order of the articles makes no difference.
pub fn explain<'a>(
    articles: impl IntoIterator<Item = &'a Extraction>,
    corrections: &Corrections,
    is_it: impl Fn(EntityId) -> bool,
) -> Option<Explanation> {
    let mut articles: Vec<&Extraction> = articles.into_iter().collect();
    articles.sort_by_key(|article| article.document);
    let Replayed { articles, assigned, .. } = replay(&articles, corrections);
    let of = |wanted: &dyn Fn(&str, &LocalEntity) -> bool| -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (number, keys) in assigned.iter().enumerate() {
            for (index, assigned) in keys.iter().enumerate() {
                if wanted(&assigned.key, &articles[number].entities[index]) {
                    found.push((number, index));
                }
            }
        }
        found
    };
    let entity = assigned.iter().flatten().map(|a| EntityId::of(&a.key)).find(|id| is_it(*id))?;
    let places = of(&|key, _| EntityId::of(key) == entity);
    let profile = |&(number, index): &(usize, usize)| {
        let person = articles[number].entities[index].kind == EntityType::Person;
        if person { Profile::of(&articles[number], index) } else { Profile::default() }
    };
    let profiles: Vec<Profile> = places.iter().map(profile).collect();
    let member = |(at, &(number, index)): (usize, &(usize, usize))| {
        let (article, local) = (&articles[number], &articles[number].entities[index]);
        let rest = profiles.iter().enumerate().filter(|(other, _)| *other != at);
        let shared: BTreeSet<String> = rest.flat_map(|(_, p)| profiles[at].shared(p).1).collect();
        Member {
            document: article.document,
            article: article.name.clone(),
            name: local.name.clone(),
            tie: assigned[number][index].tie,
            shared: shared.into_iter().collect(),
            links: local.links.clone(),
        }
    };
    let members: Vec<Member> = places.iter().enumerate().map(member).collect();
    let names: BTreeSet<String> = members.iter().map(|m| normalise(&m.name)).collect();
    let proper = places.iter().any(|&(n, i)| articles[n].entities[i].proper);
    let namesakes = of(&|key, local| {
        proper && local.proper && EntityId::of(key) != entity && names.contains(&normalise(&local.name))
    });
    let mut others: Vec<Other> = Vec::new();
    for (number, index) in namesakes {
        let id = EntityId::of(&assigned[number][index].key);
        let profile = Profile::of(&articles[number], index);
        let apart = profiles.iter().filter_map(|p| p.conflict(&profile));
        let at = others.iter().position(|o| o.entity == id).unwrap_or_else(|| {
            others.push(Other { entity: id, articles: Vec::new(), apart: Vec::new() });
            others.len() - 1
        });
        others[at].articles.push(articles[number].name.clone());
        let known: BTreeSet<String> = others[at].apart.drain(..).chain(apart).collect();
        others[at].apart = known.into_iter().collect();
    }
    Some(Explanation { entity, members, others })
}
