//! Tokens of the query languages, each with its place in the text.

use crate::span::Span;

/// What a token is. Keywords are names: none is reserved, so the parser decides by where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A name without quotes.
    Name,
    /// A name in backquotes.
    QuotedName,
    /// A string in single or double quotes.
    String,
    /// A decimal, hexadecimal (`0x`) or octal (`0o`) integer.
    Integer,
    /// A number with a point or an exponent.
    Float,
    /// A sign of one character or two.
    Sign(Sign),
    /// The end of the text.
    End,
}

macro_rules! signs {
    ($($name:ident $text:literal),* $(,)?) => {
        /// Punctuation and operators.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "named as they look")]
        pub enum Sign { $($name),* }

        impl Sign {
            /// The sign as it is written.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// All signs, the longer ones first.
            const ALL: &'static [Sign] = &[$(Self::$name),*];
        }
    };
}

signs! {
    PlusEqual "+=", NotEqual "<>", BangEqual "!=", LessEqual "<=", GreaterEqual ">=", Matches "=~", DotDot "..",
    BarBar "||", ColonColon "::",
    OpenParen "(", CloseParen ")", OpenBracket "[", CloseBracket "]", OpenBrace "{", CloseBrace "}",
    Comma ",", Dot ".", Colon ":", Semicolon ";", Bar "|", Dollar "$", Plus "+", Minus "-", Star "*", Slash "/",
    Percent "%", Caret "^", Equal "=", Less "<", Greater ">", Ampersand "&", Bang "!", Question "?",
}

impl Sign {
    /// The signs of one character, by that character.
    const SHORT: [Option<Sign>; 128] = {
        let mut table = [None; 128];
        let mut i = 0;
        while i < Sign::ALL.len() {
            let text = Sign::ALL[i].text().as_bytes();
            if text.len() == 1 {
                table[text[0] as usize] = Some(Sign::ALL[i]);
            }
            i += 1;
        }
        table
    };

    /// The sign that begins with these two characters, or else with the first alone.
    pub(super) fn of(first: char, second: char) -> Option<Sign> {
        let long = matches!(second, '=' | '>' | '~' | '.' | '|' | ':').then(|| {
            let pair = [first, second];
            Sign::ALL.iter().copied().find(|sign| sign.text().chars().eq(pair))
        });
        long.flatten().or_else(|| *Sign::SHORT.get(first as usize)?)
    }
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    start: u32,
    end: u32,
    /// For an opening bracket the index of the token that closes it, otherwise 0.
    pub closes_at: u32,
}

impl Token {
    /// A token of a text that is shorter than 4 GB; beyond that all are at its end.
    pub(super) fn new(kind: TokenKind, span: Span) -> Token {
        let place = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Token { kind, start: place(span.start), end: place(span.end), closes_at: 0 }
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}
