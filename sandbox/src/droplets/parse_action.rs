//! Parsing of requests for actions and new droplets, as far as they can be validated without the droplet's state.

use serde_json::Value;

use super::{BackupPolicy, Droplet};
use crate::actions::Effect;
use crate::catalog::Size;
use crate::fields::flag;
use crate::http::{Fields, Refusal};
use crate::images::Image;
use crate::state::State;

/// The effect that a droplet action of this type will have. The API answers 404 to types that it does not know, among
/// them the removed `enable_private_networking` and `upgrade`.
pub(super) fn effect(state: &State, droplet: &Droplet, verb: &str, fields: &Fields) -> Result<Effect, Refusal> {
    Ok(match verb {
        "power_on" | "power_cycle" | "reboot" => Effect::PowerOn,
        "power_off" | "shutdown" => Effect::PowerOff,
        "password_reset" => Effect::Nothing,
        "enable_ipv6" => Effect::EnableIpv6,
        "disable_backups" => Effect::DisableBackups,
        "enable_backups" => {
            let policy = BackupPolicy::asked_for(fields.get("backup_policy"))?;
            Effect::EnableBackups(policy)
        }
        "change_backup_policy" => Effect::EnableBackups(changed_policy(fields)?),
        "rename" => Effect::Rename(name(fields)?),
        "snapshot" => Effect::Snapshot(snapshot_name(fields)?),
        "resize" => resize(state, droplet, fields)?,
        "rebuild" => Effect::Reimage(rebuild_image(state, droplet, fields)?),
        "restore" => Effect::Reimage(own_image(state, droplet, fields)?),
        "change_kernel" => Effect::ChangeKernel(kernel(state, droplet, fields)?),
        _ => return Err(Refusal::unknown_action()),
    })
}

fn changed_policy(fields: &Fields) -> Result<BackupPolicy, Refusal> {
    let policy = fields.get("backup_policy").filter(|it| it.is_object());
    let policy = policy.ok_or_else(|| Refusal::unprocessable("Backup policy can't be blank"))?;
    BackupPolicy::asked_for(Some(policy))
}

fn name(fields: &Fields) -> Result<String, Refusal> {
    let name = fields.get("name").and_then(Value::as_str);
    let name = name.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::unprocessable("Name Droplet must have a name"))?;
    check_name(name)?;
    Ok(name.to_owned())
}

fn snapshot_name(fields: &Fields) -> Result<String, Refusal> {
    let name = fields.get("name").and_then(Value::as_str);
    let name = name.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::unprocessable("Name can't be blank"))?;
    Ok(name.to_owned())
}

fn resize(state: &State, droplet: &Droplet, fields: &Fields) -> Result<Effect, Refusal> {
    let slug = fields.get("size").and_then(Value::as_str);
    let size = size(state, slug.unwrap_or_default())?;
    if !size.regions.contains(&droplet.region) {
        let message = "Size is not available in this region.";
        return Err(Refusal::unprocessable(message));
    }
    Ok(Effect::Resize { size: size.slug.clone(), disk: flag(fields, "disk") == Some(true) })
}

fn rebuild_image(state: &State, droplet: &Droplet, fields: &Fields) -> Result<u64, Refusal> {
    let image = image(state, fields.get("image"))?;
    check_image_in(image, &droplet.region)?;
    if image.min_disk_size.is_some_and(|it| it > droplet.disk) {
        return Err(invalid_image());
    }
    Ok(image.id)
}

/// A droplet is restored from a backup or snapshot of itself.
fn own_image(state: &State, droplet: &Droplet, fields: &Fields) -> Result<u64, Refusal> {
    let image = image(state, fields.get("image"))?;
    if image.droplet_id == Some(droplet.id) { Ok(image.id) } else { Err(invalid_image()) }
}

fn kernel(state: &State, droplet: &Droplet, fields: &Fields) -> Result<u64, Refusal> {
    let kernel = fields.get("kernel").and_then(Value::as_u64);
    let known = kernel.filter(|&id| droplet.legacy && state.catalog.kernel(id).is_some());
    known.ok_or_else(|| Refusal::unprocessable("Droplet kernels are managed internally"))
}

/// The size of this slug, if droplets can still be made of it.
pub(super) fn size<'a>(state: &'a State, slug: &str) -> Result<&'a Size, Refusal> {
    let size = state.catalog.size(slug).filter(|size| size.available);
    size.ok_or_else(invalid_size)
}

pub(super) fn invalid_size() -> Refusal {
    Refusal::unprocessable("You specified an invalid size for Droplet creation.")
}

/// The image of this ID or slug, if it is there to be used. An ID may be a number or a text.
pub(super) fn image<'a>(state: &'a State, label: Option<&Value>) -> Result<&'a Image, Refusal> {
    let image = match label {
        None | Some(Value::Null) => {
            return Err(Refusal::unprocessable("Image can't be blank"));
        }
        Some(Value::String(label)) => {
            let by_id = || label.parse().ok().and_then(|id| state.image(id).ok());
            state.image_by_slug(label).or_else(by_id)
        }
        Some(id) => id.as_u64().and_then(|id| state.image(id).ok()),
    };
    image.filter(|image| image.status == "available").ok_or_else(invalid_image)
}

fn invalid_image() -> Refusal {
    Refusal::unprocessable("You specified an invalid image for Droplet creation.")
}

/// The account's own images must have been transferred to the region.
pub(super) fn check_image_in(image: &Image, region: &str) -> Result<(), Refusal> {
    if image.public || image.regions.iter().any(|it| it == region) {
        return Ok(());
    }
    Err(Refusal::unprocessable(
        "The image you specified is not available in the selected region, you can transfer it to this region from the \
         images pages.",
    ))
}

/// A droplet's name becomes its host name: letters, digits, dots and dashes, with a letter or digit last.
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    let ends_well = name.ends_with(|last: char| last.is_ascii_alphanumeric());
    if name.is_empty() {
        return Err(Refusal::unprocessable("Name Droplet must have a name"));
    }
    if name.len() <= 255 && name.bytes().all(allowed) && ends_well {
        return Ok(());
    }
    let message = "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)";
    Err(Refusal::unprocessable(message))
}

#[cfg(test)]
mod tests {
    use super::check_name;

    #[test]
    fn a_name_is_a_host_name() {
        let table = [
            ("web-1", true),
            ("a", true),
            ("sub-01.example.com", true),
            ("-odd", true),
            ("", false),
            ("web-", false),
            ("web 1", false),
            ("web_1", false),
            ("wéb", false),
        ];
        for (name, valid) in table {
            assert_eq!(check_name(name).is_ok(), valid, "{name:?}");
        }
        assert!(check_name(&"a".repeat(256)).is_err());
    }
}
