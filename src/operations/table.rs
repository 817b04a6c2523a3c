//! The table itself: lines of JSON, one an operation, which `tools/operations` writes from the API's public document.

use super::operation::{NO_COMMAND, Operation};

/// The lines, compressed; `table.jsonl` beside it is the text.
const COMPRESSED: &[u8] = include_bytes!("table.deflate");

/// The lines of all operations, sorted by their commands.
pub(crate) struct Table(String);

impl Table {
    /// Reads the table. That it can be read is proved by a test, so a table that cannot is an empty one here.
    pub(crate) fn read() -> Table {
        let text =
            miniz_oxide::inflate::decompress_to_vec(COMPRESSED).ok().and_then(|text| String::from_utf8(text).ok());
        Table(text.unwrap_or_default())
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }

    /// The operations whose command begins with this word.
    pub(crate) fn of_word(&self, first: &str) -> Vec<Operation> {
        let (alone, longer) = (format!(r#"{{"c":"{first}""#), format!(r#"{{"c":"{first} "#));
        let wanted = self.lines().filter(|line| line.starts_with(&longer) || line.starts_with(&alone));
        wanted.filter_map(Operation::parse).collect()
    }

    /// All operations.
    pub(crate) fn all(&self) -> Vec<Operation> {
        self.lines().filter_map(Operation::parse).collect()
    }

    /// The operation of this identifier, in any case.
    pub(crate) fn of_id(&self, id: &str) -> Option<Operation> {
        self.all().into_iter().find(|one| one.id.eq_ignore_ascii_case(id))
    }

    /// The operation of this method and path, whatever the names of the path's arguments are.
    pub(crate) fn at(&self, method: &str, path: &str) -> Option<Operation> {
        let first = format!(r#","m":"{method}","p":"{}"#, path.split("{}").next().unwrap_or_default());
        let near = self.lines().filter(|line| line.contains(&first)).filter_map(Operation::parse);
        let mut found: Vec<Operation> =
            near.filter(|one| one.method.as_str() == method && one.place() == path).collect();
        found.sort_by_key(|one| one.deprecated);
        found.into_iter().next()
    }

    /// The scopes that a request needs, if the table has its operation.
    pub(crate) fn scopes(&self, method: crate::api::Method, path: &str) -> Option<String> {
        let fits = |one: &Operation| one.method == method && one.is_at(path) && !one.scopes.is_empty();
        // A literal is nearer than an argument: `/v2/droplets/autoscale` is no droplet.
        let found = self.all().into_iter().filter(fits).min_by_key(|one| one.arguments().len());
        found.map(|one| one.scopes.replace(' ', ", "))
    }

    /// All commands, each once.
    pub(crate) fn commands(&self) -> Vec<&str> {
        let named = self.lines().filter_map(|line| line.strip_prefix(r#"{"c":""#)?.split('"').next());
        let mut commands: Vec<&str> = named.filter(|command| *command != NO_COMMAND).collect();
        commands.dedup();
        commands
    }

    /// The first words of all commands.
    pub(crate) fn first_words(&self) -> Vec<String> {
        let mut words: Vec<&str> = self.commands().into_iter().filter_map(|one| one.split(' ').next()).collect();
        words.dedup();
        words.into_iter().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("table.jsonl");

    #[test]
    fn the_compressed_table_is_the_one_that_can_be_read() {
        assert!(Table::read().0 == TEXT, "run tools/operations/generate again");
        assert!(COMPRESSED.len() <= 40 << 10, "{} bytes", COMPRESSED.len());
    }

    #[test]
    fn every_line_is_an_operation_and_they_are_sorted() {
        assert_eq!(Table::read().all().len(), TEXT.lines().count());
        assert!(TEXT.lines().is_sorted());
    }

    #[test]
    fn an_operation_is_found_by_its_word_its_id_and_its_path() {
        let table = Table::read();
        assert_eq!(table.of_id("VOLUMES_get").unwrap().path, "/v2/volumes/{volume_id}");
        assert_eq!(table.at("GET", "/v2/volumes/{}").unwrap().id, "volumes_get");
        assert!(table.at("GET", "/v2/volumes/{}/nothing").is_none());
        assert!(table.of_word("volume").iter().all(|one| one.command.starts_with("volume ")));
        assert_eq!(table.of_word("volum").len(), 0);
        assert!(table.first_words().contains(&"vpc-peering".to_owned()));
    }
}
