//! Checks whether names for new objects are already in use.

use super::Context;
use crate::api::{Id, Object};
use crate::error::{CliError, Result, Status, unresolved};
use crate::resolve::Family;
use crate::resolve::{Problem, Target};

/// Warns of names that are in use; with `unique` they are an error, and so is a name that is given twice.
pub(crate) fn check(ctx: &Context, family: &Family, names: &[String], unique: bool) -> Result<()> {
    let in_use = ctx.resolver()?.borrow_mut().in_use(family, names)?;
    let ids = |users: Vec<(Id, Object)>| users.into_iter().map(|(id, _)| id).collect();
    let problem = |(label, users)| Problem::InUse { noun: family.noun.to_string(), label, ids: ids(users) };
    let mut problems: Vec<Problem> = in_use.into_iter().map(problem).collect();
    problems.extend(repeated(family, names));
    if unique && !problems.is_empty() {
        return Err(unresolved(&problems, false));
    }
    problems.iter().for_each(|problem| ctx.ui.warning(problem));
    Ok(())
}

/// The names that are there again.
fn repeated(family: &Family, names: &[String]) -> impl Iterator<Item = Problem> {
    let again = names.iter().enumerate().filter(|(at, name)| names[..*at].contains(name));
    let noun = family.noun.to_string();
    again.map(move |(_, name)| Problem::InUse { noun: noun.clone(), label: name.clone(), ids: vec![] })
}

/// For each name the object that has it already, if one does. An error if several have it, or if a name is there again.
pub(crate) fn existing(ctx: &Context, family: &Family, names: &[String]) -> Result<Vec<Option<Target>>> {
    let in_use = ctx.resolver()?.borrow_mut().in_use(family, names)?;
    let ambiguous = in_use.iter().filter(|(_, users)| users.len() > 1);
    let mut problems: Vec<Problem> = ambiguous.map(|(name, users)| Problem::ambiguous(family, name, users)).collect();
    problems.extend(repeated(family, names));
    if !problems.is_empty() {
        return Err(unresolved(&problems, false));
    }
    let target = |name: &String| {
        let (id, object) = in_use.get(name)?.first()?.clone();
        Some(Target { label: name.clone(), id, object })
    };
    Ok(names.iter().map(target).collect())
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
