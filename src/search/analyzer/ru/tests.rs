//! Tables of words and their stems, and what holds for any word.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Reason: forms, an arrow, the stem of all of them.
const TABLE: &str = "
    masculine: договор договора договору договором договоре договоры договоров договорам договорами договорах
        → договор
    masculine, soft: рубль рубля рублю рублем рубле рубли рублей рублям рублями рублях
        → рубль
    masculine after ж, ч: платеж платежа платежу платежом платежи платежей платежами
        → платеж
    masculine in -ий: комментарий комментария комментарию
        → комментарий
    a fleeting о: остаток остатка остатком остатки остатков
        → остаток
    a fleeting е: день дня дню днем дней днями
        → день
    a fleeting е before й: заем займа займу займов займами
        → заем
    feminine: сумма суммы сумме сумму суммой сумм суммам
        → сумма
    feminine, a fleeting о: ошибка ошибки ошибку ошибкой ошибок ошибками
        → ошибка
    feminine, a fleeting е: рассрочка рассрочки рассрочку рассрочек
        → рассрочка
    feminine in -ия: компенсация компенсации компенсацию компенсаций
        → компенсация
    feminine in a soft sign: задолженность задолженности задолженностью задолженностей
        → задолженность
    feminine in -ня: пеня пеню пеней
        → пеня
    neuter in -ие: списание списания списанию списанием списаний
        → списание
    neuter in -ье: жилье жилья жильем
        → жилье
    neuter in -о: право права праву правами
        → право
    neuter, a fleeting о: окно окна окну окон окнами
        → окно
    neuter in -мя: время времени временем времена времен
        → время
    another word for many: человек человека люди людей людям
        → человек
    … and: ребенок ребенка дети детей детям
        → ребенок
    … and: год года году годов лет
        → год
    plural in -ья: брат брата братом братьев
        → брат
    adjectives: личный личного личному личным личном личная личную личные личных личными
        → личный
    adjectives after к: высокий высокого высокая высокую высокие высоких выше
        → высокий
    soft adjectives: последний последнего последней последнюю последние последних
        → последний
    adjectives in -ой have the key of those in -ый: жилой жилого жилая жилые жилых
        → жилый
    short forms: важный важен важна важно важны
        → важный
    comparison: быстрый быстрее
        → быстрый
    verbs in -ать: читать читаю читает читают читал читала читай
        → читать
    verbs in -овать: использовать использую использует используют использовал используйте использованный
        → использовать
    verbs in -ить that change т: оплатить оплачу оплатит оплатят оплатил оплатите оплаченный оплачен оплачено
        → оплатить
    … с: просить прошу просит просят просил
        → просить
    … д: проверить проверю проверит проверил проверен проверено
        → проверить
    … в: оформить оформлю оформит оформил оформлен оформленный
        → оформить
    … ст: внести внесу внесет внес внесла внесен внесено
        → внести
    verbs in -ать that change с: писать пишу пишет пишут писал
        → писать
    … з: сказать скажу скажет сказал сказано
        → сказать
    verbs in -нуть: вернуть верну вернет вернул верните
        → вернуть
    verbs in -чь: помочь помогу поможет помогут помог помогла
        → помочь
    verbs in -сти: ввести введу введет ввел ввела введен введите введенный
        → ввести
    verbs in -ереть: умереть умер умерла умрут
        → умереть
    go: войти войду войдет вошел вошла войдите
        → войти
    take: взять возьму возьмет взял взяла возьмите
        → взять
    receive: принять приму примет принял приняла принят принято
        → принять
    participles of the present: работающий работающего работающих работающим
        → работать
    with -ся: зарегистрироваться зарегистрировался зарегистрировалась зарегистрируйтесь зарегистрируется
        → зарегистрироваться
    with -сь: остаться осталась остались останется
        → остаться
    ё is е: счёт счета счёта
        → счет
    capital letters: ДОГОВОР Договора
        → договор
    the last part of a compound: онлайн-договора онлайн-договор
        → онлайн-договор
    what does not change: тенге смс
        =
";

#[test]
fn words_have_their_stems() {
    let mut count = 0;
    let mut wrong = Vec::new();
    let mut lines = TABLE.lines().map(str::trim).filter(|line| !line.is_empty());
    while let (Some(first), Some(second)) = (lines.next(), lines.next()) {
        let (reason, forms) = first.rsplit_once(": ").unwrap();
        for form in forms.split(' ') {
            count += 1;
            let expected = second.strip_prefix("→ ").unwrap_or(form);
            let found = stem(form);
            if found != expected {
                wrong.push(format!("{form} → {found}, not {expected}: {reason}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 250, "{count} rows");
}

#[test]
fn the_first_reading_is_the_stem() {
    for word in TABLE.split_whitespace() {
        assert_eq!(stem(word), analyze(word)[0].stem.as_str(), "{word}");
    }
}

#[test]
fn letters_have_numbers_of_their_own() {
    let alphabet = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
    let codes: BTreeSet<u8> = alphabet.chars().map(code).collect();
    assert_eq!(codes.len(), 32);
    for c in alphabet.chars() {
        assert_eq!(letter(code(c)), c);
    }
    assert!(include_bytes!("stems.bin").len() < 1_000_000);
}

#[test]
fn anything_may_be_asked() {
    let long = "ба".repeat(5_000);
    for word in ["", "-", "--", "а", "-а", "а-", "ъ", "ь", "ся", "сь", "1", "🏠", long.as_str(), "ы-ы-ы-ы", "ами"]
    {
        let _ = (stem(word), analyze(word));
    }
    assert_eq!(stem(""), "");
}

proptest! {
    #[test]
    fn any_text_has_a_stem(text in "\\PC{0,60}") {
        let found = stem(&text).into_owned();
        prop_assert_eq!(&found, &analyze(&text)[0].stem);
    }

    #[test]
    fn a_word_has_a_stem_that_is_not_empty(word in "[а-яё]{1,24}") {
        prop_assert!(!stem(&word).is_empty());
    }

    #[test]
    fn case_does_not_count(word in "[а-яё]{1,16}") {
        prop_assert_eq!(stem(&word.to_uppercase()).into_owned(), stem(&word).into_owned());
    }
}
