//! What the command of a node offers beside the fields of its requests: bodies, waits, several targets, conditions.

use super::node::{Node, Noun};
use super::operation::Operation;
use super::shape::Shape;
use crate::api::Method;

/// What the command of a node offers beside its fields.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Offers {
    pub(crate) body: bool,
    pub(crate) replace: bool,
    pub(crate) unique: bool,
    pub(crate) wait: bool,
    /// Several targets, also by conditions.
    pub(crate) several: bool,
    pub(crate) shows_several: bool,
    /// Lists that conditions can filter.
    pub(crate) filters: bool,
    pub(crate) destroys: bool,
    /// Objects that need not exist.
    pub(crate) ignores_missing: bool,
}

impl Offers {
    pub(crate) fn of(noun: &Noun, node: &Node) -> Offers {
        let any = |has: &dyn Fn(&Operation) -> bool| !node.is_wait() && node.operations.iter().any(has);
        if node.form.is_some() {
            let is_action = any(&|one| one.root.as_deref() == Some("action"));
            return Offers { wait: is_action, shows_several: node.takes_several(), ..Offers::default() };
        }
        Offers {
            body: any(&|one| one.body.is_some()),
            replace: any(&|one| reads_first(noun, one).is_some()),
            unique: any(&|one| one.verb() == "new" && names(noun, one)),
            wait: any(&|one| !one.only_reads() && one.root.as_deref() == Some("action") || starts(noun, one)),
            several: !node.is_wait() && node.takes_several() && !any(&Operation::only_reads),
            shows_several: !node.is_wait() && node.takes_several(),
            filters: any(&|one| one.only_reads() && one.is_list),
            destroys: any(&Operation::destroys) && node.takes_several(),
            ignores_missing: any(&Operation::may_ignore_missing),
        }
    }
}

/// The operation that reads what an update replaces.
pub(crate) fn reads_first<'a>(noun: &'a Noun, operation: &Operation) -> Option<&'a Operation> {
    let replaces = operation.is_update() && operation.method == Method::Put && operation.body.is_some();
    noun.operation(Method::Get, &operation.place()).filter(|_| replaces)
}

/// Whether an operation creates an object with a name among others of its kind.
fn names(noun: &Noun, operation: &Operation) -> bool {
    let list = noun.operation(Method::Get, &operation.place()).and_then(|list| list.identity.as_ref());
    let has_name = |name: &str| operation.body.iter().flat_map(Shape::fields).any(|(field, _)| field == name);
    list.is_some_and(|(_, name)| has_name(name.split('.').next().unwrap_or_default()))
}

/// Whether an operation gives an object that is not yet what it will be, and that can be looked at again.
pub(crate) fn starts(noun: &Noun, operation: &Operation) -> bool {
    let place = operation.place();
    let one = if place.ends_with("{}") { place } else { format!("{place}/{{}}") };
    let shows =
        noun.operation(Method::Get, &one).is_some_and(|show| show.status.is_some() && show.root == operation.root);
    shows && noun.goes_by_id(operation) && !operation.only_reads() && operation.status.is_some()
}
