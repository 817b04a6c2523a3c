//! `page`, `per_page`, `links` and `meta`.

use serde_json::{Value, json};

use crate::client::{Api, account};

fn five() -> Api {
    account(json!({"droplets": [{"name": "d", "count": 5, "tags": ["t"]}]}))
}

fn url(api: &Api, rest: &str) -> Value {
    json!(format!("{}/v2/droplets{rest}", api.sandbox.url()))
}

#[test]
fn the_keys_of_the_links_depend_on_the_page() {
    let api = five();
    let table = [
        ("?per_page=2", "last next", 2),
        ("?page=1&per_page=2", "last next", 2),
        ("?page=2&per_page=2", "first prev next last", 2),
        ("?page=3&per_page=2", "first prev", 1),
        ("?page=9&per_page=2", "first prev", 0),
    ];
    for (query, keys, items) in table {
        let answer = api.get(&format!("/v2/droplets{query}"));
        assert_eq!(answer.status, 200);
        assert_eq!(answer.keys("/links/pages"), keys, "{query}");
        assert_eq!(answer.at("/droplets").as_array().unwrap().len(), items);
        assert_eq!(answer.at("/meta"), json!({"total": 5}));
    }
}

#[test]
fn one_page_or_none_has_empty_links() {
    let api = five();
    for path in ["/v2/droplets", "/v2/droplets?name=nobody", "/v2/droplets?per_page=5"] {
        assert_eq!(api.value(path, "/links"), json!({}), "{path}");
    }
    let empty = api.get("/v2/domains").body;
    assert_eq!(empty, r#"{"domains":[],"links":{},"meta":{"total":0}}"#);
}

#[test]
fn a_link_is_absolute_has_the_page_first_and_keeps_the_filters() {
    let api = five();
    let answer = api.get("/v2/droplets?tag_name=t&page=2&per_page=2");
    let next = url(&api, "?page=3&tag_name=t&per_page=2");
    assert_eq!(answer.at("/links/pages/next"), next);
    assert_eq!(answer.at("/links/pages/prev"), url(&api, "?page=1&tag_name=t&per_page=2"));
    let beyond = api.get("/v2/droplets?page=9&per_page=2");
    assert_eq!(beyond.at("/links/pages/prev"), url(&api, "?page=3&per_page=2"));
    let sizes = api.value("/v2/images?page=1&per_page=1", "/links/pages/next");
    assert!(sizes.as_str().unwrap().ends_with("/v2/images?page=2&per_page=1"));
}

#[test]
fn links_name_the_host_that_the_client_named() {
    let api = five();
    let bearer = format!("Bearer {}", api.sandbox.token());
    let headers = [("Authorization", bearer.as_str()), ("X-Forwarded-Host", "elsewhere")];
    let answer = api.send("GET", "/v2/droplets?per_page=4", &headers, "").unwrap();
    assert_eq!(answer.at("/links/pages/next"), url(&api, "?page=2&per_page=4"));
}

#[test]
fn wrong_pages_are_the_default_and_large_ones_are_cut() {
    let api = account(json!({"droplets": [{"name": "d", "count": 201}]}));
    let table = [
        ("?per_page=500", 200),
        ("?per_page=200", 200),
        ("?per_page=0", 20),
        ("?per_page=-1", 20),
        ("?per_page=many", 20),
        ("?page=0", 20),
        ("?page=x", 20),
        ("", 20),
    ];
    for (query, items) in table {
        let droplets = api.value(&format!("/v2/droplets{query}"), "/droplets");
        assert_eq!(droplets.as_array().unwrap().len(), items, "{query}");
    }
}

#[test]
fn links_have_the_scheme_that_the_client_used() {
    let api = account(json!({"droplets": [{"id": 1, "name": "a", "tags": ["t"]}, {"name": "b"}]}));
    for (header, scheme) in [("https", "https://"), ("http", "http://"), ("gopher", "http://")] {
        let page = api.ask_with("GET", "/v2/droplets?per_page=1", ("X-Forwarded-Proto", header));
        let tag = api.ask_with("GET", "/v2/tags/t", ("X-Forwarded-Proto", header));
        for link in [page.at("/links/pages/next"), tag.at("/tag/resources/last_tagged_uri")] {
            assert!(link.as_str().unwrap().starts_with(scheme), "{header}: {link}");
        }
    }
}

#[test]
fn a_final_slash_is_as_good_as_none_in_the_older_families() {
    let api = account(json!({"droplets": [{"id": 1, "name": "a"}], "domains": [{"name": "example.com"}]}));
    for path in [
        "account",
        "account/keys",
        "actions",
        "domains",
        "domains/example.com/records",
        "droplets",
        "droplets/1",
        "floating_ips",
        "images",
        "regions",
        "reserved_ips",
        "sizes",
        "snapshots",
        "tags",
        "volumes",
    ] {
        let (bare, slash) = (api.get(&format!("/v2/{path}")), api.get(&format!("/v2/{path}/")));
        assert_eq!(
            (slash.status, slash.json().as_object().unwrap().keys().next().cloned()),
            (200, bare.json().as_object().unwrap().keys().next().cloned()),
            "{path}"
        );
    }
    assert_eq!(api.post("/v2/tags/", &json!({"name": "t"})).status, 201);
    for path in ["load_balancers/", "vpcs/", "projects/", "droplets//", "/"] {
        assert_eq!(api.get(&format!("/v2/{path}")).status, 404, "{path}");
    }
}

#[test]
fn an_empty_tag_name_lists_nothing() {
    let api =
        account(json!({"droplets": [{"id": 1, "name": "a"}], "images": [{"name": "i"}], "volumes": [{"name": "v"}]}));
    for path in ["droplets", "images", "volumes"] {
        assert_eq!(api.value(&format!("/v2/{path}?tag_name="), "/meta/total"), 0, "{path}");
        assert_ne!(api.value(&format!("/v2/{path}"), "/meta/total"), 0, "{path}");
    }
    assert_eq!(api.delete("/v2/droplets?tag_name=").status, 422);
}
