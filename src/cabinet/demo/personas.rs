//! The clients that a demonstration signs in with: always the same, whatever the seed.

use chrono::{Datelike as _, Days, NaiveDate};

use super::contracts::{Conduct, Terms, make};
use super::people::{self, PERSONAS, before};
use crate::cabinet::import::{Facts, Stated, Told};
use crate::portal::account::AccountNumber;
use crate::portal::client::Client;
use crate::portal::contract::{Collateral, Kind};
use crate::portal::contract_number::ContractNumber;
use crate::portal::iin::{Iin, Sex};
use crate::portal::phone::Phone;

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub struct Persona {
    /// The account number.
    pub account: AccountNumber,
    /// The IIN.
    pub iin: Iin,
    /// The phone that codes go to.
    pub phone: Phone,
    /// The number of a contract.
    pub contract: ContractNumber,
    /// The day on which it was concluded.
    pub concluded: NaiveDate,
    /// The password that is set from the beginning; without one, first authorization comes first.
    pub password: Option<&'static str>,
}

/// What each persona has.
struct Outline {
    surname: &'static str,
    given_name: &'static str,
    patronymic: Option<&'static str>,
    sex: Sex,
    born: (i32, u32, u32),
    phone: &'static str,
    password: Option<&'static str>,
    /// Days from today to the end of the document.
    document: u64,
    contracts: fn(NaiveDate) -> Vec<(Facts, Stated)>,
}

const OUTLINES: [Outline; 3] = [
    // The instruction's example, and a loan beside it.
    Outline {
        surname: "Серікбай",
        given_name: "Айгерім",
        patronymic: Some("Нұрланқызы"),
        sex: Sex::Female,
        born: (1988, 4, 17),
        phone: "+77001112233",
        password: Some("Кестем-Дайын7"),
        document: 5 * 365,
        contracts: |today| vec![example(today), steady_loan(today)],
    },
    // One loan in arrears with every kind of debt; no patronymic; a document about to run out.
    Outline {
        surname: "Ким",
        given_name: "Виктор",
        patronymic: None,
        sex: Sex::Male,
        born: (1979, 11, 2),
        phone: "+77012223344",
        password: None,
        document: 50,
        contracts: |today| vec![arrears(today)],
    },
    // Three: a closed one, a lease with late and divided payments, a loan that has just begun.
    Outline {
        surname: "Ахметов",
        given_name: "Дәурен",
        patronymic: Some("Қайратович"),
        sex: Sex::Male,
        born: (1969, 2, 28),
        phone: "+77473334455",
        password: None,
        document: 900,
        contracts: |today| vec![closed(today), uneven_lease(today), new_loan(today)],
    },
];

/// How many there are.
pub const COUNT: usize = OUTLINES.len();

/// The personas as of a day.
pub fn personas(today: NaiveDate) -> Vec<Persona> {
    let persona = |(at, outline): (usize, &Outline)| {
        let told = told(at, today)?;
        let contract = told.contracts.first()?.contract.clone();
        Some(Persona {
            account: told.account,
            iin: told.client.iin,
            phone: told.client.phone?,
            contract: contract.number,
            concluded: contract.concluded,
            password: outline.password,
        })
    };
    OUTLINES.iter().enumerate().filter_map(persona).collect()
}

/// What the register tells of a persona; none behind the last.
pub(super) fn told(at: usize, today: NaiveDate) -> Option<Told> {
    let outline = OUTLINES.get(at)?;
    let (year, month, day) = outline.born;
    let birth_date = NaiveDate::from_ymd_opt(year, month, day)?;
    // One serial in a hundred is never issued.
    let iin = (PERSONAS..10_000).find_map(|serial| people::with_serial(birth_date, outline.sex, serial))?;
    let expires = today.checked_add_days(Days::new(outline.document))?;
    let client = Client {
        surname: outline.surname.to_owned(),
        given_name: outline.given_name.to_owned(),
        patronymic: outline.patronymic.map(str::to_owned),
        sex: outline.sex,
        birth_date,
        iin,
        document_number: Some(format!("04{:07}", 3_210_987 + at * 1_111)),
        document_issued: Some(before(expires, 120, 0)),
        document_expires: Some(expires),
        document_issuer: Some("ҚР ІІМ".to_owned()),
        email: (at != 1).then(|| format!("persona{}@example.kz", at + 1)),
        phone: Phone::from_register(outline.phone).ok(),
    };
    let (contracts, stated) = (outline.contracts)(today).into_iter().unzip();
    Some(Told { account: people::account(at as u64), client, contracts, stated })
}

/// The number has the year in which the contract was concluded, as those of the register have.
fn terms(serial: u32, kind: Kind, concluded: NaiveDate, months: u32, sum: i64, day: u8, address: &str) -> Terms {
    let (series, collateral, rate) = match kind {
        Kind::Loan => ("ЖЗ", Collateral::Flat, 70),
        Kind::LeaseWithPurchase => ("АР", Collateral::None, 50),
    };
    Terms {
        number: format!("{series}-{}/{serial:06}", concluded.year()),
        kind,
        collateral,
        address: address.to_owned(),
        concluded,
        months,
        rate,
        sum,
        day,
    }
}

/// Due the 10th, deposited the 8th, debited the 25th, since 2021: the payment of 10 July 2022 is the instruction's.
fn example(today: NaiveDate) -> (Facts, Stated) {
    let concluded = NaiveDate::from_ymd_opt(2021, 9, 14).unwrap_or(today);
    let address = "Астана, Қабанбай батыр даңғылы, 60-үй, 15-пәтер";
    let terms = terms(1234, Kind::LeaseWithPurchase, concluded, 240, 18_500_000, 10, address);
    make(&terms, |_| Conduct::InTime(2, 15), 0, today)
}

fn steady_loan(today: NaiveDate) -> (Facts, Stated) {
    let address = "Астана, Сығанақ көшесі, 14-үй, 88-пәтер";
    let terms = terms(777, Kind::Loan, before(today, 90, 0), 180, 12_300_000, 20, address);
    make(&terms, |at| if at == 40 { Conduct::Late(6) } else { Conduct::InTime(4, 0) }, 1, today)
}

fn arrears(today: NaiveDate) -> (Facts, Stated) {
    let address = "Алматы, Абай даңғылы, 150-үй, 7-пәтер";
    let terms = terms(42, Kind::Loan, before(today, 70, 3), 120, 9_800_000, 5, address);
    // Payments stopped half a year ago, the first of them halfway.
    let conduct = |at: usize| match at {
        0..62 => Conduct::InTime(3, 1),
        62 => Conduct::Short(45),
        _ => Conduct::Missing,
    };
    make(&terms, conduct, 0, today)
}

fn closed(today: NaiveDate) -> (Facts, Stated) {
    let address = "Шымкент, Тәуке хан даңғылы, 5-үй, 31-пәтер";
    let terms = terms(15, Kind::Loan, before(today, 135, 0), 120, 6_400_000, 15, address);
    make(&terms, |_| Conduct::InTime(5, 0), 0, today)
}

fn uneven_lease(today: NaiveDate) -> (Facts, Stated) {
    let address = "Шымкент, Қонаев даңғылы, 83-үй, 12-пәтер";
    let terms = terms(310, Kind::LeaseWithPurchase, before(today, 100, 0), 180, 15_000_000, 31, address);
    let conduct = |at: usize| match at % 12 {
        3 => Conduct::Late(9),
        8 => Conduct::InParts(4),
        _ => Conduct::InTime(6, 12),
    };
    make(&terms, conduct, 0, today)
}

fn new_loan(today: NaiveDate) -> (Facts, Stated) {
    let address = "Шымкент, Республика даңғылы, 22-үй, 101-пәтер";
    let terms = terms(901, Kind::Loan, before(today, 0, 12), 240, 28_000_000, 28, address);
    make(&terms, |_| Conduct::InTime(1, 0), 0, today)
}
