//! What a shell offers for the arguments and options of the table's commands.

use super::family;
use super::field::FieldOption;
use super::node::Node;
use super::operation::{Operation, Piece};
use super::table::Table;
use crate::api::Path;
use crate::complete::{self, Candidates, Session};
use crate::resolve::Family;
use clap::Arg;

/// The objects that the argument at a place names, below those that the line has named already.
pub(super) fn labels(node: &Node, at: usize) -> Candidates {
    let (operation, depth) = (node.operations.last().cloned(), node.words.len());
    complete::objects_of(move |session| below(session, operation.as_ref()?, at, &named(session, depth)))
}

/// The words after the command that are no options: the labels, and perhaps values of options.
fn named(session: &Session, depth: usize) -> Vec<String> {
    let words = session.words_before().iter().map(|word| word.to_string_lossy().into_owned());
    words.filter(|word| !word.starts_with('-')).skip(depth + 1).collect()
}

/// The family of the argument at a place, the objects above it known by their labels.
fn below(session: &Session, operation: &Operation, at: usize, labels: &[String]) -> Option<Family> {
    let table = Table::read();
    let (mut place, mut path, mut labels) = (String::new(), String::new(), labels.iter());
    let mut seen = 0;
    for piece in operation.pieces() {
        match piece {
            Piece::Text(text) => {
                place.push_str(text);
                path.push_str(text);
            }
            Piece::Argument(_) => {
                let family = family::at(&table, place.trim_end_matches('/'), path.trim_end_matches('/'));
                if seen == at {
                    return family;
                }
                let label = labels.next()?;
                let id = family.as_ref().filter(|family| !family::is_sure_id(family, label));
                let id = id.map_or_else(|| Some(label.clone()), |family| complete::id_of(session, family, label))?;
                path = Path::new(path.trim_end_matches('/')).segment(id).to_string();
                place.push_str("{}");
                seen += 1;
            }
        }
    }
    None
}

/// An option with what may be its value.
pub(super) fn with(argument: Arg, field: &FieldOption) -> Arg {
    if !field.values().is_empty() {
        return argument.add(complete::words(field.values().to_vec()));
    }
    if let Some(place) = field.reference() {
        return argument.add(complete::objects_of(move |_| family::at(&Table::read(), place, place)));
    }
    match field.name() {
        "region" | "regions" => argument.add(complete::regions()),
        "size" | "size_slug" => argument.add(complete::sizes()),
        "tag" | "tags" | "tag_name" => argument.add(complete::tags()),
        _ if field.placeholder().ends_with("@FILE") || field.is_text_in_file() => argument.add(complete::at_file()),
        _ => argument,
    }
}
