//! [`Analyser`]: the one type that others call.

use super::analysis::{Analysis, Name, NameType, Parse};
use super::decode::lemma::{self, Dictionary};
use super::decode::names::{NameTags, without_loose_end};
use super::decode::{best, log_softmax, tree};
use super::labels::{Deprel, Upos, Xpos};
use super::model::{Input, Labels, Network, Relations, Scores, Weights, WeightsError, Workspace};
use super::pieces::{Vocabulary, plain_word};
use crate::text::Document;
use std::sync::{Arc, OnceLock};

/// The weights that the program carries; see models/README.md.
static WEIGHTS: &[u8] = include_bytes!("../../models/analyser.bin");

/// Word pieces a batch: enough to keep the matrix products busy, few enough to stay in the cache.
const BATCH: usize = 384;

/// A person, an organisation or a place has a word that is a proper noun at least this likely (0.1 to 0.3 do the same
/// on the development parts).
const PROPER: f32 = 0.2;
/// Heads whose log-probability is within this of the best one's are told apart by the relation as well.
const CONTEST: f32 = 2.0;
/// How much the relation's log-probability counts then, against one for the head's.
const RELATION_SHARE: f32 = 0.8;

/// Which of the two models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Model {
    /// Three layers: twice as fast.
    Fast,
    /// Six layers.
    #[default]
    Accurate,
}

/// Tags, lemmas, trees and names of English sentences.
///
/// One analyser serves any number of threads. The same sentence gets the same analysis whatever stands around it.
///
/// ```
/// use factloom::{analyse::{Analyser, Model}, text::Document};
///
/// let document = Document::from_text("note", "Ada visited Paris.");
/// let analysis = Analyser::shared(Model::Fast).analyse(&document);
/// let sentence = &analysis.sentences[0];
/// assert_eq!(sentence.lemma[1].as_ref(), "visit");
/// assert_eq!(sentence.head[0], Some(1));
/// ```
pub struct Analyser {
    network: Network,
    vocabulary: Vocabulary,
    dictionary: Dictionary,
    name_tags: NameTags,
    labels: Arc<Labels>,
    upos: Vec<Upos>,
    xpos: Vec<Xpos>,
    deprel: Vec<Deprel>,
}

impl Analyser {
    /// The analyser of this model, loaded once a process and shared.
    pub fn shared(model: Model) -> &'static Analyser {
        static FAST: OnceLock<Analyser> = OnceLock::new();
        static ACCURATE: OnceLock<Analyser> = OnceLock::new();
        let cell = match model {
            Model::Fast => &FAST,
            Model::Accurate => &ACCURATE,
        };
        cell.get_or_init(|| {
            Analyser::from_weights(WEIGHTS, model).expect("the weights within the program are tested")
        })
    }

    /// An analyser with weights of one's own, as `training/export.py` writes them.
    pub fn from_weights(weights: &'static [u8], model: Model) -> Result<Analyser, WeightsError> {
        let weights = Weights::open(weights)?;
        let labels = weights.labels();
        let exit = match model {
            Model::Fast => 0,
            Model::Accurate => 1,
        };
        Ok(Analyser {
            network: Network::load(&weights, exit)?,
            vocabulary: Vocabulary::new(weights.text("vocabulary")?),
            dictionary: Dictionary::new(weights.text("lemmas")?),
            name_tags: NameTags::new(&labels.name),
            upos: labels.upos.iter().map(|l| Upos::parse(l)).collect(),
            xpos: labels.xpos.iter().map(|l| Xpos::parse(l)).collect(),
            deprel: labels.deprel.iter().map(|l| Deprel::parse(l)).collect(),
            labels,
        })
    }

    /// The analysis of a document's sentences, in their order.
    pub fn analyse(&self, document: &Document) -> Analysis {
        let forms: Vec<Vec<&str>> = document
            .sentences
            .iter()
            .map(|s| s.tokens.iter().map(|t| t.form(&document.text)).collect())
            .collect();
        Analysis { sentences: self.analyse_forms(&forms) }
    }

    /// The analyses of sentences that are given as words.
    pub fn analyse_forms<F: AsRef<[S]>, S: AsRef<str>>(&self, sentences: &[F]) -> Vec<Parse> {
        let mut parts: Vec<(usize, usize, Input)> = Vec::new(); // sentence, its first word here, input
        for (number, sentence) in sentences.iter().enumerate() {
            let forms: Vec<&str> = sentence.as_ref().iter().map(AsRef::as_ref).collect();
            let mut first = 0;
            for input in self.vocabulary.encode(&forms) {
                let words = input.starts.len();
                parts.push((number, first, input));
                first += words;
            }
        }
        let mut parses: Vec<Parse> = sentences.iter().map(|_| Parse::default()).collect();
        let mut workspace = Workspace::default();
        let mut rest: &[(usize, usize, Input)] = &parts;
        while !rest.is_empty() {
            let mut pieces = 0;
            let size = rest.iter().take_while(|(_, _, i)| {
                pieces += i.pieces.len();
                pieces == i.pieces.len() || pieces <= BATCH
            });
            let (batch, more) = rest.split_at(size.count());
            rest = more;
            let inputs: Vec<Input> = batch.iter().map(|(_, _, input)| input.clone()).collect();
            for ((number, first, _), scores) in batch.iter().zip(self.network.run(&inputs, &mut workspace)) {
                let forms = &sentences[*number].as_ref()[*first..];
                self.decode(forms, *first, &scores, &mut workspace, &mut parses[*number]);
            }
        }
        parses
    }

    /// Adds a part of a sentence, from the word `first` on, to the sentence's analysis.
    fn decode<S: AsRef<str>>(
        &self,
        forms: &[S],
        first: usize,
        scores: &Scores<'_>,
        workspace: &mut Workspace,
        parse: &mut Parse,
    ) {
        let words = scores.words();
        let mut arcs = Vec::with_capacity(words * (words + 1));
        for word in 0..words {
            let mut row = scores.arcs(word).to_vec();
            row[word + 1] = f32::MIN / 2.0; // no word is its own head
            log_softmax(&mut row);
            arcs.extend(row);
        }
        let relations = scores.relations(workspace);
        let heads = tree::spanning_tree(&self.with_relations(&arcs, words, &relations), words);
        for (word, &head) in heads.iter().enumerate() {
            let (relation, score) = self.relation(&relations, word, head);
            let certainty = (arcs[word * (words + 1) + head] + score).exp();
            let (head, deprel) = match head {
                // A later part of a long sentence hangs on its first word, so that the sentence stays one tree.
                0 if first > 0 => (Some(0), Deprel::Parataxis),
                0 => (None, Deprel::Root),
                h => (Some(first + h - 1), self.deprel[relation]),
            };
            parse.head.push(head);
            parse.deprel.push(deprel);
            parse.certainty.push(certainty);
            let xpos = self.xpos[best(scores.xpos(word))];
            parse.upos.push(self.upos[best(scores.upos(word))]);
            parse.xpos.push(xpos);
            parse.feats.push(self.labels.feats[best(scores.feats(word))].as_str().into());
            parse.lemma.push(self.lemma(forms[word].as_ref(), xpos, scores.lemma(word)));
        }
        let names = self.name_tags.decode((0..words).map(|w| scores.name(w)));
        let names = names.into_iter().filter(|name| self.is_plausible(name, scores));
        parse.names.extend(names.map(|mut n| {
            n.start += first;
            n.end += first;
            without_loose_end(n, &parse.xpos)
        }));
    }

    /// Whether the tags bear out that it is a name.
    fn is_plausible(&self, name: &Name, scores: &Scores<'_>) -> bool {
        let proper = |word: usize| {
            let mut row = scores.xpos(word).to_vec();
            log_softmax(&mut row);
            let tagged = self.xpos.iter().zip(&row);
            tagged.filter(|(x, _)| matches!(x, Xpos::Nnp | Xpos::Nnps)).map(|(_, p)| p.exp()).sum::<f32>()
        };
        !matches!(name.kind, NameType::Person | NameType::Organization | NameType::Place)
            || (name.start..name.end).any(|word| proper(word) > PROPER)
    }

    /// The scores of arcs with those of their relations: where heads are about as likely, the one to which the word has
    /// a likely relation is the better one.
    fn with_relations(&self, arcs: &[f32], words: usize, relations: &Relations<'_>) -> Vec<f32> {
        let mut joint = arcs.to_vec();
        for (word, row) in joint.chunks_exact_mut(words + 1).enumerate() {
            let likely = row[best(row)] - CONTEST;
            let near: Vec<usize> = (0..row.len()).filter(|&head| row[head] >= likely).collect();
            if near.len() < 2 {
                continue;
            }
            let mut least = 0f32;
            for &head in &near {
                let score = if head == 0 { 0.0 } else { self.relation(relations, word, head).1 };
                row[head] += RELATION_SHARE * score;
                least = least.min(score);
            }
            // The others stay behind those that were weighed.
            for (_, score) in row.iter_mut().enumerate().filter(|(head, _)| !near.contains(head)) {
                *score += RELATION_SHARE * least;
            }
        }
        joint
    }

    /// The likeliest relation of a word to a head and the logarithm of its probability: `root` for what hangs on the root
    /// and for nothing else.
    fn relation(&self, relations: &Relations<'_>, word: usize, head: usize) -> (usize, f32) {
        let mut scores = relations.scores(word, head);
        log_softmax(&mut scores);
        let mut found = None;
        for (i, &score) in scores.iter().enumerate() {
            if (self.deprel[i] == Deprel::Root) == (head == 0) && found.is_none_or(|(_, best)| score > best) {
                found = Some((i, score));
            }
        }
        found.unwrap_or((0, 0.0))
    }

    fn lemma(&self, form: &str, xpos: Xpos, scores: &[f32]) -> Box<str> {
        let form = plain_word(form);
        match self.dictionary.get(&form, xpos.as_str()) {
            Some(lemma) => lemma.into(),
            None => lemma::apply(&form, &self.labels.lemma[best(scores)]).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_analysed_the_same_in_any_company() {
        let analyser = Analyser::shared(Model::Fast);
        let sentences = [
            vec!["The", "minister", "visited", "Moscow", "."],
            vec!["Ada", "Lovelace", "wrote", "it", "in", "1843", "."],
            vec!["!"],
        ];
        let together = analyser.analyse_forms(&sentences);
        for (sentence, parse) in sentences.iter().zip(&together) {
            assert_eq!(&analyser.analyse_forms(&[sentence])[0], parse);
        }
    }

    #[test]
    fn odd_input_is_analysed() {
        let analyser = Analyser::shared(Model::Fast);
        let long = "ab".repeat(5_000);
        let many = vec!["word"; 3_000];
        let parses =
            analyser.analyse_forms(&[vec![], vec![long.as_str(), "\u{fffd}", "\0", "😀", "中文"], many]);
        assert!(parses[0].is_empty());
        assert_eq!(parses[1].len(), 5);
        assert_eq!(parses[2].len(), 3_000);
        assert_eq!(parses[2].head.iter().filter(|h| h.is_none()).count(), 1);
    }
}
