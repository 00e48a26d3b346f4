//! A site rendered page by page as it is asked for: what `otau preview` serves. Nothing is rendered that nobody looks at,
//! so an edit is visible at once however large the site is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::content_type;
use super::desk::{Desk, Ready};
use super::source::{Body, Caching, Found, SiteSource, StaticFile};
use crate::build::search::source;
use crate::build::workspace::Prepared;
use crate::i18n::Locale;
use crate::page::job::{Job, Kindred, address, plan};
use crate::page::render::Renderer;
use crate::problem::Problem;
use crate::routes;
use crate::search::write::in_memory;

/// Told of a template that failed while a page was rendered.
pub type OnProblem = Box<dyn Fn(Problem) + Send + Sync>;

/// A site in preview.
pub struct LiveSource {
    id: String,
    renderer: Arc<Renderer>,
    desk: Option<Arc<Desk>>,
    jobs: FxHashMap<String, Job>,
    redirects: HashMap<String, String>,
    files: HashMap<String, Arc<StaticFile>>,
    rendered: Mutex<HashMap<String, Arc<StaticFile>>>,
    on_problem: OnProblem,
}

impl LiveSource {
    /// A site under `id`, which must differ from the one before.
    pub fn new(id: String, prepared: Prepared, on_problem: OnProblem) -> Self {
        let renderer = Arc::new(prepared.renderer);
        let model = renderer.model();
        let jobs = plan(model).into_par_iter().filter(|job| !matches!(job, Job::Moved(_)));
        let jobs: Vec<(String, Job)> = jobs.map(|job| (address(model, job), job)).collect();
        let jobs = jobs.into_iter().collect();
        let redirects = model.redirects.iter().cloned().collect();
        let files = prepared
            .files
            .into_iter()
            .map(|file| {
                let path = format!("/{}", file.path);
                let file = static_file(&path, file.bytes);
                (path, file)
            })
            .collect();
        let desk = model.config.on_demand().then(|| {
            let renderer = Arc::clone(&renderer);
            // Made when somebody needs it: an edit waits for no index.
            Arc::new(Desk::new(Box::new(move || {
                let index = || in_memory(&source(renderer.model())).map_err(|error| error.to_string());
                let index = renderer.model().config.search.then(index);
                Ready::new(renderer.kit(), index)
            })))
        });
        Self { id, desk, renderer, jobs, redirects, files, rendered: Mutex::default(), on_problem }
    }

    fn render(&self, path: &str, job: Job) -> Option<Arc<StaticFile>> {
        let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = rendered.get(path) {
            return Some(Arc::clone(file));
        }
        match self.renderer.render(self.renderer.prepare(job)) {
            Ok(bytes) => {
                let name = routes::file(path);
                let file = static_file(&name, bytes.into());
                rendered.insert(path.to_owned(), Arc::clone(&file));
                Some(file)
            }
            Err(problem) => {
                (self.on_problem)(problem);
                None
            }
        }
    }
}

fn static_file(path: &str, bytes: Bytes) -> Arc<StaticFile> {
    Arc::new(StaticFile {
        content_type: content_type::of(path),
        caching: Caching::Never,
        hash: format!("{:032x}", xxh3_128(&bytes)),
        plain: Body::Memory(bytes),
        br: None,
        gz: None,
    })
}

impl SiteSource for LiveSource {
    fn find(&self, path: &str) -> Found {
        if let Some(file) = self.files.get(path) {
            return Found::File(Arc::clone(file));
        }
        if let Some(to) = self.redirects.get(path) {
            return Found::Moved(to.clone());
        }
        let job = self.jobs.get(path).filter(|job| !matches!(job, Job::Root));
        match job.and_then(|job| self.render(path, *job)) {
            Some(file) => Found::File(file),
            None => Found::Nothing,
        }
    }

    fn not_found(&self, path: &str) -> Option<Arc<StaticFile>> {
        let locale = if path.starts_with("/ru/") { Locale::Ru } else { Locale::Kk };
        self.render(&routes::not_found(locale), Job::Page(locale, Kindred::NotFound))
    }

    fn error_page(&self, code: u16) -> Option<Arc<StaticFile>> {
        matches!(code, 500 | 503).then(|| self.render(&format!("/{code}.html"), Job::Error(code)))?
    }

    fn desk(&self) -> Option<Arc<Desk>> {
        self.desk.clone()
    }

    fn id(&self) -> &str {
        &self.id
    }
}

/// Stands in until the site can be shown for the first time: an empty page that listens for the site's problems.
pub struct BrokenSource {
    id: String,
    page: Arc<StaticFile>,
}

impl BrokenSource {
    /// Under `id`, in `language`.
    pub fn new(id: String, language: Locale) -> Self {
        let html = format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>otau</title>\
             <script src=\"/_preview/client.js\" defer></script></head><body></body></html>",
            language.code()
        );
        Self { id, page: static_file("index.html", html.into()) }
    }
}

impl SiteSource for BrokenSource {
    fn find(&self, path: &str) -> Found {
        if path.ends_with('/') { Found::File(Arc::clone(&self.page)) } else { Found::Nothing }
    }

    fn not_found(&self, _: &str) -> Option<Arc<StaticFile>> {
        Some(Arc::clone(&self.page))
    }

    fn error_page(&self, _: u16) -> Option<Arc<StaticFile>> {
        None
    }

    fn id(&self) -> &str {
        &self.id
    }
}
