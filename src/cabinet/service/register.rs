//! What the register tells a client: the profile, contracts, payment schedules.

use chrono::{DateTime, Utc};

use super::{Cabinet, Caller, ServiceError};
use crate::cabinet::audit::Event;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::store::{StoreError, clients, contracts};
use crate::portal::client::Client;

pub use crate::cabinet::store::contracts::Holding;

/// A client's profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The twelve fields.
    pub client: Client,
    /// When the register told them.
    pub as_of: DateTime<Utc>,
}

impl Cabinet {
    /// The profile.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; also when the client was erased a moment ago.
    pub async fn profile(&self, client: ClientId) -> Result<Profile, ServiceError> {
        let found = clients::profile(&self.db, &self.vault, client).await?;
        let (client, as_of) = found.ok_or(StoreError::Damaged { what: "profile" })?;
        Ok(Profile { client, as_of })
    }

    /// Writes into the journal that a client looks at a value without its mask; none names all of them. To be done before
    /// it is shown.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn revealed(
        &self,
        client: ClientId,
        field: Option<&'static str>,
        caller: &Caller,
    ) -> Result<(), ServiceError> {
        let mut tx = self.db.begin().await?;
        self.note(&mut tx, Some(client), caller, &Event::Revealed { field: field.unwrap_or("all") }).await?;
        Ok(tx.commit().await?)
    }

    /// The contracts, oldest first; there may be none.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn contracts(&self, client: ClientId) -> Result<Vec<Holding>, ServiceError> {
        Ok(contracts::of_client(&self.db, &self.vault, client).await?)
    }

    /// A reference was asked for that is none of the client's contracts: when it is another's, the journal is told.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn missed(&self, client: ClientId, reference: &str, caller: &Caller) -> Result<(), ServiceError> {
        if contracts::is_foreign(&self.db, client, reference).await? {
            let mut tx = self.db.begin().await?;
            self.note(&mut tx, Some(client), caller, &Event::ForeignReference).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The contract of a reference out of an address; none for one that is not the client's (ACL-2).
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn contract(&self, client: ClientId, reference: &str) -> Result<Option<Holding>, ServiceError> {
        Ok(contracts::get(&self.db, &self.vault, client, reference).await?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cabinet::auth::AuthLimits;
    use crate::cabinet::store::testing::{self, account, bare_client, client, on_each_engine, two_clients};
    use crate::cabinet::store::{Db, clients::Filed};
    use crate::clock::Clock as _;
    use crate::portal::contract_number::ContractNumber;

    fn cabinet(db: &Db) -> Cabinet {
        super::super::testing::cabinet(db, testing::clock(), AuthLimits::default())
    }

    on_each_engine! {
        async fn a_client_sees_what_the_register_told(db: Db) {
            let (first, second) = two_clients(&db).await;
            let cabinet = cabinet(&db);
            let profile = cabinet.profile(first).await.unwrap();
            assert!(profile.client == client() && profile.as_of == testing::clock().now());
            assert!(cabinet.profile(second).await.unwrap().client == bare_client());
            let holdings = cabinet.contracts(first).await.unwrap();
            let numbers: Vec<&str> = holdings.iter().map(|it| it.contract.number.shown()).collect();
            assert_eq!(numbers, ["АР-2017/001234", "Ж-15"]);
            let told = testing::contract("АР-2017/001234");
            assert_eq!((&holdings[0].contract, holdings[0].debt), (&told.contract, told.debt));
            assert_eq!((&holdings[0].schedule, &holdings[0].charges), (&told.ledger.schedule, &told.ledger.charges));
            let one = cabinet.contract(first, &holdings[1].reference).await.unwrap();
            assert_eq!(one.as_ref(), Some(&holdings[1]));
        }

        async fn s_acl_02_another_clients_contract_is_as_unknown_as_none(db: Db) {
            let (first, second) = two_clients(&db).await;
            let cabinet = cabinet(&db);
            let theirs = cabinet.contracts(second).await.unwrap().remove(0).reference;
            for reference in [theirs.as_str(), "aaaaaaaaaaaaaaaa", "", "' OR 1=1 --", "%"] {
                assert_eq!(cabinet.contract(first, reference).await.unwrap(), None, "{reference}");
            }
        }

        async fn s_log_02_asking_for_another_clients_contract_is_in_the_journal(db: Db) {
            let (first, second) = two_clients(&db).await;
            let cabinet = cabinet(&db);
            let theirs = cabinet.contracts(second).await.unwrap().remove(0).reference;
            for reference in ["aaaaaaaaaaaaaaaa", theirs.as_str(), ""] {
                cabinet.missed(first, reference, &crate::cabinet::service::testing::caller()).await.unwrap();
            }
            let entries: Vec<(String, i64)> = crate::cabinet::store::db::on_db!(&db, on => sqlx::query_as(
                "SELECT event, client_id FROM audit"
            ).fetch_all(on).await).unwrap();
            assert_eq!(entries, [("foreign_reference".to_owned(), first.get())], "who asked, and only for what there is");
        }

        async fn s_db_04_personal_values_are_sealed_and_found_by_keyed_indexes(db: Db) {
            let (first, _) = two_clients(&db).await;
            let known = clients::find(&db, &account()).await.unwrap().unwrap();
            assert_eq!((known.id, known.password.as_ref(), known.failures), (first, None, 0));
            assert_eq!(clients::get(&db, first).await.unwrap(), Some(known.clone()));
            assert_eq!(clients::account(&db, first).await.unwrap(), Some(account()));
            assert_eq!(known.iin_index, testing::vault().index(clients::IIN, "850312390008"));
            assert_eq!(known.phone_index, Some(testing::vault().index(clients::PHONE, "+77001234567")));
            let kept: Vec<(String, String, String)> = crate::cabinet::store::db::on_db!(&db, on => sqlx::query_as(
                "SELECT profile, iin_index || phone_index || digest, account FROM clients WHERE phone_index IS NOT NULL"
            ).fetch_all(on).await).unwrap();
            let addresses: Vec<(String,)> = crate::cabinet::store::db::on_db!(&db, on => sqlx::query_as(
                "SELECT address FROM contracts"
            ).fetch_all(on).await).unwrap();
            let dump = format!("{kept:?} {addresses:?}");
            for secret in ["850312390008", "7001234567", "aidar", "043210987", "Серікбай", "Абай"] {
                assert!(!dump.contains(secret), "{secret}");
            }
        }

        async fn contracts_are_found_by_number_in_any_writing(db: Db) {
            let (first, second) = two_clients(&db).await;
            for (who, typed, found) in
                [(first, "ap 2017/001234", true), (first, "№ Ж 15", true), (first, "АР-2018/000007", false), (second, "Ж-15", false)]
            {
                let number = ContractNumber::parse(typed).unwrap();
                let date = contracts::concluded(&db, Some(who), &number).await.unwrap();
                assert_eq!(date, found.then(|| testing::day("2022-06-10")), "{typed}");
            }
        }

        async fn what_is_told_again_changes_only_what_is_different(db: Db) {
            let (first, _) = two_clients(&db).await;
            let (vault, now) = (testing::vault(), testing::clock().now());
            let before = cabinet(&db).contracts(first).await.unwrap();
            let [day, hour] = [chrono::TimeDelta::days(1), chrono::TimeDelta::hours(1)];
            let changed = Client { email: None, ..client() };
            let mut tx = db.begin().await.unwrap();
            for (told, as_of, expected, reason) in [
                (client(), now, Filed::Unchanged(first), "the same"),
                (changed.clone(), now - hour, Filed::Stale, "older than what is kept"),
                (changed.clone(), now + day, Filed::Changed(first), "without e-mail"),
                (changed.clone(), now + day, Filed::Unchanged(first), "once more"),
                (Client { iin: bare_client().iin, ..changed.clone() }, now + day, Filed::IinTaken, "somebody's IIN"),
            ] {
                let filed = clients::file(&mut tx, &vault, &account(), &told, as_of, now).await.unwrap();
                assert_eq!(filed, expected, "{reason}");
            }
            let mut told = [testing::contract("Ж-15"), testing::contract("Ж-16")];
            told[0].debt.fines = crate::portal::money::Money::from_tiyn(1);
            let filed = contracts::file(&mut tx, &vault, first, &told, now + day).await.unwrap();
            assert_eq!((filed.added, filed.changed, filed.unchanged, filed.removed), (1, 1, 0, 1));
            let again = contracts::file(&mut tx, &vault, first, &told, now + day).await.unwrap();
            assert_eq!((again.unchanged, again.added + again.changed + again.removed), (2, 0));
            tx.commit().await.unwrap();
            let after = cabinet(&db).contracts(first).await.unwrap();
            let reference = |list: &[Holding], number: &str| {
                list.iter().find(|it| it.contract.number.shown() == number).map(|it| it.reference.clone())
            };
            assert_eq!(reference(&after, "Ж-15"), reference(&before, "Ж-15"), "addresses of pages stay");
            assert_eq!(reference(&after, "АР-2017/001234"), None);
            assert_eq!(after[0].as_of, now + day, "the time of what is kept is the last import's");
            let references: BTreeSet<_> = before.iter().chain(&after).map(|it| &it.reference).collect();
            assert_eq!(references.len(), 3);
        }
    }
}
