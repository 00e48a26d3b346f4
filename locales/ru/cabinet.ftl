### Слова личного кабинета. Ключи одинаковы в kk и ru.
### Words of the client cabinet. Sums and dates come already written ($sum, $date, $from, $to are text); $days, $rows,
### $made, $all, $count, $day and $quarter are whole numbers.

## Frame

# Accessible name of the menu at the left edge, and the word on its button.
cabinet-menu-label = Меню кабинета
cabinet-menu = Меню
# Items of the menu when it is open.
cabinet-menu-profile = Профиль
cabinet-menu-faq = Часто задаваемые вопросы
cabinet-menu-contracts = Мои договоры
cabinet-menu-schedule = График платежей
cabinet-menu-security = Безопасность
# First breadcrumb of private pages.
cabinet-crumb = Личный кабинет
# Title of a page of one contract in the browser's tab: never the client's name.
cabinet-title-contract = { $title }, договор № { $number }
cabinet-sign-out = Выйти
# Who pressed the button on a page that had grown old.
sign-out-again-title = Вы ещё в кабинете
sign-out-again = Страница устарела, поэтому выйти не получилось. Нажмите кнопку ещё раз.
# Mark of `otau serve --demo`.
# Before the time at which the register told the figures.
cabinet-as-of = Данные на
cabinet-stale = Данные запаздывают: последнее обновление было { $date } в { $time }. Более поздних платежей может быть ещё не видно.
cabinet-no-contracts = За вами не числится ни одного договора.
cabinet-no-contracts-help = Новый договор может появиться в реестре через несколько дней. Если договор заключён давно, позвоните нам:
cabinet-call = Если остались вопросы, позвоните:
# Dialog two minutes before the session ends.
cabinet-idle-title = Сеанс закончится через 2 минуты
cabinet-idle-text = Вы давно ничего не нажимали. Чтобы ваши данные были в безопасности, кабинет закроется сам.
cabinet-idle-stay = Остаться в кабинете
# Before the title of a page with a form that is wrong.
cabinet-fault-title = Ошибка: { $title }

## Next payment

next-title = Ближайший платёж
next-due = Внесите не позже { $date } — { $days ->
    [one] остался { $days } день
    [few] осталось { $days } дня
    [many] осталось { $days } дней
   *[other] осталось { $days } дня
}
next-today = Дата платежа — сегодня, { $date }
# Nothing is missing, so nothing is asked for.
next-date = Дата платежа: { $date }
next-short = На этот платёж не хватает { $sum }
next-enough = На этот платёж денег достаточно
next-enough-debit = На этот платёж денег достаточно, они спишутся { $date }
next-balance = Остаток на счёте: { $sum }
# What of the balance is not for this payment.
next-reserved = Из него { $sum } отнесено к прежним платежам и ещё не списано
next-link = График платежей по договору № { $number }
next-none = Предстоящих платежей нет

## Overdue payments: how many, not how much; the sum is that of the debt

overdue-title = Просроченные платежи
overdue-rows = { $rows ->
    [one] { $rows } платёж
    [few] { $rows } платежа
    [many] { $rows } платежей
   *[other] { $rows } платежа
}
overdue-since = Срок самого раннего — { $date }, с тех пор { $days ->
    [one] прошёл { $days } день
    [few] прошло { $days } дня
    [many] прошло { $days } дней
   *[other] прошло { $days } дня
}
overdue-owed = Сколько внести, видно в разделе «Задолженность»: всего { $sum }
overdue-link = Просроченные платежи по договору № { $number }

## Debt

debt-title = Задолженность
debt-info = Информация по задолженности
debt-none = Задолженности нет
debt-since = Просрочка с { $date }
debt-instalments = Ежемесячные платежи
debt-late-fees = Пеня
debt-fines = Штраф
debt-state-duty = Государственная пошлина
debt-total = Всего
debt-link = Из чего сложилась задолженность

## Profile: the binding labels

profile-group-name = Фамилия, имя, отчество
profile-group-person = О вас
profile-group-document = Удостоверение личности
profile-group-contacts = Связь
profile-surname = Фамилия
profile-given-name = Имя
profile-patronymic = Отчество
profile-sex = Пол
sex-male = Мужской
sex-female = Женский
profile-birth-date = Дата рождения
profile-iin = ИИН
profile-document-number = Номер удостоверения
profile-document-issued = Дата выдачи (выпуска) удостоверения
profile-document-expires = Срок действия удостоверения
profile-document-issuer = Орган выдачи
profile-email = Электронная почта
profile-phone = Мобильный номер
# Links that take a mask off for a minute, and put it back.
mask-show = Показать
mask-hide = Скрыть
# Beside the title of a group of fields: leads to what follows.
profile-wrong = Есть ошибка?
profile-wrong-title = Если в данных ошибка
profile-wrong-name = Если неверно указаны имя, дата рождения, пол или ИИН, приходите в офис с удостоверением личности.
profile-wrong-document = Если вы сменили удостоверение, приходите в офис с новым. Копию или снимок не присылайте: они не нужны.
profile-wrong-contacts = Если изменились номер телефона или почта, сообщите нам: на этот номер приходит одноразовый код.
document-expires = Срок вашего удостоверения истекает { $date } — { $days ->
    [one] остался { $days } день
    [few] осталось { $days } дня
    [many] осталось { $days } дней
   *[other] осталось { $days } дня
}. Когда получите новое, сообщите нам.
document-last-day = Сегодня, { $date }, последний день действия вашего удостоверения. Когда получите новое, сообщите нам.
document-expired = Срок вашего удостоверения истёк { $date }. Получите новое и сообщите нам.

## Contracts: the binding labels

contracts-choose = Выбор договора
contract-title = Договор № { $number }
contract-link = Данные договора
contract-kind = Вид договора
contract-kind-loan = Жилищный заём
contract-kind-lease_with_purchase = Аренда с выкупом
contract-closed = Закрыт { $date }
# Words of the bar of progress.
contract-progress = Погашено { $percent } основного долга: внесено { $made } из { $all } платежей
contract-group-terms = Договор
contract-group-sums = Сумма и платежи
contract-group-paid = Внесено и осталось
contract-number = Номер договора
contract-concluded = Дата заключения
contract-ends = Дата завершения
contract-collateral = Тип залога
contract-address = Адрес
contract-sum = Сумма договора
contract-payments = Количество платежей, ед.
contract-monthly-payment = Ежемесячный платёж
contract-payment-day = Дата ежемесячного платежа
contract-payment-day-value = { $day }-е число каждого месяца
# Days 29 to 31, which not every month has.
contract-payment-day-last = { $day }-е число, в коротком месяце — последний день
contract-paid = Сумма внесённых платежей
contract-payments-made = Количество внесённых платежей, ед.
contract-principal-left = Остаток долга по договору
contract-payments-left = Количество оставшихся платежей, ед.
contract-account-balance = Остаток на счёте
collateral-flat = Квартира
collateral-house = Дом
collateral-land = Земельный участок
collateral-premises = Нежилое помещение
collateral-deposit = Деньги на вкладе
collateral-guarantee = Гарантия
collateral-none = Без залога

## Schedule: the binding labels

schedule-due = Дата платежа
schedule-accrued = Начисленный платёж
schedule-principal = Основной долг
schedule-interest = Вознаграждение
schedule-debit = Списание
schedule-debit-date = Дата списания
# Columns of files: what is still to be debited.
schedule-planned-debit = Списание по плану
schedule-planned-debit-date = Дата списания по плану
schedule-status = Статус
# A row whose money is still to come.
payment-awaited = Ожидает списания
schedule-caption = График платежей по договору № { $number }
schedule-year = Год
schedule-all-years = Все годы
schedule-all-statuses = Все статусы
schedule-show = Показать
# Link to the row of the current month; on small screens.
schedule-to-now = К платежу этого месяца
schedule-today = сегодня
schedule-this-month = этот месяц
# Under a sum that will be debited.
schedule-planned = план: { $date }
# Under the table.
schedule-planned-note = Списания с пометкой «план» ещё не проведены и в итог не входят.
# Beside an awaiting row whose money has come.
schedule-received-debit = деньги поступили { $received }, спишутся { $debit }
schedule-received = деньги поступили { $received }
schedule-short = поступило { $received }, не хватает { $sum }
schedule-debited = Списано
schedule-left-sum = осталось { $sum }
schedule-total = Всего
schedule-total-page = На этой странице
schedule-total-found = По фильтру, платежей: { $rows }
schedule-total-all = Всего платежей: { $rows }
schedule-take = Скачать
schedule-xlsx = Таблица Excel (XLSX)
schedule-csv = Текстовая таблица (CSV)
schedule-ics = Предстоящие платежи в календарь (ICS)
schedule-print = Версия для печати
schedule-back = Вернуться к графику
print-day = Дата печати
schedule-empty = График по этому договору ещё не поступил.
schedule-empty-year = За { $year } год платежей нет.
schedule-empty-status = Платежей с таким статусом нет.
schedule-empty-both = За { $year } год платежей с таким статусом нет.

## Legend of the statuses

legend-title = Что означают статусы
legend-paid = Платёж за месяц списан полностью.
legend-overdue = Деньги не внесены вовремя или внесено меньше платежа за месяц.
legend-awaiting = Будущий платёж или платёж, деньги на который внесены вовремя, но ещё не списаны.
legend-note-title = О списании.
legend-note = По договорам аренды с выкупом деньги могут списать позже даты платежа. Если они внесены вовремя, просрочкой это не считается.
legend-example = Например: дата платежа { $due }, деньги внесены до этого дня, а списание назначено на { $debit }. Тогда с { $due } по { $debit } включительно стоит «Ожидает списания», и только после этого — «Погашено».

## Chart

chart-title = Основной долг и вознаграждение по годам
chart-unit = тыс. тенге
chart-year = Год
chart-numbers = Показать числами

## Calendar file

calendar-name = Платежи по жилищному договору
calendar-payment = Ежемесячный платёж
calendar-description = Внесите деньги не позже этого дня.

## Statement

statement-title = Выписка
statement-of-period = Выписка за период { $from } – { $to }
statement-period = Период
statement-year = Год
statement-part = Период
statement-whole-year = Весь год
# Stands where a part of the year is chosen while days were typed.
statement-by-days = По указанным датам
statement-quarter = { $quarter }-й квартал
statement-from = С какого дня
statement-to = По какой день
statement-date-hint = Запишите дату так: 10.07.2022.
statement-opening = Задолженность на начало периода
statement-closing = Задолженность на конец периода
# $asked is the last day of the period asked for.
statement-until-today = Выбранный период заканчивается { $asked }, а выписка — сегодняшним днём: движений после него ещё нет.
statement-below-zero = Минус означает, что внесено больше начисленного: эти деньги ждут на счёте.
statement-movements = Движения за период
statement-day = Дата
statement-movement = Движение
statement-amount = Сумма
statement-owed = Задолженность
statement-empty = За этот период ничего не происходило: задолженность на конец та же, что на начало.
statement-made = Выписка составлена
statement-reversed = Начало периода ({ $from }) позже его конца ({ $to }). Проверьте даты.
statement-future = Этот период ещё не начался: его начало { $from }.
statement-from-wrong = Дата начала записана с ошибкой. Например: 01.07.2022.
statement-to-wrong = Дата конца записана с ошибкой. Например: 31.07.2022.
statement-wrong = Составить выписку за этот период нельзя. Выберите другой.
movement-accrual = Начислен платёж за месяц
movement-late_fee = Пеня
movement-fine = Штраф
movement-state_duty = Государственная пошлина
movement-payment = Поступил платёж
statement-total-accrual = Начислено платежей
statement-total-late_fee = Пеня
statement-total-fine = Штраф
statement-total-state_duty = Государственная пошлина
statement-total-payment = Поступило платежей

## Security

security-password-title = Смена пароля
# Labels of the fields.
security-present = Нынешний пароль
# What is wrong with the first field.
password-present-wrong = Нынешний пароль набран неверно.
security-password = Новый пароль
security-repeat = Новый пароль ещё раз
security-change = Сменить пароль
security-change-ends = После смены пароля сеансы на других устройствах закончатся.
security-password-changed = Пароль изменён. Остальные сеансы закончены.
security-password-kept = Пароль уже задан в другой вкладке браузера, он и действует. Тот, что вы ввели потом, не сохранён. Если хотите другой пароль, смените его ниже.
security-session-ended = Сеанс закончен.
security-sessions-ended = Все остальные сеансы закончены.
security-sessions = Открытые сеансы
security-current = этот сеанс
security-program = Мобильное приложение
security-browser = Неизвестный браузер
security-opened = Вход:
security-used = Последнее действие:
security-network = Сеть
security-end = Закончить
security-end-others = Закончить все остальные
security-history = Последние входы
security-history-help = Показаны 20 последних. Если среди них есть чужой, сразу смените пароль.
security-history-none = Записей пока нет.
security-when = Время
security-outcome = Итог
security-signed-in = Вход выполнен
security-failed = Неверный пароль
security-delayed = Попытка отклонена без проверки: до неё пароль много раз вводили неверно
security-consent = Согласие на обработку данных
security-consent-help = Здесь видно, на что и когда вы согласились. Согласие можно отозвать, но тогда кабинет закроется.
security-consent-link = Посмотреть или отозвать согласие

## Consent

consent-title = Согласие на обработку данных
consent-given = Ваше согласие
# Labels: when, in which language, where.
consent-given-at = Дано
consent-given-in = Язык текста
consent-in-kk = Казахский
consent-in-ru = Русский
consent-given-by = Где
consent-by-page = На этом сайте
consent-by-api = В мобильном приложении
consent-older = Вы согласились с прежней редакцией текста. Её можно запросить в компании.
consent-unknown = Когда вы дали согласие, здесь не записано. Отозвать его всё равно можно.
consent-follows = Что будет, если отозвать согласие
consent-follows-closed = Кабинет закроется сразу. Завершатся все сеансы, в том числе на других устройствах и в мобильном приложении, а пароль удалится.
consent-follows-contract = Договор останется в силе: платежи, сроки и задолженность не изменятся. Вносите платежи по графику, как раньше.
consent-follows-kept = Данные о договорах и платежах, запись о согласии и его отзыве компания хранит столько, сколько требует закон, а журнал безопасности — один год.
consent-follows-again = Вернуться можно в любое время: пройдите первичную авторизацию, дайте новое согласие и придумайте новый пароль.
consent-withdraw-title = Отзыв согласия
consent-withdraw-lead = Введите нынешний пароль: так никто другой не закроет ваш кабинет с вашего устройства.
consent-withdraw = Отозвать согласие и закрыть кабинет
consent-keep = Не отзывать и вернуться

## Questions in the cabinet

cabinet-faq-search = Поиск по вопросам
cabinet-faq-own = О вашем договоре
cabinet-faq-found = По запросу «{ $query }» { $count ->
    [one] найден { $count } вопрос
    [few] найдено { $count } вопроса
    [many] найдено { $count } вопросов
   *[other] найдено { $count } вопроса
}
