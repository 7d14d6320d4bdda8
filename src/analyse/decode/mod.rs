//! Scores → labels: the best tree, the best sequence of name tags, the lemma.

pub(super) mod lemma;
pub(super) mod names;
pub(super) mod tree;

/// The index of the greatest value, the first of equals.
pub(super) fn best(scores: &[f32]) -> usize {
    let mut found = 0;
    for (i, v) in scores.iter().enumerate() {
        if *v > scores[found] {
            found = i;
        }
    }
    found
}

/// The natural logarithms of the softmax of the scores, in place.
pub(super) fn log_softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let total = scores.iter().map(|v| (v - most).exp()).sum::<f32>().ln() + most;
    scores.iter_mut().for_each(|v| *v -= total);
}
