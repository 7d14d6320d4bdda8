//! What a mention is: by the analyser's names, by the gazetteer, and by the noun that heads it.

use super::mention::Form;
use super::time_noun::is_time;
use crate::analyse::{Deprel, NameType, Upos, Xpos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType, PlaceForm};

/// What the words of a mention tell of its type.
#[expect(clippy::too_many_arguments, reason = "what is known of one mention")]
pub(super) fn kind(
    tree: &Tree,
    head: usize,
    words: &[usize],
    text: &str,
    form: Form,
    plural: bool,
    adjective: bool,
    depth: usize,
) -> EntityType {
    let lemma = tree.lemma(head);
    if adjective {
        return EntityType::Place;
    }
    if form == Form::Pronoun {
        return if matches!(lemma, "he" | "she" | "his" | "her" | "him" | "himself" | "herself") {
            EntityType::Person
        } else {
            EntityType::Concept
        };
    }
    let named = tree
        .parse
        .name_at(head)
        .filter(|_| form == Form::Name || tree.upos(head) != Upos::Noun)
        .map(|n| n.kind);
    let plain = text.strip_prefix("the ").unwrap_or(text);
    if named == Some(NameType::Time) || is_time(tree, head) {
        return EntityType::Time;
    }
    // `a wave of people`, `dozens of rounds`: what there are many of.
    let counted = super::mention::counted(tree, head);
    if counted != head && depth < 3 {
        return kind(tree, counted, &[counted], text, form, true, false, depth + 1);
    }
    if tree.upos(head) == Upos::Num
        || tree.upos(head) == Upos::Sym
        || matches!(lemma, "percent" | "dozen" | "%" | "number" | "total")
    {
        return EntityType::Quantity;
    }
    if form == Form::Name && super::mention::in_dateline(tree, head) {
        return EntityType::Place;
    }
    if form == Form::Name {
        if let Some(place) = lexicon::place(plain) {
            return match place.kind {
                PlaceForm::People if plural => EntityType::Group,
                _ => EntityType::Place,
            };
        }
        // `Tai-Shen` is no Thai.
        if lexicon::people(tree.form(head)).is_some() && !plain.contains('-') {
            return EntityType::Group;
        }
        if lexicon::is("compass", &plain.to_lowercase()) {
            return EntityType::Place;
        }
        if is_firm(tree, head, plain, named) {
            return EntityType::Organization;
        }
        // `Dorn & Vale`
        if named != Some(NameType::Place) && plain.contains(" & ") {
            return EntityType::Organization;
        }
        // A name with a figure is a make, one with an internet address a firm.
        let figure = plain.split(' ').skip(1).any(|w| w.starts_with(|c: char| c.is_ascii_digit()))
            || plain.len() < 8 && plain.ends_with(|c: char| c.is_ascii_digit());
        // `MV Santa Clara`, `Typhoon Mirinae`
        let first = plain.split_once(' ').map(|(first, _)| first.to_lowercase());
        if let Some(kind) = first.and_then(|word| lexicon::kind_by_first_word(&word)) {
            return kind;
        }
        // `Japan's Takeda`: a place that no gazetteer knows would be said to lie there.
        let of_country = tree.kids_by(head, Deprel::NmodPoss).any(|k| {
            lexicon::place(&tree.words(&super::phrase::name_words(tree, k)))
                .is_some_and(|p| p.kind == PlaceForm::Country)
        });
        if of_country && named == Some(NameType::Place) && !plain.contains(' ') {
            return EntityType::Organization;
        }
        match named {
            Some(NameType::Person | NameType::Organization | NameType::Other) if is_address(plain) => {
                return EntityType::Organization;
            }
            None if is_address(plain) => return EntityType::Organization,
            Some(NameType::Person) if !figure => {
                return if tree.xpos(head) == Xpos::Nnps { EntityType::Group } else { EntityType::Person };
            }
            Some(NameType::Person) => return EntityType::Product,
            Some(NameType::Organization) => return EntityType::Organization,
            Some(NameType::Place) => return EntityType::Place,
            Some(NameType::Event) => return EntityType::Event,
            Some(NameType::Product) => return EntityType::Product,
            _ if lexicon::is("belief", &lemma.to_lowercase()) => return EntityType::Concept,
            Some(NameType::Other) if in_quotes(tree, words) => return EntityType::Work,
            // Of the names of other things most that no dictionary knows are makes.
            Some(NameType::Other)
                if lexicon::noun_kind(lemma).is_none_or(|k| k == EntityType::Group)
                    && matches!(lexicon::noun_class(lemma), None | Some("person"))
                    && !plural =>
            {
                return EntityType::Product;
            }
            _ => {}
        }
        // `Hartley Breweries`
        let firm = named.is_none()
            && words.len() > 1
            && words.last().is_some_and(|&w| lexicon::is_firm_word(&tree.form(w).to_lowercase()));
        if firm || words.iter().any(|&w| lexicon::is("org-suffix", tree.lemma(w))) {
            return EntityType::Organization;
        }
        if tree
            .kids(head)
            .iter()
            .any(|&k| tree.rel(k) == Deprel::NmodDesc && lexicon::is("title", tree.lemma(k)))
        {
            return EntityType::Person;
        }
        if named.is_none()
            && tree.kids(head).iter().any(|&k| tree.rel(k) == Deprel::Flat && tree.upos(k) == Upos::Propn)
            && !text.bytes().any(|b| b.is_ascii_digit())
        {
            return EntityType::Person;
        }
    }
    let common = common(lemma, form, plural);
    let number = tree.kids_by(head, Deprel::Nummod).any(|k| tree.form(k).bytes().any(|b| b.is_ascii_digit()));
    // `a 5-2 ruling` is a ruling.
    let one = !plural && tree.kids_by(head, Deprel::Det).next().is_some();
    if common == EntityType::Concept && number && !one { EntityType::Quantity } else { common }
}

/// `the chip maker Novalis`, `Novalis's shares`: a name of one word, or of no person, that the words around it make a firm.
pub(super) fn is_firm(tree: &Tree, head: usize, name: &str, named: Option<NameType>) -> bool {
    // `World Athletics said`: no event speaks.
    let speaks = || {
        tree.rel(head) == Deprel::Nsubj && tree.head(head).is_some_and(|v| lexicon::is("say", tree.lemma(v)))
    };
    if named == Some(NameType::Event) && speaks() {
        return true;
    }
    if matches!(named, Some(NameType::Place | NameType::Event))
        || named == Some(NameType::Person) && name.contains(' ')
    {
        return false;
    }
    let described = tree.kids(head).iter().any(|&k| {
        k < head
            && matches!(tree.rel(k), Deprel::NmodDesc | Deprel::Compound | Deprel::Nmod)
            && tree.upos(k) == Upos::Noun
            && lexicon::is("firm-noun", tree.lemma(k))
    });
    let of = tree
        .head(head)
        .filter(|_| matches!(tree.rel(head), Deprel::NmodPoss | Deprel::Compound | Deprel::Appos));
    let owner = of.is_some_and(|h| {
        let set = if tree.rel(head) == Deprel::Appos { "firm-noun" } else { "firm-owned" };
        // A market share is a product's too.
        let stock =
            tree.lemma(h) != "share" || tree.xpos(h) == Xpos::Nns && tree.kid(h, Deprel::Compound).is_none();
        stock
            && tree.upos(h) == Upos::Noun
            && lexicon::is(set, tree.lemma(h))
            && lexicon::place(name).is_none()
    });
    described || owner
}

/// `Secunia.com`
fn is_address(name: &str) -> bool {
    let end = name.rsplit_once('.').map(|(start, end)| {
        !start.is_empty()
            && !start.contains(' ')
            && end.len() > 1
            && end.bytes().all(|b| b.is_ascii_lowercase())
    });
    end == Some(true)
}

/// Whether quotation marks stand around a name.
fn in_quotes(tree: &Tree, words: &[usize]) -> bool {
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    let quote = |t: usize| matches!(tree.form(t), "\"" | "“" | "”" | "``" | "''" | "‘" | "’");
    let article = first > 0 && tree.lemma(first - 1) == "the";
    let before = if article { first.checked_sub(2) } else { first.checked_sub(1) };
    let comma = last + 2 < tree.len() && matches!(tree.form(last + 1), "," | ".");
    let after = if comma { last + 2 } else { last + 1 };
    before.is_some_and(quote) && after < tree.len() && quote(after)
}

/// What a common noun names.
fn common(lemma: &str, form: Form, plural: bool) -> EntityType {
    for (set, kind) in [
        ("concept-noun", EntityType::Concept),
        ("product-noun", EntityType::Product),
        ("place-noun", EntityType::Place),
        ("people-noun", EntityType::Group),
    ] {
        if lexicon::is(set, lemma) {
            return kind;
        }
    }
    if matches!(lemma, "country" | "nation") {
        return if plural { EntityType::Group } else { EntityType::Place };
    }
    if lexicon::is("relational-noun", lemma) && !lexicon::is("event-noun", lemma) {
        return EntityType::Concept;
    }
    if lexicon::is("event-noun", lemma) {
        return EntityType::Event;
    }
    if lexicon::is("work-noun", lemma) {
        return EntityType::Work;
    }
    if lexicon::is("organisation-noun", lemma) {
        return EntityType::Organization;
    }
    let person = |kind| {
        if kind == EntityType::Group
            && form == Form::Name
            && !plural
            && lexicon::noun_class(lemma) == Some("person")
        {
            EntityType::Person
        } else {
            kind
        }
    };
    if let Some(kind) = lexicon::noun_kind(lemma).filter(|_| !lemma.ends_with("ship")) {
        return person(kind);
    }
    match lexicon::noun_class(lemma) {
        Some("person") => {
            if plural || form == Form::Nominal {
                EntityType::Group
            } else {
                EntityType::Person
            }
        }
        Some("event") => EntityType::Event,
        Some("artifact") => EntityType::Product,
        Some("location") => {
            if form == Form::Name || !matches!(lemma, "sector" | "field" | "landscape" | "environment") {
                EntityType::Place
            } else {
                EntityType::Concept
            }
        }
        Some("time") => EntityType::Time,
        Some("quantity") => EntityType::Quantity,
        _ => EntityType::Concept,
    }
}
