//! Whether a request is still being connected. Silence counts only on a connection: the time that it takes to make one
//! has a limit of its own, and a request that never had one was not carried out.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

tokio::task_local! {
    /// The phase of the request that is being polled. It is a scope of its future, not state of the program: what
    /// connects in the background, for nobody in particular, finds none.
    static PHASE: Phase;
}

/// How many connections are being made for one request, and how many have been made.
#[derive(Debug, Clone, Default)]
pub(super) struct Phase(Rc<State>);

#[derive(Debug, Default)]
struct State {
    connecting: Cell<usize>,
    connected: Cell<usize>,
}

impl Phase {
    /// Polls `future` so that connections that are made for it are counted here.
    pub(super) fn scope<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        PHASE.scope(self.clone(), future)
    }

    pub(super) fn is_connecting(&self) -> bool {
        self.0.connecting.get() > 0
    }

    /// How many connections have been made.
    pub(super) fn connections(&self) -> usize {
        self.0.connected.get()
    }
}

/// Makes a connector take note of the phase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phases;

impl<S> Layer<S> for Phases {
    type Service = Noted<S>;

    fn layer(&self, connector: S) -> Noted<S> {
        Noted(connector)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Noted<S>(S);

impl<S, R> Service<R> for Noted<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Connecting<S::Response, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let connecting = Box::pin(self.0.call(target));
        Connecting { connecting, is_noted: false }
    }
}

/// A connection that is being made.
pub(super) struct Connecting<T, E> {
    connecting: Pin<Box<dyn Future<Output = Result<T, E>> + Send>>,
    is_noted: bool,
}

impl<T, E> Future for Connecting<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.is_noted {
            self.is_noted = PHASE.try_with(|phase| phase.0.connecting.update(|count| count + 1)).is_ok();
        }
        let polled = self.connecting.as_mut().poll(context);
        if polled.is_ready() && self.is_noted {
            self.is_noted = false;
            let _ = PHASE.try_with(|phase| {
                phase.0.connecting.update(|count| count.saturating_sub(1));
                phase.0.connected.update(|count| count + 1);
            });
        }
        polled
    }
}
