//! The command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Reads articles and weaves them into a graph of facts that can be questioned.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print what the analyser sees in articles: words, tags, trees and names, as CoNLL-U
    #[command(after_help = "Examples:
  factloom analyse article.txt
  factloom analyse --model fast - < article.txt
  factloom analyse --from conllu treebank.conllu      keeps the sentences and words of the input")]
    Analyse(Analyse),
}

/// Arguments of `analyse`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Analyse {
    /// Files to read, `-` for standard input
    #[arg(default_value = "-")]
    pub(crate) input: Vec<String>,
    /// What the input is
    #[arg(long, value_enum, default_value_t)]
    pub(crate) from: From,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

/// Which model, on how many threads.
#[derive(Debug, ClapArgs)]
pub(crate) struct ModelArgs {
    /// Which of the two models reads the text
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: Model,
    /// How many threads to use (default: one a core); the output is the same with any number
    #[arg(long)]
    pub(crate) threads: Option<usize>,
}

/// What an input holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Running text
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
