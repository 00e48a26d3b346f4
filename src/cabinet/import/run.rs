//! Files what a file tells: whole clients, many in one transaction, from where an earlier run of the same file stopped.

use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ring::digest::{Context, SHA256};
use tokio::sync::mpsc;

use super::blocks::{Block, Blocks, LIMIT, Place, Stop};
use super::check::check;
use super::error::{Fault, ImportError};
use super::raw::{Line, Totals};
use super::reconcile::{Difference, differences};
use super::report::{Aside, Report, Standing, failed};
use super::stamp::Stamp;
use super::{FORMAT, Form, Told, VERSION, csv, json};
use crate::cabinet::audit::{self, Event, Origin};
use crate::cabinet::office::Office;
use crate::cabinet::store::{StoreError, Tx, clients, contracts, imports, leases, sealed};
use crate::cabinet::vault::Token;
use crate::clock::almaty_date;

/// Clients of one transaction, at the most.
const CLIENTS: usize = 500;

/// Bytes of one transaction, about.
const BYTES: usize = 8 << 20;

/// The lease that lets one import run at a time, or one other command that writes many rows.
const LEASE: &str = "import";

/// How long the lease lasts if nobody renews it: an import that was killed delays the next so much.
pub(in crate::cabinet) const TERM: TimeDelta = TimeDelta::seconds(15);

/// How far ahead of the clock here the clock of the register may be.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// What to import.
#[derive(Clone, Debug)]
pub struct Options {
    /// The file.
    pub file: PathBuf,
    /// Where refused records go.
    pub rejects: PathBuf,
    /// Where differences go.
    pub differences: PathBuf,
    /// Do everything but keep nothing.
    pub dry_run: bool,
    /// Import a file that was imported before, and with keys that open nothing of what is kept.
    pub again: bool,
    /// Import it only as it was when it was looked at; as it is, without this.
    pub seen: Option<Stamp>,
}

impl Options {
    /// A file with its refused records and differences beside it.
    pub fn of(file: &Path) -> Self {
        let beside = |end: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        Self {
            file: file.to_owned(),
            rejects: beside(".rejects.jsonl"),
            differences: beside(".differences.jsonl"),
            dry_run: false,
            again: false,
            seen: None,
        }
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes done.
    pub position: u64,
    /// Bytes of the file.
    pub total: u64,
}

/// What came of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Counts, over all runs of this file.
    pub report: Report,
    /// It had been imported before, and nothing was done.
    pub before: bool,
    /// It went on from where an earlier run stopped.
    pub resumed: bool,
}

/// A record that was read.
struct Read {
    block: Block,
    content: Result<Content, Vec<Fault>>,
}

enum Content {
    Client { told: Box<Told>, differences: Vec<Difference> },
    End(Totals),
}

/// What is the same for a whole file.
struct Source {
    /// Opened once: what is filed is what the digest was made of, whatever stands under the name by then.
    file: Arc<File>,
    stamp: Stamp,
    form: Form,
    separator: u8,
    as_of: DateTime<Utc>,
    digest: String,
    /// Where the records begin.
    body: Place,
}

impl Source {
    /// The day of the file.
    fn day(&self) -> NaiveDate {
        almaty_date(self.as_of)
    }

    /// Whether the file is what it was when it was opened, and stands where it stood.
    fn is_as_it_was(&self, path: &Path) -> bool {
        let opened = self.file.metadata().ok().as_ref().map(Stamp::of);
        [opened, Stamp::at(path)].into_iter().all(|found| found == Some(self.stamp))
    }
}

impl Office {
    /// Imports a file. What is wrong with records does not stop it: they are refused, and the rest is filed.
    ///
    /// # Errors
    /// [`ImportError`]. What was filed until then stays; the next run of the same file goes on there.
    pub async fn import(&self, options: &Options, mut progress: impl FnMut(Progress)) -> Result<Imported, ImportError> {
        let (file, seen) = (options.file.clone(), options.seen);
        let source = blocking(move || open(&file, seen)).await?;
        let now = self.clock.now();
        if source.as_of > now + AHEAD {
            return Err(ImportError::Future { as_of: source.as_of, now });
        }
        let begun = imports::find(&self.db, &source.digest).await?.filter(|_| !options.again && !options.dry_run);
        if let Some(begun) = begun.as_ref().filter(|begun| begun.finished) {
            return Ok(Imported { report: Standing::read(&begun.report)?.report, before: true, resumed: false });
        }
        let holder = Token::draw()?.hash();
        if !self.hold(&holder, TERM).await? {
            return Err(ImportError::Busy);
        }
        let resumed = begun.as_ref().is_some_and(|begun| begun.position > 0);
        let run = Run { office: self, options, source, holder };
        let done = run.all(begun, &mut progress).await;
        let given_back = self.hold(&run.holder, TimeDelta::zero()).await;
        // What went wrong first is the cause; a lease that could not be given back ends by itself.
        let report = done?;
        given_back?;
        Ok(Imported { report, before: false, resumed })
    }

    /// Takes or renews the lease; for no time at all, gives it back.
    pub(in crate::cabinet) async fn hold(&self, holder: &str, term: TimeDelta) -> Result<bool, StoreError> {
        leases::take(&self.db, LEASE, holder, term, self.clock.now()).await
    }
}

/// An import under way.
struct Run<'c> {
    office: &'c Office,
    options: &'c Options,
    source: Source,
    holder: String,
}

impl Run<'_> {
    async fn all(
        &self,
        begun: Option<imports::Begun>,
        progress: &mut impl FnMut(Progress),
    ) -> Result<Report, ImportError> {
        // Under the lease: nothing is sealed anew meanwhile.
        if !self.options.again && !sealed::is_of(&self.office.db, &self.office.vault).await? {
            return Err(ImportError::Keys);
        }
        let (mut standing, place) = self.start(begun).await?;
        let mut rejects = Aside::new(&self.options.rejects, standing.rejects_written)?;
        let mut differing = Aside::new(&self.options.differences, standing.differences_written)?;
        let (sender, mut batches) = mpsc::channel(2);
        let reader = self.reader(place, sender);
        let mut position = place.position;
        while let Some(batch) = batches.recv().await {
            if !self.office.hold(&self.holder, TERM).await? {
                return Err(ImportError::Busy);
            }
            let Some(last) = batch.last().map(|read: &Read| read.block.end) else { continue };
            let mut tx = self.office.db.begin().await?;
            for read in batch {
                self.record(&mut tx, read, &mut standing, &mut rejects, &mut differing).await?;
            }
            (standing.report.line, position) = (last.line, last.position);
            // What was refused is on the disk before it is forgotten here.
            standing.rejects_written = rejects.flush()?;
            standing.differences_written = differing.flush()?;
            imports::advance(&mut tx, &self.source.digest, position, &standing.kept(), None).await?;
            self.commit(tx).await?;
            progress(Progress { position, total: self.source.stamp.size });
        }
        reader.await.map_err(|error| failed(&self.options.file)(std::io::Error::other(error)))??;
        if !self.source.is_as_it_was(&self.options.file) {
            return Err(ImportError::Changed(self.options.file.display().to_string()));
        }
        let Standing { report, end, .. } = &mut standing;
        let over = end.as_ref().map(|end| report.sums.differences(end)).unwrap_or_default();
        report.complete = end.is_some();
        report.differences += over.len() as u64;
        for difference in &over {
            differing.difference(difference)?;
        }
        standing.differences_written = differing.flush()?;
        self.finish(&standing, position).await?;
        Ok(standing.report)
    }

    /// Where to go on, and what was counted until there.
    async fn start(&self, begun: Option<imports::Begun>) -> Result<(Standing, Place), ImportError> {
        if let Some(begun) = begun.filter(|begun| begun.position > 0) {
            let standing = Standing::read(&begun.report)?;
            let line = standing.report.line;
            return Ok((standing, Place { position: begun.position, line }));
        }
        let mut tx = self.office.db.begin().await?;
        let (now, name) = (self.office.clock.now(), self.name());
        imports::begin(&mut tx, &self.source.digest, &name, self.source.as_of, now).await?;
        self.commit(tx).await?;
        Ok((Standing::default(), self.source.body))
    }

    fn name(&self) -> String {
        self.options.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// A dry run keeps nothing.
    async fn commit(&self, tx: Tx) -> Result<(), ImportError> {
        if !self.options.dry_run {
            tx.commit().await?;
        }
        Ok(())
    }

    /// Reads and checks in a thread of its own, ahead of what is being filed.
    fn reader(
        &self,
        place: Place,
        sender: mpsc::Sender<Vec<Read>>,
    ) -> tokio::task::JoinHandle<Result<(), ImportError>> {
        let Source { form, separator, stamp, .. } = self.source;
        let (path, file, today) = (self.options.file.clone(), Arc::clone(&self.source.file), self.source.day());
        tokio::task::spawn_blocking(move || {
            let mut file = &*file;
            file.seek(SeekFrom::Start(place.position)).map_err(failed(&path))?;
            // What was written behind the end since is not in the digest.
            let rest = file.take(stamp.size.saturating_sub(place.position));
            let mut blocks = Blocks::new(BufReader::with_capacity(1 << 18, rest), form, place);
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while let Some(block) = blocks.read().map_err(|stop| stopped(stop, &path))? {
                bytes += block.bytes.len();
                let content = read(&block, form, separator, today);
                batch.push(Read { block, content });
                if batch.len() >= CLIENTS || bytes >= BYTES {
                    bytes = 0;
                    if sender.blocking_send(std::mem::take(&mut batch)).is_err() {
                        return Ok(());
                    }
                }
            }
            // Nobody listens any more when filing failed, and that is told by itself.
            let _ = sender.blocking_send(batch);
            Ok(())
        })
    }

    async fn record(
        &self,
        tx: &mut Tx,
        read: Read,
        Standing { report, end, .. }: &mut Standing,
        rejects: &mut Aside,
        differing: &mut Aside,
    ) -> Result<(), ImportError> {
        let faults = match read.content {
            Ok(Content::End(totals)) => {
                *end = Some(totals);
                return Ok(());
            }
            Err(faults) => {
                report.sums.clients += 1;
                faults
            }
            Ok(Content::Client { told, differences }) => {
                report.sums.clients += 1;
                report.sums.add(&told);
                match self.file(tx, &told, report).await? {
                    None => {
                        report.differences += differences.len() as u64;
                        for difference in &differences {
                            differing.difference(difference)?;
                        }
                        return Ok(());
                    }
                    Some(fault) => vec![fault],
                }
            }
        };
        report.rejected += 1;
        rejects.refused(&read.block, &faults)
    }

    /// Files a client with all contracts, or says why not.
    async fn file(&self, tx: &mut Tx, told: &Told, report: &mut Report) -> Result<Option<Fault>, ImportError> {
        let (vault, as_of, now) = (&self.office.vault, self.source.as_of, self.office.clock.now());
        let id = match clients::file(tx, vault, &told.account, &told.client, as_of, now).await? {
            clients::Filed::Stale => return Ok(Some(Fault::new("", "stale"))),
            clients::Filed::IinTaken => return Ok(Some(Fault::new("iin", "iin-taken"))),
            clients::Filed::Added(id) => {
                report.clients_added += 1;
                id
            }
            clients::Filed::Changed(id) => {
                report.clients_changed += 1;
                id
            }
            clients::Filed::Unchanged(id) => {
                report.clients_unchanged += 1;
                id
            }
        };
        let filed = contracts::file(tx, vault, id, &told.contracts, as_of).await?;
        report.contracts_added += filed.added;
        report.contracts_changed += filed.changed;
        report.contracts_unchanged += filed.unchanged;
        report.contracts_removed += filed.removed;
        Ok(None)
    }

    async fn finish(&self, standing: &Standing, position: u64) -> Result<(), ImportError> {
        let (now, report) = (self.office.clock.now(), &standing.report);
        let mut tx = self.office.db.begin().await?;
        imports::advance(&mut tx, &self.source.digest, position, &standing.kept(), Some(now)).await?;
        let event = Event::Import {
            file: self.name(),
            digest: self.source.digest.clone(),
            clients: report.clients(),
            rejected: report.rejected,
        };
        audit::record(&mut tx, &self.office.vault, now, None, &Origin::COMMAND, &event).await?;
        self.commit(tx).await
    }
}

fn read(block: &Block, form: Form, separator: u8, today: NaiveDate) -> Result<Content, Vec<Fault>> {
    let text = std::str::from_utf8(&block.bytes).map_err(|_| vec![Fault::new("", "text")])?;
    let line = match form {
        Form::Json => json::line(text),
        Form::Csv => csv::block(text, separator),
    };
    match line.map_err(|fault| vec![fault])? {
        Line::End(totals) => Ok(Content::End(totals)),
        Line::Client(raw) => {
            let told = check(&raw, today)?;
            let differences = differences(&told, block.line, today);
            Ok(Content::Client { told: Box::new(told), differences })
        }
    }
}

/// Reads the whole file once for its digest, and the first line; only the one that was seen, if one was.
fn open(path: &Path, seen: Option<Stamp>) -> Result<Source, ImportError> {
    let form = Form::of(path).ok_or_else(|| ImportError::Form(path.display().to_string()))?;
    let mut file = File::open(path).map_err(failed(path))?;
    let stamp = Stamp::of(&file.metadata().map_err(failed(path))?);
    let changed = || ImportError::Changed(path.display().to_string());
    if seen.is_some_and(|seen| seen != stamp) {
        return Err(changed());
    }
    let (mut context, mut buffer, mut size) = (Context::new(&SHA256), vec![0; 1 << 18], 0);
    loop {
        let read = file.read(&mut buffer).map_err(failed(path))?;
        if read == 0 {
            break;
        }
        size += read as u64;
        context.update(&buffer[..read]);
    }
    if size != stamp.size {
        return Err(changed());
    }
    let digest = BASE64.encode(context.finish());
    file.rewind().map_err(failed(path))?;
    let mut blocks = Blocks::new(BufReader::new(&file), form, Place::START);
    let text = blocks.header().map_err(|stop| stopped(stop, path))?;
    let header = match form {
        Form::Json => json::header(&text),
        Form::Csv => csv::header(&text),
    };
    let header = header.map_err(ImportError::Header)?;
    if header.format != FORMAT || header.version != VERSION {
        return Err(ImportError::Header(format!("{} {}", header.format, header.version)));
    }
    let as_of = DateTime::parse_from_rfc3339(&header.as_of).map_err(|error| ImportError::Header(error.to_string()))?;
    let separator = csv::separator(&text);
    let body = blocks.place();
    Ok(Source { file: Arc::new(file), stamp, form, separator, as_of: as_of.to_utc(), digest, body })
}

fn stopped(stop: Stop, path: &Path) -> ImportError {
    match stop {
        Stop::Io(source) => failed(path)(source),
        Stop::TooLong { line } => ImportError::TooLong { line, limit: LIMIT },
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ImportError> + Send + 'static,
) -> Result<T, ImportError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| failed(Path::new(""))(std::io::Error::other(error)))?
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
