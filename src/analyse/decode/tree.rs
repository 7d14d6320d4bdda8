//! The maximum spanning tree of arc scores with a single root (Chu and Liu 1965, Edmonds 1967).

/// Stands for an arc that may not be taken.
const NEVER: f32 = -1e9;

/// The best head of each word from `scores`, words × (1 + words) with the root in column 0: 0 for the root, else
/// 1 + the head's index. Exactly one word hangs on the root. A word's own column is never taken.
pub(crate) fn spanning_tree(scores: &[f32], words: usize) -> Vec<usize> {
    if words == 0 {
        return Vec::new();
    }
    let n = words + 1;
    let mut full = vec![NEVER; n * n];
    full[n..].copy_from_slice(&scores[..words * n]);
    for i in 0..n {
        full[i * n + i] = NEVER;
    }
    let mut heads = arborescence(&full, n);
    if heads[1..].iter().filter(|&&h| h == 0).count() != 1 {
        heads = single_root(&full, n);
    }
    heads.remove(0);
    heads
}

/// Tries the likeliest roots one by one and keeps the best tree.
fn single_root(full: &[f32], n: usize) -> Vec<usize> {
    let mut roots: Vec<usize> = (1..n).collect();
    roots.sort_by(|&a, &b| full[b * n].total_cmp(&full[a * n]).then(a.cmp(&b)));
    let mut best: Option<(f32, Vec<usize>)> = None;
    for &root in roots.iter().take(4) {
        let mut scores = full.to_vec();
        for word in (1..n).filter(|&w| w != root) {
            scores[word * n] = NEVER;
        }
        for other in 1..n {
            scores[root * n + other] = NEVER;
        }
        let heads = arborescence(&scores, n);
        let value = (1..n).map(|w| scores[w * n + heads[w]]).sum();
        if best.as_ref().is_none_or(|(b, _)| value > *b) {
            best = Some((value, heads));
        }
    }
    best.map_or_else(|| vec![0; n], |(_, heads)| heads)
}

/// The best head of each node but node 0; contracts cycles one after the other.
fn arborescence(scores: &[f32], n: usize) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..n).map(|d| super::best(&scores[d * n..(d + 1) * n])).collect();
    heads[0] = 0;
    let Some(cycle) = find_cycle(&heads) else { return heads };
    let in_cycle = |i: usize| cycle.contains(&i);
    let rest: Vec<usize> = (0..n).filter(|&i| !in_cycle(i)).collect();
    let m = rest.len();
    // The contracted graph: the rest, then the cycle as node m.
    let mut smaller = vec![NEVER; (m + 1) * (m + 1)];
    let (mut entry, mut leave) = (vec![0; m], vec![0; m]);
    for (i, &x) in rest.iter().enumerate() {
        for (j, &y) in rest.iter().enumerate() {
            smaller[i * (m + 1) + j] = scores[x * n + y];
        }
        let gain = |c: usize| scores[c * n + x] - scores[c * n + heads[c]];
        entry[i] = first_max(&cycle, gain);
        smaller[m * (m + 1) + i] = gain(entry[i]);
        if i > 0 {
            leave[i] = first_max(&cycle, |c| scores[x * n + c]);
            smaller[i * (m + 1) + m] = scores[x * n + leave[i]];
        }
    }
    let found = arborescence(&smaller, m + 1);
    for (i, &x) in rest.iter().enumerate().skip(1) {
        heads[x] = if found[i] == m { leave[i] } else { rest[found[i]] };
    }
    heads[entry[found[m]]] = rest[found[m]];
    heads
}

fn first_max(items: &[usize], value: impl Fn(usize) -> f32) -> usize {
    let mut best = items[0];
    for &item in &items[1..] {
        if value(item) > value(best) {
            best = item;
        }
    }
    best
}

fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // 0: not seen, else the number of the walk that saw it.
    let mut seen = vec![0usize; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = heads[node];
        }
        if node != 0 && seen[node] == start {
            let mut cycle = vec![node];
            let mut next = heads[node];
            while next != node {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best single-root tree by trying all.
    fn brute_force(scores: &[f32], words: usize) -> f32 {
        let n = words + 1;
        let mut best = f32::MIN;
        for code in 0..n.pow(words as u32) {
            let heads: Vec<usize> = (0..words).map(|w| code / n.pow(w as u32) % n).collect();
            if is_tree(&heads) {
                best = best.max(value(scores, &heads));
            }
        }
        best
    }

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|&&h| h == 0).count() == 1
            && (0..heads.len()).all(|mut w| {
                for _ in 0..=heads.len() {
                    match heads[w] {
                        0 => return true,
                        h => w = h - 1,
                    }
                }
                false
            })
    }

    fn value(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(w, h)| scores[w * (heads.len() + 1) + h]).sum()
    }

    proptest! {
        #[test]
        fn equals_the_best_of_all_trees(words in 1usize..=4, values in prop::collection::vec(-9i8..9, 20)) {
            let scores: Vec<f32> = values[..words * (words + 1)].iter().map(|&v| f32::from(v)).collect();
            let heads = spanning_tree(&scores, words);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert_eq!(value(&scores, &heads), brute_force(&scores, words));
        }
    }
}
