//! What the content of a page shows → each letter with the transform that puts it in its place.
//!
//! Of the operators only those are followed that move or show text (ISO 32000-1, 9.4), and the forms that hold more.

use super::bounds;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys::{CONTENTS, FORM, MATRIX, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use kurbo::{Affine, Point};
use std::sync::Arc;

/// Forms within forms.
const DEEP: usize = 12;
/// States that may be kept at a time; a page that never gives one back is damaged.
const STATES: usize = 512;
/// Operators of one page, forms repeated as often as they are shown; a page with more is made to stop readers.
const OPERATORS: usize = 5_000_000;

/// A letter as it is shown.
pub(super) struct Shown {
    /// What it stands for, if its font says so.
    pub(super) text: Option<String>,
    /// Where it begins, and where the next one would.
    pub(super) from: Point,
    pub(super) to: Point,
    /// How high its font is there.
    pub(super) size: f64,
}

/// The fonts of a document, and where those are found that are not in it.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    standard: FontResolverFn,
    maps: CMapResolverFn,
}

impl Fonts<'_> {
    pub(super) fn new() -> Self {
        let standard: FontResolverFn = Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
        });
        Fonts { cache: FontCache::new(), standard, maps: Arc::new(|_| None) }
    }
}

/// What `q` keeps and `Q` gives back.
#[derive(Clone)]
struct State<'a> {
    page: Affine,
    font: Option<Font<'a>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    /// 1 for letters as wide as their font has them.
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Reads the contents of pages.
pub(super) struct Reader<'a, 'f> {
    fonts: &'f Fonts<'a>,
    state: State<'a>,
    kept: Vec<State<'a>>,
    /// Where the next letter stands, and where its line began.
    text: Affine,
    line: Affine,
    left: usize,
    /// Bytes that forms may still unpack to.
    room: u64,
    shown: Vec<Shown>,
}

impl<'a, 'f> Reader<'a, 'f> {
    /// The letters that a page shows, in the order of its content; `None` if it unpacks to too much.
    pub(super) fn read(page: &Page<'a>, fonts: &'f Fonts<'a>) -> Option<Vec<Shown>> {
        let content = page.raw();
        let parts = content.get::<Array<'_>>(CONTENTS);
        let parts = parts.iter().flat_map(|parts| parts.iter::<Stream<'_>>());
        let mut size = 0;
        for part in content.get::<Stream<'_>>(CONTENTS).into_iter().chain(parts) {
            size += bounds::unpacked(&part)?;
            if size > 2 * bounds::MOST {
                return None;
            }
        }
        let state = State {
            page: Affine::new(page.initial_transform(true).as_coeffs()),
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let (text, line) = (Affine::IDENTITY, Affine::IDENTITY);
        let mut reader = Reader {
            fonts,
            state,
            kept: Vec::new(),
            text,
            line,
            left: OPERATORS,
            room: 4 * bounds::MOST,
            shown: Vec::new(),
        };
        reader.follow(page.typed_operations(), page.resources(), 0);
        Some(reader.shown)
    }

    fn follow(&mut self, mut operators: TypedIter<'_>, resources: &Resources<'a>, depth: usize) {
        use TypedInstruction as Op;
        let number = |number: &Number| number.as_f64();
        let kept = self.kept.len();
        while let Some(operator) = operators.next() {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            match operator {
                Op::SaveState(_) if self.kept.len() < STATES => self.kept.push(self.state.clone()),
                Op::RestoreState(_) if self.kept.len() > kept => {
                    self.state = self.kept.pop().unwrap_or_else(|| self.state.clone());
                }
                Op::Transform(t) => {
                    self.state.page *= Affine::new([t.0, t.1, t.2, t.3, t.4, t.5].map(|n| number(&n)))
                }
                Op::BeginText(_) => self.begin_line(Affine::IDENTITY),
                Op::SetTextMatrix(m) => {
                    self.begin_line(Affine::new([m.0, m.1, m.2, m.3, m.4, m.5].map(|n| number(&n))));
                }
                Op::TextFont(font) => {
                    self.state.size = number(&font.1);
                    let dict = resources.get_font(font.0);
                    let fonts = self.fonts;
                    self.state.font =
                        dict.and_then(|dict| fonts.cache.font(&dict, &fonts.standard, &fonts.maps));
                }
                Op::HorizontalScaling(scale) => self.state.stretch = number(&scale.0) / 100.0,
                Op::TextLeading(leading) => self.state.leading = number(&leading.0),
                Op::CharacterSpacing(space) => self.state.letter_space = number(&space.0),
                Op::WordSpacing(space) => self.state.word_space = number(&space.0),
                Op::TextRise(rise) => self.state.rise = number(&rise.0),
                Op::NextLine(by) => self.next_line(number(&by.0), number(&by.1)),
                Op::NextLineAndSetLeading(by) => {
                    self.state.leading = -number(&by.1);
                    self.next_line(number(&by.0), number(&by.1));
                }
                Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
                Op::ShowText(text) => self.show(text.0.as_bytes()),
                Op::NextLineAndShowText(text) => {
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.0.as_bytes());
                }
                Op::ShowTextWithParameters(text) => {
                    self.state.word_space = number(&text.0);
                    self.state.letter_space = number(&text.1);
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.2.as_bytes());
                }
                Op::ShowTexts(texts) => {
                    for text in texts.0.iter::<Object<'_>>() {
                        match text {
                            Object::String(text) => self.show(text.as_bytes()),
                            Object::Number(back) => {
                                let State { size, stretch, .. } = self.state;
                                self.advance(-number(&back) / 1000.0 * size * stretch);
                            }
                            _ => {}
                        }
                    }
                }
                Op::XObject(name) if depth < DEEP => {
                    if let Some(form) = resources.get_x_object(name.0) {
                        self.form(&form, resources, depth);
                    }
                }
                _ => {}
            }
        }
        self.kept.truncate(kept);
    }

    fn form(&mut self, form: &Stream<'a>, resources: &Resources<'a>, depth: usize) {
        let dict = form.dict();
        if dict.get::<Name<'_>>(SUBTYPE).is_none_or(|kind| kind.as_ref() != FORM) {
            return;
        }
        // Forms within forms are many with few bytes.
        let Some(room) = bounds::unpacked(form).and_then(|size| self.room.checked_sub(size)) else {
            self.left = 0;
            return;
        };
        self.room = room;
        let Ok(content) = form.decoded_data() else { return };
        let own = dict.get(RESOURCES).map(Resources::new);
        let (state, text, line) = (self.state.clone(), self.text, self.line);
        if let Some(matrix) = dict.get::<[f64; 6]>(MATRIX) {
            self.state.page *= Affine::new(matrix);
        }
        self.follow(TypedIter::new(content.as_ref()), own.as_ref().unwrap_or(resources), depth + 1);
        (self.state, self.text, self.line) = (state, text, line);
    }

    fn begin_line(&mut self, at: Affine) {
        (self.text, self.line) = (at, at);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.begin_line(self.line * Affine::translate((x, y)));
    }

    fn advance(&mut self, by: f64) {
        self.text *= Affine::translate((by, 0.0));
    }

    /// Shows the letters of these codes; lines that run downwards, as in Chinese, are left out.
    fn show(&mut self, codes: &[u8]) {
        let Some(font) = self.state.font.clone().filter(Font::is_horizontal) else { return };
        let State { size, stretch, rise, letter_space, word_space, .. } = self.state;
        let mut at = 0;
        while at < codes.len() && self.left > 0 {
            self.left -= 1;
            let (code, length) = font.read_code(codes, at);
            at += length.max(1);
            let wide = font.code_advance(code).x / 1000.0 * size;
            let place = self.state.page * self.text;
            let from = place * Point::new(0.0, rise);
            self.shown.push(Shown {
                text: meaning(&font, code),
                from,
                to: place * Point::new(wide * stretch, rise),
                size: (place * Point::new(0.0, size + rise) - from).hypot(),
            });
            let word_space = if code == 32 && length == 1 { word_space } else { 0.0 };
            self.advance((wide + letter_space + word_space) * stretch);
        }
    }
}

/// What a code of a font stands for.
fn meaning(font: &Font<'_>, code: u32) -> Option<String> {
    let meant = match font.glyph(font.map_code(code), code) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    };
    Some(match meant? {
        hayro_cmap::BfString::Char(c) => c.to_string(),
        hayro_cmap::BfString::String(text) => text,
    })
}
