//! CoNLL-U, the Universal Dependencies format: documents with their analyses, read and written.
//! <https://universaldependencies.org/format.html>

use super::analysis::{Analysis, Name, NameType, Parse};
use super::labels::{Deprel, Upos, Xpos};
use crate::span::Span;
use crate::text::{Document, Sentence, Token, language};
use std::io::{self, Write};

/// What can be wrong with CoNLL-U text.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ConlluError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, and what is expected.
    pub problem: String,
}

/// Reads CoNLL-U: a document for each `# newdoc` (one in all without them), with the tree, tags and names that the
/// text gives. Words are joined by spaces but where MISC says `SpaceAfter=No`; empty nodes (`8.1`) are left out, and
/// the words of a multiword token (`2-3`) stand for it.
///
/// # Errors
///
/// A line without ten columns, a word out of order, or a head that is not a word of its sentence.
pub fn read(text: &str) -> Result<Vec<(Document, Analysis)>, ConlluError> {
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(text.lines()) {
        reader.line(line.trim_end_matches('\r')).map_err(|problem| ConlluError { line: number, problem })?;
    }
    reader.end_sentence().map_err(|problem| ConlluError { line: text.lines().count(), problem })?;
    Ok(reader.documents)
}

#[derive(Default)]
struct Reader {
    documents: Vec<(Document, Analysis)>,
    paragraph: usize,
    new_paragraph: bool,
    rows: Vec<Row>,
    /// The words up to this number belong to a multiword token: no space between them.
    glued_until: usize,
    glued_space: bool,
}

struct Row {
    form: String,
    lemma: String,
    upos: Upos,
    xpos: Xpos,
    feats: String,
    head: Option<usize>,
    deprel: Deprel,
    name: String,
    space_after: bool,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            return self.end_sentence();
        }
        if let Some(comment) = line.strip_prefix('#')
            && !line.contains('\t')
        {
            self.comment(comment.trim());
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns.as_slice() else {
            return Err(format!("{} columns; CoNLL-U has ten, with tabs between", columns.len()));
        };
        let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            self.glued_until = last.parse().map_err(|_| format!("`{id}` is not a range of words"))?;
            self.glued_space = space_after;
            return Ok(());
        }
        if id.contains('.') {
            return Ok(());
        }
        let number: usize = id.parse().map_err(|_| format!("`{id}` is not a word's number"))?;
        if number != self.rows.len() + 1 {
            return Err(format!("word {number} where {} is due", self.rows.len() + 1));
        }
        if form.is_empty() {
            return Err("a word without a form".to_owned());
        }
        let head = match head {
            "_" | "0" => None,
            h => Some(
                h.parse::<usize>()
                    .ok()
                    .and_then(|h| h.checked_sub(1))
                    .ok_or_else(|| format!("`{h}` is not the number of a head"))?,
            ),
        };
        self.rows.push(Row {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: Upos::parse(upos),
            xpos: Xpos::parse(xpos),
            feats: feats.to_owned(),
            head,
            deprel: if deprel == "_" { Deprel::Dep } else { Deprel::parse(deprel) },
            name: misc.split('|').find_map(|m| m.strip_prefix("NER=")).unwrap_or("O").to_owned(),
            space_after: match number.cmp(&self.glued_until) {
                std::cmp::Ordering::Less => false,
                std::cmp::Ordering::Equal => self.glued_space,
                std::cmp::Ordering::Greater => space_after,
            },
        });
        Ok(())
    }

    fn comment(&mut self, comment: &str) {
        let value =
            |key: &str| comment.strip_prefix(key).map(|rest| rest.trim_start_matches([' ', '=']).trim());
        if let Some(id) = value("newdoc") {
            let id = id.strip_prefix("id").map_or(id, |id| id.trim_start_matches([' ', '=']).trim());
            let name =
                if id.is_empty() { format!("document-{}", self.documents.len() + 1) } else { id.to_owned() };
            self.documents.push((Document { name, ..Document::default() }, Analysis::default()));
            (self.paragraph, self.new_paragraph) = (0, false);
        } else if comment.starts_with("newpar") {
            self.new_paragraph = true;
        }
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        let rows = std::mem::take(&mut self.rows);
        self.glued_until = 0;
        if rows.is_empty() {
            return Ok(());
        }
        if let Some(row) = rows.iter().find(|r| r.head.is_some_and(|h| h >= rows.len())) {
            return Err(format!("the head of `{}` is not a word of its sentence", row.form));
        }
        if self.documents.is_empty() {
            let document = Document { name: "document-1".to_owned(), ..Document::default() };
            self.documents.push((document, Analysis::default()));
        }
        let (document, analysis) = self.documents.last_mut().expect("one was just added");
        if std::mem::take(&mut self.new_paragraph) && !document.text.is_empty() {
            self.paragraph += 1;
            document.text.push_str("\n\n");
        } else if !document.text.is_empty() {
            document.text.push(' ');
        }
        let start = document.text.len();
        let mut sentence = Sentence { paragraph: self.paragraph, ..Sentence::default() };
        let mut parse = Parse::default();
        for (i, row) in rows.iter().enumerate() {
            let from = document.text.len();
            document.text.push_str(&row.form);
            sentence.tokens.push(Token { span: Span::new(from, document.text.len()) });
            if row.space_after && i + 1 < rows.len() {
                document.text.push(' ');
            }
            parse.upos.push(row.upos);
            parse.xpos.push(row.xpos);
            parse.feats.push(row.feats.as_str().into());
            parse.lemma.push(row.lemma.as_str().into());
            parse.head.push(row.head);
            parse.deprel.push(row.deprel);
            parse.certainty.push(1.0);
            match row.name.split_once('-') {
                Some(("I", kind))
                    if parse.names.last().is_some_and(|n| n.end == i && tag(n.kind) == kind) =>
                {
                    parse.names.last_mut().expect("it was just looked at").end = i + 1;
                }
                Some((_, kind)) => parse.names.push(Name { start: i, end: i + 1, kind: kind_of(kind) }),
                None => {}
            }
        }
        sentence.span = Span::new(start, document.text.len());
        document.sentences.push(sentence);
        analysis.sentences.push(parse);
        Ok(())
    }
}

/// Names and their tags in MISC.
const TAGS: [(NameType, &str); 7] = [
    (NameType::Person, "PER"),
    (NameType::Organization, "ORG"),
    (NameType::Place, "LOC"),
    (NameType::Event, "EVENT"),
    (NameType::Product, "PROD"),
    (NameType::Time, "DATE"),
    (NameType::Other, "MISC"),
];

fn tag(kind: NameType) -> &'static str {
    TAGS.iter().find(|(k, _)| *k == kind).map_or("MISC", |(_, t)| t)
}

fn kind_of(tag: &str) -> NameType {
    TAGS.iter().find(|(_, t)| *t == tag).map_or(NameType::Other, |(k, _)| *k)
}

/// Writes a document's analysis as CoNLL-U, names in MISC as `NER=B-PER`.
///
/// # Errors
///
/// Those of the writer.
pub fn write(document: &Document, analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# newdoc id = {}", one_line(&document.name))?;
    if let Some(mark) = language::mark(document) {
        writeln!(out, "# language = {mark}")?;
    }
    let mut paragraph = None;
    for (number, (sentence, parse)) in document.sentences.iter().zip(&analysis.sentences).enumerate() {
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) && number > 0 {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}-{}", one_line(&document.name), number + 1)?;
        writeln!(out, "# text = {}", one_line(sentence.span.of(&document.text)))?;
        for (i, token) in sentence.tokens.iter().enumerate() {
            let next = sentence.tokens.get(i + 1).map(|t| t.span.start);
            let mut misc = Vec::new();
            if let Some(name) = parse.name_at(i) {
                misc.push(format!("NER={}-{}", if name.start == i { "B" } else { "I" }, tag(name.kind)));
            }
            if next == Some(token.span.end) {
                misc.push("SpaceAfter=No".to_owned());
            }
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            let form = one_line(token.form(&document.text));
            let head = parse.head[i].map_or(0, |h| h + 1);
            writeln!(
                out,
                "{}\t{form}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{misc}",
                i + 1,
                one_line(&parse.lemma[i]),
                parse.upos[i],
                parse.xpos[i],
                parse.feats[i],
                parse.deprel[i],
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A text that fits a column: white space and other control characters become single spaces.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let blank = c.is_whitespace() || c.is_control();
        if !(blank && out.ends_with(' ')) {
            out.push(if blank { ' ' } else { c });
        }
    }
    if out.is_empty() || out == " " { "_".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# newdoc id = a
# sent_id = a-1
# text = Ada can't.
1\tAda\tAda\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tNER=B-PER
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t0\troot\t_\t_
3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_
3.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
";

    #[test]
    fn what_is_written_reads_the_same() {
        let read_once = read(TEXT).unwrap();
        let (document, analysis) = &read_once[0];
        assert_eq!(document.text, "Ada can't.\n\nYes");
        assert_eq!(analysis.sentences[0].names, [Name { start: 0, end: 1, kind: NameType::Person }]);
        let mut out = Vec::new();
        write(document, analysis, &mut out).unwrap();
        assert_eq!(read(std::str::from_utf8(&out).unwrap()).unwrap(), read_once);
    }

    #[test]
    fn errors_say_where() {
        let error = read("1\tAda\n").unwrap_err();
        assert_eq!(error.to_string(), "line 1: 2 columns; CoNLL-U has ten, with tabs between");
        assert!(read("1\tA\t_\tX\tFW\t_\t9\tdep\t_\t_\n").unwrap_err().problem.contains("not a word"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([0-9#\\t\\na-c_=|.-]){0,80}") {
            let _ = read(&text);
        }
    }
}
