//! `doapi image`.

use crate::api::{Listing, Object, Request};
use crate::args::body::given;
use crate::args::extra::Extra;
use crate::args::noun::ImageNoun;
use crate::args::traits::{Needed, Prints};
use crate::complete;
use crate::error::Result;
use crate::error::usage;
use crate::resolve::noun::IMAGE;
use crate::run::context::Context;
use crate::run::{names, print};
use crate::verbs::actions::{Act, ListActions, WaitForActions};
use crate::verbs::delete::Delete;
use crate::verbs::show::ShowNamed;
use crate::verbs::start_action::StartActions;
use crate::verbs::targets::{ACTS_ON, Named, has_tag};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Manage images
#[derive(Debug, Args)]
pub(crate) struct Image {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show images: those given, those of a kind, or all
    #[command(aliases = ["list", "ls", "get"])]
    Show(Show),
    /// Rename or describe an image
    Update(Update),
    /// Convert backups to snapshots
    Convert(StartActions<Named<ImageNoun>>),
    /// Copy images to another region
    Transfer {
        /// The slug of the region
        #[arg(value_name = "REGION", add = complete::regions())]
        region: String,

        #[command(flatten)]
        on: StartActions<Named<ImageNoun>>,
    },
    /// Perform an action of any type
    Act(Act<Named<ImageNoun>>),
    /// List the actions performed on images, one array an image
    Actions(ListActions<Named<ImageNoun>>),
    /// Wait for the actions in progress on images
    Wait(WaitForActions<Named<ImageNoun>>),
    /// Delete images
    #[command(aliases = ["rm", "destroy"])]
    Delete(Delete<Named<ImageNoun>>),
}

#[derive(Debug, Default, Args)]
struct Show {
    /// Only images of applications
    #[arg(long, conflicts_with = "labels", help_heading = ACTS_ON)]
    application: bool,

    /// Only images of distributions
    #[arg(long, conflicts_with_all = ["labels", "application"], help_heading = ACTS_ON)]
    distribution: bool,

    /// Only images of this type: application, distribution, or another that the API knows
    #[arg(long = "type", value_name = "TYPE", add = complete::image_types(), conflicts_with_all = ["labels", "application", "distribution"], help_heading = ACTS_ON)]
    kind: Option<String>,

    /// Only images of the account itself
    #[arg(long, conflicts_with = "labels", help_heading = ACTS_ON)]
    private: bool,

    /// Only images that have this tag
    #[arg(long, value_name = "TAG", add = complete::tags(), conflicts_with = "labels", help_heading = ACTS_ON)]
    tag: Option<String>,

    #[command(flatten)]
    named: ShowNamed<ImageNoun>,
}

#[derive(Debug, Args)]
#[command(add = Prints::Object)]
struct Update {
    /// Refuse a name that another image has as its name or slug; without this, that is a warning
    #[arg(long)]
    unique: bool,

    /// A text that describes the image
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// The distribution that the image is of
    #[arg(long, value_name = "NAME")]
    distribution: Option<String>,

    #[command(flatten)]
    extra: Extra,

    /// The ID, slug or name of an image
    #[arg(value_name = "IMAGE", add = complete::own_images())]
    image: String,

    /// The new name; may be left out where something else is changed
    #[arg(value_name = "NEW_NAME", add = Needed(&["description", "distribution"]))]
    name: Option<String>,
}

impl Image {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show(Show::default())) {
            Verb::Show(show) => show.run(ctx),
            Verb::Update(update) => update.run(ctx),
            Verb::Convert(on) => on.run(ctx, &json!({"type": "convert"})),
            Verb::Transfer { region, on } => on.run(ctx, &json!({"type": "transfer", "region": region})),
            Verb::Act(act) => act.run(ctx),
            Verb::Actions(actions) => actions.run(ctx),
            Verb::Wait(wait) => wait.run(ctx),
            Verb::Delete(delete) => delete.run(ctx),
        }
    }
}

impl Show {
    fn run(&self, ctx: &Context) -> Result<()> {
        let kind = match (self.application, self.distribution) {
            (true, _) => Some("application"),
            (_, true) => Some("distribution"),
            _ => self.kind.as_deref(),
        };
        let filters = [("type", kind), ("private", self.private.then_some("true")), ("tag_name", self.tag.as_deref())];
        if filters.iter().all(|(_, value)| value.is_none()) {
            return self.named.run(ctx);
        }
        let given = filters.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let listing =
            given.fold(Listing::of(&IMAGE.family.collection), |listing, (name, value)| listing.query(name, value));
        print::lists_of(ctx, vec![listing], |image| {
            self.fits(kind, image) && self.named.filter.holds(image.raw().get())
        })
    }

    /// Whether an image is one of those asked for. The API passes over a type that it has no filter for and lists all
    /// images; what it calls distributions and applications, only it knows, but they are public.
    fn fits(&self, kind: Option<&str>, image: &Object) -> bool {
        let public = image.get::<bool>("public");
        let has_type = match kind {
            Some("application" | "distribution") => public != Some(false),
            Some(kind) => image.text("type").is_none_or(|is| is.eq_ignore_ascii_case(kind)),
            None => true,
        };
        let is_private = !self.private || public != Some(true);
        has_type && is_private && self.tag.as_deref().is_none_or(|tag| has_tag(image, tag))
    }
}

impl Update {
    fn run(&self, ctx: &Context) -> Result<()> {
        let body = self.body()?;
        let image = ctx.find_one(&IMAGE.family, &self.image)?;
        if let Some(name) = &self.name {
            names::check_new(ctx, &IMAGE.family, &image, name, self.unique)?;
        }
        let request = Request::put(IMAGE.family.one(image.id), &body);
        print::changed(ctx, &request, "image", format_args!("image {:?}", self.image))
    }

    fn body(&self) -> Result<Value> {
        let fields = [("name", &self.name), ("description", &self.description), ("distribution", &self.distribution)];
        let body = given(fields.map(|(name, value)| (name, value.clone().map(Value::from))));
        if body.is_empty() && !self.extra.is_given() {
            return Err(usage("nothing to change: give NEW_NAME, --description, --distribution or --extra"));
        }
        self.extra.added_to(Value::Object(body))
    }
}
