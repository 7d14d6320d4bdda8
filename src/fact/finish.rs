//! The facts of an article → its [`Extraction`]: what was said twice is dropped, entities are numbered anew, mentions and
//! dates stand beside them.

use super::extract::Writer;
use super::model::{EntityIndex, Extraction, Fact, Link, LocalEntity};
use crate::coref;
use crate::lexicon::EntityType;
use crate::text::{Document, language};
use rustc_hash::FxHashMap;

impl Writer<'_> {
    /// The mentions of each chain, and when the times among them are.
    fn links(&self) -> (Vec<Vec<Link>>, FxHashMap<usize, String>) {
        let mut links: Vec<Vec<Link>> = vec![Vec::new(); self.chains.chains.len()];
        let mut dates = FxHashMap::default();
        for mention in self.chains.mentions() {
            let Some(tree) = &self.trees[mention.sentence] else { continue };
            let place = (mention.sentence + 1, tree.span(&coref::name_words(tree, mention.head)));
            let of_chain = &mut links[mention.chain];
            match of_chain.iter_mut().find(|l| l.form == mention.text && l.rule == mention.rule) {
                Some(link) => link.at.push(place),
                None => {
                    of_chain.push(Link { form: mention.text.to_owned(), rule: mention.rule, at: vec![place] })
                }
            }
            if self.chains.chains[mention.chain].kind == EntityType::Time
                && let Some(moment) = self.timeline.at(mention.sentence, mention.head)
            {
                dates.entry(mention.chain).or_insert_with(|| moment.iso());
            }
        }
        (links, dates)
    }

    /// `Debut novelist wins Elbar Prize`, where the article says who that is.
    pub(super) fn drop_told_again(&mut self) {
        if self.all || !self.chains.headline() {
            return;
        }
        let proper = |e: EntityIndex| self.chains.chains[e.0].proper;
        // `Court orders firm to pay farmers`: of nobody named, and told in the article of those named.
        let verb = |f: &Fact| f.relation.clone();
        let nameless = |f: &Fact| {
            let bare = |e: EntityIndex| {
                let chain = &self.chains.chains[e.0];
                !chain.proper
                    && !chain.name.contains(char::is_uppercase)
                    && chain.kind != EntityType::Quantity
            };
            f.evidence.sentence == 1
                && bare(f.subject)
                && bare(f.object)
                && self
                    .facts
                    .iter()
                    .any(|o| o.evidence.sentence > 1 && verb(o) == verb(f) && proper(o.subject))
        };
        let again = |f: &Fact| {
            nameless(f)
                || f.evidence.sentence == 1
                    && !proper(f.subject)
                    && self.facts.iter().any(|other| {
                        other.evidence.sentence > 1
                            && proper(other.subject)
                            && (&other.relation, other.object) == (&f.relation, f.object)
                    })
        };
        let keep: Vec<bool> = self.facts.iter().map(|f| !again(f)).collect();
        let mut kept = keep.iter();
        self.facts.retain(|_| kept.next().copied().unwrap_or(true));
        let mut kept = keep.iter();
        self.features.retain(|_| kept.next().copied().unwrap_or(true));
    }

    pub(super) fn finish(self, document: &Document) -> Extraction {
        // Only what facts speak of, or what has a name, is kept.
        let mut used = vec![false; self.chains.chains.len()];
        for fact in &self.facts {
            used[fact.subject.0] = true;
            used[fact.object.0] = true;
            if let Some(by) = fact.by {
                used[by.0] = true;
            }
        }
        let (mut links, dates) = self.links();
        let mut renumbered = vec![usize::MAX; used.len()];
        let mut entities = Vec::new();
        for (index, chain) in self.chains.chains.into_iter().enumerate() {
            if !used[index] && !chain.proper {
                continue;
            }
            renumbered[index] = entities.len();
            let mut aliases: Vec<(String, u32)> =
                chain.forms.into_iter().filter(|(form, _)| *form != chain.name).collect();
            aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let mentions = chain.mentions.max(1);
            entities.push(LocalEntity {
                name: chain.name,
                kind: chain.kind,
                proper: chain.proper,
                aliases,
                mentions,
                male: chain.male.filter(|_| chain.kind == EntityType::Person),
                date: dates.get(&index).cloned(),
                links: std::mem::take(&mut links[index]),
            });
        }
        let renumber = |EntityIndex(i): EntityIndex| EntityIndex(renumbered[i]);
        let facts = self
            .facts
            .into_iter()
            .map(|f| Fact {
                subject: renumber(f.subject),
                object: renumber(f.object),
                by: f.by.map(renumber),
                ..f
            })
            .collect();
        Extraction {
            document: document.id(),
            name: document.name.clone(),
            title: document.title.clone(),
            source: document.source.clone(),
            date: document.date.clone(),
            language: language::mark(document).map(str::to_owned),
            sentences: (0..document.sentences.len()).map(|i| document.sentence_text(i).to_owned()).collect(),
            entities,
            facts,
        }
    }
}
