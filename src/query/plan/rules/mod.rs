//! The optimiser: each rule in a file of its own, named for what it does.

pub mod order;
pub mod unique;
