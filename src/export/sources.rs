//! The sentences behind facts, in the words of PROV-O: each fact was derived from sentences, each sentence quoted from an
//! article.

use super::rdf::{BASE, Each, RDF, Term, XSD};
use super::selection::Selection;
use crate::text::DocumentId;
use crate::value::RelationshipId;
use std::collections::BTreeSet;
use std::io;

pub(super) const PROV: &str = "http://www.w3.org/ns/prov#";
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";

/// Sentences: their documents, and their numbers in them.
pub(super) type Cited = BTreeSet<(DocumentId, usize)>;

fn document(id: DocumentId) -> String {
    format!("{BASE}document:{:016x}", id.0)
}

fn sentence((id, number): (DocumentId, usize)) -> String {
    format!("{BASE}sentence:{:016x}-{number}", id.0)
}

/// What a fact was derived from.
pub(super) fn of_fact(
    selection: &Selection<'_>,
    id: RelationshipId,
    subject: &str,
    cited: &mut Cited,
    each: Each<'_>,
) -> io::Result<()> {
    let evidence = selection.graph.articles().evidence(id);
    let own: Cited = evidence.iter().map(|(document, at)| (*document, at.sentence)).collect();
    for &at in &own {
        each(subject, &format!("{PROV}wasDerivedFrom"), &Term::Iri(sentence(at)))?;
    }
    cited.extend(own);
    Ok(())
}

/// The sentences that were cited, and the articles that they stand in.
pub(super) fn of_sentences(selection: &Selection<'_>, cited: &Cited, each: Each<'_>) -> io::Result<()> {
    let articles = selection.graph.articles();
    let (kind, entity) = (format!("{RDF}type"), Term::Iri(format!("{PROV}Entity")));
    let text = |text: &str| Term::Literal(text.to_owned(), None);
    for &(id, number) in cited {
        let subject = sentence((id, number));
        each(&subject, &kind, &entity)?;
        each(&subject, &format!("{PROV}value"), &text(&articles.sentence(id, number).unwrap_or_default()))?;
        let place = Term::Literal(number.to_string(), Some(format!("{XSD}integer")));
        articles.check()?;
        each(&subject, &format!("{DCTERMS}identifier"), &place)?;
        each(&subject, &format!("{PROV}wasQuotedFrom"), &Term::Iri(document(id)))?;
    }
    let documents: BTreeSet<DocumentId> = cited.iter().map(|(id, _)| *id).collect();
    for article in documents.into_iter().filter_map(|id| articles.get(id)) {
        let subject = document(article.document);
        each(&subject, &kind, &entity)?;
        each(&subject, &format!("{DCTERMS}identifier"), &text(&article.name))?;
        for (name, value) in [("title", &article.title), ("source", &article.source)] {
            if let Some(value) = value {
                each(&subject, &format!("{DCTERMS}{name}"), &text(value))?;
            }
        }
        if let Some(date) = &article.date {
            // A month or a year is no `xsd:date`.
            let whole = date.len() == 10 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            let kind = whole.then(|| format!("{XSD}date"));
            each(&subject, &format!("{DCTERMS}date"), &Term::Literal(date.clone(), kind))?;
        }
    }
    Ok(())
}
