//! Names → chains: the same name, a country's adjective, an acronym, part of a name, a name beside a noun.

use super::mention::{Form, Mention};
use super::phrase::name_words;
use super::profile::{descriptors, doubled};
use super::resolve::{Chain, Chains, normal};
use super::rule::Rule;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};

/// The letters by which a long name is shortened: `Korean People's Army` → `KPA`, `Internet Explorer 6` → `IE6`.
fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .map(|w| {
            if w.starts_with(|c: char| c.is_ascii_digit()) {
                w.to_owned()
            } else {
                w.chars().take(1).collect()
            }
        })
        .collect()
}

impl Chains {
    pub(super) fn name(&mut self, tree: &Tree, mention: &Mention) -> usize {
        let plain = mention.text.strip_prefix("the ").unwrap_or(&mention.text);
        let place = lexicon::place(plain)
            .filter(|p| {
                p.kind != lexicon::PlaceForm::Capital && mention.kind != EntityType::Group && !mention.team
            })
            .map(|p| p.name)
            .or_else(|| (mention.kind == EntityType::Place).then(|| lexicon::people(plain)).flatten());
        if let Some(known) = self.surname_like_a_place(tree, mention) {
            return self.by(Rule::PartOfName, known);
        }
        if names_its_head(tree, mention.head)
            && !self.by_name.contains_key(&normal(place.unwrap_or(plain)))
            && let Some(known) = tree.head(mention.head).and_then(|h| self.of(mention.sentence, h))
        {
            let chain = &mut self.chains[known];
            place.unwrap_or(&mention.text).clone_into(&mut chain.name);
            chain.proper = true;
            chain.kind = EntityType::Place;
            self.by_name.insert(normal(plain), known);
            self.by_name.insert(normal(place.unwrap_or(plain)), known);
            return self.by(Rule::Apposition, known);
        }
        if let Some(place) = place {
            let key = normal(place);
            let index = match self.by_name.get(&key) {
                Some(&known) => known,
                None => {
                    let index = self.create(mention, place.to_owned(), true);
                    self.by_name.insert(key, index);
                    index
                }
            };
            let rule = if normal(plain) == normal(place) { Rule::SameName } else { Rule::PlaceName };
            self.by_name.entry(normal(plain)).or_insert(index);
            return self.by(rule, index);
        }
        // A town and its team are two.
        let town = |chains: &Chains| {
            chains
                .by_name
                .get(&normal(&mention.text))
                .is_some_and(|&c| chains.chains[c].kind == EntityType::Place)
        };
        let key = if mention.team && town(self) {
            format!("team {}", normal(&mention.text))
        } else {
            normal(&mention.text)
        };
        if let Some(&known) = self.by_name.get(&key) {
            // `KALVIK` in a headline is `Kalvik`.
            let capitals = |text: &str| !text.chars().any(char::is_lowercase);
            let chain = &mut self.chains[known];
            if capitals(&chain.name) && !capitals(&mention.text) && normal(&chain.name) == key {
                chain.name.clone_from(&mention.text);
            }
            return known;
        }
        // `the South` where South Korea is spoken of
        if lexicon::is("compass", &key) {
            let whole = |&i: &usize| {
                let c = &self.chains[i];
                c.proper
                    && c.kind == EntityType::Place
                    && c.name.to_lowercase().starts_with(&format!("{key} "))
            };
            let known = self.in_mind().rfind(whole);
            if let Some(known) = known {
                return self.by(Rule::PlaceName, known);
            }
        }
        let mut kind = mention.kind;
        // In brackets behind a name, or its initials.
        let beside = (tree.rel(mention.head) == Deprel::Appos || names_its_head(tree, mention.head))
            .then(|| tree.appositive_of(mention.head).or_else(|| tree.head(mention.head)))
            .flatten()
            .or_else(|| doubled(tree, *name_words(tree, mention.head).first()?, mention.head))
            .or_else(|| known_as(tree, mention.head));
        // `rescued from a raft early on Tuesday`
        let beside = beside.filter(|_| mention.kind != EntityType::Time);
        if let Some(known) = beside.and_then(|h| self.of(mention.sentence, h)) {
            let name_beside = self.chains[known].proper;
            if !name_beside && let Some(h) = tree.head(mention.head) {
                let role = self.of_sentence(mention.sentence).find(|(m, ..)| m.head == h);
                if let Some(role) = role.map(|(m, ..)| m.kind) {
                    kind = weak(kind).then_some(role).filter(|r| !weak(*r)).unwrap_or(kind);
                }
            }
            let chain = &mut self.chains[known];
            if !chain.proper || !is_acronym(&mention.text) && initials(&mention.text) == chain.name {
                chain.name.clone_from(&mention.text);
                chain.proper = true;
                chain.kind = if kind == EntityType::Concept { chain.kind } else { kind };
            }
            let same = !name_beside || is_acronym(&mention.text) || is_acronym(&chain.name);
            if same {
                self.by_name.insert(key, known);
                return self.by(Rule::Apposition, known);
            }
        }
        let short = self.in_mind().find(|&i| {
            let c = &self.chains[i];
            c.proper
                && (is_acronym(&mention.text) && initials(&c.name) == mention.text
                    || is_acronym(&c.name) && initials(&mention.text) == c.name)
        });
        if let Some(known) = short {
            if is_acronym(&self.chains[known].name) {
                self.chains[known].name.clone_from(&mention.text);
            }
            self.by_name.insert(key, known);
            return self.by(Rule::Acronym, known);
        }
        // `Shangfu` of `Li Shangfu`
        let plain_key = normal(&mention.text);
        let words: Vec<&str> = plain_key.split(' ').collect();
        let fits = |c: &Chain| {
            let other = normal(&c.name);
            let other: Vec<&str> = other.split(' ').collect();
            let person = c.kind == EntityType::Person
                && c.proper
                && (mention.kind == EntityType::Person
                    || words.len() == 1 && mention.kind == EntityType::Concept
                    // A surname read as a town's or a product's.
                    || words.len() == 1
                        && other.len() > 1
                        && other.last() == words.last()
                        && matches!(mention.kind, EntityType::Place | EntityType::Group | EntityType::Product));
            let genders = c.male.is_none() || mention.male.is_none() || c.male == mention.male;
            person
                && genders
                && (words.iter().all(|w| other.contains(w)) || other.iter().all(|w| words.contains(w)))
        };
        // Of several of one surname the one that the article is about.
        let surname = |c: &Chain| normal(&c.name).rsplit(' ').next() == words.last().copied();
        let part = self
            .in_mind()
            .filter(|&i| fits(&self.chains[i]))
            .max_by_key(|&i| (surname(&self.chains[i]), self.chains[i].mentions, i));
        if let Some(known) = part {
            if mention.text.len() > self.chains[known].name.len() {
                self.chains[known].name.clone_from(&mention.text);
            }
            self.by_name.insert(key, known);
            return self.by(Rule::PartOfName, known);
        }
        if let Some(known) = self.after_its_class(&plain_key) {
            // What its name looks like is no news.
            let chain = &mut self.chains[known];
            *chain.kinds.entry(chain.kind).or_default() += 100;
            self.by_name.insert(key, known);
            return self.by(Rule::PartOfName, known);
        }
        if let Some(known) = self.organisation_part(mention, &words) {
            let chain = &mut self.chains[known];
            if mention.text.len() > chain.name.len() {
                chain.name.clone_from(&mention.text);
                if chain.kind != mention.kind {
                    chain.kind = mention.kind;
                    *chain.kinds.entry(mention.kind).or_default() += 100;
                }
            }
            self.by_name.insert(key, known);
            return self.by(Rule::PartOfName, known);
        }
        if let Some(known) = self.introduced(tree, mention) {
            let chain = &mut self.chains[known];
            chain.name.clone_from(&mention.text);
            chain.proper = true;
            chain.kind = mention.kind;
            chain.male = chain.male.or(mention.male);
            self.by_name.insert(key, known);
            return self.by(Rule::Apposition, known);
        }
        let index = self.create(mention, mention.text.clone(), true);
        self.by_name.insert(key, index);
        index
    }

    /// `Turk` of `Bojan Turk`, `Jordan` of `Ann Jordan`: a surname that is also a people's or a country's name, where the
    /// article has not named those.
    fn surname_like_a_place(&self, tree: &Tree, mention: &Mention) -> Option<usize> {
        let plain = normal(&mention.text);
        let alone = !mention.text.contains(' ')
            && !mention.plural
            && !mention.adjective
            && tree.upos(mention.head) == Upos::Propn
            && tree.kids_by(mention.head, Deprel::Det).next().is_none();
        if !alone {
            return None;
        }
        let place = lexicon::place(&mention.text)?.name;
        if self.by_name.contains_key(&normal(place)) {
            return None;
        }
        self.in_mind().rfind(|&i| {
            let c = &self.chains[i];
            c.proper
                && c.kind == EntityType::Person
                && normal(&c.name).strip_suffix(&*plain).is_some_and(|rest| rest.ends_with(' '))
        })
    }

    /// What an article speaks of at first without a name, and names in its next sentence: `A former colonel was jailed.
    /// Ann Roe, 82, …`; `A ferry sank. The MV Elbar was …`.
    fn introduced(&self, tree: &Tree, mention: &Mention) -> Option<usize> {
        let person = mention.kind == EntityType::Person;
        let words = name_words(tree, mention.head);
        let aged = tree.kids(mention.head).iter().any(|&k| {
            k > mention.head
                && matches!(tree.rel(k), Deprel::Nummod | Deprel::Appos | Deprel::NmodUnmarked | Deprel::Amod)
                && tree.form(k).bytes().all(|b| b.is_ascii_digit())
        });
        let told = !descriptors(tree, mention.head, &words).is_empty();
        let class: Vec<_> = words
            .first()
            .map(|&w| lexicon::classes_by_name(&tree.form(w).to_lowercase()).collect())
            .unwrap_or_default();
        let thing = !class.is_empty()
            && matches!(mention.kind, EntityType::Product | EntityType::Event)
            && words.len() > 1;
        if !(mention.subject && (person && aged && !told && mention.text.contains(' ') || thing)) {
            return None;
        }
        let before = mention.sentence.checked_sub(1)?;
        let mut candidates = self.of_sentence(before).filter(|(m, _, index)| {
            let chain = &self.chains[*index];
            // `The former head of a port was jailed. Ann Roe, 61, …`: as a lead speaks of somebody
            let lead = m.main && m.sentence < 3 && person;
            let indefinite = (!m.definite || lead) && m.form == Form::Nominal && !m.plural;
            let fits = if person {
                m.kind == EntityType::Group
                    && lexicon::noun_class(chain.heads.first().map_or("", |h| h)) == Some("person")
            } else {
                chain.profile.classes.iter().any(|c| class.contains(c))
            };
            let genders = chain.male.is_none() || mention.male.is_none() || chain.male == mention.male;
            let new = chain.mentions == 1 || lead && chain.mentions < 4;
            indefinite && fits && genders && !chain.proper && !chain.plural && new
        });
        let (_, _, found) = candidates.next()?;
        candidates.next().is_none().then_some(found)
    }

    /// `Torvane` of `MV Torvane`, `Mirvane` of `Typhoon Mirvane`: a name without its first word, which only says what it is of.
    fn after_its_class(&self, name: &str) -> Option<usize> {
        self.in_mind().rfind(|&i| {
            let chain = &self.chains[i];
            let known = normal(&chain.name);
            let rest = known.split_once(' ').filter(|(_, rest)| *rest == name);
            chain.proper
                && rest.is_some_and(|(first, _)| lexicon::kind_by_first_word(first) == Some(chain.kind))
        })
    }

    /// `Elbar` of `Elbar Power`, `Rovers` of `Port Rovers`: the beginning or the end of an organisation's name.
    fn organisation_part(&self, mention: &Mention, words: &[&str]) -> Option<usize> {
        if matches!(
            mention.kind,
            EntityType::Place | EntityType::Event | EntityType::Group | EntityType::Work
        ) {
            return None;
        }
        let organisation = |kind| kind == EntityType::Organization;
        // `Torvik` of `University of Torvik`, where no place of the name is known
        if let [word] = words
            && lexicon::place(&mention.text).is_none()
            && let Some(whole) = self.in_mind().rfind(|&i| {
                let c = &self.chains[i];
                c.proper
                    && organisation(c.kind)
                    && normal(&c.name).strip_suffix(word).is_some_and(|n| n.ends_with(" of "))
            })
        {
            return Some(whole);
        }
        self.in_mind().rfind(|&i| {
            let c = &self.chains[i];
            let other = normal(&c.name);
            let other: Vec<&str> = other.split(' ').collect();
            let (short, long) =
                if words.len() < other.len() { (words, &other[..]) } else { (&other[..], words) };
            let whole = if words.len() < other.len() { c.kind } else { mention.kind };
            // What a common noun ends (`World Bank`) is no more than that noun.
            let own = !short.iter().all(|w| lexicon::is("org-suffix", w) || lexicon::is("title", w));
            // `Norvik` of `Norvik ASA`, whatever the name alone looked like
            let legal = long[short.len()..].iter().all(|w| lexicon::is("legal-form", w));
            let kinds = organisation(whole)
                && (organisation(c.kind) || weak(c.kind) || legal && !c.name.contains(' '))
                && (organisation(mention.kind) || weak(mention.kind) || mention.kind == EntityType::Person);
            // The Elbar board is not Elbar.
            let organ =
                long[short.len()..].iter().any(|w| lexicon::is("organ-noun", w)) && long.starts_with(short);
            // `Dorn` of `Dorn & Sons`
            let kin = matches!(long[short.len()..], ["&", last] if lexicon::is("firm-kin", last));
            let joined = organ || !kin && long.iter().any(|w| matches!(*w, "of" | "and" | "for" | "&"));
            c.proper
                && kinds
                && own
                && short.len() < long.len()
                && !joined
                && !is_acronym(&c.name)
                && !is_acronym(&mention.text)
                && (long.starts_with(short) || long.ends_with(short))
        })
    }

    /// `Elbar, a power company`: what a name is called beside it tells its type where the name alone does not.
    pub(super) fn typed_by(&mut self, chain: usize, role: &Mention, lemma: &str) {
        // `its main rival` may be anybody's or anything's.
        let person = lexicon::occupation(lemma).is_some() || lexicon::is("title", lemma);
        let described = lexicon::described_kind(lemma).filter(|_| !role.plural);
        let firm =
            lexicon::is("firm-noun", lemma) && !role.plural || described == Some(EntityType::Organization);
        let kind = match role.kind {
            _ if person && !role.plural => EntityType::Person,
            _ if firm => EntityType::Organization,
            EntityType::Group => EntityType::Concept,
            kind => kind,
        };
        let chain = &mut self.chains[chain];
        // A firm is seldom called a person's name of two words, and never one that begins with a given name.
        let given = chain.name.split(' ').next().is_some_and(|first| lexicon::is_mans_name(first).is_some());
        let told = described == Some(EntityType::Organization) && !lexicon::is("firm-noun", lemma) && !given;
        let firm = firm && chain.kind == EntityType::Person && (told || !chain.name.contains(' '));
        if (weak(chain.kind) || firm) && !weak(kind) {
            chain.kind = kind;
            *chain.kinds.entry(kind).or_default() += 100;
        }
    }
}

/// `the city of Kalvik`, `the island of Rhodes`: the name is that of its head.
fn names_its_head(tree: &Tree, name: usize) -> bool {
    tree.rel(name) == Deprel::Nmod
        && tree.preposition(name) == "of"
        && tree.head(name).is_some_and(|h| {
            lexicon::is("place-class", tree.lemma(h))
                && !tree.kids_by(h, Deprel::Nummod).any(|_| true)
                && tree.kids_by(name, Deprel::Conj).next().is_none()
        })
}

/// The noun that a clause gives another name: the drug of `the drug, known as Torvex`, `a town called Kalvik`.
pub(super) fn known_as(tree: &Tree, name: usize) -> Option<usize> {
    let verb = tree.head(name).filter(|&v| lexicon::is("known-as", tree.lemma(v)))?;
    let case = tree.preposition(name);
    let tied = tree.rel(name).is(Deprel::Obl) || matches!(tree.rel(name), Deprel::Xcomp | Deprel::Obj);
    let named = tied && matches!(&*case, "as" | "");
    let noun = tree.head(verb).filter(|&h| tree.rel(verb) == Deprel::Acl && h < verb)?;
    let one =
        tree.kids_by(name, Deprel::Det).next().is_none() && tree.kids_by(name, Deprel::Conj).next().is_none();
    (named && one && verb < name && tree.is_nominal(noun) && !matches!(tree.lemma(verb), "know" | "identify")
        || named && one && case == "as")
        .then_some(noun)
}

/// Whether a type says little: what a name gets that nothing is known of.
fn weak(kind: EntityType) -> bool {
    matches!(kind, EntityType::Concept | EntityType::Product)
}

fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&text.len())
        && letters >= 2
        && text.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_shortened_to_its_capitals_and_numbers() {
        for (name, short) in [
            ("Korean People's Army", "KPA"),
            ("Bank of Northern Ireland", "BNI"),
            ("Internet Explorer 6", "IE6"),
            ("Anglo-Norse Gas", "ANG"),
        ] {
            assert_eq!(initials(name), short);
            assert!(is_acronym(short) && !is_acronym(name));
        }
    }
}
