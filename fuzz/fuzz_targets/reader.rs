//! Bytes that may be text, a page, a feed, tables, JSON lines or an archive: documents or a message, no more than so many.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut documents = factloom::text::reader::open(&["-".to_owned()], bytes);
    for document in documents.by_ref().take(64).flatten() {
        for at in 0..document.sentences.len() {
            let _ = document.sentence_text(at);
        }
    }
});
