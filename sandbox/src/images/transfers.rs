//! `/v2/images/{id}/account_transfer…`: snapshots given to other accounts.
//!
//! The sandbox has one account, which plays both parts: it offers a transfer and answers it. Whatever the answer, the
//! image stays in the account.

use serde::{Deserialize, Serialize};

use crate::fields::{given, number};
use crate::http::{Fields, Outcome, Refusal, Reply, Request, id};
use crate::state::State;

/// An offer that is still open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Transfer {
    pub(crate) id: u64,
    pub(crate) image_id: u64,
}

pub(super) fn route(state: &mut State, request: &Request, image: &str, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("POST", []) => offer(state, &request.fields()?, image),
        ("POST", ["accept"]) => {
            let fields = request.fields()?;
            given(&fields, "recipient_uuid")?.ok_or_else(Refusal::unreadable)?;
            answer(state, &fields, image, 201)
        }
        ("POST", ["decline" | "cancel"]) => answer(state, &request.fields()?, image, 204),
        _ => Err(Refusal::no_route()),
    }
}

/// Exactly one recipient is required: an account by its e-mail address, or a team by its UUID.
fn offer(state: &mut State, fields: &Fields, image: &str) -> Outcome {
    let email = given(fields, "recipient_email")?;
    let team = given(fields, "recipient_uuid")?;
    if email.is_some() == team.is_some() {
        return Err(Refusal::unreadable());
    }
    let image = state.own_image(image)?;
    if image.kind != "snapshot" {
        let message = "Only snapshot images may be transferred.";
        return Err(Refusal::unprocessable(message));
    }
    let image_id = image.id;
    if state.transfers.iter().any(|it| it.image_id == image_id) {
        let message = "Image already has a pending transfer.";
        return Err(Refusal::unprocessable(message));
    }
    // The IDs of transfers are on no list, so they can be taken from those of actions.
    let id = state.ids.action();
    state.transfers.push(Transfer { id, image_id });
    Ok(Reply::root(201, "transfer_id", &id))
}

fn answer(state: &mut State, fields: &Fields, image: &str, status: u16) -> Outcome {
    let transfer = number(fields, "transfer_id", u64::MAX)?;
    let transfer = transfer.given().ok_or_else(Refusal::unreadable)?;
    let image = id(image)?;
    let offered = |it: &Transfer| it.id == transfer && it.image_id == image;
    let place = state.transfers.iter().position(offered);
    state.transfers.remove(place.ok_or_else(Refusal::not_found)?);
    Ok(Reply::empty(status))
}
