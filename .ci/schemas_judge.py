"""The judge of .ci/schemas.py: answers by the public OpenAPI document."""

import json
import os
import re
import urllib.error
import urllib.request

from jsonschema import Draft4Validator, RefResolver

METHODS = ("get", "post", "put", "patch", "delete")
# What the document lacks or has otherwise than the real API: METHOD PATH STATUS FINDING, as regular expressions.
EXCEPTIONS = [
    # The wrapper that the examples have.
    r"\w+ /v2/images/\{image_id\}/actions.* 20[01] .*",
    # The schema requires what none of its fields is called.
    r"GET /v2/monitoring/sinks.* 'urn' is a required property",
    # Apps are in projects, and in no pattern of the document.
    r"\w+ /v2/projects/.*/resources 200 .* 'do:app:[^']*' does not match .*",
    # Recorded of an address that a droplet has.
    r"DELETE /v2/(floating|reserved)_ips/\{\w+\} 202 .*",
]


def schema(value):
    """An OpenAPI 3.0 schema as JSON schema: what may be null has a type of its own there."""
    if isinstance(value, list):
        return [schema(one) for one in value]
    if not isinstance(value, dict):
        return value
    value = {key: schema(one) for key, one in value.items()}
    if value.get("nullable") is True:
        if isinstance(value.get("type"), str):
            value["type"] = [value["type"], "null"]
        if isinstance(value.get("enum"), list):
            value["enum"] = [*value["enum"], None]
    if isinstance(value.get("format"), str):
        del value["format"]
    return value


class Judge:
    def __init__(self, document):
        self.document = schema(document)
        self.resolver = RefResolver("", self.document)
        self.operations = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), path, method)
            for path, methods in self.document["paths"].items()
            for method in METHODS
            if method in methods and path.startswith("/v2/") and not methods[method].get("servers")
        ]
        self.operations.sort(key=lambda it: it[1].count("{"))
        self.seen, self.findings = set(), []

    def find(self, text):
        if not any(re.fullmatch(rule, text) for rule in EXCEPTIONS):
            self.findings.append(text)

    def resolve(self, value):
        while "$ref" in value:
            value = self.resolver.resolve(value["$ref"])[1]
        return value

    def operation(self, method, path):
        path = path.split("?")[0]
        for pattern, template, name in self.operations:
            if name == method.lower() and pattern.match(path):
                return template
        raise SystemExit(f"schemas: {method} {path} is not in the document")

    def judge(self, method, path, status, body):
        template = self.operation(method, path)
        self.seen.add((method, template))
        about = f"{method} {template} {status}"
        responses = self.document["paths"][template][method.lower()]["responses"]
        if str(status) not in responses:
            # Refusals that the document does not declare are common in the real API.
            if status < 400:
                self.find(f"{about} the document has no such status")
            return
        content = self.resolve(responses[str(status)]).get("content", {})
        if (not content) != (not body.strip()):
            self.find(f"{about} a body is {'' if content else 'not '}expected")
        elif "schema" in content.get("application/json", {}):
            content = content["application/json"]
            for error in Draft4Validator(content["schema"], resolver=self.resolver).iter_errors(json.loads(body)):
                self.find(f"{about} {'/'.join(map(str, error.path))}: {error.message[:200]}")


def send(method, path, body=None, headers=()):
    own = {"Authorization": f"Bearer {os.environ['DO_API_TOKEN']}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    url = os.environ["DOAPI_ENDPOINT"] + path
    request = urllib.request.Request(url, method=method, data=data, headers={**own, **dict(headers)})
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def self_check(judge):
    """A judge that finds nothing in a wrong answer is worth nothing."""
    blind = Judge(judge.document)
    blind.judge("GET", "/v2/account", 200, b'{"account":{"email":7}}')
    blind.judge("GET", "/v2/firewalls", 200, b'{"firewalls":[{"id":5}],"meta":{"total":1}}')
    blind.judge("DELETE", "/v2/firewalls/x", 204, b"{}")
    blind.judge("GET", "/v2/regions", 299, b"{}")
    found = [" ".join(text.split(" ")[:3]) for text in blind.findings]
    delete = "DELETE /v2/firewalls/{firewall_id} 204"
    if set(found) != {"GET /v2/account 200", "GET /v2/firewalls 200", delete, "GET /v2/regions 299"}:
        raise SystemExit(f"schemas: blind: only {found} found")


def unasked(judge):
    """The operations that the sandbox serves and nobody has asked for."""
    for _, path, method in judge.operations:
        if (method.upper(), path) not in judge.seen:
            status, _ = send(method.upper(), re.sub(r"\{[^}]+\}", "1", path), {} if method != "get" else None)
            if status != 501:
                yield f"{method.upper()} {path}"
