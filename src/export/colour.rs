//! The colour of each kind of entity, the same in every picture.

/// Kinds and the colours that their nodes are filled with; others are grey.
const COLOURS: [(&str, &str); 10] = [
    ("Person", "#ffd9a0"),
    ("Organization", "#a9d5f5"),
    ("Place", "#b9e4b4"),
    ("Event", "#f7b8c4"),
    ("Work", "#d9c7f0"),
    ("Product", "#f3e79b"),
    ("Time", "#e0e0e0"),
    ("Quantity", "#e8dccb"),
    ("Group", "#b5e3de"),
    ("Concept", "#eeeeee"),
];

/// The colour of a kind as `#rrggbb`.
pub(super) fn of(kind: &str) -> &'static str {
    COLOURS.iter().find(|(known, _)| *known == kind).map_or("#f5f5f5", |(_, colour)| colour)
}

/// The colour of a kind as red, green and blue.
pub(super) fn rgb(kind: &str) -> [u8; 3] {
    let number = u32::from_str_radix(&of(kind)[1..], 16).unwrap_or(0xf5_f5_f5);
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue]
}
