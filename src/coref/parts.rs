//! Names within phrases: `supporters of the Italian club` are those of Elbar, where the club is Elbar.

use super::mention::{Form, Mention};
use super::phrase::name_words;
use super::resolve::Chains;
use super::rule::Rule;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;

impl Chains {
    /// Puts the names of what they describe in place of descriptions within the phrases that name other things.
    pub(super) fn name_parts(&mut self, trees: &[Option<Tree>]) {
        for at in 0..self.read.len() {
            let (outer, index) = &self.read[at];
            let index = *index;
            let chain = &self.chains[index];
            if outer.form != Form::Nominal || chain.proper || chain.name != outer.text {
                continue;
            }
            let Some(tree) = &trees[outer.sentence] else { continue };
            let words = name_words(tree, outer.head);
            if let Some(name) = self.with_names(tree, outer, &words) {
                self.chains[index].name = name;
            }
        }
    }

    /// Some words of a mention with the names of what they describe; `None` where that changes nothing.
    pub(super) fn with_names(&self, tree: &Tree, outer: &Mention, words: &[usize]) -> Option<String> {
        // Words of a description within, and the name to put in their place.
        let mut parts: Vec<(Vec<usize>, String)> = Vec::new();
        for (nested, rule, index) in self.of_sentence(outer.sentence) {
            let chain = &self.chains[index];
            // `trade between the two countries`: those named.
            let members = !chain.members.is_empty() && chain.members.iter().all(|&m| self.chains[m].proper);
            let resolved = nested.form == Form::Nominal
                && (rule == Rule::Description && chain.proper || rule == Rule::Group && members);
            if resolved && nested.head != outer.head && words.contains(&nested.head) {
                let mut inner = name_words(tree, nested.head);
                inner.extend(tree.kids_by(nested.head, Deprel::Det));
                let possessive = tree.rel(nested.head) == Deprel::NmodPoss;
                let name = if possessive { format!("{}'s", chain.name) } else { chain.name.clone() };
                if possessive {
                    inner.extend(tree.kids_by(nested.head, Deprel::Case));
                }
                parts.push((inner, name));
            }
        }
        parts.extend(words.iter().filter_map(|&noun| self.with_owner(tree, outer, words, noun)));
        if parts.is_empty() {
            return None;
        }
        let part_of = |t: usize| parts.iter().position(|(inner, _)| inner.contains(&t));
        let mut pieces: Vec<String> = Vec::new();
        let mut start = 0;
        while start < words.len() {
            let part = part_of(words[start]);
            let end = (start..words.len()).find(|&i| part_of(words[i]) != part).unwrap_or(words.len());
            pieces.push(match part {
                Some(part) => parts[part].1.clone(),
                None => tree.words(&words[start..end]),
            });
            start = end;
        }
        Some(pieces.join(" "))
    }

    /// `Elbar's stock` in `42% of its stock`: the words that the owner's name goes before, and what they become.
    fn with_owner(
        &self,
        tree: &Tree,
        outer: &Mention,
        words: &[usize],
        noun: usize,
    ) -> Option<(Vec<usize>, String)> {
        let within = noun != outer.head && (tree.rel(noun).is(Deprel::Nmod) || tree.rel(noun) == Deprel::Obj);
        let pronoun = tree
            .kids_by(noun, Deprel::Nmod)
            .find(|&k| tree.rel(k) == Deprel::NmodPoss && tree.upos(k) == Upos::Pron)
            .filter(|k| within && !words.contains(k))?;
        let owner = &self.chains[self.of(outer.sentence, pronoun)?];
        let own: Vec<usize> = words.iter().copied().filter(|&w| w > pronoun && w <= noun).collect();
        owner.proper.then(|| {
            let name = owner.name.strip_suffix("'s").unwrap_or(&owner.name);
            let name = format!("{name}'s {}", tree.words(&own));
            (own, name)
        })
    }
}
