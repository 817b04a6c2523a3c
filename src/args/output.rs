//! The universal options that choose the form of the result.

use crate::args::variable::{or_variable, variable};
use crate::error::{Result, usage};
use crate::resolve::field::FieldPath;
use crate::ui::format::{Columns, Format, Shape};
#[cfg(feature = "jq")]
use crate::ui::jq::Jq;
use clap::{Args, ValueEnum};
use std::io::IsTerminal;

/// Accepted before and after every subcommand, like the other universal options.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OutputOptions {
    /// The format of the result; the variable counts only where stdout is a terminal [env: DOAPI_OUTPUT] [default:
    /// json]
    #[arg(short, long, global = true, value_name = "FORMAT", value_enum, hide_short_help = true)]
    output: Option<Format>,

    /// Columns of a table, csv or tsv: paths such as name,region.slug or short names such as ip,price,age
    #[arg(long, global = true, value_name = "PATH", value_delimiter = ',', hide_short_help = true)]
    columns: Vec<FieldPath>,

    /// Print what this filter gives for the result, in the language of jq
    #[cfg(feature = "jq")]
    #[arg(long, global = true, value_name = "FILTER", value_parser = Jq::new, hide_short_help = true)]
    jq: Option<Jq>,

    /// Print the strings that --jq gives without quotes
    #[cfg(feature = "jq")]
    #[arg(short, long, global = true, hide_short_help = true)]
    raw_output: bool,

    /// Leave the line of column titles out
    #[arg(long, global = true, hide_short_help = true)]
    no_header: bool,
}

impl OutputOptions {
    /// The filter, if one was given.
    #[cfg(feature = "jq")]
    pub(crate) fn filter(&self) -> Option<(Jq, bool)> {
        self.jq.clone().map(|filter| (filter, self.raw_output))
    }

    /// Whether a terminal shows the result. A variable or a file must not change what a script reads, so they count on
    /// a terminal only.
    pub(super) fn is_for_a_terminal() -> bool {
        std::io::stdout().is_terminal()
    }

    /// The format; `usual` is that of the configuration.
    pub(crate) fn format(&self, usual: Option<Format>) -> Result<Format> {
        let format = |text: &str| Format::from_str(text, true).map_err(|_| format!("must be one of {}", formats()));
        let is_terminal = OutputOptions::is_for_a_terminal();
        #[cfg(feature = "jq")]
        if self.jq.is_some() {
            return Ok(self.output.unwrap_or_default());
        }
        let with_columns = if is_terminal { Format::Table } else { Format::Csv };
        let given = self.output.or((!self.columns.is_empty()).then_some(with_columns));
        if given.is_some() || is_terminal {
            return Ok(or_variable(given, "DOAPI_OUTPUT", format)?.or(usual).unwrap_or_default());
        }
        Ok(Format::Json)
    }

    /// An error if one of these options was given to a command that has no use for it.
    pub(crate) fn refuse(&self) -> Result<()> {
        #[cfg(feature = "jq")]
        let has_filter = self.jq.is_some() || self.raw_output;
        #[cfg(not(feature = "jq"))]
        let has_filter = false;
        if self.output.is_none() && self.columns.is_empty() && !self.no_header && !has_filter {
            return Ok(());
        }
        Err(usage(
            "the output of this command is text: --output, --columns, --no-header and --jq cannot be used with it",
        ))
    }

    /// What the formats with columns have to look like.
    pub(crate) fn shape(&self, colored: bool) -> Result<Shape> {
        let columns = if self.columns.is_empty() { Columns::Usual } else { Columns::Chosen(self.columns.clone()) };
        Ok(Shape { columns, header: !self.no_header, width: width()?, colored })
    }

    /// What the grammar cannot check.
    pub(crate) fn check(&self, usual: Option<Format>) -> Result<()> {
        #[cfg(feature = "jq")]
        self.check_filter()?;
        if self.format(usual)?.has_columns() || self.columns.is_empty() && !self.no_header {
            return Ok(());
        }
        Err(usage("--columns and --no-header need one of the formats table, wide, csv and tsv"))
    }
}

#[cfg(feature = "jq")]
impl OutputOptions {
    fn check_filter(&self) -> Result<()> {
        let is_json = self.output.is_none_or(|format| matches!(format, Format::Json | Format::Jsonl));
        match self.jq {
            Some(_) if !is_json || !self.columns.is_empty() => {
                Err(usage("--jq prints JSON: it can only be used with -o json and jsonl"))
            }
            None if self.raw_output => Err(usage("--raw-output needs --jq")),
            _ => Ok(()),
        }
    }
}

pub(super) fn formats() -> String {
    let names = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    names.map(|name| name.get_name().to_owned()).collect::<Vec<_>>().join(", ")
}

/// The width of the terminal; nothing where stdout is none.
fn width() -> Result<Option<usize>> {
    if !std::io::stdout().is_terminal() {
        return Ok(None);
    }
    let given = variable("COLUMNS")?.and_then(|text| text.parse::<usize>().ok()).filter(|width| *width > 0);
    Ok(given.or_else(|| console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns))))
}
