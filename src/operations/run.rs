//! Running a command of the table: labels and fields → requests, replies → output.

use super::body::{Given, carried, skeleton};
use super::forms;
use super::invocation::Invocation;
use super::json::Json;
use super::offers::reads_first;
use super::operation::Operation;
use super::place::Place;
use super::reply::{self, Errand};
use super::wait::Waiting;
use crate::api::{Listing, Path, Request};
use crate::error::{Result, usage};
use crate::run::Context;
use crate::run::{names, print};

impl Invocation {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let given = Given(&self.matches);
        if self.node.is_wait() {
            return super::wait::run(self, ctx);
        }
        let labels = self.labels();
        if given.flag("skeleton") {
            let shape = self.node.operations.iter().find_map(|one| one.body.as_ref());
            shape.iter().for_each(|shape| ctx.ui.value(&skeleton(shape).to_string()));
            return Ok(());
        }
        let operation = self.operation(&labels)?;
        if let Some(option) = given.foreign(operation) {
            return Err(usage(format!("{option} cannot be used with {} {}", operation.method, operation.path)));
        }
        if operation.only_reads() { self.show(ctx, operation, &labels) } else { self.change(ctx, operation, &labels) }
    }

    /// The operation that takes this number of labels. Conditions stand for the last of them.
    fn operation(&self, labels: &[String]) -> Result<&Operation> {
        let is_chosen = self.chosen().is_given();
        let fits = |one: &&Operation| match one.arguments().len() {
            wanted if one.takes_several() && is_chosen && !one.only_reads() => wanted <= labels.len() + 1,
            wanted => wanted == labels.len() || wanted < labels.len() && one.takes_several(),
        };
        let found = self.node.operations.iter().rev().find(fits);
        let wanted: Vec<String> = self.node.operations.iter().map(|one| one.arguments().len().to_string()).collect();
        let error = || usage(format!("{} arguments are given, but {} are expected", labels.len(), wanted.join(" or ")));
        found.ok_or_else(error)
    }

    fn show(&self, ctx: &Context, operation: &Operation, labels: &[String]) -> Result<()> {
        let finder = self.finder(ctx);
        let mut filters = Given(&self.matches).fields(&operation.query)?;
        finder.resolve(&mut filters)?;
        let places = finder.places(operation, labels)?;
        if operation.is_list {
            return self.list(ctx, operation, with_query(places, &filters));
        }
        let several = operation.takes_several();
        if several && filters == Json::empty() && places.iter().all(|place| place.object.is_some()) {
            let filter = self.chosen().filter;
            let objects = places.iter().filter_map(|place| place.object.as_ref());
            print::objects(ctx, objects.filter(|object| filter.holds(object.raw().get())));
            return Ok(());
        }
        let errand = |place: Place| {
            let request = Request::get(place.path.clone());
            Errand::at(place, request)
        };
        let errands = with_query(places, &filters).into_iter().map(errand).collect();
        reply::print_all(ctx, operation, errands, several, self.missing())
    }

    fn list(&self, ctx: &Context, operation: &Operation, places: Vec<Place>) -> Result<()> {
        let (root, filter) = (operation.root.clone().unwrap_or_default(), self.chosen().filter);
        for place in places {
            let listing = match (operation.has_pages, &operation.identity) {
                (true, Some(_)) => Listing::at(place.path, root.clone()),
                (true, None) => Listing::of_anything(place.path, Some(root.clone())),
                (false, _) => {
                    reply::print_list(ctx, operation, place.path, &filter)?;
                    continue;
                }
            };
            print::matching(ctx, vec![listing], |json| filter.holds(json))?;
        }
        Ok(())
    }

    fn change(&self, ctx: &Context, operation: &Operation, labels: &[String]) -> Result<()> {
        let (given, finder) = (Given(&self.matches), self.finder(ctx));
        let mut filters = given.fields(&operation.query)?;
        let mut said = match self.node.form {
            Some(form) => form.said(&given, operation)?,
            None => given.body(ctx, operation)?,
        };
        forms::add_rules(&given, &self.node.words, &mut said)?;
        let reads = reads_first(&self.noun, operation).filter(|_| !given.flag("replace"));
        if operation.is_update() && said == Json::empty() {
            return Err(usage("nothing to change: no field is given"));
        }
        if self.node.form.is_none() && !operation.is_update() {
            given.check_required(operation, &said)?;
        }
        finder.resolve(&mut filters)?;
        finder.resolve(&mut said)?;
        let places = finder.places(operation, labels)?;
        self.check_name(ctx, operation, &said, &places)?;
        let mut errands = Vec::new();
        for place in with_query(places, &filters) {
            let body = match reads {
                Some(read) => {
                    Self::current(ctx, operation, read, &place)?.map_or(said.clone(), |body| over(body, &said))
                }
                None => said.clone(),
            };
            let body = match self.node.form {
                Some(form) => form.with_shown(body, &place.target, place.object.as_ref())?,
                None => body,
            };
            let request = request(operation, place.path.clone(), &body);
            errands.push(Errand::at(place, request));
        }
        match Waiting::of(self, ctx, operation)? {
            Some(waiting) => waiting.run(errands),
            None => reply::print_all(ctx, operation, errands, operation.takes_several(), self.missing()),
        }
    }

    /// What a replacing body has to carry for nothing to change that is not said.
    fn current(ctx: &Context, operation: &Operation, read: &Operation, place: &Place) -> Result<Option<Json>> {
        let Some(shape) = &operation.body else { return Ok(None) };
        let reply = ctx.client()?.get(place.path.clone())?;
        let malformed = |_| crate::error::CliError::from(reply.malformed("", "is no JSON object"));
        let shown = Json::parse(&reply.body).map_err(malformed)?;
        let root = read.root.as_deref().unwrap_or_default();
        let is_whole = shape.fields().any(|(name, _)| name == root);
        let shown = if is_whole { Some(&shown) } else { shown.get(root).or(Some(&shown)) };
        Ok(shown.and_then(|shown| carried(shape, shown)))
    }

    /// With `--unique`, a name that is in use is an error.
    fn check_name(&self, ctx: &Context, operation: &Operation, said: &Json, places: &[Place]) -> Result<()> {
        let path = places.first().map(|place| place.path.to_string()).unwrap_or_default();
        let family = super::family::at(&self.table, &operation.place(), &path);
        let (true, Some(family)) = (Given(&self.matches).flag("unique"), family) else { return Ok(()) };
        let mut value = Some(said);
        for name in family.name.split('.') {
            value = value.and_then(|value| value.get(name));
        }
        let name = value.and_then(Json::as_text);
        name.map_or(Ok(()), |name| names::check(ctx, &family, &[name], true))
    }
}

fn over(mut body: Json, said: &Json) -> Json {
    body.overlay(said.clone());
    body
}

/// A request with this body; one without anything in it is sent only where the API expects one.
fn request(operation: &Operation, path: Path, body: &Json) -> Request {
    let mut request = Request::new(operation.method, path);
    // A command whose name contains `dangerous` needs no further confirmation.
    request.headers.extend(operation.headers.iter().map(|name| (name.clone(), "true".to_owned())));
    let is_empty = *body == Json::empty() && operation.method == crate::api::Method::Delete;
    if operation.body.is_none() || is_empty { request } else { request.with_body(body) }
}

/// The same places with these fields in their queries: a list by repeating its name.
fn with_query(mut places: Vec<Place>, filters: &Json) -> Vec<Place> {
    let Json::Object(fields) = filters else { return places };
    for (name, value) in fields {
        let values = if let Json::List(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
        for value in values {
            let text = value.as_text().unwrap_or_else(|| value.to_string());
            places.iter_mut().for_each(|place| place.path = place.path.clone().query(name, &text));
        }
    }
    places
}
