//! The attempts at one request: in their turn, again where that is safe, and with one result that says what is known.

use super::attempt::{Attempt, AttemptError, outcome};
use super::pace::Turn;
use super::rate::Rate;
use super::retry::{NEAR, Outcome, Situation, Verdict, verdict};
use super::{Cause, Client, Clock, Error, Notice, Reply, Request, Token, Trace, http};
use reqwest::blocking::RequestBuilder;
use std::time::Duration;

/// How long after the deadline the answer to a request that changes something is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// One request that is being sent.
pub(super) struct Sending<'a> {
    client: &'a Client,
    request: &'a Request,
    /// Whether an attempt may have been carried out.
    repeated: bool,
    /// Why an attempt that may have been carried out has no answer. A later attempt does not change that, unless it is
    /// answered.
    lost: Option<Cause>,
}

impl<'a> Sending<'a> {
    pub(super) fn new(client: &'a Client, request: &'a Request) -> Sending<'a> {
        Sending { client, request, repeated: false, lost: None }
    }

    /// Sends it until there is a result. Without an answer, an attempt that may have been carried out counts for more
    /// than whatever ended the attempts after it.
    pub(super) fn run(mut self) -> Result<Reply, Error> {
        match self.attempts() {
            Err(error) if !self.request.method.only_reads() => {
                Err(self.lost.take().map_or(error, |why| self.lost(why)))
            }
            result => result,
        }
    }

    fn attempts(&mut self) -> Result<Reply, Error> {
        for tried in 1.. {
            self.take_turn()?;
            let attempt = self.attempt()?;
            let outcome = self.learn(&attempt);
            let (method, is_patient) = (self.request.method, self.client.is_patient());
            match verdict(&Situation { method, tried, is_patient, jitter: jitter() }, outcome) {
                Verdict::Final => return self.finish(attempt),
                Verdict::TooFar(reset) => return Err(self.too_far(reset)),
                Verdict::Again(wait) => self.wait_again(outcome, wait, attempt)?,
            }
            self.repeated |= matches!(outcome, Outcome::Lost | Outcome::Status(_));
        }
        Err(Error::Cancelled)
    }

    fn attempt(&self) -> Result<Result<Reply, AttemptError>, Error> {
        let (config, request) = (self.client.config(), self.request);
        let route = self.client.http()?.route(config, request.method);
        let attempt = Attempt { route, room: self.client.room(), token: &config.token };
        let prepared = self.limited(attempt.prepare(&config.endpoint, request)?);
        config.observer.sending(request);
        let answered = attempt.run(prepared, request);
        let answered = answered.map(|reply| redacted(reply, &config.token));
        let was_sent = answered.as_ref().map_or_else(|error| error.outcome.was_sent(), |_| true);
        let reply = answered.as_ref().map_err(|error| &error.cause);
        config.observer.traced(&Trace { request, reply, was_sent });
        Ok(answered)
    }

    /// Whatever changes something is not cancelled, but it has only some seconds more than the deadline allows.
    fn limited(&self, prepared: RequestBuilder) -> RequestBuilder {
        // For reqwest the timeout of a request bounds its whole answer, that of the client only the silence in it.
        let Some(deadline) = self.client.deadline().filter(|_| !self.request.method.only_reads()) else {
            return prepared;
        };
        let left = self.client.clock().real_time_until(deadline) + PATIENCE;
        prepared.timeout(http::timeout(self.client.config().timeout).map_or(left, |silence| silence.min(left)))
    }

    /// How an attempt ended, after what it says of the rate limits was noted.
    fn learn(&self, attempt: &Result<Reply, AttemptError>) -> Outcome {
        match attempt {
            Ok(reply) => {
                let rate = Rate::of(reply);
                self.client.note_distance(reply);
                self.client.pace().answered(self.client.clock().now(), &rate);
                outcome(reply.status, &rate)
            }
            Err(error) => error.outcome,
        }
    }

    /// Waits until the request may be sent.
    fn take_turn(&self) -> Result<(), Error> {
        loop {
            self.client.check_time()?;
            let turn = self.client.pace().book(self.client.clock().now(), self.is_key_list());
            match turn {
                Turn::After(wait) if wait.is_zero() => return Ok(()),
                Turn::After(wait) => {
                    self.client.config().observer.noticed(&Notice::Pacing { wait });
                    return self.pause(wait);
                }
                // The answer of the server is what the caller wants to see.
                Turn::UsedUp(_) if !self.client.is_patient() => return Ok(()),
                Turn::UsedUp(wait) if wait > NEAR => return Err(self.too_far(wait)),
                Turn::UsedUp(wait) => {
                    self.notice_limit(wait);
                    self.pause(wait)?;
                }
            }
        }
    }

    fn wait_again(
        &mut self,
        outcome: Outcome,
        wait: Duration,
        attempt: Result<Reply, AttemptError>,
    ) -> Result<(), Error> {
        let why = match &attempt {
            Ok(reply) => format!("status {}", reply.status),
            Err(error) => error.cause.to_string(),
        };
        if let Err(error) = attempt
            && error.outcome.was_sent()
        {
            self.lost = Some(error.cause);
        }
        if let Outcome::Limited { .. } = outcome {
            self.client.pace().refused(self.client.clock().now(), wait, self.is_key_list());
            self.notice_limit(wait);
        } else {
            let (method, path) = (self.request.method, &self.request.path);
            self.client.config().observer.noticed(&Notice::Retrying { method, path, wait, why: &why });
        }
        self.pause(wait)
    }

    fn notice_limit(&self, wait: Duration) {
        let (method, path) = (self.request.method, &self.request.path);
        self.client.config().observer.noticed(&Notice::Limited { method, path, wait });
    }

    /// Sleeps before a request is sent. A read that could be sent only after the deadline fails at once.
    fn pause(&self, wait: Duration) -> Result<(), Error> {
        let deadline = self.client.deadline();
        let time_left = deadline.map(|deadline| deadline.saturating_duration_since(self.client.clock().now()));
        match time_left.filter(|&left| self.request.method.only_reads() && left < wait) {
            Some(left) => self.client.sleep(left).and(Err(Error::DeadlinePassed)),
            None => self.client.sleep(wait),
        }
    }

    fn finish(&self, attempt: Result<Reply, AttemptError>) -> Result<Reply, Error> {
        match attempt {
            Ok(reply) => Ok(Reply { repeated: self.repeated, ..reply }),
            Err(AttemptError { outcome, cause }) if outcome.was_sent() => Err(self.lost(cause)),
            Err(AttemptError { cause, .. }) => {
                let (method, path) = (self.request.method, self.request.path.clone());
                Err(Error::Connect { method, path, source: cause })
            }
        }
    }

    fn lost(&self, source: Cause) -> Error {
        Error::Lost { method: self.request.method, path: self.request.path.clone(), source }
    }

    fn too_far(&self, reset: Duration) -> Error {
        Error::RateLimited { method: self.request.method, path: self.request.path.clone(), reset }
    }

    fn is_key_list(&self) -> bool {
        let path = self.request.path.as_str();
        self.request.method.only_reads() && path.split('?').next() == Some("/v2/account/keys")
    }
}

/// Error replies may echo the request, and they end in messages.
fn redacted(mut reply: Reply, token: &Token) -> Reply {
    if (400..600).contains(&reply.status) {
        reply.body = reply.body.map(|text| token.redact(&text));
    }
    reply
}

/// A random number from 0 to 1.
fn jitter() -> f64 {
    f64::from(Clock::unix_time().subsec_nanos() ^ std::process::id()) % 1e9 / 1e9
}
