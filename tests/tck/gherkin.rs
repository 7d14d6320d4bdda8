//! A reader of the Gherkin that conformance scenarios are written in.
//!
//! Our own, as the `gherkin` crate refuses `\'` in the cells of tables, which the kit uses, and brings a parser
//! generator for what is a line-by-line format.

use std::collections::BTreeMap;

/// A scenario, outlines expanded: one per row of their examples.
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) ignored: bool,
    pub(crate) steps: Vec<Step>,
}

/// `Given`, `When`, `Then` and what stands below.
#[derive(Clone, Default)]
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) doc: Option<String>,
    pub(crate) table: Vec<Vec<String>>,
}

#[derive(Default)]
struct Block {
    kind: String,
    name: String,
    tags: Vec<String>,
    steps: Vec<Step>,
    examples: Vec<Vec<Vec<String>>>,
}

/// The scenarios of a feature file, or what in it is not understood.
pub(crate) fn read(source: &str) -> Result<Vec<Scenario>, String> {
    let blocks = read_blocks(source)?;
    let of_kind = |kind: &'static str| blocks.iter().filter(move |block| block.kind == kind);
    let background: Vec<Step> = of_kind("Background").flat_map(|block| block.steps.clone()).collect();
    let feature_ignored = of_kind("Feature").any(|block| block.tags.iter().any(|tag| tag == "@ignore"));
    let mut scenarios = Vec::new();
    for block in blocks.iter().filter(|block| block.kind.starts_with("Scenario")) {
        let ignored = feature_ignored || block.tags.iter().any(|tag| tag == "@ignore");
        let mut push = |name: String, cells: &BTreeMap<&str, &str>| {
            let steps = background.iter().chain(&block.steps).map(|step| step.substitute(cells)).collect();
            scenarios.push(Scenario { name, ignored, steps });
        };
        if block.examples.is_empty() {
            push(block.name.clone(), &BTreeMap::new());
        }
        let rows = block.examples.iter().flat_map(|table| table.iter().skip(1).map(|row| (&table[0], row)));
        for (number, (header, row)) in rows.enumerate() {
            let cells = header.iter().map(String::as_str).zip(row.iter().map(String::as_str)).collect();
            push(format!("{} (example {})", block.name, number + 1), &cells);
        }
    }
    Ok(scenarios)
}

impl Step {
    fn substitute(&self, cells: &BTreeMap<&str, &str>) -> Step {
        Step {
            text: substitute(&self.text, cells),
            doc: self.doc.as_deref().map(|doc| substitute(doc, cells)),
            table: self
                .table
                .iter()
                .map(|row| row.iter().map(|cell| substitute(cell, cells)).collect())
                .collect(),
        }
    }
}

/// The text with `<column>` replaced, for the columns of the outline's table only.
fn substitute(text: &str, cells: &BTreeMap<&str, &str>) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(open) = rest.find('<') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let end = after[1..].find(['<', '>']).map(|at| at + 1);
        match end.and_then(|end| (after.as_bytes()[end] == b'>').then(|| (end, cells.get(&after[1..end])))) {
            Some((end, Some(cell))) => {
                out.push_str(cell);
                rest = &after[end + 1..];
            }
            _ => {
                out.push('<');
                rest = &after[1..];
            }
        }
    }
    out + rest
}

fn read_blocks(source: &str) -> Result<Vec<Block>, String> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut tags, mut in_examples) = (Vec::new(), false);
    let mut lines = source.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let text = line.trim();
        let wrong = || format!("line {}: not understood: {text}", number + 1);
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if text.starts_with('@') {
            tags.extend(text.split_whitespace().map(str::to_owned));
            continue;
        }
        let kinds = ["Feature", "Background", "Scenario Outline", "Scenario", "Examples"];
        let head = text.split_once(':').filter(|(kind, _)| kinds.contains(kind));
        if let Some((kind, name)) = head {
            in_examples = kind == "Examples";
            if in_examples {
                blocks.last_mut().ok_or_else(wrong)?.examples.push(Vec::new());
                tags.clear();
            } else {
                let (kind, name, tags) = (kind.to_owned(), name.trim().to_owned(), std::mem::take(&mut tags));
                blocks.push(Block { kind, name, tags, ..Block::default() });
            }
            continue;
        }
        let block = blocks.last_mut().ok_or_else(wrong)?;
        if text.starts_with('|') {
            let row = cells(text).ok_or_else(wrong)?;
            let table = if in_examples {
                block.examples.last_mut()
            } else {
                block.steps.last_mut().map(|step| &mut step.table)
            };
            table.ok_or_else(wrong)?.push(row);
        } else if text == r#"""""# {
            let indent = line.len() - line.trim_start().len();
            let mut kept = Vec::new();
            loop {
                let (_, line) = lines.next().ok_or("a doc string without an end")?;
                if line.trim() == r#"""""# {
                    break;
                }
                let margin = line.len() - line.trim_start().len();
                kept.push(&line[margin.min(indent)..]);
            }
            block.steps.last_mut().ok_or_else(wrong)?.doc =
                Some(kept.join("\n").replace(r#"\"\"\""#, r#"""""#));
        } else if let Some((_, step)) =
            text.split_once(' ').filter(|(word, _)| ["Given", "When", "Then", "And", "But"].contains(word))
        {
            block.steps.push(Step { text: step.trim().to_owned(), ..Step::default() });
        } else if block.kind != "Feature" {
            return Err(wrong());
        }
    }
    Ok(blocks)
}

/// The cells of a table's row. `\|`, `\\` and `\n` are escapes, any other backslash stays.
fn cells(row: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut characters = row.strip_prefix('|')?.chars();
    while let Some(c) = characters.next() {
        match c {
            '|' => cells.push(std::mem::take(&mut cell)),
            '\\' => {
                cell.push('\\');
                cell.push(characters.next()?);
            }
            c => cell.push(c),
        }
    }
    let unescape = |cell: String| {
        let mut out = String::new();
        let mut characters = cell.trim().chars();
        while let Some(c) = characters.next() {
            match (c, characters.clone().next()) {
                ('\\', Some(next @ ('|' | '\\' | 'n'))) => {
                    characters.next();
                    out.push(if next == 'n' { '\n' } else { next });
                }
                _ => out.push(c),
            }
        }
        out
    };
    cell.trim().is_empty().then(|| cells.into_iter().map(unescape).collect())
}
