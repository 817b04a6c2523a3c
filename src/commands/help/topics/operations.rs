//! The topics about the commands that are made from the table of operations.

use super::Topic;

/// The grammar of the commands that are made from the table of operations.
pub(super) const OPERATIONS: Topic = Topic {
    name: "operations",
    title: "The whole API by name",
    before: "Beside the commands that are written by hand, every operation of the API is a command whose words are its path: `doapi volume show`, `doapi kubernetes node-pool new`. `doapi api search WORD` finds them, and each has its own `--help`.",
    rows: &[
        ("`show`", "the objects that are named, or all of them; a noun alone is its show"),
        ("`new`", "creates an object; with `--unique`, not if its name is in use"),
        ("`update`", "changes only what is said, also where the API can only replace; `--replace` sends nothing else"),
        ("`replace`", "replaces an object, where the API can do both"),
        ("`delete`", "deletes what is named, or what `--where` and `--all` choose"),
        ("`wait`", "waits until nothing more happens to an object, or for `--until STATE`"),
        (
            "`--FIELD VALUE`",
            "a field of the body; a text stays a text, a number keeps its spelling, lists are made by repeating",
        ),
        ("`--OBJECT.FIELD VALUE`", "a member of an object: `--health-check.port 80`"),
        (
            "`--LIST KEY=VALUE,…`",
            "one element of a list of objects; keys of lists repeat, dots lead into objects; or JSON, or `@FILE`",
        ),
        ("`--MAP KEY=VALUE`", "a key of a map, such as labels"),
        (
            "`--body JSON|@FILE|@-`",
            "the whole body, over which the options are laid; `--skeleton` prints one to start from",
        ),
        ("`--extra JSON|@FILE`", "fields that are laid over all others as they are"),
    ],
    after: &[
        "Names are as good as IDs, in paths and in fields that hold IDs: `doapi firewall update web --droplet-ids web-1`, `doapi project add site do:droplet:web-1`. A name that is unknown or ambiguous is an error before anything is changed.",
        "Where a field has the name of an option of doapi itself, its option begins with `--field.`. What the API's document lists as values of a field is shown and completed, but other values are sent as well.",
    ],
};

/// Commands of doctl, the official client, and what they are called here.
pub(super) const FROM_DOCTL: Topic = Topic {
    name: "from-doctl",
    title: "The words of doctl",
    before: "doapi has no groups such as `compute`, and a noun in the singular where doctl has a plural. `list`, `ls`, `get` are `show`, `create` is `new`, `rm` and `destroy` are `delete`; doctl's words work too.",
    rows: &[
        ("`compute droplet list`", "`droplet show`; `create` is `droplet new -I IMAGE -S SIZE NAME…`"),
        ("`compute droplet-action X ID`", "`droplet X NAME…`"),
        ("`compute volume-action attach V D`", "`volume attach V D`"),
        ("`compute firewall add-rules`", "`firewall rule add FIREWALL --inbound tcp:22 --from 0.0.0.0/0`"),
        (
            "`compute load-balancer`, `compute cdn`, …",
            "`load-balancer`, `cdn`, `certificate`, `snapshot`, `region`, `size`, `tag`",
        ),
        ("`compute reserved-ip-action assign`", "`reserved-ip assign IP DROPLET`"),
        ("`databases`, `projects`, `apps`, `vpcs`", "`database`, `project`, `app`, `vpc`"),
        ("`databases user create DB NAME`", "`database user new DB --name NAME`"),
        (
            "`kubernetes cluster node-pool create`",
            "`kubernetes node-pool new CLUSTER --name NAME --size SIZE --count N`",
        ),
        ("`projects resources assign P --resource=URN`", "`project add P URN…`"),
        ("`account get`, `balance get`, `invoice list`", "`account`, `balance`, `invoice`"),
        ("`--format ID,Name`", "`-o table --columns id,name`"),
        ("`--no-header`", "`--no-header`"),
        ("`--output json`", "the default"),
        ("`--wait`", "`--wait`, also with `--wait-time`"),
    ],
    after: &["`doapi api search WORD` finds the rest."],
};
