//! Every command line that a synopsis of doapi 0.2.0 allows is still accepted, with its options before and after the
//! positional arguments. What the lines do is tested on the sandbox, in `tests/cli/synopsis.rs`.

use crate::commands::Cli;
use clap::CommandFactory;

const LINES: &str = include_str!("../../../tests/cli/synopsis/lines.txt");

/// A piece of a command line that stays together: an option with its value, or a positional argument.
type Piece = Vec<String>;
/// The ways in which a part of a synopsis can be written out.
type Forms = Vec<Vec<Piece>>;

/// Writes a synopsis out. Where an option has two spellings, the one of this number is taken.
struct Reader<'a> {
    rest: &'a str,
    spelling: usize,
}

impl Reader<'_> {
    /// A sequence, up to the end or to a bracket that closes.
    fn sequence(&mut self) -> Forms {
        let mut alternatives = Vec::new();
        let mut forms: Forms = vec![Vec::new()];
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                None | Some(']' | '}') => break,
                Some('|') => {
                    self.rest = &self.rest[1..];
                    alternatives.append(&mut forms);
                    forms = vec![Vec::new()];
                }
                Some(_) => forms = product(&forms, &self.item()),
            }
        }
        alternatives.append(&mut forms);
        alternatives
    }

    /// A group or a word, perhaps repeated.
    fn item(&mut self) -> Forms {
        let optional = self.rest.starts_with('[');
        let forms = if self.rest.starts_with(['[', '{']) { self.group(optional) } else { self.word() };
        match self.rest.strip_prefix(" ...") {
            Some(rest) => {
                self.rest = rest;
                let twice = product(&forms, &forms);
                if optional { twice } else { forms.into_iter().chain(twice).collect() }
            }
            None => forms,
        }
    }

    fn group(&mut self, optional: bool) -> Forms {
        self.rest = &self.rest[1..];
        let mut forms = self.sequence();
        self.rest = &self.rest[1..];
        if optional {
            forms.push(Vec::new());
        }
        forms
    }

    /// A word of alternatives without blanks, `-I|--image`, with the value that follows an option.
    fn word(&mut self) -> Forms {
        let spellings: Vec<&str> = until_blank(self.rest).split('|').collect();
        self.rest = &self.rest[until_blank(self.rest).len()..];
        let is_option = spellings[0].starts_with('-');
        let same = is_option && spellings.len() == 2 && !spellings[0].starts_with("--");
        let chosen = if same { vec![spellings[self.spelling]] } else { spellings };
        let after = self.rest.strip_prefix(' ').filter(|after| is_option && after.starts_with('<'));
        let value = after.map(until_blank);
        if let Some(value) = value {
            self.rest = &self.rest[1 + value.len()..];
        }
        chosen.into_iter().flat_map(|word| written(word, value)).collect()
    }
}

/// The word at the start; a placeholder such as `<new name>` may hold a blank.
fn until_blank(text: &str) -> &str {
    let mut inside = false;
    let end = text.find(|c| {
        inside = if c == '<' || c == '>' { c == '<' } else { inside };
        !inside && (c == ' ' || c == ']' || c == '}')
    });
    &text[..end.unwrap_or(text.len())]
}

fn written(word: &str, value: Option<&str>) -> Forms {
    match word {
        "<wait options>" => {
            let options = "[-w|--wait] [--wait-time <seconds>] [--wait-interval <seconds>]";
            Reader { rest: options, spelling: 0 }.sequence()
        }
        "<universal options>" => Reader { rest: "[--timeout <seconds>]", spelling: 0 }.sequence(),
        word => match word.split_once('=') {
            Some((option, placeholder)) => vec![vec![vec![format!("{option}={}", example(placeholder))]]],
            None => vec![vec![[example(word)].into_iter().chain(value.map(example)).collect()]],
        },
    }
}

/// A word as somebody would type it.
fn example(word: &str) -> String {
    let example = match word {
        "<seconds>" | "<int>" | "<action>" | "<record id>" | "<kernel>" => "7",
        "<ip>" | "<ip address>" => "192.0.2.1",
        "<JSON|@file>" | "<string|@file>" => "{}",
        "<path>" => "/v2/account",
        "<URL>" => "https://api.digitalocean.com/v2/account",
        "<method>" => "get",
        "<size>" => "s-1vcpu-1gb",
        word if word.starts_with('<') => "web",
        word => word,
    };
    example.to_owned()
}

fn product(left: &Forms, right: &Forms) -> Forms {
    left.iter().flat_map(|one| right.iter().map(|other| [one.as_slice(), other].concat())).collect()
}

/// The command lines of a synopsis, each with its options where the synopsis has them, and with them at the end.
fn command_lines(synopsis: &str) -> Vec<Vec<String>> {
    let (program, rest) = synopsis.split_once(' ').unwrap_or((synopsis, ""));
    let noun = program.strip_prefix("doapi-").unwrap();
    let forms = [0, 1].into_iter().flat_map(|spelling| Reader { rest, spelling }.sequence());
    let whole = |pieces: Vec<Piece>| {
        let start = ["doapi".to_owned(), noun.to_owned()];
        let (options, others): (Vec<Piece>, Vec<Piece>) =
            pieces.iter().cloned().partition(|piece| piece[0].starts_with('-'));
        let at_the_end = others.into_iter().chain(options).flatten();
        let as_it_is = pieces.into_iter().flatten();
        [start.iter().cloned().chain(as_it_is).collect(), start.iter().cloned().chain(at_the_end).collect()]
    };
    forms.flat_map(whole).collect()
}

#[test]
fn every_command_line_that_a_synopsis_allows_is_accepted() {
    let mut tree = Cli::command();
    let mut count = 0;
    for synopsis in LINES.lines() {
        for line in command_lines(synopsis) {
            // Help says of these that they exclude each other.
            let has = |options: [&str; 2]| line.iter().any(|word| options.contains(&word.as_str()));
            if has(["--paginate", "--paginate"]) && has(["-d", "--data"]) {
                continue;
            }
            let parsed = tree.try_get_matches_from_mut(&line);
            assert!(parsed.is_ok(), "{synopsis}\n{line:?}\n{}", parsed.unwrap_err());
            count += 1;
        }
    }
    assert!(count > 5_000, "only {count} lines were made");
}

#[test]
fn a_synopsis_is_written_out_in_all_its_forms() {
    let lines = command_lines("doapi-image show {--private|--type=<type>} [-M|--multiple] [<image> ...]");
    let lines: Vec<String> = lines.iter().map(|words| words.join(" ")).collect();
    for line in [
        "doapi image show --private",
        "doapi image show --type=web -M web web",
        "doapi image show web web --type=web --multiple",
    ] {
        assert!(lines.iter().any(|made| made == line), "{line} is not among {lines:#?}");
    }
    assert_eq!(lines.len(), 2 * 2 * 3 * 2 * 2);
}
