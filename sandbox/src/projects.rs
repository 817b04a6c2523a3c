//! `/v2/projects` and the resources in them.

mod change;
mod resources;

use serde::{Deserialize, Serialize};

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::state::{State, fill, uuid};
use crate::time::Time;
use crate::{account, pages};

pub(crate) use resources::Assignment;

const OWNER_ID: u64 = 258_992;

/// A project.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Project {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) purpose: String,
    pub(crate) environment: String,
    /// Whether new resources are in it.
    pub(crate) is_default: bool,
    pub(crate) created_at: Time,
    pub(crate) updated_at: Time,
}

/// The project in the API's key order.
#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    owner_uuid: &'a str,
    owner_id: u64,
    name: &'a str,
    description: &'a str,
    purpose: &'a str,
    environment: &'a str,
    is_default: bool,
    created_at: Time,
    updated_at: Time,
}

impl Project {
    /// The project that every account has.
    fn initial() -> Self {
        Self {
            id: uuid("default project"),
            name: "Default".to_owned(),
            description: "Default project".to_owned(),
            purpose: "Just trying out DigitalOcean".to_owned(),
            environment: "Development".to_owned(),
            is_default: true,
            created_at: Time::from_unix(account::CREATED),
            updated_at: Time::from_unix(account::CREATED),
        }
    }

    fn view<'a>(&'a self, state: &'a State) -> View<'a> {
        View {
            id: &self.id,
            owner_uuid: &state.account.team.uuid,
            owner_id: OWNER_ID,
            name: &self.name,
            description: &self.description,
            purpose: &self.purpose,
            environment: &self.environment,
            is_default: self.is_default,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// Adds the projects of a seed, and the default one unless it brings another.
pub(crate) fn load(state: &mut State, projects: Vec<Project>) {
    if !projects.iter().any(|it| it.is_default) {
        state.projects.push(Project::initial());
    }
    for mut project in projects {
        let id = uuid(&format!("project {}", project.name));
        fill(&mut project.id, &id);
        fill(&mut project.purpose, "Other");
        fill(&mut project.environment, "Development");
        project.created_at = project.created_at.or(state.now);
        project.updated_at = project.updated_at.or(state.now);
        state.projects.push(project);
    }
}

impl State {
    /// The ID of the project in which new resources are.
    pub(crate) fn default_project(&self) -> &str {
        let found = self.projects.iter().find(|it| it.is_default);
        found.map_or("", |it| &it.id)
    }

    /// Refuses a project that does not exist.
    pub(crate) fn check_project(&self, id: &str) -> Result<(), Refusal> {
        self.project_at(id).map(drop)
    }

    /// The place of a project, which may be named `default`.
    fn project_at(&self, id: &str) -> Result<usize, Refusal> {
        let place = self.projects.iter().position(|it| it.id == id || (id == "default" && it.is_default));
        place.ok_or_else(Refusal::not_found)
    }
}

/// `/v2/projects…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let all: Vec<&Project> = state.projects.iter().collect();
            Ok(pages::list_by(request, "projects", &all, |it| it.view(state)))
        }
        ("POST", []) => change::create(state, &request.fields()?),
        ("GET", [id]) => Ok(reply(state, 200, state.project_at(id)?)),
        ("PUT" | "PATCH", [id]) => change::update(state, request, id),
        ("DELETE", [id]) => change::delete(state, id),
        ("GET", [id, "resources"]) => {
            let project = state.projects[state.project_at(id)?].id.clone();
            Ok(resources::list(state, request, &project))
        }
        ("POST", [id, "resources"]) => {
            let project = state.projects[state.project_at(id)?].id.clone();
            resources::assign(state, request, &project)
        }
        _ => Err(Refusal::no_route()),
    }
}

fn reply(state: &State, status: u16, place: usize) -> Reply {
    Reply::root(status, "project", &state.projects[place].view(state))
}
