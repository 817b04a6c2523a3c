//! Names for new objects: whether they are in use already.

use super::Context;
use crate::api::Resource;
use crate::error::{Result, unresolved};
use crate::resolve::{Problem, Target};

/// Warns of names that are in use, or refuses them with `unique`; then also a name that is given twice.
pub(crate) fn check(ctx: &Context, resource: &'static Resource, names: &[String], unique: bool) -> Result<()> {
    let noun = resource.noun;
    let in_use = ctx.resolver()?.borrow_mut().in_use(resource, names)?;
    let mut problems: Vec<Problem> =
        in_use.into_iter().map(|(label, ids)| Problem::InUse { noun, label, ids }).collect();
    let repeated = names.iter().enumerate().filter(|(at, name)| names[..*at].contains(name));
    problems.extend(repeated.map(|(_, name)| Problem::InUse { noun, label: name.clone(), ids: vec![] }));
    if unique && !problems.is_empty() {
        return Err(unresolved(&problems, false));
    }
    problems.iter().for_each(|problem| ctx.ui.warning(problem));
    Ok(())
}

/// The same for the new name of an object, which may be its old one.
pub(crate) fn check_new(
    ctx: &Context,
    resource: &'static Resource,
    target: &Target,
    name: &String,
    unique: bool,
) -> Result<()> {
    let unchanged = target.object.text("name").as_ref() == Some(name);
    if unchanged { Ok(()) } else { check(ctx, resource, std::slice::from_ref(name), unique) }
}
