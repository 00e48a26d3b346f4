//! The program under test as a server; it ends when it is dropped.

use std::error::Error;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// A running server.
pub(crate) struct Server {
    /// Its process.
    pub(crate) child: Child,
    /// Host and port that it told.
    pub(crate) authority: String,
}

impl Server {
    /// Starts it and reads its address from the first line that has one.
    pub(crate) fn start(command: &mut Command) -> Result<Self, Box<dyn Error>> {
        let child = command.stdout(Stdio::piped()).spawn()?;
        let mut server = Self { child, authority: String::new() };
        let mut output = BufReader::new(server.child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        while output.read_line(&mut line)? > 0 {
            if let Some((_, rest)) = line.split_once("http://") {
                server.authority =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || ".:-".contains(*c)).collect();
                // The rest is read away, or the server would stand still once the pipe is full.
                std::thread::spawn(move || io::copy(&mut output, &mut io::sink()));
                return Ok(server);
            }
            line.clear();
        }
        Err("the server ended without an address".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
