### Жеке кабинеттің сөздері. Әр кілт kk мен ru тілдерінде бірдей болуы тиіс.
### Words of the client cabinet. Sums and dates come already written ($sum, $date, $from, $to are text); $days, $rows,
### $made, $all, $count, $day and $quarter are whole numbers.

## Frame

# Accessible name of the menu at the left edge, and the word on its button.
cabinet-menu-label = Кабинет мәзірі
cabinet-menu = Мәзір
# Items of the menu when it is open.
cabinet-menu-profile = Профиль
cabinet-menu-faq = Жиі қойылатын сұрақтар
cabinet-menu-contracts = Менің шарттарым
cabinet-menu-schedule = Төлем кестесі
cabinet-menu-security = Қауіпсіздік
# First breadcrumb of private pages.
cabinet-crumb = Жеке кабинет
# Title of a page of one contract in the browser's tab: never the client's name.
cabinet-title-contract = { $title }, № { $number } шарт
cabinet-sign-out = Шығу
# Who pressed the button on a page that had grown old.
sign-out-again-title = Сіз әлі кабинеттесіз
sign-out-again = Бет ескіргендіктен шығу мүмкін болмады. Түймені қайта басыңыз.
# Mark of `otau serve --demo`.
# Before the time at which the register told the figures.
cabinet-as-of = Деректер алынған уақыт:
cabinet-stale = Деректер кешігіп жатыр, соңғы жаңартылған уақыты: { $date }, { $time }. Одан кейінгі төлемдер әлі көрінбеуі мүмкін.
cabinet-no-contracts = Сізге тіркелген шарт табылмады.
cabinet-no-contracts-help = Жаңа шарт тізілімге бірнеше күннен кейін түсуі мүмкін. Шартыңыз бұрыннан бар болса, бізге қоңырау шалыңыз:
cabinet-call = Сұрағыңыз болса, қоңырау шалыңыз:
# Dialog two minutes before the session ends.
cabinet-idle-title = Сеанс 2 минуттан кейін аяқталады
cabinet-idle-text = Біраз уақыттан бері ештеңе баспадыңыз. Деректеріңіз қауіпсіз болуы үшін кабинет өздігінен жабылады.
cabinet-idle-stay = Кабинетте қалу
# Before the title of a page with a form that is wrong.
cabinet-fault-title = Қате: { $title }

## Next payment

next-title = Келесі төлем
next-due = { $date } күнінен қалдырмай енгізіңіз — { $days ->
    [one] { $days } күн қалды
   *[other] { $days } күн қалды
}
next-today = Төлем күні — бүгін, { $date }
# Nothing is missing, so nothing is asked for.
next-date = Төлем күні: { $date }
next-short = Осы төлемге { $sum } жетіспейді
next-enough = Осы төлемге ақша жеткілікті
next-enough-debit = Осы төлемге ақша жеткілікті, ол { $date } күні есептен шығарылады
next-balance = Шоттағы қалдық: { $sum }
# What of the balance is not for this payment.
next-reserved = Оның { $sum } сомасы бұрынғы төлемдерге тиесілі, әлі есептен шығарылған жоқ
next-link = № { $number } шарттың төлем кестесі
next-none = Алда төлем жоқ

## Overdue payments: how many, not how much; the sum is that of the debt

overdue-title = Мерзімі өткен төлемдер
overdue-rows = { $rows ->
    [one] { $rows } төлем
   *[other] { $rows } төлем
}
overdue-since = Ең ертесінің төлем күні — { $date }, содан бері { $days ->
    [one] { $days } күн өтті
   *[other] { $days } күн өтті
}
overdue-owed = Қанша енгізу керегі «Берешек» бөлімінде көрсетілген: барлығы { $sum }
overdue-link = № { $number } шарттың мерзімі өткен төлемдері

## Debt

debt-title = Берешек
debt-info = Қарыз туралы ақпарат
debt-none = Берешек жоқ
debt-since = Төлем { $date } күнінен бері кешіктірілген
debt-instalments = Ай сайынғы төлемдер
debt-late-fees = Өсімақы
debt-fines = Айыппұл
debt-state-duty = Мемлекеттік баж салығы
debt-total = Барлығы
debt-link = Берешектің құрамын көру

## Profile: the binding labels

profile-group-name = Аты-жөні
profile-group-person = Өзіңіз туралы
profile-group-document = Жеке куәлік
profile-group-contacts = Байланыс
profile-surname = Тегі
profile-given-name = Аты
profile-patronymic = Әкесінің аты
profile-sex = Жынысы
sex-male = Ер
sex-female = Әйел
profile-birth-date = Туған күні
profile-iin = ЖСН
profile-document-number = Куәлік нөмірі
profile-document-issued = Куәліктің берілген (шығарылған) күні
profile-document-expires = Куәліктің жарамдылық мерзімі
profile-document-issuer = Беру органы
profile-email = Электрондық пошта
profile-phone = Ұялы нөмір
# Links that take a mask off for a minute, and put it back.
mask-show = Көрсету
mask-hide = Жасыру
# Beside the title of a group of fields: leads to what follows.
profile-wrong = Қате бар ма?
profile-wrong-title = Деректер қате болса
profile-wrong-name = Аты-жөніңіз, туған күніңіз, жынысыңыз немесе ЖСН қате болса, жеке куәлігіңізбен кеңсеге келіңіз.
profile-wrong-document = Куәлігіңізді ауыстырған болсаңыз, жаңа куәлігіңізбен кеңсеге келіңіз. Көшірмесін де, суретін де жібермеңіз: олар керек емес.
profile-wrong-contacts = Телефон нөміріңіз немесе поштаңыз өзгерсе, бізге хабарлаңыз: бір реттік код осы нөмірге келеді.
document-expires = Жеке куәлігіңіздің мерзімі { $date } күні бітеді — { $days ->
    [one] { $days } күн қалды
   *[other] { $days } күн қалды
}. Жаңасын алған соң бізге хабарлаңыз.
document-last-day = Жеке куәлігіңіз бүгін, { $date } күні ғана жарамды. Жаңасын алған соң бізге хабарлаңыз.
document-expired = Жеке куәлігіңіздің мерзімі { $date } күні бітті. Жаңасын алып, бізге хабарлаңыз.

## Contracts: the binding labels

contracts-choose = Шартты таңдау
contract-title = № { $number } шарт
contract-link = Шарт деректері
contract-kind = Шарт түрі
contract-kind-loan = Тұрғын үй қарызы
contract-kind-lease_with_purchase = Сатып алу құқығымен жалдау
contract-closed = { $date } күні жабылған
# Words of the bar of progress.
contract-progress = Негізгі қарыздың { $percent }-ы өтелді: { $all } төлемнің ішінде { $made } төлем жасалды
contract-group-terms = Шарт
contract-group-sums = Сома және төлемдер
contract-group-paid = Төленгені және қалғаны
contract-number = Шарттың нөмірі
contract-concluded = Жасалған күні
contract-ends = Аяқталу күні
contract-collateral = Кепіл түрі
contract-address = Мекенжайы
contract-sum = Шарт сомасы
contract-payments = Төлемдер саны, бірл.
contract-monthly-payment = Ай сайынғы төлем
contract-payment-day = Ай сайынғы төлем күні
contract-payment-day-value = әр айдың { $day }-күні
# Days 29 to 31, which not every month has.
contract-payment-day-last = әр айдың { $day }-күні, ал қысқа айда — соңғы күні
contract-paid = Енгізілген төлемдер сомасы
contract-payments-made = Енгізілген төлемдер саны, бірл.
contract-principal-left = Шарт бойынша борыш қалдығы
contract-payments-left = Қалған төлемдер саны, бірл.
contract-account-balance = Шоттағы қалдық
collateral-flat = Пәтер
collateral-house = Үй
collateral-land = Жер учаскесі
collateral-premises = Тұрғын емес үй-жай
collateral-deposit = Салымдағы ақша
collateral-guarantee = Кепілдік
collateral-none = Кепілсіз

## Schedule: the binding labels

schedule-due = Төлем күні
schedule-accrued = Есептелген төлем
schedule-principal = Негізгі қарыз
schedule-interest = Сыйақы
schedule-debit = Есептен шығару
schedule-debit-date = Есептен шығару күні
# Columns of files: what is still to be debited.
schedule-planned-debit = Жоспар бойынша есептен шығару
schedule-planned-debit-date = Жоспар бойынша есептен шығару күні
schedule-status = Мәртебесі
# A row whose money is still to come.
payment-awaited = Төлем күтілуде
schedule-caption = № { $number } шарттың төлем кестесі
schedule-year = Жыл
schedule-all-years = Барлық жыл
schedule-all-statuses = Барлық мәртебе
schedule-show = Көрсету
# Link to the row of the current month; on small screens.
schedule-to-now = Осы айдың төлемін көру
schedule-today = бүгін
schedule-this-month = осы ай
# Under a sum that will be debited.
schedule-planned = жоспар: { $date }
# Under the table.
schedule-planned-note = «Жоспар» деген белгісі бар сома әлі есептен шығарылған жоқ, ол жиынтыққа кірмейді.
# Beside an awaiting row whose money has come.
schedule-received-debit = ақша { $received } күні түсті, { $debit } күні есептен шығарылады
schedule-received = ақша { $received } күні түсті
schedule-short = { $received } түсті, { $sum } жетіспейді
schedule-debited = Есептен шығарылды
schedule-left-sum = қалғаны { $sum }
schedule-total = Барлығы
schedule-total-page = Осы бетте
schedule-total-found = Сүзгі бойынша, { $rows } төлем
schedule-total-all = Барлығы, { $rows } төлем
schedule-take = Жүктеп алу
schedule-xlsx = Excel кестесі (XLSX)
schedule-csv = Мәтін кестесі (CSV)
schedule-ics = Алдағы төлемдер күнтізбеге (ICS)
schedule-print = Басып шығаратын нұсқа
schedule-back = Төлем кестесіне оралу
print-day = Басып шығарылған күні
schedule-empty = Бұл шарттың төлем кестесі әлі түспеген.
schedule-empty-year = { $year } жылы төлем жоқ.
schedule-empty-status = Мұндай мәртебедегі төлем жоқ.
schedule-empty-both = { $year } жылы мұндай мәртебедегі төлем жоқ.

## Legend of the statuses

legend-title = Мәртебелер нені білдіреді
legend-paid = Айлық төлем толық есептен шығарылған.
legend-overdue = Ақша уақытында енгізілмеген немесе айлық төлемнен аз енгізілген.
legend-awaiting = Алдағы төлем («Төлем күтілуде» деп те көрсетіледі) немесе ақшасы уақытында енгізілген, бірақ әлі есептен шығарылмаған төлем.
legend-note-title = Есептен шығару туралы.
legend-note = Сатып алу құқығымен жалдау шарттарында ақша төлем күнінен кейін есептен шығарылуы мүмкін. Ақша уақытында енгізілсе, төлем кешіктірілген болып саналмайды.
legend-example = Мысалы: төлем күні { $due }, ақша осы күнге дейін енгізілген, ал есептен шығару { $debit } күніне қойылған. Онда { $due } – { $debit } аралығында, соңғы күнді қоса алғанда, «Есептен шығару күтілуде» деп тұрады, содан кейін ғана «Өтелді» болады.

## Chart

chart-title = Негізгі қарыз және сыйақы жылдар бойынша
chart-unit = мың теңге
chart-year = Жыл
chart-numbers = Сандармен көру

## Calendar file

calendar-name = Тұрғын үй шарты бойынша төлемдер
calendar-payment = Айлық төлем
calendar-description = Ақшаны осы күннен қалдырмай енгізіңіз.

## Statement

statement-title = Үзінді көшірме
statement-of-period = { $from } – { $to } аралығындағы үзінді көшірме
statement-period = Кезең
statement-year = Жыл
statement-part = Кезең
statement-whole-year = Бүкіл жыл
# Stands where a part of the year is chosen while days were typed.
statement-by-days = Көрсетілген күндер аралығы
statement-quarter = { $quarter }-тоқсан
statement-from = Басталу күні
statement-to = Аяқталу күні
statement-date-hint = Күнді 10.07.2022 түрінде жазыңыз.
statement-opening = Кезең басындағы берешек
statement-closing = Кезең соңындағы берешек
# $asked is the last day of the period asked for.
statement-until-today = Таңдалған кезең { $asked } күні бітеді, ал үзінді көшірме бүгінгі күнмен аяқталады: одан кейінгі қозғалыс әлі болған жоқ.
statement-below-zero = Минус белгісі төлемнен артық енгізілген ақша шотта тұрғанын білдіреді.
statement-movements = Кезең ішіндегі қозғалыстар
statement-day = Күні
statement-movement = Қозғалыс
statement-amount = Сома
statement-owed = Берешек
statement-empty = Бұл кезеңде қозғалыс болған жоқ: соңындағы берешек басындағыдай.
statement-made = Үзінді көшірме жасалған уақыт:
statement-reversed = Кезеңнің басы ({ $from }) соңынан ({ $to }) кеш. Күндерді тексеріңіз.
statement-future = Бұл кезең әлі басталған жоқ: оның басы { $from }.
statement-from-wrong = Басталу күні қате жазылған. Мысалы: 01.07.2022.
statement-to-wrong = Аяқталу күні қате жазылған. Мысалы: 31.07.2022.
statement-wrong = Бұл кезеңге үзінді көшірме жасау мүмкін емес. Басқа кезеңді таңдаңыз.
movement-accrual = Айлық төлем есептелді
movement-late_fee = Өсімақы
movement-fine = Айыппұл
movement-state_duty = Мемлекеттік баж салығы
movement-payment = Төлем түсті
statement-total-accrual = Есептелген төлемдер
statement-total-late_fee = Өсімақы
statement-total-fine = Айыппұл
statement-total-state_duty = Мемлекеттік баж салығы
statement-total-payment = Түскен төлемдер

## Security

security-password-title = Құпиясөзді ауыстыру
# Labels of the fields.
security-present = Қазіргі құпиясөз
# What is wrong with the first field.
password-present-wrong = Қазіргі құпиясөз қате терілді.
security-password = Жаңа құпиясөз
security-repeat = Жаңа құпиясөзді қайталаңыз
security-change = Құпиясөзді ауыстыру
security-change-ends = Құпиясөз ауысқан соң басқа құрылғылардағы сеанстар аяқталады.
security-password-changed = Құпиясөз ауыстырылды. Басқа сеанстар аяқталды.
security-password-kept = Құпиясөз браузердің басқа қойындысында қойылған, қазір соны қолданыңыз. Кейін енгізгеніңіз сақталған жоқ. Басқа құпиясөз керек болса, төменде ауыстырыңыз.
security-session-ended = Сеанс аяқталды.
security-sessions-ended = Басқа сеанстардың бәрі аяқталды.
security-sessions = Ашық сеанстар
security-current = осы сеанс
security-program = Мобильді қосымша
security-browser = Белгісіз браузер
security-opened = Кірген уақыты:
security-used = Соңғы әрекет:
security-network = Желі
security-end = Аяқтау
security-end-others = Басқаларының бәрін аяқтау
security-history = Соңғы кірулер
security-history-help = Соңғы 20 кіру көрсетілген. Біреуі сіздікі болмаса, құпиясөзді бірден ауыстырыңыз.
security-history-none = Әзірге жазба жоқ.
security-when = Уақыты
security-outcome = Нәтижесі
security-signed-in = Кірді
security-failed = Құпиясөз қате терілді
security-delayed = Кіру әрекеті тексерілмей қабылданбады: бұған дейін құпиясөз көп рет қате енгізілген
security-consent = Деректерді өңдеуге келісім
security-consent-help = Мұнда қандай мәтінге және қашан келісім бергеніңіз көрсетілген. Келісімді кері қайтарып алуға болады, бірақ сонда кабинет жабылады.
security-consent-link = Келісімді көру немесе кері қайтарып алу

## Consent

consent-title = Деректерді өңдеуге келісім
consent-given = Сіздің келісіміңіз
# Labels: when, in which language, where.
consent-given-at = Берілген уақыты
consent-given-in = Мәтіннің тілі
consent-in-kk = Қазақша
consent-in-ru = Орысша
consent-given-by = Берілген жері
consent-by-page = Осы сайт
consent-by-api = Мобильді қосымша
consent-older = Сіз мәтіннің бұрынғы нұсқасына келісім бергенсіз. Оны компаниядан сұрап алуға болады.
consent-unknown = Келісімді қашан бергеніңіз мұнда жазылмаған. Соған қарамастан оны кері қайтарып алуға болады.
consent-follows = Келісімді кері қайтарып алсаңыз, не болады
consent-follows-closed = Кабинет бірден жабылады. Барлық сеанс, оның ішінде басқа құрылғылар мен мобильді қосымшадағы сеанстар да аяқталады, құпиясөз жойылады.
consent-follows-contract = Шарт күшінде қалады: төлемдер, мерзімдер және берешек өзгермейді. Бұрынғыша кестеге сай төлеп тұрыңыз.
consent-follows-kept = Шарттар мен төлемдер туралы деректерді, келісімнің берілгені мен кері қайтарылғаны туралы жазбаны компания заң талап еткен мерзім бойы сақтайды, ал қауіпсіздік журналы бір жыл сақталады.
consent-follows-again = Кез келген уақытта қайта орала аласыз: бастапқы авторизациядан өтіп, жаңа келісім беріңіз және жаңа құпиясөз ойлап табыңыз.
consent-withdraw-title = Келісімді кері қайтарып алу
consent-withdraw-lead = Қазіргі құпиясөзді енгізіңіз: сонда кабинетіңізді құрылғыңыздан бөгде адам жаба алмайды.
consent-withdraw = Келісімді қайтарып алып, кабинетті жабу
consent-keep = Қайтарып алмай оралу

## Questions in the cabinet

cabinet-faq-search = Сұрақтардан іздеу
cabinet-faq-own = Сіздің шартыңыз туралы
cabinet-faq-found = «{ $query }» бойынша { $count ->
    [one] { $count } сұрақ табылды
   *[other] { $count } сұрақ табылды
}
