//! `the company`, `the Italian club`, `the 24-year-old` → what was spoken of before that can be called so.
//!
//! What fits by what is known of it is weighed by how well the noun fits, by nation, and by how often, how lately and
//! in what place it was spoken of. Where two fit about equally well, none is taken.

use super::mention::{Form, Mention};
use super::profile::nations;
use super::resolve::{Chain, Chains};
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType, Fit, PlaceForm};

/// By how much the best must be better than the next.
const MARGIN: i64 = 5;

/// What a description says besides its noun.
struct Wording<'a> {
    noun: &'a str,
    nations: Vec<&'static str>,
    /// Words that must be known of what is meant.
    others: Vec<String>,
    possessor: Option<usize>,
    aged: bool,
    age: Option<u16>,
    /// Whether it is by a town, of which nobody knows in what country it is: `the Kalvik-based firm`.
    based: bool,
    /// Whether it is by the nation alone: `the Brazilian`.
    nation_alone: bool,
}

impl Chains {
    /// What a definite description means, and by how much it is better than the next that fits.
    pub(super) fn described(&self, tree: &Tree, mention: &Mention) -> Option<(usize, i64)> {
        let wording = self.wording(tree, mention)?;
        let beside = self.beside(tree, mention);
        let mut own = self.speakers_own(tree, mention);
        // `Elbar's chairman will leave the firm`
        if let Some(subject) = self.clause_subject(tree, mention) {
            own.extend(self.chains[subject].profile.of.iter().map(|(_, owner)| *owner));
        }
        // `Elbar's chief is succeeded by his deputy, who joined the firm in 2018`
        let people: Vec<usize> =
            own.iter().copied().filter(|&o| self.chains[o].kind == EntityType::Person).collect();
        for person in people {
            own.extend(self.chains[person].profile.of.iter().map(|(_, owner)| *owner));
        }
        // Who speaks does not speak of the defendant and mean herself.
        let speaker =
            self.speaker_at(mention.sentence, mention.head).and_then(|s| self.of(s.sentence, s.head));
        let speaker = speaker.filter(|&s| self.chains[s].kind == EntityType::Person);
        // `Torvane, a fund, said the bid undervalued the company`: what speaks for the first time speaks of another.
        let newcomer = self.speaks_first(tree, mention);
        let mut ranked: Vec<(i64, usize)> = self
            .in_mind()
            .filter(|index| !beside.contains(index) && speaker != Some(*index))
            .filter_map(|index| {
                let suits = self.suits(index, &wording, mention)?;
                let own = if own.contains(&index) { 25 } else { 0 };
                let new = if newcomer == Some(index) { -40 } else { 0 };
                Some((suits + own + new + self.salience(index, mention), index))
            })
            .collect();
        // Of several firms nobody knows which is based in a town that nobody knows.
        if wording.based && ranked.len() > 1 {
            return None;
        }
        ranked.sort_unstable_by_key(|&(score, index)| (-score, index));
        let &(best, index) = ranked.first()?;
        let margin = ranked.get(1).map_or(best, |next| best - next.0);
        (margin >= MARGIN).then_some((index, margin))
    }

    fn wording<'a>(&self, tree: &'a Tree, mention: &Mention) -> Option<Wording<'a>> {
        let head = mention.head;
        let noun = tree.lemma(head);
        let mut wording = Wording {
            noun,
            nations: lexicon::people(tree.form(head)).map_or_else(|| nations(tree, head), |n| vec![n]),
            others: Vec::new(),
            possessor: None,
            aged: is_age(tree, head),
            age: years(tree, head),
            based: false,
            nation_alone: lexicon::people(tree.form(head)).is_some(),
        };
        for &k in tree.kids(head).iter().filter(|&&k| k < head) {
            match tree.rel(k) {
                Deprel::NmodPoss if wording.nations.is_empty() => {
                    wording.possessor = Some(self.of(mention.sentence, k)?);
                }
                Deprel::Nummod if !wording.aged => return None,
                Deprel::Amod | Deprel::Compound | Deprel::NmodDesc
                    if lexicon::people(tree.form(k)).is_none() =>
                {
                    let lemma = tree.lemma(k);
                    let based =
                        lemma.ends_with("-based") || lemma == "base" && k > 0 && tree.form(k - 1) == "-";
                    // `the Hull-based company` is most likely a British one.
                    let place = based.then(|| tree.hyphenated(k).start).and_then(|t| based_in(tree, t));
                    wording.based |= based && place.is_none();
                    wording.nations.extend(place);
                    wording.age = wording.age.or_else(|| years(tree, k));
                    if !(based || is_age(tree, k) || lexicon::is("former-adj", lemma)) {
                        wording.others.push(tree.form(k).to_lowercase());
                    }
                }
                _ => {}
            }
        }
        Some(wording)
    }

    /// What stands beside a mention as another argument of its verb, or is what its noun belongs to.
    fn beside(&self, tree: &Tree, mention: &Mention) -> Vec<usize> {
        let here = self.read.iter().rev().take_while(|(m, _)| m.sentence == mention.sentence);
        here.filter(|(m, _)| {
            tree.head(m.head).is_some() && tree.head(m.head) == tree.head(mention.head)
                || tree.head(mention.head) == Some(m.head)
                || tree.head(m.head) == Some(mention.head)
        })
        .map(|(_, index)| *index)
        .collect()
    }

    /// What the one is of who says what a mention stands in: of `Elbar's chief said the company` Elbar.
    pub(super) fn speakers_own(&self, tree: &Tree, mention: &Mention) -> Vec<usize> {
        let verb = tree.ancestors(mention.head).find(|&v| lexicon::is("say", tree.lemma(v)));
        let subject = verb.and_then(|v| tree.kid(v, Deprel::Nsubj)).filter(|&s| s != mention.head);
        let speaker = subject.and_then(|s| self.of(mention.sentence, s));
        speaker.map_or(Vec::new(), |s| self.chains[s].profile.of.iter().map(|(_, owner)| *owner).collect())
    }

    /// The organisation that says what a mention stands in, where nothing was said of it before.
    fn speaks_first(&self, tree: &Tree, mention: &Mention) -> Option<usize> {
        let verb = tree.ancestors(mention.head).find(|&v| lexicon::is("say", tree.lemma(v)))?;
        let subject = tree.kid(verb, Deprel::Nsubj).filter(|&s| !tree.dominates(s, mention.head))?;
        let speaker = self.of(mention.sentence, subject)?;
        let new = self.recent_of(speaker).all(|m| m.sentence == mention.sentence);
        (new && self.chains[speaker].proper).then_some(speaker)
    }

    /// How well what is known of a chain fits a description; `None` where it does not.
    fn suits(&self, index: usize, wording: &Wording, mention: &Mention) -> Option<i64> {
        let chain = &self.chains[index];
        if chain.mentions == 0
            || chain.vague
            || chain.plural
            || !chain.members.is_empty()
            || matches!(chain.kind, EntityType::Time | EntityType::Quantity)
            || (chain.male.is_some() && mention.male.is_some() && chain.male != mention.male)
        {
            return None;
        }
        let profile = &chain.profile;
        let person = chain.kind == EntityType::Person && chain.proper;
        // Who judges or prosecutes is not the defendant.
        if lexicon::is("charged-noun", wording.noun)
            && profile.nouns.iter().any(|n| lexicon::is("court-noun", n))
        {
            return None;
        }
        let ages = wording.age.zip(profile.age);
        // `the match` is not the final that it leads to.
        if ages.is_some_and(|(wanted, known)| wanted != known) || profile.ahead {
            return None;
        }
        let fit = lexicon::fit(wording.noun, profile.nouns.iter().map(String::as_str), &profile.classes);
        // A chief executive need not be the founder.
        if fit != Some(Fit::Same) && lexicon::is("distinct-role", wording.noun) {
            return None;
        }
        let mut score = match fit {
            // Any firm may be called a company.
            Some(Fit::Same) if lexicon::is("generic-company", wording.noun) => 15,
            Some(Fit::Same) => 20,
            Some(Fit::General) => 14,
            Some(Fit::Kind) => 6,
            // `the Brazilian`
            None if person && wording.nation_alone => 10,
            None if person && (wording.aged || lexicon::is("person-description", wording.noun)) => 10,
            // `the retailer` of a firm just named of which nothing is known
            None if lexicon::is("firm-noun", wording.noun)
                && lexicon::described_kind(wording.noun) == Some(EntityType::Organization)
                && unknown_firm(chain)
                && chain.last.0 + 1 >= mention.sentence =>
            {
                3
            }
            None if lexicon::is("generic-company", wording.noun) && unknown_firm(chain) => 4,
            // `the city` of a place of which nothing else is known
            None if lexicon::is("town-noun", wording.noun)
                && unknown_place(chain)
                && chain.last.0 + 3 >= mention.sentence =>
            {
                4
            }
            None if !self.teams.is_empty()
                && lexicon::is("team-noun", wording.noun)
                && unknown_firm(chain) =>
            {
                4
            }
            // `the federation` of a body of which nothing else is known
            None if lexicon::is("body-description", wording.noun)
                && wording.others.is_empty()
                && unknown_firm(chain)
                && chain.last.0 + 2 >= mention.sentence =>
            {
                2
            }
            None => return None,
        };
        // What is called a council has it in its name, if it has one of that kind.
        let named_so = lexicon::classes_by_name(wording.noun).next().is_some();
        if fit == Some(Fit::Kind) && chain.kind == EntityType::Organization && named_so {
            return None;
        }
        // A town is no harbour, whatever it has.
        let town =
            |noun: &str| lexicon::classes(noun).any(|c| lexicon::classes("city").any(|city| city == c));
        if fit == Some(Fit::General)
            && chain.kind == EntityType::Place
            && is_town(chain)
            && !town(wording.noun)
        {
            return None;
        }
        // What is no more than a company is not known to be a bank.
        if fit == Some(Fit::Kind) && !chain.proper {
            return None;
        }
        // What the same sentence first calls a bank is not called a firm there.
        let here = |m: &Mention| m.sentence == mention.sentence;
        if !chain.proper && fit != Some(Fit::Same) && self.recent_of(index).all(here) {
            return None;
        }
        // A thing of another kind was only called so: `the party` of a person.
        let kind = lexicon::described_kind(wording.noun);
        if kind.is_some_and(|kind| {
            (kind == EntityType::Person) != (chain.kind == EntityType::Person) && chain.proper
        }) {
            return None;
        }
        // `the vote` is no commission, `the deal` no firm.
        let happening = matches!(kind, Some(EntityType::Event | EntityType::Concept | EntityType::Work));
        if happening
            && chain.proper
            && matches!(chain.kind, EntityType::Organization | EntityType::Person | EntityType::Place)
        {
            return None;
        }
        if let Some(owner) = wording.possessor {
            profile.of.iter().find(|(noun, of)| noun == wording.noun && *of == owner)?;
        }
        if let Some(wanted) = wording.nations.first() {
            score += match profile.nations.as_slice() {
                [] => -6,
                known if known.contains(wanted) => 15,
                known if known.contains(&"United Kingdom") && lexicon::is("home-nation", wanted) => 8,
                _ => return None,
            };
        }
        let known = |word: &String| {
            profile.nouns.contains(word)
                || profile.words.contains(word)
                || chain.name.to_lowercase().split(' ').any(|w| w == word)
                || chain.forms.keys().any(|form| form.to_lowercase().split(' ').any(|w| w == word))
        };
        if !wording.others.iter().all(known) {
            return None;
        }
        score += if chain.proper { 3 } else { 0 };
        score += if ages.is_some() { 15 } else { 0 };
        // `the 19-year-old` of a teenager
        let teens = |age: u16| (13..20).contains(&age) && profile.nouns.iter().any(|n| n == "teenager");
        score += if ages.is_none() && wording.age.is_some_and(teens) { 8 } else { 0 };
        Some(score)
    }

    /// How much a chain is in mind at a mention.
    fn salience(&self, index: usize, mention: &Mention) -> i64 {
        let mut sum = 0;
        for m in self.recent_of(index) {
            let near = match mention.sentence - m.sentence {
                0 | 1 => 6,
                2 => 4,
                3 => 3,
                4 | 5 => 2,
                _ => 1,
            };
            let place = match () {
                () if m.adjective => 0,
                () if m.subject && m.form == Form::Pronoun => 2,
                () if m.subject => 3,
                () if m.aside => 1,
                () => 2,
            };
            sum += near * place;
            if sum >= 60 {
                break;
            }
        }
        let since = self.recent_of(index).next().map_or(0, |m| mention.sentence - m.sentence);
        let faded = match since {
            0..=3 => 0,
            4..=6 => 4,
            _ => 10,
        };
        sum.min(60) - faded
    }
}

/// An organisation of which nothing says that it is something else than a firm.
pub(super) fn unknown_firm(chain: &Chain) -> bool {
    let last = chain.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    chain.proper
        && chain.kind == EntityType::Organization
        && chain.profile.classes.is_empty()
        && !lexicon::is("public-body", &last)
        && !chain.heads.iter().any(|h| lexicon::is("public-body", h))
}

/// `Kalvik, Norway's main port`, `the resort of Kalvik`: a town by what it has or is called.
fn is_town(chain: &Chain) -> bool {
    let known = lexicon::place(&chain.name);
    known.is_some_and(|p| matches!(p.kind, PlaceForm::City | PlaceForm::Capital))
        || known.is_none() && !chain.name.contains(' ') && chain.profile.nouns.iter().any(|n| n == "port")
}

/// A place that may be a town for all that is known of it.
fn unknown_place(chain: &Chain) -> bool {
    chain.proper
        && chain.kind == EntityType::Place
        && (chain.profile.classes.is_empty() || is_town(chain))
        && lexicon::place(&chain.name).is_none()
        && !chain.name.contains(' ')
}

/// The country of the place that a word before `-based` names.
fn based_in(tree: &Tree, token: usize) -> Option<&'static str> {
    let form = tree.form(token);
    let place = lexicon::place(form.strip_suffix("-based").unwrap_or(form))?;
    match place.kind {
        PlaceForm::Country | PlaceForm::Capital => Some(place.name),
        _ => place.country,
    }
}

/// The years of `24-year-old`.
fn years(tree: &Tree, token: usize) -> Option<u16> {
    let whole = tree.form(token).strip_suffix("-year-old");
    let number = whole.or_else(|| (is_age(tree, token) && token > 3).then(|| tree.form(token - 4)));
    number?.parse().ok()
}

/// `24-year-old`
pub(super) fn is_age(tree: &Tree, token: usize) -> bool {
    tree.form(token).ends_with("-year-old")
        || tree.lemma(token) == "old"
            && tree.upos(token) != Upos::Verb
            && token > 1
            && tree.form(token - 1) == "-"
            && tree.lemma(token - 2) == "year"
}
