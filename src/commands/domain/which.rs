//! Which records of a domain are meant: by ID, or by type and name.

use super::Of;
use super::record_data::{family, full_name, list};
use crate::api::{Id, Listing, Object};
use crate::error::{Result, unresolved, usage};
use crate::resolve::noun::DOMAIN;
use crate::resolve::{Family, Problem, Target};
use crate::run::Missing;
use crate::run::context::Context;
use crate::verbs::lookup::{find_by_key, get_optional};

/// A record, as it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Which {
    Id(String),
    Named { kind: String, name: String },
}

impl Which {
    /// Reads arguments of the form `{ID | TYPE NAME}...`.
    pub(super) fn parse(words: &[String]) -> Result<Vec<Which>> {
        let mut words = words.iter();
        let mut records = Vec::new();
        while let Some(word) = words.next() {
            records.push(if let Ok(id) = word.parse::<u64>() {
                Which::Id(id.to_string())
            } else if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                let name = words.next().ok_or_else(|| usage(format!("the name of the {word} record is missing")))?;
                Which::Named { kind: word.to_uppercase(), name: name.clone() }
            } else {
                return Err(usage(format!("{word:?} is neither the ID of a record nor a type, such as A or MX")));
            });
        }
        Ok(records)
    }

    fn label(&self) -> String {
        match self {
            Which::Id(id) => id.clone(),
            Which::Named { kind, name } => format!("{kind} {name}"),
        }
    }

    /// The records that this means; `None` of an ID that does not exist is an empty list too.
    fn look_up(&self, ctx: &Context, domain: &str, family: &Family) -> Result<Vec<Object>> {
        match self {
            Which::Id(id) => Ok(get_optional(ctx.client()?, family, id)?.into_iter().collect()),
            Which::Named { kind, name } => named(ctx, domain, Some(kind), name),
        }
    }
}

/// The records of a domain, all or those of a type or name.
pub(super) struct Filter<'a> {
    domain: &'a str,
    kind: Option<&'a str>,
    full_name: Option<String>,
}

impl Filter<'_> {
    pub(super) fn new<'a>(domain: &'a str, kind: Option<&'a str>, name: Option<&str>) -> Filter<'a> {
        Filter { domain, kind, full_name: name.map(|name| full_name(name, domain)) }
    }

    /// The list of them, which the API filters.
    pub(super) fn listing(&self) -> Listing {
        let given = [("type", self.kind), ("name", self.full_name.as_deref())];
        let given = given.into_iter().filter_map(|(filter, value)| Some((filter, value?)));
        let all = Listing::at(list(self.domain), "domain_records");
        given.fold(all, |listing, (filter, value)| listing.query(filter, value))
    }

    /// Whether a record is one of them: what the API filtered is looked at again.
    pub(super) fn fits(&self, record: &Object) -> bool {
        let has_type = |kind| record.text("type").is_some_and(|is| is.eq_ignore_ascii_case(kind));
        let full = |name: String| full_name(&name, self.domain);
        let has_name = |name: &String| record.text("name").is_some_and(|is| full(is).eq_ignore_ascii_case(name));
        self.kind.is_none_or(has_type) && self.full_name.as_ref().is_none_or(has_name)
    }
}

/// The records of a name, all or those of a type.
pub(super) fn named(ctx: &Context, domain: &str, kind: Option<&str>, name: &str) -> Result<Vec<Object>> {
    let filter = Filter::new(domain, kind, Some(name));
    let mut found = Vec::new();
    for page in ctx.client()?.pages(filter.listing()) {
        found.extend(page?.objects().into_iter().filter(|record| filter.fits(record)));
    }
    Ok(found)
}

/// The records of these IDs, each once. That records may be missing does not mean that their domain may be.
pub(super) fn by_id(ctx: &Context, of: &Of, ids: &[String], missing: Missing) -> Result<Vec<Target>> {
    let found = or_domain(ctx, of, find_by_key(ctx, &family(of.domain.name()), ids, missing))?;
    if found.len() < ids.len() {
        of.check(ctx)?;
    }
    let target = |(id, object): (String, Object)| Target { label: id.clone(), id: Id::Text(id), object };
    Ok(found.into_iter().map(target).collect())
}

/// The records that are meant, each once; with `multiple`, a type and name may mean several.
pub(super) fn find(ctx: &Context, of: &Of, records: &[Which], multiple: bool, missing: Missing) -> Result<Vec<Target>> {
    let (domain, family) = (of.domain.name(), family(of.domain.name()));
    if records.iter().all(|record| matches!(record, Which::Id(_))) {
        let ids: Vec<String> = records.iter().map(Which::label).collect();
        return by_id(ctx, of, &ids, missing);
    }
    let (mut found, mut problems): (Vec<Target>, Vec<Problem>) = (Vec::new(), Vec::new());
    for record in records {
        let objects = or_domain(ctx, of, record.look_up(ctx, domain, &family))?;
        match objects.len() {
            0 => problems.push(Problem::unknown(&family, &record.label())),
            2.. if !multiple => problems.push(ambiguous(&family, record, &objects)),
            _ => found.extend(objects.into_iter().filter_map(|object| as_found(record, object))),
        }
    }
    let problems = ctx.remaining(problems, missing);
    if !problems.is_empty() {
        return Err(unresolved(&problems, true));
    }
    Ok(without_duplicates(ctx, found))
}

fn as_found(record: &Which, object: Object) -> Option<Target> {
    Some(Target { label: record.label(), id: object.id()?, object })
}

fn ambiguous(family: &Family, record: &Which, objects: &[Object]) -> Problem {
    let ids = objects.iter().filter_map(Object::id).collect();
    Problem::Ambiguous { noun: family.noun.to_string(), label: record.label(), ids }
}

fn without_duplicates(ctx: &Context, found: Vec<Target>) -> Vec<Target> {
    let mut unique: Vec<Target> = Vec::new();
    for one in found {
        if unique.iter().any(|known| known.id == one.id) {
            ctx.ui.warning(format_args!("record {:?} is given more than once; once is enough", one.label));
        } else {
            unique.push(one);
        }
    }
    unique
}

/// The API says the same of a record and of a domain that does not exist: after a failure, the domain is looked for.
pub(super) fn or_domain<T>(ctx: &Context, of: &Of, found: Result<T>) -> Result<T> {
    if found.is_err() {
        of.check(ctx)?;
    }
    found
}

impl Of {
    /// An error if the domain does not exist.
    fn check(&self, ctx: &Context) -> Result<()> {
        match get_optional(ctx.client()?, &DOMAIN.family, self.domain.name())? {
            Some(_) => Ok(()),
            None => Err(self.unknown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_named_by_id_or_by_type_and_name() {
        let named = |kind: &str, name: &str| Which::Named { kind: kind.to_owned(), name: name.to_owned() };
        let id = |id: &str| Which::Id(id.to_owned());
        for (line, expected) in [
            ("7", Some(vec![id("7")])),
            ("007 8", Some(vec![id("7"), id("8")])),
            ("a www", Some(vec![named("A", "www")])),
            ("7 CNAME blog TXT 12 8", Some(vec![id("7"), named("CNAME", "blog"), named("TXT", "12"), id("8")])),
            ("A", None),
            ("7 MX", None),
            ("www.example.com", None),
            ("-1", None),
        ] {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(Which::parse(&words).ok(), expected, "{line}");
        }
    }
}
