//! Whether a connection was made. A request that never had one was not carried out, whatever else went wrong.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

/// Wraps the connector of a client that sends one request. Clones share what they know.
#[derive(Debug, Clone, Default)]
pub(super) struct Phase(Arc<AtomicBool>);

impl Phase {
    pub(super) fn is_connected(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl<S> Layer<S> for Phase {
    type Service = Noted<S>;

    fn layer(&self, connector: S) -> Noted<S> {
        Noted { connector, phase: self.clone() }
    }
}

/// A connector that takes note of its success.
#[derive(Debug, Clone)]
pub(super) struct Noted<S> {
    connector: S,
    phase: Phase,
}

impl<S, R> Service<R> for Noted<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let (connecting, phase) = (self.connector.call(target), self.phase.clone());
        Box::pin(async move {
            let connected = connecting.await;
            phase.0.fetch_or(connected.is_ok(), Ordering::Release);
            connected
        })
    }
}
