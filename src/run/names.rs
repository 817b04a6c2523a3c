//! Checks whether names for new objects are already in use.

use super::Context;
use crate::error::{CliError, Result, Status, unresolved};
use crate::resolve::Family;
use crate::resolve::{Problem, Target};

/// Warns of names that are in use; with `unique` they are an error, and so is a name that is given twice.
pub(crate) fn check(ctx: &Context, family: &Family, names: &[String], unique: bool) -> Result<()> {
    let in_use = ctx.resolver()?.borrow_mut().in_use(family, names)?;
    let mut problems: Vec<Problem> =
        in_use.into_iter().map(|(label, ids)| Problem::InUse { noun: family.noun.to_string(), label, ids }).collect();
    let repeated = names.iter().enumerate().filter(|(at, name)| names[..*at].contains(name));
    problems.extend(repeated.map(|(_, name)| Problem::InUse {
        noun: family.noun.to_string(),
        label: name.clone(),
        ids: vec![],
    }));
    if unique && !problems.is_empty() {
        return Err(unresolved(&problems, false));
    }
    problems.iter().for_each(|problem| ctx.ui.warning(problem));
    Ok(())
}

/// The error of a name that is to be unique, for several new objects at once.
pub(crate) fn not_unique(family: &Family, name: &str, count: usize) -> CliError {
    let text = format!("{} name {name:?} cannot be unique: {count} {}s would get it", family.noun, family.noun);
    CliError::new(Status::Unresolved, anyhow::Error::msg(text))
}

/// The same for the new name of an object, which may be its old one.
pub(crate) fn check_new(ctx: &Context, family: &Family, target: &Target, name: &String, unique: bool) -> Result<()> {
    let unchanged = target.object.text("name").as_ref() == Some(name);
    if unchanged { Ok(()) } else { check(ctx, family, std::slice::from_ref(name), unique) }
}
