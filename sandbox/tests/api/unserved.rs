//! What the sandbox does not serve.

use serde_json::json;

use crate::client::account;

#[test]
fn what_the_api_does_not_have_is_404() {
    let api = account(json!({}));
    for (method, path) in [("GET", "/v2/nothing"), ("POST", "/v2/regions"), ("DELETE", "/v2/apps"), ("GET", "/")] {
        assert_eq!(api.ask(method, path, "{}").status, 404, "{method} {path}");
    }
    assert!(api.sandbox.requests().iter().all(|it| it.unknown_route));
}

#[test]
fn what_the_api_has_retired_is_410() {
    let api = account(json!({}));
    api.ask("POST", "/v2/gen-ai/models/api_keys", "{}").refused(410, "The endpoint has been retired.");
}
