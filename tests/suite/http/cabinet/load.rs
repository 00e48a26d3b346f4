//! Many clients at the same moment: what is dear is bounded, and nobody else waits for it.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use otau::cabinet::auth::HasherConfig;
use tokio::runtime::{Builder, Runtime};

use crate::support::portal::{Browser, Engine, Portal, cheap, csrf};
use crate::support::{Answer, config, eventually};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// How many questions a page of them shows.
fn found(page: &Answer) -> usize {
    page.text().matches("<details class=\"qa\"").count()
}

/// A browser before the second step of signing in; sends the password.
fn at_the_password<'p>(portal: &'p Portal) -> impl FnOnce() -> Answer + Send + use<'p> {
    let persona = &portal.personas[0];
    let mut browser: Browser<'p> = portal.browser();
    let token = csrf(&browser.get("/ru/cabinet/sign-in"));
    let (account, iin, password) = (persona.account.expose(), persona.iin.expose(), persona.password.unwrap());
    move || {
        let fields = [("csrf", token.as_str()), ("account", account), ("iin", &iin), ("password", password)];
        browser.post("/ru/cabinet/sign-in/password", &fields)
    }
}

#[test]
fn s_pw_05_of_many_sign_ins_some_wait_the_rest_come_again_and_other_pages_go_on() {
    let portal = Portal::hashing(HasherConfig { waiting: 3, patience: Duration::from_mins(5), ..cheap() });
    let mut inside = portal.signed_in();
    // Both runs are busy for as long as this test wants.
    let runtime = runtime();
    let busy = runtime.block_on(async { [portal.hasher.turn().await.unwrap(), portal.hasher.turn().await.unwrap()] });
    let before = portal.hasher.runs();
    let posts: Vec<_> = (0..12).map(|_| at_the_password(&portal)).collect();
    let (tell, told) = mpsc::channel();
    let waited: Vec<Answer> = thread::scope(|scope| {
        for post in posts {
            let tell = tell.clone();
            scope.spawn(move || tell.send(post()).unwrap());
        }
        for _ in 0..9 {
            let turned_away = told.recv().unwrap();
            assert_eq!(turned_away.status, 503, "{}", turned_away.text());
            assert!(turned_away.header("retry-after").is_some());
            assert!(turned_away.text().contains("<html lang=\"ru\""), "a page in the language asked for");
        }
        for (path, status) in
            [("/healthz", 200), ("/kk/", 200), ("/kk/cabinet/sign-in", 200), ("/ru/cabinet/first", 200)]
        {
            assert_eq!(portal.server.get(path).status, status, "{path}");
        }
        assert_eq!(inside.get("/ru/cabinet/profile").status, 200, "who is in stays in");
        assert_eq!(portal.hasher.runs(), before, "nothing was hashed beyond the bound");
        drop(busy);
        (0..3).map(|_| told.recv().unwrap()).collect()
    });
    for answer in waited {
        assert_eq!((answer.status, answer.header("location")), (303, Some("/ru/cabinet/profile")), "{answer:?}");
    }
    assert_eq!(portal.hasher.runs() - before, 3);
}

#[test]
fn s_pw_05_a_wait_for_a_hash_has_an_end() {
    let portal = Portal::hashing(HasherConfig { runs: 1, patience: Duration::from_millis(50), ..cheap() });
    let runtime = runtime();
    let busy = runtime.block_on(portal.hasher.turn()).unwrap();
    let answer = at_the_password(&portal)();
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.header("retry-after").is_some());
    drop(busy);
    eventually("a free run", || at_the_password(&portal)().status == 303);
}

#[test]
fn s_in_07_of_many_searches_some_wait_the_rest_come_again_and_signing_in_goes_on() {
    let mut config = config();
    config.limits.searches_waiting = 3;
    config.limits.search_wait = Duration::from_mins(1);
    let portal = Portal::with(Engine::Sqlite, config).unwrap();
    let mut inside = portal.signed_in();
    // Every turn is taken for as long as this test wants.
    let (runtime, turns) = (runtime(), portal.server.app.searching());
    let busy: Vec<_> = (0..turns.free()).map(|_| runtime.block_on(turns.turn()).unwrap()).collect();
    let paths = ["/ru/search?q=%D0%B4%D0%BE%D0%BC", "/api/v1/search?lang=ru&q=a", "/api/v1/suggest?lang=ru&q=a"];
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        for path in paths.into_iter().cycle().take(12) {
            let (tell, server) = (tell.clone(), &portal.server);
            scope.spawn(move || tell.send(server.get(path)).unwrap());
        }
        drop(tell);
        for _ in 0..9 {
            let turned_away = told.recv().unwrap();
            let text = turned_away.text();
            assert_eq!(turned_away.status, 503, "{text}");
            assert!(turned_away.header("retry-after").is_some());
            let told = text.contains("<html lang=\"ru\"") && text.contains("Сейчас ищут сразу многие");
            assert!(told || text.contains("\"code\":\"busy\""), "{text}");
        }
        assert_eq!(turns.waiting(), 3);
        let questions = inside.get("/kk/cabinet/faq?q=%D0%90%D0%B9+%D1%81%D0%B0%D0%B9%D1%8B%D0%BD");
        assert_eq!(questions.status, 200, "who is in the cabinet is not turned away");
        assert_eq!(found(&questions), 1, "the words as they stand: {}", questions.text());
        let nothing = inside.get("/kk/cabinet/faq?q=%D1%8A%D1%8A%D1%8A");
        assert_eq!((nothing.status, found(&nothing)), (200, 0));
        assert_eq!(at_the_password(&portal)().status, 303, "who signs in waits for no search");
        assert_eq!(portal.server.get("/kk/search").status, 200, "the blank page asks for no search");
        drop(busy);
        for _ in 0..3 {
            assert_eq!(told.recv().unwrap().status, 200);
        }
    });
    assert_eq!(portal.server.get(paths[0]).status, 200);
}
