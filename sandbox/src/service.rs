//! The steps of every request: token, rate limit, faults, route, headers, log.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use crate::budget::Budget;
use crate::clock::Clock;
use crate::config::{Config, Exchange};
use crate::faults::{Armed, What, inject};
use crate::http::{Outcome, Refusal, Reply, Request};
use crate::objects;
use crate::routes;
use crate::state::State;
use crate::time::Time;
use crate::unserved;

/// How many requests are remembered at most.
const REMEMBERED: usize = 100_000;
/// Of how many requests the headers and bodies are remembered.
const WHOLE: usize = 1_000;
/// How much of a body is remembered.
const LONGEST: usize = 64 << 10;

/// The state that the server's thread and the [`crate::Sandbox`] share.
pub(crate) struct Service {
    pub(crate) config: Config,
    inner: Mutex<Inner>,
}

/// The mutable part.
pub(crate) struct Inner {
    pub(crate) state: State,
    pub(crate) clock: Clock,
    pub(crate) budget: Budget,
    pub(crate) faults: Vec<Armed>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) latency: Duration,
    /// What the token may do, if not everything.
    scopes: Option<Vec<String>>,
    /// Whether the state differs from what was saved.
    pub(crate) changed: bool,
}

/// How an answer is sent.
pub(crate) enum Delivery {
    Whole(Reply),
    /// Half the body, and the connection is closed.
    Half(Reply),
    /// Half the body, a pause, and the rest.
    Stalled(Reply, Duration),
    /// Nothing at all.
    Cut,
}

/// An answer, and how long it is held back.
pub(crate) struct Answer {
    pub(crate) delay: Duration,
    pub(crate) delivery: Delivery,
}

impl Service {
    pub(crate) fn new(config: Config, state: State) -> Self {
        let inner = Mutex::new(Inner::new(&config, state));
        Self { config, inner }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request of the API and logs it. Without a body, because it was too large, the request is refused.
    pub(crate) fn answer(&self, request: &Request, too_large: bool) -> Answer {
        let request_id = Uuid::new_v4().to_string();
        let mut exchange = Exchange {
            method: request.method.clone(),
            path: path_and_query(request),
            status: None,
            authorization: request.header("authorization").is_some(),
            time: self.lock().clock.now().to_string(),
            headers: shown_headers(request),
            body: String::from_utf8_lossy(&request.body[..request.body.len().min(LONGEST)]).into_owned(),
            unknown_route: false,
            request_id,
        };
        let answer = if !self.is_authorized(request) {
            Answer::now(unauthorized())
        } else if too_large {
            Answer::now(refusal(&Refusal::too_large(), &exchange.request_id))
        } else {
            self.lock().answer(request, &mut exchange)
        };
        let answer = answer.signed(&exchange.request_id);
        exchange.status = answer.status();
        if let Some(log) = &self.config.log {
            log(&exchange);
        }
        self.lock().write_down(exchange);
        answer
    }

    pub(crate) fn is_authorized(&self, request: &Request) -> bool {
        let header = request.header("authorization").unwrap_or_default();
        let (scheme, token) = header.split_once(' ').unwrap_or_default();
        scheme.eq_ignore_ascii_case("bearer") && token.trim() == self.config.token
    }
}

impl Inner {
    pub(crate) fn new(config: &Config, mut state: State) -> Self {
        state.action_time = config.action_time;
        state.destroy_time = config.destroy_time;
        Self {
            state,
            clock: Clock::default(),
            budget: Budget::new(config.limits.clone()),
            faults: config.faults.iter().cloned().map(Armed::from).collect(),
            exchanges: Vec::new(),
            latency: config.latency,
            scopes: config.scopes.clone(),
            changed: true,
        }
    }

    fn answer(&mut self, request: &Request, exchange: &mut Exchange) -> Answer {
        let now = self.clock.now();
        let keys = request.method == "GET" && request.path.trim_end_matches('/') == "/v2/account/keys";
        if let Err(refused) = self.budget.spend(now, keys) {
            let reply = refusal(&refused.refusal, &exchange.request_id);
            let reply = match refused.retry_after {
                Some(seconds) => reply.with("retry-after", seconds.to_string()),
                None => reply,
            };
            return Answer::now(self.budget.with_rate_headers(reply, now));
        }
        if !self.may(request) {
            let reply = refusal(&Refusal::forbidden(), &exchange.request_id);
            return Answer::now(self.with_rate_headers(reply, now));
        }
        let injected = inject(&mut self.faults, request);
        let delay = injected.delay;
        self.state.lag = injected.lag;
        let delivery = match injected.what {
            What::Cut => Delivery::Cut,
            What::Answer(reply) => Delivery::Whole(self.with_rate_headers(reply.typed_by_default(), now)),
            What::Lost => {
                self.handle(request, exchange, now, false);
                Delivery::Cut
            }
            What::Errored => Delivery::Whole(self.handle(request, exchange, now, true)),
            What::Usual => Delivery::Whole(self.handle(request, exchange, now, false)),
            What::CutBody => Delivery::Half(self.handle(request, exchange, now, false)),
            What::Stall(time) => Delivery::Stalled(self.handle(request, exchange, now, false), time),
        };
        Answer { delay, delivery }
    }

    /// Whether the token has the scopes that the request needs. The API does not say which it lacks.
    fn may(&self, request: &Request) -> bool {
        let Some(scopes) = &self.scopes else { return true };
        let segments = request.segments();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let facts = objects::facts();
        facts.scopes(&request.method, &path).split_whitespace().all(|needed| scopes.iter().any(|it| it == needed))
    }

    /// Drops the older half of the log when it is too long, and the details of older requests, as a sandbox may run for
    /// months.
    fn write_down(&mut self, exchange: Exchange) {
        if let Some(older) = self.exchanges.len().checked_sub(WHOLE) {
            self.exchanges[older].headers = Vec::new();
            self.exchanges[older].body = String::new();
        }
        if self.exchanges.len() >= REMEMBERED {
            self.exchanges.drain(..REMEMBERED / 2);
        }
        self.exchanges.push(exchange);
    }

    /// The least scopes with which a token could have made the requests so far, sorted.
    pub(crate) fn scopes_used(&self) -> Vec<String> {
        let facts = objects::facts();
        let mut used = BTreeSet::new();
        for exchange in &self.exchanges {
            let path = exchange.path.split('?').next().unwrap_or_default();
            let segments: Vec<&str> = path.split('/').skip(1).collect();
            used.extend(facts.scopes(&exchange.method, &segments).split_whitespace().map(str::to_owned));
        }
        used.into_iter().collect()
    }

    fn with_rate_headers(&self, reply: Reply, now: Time) -> Reply {
        self.budget.with_rate_headers(reply, now)
    }

    /// Does what the request asks for; the actions that it starts will end errored when it `fails`.
    fn handle(&mut self, request: &Request, exchange: &mut Exchange, now: Time, fails: bool) -> Reply {
        self.state.settle(now);
        self.state.fail_actions = fails;
        let outcome = as_get(request, |request| routes::route(&mut self.state, request));
        self.state.fail_actions = false;
        // Actions that take no time must be complete before the state is looked at.
        self.state.settle(now);
        self.changed |= request.method != "GET";
        let reply = outcome.unwrap_or_else(|refused| {
            let refused = if refused.unrouted { unserved::refusal(objects::facts(), request) } else { refused };
            exchange.unknown_route = refused.unrouted;
            refusal(&refused, &exchange.request_id)
        });
        self.with_rate_headers(reply, now)
    }
}

/// HEAD is GET; the server leaves the body out.
fn as_get(request: &Request, route: impl FnOnce(&Request) -> Outcome) -> Outcome {
    if request.method != "HEAD" {
        return route(request);
    }
    route(&Request {
        method: "GET".to_owned(),
        path: request.path.clone(),
        query: request.query.clone(),
        headers: request.headers.clone(),
        body: request.body.clone(),
        base: request.base.clone(),
    })
}

/// The headers without the token.
fn shown_headers(request: &Request) -> Vec<(String, String)> {
    let headers = request.headers.iter().map(|(name, value)| {
        let hidden = name == "authorization";
        let value = if hidden { "[hidden]".into() } else { String::from_utf8_lossy(value.as_bytes()) };
        (name.to_string(), value.into_owned())
    });
    headers.collect()
}

fn path_and_query(request: &Request) -> String {
    if request.query.is_empty() {
        return request.path.clone();
    }
    format!("{}?{}", request.path, request.query)
}

/// The real API's answer to a bad token, which differs from the specification, including the space.
fn unauthorized() -> Reply {
    let body = r#"{"id":"Unauthorized","message":"Unable to authenticate you" }"#;
    Reply::text(401, body).with("x-response-from", "Edge-Gateway")
}

/// A refusal as JSON; validation errors name the request in the body too.
fn refusal(refused: &Refusal, request_id: &str) -> Reply {
    let mut body = json!({"id": refused.id, "message": refused.message});
    if refused.status == 422 {
        body["request_id"] = request_id.into();
    }
    Reply::text(refused.status, body.to_string())
}

impl Answer {
    fn now(reply: Reply) -> Self {
        Self { delay: Duration::ZERO, delivery: Delivery::Whole(reply) }
    }

    /// The answer with the headers that all answers have.
    fn signed(mut self, request_id: &str) -> Self {
        if let Some(reply) = self.reply() {
            let headers = &mut reply.headers;
            headers.push(("x-request-id".to_owned(), request_id.to_owned()));
            headers.push(("x-gateway".to_owned(), "Edge-Gateway".to_owned()));
            if headers.iter().all(|(name, _)| name != "x-response-from") {
                headers.push(("x-response-from".to_owned(), "service".to_owned()));
            }
        }
        self
    }

    fn reply(&mut self) -> Option<&mut Reply> {
        match &mut self.delivery {
            Delivery::Whole(reply) | Delivery::Half(reply) | Delivery::Stalled(reply, _) => Some(reply),
            Delivery::Cut => None,
        }
    }

    fn status(&self) -> Option<u16> {
        match &self.delivery {
            Delivery::Whole(reply) | Delivery::Half(reply) | Delivery::Stalled(reply, _) => Some(reply.status),
            Delivery::Cut => None,
        }
    }
}
