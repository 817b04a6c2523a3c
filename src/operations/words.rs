//! Words for commands that have no text of their own: what a verb does, to what, and how both are named.

use super::field::FieldOption;
use super::operation::Operation;

/// Other tools' words for verbs.
const ALIASES: [(&str, &str); 6] =
    [("list", "show"), ("ls", "show"), ("get", "show"), ("create", "new"), ("rm", "delete"), ("destroy", "delete")];

/// The verb that a word of another tool means.
pub(crate) fn meant_by(word: &str) -> Option<&'static str> {
    ALIASES.iter().find(|(alias, _)| *alias == word).map(|(_, verb)| *verb)
}

/// The words of other tools for a verb.
pub(crate) fn aliases(verb: &str) -> Vec<&'static str> {
    ALIASES.iter().filter(|(_, meant)| *meant == verb).map(|(alias, _)| *alias).collect()
}

/// What a path's argument is called: `database_cluster_uuid` → `DATABASE_CLUSTER`.
pub(crate) fn placeholder(argument: &str, noun: &str) -> String {
    let endings = ["_uuid", "_id", "_identifier"];
    let name = endings.iter().find_map(|ending| argument.strip_suffix(ending)).unwrap_or(argument);
    let name = if matches!(name, "id" | "uuid") { noun } else { name };
    name.replace([' ', '-'], "_").to_uppercase()
}

/// What messages call one object of a command's words: the last of them that is no verb, `node pool`.
pub(crate) fn noun(words: &[&str]) -> String {
    match words.last().copied().unwrap_or_default() {
        "kubernetes" => "Kubernetes cluster".to_owned(),
        noun => noun.replace('-', " "),
    }
}

/// The noun of an operation's command.
pub(crate) fn noun_of(operation: &Operation) -> String {
    let words: Vec<&str> = operation.command.split(' ').collect();
    noun(&words[..words.len().saturating_sub(1).max(1)])
}

/// Several of them.
pub(crate) fn plural(noun: &str) -> String {
    let ends_in_vowel_y = ["ay", "ey", "oy"].iter().any(|end| noun.ends_with(end));
    if noun.ends_with('s') {
        noun.to_owned()
    } else if noun.ends_with('y') && !ends_in_vowel_y {
        format!("{}ies", &noun[..noun.len() - 1])
    } else if noun.ends_with('x') || noun.ends_with("ch") {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

fn one(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    if noun.ends_with('s') { format!("the {noun}") } else { format!("{article} {noun}") }
}

/// What the operations of one command do together.
pub(crate) fn about(operations: &[Operation]) -> String {
    let Some(first) = operations.first() else { return String::new() };
    let noun = noun_of(first);
    let (lists, shows) = (operations.iter().any(|one| one.is_list), operations.iter().any(Operation::is_of_one));
    match first.verb() {
        "show" if lists && shows => format!("Show {}: those given, or all", plural(&noun)),
        "show" if lists => format!("List the {}", plural(&noun)),
        "show" => format!("Show {}", one(&noun)),
        "new" => format!("Create {}", one(&noun)),
        "update" => format!("Change {}: only what is said", one(&noun)),
        "replace" => format!("Replace {}: what is not said gets its default", one(&noun)),
        "delete" => format!("Delete {}", plural(&noun)),
        "act" => format!("Start an action on {}", plural(&noun)),
        "actions" => format!("List the actions of {}", one(&noun)),
        "add" => format!("Add {}", plural(&noun)),
        "remove" => format!("Remove {}", plural(&noun)),
        verb => format!("{}: {}", capital(&noun), verb.replace('-', " ")),
    }
}

/// What can be done with the objects of a noun.
pub(crate) fn about_noun(words: &[String]) -> String {
    let last = words.last().map(|word| word.replace('-', " ")).unwrap_or_default();
    format!("Manage {}", plural(&last))
}

/// What `wait` does with them.
pub(crate) fn about_wait(words: &[String]) -> String {
    let noun = words.get(words.len().saturating_sub(2)).map(|word| word.replace('-', " ")).unwrap_or_default();
    format!("Wait until {} reach a final state", plural(&noun))
}

/// What may stand in the place of a path's argument.
pub(crate) fn label_help(argument: &str, owner: &str, several: bool) -> String {
    let name = placeholder(argument, owner).replace('_', " ").to_lowercase();
    let is_name = argument.ends_with("name") || !argument.contains('_') && argument != "id";
    match (several, is_name) {
        (true, _) => format!("IDs or names of {}", plural(&name)),
        (false, true) => format!("The {name}"),
        (false, false) => format!("The ID or the name of the {name}"),
    }
}

/// What is known of a field, for help.
pub(crate) fn field_help(field: &FieldOption) -> String {
    let values = field.values();
    let kind = match field.reference() {
        Some(place) => format!("An ID or a name ({})", of_place(place)),
        None if !values.is_empty() => format!("Such as {}", values.join(", ")),
        None => field.kind().to_owned(),
    };
    let marks = [(field.required, "required"), (field.repeats(), "repeatable")];
    let marks: Vec<&str> = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
    let marks = if marks.is_empty() { String::new() } else { format!("[{}]", marks.join(", ")) };
    [kind, marks].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What one object at a place such as `/v2/load_balancers` is called.
pub(crate) fn of_place(place: &str) -> String {
    let last = place.rsplit('/').next().unwrap_or_default().replace(['_', '-'], " ");
    match last.as_str() {
        "clusters" => "Kubernetes cluster".to_owned(),
        "keys" => "SSH key".to_owned(),
        "autoscale" => "autoscale pool".to_owned(),
        _ => last.strip_suffix('s').unwrap_or(&last).to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::table::Table;

    #[test]
    fn commands_are_described_by_their_words() {
        let table = Table::read();
        for (ids, text) in [
            (vec!["volumes_list", "volumes_get"], "Show volumes: those given, or all"),
            (vec!["kubernetes_add_nodePool"], "Create a node pool"),
            (vec!["vpcPeerings_list"], "List the vpc peerings"),
            (vec!["databases_get_config"], "Show a config"),
            (vec!["databases_reset_auth"], "User: reset auth"),
            (vec!["kubernetes_delete_cluster"], "Delete Kubernetes clusters"),
        ] {
            let operations: Vec<Operation> = ids.iter().map(|id| table.of_id(id).unwrap()).collect();
            assert_eq!(about(&operations), text);
        }
    }

    #[test]
    fn arguments_are_named_by_what_they_name() {
        for (argument, name) in [("volume_id", "VOLUME"), ("id", "APP"), ("username", "USERNAME"), ("pa_id", "PA")] {
            assert_eq!(placeholder(argument, "app"), name);
        }
    }
}
