//! Propositions and chains → the facts of one document.

use super::anchor::{Anchor, anchor, ends, put_forward};
use super::bound::{self, Object};
use super::confidence::{Features, Judged};
use super::filler::Filler;
use super::gate;
use super::model::{EntityIndex, Evidence, Extraction, Fact};
use super::office;
use super::qualifier::{qualifiers, what};
use super::time::Timeline;
use super::wording::{relation, tells};
use super::worth;
use crate::analyse::{Analysis, Deprel, Upos};
use crate::clause::{self, Argument, Construction, Proposition, Role, Speaker, Status, Tree};
use crate::coref::{self, Chains};
use crate::lexicon::{self, EntityType};
use crate::names;
use crate::text::Document;
use rustc_hash::FxHashSet;

/// Of what is less sure than this, a third is wrong or says too little.
const LEAST: f64 = 0.65;

/// Reads the facts of one document. A pure function: the same document and analysis give the same extraction.
pub fn extract(document: &Document, analysis: &Analysis) -> Extraction {
    extract_with_features(document, analysis).0
}

/// The same, with what the confidence of each fact is computed from.
pub fn extract_with_features(document: &Document, analysis: &Analysis) -> (Extraction, Vec<Features>) {
    read(document, analysis, false)
}

/// All that was read, also statements that say too little to be kept as facts (`divers find wreck`).
pub fn everything(document: &Document, analysis: &Analysis) -> Extraction {
    read(document, analysis, true).0
}

fn read(document: &Document, analysis: &Analysis, all: bool) -> (Extraction, Vec<Features>) {
    let analysis = &names::settle(document, analysis);
    let trees = clause::trees(document, analysis);
    let propositions = clause::propositions(&trees);
    let chains = Chains::resolve(&trees);
    let timeline = Timeline::read(document, &trees);
    let country = chains.country();
    let mut writer =
        Writer { trees: &trees, chains, timeline, country, all, facts: Vec::new(), features: Vec::new() };
    for (sentence, propositions) in propositions.iter().enumerate() {
        if let Some(tree) = &trees[sentence] {
            let covered = covered(tree, propositions);
            for proposition in propositions {
                writer.proposition(tree, sentence, proposition, &covered);
            }
        }
    }
    writer.drop_told_again();
    let features = std::mem::take(&mut writer.features);
    (writer.finish(document), features)
}

/// Verbs whose content a nominalisation or a relation already says: `held` in `held talks with`.
fn covered(tree: &Tree, propositions: &[Proposition]) -> FxHashSet<usize> {
    propositions
        .iter()
        .filter(|p| matches!(p.construction, Construction::Nominalisation | Construction::Relational))
        .flat_map(|p| p.words.iter().copied().filter(|&w| w != p.predicate && tree.upos(w) == Upos::Verb))
        .filter(|&w| lexicon::is("empty-verb", tree.lemma(w)))
        .chain(propositions.iter().filter(|p| says_by_noun(tree, p)).map(|p| p.predicate))
        .collect()
}

/// `has the potential to grow`, `sought ways to help`: what is said is the infinitive.
fn says_by_noun(tree: &Tree, proposition: &Proposition) -> bool {
    let verb = tree.lemma(proposition.predicate);
    let flipped = proposition.construction == Construction::Passive;
    if flipped
        && proposition.subject.is_some_and(|s| {
            lexicon::is("attitude-noun", tree.lemma(s)) && tree.kid(s, Deprel::Acl).is_some()
        })
    {
        return true;
    }
    lexicon::is("have-verb", verb)
        && proposition.arguments.iter().filter(|a| a.role == Role::Object).any(|a| {
            lexicon::is("attitude-noun", tree.lemma(a.head))
                && tree.kids_by(a.head, Deprel::Acl).next().is_some()
        })
}

/// Whether a qualifier says what the object says.
fn repeats((kind, words): &(String, String), object: &str) -> bool {
    match kind.as_str() {
        "extent" | "source" => words == object,
        "manner" => words.ends_with(object),
        "to" | "into" | "with" | "of" | "as" | "against" | "for" | "about" | "on" => words.contains(object),
        _ => false,
    }
}

/// Who suffers what a passive says that names who does it.
fn passive_patient(proposition: &Proposition) -> Option<usize> {
    let active =
        proposition.construction == Construction::Passive && !proposition.relation.starts_with("is-");
    let patient = proposition.arguments.first().filter(|a| a.role == Role::Object)?;
    active.then_some(patient.head)
}

/// `she would tear your paper to pieces`: said of nobody in particular.
fn speaks_to_all(tree: &Tree, proposition: &Proposition) -> bool {
    let you = |t: usize| matches!(tree.lemma(t), "you" | "your" | "yourself" | "yourselves");
    proposition.arguments.iter().any(|a| {
        you(a.head) || tree.kids_by(a.head, Deprel::Nmod).any(|k| tree.rel(k) == Deprel::NmodPoss && you(k))
    })
}

/// `in front of the palace`, `in support of the strike`: a preposition of several words, and what stands behind it.
fn in_front_of(tree: &Tree, argument: &Argument) -> Option<Argument> {
    let noun = argument.head;
    if argument.role != Role::Oblique || tree.upos(noun) != Upos::Noun {
        return None;
    }
    let head = tree.kids_by(noun, Deprel::Nmod).find(|&k| k > noun)?;
    let preposition = format!("{}-{}-{}", argument.preposition, tree.lemma(noun), tree.preposition(head));
    lexicon::is("complex-prep", &preposition).then_some(Argument { role: Role::Oblique, head, preposition })
}

pub(super) struct Writer<'a> {
    pub(super) trees: &'a [Option<Tree<'a>>],
    pub(super) chains: Chains,
    pub(super) timeline: Timeline,
    /// The country that the article is about.
    country: Option<&'static str>,
    /// Whether to keep also what says too little.
    pub(super) all: bool,
    pub(super) facts: Vec<Fact>,
    /// What the confidence of each of them is computed from.
    pub(super) features: Vec<Features>,
}

impl Writer<'_> {
    fn proposition(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        covered: &FxHashSet<usize>,
    ) {
        let Some(subject) = proposition.subject.filter(|_| !proposition.open) else { return };
        let verbal = matches!(proposition.construction, Construction::Active | Construction::Passive);
        if verbal && covered.contains(&proposition.predicate) {
            return;
        }
        let qualifiers = qualifiers(tree, sentence, proposition, &self.timeline);
        // A title, a role, a place is of the one that it stands beside.
        let shared = verbal
            || matches!(
                proposition.construction,
                Construction::Copula
                    | Construction::Possessive
                    | Construction::Nominalisation
                    | Construction::Relational
            );
        let mut subjects = self.fillers(tree, sentence, subject);
        if !shared {
            subjects.retain(|s| s.head == subject);
        }
        // `debt, arranged by Elbar, and a share issue`: what stands behind a clause on a noun is not told of in it.
        let later = |f: &Filler, noun: usize| {
            matches!(tree.rel(proposition.predicate), Deprel::Acl | Deprel::AclRelcl)
                && noun < proposition.predicate
                && f.head > proposition.predicate
                && tree.rel(f.head) == Deprel::Conj
        };
        subjects.retain(|s| !later(s, subject));
        let has_object =
            proposition.arguments.iter().any(|a| matches!(a.role, Role::Object | Role::Complement));
        if self.harm(tree, sentence, proposition, &qualifiers) {
            return;
        }
        if verbal && speaks_to_all(tree, proposition) {
            return;
        }
        self.penalty(tree, sentence, proposition, &qualifiers);
        self.term(tree, sentence, proposition, &qualifiers);
        let before = self.facts.len();
        if proposition.symmetric && has_object && verbal {
            self.reciprocal(tree, sentence, proposition, &subjects, &qualifiers);
            return;
        }
        for argument in &proposition.arguments {
            let time =
                coref::is_time(tree, argument.head) || self.timeline.at(sentence, argument.head).is_some();
            if time && argument.role == Role::Oblique {
                // `Starting in May, they …`: no more than when.
                let point = matches!(proposition.relation.as_str(), "begins" | "starts" | "ends" | "occurs")
                    && !has_object
                    && tree.rel(proposition.predicate) != Deprel::Advcl;
                if !point {
                    continue;
                }
            }
            // `taken to a hospital in Oban`: where it went counts, the rest is around it.
            let directed = verbal
                && proposition.arguments.iter().any(|a| {
                    a.role == Role::Oblique
                        && a.head < argument.head
                        && matches!(a.preposition.as_str(), "to" | "into" | "from")
                });
            let around =
                matches!(argument.preposition.as_str(), "in" | "on" | "at" | "near" | "during" | "with");
            // `walked off the job at the port`
            let second = verbal
                && !has_object
                && (around || argument.preposition == "for")
                && proposition.arguments.iter().any(|a| {
                    a.role == Role::Oblique
                        && a.head < argument.head
                        && a.head > proposition.predicate
                        && !a.preposition.is_empty()
                        && !coref::is_time(tree, a.head)
                });
            if argument.role == Role::Oblique && (directed && around || second) {
                continue;
            }
            // What stands before the clause sets its scene.
            if argument.role == Role::Oblique
                && verbal
                && argument.head < proposition.predicate
                && tree.head(argument.head) == Some(proposition.predicate)
            {
                continue;
            }
            let behind = in_front_of(tree, argument);
            let argument = behind.as_ref().unwrap_or(argument);
            if worth::empty_argument(tree, proposition, argument) {
                continue;
            }
            // `was towed to York by a tug`: what is behind the preposition is said of what was towed.
            let patient = passive_patient(proposition).filter(|_| argument.role == Role::Oblique);
            let (has_object, subjects) = match patient {
                Some(patient) => (false, &self.fillers(tree, sentence, patient)),
                None => (has_object, &subjects),
            };
            let Some(mut relation) = relation(tree, proposition, argument, has_object) else { continue };
            // `renovated at a cost of 3 million`
            if argument.preposition == "at" && worth::sum(tree, argument.head).is_some() {
                relation = format!("{}-for", proposition.relation);
            }
            if patient.is_some() {
                let form = tree.form(proposition.predicate).to_lowercase();
                relation = format!("is-{form}-{}", argument.preposition);
            }
            let mut beside = None;
            match bound::object(tree, proposition, argument) {
                Object::Whole => {}
                Object::With(more) => relation += &more,
                Object::Beside(preposition, words) => beside = Some((preposition, words)),
                Object::Lost => continue,
            }
            // `for a fee of 9 million pounds`: the sum.
            let sum = worth::sum(tree, argument.head).filter(|_| argument.role == Role::Oblique);
            let mut objects = match sum {
                Some(sum) => self.fillers(tree, sentence, sum),
                None => self.objects(tree, sentence, proposition, argument, subjects),
            };
            objects.retain(|o| !later(o, argument.head));
            let light = proposition.construction == Construction::Nominalisation && !proposition.symmetric;
            if argument.role == Role::Oblique && (has_object && verbal || light) {
                // Beside an object an abstract circumstance is manner or purpose, no party to the fact.
                let topic = light && matches!(argument.preposition.as_str(), "on" | "against");
                objects.retain(|o| topic || self.chains.chains[o.entity].kind != EntityType::Concept);
            }
            if argument.role == Role::Oblique && has_object && verbal {
                let verb = tree.lemma(proposition.predicate);
                objects.retain(|o| self.takes_part(verb, &argument.preposition, o.entity));
                // `cut their target to 31 euros`: how far, not to whom.
                // But `bought it for 3 million dollars`.
                let price =
                    argument.preposition == "for" && worth::is_money(tree, sum.unwrap_or(argument.head));
                objects.retain(|o| price || self.chains.chains[o.entity].kind != EntityType::Quantity);
            }
            // `called the price high`: said of the object.
            let of_object = argument.role == Role::Complement
                && verbal
                && proposition.arguments.iter().any(|a| a.role == Role::Object);
            // `dies at 88`, `fell by 3 percent in Rome`: circumstances.
            let verb = tree.lemma(proposition.predicate);
            let circumstance = argument.role == Role::Oblique
                && verbal
                && (argument.preposition == "at"
                    && (tree.upos(argument.head) == Upos::Num || tree.lemma(argument.head) == "age")
                    || argument.preposition == "in" && lexicon::is("change-verb", verb));
            // `told reporters that`: what was told is the point.
            let audience = argument.role != Role::Oblique && tells(tree, proposition.predicate);
            if of_object || audience || circumstance {
                continue;
            }
            // `reported it to the police`: what, nobody knows.
            let unknown = |a: &&Argument| {
                a.role == Role::Object
                    && a.head > proposition.predicate
                    && tree.upos(a.head) == Upos::Pron
                    && self.chains.of(sentence, a.head).is_none_or(|c| self.chains.chains[c].vague)
            };
            if argument.role == Role::Oblique
                && has_object
                && verbal
                && proposition.arguments.iter().any(|a| unknown(&a))
            {
                continue;
            }
            let mut qualifiers = match argument.role {
                Role::Oblique | Role::Indirect if has_object && verbal => {
                    let object = proposition.arguments.iter().find(|a| a.role == Role::Object);
                    let named = object.and_then(|o| self.chains.of(sentence, o.head));
                    let named = named.map(|c| &self.chains.chains[c]).filter(|c| !c.vague);
                    what(named.map(|c| &*c.name), &argument.preposition, &qualifiers)
                }
                _ => qualifiers.clone(),
            };
            qualifiers.extend(beside.filter(|(kind, _)| qualifiers.iter().all(|(k, _)| k != kind)));
            for &s in subjects {
                for &o in &objects {
                    self.fact(tree, sentence, proposition, &relation, s, o, &qualifiers);
                }
            }
        }
        if verbal && !has_object && self.facts.len() == before {
            self.dated(tree, sentence, proposition, &subjects, &qualifiers);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one statement")]
    pub(super) fn fact(
        &mut self,
        tree: &Tree,
        sentence: usize,
        proposition: &Proposition,
        relation: &str,
        subject: Filler,
        object: Filler,
        qualifiers: &[(String, String)],
    ) {
        if subject.entity == object.entity {
            return;
        }
        let (s, o) = (&self.chains.chains[subject.entity], &self.chains.chains[object.entity]);
        if s.vague
            || o.vague
            || s.name.is_empty()
            || o.name.is_empty()
            || s.kind == EntityType::Time
            || s.name.to_lowercase() == o.name.to_lowercase()
        {
            return;
        }
        if anchor(s) == Anchor::Lost || anchor(o) == Anchor::Lost {
            return;
        }
        // `whose approval rating fell`: nobody sees whose.
        let owner = |at: Filler, other: usize| {
            let mut owners = tree.kids_by(at.head, Deprel::Nmod).filter(|&k| tree.rel(k) == Deprel::NmodPoss);
            owners.any(|k| {
                tree.upos(k) == Upos::Pron
                    && self.chains.of(sentence, tree.antecedent(k)).is_none_or(|c| c != other)
            })
        };
        let told = |chain: &crate::coref::Chain| {
            chain.proper || chain.name.contains("'s ") || chain.name.split(' ').count() > 2
        };
        if !self.all
            && proposition.construction != Construction::Possessive
            && (owner(subject, usize::MAX) && !told(s) || owner(object, subject.entity) && !told(o))
        {
            return;
        }
        if worth::empty_statement(tree, proposition, (s, subject.head), (o, object.head)) {
            return;
        }
        // `either A or B`: one of them.
        let status = match proposition.status {
            Status::Asserted | Status::Planned | Status::Reported
                if [subject.head, object.head].iter().any(|&t| tree.is_alternative(t)) =>
            {
                Status::Possible
            }
            status => status,
        };
        // `in: Berlin` where that is the place
        let placed = |(kind, words): &(String, String)| {
            kind != "place"
                && lexicon::is("place-prep", kind)
                && qualifiers.iter().any(|(k, w)| k == "place" && w.ends_with(words.as_str()))
        };
        let own: Vec<(String, String)> =
            qualifiers.iter().filter(|q| !repeats(q, &o.name) && !placed(q)).cloned().collect();
        let (left, right) = ((s, subject.head), (o, object.head));
        let known = (&self.chains, self.country);
        let mut own = own;
        if let Some(of) = office::holder_of(tree, proposition, known, s, right) {
            own.push(("of".to_owned(), of));
            own.sort();
        }
        let around = (&self.chains.chains[..], sentence == 0 && self.chains.headline());
        if !self.all && !gate::stands(tree, proposition, status, left, right, (relation, &own), around) {
            return;
        }
        let canonical = lexicon::canonical_relation(relation);
        // `worked with ropes` is no cooperation.
        let acts = |c: &crate::coref::Chain| {
            !matches!(
                c.kind,
                EntityType::Product | EntityType::Work | EntityType::Quantity | EntityType::Time
            )
        };
        let canonical = if canonical == "cooperates-with" && !acts(o) { relation } else { canonical };
        let symmetric = proposition.symmetric || lexicon::is("symmetric", canonical);
        let by = proposition
            .by
            .and_then(|by| self.speaker(by))
            .filter(|&b| b != subject.entity || status != Status::Asserted);
        let said = |f: &Fact| {
            let ends = (f.subject.0, f.object.0);
            (ends == (subject.entity, object.entity) || symmetric && ends == (object.entity, subject.entity))
                && f.relation == canonical
                && f.status == status
                && f.evidence.sentence == sentence + 1
        };
        if self.facts.iter().any(said) {
            return;
        }
        let mut features = Features::of(tree, proposition, subject.head, object.head);
        ends(&mut features, s, o);
        features.add("relation-words", relation.split('-').count().min(6) as f64);
        let resolved = |at: Filler, chain: &crate::coref::Chain| {
            chain.name != tree.words(&coref::name_words(tree, at.head))
        };
        features.flag("subject-resolved", resolved(subject, s));
        features.flag("object-resolved", resolved(object, o));
        for (at, margin) in [(subject, "subject-margin"), (object, "object-margin")] {
            if let Some(found) = self.chains.margin(sentence, at.head) {
                features.add(margin, (found.min(40) as f64) / 40.0 - 1.0);
            }
        }
        if let Some(status) = put_forward(status) {
            features.add(status, 1.0);
        }
        features.flag("known-relation", canonical != relation || symmetric);
        let confidence = features.probability(Judged::Fact);
        if !self.all && confidence < LEAST {
            return;
        }
        self.features.push(features);
        self.facts.push(Fact {
            subject: EntityIndex(subject.entity),
            relation: canonical.to_owned(),
            object: EntityIndex(object.entity),
            status,
            by: by.map(EntityIndex),
            confidence,
            qualifiers: own,
            symmetric,
            evidence: Evidence {
                sentence: sentence + 1,
                subject: tree.span(&coref::name_words(tree, subject.head)),
                relation: tree.span(&proposition.words),
                object: tree.span(&coref::name_words(tree, object.head)),
            },
        });
    }

    fn speaker(&self, by: Speaker) -> Option<usize> {
        let tree = self.trees.get(by.sentence)?.as_ref()?;
        // A tail or an accord says nothing, whatever it shows.
        let lemma = tree.lemma(by.head);
        let source = ["speech-noun", "work-noun", "source-noun"].iter().any(|set| lexicon::is(set, lemma));
        self.chains.of(by.sentence, by.head).filter(|&c| {
            let chain = &self.chains.chains[c];
            let many = tree.parse.feat(by.head, "Number") == Some("Plur");
            !chain.vague && (source || many || chain.proper || chain.kind != EntityType::Concept)
        })
    }
}
