//! The command line: what can be asked for, and the help that teaches it.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Reads articles and weaves them into a graph of facts that can be questioned.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Examples:
  factloom extract article.txt                       the facts of an article
  factloom analyse article.txt                       words, tags, trees and names

Exit status: 0 done, 1 failed, 2 wrong command line, 3 done but some documents were skipped,
124 time limit, 130 interrupted. Data goes to standard output, everything else to standard error."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the facts of articles; nothing is stored
    #[command(after_help = "Examples:
  factloom extract article.txt                       a fact a line, for people
  factloom extract articles/ --format jsonl          a JSON object a fact, with sentence and spans
  curl -s URL | factloom extract - --format tsv      from standard input, for spreadsheets
  factloom extract --lines sentences.txt             a sentence a line")]
    Extract(Extract),
    /// Print what the analyser sees in articles: words, tags, trees and names, as CoNLL-U
    #[command(after_help = "Examples:
  factloom analyse article.txt
  factloom analyse --model fast - < article.txt
  factloom analyse --from conllu treebank.conllu     keeps the sentences and words of the input")]
    Analyse(Analyse),
}

/// Arguments of `extract`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How facts are printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: FactFormat,
    /// How tuples are rendered (with `--format openie`)
    #[arg(long, value_enum, default_value_t)]
    pub(crate) style: TupleStyle,
    #[command(flatten)]
    pub(crate) cut: Cut,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

/// Arguments of `analyse`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Analyse {
    #[command(flatten)]
    pub(crate) input: Input,
    /// What the input is
    #[arg(long, value_enum, default_value_t)]
    pub(crate) from: From,
    #[command(flatten)]
    pub(crate) cut: Cut,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

/// Which articles, and what to do about those that cannot be read.
#[derive(Debug, ClapArgs)]
pub(crate) struct Input {
    /// Files (text, Markdown, JSON lines), folders, globs, or `-` for standard input
    #[arg(default_value = "-")]
    pub(crate) input: Vec<String>,
    /// Stop at the first document that cannot be read, instead of skipping it
    #[arg(long)]
    pub(crate) strict: bool,
}

/// How the text is cut into sentences and words.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(crate) struct Cut {
    /// The input holds one sentence a line
    #[arg(long)]
    pub(crate) lines: bool,
    /// One sentence a line, its words already parted by spaces; they stay as they are
    #[arg(long)]
    pub(crate) tokens: bool,
}

/// Which model, on how many threads.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(crate) struct ModelArgs {
    /// Which of the two models reads the text
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: Model,
    /// How many threads to use (default: one a core); the output is the same with any number
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

/// How facts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FactFormat {
    /// `subject | relation | object`, and how it is put forward where not plainly said
    #[default]
    Triples,
    /// A table with a frame
    Table,
    /// A JSON object a fact, with its sentence and spans
    Jsonl,
    /// Tab-separated values with a header
    Tsv,
    /// Tuples as they stand in the sentence: sentence, confidence, argument, relation, further arguments
    Openie,
}

/// How tuples are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TupleStyle {
    /// Full noun phrases, any number of arguments, `is` and `has` put in
    #[default]
    Carb,
    /// One minimal triple a complement, words of the sentence only
    Benchie,
}

impl std::convert::From<TupleStyle> for factloom::fact::Style {
    fn from(style: TupleStyle) -> factloom::fact::Style {
        match style {
            TupleStyle::Carb => factloom::fact::Style::Carb,
            TupleStyle::Benchie => factloom::fact::Style::Benchie,
        }
    }
}

/// What an input holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Articles
    #[default]
    Text,
    /// CoNLL-U: its sentences and words are kept, the rest is analysed anew
    Conllu,
}

/// The two models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    /// Three layers: twice as fast
    Fast,
    /// Six layers
    #[default]
    Accurate,
}

impl std::convert::From<Model> for factloom::analyse::Model {
    fn from(model: Model) -> factloom::analyse::Model {
        match model {
            Model::Fast => factloom::analyse::Model::Fast,
            Model::Accurate => factloom::analyse::Model::Accurate,
        }
    }
}
