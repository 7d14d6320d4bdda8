//! An analyser that is many times faster and wrong: the network of the program without its layers and with most of
//! each head left out. All else (words, pieces, labels, trees, names, lemmas) goes the way it always goes.

use factloom::analyse::{Analyser, Model};
use serde_json::{Value, json};

static WEIGHTS: &[u8] = include_bytes!("../../models/analyser.bin");

/// What is left of the arcs' heads and of the relations', which have hundreds of values a word.
const ARC: usize = 16;
const RELATION: usize = 8;
/// How much further apart the scores of heads are than they were: with so little left of the network nearly all would be as
/// good as each other, and be weighed by their relations one by one.
const APART: f32 = 10_000.0;

/// The analyser, made from the program's weights by changing what their header says of depth and shapes.
pub fn analyser() -> Analyser {
    let (start, rest) = WEIGHTS.split_at(8);
    let (length, rest) = rest.split_first_chunk::<4>().expect("a length");
    let (header, data) = rest.split_at(u32::from_le_bytes(*length) as usize);
    let mut header: Value = serde_json::from_slice(header).expect("a header");
    header["exits"] = json!([0]);
    let labels = header["labels"]["deprel"].as_array().expect("relations").len();
    let states = header["tensors"]["word.weight"]["shape"][1].as_u64().expect("a width") as usize;
    for (name, outputs, inputs) in [
        ("arc_head", ARC, states),
        ("arc_dep", ARC, states),
        ("arc", ARC, ARC),
        ("rel_head", RELATION, states),
        ("rel_dep", RELATION, states),
        ("rel", labels * (RELATION + 1), RELATION),
    ] {
        let tensors = &mut header["tensors"];
        tensors[format!("exit.0.{name}.weight")]["shape"] = json!([outputs, inputs]);
        tensors[format!("exit.0.{name}.scale")]["shape"] = json!([outputs]);
        tensors[format!("exit.0.{name}.bias")]["shape"] = json!([outputs]);
    }
    let mut data = data.to_vec();
    let scale = header["tensors"]["exit.0.arc.scale"]["offset"].as_u64().expect("a place") as usize;
    for value in data[scale..].as_chunks_mut::<4>().0.iter_mut().take(ARC) {
        *value = (f32::from_le_bytes(*value) * APART).to_le_bytes();
    }
    let header = header.to_string();
    let length = (header.len() as u32).to_le_bytes();
    let weights = [start, &length, header.as_bytes(), &data].concat();
    Analyser::from_weights(weights.leak(), Model::Fast).expect("weights of another shape")
}
