//! Fault injection.

mod parse;
mod pattern;

use std::time::Duration;

use crate::http::{Reply, Request};

pub(crate) use pattern::Pattern;

/// A rule that makes requests fail, or what they make appear late.
///
/// Its text is `METHOD PATH [#HITS] WHAT`:
///
/// - `METHOD` is a method, or `*` for any.
/// - `PATH` is matched whole; `*` in it stands for any run of characters. It is compared with the request's query too
///   when it has a `?`.
/// - `#2` applies to the second request that matches, `#2-4` to the second to the fourth, `#3+` to the third and all
///   later ones. Without it the rule applies to every one.
/// - `WHAT` is one of
///   - `status=N`, with any number of `header=NAME:VALUE` and then `body=TEXT` (the rest of the line) or `body=@FILE`:
///     this answer instead of the API's; the request is not carried out,
///   - `cut`: the connection is closed without an answer, and the request is not carried out,
///   - `lost`: the request is carried out, and then the connection is closed without an answer,
///   - `cut-body`: the answer breaks off after half its body,
///   - `stall=TIME`: the answer stops for this time after half its body,
///   - `errored`: the answer is the usual one, but the actions that the request starts will end errored,
///   - `delay=TIME`: the answer comes this much later,
///   - `hidden=TIME`: for this time a GET of the droplets and actions that the request makes is a 404,
///   - `networks=TIME`: the droplets that the request makes are active for this time before they have addresses.
///
///   The last three may stand before any of the others.
///
/// ```
/// # use doapi_sandbox::Fault;
/// for rule in [
///     r#"POST /v2/droplets/*/actions #2 status=422 body={"id":"unprocessable_entity","message":"Out of luck."}"#,
///     "GET /v2/droplets* #1 cut",
///     "* /v2/account #1-3 status=429 header=Retry-After:3",
///     "GET /v2/droplets?page=2* delay=2s cut-body",
///     "POST /v2/droplets hidden=3s networks=5s",
/// ] {
///     rule.parse::<Fault>()?;
/// }
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    method: String,
    path: Pattern,
    hits: Hits,
    injected: Injected,
}

/// Which of the matching requests the rule applies to, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hits {
    first: u64,
    last: u64,
}

/// What happens to a request that a rule applies to.
#[derive(Clone, Debug, Default)]
pub(crate) enum What {
    /// The usual answer.
    #[default]
    Usual,
    Answer(Reply),
    Cut,
    Lost,
    CutBody,
    Stall(Duration),
    Errored,
}

/// All that a rule does to one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Injected {
    pub(crate) delay: Duration,
    pub(crate) lag: Lag,
    pub(crate) what: What,
}

/// How late what a request makes can be seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lag {
    pub(crate) hidden: Duration,
    pub(crate) networks: Duration,
}

/// A rule with the number of requests that matched it.
pub(crate) struct Armed {
    fault: Fault,
    hits: u64,
}

impl From<Fault> for Armed {
    fn from(fault: Fault) -> Self {
        Self { fault, hits: 0 }
    }
}

/// What the rules do to this request: every rule that matches counts it, and the first that applies is taken.
pub(crate) fn inject(faults: &mut [Armed], request: &Request) -> Injected {
    let applied: Vec<Injected> = faults.iter_mut().filter_map(|armed| armed.apply(request)).collect();
    applied.into_iter().next().unwrap_or_default()
}

impl Armed {
    fn apply(&mut self, request: &Request) -> Option<Injected> {
        let fault = &self.fault;
        let method = fault.method == "*" || fault.method == request.method;
        if !method || !fault.path.matches(&request.path, &request.query) {
            return None;
        }
        self.hits += 1;
        let applies = (fault.hits.first..=fault.hits.last).contains(&self.hits);
        applies.then(|| fault.injected.clone())
    }
}
