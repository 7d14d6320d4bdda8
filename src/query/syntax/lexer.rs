//! Query text → tokens. Spaces and comments (`// …` and `/* … */`) are left out.

use super::token::{Sign, Token, TokenKind};
use crate::query::error::QueryError;
use crate::span::Span;

/// The tokens of a text, an [`TokenKind::End`] last.
pub fn tokenize(source: &str) -> Result<Vec<Token>, QueryError> {
    let (tokens, error) = tokenize_lenient(source);
    error.map_or(Ok(tokens), Err)
}

/// The tokens up to the first place that is none, and what is wrong there; always ends with [`TokenKind::End`].
pub fn tokenize_lenient(source: &str) -> (Vec<Token>, Option<QueryError>) {
    let length = source.len();
    // Tokens keep their places in 32 bits.
    let source = if u32::try_from(source.len()).is_ok() { source } else { "" };
    let mut lexer = Lexer { source, at: 0 };
    let mut tokens = Vec::with_capacity(source.len() / 3 + 4);
    let mut open: Vec<usize> = Vec::new();
    let mut error = (source.len() != length).then(|| {
        QueryError::syntax("UnexpectedSyntax", Span::new(0, 0), "a query of 4 GB or more is too long")
    });
    loop {
        let (kind, span) = match lexer.next() {
            Ok(found) => found,
            Err(problem) => {
                error = Some(problem);
                (TokenKind::End, Span::new(source.len(), source.len()))
            }
        };
        let index = tokens.len();
        if let TokenKind::Sign(sign) = kind {
            match sign {
                Sign::OpenParen | Sign::OpenBracket | Sign::OpenBrace => open.push(index),
                Sign::CloseParen | Sign::CloseBracket | Sign::CloseBrace => {
                    let opening: Option<&mut Token> = open.last().and_then(|&last| tokens.get_mut(last));
                    if let Some(token) = opening.filter(|token| closes(token.kind, sign)) {
                        token.closes_at = u32::try_from(index).unwrap_or(0);
                        open.pop();
                    }
                }
                _ => {}
            }
        }
        tokens.push(Token::new(kind, span));
        if kind == TokenKind::End {
            return (tokens, error);
        }
    }
}

/// The token that begins at `at` or behind the spaces and comments there, for those who read a long text bit by bit.
pub fn next_token(source: &str, at: usize) -> Result<(TokenKind, Span), QueryError> {
    Lexer { source, at }.next()
}

/// Where the next token begins, or the text ends: behind the spaces and comments that stand at `at`.
pub fn next_start(source: &str, at: usize) -> Result<usize, QueryError> {
    let mut lexer = Lexer { source, at };
    lexer.skip_blank()?;
    Ok(lexer.at)
}

fn closes(open: TokenKind, close: Sign) -> bool {
    matches!(
        (open, close),
        (TokenKind::Sign(Sign::OpenParen), Sign::CloseParen)
            | (TokenKind::Sign(Sign::OpenBracket), Sign::CloseBracket)
            | (TokenKind::Sign(Sign::OpenBrace), Sign::CloseBrace)
    )
}

/// Whether a name may begin with this character.
pub fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Whether a name may go on with this character.
pub fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn error(&self, detail: &'static str, from: usize, message: impl Into<String>) -> QueryError {
        QueryError::syntax(detail, Span::new(from, self.at), message)
    }

    fn next(&mut self) -> Result<(TokenKind, Span), QueryError> {
        self.skip_blank()?;
        let from = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok((TokenKind::End, Span::new(from, from)));
        };
        let second = self.rest()[first.len_utf8()..].chars().next().unwrap_or(' ');
        let kind = match first {
            '\'' | '"' => self.quoted(first, TokenKind::String)?,
            '`' => self.quoted('`', TokenKind::QuotedName)?,
            '0'..='9' => self.number()?,
            '.' if second.is_ascii_digit() => self.number()?,
            _ if starts_name(first) => {
                let rest = self.rest();
                self.at += rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
                TokenKind::Name
            }
            _ => match Sign::of(first, second) {
                Some(sign) => {
                    self.at += sign.text().len();
                    TokenKind::Sign(sign)
                }
                None => {
                    self.at += first.len_utf8();
                    let (detail, what) = if first.is_ascii() {
                        ("UnexpectedSyntax", format!("`{first}` means nothing here"))
                    } else {
                        ("InvalidUnicodeCharacter", format!("the character `{first}` means nothing here"))
                    };
                    return Err(self.error(detail, from, what));
                }
            },
        };
        Ok((kind, Span::new(from, self.at)))
    }

    fn skip_blank(&mut self) -> Result<(), QueryError> {
        // Mostly a word or a sign stands here.
        if self.source.as_bytes().get(self.at).is_some_and(|b| b.is_ascii_graphic() && *b != b'/') {
            return Ok(());
        }
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches(is_blank).len();
            let (from, rest) = (self.at, self.rest());
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                let Some(end) = rest.find("*/") else {
                    self.at = self.source.len();
                    return Err(self
                        .error("UnexpectedSyntax", from, "this comment has no end")
                        .hint("close it with */"));
                };
                self.at += end + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn quoted(&mut self, quote: char, kind: TokenKind) -> Result<TokenKind, QueryError> {
        let from = self.at;
        let mut chars = self.source[from + 1..].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            if c == '\\' && kind == TokenKind::String {
                chars.next();
            } else if c == quote {
                if quote == '`' && chars.peek().is_some_and(|&(_, next)| next == '`') {
                    chars.next();
                    continue;
                }
                self.at = from + 1 + offset + 1;
                return Ok(kind);
            }
        }
        self.at = self.source.len();
        let what = if quote == '`' { "name" } else { "string" };
        Err(self
            .error("UnexpectedSyntax", from, format!("this {what} has no end"))
            .hint(format!("close it with {quote}")))
    }

    fn number(&mut self) -> Result<TokenKind, QueryError> {
        let from = self.at;
        let bytes = self.source.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let mut kind = TokenKind::Integer;
        let radix = bytes.get(from + 1).filter(|_| bytes[from] == b'0').map_or(0, u8::to_ascii_lowercase);
        if matches!(radix, b'x' | b'o') {
            self.at += 2;
            let valid: fn(&u8) -> bool =
                if radix == b'x' { u8::is_ascii_hexdigit } else { |b| matches!(b, b'0'..=b'7') };
            while bytes.get(self.at).is_some_and(valid) {
                self.at += 1;
            }
            if self.at == from + 2 {
                return Err(self.error("InvalidNumberLiteral", from, "digits are missing in this number"));
            }
        } else {
            self.at = digits(self.at);
            let after_point = digits(self.at + 1);
            if bytes.get(self.at) == Some(&b'.') && after_point > self.at + 1 {
                self.at = after_point;
                kind = TokenKind::Float;
            }
            if matches!(bytes.get(self.at), Some(b'e' | b'E')) {
                let sign = usize::from(matches!(bytes.get(self.at + 1), Some(b'+' | b'-')));
                let end = digits(self.at + 1 + sign);
                if end > self.at + 1 + sign {
                    self.at = end;
                    kind = TokenKind::Float;
                }
            }
        }
        let rest = self.rest();
        if rest.as_bytes().first().is_some_and(|b| b.is_ascii() && !continues_name(char::from(*b))) {
            return Ok(kind);
        }
        let more = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        if more > 0 {
            self.at += more;
            let text = &self.source[from..self.at];
            return Err(self.error("InvalidNumberLiteral", from, format!("`{text}` is not a number")));
        }
        Ok(kind)
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c.is_control()
}

/// The text of a string token, escapes resolved.
pub fn unescape(token: &str, span: Span) -> Result<String, QueryError> {
    let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or("");
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(position) = rest.find('\\') {
        text.push_str(&rest[..position]);
        rest = &rest[position + 1..];
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        match c {
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '\\' | '\'' | '"' | '`' => text.push(c),
            'u' | 'U' => {
                let length = if c == 'u' { 4 } else { 8 };
                let code = hex_code(rest, length);
                let (code, used) = match (code, c) {
                    // A pair of surrogates, as JSON and Java write what lies beyond the first 65,536 characters.
                    (Some(high @ 0xd800..=0xdbff), 'u') => {
                        match rest[4..].strip_prefix("\\u").and_then(|low| hex_code(low, 4)) {
                            Some(low @ 0xdc00..=0xdfff) => {
                                (Some(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 10)
                            }
                            _ => (None, 0),
                        }
                    }
                    (code, _) => (code, length),
                };
                let Some(found) = code.and_then(char::from_u32) else {
                    let message =
                        format!("`\\{c}` needs the {length} hexadecimal digits of a Unicode character");
                    return Err(QueryError::syntax("InvalidUnicodeLiteral", span, message));
                };
                text.push(found);
                rest = &rest[used..];
            }
            other => {
                text.push('\\');
                text.push(other);
            }
        }
    }
    text.push_str(rest);
    Ok(text)
}

fn hex_code(text: &str, length: usize) -> Option<u32> {
    let digits = text.get(..length)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// The name of a token in backquotes.
pub fn unquote_name(token: &str) -> String {
    token.get(1..token.len().saturating_sub(1)).unwrap_or("").replace("``", "`")
}
