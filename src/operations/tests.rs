//! Tests that go through all operations: each has its command, its help, and a body that options make.

use super::Table;
use super::body::Given;
use super::command::tree;
use super::field::{FieldOption, may_be_empty, option_id, options};
use super::json::Json;
use super::node::{Node, Noun};
use super::operation::{NO_COMMAND, Operation};
use super::shape::Shape;
use crate::args::empty::refuse_empty;
use crate::args::global::Global;
use clap::{Arg, ArgMatches, Args, Command};
use std::rc::Rc;

/// The commands as `tools/operations` has them: a command and the identifier of its operation on each line.
const COMMANDS: &str = include_str!("../../tools/operations/commands.tsv");

fn root() -> Command {
    Global::augment_args(Command::new("doapi"))
}

fn words(command: &str) -> Vec<String> {
    command.split(' ').map(str::to_owned).collect()
}

fn nodes() -> Vec<(Rc<Noun>, Node)> {
    let table = Table::read();
    let mut commands: Vec<&str> = COMMANDS.lines().filter_map(|line| line.split('\t').next()).collect();
    commands.retain(|command| *command != NO_COMMAND);
    commands.dedup();
    let mut nouns: Vec<Rc<Noun>> = Vec::new();
    let mut node = |command: &str| {
        let words = words(command);
        if nouns.last().is_none_or(|noun| noun.first != words[0]) {
            nouns.push(Rc::new(Noun::of(&table, &words[0]).unwrap()));
        }
        let noun = Rc::clone(nouns.last().unwrap());
        let node = noun.at(&words).unwrap_or_else(|| panic!("no command {command}"));
        (noun, node)
    };
    commands.into_iter().map(&mut node).collect()
}

fn parse(noun: &Noun, node: &Node, rest: &[String]) -> Result<ArgMatches, clap::Error> {
    let line = ["doapi".to_owned()].into_iter().chain(node.words.clone()).chain(rest.iter().cloned());
    let mut matches = tree(root(), noun, node).try_get_matches_from(line)?;
    while let Some((_, inner)) = matches.remove_subcommand() {
        matches = inner;
    }
    Ok(matches)
}

#[test]
fn every_command_has_help_with_its_requests() {
    let nodes = nodes();
    let mut operations = 0;
    for (noun, node) in &nodes {
        let error = parse(noun, node, &["--help".to_owned()]).unwrap_err();
        assert_eq!(error.kind(), clap::error::ErrorKind::DisplayHelp, "{:?}: {error}", node.words);
        for operation in &node.operations {
            let request = format!("{} {}", operation.method, operation.path);
            assert!(error.to_string().contains(&request), "{:?} says nothing of {request}", node.words);
            operations += 1;
        }
    }
    // Of 644 operations 3 have no command, and 17 share one with a newer operation of as many arguments.
    assert_eq!((COMMANDS.lines().count(), operations), (644, 624));
}

#[test]
fn no_command_has_two_options_of_one_name() {
    for (noun, node) in &nodes() {
        tree(root(), noun, node).debug_assert();
    }
}

/// The command of a node in the tree that parses its lines.
fn command_of<'a>(tree: &'a Command, node: &Node) -> &'a Command {
    node.words.iter().fold(tree, |above, word| above.find_subcommand(word).unwrap())
}

#[test]
fn an_empty_value_of_any_argument_of_any_command_is_refused_unless_it_is_a_text() {
    let (mut refused, mut allowed) = (0, 0);
    for (noun, node) in &nodes() {
        let mut tree = tree(root(), noun, node);
        tree.build();
        let labels: Vec<String> = node.arguments().iter().map(|name| format!("the {name}")).collect();
        let own = |one: &&Arg| one.get_action().takes_values() && !one.is_global_set();
        let own: Vec<Arg> = command_of(&tree, node).get_arguments().filter(own).cloned().collect();
        for argument in own {
            let mut line = labels.clone();
            match (argument.get_long(), argument.get_index()) {
                (Some(long), _) => line.push(format!("--{long}=")),
                (None, index) => line[index.unwrap() - 1] = String::new(),
            }
            let line = ["doapi".to_owned()].into_iter().chain(node.words.clone()).chain(line);
            let parsed = tree.try_get_matches_from_mut(line);
            let checked = parsed.and_then(|matches| refuse_empty(&mut tree, &matches, may_be_empty));
            let id = argument.get_id().as_str();
            let is_refused = checked.is_err_and(|error| error.exit_code() == 2);
            assert_eq!(is_refused, !may_be_empty(id), "{:?}: {id}", node.words);
            *(if is_refused { &mut refused } else { &mut allowed }) += 1;
        }
    }
    assert!(refused > 2000 && allowed > 20, "{refused} refused, {allowed} allowed");
}

/// A value that options can say, and the texts that say it.
fn sample(field: &FieldOption, at: usize) -> Option<(Json, Vec<String>)> {
    let scalar = |shape: &Shape| match shape {
        Shape::Scalar(kinds) if kinds.text => Some((Json::text(&format!("text {at}")), format!("text {at}"))),
        Shape::Scalar(kinds) if kinds.boolean => Some((Json::Scalar("false".to_owned()), "false".to_owned())),
        Shape::Scalar(_) => Some((Json::Scalar(format!("{at}")), format!("{at}"))),
        _ => None,
    };
    match &field.shape {
        Shape::List(element) => match element.as_ref() {
            object @ Shape::Object(_) => {
                let json = super::body::skeleton(object);
                Some((Json::List(vec![json.clone(), json.clone()]), vec![json.to_string(), json.to_string()]))
            }
            one => scalar(one).map(|(json, text)| (Json::List(vec![json.clone(), json]), vec![text.clone(), text])),
        },
        Shape::Map(values) => scalar(values).map(|(json, text)| {
            let mut object = Json::empty();
            object.set(&["key"], json);
            (object, vec![format!("key={text}")])
        }),
        Shape::Object(_) => None,
        Shape::Any => Some((Json::Scalar("[1.50]".to_owned()), vec!["[1.50]".to_owned()])),
        one @ Shape::Scalar(_) => scalar(one).map(|(json, text)| (json, vec![text])),
    }
}

/// Everything that the options of a shape can say: the JSON, and the command line.
fn samples(shape: &Shape, long_of: &dyn Fn(&str) -> String) -> (Json, Vec<String>) {
    let (mut json, mut line) = (Json::empty(), Vec::new());
    for (at, field) in options(shape).iter().enumerate() {
        let Some((value, texts)) = sample(field, at) else { continue };
        let path: Vec<&str> = field.path.iter().map(String::as_str).collect();
        json.set(&path, value);
        line.extend(texts.into_iter().map(|text| format!("--{}={text}", long_of(&field.long))));
    }
    (json, line)
}

fn labels(operation: &Operation) -> Vec<String> {
    operation.arguments().iter().map(|name| format!("the {name}")).collect()
}

#[test]
fn the_options_of_every_operation_make_its_body_and_its_query() {
    let mut bodies = 0;
    for (noun, node) in &nodes() {
        for operation in &node.operations {
            let tree = tree(root(), noun, node);
            let command = command_of(&tree, node);
            let long_of = |long: &str| {
                let found = command.get_arguments().find(|one| one.get_id().as_str() == option_id(long));
                found.and_then(Arg::get_long).unwrap().to_owned()
            };
            let (query, queries) = samples(&operation.query, &long_of);
            let (body, fields) = operation.body.as_ref().map(|shape| samples(shape, &long_of)).unwrap_or_default();
            bodies += usize::from(!fields.is_empty());
            let matches = parse(noun, node, &[queries, fields, labels(operation)].concat()).unwrap();
            let given = Given(&matches);
            assert_eq!(given.fields(&operation.query).unwrap(), query, "{}", operation.id);
            let made = operation.body.as_ref().map(|shape| given.fields(shape).unwrap()).unwrap_or_default();
            assert_eq!(made, body, "{}", operation.id);
            assert_eq!(given.foreign(operation), None, "{}", operation.id);
        }
    }
    assert!(bodies > 190, "{bodies}");
}
