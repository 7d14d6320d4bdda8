//! What a search notes of nodes by their numbers. Fresh memory for every node would cost more than most searches: the
//! few places that a search used are wiped when it ends, and the next search on the thread takes them over.

use std::cell::RefCell;

/// So many searches' marks are kept on a thread: those of the two ends of a shortest path, and of what lies between.
const KEPT: usize = 3;

thread_local! {
    /// Marks of searches that have ended, all zero.
    static CLEAN: RefCell<Vec<Vec<u32>>> = const { RefCell::new(Vec::new()) };
}

/// A mark a node, zero until one is set.
pub(super) struct Marks {
    marks: Vec<u32>,
    /// The nodes that have one.
    set: Vec<u32>,
}

impl Marks {
    /// For nodes with numbers below a bound.
    pub(super) fn new(bound: usize) -> Self {
        let mut marks = CLEAN.with_borrow_mut(Vec::pop).unwrap_or_default();
        if marks.len() < bound {
            marks = vec![0; bound];
        }
        Marks { marks, set: Vec::new() }
    }

    /// The mark of a node.
    #[inline]
    pub(super) fn of(&self, node: u32) -> u32 {
        self.marks[node as usize]
    }

    /// Sets the mark of a node that has none, to what is not zero; whether it had none.
    #[inline]
    pub(super) fn set(&mut self, node: u32, mark: u32) -> bool {
        let own = &mut self.marks[node as usize];
        let new = *own == 0;
        if new {
            *own = mark;
            self.set.push(node);
        }
        new
    }
}

impl Drop for Marks {
    fn drop(&mut self) {
        if self.set.len() > self.marks.len() / 8 {
            self.marks.fill(0);
        } else {
            self.set.iter().for_each(|node| self.marks[*node as usize] = 0);
        }
        let marks = std::mem::take(&mut self.marks);
        // A thread that ends has no place for them any more.
        let _ = CLEAN.try_with(|clean| {
            let mut clean = clean.borrow_mut();
            if clean.len() < KEPT {
                clean.push(marks);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_no_marks_of_the_one_before() {
        for (bound, nodes) in [(100, vec![3, 7]), (100, (0..100).collect()), (200, vec![150])] {
            let mut marks = Marks::new(bound);
            for &node in &nodes {
                assert_eq!(marks.of(node), 0, "{node} of {bound}");
                assert!(marks.set(node, 5));
                assert!(!marks.set(node, 6));
                assert_eq!(marks.of(node), 5);
            }
        }
        let (one, two) = (Marks::new(200), Marks::new(300));
        assert!((0..200).all(|node| one.of(node) == 0) && (0..300).all(|node| two.of(node) == 0));
    }
}
