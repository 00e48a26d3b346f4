//! Persons: names in the forms they have in Kazakh and Russian families, IINs that fit birth date and sex.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::dice::Dice;
use crate::portal::account::AccountNumber;
use crate::portal::client::Client;
use crate::portal::iin::{Iin, Sex};
use crate::portal::phone::Phone;

/// A person with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account number.
    pub account: AccountNumber,
    /// The profile.
    pub client: Client,
}

/// Cities with streets of theirs; a house and a flat come by themselves.
pub const CITIES: [(&str, [&str; 4]); 8] = [
    ("Астана", ["Қабанбай батыр даңғылы", "Сығанақ көшесі", "Мәңгілік Ел даңғылы", "Иманов көшесі"]),
    ("Алматы", ["Абай даңғылы", "Төле би көшесі", "Розыбакиев көшесі", "Жандосов көшесі"]),
    ("Шымкент", ["Тәуке хан даңғылы", "Қонаев даңғылы", "Байтұрсынов көшесі", "Республика даңғылы"]),
    ("Қарағанды", ["Бұқар жырау даңғылы", "Нұркен Әбдіров даңғылы", "Гоголь көшесі", "Ермеков көшесі"]),
    ("Ақтөбе", ["Әбілқайыр хан даңғылы", "Санкибай батыр даңғылы", "Маресьев көшесі", "Есет батыр көшесі"]),
    ("Өскемен", ["Қазақстан көшесі", "Сәтбаев даңғылы", "Назарбаев даңғылы", "Протозанов көшесі"]),
    ("Павлодар", ["Академик Сәтбаев көшесі", "Ломов көшесі", "Қайырбаев көшесі", "Торайғыров көшесі"]),
    ("Қостанай", ["Әл-Фараби даңғылы", "Тәуелсіздік көшесі", "Баймағамбетов көшесі", "Абай даңғылы"]),
];

/// Stems of Kazakh surnames that take -ов/-ова or -ев/-ева, written as in documents.
const KAZAKH_SURNAMES: [(&str, &str); 16] = [
    ("Ахметов", "Ахметова"),
    ("Омаров", "Омарова"),
    ("Ибраев", "Ибраева"),
    ("Сәрсенов", "Сәрсенова"),
    ("Жұмабаев", "Жұмабаева"),
    ("Қасымов", "Қасымова"),
    ("Оспанов", "Оспанова"),
    ("Нұрпейісов", "Нұрпейісова"),
    ("Әбдірахманов", "Әбдірахманова"),
    ("Сейтқалиев", "Сейтқалиева"),
    ("Төлегенов", "Төлегенова"),
    ("Бекмұратов", "Бекмұратова"),
    // The older form, alike for men and women.
    ("Серікбай", "Серікбай"),
    ("Қуаныш", "Қуаныш"),
    ("Мұрат", "Мұрат"),
    ("Бейсен", "Бейсен"),
];
const KAZAKH_MEN: [&str; 12] = [
    "Айдар",
    "Нұрлан",
    "Ержан",
    "Бауыржан",
    "Дәурен",
    "Қайрат",
    "Асхат",
    "Мейрам",
    "Әділет",
    "Санжар",
    "Тимур",
    "Жандос",
];
const KAZAKH_WOMEN: [&str; 12] = [
    "Айгүл",
    "Гүлнар",
    "Динара",
    "Әсел",
    "Жанар",
    "Мәдина",
    "Салтанат",
    "Ботагөз",
    "Әйгерім",
    "Назгүл",
    "Қарлығаш",
    "Сәуле",
];
/// Names of fathers with the ending that their vowels ask for: -ұлы/-қызы, and the Russian form in documents.
const KAZAKH_FATHERS: [(&str, &str, &str, &str); 8] = [
    ("Нұрланұлы", "Нұрланқызы", "Нұрланович", "Нұрлановна"),
    ("Серікұлы", "Серікқызы", "Серікович", "Серіковна"),
    ("Қайратұлы", "Қайратқызы", "Қайратович", "Қайратовна"),
    ("Ерланұлы", "Ерланқызы", "Ерланович", "Ерлановна"),
    ("Болатұлы", "Болатқызы", "Болатович", "Болатовна"),
    ("Маратұлы", "Маратқызы", "Маратович", "Маратовна"),
    ("Әбілқайырұлы", "Әбілқайырқызы", "Әбілқайырович", "Әбілқайыровна"),
    ("Жұмабекұлы", "Жұмабекқызы", "Жұмабекович", "Жұмабековна"),
];
const RUSSIAN_SURNAMES: [(&str, &str); 12] = [
    ("Иванов", "Иванова"),
    ("Кузнецов", "Кузнецова"),
    ("Соколов", "Соколова"),
    ("Попов", "Попова"),
    ("Лебедев", "Лебедева"),
    ("Новиков", "Новикова"),
    ("Морозов", "Морозова"),
    ("Волков", "Волкова"),
    ("Зайцев", "Зайцева"),
    ("Павлов", "Павлова"),
    ("Шевченко", "Шевченко"),
    ("Ким", "Ким"),
];
const RUSSIAN_MEN: [&str; 8] = ["Александр", "Дмитрий", "Сергей", "Андрей", "Алексей", "Максим", "Виктор", "Пётр"];
const RUSSIAN_WOMEN: [&str; 8] = ["Елена", "Ольга", "Наталья", "Татьяна", "Ирина", "Светлана", "Анна", "Мария"];
const RUSSIAN_FATHERS: [(&str, &str); 8] = [
    ("Александрович", "Александровна"),
    ("Сергеевич", "Сергеевна"),
    ("Владимирович", "Владимировна"),
    ("Николаевич", "Николаевна"),
    ("Петрович", "Петровна"),
    ("Андреевич", "Андреевна"),
    ("Викторович", "Викторовна"),
    ("Юрьевич", "Юрьевна"),
];

/// Prefixes of mobile numbers.
const PREFIXES: [&str; 6] = ["700", "701", "705", "707", "747", "777"];

/// Draws a person; the number makes account, IIN serial and phone unlike those of any other of the set.
pub fn draw(dice: &mut Dice, number: u64, today: NaiveDate) -> Person {
    let sex = if dice.happens(52) { Sex::Female } else { Sex::Male };
    let (surname, given_name, patronymic) = name(dice, sex);
    let age = dice.between(24, 68);
    let birth_date = before(today, age * 12, dice.below(365));
    let (birth_date, iin) = iin(birth_date, sex, number);
    let document = (!dice.happens(2)).then(|| {
        let issued = before(today, 0, dice.below(9 * 365));
        // Ten years, less a day; some have run out, and one in forty soon does.
        let expires = if dice.happens(3) { before(issued, 0, 1) } else { ten_years(issued) };
        let expires = if dice.happens(2) { today + Days::new(dice.below(60)) } else { expires };
        (format!("0{:08}", 10_000_000 + dice.below(80_000_000)), issued, expires.max(issued))
    });
    let (document_number, document_issued, document_expires) = match document {
        Some((number, issued, expires)) => (Some(number), Some(issued), Some(expires)),
        None => (None, None, None),
    };
    let phone = format!("+7{}{:07}", dice.pick(&PREFIXES), number % 10_000_000);
    Person {
        account: account(number),
        client: Client {
            surname,
            given_name,
            patronymic,
            sex,
            birth_date,
            iin,
            document_number,
            document_issued,
            document_expires,
            document_issuer: document_issued.map(|_| if dice.happens(80) { "ҚР ІІМ" } else { "ҚР ӘМ" }.to_owned()),
            email: dice.happens(55).then(|| format!("client{number}@example.kz")),
            phone: Phone::from_register(&phone).ok().filter(|_| !dice.happens(1)),
        },
    }
}

/// The account of a client: ten digits.
pub(super) fn account(number: u64) -> AccountNumber {
    let digits = format!("{:010}", 1_000_000_001 + number % 8_999_999_998);
    #[expect(clippy::expect_used, reason = "ten digits are an account number")]
    AccountNumber::parse(&digits).expect("ten digits")
}

fn name(dice: &mut Dice, sex: Sex) -> (String, String, Option<String>) {
    let of = |pair: &(&str, &str)| if sex == Sex::Male { pair.0 } else { pair.1 }.to_owned();
    if dice.happens(70) {
        let surname = of(dice.pick(&KAZAKH_SURNAMES));
        let given = dice.pick(if sex == Sex::Male { &KAZAKH_MEN } else { &KAZAKH_WOMEN });
        let father = *dice.pick(&KAZAKH_FATHERS);
        let patronymic = match dice.below(10) {
            0..6 => Some(of(&(father.0, father.1))),
            6..9 => Some(of(&(father.2, father.3))),
            _ => None,
        };
        return (surname, (*given).to_owned(), patronymic);
    }
    let surname = of(dice.pick(&RUSSIAN_SURNAMES));
    let given = dice.pick(if sex == Sex::Male { &RUSSIAN_MEN } else { &RUSSIAN_WOMEN });
    let father = of(dice.pick(&RUSSIAN_FATHERS));
    (surname, (*given).to_owned(), (!dice.happens(5)).then_some(father))
}

/// An IIN of about this birth date, unlike that of any other of the set: the serial goes through the even numbers below
/// [`PERSONAS`], and clients who share it are born on days that differ by less than [`ROUND`]. Where a number is never
/// issued, the odd serial after it is.
fn iin(birth_date: NaiveDate, sex: Sex, number: u64) -> (NaiveDate, Iin) {
    let (serial, round) = (number % (PERSONAS / 2) * 2, number / (PERSONAS / 2) % ROUND);
    let days = u64::try_from(birth_date.num_days_from_ce()).unwrap_or(0);
    let day = before(birth_date, 0, (days + ROUND - round) % ROUND);
    #[expect(
        clippy::expect_used,
        reason = "the weight of the last digit of a serial is 0 in the first pass, 2 in the second"
    )]
    let iin =
        with_serial(day, sex, serial).or_else(|| with_serial(day, sex, serial + 1)).expect("one of two is issued");
    (day, iin)
}

/// Serials from here on are those of the personas.
pub(super) const PERSONAS: u64 = 9900;

/// So many clients may share a serial.
const ROUND: u64 = 512;

/// The IIN of a day, a sex and a serial; none where none is ever issued.
pub(super) fn with_serial(day: NaiveDate, sex: Sex, serial: u64) -> Option<Iin> {
    let century = match (day.year() < 2000, sex) {
        (true, Sex::Male) => 3,
        (true, Sex::Female) => 4,
        (false, Sex::Male) => 5,
        (false, Sex::Female) => 6,
    };
    let first = format!("{}{century}{serial:04}", day.format("%y%m%d"));
    (0..10).find_map(|check| Iin::parse(&format!("{first}{check}"), NaiveDate::MAX).ok())
}

/// A day so many months and days before another.
pub(super) fn before(day: NaiveDate, months: i64, days: u64) -> NaiveDate {
    let months = Months::new(u32::try_from(months).unwrap_or(0));
    day.checked_sub_months(months).and_then(|day| day.checked_sub_days(Days::new(days))).unwrap_or(day)
}

fn ten_years(issued: NaiveDate) -> NaiveDate {
    issued.checked_add_months(Months::new(120)).and_then(|day| day.pred_opt()).unwrap_or(issued)
}
