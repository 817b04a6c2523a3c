#!/usr/bin/env python3
"""Judges what the sandbox answers by the public OpenAPI document; .ci/schemas runs it.

Every operation that the sandbox serves is asked for at least once. Each status must be the expected one, and each body
must satisfy the schema that the document has for its status.
"""

import json
import sys
import time

from schemas_judge import Judge, self_check, send, unasked
from schemas_stored import Everything


class Api:
    def __init__(self, judge):
        self.judge = judge

    def ask(self, want, method, path, body=None, headers=()):
        status, text = send(method, path, body, headers)
        if status != want:
            self.judge.find(f"{method} {path} is {status}, not {want}: {text[:200].decode()}")
        self.judge.judge(method, path, status, text)
        return json.loads(text) if text.strip()[:1] == b"{" else {}

    def get(self, *paths):
        for path in paths:
            self.ask(200, "GET", path)

    def settle(self):
        time.sleep(0.3)


def account(api):
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEz0iPVYZoYZzRwvYNv7PEoFgUJ6zbh7nYIW3DYXTTzV me"
    api.get("/v2/account", "/v2/account/keys", "/v2/regions", "/v2/sizes?per_page=200", "/v2/monitoring/alerts")
    made = api.ask(201, "POST", "/v2/account/keys", {"name": "k", "public_key": key})["ssh_key"]
    path = f"/v2/account/keys/{made['id']}"
    api.get(path)
    api.ask(200, "PUT", path, {"name": "new"})
    api.ask(204, "DELETE", path)
    database = api.ask(200, "GET", "/v2/databases")["databases"][0]["id"]
    api.get(f"/v2/databases/{database}")


def droplets(api):
    body = {"size": "s-1vcpu-1gb", "image": "debian-12-x64", "region": "nyc3", "tags": ["web"], "ipv6": True}
    one = api.ask(202, "POST", "/v2/droplets", {"name": "a", **body})["droplet"]["id"]
    api.ask(202, "POST", "/v2/droplets", {"names": ["b", "c"], **body})
    api.settle()
    path = f"/v2/droplets/{one}"
    api.get("/v2/droplets", "/v2/droplets?per_page=1&page=2", "/v2/droplets?tag_name=web", path)
    action = api.ask(201, "POST", f"{path}/actions", {"type": "snapshot", "name": "s"})["action"]["id"]
    api.settle()
    api.get(f"{path}/actions", f"{path}/actions/{action}", "/v2/actions", f"/v2/actions/{action}")
    api.ask(201, "POST", "/v2/droplets/actions?tag_name=web", {"type": "enable_backups"})
    api.settle()
    api.get(f"{path}/snapshots", f"{path}/backups", f"{path}/kernels", f"{path}/neighbors", f"{path}/firewalls")
    api.get(f"{path}/backups/policy", "/v2/droplets/backups/policies", "/v2/droplets/backups/supported_policies")
    api.get("/v2/reports/droplet_neighbors_ids", f"{path}/destroy_with_associated_resources")
    api.ask(202, "DELETE", f"{path}/destroy_with_associated_resources/selective", {"snapshots": []})
    api.settle()
    api.get(f"{path}/destroy_with_associated_resources/status")
    api.ask(202, "POST", f"{path}/destroy_with_associated_resources/retry")
    two = api.ask(202, "POST", "/v2/droplets", {"name": "d", **body})["droplet"]["id"]
    three = api.ask(202, "POST", "/v2/droplets", {"name": "e", **body})["droplet"]["id"]
    api.settle()
    dangerous = f"/v2/droplets/{two}/destroy_with_associated_resources/dangerous"
    api.ask(202, "DELETE", dangerous, headers={"X-Dangerous": "true"})
    api.ask(204, "DELETE", f"/v2/droplets/{three}")
    api.ask(204, "DELETE", "/v2/droplets?tag_name=web")
    api.ask(404, "GET", path)


def images(api):
    body = {"name": "i", "url": "https://example.com/i.img", "region": "nyc3", "distribution": "Ubuntu"}
    own = api.ask(202, "POST", "/v2/images", body)["image"]["id"]
    api.settle()
    path = f"/v2/images/{own}"
    api.get("/v2/images", "/v2/images?private=true", path, "/v2/images/debian-12-x64")
    api.ask(200, "PUT", path, {"name": "j"})
    action = api.ask(201, "POST", f"{path}/actions", {"type": "transfer", "region": "fra1"})["action"]["id"]
    api.settle()
    api.get(f"{path}/actions", f"{path}/actions/{action}")
    snapshot = api.ask(200, "GET", "/v2/snapshots?resource_type=droplet")["snapshots"][0]["id"]
    api.get("/v2/snapshots", f"/v2/snapshots/{snapshot}")
    transfers = f"/v2/images/{snapshot}/account_transfer"
    for answer, status in (("accept", 201), ("decline", 204), ("cancel", 204)):
        offer = api.ask(201, "POST", transfers, {"recipient_email": "a@example.com"})["transfer_id"]
        api.ask(status, "POST", f"{transfers}/{answer}", {"transfer_id": offer, "recipient_uuid": "u"})
    api.ask(204, "DELETE", f"/v2/snapshots/{snapshot}")
    api.ask(204, "DELETE", path)


def domains(api):
    api.ask(201, "POST", "/v2/domains", {"name": "example.org", "ip_address": "192.0.2.1"})
    records = "/v2/domains/example.org/records"
    body = {"type": "TXT", "name": "t", "data": "x"}
    record = api.ask(201, "POST", records, body)["domain_record"]["id"]
    api.get("/v2/domains", "/v2/domains/example.org", records, f"{records}?type=TXT", f"{records}/{record}")
    api.ask(200, "PATCH", f"{records}/{record}", {"type": "TXT", "ttl": 60})
    api.ask(200, "PUT", f"{records}/{record}", {**body, "data": "y"})
    api.ask(204, "DELETE", f"{records}/{record}")
    api.ask(204, "DELETE", "/v2/domains/example.org")


def tags(api, droplet):
    resources = {"resources": [{"resource_id": str(droplet), "resource_type": "droplet"}]}
    api.ask(201, "POST", "/v2/tags", {"name": "extra"})
    api.ask(400, "POST", "/v2/tags", {"name": "not good"})
    api.ask(204, "POST", "/v2/tags/extra/resources", resources)
    api.get("/v2/tags", "/v2/tags/extra")
    api.ask(204, "DELETE", "/v2/tags/extra/resources", resources)
    api.ask(204, "DELETE", "/v2/tags/extra")


def addresses(api, droplet):
    for family in ("floating_ip", "reserved_ip"):
        path = f"/v2/{family}s"
        ip = api.ask(202, "POST", path, {"region": "nyc3"})[family]["ip"]
        action = api.ask(201, "POST", f"{path}/{ip}/actions", {"type": "assign", "droplet_id": droplet})["action"]["id"]
        api.settle()
        api.get(path, f"{path}/{ip}", f"{path}/{ip}/actions", f"{path}/{ip}/actions/{action}")
        api.ask(202, "DELETE", f"{path}/{ip}")
        ip = api.ask(202, "POST", path, {"region": "nyc3"})[family]["ip"]
        api.ask(204, "DELETE", f"{path}/{ip}")
    ip = api.ask(201, "POST", "/v2/reserved_ipv6", {"region_slug": "nyc3"})["reserved_ipv6"]["ip"]
    path = f"/v2/reserved_ipv6/{ip}"
    for body in ({"type": "assign", "droplet_id": droplet}, {"type": "unassign"}):
        api.ask(201, "POST", f"{path}/actions", body)
        api.settle()
        api.get("/v2/reserved_ipv6", path)
    api.ask(204, "DELETE", path)


def firewalls(api, droplet):
    rules = {
        "inbound_rules": [{"protocol": "tcp", "ports": "22", "sources": {"addresses": ["0.0.0.0/0"]}}],
        "outbound_rules": [{"protocol": "icmp", "ports": "0", "destinations": {"addresses": ["::/0"]}}],
    }
    made = api.ask(202, "POST", "/v2/firewalls", {"name": "fw", "droplet_ids": [droplet], **rules})["firewall"]["id"]
    path = f"/v2/firewalls/{made}"
    api.get("/v2/firewalls", path)
    api.ask(200, "PUT", path, {"name": "fw", "tags": ["own"], **rules})
    for method in ("POST", "DELETE"):
        api.ask(204, method, f"{path}/droplets", {"droplet_ids": [droplet]})
        api.ask(204, method, f"{path}/tags", {"tags": ["own"]})
        api.ask(204, method, f"{path}/rules", {"inbound_rules": rules["inbound_rules"]})
    api.ask(204, "DELETE", path)
    api.ask(404, "GET", path)


def volumes(api, droplet):
    body = {"name": "disk", "size_gigabytes": 10, "region": "nyc3", "filesystem_type": "ext4"}
    path = f"/v2/volumes/{api.ask(201, 'POST', '/v2/volumes', body)['volume']['id']}"
    attach = {"type": "attach", "droplet_id": droplet, "region": "nyc3"}
    action = api.ask(202, "POST", f"{path}/actions", attach)["action"]["id"]
    api.settle()
    api.get("/v2/volumes", path, f"{path}/actions", f"{path}/actions/{action}")
    api.ask(202, "POST", "/v2/volumes/actions", {**attach, "type": "detach", "volume_name": "disk"})
    api.settle()
    snapshot = api.ask(201, "POST", f"{path}/snapshots", {"name": "s"})["snapshot"]["id"]
    api.get(f"{path}/snapshots", f"/v2/volumes/snapshots/{snapshot}", f"/v2/snapshots/{snapshot}")
    api.ask(204, "DELETE", f"/v2/volumes/snapshots/{snapshot}")
    api.ask(204, "DELETE", path)
    api.ask(201, "POST", "/v2/volumes", body)
    api.ask(204, "DELETE", "/v2/volumes?name=disk&region=nyc3")


def networks(api):
    one = api.ask(201, "POST", "/v2/vpcs", {"name": "one", "region": "nyc3"})["vpc"]["id"]
    two = api.ask(201, "POST", "/v2/vpcs", {"name": "two", "region": "fra1", "ip_range": "10.10.0.0/20"})["vpc"]["id"]
    path = f"/v2/vpcs/{one}"
    api.ask(200, "PUT", path, {"name": "new"})
    api.ask(200, "PATCH", path, {"description": "d"})
    peering = api.ask(202, "POST", "/v2/vpc_peerings", {"name": "link", "vpc_ids": [one, two]})["vpc_peering"]["id"]
    peered = f"/v2/vpc_peerings/{peering}"
    api.get("/v2/vpcs", path, f"{path}/members", f"{path}/peerings", "/v2/vpc_peerings", peered)
    api.ask(200, "PATCH", peered, {"name": "a"})
    api.ask(200, "PATCH", f"{path}/peerings/{peering}", {"name": "b"})
    api.ask(202, "DELETE", peered)
    peering = api.ask(202, "POST", f"{path}/peerings", {"name": "link", "vpc_id": two})["peering"]["id"]
    api.ask(202, "DELETE", f"/v2/vpc_peerings/{peering}")
    api.ask(204, "DELETE", path)


def projects(api, droplet):
    whole = {"name": "D", "description": "", "purpose": "p", "environment": "Staging", "is_default": True}
    made = api.ask(201, "POST", "/v2/projects", {"name": "web", "purpose": "Web Application"})["project"]["id"]
    path = f"/v2/projects/{made}"
    resources = {"resources": [f"do:droplet:{droplet}", "do:droplet:9"]}
    for project, default in ((path, False), ("/v2/projects/default", True)):
        api.ask(200, "POST", f"{project}/resources", resources)
        api.get("/v2/projects", project, f"{project}/resources")
        api.ask(200, "PATCH", project, {"description": "d"})
        api.ask(200, "PUT", project, {**whole, "name": f"n{default}", "is_default": default})
    api.ask(204, "DELETE", path)


def balancers(api, droplet):
    api.ask(201, "POST", "/v2/domains", {"name": "example.com"})
    body = {"name": "le", "type": "lets_encrypt", "dns_names": ["example.com"]}
    certificate = api.ask(201, "POST", "/v2/certificates", body)["certificate"]["id"]
    api.settle()
    api.get("/v2/certificates", f"/v2/certificates/{certificate}")
    rule = {"entry_protocol": "https", "entry_port": 443, "target_protocol": "http", "target_port": 80}
    body = {"name": "lb", "region": "nyc3", "forwarding_rules": [{**rule, "certificate_id": certificate}]}
    made = api.ask(202, "POST", "/v2/load_balancers", {**body, "droplet_ids": [droplet]})["load_balancer"]["id"]
    api.settle()
    path = f"/v2/load_balancers/{made}"
    api.get("/v2/load_balancers", path)
    api.ask(200, "PUT", path, {**body, "tag": "own"})
    api.ask(200, "PUT", path, {**body, "droplet_ids": []})
    for method in ("POST", "DELETE"):
        api.ask(204, method, f"{path}/droplets", {"droplet_ids": [droplet]})
        api.ask(204, method, f"{path}/forwarding_rules", {"forwarding_rules": [{**rule, "entry_port": 8443}]})
    api.ask(204, "DELETE", f"{path}/cache")
    api.ask(204, "DELETE", path)
    api.ask(204, "DELETE", f"/v2/certificates/{certificate}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        judge = Judge(json.load(file))
    self_check(judge)
    api = Api(judge)
    account(api)
    droplets(api)
    images(api)
    domains(api)
    body = {"name": "own", "size": "s-1vcpu-1gb", "image": "debian-12-x64", "region": "nyc3", "tags": ["own"]}
    droplet = api.ask(202, "POST", "/v2/droplets", body)["droplet"]["id"]
    api.settle()
    for family in (tags, addresses, firewalls, volumes, projects, balancers):
        family(api, droplet)
    networks(api)
    Everything(api).run()
    failed = False
    for line in [*judge.findings, *(f"served, but not asked for here: {it}" for it in unasked(judge))]:
        failed = True
        print(f"schemas: {line}")
    every, served = len(judge.operations), len(judge.seen)
    print(f"schemas: {served} of {every} operations are served, {len(judge.findings)} violations")
    sys.exit(failed)


main()
