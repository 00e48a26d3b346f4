//! The pool of password hashes as a specification.

use std::sync::atomic::AtomicUsize;

use super::*;

fn config() -> HasherConfig {
    HasherConfig { memory: 64, passes: 1, ..HasherConfig::default() }
}

fn password(text: &str) -> Password {
    Password::typed(text).unwrap()
}

#[tokio::test]
async fn s_pw_04_hashes_are_argon2id_with_the_configured_parameters() {
    let hasher = Hasher::new(HasherConfig::default()).unwrap();
    let stored = hasher.hash(&password("Құпия-Сөз1")).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    let parsed = PasswordHash::new(&stored).unwrap();
    assert_eq!((parsed.salt.unwrap().len(), parsed.hash.unwrap().len()), (SALT, TAG));
    assert!(hasher.verify(&password("Құпия-Сөз1"), Some(&stored)).await.unwrap());
    assert!(!hasher.verify(&password("Құпия-Сөз2"), Some(&stored)).await.unwrap());
    assert_ne!(stored, hasher.hash(&password("Құпия-Сөз1")).await.unwrap(), "a salt of its own");
}

#[tokio::test]
async fn s_pw_04_a_hash_of_other_parameters_is_good_but_outdated() {
    let old = Hasher::new(config()).unwrap();
    let new = Hasher::new(HasherConfig { passes: 2, ..config() }).unwrap();
    let stored = old.hash(&password("Құпия-Сөз1")).await.unwrap();
    assert!(new.verify(&password("Құпия-Сөз1"), Some(&stored)).await.unwrap());
    assert!(new.is_outdated(&stored) && !old.is_outdated(&stored));
}

#[tokio::test]
async fn s_pw_04_stored_parameters_over_the_cap_are_refused_without_running_them() {
    let hasher = Hasher::new(config()).unwrap();
    let good = hasher.hash(&password("Құпия-Сөз1")).await.unwrap();
    let tag = good.rsplit('$').next().unwrap();
    let salt = good.rsplit('$').nth(1).unwrap();
    for (stored, reason) in [
        (good.replace("m=64", "m=4194304"), "4 GiB of memory"),
        (good.replace("t=1", "t=1000000"), "a million passes"),
        (good.replace("p=1", "p=200"), "many lanes"),
        (good.replace("argon2id", "argon2i"), "another algorithm"),
        (format!("$argon2id$v=19$m=64,t=1,p=1${salt}"), "no hash at all"),
        (format!("$argon2id$v=19$m=64,t=1,p=1${salt}${}", &tag[..16]), "a short hash"),
        ("Құпия-Сөз1".to_owned(), "plain text"),
    ] {
        assert!(!hasher.verify(&password("Құпия-Сөз1"), Some(&stored)).await.unwrap(), "{reason}");
    }
    let over = HasherConfig { memory: 1 << 20, ..config() };
    assert_eq!(Hasher::new(over).err(), Some(HasherError::Parameters));
}

#[tokio::test]
async fn s_enum_03_one_run_with_a_hash_and_without() {
    let hasher = Hasher::new(config()).unwrap();
    let stored = hasher.hash(&password("Құпия-Сөз1")).await.unwrap();
    for (typed, stored, expected, reason) in [
        ("Құпия-Сөз1", Some(stored.as_str()), true, "right"),
        ("Құпия-Сөз2", Some(stored.as_str()), false, "wrong"),
        ("Құпия-Сөз1", None, false, "no hash"),
        ("Құпия-Сөз1", Some("damaged"), false, "a damaged hash"),
    ] {
        let before = hasher.runs();
        assert_eq!(hasher.verify(&password(typed), stored).await.unwrap(), expected, "{reason}");
        assert_eq!(hasher.runs() - before, 1, "{reason}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s_pw_05_only_so_many_run_and_wait() {
    let config = HasherConfig { runs: 1, waiting: 2, patience: Duration::from_mins(1), ..config() };
    let hasher = Arc::new(Hasher::new(config).unwrap());
    let (release, held) = std::sync::mpsc::channel::<()>();
    let first = tokio::spawn({
        let hasher = Arc::clone(&hasher);
        async move { hasher.turn().await?.run(move || held.recv().is_ok()).await }
    });
    while hasher.turns.free() > 0 {
        tokio::task::yield_now().await;
    }
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let hasher = Arc::clone(&hasher);
            tokio::spawn(async move { hasher.verify(&password("Құпия-Сөз1"), None).await })
        })
        .collect();
    while hasher.turns.waiting() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(hasher.verify(&password("Құпия-Сөз1"), None).await, Err(HasherError::Busy), "the queue is full");
    release.send(()).unwrap();
    assert_eq!(first.await.unwrap(), Ok(true));
    for it in waiting {
        assert_eq!(it.await.unwrap(), Ok(false));
    }
    assert_eq!(hasher.turns.waiting(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s_pw_05_however_many_come_at_once_no_more_run() {
    let config = HasherConfig { runs: 2, waiting: 100, patience: Duration::from_mins(1), ..config() };
    let hasher = Arc::new(Hasher::new(config).unwrap());
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let all: Vec<_> = (0..60)
        .map(|_| {
            let (hasher, running, most) = (Arc::clone(&hasher), Arc::clone(&running), Arc::clone(&most));
            let work = move || {
                most.fetch_max(running.fetch_add(1, Ordering::AcqRel) + 1, Ordering::AcqRel);
                std::thread::sleep(Duration::from_millis(1));
                running.fetch_sub(1, Ordering::AcqRel);
            };
            tokio::spawn(async move { hasher.turn().await?.run(work).await })
        })
        .collect();
    for it in all {
        assert_eq!(it.await.unwrap(), Ok(()));
    }
    assert!((1..=2).contains(&most.load(Ordering::Acquire)), "{most:?} at once");
    assert_eq!(hasher.runs(), 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn s_pw_05_a_wait_ends_and_a_visitor_who_left_frees_only_the_place_in_the_queue() {
    let config = HasherConfig { runs: 1, waiting: 1, patience: Duration::from_millis(20), ..config() };
    let hasher = Arc::new(Hasher::new(config).unwrap());
    let (release, held) = std::sync::mpsc::channel::<()>();
    let first = tokio::spawn({
        let hasher = Arc::clone(&hasher);
        async move { hasher.turn().await?.run(move || held.recv().is_ok()).await }
    });
    while hasher.turns.free() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(hasher.verify(&password("Құпия-Сөз1"), None).await, Err(HasherError::Busy), "patience has an end");
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    assert_eq!(hasher.turns.free(), 0, "the work itself goes on");
    release.send(()).unwrap();
    while hasher.turns.free() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(hasher.turns.waiting(), 0);
}

#[test]
fn s_pw_04_whatever_the_settings_may_be_the_pool_starts_with() {
    let least = crate::config::auth::Auth::default();
    for memory in [least.hash_memory_kib, MOST_HASH_MEMORY_KIB] {
        for passes in [least.hash_passes, MOST_HASH_PASSES] {
            let parameters = HasherConfig { memory, passes, ..HasherConfig::default() };
            assert!(parameters.algorithm().is_ok(), "{memory} KiB, {passes} passes");
        }
    }
}
