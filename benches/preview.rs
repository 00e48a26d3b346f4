//! From a saved file to the changed page over HTTP in `otau preview`: `cargo bench --bench preview -- 10000`.
//! `benches/README.md` has the method.

#[path = "support/server.rs"]
mod server;
mod support;

use std::error::Error;
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use server::Server;
use support::corpus;
use support::program::otau;
use support::watch::{Place, median, peak};

const EDITS: usize = 20;
const LIMIT: Duration = Duration::from_secs(30);

fn main() -> Result<(), Box<dyn Error>> {
    let pages = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let place = Place::new("preview")?;
    let corpus = corpus::write(&place.0, pages / 2)?;
    let began = Instant::now();
    let mut command = Command::new(otau());
    command.args(["preview", "--listen", "127.0.0.1:0", "--root"]).arg(&corpus.otau);
    let server = Server::start(command.stderr(Stdio::null()))?;
    let authority = &server.authority;
    let key = corpus::key(0);
    let file = corpus.otau.join("content/faq").join(&key).join("kk.md");
    let text = fs::read_to_string(&file)?;
    // The address of a page is the program's own business: the sitemap has it.
    let address = address(authority, &key)?;
    println!("{} pages, first answer after {:.2} s: {address}", corpus.pages, began.elapsed().as_secs_f64());

    let mut times = Vec::new();
    for n in 0..EDITS {
        let mark = format!("белгі{n}");
        // Written aside and renamed, as editors do. Every fourth edit changes the title, which lists show too.
        let edited = if n % 4 == 3 {
            text.replacen("title = \"", &format!("title = \"{mark} "), 1)
        } else {
            format!("{text}\n{mark}.\n")
        };
        let aside = file.with_extension("md~");
        fs::write(&aside, edited)?;
        let saved = Instant::now();
        fs::rename(&aside, &file)?;
        while !get(authority, &address)?.contains(&mark) {
            if saved.elapsed() > LIMIT {
                return Err(format!("edit {n} was not seen within {LIMIT:?}").into());
            }
            sleep(Duration::from_millis(1));
        }
        times.push(saved.elapsed().as_secs_f64() * 1000.0);
        sleep(Duration::from_millis(300));
    }
    let mut sorted = times.clone();
    sorted.sort_by(f64::total_cmp);
    let p95 = sorted[(EDITS * 95).div_ceil(100) - 1];
    println!(
        "edit → page: median {:.0} ms, p95 {p95:.0} ms of {EDITS}; peak memory {:.0} MiB",
        median(times),
        peak(&server.child).unwrap_or(0.0)
    );
    Ok(())
}

fn get(authority: &str, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(LIMIT))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The path of the Kazakh page whose address ends with `/key/`.
fn address(authority: &str, key: &str) -> Result<String, Box<dyn Error>> {
    let map = get(authority, "/sitemap.xml")?;
    let found = map.split("<loc>").skip(1).filter_map(|part| part.split('<').next()).find_map(|location| {
        let path = location.splitn(4, '/').nth(3)?;
        (path.starts_with("kk/") && path.ends_with(&format!("/{key}/"))).then(|| format!("/{path}"))
    });
    Ok(found.ok_or("the sitemap does not have the page")?)
}
