//! What goes wrong, and when.

mod parse;
mod pattern;

use std::time::Duration;

use crate::http::{Reply, Request};

pub(crate) use pattern::Pattern;

/// A rule that makes requests fail.
///
/// Its text is `METHOD PATH [#HITS] WHAT`:
///
/// - `METHOD` is a method, or `*` for any.
/// - `PATH` is matched whole; `*` in it stands for any run of characters. It is compared with the request's query too
///   when it has a `?`.
/// - `#2` strikes the second request that matches, `#2-4` the second to the fourth, `#3+` the third and all later ones.
///   Without it every one is struck.
/// - `WHAT` is one of
///   - `status=N`, with any number of `header=NAME:VALUE` and then `body=TEXT` (the rest of the line) or `body=@FILE`:
///     this answer instead of the API's; the request is not carried out,
///   - `cut`: the connection is closed without an answer, and the request is not carried out,
///   - `lost`: the request is carried out, and then the connection is closed without an answer,
///   - `cut-body`: the answer breaks off after half its body,
///   - `stall=TIME`: the answer stops for so long after half its body,
///   - `errored`: the answer is the usual one, but the actions that the request starts will end errored,
///   - `delay=TIME`: the answer comes so much later; it may stand before any of the others.
///
/// ```
/// # use doapi_sandbox::Fault;
/// for rule in [
///     r#"POST /v2/droplets/*/actions #2 status=422 body={"id":"unprocessable_entity","message":"Out of luck."}"#,
///     "GET /v2/droplets* #1 cut",
///     "* /v2/account #1-3 status=429 header=Retry-After:3",
///     "GET /v2/droplets?page=2* delay=2s cut-body",
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
    delay: Duration,
    what: What,
}

/// Which of the matching requests are struck, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hits {
    first: u64,
    last: u64,
}

/// What happens to a request that is struck.
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

/// What strikes one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Injected {
    pub(crate) delay: Duration,
    pub(crate) what: What,
}

/// A rule with the requests that it has met.
pub(crate) struct Armed {
    fault: Fault,
    hits: u64,
}

impl From<Fault> for Armed {
    fn from(fault: Fault) -> Self {
        Self { fault, hits: 0 }
    }
}

/// What the rules have for this request; every rule that matches counts it, the first that strikes has its way.
pub(crate) fn inject(faults: &mut [Armed], request: &Request) -> Injected {
    let struck: Vec<Injected> = faults.iter_mut().filter_map(|armed| armed.meet(request)).collect();
    struck.into_iter().next().unwrap_or_default()
}

impl Armed {
    fn meet(&mut self, request: &Request) -> Option<Injected> {
        let fault = &self.fault;
        let method = fault.method == "*" || fault.method == request.method;
        if !method || !fault.path.matches(&request.path, &request.query) {
            return None;
        }
        self.hits += 1;
        let struck = (fault.hits.first..=fault.hits.last).contains(&self.hits);
        struck.then(|| Injected { delay: fault.delay, what: fault.what.clone() })
    }
}
