//! The client's profile: twelve fields, as the register tells them.

use std::fmt;

use chrono::NaiveDate;

use super::iin::{Iin, Sex};
use super::phone::Phone;

/// The profile (профиль), in the order in which it is shown. What the register does not hold is none.
///
/// Prints as nothing but its name: every field is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// Тегі / Фамилия.
    pub surname: String,
    /// Аты / Имя.
    pub given_name: String,
    /// Әкесінің аты / Отчество.
    pub patronymic: Option<String>,
    /// Жынысы / Пол.
    pub sex: Sex,
    /// Туған күні / Дата рождения.
    pub birth_date: NaiveDate,
    /// ЖСН / ИИН.
    pub iin: Iin,
    /// Куәлік нөмірі / Номер удостоверения.
    pub document_number: Option<String>,
    /// Куәліктің берілген күні / Дата выдачи удостоверения.
    pub document_issued: Option<NaiveDate>,
    /// Куәліктің жарамдылық мерзімі / Срок действия удостоверения.
    pub document_expires: Option<NaiveDate>,
    /// Беру органы / Орган выдачи.
    pub document_issuer: Option<String>,
    /// Электрондық пошта / Электронная почта.
    pub email: Option<String>,
    /// Ұялы нөмір / Мобильный номер.
    pub phone: Option<Phone>,
}

/// What the profile has to say about the identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentState {
    /// Good, or its term is not known.
    Valid,
    /// Its last day comes within [`DOCUMENT_NOTICE_DAYS`].
    ExpiresIn {
        /// Days from today; 0 on the last day.
        days: i64,
    },
    /// Its last day has passed.
    Expired,
}

/// How many days before its end the document's term is told.
pub const DOCUMENT_NOTICE_DAYS: i64 = 60;

/// What the register says otherwise than the IIN; a warning of an import, never an error (IIN, “Use”).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IinMismatch {
    /// The birth date.
    BirthDate,
    /// The sex.
    Sex,
}

impl Client {
    /// The state of the identity document on a day; its last day is still good.
    pub fn document_state(&self, today: NaiveDate) -> DocumentState {
        match self.document_expires.map(|last| last.signed_duration_since(today).num_days()) {
            Some(days) if days < 0 => DocumentState::Expired,
            Some(days) if days <= DOCUMENT_NOTICE_DAYS => DocumentState::ExpiresIn { days },
            _ => DocumentState::Valid,
        }
    }

    /// Where birth date and sex differ from those in the IIN; the register's own are shown.
    pub fn iin_mismatches(&self) -> Vec<IinMismatch> {
        let date = self.iin.birth_date().filter(|date| *date != self.birth_date).map(|_| IinMismatch::BirthDate);
        let sex = self.iin.sex().filter(|sex| *sex != self.sex).map(|_| IinMismatch::Sex);
        date.into_iter().chain(sex).collect()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    fn client() -> Client {
        Client {
            surname: "Серікбай".to_owned(),
            given_name: "Айдар".to_owned(),
            patronymic: None,
            sex: Sex::Male,
            birth_date: day("1985-03-12"),
            iin: Iin::parse("850312390008", day("2026-01-01")).unwrap(),
            document_number: None,
            document_issued: None,
            document_expires: Some(day("2026-03-31")),
            document_issuer: None,
            email: None,
            phone: None,
        }
    }

    #[test]
    fn a_document_is_good_through_its_last_day() {
        for (today, expected, reason) in [
            ("2026-01-29", DocumentState::Valid, "61 days before"),
            ("2026-01-30", DocumentState::ExpiresIn { days: 60 }, "60 days before"),
            ("2026-03-31", DocumentState::ExpiresIn { days: 0 }, "the last day"),
            ("2026-04-01", DocumentState::Expired, "the day after"),
        ] {
            assert_eq!(client().document_state(day(today)), expected, "{reason}");
        }
        let unknown = Client { document_expires: None, ..client() };
        assert_eq!(unknown.document_state(day("2100-01-01")), DocumentState::Valid, "no term is known");
    }

    #[test]
    fn the_register_may_differ_from_the_iin() {
        assert_eq!(client().iin_mismatches(), []);
        let other = Client { sex: Sex::Female, birth_date: day("1985-03-13"), ..client() };
        assert_eq!(other.iin_mismatches(), [IinMismatch::BirthDate, IinMismatch::Sex]);
    }

    #[test]
    fn a_client_does_not_print() {
        assert_eq!(format!("{:?}", client()), "Client { .. }");
    }
}
