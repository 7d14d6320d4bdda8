//! Which entity each article's entity is, and by which rule.

use super::key::{key, normalise, within};
use super::persons::{Profile, part};
use crate::fact::{Extraction, LocalEntity, Rule};
use crate::lexicon::EntityType;
use std::collections::{BTreeMap, BTreeSet};

/// Why an article's entity is the one that its key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// It has the name.
    Name,
    /// It is the same day on the calendar.
    Date,
    /// It has a part of the name of a person with the same office.
    PartOfName,
    /// It has the letters that another article introduces for the name.
    Acronym,
    /// It has no name, and is known within its article only.
    Alone,
    /// People said that it is the same.
    Corrected,
    /// People said that it is another one.
    Apart,
}

impl Tie {
    /// What the rule says, for people.
    pub fn says(self) -> &'static str {
        match self {
            Tie::Name => "the same name",
            Tie::Date => "the same date",
            Tie::PartOfName => "part of the name, the same office",
            Tie::Acronym => "letters that another article introduces for the name",
            Tie::Alone => "known in this article only",
            Tie::Corrected => "corrected to be the same",
            Tie::Apart => "corrected to be another",
        }
    }
}

/// The key of an article's entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assigned {
    pub(super) key: String,
    pub(super) tie: Tie,
}

/// An article's entity: number of the article, index of the entity.
type Place = (usize, usize);

/// The keys of all entities of the articles, which must come in an order that does not depend on that of reading.
pub(super) fn assign(articles: &[&Extraction]) -> Vec<Vec<Assigned>> {
    let first = |article: &&Extraction| -> Vec<Assigned> {
        let of = |entity: &LocalEntity| {
            let key = key(&article.name, entity);
            let tie = if entity.date.is_some() {
                Tie::Date
            } else if key.contains('\u{1f}') {
                Tie::Alone
            } else {
                Tie::Name
            };
            Assigned { key, tie }
        };
        article.entities.iter().map(of).collect()
    };
    let mut assigned: Vec<Vec<Assigned>> = articles.iter().map(first).collect();
    people_apart(articles, &mut assigned);
    short_names(articles, &mut assigned);
    acronyms(articles, &mut assigned);
    assigned
}

fn is_person(entity: &LocalEntity) -> bool {
    entity.proper && entity.kind == EntityType::Person
}

fn places<'a>(articles: &'a [&'a Extraction]) -> impl Iterator<Item = (Place, &'a LocalEntity)> + 'a {
    articles.iter().enumerate().flat_map(|(number, article)| {
        article.entities.iter().enumerate().map(move |(index, entity)| ((number, index), entity))
    })
}

/// Gives people of one name keys of their own where the evidence keeps them apart.
fn people_apart(articles: &[&Extraction], assigned: &mut [Vec<Assigned>]) {
    let mut names: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (place, _) in places(articles).filter(|(_, e)| is_person(e)) {
        names.entry(assigned[place.0][place.1].key.clone()).or_default().push(place);
    }
    for (name, places) in names.into_iter().filter(|(_, places)| places.len() > 1) {
        let profiles: Vec<Profile> =
            places.iter().map(|&(article, index)| Profile::of(articles[article], index)).collect();
        let weights: Vec<u32> =
            places.iter().map(|&(article, index)| articles[article].entities[index].mentions).collect();
        let parts = part(&profiles, &weights);
        let mut keys: BTreeMap<usize, String> = BTreeMap::from([(0, name.clone())]);
        for (&(article, index), part) in places.iter().zip(parts) {
            let key = keys.entry(part).or_insert_with(|| within(&name, &articles[article].name));
            assigned[article][index].key.clone_from(key);
        }
    }
}

/// `Putin`, president of Russia, is the one person of such a longer name who is president of Russia too.
fn short_names(articles: &[&Extraction], assigned: &mut [Vec<Assigned>]) {
    let mut long: BTreeMap<String, BTreeMap<String, Vec<Place>>> = BTreeMap::new();
    let mut short: Vec<Place> = Vec::new();
    for (place, entity) in places(articles).filter(|(_, e)| is_person(e)) {
        let name = normalise(&entity.name);
        if !name.contains(' ') {
            short.push(place);
            continue;
        }
        let key = &assigned[place.0][place.1].key;
        for word in name.split(' ') {
            long.entry(word.to_owned()).or_default().entry(key.clone()).or_default().push(place);
        }
    }
    for (article, index) in short {
        let Some(people) = long.get(&normalise(&articles[article].entities[index].name)) else { continue };
        let profile = Profile::of(articles[article], index);
        let same = |place: &Place| {
            let other = Profile::of(articles[place.0], place.1);
            profile.shares_office(&other) && profile.conflict(&other).is_none()
        };
        let fitting: Vec<&String> =
            people.iter().filter(|(_, places)| places.iter().any(same)).map(|(key, _)| key).collect();
        if let [key] = fitting[..] {
            assigned[article][index] = Assigned { key: key.clone(), tie: Tie::PartOfName };
        }
    }
}

/// `KPA` is what one article introduces as the letters for, where no other name has them.
fn acronyms(articles: &[&Extraction], assigned: &mut [Vec<Assigned>]) {
    let mut full: BTreeMap<String, BTreeSet<(EntityType, String)>> = BTreeMap::new();
    for (place, entity) in places(articles).filter(|(_, e)| e.proper) {
        let introduced = entity.links.iter().filter(|link| {
            link.rule == Rule::Acronym || link.rule == Rule::Apposition && is_letters(&link.form)
        });
        for link in introduced.filter(|link| link.form != entity.name && is_letters(&link.form)) {
            let key = assigned[place.0][place.1].key.clone();
            full.entry(link.form.clone()).or_default().insert((entity.kind, key));
        }
    }
    for ((article, index), entity) in places(articles).filter(|(_, e)| e.proper && is_letters(&e.name)) {
        let Some(meant) = full.get(&entity.name) else { continue };
        if let (Some((kind, key)), 1) = (meant.first(), meant.len())
            && *kind == entity.kind
        {
            assigned[article][index] = Assigned { key: key.clone(), tie: Tie::Acronym };
        }
    }
}

fn is_letters(name: &str) -> bool {
    (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}
