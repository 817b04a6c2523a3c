//! `/v2/images/{id}/actions` and `/v2/images/{id}/account_transfer`.

use serde_json::json;

use super::seed;
use crate::client::{account, slow_account};

#[test]
fn a_transfer_adds_a_region_when_it_is_complete() {
    let api = slow_account(seed());
    let answer = api.post("/v2/images/11/actions", &json!({"type": "transfer", "region": "nyc3"}));
    let action = answer.expect(201, "/action");
    assert_eq!((&action["type"], &action["resource_type"]), (&json!("transfer"), &json!("image")));
    assert_eq!((&action["resource_id"], &action["region_slug"]), (&json!(11), &json!("nyc3")));
    assert_eq!(api.value("/v2/images/11", "/image/regions"), json!(["sfo3"]));
    let busy = "Image already has a pending event.";
    let again = json!({"type": "transfer", "region": "nyc1"});
    api.post("/v2/images/11/actions", &again).refused(422, busy);
    api.delete("/v2/images/11").refused(422, busy);
    api.finish();
    assert_eq!(api.value("/v2/images/11", "/image/regions"), json!(["sfo3", "nyc3"]));
    let path = format!("/v2/images/11/actions/{}", action["id"]);
    assert_eq!(api.value(&path, "/action/status"), "completed");
    assert_eq!(api.value("/v2/images/11/actions", "/meta/total"), 1);
    assert_eq!(api.get(&path.replace("/11/", "/12/")).status, 404);
}

#[test]
fn a_converted_backup_is_a_snapshot() {
    let api = account(seed());
    assert_eq!(api.post("/v2/images/12/actions", &json!({"type": "convert"})).status, 201);
    assert_eq!(api.value("/v2/images/12", "/image/type"), "snapshot");
    assert_eq!(api.value("/v2/snapshots/12", "/snapshot/id"), "12");
}

#[test]
fn image_actions_that_cannot_be_are_refused() {
    let table = [
        (json!({"type": "resize"}), 404, "The specified action type is not available."),
        (json!({}), 404, "The specified action type is not available."),
        (json!({"type": "convert"}), 422, "Image is not a backup."),
        (json!({"type": "transfer"}), 422, "Region can't be blank"),
        (json!({"type": "transfer", "region": "mars1"}), 422, "Region is not available"),
        (json!({"type": "transfer", "region": "sfo3"}), 422, "Image is already available in this region."),
    ];
    let api = account(seed());
    for (body, status, message) in table {
        api.post("/v2/images/11/actions", &body).refused(status, message);
    }
}

#[test]
fn an_offered_image_is_accepted_declined_or_cancelled_once() {
    let api = account(seed());
    for (answer, status) in [("accept", 201), ("decline", 204), ("cancel", 204)] {
        let body = json!({"recipient_email": "alice@example.com"});
        let offer = api.post("/v2/images/11/account_transfer", &body);
        let body = json!({"transfer_id": offer.expect(201, "/transfer_id"), "recipient_uuid": "u"});
        let path = format!("/v2/images/11/account_transfer/{answer}");
        assert_eq!(api.post(&path, &body).status, status, "{answer}");
        assert_eq!(api.post(&path, &body).status, 404, "{answer}");
    }
}

#[test]
fn offers_that_cannot_be_are_refused() {
    let unreadable = "error parsing request body";
    let table = [
        ("11/account_transfer", json!({}), 400, unreadable),
        ("11/account_transfer/accept", json!({"transfer_id": 1}), 400, unreadable),
        ("11/account_transfer/cancel", json!({}), 400, unreadable),
        ("12/account_transfer", json!({"recipient_uuid": "u"}), 422, "Only snapshot images may be transferred."),
        (
            "9/account_transfer",
            json!({"recipient_uuid": "u"}),
            404,
            "The resource you were accessing could not be found.",
        ),
    ];
    let api = account(seed());
    for (path, body, status, message) in table {
        api.post(&format!("/v2/images/{path}"), &body).refused(status, message);
    }
}
