"""Asks for every operation that .ci/schemas.py has no journey for: the bodies come from the document's schemas, the IDs from
what was created or seeded before."""

import json
import re
from urllib.parse import quote

from schemas_judge import send

PARAMETER = re.compile(r"\{([^}]+)\}")
# Values that the sandbox checks.
KNOWN = {"region": "nyc3", "size": "s-1vcpu-2gb", "image": "debian-12-x64", "subject_name": "subject"}
# The path that lists the objects which a path has below it, where that is another.
LISTS = [
    ("/v2/registry/", "/v2/registries/"),
    ("/v2/nfs/shares", "/v2/nfs"),
    ("/repositories", "/repositoriesV2"),
    ("/garbage-collection", "/garbage-collections"),
    ("/jobs/job/invocations", "/job-invocations"),
    ("/schema-registry/config", "/schema-registry"),
    ("/gen-ai/scheduled-indexing/knowledge-base", "/gen-ai/knowledge_bases"),
]
# Collections whose members are objects of others.
MEMBERS = {"knowledge_bases": "/v2/gen-ai/knowledge_bases", "child_agents": "/v2/gen-ai/agents"}
# What a path names where nothing lists it.
WORDS = {
    "component_name": "web",
    "job_name": "job",
    "start_date": "2026-10-01",
    "end_date": "2026-10-31",
    "version": "1",
    "account_urn": "do:team:1",
    "app_slug": "example-app",
    "finding_uuid": "00000000-0000-4000-8000-000000000007",
}
# Fields that name an object, where neither its parameter nor `id`, `uuid`, `name` or `slug` says so.
KEYS = {
    "evaluation_test_case_uuid": "test_case_uuid",
    "eval_run_uuid": "eval_run_uuid",
    "logsink_id": "sink_id", "namespace_id": "namespace", "manifest_digest": "digest", "repository_tag": "tag"}
# What .ci/schemas-seed.json holds, as nothing in the API creates it: paths, and the objects above.
SEEDED = {
    "/v2/apps/{app_id}/events": "/v2/apps/00000000-0000-4000-8000-000000000002/events",
    "/v2/apps/{app_id}/job-invocations": "/v2/apps/00000000-0000-4000-8000-000000000002/job-invocations",
    "/v2/apps/{app_id}/jobs": "/v2/apps/00000000-0000-4000-8000-000000000002/jobs",
    "/v2/byoip_prefixes/{byoip_prefix_uuid}/ips": "/v2/byoip_prefixes/00000000-0000-4000-8000-000000000003/ips",
    "/v2/databases/{database_cluster_uuid}/indexes": "/v2/databases/00000000-0000-4000-8000-000000000001/indexes",
    "/v2/gen-ai/evaluation_runs/{evaluation_run_uuid}": "/v2/gen-ai/evaluation_runs/00000000-0000-4000-8000-000000000008",
    "/v2/registries/{registry_name}": "/v2/registries/reg",
    "/v2/registry/{registry_name}": "/v2/registry/reg",
    "/v2/security/scans/{scan_id}/findings": "/v2/security/scans/00000000-0000-4000-8000-000000000006/findings",
    "/v2/vector-databases/{id}/backups": "/v2/vector-databases/00000000-0000-4000-8000-000000000004/backups",
}
# Removed after all others, which need them.
LAST = ("/v2/registry", "/v2/registries/{registry_name}")


def members(judge, node):
    """The properties and required names of a schema."""
    node = judge.resolve(node)
    properties, required = dict(judge.resolve(node.get("properties", {}))), set(node.get("required", []))
    for part in node.get("allOf", []):
        more, needed = members(judge, part)
        properties.update(more)
        required |= needed
    for part in (node.get("oneOf") or node.get("anyOf") or [])[:1]:
        more, needed = members(judge, part)
        properties.update(more)
        required |= needed
    return properties, required


class Bodies:
    def __init__(self, judge, known):
        self.judge, self.known, self.count = judge, known, 0

    def value(self, node, name, depth=0):
        node = self.judge.resolve(node)
        properties, required = members(self.judge, node)
        kind = node.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if properties:
            return self.object(properties, required, depth)
        if node.get("oneOf") or node.get("anyOf"):
            return self.value((node.get("oneOf") or node["anyOf"])[0], name, depth)
        if node.get("enum"):
            return node["enum"][0]
        if self.fits(name, kind):
            return self.known[name]
        if kind == "array":
            return [self.value(node.get("items", {}), name.removesuffix("s"), depth + 1)]
        return self.scalar(node, kind, name)

    def fits(self, name, kind):
        """Whether there is a known value of this type for the field."""
        kinds = {str: (None, "string"), list: (None, "array")}
        return name in self.known and kind in kinds[type(self.known[name])]

    def object(self, properties, required, depth):
        wanted = {name: it for name, it in properties.items() if not self.judge.resolve(it).get("readOnly")}
        chosen = {name: it for name, it in wanted.items() if name in required or depth == 0 and self.plain(it)}
        return {name: self.value(it, name, depth + 1) for name, it in chosen.items()}

    def plain(self, node):
        node = self.judge.resolve(node)
        return node.get("type") in ("string", "integer", "boolean", "array") and not node.get("properties")

    def scalar(self, node, kind, name):
        if kind in ("integer", "number"):
            return node.get("example") if isinstance(node.get("example"), int) else int(node.get("minimum", 1))
        if kind == "boolean":
            return True
        if kind is None or kind == "object":
            return {}
        self.count += 1
        example = node.get("example")
        fixed = isinstance(example, str) and example and "name" not in name
        return example if fixed else f"{name.replace('_', '-')}-{self.count}"


class Everything:
    """The operations that are left, in an order in which they can succeed."""

    def __init__(self, api):
        self.api, self.judge, self.asking, self.made = api, api.judge, set(), {}
        vpc = api.ask(200, "GET", "/v2/vpcs")["vpcs"][0]["id"]
        project = api.ask(200, "GET", "/v2/projects")["projects"][0]["id"]
        self.known = {
            **dict.fromkeys(("vpc_uuid", "vpc_id", "private_network_uuid"), vpc),
            **dict.fromkeys(("droplet_ids", "ssh_keys"), []),
            **{**KNOWN, "vpc_ids": [vpc], "project_id": project, "tags": ["own"]},
        }
        self.bodies = Bodies(self.judge, self.known)

    def run(self):
        self.nfs()
        every = ((path, method) for _, path, method in self.judge.operations)
        for path, method in sorted((it for it in every if (it[1].upper(), it[0]) not in self.judge.seen), key=rank):
            if (method.upper(), path) not in self.judge.seen:
                self.one(path, method)

    def nfs(self):
        """Snapshots and access points, which are made by other paths than they are under."""
        body = {"name": "share", "size_gib": 50, "region": "nyc3", "vpc_ids": self.known["vpc_ids"]}
        share = self.api.ask(201, "POST", "/v2/nfs", body)["share"]["id"]
        action = {"type": "snapshot", "region": "nyc3", "params": {"name": "s"}}
        self.api.ask(201, "POST", f"/v2/nfs/{share}/actions", action)
        policy = {"anonuid": 1, "anongid": 1, "protocols": ["NFS4"], "squash_config": "NO_SQUASH"}
        policy["identity_enforcement_enabled"] = False
        body = {"name": "a", "path": "/", "vpc_id": self.known["vpc_id"], "access_policy": policy}
        made = self.api.ask(201, "POST", f"/v2/nfs/shares/{share}/access_points", body)["access_point"]["id"]
        self.words = {**WORDS, "access_point_id": made}

    def one(self, path, method):
        operation = self.judge.document["paths"][path][method]
        at = self.with_ids(path)
        if at is None:
            self.judge.find(f"{method.upper()} {path}: nothing has such an ID")
            return {}
        content = self.judge.resolve(operation.get("requestBody", {})).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        body = self.bodies.value(schema, "") if schema else None
        good = min(int(status) for status in operation["responses"] if status[0] == "2" or status == "410")
        reply = self.api.ask(good, method.upper(), at + self.query(operation, path), body)
        if path.endswith("/knowledge_bases") and method == "post" and "knowledge_base" in reply:
            self.known["knowledge_base_uuid"] = reply["knowledge_base"]["uuid"]
        if method == "post":
            self.made[path] = {} if {"id", "message"} <= set(reply) else reply
        elif method == "delete":
            self.made = {other: it for other, it in self.made.items() if not path.startswith(other)}
        return reply

    def query(self, operation, path):
        parameters = operation.get("parameters", []) + self.judge.document["paths"][path].get("parameters", [])
        parameters = map(self.judge.resolve, parameters)
        required = [it["name"] for it in parameters if it.get("in") == "query" and it.get("required")]
        values = {"start": "1700000000", "end": "1700003600"}
        return "?" * bool(required) + "&".join(f"{name}={values.get(name, '1')}" for name in required)

    def with_ids(self, path):
        template, done = next((it for it in SEEDED.items() if path.startswith(it[0])), ("", ""))
        for part in path.removeprefix(template).split("/")[1:] if template else path.split("/")[1:]:
            name = PARAMETER.fullmatch(part)
            value = self.id_of(template, done, name[1]) if name else part
            if value is None:
                return None
            template, done = f"{template}/{part}", f"{done}/{quote(str(value), safe='') if name else value}"
        return done

    def id_of(self, template, above, name):
        """An object below this path: from its list, from the object above, or created for this."""
        if name in self.words:
            return self.words[name]
        found = self.listed(above, name) or self.shown(above, name) or newest(self.made.get(template, {}), name)
        if found is None and (template, "post") in self.creates() and template not in self.asking:
            self.asking.add(template)
            self.one(template, "post")
            self.asking.remove(template)
            found = self.listed(above, name) or self.shown(above, name) or newest(self.made.get(template, {}), name)
        return found

    def creates(self):
        return {(path, method) for _, path, method in self.judge.operations}

    def listed(self, above, name):
        lists = [above.replace(old, new) for old, new in LISTS if old in above]
        found = (newest(self.get(path), name) for path in [above, *lists])
        return next((it for it in found if it is not None), None)

    def shown(self, above, name):
        """One that only the object above shows, or that lies elsewhere."""
        path, _, last = above.rpartition("/")
        if last in MEMBERS:
            return self.listed(MEMBERS[last], "uuid")
        owner = self.get(path).values()
        lists = [it[last] for it in owner if isinstance(it, dict) and isinstance(it.get(last), list)]
        return next((key(it[-1], name) for it in lists if it), None)

    def get(self, path):
        status, text = send("GET", path)
        reply = json.loads(text) if status == 200 and text[:1] == b"{" else {}
        return reply if isinstance(reply, dict) else {}


def rank(operation):
    """Creates first, those of the outer objects before others; deletions last, from the inside."""
    path, method = operation
    order = {"post": 1, "put": 2, "patch": 2, "get": 3, "delete": 4}[method]
    removes = path.endswith(("/dangerous", "/selective"))
    depth = path.count("/")
    return order + (method == "delete" and path in LAST), -depth if method == "delete" else depth, removes, path


def newest(reply, name):
    """The last object of the reply's list, or the reply itself."""
    lists = [it for it in reply.values() if isinstance(it, list) and it and isinstance(it[-1], dict)]
    objects = [it[-1] for it in lists] + [it for it in reply.values() if isinstance(it, dict)]
    found = (key(it, name) for it in [*objects, reply])
    return next((it for it in found if it is not None), None)


def key(found, name):
    """The value of the field that a path's parameter names."""
    last = name.rpartition("_")[2]
    if name == "sink_uuid":
        found = found.get("destination") or {}
    for field in (KEYS.get(name, name), *(["name"] if last == "name" else []), "id", "uuid", "name", "slug", last):
        value = found.get(field)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
            return value
    return None
