"""DigitalOcean's own Python client, unmodified, on the sandbox: what it asks for happens, and what it reads is right.

Runs under `doapi sandbox exec`, which puts the endpoint and the token in the environment.
"""

import os
import time

import pydo
from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.policies import HeadersPolicy

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "0" * 43 + " pydo"


def connect(token):
    """The client; its own way of sending the token refuses http, also to this machine."""
    sends_token = HeadersPolicy({"Authorization": f"Bearer {token}"})
    return pydo.Client(token=token, endpoint=os.environ["DIGITALOCEAN_API_URL"], authentication_policy=sends_token)


def finished(client, action):
    """Polls an action as the client's users do."""
    for _ in range(100):
        action = client.actions.get(action_id=action["id"])["action"]
        if action["status"] != "in-progress":
            assert action["status"] == "completed", action
            return action
        time.sleep(0.05)
    raise AssertionError(f"not finished: {action}")


def refused(status, call, *args, **kwargs):
    """A refusal is an exception with the API's status, id and message, or the error itself where pydo hands that out."""
    try:
        answer = call(*args, **kwargs)
    except HttpResponseError as error:
        assert error.status_code == status, error
    else:
        assert set(answer) >= {"id", "message"}, answer


def pages(list_some, root, **kwargs):
    """All elements of a list, page by page, as pydo's own examples walk it."""
    page, found = 1, []
    while True:
        answer = list_some(per_page=2, page=page, **kwargs)
        found += answer[root]
        if not answer.get("links", {}).get("pages", {}).get("next"):
            assert len(found) == answer["meta"]["total"], answer["meta"]
            return found
        page += 1


def account(client):
    told = client.account.get()["account"]
    assert told["status"] == "active" and told["droplet_limit"] > 0, told
    assert any(region["slug"] == "nyc3" for region in pages(client.regions.list, "regions"))
    assert any(size["slug"] == "s-1vcpu-1gb" for size in pages(client.sizes.list, "sizes"))
    refused(401, connect("wrong").account.get)


def ssh_keys(client):
    key = client.ssh_keys.create(body={"name": "pydo", "public_key": KEY})["ssh_key"]
    assert client.ssh_keys.get(key["fingerprint"])["ssh_key"] == key
    assert client.ssh_keys.get(key["id"])["ssh_key"] == key
    assert client.ssh_keys.update(key["id"], body={"name": "renamed"})["ssh_key"]["name"] == "renamed"
    assert [one["name"] for one in client.ssh_keys.list()["ssh_keys"]] == ["renamed"]
    refused(422, client.ssh_keys.create, body={"name": "again", "public_key": KEY})
    client.ssh_keys.delete(key["id"])
    refused(404, client.ssh_keys.get, key["id"])


def droplets(client):
    asked = {"names": ["a", "b", "c"], "region": "nyc3", "size": "s-1vcpu-1gb", "image": "ubuntu-24-04-x64", "tags": ["pydo"]}
    created = client.droplets.create(body=asked)
    for link in created["links"]["actions"]:
        assert finished(client, link)["type"] == "create"
    ids = [one["id"] for one in created["droplets"]]
    assert [one["id"] for one in pages(client.droplets.list, "droplets", tag_name="pydo")] == ids
    assert [one["id"] for one in client.droplets.list(name="b")["droplets"]] == [ids[1]]
    droplet = client.droplets.get(ids[0])["droplet"]
    assert droplet["status"] == "active" and len(droplet["networks"]["v4"]) == 2, droplet
    for body, status in [
        ({"type": "power_off"}, "off"),
        ({"type": "resize", "size": "s-2vcpu-2gb", "disk": False}, "off"),
        ({"type": "power_on"}, "active"),
        ({"type": "enable_backups", "backup_policy": {"plan": "weekly", "weekday": "SUN", "hour": 20}}, "active"),
        ({"type": "snapshot", "name": "snap"}, "active"),
        ({"type": "rename", "name": "renamed"}, "active"),
    ]:
        action = client.droplet_actions.post(ids[0], body=body)["action"]
        assert action["status"] == "in-progress" and action["type"] == body["type"], action
        refused(422, client.droplet_actions.post, ids[0], body={"type": "reboot"})
        finished(client, action)
        assert client.droplets.get(ids[0])["droplet"]["status"] == status
    droplet = client.droplets.get(ids[0])["droplet"]
    assert (droplet["name"], droplet["size_slug"]) == ("renamed", "s-2vcpu-2gb"), droplet
    assert client.droplets.get_backup_policy(ids[0])["policy"]["backup_policy"]["weekday"] == "SUN"
    assert [one["name"] for one in client.droplets.list_snapshots(ids[0])["snapshots"]] == ["snap"]
    for action in client.droplet_actions.post_by_tag(tag_name="pydo", body={"type": "power_cycle"})["actions"]:
        finished(client, action)
    assert client.droplet_actions.list(ids[0])["actions"][0]["type"] == "power_cycle"
    for listed in (client.droplets.list_backups, client.droplets.list_kernels, client.droplets.list_firewalls):
        assert "meta" in listed(ids[0])
    assert client.droplets.list_neighbors(ids[0])["droplets"] == []
    client.droplets.destroy(ids[0])
    refused(404, client.droplets.get, ids[0])
    client.droplets.destroy_by_tag(tag_name="pydo")
    assert client.droplets.list()["droplets"] == []


def domains(client):
    client.domains.create(body={"name": "example.com", "ip_address": "192.0.2.1"})
    assert client.domains.get("example.com")["domain"]["ttl"] == 1800
    kinds = [one["type"] for one in pages(client.domains.list_records, "domain_records", domain_name="example.com")]
    assert kinds == ["SOA", "NS", "NS", "NS", "A"], kinds
    asked = {"type": "CNAME", "name": "www", "data": "example.com."}
    record = client.domains.create_record("example.com", body=asked)["domain_record"]
    assert (record["name"], record["data"], record["priority"]) == ("www", "@", None), record
    refused(422, client.domains.create_record, "example.com", body={**asked, "name": "w", "data": "example.com"})
    patched = client.domains.patch_record("example.com", record["id"], body={"type": "CNAME", "ttl": 60})["domain_record"]
    assert patched == {**record, "ttl": 60}, patched
    changed = client.domains.update_record("example.com", record["id"], body={**asked, "name": "web"})["domain_record"]
    assert changed["name"] == "web", changed
    assert client.domains.get_record("example.com", record["id"])["domain_record"] == changed
    found = client.domains.list_records("example.com", name="web.example.com", type="CNAME")["domain_records"]
    assert found == [changed], found
    client.domains.delete_record("example.com", record["id"])
    refused(404, client.domains.get_record, "example.com", record["id"])
    client.domains.delete("example.com")
    assert client.domains.list()["domains"] == []


def one_droplet(client, name):
    asked = {"name": name, "region": "nyc3", "size": "s-1vcpu-1gb", "image": "ubuntu-24-04-x64"}
    created = client.droplets.create(body=asked)
    finished(client, created["links"]["actions"][0])
    return created["droplet"]["id"]


def tags(client):
    droplet = one_droplet(client, "tagged")
    assert client.tags.create(body={"name": "env:prod"})["tag"]["resources"]["count"] == 0
    resources = {"resources": [{"resource_id": str(droplet), "resource_type": "droplet"}]}
    client.tags.assign_resources("env:prod", body=resources)
    tag = client.tags.get("env:prod")["tag"]
    assert tag["resources"]["droplets"]["count"] == 1, tag
    assert tag in client.tags.list()["tags"]
    client.tags.unassign_resources("env:prod", body=resources)
    assert client.droplets.get(droplet)["droplet"]["tags"] == []
    client.tags.delete("env:prod")
    refused(404, client.tags.get, "env:prod")
    client.droplets.destroy(droplet)


def images(client):
    assert all(one["public"] for one in pages(client.images.list, "images", type="distribution"))
    assert client.images.get("debian-12-x64")["image"]["distribution"] == "Debian"
    droplet = one_droplet(client, "pictured")
    finished(client, client.droplet_actions.post(droplet, body={"type": "snapshot", "name": "picture"})["action"])
    (image,) = (one for one in client.images.list(private=True)["images"] if one["name"] == "picture")
    assert image["type"] == "snapshot" and not image["public"], image
    changed = client.images.update(image["id"], body={"name": "golden", "description": "good"})["image"]
    assert (changed["name"], changed["description"]) == ("golden", "good"), changed
    finished(client, client.image_actions.post(image["id"], body={"type": "transfer", "region": "fra1"})["action"])
    assert client.images.get(image["id"])["image"]["regions"] == ["nyc3", "fra1"]
    assert client.image_actions.list(image["id"])["actions"][0]["type"] == "transfer"
    assert client.snapshots.get(image["id"])["snapshot"]["name"] == "golden"
    client.images.delete(image["id"])
    refused(404, client.images.get, image["id"])
    client.droplets.destroy(droplet)


def reserved_ips(client):
    droplet = one_droplet(client, "addressed")
    address = client.reserved_ips.create(body={"region": "nyc3"})["reserved_ip"]["ip"]
    for body, holder in [({"type": "assign", "droplet_id": droplet}, droplet), ({"type": "unassign"}, None)]:
        finished(client, client.reserved_ips_actions.post(address, body=body)["action"])
        told = client.reserved_ips.get(address)["reserved_ip"]
        assert (told["droplet"] or {}).get("id") == holder, told
    kinds = [one["type"] for one in client.reserved_ips_actions.list(address)["actions"]]
    assert kinds == ["unassign_ip", "assign_ip", "reserve_ip"], kinds
    created = client.reserved_ips.create(body={"droplet_id": droplet})
    finished(client, created["links"]["actions"][0])
    assert len(pages(client.reserved_ips.list, "reserved_ips")) == 2
    client.reserved_ips.delete(address)
    refused(404, client.reserved_ips.get, address)


def main():
    client = connect(os.environ["DIGITALOCEAN_TOKEN"])
    parts = [account, ssh_keys, droplets, domains, tags, images, reserved_ips]
    for part in parts:
        part(client)
    print(f"pydo {pydo._version.VERSION}: {', '.join(part.__name__ for part in parts)}: as it should be")


main()
