//! `doapi droplet`.

mod goals;
mod lists;
mod neighbors;
mod new;
mod polling;
mod reach;
mod rebuild;
mod rename;
mod resize;
mod restore;
mod show;
mod snapshot;
mod tagging;
mod wait;

use crate::error::Result;
use crate::run::context::Context;
use crate::verbs::actions::{Act, ListActions};
use crate::verbs::delete::Delete;
use crate::verbs::ensure::EnsureActions;
use crate::verbs::start_action::StartActions;
use crate::verbs::targets::{Droplets, TaggedDroplets};
use clap::{Args, Subcommand};
use reach::copy::Copier;
use serde_json::json;

/// Manage droplets
#[derive(Debug, Args)]
pub(crate) struct Droplet {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Create droplets
    #[command(aliases = ["create"])]
    New(Box<new::New>),
    /// Show droplets: those given, those of a tag, or all
    #[command(aliases = ["list", "ls", "get"])]
    Show(show::Show),
    /// Switch automatic backups on
    EnableBackups(EnsureActions<TaggedDroplets>),
    /// Switch automatic backups off
    DisableBackups(EnsureActions<TaggedDroplets>),
    /// Reboot droplets gracefully
    Reboot(StartActions<Droplets>),
    /// Switch droplets off and on again, as with the power button
    PowerCycle(StartActions<TaggedDroplets>),
    /// Shut droplets down gracefully
    ///
    /// The action may complete while a droplet is still active, if its system does not cooperate; power-off switches it
    /// off whatever it does.
    Shutdown(EnsureActions<TaggedDroplets>),
    /// Switch droplets off, as with the power button
    PowerOff(EnsureActions<TaggedDroplets>),
    /// Switch droplets on
    PowerOn(EnsureActions<TaggedDroplets>),
    /// Reset the root passwords of droplets; the new ones are sent by e-mail
    PasswordReset(StartActions<Droplets>),
    /// Give droplets an IPv6 address; this cannot be undone
    EnableIpv6(EnsureActions<TaggedDroplets>),
    /// Enable private networking, which today every droplet has; the API refuses it
    EnablePrivateNetworking(StartActions<TaggedDroplets>),
    /// List the snapshots of droplets, one array a droplet
    ShowSnapshots(lists::Lists),
    /// List the backups of droplets, one array a droplet
    Backups(lists::Lists),
    /// List the kernels that droplets may use, one array a droplet
    Kernels(lists::Lists),
    /// Delete droplets
    #[command(aliases = ["rm", "destroy"])]
    Delete(Delete<TaggedDroplets>),
    /// Show the droplets on the same hardware as others, one array a droplet; without arguments, all such groups
    Neighbors(neighbors::Neighbors),
    /// Print the addresses of droplets, one a line
    Ip(reach::ip::Ip),
    /// Log in on a droplet, or run a command there
    ///
    /// The system's ssh is run in place of doapi, and the exit status is its own. With several droplets, one after
    /// another, it is 7 if some fail. The key of a host is kept by the ID of the droplet, so that an address that was
    /// another droplet's raises no alarm, and a key that has changed does.
    Ssh(reach::ssh::Ssh),
    /// Copy files from and to a droplet with scp
    Scp(reach::copy::Copy),
    /// Copy files from and to a droplet with rsync
    Rsync(reach::copy::Copy),
    /// Print entries for the configuration of ssh, which scp, rsync, git and ansible use too
    SshConfig(reach::ssh_config::SshConfig),
    /// Print an inventory for ansible; doapi-inventory is a name of this command
    Inventory(reach::inventory::Inventory),
    /// Restore a droplet from one of its backups
    Restore(restore::Restore),
    /// Resize droplets, which must be off unless --reboot is given
    Resize(resize::Resize),
    /// Rebuild droplets from an image; what is on their disks is lost
    Rebuild(rebuild::Rebuild),
    /// Rename a droplet
    Rename(rename::Rename),
    /// Take snapshots of droplets, all of the same name
    Snapshot(snapshot::Snapshot),
    /// Change the kernels of droplets, which today's droplets manage themselves; the API refuses it for them
    ChangeKernel {
        /// The ID of a kernel
        #[arg(value_name = "KERNEL")]
        kernel: u64,

        #[command(flatten)]
        on: StartActions<Droplets>,
    },
    /// Perform an action of any type
    Act(Act<TaggedDroplets>),
    /// List the actions performed on droplets, one array a droplet
    Actions(ListActions<Droplets>),
    /// Wait for the actions in progress on droplets, or for droplets to reach a status
    Wait(wait::Wait),
    /// Add a tag to droplets
    Tag(tagging::Tagging),
    /// Remove a tag from droplets
    Untag(tagging::Tagging),
}

impl Droplet {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show(show::Show::default())) {
            Verb::New(new) => new.run(ctx),
            Verb::Show(show) => show.run(ctx),
            Verb::EnableBackups(on) => on.run(ctx, &json!({"type": "enable_backups"}), &goals::backups(true)),
            Verb::DisableBackups(on) => on.run(ctx, &json!({"type": "disable_backups"}), &goals::backups(false)),
            Verb::Reboot(on) => on.run(ctx, &json!({"type": "reboot"})),
            Verb::PowerCycle(on) => on.run(ctx, &json!({"type": "power_cycle"})),
            Verb::Shutdown(on) => on.run(ctx, &json!({"type": "shutdown"}), &goals::shut_down()),
            Verb::PowerOff(on) => on.run(ctx, &json!({"type": "power_off"}), &goals::off()),
            Verb::PowerOn(on) => on.run(ctx, &json!({"type": "power_on"}), &goals::on()),
            Verb::PasswordReset(on) => on.run(ctx, &json!({"type": "password_reset"})),
            Verb::EnableIpv6(on) => on.run(ctx, &json!({"type": "enable_ipv6"}), &goals::ipv6()),
            Verb::EnablePrivateNetworking(on) => on.run(ctx, &json!({"type": "enable_private_networking"})),
            Verb::ShowSnapshots(of) => of.run(ctx, "snapshots"),
            Verb::Backups(of) => of.run(ctx, "backups"),
            Verb::Kernels(of) => of.run(ctx, "kernels"),
            Verb::Delete(delete) => delete.run(ctx),
            Verb::Neighbors(neighbors) => neighbors.run(ctx),
            Verb::Ip(ip) => ip.run(ctx),
            Verb::Ssh(ssh) => ssh.run(ctx),
            Verb::Scp(copy) => copy.run(ctx, Copier::Scp),
            Verb::Rsync(copy) => copy.run(ctx, Copier::Rsync),
            Verb::SshConfig(config) => config.run(ctx),
            Verb::Inventory(inventory) => inventory.run(ctx),
            Verb::Restore(restore) => restore.run(ctx),
            Verb::Resize(resize) => resize.run(ctx),
            Verb::Rebuild(rebuild) => rebuild.run(ctx),
            Verb::Rename(rename) => rename.run(ctx),
            Verb::Snapshot(snapshot) => snapshot.run(ctx),
            Verb::ChangeKernel { kernel, on } => on.run(ctx, &json!({"type": "change_kernel", "kernel": kernel})),
            Verb::Act(act) => act.run(ctx),
            Verb::Actions(actions) => actions.run(ctx),
            Verb::Wait(wait) => wait.run(ctx),
            Verb::Tag(tagging) => tagging.tag(ctx),
            Verb::Untag(tagging) => tagging.untag(ctx),
        }
    }
}
