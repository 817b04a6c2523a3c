//! The tree of the table's commands below one first word, and where in it a line leads.

use super::forms::Form;
use super::operation::Operation;
use super::table::Table;
use super::words::meant_by;
use std::ffi::OsString;

/// The verb that waits for a state, which no operation stands behind.
pub(crate) const WAIT: &str = "wait";

/// All commands that begin with the same word.
pub(crate) struct Noun {
    pub(crate) first: String,
    operations: Vec<Operation>,
}

/// One command: its operations, and the words that may follow it.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) words: Vec<String>,
    /// The operations that it stands for, those with the fewest arguments first.
    pub(crate) operations: Vec<Operation>,
    pub(crate) children: Vec<String>,
    /// The short form that it is of its operation.
    pub(crate) form: Option<&'static Form>,
}

/// A line's command, and how many of the words after the first name it.
pub(crate) struct Located {
    pub(crate) node: Node,
    pub(crate) used: usize,
}

impl Noun {
    /// The commands that begin with this word; nothing if there are none.
    pub(crate) fn of(table: &Table, first: &str) -> Option<Noun> {
        let operations = table.of_word(first);
        (!operations.is_empty()).then(|| Noun { first: first.to_owned(), operations })
    }

    /// The command of these words, the first of them this noun's.
    pub(crate) fn at(&self, words: &[String]) -> Option<Node> {
        let (command, below) = (words.join(" "), format!("{} ", words.join(" ")));
        let operations = variants(self.operations.iter().filter(|one| one.command == command).cloned().collect());
        let next = |one: &Operation| Some(one.command.strip_prefix(&below)?.split(' ').next()?.to_owned());
        let mut children: Vec<String> = self.operations.iter().filter_map(next).collect();
        if self.waits_for(words).is_some() {
            children.push(WAIT.to_owned());
        }
        children.extend(Form::verbs(&command));
        children.sort_unstable();
        children.dedup();
        if let Some((form, operation)) = Form::of(&command, &self.operations) {
            let operations = vec![operation];
            return Some(Node { words: words.to_vec(), operations, children, form: Some(form) });
        }
        let operations = match words.split_last() {
            Some((verb, noun)) if verb == WAIT => Vec::from_iter(self.waits_for(noun)),
            _ => operations,
        };
        let known = !operations.is_empty() || !children.is_empty();
        known.then(|| Node { words: words.to_vec(), operations, children, form: None })
    }

    /// The operation that shows how far an object of these words is.
    fn waits_for(&self, words: &[String]) -> Option<Operation> {
        let show = format!("{} show", words.join(" "));
        let mut shows = self.operations.iter().filter(|one| one.command == show && one.is_of_one());
        shows.find(|one| one.status.is_some() && one.root.as_deref() != Some("action") && self.goes_by_id(one)).cloned()
    }

    /// Whether the objects of an operation's list have the field `id`, by which they can be looked at again.
    pub(crate) fn goes_by_id(&self, operation: &Operation) -> bool {
        let place = operation.place();
        let list = self.operation(crate::api::Method::Get, place.strip_suffix("/{}").unwrap_or(&place));
        list.and_then(|list| list.identity.as_ref()).is_some_and(|(id, _)| id == "id")
    }

    /// The operation of this method at this place, such as `/v2/volumes/{}`.
    pub(crate) fn operation(&self, method: crate::api::Method, place: &str) -> Option<&Operation> {
        self.operations.iter().find(|one| one.method == method && one.place() == place)
    }

    /// The command that the words of a line lead to. Options and their values may stand between them.
    pub(crate) fn descend(&self, rest: &[OsString]) -> Option<Located> {
        let mut found = Located { node: self.at(std::slice::from_ref(&self.first))?, used: 0 };
        let mut after_option = false;
        for (at, word) in rest.iter().enumerate() {
            let Some(word) = word.to_str() else { break };
            if word == "--" {
                break;
            }
            if word.starts_with('-') {
                after_option = !word.contains('=');
                continue;
            }
            match found.node.child(word).and_then(|child| self.at(&child)) {
                Some(node) => found = Located { node, used: at + 1 },
                None if after_option => {}
                None => break,
            }
            after_option = false;
        }
        Some(found)
    }
}

impl Node {
    /// The words of the command below this one that a word means.
    fn child(&self, word: &str) -> Option<Vec<String>> {
        let is_child = |word: &str| self.children.iter().any(|child| child == word);
        let word = if is_child(word) { word } else { meant_by(word).filter(|verb| is_child(verb))? };
        Some(self.words.iter().map(String::as_str).chain([word]).map(str::to_owned).collect())
    }

    pub(crate) fn verb(&self) -> &str {
        self.words.last().map(String::as_str).unwrap_or_default()
    }

    /// Whether it waits for a state.
    pub(crate) fn is_wait(&self) -> bool {
        self.verb() == WAIT
    }

    /// The most arguments that one of its operations takes.
    pub(crate) fn arguments(&self) -> Vec<&str> {
        self.operations.last().map(Operation::arguments).unwrap_or_default()
    }

    /// Whether several objects can be named in the place of its last argument.
    pub(crate) fn takes_several(&self) -> bool {
        self.operations.last().is_some_and(Operation::takes_several)
    }
}

/// Of operations with the same command and as many arguments, the one that the command means: deprecated twins stand
/// back, and single objects behind the list of what is named.
fn variants(mut operations: Vec<Operation>) -> Vec<Operation> {
    operations.sort_by_key(|one| (one.arguments().len(), one.deprecated, !one.is_list, one.path.len()));
    operations.dedup_by_key(|one| one.arguments().len());
    operations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> (String, usize, Vec<String>) {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let noun = Noun::of(&Table::read(), words[0].to_str().unwrap()).unwrap();
        let found = noun.descend(&words[1..]).unwrap();
        let ids = found.node.operations.iter().map(|one| one.id.clone()).collect();
        (found.node.words.join(" "), found.used, ids)
    }

    #[test]
    fn a_line_leads_to_its_command() {
        for (line, command, used, ids) in [
            ("volume show data", "volume show", 1, vec!["volumes_list", "volumes_get"]),
            ("volume ls", "volume show", 1, vec!["volumes_list", "volumes_get"]),
            ("volume", "volume", 0, vec![]),
            ("kubernetes node-pool create prod", "kubernetes node-pool new", 2, vec!["kubernetes_add_nodePool"]),
            (
                "kubernetes --timeout 5 node-pool --quiet rm",
                "kubernetes node-pool delete",
                5,
                vec!["kubernetes_delete_nodePool"],
            ),
            ("app rollback web", "app rollback", 1, vec!["apps_create_rollback"]),
            ("app rollback commit web", "app rollback commit", 2, vec!["apps_commit_rollback"]),
            ("volume snapshot show data", "volume snapshot show", 2, vec!["volumeSnapshots_list"]),
            ("registry show", "registry show", 1, vec!["registries_list", "registries_get"]),
            ("load-balancer wait web", "load-balancer wait", 1, vec!["loadBalancers_get"]),
            ("volume -- show", "volume", 0, vec![]),
        ] {
            let ids = ids.into_iter().map(str::to_owned).collect();
            assert_eq!(found(line), (command.to_owned(), used, ids), "{line}");
        }
        assert!(Noun::of(&Table::read(), "nothing").is_none());
    }
}
