//! Regions and sizes.

use serde_json::{Value, json};

use crate::client::account;

#[test]
fn regions_come_in_the_apis_order() {
    let api = account(json!({}));
    let answer = api.get("/v2/regions");
    assert_eq!(answer.number("/meta/total"), 16);
    assert_eq!(answer.keys("/regions/0"), "name slug features available sizes");
    assert_eq!(answer.at("/regions/0/slug"), json!("nyc1"));
    assert_eq!(answer.at("/regions/1/available"), json!(false));
}

#[test]
fn sizes_keep_the_spelling_of_their_numbers() {
    let api = account(json!({}));
    let answer = api.get("/v2/sizes");
    let keys = "slug memory vcpus disk transfer price_monthly price_hourly regions available description \
                networking_throughput disk_info";
    assert_eq!(answer.keys("/sizes/0"), keys);
    assert!(answer.body.contains(r#""transfer":1.0,"price_monthly":6.0,"price_hourly":0.00893,"#));
    assert!(!answer.body.contains(": "));
}

#[test]
fn one_region_has_133_sizes_and_each_says_what_it_is() {
    let api = account(json!({}));
    let sizes = api.value("/v2/sizes?per_page=200", "/sizes");
    let regions = api.value("/v2/regions?per_page=200", "/regions");
    for region in regions.as_array().unwrap() {
        let has = |size: &&Value| size["regions"].as_array().unwrap().contains(&region["slug"]);
        let slugs: Vec<&Value> = sizes.as_array().unwrap().iter().filter(has).map(|it| &it["slug"]).collect();
        assert_eq!(json!(slugs), region["sizes"], "{}", region["slug"]);
        assert!(region["slug"] != "fra1" || slugs.len() == 133);
    }
    for size in sizes.as_array().unwrap() {
        let slug = size["slug"].as_str().unwrap();
        let number = |mark: &str| slug.split('-').find_map(|part| part.strip_suffix(mark)?.parse::<u64>().ok());
        assert!(number("vcpu").is_none_or(|it| size["vcpus"] == it), "{slug}");
        let gb = number("gb").filter(|_| number("vcpu").is_some() && !slug.contains("mb"));
        assert!(gb.is_none_or(|it| size["memory"] == it * 1024), "{slug}");
        assert_eq!(size["disk_info"][0]["size"]["amount"], size["disk"], "{slug}");
    }
}

#[test]
fn they_can_only_be_listed() {
    let api = account(json!({}));
    for path in ["/v2/regions/nyc3", "/v2/sizes/s-1vcpu-1gb"] {
        assert_eq!(api.get(path).status, 404, "{path}");
    }
    assert_eq!(api.post("/v2/regions", &json!({})).status, 404);
}
