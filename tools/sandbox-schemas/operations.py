"""What each operation of the API does to the objects that a store keeps."""
from rules import KEYS, KINDS, HOMES, ROOTS

METHODS = ("get", "post", "put", "patch", "delete")
HOST = "https://api.digitalocean.com"
PAGING = ("links", "meta")


def operations(document, nodes):
    """Every operation of this host as a dict, in the order of path and method."""
    raw = [read(document, nodes, path, method) for path in document["paths"] for method in METHODS
           if method in document["paths"][path]]
    paths = {}
    for operation in raw:
        paths.setdefault(operation["path"], {})[operation["method"].lower()] = operation
    for operation in raw:
        classify(operation, paths, nodes)
    return sorted(raw, key=lambda it: (it["path"], it["method"]))


def read(document, nodes, path, method):
    found = document["paths"][path][method]
    status, reply = success(nodes, found)
    content = reply.get("content", {})
    body = nodes.resolve(found.get("requestBody", {})).get("content", {}).get("application/json", {}).get("schema")
    parameters = [nodes.resolve(it) for it in found.get("parameters", []) + document["paths"][path].get("parameters", [])]
    return {
        "method": method.upper(), "path": path, "status": status,
        "foreign": any(not it["url"].startswith(HOST) for it in servers(document, path, found)),
        "response": nodes.node(schema_of(content)) if schema_of(content) else "",
        "request": nodes.node(body) if body else "",
        "must": sorted(it["name"] for it in parameters if it.get("in") == "query" and it.get("required")),
        "scopes": scopes(found),
    }


def servers(document, path, found):
    return found.get("servers") or document["paths"][path].get("servers") or [{"url": HOST}]


def success(nodes, found):
    good = sorted(status for status in found["responses"] if status.startswith("2"))
    if not good:
        # An operation that the API has given up answers 410.
        return (410 if "410" in found["responses"] else 200), {}
    status = good[0]
    return int(status), nodes.resolve(found["responses"].get(status, {}))


def schema_of(content):
    return content.get("application/json", {}).get("schema")


def scopes(found):
    return sorted(scope for choice in found.get("security", []) for scope in choice.get("bearer_auth", []))


def classify(operation, paths, nodes):
    """Adds `kind`, `home` (the template of the collection), `key` (the field with the ID) and `root`."""
    name = operation["method"] + " " + operation["path"]
    path = operation["path"]
    operation["roots"] = roots(nodes, operation["response"])
    operation["kind"] = KINDS.get(name) or kind(operation, paths, nodes)
    operation["home"] = HOMES.get(name) or twin(home(operation, paths))
    operation["root"] = ROOTS[name] if name in ROOTS else root(operation, nodes)
    operation["key"] = ""
    if ends_in_parameter(path) and operation["kind"] in ("get", "update", "delete"):
        operation["key"] = KEYS.get(path) or key(path, operation, paths, nodes)


def kind(operation, paths, nodes):
    method, here = operation["method"], paths[operation["path"]]
    if operation["foreign"]:
        return "foreign"
    if operation["status"] == 410:
        return "gone"
    item = ends_in_parameter(operation["path"])
    if method == "GET":
        return reading(operation, here, paths, item, nodes)
    if method == "DELETE":
        return "delete" if item else "leave"
    if item:
        return "update" if method in ("PUT", "PATCH") and ("get" in here or collection(parent(operation["path"]), paths)) else "act"
    if method == "POST":
        return "create" if collection(operation["path"], paths) else "act"
    return "set" if "get" in here else "act"


def reading(operation, here, paths, item, nodes):
    if operation["response"] == "":
        return "text"
    if item:
        return "get"
    arrays = [name for name, node in operation["roots"].items() if is_array(node)]
    lone = len(operation["roots"]) == 1 and arrays and "put" not in here
    return "list" if arrays and (lone or collection(operation["path"], paths)) else "settings"


def collection(path, paths):
    """Whether objects lie under this path: it has a list, and something below it or a way to add."""
    here = paths.get(path, {})
    below = any(parent(other) == path and ends_in_parameter(other) for other in paths)
    return "get" in here and ("post" in here or below) or "post" in here and below


def home(operation, paths):
    path, kind = operation["path"], operation["kind"]
    if kind in ("get", "update", "delete"):
        return parent(path)
    return path if kind in ("list", "create", "settings", "set", "text") else ancestor(path)


def ancestor(path):
    """The collection of the nearest object in the path: of what an action is about."""
    while path and not ends_in_parameter(path):
        path = parent(path)
    return parent(path)


def twin(template):
    """The deprecated single registry is the registries' first; what is under its name is under theirs."""
    return template.replace("/v2/registry/{registry_name}", "/v2/registries/{registry_name}")


def parent(path):
    return path.rpartition("/")[0]


def ends_in_parameter(path):
    return path.endswith("}")


def is_array(node):
    return isinstance(node, list)


def roots(nodes, node):
    """The members of a reply that are not about pages, with their marks off."""
    fields = members(nodes, node)
    return {name: look(nodes, it) for name, it in fields.items() if name not in PAGING and name}


def members(nodes, node):
    node = look(nodes, node)
    if isinstance(node, dict) and "|" in node:
        return members(nodes, node["|"][0])
    return {name.lstrip("!^"): it for name, it in node.items()} if isinstance(node, dict) else {}


def look(nodes, node):
    while isinstance(node, str) and node.startswith("@"):
        node = nodes.named[node[1:]]
    return node


def root(operation, nodes):
    found = operation["roots"]
    arrays = [name for name, node in found.items() if is_array(node)]
    objects = [name for name, node in found.items() if isinstance(node, dict)]
    if operation["kind"] == "list":
        return arrays[0] if arrays else ""
    whole = operation["kind"] in ("settings", "set", "text", "leave")
    return objects[0] if objects and not whole and (len(found) == 1 or named_alike(operation, objects[0])) else ""


def named_alike(operation, name):
    """`agent` in `/v2/gen-ai/agents/{uuid}`, as opposed to the `config` of an object that has no wrapper."""
    words = operation["path"].replace("-", "_").split("/")
    return any(word.startswith(name.rstrip("y")) for word in words)


def key(path, operation, paths, nodes):
    """The field of the object that the path's last parameter names."""
    parameter = path.rpartition("{")[2].rstrip("}")
    fields = item_fields(path, paths, nodes)
    last = parameter.rpartition("_")[2]
    for name in (parameter, last if last not in ("key",) else "uuid", "id", "uuid", "name", "slug"):
        if name in fields:
            return name
    return last


def item_fields(path, paths, nodes):
    """The members of the object at a path, of its list, or of what a POST to the list answers."""
    for other, method in ((path, "get"), (path, "put"), (parent(path), "get"), (parent(path), "post")):
        operation = paths.get(other, {}).get(method)
        if operation:
            found = shown(operation, nodes)
            if found:
                return found
    return {}


def shown(operation, nodes):
    found = roots(nodes, operation["response"])
    for node in found.values():
        if is_array(node) and len(found) <= 2:
            return members(nodes, node[0])
    objects = [node for node in found.values() if isinstance(node, dict)]
    return members(nodes, objects[0]) if objects and len(found) == 1 else found
