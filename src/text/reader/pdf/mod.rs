//! PDF → the text of its pages in reading order.
//!
//! A PDF says where each letter stands, and little else: `content` follows what a page shows, `glyphs` keeps the
//! letters of it that can be read, `columns` puts them together into lines and these into columns, `paragraphs` makes text
//! of the lines of all pages.

mod bounds;
mod columns;
mod content;
mod glyphs;
mod paragraphs;

use super::markdown::Page;
use columns::{Block, Piece};
use content::{Fonts, Reader};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pages that are read of one file.
const PAGES: usize = 5_000;
/// Letters that are read of one file; more is no article.
const LETTERS: usize = super::LARGEST as usize;

/// The text of a PDF, a line a paragraph; headings stand apart.
pub(super) fn text(bytes: Vec<u8>) -> Result<Page, String> {
    // The reader of the format is well kept, but files are odder than anybody thinks; one of them ends no run.
    catch_unwind(AssertUnwindSafe(|| read(bytes)))
        .unwrap_or_else(|_| Err("its inner structure is damaged".into()))
}

fn read(bytes: Vec<u8>) -> Result<Page, String> {
    const TOO_MUCH: &str = "it unpacks to far more than an article";
    if bounds::is_too_much(&bytes) {
        return Err(TOO_MUCH.into());
    }
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "it is locked with a password; save it without one, as with `qpdf --decrypt --password=…`"
        }
        LoadPdfError::Decryption(_) => {
            "it is encrypted in a way that is not known; save it without, as with `qpdf --decrypt`"
        }
        LoadPdfError::Invalid => "it is damaged, or something else",
    })?;
    let pages = pdf.pages();
    if pages.len() > PAGES {
        return Err(format!("it has more than {PAGES} pages; split it"));
    }
    let (mut letters, mut unknown) = (0, 0);
    let mut read: Vec<Vec<Piece>> = Vec::new();
    let fonts = Fonts::new();
    for page in pages.iter() {
        let page = glyphs::upright(Reader::read(page, &fonts).ok_or(TOO_MUCH)?, page.render_dimensions());
        letters += page.glyphs.len();
        unknown += page.unknown;
        read.push(columns::pieces(page.glyphs));
        if letters > LETTERS {
            return Err(format!("it holds more than {LETTERS} letters; split it"));
        }
    }
    if letters + unknown == 0 {
        return Err("no text is in it: either its pages are pictures, of which `ocrmypdf` makes text, or it is damaged".into());
    }
    // Where fonts do not say which letters they show, or say it wrongly, the text is no text.
    if unknown * 10 > letters + unknown || paragraphs::is_garbled(&read) {
        return Err("its fonts do not say which letters they show; print it anew, or recognise it, as with `ocrmypdf --force-ocr`".into());
    }
    let body = paragraphs::body_size(&read);
    paragraphs::drop_running_heads(&mut read, body);
    let blocks: Vec<Vec<Block>> = read.into_iter().map(|pieces| columns::blocks(pieces, body)).collect();
    let mut page = paragraphs::page(&blocks, body);
    let said = pdf.metadata().title.as_deref().map(String::from_utf8_lossy);
    // What a program wrote into a file as its title is often the name of a template.
    if let Some(said) = said.map(|said| said.trim().to_owned())
        && !said.is_empty()
        && page.text.contains(&said)
    {
        page.title = Some(said);
    }
    Ok(page)
}

#[cfg(test)]
mod tests;
