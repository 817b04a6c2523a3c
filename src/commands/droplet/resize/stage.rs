//! How far the resize of a droplet has come: in which state it leaves the droplet, and the commands that go on from there.

use crate::api::Id;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing has been done.
    Untouched,
    /// It is shutting down or being switched off.
    GoingOff,
    /// It is off and has its old size.
    Off { was_on: bool },
    /// The answer to the resize was lost.
    MaybeResizing { was_on: bool },
    /// It is off and being resized, by this action.
    Resizing { action: String, was_on: bool },
    /// It has the new size and is still off.
    Resized,
    /// It has its old size and is still off, since the resize was refused or failed.
    NotResized,
    /// It is on again, with its old size.
    OnAgain,
}

impl Stage {
    /// What is said of the droplet; nothing where it is as it was.
    pub(super) fn words(&self) -> Option<&'static str> {
        Some(match self {
            Stage::Untouched | Stage::Off { was_on: false } => return None,
            Stage::GoingOff => "is shutting down or off, with its old size",
            Stage::Off { was_on: true } | Stage::NotResized => "is off now, with its old size",
            Stage::MaybeResizing { .. } => "is off; whether it is being resized is not known",
            Stage::Resizing { .. } => "is off and being resized",
            Stage::Resized => "has the new size and may still be off",
            Stage::OnAgain => "is on again, with its old size",
        })
    }

    /// The command that goes on; `size` is the size with the option for the disk.
    pub(super) fn command(&self, size: &str, id: &Id) -> Option<String> {
        let resize = format!("doapi droplet resize --wait {size} {id}");
        let on = format!("doapi droplet power-on --ensure --wait {id}");
        let then_on = |command: String, was_on: bool| if was_on { format!("{command} && {on}") } else { command };
        Some(match self {
            Stage::Untouched | Stage::Off { was_on: false } | Stage::OnAgain => return None,
            Stage::GoingOff => {
                let off = format!("doapi droplet wait {id} && doapi droplet power-off --ensure --wait {id}");
                format!("{off} && {resize} && {on}")
            }
            Stage::Off { was_on: true } => format!("{resize} && {on}"),
            Stage::MaybeResizing { was_on } => {
                let again = format!("doapi droplet resize --ensure --wait {size} {id}");
                then_on(format!("doapi droplet wait {id} && {again}"), *was_on)
            }
            Stage::Resizing { action, was_on } => then_on(format!("doapi action wait {action}"), *was_on),
            Stage::Resized | Stage::NotResized => on,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_of_a_droplet_has_the_command_that_goes_on() {
        let on = "doapi droplet power-on --ensure --wait 7";
        let resize = "doapi droplet resize --wait --disk s-2vcpu-2gb 7";
        let action = || "9".to_owned();
        for (stage, command) in [
            (Stage::Untouched, None),
            (Stage::OnAgain, None),
            (Stage::Off { was_on: false }, None),
            (Stage::Off { was_on: true }, Some(format!("{resize} && {on}"))),
            (
                Stage::GoingOff,
                Some(format!("doapi droplet wait 7 && doapi droplet power-off --ensure --wait 7 && {resize} && {on}")),
            ),
            (Stage::Resizing { action: action(), was_on: false }, Some("doapi action wait 9".to_owned())),
            (Stage::Resizing { action: action(), was_on: true }, Some(format!("doapi action wait 9 && {on}"))),
            (Stage::Resized, Some(on.to_owned())),
            (Stage::NotResized, Some(on.to_owned())),
        ] {
            assert_eq!(stage.command("--disk s-2vcpu-2gb", &Id::Number(7)), command, "{stage:?}");
        }
    }
}
