//! GraphML into a graph.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| factloom_fuzz::imported(|graph| factloom::import::graphml(graph, text)));
