//! What a child process costs from start to end, read from `/proc` (Linux).

use std::fs;
use std::io;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::support::watch::{median, peak};

/// Cost of one run.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// Seconds from start to end.
    pub(crate) wall: f64,
    /// Seconds of processor time, user and system, children included.
    pub(crate) cpu: f64,
    /// Peak of resident memory, MiB.
    pub(crate) memory: f64,
}

/// Runs `command` to its end.
///
/// A finished child stays a zombie until it is waited for, and its `/proc/PID/stat` still has its processor time: so
/// nothing is needed but reading files. Peak memory is the last `VmHWM` seen, looked at every 2 ms.
pub(crate) fn run(command: &mut Command) -> io::Result<Cost> {
    let began = Instant::now();
    let mut child = command.spawn()?;
    let mut memory = 0.0;
    loop {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id()))?;
        if state(&stat) == Some("Z") {
            let (wall, cpu) = (began.elapsed().as_secs_f64(), processor(&stat));
            let status = child.wait()?;
            if !status.success() {
                return Err(io::Error::other(format!("{} ended with {status}", command.get_program().display())));
            }
            return Ok(Cost { wall, cpu, memory });
        }
        memory = peak(&child).unwrap_or(memory);
        sleep(Duration::from_millis(2));
    }
}

/// The fields after the name, which may hold spaces: state first.
fn fields(stat: &str) -> impl Iterator<Item = &str> {
    stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace()
}

fn state(stat: &str) -> Option<&str> {
    fields(stat).next()
}

/// utime, stime, cutime, cstime in ticks of 1/100 s, which is what Linux reports on every platform Rust runs on.
fn processor(stat: &str) -> f64 {
    fields(stat).skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The median of some runs, figure by figure.
pub(crate) fn middle(runs: &[Cost]) -> Cost {
    let of = |figure: fn(&Cost) -> f64| median(runs.iter().map(figure).collect());
    Cost { wall: of(|c| c.wall), cpu: of(|c| c.cpu), memory: of(|c| c.memory) }
}
