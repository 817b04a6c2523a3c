//! HTTP: connections in, requests to the service, answers out.

mod body;

use std::convert::Infallible;
use std::io;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as Received, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::http::{Reply, Request};
use crate::service::{Delivery, Service};
use crate::{admin, store};
use body::Body;

/// How often a changed state is written to its file.
const SAVE_EVERY: Duration = Duration::from_secs(1);
/// The largest body that is read. No request of the API is nearly as large.
const LARGEST_BODY: usize = 8 << 20;

/// Serves until `stop` is sent or dropped.
pub(crate) fn run(
    listener: StdListener,
    service: &Arc<Service>,
    stop: oneshot::Receiver<Infallible>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        tokio::spawn(accept(listener, Arc::clone(service)));
        tokio::spawn(keep_saved(Arc::clone(service)));
        stop.await.ok();
        Ok(())
    })
}

async fn keep_saved(service: Arc<Service>) {
    loop {
        tokio::time::sleep(SAVE_EVERY).await;
        // Ignored: the state is saved again when the sandbox stops, and that error is reported.
        if store::save(&service).is_err() {
            service.lock().changed = true;
        }
    }
}

async fn accept(listener: TcpListener, service: Arc<Service>) {
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, Arc::clone(&service)));
        } else {
            // Usually there are no file descriptors left until other connections end.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn connection(stream: TcpStream, service: Arc<Service>) {
    stream.set_nodelay(true).ok();
    let handler = service_fn(|received| serve(received, Arc::clone(&service)));
    let served = http1::Builder::new().serve_connection(TokioIo::new(stream), handler);
    // Errors are expected here: clients disconnect, and faults cut connections.
    served.await.ok();
}

async fn serve(received: Received<Incoming>, service: Arc<Service>) -> io::Result<Response<Body>> {
    let (mut request, body) = head(received);
    let control = admin::is_control(&request);
    let refused = control.then(|| admin::refusal(&service, &request)).flatten();
    // Without the token, the body is not read.
    let body =
        if refused.is_none() && service.is_authorized(&request) { read(body).await? } else { Some(Bytes::new()) };
    let too_large = body.is_none();
    request.body = body.unwrap_or_default();
    if control {
        let reply = refused.unwrap_or_else(|| admin::answer(&service, &request, too_large));
        return respond(reply.status, reply.headers, Body::whole(reply.body));
    }
    let latency = service.lock().latency;
    pause(latency).await;
    let answer = service.answer(&request, too_large);
    pause(answer.delay).await;
    match answer.delivery {
        Delivery::Whole(reply) => respond(reply.status, reply.headers, Body::whole(reply.body)),
        Delivery::Half(reply) => broken(reply, Body::half),
        Delivery::Stalled(reply, time) => broken(reply, |body| Body::stalled(body, time)),
        Delivery::Cut => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}

/// Sleeps, unless the time is zero: tokio's timer has a resolution of a millisecond, so an empty sleep would take one.
async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

/// The request without its body, which has not been read.
fn head(received: Received<Incoming>) -> (Request, Incoming) {
    let (parts, body) = received.into_parts();
    let header = |name: &str| parts.headers.get(name).and_then(|it| it.to_str().ok());
    let host = header("host").unwrap_or("127.0.0.1");
    // Behind a proxy that terminates TLS, links must lead back through the proxy.
    let scheme = if header("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    let base = format!("{scheme}://{host}");
    let request = Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        base,
        headers: parts.headers,
        body: Bytes::new(),
    };
    (request, body)
}

/// The body; `None` when it is too large.
async fn read(body: Incoming) -> io::Result<Option<Bytes>> {
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => Ok(Some(body.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => Ok(None),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// A response with a content length, which its body does not know.
fn broken(reply: Reply, body: impl FnOnce(Vec<u8>) -> Body) -> io::Result<Response<Body>> {
    let length = reply.body.len().to_string();
    let reply = reply.with("content-length", length);
    respond(reply.status, reply.headers, body(reply.body))
}

fn respond(status: u16, headers: Vec<(String, String)>, body: Body) -> io::Result<Response<Body>> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(body).map_err(io::Error::other)
}
