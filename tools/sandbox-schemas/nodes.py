"""Schemas of an OpenAPI document as short notations that hold facts only.

A notation is JSON:
    "string" "string:uuid" "int" "number" "bool" "any"    scalars, with the format where there is one
    "enum:a|b"                                            a text that is one of these as far as the document knows
    "...=VALUE"                                           a default, for texts, numbers and booleans
    "...~VALUE"                                           what such a value looks like: one word, never a sentence
    "...?"                                                may be null
    "@name"                                               another schema of the table
    [NODE] or [NODE, 1]                                   an array, with the least number of items
    {"!a": NODE, "^b": NODE, "": NODE}                    an object: ! is required, ^ read-only; "" is any other key
    {"|": [NODE, NODE]}                                   one of these
"""
import re

UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.I)
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
WORD = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,31}$")
TYPES = {"integer": "int", "number": "number", "boolean": "bool", "string": "string"}
# Formats that say how a text looks; the others only name a language's type.
FORMATS = {"date-time", "uuid", "uri", "url", "hostname", "email", "ipv4", "ipv6", "cidr", "date", "byte", "uint64", "int64"}


def is_schema(value):
    """Tells a schema from a property that happens to be called `type`."""
    return isinstance(value, dict)


class Nodes:
    """Turns schemas into notations, and remembers which named ones they need."""

    def __init__(self, document):
        self.document = document
        self.named = {}

    def resolve(self, schema):
        while is_schema(schema) and isinstance(schema.get("$ref"), str):
            found = self.document
            for part in schema["$ref"].lstrip("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    def node(self, schema):
        ref = schema.get("$ref") if is_schema(schema) else None
        if isinstance(ref, str) and ref.startswith("#/components/schemas/"):
            return self.reference(ref.rsplit("/", 1)[1])
        return self.inline(self.resolve(schema))

    def reference(self, name):
        if name not in self.named:
            self.named[name] = None
            self.named[name] = self.inline(self.document["components"]["schemas"][name])
        return "@" + name

    def inline(self, schema):
        schema = self.merged(self.resolve(schema))
        node = self.plain(schema)
        if schema.get("nullable") is True and isinstance(node, str):
            return node + "?"
        return node

    def plain(self, schema):
        if schema.get("variants"):
            return self.union(schema)
        kind = schema.get("type")
        if "properties" in schema or schema.get("additionalProperties"):
            return self.object(schema)
        if kind == "object" and "items" in schema:
            # An object of which only the elements are described.
            return self.node(schema["items"])
        if kind == "array" or "items" in schema:
            items = self.items(schema)
            return [items, schema["minItems"]] if schema.get("minItems") else [items]
        return "any" if kind in (None, "object") and "enum" not in schema else scalar(schema)

    def items(self, schema):
        """The node of an array's elements, with the array's example where they have none of their own."""
        node, example = self.node(schema.get("items", {})), schema.get("example")
        bare = node in ("string", "int") and isinstance(example, list) and example
        return node + sample(example[0]) if bare else node

    def union(self, schema):
        nodes = []
        for variant in schema["variants"]:
            node = self.inline({"allOf": [without_variants(schema), variant]}) if "properties" in schema else self.node(variant)
            if node not in nodes:
                nodes.append(node)
        return nodes[0] if len(nodes) == 1 else {"|": nodes}

    def object(self, schema):
        required, fields = set(schema.get("required", [])), {}
        for name, field in schema.get("properties", {}).items():
            marks = ("!" if name in required else "") + ("^" if self.read_only(field) else "")
            fields[marks + name] = self.node(field)
        rest = schema.get("additionalProperties")
        if rest:
            fields[""] = self.node(rest) if isinstance(rest, dict) else "any"
        return fields

    def read_only(self, field):
        return self.resolve(field).get("readOnly") is True

    def merged(self, schema):
        """The schema with its allOf put together; the alternatives of oneOf and anyOf become `variants`."""
        out = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf", "properties")}
        out["properties"] = dict(self.properties(schema))
        variants = schema.get("oneOf") or schema.get("anyOf")
        if isinstance(variants, list):
            out["variants"] = variants
        for part in schema.get("allOf") or []:
            self.absorb(out, self.merged(self.resolve(part)))
        if not out["properties"]:
            del out["properties"]
        return out

    def absorb(self, out, part):
        out["properties"] = {**part.get("properties", {}), **out["properties"]}
        out["required"] = sorted({*out.get("required", []), *part.get("required", [])})
        for key, value in part.items():
            if key not in ("properties", "required"):
                out.setdefault(key, value)

    def properties(self, schema):
        properties = schema.get("properties", {})
        if isinstance(properties.get("$ref"), str):
            properties = self.resolve(properties)
        return {name: field for name, field in properties.items() if is_schema(field)}


def without_variants(schema):
    return {key: value for key, value in schema.items() if key != "variants"}


def scalar(schema):
    default = schema.get("default")
    suffix = f"={text(default)}" if default not in (None, "") and not isinstance(default, (dict, list)) else ""
    if isinstance(schema.get("enum"), list):
        values = [value for value in schema["enum"] if value is not None]
        if all(isinstance(value, (str, bool)) for value in values):
            return "enum:" + "|".join(text(value) for value in values) + suffix
    kind = TYPES.get(schema.get("type"), "string")
    shape = form(schema) if kind == "string" else least(schema)
    if not suffix and not (kind == "string" and shape) and kind != "bool":
        suffix = sample(schema.get("example"))
    return kind + (f":{shape}" if shape else "") + suffix


def sample(example):
    """An example, where it is a number or a word that is no identifier of an object."""
    if isinstance(example, bool) or not isinstance(example, (str, int, float)):
        return ""
    word = text(example)
    filler = word in ("123", "12345")
    return f"~{word}" if not filler and WORD.match(word) and not UUID.match(word) and not TIME.match(word) else ""


def text(value):
    """A default or a member of an enum, truth values as JSON spells them."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def least(schema):
    minimum = schema.get("minimum")
    return str(minimum) if isinstance(minimum, (int, float)) and minimum > 0 else ""


def form(schema):
    """How the text looks: its format, or what its example has the shape of."""
    if schema.get("format") in FORMATS:
        return schema["format"]
    example = schema.get("example")
    if isinstance(example, str) and UUID.match(example):
        return "uuid"
    return "date-time" if isinstance(example, str) and TIME.match(example) else ""
