//! A picture without Graphviz: boxes with names, arrows with relations, the sentence behind a fact on hovering.

mod labels;

use self::labels::{Area, Taken};
use super::Exporter;
use super::colour;
use super::selection::Selection;
use super::xml::escaped;
use crate::fact::relation_name;
use crate::layout;
use crate::value::{NodeId, RelationshipId, Value};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The picture is about so much wider and higher than the layout, so that names, which are wide, fit between nodes that are
/// linked.
const SCALE: [f64; 2] = [3.2, 2.0];
/// About the width of a character and the height of a line, in pixels.
const CHARACTER: f64 = 6.7;
const LINE: f64 = 15.0;
/// Characters of a name on one line, and lines.
const NAME: usize = 24;
const LINES: usize = 3;
/// With more arrows than this, they have no words.
const WORDS: usize = 400;
/// Room around the picture.
const MARGIN: f64 = 24.0;

pub(super) struct Svg;

/// A node's box: its lines of text, its middle, its size.
struct Shape {
    id: NodeId,
    lines: Vec<String>,
    size: [f64; 2],
}

impl Exporter for Svg {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let shapes: Vec<Shape> = selection.nodes.iter().map(|&id| shape(selection, id)).collect();
        let place_of: HashMap<NodeId, usize> = shapes.iter().enumerate().map(|(at, s)| (s.id, at)).collect();
        let edges: Vec<(RelationshipId, usize, usize, &str)> = selection
            .edges()
            .filter_map(|(id, ends, kind)| {
                Some((id, *place_of.get(&ends.start)?, *place_of.get(&ends.end)?, kind))
            })
            .collect();
        let links: Vec<_> = edges.iter().map(|&(_, a, b, _)| (a, b)).collect();
        let rooms: Vec<f64> =
            edges.iter().map(|&(_, a, b, kind)| room(&shapes[a], &shapes[b], kind)).collect();
        let mut places = layout::place_with_room(shapes.len(), &links, &rooms);
        places.iter_mut().for_each(|place| *place = [place[0] * SCALE[0], place[1] * SCALE[1]]);
        layout::part(&mut places, &shapes.iter().map(|s| s.size).collect::<Vec<_>>());
        let [low, high] = frame(&shapes, &places);
        let (width, height) = (high[0] - low[0], high[1] - low[1]);
        let at = |node: usize| [places[node][0] - low[0], places[node][1] - low[1]];
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
             height=\"{height:.0}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\">"
        )?;
        writeln!(out, "<title>factloom</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>")?;
        arrowheads(out)?;
        writeln!(out, "<g fill=\"none\" stroke-width=\"1.2\">")?;
        let mut between: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let boxes =
            shapes.iter().enumerate().map(|(node, shape)| Area { middle: at(node), size: shape.size });
        let mut taken = Taken::new(boxes);
        let mut words = Vec::new();
        for &(id, start, end, kind) in &edges {
            let nth = between.entry((start.min(end), start.max(end))).or_default();
            let line =
                curve(at(start), at(end), shapes[start].size, shapes[end].size, bend(*nth, start < end));
            *nth += 1;
            let pairs = selection.relationship_properties(id);
            let get = |key: &str| pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| value);
            let status = get("status").and_then(Value::as_str).unwrap_or("asserted");
            let (stroke, dash, head) = look(status);
            let both = if get("symmetric").is_some() {
                format!(" marker-start=\"url(#{head})\"")
            } else {
                String::new()
            };
            write!(
                out,
                "<path d=\"{}\" stroke=\"{stroke}\"{dash} marker-end=\"url(#{head})\"{both}>",
                line.path
            )?;
            writeln!(out, "<title>{}</title></path>", escaped(&tip(selection, id, kind, status)))?;
            if edges.len() <= WORDS {
                let word = relation_name(kind);
                // Letters stand on their line, a third of their height lower than their middle.
                let [x, y] = taken.place(&word, |share| line.at(share));
                words.push(([x, y + 3.5], word, stroke));
            }
        }
        writeln!(
            out,
            "</g>\n<g font-size=\"10\" text-anchor=\"middle\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\">"
        )?;
        for ([x, y], word, fill) in words {
            writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{fill}\">{}</text>", escaped(&word))?;
        }
        writeln!(out, "</g>\n<g text-anchor=\"middle\">")?;
        for (node, shape) in shapes.iter().enumerate() {
            let ([x, y], [w, h]) = (at(node), shape.size);
            let kind = selection.kind(shape.id);
            writeln!(
                out,
                "<g><title>{}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"6\" \
                 fill=\"{}\" stroke=\"#777777\"/>",
                escaped(&format!("{} ({kind})", selection.name(shape.id))),
                x - w / 2.0,
                y - h / 2.0,
                colour::of(kind)
            )?;
            let first = y - LINE * (shape.lines.len() as f64 - 1.0) / 2.0 + 4.0;
            for (number, line) in shape.lines.iter().enumerate() {
                writeln!(
                    out,
                    "<text x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
                    first + LINE * number as f64,
                    escaped(line)
                )?;
            }
            writeln!(out, "</g>")?;
        }
        selection.graph.articles().check()?;
        writeln!(out, "</g>\n</svg>")
    }
}

/// How far apart two boxes should be for an arrow's word to stand between them, in the layout's measure.
fn room(a: &Shape, b: &Shape, kind: &str) -> f64 {
    /// What is seen of an arrow on either side of its word.
    const ARROW: f64 = 14.0;
    let word = labels::width(&relation_name(kind));
    ((a.size[0] + b.size[0]) / 2.0 + word + 2.0 * ARROW) / SCALE[0]
}

/// Colour, dashes and arrowhead by the status of a fact.
fn look(status: &str) -> (&'static str, &'static str, &'static str) {
    match status {
        "denied" => ("#c62828", "", "denied"),
        "reported" => ("#1565c0", "", "reported"),
        "desired" => ("#6a1b9a", " stroke-dasharray=\"6 4\"", "desired"),
        "planned" => ("#555555", " stroke-dasharray=\"6 4\"", "plain"),
        "possible" => ("#555555", " stroke-dasharray=\"2 3\"", "plain"),
        _ => ("#555555", "", "plain"),
    }
}

fn arrowheads(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<defs>")?;
    for (name, colour) in
        [("plain", "#555555"), ("denied", "#c62828"), ("reported", "#1565c0"), ("desired", "#6a1b9a")]
    {
        // A denied fact ends in a bar, the others in a tip.
        let shape = if name == "denied" { "M8,0 L8,10" } else { "M0,1 L9,5 L0,9 z" };
        let paint = if name == "denied" {
            format!("stroke=\"{colour}\" stroke-width=\"2\"")
        } else {
            format!("fill=\"{colour}\"")
        };
        writeln!(
            out,
            "<marker id=\"{name}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" \
             orient=\"auto-start-reverse\"><path d=\"{shape}\" {paint}/></marker>"
        )?;
    }
    writeln!(out, "</defs>")
}

/// What is shown when the mouse rests on a fact: what it says, and the first sentence that says so.
fn tip(selection: &Selection<'_>, id: RelationshipId, kind: &str, status: &str) -> String {
    let Some(ends) = crate::graph::GraphRead::ends(selection.graph, id) else { return String::new() };
    let standing = if status == "asserted" { String::new() } else { format!(" ({status})") };
    let mut text = format!(
        "{} {} {}{standing}",
        selection.name(ends.start),
        relation_name(kind),
        selection.name(ends.end)
    );
    let articles = selection.graph.articles();
    if let Some((document, evidence)) = articles.evidence(id).first()
        && let Some(sentence) = articles.sentence(*document, evidence.sentence)
    {
        text += "\n";
        text += &sentence;
    }
    text
}

fn shape(selection: &Selection<'_>, id: NodeId) -> Shape {
    let lines = broken(&selection.name(id));
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    let size = [widest as f64 * CHARACTER + 18.0, lines.len() as f64 * LINE + 10.0];
    Shape { id, lines, size }
}

/// A name in lines of at most [`NAME`] columns, `…` where it goes on.
fn broken(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].is_empty() {
            lines[last].push_str(word);
        } else if lines[last].width() + 1 + word.width() <= NAME {
            lines[last].push(' ');
            lines[last].push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines[LINES - 1].push('…');
    }
    for line in &mut lines {
        if line.width() > NAME {
            let kept: String = line.chars().take(NAME - 1).collect();
            *line = kept + "…";
        }
    }
    lines
}

/// How far the n-th line between two nodes bends from the straight one.
fn bend(nth: usize, forward: bool) -> f64 {
    let side = if nth.is_multiple_of(2) { 1.0 } else { -1.0 };
    let far = nth.div_ceil(2) as f64 * 34.0;
    // Seen from the other end, the same side is the other one.
    side * far * if forward { 1.0 } else { -1.0 }
}

struct Curve {
    path: String,
    /// The points of a Bézier curve.
    points: [[f64; 2]; 4],
}

impl Curve {
    /// The place at a share of the way.
    fn at(&self, share: f64) -> [f64; 2] {
        let rest = 1.0 - share;
        let weights = [rest.powi(3), 3.0 * rest * rest * share, 3.0 * rest * share * share, share.powi(3)];
        [0, 1].map(|axis| self.points.iter().zip(weights).map(|(point, weight)| point[axis] * weight).sum())
    }
}

/// A line from the edge of one box to the edge of another.
fn curve(a: [f64; 2], b: [f64; 2], a_size: [f64; 2], b_size: [f64; 2], bend: f64) -> Curve {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx.hypot(dy);
    if length < 1.0 {
        // From a node to itself: a loop above it.
        let (x, y, far) = (a[0], a[1] - a_size[1] / 2.0, 34.0 + bend.abs());
        let points = [[x - 10.0, y], [x - far, y - far], [x + far, y - far], [x + 10.0, y]];
        let [from, one, two, to] = points.map(|[x, y]| format!("{x:.1},{y:.1}"));
        return Curve { path: format!("M{from} C{one} {two} {to}"), points };
    }
    let middle = [a[0] + dx / 2.0 - dy / length * bend, a[1] + dy / 2.0 + dx / length * bend];
    // The control point lies twice as far out as the middle of the curve.
    let control = [2.0 * middle[0] - (a[0] + b[0]) / 2.0, 2.0 * middle[1] - (a[1] + b[1]) / 2.0];
    let (from, to) = (border(a, a_size, control), border(b, b_size, control));
    let path = format!(
        "M{:.1},{:.1} Q{:.1},{:.1} {:.1},{:.1}",
        from[0], from[1], control[0], control[1], to[0], to[1]
    );
    // The same curve with two points in place of one.
    let third = |end: [f64; 2]| [0, 1].map(|axis| end[axis] + (control[axis] - end[axis]) * 2.0 / 3.0);
    Curve { path, points: [from, third(from), third(to), to] }
}

/// Where the line from a box's middle to a point leaves the box.
fn border(middle: [f64; 2], size: [f64; 2], to: [f64; 2]) -> [f64; 2] {
    let (dx, dy) = (to[0] - middle[0], to[1] - middle[1]);
    let reach = |half: f64, d: f64| if d.abs() < 1e-9 { f64::INFINITY } else { half / d.abs() };
    let share = reach(size[0] / 2.0 + 2.0, dx).min(reach(size[1] / 2.0 + 2.0, dy)).min(1.0);
    [middle[0] + dx * share, middle[1] + dy * share]
}

/// The corners of the picture.
fn frame(shapes: &[Shape], places: &[[f64; 2]]) -> [[f64; 2]; 2] {
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for (shape, place) in shapes.iter().zip(places) {
        for axis in 0..2 {
            low[axis] = low[axis].min(place[axis] - shape.size[axis] / 2.0);
            high[axis] = high[axis].max(place[axis] + shape.size[axis] / 2.0);
        }
    }
    if shapes.is_empty() {
        return [[0.0; 2], [2.0 * MARGIN; 2]];
    }
    // Loops and bent lines stand out a little.
    let room = MARGIN + 30.0;
    [low.map(|v| v - room), high.map(|v| v + room)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_broken_and_cut() {
        assert_eq!(broken("China"), ["China"]);
        assert_eq!(broken("peace of major international and regional hotspot issues of all kinds").len(), 3);
        assert!(broken(&"x".repeat(99))[0].ends_with('…'));
        assert_eq!(broken(""), [""]);
    }

    #[test]
    fn lines_between_the_same_nodes_do_not_cover_each_other() {
        let bends: Vec<f64> = (0..4).map(|nth| bend(nth, true)).collect();
        assert_eq!(bends, [0.0, -34.0, 34.0, -68.0]);
        assert_eq!(bend(1, false), 34.0);
        let line = curve([0.0, 0.0], [200.0, 0.0], [40.0, 20.0], [40.0, 20.0], 0.0);
        assert_eq!(line.path, "M22.0,0.0 Q100.0,0.0 178.0,0.0");
        assert_eq!(line.at(0.5).map(f64::round), [100.0, 0.0]);
        let bent = curve([0.0, 0.0], [200.0, 0.0], [40.0, 20.0], [40.0, 20.0], 34.0);
        assert!((30.0..42.0).contains(&bent.at(0.5)[1]), "{:?}", bent.at(0.5));
    }
}
