//! Imports as an operator sees them: whole clients, once, and going on after a break.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use tempfile::TempDir;

use super::*;
use crate::cabinet::demo;
use crate::cabinet::import::Writer;
use crate::cabinet::store::testing::{self, on_each_engine};
use crate::cabinet::store::{Db, audit as journal};
use crate::clock::Clock as _;

fn office(db: &Db) -> Office {
    testing::office(db)
}

/// A file of the first `count` clients of a set.
fn file(folder: &TempDir, name: &str, count: u64, change: impl Fn(String) -> String) -> Options {
    let now = testing::clock().now();
    let path = folder.path().join(name);
    let mut writer = Writer::new(Vec::new(), Form::of(&path).unwrap(), now).unwrap();
    for told in demo::clients(5, count, almaty_date(now)) {
        writer.client(&told).unwrap();
    }
    let text = String::from_utf8(writer.end().unwrap()).unwrap();
    fs::write(&path, change(text)).unwrap();
    Options::of(&path)
}

async fn import(db: &Db, options: &Options) -> Imported {
    office(db).import(options, |_| ()).await.unwrap()
}

async fn clients_kept(db: &Db) -> i64 {
    let (count,): (i64,) = crate::cabinet::store::db::on_db!(db, on => sqlx::query_as("SELECT COUNT(*) FROM clients")
        .fetch_one(on).await)
    .unwrap();
    count
}

on_each_engine! {
    async fn a_file_is_filed_whole_and_only_once(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["night.jsonl", "night.csv"] {
            let options = file(&folder, name, 12, |text| text);
            let first = import(&db, &options).await;
            assert!(first.report.is_clean() && !first.before, "{:?}", first.report);
            assert_eq!(first.report.clients(), 12);
            assert!(!options.rejects.exists() && !options.differences.exists());
            let again = import(&db, &options).await;
            assert_eq!((again.before, again.report), (true, first.report), "the same file does nothing");
            let anew = import(&db, &Options { again: true, ..options }).await;
            assert_eq!((anew.report.clients_unchanged, anew.report.contracts_added), (12, 0));
        }
        assert_eq!(clients_kept(&db).await, 12);
        let told = demo::client(5, 2, almaty_date(testing::clock().now()));
        let known = clients::find(&db, &told.account).await.unwrap().unwrap();
        let kept = contracts::of_client(&db, &testing::vault(), known.id).await.unwrap();
        let mut numbers: Vec<_> = kept.iter().map(|it| it.contract.clone()).collect();
        let mut expected: Vec<_> = told.contracts.iter().map(|it| it.contract.clone()).collect();
        for list in [&mut numbers, &mut expected] {
            list.sort_by(|a, b| a.number.key().cmp(b.number.key()));
        }
        assert_eq!(numbers, expected);
        let events = journal::of_period(&db, None, testing::clock().now(), testing::clock().now() + TERM).await.unwrap();
        assert_eq!(events.iter().filter(|entry| entry.event == "import").count(), 4);
    }

    async fn refused_records_are_kept_aside_whole_and_the_rest_is_filed(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let spoil = |text: String| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines[3] = lines[3].replace("\"sex\":\"male\"", "\"sex\":\"?\"");
            lines[5] = "{\"account\":".to_owned();
            // Two records of one IIN.
            let iin = |line: &str| line.split("\"iin\":\"").nth(1).unwrap()[..12].to_owned();
            lines[7] = lines[7].replace(&iin(&lines[7]), &iin(&lines[8]));
            lines.join("\n")
        };
        let options = file(&folder, "bad.jsonl", 8, spoil);
        let text = fs::read_to_string(&options.file).unwrap();
        let report = import(&db, &options).await.report;
        assert_eq!((report.clients(), report.rejected, clients_kept(&db).await), (5, 3, 5));
        let rejects = fs::read_to_string(&options.rejects).unwrap();
        assert_eq!(fs::metadata(&options.rejects).unwrap().permissions().mode() & 0o777, 0o600);
        let rejects: Vec<serde_json::Value> = rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for (reject, (line, field, reason)) in
            rejects.iter().zip([(4, "sex", "code"), (6, "", "shape"), (9, "iin", "iin-taken")])
        {
            let of_file = text.lines().nth(line - 1).unwrap();
            assert_eq!((reject["line"].as_u64(), reject["record"].as_str()), (Some(line as u64), Some(of_file)));
            assert_eq!((&reject["faults"][0]["field"], &reject["faults"][0]["reason"]), (&field.into(), &reason.into()));
        }
        assert!(report.differences > 0, "the last line counts more records than could be read");
    }

    async fn an_import_that_was_broken_off_goes_on_where_it_stopped(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let options = file(&folder, "long.jsonl", 9, |text| text);
        // As after a kill: the first four records are filed, and the store knows how far it came.
        let text = fs::read_to_string(&options.file).unwrap();
        let source = super::open(&options.file, None).unwrap();
        let done: usize = text.split_inclusive('\n').take(5).map(str::len).sum();
        let part = file(&folder, "part.jsonl", 4, |text| text);
        let mut report = import(&db, &part).await.report;
        report.line = 6;
        let mut tx = db.begin().await.unwrap();
        imports::begin(&mut tx, &source.digest, "long.jsonl", source.as_of, source.as_of).await.unwrap();
        let counts = serde_json::to_string(&report).unwrap();
        imports::advance(&mut tx, &source.digest, done as u64, &counts, None).await.unwrap();
        tx.commit().await.unwrap();
        let rest = import(&db, &options).await;
        assert!(rest.resumed && rest.report.is_clean(), "{:?}", rest.report);
        assert_eq!((rest.report.clients_added, rest.report.clients_unchanged), (9, 0), "nothing is filed twice");
    }

    async fn an_import_that_was_broken_off_behind_the_last_line_still_knows_its_totals(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let spoil = |text: String| text.replacen("\"sex\":\"female\"", "\"sex\":\"?\"", 1);
        let options = file(&folder, "whole.jsonl", 6, spoil);
        let whole = import(&db, &options).await;
        let beside = || [&options.rejects, &options.differences].map(|path| fs::read_to_string(path).unwrap());
        let written = beside();
        // As after a kill: everything is filed, but nobody said so; and what was being written is torn.
        testing::execute(&db, "UPDATE imports SET finished_at = NULL".to_owned()).await;
        fs::write(&options.rejects, format!("{}{{\"line\":", written[0])).unwrap();
        let rest = import(&db, &options).await;
        assert!(rest.resumed && !rest.before && rest.report.complete, "{:?}", rest.report);
        assert_eq!((rest.report.rejected, rest.report.clients()), (1, whole.report.clients()));
        assert_eq!(beside()[0], written[0], "each refused record stands there once, whole");
    }

    async fn a_report_of_another_version_counts_on_and_a_damaged_one_loses_no_refused_record(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let spoil = |text: String| text.replacen("\"sex\":\"female\"", "\"sex\":\"?\"", 1);
        let options = file(&folder, "night.jsonl", 6, spoil);
        let whole = import(&db, &options).await.report;
        let refused = fs::read_to_string(&options.rejects).unwrap();
        // As an older version left it when it broke off: fewer things counted.
        let unfinished = |report: &str| format!("UPDATE imports SET finished_at = NULL, report = '{report}'");
        let (kept,): (String,) =
            crate::cabinet::store::db::on_db!(&db, on => sqlx::query_as("SELECT report FROM imports").fetch_one(on).await)
                .unwrap();
        let mut older: serde_json::Value = serde_json::from_str(&kept).unwrap();
        older.as_object_mut().unwrap().remove("contracts_removed").unwrap();
        older["sums"].as_object_mut().unwrap().remove("rows").unwrap();
        testing::execute(&db, unfinished(&older.to_string())).await;
        let rest = import(&db, &options).await;
        assert!(rest.resumed && rest.report.rejected == 1, "{:?}", rest.report);
        assert_eq!(rest.report.clients_added, whole.clients_added);
        assert_eq!(fs::read_to_string(&options.rejects).unwrap(), refused);

        testing::execute(&db, unfinished("{\"clients_added\":\"many\"}")).await;
        let damaged = office(&db).import(&options, |_| ()).await;
        assert!(matches!(damaged, Err(ImportError::Store(StoreError::Damaged { .. }))), "{damaged:?}");
        assert_eq!(fs::read_to_string(&options.rejects).unwrap(), refused);
        assert!(!import(&db, &Options { again: true, ..options }).await.resumed);
    }

    async fn a_file_that_changes_while_it_is_imported_is_not_done(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let whole = fs::read_to_string(file(&folder, "whole.jsonl", 7, |text| text).file).unwrap();
        let first = |text: String| text.lines().take(4).map(|line| line.to_owned() + "\n").collect();
        let options = file(&folder, "night.jsonl", 7, first);
        // The rest comes while what was there is being filed.
        let changed = office(&db).import(&options, |_| fs::write(&options.file, &whole).unwrap()).await;
        assert!(matches!(&changed, Err(error @ ImportError::Changed(_)) if error.passes()), "{changed:?}");
        assert_eq!(clients_kept(&db).await, 3, "what the digest was made of, and no more");
        let rest = import(&db, &options).await;
        assert!(!rest.before && rest.report.is_clean(), "{:?}", rest.report);
        assert_eq!((rest.report.clients_unchanged, rest.report.clients_added), (3, 4));

        // Another file takes its place: the one that was read is not the one that would be put away.
        let options = Options { again: true, ..options };
        let copy = folder.path().join("copy");
        let replace = |_| {
            fs::write(&copy, &whole).unwrap();
            fs::rename(&copy, &options.file).unwrap();
        };
        assert!(matches!(office(&db).import(&options, replace).await, Err(ImportError::Changed(_))));
    }

    async fn a_file_that_changed_after_it_was_looked_at_is_not_begun(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let options = file(&folder, "night.jsonl", 3, |text| text);
        let whole = Options { seen: super::Stamp::at(&options.file), ..options };
        // Another comes under the name, and only its first line is there.
        file(&folder, "night.jsonl", 3, |text| text.lines().take(1).map(|line| line.to_owned() + "\n").collect());
        let changed = office(&db).import(&whole, |_| ()).await;
        assert!(matches!(changed, Err(ImportError::Changed(_))), "{changed:?}");
        file(&folder, "night.jsonl", 3, |_| "no register".to_owned());
        let changed = office(&db).import(&whole, |_| ()).await;
        assert!(matches!(changed, Err(ImportError::Changed(_))), "nobody judged its first line: {changed:?}");
        assert_eq!(clients_kept(&db).await, 0);
        file(&folder, "night.jsonl", 3, |text| text);
        let now = Options { seen: super::Stamp::at(&whole.file), ..whole };
        assert_eq!(import(&db, &now).await.report.clients_added, 3);
    }

    async fn a_register_of_the_future_is_refused(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        for (as_of, taken) in [("2026-07-11T07:00:01+00:00", false), ("2026-07-11T07:00:00+00:00", true)] {
            let of_then = |text: String| text.replacen("2026-07-10T07:00:00+00:00", as_of, 1);
            let options = file(&folder, "night.jsonl", 2, of_then);
            let imported = office(&db).import(&options, |_| ()).await;
            match imported {
                Ok(imported) => assert!(taken && imported.report.is_clean(), "{as_of}"),
                Err(error) => assert!(!taken && matches!(error, ImportError::Future { .. }), "{as_of}: {error}"),
            }
            assert_eq!(clients_kept(&db).await, if taken { 2 } else { 0 });
        }
    }

    async fn a_dry_run_counts_everything_and_keeps_nothing(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { dry_run: true, ..file(&folder, "try.csv", 6, |text| text) };
        let tried = import(&db, &options).await;
        assert_eq!((tried.report.clients_added, tried.report.complete, clients_kept(&db).await), (6, true, 0));
        assert!(!import(&db, &Options { dry_run: false, ..options }).await.before, "a dry run is not remembered");
        assert_eq!(clients_kept(&db).await, 6);
    }

    async fn one_import_runs_at_a_time_and_an_older_file_changes_nothing(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let office = office(&db);
        assert!(office.hold("another", TERM).await.unwrap());
        let options = file(&folder, "now.jsonl", 3, |text| text);
        assert!(matches!(office.import(&options, |_| ()).await, Err(ImportError::Busy)));
        assert!(office.hold("another", TimeDelta::zero()).await.unwrap());
        assert_eq!(import(&db, &options).await.report.clients_added, 3);
        let old = file(&folder, "old.jsonl", 3, |text| text.replacen("2026-07-10T", "2026-07-09T", 1));
        let report = import(&db, &old).await.report;
        assert_eq!((report.clients(), report.rejected), (0, 3));
        assert!(fs::read_to_string(&old.rejects).unwrap().contains("\"stale\""));
    }

    async fn sums_that_do_not_agree_are_told(db: Db) {
        let folder = tempfile::tempdir().unwrap();
        let change = |text: String| {
            let end = text.find("{\"end\"").unwrap();
            text[..end].replacen("\"sum\":\"18500000.00\"", "\"sum\":\"18500000.01\"", 1)
        };
        let options = file(&folder, "sums.jsonl", 3, change);
        let report = import(&db, &options).await.report;
        assert_eq!((report.clients(), report.differences, report.complete), (3, 1, false), "no last line");
        let told = fs::read_to_string(&options.differences).unwrap();
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(
            told,
            serde_json::json!({"line": 2, "contract": 0, "what": "principal-sum", "stated": "18500000.01", "found": "18500000.00"})
        );
    }
}

#[tokio::test]
async fn a_file_that_is_none_of_the_register_is_refused_as_a_whole() {
    let (_data, db) = testing::sqlite().await;
    db.migrate(testing::clock().now()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, text, says) in [
        ("a.txt", "", "ends in .jsonl or .csv"),
        ("a.jsonl", "", "first line"),
        ("b.jsonl", "{\"format\":\"other\",\"version\":1,\"as_of\":\"2026-07-10T00:00:00Z\"}", "other 1"),
        (
            "c.jsonl",
            "{\"format\":\"otau-register\",\"version\":2,\"as_of\":\"2026-07-10T00:00:00Z\"}",
            "otau-register 2",
        ),
        ("d.csv", "otau-register,1,yesterday\n", "first line"),
        ("e.csv", "client,1\n", "first line"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let error = office(&db).import(&Options::of(&path), |_| ()).await.unwrap_err();
        assert!(error.to_string().contains(says), "{name}: {error}");
    }
    let missing = office(&db).import(&Options::of(&folder.path().join("none.csv")), |_| ()).await;
    assert!(matches!(missing, Err(ImportError::File { .. })));
}
