//! `doapi region` and `doapi size`.

use serde_json::json;

use crate::fake::Fake;
use crate::runner::line;
use crate::sandboxes::sandbox;
use crate::script::get;

#[test]
fn all_regions_are_listed() {
    let run = line("region").at(&sandbox(json!({}))).run().succeeds();
    let slugs = run.each("slug");
    assert_eq!(slugs.as_array().unwrap()[..3], [json!("nyc1"), json!("sfo1"), json!("nyc2")]);
    assert_eq!(run.array()[6]["name"], json!("New York 3"));
}

#[test]
fn all_sizes_are_listed() {
    let run = line("size").at(&sandbox(json!({}))).run().succeeds();
    assert_eq!(run.array()[0]["slug"], json!("s-1vcpu-512mb-10gb"));
    assert_eq!(run.array().last().unwrap()["slug"], json!("gpu-h100x8-640gb"));
}

#[test]
fn numbers_are_spelt_as_the_api_spelt_them() {
    let sizes = r#"{"sizes":[{"slug":"s","price_monthly":5.0,"price_hourly":0.00743999984115362,"transfer":1e3}],
        "links":{},"meta":{"total":1}}"#;
    let api = Fake::of([get("/v2/sizes?per_page=200").gives(200, sizes)]);
    line("size").at(&api).run().succeeds().prints(
        "[\n  {\n    \"slug\": \"s\",\n    \"price_monthly\": 5.0,\n    \"price_hourly\": 0.00743999984115362,\n    \
         \"transfer\": 1e3\n  }\n]\n",
    );
    api.finish();
}
