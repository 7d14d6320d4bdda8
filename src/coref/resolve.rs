//! Mentions → chains.

use super::candidate::Candidate;
use super::mention::{Form, Mention, mentions};
use super::mind::Mind;
use super::profile::Profile;
use super::rule::Rule;
use super::team::{is_location, teams};
use crate::clause::{self, Tree};
use crate::lexicon::{self, EntityType};
use rustc_hash::{FxHashMap, FxHashSet};
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
    pub(super) kinds: BTreeMap<EntityType, u32>,
    pub(super) plural: bool,
    /// Whether it is a man (`true`) or a woman, as far as its mentions say.
    pub male: Option<bool>,
    /// Whether it is a description of which the article does not say what it describes (`the company`).
    pub unresolved: bool,
    /// Whether `name` was given to it in so many words (`known as`), proper or not.
    pub(super) named: bool,
    pub(super) heads: Vec<String>,
    pub(super) profile: Profile,
    pub(super) last: (usize, usize),
}

/// The chains of an article.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    /// In order of first mention.
    pub chains: Vec<Chain>,
    by_head: FxHashMap<(usize, usize), usize>,
    pub(super) by_name: FxHashMap<String, usize>,
    pub(super) groups: BTreeMap<Vec<usize>, usize>,
    pub(super) read: Vec<(Mention, usize)>,
    pub(super) mind: Mind,
    /// By which rule each of `read` joined.
    rules: Vec<Rule>,
    /// By which rule the mention at hand joins.
    pub(super) rule: Option<Rule>,
    /// By how much the antecedent of a description was better than the next, by sentence and head.
    margins: FxHashMap<(usize, usize), i64>,
    /// Who speaks at each token, where it stands within quotation marks.
    quoted: Vec<Vec<Option<clause::Speaker>>>,
    /// What each pronoun could mean, where that is asked for.
    pub(super) noted: Option<Vec<Noted>>,
    /// Names that act as sports teams.
    pub(super) teams: FxHashSet<String>,
    /// Whether the first sentence is a headline.
    pub(super) headline: bool,
}

/// A pronoun (sentence and head), its class, and what it could mean.
pub(super) type Noted = (usize, usize, &'static str, Vec<Candidate>);

/// One that a pronoun could mean: chains (none: nothing that was named), the place of the mention (sentence and head token)
/// and what speaks for it.
pub type Choice = (Vec<usize>, (usize, usize), Vec<(&'static str, f64)>);

/// Sentence and head token of a pronoun, its class, and what it could mean.
pub type Choices = (usize, usize, &'static str, Vec<Choice>);

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
pub(super) fn normal(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    let text = text.strip_suffix("'s").unwrap_or(&text);
    text.strip_prefix("the ").unwrap_or(text).to_owned()
}

impl Chains {
    /// Resolves all mentions of an article.
    pub fn resolve(trees: &[Option<Tree>]) -> Chains {
        Chains::read(trees, false)
    }

    /// The same, with what each pronoun (sentence and head token) could mean, by class, as `training/pronouns.py` wants it.
    pub fn resolve_with_choices(trees: &[Option<Tree>]) -> (Chains, Vec<Choices>) {
        let mut chains = Chains::read(trees, true);
        let noted = chains.noted.take().unwrap_or_default();
        let choice = |c: Candidate| (c.chains, c.at, c.features);
        let all =
            noted.into_iter().map(|(s, h, class, all)| (s, h, class, all.into_iter().map(choice).collect()));
        (chains, all.collect())
    }

    fn read(trees: &[Option<Tree>], note: bool) -> Chains {
        let headline = trees.len() > 2 && trees[0].as_ref().is_some_and(|tree| !tree.ends_sentence());
        let mut chains = Chains {
            headline,
            teams: teams(trees),
            quoted: clause::speakers(trees),
            noted: note.then(Vec::new),
            ..Chains::default()
        };
        for (sentence, tree) in trees.iter().enumerate() {
            let Some(tree) = tree else { continue };
            chains.turn_to(sentence);
            // Names first: a pronoun may stand before the name that an apposition gives its antecedent.
            for mention in mentions(tree, sentence) {
                chains.add(tree, mention);
            }
        }
        chains.speakers(trees);
        chains.name_parts(trees);
        chains.name_organs(trees);
        chains.name_happenings(trees);
        for chain in &mut chains.chains {
            chain.fullest_name();
        }
        chains.name_fuller(trees);
        chains
    }

    /// `I` within quotation marks is who speaks, named before or behind them.
    fn speakers(&mut self, trees: &[Option<Tree>]) {
        let speakers = std::mem::take(&mut self.quoted);
        for at in 0..self.read.len() {
            let (mention, old) = &self.read[at];
            let (sentence, head, old) = (mention.sentence, mention.head, *old);
            let Some(tree) = &trees[sentence] else { continue };
            let first = matches!(tree.lemma(head), "i" | "my" | "me" | "myself" | "mine");
            let speaker = speakers.get(sentence).and_then(|s| s.get(head)).copied().flatten();
            let Some(speaker) = speaker.filter(|_| first && mention.form == Form::Pronoun) else { continue };
            let Some(known) = self.of(speaker.sentence, speaker.head) else { continue };
            if matches!(self.chains[known].kind, EntityType::Person | EntityType::Group) && known != old {
                self.by_head.insert((sentence, head), known);
                self.read[at].1 = known;
                self.rules[at] = Rule::Pronoun;
                self.chains[known].mentions += 1;
            }
        }
    }

    /// The chain of the nominal that a token heads.
    pub fn of(&self, sentence: usize, head: usize) -> Option<usize> {
        self.by_head.get(&(sentence, head)).copied()
    }

    /// Whether the article's first sentence is a headline.
    pub fn headline(&self) -> bool {
        self.headline
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

    /// The mentions of a sentence, each with its rule and chain.
    pub(super) fn of_sentence(&self, sentence: usize) -> impl Iterator<Item = (&Mention, Rule, usize)> {
        let from = self.read.partition_point(|(m, _)| m.sentence < sentence);
        let read = self.read[from..].iter().zip(&self.rules[from..]);
        read.take_while(move |((m, _), _)| m.sentence == sentence)
            .map(|((m, index), rule)| (m, *rule, *index))
    }

    /// Notes the rule by which the mention at hand joins a chain.
    pub(super) fn by(&mut self, rule: Rule, chain: usize) -> usize {
        self.rule = Some(rule);
        chain
    }

    /// By how much the antecedent of the description that a token heads was better than the next that fitted.
    pub fn margin(&self, sentence: usize, head: usize) -> Option<i64> {
        self.margins.get(&(sentence, head)).copied()
    }

    pub(super) fn speaker_at(&self, sentence: usize, token: usize) -> Option<clause::Speaker> {
        self.quoted.get(sentence)?.get(token).copied().flatten()
    }

    pub(super) fn note_margin(&mut self, mention: &Mention, margin: i64) {
        self.margins.insert((mention.sentence, mention.head), margin);
    }

    /// A chain for a phrase that is no mention of anything else (a role, a property).
    pub fn describe(&mut self, text: &str, kind: EntityType, but: &[usize]) -> usize {
        let key = normal(text);
        // A chain that was given a fuller name is no longer what its noun alone says.
        let so_called = |&known: &usize| {
            let chain = &self.chains[known];
            !but.contains(&known) && (chain.proper || normal(&chain.name) == key)
        };
        if let Some(known) = self.by_name.get(&key).copied().filter(so_called) {
            return known;
        }
        if let Some(&known) = self.by_name.get(&format!("role {key}")) {
            return known;
        }
        let chain = Chain::new(text.to_owned(), kind, false);
        self.push(chain, Some(format!("role {key}")))
    }

    pub(super) fn push(&mut self, chain: Chain, key: Option<String>) -> usize {
        self.chains.push(chain);
        let index = self.chains.len() - 1;
        self.mind.take(index);
        if let Some(key) = key {
            self.by_name.entry(key).or_insert(index);
        }
        index
    }

    fn add(&mut self, tree: &Tree, mut mention: Mention) {
        mention.team = mention.form == Form::Name
            && !mention.adjective
            && self.teams.contains(&normal(&mention.text))
            && !is_location(tree, mention.head);
        if mention.team {
            mention.kind = EntityType::Organization;
            mention.told = true;
            mention.plural = false;
        }
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
            // `its co-leaders, Ann and Bo`: Ann is one.
            chain.plural |= mention.plural && mention.form == Form::Nominal && !chain.proper;
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
            *chain.kinds.entry(mention.kind).or_default() += if mention.told { 100 } else { 1 };
            let most = chain.kinds.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            chain.kind = most.map_or(chain.kind, |(kind, _)| *kind);
        }
        chain.male = chain.male.or(mention.male);
        self.by_head.insert(place, index);
        self.learn(tree, &mention, index);
        let rule = match self.rule {
            Some(rule @ (Rule::Group | Rule::Pronoun)) => rule,
            _ if index >= known => Rule::First,
            rule => rule.unwrap_or(Rule::SameName),
        };
        self.rules.push(rule);
        self.mind.take(index);
        self.mind.note(self.read.len(), index);
        self.read.push((mention, index));
        self.crowd_out();
    }

    pub(super) fn create(&mut self, mention: &Mention, name: String, proper: bool) -> usize {
        let mut chain = Chain::new(name, mention.kind, proper);
        chain.plural = mention.plural;
        chain.male = mention.male;
        let key = normal(&mention.text);
        self.push(chain, Some(key))
    }

    pub(super) fn group(&mut self, mut members: Vec<usize>, mention: &Mention) -> usize {
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
}

impl Chain {
    /// A thing named by a bare noun at first gets the phrase that tells more, where the article has one.
    fn fullest_name(&mut self) {
        let words = |form: &str| form.split(' ').count();
        if self.proper || self.named || !self.members.is_empty() || words(&self.name) > 1 {
            return;
        }
        let name = self.name.to_lowercase();
        let tells = |form: &&String| {
            (2..=4).contains(&words(form))
                && form.to_lowercase().split(' ').next_back() == Some(name.as_str())
        };
        let best =
            self.forms.iter().filter(|(form, _)| tells(form)).max_by_key(|(form, n)| (**n, form.len()));
        if let Some((form, _)) = best {
            self.name.clone_from(form);
        }
    }

    pub(super) fn new(name: String, kind: EntityType, proper: bool) -> Chain {
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
            unresolved: false,
            named: false,
            heads: Vec::new(),
            profile: Profile::default(),
            last: (0, 0),
        }
    }

    /// The chain of whom or what it is a holder of a role (`chairman`), by what the article says of it.
    pub(crate) fn role_of(&self, role: &str) -> Option<usize> {
        self.profile.of.iter().find(|(noun, _)| noun == role).map(|(_, owner)| *owner)
    }
}
