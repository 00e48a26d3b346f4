### Слова калькулятора компенсации. Ключи одинаковы в kk и ru.
### Words of the calculator. Keys are the same in kk and ru. $limit, $first, $last, $on and $granted come already written.

## Page

calculator-title = Калькулятор компенсации
calculator-description = Посчитайте компенсацию по жилищным строительным сбережениям: ответ с причинами и ссылками на правила памятки.
calculator-lead = Калькулятор считает по правилам памятки. Персональных данных он не спрашивает и ничего у себя не хранит: введённое остаётся только в адресе страницы.
# Links to the calculator from the home page and the memo.
calculator-link = Посчитать компенсацию
# Before the title of the tab when something is wrong.
calculator-fault-title = Ошибка: { $title }
# Above the list of what is wrong.
calculator-faults = Исправьте ошибки
# What is wrong with which field: the place comes before.
calculator-place-deposit = Вклад { $number }
calculator-place-members = договор { $number }
calculator-place-parts = часть { $number }

## Form

calculator-form = Расскажите о вкладе
calculator-deposit = Вклад { $number }
calculator-compute = Посчитать
calculator-again = Очистить форму
calculator-add-deposit = Добавить вклад
calculator-remove-deposit = Удалить вклад { $number }
calculator-add-members = Добавить договор
calculator-remove-members = Удалить договор { $number }
calculator-add-parts = Добавить часть
calculator-remove-parts = Удалить часть { $number }
calculator-hint-sum = Например, 1 000 000,50
calculator-hint-date = День, месяц и год, например 15.03.2016
calculator-hint-balance_2015 = На конец дня, по выписке Банка
calculator-hint-balance_2016 = Если заём выдан до 1 июля 2016 г., можно не заполнять
calculator-hint-placed = Если ничего не вносили, можно не заполнять
calculator-hint-asked_on = Вкладчик без займа подписывал соглашение, заёмщик и наследник подавали заявление. Если ни того, ни другого не было, оставьте поле пустым. Пример даты: 15.03.2016
# Groups of fields.
calculator-group-past = Остаток на 18 августа 2015 г.
calculator-group-balances = Остаток в дни зачисления
calculator-group-bars = Заём и программы
calculator-group-request = Соглашение или заявление
# Labels.
calculator-field-event = Что произошло с вкладом после 18 августа 2015 г.?
calculator-field-contract = Действовал ли договор в конце дня 18 августа 2015 г.?
calculator-field-balance_2015 = Остаток на 18 августа 2015 г., ₸
calculator-field-members = Объединённые договоры
calculator-row-members = Договор { $number }
calculator-field-members-balance = Остаток на 18 августа 2015 г., ₸
calculator-field-members-excluded = Попадает ли договор под правило 2 или 3?
calculator-field-parts = Части договора
calculator-row-parts = Часть { $number }
calculator-field-parts-formed = Остаток, который образовался при делении, ₸
calculator-field-parts-placed_2016 = Внесено после деления до зачисления 2016 года, ₸
calculator-field-parts-placed_2017 = Внесено после деления до зачисления 2017 года, ₸
calculator-field-parts-balance_2016 = Фактический остаток в день зачисления в 2016 году, ₸
calculator-field-parts-balance_2017 = Фактический остаток в день зачисления в 2017 году, ₸
calculator-field-loan_date = Когда выдан жилищный заём
calculator-field-loan_deposit = Сумма вклада в день выдачи займа, ₸
calculator-field-balance_2016 = Фактический остаток в день зачисления в 2016 году, ₸
calculator-field-balance_2017 = Фактический остаток в день зачисления в 2017 году, ₸
calculator-field-pledge = Обеспечивает ли вклад заём?
calculator-field-pledge_date = Когда выдан этот заём
calculator-field-programme_2016 = Программа, к которой относился договор в день зачисления в 2016 году
calculator-field-programme_2017 = Программа, к которой относился договор в день зачисления в 2017 году
calculator-field-who = Кто обращался за компенсацией?
calculator-field-asked_on = Когда подписано соглашение или подано заявление
calculator-field-claimed = Наследники уже потребовали вклад или его часть
calculator-field-agreement = Дополнительное соглашение с наследником заключено
# Choices.
calculator-event-none = Ничего из перечисленного
calculator-event-loan = Получен жилищный заём 19 августа 2015 г. или позже
calculator-event-split = Договор разделили
calculator-event-merged = Договоры объединили
calculator-event-assigned = Право требования уступили другому
calculator-event-enforced = Деньги сняли по распоряжению
calculator-contract-yes = Да
calculator-contract-no = Нет
calculator-pledge-none = Нет
calculator-pledge-housing = Да, жилищный заём
calculator-pledge-preliminary = Да, предварительный жилищный заём
calculator-pledge-bridge = Да, промежуточный жилищный заём
calculator-programme-none = Никакой
calculator-programme-state_2008_2010 = Государственная жилищная программа на 2008–2010 годы
calculator-programme-regions_2020 = Программа развития регионов до 2020 года
calculator-programme-regional = Региональная жилищная программа
calculator-excluded-none = Нет
calculator-excluded-R2 = Да, под правило 2: более ранний заём
calculator-excluded-R3 = Да, под правило 3: программа
calculator-who-depositor = Вкладчик или заёмщик
calculator-who-heir = Наследник
calculator-claimed-yes = да
calculator-agreement-yes = да

## Answer

calculator-answer = Ответ
calculator-sum = Компенсация: { $sum }
calculator-nothing = Компенсация не положена
calculator-all = Всего по всем вкладам: { $sum }
# Columns and rows of the table.
calculator-year = Год
calculator-base = База и чем она ограничена
calculator-percent = Процент
calculator-amount = Компенсация
calculator-account = Счёт
calculator-part = { $year }, часть { $number }
calculator-limit-balance_2015 = не больше остатка на 18 августа 2015 г.
calculator-limit-merged_balances_2015 = не больше суммы остатков на 18 августа 2015 г.
calculator-limit-part_of_balance_2015 = не больше доли в остатке на 18 августа 2015 г.
calculator-limit-formed_by_split = не больше остатка, образованного при делении
calculator-limit-balance = не больше фактического остатка
calculator-limit-loan_day = не больше вклада в день займа
calculator-account-savings = сберегательный
calculator-account-new_depositor_savings = сберегательный счёт нового вкладчика
calculator-account-current = текущий
calculator-why-nothing = Почему компенсации нет
calculator-why-partly = Почему за один год компенсации нет
# Before a reason that holds for one year only.
calculator-in-year = { $year } год:
calculator-rule = правило { $number }
calculator-rules = Правила памятки:
calculator-reading = пояснение { $number }
calculator-readings = Как мы поняли то, о чём памятка не говорит прямо
calculator-word-for-word = Если читать слова памятки об объединении дословно, вышло бы { $sum }.
calculator-estimate = Это только оценка по памятке. По конкретному вкладу решает сам Банк.
calculator-told = Вы указали
# One sentence for each reading of the memo.
calculator-reading-A1 = Остаток берётся каждый год в день зачисления
calculator-reading-A2 = Зачисленная компенсация за 2016 год входит в остаток 2017 года
calculator-reading-A3 = Остаток на 18 августа берётся из выписки Банка целиком
calculator-reading-A4 = База 2016 года одна: по дню первого зачисления
calculator-reading-A5 = Взяты готовые проценты, а не курсы валют
calculator-reading-A6 = Остаток на 18 августа — общий предел всех частей
calculator-reading-A7 = Для объединённых договоров действует и предел фактического остатка
calculator-reading-A8 = Остатки вкладов под правилом 2 или 3 не складываются
calculator-reading-A9 = Соглашение переходит вместе с договором
calculator-reading-A10 = Часть 2016 года посчитана по правилу 5, часть 2017 года — по правилу 6
calculator-reading-A11 = Вклад с предварительным или промежуточным займом после 18 августа 2015 г. считается обычным
calculator-reading-A12 = Последний день заявления наследника — 30 ноября 2016 г
calculator-reading-A13 = Исключения для опоздавших нам неизвестны: спросите в Банке
calculator-reading-A14 = Требование даже части вклада закрывает правило 4.4
calculator-reading-A15 = При нулевом остатке в 2016 году остаётся часть за 2017 год
calculator-reading-A16 = Программа проверяется на каждый день зачисления
calculator-reading-A17 = О сроке выплаты части за 2016 год памятка здесь молчит
calculator-reading-A18 = Заявление в общий срок — правило 4.3, позже — правило 4.4
calculator-reading-A19 = Деньги, внесённые позже, входят в фактический остаток
calculator-reading-A20 = Округляется до тиына, по каждому вкладу и году
calculator-reading-A21 = Точный день зачисления не считается

## What is wrong with a field

compensation-missing = Заполните это поле.
compensation-choice = Выберите один из вариантов.
compensation-negative = Сумма не может быть меньше нуля.
compensation-not-a-sum = Введите сумму цифрами, например 1 000 000,50.
compensation-decimals = После запятой может быть не больше двух цифр.
compensation-too-large = Введите сумму не больше { $limit }.
compensation-not-a-date = Введите существующую дату, например 15.03.2016.
compensation-date-outside = Введите дату не раньше { $first } и не позже { $last } включительно.
compensation-before-reception = Приём начался { $first }: введите этот день или более поздний.
compensation-loan-too-early = Введите { $first } или более поздний день. Если заём выдан раньше, выберите другой ответ на первый вопрос и укажите заём в вопросе об обеспечении.
compensation-pledge-too-late = Введите { $last } или более ранний день. Если жилищный заём выдан позже, укажите его в первом вопросе: «Получен жилищный заём».
compensation-too-few = { $min ->
    [one] Нужна хотя бы { $min } строка.
    [few] Нужны хотя бы { $min } строки.
    [many] Нужно хотя бы { $min } строк.
   *[other] Нужно хотя бы { $min } строки.
}
compensation-too-many = { $max ->
    [one] Может быть не больше { $max } строки.
    [few] Может быть не больше { $max } строк.
    [many] Может быть не больше { $max } строк.
   *[other] Может быть не больше { $max } строки.
}
compensation-nothing-split = Хотя бы в одной части остаток должен быть больше нуля.

## Why nothing is due

compensation-no-contract = 18 августа 2015 г. договора не было
compensation-nothing-on-deposit = 18 августа 2015 г. на счёте не было денег
compensation-pledged = вклад обеспечивает заём, выданный { $granted }, а это 18 августа 2015 г. или раньше
compensation-merged-excluded = под правило 2 или 3 попадает каждый объединённый вклад, на котором были деньги
compensation-programme = { $programme ->
    [state_2008_2010] договор относится к государственной жилищной программе на 2008–2010 годы
    [regions_2020] договор относится к программе развития регионов до 2020 года
   *[regional] договор относится к региональной жилищной программе
}
compensation-not-signed = соглашение не подписано, последний день — { $last }
compensation-signed-late = соглашение подписано { $on }, последний день — { $last }
compensation-not-applied = заявление не подано, последний день — { $last }
compensation-applied-late = заявление подано { $on }, последний день — { $last }
compensation-claimed = наследники уже потребовали вклад
compensation-heir-without-agreement = с наследником не заключено дополнительное соглашение
compensation-no-money = денег, от которых берут процент, нет
