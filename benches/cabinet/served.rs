//! The release binary with a store: its memory with sessions that do nothing, then private pages at a steady rate.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::program::otau;
use super::server::Server;
use super::steady::{Answer, Connection, send};
use super::store::Store;
use super::times::Times;
use super::visitors::{self, KINDS, SESSIONS, Visitor};
use super::{Outcome, Size};

/// Connections that are open while nothing is asked.
const IDLE: usize = 500;

/// Keeps this program to the second core, where there is one, so that the server can have the first to itself. Whether
/// that could be done.
pub(crate) fn keep_to_one_core() -> bool {
    let mut command = Command::new("taskset");
    command.args(["--all-tasks", "--cpu-list", "--pid", "1", &std::process::id().to_string()]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Serves a store and prints what it costs.
pub(crate) async fn measure(store: &Store, release: &Path, pinned: bool, size: Size) -> Outcome<()> {
    let server = start(store, release, pinned)?;
    let (visitors, times) = visitors::sign_in(store, size).await?;
    println!("{:<11} {:<18} {times}", store.engine, "sign-in");
    sit_still(&server, &visitors, store.engine)?;
    let before = processor(&server)?;
    let requests = visitors::requests(&visitors, &server.authority, size.rate * size.seconds, size)?;
    let answers = send(&server.authority, size.rate, &requests)?;
    let spent = processor(&server)? - before;
    for (at, kind) in KINDS.iter().enumerate() {
        report(store.engine, kind.name, answers.iter().skip(at).step_by(KINDS.len()));
    }
    report(store.engine, "any page", answers.iter());
    #[expect(clippy::cast_precision_loss, reason = "some thousands of requests")]
    let each = spent * 1e3 / requests.len() as f64;
    println!(
        "{:<11} {} requests at {}/s, {each:.2} ms of processor each, {}",
        store.engine,
        requests.len(),
        size.rate,
        memory(&server)?
    );
    Ok(())
}

fn report<'a>(engine: &str, name: &str, answers: impl Iterator<Item = &'a Answer> + Clone) {
    let times: Times = answers.clone().map(|answer| answer.time).collect();
    let refused = answers.filter(|answer| answer.status != 200).count();
    println!("{engine:<11} {name:<18} {times}   not answered with 200: {refused}");
}

/// `otau serve` with the site of this repository, as the documentation has it; what it needs to know of the store comes
/// from the environment.
fn start(store: &Store, release: &Path, pinned: bool) -> Outcome<Server> {
    let mut command = if pinned { Command::new("taskset") } else { Command::new(otau()) };
    if pinned {
        command.args(["--cpu-list", "0"]).arg(otau());
    }
    command.args(["serve", "--listen", "127.0.0.1:0", "--root", env!("CARGO_MANIFEST_DIR"), "--out"]).arg(release);
    Server::start(command.env("OTAU_DATABASE", &store.address).env("OTAU_KEYS", &store.keys))
}

/// Every session is used once; then [`IDLE`] of them keep their connections and ask for nothing.
fn sit_still(server: &Server, visitors: &[Visitor], engine: &str) -> Outcome<()> {
    let mut open = Vec::new();
    for visitor in visitors {
        let mut connection = Connection::open(&server.authority)?;
        if connection.ask(&visitor.first(&server.authority))? != 200 {
            return Err("a session does not open the first page".into());
        }
        open.push(connection);
        if open.len() > IDLE {
            open.remove(0);
        }
    }
    println!("{engine:<11} {SESSIONS} sessions, {} connections open: {}", open.len(), memory(server)?);
    Ok(())
}

/// Resident memory of the server, now and at its peak.
fn memory(server: &Server) -> Outcome<String> {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id()))?;
    let mebibytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kibibytes.map_or(0, |kibibytes| kibibytes >> 10)
    };
    Ok(format!("{} MiB resident, {} at the most", mebibytes("VmRSS:"), mebibytes("VmHWM:")))
}

/// Seconds of processor time of the server, user and system: ticks of 1/100 s.
fn processor(server: &Server) -> Outcome<f64> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.child.id()))?;
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    Ok(fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0)
}
