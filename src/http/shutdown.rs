//! The server from its start to a signal.

use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::accept;
use super::app::App;

/// How the server came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// After one signal; running requests had their time.
    Gracefully,
    /// After a second signal, at once.
    AtOnce,
}

/// Signals that end the process: SIGTERM and SIGINT.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Listens from now on.
    ///
    /// # Errors
    /// The system refuses.
    pub fn new() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// The next signal.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Serves until SIGTERM or SIGINT; a second one ends it without waiting for running requests. After
/// [`Stopped::AtOnce`] leave the runtime with `shutdown_background`.
///
/// # Errors
/// As [`accept::serve`], and when signals cannot be had.
pub async fn run(listener: TcpListener, app: Arc<App>) -> io::Result<Stopped> {
    let mut signals = Signals::new()?;
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let shutdown = async {
        // A dropped sender stops the server too.
        let _ = told.await;
    };
    let mut server = std::pin::pin!(accept::serve(listener, app, shutdown));
    tokio::select! {
        end = &mut server => return end.map(|()| Stopped::Gracefully),
        () = signals.next() => {}
    }
    let _ = tell.send(());
    tokio::select! {
        end = &mut server => end.map(|()| Stopped::Gracefully),
        () = signals.next() => Ok(Stopped::AtOnce),
    }
}
