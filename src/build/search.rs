//! The folder beside a release from which the server makes what it makes for each request: the index of the search and
//! what pages on demand are made of.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::error::PublishError;
use super::staging::Staging;
use crate::page::on_demand::Kit;
use crate::page::render::Renderer;
use crate::search::index::SearchIndex;
use crate::search::trial::{Trial, synonyms};
use crate::search::unit::units;
use crate::search::write::{self, IndexError, Source};
use crate::site::model::SiteModel;

/// The index in that folder.
const INDEX: &str = "index";
/// What pages on demand are made of.
const PAGES: &str = "pages.json";

/// What a site's index is made of.
pub fn source(model: &SiteModel) -> Source {
    Source { units: units(model), synonyms: model.synonyms.text.clone() }
}

/// Tries the queries of a site; none where it has neither queries nor synonyms, or no search.
pub fn trial(model: &SiteModel) -> Option<Trial> {
    let anything = !model.queries.is_empty() || !model.synonyms.text.is_empty();
    if !model.config.search || !anything {
        return None;
    }
    // An index in memory fails only where there is no memory left.
    let index = write::in_memory(&source(model)).ok()?;
    let mut trial = Trial::run(model, &model.queries, &index).ok()?;
    trial.problems.extend(synonyms(model, &index));
    Some(trial)
}

/// Makes the folder, or notes that the release before has it; nothing where the site has no pages on demand.
///
/// # Errors
/// The disk refuses.
pub fn stage(renderer: &Renderer, staging: &Staging<'_>) -> Result<(), PublishError> {
    let config = &renderer.model().config;
    if !config.on_demand() {
        return Ok(());
    }
    let kit = serde_json::to_vec(&renderer.kit()).unwrap_or_default();
    let source = config.search.then(|| source(renderer.model()));
    let source = source.map(|source| (source.fingerprint(), source));
    let index = source.as_ref().map(|(fingerprint, _)| write::hex(*fingerprint));
    let fingerprint = format!("{}-{}", index.as_deref().unwrap_or_default(), write::hex(xxh3_128(&kit)));
    let sound = |folder: &Path, wanted: &str| write::verify(&folder.join(INDEX)).is_ok_and(|found| found == wanted);
    let intact = |folder: &Path| {
        index.as_deref().is_none_or(|wanted| sound(folder, wanted))
            && fs::read(folder.join(PAGES)).is_ok_and(|bytes| bytes == kit)
    };
    staging.add_search(fingerprint.clone(), intact, |folder| {
        fs::create_dir(folder).map_err(PublishError::io("create the folder", folder))?;
        let path = folder.join(PAGES);
        fs::write(&path, &kit).map_err(PublishError::io("write", &path))?;
        let Some((fingerprint, source)) = &source else { return Ok(()) };
        write::in_folder(&folder.join(INDEX), source, *fingerprint).map_err(|error| publish_error(folder, error))
    })
}

fn publish_error(folder: &Path, error: IndexError) -> PublishError {
    let source = match error {
        IndexError::Io { path, source } => return PublishError::io("write", &path)(source),
        other => io::Error::other(other.to_string()),
    };
    PublishError::io("write", folder)(source)
}

/// The folder of the search of the release `id`.
pub fn folder(releases: &Path, id: &str) -> PathBuf {
    releases.join(format!("{id}.search"))
}

/// Opens the index of a release's folder, after checking every file of it.
///
/// # Errors
/// It is not whole.
pub fn open(folder: &Path) -> Result<SearchIndex, IndexError> {
    write::open(&folder.join(INDEX))
}

/// What pages on demand are made of, from a release's folder.
///
/// # Errors
/// The file is missing or damaged.
pub fn kit(folder: &Path) -> Result<Kit, IndexError> {
    let path = folder.join(PAGES);
    let damaged = |reason: String| IndexError::Damaged { path: path.clone(), reason };
    let bytes = fs::read(&path).map_err(|error| IndexError::Io { path: path.clone(), source: error })?;
    serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))
}
