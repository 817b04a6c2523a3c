//! `/v2/projects/{id}/resources`: which project a resource is in.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fields::texts;
use crate::http::{Outcome, Reply, Request};
use crate::state::State;
use crate::time::Time;
use crate::{account, pages};

/// The project that a resource was moved to. Resources that were never moved are in the default project.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Assignment {
    pub(crate) project: String,
    pub(crate) assigned_at: Time,
}

/// A resource that projects can hold.
struct Resource {
    urn: String,
    path: String,
    created_at: Time,
}

fn resource(kind: &str, family: &str, id: &str, created_at: Time) -> Resource {
    Resource { urn: format!("do:{kind}:{id}"), path: format!("/v2/{family}/{id}"), created_at }
}

fn all(state: &State) -> Vec<Resource> {
    let droplets = state.droplets.values();
    let mut all: Vec<Resource> =
        droplets.map(|it| resource("droplet", "droplets", &it.id.to_string(), it.created_at)).collect();
    all.extend(state.volumes.iter().map(|it| resource("volume", "volumes", &it.id, it.created_at)));
    all.extend(state.domains.iter().map(|it| resource("domain", "domains", &it.name, it.changed)));
    all.extend(
        state
            .reserved_ips
            .iter()
            .map(|it| resource("floatingip", "floating_ips", &it.ip, Time::from_unix(account::CREATED))),
    );
    let balancers = state.load_balancers.iter();
    all.extend(balancers.map(|it| resource("loadbalancer", "load_balancers", &it.id, it.created_at)));
    all.extend(state.stored_resources().map(|(kind, family, id, created_at)| resource(kind, family, id, created_at)));
    all
}

impl State {
    /// The ID of the project that holds a resource.
    pub(crate) fn project_of(&self, urn: &str) -> &str {
        self.assignments.get(urn).map_or_else(|| self.default_project(), |it| &it.project)
    }

    /// A resource that is gone is in no project: another of the same name would not be in it either.
    pub(crate) fn take_out_of_project(&mut self, kind: &str, id: &str) {
        self.assignments.remove(&format!("do:{kind}:{id}"));
    }

    /// Puts a resource into a project.
    pub(crate) fn put_into_project(&mut self, urn: String, project: &str) {
        let assignment = Assignment { project: project.to_owned(), assigned_at: self.now };
        self.assignments.insert(urn, assignment);
    }

    fn view(&self, request: &Request, resource: &Resource, status: &str) -> Value {
        let assigned = self.assignments.get(&resource.urn).map_or(resource.created_at, |it| it.assigned_at);
        json!({
            "urn": resource.urn,
            "assigned_at": assigned,
            "links": {"self": request.url(&resource.path)},
            "status": status,
        })
    }
}

pub(super) fn list(state: &State, request: &Request, project: &str) -> Reply {
    let inside = |it: &Resource| state.project_of(&it.urn) == project;
    let views: Vec<Value> = all(state).into_iter().filter(inside).map(|it| state.view(request, &it, "ok")).collect();
    pages::list_of(request, "resources", &views)
}

pub(super) fn any(state: &State, project: &str) -> bool {
    all(state).iter().any(|it| state.project_of(&it.urn) == project)
}

/// Each resource has a status of its own; an unknown one does not stop the others.
pub(super) fn assign(state: &mut State, request: &Request, project: &str) -> Outcome {
    let urns = texts(&request.fields()?, "resources")?;
    let known = all(state);
    let mut views = Vec::new();
    for urn in urns {
        // The same addresses have two names.
        let wanted = urn.replace("do:reservedip:", "do:floatingip:");
        let Some(resource) = known.iter().find(|it| it.urn == wanted) else {
            views.push(json!({"urn": urn, "assigned_at": state.now, "links": {"self": ""}, "status": "not_found"}));
            continue;
        };
        let moves = state.project_of(&resource.urn) != project;
        if moves {
            state.put_into_project(resource.urn.clone(), project);
        }
        views.push(state.view(request, resource, if moves { "assigned" } else { "already_assigned" }));
    }
    Ok(Reply::root(200, "resources", &views))
}

/// New resources go to another project from now on; those of the old default stay there.
pub(super) fn make_default(state: &mut State, place: usize) {
    let old = state.default_project().to_owned();
    for resource in all(state) {
        let stays = || Assignment { project: old.clone(), assigned_at: resource.created_at };
        state.assignments.entry(resource.urn).or_insert_with(stays);
    }
    for (at, project) in state.projects.iter_mut().enumerate() {
        project.is_default = at == place;
    }
}
