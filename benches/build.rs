//! A cold build without compression beside Hugo on an equal site: `cargo bench --bench build -- 1000 10000 40000`.
//! `benches/README.md` has the method.

#[path = "support/cost.rs"]
mod cost;
mod support;

use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cost::{Cost, middle, run};
use support::corpus::{self, Corpus};
use support::program::otau;
use support::watch::Place;

const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000];
    }
    let hugo = find_hugo();
    if hugo.is_none() {
        println!("hugo is not on PATH and HUGO is not set: no ratios");
    }
    println!("{:>7} {:5} {:>9} {:>9} {:>9} {:>9}", "pages", "", "pages/s", "wall s", "CPU s", "MiB");
    let mut own = Vec::new();
    for pages in sizes {
        let place = Place::new(&format!("build-{pages}"))?;
        let corpus = corpus::write(&place.0, pages / 2)?;
        let ours = measure(&place.0, "otau", &corpus, |out| {
            let mut command = Command::new(otau());
            command.args(["build", "--compress", "none", "--root"]).arg(&corpus.otau).arg("--out").arg(out);
            command
        })?;
        if let Some(hugo) = &hugo {
            let theirs = measure(&place.0, "hugo", &corpus, |out| {
                let mut command = Command::new(hugo);
                command.args(["--quiet", "--source"]).arg(&corpus.hugo).arg("--destination").arg(out);
                command
            })?;
            let ratio = |figure: fn(&Cost) -> f64| figure(&theirs) / figure(&ours);
            println!(
                "        Hugo / Otau: wall {:.1}, CPU {:.1}, memory {:.1}",
                ratio(|c| c.wall),
                ratio(|c| c.cpu),
                ratio(|c| c.memory)
            );
        }
        own.push((corpus.pages, ours));
    }
    for (few, many) in own.iter().zip(own.iter().skip(1)) {
        let ratio = |figure: fn(&Cost) -> f64| figure(&many.1) / figure(&few.1);
        println!(
            "{} / {} pages: wall {:.2}, CPU {:.2}, memory {:.2}",
            many.0,
            few.0,
            ratio(|c| c.wall),
            ratio(|c| c.cpu),
            ratio(|c| c.memory)
        );
    }
    Ok(())
}

/// The median of [`RUNS`] builds, each into a folder of its own.
fn measure(
    place: &Path,
    name: &str,
    corpus: &Corpus,
    command: impl Fn(&Path) -> Command,
) -> Result<Cost, Box<dyn Error>> {
    let mut costs = Vec::new();
    for n in 0..RUNS {
        let out = place.join(format!("out-{name}-{n}"));
        let log = place.join(format!("{name}.log"));
        let mut command = command(&out);
        // Neither keeps anything from one run to the next: the site's folder is as it was before the first.
        command.current_dir(place).stdout(File::create(&log)?).stderr(Stdio::inherit());
        costs.push(run(&mut command)?);
        std::fs::remove_dir_all(&out)?;
        for leftover in [corpus.otau.join(".otau"), corpus.hugo.join("resources"), corpus.hugo.join(".hugo_build.lock")]
        {
            _ = std::fs::remove_dir_all(&leftover).or_else(|_| std::fs::remove_file(&leftover));
        }
    }
    let cost = middle(&costs);
    #[expect(clippy::cast_precision_loss, reason = "a few thousand pages")]
    let speed = corpus.pages as f64 / cost.wall;
    println!("{:>7} {name:5} {speed:>9.0} {:>9.2} {:>9.2} {:>9.0}", corpus.pages, cost.wall, cost.cpu, cost.memory);
    Ok(cost)
}

fn find_hugo() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("HUGO").filter(|path| !path.is_empty()) {
        return Some(PathBuf::from(path));
    }
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join("hugo")).find(|path| path.is_file())
}
