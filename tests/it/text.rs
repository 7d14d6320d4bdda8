//! Segmentation of any text, and of news.

use factloom::text::{Document, SentenceKind, segment};
use proptest::prelude::*;

fn forms(text: &str) -> Vec<String> {
    let document = Document::from_text("t", text);
    let form =
        |s: &factloom::text::Sentence| s.tokens.iter().map(|t| t.form(text)).collect::<Vec<_>>().join(" ");
    document.sentences.iter().map(form).collect()
}

/// Tokens in order, not empty, on character boundaries, and over every character that is no white space.
fn is_sound(text: &str) {
    let mut at = 0;
    for sentence in segment::segment(text) {
        assert!(!sentence.tokens.is_empty());
        for token in &sentence.tokens {
            assert!(token.span.start >= at && token.span.end > token.span.start, "{text:?}");
            assert!(text[at..token.span.start].chars().all(char::is_whitespace), "{text:?}");
            assert!(sentence.span.contains(token.span));
            at = token.span.end;
        }
    }
    assert!(text[at..].chars().all(char::is_whitespace), "{text:?}");
}

proptest! {
    #[test]
    fn any_text_is_covered(text in "(.|\n)*") {
        is_sound(&text);
    }

    #[test]
    fn any_mix_of_what_texts_are_made_of_is_covered(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "a", "U.S.", "Mr", ".", "...", "'", "’s", "n't", "cannot", "@", "http://", "www.", ".com", "1", "9/11", "-", "–",
                "$", "US$", "km", " ", "\n", "\n\n", "\"", "(", ")", ":)", "é", "\u{301}", "👩\u{200d}💻", "\u{0}", "\u{fffd}", "李", "&", "/",
            ]),
            0..40,
        )
    ) {
        is_sound(&parts.concat());
    }
}

#[test]
fn news_is_cut_where_readers_cut_it() {
    let text = "Talks in Moscow\n\nBEIJING, April 16 (Reuters) – Gen. Li Shangfu met Mr. J. Smith of Acme Inc. in the U.S. on Sunday. \
                “It’s a start,” he said. Trade rose 3.5% to $1.2 bn!\n\n- First point\n- Second point";
    let sentences = segment::segment(text);
    assert_eq!(
        forms(text),
        [
            "Talks in Moscow",
            "BEIJING , April 16 ( Reuters ) – Gen. Li Shangfu met Mr. J. Smith of Acme Inc. in the U.S. on Sunday .",
            "“ It ’s a start , ” he said .",
            "Trade rose 3.5 % to $ 1.2 bn !",
            "- First point",
            "- Second point",
        ]
    );
    assert_eq!(sentences[0].kind, SentenceKind::Heading);
    assert_eq!(sentences[4].kind, SentenceKind::ListItem);
}

#[test]
fn given_tokens_stay() {
    let document = segment::tokens("t", "The U.S. 's role -LRB- `` big '' -RRB- .\n\ncannot do\n");
    let counts: Vec<_> = document.sentences.iter().map(|s| s.tokens.len()).collect();
    assert_eq!(counts, [10, 2]);
    assert_eq!(segment::lines("t", "One. Two.\nThree").sentences.len(), 2);
}

#[test]
fn long_runs_are_linear() {
    for part in [
        "a",
        ".",
        "'",
        "@",
        "a.",
        "1-",
        "1/2-",
        "-",
        "a@",
        "👩\u{200d}",
        "<",
        ":",
        "http://",
        "a-b.",
        "a's",
        "(",
        "x/y",
    ] {
        is_sound(&part.repeat(200_000));
    }
    is_sound(&"word ".repeat(200_000));
}
