//! What the sandbox does not serve.

use serde_json::json;

use crate::client::account;

#[test]
fn an_operation_of_the_api_that_is_not_served_is_501_in_words() {
    let api = account(json!({}));
    for (method, path) in [
        ("GET", "/v2/apps"),
        ("POST", "/v2/kubernetes/clusters"),
        ("GET", "/v2/droplets/autoscale"),
        ("POST", "/v2/databases"),
    ] {
        let message = format!("The sandbox does not serve {method} {path}.");
        api.ask(method, path, "{}").refused(501, &message);
    }
    assert!(api.sandbox.requests().iter().all(|it| it.unknown_route));
}

#[test]
fn what_the_api_does_not_have_is_404() {
    let api = account(json!({}));
    for (method, path) in [("GET", "/v2/nothing"), ("POST", "/v2/regions"), ("DELETE", "/v2/apps"), ("GET", "/")] {
        assert_eq!(api.ask(method, path, "{}").status, 404, "{method} {path}");
    }
}

#[test]
fn an_account_has_no_alert_policies() {
    let api = account(json!({}));
    assert_eq!(api.value("/v2/monitoring/alerts", "/policies"), json!([]));
}
