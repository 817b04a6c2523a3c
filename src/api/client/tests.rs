//! What a client does on the wire, on servers that hold one connection each way.

use super::super::testing::{Answer, Heard, Recorder, Server};
use super::super::{Cancel, Cause, Client, Clock, Endpoint, Error, Limits, Method, Path, Reply, Request, Token};
use serde_json::json;
use std::time::Duration;

const ACCOUNT: &str = "/v2/account";

fn get() -> Request {
    Request::get(Path::new(ACCOUNT))
}

fn post() -> Request {
    Request::post(Path::new("/v2/droplets"), &json!({}))
}

/// A client whose waits take no time, and what it reports.
fn client(server: &Server) -> (Client, Recorder) {
    let recorder = Recorder::default();
    let builder = Client::builder(server.endpoint(), Token::new("t0ken").unwrap()).clock(Clock::with_rate(10_000));
    (builder.observer(recorder.clone()).build(), recorder)
}

#[test]
fn a_post_never_goes_on_a_connection_that_was_used_before() {
    let server = Server::start(|_, request, _| if request == 0 { Answer::Ok("{}") } else { Answer::Close });
    let (client, _) = client(&server);
    client.send(&get()).unwrap();
    client.send(&post()).unwrap();
    client.send(&post()).unwrap();
    assert_eq!(server.connections(), 3);
}

#[test]
fn reads_share_a_connection() {
    let server = Server::start(|_, _, _| Answer::Ok("{}"));
    let (client, _) = client(&server);
    (0..3).for_each(|_| drop(client.send(&get()).unwrap()));
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_connection_that_the_server_has_closed_meanwhile_is_not_used_again() {
    let server = Server::start(|_, request, _| if request == 0 { Answer::Ok("{}") } else { Answer::Close });
    let (client, recorder) = client(&server);
    client.send(&get()).unwrap();
    server.close_all();
    client.send(&get()).unwrap();
    assert_eq!(recorder.count(|heard| matches!(heard, Heard::Retrying(_))), 0);
}

#[test]
fn a_body_larger_than_the_limit_is_asked_for_once() {
    let server = Server::start(|_, _, _| Answer::Ok(r#"{"account": {"status": "active"}}"#));
    let limits = Limits { body_bytes: 10, ..Limits::default() };
    let client = Client::builder(server.endpoint(), Token::new("t0ken").unwrap()).limits(limits).build();
    let error = client.send(&get()).unwrap_err();
    assert!(matches!(error, Error::Lost { source: Cause::TooLarge(_), .. }), "{error:?}");
    assert_eq!(server.requests(), 1);
}

/// The other side accepts the connection, but says nothing in the TLS that was to follow.
#[test]
fn a_connection_that_is_never_made_is_no_lost_answer_however_short_the_timeout() {
    let server = Server::start(|_, _, _| Answer::Silence);
    let recorder = Recorder::default();
    let builder = Client::builder(server.encrypted_endpoint(), Token::new("t0ken").unwrap());
    let builder = builder.clock(Clock::with_rate(10_000)).timeout(Some(Duration::from_millis(50)));
    let client = builder.observer(recorder.clone()).build();
    let error = client.send(&post()).unwrap_err();
    assert!(matches!(error, Error::Connect { source: Cause::TimedOut, .. }), "{error:?}");
    assert!(!error.may_have_succeeded());
    assert_eq!(server.connections(), 5);
    assert_eq!(recorder.count(|heard| *heard == Heard::Tried { was_sent: false }), 5);
}

#[test]
fn an_answer_that_does_not_come_is_a_lost_one() {
    let server = Server::start(|_, _, _| Answer::Silence);
    let builder = Client::builder(server.endpoint(), Token::new("t0ken").unwrap());
    let recorder = Recorder::default();
    let client = builder.timeout(Some(Duration::from_millis(50))).observer(recorder.clone()).build();
    let error = client.send(&post()).unwrap_err();
    assert!(matches!(error, Error::Lost { source: Cause::TimedOut, .. }), "{error:?}");
    assert_eq!(recorder.count(|heard| *heard == Heard::Tried { was_sent: true }), 1);
    assert!(error.may_have_succeeded());
    assert_eq!(server.requests(), 1);
}

/// Twenty parts with pauses between them that are shorter than the timeout, and together longer.
#[test]
fn the_timeout_bounds_silence_and_not_the_whole_answer() {
    let server = Server::start(|_, _, _| Answer::Slow { parts: 20, pause: Duration::from_millis(100) });
    let builder = Client::builder(server.endpoint(), Token::new("t0ken").unwrap());
    let client = builder.timeout(Some(Duration::from_millis(900))).build();
    assert_eq!(client.send(&post()).unwrap().body.len(), 20);
}

#[test]
fn a_read_ends_as_soon_as_it_is_cancelled() {
    let server = Server::start(|_, _, _| Answer::Silence);
    let cancel = Cancel::default();
    let client = Client::builder(server.endpoint(), Token::new("t0ken").unwrap()).cancel(cancel.clone()).build();
    let reader = std::thread::spawn(move || client.send(&get()));
    server.wait_for_requests(1);
    cancel.cancel();
    assert!(matches!(reader.join().unwrap(), Err(Error::Cancelled)));
}

#[test]
fn a_read_ends_at_its_deadline() {
    let server = Server::start(|_, _, _| Answer::Silence);
    let (client, _) = client(&server);
    let deadline = client.clock().now() + Duration::from_secs(60);
    let error = client.with_deadline(Some(deadline)).send(&get()).unwrap_err();
    assert!(matches!(error, Error::DeadlinePassed), "{error:?}");
}

#[test]
fn what_is_started_is_waited_for_also_when_it_is_cancelled() {
    let server = Server::start(|_, _, _| Answer::AfterCancel(r#"{"droplet": {"id": 7}}"#));
    let cancel = Cancel::default();
    let client = Client::builder(server.endpoint(), Token::new("t0ken").unwrap()).cancel(cancel.clone()).build();
    let writer = std::thread::spawn(move || client.send(&post()));
    server.wait_for_requests(1);
    cancel.cancel();
    server.release();
    assert_eq!(&*writer.join().unwrap().unwrap().body, r#"{"droplet": {"id": 7}}"#);
}

fn delete() -> Request {
    Request::delete(Path::new("/v2/droplets/7"))
}

/// The back-off after the first attempt ends after the deadline.
#[test]
fn a_delete_that_was_sent_before_the_deadline_may_have_been_carried_out() {
    let server = Server::start(|_, _, _| Answer::Close);
    let (client, _) = client(&server);
    let now = client.clock().now();
    let deadline = now + Duration::from_secs(20);
    let error = client.clone().with_deadline(Some(deadline)).send(&delete()).unwrap_err();
    assert!(matches!(error, Error::Lost { .. }) && error.may_have_succeeded(), "{error:?}");
    assert!(server.requests() >= 1);
    let error = client.with_deadline(Some(now)).send(&delete()).unwrap_err();
    assert!(matches!(error, Error::DeadlinePassed), "nothing was sent: {error:?}");
}

#[test]
fn a_delete_that_is_cancelled_before_its_second_attempt_may_have_been_carried_out() {
    let server = Server::start(|_, _, _| Answer::Close);
    let cancel = Cancel::default();
    let builder = Client::builder(server.endpoint(), Token::new("t0ken").unwrap()).cancel(cancel.clone());
    let client = builder.observer(Recorder::default().cancelling(cancel)).build();
    let error = client.send(&delete()).unwrap_err();
    assert!(matches!(error, Error::Lost { .. }) && error.may_have_succeeded(), "{error:?}");
    assert_eq!(server.requests(), 1);
}

#[test]
fn a_refusal_that_echoes_the_token_is_redacted() {
    let token = "dop_v1_0123456789abcdef";
    let server = Server::start(|_, _, _| Answer::Refuse(r#"{"message": "you sent dop_v1_0123456789abcdef"}"#));
    let client = Client::builder(server.endpoint(), Token::new(token).unwrap()).build();
    let reply = client.send_any_status(&get()).unwrap();
    assert_eq!((reply.status, &*reply.body), (422, r#"{"message": "you sent (redacted)"}"#));
    let error = client.send(&get()).unwrap_err();
    assert_eq!(error.to_string(), "GET /v2/account: 422: you sent (redacted)");
}

/// A request that cannot be written down, let alone sent.
#[test]
fn a_path_that_is_too_long_is_tried_once() {
    let server = Server::start(|_, _, _| Answer::Ok("{}"));
    let (client, recorder) = client(&server);
    let long = Request::get(Path::new(format!("/v2/tags/{}", "a".repeat(100_000))));
    assert!(matches!(client.send(&long), Err(Error::Connect { .. })));
    assert_eq!((server.requests(), recorder.count(|heard| matches!(heard, Heard::Retrying(_)))), (0, 0));
}

#[test]
fn an_eleventh_list_of_keys_waits_until_the_minute_is_over() {
    let server = Server::start(|_, _, _| Answer::Ok(r#"{"ssh_keys": []}"#));
    let (cancel, recorder) = (Cancel::default(), Recorder::default());
    let builder = Client::builder(server.endpoint(), Token::new("t0ken").unwrap()).cancel(cancel.clone());
    let client = builder.observer(recorder.clone().cancelling(cancel)).build();
    let list = Request::get(Path::new("/v2/account/keys?per_page=200"));
    (0..10).for_each(|_| drop(client.send(&list).unwrap()));
    let single = Request::get(Path::new("/v2/account/keys/7"));
    client.send(&single).unwrap();
    assert_eq!(recorder.count(|heard| matches!(heard, Heard::Pacing(_))), 0);
    // The wait itself is cut short, or the test would take a minute.
    assert!(matches!(client.send(&list), Err(Error::Cancelled)));
    assert_eq!(recorder.count(|heard| matches!(heard, Heard::Pacing(_))), 1);
}

#[test]
fn a_client_says_who_it_is() {
    let server = Server::start(|_, _, _| Answer::Ok("{}"));
    let builder = Client::builder(server.endpoint(), Token::new("t0ken").unwrap());
    builder.user_agent("probe/1").build().send(&get()).unwrap();
    assert!(server.heads()[0].contains("user-agent: probe/1\r\n"), "{:?}", server.heads());
}

#[test]
fn an_error_names_its_cause_as_its_source() {
    use std::error::Error as _;
    let server = Server::start(|_, _, _| Answer::Close);
    let error = client(&server).0.send(&post()).unwrap_err();
    assert_eq!(error.to_string(), "POST /v2/droplets: it may have been carried out, the answer was lost");
    let cause = error.source().unwrap().to_string();
    assert_eq!(cause, "connection closed before message completed");
}

/// On one HTTP/1.1 connection each, more requests at once cost more than they gain; nearby, they gain nothing.
#[test]
fn more_pages_are_asked_for_at_once_only_from_far_away_over_http_2() {
    let endpoint = || Endpoint::parse("http://127.0.0.1:1", false).unwrap();
    let builder = || Client::builder(endpoint(), Token::new("t0ken").unwrap());
    for (version, millis, usual, chosen) in
        [("HTTP/2", 50, 24, 3), ("HTTP/2", 2, 8, 3), ("HTTP/1.1", 50, 8, 3), ("HTTP/1.1", 2, 8, 3)]
    {
        for (client, jobs) in [(builder().build(), usual), (builder().jobs(3).build(), chosen)] {
            client.note_distance(&answer(version, Duration::from_millis(millis)));
            assert_eq!(client.jobs_for_pages(), jobs, "{version} {millis}");
        }
    }
}

fn answer(version: &'static str, elapsed: Duration) -> Reply {
    Reply {
        method: Method::Get,
        path: Path::new(ACCOUNT),
        version,
        status: 200,
        headers: Vec::new(),
        body: "{}".to_owned().into(),
        elapsed,
        repeated: false,
    }
}
