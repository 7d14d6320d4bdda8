//! Name tags in BIO → names: the likeliest sequence in which `I-X` only follows `B-X` or `I-X` (Viterbi).

use super::super::analysis::{Name, NameType};
use super::super::labels::Xpos;

/// The tag set, as the weights file lists it.
pub(crate) struct NameTags {
    /// For each tag: whether it begins a name, and of which type (`None` is outside).
    tags: Vec<Option<(bool, NameType)>>,
}

impl NameTags {
    pub(crate) fn new(labels: &[String]) -> NameTags {
        let kind = |name: &str| match name {
            "PER" => NameType::Person,
            "ORG" => NameType::Organization,
            "LOC" => NameType::Place,
            "EVENT" => NameType::Event,
            "PROD" => NameType::Product,
            "DATE" => NameType::Time,
            _ => NameType::Other,
        };
        NameTags {
            tags: labels.iter().map(|l| l.split_once('-').map(|(b, n)| (b == "B", kind(n)))).collect(),
        }
    }

    fn follows(&self, tag: usize, before: Option<usize>) -> bool {
        match self.tags[tag] {
            Some((false, kind)) => before.is_some_and(|b| matches!(self.tags[b], Some((_, k)) if k == kind)),
            _ => true,
        }
    }

    /// The names in a sentence from each word's scores.
    pub(crate) fn decode<'a>(&self, scores: impl Iterator<Item = &'a [f32]>) -> Vec<Name> {
        let n = self.tags.len();
        let mut back: Vec<Vec<usize>> = Vec::new();
        let mut total: Vec<f32> = Vec::new();
        for row in scores {
            let mut row = row.to_vec();
            super::log_softmax(&mut row);
            if back.is_empty() {
                total = (0..n).map(|t| if self.follows(t, None) { row[t] } else { f32::MIN }).collect();
                back.push(Vec::new());
                continue;
            }
            let from: Vec<usize> = (0..n)
                .map(|t| {
                    let mut best = 0; // tag 0 is O; an I- tag always has its B- tag before it to choose instead
                    let mut value = f32::MIN;
                    for before in (0..n).filter(|&b| self.follows(t, Some(b))) {
                        if total[before] > value {
                            (best, value) = (before, total[before]);
                        }
                    }
                    best
                })
                .collect();
            total = (0..n).map(|t| total[from[t]] + row[t]).collect();
            back.push(from);
        }
        let mut tag = if total.is_empty() { 0 } else { super::best(&total) };
        let mut tags = vec![0; back.len()];
        for (i, from) in back.iter().enumerate().rev() {
            tags[i] = tag;
            tag = from.get(tag).copied().unwrap_or(0);
        }
        self.spans(&tags)
    }

    fn spans(&self, tags: &[usize]) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (i, &tag) in tags.iter().enumerate() {
            match (self.tags[tag], names.last_mut()) {
                (Some((false, kind)), Some(name)) if name.end == i && name.kind == kind => name.end = i + 1,
                (Some((_, kind)), _) => names.push(Name { start: i, end: i + 1, kind }),
                (None, _) => {}
            }
        }
        names
    }
}

/// The name without words at its end whose phrase is still to come ("Emperor of the" of "Emperor of the United States").
///
/// Takes the tags of the sentence that the name is in; at least one word stays.
pub(crate) fn without_loose_end(mut name: Name, xpos: &[Xpos]) -> Name {
    let leads_on = |tag| {
        matches!(
            tag,
            Xpos::In | Xpos::To | Xpos::Dt | Xpos::Cc | Xpos::Comma | Xpos::Colon | Xpos::Hyph | Xpos::Lrb
        )
    };
    while name.end > name.start + 1 && leads_on(xpos[name.end - 1]) {
        name.end -= 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inside_tag_needs_its_beginning() {
        let tags = NameTags::new(&["O", "B-PER", "I-PER", "B-LOC", "I-LOC"].map(str::to_owned));
        let rows: [&[f32]; 4] = [
            &[0.0, 3.0, 0.0, 0.0, 0.0],
            &[0.0, 0.0, 2.0, 0.0, 3.0],
            &[5.0, 0.0, 0.0, 0.0, 0.0],
            &[0.0, 0.0, 0.0, 0.0, 9.0],
        ];
        let names = tags.decode(rows.into_iter());
        assert_eq!(names[0], Name { start: 0, end: 2, kind: NameType::Person });
        // The strong `I-LOC` at the end brings its beginning with it.
        assert_eq!(names[1], Name { start: 2, end: 4, kind: NameType::Place });
    }

    #[test]
    fn a_name_does_not_end_in_what_leads_on() {
        let name = |start, end| Name { start, end, kind: NameType::Person };
        let xpos = [Xpos::Dt, Xpos::Nnp, Xpos::In, Xpos::Dt, Xpos::Nnp];
        assert_eq!(without_loose_end(name(1, 4), &xpos), name(1, 2));
        assert_eq!(without_loose_end(name(1, 5), &xpos), name(1, 5));
        assert_eq!(without_loose_end(name(2, 4), &xpos), name(2, 3));
    }
}
