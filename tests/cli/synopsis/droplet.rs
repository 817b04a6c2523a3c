//! The page doapi-droplet.

use serde_json::Value;

use super::Holds::{Action, Actions, Ids, Lists, Names, Nothing, Refused, What};
use super::{Holds, Row, only};

/// A verb that starts actions, by name, by ID and with all the waiting options, `-M`, and perhaps `--tag`.
macro_rules! verb {
    ($synopsis:literal, $verb:literal, $kind:literal, $name:literal, $id:literal $(, $tag:literal => $tagged:expr)?) => {
        Row {
            synopsis: $synopsis,
            runs: &[
                (concat!("doapi-droplet ", $verb, " ", $name), Actions($kind, &[$id])),
                (concat!("doapi-droplet ", $verb, " -w --wait-time 60 --wait-interval 0.05 ", $id), DONE),
                (concat!("doapi-droplet ", $verb, " --wait --wait-interval 0.05 -M ", $name), DONE),
                $((concat!("doapi-droplet ", $verb, " --tag ", $tag), Actions($kind, $tagged)),)?
            ],
        }
    };
}

const DONE: Holds = What(|list| only(list, |action| action["status"] == "completed"));
/// Every droplet is in a private network today.
const NO_SUCH_ACTION: &str = "404 not_found: The specified action type is not available.";
const ONE_DONE: Holds = What(|action| action["status"] == "completed");

fn all_options(list: &Value) -> bool {
    only(list, |droplet| droplet["status"] == "active" && droplet["networks"]["v6"][0]["type"] == "public")
}

fn neighbors(list: &Value) -> bool {
    only(list, |group| group[0]["id"] == 1 && group[1]["id"] == 2)
}

pub(super) const ROWS: &[Row] = &[
    Row {
        synopsis: "doapi-droplet new -I|--image <image> -S|--size <size> -R|--region <region> [-B|--backups] [-6|--ipv6] \
                   [-P|--private-networking] [-U|--user-data <string|@file>] [-K|--ssh-key <key>] ... [--unique] \
                   [-w|--wait] [--wait-time <seconds>] [--wait-interval <seconds>] <name> ...",
        runs: &[
            ("doapi-droplet new -I ubuntu-24-04-x64 -S s-1vcpu-1gb -R nyc3 a b", Names(&["a", "b"])),
            ("doapi-droplet new --image monday --size s-1vcpu-1gb --region nyc3 a", Names(&["a"])),
            (
                "doapi-droplet new -I 247516813 -S s-1vcpu-1gb -R nyc3 -B -6 -P -U @data -K home --unique -w \
                 --wait-time 60 --wait-interval 0.05 a",
                What(all_options),
            ),
            (
                "doapi-droplet new -I monday -S s-1vcpu-1gb -R nyc3 --backups --ipv6 --private-networking --user-data x \
                 --ssh-key 21 --wait --wait-interval 0.05 a",
                What(all_options),
            ),
        ],
    },
    Row {
        synopsis: "doapi-droplet show [-M|--multiple] [--tag <tag> | <droplet> ...]",
        runs: &[
            ("doapi-droplet show", Ids(&[1, 2, 3, 4, 5, 6, 7])),
            ("doapi-droplet show off 1", Ids(&[3, 1])),
            ("doapi-droplet show -M twin", Ids(&[4, 5])),
            ("doapi-droplet show --multiple twin", Ids(&[4, 5])),
            ("doapi-droplet show --tag web", Ids(&[1, 2])),
        ],
    },
    verb!(
        "doapi-droplet enable-backups [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        "enable-backups", "enable_backups", "web-1", 1, "web" => &[1, 2]
    ),
    verb!(
        "doapi-droplet disable-backups [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        "disable-backups", "disable_backups", "kept", 6, "kept" => &[6]
    ),
    verb!("doapi-droplet reboot [<wait options>] [-M|--multiple] <droplet> ...", "reboot", "reboot", "web-1", 1),
    verb!(
        "doapi-droplet power-cycle [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        "power-cycle", "power_cycle", "web-1", 1, "web" => &[1, 2]
    ),
    verb!(
        "doapi-droplet shutdown [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        "shutdown", "shutdown", "web-1", 1, "web" => &[1, 2]
    ),
    verb!(
        "doapi-droplet power-off [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        "power-off", "power_off", "web-1", 1, "web" => &[1, 2]
    ),
    verb!(
        "doapi-droplet power-on [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        "power-on", "power_on", "off", 3, "off" => &[3]
    ),
    verb!(
        "doapi-droplet password-reset [<wait options>] [-M|--multiple] <droplet> ...",
        "password-reset",
        "password_reset",
        "web-1",
        1
    ),
    verb!(
        "doapi-droplet enable-ipv6 [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        "enable-ipv6", "enable_ipv6", "web-1", 1, "web" => &[1, 2]
    ),
    Row {
        synopsis: "doapi-droplet enable-private-networking [<wait options>] [-M|--multiple] {--tag <tag> | <droplet> ...}",
        runs: &[
            ("doapi-droplet enable-private-networking -w --wait-interval 0.05 web-1", Refused(NO_SUCH_ACTION)),
            ("doapi-droplet enable-private-networking -M twin", Refused(NO_SUCH_ACTION)),
            ("doapi-droplet enable-private-networking --tag web", Refused(NO_SUCH_ACTION)),
        ],
    },
    Row {
        synopsis: "doapi-droplet show-snapshots [-M|--multiple] <droplet> ...",
        runs: &[
            ("doapi-droplet show-snapshots web-1 2", Lists(&[1, 0])),
            ("doapi-droplet show-snapshots -M twin", Lists(&[0, 0])),
        ],
    },
    Row {
        synopsis: "doapi-droplet backups [-M|--multiple] <droplet> ...",
        runs: &[("doapi-droplet backups kept 1", Lists(&[1, 0])), ("doapi-droplet backups -M twin", Lists(&[0, 0]))],
    },
    Row {
        synopsis: "doapi-droplet kernels [-M|--multiple] <droplet> ...",
        runs: &[("doapi-droplet kernels old", Lists(&[2])), ("doapi-droplet kernels -M twin", Lists(&[0, 0]))],
    },
    Row {
        synopsis: "doapi-droplet delete [-M|--multiple] {--tag <tag> | <droplet> ...}",
        runs: &[
            ("doapi-droplet delete web-1 3", Nothing),
            ("doapi-droplet delete -M twin", Nothing),
            ("doapi-droplet delete --tag web", Nothing),
        ],
    },
    Row { synopsis: "doapi-droplet neighbors", runs: &[("doapi-droplet neighbors", What(neighbors))] },
    Row {
        synopsis: "doapi-droplet neighbors [-M|--multiple] <droplet> ...",
        runs: &[
            ("doapi-droplet neighbors web-1 3", Lists(&[1, 0])),
            ("doapi-droplet neighbors -M twin", Lists(&[0, 0])),
        ],
    },
    Row {
        synopsis: "doapi-droplet restore [<wait options>] <droplet> <backup>",
        runs: &[
            ("doapi-droplet restore kept nightly", Action("restore")),
            ("doapi-droplet restore -w --wait-interval 0.05 6 13", ONE_DONE),
        ],
    },
    Row {
        synopsis: "doapi-droplet resize [<wait options>] [--disk] [-M|--multiple] <size> <droplet> ...",
        runs: &[
            ("doapi-droplet resize s-2vcpu-4gb off", Actions("resize", &[3])),
            ("doapi-droplet resize -w --wait-interval 0.05 --disk -M s-2vcpu-4gb off", DONE),
        ],
    },
    Row {
        synopsis: "doapi-droplet rebuild [<wait options>] [-I|--image <image>] [-M|--multiple] <droplet> ...",
        runs: &[
            ("doapi-droplet rebuild web-1 2", Actions("rebuild", &[1, 2])),
            ("doapi-droplet rebuild -w --wait-interval 0.05 -I debian-13-x64 -M web-1", DONE),
            ("doapi-droplet rebuild --image monday 1", Actions("rebuild", &[1])),
        ],
    },
    Row {
        synopsis: "doapi-droplet rename [<wait options>] [--unique] <droplet> <new name>",
        runs: &[
            ("doapi-droplet rename web-1 www", Action("rename")),
            ("doapi-droplet rename -w --wait-interval 0.05 --unique 1 www", ONE_DONE),
        ],
    },
    Row {
        synopsis: "doapi-droplet snapshot [<wait options>] [--unique] <name> {--tag <tag> | <droplet> ...}",
        runs: &[
            ("doapi-droplet snapshot tuesday web-1 3", Actions("snapshot", &[1, 3])),
            ("doapi-droplet snapshot -w --wait-interval 0.05 --unique tuesday 1", DONE),
            ("doapi-droplet snapshot tuesday --tag web", Actions("snapshot", &[1, 2])),
        ],
    },
    Row {
        synopsis: "doapi-droplet change-kernel [<wait options>] [-M|--multiple] <kernel> <droplet> ...",
        runs: &[
            ("doapi-droplet change-kernel 7515 old", Actions("change_kernel", &[7])),
            ("doapi-droplet change-kernel -w --wait-interval 0.05 -M 7515 old", DONE),
        ],
    },
    Row {
        synopsis: "doapi-droplet act [<wait options>] [-p|--params <JSON|@file>] [-M|--multiple] <type> {--tag <tag> | \
                   <droplet> ...}",
        runs: &[
            ("doapi-droplet act reboot web-1 2", Actions("reboot", &[1, 2])),
            ("doapi-droplet act -w --wait-interval 0.05 -p @params -M rename web-1", DONE),
            ("doapi-droplet act --params {\"name\":\"n\"} snapshot 1", Actions("snapshot", &[1])),
            ("doapi-droplet act power_cycle --tag web", Actions("power_cycle", &[1, 2])),
        ],
    },
    Row {
        synopsis: "doapi-droplet actions [--last | --in-progress] [-M|--multiple] <droplet> ...",
        runs: &[
            ("doapi-droplet actions web-1 2", Lists(&[1, 1])),
            ("doapi-droplet actions --last web-1", Ids(&[901])),
            ("doapi-droplet actions --in-progress -M twin", What(|list| list[0].is_null() && list[1].is_null())),
        ],
    },
    Row {
        synopsis: "doapi-droplet wait [--wait-time <seconds>] [--wait-interval <seconds>] [-M|--multiple] [-S|--status \
                   <status> | --locked | --unlocked] <droplet> ...",
        runs: &[
            ("doapi-droplet wait web-1", Ids(&[])),
            ("doapi-droplet wait --wait-time 60 --wait-interval 0.5 -M -S active twin", Ids(&[4, 5])),
            ("doapi-droplet wait --status off off", Ids(&[3])),
            ("doapi-droplet wait --unlocked web-1 2", Ids(&[1, 2])),
        ],
    },
    Row {
        synopsis: "doapi-droplet tag [-M|--multiple] <tag> <droplet> ...",
        runs: &[("doapi-droplet tag web off 4", Nothing), ("doapi-droplet tag -M web twin", Nothing)],
    },
    Row {
        synopsis: "doapi-droplet untag [-M|--multiple] <tag> <droplet> ...",
        runs: &[("doapi-droplet untag web web-1 2", Nothing), ("doapi-droplet untag -M web twin", Nothing)],
    },
];
