//! Making, changing and deleting projects.

use uuid::Uuid;

use super::{Project, reply, resources};
use crate::fields::{flag, refused, text};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;

const ENVIRONMENTS: [&str; 3] = ["Development", "Staging", "Production"];
const LONGEST_NAME: usize = 175;
/// What a PUT must send.
const WHOLE: [&str; 5] = ["name", "description", "purpose", "environment", "is_default"];

pub(super) fn create(state: &mut State, fields: &Fields) -> Outcome {
    let mut project = Project {
        id: Uuid::new_v4().to_string(),
        environment: ENVIRONMENTS[0].to_owned(),
        created_at: state.now,
        updated_at: state.now,
        ..Project::default()
    };
    edit(state, &mut project, fields)?;
    state.projects.push(project);
    Ok(reply(state, 201, state.projects.len() - 1))
}

/// PATCH changes what is sent; PUT must send everything.
pub(super) fn update(state: &mut State, request: &Request, id: &str) -> Outcome {
    let place = state.project_at(id)?;
    let fields = request.fields()?;
    if let Some(missing) = WHOLE.iter().find(|key| request.method == "PUT" && !fields.contains_key(**key)) {
        return Err(refused(missing, "can't be blank"));
    }
    let mut project = state.projects[place].clone();
    edit(state, &mut project, &fields)?;
    project.updated_at = state.now;
    state.projects[place] = project;
    if flag(&fields, "is_default") == Some(true) {
        resources::make_default(state, place);
    }
    Ok(reply(state, 200, place))
}

fn edit(state: &State, project: &mut Project, fields: &Fields) -> Result<(), Refusal> {
    for (field, key) in [
        (&mut project.name, "name"),
        (&mut project.description, "description"),
        (&mut project.purpose, "purpose"),
        (&mut project.environment, "environment"),
    ] {
        *field = text(fields, key)?.unwrap_or_else(|| std::mem::take(field));
    }
    check(state, project)
}

fn check(state: &State, project: &Project) -> Result<(), Refusal> {
    if project.name.is_empty() || project.name.len() > LONGEST_NAME {
        return Err(refused("name", &format!("must be 1 to {LONGEST_NAME} characters")));
    }
    if project.purpose.is_empty() {
        return Err(refused("purpose", "can't be blank"));
    }
    if !ENVIRONMENTS.contains(&project.environment.as_str()) {
        return Err(refused("environment", "must be Development, Staging or Production"));
    }
    if state.projects.iter().any(|it| it.name == project.name && it.id != project.id) {
        return Err(Refusal::conflict_of("name is already in use"));
    }
    Ok(())
}

pub(super) fn delete(state: &mut State, id: &str) -> Outcome {
    let place = state.project_at(id)?;
    if state.projects[place].is_default {
        return Err(Refusal::precondition("cannot delete the default project"));
    }
    if resources::any(state, &state.projects[place].id) {
        let message = "cannot delete a project with resources. move or remove the resources first";
        return Err(Refusal::precondition(message));
    }
    state.projects.remove(place);
    Ok(Reply::empty(204))
}
