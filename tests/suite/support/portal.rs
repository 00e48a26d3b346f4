//! A server with a cabinet of made-up clients, a clock that is moved by hand and messages that can be read.

use std::io::BufWriter;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use otau::build::pictures::PictureCache;
use otau::build::workspace::Workspace;
use otau::cabinet::auth::{AuthLimits, Hasher, HasherConfig};
use otau::cabinet::demo::{Persona, clients, personas};
use otau::cabinet::import::{Form, Options, Writer};
use otau::cabinet::journal::Silent;
use otau::cabinet::service::{Access, Cabinet};
use otau::cabinet::sms::queue::{Parts, Settings};
use otau::cabinet::sms::{Gateway, Outcome, Queue, Sending, Sms, Texts};
use otau::cabinet::store::Db;
use otau::cabinet::vault::{Keys, Vault};
use otau::clock::{Clock, FixedClock, almaty_date};
use otau::http::app::Setup;
use otau::http::config::HttpConfig;
use otau::http::live::LiveSource;
use otau::i18n::Catalogue;
use otau::page::entry::CONSENT_VERSION;
use otau::page::theme::builtin_locales;
use otau::portal::password::KnownWords;
use sqlx::Connection as _;
use tempfile::TempDir;

use super::{Answer, Client, Server, config, described, eventually, lines, log, sites};

/// A password that keeps all rules.
pub(crate) const PASSWORD: &str = "Қара-Шаңырақ7";
/// Another.
pub(crate) const OTHER: &str = "Көк-Төбеде3жыл";

/// Where the data are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Messages that were sent: number and text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox(Arc<Mutex<Vec<(String, String)>>>, Arc<Mutex<Health>>, Arc<AtomicUsize>);

/// How the gateway of messages is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Health {
    /// It takes every message.
    #[default]
    Well,
    /// It takes none, and says so.
    Gone,
    /// It says nothing.
    Silent,
}

impl Gateway for Outbox {
    fn name(&self) -> &'static str {
        "test"
    }

    fn send<'a>(&'a self, message: &'a Sms<'a>) -> Sending<'a> {
        match *self.1.lock().unwrap() {
            Health::Well => {}
            Health::Gone => {
                self.2.fetch_add(1, Relaxed);
                return Box::pin(async {
                    Outcome::Retry { code: "gone".to_owned(), after: Duration::from_millis(50), once: false }
                });
            }
            Health::Silent => return Box::pin(std::future::pending()),
        }
        self.0.lock().unwrap().push((message.phone.expose(), message.text.to_owned()));
        Box::pin(async { Outcome::Accepted { id: None } })
    }
}

/// The server and what is behind it.
pub(crate) struct Portal {
    pub(crate) server: Server,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) personas: Vec<Persona>,
    /// Hashes passwords; who holds its turns keeps everybody else waiting.
    pub(crate) hasher: Arc<Hasher>,
    outbox: Outbox,
    written: Arc<Mutex<Vec<u8>>>,
    address: String,
    _folder: TempDir,
}

impl Portal {
    /// On SQLite.
    pub(crate) fn new() -> Self {
        Self::with(Engine::Sqlite, config()).unwrap()
    }

    /// On an engine; none where there is no PostgreSQL.
    pub(crate) fn on(engine: Engine) -> Option<Self> {
        Self::with(engine, config())
    }

    /// With settings of the server.
    pub(crate) fn with(engine: Engine, config: HttpConfig) -> Option<Self> {
        Self::made(engine, config, cheap())
    }

    /// On SQLite, with hashes of some kind.
    pub(crate) fn hashing(hasher: HasherConfig) -> Self {
        Self::made(Engine::Sqlite, config(), hasher).unwrap()
    }

    fn made(engine: Engine, config: HttpConfig, hasher: HasherConfig) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let schema = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(std::env::var("OTAU_TEST_POSTGRES").ok()?),
        };
        let clock = Arc::new(FixedClock::at("2026-07-10T07:00:00Z".parse().unwrap()));
        let outbox = Outbox::default();
        let hasher = Arc::new(Hasher::new(hasher).unwrap());
        let (data, time, sent) = (folder.path().join("data"), Arc::clone(&clock), outbox.clone());
        let address = match schema {
            None => format!("sqlite://{}", data.join("cabinet.db").display()),
            Some(server) => now_done(schema_of(&server)),
        };
        let (log, written) = log();
        let (at, pool) = (address.clone(), Arc::clone(&hasher));
        let server = Server::start_in(config, async move || {
            let keys = Keys::generate().unwrap();
            let now = time.now();
            let opening = Opening { address: &at, keys: &keys, clock: time, gateway: Arc::new(sent), hasher: pool };
            let cabinet = opening.open(AuthLimits::default()).await;
            fill(&cabinet, &data, now).await;
            // A site whose only pages are those on demand.
            Setup { site: Some(Arc::new(source())), cabinet: Some(cabinet), log, ..Setup::default() }
        });
        let personas = personas(almaty_date(clock.now()));
        Some(Self { server, clock, personas, hasher, outbox, written, address, _folder: folder })
    }

    /// What the log holds.
    pub(crate) fn log(&self) -> Vec<serde_json::Value> {
        lines(&self.server.app, &self.written)
    }

    /// Waits until the uses of sessions are noted.
    pub(crate) fn noted(&self) {
        now_done(self.server.app.uses().noted());
    }

    /// Time goes by.
    pub(crate) fn wait(&self, seconds: i64) {
        self.noted();
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// From now on the gateway is like this.
    pub(crate) fn gateway(&self, health: Health) {
        *self.outbox.1.lock().unwrap() = health;
    }

    /// Waits until the gateway, which is gone, has refused one message more.
    pub(crate) fn refused(&self, before: usize) -> usize {
        eventually("a message to refuse", || self.outbox.2.load(Relaxed) > before);
        self.outbox.2.load(Relaxed)
    }

    /// Asks the database for a number, past the server.
    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        now_done(async {
            let mut admin = self.admin().await;
            let (count,): (i64,) = sqlx::query_as(sql).fetch_one(&mut admin).await.unwrap();
            count
        })
    }

    /// Runs `work` while somebody else writes into SQLite and lets nobody else write.
    pub(crate) fn while_written<T>(&self, work: impl FnOnce() -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut admin = runtime.block_on(self.admin());
        runtime.block_on(sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut admin)).unwrap();
        let done = work();
        runtime.block_on(sqlx::raw_sql("COMMIT").execute(&mut admin)).unwrap();
        done
    }

    /// Runs `work` while SQLite ends no session.
    pub(crate) fn without_endings<T>(&self, work: impl FnOnce() -> T) -> T {
        let run = |sql: &'static str| {
            now_done(async { sqlx::raw_sql(sql).execute(&mut self.admin().await).await.unwrap() });
        };
        run("CREATE TRIGGER refuse BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'refused'); END");
        let done = work();
        run("DROP TRIGGER refuse");
        done
    }

    /// Runs `work` while the database has lost its tables, and brings them back.
    pub(crate) fn without_database<T>(&self, work: impl FnOnce() -> T) -> T {
        const TABLES: [&str; 4] = ["sessions", "flows", "counters", "clients"];
        let rename = |from: &'static str, to: &'static str| {
            now_done(async {
                let mut admin = self.admin().await;
                for table in TABLES {
                    let sql = format!("ALTER TABLE {from}{table} RENAME TO {to}{table}");
                    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
                }
            });
        };
        rename("", "lost_");
        let done = work();
        rename("lost_", "");
        done
    }

    /// Runs `work` while PostgreSQL has no room for new rows.
    pub(crate) fn without_room<T>(&self, work: impl FnOnce() -> T) -> T {
        let run = |sql: &'static str| {
            now_done(async {
                let mut admin = sqlx::PgConnection::connect(&self.address).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut admin).await.unwrap();
            });
        };
        run("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$; \
             DO $$ DECLARE it text; BEGIN FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() \
             LOOP EXECUTE format('CREATE TRIGGER refuse BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION refuse()', it); \
             END LOOP; END $$");
        let done = work();
        run("DROP FUNCTION refuse CASCADE");
        done
    }

    async fn admin(&self) -> sqlx::SqliteConnection {
        sqlx::SqliteConnection::connect(&self.address).await.unwrap()
    }

    /// The code of the next message, which must come.
    pub(crate) fn code(&self) -> String {
        eventually("a message", || !self.outbox.0.lock().unwrap().is_empty());
        self.outbox.0.lock().unwrap().remove(0).1.chars().take(6).collect()
    }

    /// Messages that nobody has taken.
    pub(crate) fn messages(&self) -> usize {
        self.outbox.0.lock().unwrap().len()
    }

    /// A browser that has been nowhere.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser::at(&self.server.address)
    }

    /// A browser of a persona that has signed in.
    pub(crate) fn signed_in(&self) -> Browser<'_> {
        let mut browser = self.browser();
        let persona = &self.personas[0];
        let answer = browser.sign_in("ru", persona, persona.password.unwrap());
        assert_eq!(answer.header("location"), Some("/ru/cabinet/profile"), "{answer:?}");
        browser
    }
}

fn now_done<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// The address of a new schema of a server.
pub(crate) async fn schema_of(server: &str) -> String {
    let name = format!(
        "portal_{}",
        Keys::generate()
            .unwrap()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(16)
            .collect::<String>()
            .to_lowercase()
    );
    let mut admin = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"))).execute(&mut admin).await.unwrap();
    let joint = if server.contains('?') { '&' } else { '?' };
    format!("{server}{joint}options[search_path]={name}")
}

/// Hashes that cost next to nothing.
pub(crate) fn cheap() -> HasherConfig {
    HasherConfig { memory: 64, passes: 1, runs: 2, waiting: 100, patience: Duration::from_secs(30) }
}

/// What a cabinet of a test is opened with.
pub(crate) struct Opening<'a> {
    pub(crate) address: &'a str,
    pub(crate) keys: &'a str,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) hasher: Arc<Hasher>,
}

impl Opening<'_> {
    /// Opens it on a database with all migrations, with a queue that sends messages when it is told of them, not before.
    pub(crate) async fn open(self, limits: AuthLimits) -> Arc<Cabinet> {
        let Self { address, keys, clock, gateway, hasher } = self;
        let db = Db::connect(address).await.unwrap();
        db.migrate(clock.now()).await.unwrap();
        let vault = Arc::new(Vault::new(&Keys::parse(keys).unwrap()));
        let texts = Texts::new(&Catalogue::load(&builtin_locales()).0, Duration::from_mins(5), None).unwrap();
        let access = Access { hasher, limits, texts, words: KnownWords::common(["Отау"]) };
        let (kept, journal) = (db.clone(), Arc::new(Silent));
        let parts = Parts { db: kept, vault: Arc::clone(&vault), gateway, clock: Arc::clone(&clock), journal };
        let queue = Queue::new(parts, Settings { look: Duration::from_hours(1), ..Settings::default() });
        tokio::spawn(Arc::clone(&queue).run(std::future::pending()));
        Arc::new(Cabinet::new(db, vault, clock, access).with_queue(queue))
    }
}

/// Imports the personas and a few others, and gives those a password that have one.
pub(crate) async fn fill(cabinet: &Cabinet, folder: &Path, now: DateTime<Utc>) {
    let today = almaty_date(now);
    std::fs::create_dir_all(folder).unwrap();
    let register = folder.join("register.jsonl");
    let mut writer = Writer::new(BufWriter::new(std::fs::File::create(&register).unwrap()), Form::Json, now).unwrap();
    for told in clients(1, 5, today) {
        writer.client(&told).unwrap();
    }
    writer.end().map(drop).unwrap();
    cabinet.import(&Options::of(&register), |_| {}).await.unwrap();
    cabinet.furnish(&personas(today), CONSENT_VERSION).await.unwrap();
}

fn source() -> LiveSource {
    let site = sites::site("valid/minimal");
    sites::replace(site.path(), "content/site.toml", "base_url", "cabinet = true\nbase_url");
    let category = "[money]\nname = { kk = \"Төлем\", ru = \"Оплата\" }\n";
    sites::write(site.path(), "content/categories.toml", category);
    let settings = "type = \"faq\"\ncategory = \"money\"\n";
    sites::write_page(site.path(), "content/when", settings, "Төлем мерзімі", "Ай сайын, айдың басында.");
    let mut problems = Vec::new();
    let workspace = Workspace::read(site.path());
    let (model, _) = workspace.model(sites::on(sites::TODAY));
    let cache = PictureCache::new(&site.path().join("pictures"));
    let prepared = workspace.prepare(model, &cache, true, &mut problems).unwrap();
    LiveSource::new("test".to_owned(), prepared, Box::new(|problem| panic!("{problem:?}")))
}

/// A browser: keeps cookies, says where its requests come from.
#[derive(Clone)]
pub(crate) struct Browser<'s> {
    address: &'s SocketAddr,
    cookies: Vec<(String, String)>,
}

impl<'s> Browser<'s> {
    /// One that has been nowhere, of a server there.
    pub(crate) fn at(address: &'s SocketAddr) -> Self {
        Self { address, cookies: Vec::new() }
    }

    /// GET.
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    /// A form of the page that was shown last, from this site.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let lines = ["Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded"];
        self.send("POST", path, &lines, &encode(fields))
    }

    /// Any request.
    pub(crate) fn send(&mut self, method: &str, path: &str, lines: &[&str], body: &str) -> Answer {
        let mut client = Client::connect(*self.address);
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut all: Vec<String> = lines.iter().map(ToString::to_string).collect();
        if !jar.is_empty() {
            all.push(format!("Cookie: {}", jar.join("; ")));
        }
        if method != "GET" {
            all.push(format!("Content-Length: {}", body.len()));
        }
        let head = all.iter().fold(String::new(), |head, line| head + line + "\r\n");
        client.send(format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n{body}"));
        let answer = client.answer();
        described::check(method, path, &answer);
        for (_, line) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Puts a cookie in place, as an attacker might.
    pub(crate) fn plant(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    /// Signs in, in two steps.
    pub(crate) fn sign_in(&mut self, language: &str, persona: &Persona, password: &str) -> Answer {
        let door = format!("/{language}/cabinet/sign-in");
        let token = csrf(&self.get(&door));
        let iin = persona.iin.expose();
        let pair = [("csrf", token.as_str()), ("account", persona.account.expose()), ("iin", &iin)];
        let second = self.post(&door, &pair);
        assert_eq!(second.status, 200, "{}", second.text());
        let fields = [&pair[..], &[("password", password)]].concat();
        self.post(&format!("{door}/password"), &fields)
    }

    /// Fills in the five fields and sends them.
    pub(crate) fn begin(&mut self, address: &str, persona: &Persona) -> Answer {
        let token = csrf(&self.get(address));
        let fields = form_of(persona);
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
        self.post(address, &all)
    }
}

/// The five fields of a persona, and the consent.
pub(crate) fn form_of(persona: &Persona) -> Vec<(&'static str, String)> {
    vec![
        ("consent", CONSENT_VERSION.to_owned()),
        ("account", persona.account.expose().to_owned()),
        ("contract", persona.contract.shown().to_owned()),
        ("iin", persona.iin.expose()),
        ("phone", persona.phone.expose()),
        ("date", persona.concluded.format("%d.%m.%Y").to_string()),
    ]
}

/// The token of a page's forms.
pub(crate) fn csrf(answer: &Answer) -> String {
    let tags = super::html::tags(answer.text());
    let field = tags.iter().find(|tag| tag.get("name") == Some("csrf"));
    field.unwrap_or_else(|| panic!("no token in {}", answer.text())).get("value").unwrap().to_owned()
}

/// Fields as a form sends them.
pub(crate) fn encode(fields: &[(&str, &str)]) -> String {
    let value = otau::routes::query_value;
    fields.iter().map(|(name, text)| format!("{}={}", value(name), value(text))).collect::<Vec<_>>().join("&")
}
