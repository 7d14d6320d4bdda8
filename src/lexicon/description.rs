//! By which nouns a thing named before is spoken of again: of a ferry as `the vessel`, of a brewer as `the company`.

use super::{EntityType, find, rows};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const DESCRIPTIONS: &str = include_str!("../../seeds/lexicon/descriptions.tsv");
const GENERAL: &str = include_str!("../../seeds/lexicon/general.tsv");

/// How well a noun describes what other nouns are known to describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The noun is a kind of what is known: `the brewer` of a company.
    Kind,
    /// What is known is a kind of the noun: `the company` of a brewer.
    General,
    /// It was called so.
    Same,
}

/// A class of things that are described by the same nouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DescriptionClass(usize);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    General,
    Special,
    Name,
    Owned,
}

struct Table {
    kinds: Vec<EntityType>,
    words: FxHashMap<&'static str, Vec<(DescriptionClass, Role)>>,
}

fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let mut names: Vec<&str> = Vec::new();
        let mut table = Table { kinds: Vec::new(), words: FxHashMap::default() };
        for row in rows(DESCRIPTIONS) {
            let [class, kind, role, words] = row[..] else { continue };
            let Some(kind) = EntityType::parse(kind) else { continue };
            let at = names.iter().position(|n| *n == class).unwrap_or_else(|| {
                names.push(class);
                table.kinds.push(kind);
                names.len() - 1
            });
            let role = match role {
                "general" => Role::General,
                "special" => Role::Special,
                "owned" => Role::Owned,
                _ => Role::Name,
            };
            for word in words.split(' ') {
                table.words.entry(word).or_default().push((DescriptionClass(at), role));
            }
        }
        table
    });
    &TABLE
}

fn readings(word: &str) -> impl Iterator<Item = (DescriptionClass, Role)> {
    table().words.get(word).into_iter().flatten().copied()
}

/// The classes that a noun (lemma) says a thing is of.
pub fn classes(noun: &str) -> impl Iterator<Item = DescriptionClass> {
    readings(noun).filter(|(_, role)| matches!(role, Role::General | Role::Special)).map(|(class, _)| class)
}

/// The classes that a word of a name (lower case) says its bearer is of.
pub fn classes_by_name(word: &str) -> impl Iterator<Item = DescriptionClass> {
    readings(word).filter(|(_, role)| *role == Role::Name).map(|(class, _)| class)
}

/// Whether a name's word (lower case) says that its bearer is a firm: `Breweries`, `Ltd`.
pub fn is_firm_word(word: &str) -> bool {
    let firm = readings("corporation").map(|(class, _)| class).next();
    firm.is_some_and(|firm| classes_by_name(word).any(|class| class == firm))
}

/// The type of a ship, aircraft or storm that a name's first word (lower case) tells: `MV`, `Typhoon`.
pub fn kind_by_first_word(word: &str) -> Option<EntityType> {
    let kind = classes_by_name(word).next().map(|class| table().kinds[class.0])?;
    matches!(kind, EntityType::Product | EntityType::Event).then_some(kind)
}

/// The type that all classes of a noun have.
pub fn described_kind(noun: &str) -> Option<EntityType> {
    let mut kinds = classes(noun).map(|class| table().kinds[class.0]);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// Whether a noun describes things of a class without saying more of them: `company`, not `brewer`.
pub fn is_general(noun: &str) -> bool {
    readings(noun).any(|(_, role)| role == Role::General)
}

fn owners(noun: &str) -> impl Iterator<Item = DescriptionClass> {
    readings(noun).filter(|(_, role)| *role == Role::Owned).map(|(class, _)| class)
}

/// Whether what is of a type and of classes is what a noun (lemma) is of, as a city is of a mayor; `None` where the noun says
/// nothing of whose it is, or not of which of a type.
pub fn owner_fit(noun: &str, kind: EntityType, classes: &[DescriptionClass]) -> Option<bool> {
    let person = super::is("family-noun", noun);
    if person {
        return Some(matches!(kind, EntityType::Person | EntityType::Group));
    }
    // A trust and a union have a chief executive and a headquarters as a firm has.
    if super::is("of-any-body", noun) && kind == EntityType::Organization {
        return Some(true);
    }
    owners(noun).next()?;
    let of_kind = |class: &DescriptionClass| table().kinds[class.0] == kind;
    if !owners(noun).any(|class| of_kind(&class)) {
        return Some(false);
    }
    let known = classes.iter().any(of_kind);
    let fits = |class: DescriptionClass| classes.contains(&class) || of_kind(&class) && !known;
    owners(noun).any(fits).then_some(true)
}

/// The class that something of a type is of because a noun (lemma) is of it, where there is but one: a city, of a mayor.
pub fn owner_class(noun: &str, kind: EntityType) -> Option<DescriptionClass> {
    let mut fitting = owners(noun).filter(|class| table().kinds[class.0] == kind);
    fitting.next().filter(|_| fitting.next().is_none())
}

/// How well a noun describes what the nouns and classes known of it describe.
pub fn fit<'a>(
    noun: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    classes: &[DescriptionClass],
) -> Option<Fit> {
    if known.clone().any(|k| k == noun) {
        return Some(Fit::Same);
    }
    let general = readings(noun).any(|(class, role)| role == Role::General && classes.contains(&class));
    let derived =
        || known.clone().any(|k| find(GENERAL, k).is_some_and(|g| g.split(' ').any(|word| word == noun)));
    if general || derived() {
        return Some(Fit::General);
    }
    // `the brewer` of what was called a company, but not of what was called a lender.
    let kind = readings(noun).any(|(class, role)| {
        role == Role::Special
            && known.clone().any(|k| readings(k).any(|r| r == (class, Role::General)))
            && !known.clone().any(|k| readings(k).any(|r| r == (class, Role::Special)))
    });
    kind.then_some(Fit::Kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(noun: &str, known: &[&str]) -> Option<Fit> {
        let mut found: Vec<DescriptionClass> = known.iter().flat_map(|k| classes(k)).collect();
        found.sort_unstable();
        fit(noun, known.iter().copied(), &found)
    }

    #[test]
    fn each_row_is_understood() {
        let wanted = DESCRIPTIONS.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(rows(DESCRIPTIONS).filter(|r| r.len() == 4).count(), wanted);
        for row in rows(DESCRIPTIONS) {
            assert!(EntityType::parse(row[1]).is_some(), "{row:?}");
            assert!(matches!(row[2], "general" | "special" | "name" | "owned"), "{row:?}");
        }
    }

    #[test]
    fn derived_file_is_sorted() {
        let keys: Vec<&str> = GENERAL.lines().map(|l| l.split('\t').next().unwrap()).collect();
        assert!(keys.windows(2).all(|w| w[0].as_bytes() < w[1].as_bytes()));
    }

    #[test]
    fn general_nouns_describe_special_things() {
        assert_eq!(fits("company", &["brewer"]), Some(Fit::General));
        assert_eq!(fits("brewer", &["company"]), Some(Fit::Kind));
        assert_eq!(fits("brewer", &["company", "lender"]), None);
        assert_eq!(fits("company", &["river"]), None);
        assert_eq!(fits("vessel", &["frigate"]), Some(Fit::General));
        assert_eq!(fits("player", &["striker"]), Some(Fit::General));
        assert_eq!(fits("club", &["club"]), Some(Fit::Same));
        assert_eq!(described_kind("drugmaker"), Some(EntityType::Organization));
        assert_eq!(classes_by_name("airways").count(), 2);
    }

    #[test]
    fn nouns_tell_what_they_are_of() {
        let of = |noun: &str| classes(noun).collect::<Vec<_>>();
        assert_eq!(owner_fit("mayor", EntityType::Place, &of("city")), Some(true));
        assert_eq!(owner_fit("mayor", EntityType::Organization, &of("company")), Some(false));
        assert_eq!(owner_fit("mayor", EntityType::Place, &[]), Some(true));
        assert_eq!(owner_fit("wife", EntityType::Organization, &[]), Some(false));
        assert_eq!(owner_fit("idea", EntityType::Person, &[]), None);
        assert_eq!(owner_class("mayor", EntityType::Place), of("city").into_iter().next());
    }
}
