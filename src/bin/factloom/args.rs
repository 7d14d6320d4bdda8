//! The command line: what can be asked for, and the help that teaches it.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Reads articles and weaves them into a graph of facts that can be questioned.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    override_usage = "factloom [OPTIONS] [FILE…]\n       factloom <COMMAND>",
    after_help = "Examples:
  factloom article.txt                               read an article and talk about it
  factloom build articles/ -o news.loom              read a folder, keep the graph
  factloom news.loom                                 open the graph and talk about it
  factloom query news.loom 'Li Shangfu visits ?'     one question; openCypher works too
  factloom why news.loom \"Li Shangfu\" visits Russia  the sentences behind a fact
  factloom extract article.txt --format jsonl        the facts alone, for a program
  factloom tutorial                                  all of this in five steps

Exit status: 0 done, 1 failed, 2 wrong command line, 3 done but some documents were skipped,
124 time limit, 130 interrupted. Data goes to standard output, everything else to standard error.
NO_COLOR is honoured."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Without a command: what `repl` does
    #[command(flatten)]
    pub(crate) repl: Repl,
}

/// The command that was most likely meant, where the first word is neither one nor a file.
pub(crate) fn mistyped(first: &str) -> Option<String> {
    let names: Vec<String> = <Args as clap::CommandFactory>::command()
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(|command| command.get_name().to_owned())
        .collect();
    let is_word = first.chars().all(char::is_alphabetic);
    if !is_word || names.iter().any(|name| name == first) || std::path::Path::new(first).exists() {
        return None;
    }
    factloom::query::error::nearest(first, names.iter().map(String::as_str)).map(str::to_owned)
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read articles into a graph, a new one or one that is there
    #[command(after_help = "Examples:
  factloom build articles/*.txt -o news.loom         a new graph
  factloom build more/ -o news.loom                  more articles into the same graph
  factloom build pages.zip feed.rss report.docx dump.jsonl.gz -o news.loom
  curl -s URL | factloom build - -o news.loom        a page or a feed

Articles that the graph holds already are not read again; one of the same name with other text
replaces the old one. The order of the articles makes no difference to the graph.")]
    Build(Build),
    /// Open a graph, or articles, and talk about it; without a terminal, run statements from standard input
    #[command(after_help = "Examples:
  factloom repl news.loom
  factloom repl article.txt                          the article's graph, in memory
  echo '? visits Russia' | factloom news.loom        a script on standard input

At the prompt, `:help` lists what can be said.")]
    Repl(Repl),
    /// Ask a graph
    #[command(after_help = "Examples:
  factloom query news.loom 'Li Shangfu visits ?'
  factloom query news.loom 'Who visited Russia?'
  factloom query news.loom 'MATCH (p:Person)-[f:VISITS]->(c:Place) RETURN p.name, c.name, f.status'
  factloom query news.loom -f questions.cypher --format json
  factloom query news.loom 'MATCH (n {name: $who}) RETURN n' --param who='Li Shangfu'
  factloom query :memory: --stdin                    a JSON request a line in, an answer a line out

Statements end with `;`. The first that fails ends the run, with its file and line.")]
    Query(Query),
    /// Print the sentences behind a fact, the words marked
    #[command(after_help = "Examples:
  factloom why news.loom \"Li Shangfu\" visits Russia
  factloom why news.loom China '?' Russia            every fact between the two")]
    Why(Why),
    /// Write a graph in the format of another program
    #[command(after_help = "Examples:
  factloom export news.loom --format svg -o news.svg        a picture; nothing else is needed
  factloom export news.loom --format json -o news.json      nothing is lost in it; `import` reads it back
  factloom export news.loom --format csv -o tables          a folder of nodes.csv and relationships.csv
  factloom export news.loom --format notes -o vault         a folder of linked notes for Obsidian
  factloom export news.loom --format dot | dot -Tpdf > news.pdf
  factloom export news.loom --format gexf --query 'MATCH p = ({name: \"China\"})--() RETURN p' -o china.gexf")]
    Export(Export),
    /// Write one HTML page that draws the graph, to search, filter and read in a browser, without network
    #[command(after_help = "Examples:
  factloom view news.loom                            writes news.html
  factloom view news.loom --query '? visits ?' -o visits.html
  factloom view news.loom --query 'MATCH p = (:Person)-[:VISITS]->() RETURN p' -o visits.html")]
    View(View),
    /// Write a report to read: most connected, main relations, timeline, contradictions, with sources
    #[command(after_help = "Examples:
  factloom report news.loom                          Markdown, to standard output
  factloom report news.loom -o news-report.html      a page for a browser
  factloom report news.loom --about 'Li Shangfu'     what is known of one entity")]
    Report(Report),
    /// Load what `export` wrote (JSON, GraphML, CSV, Cypher, N-Triples, Turtle), or CSV tables that a schema describes
    #[command(after_help = "Examples:
  factloom import new.loom friends.graphml           the format is told by the file's ending
  factloom import copy.loom news.json
  factloom import big.loom --schema schema.json --dir tables/")]
    Import(Import),
    /// Print what a graph holds: counts, labels, relations, documents
    #[command(after_help = "Example:
  factloom info news.loom")]
    Info(GraphArg),
    /// Read a graph's file through and say what is damaged
    #[command(after_help = "Example:
  factloom check news.loom")]
    Check(GraphArg),
    /// Write what can still be read of a damaged graph to a new file
    #[command(after_help = "Example:
  factloom recover damaged.loom -o saved.loom")]
    Recover(Recover),
    /// Print the facts of articles; nothing is stored
    #[command(after_help = "Examples:
  factloom extract article.txt                       a fact a line, for people
  factloom extract articles/ --format jsonl          a JSON object a fact, with sentence and spans
  curl -s URL | factloom extract - --format tsv      from standard input, for spreadsheets
  factloom extract --lines sentences.txt             a sentence a line")]
    Extract(Extract),
    /// Walk through an article in five steps: read it, ask it, see why, draw it, keep it
    #[command(after_help = "At a terminal, Enter goes on and the last step leaves you at the prompt.
Without one, all steps are printed.")]
    Tutorial(ModelArgs),
    /// Write completions for a shell, or man pages
    #[command(
        hide = true,
        after_help = "Examples:
  factloom generate completions bash > ~/.local/share/bash-completion/completions/factloom
  factloom generate completions zsh > ~/.zfunc/_factloom
  factloom generate completions fish > ~/.config/fish/completions/factloom.fish
  factloom generate man ~/.local/share/man/man1"
    )]
    Generate {
        #[command(subcommand)]
        what: Generate,
    },
    /// Print what the analyser sees in articles: words, tags, trees and names, as CoNLL-U
    #[command(after_help = "Examples:
  factloom analyse article.txt
  factloom analyse --model fast - < article.txt
  factloom analyse --from conllu treebank.conllu     keeps the sentences and words of the input")]
    Analyse(Analyse),
}

/// What can be generated from the command line's own description.
#[derive(Debug, Subcommand)]
pub(crate) enum Generate {
    /// Completions, to standard output
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// A man page a command, into a folder
    Man {
        /// The folder; it is made if need be
        folder: PathBuf,
    },
}

/// Arguments of `query`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Query {
    /// The graph's file, or `:memory:` for a new empty one
    pub(crate) graph: String,
    /// The query, or `-` for statements from standard input
    #[arg(conflicts_with_all = ["file", "stdin"])]
    pub(crate) query: Option<String>,
    /// A file of statements
    #[arg(short, long, conflicts_with = "stdin")]
    pub(crate) file: Option<PathBuf>,
    /// Answer requests from standard input, one JSON value a line, until it ends
    #[arg(long)]
    pub(crate) stdin: bool,
    /// What `$NAME` stands for: JSON, or a text as it stands
    #[arg(short, long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) param: Vec<(String, serde_json::Value)>,
    /// How results are printed: table, json, jsonl, csv, tsv, markdown, lines, or sentences: facts as sentences with
    /// their sources where a pattern or a question asks for them, else a table
    #[arg(long, default_value = "sentences")]
    pub(crate) format: factloom::session::Format,
    /// End a statement after so many seconds, with exit status 124
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    /// About how much the rows of a statement may take, as `500M` or `2G`
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub(crate) memory: Option<usize>,
    /// Go on after a statement that failed; the exit status is that of the first failure
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// A folder whose files LOAD CSV may read, and scripts read and write besides those of the folder that they run in
    #[arg(long, value_name = "FOLDER", alias = "allow-files")]
    pub(crate) allow: Vec<PathBuf>,
}

fn parameter(text: &str) -> Result<(String, serde_json::Value), String> {
    let (name, value) = text.split_once('=').ok_or("say NAME=VALUE")?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
    Ok((name.trim_start_matches('$').to_owned(), value))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "say a number of seconds")?;
    Duration::try_from_secs_f64(seconds).map_err(|e| e.to_string())
}

fn bytes(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" => 1 << 10,
        "M" | "MB" => 1 << 20,
        "G" | "GB" => 1 << 30,
        _ => return Err("say a number of bytes, as 1000000, 500M or 2G".to_owned()),
    };
    let number: usize = digits.parse().map_err(|_| "say a number of bytes, as 1000000, 500M or 2G")?;
    number.checked_mul(unit).ok_or_else(|| "more than there can be".to_owned())
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

/// Arguments of `build`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The graph's file, usually NAME.loom
    #[arg(short, long, value_name = "GRAPH")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

/// Arguments of `repl`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Repl {
    /// A graph (NAME.loom, or `:memory:` for an empty one), or articles to read into memory
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// Go on after a statement that failed, when statements come from standard input
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Leave out the commands of the file `init` among your settings (`~/.config/factloom/init`)
    #[arg(long)]
    pub(crate) no_init: bool,
    /// A folder whose files LOAD CSV may read, and scripts read and write besides those of the folder that they run in
    #[arg(long, value_name = "FOLDER", alias = "allow-files")]
    pub(crate) allow: Vec<PathBuf>,
    /// Stop at the first document that cannot be read, instead of skipping it
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

/// Arguments of `export`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Export {
    /// The graph's file
    pub(crate) graph: PathBuf,
    /// The format
    #[arg(long, value_enum)]
    pub(crate) format: GraphFormat,
    /// Only what this pattern says, or the nodes, relationships and paths that this query returns
    #[arg(long, value_name = "QUERY")]
    pub(crate) query: Option<String>,
    /// Where to write it (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `view`.
#[derive(Debug, ClapArgs)]
pub(crate) struct View {
    /// The graph's file
    pub(crate) graph: PathBuf,
    /// Only what this pattern says, or the nodes, relationships and paths that this query returns
    #[arg(long, value_name = "QUERY")]
    pub(crate) query: Option<String>,
    /// Where to write it (default: beside the graph, ending in .html)
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `report`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Report {
    /// The graph's file
    pub(crate) graph: PathBuf,
    /// Only what is known of this entity
    #[arg(long, value_name = "NAME")]
    pub(crate) about: Option<String>,
    /// Markdown or HTML (default: by the ending of --output, else Markdown)
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,
    /// Where to write it (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a text editor, a wiki, another converter
    Markdown,
    /// One page for a browser or a printer
    Html,
}

/// Formats of whole graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Graphviz
    Dot,
    /// Node-link JSON without loss, for networkx, D3 and `import`
    Json,
    /// For Gephi, yEd, networkx, igraph
    Graphml,
    /// GEXF 1.3, for Gephi
    Gexf,
    /// Two tables in the folder that --output names, with the headers that neo4j-admin reads
    Csv,
    /// A script of CREATE statements
    Cypher,
    /// RDF, a triple a line
    Ntriples,
    /// RDF for people to read
    Turtle,
    /// Turtle with the sentences behind each fact, as PROV-O has it
    Prov,
    /// The same in RDF 1.2, with reifying triples
    Rdf12,
    /// RDF as JSON
    Jsonld,
    /// A diagram for Markdown
    Mermaid,
    /// One page to explore in a browser, without network
    Html,
    /// A picture
    Svg,
    /// A folder of tables, and the script with which Ladybug's COPY takes them, in the folder that --output names
    Ladybug,
    /// A folder of linked Markdown notes for Obsidian, in the folder that --output names
    Notes,
    /// Three tables for pandas, polars, DuckDB, in the folder that --output names
    #[cfg(feature = "parquet")]
    Parquet,
}

impl GraphFormat {
    /// The format of one file; none for a folder.
    pub(crate) fn file(self) -> Option<factloom::export::Format> {
        use factloom::export::Format;
        Some(match self {
            GraphFormat::Csv | GraphFormat::Ladybug | GraphFormat::Notes => return None,
            #[cfg(feature = "parquet")]
            GraphFormat::Parquet => return None,
            GraphFormat::Dot => Format::Dot,
            GraphFormat::Json => Format::Json,
            GraphFormat::Graphml => Format::GraphMl,
            GraphFormat::Gexf => Format::Gexf,
            GraphFormat::Cypher => Format::Cypher,
            GraphFormat::Ntriples => Format::NTriples,
            GraphFormat::Turtle => Format::Turtle,
            GraphFormat::Prov => Format::Prov,
            GraphFormat::Rdf12 => Format::Rdf12,
            GraphFormat::Jsonld => Format::JsonLd,
            GraphFormat::Mermaid => Format::Mermaid,
            GraphFormat::Html => Format::Html,
            GraphFormat::Svg => Format::Svg,
        })
    }

    /// The format of a folder; none for one file.
    pub(crate) fn folder(self) -> Option<factloom::export::FolderFormat> {
        use factloom::export::FolderFormat;
        match self {
            GraphFormat::Csv => Some(FolderFormat::Csv),
            GraphFormat::Ladybug => Some(FolderFormat::Ladybug),
            GraphFormat::Notes => Some(FolderFormat::Notes),
            #[cfg(feature = "parquet")]
            GraphFormat::Parquet => Some(FolderFormat::Parquet),
            _ => None,
        }
    }
}

/// Arguments of `import`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Import {
    /// The graph's file, made if it is not there
    pub(crate) graph: PathBuf,
    /// Files to load
    #[arg(required_unless_present = "schema")]
    pub(crate) files: Vec<PathBuf>,
    /// What describes the tables of --dir
    #[arg(long, value_name = "FILE", requires = "dir")]
    pub(crate) schema: Option<PathBuf>,
    /// The folder of the tables
    #[arg(long, value_name = "DIR", requires = "schema")]
    pub(crate) dir: Option<PathBuf>,
}

/// Arguments of `why`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Why {
    /// The graph's file
    pub(crate) graph: PathBuf,
    /// Who or what the fact is about; `?` for anything
    pub(crate) subject: String,
    /// The relation, as `visits` or `VISITS`; `?` for any
    pub(crate) relation: String,
    /// What it relates the subject to; `?` for anything
    pub(crate) object: String,
}

/// A graph alone.
#[derive(Debug, ClapArgs)]
pub(crate) struct GraphArg {
    /// The graph's file
    pub(crate) graph: PathBuf,
}

/// Arguments of `recover`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Recover {
    /// The damaged graph; it is left as it is
    pub(crate) graph: PathBuf,
    /// The new file
    #[arg(short, long, value_name = "GRAPH")]
    pub(crate) output: PathBuf,
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
    /// Files, folders, globs, or `-` for standard input: text, Markdown, HTML, JSON lines, tables (CSV, TSV), feeds (RSS,
    /// Atom), PDF, DOCX, EPUB, WARC files of web crawls, ZIP archives, and most of these packed with gzip or zstd
    #[arg(default_value = "-")]
    pub(crate) input: Vec<String>,
    /// Stop at the first document that cannot be read, instead of skipping it
    #[arg(long)]
    pub(crate) strict: bool,
}

/// How the text is cut into sentences and words.
#[derive(Debug, Clone, Copy, Default, ClapArgs)]
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
