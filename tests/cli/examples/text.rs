//! The examples in man pages and in Markdown.

/// An example.
#[derive(Debug)]
pub(super) enum Example {
    /// Lines for a shell.
    Script(String),
    /// The words of a command that is only named, or whose arguments are placeholders.
    Command(String),
}

impl Example {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Script(text) => text.clone(),
            Self::Command(words) => format!("doapi {words}"),
        }
    }
}

/// The examples of a man page: those of its section, in one script, and those in its text.
pub(super) fn in_man_page(source: &str) -> Vec<Example> {
    let sections: Vec<&str> = source.split("\n.SH ").collect();
    let is_syntax =
        |section: &&str| ["NAME", "SYNOPSIS", "SEE ALSO", "\"SEE ALSO"].iter().any(|name| section.starts_with(name));
    let script: Vec<String> = sections.iter().flat_map(|section| shown(section)).map(plain).collect();
    let text: Vec<&str> =
        sections.iter().skip(1).filter(|section| !is_syntax(section)).flat_map(|section| running(section)).collect();
    let text = text.join(" ");
    let bold = text.split("\\fB").skip(1).filter_map(|rest| rest.split_once("\\fR"));
    let code = bold.filter(|(_, after)| !after.starts_with("(1)")).filter_map(|(code, _)| in_text(&plain(code)));
    let section = (!script.is_empty()).then(|| Example::Script(script.join("\n")));
    section.into_iter().chain(code).collect()
}

/// The lines of a section that stand by themselves.
fn shown(section: &str) -> Vec<&str> {
    section.split("\n.nf\n").skip(1).filter_map(|block| block.split("\n.fi").next()).flat_map(str::lines).collect()
}

/// The other lines of a section.
fn running(section: &str) -> Vec<&str> {
    let blocks = section.split("\n.nf\n").enumerate();
    let text = blocks.map(|(at, block)| if at == 0 { block } else { block.split_once("\n.fi").unwrap_or_default().1 });
    text.flat_map(str::lines).filter(|line| !line.starts_with('.')).collect()
}

fn plain(text: &str) -> String {
    let marks = [("\\fB", ""), ("\\fR", ""), ("\\-", "-"), ("\\*(Aq", "'"), ("\\(aq", "'"), ("\\[u2026]", "…")];
    marks.iter().fold(text.to_owned(), |text, (mark, meaning)| text.replace(mark, meaning)).replace("\\\\", "\\")
}

/// The examples of a page in Markdown: its blocks of code, each a script, and the code in its text.
pub(super) fn in_markdown(source: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut text = String::new();
    for (at, part) in source.split("```").enumerate() {
        if at % 2 == 0 {
            examples.extend(indented(part));
            text.push_str(part);
            continue;
        }
        let code = part.split_once('\n').map_or(part, |(_, code)| code);
        examples.push(Example::Script(typed(code)));
    }
    let running: Vec<&str> = text.lines().filter(|line| !line.starts_with("    ")).collect();
    let running = running.join(" ");
    examples.extend(running.split('`').skip(1).step_by(2).filter_map(in_text));
    examples
}

/// Blocks of code that are indented by four spaces. Where a line explains itself to the right, only its left side is
/// code.
fn indented(text: &str) -> Vec<Example> {
    let code = text.split("\n\n").flat_map(|block| {
        let lines: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("    ")).collect();
        typed_lines(&lines).into_iter().filter(|line| !line.starts_with(' ')).map(str::to_owned).collect::<Vec<_>>()
    });
    let code = code.map(|line| line.split("    ").next().unwrap_or_default().to_owned());
    code.map(|line| in_text(&line).unwrap_or(Example::Script(line))).collect()
}

/// The lines after prompts, if there are any: the others are what was printed.
fn typed_lines<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let typed: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("$ ")).collect();
    if typed.is_empty() { lines.to_vec() } else { typed }
}

/// What is typed of a block, with the program that `cargo run` would build.
fn typed(block: &str) -> String {
    let lines: Vec<&str> = block.lines().collect();
    typed_lines(&lines).join("\n").replace("cargo run --release -- ", "doapi ").trim_end().to_owned()
}

/// Code in running text: something of doapi that can be run as it stands, or the name of a command. A usage line is
/// neither.
fn in_text(code: &str) -> Option<Example> {
    if code.contains("[OPTIONS]") {
        return None;
    }
    let words: Vec<&str> = code.strip_prefix("doapi").filter(|rest| rest.starts_with([' ', '-']))?.split(' ').collect();
    let is_placeholder = |word: &&str| {
        word.starts_with(['[', '<', '{', '…'])
            || word.len() > 1 && word.contains('|')
            || word.len() > 1 && word.chars().all(|c| c.is_uppercase() || "_.…|@".contains(c))
    };
    let is_name = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with("--");
    let named: Vec<&str> = words.iter().copied().take_while(|word| is_name(word)).collect();
    let command = named.join(" ").trim_start_matches(['-', ' ']).to_owned();
    if words.iter().any(is_placeholder) || named.len() == words.len() {
        return (!command.is_empty()).then_some(Example::Command(command));
    }
    (!command.is_empty()).then(|| Example::Script(code.to_owned()))
}
