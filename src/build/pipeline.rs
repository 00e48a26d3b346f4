//! The generator from end to end: read → model → prepare → render in parallel → publish. Nothing goes live unless all of
//! it succeeds.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::compress::Compress;
use super::error::PublishError;
use super::minify::minify_html;
use super::pictures::PictureCache;
use super::release::{ReleaseStore, held};
use super::sink::{MemorySink, Sink};
use super::staging::Published;
use super::workspace::{Prepared, Workspace, has_errors};
use crate::page::job::{Job, plan};
use crate::page::render::Renderer;
use crate::problem::Problem;
use crate::search::trial::Trial;
use crate::site::model::BuildOptions;

/// What to build.
#[derive(Clone, Debug)]
pub struct BuildRequest {
    /// The site's folder.
    pub root: PathBuf,
    /// Where releases go.
    pub out: PathBuf,
    /// Compressed copies.
    pub compress: Compress,
    /// Date and drafts.
    pub options: BuildOptions,
    /// Why.
    pub occasion: Occasion,
}

/// Why a site is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Somebody asks for it.
    Asked,
    /// Nobody does just now, as when a server starts or a day begins: what a rollback put back stays.
    Unasked,
    /// The live release cannot be served: nothing of it is taken over, nor does it stay if a rollback put it back.
    Broken,
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    /// The release.
    pub published: Published,
    /// Warnings.
    pub warnings: Vec<Problem>,
    /// Phases and how long each took.
    pub timings: Vec<(&'static str, Duration)>,
    /// Texts read.
    pub texts: usize,
}

/// Why there is no new release.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The site has problems; warnings are among them.
    #[error("{} problems in the site", .0.len())]
    Site(Vec<Problem>),
    /// A rollback put this release back, and nobody has asked for another one since.
    #[error("release {0} was put back by a rollback and stays until a build is asked for")]
    Held(String),
    /// The release cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

/// Is told how far a build is: phase, files done, files in all.
pub type Progress<'a> = &'a (dyn Fn(&'static str, usize, usize) + Sync);

/// The cache of a site: converted pictures.
pub fn picture_cache(root: &Path) -> PictureCache {
    PictureCache::new(&root.join(".otau").join("cache").join("pictures"))
}

/// Builds and publishes a site.
///
/// # Errors
/// All problems of the site at once, or why the release cannot be written. The live release stays as it was.
pub fn build(request: &BuildRequest, progress: Progress<'_>) -> Result<Report, BuildError> {
    let may_switch = || match held(&request.out).filter(|_| request.occasion == Occasion::Unasked) {
        Some(release) => Err(BuildError::Held(release)),
        None => Ok(()),
    };
    // Before anything is read: what was rolled back from may be in no state to be built.
    may_switch()?;
    let mut watch = Stopwatch::new();
    progress("read", 0, 0);
    let source = crate::site::source::SiteSource::read(&request.root);
    watch.lap("read");
    let workspace = Workspace::with_source(&request.root, source);
    watch.lap("parse");
    let (model, mut problems) = workspace.model(request.options);
    watch.lap("model");
    let prepared = workspace.prepare(model, &picture_cache(&request.root), true, &mut problems);
    watch.lap("assets");
    Problem::sort(&mut problems);
    let Some(Prepared { renderer, files }) = prepared.filter(|_| !has_errors(&problems)) else {
        return Err(BuildError::Site(problems));
    };
    let texts = workspace.texts();
    // The parsed pages live on in the model; everything else is no longer needed.
    drop(workspace);
    let mut store = ReleaseStore::open(&request.out, request.compress)?;
    if request.occasion == Occasion::Broken {
        store = store.afresh();
    }
    // And under the lock, which a rollback may have had until now.
    may_switch()?;
    let staging = store.begin()?;
    for file in files {
        staging.write(&file.path, &file.bytes, None)?;
    }
    let (rendered, indexed) =
        rayon::join(|| render(&renderer, &staging, progress), || super::search::stage(&renderer, &staging));
    indexed?;
    if let Err(error) = rendered {
        return Err(match error {
            BuildError::Site(mut found) => {
                found.extend(problems);
                Problem::sort(&mut found);
                BuildError::Site(found)
            }
            other => other,
        });
    }
    watch.lap("render");
    progress("publish", 0, 0);
    let published = staging.finish(renderer.model().redirects.clone())?;
    watch.lap("publish");
    Ok(Report { published, warnings: problems, timings: watch.laps, texts })
}

/// Finds every problem of a site, sorted, as far as to rendering all of it and trying its queries; writes nothing but
/// converted pictures into the cache.
pub fn check(workspace: &Workspace, options: BuildOptions, cache: &PictureCache) -> Checked {
    let (model, mut problems) = workspace.model(options);
    let prepared = workspace.prepare(model, cache, true, &mut problems);
    let mut trial = None;
    if let Some(prepared) = prepared.filter(|_| !has_errors(&problems)) {
        // Some faults of templates show only when a page is rendered.
        if let Err(BuildError::Site(found)) = render(&prepared.renderer, &MemorySink::new(), &|_, _, _| {}) {
            problems.extend(found);
        }
        trial = super::search::trial(prepared.renderer.model());
        problems.extend(trial.iter_mut().flat_map(|trial| std::mem::take(&mut trial.problems)));
    }
    Problem::sort(&mut problems);
    Checked { problems, trial }
}

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Every problem, sorted.
    pub problems: Vec<Problem>,
    /// How the site's queries went, where it has any and could be searched.
    pub trial: Option<Trial>,
}

/// Renders every file of the site into a sink, in parallel; files whose input did not change are taken over.
///
/// # Errors
/// Problems of templates, or why the sink cannot take a file.
pub fn render(renderer: &Renderer, sink: &impl Sink, progress: Progress<'_>) -> Result<(), BuildError> {
    let jobs = plan(renderer.model());
    let done = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    let outcome = jobs.par_iter().try_for_each_init(Vec::new, |buffer, job| {
        match render_one(renderer, *job, sink, buffer) {
            Ok(()) => {}
            Err(BuildError::Site(found)) => {
                problems.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(found);
            }
            Err(error) => return Err(error),
        }
        let count = done.fetch_add(1, Ordering::Relaxed) + 1;
        if count.is_multiple_of(64) || count == jobs.len() {
            progress("render", count, jobs.len());
        }
        Ok(())
    });
    outcome?;
    let mut problems = problems.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if problems.is_empty() {
        return Ok(());
    }
    Problem::sort(&mut problems);
    Err(BuildError::Site(problems))
}

fn render_one(renderer: &Renderer, job: Job, sink: &impl Sink, buffer: &mut Vec<u8>) -> Result<(), BuildError> {
    let prepared = renderer.prepare(job);
    let input = prepared.input;
    if sink.reuse(&prepared.path, input)? {
        return Ok(());
    }
    let path = prepared.path.clone();
    let bytes = renderer.render(prepared).map_err(|problem| BuildError::Site(vec![problem]))?;
    let is_html = Path::new(&path).extension().is_some_and(|extension| extension == "html");
    if !is_html {
        return Ok(sink.write(&path, &bytes, Some(input))?);
    }
    buffer.clear();
    match std::str::from_utf8(&bytes) {
        Ok(html) => minify_html(html, buffer),
        Err(_) => buffer.extend_from_slice(&bytes),
    }
    Ok(sink.write(&path, buffer, Some(input))?)
}

struct Stopwatch {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    fn new() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        self.laps.push((phase, now - self.last));
        self.last = now;
    }
}
