//! Words of the corpus, and the endings that make plausible sentences of them. Plausible is enough: what matters to a
//! generator of pages is the letters, the lengths of words and their spread.

use super::Dice;

/// A language of the corpus.
pub(crate) trait Language {
    /// `kk` or `ru`.
    fn code(&self) -> &'static str;
    /// A sentence without a capital letter and without a full stop.
    fn sentence(&self, dice: &mut Dice) -> String;
    /// A short phrase for headings, cells and link texts.
    fn phrase(&self, dice: &mut Dice) -> String;
    /// A title for a page of the kind `faq`, `instruction` or `memo`.
    fn title(&self, dice: &mut Dice, kind: &str) -> String;
    /// Words before a link, the header of a table, a term of days.
    fn see(&self) -> &'static str;
    /// Header cells of a table.
    fn columns(&self) -> [&'static str; 3];
    /// A number of days.
    fn days(&self, dice: &mut Dice) -> String;
    /// Names of the tags.
    fn tags(&self) -> Vec<&'static str>;
    /// Names of the categories.
    fn categories(&self) -> [&'static str; 4];
}

fn pick<'a>(dice: &mut Dice, words: &'a str) -> &'a str {
    // The smaller of two draws: the first words are commoner, as in real text.
    let list: Vec<&str> = words.split_whitespace().collect();
    let at = dice.below(list.len()).min(dice.below(list.len()));
    list[at]
}

// --- Kazakh -----------------------------------------------------------------------------------------------------------

pub(crate) struct Kazakh;

const KK_NOUNS: &str = "пәтер үй баспана шарт келісім төлем өтемақы депозит кепіл құжат өтініш мерзім сома банк есепшот тариф қызмет су \
    жылу газ жөндеу акт тізім хабарлама талап сот шағым дәлел бағалау залал шығын айыппұл өсімпұл пайыз несие ипотека жарна салық \
    жеңілдік субсидия кезек бағдарлама әкімдік қор басқарма бөлім маман заңгер нотариус сенімхат мөр көшірме анықтама тіркеу мекенжай \
    ғимарат қабат бөлме есік терезе кілт жиһаз есептегіш көрсеткіш түбіртек аударым карта теңге бюджет жалақы табыс отбасы зейнеткер \
    азамат тұрғын көрші мүлік жер құрылыс компания серіктестік жиналыс дауыс шешім хаттама ереже тәртіп заң бап құқық міндет \
    жауапкершілік сақтандыру полис оқиға өрт тексеру қабылдау тапсыру көшу ұзарту тоқтату өзгерту есептеу келіссөз делдал агент баға \
    аудан қала ауыл көше портал сайт қосымша парақша нысан үлгі қолтаңба код телефон нөмір хат жалдаушы сатушы өкіл мұрагер";
const KK_ADJECTIVES: &str = "жаңа ескі жазбаша толық мерзімді заңды негізгі қосымша тиісті нақты қажетті ақылы тегін уақытша тұрақты \
    ортақ жеке мемлекеттік коммуналдық электрондық бірлескен бекітілген расталған төленген жалпы бірінші екінші соңғы маңызды күрделі";
const KK_VERBS: &str = "жаса төле қайтар жібер тексер рәсімде бекіт толтыр тапсыр қабылда есепте өзгерт тоқтат ұзарт сақта сұра \
    хабарла тірке жүкте көрсет салыстыр бағала түсіндір дайында өткіз аудар анықта белгіле жаңарт пайдалан";
const KK_ADVERBS: &str = "уақтылы бірден алдымен әдетте кейде онлайн толығымен бірге қайтадан әрдайым жазбаша кейін";
const KK_MONTHS: &str = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан";

fn is_front(word: &str) -> bool {
    word.chars()
        .rev()
        .find_map(|c| if "әөүіеи".contains(c) { Some(true) } else { "аоұыуяюё".contains(c).then_some(false) })
        == Some(true)
}

/// Adds an ending chosen by the last letter and by vowel harmony. `forms`: after a vowel, after a voiceless consonant,
/// after another one; each as back and front.
fn bend(word: &str, forms: [[&str; 2]; 3]) -> String {
    let last = word.chars().next_back().unwrap_or(' ');
    let group = if "аәеоөұүыіуияюёэ".contains(last) {
        0
    } else if "пфктшщсқхцчһбвгд".contains(last) {
        1
    } else {
        2
    };
    format!("{word}{}", forms[group][usize::from(is_front(word))])
}

fn kk_case(word: &str, case: usize) -> String {
    bend(
        word,
        match case {
            0 => return word.to_owned(),
            1 => [["ның", "нің"], ["тың", "тің"], ["дың", "дің"]],
            2 => [["ға", "ге"], ["қа", "ке"], ["ға", "ге"]],
            3 => [["ны", "ні"], ["ты", "ті"], ["ды", "ді"]],
            4 => [["да", "де"], ["та", "те"], ["да", "де"]],
            5 => [["дан", "ден"], ["тан", "тен"], ["дан", "ден"]],
            _ => [["лар", "лер"], ["тар", "тер"], ["дар", "дер"]],
        },
    )
}

impl Kazakh {
    fn noun(dice: &mut Dice, case: usize) -> String {
        let word = pick(dice, KK_NOUNS);
        match dice.below(8) {
            0..=3 => kk_case(word, case),
            4..=5 => format!("{} {}", pick(dice, KK_ADJECTIVES), kk_case(word, case)),
            _ => kk_case(&kk_case(word, 6), case),
        }
    }

    fn verb(dice: &mut Dice) -> String {
        bend(pick(dice, KK_VERBS), [["йды", "йді"], ["ады", "еді"], ["ады", "еді"]])
    }

    fn money(dice: &mut Dice) -> String {
        format!("{} {:03} теңге", 15 + dice.below(935), 500 * dice.below(2))
    }
}

impl Language for Kazakh {
    fn code(&self) -> &'static str {
        "kk"
    }

    fn sentence(&self, d: &mut Dice) -> String {
        let n = Self::noun;
        match d.below(8) {
            0 => format!("{} {} {} {}", n(d, 0), n(d, 3), pick(d, KK_ADVERBS), Self::verb(d)),
            1 => format!("егер {} {} болмаса, {} {} {}", n(d, 4), n(d, 0), n(d, 0), n(d, 3), Self::verb(d)),
            2 => format!("{} мөлшері {} болады және {} байланысты өзгереді", n(d, 1), Self::money(d), n(d, 2)),
            3 => format!("{} {} кейін {} күн ішінде {} {}", n(d, 0), n(d, 5), 2 + d.below(28), n(d, 3), Self::verb(d)),
            4 => format!("{} көрсетілген {} {} {} берілуі тиіс", n(d, 4), n(d, 0), n(d, 2), pick(d, KK_ADVERBS)),
            5 => format!(
                "{} жылғы {} {} күнінен бастап {} {} {}",
                2015 + d.below(11),
                1 + d.below(28),
                pick(d, KK_MONTHS),
                n(d, 0),
                n(d, 3),
                Self::verb(d)
            ),
            6 => format!("{} мен {} арасындағы айырмашылық {} түсіндіріледі", n(d, 0), n(d, 0), n(d, 4)),
            _ => format!("{}, {} және {} {} есебінен төленеді", n(d, 0), n(d, 0), n(d, 0), n(d, 1)),
        }
    }

    fn phrase(&self, d: &mut Dice) -> String {
        format!("{} {}", Self::noun(d, 1), Self::noun(d, 0))
    }

    fn title(&self, d: &mut Dice, kind: &str) -> String {
        match kind {
            "faq" => format!("{} {} қалай {}?", Self::noun(d, 0), Self::noun(d, 3), Self::verb(d)),
            "instruction" => format!("{} рәсімдеу: {} және {}", Self::noun(d, 3), Self::noun(d, 0), Self::noun(d, 0)),
            _ => format!("{} жадынама: {}", Self::noun(d, 2), Self::noun(d, 0)),
        }
    }

    fn see(&self) -> &'static str {
        "Толығырақ:"
    }

    fn columns(&self) -> [&'static str; 3] {
        ["Көрсеткіш", "Мерзімі", "Сомасы"]
    }

    fn days(&self, d: &mut Dice) -> String {
        format!("{} күн", 1 + d.below(60))
    }

    fn tags(&self) -> Vec<&'static str> {
        "жалға_алу депозит шарт төлем өтемақы субсидия ипотека жөндеу қызмет айыппұл сот тіркеу кезек салық сақтандыру көшу акт мүлік \
         жатақхана медиация шағым есептегіш кепілдік жеңілдік мұрагерлік құжаттар өтініш қарыз бағалау нотариус"
            .split_whitespace()
            .collect()
    }

    fn categories(&self) -> [&'static str; 4] {
        ["Құпиясөз", "Төлем", "Шарт", "Құжаттар"]
    }
}

// --- Russian ----------------------------------------------------------------------------------------------------------

pub(crate) struct Russian;

const RU_MASCULINE: &str = "договор депозит залог банк кредит процент штраф документ акт ремонт тариф взнос запрос ответ адрес портал сайт \
    номер телефон код образец бланк расчёт возврат отказ спор суд закон пункт объект район город проект план бюджет доход полис осмотр \
    перевод аванс реестр график счёт паспорт налог фонд агент раздел вопрос срок этаж дом";
const RU_FEMININE: &str = "оплат сумм комнат квартир аренд карт выплат справк заявк льгот субсиди услуг ипотек жалоб анкет форм \
    подписк проверк отметк скидк выписк рассрочк ссылк программ систем страниц";
const RU_NEUTER: &str = "заявлени решени соглашени требовани обращени жилищ возмещени начислени погашени уведомлени расторжени продлени \
    изменени подтверждени оформлени страховани предложени помещени здани услови";
const RU_ADJECTIVES: &str = "письменн устн жилищн арендн коммунальн ежемесячн первоначальн дополнительн основн законн необходим временн \
    постоянн совместн государственн электронн согласованн указанн оплаченн просроченн полн бесплатн срочн социальн гражданск";
const RU_VERBS: &str = "оплачива возвраща получа подписыва проверя заполня отправля учитыва указыва рассчитыва удержива изменя расторга \
    продлева сохраня сообща рассматрива объясня собира обеспечива подтвержда устанавлива исправля сравнива оценива выполня реша";
const RU_ADVERBS: &str =
    "своевременно сразу обычно иногда часто бесплатно письменно онлайн полностью частично отдельно всегда ежегодно";
const RU_MONTHS: &str = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря";

impl Russian {
    fn noun(dice: &mut Dice, case: usize) -> String {
        let (stem, gender) = match dice.below(3) {
            0 => (pick(dice, RU_MASCULINE), 0),
            1 => (pick(dice, RU_FEMININE), 1),
            _ => (pick(dice, RU_NEUTER), 2),
        };
        let soft = stem.ends_with(['к', 'г', 'х', 'и']);
        let ending = [
            ["", "а", "у", "", "ом", "е"],
            ["а", if soft { "и" } else { "ы" }, "е", "у", "ой", "е"],
            ["е", "я", "ю", "е", "ем", "и"],
        ][gender][case];
        let word = format!("{stem}{ending}");
        if dice.below(3) > 0 {
            return word;
        }
        let adjective = [
            ["ый", "ого", "ому", "ый", "ым", "ом"],
            ["ая", "ой", "ой", "ую", "ой", "ой"],
            ["ое", "ого", "ому", "ое", "ым", "ом"],
        ][gender][case];
        format!("{}{adjective} {word}", pick(dice, RU_ADJECTIVES))
    }

    fn verb(dice: &mut Dice, ending: &str) -> String {
        format!("{}{ending}", pick(dice, RU_VERBS))
    }

    fn money(dice: &mut Dice) -> String {
        format!("{} {:03} тенге", 15 + dice.below(935), 500 * dice.below(2))
    }
}

impl Language for Russian {
    fn code(&self) -> &'static str {
        "ru"
    }

    fn sentence(&self, d: &mut Dice) -> String {
        let n = Self::noun;
        match d.below(8) {
            0 => format!("{} {} {} {}", n(d, 0), pick(d, RU_ADVERBS), Self::verb(d, "ет"), n(d, 3)),
            1 => format!("если {} не {} {}, стоит обратиться к {}", n(d, 0), Self::verb(d, "ет"), n(d, 3), n(d, 2)),
            2 => format!("размер {} составляет {} и зависит от {}", n(d, 1), Self::money(d), n(d, 1)),
            3 => format!(
                "в течение {} дней после {} нужно {} {}",
                5 + d.below(25),
                n(d, 1),
                Self::verb(d, "ть"),
                n(d, 3)
            ),
            4 => format!("в {} {} указывают {} и {}", n(d, 5), pick(d, RU_ADVERBS), n(d, 3), n(d, 3)),
            5 => format!(
                "с {} {} {} года {} {} {}",
                1 + d.below(28),
                pick(d, RU_MONTHS),
                2015 + d.below(11),
                n(d, 0),
                Self::verb(d, "ет"),
                n(d, 3)
            ),
            6 => format!("разница между {} и {} описана в {}", n(d, 4), n(d, 4), n(d, 5)),
            _ => format!("{}, {} и {} оплачивают за счёт {}", n(d, 3), n(d, 3), n(d, 3), n(d, 1)),
        }
    }

    fn phrase(&self, d: &mut Dice) -> String {
        format!("{} {}", Self::noun(d, 0), Self::noun(d, 1))
    }

    fn title(&self, d: &mut Dice, kind: &str) -> String {
        match kind {
            "faq" => format!("как {} {} по {}?", Self::verb(d, "ть"), Self::noun(d, 3), Self::noun(d, 2)),
            "instruction" => format!("оформляем {}: {} и {}", Self::noun(d, 3), Self::noun(d, 0), Self::noun(d, 0)),
            _ => format!("памятка: {} для {}", Self::noun(d, 0), Self::noun(d, 1)),
        }
    }

    fn see(&self) -> &'static str {
        "Подробнее:"
    }

    fn columns(&self) -> [&'static str; 3] {
        ["Показатель", "Срок", "Сумма"]
    }

    fn days(&self, d: &mut Dice) -> String {
        format!("{} дней", 5 + d.below(16))
    }

    fn tags(&self) -> Vec<&'static str> {
        "аренда депозит договор оплата компенсация субсидия ипотека ремонт услуги неустойка суд регистрация очередь налоги страхование \
         переезд акт имущество общежитие медиация жалоба счётчики гарантия льготы наследство документы заявление задолженность оценка \
         нотариус"
            .split_whitespace()
            .collect()
    }

    fn categories(&self) -> [&'static str; 4] {
        ["Пароль", "Оплата", "Договор", "Документы"]
    }
}
