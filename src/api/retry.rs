//! When a request is retried, as a pure function.

use super::Method;
use std::time::Duration;

/// The maximum number of attempts.
pub(crate) const TRIES: u32 = 5;
/// The same where nothing listens: with two times half a second between them, that takes at most a second.
const TRIES_UNHEARD: u32 = 3;
/// The first back-off; each following one is twice as long.
const FIRST_DELAY: Duration = Duration::from_millis(500);
/// A rate limit that resets later than this is an error and not waited for.
pub(crate) const NEAR: Duration = Duration::from_secs(60);

/// How one attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection was made.
    NotSent,
    /// Nothing listens where the connection was to be made.
    Unheard,
    /// Nothing can be sent, now or later: a certificate that is not trusted, or a URL that is too long.
    Impossible,
    /// The request was sent, but no whole answer came.
    Lost,
    /// The answer is larger than allowed, and would be again.
    TooLarge,
    /// 429; how long to wait by `Retry-After`, and by `ratelimit-reset`.
    Limited { retry_after: Option<Duration>, reset: Option<Duration> },
    /// Any other status.
    Status(u16),
}

impl Outcome {
    /// Whether the request may have reached the server.
    pub(crate) fn was_sent(self) -> bool {
        !matches!(self, Outcome::NotSent | Outcome::Unheard | Outcome::Impossible)
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Return the result, success or failure.
    Final,
    /// Wait, then retry.
    Again(Duration),
    /// The rate limit resets too late.
    TooFar(Duration),
}

/// What a verdict depends on besides the outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation {
    pub(crate) method: Method,
    /// The number of the attempt, from 1.
    pub(crate) tried: u32,
    /// Whether a rate limit or a server that may be about to start is waited for.
    pub(crate) is_patient: bool,
    /// From 0 to 1.
    pub(crate) jitter: f64,
}

/// What to do after an attempt.
pub(crate) fn verdict(situation: &Situation, outcome: Outcome) -> Verdict {
    let Situation { method, tried, is_patient, jitter } = *situation;
    let harmless = match outcome {
        Outcome::Limited { .. } | Outcome::Unheard if !is_patient => return Verdict::Final,
        // A server that is just being started may listen within a second; where nobody does, more time changes nothing.
        Outcome::Unheard if tried < TRIES_UNHEARD => return Verdict::Again(back_off(1, jitter)),
        // What is not implemented now is not in a second either.
        Outcome::Unheard | Outcome::Status(501) => return Verdict::Final,
        Outcome::NotSent | Outcome::Limited { .. } => true,
        Outcome::Lost | Outcome::Status(500..) => method.may_repeat(),
        Outcome::Impossible | Outcome::TooLarge | Outcome::Status(_) => return Verdict::Final,
    };
    let wait = match outcome {
        Outcome::Limited { retry_after: Some(wait), .. } | Outcome::Limited { reset: Some(wait), .. } => wait,
        _ => back_off(tried, jitter),
    };
    match (harmless, wait) {
        (true, wait) if wait > NEAR => Verdict::TooFar(wait),
        (true, wait) if tried < TRIES => Verdict::Again(wait),
        _ => Verdict::Final,
    }
}

/// Exponential back-off, half of it random, so that clients that failed together do not retry together.
fn back_off(tried: u32, jitter: f64) -> Duration {
    FIRST_DELAY.mul_f64(2_f64.powi(tried.cast_signed() - 1)).mul_f64(0.5 + jitter / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Impossible, Limited, Lost, NotSent, Status, TooLarge, Unheard};
    use Verdict::{Again, Final, TooFar};

    fn verdict(method: Method, tried: u32, outcome: Outcome, jitter: f64) -> Verdict {
        super::verdict(&Situation { method, tried, is_patient: true, jitter }, outcome)
    }

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn limited(retry_after: Option<u64>, reset: Option<u64>) -> Outcome {
        Limited { retry_after: retry_after.map(Duration::from_secs), reset: reset.map(Duration::from_secs) }
    }

    #[test]
    fn what_may_have_happened_is_never_repeated() {
        for method in [Method::Post, Method::Patch] {
            for outcome in [Lost, Status(500), Status(502), Status(503), Status(504)] {
                assert_eq!(verdict(method, 1, outcome, 1.0), Final, "{method} {outcome:?}");
            }
            assert_eq!(verdict(method, 1, NotSent, 1.0), Again(ms(500)), "{method}");
            assert_eq!(verdict(method, 1, limited(Some(3), None), 1.0), Again(ms(3000)), "{method}");
        }
    }

    #[test]
    fn the_others_are_repeated_four_times_with_growing_delays() {
        for method in [Method::Get, Method::Head, Method::Put, Method::Delete] {
            for outcome in [NotSent, Lost, Status(500), Status(503), limited(None, None)] {
                let verdicts: Vec<_> = (1..=5).map(|tried| verdict(method, tried, outcome, 1.0)).collect();
                let growing = [Again(ms(500)), Again(ms(1000)), Again(ms(2000)), Again(ms(4000)), Final];
                assert_eq!(verdicts, growing, "{method} {outcome:?}");
            }
        }
    }

    #[test]
    fn a_clear_answer_is_final() {
        for status in [200, 204, 301, 400, 401, 403, 404, 409, 422, 501] {
            assert_eq!(verdict(Method::Get, 1, Status(status), 1.0), Final, "{status}");
        }
        for outcome in [Impossible, TooLarge] {
            assert_eq!(verdict(Method::Get, 1, outcome, 1.0), Final, "{outcome:?}");
        }
    }

    #[test]
    fn a_near_limit_is_obeyed_and_a_far_one_is_not_waited_for() {
        for (outcome, then) in [
            (limited(Some(60), Some(3000)), Again(ms(60_000))),
            (limited(Some(61), None), TooFar(ms(61_000))),
            (limited(None, Some(59)), Again(ms(59_000))),
            (limited(None, Some(1800)), TooFar(ms(1_800_000))),
        ] {
            assert_eq!(verdict(Method::Get, 1, outcome, 1.0), then, "{outcome:?}");
        }
    }

    #[test]
    fn half_of_a_delay_is_random() {
        assert_eq!(verdict(Method::Get, 1, Lost, 0.0), Again(ms(250)));
        assert_eq!(verdict(Method::Get, 3, Lost, 0.5), Again(ms(1500)));
    }

    #[test]
    fn where_nothing_listens_it_is_over_within_a_second() {
        for method in [Method::Get, Method::Post] {
            let verdicts: Vec<_> = (1..=3).map(|tried| verdict(method, tried, Unheard, 1.0)).collect();
            assert_eq!(verdicts, [Again(ms(500)), Again(ms(500)), Final], "{method}");
        }
    }

    #[test]
    fn who_is_not_patient_waits_neither_for_a_limit_nor_for_a_server() {
        for (outcome, then) in [(limited(Some(1), None), Final), (Unheard, Final), (NotSent, Again(ms(500)))] {
            let situation = Situation { method: Method::Get, tried: 1, is_patient: false, jitter: 1.0 };
            assert_eq!(super::verdict(&situation, outcome), then, "{outcome:?}");
        }
    }
}
