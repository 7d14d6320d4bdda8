//! What is known of English words and of the world before an article is read: derivations, noun classes, small
//! closed word classes, countries and their adjectives. Data files under `seeds/lexicon/`, looked up, never changed.

mod description;
mod entity_type;
mod inflect;

pub use description::{
    DescriptionClass, Fit, classes, classes_by_name, described_kind, fit, is_firm_word, is_general,
    kind_by_first_word, owner_class, owner_fit,
};
pub use entity_type::EntityType;
pub use inflect::{third_person, verb_lemma};

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

const NOUNS: &str = include_str!("../../seeds/lexicon/nouns.tsv");
const KINDS: &str = include_str!("../../seeds/lexicon/kinds.tsv");
const VERBS: &str = include_str!("../../seeds/lexicon/verbs.tsv");
const VERB_FORMS: &str = include_str!("../../seeds/lexicon/verb_forms.tsv");
const PROPER_ADJECTIVES: &str = include_str!("../../seeds/lexicon/proper_adjectives.tsv");
const NOMINALISATIONS: &str = include_str!("../../seeds/lexicon/nominalisations.tsv");
const PLACES: &str = include_str!("../../seeds/lexicon/places.tsv");
const NOUN_VERBS: &str = include_str!("../../seeds/lexicon/noun_verbs.tsv");
const NOUN_PREPOSITIONS: &str = include_str!("../../seeds/lexicon/noun_prepositions.tsv");
const RELATIONS: &str = include_str!("../../seeds/lexicon/relations.tsv");
const ENTAILMENTS: &str = include_str!("../../seeds/lexicon/entailments.tsv");
const IDIOMS: &str = include_str!("../../seeds/lexicon/idioms.tsv");
const SETS: &str = include_str!("../../seeds/lexicon/sets.tsv");
const GIVEN_NAMES: &str = include_str!("../../seeds/lexicon/given_names.tsv");
const OCCUPATIONS: &str = include_str!("../../seeds/lexicon/occupations.tsv");
const TIMES: &str = include_str!("../../seeds/lexicon/times.tsv");
const HAPPENINGS: &str = include_str!("../../seeds/lexicon/happenings.tsv");
const COMPLEMENTS: &str = include_str!("../../seeds/lexicon/complements.tsv");

/// The lines of a hand-written file, without comments.
fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

/// The rest of the line whose first column is `key`, in a file sorted by the bytes of that column.
fn find(data: &'static str, key: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, data.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = memchr::memrchr(b'\n', &data.as_bytes()[low..middle]).map_or(low, |p| low + p + 1);
        let end = memchr::memchr(b'\n', &data.as_bytes()[start..]).map_or(data.len(), |p| start + p);
        let line = &data[start..end];
        let (word, rest) = line.split_once('\t').unwrap_or((line, ""));
        match word.as_bytes().cmp(key.as_bytes()) {
            std::cmp::Ordering::Equal => return Some(rest),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// The WordNet class of a noun's most frequent sense (`act`, `artifact`, `person`, `group`, `time` …).
pub fn noun_class(lemma: &str) -> Option<&'static str> {
    find(NOUNS, lemma).or_else(|| {
        // `sedimentologist`: whoever does what few do is not in WordNet.
        let tail = |n: usize| lemma.get(lemma.len().checked_sub(n)?..);
        let doer = (5..9).any(|n| tail(n).is_some_and(|end| is("person-suffix", end)));
        doer.then_some("person")
    })
}

/// The type of what a noun heads, where its most frequent sense tells: `helicopter` → Product, `river` → Place.
pub fn noun_kind(lemma: &str) -> Option<EntityType> {
    EntityType::parse(find(KINDS, lemma)?)
}

/// Whether WordNet has a verb of this lemma.
pub fn is_verb(lemma: &str) -> bool {
    find(VERBS, lemma).is_some()
}

/// The verb that an irregular form belongs to: `froze` → `freeze`.
fn irregular(form: &str) -> Option<&'static str> {
    find(VERB_FORMS, form)
}

/// Whether an adjective keeps its capital within a sentence: `Catholic`, `Norwegian`.
pub fn is_proper_adjective(form: &str) -> bool {
    find(PROPER_ADJECTIVES, form).is_some() || people(form).is_some()
}

/// Whether a verb says nothing without an object: `jail`, not `close`.
pub fn needs_object(lemma: &str) -> bool {
    find(VERBS, lemma) == Some("t")
}

/// The verb whose action a noun names: `visit` → `visit`, `collaboration` → `collaborate`.
pub fn nominalised_verb(lemma: &str) -> Option<&'static str> {
    static BY_HAND: LazyLock<FxHashMap<&str, &str>> =
        LazyLock::new(|| rows(NOUN_VERBS).filter(|r| r.len() == 2).map(|r| (r[0], r[1])).collect());
    match BY_HAND.get(lemma) {
        Some(&"-") => None,
        Some(verb) => Some(verb),
        None => find(NOMINALISATIONS, lemma),
    }
}

/// The preposition of a verb where its noun has `preposition`; `None` where the verb takes a plain object.
pub fn verb_preposition<'a>(verb: &str, preposition: &'a str) -> Option<&'a str> {
    static TABLE: LazyLock<FxHashMap<(&str, &str), &str>> = LazyLock::new(|| {
        rows(NOUN_PREPOSITIONS).filter(|r| r.len() == 3).map(|r| ((r[0], r[1]), r[2])).collect()
    });
    match TABLE.get(&(verb, preposition)) {
        Some(&"-") => None,
        Some(other) => Some(other),
        None => (preposition != "of").then_some(preposition),
    }
}

/// The verb that says what a verb says with its object: `take`, `place` → `occur`.
pub fn idiom(verb: &str, object: &str) -> Option<&'static str> {
    static TABLE: LazyLock<FxHashMap<(&str, &str), &str>> =
        LazyLock::new(|| rows(IDIOMS).filter(|r| r.len() == 3).map(|r| ((r[0], r[1]), r[2])).collect());
    TABLE.get(&(verb, object)).copied()
}

/// Whether a word (lower case) belongs to one of the small classes of `sets.tsv`.
pub fn is(set: &str, word: &str) -> bool {
    static TABLE: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| {
        rows(SETS)
            .filter(|r| r.len() == 2)
            .flat_map(|r| r[1].split(' ').map(move |word| (r[0], word)))
            .collect()
    });
    TABLE.contains(&(set, word))
}

/// Whether a given name (as capitalised in text) is a man's; `None` for one that both bear, or that is not known.
pub fn is_mans_name(name: &str) -> Option<bool> {
    find(GIVEN_NAMES, name).map(|gender| gender == "m")
}

/// The preposition before whom or what happened to, and the verbs that tell of what a noun names: `purchase` → `of`; `acquire`,
/// `buy`, `purchase`.
pub fn happening(noun: &str) -> Option<(&'static str, Vec<&'static str>)> {
    static TABLE: LazyLock<FxHashMap<&str, (&str, &str)>> =
        LazyLock::new(|| rows(HAPPENINGS).filter(|r| r.len() == 3).map(|r| (r[0], (r[1], r[2]))).collect());
    let (preposition, verbs) = TABLE.get(noun)?;
    Some((preposition, verbs.split(' ').collect()))
}

/// The field of life of an occupation: `striker` → `sport`.
pub fn occupation(word: &str) -> Option<&'static str> {
    static TABLE: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        rows(OCCUPATIONS)
            .filter(|r| r.len() == 2)
            .flat_map(|r| r[1].split(' ').map(move |word| (word, r[0])))
            .collect()
    });
    TABLE.get(word).copied()
}

/// What a word of a time expression (lower case) says as one of a kind of `times.tsv`: `april` as `month` → `4`.
pub fn time_word(word: &str, kind: &str) -> Option<&'static str> {
    times().get(word)?.iter().find(|(k, _)| *k == kind).map(|(_, value)| *value)
}

/// Whether a word can stand in a time expression.
pub fn is_time_word(word: &str) -> bool {
    times().contains_key(word)
}

type Readings = Vec<(&'static str, &'static str)>;

fn times() -> &'static FxHashMap<&'static str, Readings> {
    static TABLE: LazyLock<FxHashMap<&str, Readings>> = LazyLock::new(|| {
        let mut table: FxHashMap<&str, Readings> = FxHashMap::default();
        for row in rows(TIMES).filter(|r| r.len() == 3) {
            for word in row[2].split(' ') {
                table.entry(word).or_default().push((row[0], row[1]));
            }
        }
        table
    });
    &TABLE
}

/// What a word makes of a complement clause: when the word is affirmed, and when it is negated. The link is `to` for an
/// infinitive, `ing` for a gerund, else the preposition before the gerund. `fail`, `to` → (`denied`, `same`).
pub fn complement(word: &str, link: &str) -> Option<(&'static str, &'static str)> {
    type Table = FxHashMap<(&'static str, &'static str), (&'static str, &'static str)>;
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        rows(COMPLEMENTS)
            .filter(|r| r.len() == 4)
            .flat_map(|r| r[3].split(' ').map(move |word| ((word, r[0]), (r[1], r[2]))))
            .collect()
    });
    TABLE.get(&(word, link)).copied()
}

/// The words of one of the classes of `sets.tsv`.
pub fn members(set: &str) -> impl Iterator<Item = &'static str> {
    static TABLE: LazyLock<FxHashMap<&str, &str>> =
        LazyLock::new(|| rows(SETS).filter(|r| r.len() == 2).map(|r| (r[0], r[1])).collect());
    TABLE.get(set).into_iter().flat_map(|words| words.split(' '))
}

/// The canonical name of a relation: `collaborates-with` → `cooperates-with`; any other is its own.
pub fn canonical_relation(relation: &str) -> &str {
    static TABLE: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        rows(RELATIONS)
            .filter(|r| r.len() == 2)
            .flat_map(|r| r[1].split(' ').map(move |other| (other, r[0])))
            .collect()
    });
    TABLE.get(relation).copied().unwrap_or(relation)
}

/// The relations that imply this one: whoever visits a place travels to it.
pub fn implying(relation: &str) -> impl Iterator<Item = &'static str> {
    static TABLE: LazyLock<FxHashMap<&str, &str>> =
        LazyLock::new(|| rows(ENTAILMENTS).filter(|r| r.len() == 2).map(|r| (r[0], r[1])).collect());
    TABLE.get(relation).into_iter().flat_map(|others| others.split(' '))
}

/// A place that the gazetteer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlace {
    /// How the form names it.
    pub kind: PlaceForm,
    /// The canonical name; for a capital or a people that of the country.
    pub name: &'static str,
    /// The country of a city or capital, where its name leaves no doubt.
    pub country: Option<&'static str>,
}

/// How a form names a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceForm {
    /// Name of a country.
    Country,
    /// Adjective or name of a people (`Russian`).
    People,
    /// A country's capital.
    Capital,
    /// A city.
    City,
    /// A continent, state or region.
    Region,
}

/// The place that a form (as capitalised in text) names.
pub fn place(form: &str) -> Option<KnownPlace> {
    let (kind, name) = find(PLACES, form)?.split_once('\t')?;
    let (name, country) = name.split_once('\t').map_or((name, None), |(name, country)| (name, Some(country)));
    let kind = match kind {
        "country" => PlaceForm::Country,
        "people" => PlaceForm::People,
        "capital" => PlaceForm::Capital,
        "city" => PlaceForm::City,
        _ => PlaceForm::Region,
    };
    let country = country.or((kind == PlaceForm::Capital).then_some(name));
    Some(KnownPlace { kind, name, country })
}

/// The place whose people or adjective this is: `Russian`, `Russians` → Russia.
pub fn people(form: &str) -> Option<&'static str> {
    let of = |form: &str| place(form).filter(|p| p.kind == PlaceForm::People).map(|p| p.name);
    of(form).or_else(|| form.strip_suffix('s').and_then(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_happening_has_a_preposition_and_verbs() {
        for row in rows(HAPPENINGS) {
            assert!(row.len() == 3 && is("relation-prep", row[1]) && !row[2].is_empty(), "{row:?}");
            assert!(row[2].split(' ').all(|v| v.contains('-') || is_verb(v)), "{row:?}");
        }
        assert_eq!(happening("theft"), Some(("of", vec!["steal"])));
        assert_eq!(happening("table"), None);
    }

    #[test]
    fn derived_files_are_sorted_for_binary_search() {
        for data in [NOUNS, KINDS, VERBS, VERB_FORMS, PROPER_ADJECTIVES, NOMINALISATIONS, PLACES, GIVEN_NAMES]
        {
            let keys: Vec<&str> = data.lines().map(|l| l.split('\t').next().unwrap()).collect();
            assert!(keys.windows(2).all(|w| w[0].as_bytes() < w[1].as_bytes()));
            for key in keys.iter().step_by(97).chain(keys.last()) {
                assert!(find(data, key).is_some(), "{key}");
            }
            assert!(find(data, "").is_none() && find(data, "zzzzzz").is_none());
        }
    }

    #[test]
    fn nouns_lead_to_their_verbs() {
        assert_eq!(nominalised_verb("collaboration"), Some("collaborate"));
        assert_eq!(nominalised_verb("invasion"), Some("invade"));
        assert_eq!(nominalised_verb("partnership"), None);
        assert_eq!(verb_preposition("visit", "to"), None);
        assert_eq!(verb_preposition("cooperate", "with"), Some("with"));
        assert_eq!(verb_preposition("develop", "of"), None);
    }

    #[test]
    fn complements_are_so_or_not() {
        assert_eq!(complement("fail", "to"), Some(("denied", "same")));
        assert_eq!(complement("acquit", "of"), Some(("denied", "open")));
        assert_eq!(complement("want", "to"), None);
        let known = ["asserted", "denied", "possible", "planned", "reported", "same", "open"];
        for row in rows(COMPLEMENTS) {
            assert!(row.len() == 4 && known.contains(&row[1]) && known.contains(&row[2]), "{row:?}");
            assert!(row[3].split(' ').all(|word| !word.is_empty()), "{row:?}");
        }
    }

    #[test]
    fn nouns_and_verbs_are_known() {
        assert_eq!(noun_kind("helicopter"), Some(EntityType::Product));
        assert_eq!(noun_kind("bridge"), Some(EntityType::Place));
        assert_eq!(noun_kind("kindness"), None);
        assert!(is_verb("evacuate") && !is_verb("evacuat"));
        assert!(needs_object("jail") && !needs_object("close"));
    }

    #[test]
    fn places_and_peoples() {
        assert_eq!(people("Russian"), Some("Russia"));
        assert_eq!(people("Americans"), Some("United States"));
        assert_eq!(place("DPRK").map(|p| p.name), Some("North Korea"));
        assert_eq!(people("Paris"), None);
    }

    #[test]
    fn given_names_tell_men_from_women() {
        assert_eq!(is_mans_name("Ingrid"), Some(false));
        assert_eq!(is_mans_name("Vladimir"), Some(true));
        assert_eq!(is_mans_name("Kim"), None);
        assert_eq!(is_mans_name("ingrid"), None);
    }

    #[test]
    fn relations_that_say_the_same_meet() {
        assert_eq!(canonical_relation("collaborates-with"), canonical_relation("works-together-with"));
        assert_ne!(canonical_relation("visits"), canonical_relation("invades"));
        assert!(is("light-verb", "hold") && !is("light-verb", "visit"));
    }
}
