//! A question's tree → what is asked, and the question put as statements with a gap.
//!
//! The clause module undoes inversion, passives, control and light verbs, so that a question's tree gives the same
//! propositions as the statement that answers it; only the gap and the ways of asking are found here.

use crate::analyse::{Analyser, Analysis, Deprel, Model, Upos, Xpos};
use crate::clause::{self, Argument, Construction, Proposition, Role, Status, Tree};
use crate::coref;
use crate::lexicon::{self, third_person};
use crate::text::Document;
use crate::text::segment;

/// What a question wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Who or what fills the gap.
    Thing(Kind),
    /// When it was.
    Time,
    /// Where it was.
    Place,
    /// How long it took.
    Duration,
    /// What for.
    Reason,
    /// Whether it is so.
    Whether,
}

/// What may fill the gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `who`: one that can act.
    Who,
    /// `what`: anything.
    What,
    /// `which N`.
    Noun(String),
    /// `how many N`, `how much`.
    Number(Option<String>),
}

/// What stands at one end of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The gap.
    Gap,
    /// Anything: nothing is said of it.
    Any,
    /// These things, coordinated.
    Named(Vec<Mention>),
}

/// A thing as the question names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its words.
    pub(super) text: String,
    /// The lemma of its head.
    pub(super) head: String,
}

/// The relation of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// One of these (`visits`, `is-located-in`).
    OneOf(Vec<String>),
    /// What something is: `is`, `is-minister-of`.
    Identity,
}

/// What else the statement says: `in 1991`, `to Ireland`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    /// The preposition; empty for none.
    pub(super) preposition: String,
    /// The words.
    pub(super) text: String,
    /// Whether it is a time.
    pub(super) time: bool,
}

/// The question as a statement with a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) subject: Slot,
    pub(super) relation: Wanted,
    pub(super) object: Slot,
    pub(super) conditions: Vec<Condition>,
}

/// A question understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) asked: Asked,
    /// The statements that would answer it, the likeliest first.
    pub(super) readings: Vec<Reading>,
    /// Whether it asks for what is not so.
    pub(super) negated: bool,
    /// Whether it asks for what is to come.
    pub(super) future: bool,
}

/// What could be made of a question.
pub(super) struct Read {
    /// The question, if it was understood.
    pub(super) question: Option<Question>,
    /// The things that it names.
    pub(super) mentions: Vec<Mention>,
    /// The verbs and nouns that may name a relation.
    pub(super) words: Vec<String>,
}

/// Takes a question apart.
pub(super) fn read(text: &str) -> Read {
    // One line, with the mark that tells the analyser what it is.
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !line.ends_with('?') {
        line.push('?');
    }
    let document = segment::lines("question", line);
    let mut analysis = Analyser::shared(Model::Accurate).analyse(&document);
    repair(&mut analysis);
    read_analysed(&document, &analysis)
}

/// Puts right what the parser gets wrong of questions: few stand in what it was trained on.
fn repair(analysis: &mut Analysis) {
    for parse in &mut analysis.sentences {
        let Some(root) = parse.root() else { continue };
        let helped = parse.children(root).any(|k| parse.deprel[k] == Deprel::Aux);
        if helped && parse.upos[root] == Upos::Noun {
            parse.upos[root] = Upos::Verb;
        }
        let subject = parse.children(root).any(|k| parse.deprel[k].is(Deprel::Nsubj));
        let nominal = parse.children(root).find(|&k| k < root && parse.deprel[k] == Deprel::Compound);
        if let Some(nominal) = nominal.filter(|_| helped && !subject && parse.upos[root] == Upos::Verb) {
            parse.deprel[nominal] = Deprel::Nsubj;
        }
    }
}

fn read_analysed(document: &Document, analysis: &Analysis) -> Read {
    let trees = clause::trees(document, analysis);
    let propositions = clause::propositions(&trees);
    let Some((Some(tree), propositions)) = trees.first().zip(propositions.first()) else {
        return Read { question: None, mentions: Vec::new(), words: Vec::new() };
    };
    let gap = Gap::find(tree);
    let reader = Reader { tree, propositions, gap: gap.as_ref().and_then(|g| g.token) };
    let nominal = |t: &usize| tree.is_nominal(*t) && tree.upos(*t) != Upos::Pron && Some(*t) != reader.gap;
    let whole = |t: &usize| !matches!(tree.rel(*t), Deprel::Compound | Deprel::Flat | Deprel::Fixed);
    let mentions = (0..tree.len()).filter(nominal).filter(whole).filter_map(|t| reader.mention(t)).collect();
    let word = |t: &usize| matches!(tree.upos(*t), Upos::Verb | Upos::Noun | Upos::Adj);
    let words = (0..tree.len()).filter(word).map(|t| tree.lemma(t).to_owned()).collect();
    let question = gap.and_then(|gap| reader.question(gap.asked)).filter(|q| !q.readings.is_empty());
    Read { question, mentions, words }
}

/// The word that asks: what it asks for, and the token whose place it holds among a predicate's arguments.
struct Gap {
    asked: Asked,
    token: Option<usize>,
}

impl Gap {
    /// `None` where the question is asked in a way that facts do not answer (`how did …`).
    fn find(tree: &Tree) -> Option<Gap> {
        let asks = |t: &usize| {
            matches!(tree.xpos(*t), Xpos::Wp | Xpos::Wdt | Xpos::Wrb | Xpos::WpPoss)
                && lexicon::is("question-word", &tree.form(*t).to_lowercase())
                && !tree.is_relative(*t)
        };
        let Some(word) = (0..tree.len()).find(asks) else {
            return Some(Gap { asked: Asked::Whether, token: None });
        };
        let head = tree.head(word);
        let at = |asked, token| Some(Gap { asked, token: Some(token) });
        match tree.form(word).to_lowercase().as_str() {
            "who" | "whom" => at(Asked::Thing(Kind::Who), word),
            "what" | "which" => {
                let Some(noun) = head.filter(|_| tree.rel(word).is(Deprel::Det)) else {
                    return at(Asked::Thing(Kind::What), word);
                };
                let lemma = tree.lemma(noun);
                if lexicon::is("time-noun", lemma) || lemma == "date" {
                    at(Asked::Time, noun)
                } else if is_place(lemma) && !tree.preposition(noun).is_empty() {
                    at(Asked::Place, noun)
                } else {
                    at(Asked::Thing(Kind::Noun(lemma.to_owned())), noun)
                }
            }
            "when" => at(Asked::Time, word),
            "where" => at(Asked::Place, word),
            "why" => at(Asked::Reason, word),
            "how" => {
                let degree = head?;
                match tree.lemma(degree) {
                    "long" => at(Asked::Duration, degree),
                    "many" | "much" => {
                        match tree.head(degree).filter(|_| tree.rel(degree).is(Deprel::Amod)) {
                            Some(noun) => {
                                at(Asked::Thing(Kind::Number(Some(tree.lemma(noun).to_owned()))), noun)
                            }
                            None => at(Asked::Thing(Kind::Number(None)), degree),
                        }
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

fn is_place(lemma: &str) -> bool {
    lexicon::is("place-noun", lemma)
        || lexicon::is("place-relation", lemma)
        || matches!(lemma, "country" | "nation" | "state")
        || lexicon::noun_class(lemma) == Some("location")
}

struct Reader<'a> {
    tree: &'a Tree<'a>,
    propositions: &'a [Proposition],
    gap: Option<usize>,
}

impl Reader<'_> {
    fn question(&self, asked: Asked) -> Option<Question> {
        let tree = self.tree;
        let root = (0..tree.len()).find(|&t| tree.head(t).is_none())?;
        let main = self.main(root);
        let mut question = Question {
            negated: self.propositions.iter().any(|p| p.predicate == main && p.status == Status::Denied),
            future: tree.kids_by(main, Deprel::Aux).any(|k| matches!(tree.lemma(k), "will" | "shall")),
            asked,
            readings: Vec::new(),
        };
        if tree.kid(main, Deprel::Cop).is_some() {
            self.copular(main, &question.asked, &mut question.readings);
        }
        // What a noun says is said better than what its empty verb says: `hold talks`, `have ties`.
        let of_main = |p: &&Proposition| p.predicate == main || p.words.contains(&main);
        let (nouns, verbs): (Vec<_>, Vec<_>) =
            self.propositions.iter().filter(of_main).partition(|p| {
                matches!(p.construction, Construction::Nominalisation | Construction::Relational)
            });
        for proposition in nouns.into_iter().chain(verbs) {
            self.proposition(proposition, &question.asked, &mut question.readings);
        }
        question.readings.dedup();
        Some(question)
    }

    /// The predicate that says what is asked: that of the wish or plan, where the main verb is one.
    fn main(&self, root: usize) -> usize {
        let tree = self.tree;
        let holds = |set: &str| lexicon::is(set, tree.lemma(root));
        if ["wish", "plan", "possible", "aspect"].iter().any(|set| holds(set))
            && let Some(inner) = tree.kids_by(root, Deprel::Xcomp).find(|&k| tree.upos(k) == Upos::Verb)
        {
            return inner;
        }
        root
    }

    fn mention(&self, head: usize) -> Option<Mention> {
        if self.tree.upos(head) == Upos::Pron {
            return None;
        }
        let words = coref::name_words(self.tree, head);
        let text = self.tree.words(&words);
        let text = text.trim_end_matches(['?', '.', '\'', '’', ' ']);
        (!text.is_empty()).then(|| Mention { text: text.to_owned(), head: self.tree.lemma(head).to_owned() })
    }

    /// What stands at a token; `None` for a pronoun, of which nobody knows whom it means.
    fn slot(&self, token: usize) -> Option<Slot> {
        if Some(token) == self.gap {
            return Some(Slot::Gap);
        }
        if lexicon::is("anybody", self.tree.lemma(token)) {
            return Some(Slot::Any);
        }
        let mentions: Option<Vec<Mention>> =
            self.tree.conjuncts(token).into_iter().map(|t| self.mention(t)).collect();
        mentions.map(Slot::Named)
    }

    /// The conditions that arguments beside the main one are.
    fn conditions(&self, arguments: &[&Argument]) -> Vec<Condition> {
        let mut found = Vec::new();
        for argument in arguments.iter().filter(|a| Some(a.head) != self.gap) {
            let time = coref::is_time(self.tree, argument.head);
            for head in self.tree.conjuncts(argument.head) {
                if let Some(mention) = self.mention(head) {
                    found.push(Condition {
                        preposition: argument.preposition.clone(),
                        text: mention.text,
                        time,
                    });
                }
            }
        }
        found
    }

    /// The readings of a verb, or of a noun that says what a verb does.
    fn proposition(&self, proposition: &Proposition, asked: &Asked, out: &mut Vec<Reading>) {
        let tree = self.tree;
        let gap_asked = matches!(asked, Asked::Thing(_));
        let timely = |a: &Argument| coref::is_time(tree, a.head) && Some(a.head) != self.gap;
        let arguments: Vec<&Argument> = proposition
            .arguments
            .iter()
            .filter(|a| gap_asked || Some(a.head) != self.gap)
            .filter(|a| tree.upos(a.head) != Upos::Adv || Some(a.head) == self.gap || timely(a))
            .collect();
        let by_role = |role: Role| arguments.iter().copied().find(|a| a.role == role && !timely(a));
        let target = arguments
            .iter()
            .copied()
            .find(|a| Some(a.head) == self.gap)
            .or_else(|| by_role(Role::Object))
            .or_else(|| by_role(Role::Complement))
            .or_else(|| by_role(Role::Indirect))
            .or_else(|| by_role(Role::Oblique));
        let rest: Vec<&Argument> = arguments.iter().copied().filter(|a| Some(*a) != target).collect();
        let Some(subject) = proposition.subject.map_or(Some(Slot::Any), |s| self.slot(s)) else { return };
        let passive =
            proposition.construction == Construction::Passive && proposition.relation.starts_with("is-");
        if passive {
            // `was founded`: somebody founded it.
            let relation = Wanted::OneOf(vec![third_person(tree.lemma(proposition.predicate))]);
            let others: Vec<&Argument> = arguments.clone();
            let conditions = self.conditions(&others);
            out.push(Reading { subject: Slot::Any, relation, object: subject.clone(), conditions });
        }
        let place = *asked == Asked::Place;
        if place && !passive {
            self.beside(proposition, &subject, &arguments, "place-answer-prep", out);
        }
        if *asked == Asked::Time && !passive {
            self.beside(proposition, &subject, &arguments, "time-prep", out);
        }
        let conjuncts = proposition.subject.map_or(0, |s| tree.conjuncts(s).len());
        let Some(target) = target else {
            let relation = proposition.relation.clone();
            if place && passive {
                self.beside(proposition, &subject, &arguments, "place-answer-prep", out);
            } else if conjuncts > 1
                && lexicon::is("reciprocal-verb", tree.lemma(proposition.predicate))
                && let Slot::Named(mentions) = &subject
            {
                // `Do A and B cooperate?`
                out.push(Reading {
                    subject: Slot::Named(mentions[..1].to_vec()),
                    relation: Wanted::OneOf(vec![format!("{relation}-with")]),
                    object: Slot::Named(mentions[1..].to_vec()),
                    conditions: self.conditions(&rest),
                });
            } else if !passive {
                out.push(Reading {
                    subject,
                    relation: Wanted::OneOf(vec![relation]),
                    object: Slot::Any,
                    conditions: self.conditions(&rest),
                });
            }
            return;
        };
        if passive && place {
            self.beside(proposition, &subject, &arguments, "place-answer-prep", out);
        }
        let has_object = arguments.iter().any(|a| matches!(a.role, Role::Object | Role::Complement));
        let base = &proposition.relation;
        let mut relations: Vec<String> =
            crate::fact::relation(tree, proposition, target, has_object).into_iter().collect();
        if relations.is_empty() {
            let preposition = &target.preposition;
            relations.push(if preposition.is_empty() {
                base.clone()
            } else {
                format!("{base}-{preposition}")
            });
        }
        let Some(object) = self.slot(target.head) else { return };
        let relation = Wanted::OneOf(relations);
        out.push(Reading { subject: subject.clone(), relation, object, conditions: self.conditions(&rest) });
        // `strained relations with X`, read as a verb with its object: the noun may belong to the relation.
        if target.role == Role::Object
            && Some(target.head) != self.gap
            && let Some(inner) = tree.kids_by(target.head, Deprel::Nmod).find(|&k| k > target.head)
            && let Some(slot) = self.slot(inner)
        {
            let name = format!("{base}-{}-{}", tree.lemma(target.head), tree.preposition(inner));
            out.push(Reading {
                subject,
                relation: Wanted::OneOf(vec![name]),
                object: slot,
                conditions: self.conditions(&rest),
            });
        }
    }

    /// `Where does X go?`: X goes to the place, or in it, by one of a set of prepositions.
    fn beside(
        &self,
        proposition: &Proposition,
        subject: &Slot,
        arguments: &[&Argument],
        prepositions: &str,
        out: &mut Vec<Reading>,
    ) {
        let relations = lexicon::members(prepositions).map(|p| format!("{}-{p}", proposition.relation));
        out.push(Reading {
            subject: subject.clone(),
            relation: Wanted::OneOf(relations.collect()),
            object: Slot::Gap,
            conditions: self.conditions(arguments),
        });
    }

    /// The readings of `X is Y`, either of which may be asked for.
    fn copular(&self, complement: usize, asked: &Asked, out: &mut Vec<Reading>) {
        let tree = self.tree;
        let Some(subject) = tree.kid(complement, Deprel::Nsubj) else { return };
        let plain =
            |subject, relation: Wanted, object| Reading { subject, relation, object, conditions: Vec::new() };
        if Some(complement) == self.gap || Some(subject) == self.gap && *asked != Asked::Whether {
            let noun = if Some(complement) == self.gap { subject } else { complement };
            match asked {
                Asked::Thing(_) => {
                    if !tree.is_nominal(noun)
                        || Some(subject) == self.gap && !tree.preposition(noun).is_empty()
                    {
                        return;
                    }
                    self.holder(noun, Slot::Gap, out);
                    let Some(slot) = self.slot(noun) else { return };
                    let one = Wanted::OneOf(vec!["is".into()]);
                    if tree.upos(noun) != Upos::Propn {
                        out.push(plain(Slot::Gap, one, slot.clone()));
                    }
                    if role_of(tree, noun).is_none() {
                        out.push(plain(slot, Wanted::Identity, Slot::Gap));
                    }
                }
                Asked::Place => {
                    let Some(slot) = self.slot(noun) else { return };
                    let relations = lexicon::members("located-relation").map(str::to_owned);
                    let relation = Wanted::OneOf(relations.collect());
                    out.push(plain(slot, relation, Slot::Gap));
                }
                // `How long was his visit to Rome?`
                Asked::Time | Asked::Duration | Asked::Reason => {
                    for proposition in self.propositions.iter().filter(|p| p.predicate == noun) {
                        self.proposition(proposition, asked, out);
                    }
                    if let Some(slot) = self.slot(noun) {
                        let relations = lexicon::members("timed-relation").map(str::to_owned);
                        let relation = Wanted::OneOf(relations.collect());
                        out.push(plain(slot, relation, Slot::Any));
                    }
                }
                Asked::Whether => {}
            }
            return;
        }
        if !tree.is_nominal(complement) || !tree.preposition(complement).is_empty() {
            return;
        }
        let Some(slot) = self.slot(subject) else { return };
        self.holder(complement, slot.clone(), out);
        if let Some(inner) = tree.kids_by(complement, Deprel::Nmod).find(|&k| k > complement)
            && let Some(object) = self.slot(inner)
        {
            let name = format!("is-{}-{}", tree.lemma(complement), tree.preposition(inner));
            out.push(plain(slot.clone(), Wanted::OneOf(vec![name]), object));
        }
        if let Some(object) = self.slot(complement) {
            out.push(plain(slot, Wanted::OneOf(vec!["is".into()]), object));
        }
    }

    /// `the mayor of York`: whoever `is-mayor-of` York.
    fn holder(&self, role: usize, subject: Slot, out: &mut Vec<Reading>) {
        let tree = self.tree;
        let Some(whole) = role_of(tree, role) else { return };
        let object = match lexicon::people(tree.form(whole)) {
            Some(country) if tree.rel(whole) != Deprel::Nmod => {
                Slot::Named(vec![Mention { text: country.to_owned(), head: country.to_lowercase() }])
            }
            _ => match self.slot(whole) {
                Some(slot) => slot,
                None => return,
            },
        };
        let own = |k: &usize| {
            *k < role
                && *k != whole
                && matches!(tree.rel(*k), Deprel::Compound | Deprel::Amod)
                && lexicon::people(tree.form(*k)).is_none()
        };
        let mut words: Vec<String> =
            tree.kids(role).iter().copied().filter(own).map(|k| tree.lemma(k).to_owned()).collect();
        words.push(tree.lemma(role).to_owned());
        let relation = Wanted::OneOf(vec![format!("is-{}-of", words.join("-"))]);
        out.push(Reading { subject, relation, object, conditions: Vec::new() });
    }
}

/// Of what somebody is the N: `the mayor of York`, `York's mayor`, `the Chilean president`.
fn role_of(tree: &Tree, role: usize) -> Option<usize> {
    let given = |k: &usize| {
        tree.rel(*k) == Deprel::NmodPoss
            || tree.rel(*k) == Deprel::Nmod
                && *k > role
                && matches!(tree.preposition(*k).as_str(), "of" | "for" | "to")
    };
    let adjective = |k: &usize| *k < role && lexicon::people(tree.form(*k)).is_some();
    let kids = tree.kids(role);
    kids.iter().copied().find(given).or_else(|| kids.iter().copied().find(adjective))
}
