//! A client's profile as it is sealed: one JSON document of twelve fields.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::portal::client::Client;
use crate::portal::iin::{Iin, Sex};
use crate::portal::phone::Phone;

/// The form that is written.
const VERSION: u8 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the identity document has that name everywhere")]
struct Document {
    v: u8,
    surname: String,
    given_name: String,
    patronymic: Option<String>,
    sex: char,
    birth_date: NaiveDate,
    iin: String,
    document_number: Option<String>,
    document_issued: Option<NaiveDate>,
    document_expires: Option<NaiveDate>,
    document_issuer: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// The document of a profile, in clear: to be sealed.
pub(super) fn encode(client: &Client) -> String {
    let document = Document {
        v: VERSION,
        surname: client.surname.clone(),
        given_name: client.given_name.clone(),
        patronymic: client.patronymic.clone(),
        sex: match client.sex {
            Sex::Male => 'm',
            Sex::Female => 'f',
        },
        birth_date: client.birth_date,
        iin: client.iin.expose(),
        document_number: client.document_number.clone(),
        document_issued: client.document_issued,
        document_expires: client.document_expires,
        document_issuer: client.document_issuer.clone(),
        email: client.email.clone(),
        phone: client.phone.map(|phone| phone.expose()),
    };
    // Texts and dates only: there is nothing in it that JSON cannot say.
    serde_json::to_string(&document).unwrap_or_default()
}

/// Reads an opened document.
pub(super) fn decode(plain: &[u8]) -> Result<Client, StoreError> {
    serde_json::from_slice(plain).ok().and_then(read).ok_or(StoreError::Damaged { what: "profile" })
}

fn read(document: Document) -> Option<Client> {
    let phone = match &document.phone {
        None => None,
        Some(phone) => Some(Phone::from_register(phone).ok()?),
    };
    let sex = match document.sex {
        'm' => Sex::Male,
        'f' => Sex::Female,
        _ => return None,
    };
    // What was in the future when it was imported was refused then.
    let iin = Iin::parse(&document.iin, NaiveDate::MAX).ok()?;
    (document.v == VERSION).then_some(Client {
        surname: document.surname,
        given_name: document.given_name,
        patronymic: document.patronymic,
        sex,
        birth_date: document.birth_date,
        iin,
        document_number: document.document_number,
        document_issued: document.document_issued,
        document_expires: document.document_expires,
        document_issuer: document.document_issuer,
        email: document.email,
        phone,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cabinet::store::testing;

    #[test]
    fn a_profile_is_what_it_was() {
        for client in [testing::client(), testing::bare_client()] {
            assert!(decode(encode(&client).as_bytes()).unwrap() == client);
        }
    }

    #[test]
    fn a_damaged_document_is_told() {
        let good = encode(&testing::client());
        for (damaged, reason) in [
            (String::new(), "nothing"),
            (good.replace("\"v\":1", "\"v\":2"), "a form not known yet"),
            (good.replace("\"sex\":\"m\"", "\"sex\":\"x\""), "no such sex"),
            (good.replace("850312390008", "850312390009"), "no IIN"),
        ] {
            assert!(damaged != good && decode(damaged.as_bytes()).is_err(), "{reason}");
        }
    }
}
