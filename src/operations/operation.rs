//! One operation of the API: a line of the table.

use super::shape::Shape;
use crate::api::Method;
use serde::Deserialize;

/// The command of operations that have none: they can be called by their identifier only.
pub(crate) const NO_COMMAND: &str = "-";

/// What is known of an operation. The one-letter keys are the table's.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Operation {
    /// The words of its command.
    #[serde(rename = "c")]
    pub(crate) command: String,
    /// Its identifier in the API's document.
    #[serde(rename = "o")]
    pub(crate) id: String,
    #[serde(rename = "m", deserialize_with = "method")]
    pub(crate) method: Method,
    /// Its path, with the names of arguments in braces.
    #[serde(rename = "p")]
    pub(crate) path: String,
    #[serde(rename = "q", default = "no_fields")]
    pub(crate) query: Shape,
    #[serde(rename = "b", default)]
    pub(crate) body: Option<Shape>,
    /// The key under which the reply holds what counts of it.
    #[serde(rename = "r", default)]
    pub(crate) root: Option<String>,
    #[serde(rename = "l", default, deserialize_with = "flag")]
    pub(crate) is_list: bool,
    #[serde(rename = "g", default, deserialize_with = "flag")]
    pub(crate) has_pages: bool,
    /// The fields of a list's objects that hold the ID and the name.
    #[serde(rename = "i", default)]
    pub(crate) identity: Option<(String, String)>,
    /// The field that holds the object's status.
    #[serde(rename = "w", default)]
    pub(crate) status: Option<String>,
    /// The form of the identifier that the path ends in.
    #[serde(rename = "k", default)]
    pub(crate) key: Option<KeyForm>,
    /// The scopes that a token needs for it.
    #[serde(rename = "s", default)]
    pub(crate) scopes: String,
    /// Headers that it wants as a confirmation.
    #[serde(rename = "h", default)]
    pub(crate) headers: Vec<String>,
    #[serde(rename = "d", default, deserialize_with = "flag")]
    pub(crate) deprecated: bool,
}

/// The form of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum KeyForm {
    #[serde(rename = "n")]
    Number,
    #[serde(rename = "u")]
    Uuid,
    #[serde(rename = "t")]
    Text,
}

fn method<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Method, D::Error> {
    let name = String::deserialize(deserializer)?;
    Method::parse(&name).ok_or_else(|| serde::de::Error::custom("no method"))
}

fn flag<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(u8::deserialize(deserializer)? == 1)
}

fn no_fields() -> Shape {
    Shape::Object(indexmap::IndexMap::new())
}

/// A piece of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Argument(&'a str),
}

impl Operation {
    /// An operation from its line.
    pub(crate) fn parse(line: &str) -> Option<Operation> {
        serde_json::from_str(line).ok()
    }

    /// Whether these are the words of its command, or its identifier in any case.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.command == name && name != NO_COMMAND || self.id.eq_ignore_ascii_case(name)
    }

    /// The last word of the command.
    pub(crate) fn verb(&self) -> &str {
        self.command.rsplit(' ').next().unwrap_or_default()
    }

    /// Whether it takes away the objects that its last argument names.
    pub(crate) fn destroys(&self) -> bool {
        self.verb() == "delete" || self.command.contains(" destroy-") && !self.only_reads()
    }

    /// The pieces of the path, in their order.
    pub(crate) fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        for part in self.path.split('{') {
            match part.split_once('}') {
                Some((argument, text)) => pieces.extend([Piece::Argument(argument), Piece::Text(text)]),
                None => pieces.push(Piece::Text(part)),
            }
        }
        pieces.retain(|piece| *piece != Piece::Text(""));
        pieces
    }

    /// The names of the path's arguments.
    pub(crate) fn arguments(&self) -> Vec<&str> {
        let name = |piece| if let Piece::Argument(name) = piece { Some(name) } else { None };
        self.pieces().into_iter().filter_map(name).collect()
    }

    /// The path without the names of its arguments: `/v2/volumes/{}`.
    pub(crate) fn place(&self) -> String {
        let piece = |piece| if let Piece::Text(text) = piece { text } else { "{}" };
        self.pieces().into_iter().map(piece).collect()
    }

    /// Whether a path is one of this operation's.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        let (ours, theirs): (Vec<&str>, Vec<&str>) = (self.path.split('/').collect(), path.split('/').collect());
        let fits = |(ours, theirs): (&&str, &&str)| ours == theirs || ours.starts_with('{') && !theirs.is_empty();
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(fits)
    }

    /// Whether the path ends in an identifier.
    pub(crate) fn is_of_one(&self) -> bool {
        self.path.ends_with('}')
    }

    /// Whether it only reads.
    pub(crate) fn only_reads(&self) -> bool {
        self.method.only_reads()
    }

    /// Whether several objects can be named in the place of the last argument.
    pub(crate) fn takes_several(&self) -> bool {
        let makes_or_lists =
            self.only_reads() || matches!(self.verb(), "new" | "add" | "remove" | "update" | "replace");
        let changes_one = self.is_of_one() && matches!(self.verb(), "update" | "replace");
        !self.arguments().is_empty() && !changes_one && (self.is_of_one() || !makes_or_lists)
    }

    /// Whether objects that do not exist may be left out: of those that are shown or deleted.
    pub(crate) fn may_ignore_missing(&self) -> bool {
        let shows = self.verb() == "show" && self.only_reads() && !self.is_list;
        self.is_of_one() && (shows || self.verb() == "delete")
    }

    /// Whether it changes an object and leaves out what is not said, as a PATCH does.
    pub(crate) fn is_update(&self) -> bool {
        self.verb() == "update"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::table::Table;

    fn operation(id: &str) -> Operation {
        Table::read().of_id(id).unwrap()
    }

    #[test]
    fn a_path_is_taken_apart() {
        let one = operation("databases_reset_auth");
        assert_eq!(one.arguments(), ["database_cluster_uuid", "username"]);
        assert_eq!(one.place(), "/v2/databases/{}/users/{}/reset_auth");
        assert_eq!((one.verb(), one.is_of_one()), ("reset-auth", false));
    }

    #[test]
    fn several_objects_go_where_each_is_acted_on_by_itself() {
        for (id, several) in [
            ("volumes_get", true),
            ("volumes_delete", true),
            ("volumes_list", false),
            ("volumes_create", false),
            ("volumeActions_post_byId", true),
            ("databases_add_user", false),
            ("databases_list_users", false),
            ("firewalls_update", false),
            ("firewalls_assign_droplets", false),
            ("apps_restart", true),
            ("databases_get_ca", false),
        ] {
            assert_eq!(operation(id).takes_several(), several, "{id}");
        }
    }
}
