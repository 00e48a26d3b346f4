//! The profile: twelve fields in four groups. What could help a stranger stands under a mask until it is asked for.

use chrono::NaiveDate;
use serde::Serialize;

use super::strip::{Above, DocumentNotice, Strip};
use crate::portal::client::Client;
use crate::portal::iin::Sex;
use crate::routes;

/// A field under a mask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Masked {
    /// With dots; none where the register holds nothing.
    pub mask: Option<String>,
    /// The value, where it was asked for.
    pub value: Option<String>,
    /// Page that shows it.
    pub reveal_url: String,
}

/// Fields under masks, by the word that asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// ЖСН / ИИН.
    Iin,
    /// Куәлік нөмірі / Номер удостоверения.
    Document,
    /// Электрондық пошта / Электронная почта.
    Email,
    /// Ұялы нөмір / Мобильный номер.
    Phone,
}

impl Secret {
    const ALL: [Self; 4] = [Self::Iin, Self::Document, Self::Email, Self::Phone];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Iin => "iin",
            Self::Document => "document",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// The field of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|secret| secret.code() == code)
    }
}

/// What of the secrets is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    /// Masks alone: how a page opens.
    Nothing,
    /// One field, for a minute.
    One(Secret),
    /// All of them: for the client's own program.
    Everything,
}

/// `cabinet/profile.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// What stands above.
    pub strip: Strip,
    /// Тегі / Фамилия.
    pub surname: String,
    /// Аты / Имя.
    pub given_name: String,
    /// Әкесінің аты / Отчество.
    pub patronymic: Option<String>,
    /// Жынысы / Пол: `male` or `female`.
    pub sex: &'static str,
    /// Туған күні / Дата рождения.
    pub birth_date: NaiveDate,
    /// ЖСН / ИИН.
    pub iin: Masked,
    /// Куәлік нөмірі / Номер удостоверения.
    pub document_number: Masked,
    /// Куәліктің берілген күні / Дата выдачи удостоверения.
    pub document_issued: Option<NaiveDate>,
    /// Куәліктің жарамдылық мерзімі / Срок действия удостоверения.
    pub document_expires: Option<NaiveDate>,
    /// Беру органы / Орган выдачи.
    pub document_issuer: Option<String>,
    /// Электрондық пошта / Электронная почта.
    pub email: Masked,
    /// Ұялы нөмір / Мобильный номер.
    pub phone: Masked,
    /// Is a field without its mask? Then the page goes back to masks in a minute.
    pub revealed: bool,
    /// The page with masks.
    pub masked_url: String,
}

/// Variables of `cabinet/profile.html`.
pub(super) const VARIABLES: &[&str] = &[
    "cabinet",
    "strip",
    "surname",
    "given_name",
    "patronymic",
    "sex",
    "birth_date",
    "iin",
    "document_number",
    "document_issued",
    "document_expires",
    "document_issuer",
    "email",
    "phone",
    "revealed",
    "masked_url",
];

impl Profile {
    /// The profile of a client.
    pub fn of(client: &Client, above: Above<'_>, reveal: Reveal) -> Self {
        let today = above.moment().day;
        let masked_url = routes::cabinet(above.locale, "profile");
        let field = |secret: Secret, value: Option<String>, mask: Option<String>| Masked {
            mask,
            value: value.filter(|_| matches!(reveal, Reveal::Everything) || reveal == Reveal::One(secret)),
            reveal_url: format!("{masked_url}?show={0}#_{0}", secret.code()),
        };
        let mut strip = Strip::of(above);
        strip.document = DocumentNotice::of(client.document_state(today), client.document_expires);
        Self {
            strip,
            surname: client.surname.clone(),
            given_name: client.given_name.clone(),
            patronymic: client.patronymic.clone(),
            sex: match client.sex {
                Sex::Male => "male",
                Sex::Female => "female",
            },
            birth_date: client.birth_date,
            iin: field(Secret::Iin, Some(client.iin.expose()), Some(last(&client.iin.expose(), 4))),
            document_number: field(
                Secret::Document,
                client.document_number.clone(),
                client.document_number.as_deref().map(|number| last(number, 3)),
            ),
            document_issued: client.document_issued,
            document_expires: client.document_expires,
            document_issuer: client.document_issuer.clone(),
            email: field(Secret::Email, client.email.clone(), client.email.as_deref().map(mask_email)),
            phone: field(
                Secret::Phone,
                client.phone.map(|phone| phone_shown(&phone.expose())),
                client.phone.map(|phone| phone.to_string()),
            ),
            revealed: matches!(reveal, Reveal::One(_)),
            masked_url,
        }
    }
}

/// Dots and the last characters; dots alone where there would be nothing to hide.
fn last(text: &str, shown: usize) -> String {
    let length = text.chars().count();
    let hidden = if length >= 2 * shown { length - shown } else { length };
    text.chars().enumerate().map(|(at, c)| if at < hidden { '•' } else { c }).collect()
}

/// The first character, dots, and the host.
fn mask_email(email: &str) -> String {
    let Some((name, host)) = email.rsplit_once('@') else { return last(email, 2) };
    let first: String = name.chars().take(1).collect();
    format!("{first}•••@{host}")
}

/// `+77001234567` → `+7 700 123 45 67`.
fn phone_shown(e164: &str) -> String {
    let digits = e164.trim_start_matches("+7");
    let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default();
    format!("+7 {} {} {} {}", part(0..3), part(3..6), part(6..8), part(8..10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_leave_the_end_and_hide_short_texts_whole() {
        for (masked, expected) in [
            (last("850312390008", 4), "••••••••0008"),
            (last("041234567", 3), "••••••567"),
            (last("12345", 3), "•••••"),
            (mask_email("aidar.serikbay@mail.kz"), "a•••@mail.kz"),
            (mask_email("a@b.kz"), "a•••@b.kz"),
            (mask_email("nothing"), "•••••ng"),
            (phone_shown("+77001234567"), "+7 700 123 45 67"),
        ] {
            assert_eq!(masked, expected);
        }
    }
}
