//! The commonest passwords, made by rules: a word that people choose, and what people do to it.
//!
//! [`KnownWords`](super::KnownWords) compares words without the digits and symbols at their ends, so every entry stands for
//! a family: `алматы` is `Алматы2024!`, `Алматы_1` and `@лматы777`. What people do to the word itself stands here: the other
//! keyboard layout, Latin letters, writing it twice; and walks over the keyboard.

/// What people in Kazakhstan choose: in Kazakh.
const KAZAKH: &str = "\
құпиясөз құпия пароль сәлем сәлеметсіз қазақстан қазақ астана алматы шымкент қарағанды ақтөбе тараз павлодар өскемен семей \
атырау қостанай қызылорда орал петропавл ақтау теміртау түркістан көкшетау талдықорған екібастұз рудный жаңаөзен балқаш \
жезқазған кентау сәтбаев қаскелең арқалық степногор щучинск бурабай байқоңыр қонаев отан атамекен туған ел жер дала тау \
теңіз көл өзен арыс барыс қасқыр бүркіт арыстан жолбарыс аққу қыран тұлпар арғымақ жұлдыз күн ай аспан нұр бақыт махаббат \
сүйемін жаным жүрегім айналайын балам балапан қызым ұлым ана анашым әке әкешім апа ата әже аға іні қарындас дос достым \
бауырым отбасы үйім үй отау пәтер кілт есік шаңырақ шарт несие қарыз ипотека ақша теңге банк жинақ салым табыс байлық \
берекет мереке наурыз жаңажыл тәуелсіздік жеңіс бейбітшілік бостандық абай абылай абылайхан шоқан ыбырай мұхтар жамбыл \
қаныш бауыржан айдос нұрсұлтан ерлан асқар бекзат дәурен ержан жандос қайрат марат мақсат мұрат нұрлан олжас рауан рүстем \
сәкен серік тимур талғат темірлан ұлан айдар айбек алмас арман асан бақытжан болат ғалым дархан даниал данияр дидар ернар \
ерасыл әлихан әділ айзере айша айгүл айнұр айдана айару ақмарал алия алтынай анара аружан асель асем әсем бота ботагөз \
гаухар гүлнар гүлмира гүлсім дана дариға дина динара жадыра жанар жанна жібек зарина зере инжу камила қарлығаш қымбат \
ләззат ляззат маржан меруерт мөлдір назерке назым нұргүл раушан сабина сания сәуле томирис ұлбосын шолпан \
сымбат еркежан інжу еркін ерке мектеп ұстаз мұғалім студент дәрігер жұмыс кеңсе қызмет кабинет жекекабинет портал тұрғынүй \
сатыпалу төлем кесте мәлімет кіру";

/// In Russian.
const RUSSIAN: &str = "\
пароль парольпароль привет приветик любовь люблю любимый любимая люблютебя солнце солнышко зайка зайчик котик кошка котенок \
собака медведь мишка тигр лев волк орел дракон сокол пантера ангел ангелочек демон дьявол король королева принцесса принц \
россия казахстан москва питер минск киев астана алматы алмата шымкент караганда актобе тараз павлодар усть семей атырау \
костанай кызылорда уральск петропавловск актау темиртау туркестан кокшетау талдыкорган экибастуз байконур нурсултан родина \
мама папа мамочка папочка мамаипапа мамапапа бабушка дедушка сестра брат братишка сын сынок дочка доченька семья моясемья дети \
ребенок малыш малышка друг дружба подруга счастье счастливая удача победа свобода мечта надежда вера надеждалюбовь жизнь \
весна лето осень зима январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь понедельник пятница \
суббота воскресенье утро вечер ночь звезда небо море океан река гора лес цветок роза ромашка береза яблоко клубника вишня \
малина арбуз банан персик шоколад конфета сахар кофе чай пиво водка футбол хоккей динамо спартак зенит локомотив чемпион \
машина мотор тойота мерседес лада камаз компьютер интернет админ администратор пользователь логин вход войти пинкод \
секрет секретный тайна ключ замок доступ система тест тестовый проверка работа офис директор начальник бухгалтер бухгалтерия \
менеджер учитель школа университет студент доктор врач инженер деньги богатство миллион тенге рубль доллар банк кредит \
ипотека займ долг договор платеж график дом квартира моя мойдом кабинет личныйкабинет портал жилье недвижимость аренда выкуп \
александр александра саша сашенька алексей алена алиса алина альбина анастасия настя настенька анатолий ангелина андрей анна \
аня анечка антон антонина артем артур борис вадим валентин валентина валерий валерия василий вера вероника виктор виктория вика \
виталий владимир вова владислав влад вячеслав слава галина геннадий георгий григорий дарья даша денис дима диана дмитрий \
евгений евгения женя екатерина катя катюша елена лена леночка елизавета лиза иван ваня игорь илья инна ирина ира кирилл \
константин костя кристина ксения лариса леонид лидия любаша людмила люда максим макс маргарита рита марина мария маша машенька \
михаил миша надежда надя наталья наташа никита николай коля оксана олег ольга оля оленька павел паша петр петя полина раиса \
роман рома руслан светлана света свет сергей серега сережа софия соня станислав стас степан тамара татьяна таня танюша тимофей \
ульяна федор юлия юля юрий яна ярослав салам асылбек айгерим айгуль айнур алия асель динара гульнара жанна зарина карлыгаш \
мадина нурлан ерлан серик марат самат санжар тимур болат бауыржан жанара";

/// In Latin letters.
const LATIN: &str = "\
password passwort passw pass passwd passcode mypassword admin administrator root user username guest login letmein welcome \
welcomehome hello hellokitty secret master superman superuser batman spiderman ironman starwars pokemon naruto sasuke minecraft \
roblox fortnite counterstrike dota football soccer hockey baseball basketball champion winner liverpool arsenal chelsea barcelona \
realmadrid manchester juventus kairat ronaldo messi monkey dragon tiger lion eagle falcon phoenix panther wolf bear horse dolphin \
butterfly flower rose sunshine summer winter spring autumn monday friday sunday january february march april june july august \
september october november december love loveyou iloveyou ilove lovely mylove princess prince queen king angel baby babygirl \
babyboy sweet sweety honey sugar chocolate cookie coffee apple banana orange cherry purple yellow silver golden diamond crystal \
freedom forever family mother father mama papa sister brother friend friends happy lucky smile magic dream heaven shadow hunter \
killer ninja samurai pirate soldier warrior viking hacker matrix cyber computer internet google facebook instagram telegram \
whatsapp youtube tiktok microsoft windows linux android samsung nokia xiaomi huawei iphone apple toyota mercedes porsche ferrari \
mustang corvette bmw audi honda nissan hyundai lexus camry trustno trustme changeme changeit default temp temporary test testing \
tester demo sample example access system server database oracle mysql qwerty azerty money dollar bitcoin banking bank credit \
cabinet portal account client office manager director security service support school student teacher doctor company business \
kazakhstan kazakh almaty astana shymkent aktau aktobe atyrau karaganda pavlodar taraz semey russia moscow london paris berlin \
alexander alex alexandr alexey alina anastasia andrew andrey angela anna anton arman artem asel askar aidar aidos aigerim aigul \
daniel daniil daniyar dana darya dasha david denis diana dima dinara dmitry elena ekaterina erlan evgeny gulnara igor ilya irina \
ivan jessica julia kate katya kirill kristina lena madina maria marina masha max maxim michael michelle mikhail nastya natalia \
natasha nikita nikolay nurlan nursultan oleg olga pavel pavlik peter roman ruslan sabina samat sasha sergey sofia stas svetlana \
tanya tatiana timur valentina victor victoria vladimir yulia zarina zhanna robert thomas george charlie ashley jennifer amanda \
nicole jordan harley buster tigger ginger pepper maggie snoopy garfield merlin gandalf hogwarts mordor zxcv otau";

/// The keys of both layouts, row by row.
const ROWS: [(&str, &str); 3] =
    [("qwertyuiop[]", "йцукенгшщзхъ"), ("asdfghjkl;'", "фывапролджэ"), ("zxcvbnm,.", "ячсмитьбю")];

/// The row of digits.
const DIGITS: &str = "1234567890";

/// Cyrillic letters in Latin ones, as people write them in messages.
const LATIN_OF: [(char, &str); 42] = [
    ('а', "a"),
    ('ә', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('ғ', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ё', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "i"),
    ('к', "k"),
    ('қ', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('ң', "n"),
    ('о', "o"),
    ('ө', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ұ', "u"),
    ('ү', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('һ', "h"),
    ('ц', "c"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "sh"),
    ('ъ', ""),
    ('ы', "y"),
    ('і', "i"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "yu"),
    ('я', "ya"),
];

/// All of them; some more than once.
pub(super) fn words() -> impl Iterator<Item = String> {
    let chosen = [KAZAKH, RUSSIAN, LATIN].into_iter().flat_map(str::split_whitespace);
    chosen.flat_map(varied).chain(walks())
}

/// A word and what people do to it.
fn varied(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned(), word.repeat(2), on_the_other_layout(word)];
    if !word.is_ascii() {
        all.push(in_latin(word));
    }
    all
}

/// The word as it comes out when the keyboard is set to the other language. Letters that are on neither stay.
fn on_the_other_layout(word: &str) -> String {
    let pairs = || ROWS.iter().flat_map(|(latin, cyrillic)| latin.chars().zip(cyrillic.chars()));
    let other = |letter: char| {
        let pair = pairs().find(|(latin, cyrillic)| [*latin, *cyrillic].contains(&letter));
        pair.map_or(letter, |(latin, cyrillic)| if letter == latin { cyrillic } else { latin })
    };
    word.chars().map(other).collect()
}

fn in_latin(word: &str) -> String {
    let latin =
        |letter: char| LATIN_OF.iter().find(|(cyrillic, _)| *cyrillic == letter).map_or("", |(_, latin)| *latin);
    word.chars().map(latin).collect()
}

/// Walks over the keyboard: along a row, back, there and back; down the columns; in zigzag with the digits; repeated keys.
fn walks() -> Vec<String> {
    let mut all = Vec::new();
    for (latin, cyrillic) in ROWS {
        for row in [latin, cyrillic] {
            along(row, &mut all);
        }
    }
    for layout in 0..2 {
        let rows: Vec<Vec<char>> =
            ROWS.iter().map(|row| if layout == 0 { row.0 } else { row.1 }.chars().collect()).collect();
        down(&rows, &mut all);
        zigzag(&rows[0], &mut all);
        let whole: String = rows.iter().flatten().collect();
        all.push(whole);
    }
    all.extend(["abcdef", "abcdefg", "abcdefgh", "abc", "абвгд", "абвгдеж", "абв", "әіңғүұқө"].map(ToOwned::to_owned));
    all
}

fn along(row: &str, all: &mut Vec<String>) {
    let keys: Vec<char> = row.chars().collect();
    for from in 0..keys.len() {
        for to in from + 3..=keys.len() {
            let there: String = keys[from..to].iter().collect();
            let back: String = keys[from..to].iter().rev().collect();
            all.extend([there.clone() + &back, there.repeat(2), there, back]);
        }
        all.extend((3..=8).map(|times| keys[from].to_string().repeat(times)));
    }
}

/// `qazwsx`, `1qaz2wsx`, `zaq12wsx`.
fn down(rows: &[Vec<char>], all: &mut Vec<String>) {
    let columns: Vec<String> = (0..7).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
    for from in 0..columns.len() {
        for to in from + 1..=columns.len() {
            let digit = |column: usize| DIGITS.chars().nth(column).unwrap_or('0');
            all.push(columns[from..to].concat());
            let with_digits: Vec<String> =
                (from..to).map(|column| format!("{}{}", digit(column), columns[column])).collect();
            all.push(with_digits.concat());
            let back = |column: usize| columns[column].chars().rev().collect::<String>();
            all.push((from..to).map(back).collect());
            // Up one column and down the next.
            let snake = |column: usize| match (column - from) % 2 {
                0 => format!("{}{}", back(column), digit(column)),
                _ => format!("{}{}", digit(column), columns[column]),
            };
            all.push((from..to).map(snake).collect());
        }
    }
}

/// `q1w2e3r4`, `1q2w3e4r`.
fn zigzag(row: &[char], all: &mut Vec<String>) {
    for to in 3..=DIGITS.len() {
        let pairs = || row.iter().copied().zip(DIGITS.chars()).take(to);
        all.push(pairs().flat_map(|(key, digit)| [key, digit]).collect());
        all.push(pairs().flat_map(|(key, digit)| [digit, key]).collect());
    }
    for (from, to) in [(0, 3), (0, 4), (0, 6)] {
        let keys: String = row[from..to].iter().collect();
        // `qwe123qwe`
        all.extend(["123", "1234", "321", "12345", "123456"].map(|digits| format!("{keys}{digits}{keys}")));
    }
}
