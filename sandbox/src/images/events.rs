//! `/v2/images/{id}/actions`: backups become snapshots, images go to other regions.

use super::Image;
use crate::actions::{self, Effect, Kind, Start, Wording};
use crate::fields::{needed, text};
use crate::http::{Fields, Outcome, Refusal, Request, id};
use crate::state::State;

pub(super) fn route(state: &mut State, request: &Request, image: &str, path: &[&str]) -> Outcome {
    let wording = Wording::asked_for(request);
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let image = state.image(id(image)?)?.id;
            let ids = state.actions_of(Kind::Image, image);
            Ok(actions::list(state, request, &ids, wording))
        }
        ("POST", []) => start(state, &request.fields()?, image, wording),
        ("GET", [action]) => {
            let image = state.image(id(image)?)?.id;
            actions::show_of(state, (Kind::Image, image), id(action)?, wording)
        }
        _ => Err(Refusal::no_route()),
    }
}

fn start(state: &mut State, fields: &Fields, image: &str, wording: Wording) -> Outcome {
    let resource_id = state.image(id(image)?)?.id;
    let verb = text(fields, "type")?.unwrap_or_default();
    if !["convert", "transfer"].contains(&verb.as_str()) {
        return Err(Refusal::unknown_action());
    }
    let image = state.own_image(image)?;
    let (effect, region) = match verb.as_str() {
        "convert" => convert(image)?,
        _ => transfer(state, image, fields)?,
    };
    state.check_idle_image(resource_id)?;
    let action = state.start(Start { verb: &verb, kind: Kind::Image, resource_id, region, effect });
    actions::started(state, action, wording)
}

fn convert(image: &Image) -> Result<(Effect, Option<String>), Refusal> {
    if image.kind != "backup" {
        return Err(Refusal::unprocessable("Image is not a backup."));
    }
    Ok((Effect::ConvertImage, image.regions.first().cloned()))
}

fn transfer(state: &State, image: &Image, fields: &Fields) -> Result<(Effect, Option<String>), Refusal> {
    let region = needed(fields, "region")?;
    state.check_region(&region)?;
    if image.status != "available" {
        return Err(Refusal::unprocessable("Image is not available."));
    }
    if image.regions.contains(&region) {
        let message = "Image is already available in this region.";
        return Err(Refusal::unprocessable(message));
    }
    Ok((Effect::TransferImage(region.clone()), Some(region)))
}

impl State {
    /// The image of this ID, if it is the account's own.
    pub(super) fn own_image(&self, image: &str) -> Result<&Image, Refusal> {
        let image = self.image(id(image)?)?;
        if image.public {
            return Err(Refusal::forbidden());
        }
        Ok(image)
    }

    /// Refuses a request while an action is in progress on the image.
    pub(super) fn check_idle_image(&self, id: u64) -> Result<(), Refusal> {
        if self.is_busy(Kind::Image, id) {
            let message = "Image already has a pending event.";
            return Err(Refusal::unprocessable(message));
        }
        Ok(())
    }
}
