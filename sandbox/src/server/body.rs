//! Response bodies that arrive whole, late, or incomplete.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// Time for the first half to leave before the connection is closed.
const FLUSH: Duration = Duration::from_millis(20);

/// The body of a response.
pub(super) struct Body {
    first: Option<Bytes>,
    then: Option<Then>,
}

/// What comes after the first half, and when.
struct Then {
    pause: Pin<Box<Sleep>>,
    /// Without it the connection is closed.
    rest: Option<Bytes>,
}

impl Body {
    pub(super) fn whole(body: Vec<u8>) -> Self {
        let first = Some(Bytes::from(body)).filter(|body| !body.is_empty());
        Self { first, then: None }
    }

    pub(super) fn half(body: Vec<u8>) -> Self {
        let mut half = Self::stalled(body, FLUSH);
        if let Some(then) = &mut half.then {
            then.rest = None;
        }
        half
    }

    pub(super) fn stalled(body: Vec<u8>, time: Duration) -> Self {
        let mut first = Bytes::from(body);
        let rest = first.split_off(first.len() / 2);
        let then = Then { pause: Box::pin(sleep(time)), rest: Some(rest) };
        Self { first: Some(first), then: Some(then) }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        let Some(then) = &mut self.then else {
            return Poll::Ready(None);
        };
        if then.pause.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        let rest = then.rest.take();
        self.then = None;
        Poll::Ready(Some(rest.map(Frame::data).ok_or_else(|| io::ErrorKind::ConnectionAborted.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_none() && self.then.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.first, &self.then) {
            (first, None) => SizeHint::with_exact(first.as_ref().map_or(0, |it| it.len() as u64)),
            _ => SizeHint::default(),
        }
    }
}
