//! Words that say nothing of what is looked for: small words, words of asking, and helping verbs. They are found, but
//! never wanted.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::words::{fold, stem};
use crate::i18n::Locale;

/// These words only, in no other form; Kazakh ones without Kazakh letters too. Some are endings: after a hyphen they are words of
/// their own, «ЖСН-ім», «2-го».
const FORMS: &str = "
    а без бы в вам вас во вот все всё вы где да даже для до его ее ей ему если есть еще же за и из или им их к ко ли
    меня мне мы на не нет ни но о об он она они от по после при про с со себе себя так там то только у уже я мой моя
    мое мои моего моей моем моих моим мою свой свою своей своего нам нас наш ты тебе это этот эта эти этого этой
    чего чей чем что чтобы нибудь либо какой какая какое какие какого каком какую какой-то кто кому кого
    как когда куда откуда почему зачем сколько столько вообще совсем очень просто ведь тоже также потом теперь сейчас
    сих пор кроме слишком нельзя можно надо нужно нужен нужна нужны должен должна будет буду был была были было быть пожалуйста спасибо
    привет здравствуйте ничего никак
    ал ана бар барма бе ба бен болса болып бола болады болама болмайды болмай бойынша бұл да де дә дегенім деген деп
    дейді дейін егер екен емес енді ең және жоқ жөнінде ма ме ма мен мені менің маған менде менен менімен біз бізге
    бізді сіз сізге сіздің сізден не неге неде немен немене нені неліктен немесе негізі ол оны оның осы осындай па пе
    пен та та те тағы туралы тек ғана үшін үш-ақ шейін қай қайда қайдан қайсы қайсысы қайтіп қалай қандай қанша қашан
    кім кімге кімде соң соны сол сонда ше ғой әлде әлі өзі өзім өзімнің өз арқылы алай алайда ала алам аламын алады
    алсам керек керекпе керегі мүмкін рахмет өтінемін сәлеметсіз сәлем беріңізші айтыңызшы жатыр жатырмын тұр тұрмын
    істеймін істейміз істейді істесем істеу істеуге қаласам қалаймын болғым келеді бірақ ештеңе алдым алдық
    қалдым қойдым кеттім жүрмін жүрміз отырмын жатырмыз тұрмыз білу білуге білемін білгім білсем
    ға ге қа ке ны ні ды ді ты ті ның нің дың дің тың тің нан нен дан ден тан тен ым ім ың ің сы сі го му ый ой ая ое ые ых
    арасы арасында арасындағы аралығы аралығында жайлы жайында ішінде ішіндегі барысында кезінде сайын орнына
";

/// These words in any form.
const RUSSIAN: &str = "
    хотеть мочь смочь делать сделать получаться получиться подсказать помочь помогать объяснить сказать говорить узнать
    значить означать являться стать случиться пытаться являться такой который весь самый
";

/// Words of time, manner and persons, in any form. Where the site has them, they are words like others; where it has not,
/// a query is no less about the site: «бабушке трудно ходить, приносят ли книги домой».
const PASSING_RUSSIAN: &str = "
    вчера сегодня завтра послезавтра позавчера утро вечер днем ночью недавно давно скоро быстро долго срочно снова опять
    заново постоянно всегда никогда иногда часто редко тогда дома домой здесь сюда туда везде прямо вместо обычно нормально
    хорошо плохо трудно легко сильно чуть немного почти большой огромный маленький разный каждый любой целый оба
    уважаемый добрый человек люди знакомый бабушка дедушка мама папа отец мать муж жена сын дочь брат сестра сосед
    друг подруга прошлый нынешний текущий следующий
";
const PASSING_KAZAKH: &str = "
    биыл биылғы былтыр былтырғы келесі өткен кеше кешеден бүгін ертең бүрсігүні таңертең кешке түнде күндіз жақында бұрын бұрыннан көптен бері әрдайым үнемі
    әрқашан кейде жиі тез жылдам ұзақ шұғыл дереу мұнда барлық әр әркім адам кісі жақсы жаман үлкен кішкентай өте тым сәл
    аздап шығар болар оңай қиын апа әже ата ана әке шеше күйеу ұл қыз аға іні қарындас көрші дос
";

static PASSING: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let russian = PASSING_RUSSIAN.split_whitespace().map(|word| stem(Locale::Ru, word));
    let kazakh = PASSING_KAZAKH.split_whitespace().map(|word| stem(Locale::Kk, word));
    russian.chain(kazakh.flat_map(|stem| [fold(&stem), stem])).collect()
});

/// Whether a word that no text has may be passed over.
pub(super) fn is_passing(word: &str) -> bool {
    Locale::ALL.iter().any(|locale| PASSING.contains(&stem(*locale, word)))
}

static STOP: LazyLock<(FxHashSet<String>, FxHashSet<String>)> = LazyLock::new(|| {
    let forms = FORMS.split_whitespace().flat_map(|word| [word.replace('ё', "е"), fold(word)]).collect();
    let stems = RUSSIAN.split_whitespace().map(|word| stem(Locale::Ru, word)).collect();
    (forms, stems)
});

/// Whether a word says nothing by itself.
pub(super) fn is_stop(word: &str) -> bool {
    STOP.0.contains(word) || STOP.1.contains(&stem(Locale::Ru, word))
}

/// Small words that ask, by what they ask for, in both languages. A title that asks for the same is likelier the answer.
const ASKING: [&str; 6] = [
    "когда қашан",
    "где куда откуда қайда қайдан",
    "сколько қанша неше",
    "почему зачем неге неліктен",
    "как қалай қайтіп",
    "кто кому кого кім кімге кімде",
];

/// The words that ask for the same as a small word; none where it asks for nothing.
pub(super) fn asking(word: &str) -> impl Iterator<Item = &'static str> {
    let group = ASKING.iter().find(|group| group.split(' ').any(|known| known == word || fold(known) == word));
    group.into_iter().flat_map(|group| group.split(' '))
}

/// Kazakh verbs that after another in -п only tell how it goes on: «өшіп қалды», «жоғалып кетті».
const HELPING: &str = "қал кет қой ал бер тұр жүр отыр жатыр жат жібер таста шық түс бар кел көр біт";

/// Whether a stem, after the word before it, is a helping verb.
pub(super) fn is_helping(before: &str, stem: &str) -> bool {
    before.ends_with('п') && before.chars().count() > 2 && HELPING.split(' ').any(|helping| helping == stem)
}

/// Small words that turn the word beside them into its opposite.
pub(super) fn is_negation(word: &str) -> bool {
    matches!(word, "не" | "нет" | "без" | "емес" | "жоқ" | "жок")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_and_words_of_asking_say_nothing() {
        for word in ["как", "хочу", "подскажите", "қалай", "калай", "үшін", "ушин", "неге", "может", "білемін", "ім"]
        {
            assert!(is_stop(word), "{word}");
        }
        assert!(asking("кайда").eq(asking("где")) && asking("пароль").next().is_none());
        assert!(is_helping("өшіп", "қал") && !is_helping("төлем", "қал") && !is_helping("өшіп", "төле"));
        for word in ["пароль", "код", "төлем", "өтемақы", "долг", "қалдық", "алу", "шығу", "войти", "оплата"]
        {
            assert!(!is_stop(word), "{word}");
        }
    }
}
