//! People of one name: what each article knows of them, and whether that can be one person.

use crate::fact::{EntityIndex, Extraction, Status};
use crate::lexicon::{self, EntityType, PlaceForm};
use std::collections::BTreeSet;

/// What one article says of a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Profile {
    male: Option<bool>,
    /// Office and what it is of: `minister`, `China`.
    roles: BTreeSet<(String, String)>,
    countries: BTreeSet<String>,
    /// Fields of life (see `occupations.tsv`).
    fields: BTreeSet<&'static str>,
    /// Persons, organisations, events and works that facts tie the person to.
    ties: BTreeSet<String>,
    born: Option<i64>,
    died: Option<i64>,
    /// Years in which the person did something.
    years: BTreeSet<i64>,
}

/// Nobody does things over more years than these.
const LIFE: i64 = 105;

impl Profile {
    /// What an article says of the person at an index of its entities.
    pub(super) fn of(article: &Extraction, index: usize) -> Profile {
        let Some(person) = article.entities.get(index) else { return Profile::default() };
        let mut profile = Profile { male: person.male, ..Profile::default() };
        for fact in &article.facts {
            let is = |end: EntityIndex| end.0 == index;
            let other = if is(fact.subject) { fact.object } else { fact.subject };
            if !(is(fact.subject) || is(fact.object)) || fact.status == Status::Denied {
                continue;
            }
            let Some(other) = article.entities.get(other.0) else { continue };
            if other.proper
                && matches!(
                    other.kind,
                    EntityType::Person | EntityType::Organization | EntityType::Event | EntityType::Work
                )
            {
                profile.ties.insert(other.name.clone());
            }
            if !is(fact.subject) {
                continue;
            }
            let year = |kind: &str| {
                let found = fact.qualifiers.iter().find(|(k, _)| k == kind);
                found.and_then(|(_, date)| year(date))
            };
            if lexicon::is("birth-relation", &fact.relation) {
                profile.born = profile.born.or(year("at"));
            } else if lexicon::is("death-relation", &fact.relation) {
                profile.died = profile.died.or(year("at"));
            } else if matches!(fact.status, Status::Asserted | Status::Reported) {
                profile.years.extend([year("at"), year("since")].into_iter().flatten());
            }
            profile.role(&fact.relation, &other.name, other.kind);
        }
        profile
    }

    /// Notes what `is-foreign-minister-of Norway` and `is Portuguese architect` say.
    fn role(&mut self, relation: &str, of: &str, kind: EntityType) {
        if relation == "is" {
            let words: Vec<&str> = of.split(' ').collect();
            self.countries.extend(words.iter().filter_map(|w| lexicon::people(w)).map(str::to_owned));
            if let Some(field) = words.last().and_then(|w| lexicon::occupation(&w.to_lowercase())) {
                self.fields.insert(field);
                self.roles.insert((of.to_owned(), String::new()));
            }
            return;
        }
        let Some(role) = relation.strip_prefix("is-").and_then(|r| r.rsplit_once('-')).map(|(role, _)| role)
        else {
            return;
        };
        let Some(field) = role.rsplit('-').next().and_then(lexicon::occupation) else { return };
        self.fields.insert(field);
        self.roles.insert((role.replace('-', " "), of.to_owned()));
        let country = lexicon::place(of).filter(|p| p.kind == PlaceForm::Country);
        self.countries.extend(country.filter(|_| kind == EntityType::Place).map(|p| p.name.to_owned()));
    }

    /// How much of what two articles say is the same, and what.
    pub(super) fn shared(&self, other: &Profile) -> (usize, Vec<String>) {
        let mut said: Vec<String> = Vec::new();
        let roles: Vec<_> = self.roles.intersection(&other.roles).collect();
        let of = |(role, of): &&(String, String)| {
            if of.is_empty() { format!("both {role}") } else { format!("both {role} of {of}") }
        };
        said.extend(roles.iter().map(of));
        let ties: Vec<_> = self.ties.intersection(&other.ties).collect();
        said.extend(ties.iter().map(|tie| format!("both with {tie}")));
        let countries: Vec<_> = self.countries.intersection(&other.countries).collect();
        said.extend(countries.iter().map(|country| format!("both of {country}")));
        let fields = self.fields.intersection(&other.fields).count();
        (4 * roles.len() + 3 * ties.len() + countries.len() + fields, said)
    }

    /// Why two articles cannot speak of one person, if they cannot.
    pub(super) fn conflict(&self, other: &Profile) -> Option<String> {
        if let (Some(a), Some(b)) = (self.male, other.male)
            && a != b
        {
            return Some("a man and a woman".to_owned());
        }
        if let (Some(a), Some(b)) = (self.born, other.born)
            && a.abs_diff(b) > 1
        {
            return Some(format!("born in {} and in {}", a.min(b), a.max(b)));
        }
        let all = || [self, other].into_iter().flat_map(Profile::span);
        if let (Some(first), Some(last)) = (all().min(), all().max())
            && last - first > LIFE
        {
            return Some(format!("{first} and {last} are further apart than a life is long"));
        }
        for (dead, doer) in [(self, other), (other, self)] {
            if let (Some(died), Some(&last)) = (dead.died, doer.years.last())
                && last > died + 1
            {
                return Some(format!("dead in {died}, active in {last}"));
            }
        }
        // A shared office or acquaintance outweighs what is left.
        if !self.roles.is_disjoint(&other.roles) || !self.ties.is_disjoint(&other.ties) {
            return None;
        }
        apart(&self.countries, &other.countries)
            .map(|what| format!("of {what}"))
            .or_else(|| apart(&self.fields, &other.fields).map(|what| format!("known for {what}")))
    }

    /// Whether both hold one office.
    pub(super) fn shares_office(&self, other: &Profile) -> bool {
        self.roles.intersection(&other.roles).any(|(_, of)| !of.is_empty())
    }

    /// Whether it says nothing that could tell people apart or together.
    pub(super) fn is_empty(&self) -> bool {
        *self == Profile::default()
    }

    fn span(&self) -> impl Iterator<Item = i64> {
        self.years.iter().copied().chain(self.born).chain(self.died)
    }
}

/// Two sets that are known and share nothing, as words in an order of their own.
fn apart<T: Ord + AsRef<str>>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> Option<String> {
    if a.is_empty() || b.is_empty() || !a.is_disjoint(b) {
        return None;
    }
    let join = |set: &BTreeSet<T>| set.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    let (a, b) = (join(a), join(b));
    Some(if a < b { format!("{a} and {b}") } else { format!("{b} and {a}") })
}

/// The year that an ISO date or interval begins in.
fn year(date: &str) -> Option<i64> {
    let (sign, digits) = date.strip_prefix('-').map_or((1, date), |rest| (-1, rest));
    digits.get(..4)?.parse::<i64>().ok().map(|year| sign * year)
}

/// Parts the articles that speak of people of one name: equal numbers are one person, 0 the one spoken of most.
///
/// Surest ties first, and never two in one between whom anything stands; what says nothing goes with the one spoken
/// of most. The profiles must come in an order that does not depend on that of reading.
pub(super) fn part(profiles: &[Profile], weights: &[u32]) -> Vec<usize> {
    /// Above this many articles a name is one person: all pairs would take too long.
    const MANY: usize = 1_000;
    let count = profiles.len();
    let mut part_of: Vec<usize> = vec![0; count];
    let stands_between = |a: usize, b: usize| profiles[a].conflict(&profiles[b]).is_some();
    let telling: Vec<usize> = (0..count).filter(|&i| !profiles[i].is_empty()).collect();
    if count > MANY || !telling.iter().any(|&a| telling.iter().any(|&b| a < b && stands_between(a, b))) {
        return part_of;
    }
    let mut groups: Vec<Vec<usize>> = telling.iter().map(|&i| vec![i]).collect();
    let mut pairs: Vec<(std::cmp::Reverse<usize>, usize, usize)> = Vec::new();
    for (at, &a) in telling.iter().enumerate() {
        for &b in &telling[at + 1..] {
            pairs.push((std::cmp::Reverse(profiles[a].shared(&profiles[b]).0), a, b));
        }
    }
    pairs.sort_unstable();
    for (_, a, b) in pairs {
        let group_of = |item: usize| groups.iter().position(|g| g.contains(&item));
        let (Some(one), Some(two)) = (group_of(a), group_of(b)) else { continue };
        let free =
            one != two && groups[one].iter().all(|&x| groups[two].iter().all(|&y| !stands_between(x, y)));
        if free {
            let moved = std::mem::take(&mut groups[two]);
            groups[one].extend(moved);
            groups.remove(two);
        }
    }
    let weight = |group: &Vec<usize>| group.iter().map(|&i| u64::from(weights[i])).sum::<u64>();
    groups.sort_by_key(|group| (std::cmp::Reverse(weight(group)), group.iter().min().copied()));
    for (number, group) in groups.iter().enumerate() {
        for &item in group {
            part_of[item] = number;
        }
    }
    part_of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(countries: &[&str], fields: &[&'static str], ties: &[&str]) -> Profile {
        Profile {
            countries: countries.iter().map(|&c| c.to_owned()).collect(),
            fields: fields.iter().copied().collect(),
            ties: ties.iter().map(|&t| t.to_owned()).collect(),
            ..Profile::default()
        }
    }

    #[test]
    fn evidence_keeps_people_apart() {
        let man = Profile { male: Some(true), ..Profile::default() };
        let woman = Profile { male: Some(false), ..Profile::default() };
        assert!(man.conflict(&woman).is_some() && man.conflict(&man).is_none());
        let (peru, chile) = (profile(&["Peru"], &[], &[]), profile(&["Chile"], &[], &[]));
        assert_eq!(peru.conflict(&chile).as_deref(), Some("of Chile and Peru"));
        assert_eq!(peru.conflict(&profile(&[], &["sport"], &[])), None);
        assert!(profile(&[], &["faith"], &[]).conflict(&profile(&[], &["sport"], &[])).is_some());
        let both = (profile(&["Peru"], &[], &["fc lima"]), profile(&["Chile"], &[], &["fc lima"]));
        assert_eq!(both.0.conflict(&both.1), None, "one club outweighs two countries");
        let born = |year| Profile { born: Some(year), ..Profile::default() };
        assert!(born(1900).conflict(&born(1950)).is_some() && born(1900).conflict(&born(1901)).is_none());
        let dead = Profile { died: Some(1990), ..Profile::default() };
        let active = Profile { years: BTreeSet::from([2010]), ..Profile::default() };
        assert!(dead.conflict(&active).is_some());
        assert!(born(1800).conflict(&active).is_some());
    }

    #[test]
    fn parts_hold_nobody_between_whom_anything_stands() {
        let profiles = [
            profile(&["Peru"], &[], &[]),
            profile(&["Chile"], &[], &[]),
            profile(&["Peru"], &["arts"], &[]),
            Profile::default(),
        ];
        assert_eq!(part(&profiles, &[1, 5, 1, 1]), [1, 0, 1, 0]);
        assert_eq!(part(&profiles[..1], &[1]), [0]);
        assert_eq!(part(&[], &[]), [0; 0]);
    }
}
