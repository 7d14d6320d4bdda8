//! A sentence's dependency tree with its words at hand: what the constructions look at.

use crate::analyse::{Analysis, Deprel, NameType, Parse, Upos, Xpos};
use crate::lexicon;
use crate::span::Span;
use crate::text::{Document, Sentence};

/// The tree of one sentence.
#[derive(Debug)]
pub struct Tree<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    /// The analysis that it is made from.
    pub parse: &'a Parse,
    heads: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    rels: Vec<Deprel>,
    lemmas: Vec<String>,
}

impl<'a> Tree<'a> {
    /// The tree of the sentence at an index; an empty one where analysis and document do not fit together.
    pub fn new(document: &'a Document, analysis: &'a Analysis, index: usize) -> Option<Tree<'a>> {
        let sentence = document.sentences.get(index)?;
        let parse = analysis.sentences.get(index)?;
        if sentence.tokens.len() != parse.len() {
            return None;
        }
        let lemma = |(token, lemma): (usize, &str)| {
            let lemma = lemma.to_lowercase();
            if parse.upos[token] == Upos::Verb {
                let form = sentence.tokens[token].form(&document.text).to_lowercase();
                lexicon::verb_lemma(&lemma, &form)
            } else {
                lemma
            }
        };
        let lemmas = parse.lemma.iter().map(|l| &**l).enumerate().map(lemma).collect();
        let mut tree = Tree {
            text: &document.text,
            sentence,
            parse,
            heads: parse.head.clone(),
            children: Vec::new(),
            rels: parse.deprel.clone(),
            lemmas,
        };
        tree.hang();
        tree.say_one_way();
        for (token, head, rel) in super::repair::repairs(&tree) {
            tree.heads[token] = Some(head);
            tree.rels[token] = rel;
        }
        tree.hang();
        Some(tree)
    }

    /// The children of each token, by its head.
    fn hang(&mut self) {
        self.children = vec![Vec::new(); self.heads.len()];
        for (token, head) in self.heads.iter().enumerate() {
            if let Some(list) = head.and_then(|h| self.children.get_mut(h)) {
                list.push(token);
            }
        }
    }

    /// What treebanks, and so parsers, say now one way and now another, always one way.
    fn say_one_way(&mut self) {
        let mut changed = Vec::new();
        for verb in (0..self.len()).filter(|&t| self.upos(t) == Upos::Verb) {
            let has = |relation| self.kid_exact(verb, relation).is_some();
            for &kid in self.kids(verb) {
                let rel = match self.rel(kid) {
                    // `paid the workers`
                    Deprel::Iobj if !has(Deprel::Obj) && !has(Deprel::Ccomp) => Deprel::Obj,
                    // `is due to meet`
                    Deprel::NsubjOuter if self.xpos(verb) == Xpos::Vb && !has(Deprel::Nsubj) => Deprel::Nsubj,
                    // `fell 3 percent`
                    Deprel::OblUnmarked
                        if kid > verb
                            && self.kid(kid, Deprel::Nummod).is_some()
                            && lexicon::noun_kind(self.lemma(kid)) == Some(lexicon::EntityType::Quantity)
                            && !has(Deprel::Obj)
                            && !has(Deprel::NsubjPass) =>
                    {
                        Deprel::Obj
                    }
                    _ => continue,
                };
                changed.push((kid, rel));
            }
        }
        for (kid, rel) in changed {
            self.rels[kid] = rel;
        }
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.parse.len()
    }

    /// Whether it has no tokens.
    pub fn is_empty(&self) -> bool {
        self.parse.is_empty()
    }

    /// The form of a token as it stands in the text.
    pub fn form(&self, token: usize) -> &'a str {
        self.sentence.tokens[token].form(self.text)
    }

    /// The lemma of a token in lower case.
    pub fn lemma(&self, token: usize) -> &str {
        &self.lemmas[token]
    }

    /// The word class of a token.
    pub fn upos(&self, token: usize) -> Upos {
        self.parse.upos[token]
    }

    /// The Penn tag of a token.
    pub fn xpos(&self, token: usize) -> Xpos {
        self.parse.xpos[token]
    }

    /// The relation of a token to its head.
    pub fn rel(&self, token: usize) -> Deprel {
        self.rels[token]
    }

    /// The head of a token; `None` for the root.
    pub fn head(&self, token: usize) -> Option<usize> {
        self.heads[token]
    }

    /// How sure the parser is of a token's head.
    pub fn certainty(&self, token: usize) -> f64 {
        f64::from(self.parse.certainty.get(token).copied().unwrap_or(1.0))
    }

    /// The children of a token in order.
    pub fn kids(&self, token: usize) -> &[usize] {
        &self.children[token]
    }

    /// The children with a relation or a subtype of it, in order.
    pub fn kids_by(&self, token: usize, relation: Deprel) -> impl Iterator<Item = usize> + '_ {
        self.children[token]
            .iter()
            .copied()
            .filter(move |&k| self.rel(k) == relation || self.rel(k).is(relation))
    }

    /// The first child with a relation or a subtype of it.
    pub fn kid(&self, token: usize, relation: Deprel) -> Option<usize> {
        self.kids_by(token, relation).next()
    }

    /// The first child with this very relation.
    pub fn kid_exact(&self, token: usize, relation: Deprel) -> Option<usize> {
        self.children[token].iter().copied().find(|&k| self.rel(k) == relation)
    }

    /// The token and all below it, in order, without the branches for which `leave` holds.
    pub fn subtree(&self, token: usize, leave: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = vec![token];
        let mut at = 0;
        while at < found.len() && found.len() <= self.len() {
            found.extend(self.kids(found[at]).iter().copied().filter(|&k| !leave(k)));
            at += 1;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A token and those coordinated with it (`A, B and C` → A, B, C).
    pub fn conjuncts(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let shares = |k: &usize| !self.joined_name(*k) && !self.left_out(*k) && !self.adds_up(*k);
        found.extend(self.kids_by(token, Deprel::Conj).filter(shares));
        let others = |k: &usize| self.kids_by(*k, Deprel::Conj).filter(shares).collect::<Vec<_>>();
        let nested: Vec<usize> = found[1..].iter().flat_map(others).collect();
        found.extend(nested);
        found.sort_unstable();
        found
    }

    /// Whether a coordinated part is the one that is not meant: `naive rather than dishonest`, `Oslo, not Bergen`.
    fn left_out(&self, token: usize) -> bool {
        let word = |k: usize, word: &str| self.lemma(k) == word;
        // `nine volumes of verse but no fiction`
        let none = self.kids_by(token, Deprel::Det).any(|k| word(k, "no"))
            && self.kids_by(token, Deprel::Cc).any(|k| word(k, "but"));
        none || self
            .kids_by(token, Deprel::Cc)
            .any(|k| word(k, "rather") || word(k, "not") || word(k, "instead"))
            || self.is_nominal(token) && self.kids_by(token, Deprel::Advmod).any(|k| word(k, "not"))
    }

    /// Whether a coordinated measure is a part of the one before: `four years and three months`.
    pub fn adds_up(&self, token: usize) -> bool {
        let measure = |t: usize| {
            let class = lexicon::noun_class(self.lemma(t));
            class.filter(|class| {
                matches!(*class, "time" | "quantity") && self.kids_by(t, Deprel::Nummod).next().is_some()
            })
        };
        self.rel(token) == Deprel::Conj
            && measure(token).is_some_and(|class| self.head(token).and_then(measure) == Some(class))
            && self.kids_by(token, Deprel::Cc).any(|k| self.lemma(k) == "and" && k + 2 == token)
    }

    /// Whether a proper noun is tied to the one before it as one name (`Dorn & Vale`).
    pub fn joined_name(&self, token: usize) -> bool {
        self.rel(token) == Deprel::Conj
            && self.upos(token) == Upos::Propn
            && self.head(token).is_some_and(|h| self.upos(h) == Upos::Propn)
            && self.kids_by(token, Deprel::Cc).any(|k| self.form(k) == "&")
    }

    /// The heads above a token, nearest first.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(token), |&h| self.head(h)).take(self.len())
    }

    /// Whether `below` stands in the subtree of `above`.
    pub fn dominates(&self, above: usize, below: usize) -> bool {
        above == below || self.ancestors(below).any(|a| a == above)
    }

    /// The prepositions (or other case marks) of a nominal, with the words fixed to them, without possessive marks.
    pub fn case(&self, token: usize) -> Vec<usize> {
        let mut words: Vec<usize> = self
            .kids_by(token, Deprel::Case)
            .filter(|&k| self.xpos(k) != Xpos::Pos)
            .flat_map(|k| std::iter::once(k).chain(self.kids_by(k, Deprel::Fixed)))
            .collect();
        words.sort_unstable();
        words
    }

    /// The prepositions of a nominal as one lower-case word with hyphens; empty if it has none.
    pub fn preposition(&self, token: usize) -> String {
        let words: Vec<String> = self.case(token).iter().map(|&k| self.form(k).to_lowercase()).collect();
        words.join("-")
    }

    /// Whether a token is a noun, name, pronoun or number.
    pub fn is_nominal(&self, token: usize) -> bool {
        matches!(self.upos(token), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X)
            || (self.upos(token) == Upos::Det && !self.rel(token).is(Deprel::Det))
    }

    /// Whether a token is a relative pronoun or adverb within a relative clause.
    pub fn is_relative(&self, token: usize) -> bool {
        let by_tag = matches!(self.xpos(token), Xpos::Wdt | Xpos::Wp | Xpos::WpPoss | Xpos::Wrb)
            || self.parse.feat(token, "PronType") == Some("Rel");
        (by_tag || self.lemma(token) == "that" && self.upos(token) == Upos::Pron)
            && self.relative_clause(token).is_some()
    }

    /// The nearest relative clause around a token: its head.
    pub fn relative_clause(&self, token: usize) -> Option<usize> {
        std::iter::once(token).chain(self.ancestors(token)).find(|&a| self.rel(a) == Deprel::AclRelcl)
    }

    /// The noun that a relative pronoun stands for; any other token itself.
    pub fn antecedent(&self, token: usize) -> usize {
        if !self.is_relative(token) {
            return token;
        }
        self.relative_clause(token).and_then(|clause| self.described(clause)).unwrap_or(token)
    }

    /// The noun that a relative clause describes: of `a contract for the officers, who get a raise` the officers.
    pub fn described(&self, clause: usize) -> Option<usize> {
        let noun = self.head(clause)?;
        let person = |t: usize| {
            let named = self.parse.name_at(t).filter(|_| self.upos(t) == Upos::Propn);
            if let Some(name) = named {
                return name.kind == NameType::Person;
            }
            matches!(self.upos(t), Upos::Propn | Upos::Pron)
                || matches!(lexicon::noun_class(self.lemma(t)), Some("person" | "group"))
                    && !lexicon::is("country-noun", self.lemma(t))
                || lexicon::occupation(self.lemma(t)).is_some()
                || lexicon::is("title", self.lemma(t))
                || self.in_age(t)
        };
        let who = self.kids(clause).iter().any(|&k| self.xpos(k) == Xpos::Wp && self.lemma(k) != "what");
        // `talks with the Union, which were suspended`: the talks were.
        let plural = |t: usize| matches!(self.xpos(t), Xpos::Nns | Xpos::Nnps);
        let verb = self.kids(clause).iter().copied().find(|&k| self.rel(k).is(Deprel::Aux)).unwrap_or(clause);
        let verb = self.kid(clause, Deprel::Cop).unwrap_or(verb);
        let outer = self.head(noun).filter(|&o| {
            self.rel(noun) == Deprel::Nmod
                && self.upos(o) == Upos::Noun
                && self.kids_by(noun, Deprel::Conj).next().is_none()
        });
        let subject = self
            .kids(clause)
            .iter()
            .any(|&k| matches!(self.rel(k), Deprel::Nsubj | Deprel::NsubjPass) && self.xpos(k) == Xpos::Wdt);
        // `the collapse of a dam, in which 19 died`: in the collapse.
        let inside = self.kids(clause).iter().any(|&k| {
            self.xpos(k) == Xpos::Wdt && self.rel(k).is(Deprel::Obl) && self.preposition(k) == "in"
        });
        let event = |t: usize| {
            lexicon::is("event-noun", self.lemma(t))
                || matches!(lexicon::noun_class(self.lemma(t)), Some("event" | "act"))
        };
        if let Some(outer) =
            outer.filter(|&o| inside && event(o) && lexicon::noun_class(self.lemma(noun)) == Some("artifact"))
        {
            return Some(outer);
        }
        // `an offer from its owner, Elbar, which included a bonus`: the offer did.
        if subject
            && lexicon::is("contents-verb", self.lemma(clause))
            && (self.upos(noun) == Upos::Propn || person(noun))
        {
            let mut above = noun;
            for _ in 0..4 {
                let Some(next) =
                    self.head(above).filter(|_| matches!(self.rel(above), Deprel::Appos | Deprel::Nmod))
                else {
                    break;
                };
                above = next;
            }
            if self.upos(above) == Upos::Noun && !person(above) && above != noun {
                return Some(above);
            }
        }
        if let (Some(outer), true) = (outer, subject) {
            let many = matches!(self.form(verb), "were" | "are" | "have") || self.xpos(verb) == Xpos::Vbp;
            let one = matches!(self.form(verb), "was" | "is" | "has") || self.xpos(verb) == Xpos::Vbz;
            if many && !plural(noun) && plural(outer) || one && plural(noun) && !plural(outer) {
                return Some(outer);
            }
        }
        let inner = |fits: &dyn Fn(usize) -> bool| {
            self.kids_by(noun, Deprel::Nmod).filter(|&k| k > noun && k < clause && fits(k)).last()
        };
        // `a shoe made by the firm Elbar, which will pay her`: things do not pay.
        let start = self.subtree(clause, |_| false)[0];
        let firm = start.checked_sub(1).filter(|&comma| self.form(comma) == "," || self.form(start) == ",");
        let firm =
            firm.map(|c| if self.form(start) == "," { start } else { c }).and_then(|c| c.checked_sub(1));
        let firm = firm.and_then(|t| self.parse.name_at(t)).filter(|n| n.kind == NameType::Organization);
        if let Some(name) = firm
            && !who
            && subject
            && self.upos(noun) == Upos::Noun
            && lexicon::noun_class(self.lemma(noun)) == Some("artifact")
            && lexicon::is("payer-verb", self.lemma(clause))
            && let Some(head) =
                (name.start..name.end).find(|&t| self.head(t).is_none_or(|h| h < name.start || h >= name.end))
            && self.dominates(noun, head)
        {
            return Some(head);
        }
        // `the captain of a ferry that struck a boat`: of a person one says `who`.
        let thing = |t: usize| self.upos(t) == Upos::Noun && !person(t) && !plural(t);
        if !who && subject && self.upos(noun) == Upos::Noun && person(noun) && !plural(noun) {
            return Some(inner(&thing).unwrap_or(noun));
        }
        if !who || person(noun) {
            return Some(noun);
        }
        // `a chemist at the University of Oslo who …`
        let mut above = Some(noun);
        for _ in 0..4 {
            above = above.filter(|&t| self.rel(t) == Deprel::Nmod).and_then(|t| self.head(t));
            if above.is_some_and(person) {
                break;
            }
        }
        Some(inner(&person).or(above.filter(|&o| person(o))).unwrap_or(noun))
    }

    /// Whether a coordinated nominal with an article or owner of its own stands behind a comma: `…, and the bishop's niece`.
    pub fn is_set_off(&self, conjunct: usize) -> bool {
        let comma = self.kids_by(conjunct, Deprel::Cc).any(|c| c > 0 && self.form(c - 1) == ",");
        comma
            && self
                .kids(conjunct)
                .iter()
                .any(|&k| self.rel(k).is(Deprel::Det) || self.rel(k) == Deprel::NmodPoss)
    }

    /// Whether a word before a name can be a title or an occupation; a name's own first part is none.
    pub fn is_title(&self, token: usize) -> bool {
        let lemma = self.lemma(token);
        self.upos(token) != Upos::Propn
            || lexicon::is("title", lemma)
            || lexicon::is("honorific", lemma)
            || lexicon::occupation(lemma).is_some()
            || lexicon::noun_class(lemma) == Some("person")
    }

    /// The words of a title before its last noun, where the parser ties each of them to the name: `Attorney` of
    /// `Attorney General Ann Roe`; empty for anything else.
    pub fn title_before(&self, title: usize) -> Vec<usize> {
        let mut words = Vec::new();
        let Some(name) = self.head(title).filter(|&h| self.rel(title) == Deprel::NmodDesc && h > title)
        else {
            return words;
        };
        let mut first = self.subtree(title, |_| false)[0];
        for &other in self.kids(name).iter().rev() {
            let own = self.subtree(other, |_| false);
            let described = matches!(self.rel(other), Deprel::NmodDesc)
                && matches!(self.upos(other), Upos::Noun | Upos::Propn)
                && self.kids_by(other, Deprel::Case).next().is_none();
            if described && own.last().is_some_and(|&end| end + 1 == first) && own.len() <= 3 {
                first = own[0];
                words.extend(own);
            }
        }
        words.sort_unstable();
        words
    }

    /// Whether another title follows that is of the same one: `Attorney` in `Attorney General Ann Roe`.
    pub fn in_title(&self, title: usize) -> bool {
        let after = |t: usize| self.title_before(t).contains(&title);
        self.head(title).is_some_and(|name| self.kids(name).iter().any(|&t| t > title && after(t)))
    }

    /// The noun that one in apposition stands beside: of `a dealer from Antwerp, Ann Roe` the dealer, also where the
    /// parser ties the name to the town.
    pub fn appositive_of(&self, token: usize) -> Option<usize> {
        let first = self.head(token).filter(|_| self.rel(token) == Deprel::Appos)?;
        let person = |t: usize| {
            let lemma = self.lemma(t);
            self.parse.name_at(t).is_some_and(|n| n.kind == NameType::Person)
                || self.parse.name_at(t).is_none()
                    && (lexicon::noun_class(lemma) == Some("person")
                        || lexicon::is("title", lemma)
                        || lexicon::occupation(lemma).is_some()
                        || lemma == "head")
        };
        let named = self.parse.name_at(token).is_some_and(|n| n.kind == NameType::Person);
        // `Experts at the auction house Crawford's`: the house.
        if !named || person(first) || self.rel(first) != Deprel::Nmod || first + 1 == token {
            return Some(first);
        }
        let above = self.head(first).filter(|&a| self.is_nominal(a) && a < first && person(a));
        Some(above.unwrap_or(first))
    }

    /// What a verb's object is described as: `regards it as a mistake`.
    pub fn described_as(&self, verb: usize) -> Option<usize> {
        let marked = |k: usize| {
            self.kids(k)
                .iter()
                .any(|&m| matches!(self.rel(m), Deprel::Case | Deprel::Mark) && self.lemma(m) == "as")
        };
        self.kids(verb).iter().copied().find(|&k| {
            k > verb
                && matches!(self.rel(k).universal(), Deprel::Obl | Deprel::Xcomp | Deprel::Advcl)
                && matches!(self.upos(k), Upos::Noun | Upos::Adj | Upos::Propn)
                && marked(k)
        })
    }

    /// Whether a token is one of several of which only one is meant: `either Leeds or York`.
    pub fn is_alternative(&self, token: usize) -> bool {
        let first = if self.rel(token) == Deprel::Conj { self.head(token).unwrap_or(token) } else { token };
        self.is_nominal(token)
            && (self.kids_by(first, Deprel::CcPreconj).any(|k| self.lemma(k) == "either")
                || self.kids_by(first, Deprel::Conj).any(|k| {
                    self.is_nominal(k)
                        // `lost part or all of it`: at least a part.
                        && self.lemma(k) != "all"
                        // `120 jobs, or 8 percent`: the same in other words.
                        && self.kids_by(k, Deprel::Cc).any(|c| self.lemma(c) == "or" && !(c > 0 && self.form(c - 1) == ","))
                }))
    }

    /// Whether a noun is told as the one of its kind: `the first woman`, `the largest port`, `the only survivor`.
    pub fn is_singled_out(&self, noun: usize) -> bool {
        self.kids_by(noun, Deprel::Amod).any(|k| {
            self.xpos(k) == Xpos::Jjs
                || matches!(self.lemma(k), "first" | "last" | "only" | "second" | "third" | "youngest")
                || self.whole(k).any(|t| self.xpos(t) == Xpos::Jjs)
        })
    }

    /// The word before a title that says that its holder no longer is or not quite is what it says, also where the parser
    /// ties it to the name: `former banker Ann Roe`.
    pub fn was_or_will_be(&self, title: usize) -> Option<usize> {
        let first = self.subtree(title, |t| self.head(t) == Some(title) && t > title)[0];
        let before = first.checked_sub(1);
        let own = self.kids(title).iter().copied().find(|&k| lexicon::is("not-quite", self.lemma(k)));
        let other =
            before.filter(|&b| lexicon::is("not-quite", self.lemma(b)) && self.head(b) == self.head(title));
        own.or(other)
    }

    /// The name that stands beside a noun for the same thing: of `consumer goods group Torvald` Torvald, also where the
    /// parser takes both for objects.
    pub fn named_beside(&self, noun: usize) -> Option<usize> {
        if self.upos(noun) != Upos::Noun || self.xpos(noun) == Xpos::Nns {
            return None;
        }
        let name = |k: usize| self.upos(k) == Upos::Propn && self.kids_by(k, Deprel::Conj).next().is_none();
        // `a company called Elbar`
        let called = |k: usize| {
            let naming = k > noun && lexicon::is("known-as", self.lemma(k)) && self.xpos(k) == Xpos::Vbn;
            self.kids(k).iter().copied().find(|&n| naming && n > k && name(n))
        };
        let inside = self.kids_by(noun, Deprel::Appos).find(|&k| name(k));
        let inside = inside.or_else(|| self.kids_by(noun, Deprel::Acl).find_map(called));
        let beside = || {
            let verb = self.head(noun).filter(|_| self.rel(noun) == Deprel::Obj)?;
            self.kids(verb).iter().copied().find(|&k| {
                k > noun && self.rel(k) == Deprel::Obj && name(k) && self.subtree(k, |_| false)[0] == noun + 1
            })
        };
        inside.or_else(beside)
    }

    /// Whether a mark stands at the end, as in a sentence, unlike a headline.
    pub fn ends_sentence(&self) -> bool {
        (0..self.len()).rev().take(3).any(|t| matches!(self.form(t), "." | "!" | "?" | "…" | ";"))
    }

    /// Whether no blank stands between a token and the next.
    pub fn touch(&self, token: usize) -> bool {
        let tokens = &self.sentence.tokens;
        token + 1 < tokens.len() && tokens[token].span.end == tokens[token + 1].span.start
    }

    /// The tokens that hyphens tie to this one (`24-year-old` for any of its tokens); the token alone if none do.
    pub fn hyphenated(&self, token: usize) -> std::ops::Range<usize> {
        let tied = |hyphen: usize| {
            hyphen > 0
                && self.form(hyphen) == "-"
                && self.touch(hyphen - 1)
                && self.touch(hyphen)
                && [hyphen - 1, hyphen + 1].iter().all(|&t| self.form(t).chars().any(char::is_alphanumeric))
        };
        let (mut start, mut end) = (token, token + 1);
        if tied(token) {
            (start, end) = (token - 1, token + 2);
        }
        while start > 1 && tied(start - 1) {
            start -= 2;
        }
        while end + 1 < self.len() && tied(end) {
            end += 2;
        }
        start..end
    }

    /// A token with what hyphens tie to it, if it heads that: `second-guess` for `guess`.
    pub fn whole(&self, token: usize) -> std::ops::Range<usize> {
        let all = self.hyphenated(token);
        let heads = self.head(token).is_none_or(|h| !all.contains(&h));
        if heads { all } else { token..token + 1 }
    }

    /// Whether a token belongs to somebody's age: `38-year-old`.
    pub fn in_age(&self, token: usize) -> bool {
        let all = self.hyphenated(token);
        all.len() == 5
            && self.form(all.start).bytes().all(|b| b.is_ascii_digit())
            && matches!(self.lemma(all.start + 2), "year" | "month" | "week" | "day")
            && self.lemma(all.start + 4) == "old"
    }

    /// The span of tokens relative to the start of their sentence; tokens must be in order.
    pub fn span(&self, tokens: &[usize]) -> Span {
        let base = self.sentence.span.start;
        match (tokens.first(), tokens.last()) {
            (Some(&first), Some(&last)) => {
                let tokens = &self.sentence.tokens;
                tokens[first].span.cover(tokens[last].span).relative_to(base)
            }
            _ => Span::default(),
        }
    }

    /// The words of some tokens as they stand, with a blank where the text has one or words were left out between.
    pub fn words(&self, tokens: &[usize]) -> String {
        let mut out = String::new();
        for (i, &token) in tokens.iter().enumerate() {
            if i > 0 {
                let previous = tokens[i - 1];
                let tokens = &self.sentence.tokens;
                let touching = token == previous + 1 && tokens[previous].span.end == tokens[token].span.start;
                if !touching {
                    out.push(' ');
                }
            }
            out.push_str(self.form(token));
        }
        out
    }
}
