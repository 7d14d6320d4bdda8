//! Of what type a name is: by the words beside it wherever the article has it, and by the longer names that it is part of.

use super::words::Words;
use crate::analyse::{Analysis, Deprel, Name, NameType, Upos, Xpos};
use crate::lexicon::{self, EntityType};
use crate::text::Document;
use std::collections::BTreeMap;

/// What the words beside a name weigh; one that the analyser alone gives weighs up to [`READ`].
const TOLD: i32 = 4;
/// The most that the analyser's own readings of a name weigh.
const READ: i32 = 3;
/// By how much a type must be better than the analyser's.
const MARGIN: i32 = 2;

/// What speaks for each type.
#[derive(Clone, Debug, Default)]
struct Evidence {
    told: BTreeMap<NameType, i32>,
    read: BTreeMap<NameType, i32>,
    count: i32,
}

impl Evidence {
    fn tell(&mut self, kind: NameType, weight: i32) {
        *self.told.entry(kind).or_default() += weight;
    }

    fn add(&mut self, other: &Evidence) {
        for (kind, weight) in &other.told {
            self.tell(*kind, *weight);
        }
        // A longer name is read more surely than a part of it.
        for kind in other.read.keys() {
            if let Some(best) = other.best_read()
                && best == *kind
            {
                self.tell(*kind, READ);
            }
        }
    }

    fn best_read(&self) -> Option<NameType> {
        self.read.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(kind, _)| *kind)
    }

    fn score(&self, kind: NameType) -> i32 {
        let read = self.read.get(&kind).copied().unwrap_or(0) * READ;
        self.told.get(&kind).copied().unwrap_or(0) + read / self.count.max(1)
    }

    /// The type that the evidence is for, where it is for one.
    fn decided(&self) -> Option<NameType> {
        let mut scores: Vec<(i32, NameType)> =
            [NameType::Person, NameType::Organization, NameType::Place, NameType::Event, NameType::Product]
                .map(|kind| (self.score(kind), kind))
                .to_vec();
        scores.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let (best, kind) = scores[0];
        let told = self.told.get(&kind).copied().unwrap_or(0);
        (told >= 3 && best - scores[1].0 >= MARGIN).then_some(kind)
    }
}

/// Settles the types of names, and finds those that the analyser has not marked where the article names them elsewhere.
pub(super) fn settle(document: &Document, analysis: &mut Analysis) {
    let mut names: BTreeMap<String, Evidence> = BTreeMap::new();
    for (index, parse) in analysis.sentences.iter().enumerate() {
        let words = Words::new(document, index, parse);
        for name in parse.names.iter().filter(|n| is_of_things(n.kind)) {
            let evidence = names.entry(words.name(name.start, name.end)).or_default();
            evidence.count += 1;
            *evidence.read.entry(name.kind).or_default() += 1;
            told(&words, name.start, name.end, evidence);
        }
    }
    // Names that were not marked.
    for (index, parse) in analysis.sentences.iter_mut().enumerate() {
        let read = parse.clone();
        let words = Words::new(document, index, &read);
        let mut next = 0;
        while next < read.len() {
            let start = next;
            let free = |t: usize| {
                t < read.len()
                    && read.upos[t] == Upos::Propn
                    && words.is_capital(t)
                    && read.name_at(t).is_none()
            };
            let end = (start..=read.len()).find(|&t| !free(t)).unwrap_or(start);
            let after = end.max(start + 1);
            let start = adjectives(&words, start, end);
            if end > start {
                let name = words.name(start, end);
                let part = |longer: &&String| is_part(&name, longer).is_some();
                let mut evidence = Evidence::default();
                told(&words, start, end, &mut evidence);
                if names.contains_key(&name)
                    || names.keys().any(|n| part(&n))
                    || evidence.told.values().any(|w| *w > TOLD)
                {
                    parse.names.push(Name { start, end, kind: NameType::Other });
                    let known = names.entry(name).or_default();
                    evidence.told.iter().for_each(|(kind, weight)| known.tell(*kind, *weight));
                }
            }
            next = after;
        }
        parse.names.sort_by_key(|n| n.start);
    }
    let decided = decide(&names);
    for (index, parse) in analysis.sentences.iter_mut().enumerate() {
        let read = parse.clone();
        let words = Words::new(document, index, &read);
        for name in parse.names.iter_mut().filter(|n| is_of_things(n.kind) || n.kind == NameType::Other) {
            let text = words.name(name.start, name.end);
            if let Some(kind) = decided.get(&text) {
                name.kind = *kind;
            } else if name.kind == NameType::Other
                && let Some(read) = names.get(&text).and_then(Evidence::best_read)
            {
                name.kind = read;
            }
        }
        let unknown = |n: &Name| n.kind != NameType::Other || read.names.iter().any(|r| r.start == n.start);
        parse.names.retain(unknown);
    }
}

/// Where a name begins whose first words are adjectives: `Korean Central` of `Korean Central News Agency`.
fn adjectives(words: &Words, start: usize, end: usize) -> usize {
    let parse = words.parse;
    let agency = end > start && lexicon::is("org-suffix", &words.lemma(end - 1));
    let mut first = start;
    while agency
        && let Some(before) = first.checked_sub(1)
        && parse.upos[before] == Upos::Adj
        && parse.deprel[before] == Deprel::Amod
        && parse.head[before].is_some_and(|h| (start..end).contains(&h))
        && parse.name_at(before).is_none()
        && words.is_capital(before)
    {
        first = before;
    }
    first
}

fn decide(names: &BTreeMap<String, Evidence>) -> BTreeMap<String, NameType> {
    let mut decided = BTreeMap::new();
    for (name, evidence) in names {
        // What the gazetteer knows needs no guess.
        if lexicon::place(name).is_some() {
            continue;
        }
        let mut all = evidence.clone();
        let longer: Vec<(Part, &Evidence)> =
            names.iter().filter_map(|(n, e)| Some((is_part(name, n)?, e))).collect();
        let kind = |(part, e): &(Part, &Evidence)| {
            let kind = e.decided().or_else(|| e.best_read());
            kind.filter(|k| match part {
                Part::First => true,
                Part::Last => matches!(k, NameType::Person | NameType::Organization),
            })
        };
        let kinds: Vec<NameType> = longer.iter().filter_map(kind).collect();
        // One of a person and one of a firm: either may be meant.
        if kinds.windows(2).all(|pair| pair[0] == pair[1]) {
            for (part, e) in &longer {
                if kind(&(*part, *e)).is_some() {
                    all.add(e);
                }
            }
        }
        if let Some(kind) = all.decided() {
            decided.insert(name.clone(), kind);
        }
    }
    decided
}

/// Where a shorter name stands in a longer one.
#[derive(Clone, Copy)]
enum Part {
    First,
    Last,
}

fn is_part(name: &str, longer: &str) -> Option<Part> {
    if name.is_empty() || name.len() >= longer.len() {
        return None;
    }
    let part = if longer.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')) {
        Part::First
    } else if longer.strip_suffix(name).is_some_and(|rest| rest.ends_with(' ')) {
        Part::Last
    } else {
        return None;
    };
    // Looked up last: an article of many names asks this of each two of them.
    (!lexicon::is("org-suffix", &name.to_lowercase())).then_some(part)
}

fn is_of_things(kind: NameType) -> bool {
    matches!(
        kind,
        NameType::Person | NameType::Organization | NameType::Place | NameType::Product | NameType::Event
    )
}

/// What the words of a name and those beside it tell.
fn told(words: &Words, start: usize, end: usize, evidence: &mut Evidence) {
    let parse = words.parse;
    let head = words.head_of(start, end);
    let given = lexicon::is_mans_name(words.form(start)).is_some();
    let several = end - start > 1;
    if several && given {
        evidence.tell(NameType::Person, 2);
    }
    let last = words.form(end - 1).to_lowercase();
    if several && !given && lexicon::is_firm_word(&last) {
        evidence.tell(NameType::Organization, TOLD);
    }
    for noun in nouns(words, start, end, head) {
        if let Some(kind) = kind_of(&words.lemma(noun)) {
            // `the tug Elbar` leaves no doubt; what commas set off may be tied to another noun.
            evidence.tell(kind, if noun + 1 == start { 2 * TOLD } else { TOLD + 1 });
        }
    }
    // `in Kalvik`, but not `shares in Elbar`
    let within = words.kids(head, Deprel::Case).any(|k| words.lemma(k) == "in")
        && !parse.head[head].is_some_and(|h| lexicon::is("share-noun", &words.lemma(h)));
    if within && evidence.read.contains_key(&NameType::Place) {
        evidence.tell(NameType::Place, TOLD);
    }
    for clause in words.kids(head, Deprel::AclRelcl) {
        let which = |form: &str| parse.children(clause).any(|k| words.form(k).eq_ignore_ascii_case(form));
        if which("who") {
            evidence.tell(NameType::Person, TOLD);
        } else if which("which") {
            // No person: what else, the analyser has read elsewhere; of what it has not most are firms.
            let other = evidence.best_read().filter(|k| *k != NameType::Person);
            evidence.tell(NameType::Person, -TOLD);
            evidence.tell(other.unwrap_or(NameType::Organization), TOLD);
        }
    }
    // `Elbar's shares`, `shares in Elbar`
    let of = parse.head[head].filter(|&h| parse.upos[h] == Upos::Noun);
    if let Some(of) = of {
        let lemma = words.lemma(of);
        let owner = matches!(parse.deprel[head], Deprel::NmodPoss | Deprel::Compound);
        let shares = parse.deprel[head] == Deprel::Nmod
            && parse.xpos[of] == Xpos::Nns
            && lemma == "share"
            && words.kids(head, Deprel::Case).any(|k| words.lemma(k) == "in");
        if owner && lexicon::is("family-noun", &lemma) {
            evidence.tell(NameType::Person, TOLD);
        } else if owner && lexicon::is("firm-owned", &lemma) && parse.xpos[of] == Xpos::Nns || shares {
            evidence.tell(NameType::Organization, TOLD);
        }
    }
    // `Ann Roe, 41, …`
    let aged = end + 2 < parse.len()
        && words.form(end) == ","
        && words.form(end + 1).len() == 2
        && words.form(end + 1).bytes().all(|b| b.is_ascii_digit())
        && matches!(words.form(end + 2), "," | ".");
    if aged {
        evidence.tell(NameType::Person, TOLD);
    }
}

/// The nouns before and beside a name that say what it is.
fn nouns(words: &Words, start: usize, end: usize, head: usize) -> Vec<usize> {
    let parse = words.parse;
    let mut found = Vec::new();
    // `the chip maker Elbar`, `Minister Ann Roe`
    if let Some(before) = start.checked_sub(1) {
        let title = parse.deprel[before] == Deprel::NmodDesc && parse.head[before] == Some(head);
        let tied = matches!(parse.deprel[before], Deprel::NmodDesc | Deprel::Compound)
            && parse.head[before].is_some_and(|h| (start..end).contains(&h))
            || parse.head[head] == Some(before) && matches!(parse.deprel[head], Deprel::Appos | Deprel::Flat)
            // Read as two of the verb's where nothing stands between them.
            || parse.head[head] == parse.head[before] && parse.deprel[head] == parse.deprel[before];
        if tied && words.is_plain_noun(before) || title {
            found.push(before);
        }
    }
    // `Elbar, a chip maker`, `a chip maker, Elbar`
    let single = |t: usize| parse.upos[t] == Upos::Noun && !matches!(parse.xpos[t], Xpos::Nns | Xpos::Nnps);
    found
        .extend(words.kids(head, Deprel::Appos).filter(|&k| k >= end && single(k) && words.is_plain_noun(k)));
    if parse.deprel[head] == Deprel::Appos
        && let Some(noun) = parse.head[head].filter(|&h| h < start && single(h) && words.is_plain_noun(h))
        && !found.contains(&noun)
    {
        found.push(noun);
    }
    found
}

/// The type that a noun gives what it is said of; `None` where it may be said of any (`rival`, `customer`).
fn kind_of(lemma: &str) -> Option<NameType> {
    if lexicon::is("party-noun", lemma) {
        return None;
    }
    if lexicon::is("firm-noun", lemma) {
        return Some(NameType::Organization);
    }
    if lexicon::is("title", lemma) || lexicon::is("honorific", lemma) || lexicon::occupation(lemma).is_some()
    {
        return Some(NameType::Person);
    }
    match lexicon::described_kind(lemma) {
        Some(EntityType::Organization) => return Some(NameType::Organization),
        Some(EntityType::Place) => return Some(NameType::Place),
        Some(EntityType::Product) => return Some(NameType::Product),
        Some(EntityType::Event) => return Some(NameType::Event),
        Some(EntityType::Person) => return Some(NameType::Person),
        _ => {}
    }
    (lexicon::noun_class(lemma) == Some("person")).then_some(NameType::Person)
}
