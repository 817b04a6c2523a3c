#!/usr/bin/env python3
"""Every example of a body in the API's document is sent twice, by `--body` and by options, and is the same JSON each time.

    .ci/body-examples.py OPENAPI DOAPI

The API is a stand-in that knows every object and keeps what is sent to it.
"""

import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading

METHODS = ("post", "put", "patch", "delete")
TABLE = os.path.join(os.path.dirname(__file__), "..", "src", "operations", "table.jsonl")
# Options of doapi that no field can have.
TAKEN = {"all", "body", "extra", "help", "multiple", "replace", "skeleton", "unique", "unprotect", "until", "wait", "where", "yes"}
UNIVERSAL = re.compile(r"^      (?:-\w, )?--([a-z-]+)", re.M)


UUID = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30"


def object_named(label):
    text = {name: label for name in Api.identities}
    return {**text, "id": int(label) if label.isdigit() else label, "name": label}


class Api(http.server.BaseHTTPRequestHandler):
    """Knows every object that is asked for, and keeps the bodies of all other requests."""

    roots = set()
    lists = {}
    identities = set()
    bodies = []

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        path = self.path.split("?")[0]
        if self.command != "GET":
            Api.bodies.append(json.loads(body) if body else None)
        text = json.dumps(self.found(path) if self.command == "GET" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    @staticmethod
    def found(path):
        for pattern, root in Api.lists.items():
            if pattern.fullmatch(path):
                return {root: [object_named(UUID)], "links": {}, "meta": {"total": 1}}
        return {root: object_named(path.rsplit("/", 1)[1]) for root in Api.roots}

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass


def resolved(document, node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def examples(document):
    """The identifier of an operation, and each example of its body."""
    for methods in document["paths"].values():
        for method in METHODS:
            operation = methods.get(method, {})
            body = resolved(document, operation.get("requestBody", {}))
            content = body.get("content", {}).get("application/json", {})
            found = [resolved(document, one).get("value") for one in content.get("examples", {}).values()]
            found += [content["example"]] if "example" in content else []
            for example in found:
                if isinstance(example, dict):
                    yield operation["operationId"], example


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


def options(shape, example, above, reserved):
    """The options that say the same as the example: none for what only JSON can say."""
    line = []
    known = {name.rstrip("!"): inner for name, inner in shape.items()}
    for name, value in example.items():
        long = ".".join(above + [name]).replace("_", "-")
        option = "--" + (f"field.{long}" if long in reserved or long.startswith("wait-") else long)
        inner = known.get(name)
        if isinstance(inner, dict) and "*" not in inner and isinstance(value, dict) and value:
            line += options(inner, value, above + [name], reserved)
        elif isinstance(inner, list) and isinstance(value, list) and value:
            line += [f"{option}={text(one)}" for one in value]
        elif value is None or inner is None:
            raise KeyError(f"{long} = {json.dumps(value)}")
        else:
            line.append(f"{option}={text(value)}")
    return line


def sent(doapi, words, home):
    Api.bodies.clear()
    run = subprocess.run([doapi, "api", "call", *words], capture_output=True, text=True, cwd=home, timeout=60)
    if "unexpected argument '--replace'" in run.stderr:
        return sent(doapi, [word for word in words if word != "--replace"], home)
    return Api.bodies[0] if Api.bodies else f"exit {run.returncode}: {run.stderr.strip()}"


def labels(path):
    is_number = re.compile("droplet_id|image_id|record_id").search
    return [str(at) if is_number(name) else UUID for at, name in enumerate(re.findall(r"{([^}]+)}", path), 1)]


def main():
    document = json.load(open(sys.argv[1], encoding="utf-8"))
    doapi = os.path.abspath(sys.argv[2])
    table = {one["o"]: one for one in map(json.loads, open(TABLE, encoding="utf-8"))}
    Api.roots = {one["r"] for one in table.values() if one.get("r") and not one.get("l")}
    Api.lists = {re.compile(re.sub("{[^}]+}", "[^/]+", one["p"])): one["r"] for one in table.values() if one.get("l")}
    Api.identities = {name for one in table.values() for name in one.get("i", [])}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = tempfile.mkdtemp()
    os.environ.update(HOME=home, DO_API_TOKEN="x", DOAPI_ENDPOINT=f"http://127.0.0.1:{server.server_port}")
    help_text = subprocess.run([doapi, "help", "options"], capture_output=True, text=True, check=True).stdout
    reserved = TAKEN | set(UNIVERSAL.findall(help_text))
    both, only_json, failed = 0, [], 0
    for operation, example in examples(document):
        fact = table.get(operation)
        if not fact:
            continue  # It is of another host.
        words = [operation, *labels(fact["p"])] + (["--replace"] if fact["m"] == "PUT" and "update" in fact["c"] else [])
        ways = {"--body": [f"--body={json.dumps(example)}"]}
        try:
            ways["options"] = options(fact.get("b", {}), example, [], reserved)
            both += 1
        except KeyError as why:
            only_json.append(f"{operation}: {why.args[0]}")
        for way, line in ways.items():
            got = sent(doapi, words + line, home)
            if got != example:
                failed += 1
                print(f"{operation} by {way}: sent {json.dumps(got)}\n  instead of {json.dumps(example)}")
    for one in only_json:
        print(f"only by --body: {one}")
    print(f"body examples: {both} by --body and by options, {len(only_json)} by --body only, {failed} wrong")
    sys.exit(failed > 0 or both == 0)


main()
