//! Mentions → chains.

use super::mention::{Form, Mention, mentions};
use super::rule::Rule;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What one article says of one thing: its names and mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The most complete proper name, or the shortest phrase that identifies it.
    pub name: String,
    /// What it is.
    pub kind: EntityType,
    /// Whether `name` is a proper name.
    pub proper: bool,
    /// All forms but pronouns, with how often they occur.
    pub forms: BTreeMap<String, u32>,
    /// The number of mentions, pronouns included.
    pub mentions: u32,
    /// The chains that a group consists of (`both nations` → China, Russia); empty for anything else.
    pub members: Vec<usize>,
    /// Whether nothing is known of it but a pronoun or an empty word.
    pub vague: bool,
    kinds: BTreeMap<EntityType, u32>,
    plural: bool,
    /// Whether it is a man (`true`) or a woman, as far as its mentions say.
    pub male: Option<bool>,
    heads: Vec<String>,
    last: (usize, usize),
}

/// The chains of an article.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    /// In order of first mention.
    pub chains: Vec<Chain>,
    by_head: FxHashMap<(usize, usize), usize>,
    by_name: FxHashMap<String, usize>,
    groups: BTreeMap<Vec<usize>, usize>,
    read: Vec<(Mention, usize)>,
    /// By which rule each of `read` joined.
    rules: Vec<Rule>,
    /// By which rule the mention at hand joins.
    rule: Option<Rule>,
    /// Whether the first sentence is a headline.
    headline: bool,
}

/// A mention and why it belongs to its chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joined<'a> {
    /// Index of the sentence.
    pub sentence: usize,
    /// Its head token.
    pub head: usize,
    /// The words that name it.
    pub text: &'a str,
    /// Index of its chain.
    pub chain: usize,
    /// The rule by which it joined.
    pub rule: Rule,
}

/// Lower case, without articles and possessive marks.
fn normal(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    let text = text.strip_suffix("'s").unwrap_or(&text);
    text.strip_prefix("the ").unwrap_or(text).to_owned()
}

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
    /// Resolves all mentions of an article.
    pub fn resolve(trees: &[Option<Tree>]) -> Chains {
        let mut chains = Chains::default();
        chains.headline = trees.len() > 2 && trees[0].as_ref().is_some_and(|tree| {
            !(0..tree.len()).any(|t| tree.upos(t) == Upos::Punct && matches!(tree.form(t), "." | "!" | "?"))
        });
        for (sentence, tree) in trees.iter().enumerate() {
            let Some(tree) = tree else { continue };
            // Names first: a pronoun may stand before the name that an apposition gives its antecedent.
            for mention in mentions(tree, sentence) {
                chains.add(tree, mention);
            }
        }
        for chain in &mut chains.chains {
            chain.fullest_name();
        }
        chains
    }

    /// The chain of the nominal that a token heads.
    pub fn of(&self, sentence: usize, head: usize) -> Option<usize> {
        self.by_head.get(&(sentence, head)).copied()
    }

    /// All mentions in the order of the text.
    pub fn mentions(&self) -> impl Iterator<Item = Joined<'_>> {
        self.read.iter().zip(&self.rules).map(|((mention, chain), rule)| Joined {
            sentence: mention.sentence,
            head: mention.head,
            text: &mention.text,
            chain: *chain,
            rule: *rule,
        })
    }

    /// Notes the rule by which the mention at hand joins a chain.
    fn by(&mut self, rule: Rule, chain: usize) -> usize {
        self.rule = Some(rule);
        chain
    }

    /// A chain for a phrase that is no mention of anything else (a role, a property).
    pub fn describe(&mut self, text: &str, kind: EntityType, but: &[usize]) -> usize {
        let key = normal(text);
        if let Some(&known) = self.by_name.get(&key).filter(|&known| !but.contains(known)) {
            return known;
        }
        if let Some(&known) = self.by_name.get(&format!("role {key}")) {
            return known;
        }
        let chain = Chain::new(text.to_owned(), kind, false);
        self.push(chain, Some(format!("role {key}")))
    }

    fn push(&mut self, chain: Chain, key: Option<String>) -> usize {
        self.chains.push(chain);
        let index = self.chains.len() - 1;
        if let Some(key) = key {
            self.by_name.entry(key).or_insert(index);
        }
        index
    }

    fn add(&mut self, tree: &Tree, mention: Mention) {
        let known = self.chains.len();
        self.rule = None;
        let index = match mention.form {
            Form::Name => self.name(tree, &mention),
            Form::Nominal => self.nominal(tree, &mention),
            Form::Pronoun => self.pronoun(tree, &mention),
        };
        let place = (mention.sentence, mention.head);
        let chain = &mut self.chains[index];
        chain.mentions += 1;
        chain.last = place;
        if mention.form != Form::Pronoun {
            *chain.forms.entry(mention.text.clone()).or_default() += 1;
            chain.plural |= mention.plural && mention.form == Form::Nominal;
            let head = tree.lemma(mention.head).to_owned();
            if !chain.heads.contains(&head) {
                chain.heads.push(head);
            }
        }
        // The type that most of its names have.
        if mention.form == Form::Name
            && chain.proper
            && mention.kind != EntityType::Concept
            && lexicon::place(&chain.name).is_none()
        {
            *chain.kinds.entry(mention.kind).or_default() += 1;
            let most = chain.kinds.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            chain.kind = most.map_or(chain.kind, |(kind, _)| *kind);
        }
        chain.male = chain.male.or(mention.male);
        self.by_head.insert(place, index);
        let rule = match self.rule {
            Some(rule @ (Rule::Group | Rule::Pronoun)) => rule,
            _ if index >= known => Rule::First,
            rule => rule.unwrap_or(Rule::SameName),
        };
        self.rules.push(rule);
        self.read.push((mention, index));
    }

    /// `Elbar, a power company`: what a name is called beside it tells its type where the name alone does not.
    fn typed_by(&mut self, chain: usize, role: &Mention, lemma: &str) {
        // `its main rival` may be anybody's or anything's.
        let person = lexicon::occupation(lemma).is_some() || lexicon::is("title", lemma);
        let kind = match role.kind {
            _ if person && !role.plural => EntityType::Person,
            EntityType::Group => EntityType::Concept,
            kind => kind,
        };
        let chain = &mut self.chains[chain];
        if weak(chain.kind) && !weak(kind) {
            chain.kind = kind;
            *chain.kinds.entry(kind).or_default() += 2;
        }
    }

    fn create(&mut self, mention: &Mention, name: String, proper: bool) -> usize {
        let mut chain = Chain::new(name, mention.kind, proper);
        chain.plural = mention.plural;
        chain.male = mention.male;
        let key = normal(&mention.text);
        self.push(chain, Some(key))
    }

    fn name(&mut self, tree: &Tree, mention: &Mention) -> usize {
        let plain = mention.text.strip_prefix("the ").unwrap_or(&mention.text);
        let place = lexicon::place(plain)
            .filter(|p| p.kind != lexicon::PlaceForm::Capital && (mention.kind != EntityType::Group))
            .map(|p| p.name)
            .or_else(|| (mention.kind == EntityType::Place).then(|| lexicon::people(plain)).flatten());
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
        let key = normal(&mention.text);
        if let Some(&known) = self.by_name.get(&key) {
            return known;
        }
        // `the South` where South Korea is spoken of
        if lexicon::is("compass", &key) {
            let whole = |c: &Chain| {
                c.proper
                    && c.kind == EntityType::Place
                    && c.name.to_lowercase().starts_with(&format!("{key} "))
            };
            if let Some(known) = self.chains.iter().rposition(whole) {
                return self.by(Rule::PlaceName, known);
            }
        }
        let mut kind = mention.kind;
        // In brackets behind a name, or its initials.
        let beside = (tree.rel(mention.head) == Deprel::Appos).then(|| tree.head(mention.head)).flatten();
        if let Some(known) = beside.and_then(|h| self.of(mention.sentence, h)) {
            let name_beside = self.chains[known].proper;
            if !name_beside && let Some(h) = tree.head(mention.head) {
                let role = self.read.iter().find(|(m, _)| (m.sentence, m.head) == (mention.sentence, h));
                if let Some(role) = role.map(|(m, _)| m.kind) {
                    kind = weak(kind).then_some(role).filter(|r| !weak(*r)).unwrap_or(kind);
                }
            }
            let chain = &mut self.chains[known];
            if !chain.proper || !is_acronym(&mention.text) && initials(&mention.text) == chain.name {
                chain.name.clone_from(&mention.text);
                chain.proper = true;
                chain.kind = kind;
            }
            let same = !name_beside || is_acronym(&mention.text) || is_acronym(&chain.name);
            if same {
                self.by_name.insert(key, known);
                return self.by(Rule::Apposition, known);
            }
        }
        let short = self.chains.iter().position(|c| {
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
        let words: Vec<&str> = key.split(' ').collect();
        let part = self.chains.iter().rposition(|c| {
            let other = normal(&c.name);
            let other: Vec<&str> = other.split(' ').collect();
            let person = c.kind == EntityType::Person
                && c.proper
                && (mention.kind == EntityType::Person
                    || words.len() == 1 && mention.kind == EntityType::Concept);
            let genders = c.male.is_none() || mention.male.is_none() || c.male == mention.male;
            person
                && genders
                && (words.iter().all(|w| other.contains(w)) || other.iter().all(|w| words.contains(w)))
        });
        if let Some(known) = part {
            if mention.text.len() > self.chains[known].name.len() {
                self.chains[known].name.clone_from(&mention.text);
            }
            self.by_name.insert(key, known);
            return self.by(Rule::PartOfName, known);
        }
        self.create(mention, mention.text.clone(), true)
    }

    fn nominal(&mut self, tree: &Tree, mention: &Mention) -> usize {
        let lemma = tree.lemma(mention.head);
        // `KCNA, the agency`: one thing.
        if tree.rel(mention.head) == Deprel::Appos
            && let Some(known) = tree.head(mention.head).and_then(|h| self.of(mention.sentence, h))
            && self.chains[known].proper
        {
            self.typed_by(known, mention, lemma);
            return self.by(Rule::Apposition, known);
        }
        let words = mention.text.split(' ').count();
        // `from either side`: which one is left open.
        let either = tree.kids_by(mention.head, Deprel::Det).any(|d| matches!(tree.lemma(d), "either" | "neither"));
        if (lexicon::is("vague-noun", lemma) || either) && words == 1 {
            let mut chain = Chain::new(mention.text.clone(), mention.kind, false);
            chain.vague = true;
            return self.push(chain, None);
        }
        if let Some(members) = self.countries(tree, mention) {
            let group = self.group(members, mention);
            return self.by(Rule::Group, group);
        }
        if let Some(&known) = self.by_name.get(&normal(&mention.text))
            && (self.chains[known].plural == mention.plural || !mention.definite)
        {
            return known;
        }
        if mention.definite && !mention.plural && matches!(lemma, "country" | "nation" | "state") {
            let recent = self.recent(|c| c.kind == EntityType::Place && c.proper);
            if let Some(recent) = recent {
                return self.by(Rule::Description, recent);
            }
        }
        let possessor = tree.kids(mention.head).iter().copied().find(|&k| tree.rel(k) == Deprel::NmodPoss);
        let possessor = possessor.and_then(|p| self.of(mention.sentence, p));
        let said = |lemma: &str| lexicon::nominalised_verb(lemma).unwrap_or(lemma).to_owned();
        let word = said(lemma);
        let modifiers: Vec<String> = mention.text.to_lowercase().split(' ').map(str::to_owned).collect();
        // A phrase with a clause or complement of its own names something new.
        let own_words = tree.kids(mention.head).iter().any(|&k| {
            k > mention.head && matches!(tree.rel(k), Deprel::Acl | Deprel::AclRelcl | Deprel::Nmod)
        });
        let event = lexicon::nominalised_verb(lemma).is_some() || lexicon::is("event-noun", lemma);
        let back = mention.definite && !mention.distinct && (event || possessor.is_none()) && (event || !own_words);
        if back {
            let same = self.chains.iter().enumerate().filter(|(_, c)| {
                let heads = c.heads.iter().any(|h| said(h) == word);
                let fits = c.plural == mention.plural
                    && !(own_words && mention.plural)
                    && !c.proper
                    && c.members.is_empty();
                let known: Vec<String> = c
                    .forms
                    .keys()
                    .flat_map(|f| f.to_lowercase().split(' ').map(str::to_owned).collect::<Vec<_>>())
                    .collect();
                let plain = modifiers
                    .iter()
                    .filter(|m| **m != lemma && **m != tree.form(mention.head).to_lowercase())
                    .all(|m| known.contains(m));
                heads
                    && fits
                    && (plain
                        || lexicon::is("event-noun", lemma)
                            && !mention.distinct
                            && !modifiers.iter().any(|m| m.bytes().any(|b| b.is_ascii_digit())))
            });
            if let Some((index, _)) = same.max_by_key(|(_, c)| c.last) {
                return self.by(Rule::Description, index);
            }
            if !mention.plural
                && lexicon::is("organisation-noun", lemma)
                && modifiers.len() == 1
                && possessor.is_none()
                && let Some(recent) = self.recent(|c| c.kind == EntityType::Organization && c.proper)
            {
                return self.by(Rule::Description, recent);
            }
        }
        // What the headline speaks of is what the article speaks of first.
        if let Some(known) = self.in_headline(mention, &word, event) {
            return self.by(Rule::Description, known);
        }
        let mut name = mention.text.clone();
        // `its market share` is somebody's.
        let by_pronoun = tree.kids(mention.head).iter().any(|&k| {
            tree.rel(k) == Deprel::NmodPoss && tree.lemma(k) == "its"
                || tree.rel(k) == Deprel::NmodPoss && tree.form(k).eq_ignore_ascii_case("its")
        });
        if let Some(owner) = possessor
            .filter(|&p| by_pronoun && self.chains[p].proper && lexicon::nominalised_verb(lemma).is_none())
        {
            name = format!("{}'s {name}", self.chains[owner].name);
            if let Some(&known) = self.by_name.get(&normal(&name)) {
                return known;
            }
            let mut chain = Chain::new(name.clone(), mention.kind, false);
            chain.plural = mention.plural;
            return self.push(chain, Some(normal(&name)));
        }
        self.create(mention, name, false)
    }

    /// The event that a headline names, where the article comes to speak of it by the same noun.
    fn in_headline(&self, mention: &Mention, word: &str, event: bool) -> Option<usize> {
        if !self.headline || !event || mention.sentence == 0 || mention.distinct {
            return None;
        }
        let said = |lemma: &str| lexicon::nominalised_verb(lemma).unwrap_or(lemma).to_owned();
        self.chains.iter().position(|c| {
            c.last.0 == 0
                && !c.proper
                && c.mentions > 0
                && c.plural == mention.plural
                && c.heads.iter().any(|h| said(h) == word)
                && {
                    let known = normal(&c.name);
                    normal(&mention.text).split(' ').all(|w| known.split(' ').any(|k| k == w))
                }
        })
    }

    /// `both nations`, `the two countries`, `these three powers`: the places just spoken of together.
    fn countries(&self, tree: &Tree, mention: &Mention) -> Option<Vec<usize>> {
        let lemma = tree.lemma(mention.head);
        if !mention.plural || !lexicon::is("country-noun", lemma) {
            return None;
        }
        let words: Vec<&str> = tree.kids(mention.head).iter().map(|&k| tree.lemma(k)).collect();
        let number = if words.contains(&"both") || words.contains(&"two") || words.contains(&"2") {
            2
        } else if words.contains(&"three") || words.contains(&"3") {
            3
        } else if words.contains(&"these") || words.contains(&"the") && words.len() == 1 {
            0
        } else {
            return None;
        };
        let together = self.read.iter().rev().find_map(|(m, _)| {
            let members: Vec<usize> = m.coordinated.iter().filter_map(|&h| self.of(m.sentence, h)).collect();
            let state = |name: &str| {
                lexicon::place(name).is_none_or(|p| p.kind == lexicon::PlaceForm::Country)
            };
            let places = members.len() > 1
                && members.iter().map(|&i| &self.chains[i]).all(|c| c.kind == EntityType::Place && state(&c.name));
            (places && (number == 0 || members.len() == number)).then_some(members)
        });
        let recent = || {
            let mut places: Vec<usize> = Vec::new();
            for (m, index) in self.read.iter().rev() {
                let chain = &self.chains[*index];
                if chain.proper
                    && chain.kind == EntityType::Place
                    && !places.contains(index)
                    && m.sentence + 6 > mention.sentence
                {
                    let region =
                        lexicon::place(&chain.name).is_some_and(|p| p.kind != lexicon::PlaceForm::Country);
                    if !region {
                        places.push(*index);
                    }
                }
                if places.len() == number {
                    break;
                }
            }
            places.sort_unstable();
            (number > 1 && places.len() == number).then_some(places)
        };
        together.or_else(recent)
    }

    fn group(&mut self, mut members: Vec<usize>, mention: &Mention) -> usize {
        members.sort_unstable();
        members.dedup();
        if let Some(&known) = self.groups.get(&members) {
            return known;
        }
        let names: Vec<&str> = members.iter().map(|&m| self.chains[m].name.as_str()).collect();
        let name = match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.join(", "),
        };
        let mut chain = Chain::new(name, EntityType::Group, false);
        chain.plural = true;
        chain.members.clone_from(&members);
        chain.last = (mention.sentence, mention.head);
        let index = self.push(chain, None);
        self.groups.insert(members, index);
        index
    }

    fn recent(&self, fits: impl Fn(&Chain) -> bool) -> Option<usize> {
        self.read.iter().rev().map(|(_, i)| *i).find(|&i| fits(&self.chains[i]))
    }

    fn pronoun(&mut self, tree: &Tree, mention: &Mention) -> usize {
        let form = tree.form(mention.head).to_lowercase();
        let person =
            matches!(form.as_str(), "he" | "she" | "his" | "her" | "him" | "hers" | "himself" | "herself");
        let thing = matches!(form.as_str(), "it" | "its" | "itself");
        let many =
            matches!(form.as_str(), "they" | "their" | "them" | "theirs" | "themselves" | "both" | "those");
        let unknown = |chains: &mut Chains| {
            let mut chain = Chain::new(mention.text.clone(), EntityType::Concept, false);
            chain.vague = true;
            chains.push(chain, None)
        };
        if !(person || thing || many) || tree.rel(mention.head) == Deprel::Expl {
            return unknown(self);
        }
        let possessive = tree.rel(mention.head) == Deprel::NmodPoss;
        // What stands beside it in its clause is something else.
        let beside: Vec<usize> = self
            .read
            .iter()
            .filter(|(m, _)| m.sentence == mention.sentence && tree.head(m.head) == tree.head(mention.head))
            .map(|(_, i)| *i)
            .collect();
        // Who says something is able to, and stands outside of what is said.
        let verb = tree.head(mention.head).filter(|&v| {
            mention.subject && tree.upos(v) == Upos::Verb && lexicon::is("say", tree.lemma(v))
        });
        let mut best: Option<(i64, usize, bool)> = None;
        for (order, (other, index)) in self.read.iter().enumerate().rev() {
            let distance = mention.sentence - other.sentence;
            if distance > 3 {
                break;
            }
            let chain = &self.chains[*index];
            if !possessive && beside.contains(index) {
                continue;
            }
            if chain.vague || matches!(chain.kind, EntityType::Time | EntityType::Quantity) {
                continue;
            }
            if distance == 0 {
                let same_clause = tree.head(other.head) == tree.head(mention.head);
                if same_clause && !possessive
                    || tree.dominates(other.head, mention.head)
                        && other.head != mention.head
                        && (possessive && tree.head(mention.head) == Some(other.head))
                {
                    continue;
                }
            }
            if let Some(verb) = verb {
                let speaks = matches!(
                    chain.kind,
                    EntityType::Person | EntityType::Organization | EntityType::Place | EntityType::Group
                );
                if !speaks || distance == 0 && tree.dominates(verb, other.head) {
                    continue;
                }
            }
            let group = many && !other.coordinated.is_empty() && other.form != Form::Pronoun;
            let plural = other.plural || chain.plural || !chain.members.is_empty();
            let human = chain.kind == EntityType::Person || chain.kind == EntityType::Group && !plural;
            let genders = chain.male.is_none() || mention.male.is_none() || chain.male == mention.male;
            let adjective = tree.upos(mention.head) == Upos::Adj;
            let fits = match (person, thing) {
                (true, _) => human && genders,
                (_, true) => !plural && chain.kind != EntityType::Person && chain.kind != EntityType::Group,
                _ => group || plural || chain.kind == EntityType::Organization && other.form == Form::Name,
            };
            if !fits || adjective {
                continue;
            }
            let mut score = 100 - 25 * i64::try_from(distance).unwrap_or(9);
            score += if other.subject { 22 } else { 0 };
            score += if chain.proper { 12 } else { 0 };
            score -= if other.aside { 10 } else { 0 };
            score += i64::from(chain.mentions.min(5));
            score += if group { 10 } else { 0 };
            score -= if many && chain.kind == EntityType::Organization { 30 } else { 0 };
            let things = |kind| {
                !matches!(
                    kind,
                    EntityType::Group | EntityType::Person | EntityType::Place | EntityType::Organization
                )
            };
            score -= if many && things(chain.kind) { 30 } else { 0 };
            score -= if thing && chain.kind == EntityType::Place && !possessive { 6 } else { 0 };
            let _ = order;
            if best.is_none_or(|(s, ..)| score > s) {
                best = Some((
                    score,
                    self.read
                        .iter()
                        .position(|(m, _)| m.sentence == other.sentence && m.head == other.head)
                        .unwrap_or(0),
                    group,
                ));
            }
        }
        if best.is_some() {
            self.rule = Some(Rule::Pronoun);
        }
        match best {
            Some((_, at, true)) => {
                let other = self.read[at].0.clone();
                let members: Vec<usize> =
                    other.coordinated.iter().filter_map(|&h| self.of(other.sentence, h)).collect();
                if members.len() > 1 { self.group(members, mention) } else { self.read[at].1 }
            }
            Some((_, at, false)) => self.read[at].1,
            None => unknown(self),
        }
    }
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

impl Chain {
    /// A thing named by a bare noun at first gets the phrase that tells more, where the article has one.
    fn fullest_name(&mut self) {
        let words = |form: &str| form.split(' ').count();
        if self.proper || !self.members.is_empty() || words(&self.name) > 1 {
            return;
        }
        let name = self.name.to_lowercase();
        let tells = |form: &&String| {
            (2..=4).contains(&words(form)) && form.to_lowercase().split(' ').next_back() == Some(name.as_str())
        };
        let best = self.forms.iter().filter(|(form, _)| tells(form)).max_by_key(|(form, n)| (**n, form.len()));
        if let Some((form, _)) = best {
            self.name.clone_from(form);
        }
    }

    fn new(name: String, kind: EntityType, proper: bool) -> Chain {
        Chain {
            name,
            kind,
            proper,
            forms: BTreeMap::new(),
            mentions: 0,
            members: Vec::new(),
            vague: false,
            kinds: BTreeMap::new(),
            plural: false,
            male: None,
            heads: Vec::new(),
            last: (0, 0),
        }
    }
}
