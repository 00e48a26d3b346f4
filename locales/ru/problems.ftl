### Что может быть не так с файлами сайта: сообщение говорит что, .help говорит, что делать.
### One message for each code: problem-<code>.
### $expected-kind and $found-kind are $expected and $found with hyphens for spaces; $x-given is “no” when $x is empty.

## Parts

problem-nearest = { $nearest-given ->
    [no] {""}
   *[yes] Возможно, имелось в виду «{ $nearest }».
}
problem-in-language = { $language ->
    [kk] на казахском
    [ru] на русском
   *[en] на английском
}
problem-expected = { $expected-kind ->
    [text] текст в кавычках
    [string] текст в кавычках
    [integer] целое число
    [float] число
    [boolean] true или false
    [list] список в квадратных скобках
    [array] список в квадратных скобках
    [list-of-texts] список текстов в квадратных скобках
    [list-of-integers] список целых чисел в квадратных скобках
    [date] дата вида 2022-07-10
    [datetime] дата вида 2022-07-10
    [table] таблица
   *[something] { $expected }
}
problem-found = { $found-kind ->
    [text] текст
    [string] текст
    [integer] целое число
    [float] дробь
    [boolean] true или false
    [list] список
    [array] список
    [date] дата
    [datetime] дата
    [table] таблица
   *[something] { $found }
}

## Files

problem-unreadable = Файл не читается: { $reason }.
    .help = Проверьте, что файл существует и что у вас есть право его читать.
problem-not-utf8 = Файл сохранён не в UTF-8.
    .help = Сохраните его в редакторе ещё раз, выбрав кодировку UTF-8.
problem-control-character = Здесь стоит невидимый управляющий знак.
    .help = Удалите его. Обычно он попадает в текст при вставке из другой программы.
problem-file-too-large = Файл слишком велик: { $size } МБ, а допустимо { $limit } МБ.
    .help = Уменьшите файл или разделите его.
problem-bad-symlink = Символическая ссылка ведёт за пределы папки с содержанием или замыкается в круг.
    .help = Положите вместо ссылки сам файл.
problem-unused-file = Файл «{ $file }» не нужен ни одному тексту.
    .help = Сошлитесь на него в kk.md или ru.md либо удалите его.

## TOML

problem-bad-toml = Запись не соответствует TOML: { $reason }.
    .help = Проверьте кавычки, скобки и знаки равенства в этой строке и в строке выше.
problem-unknown-field = Неизвестное поле «{ $field }».
    .help = { problem-nearest } Допустимы: { $allowed }.
problem-wrong-type = В поле «{ $field }» значение не того вида: { problem-found }.
    .help = Здесь нужно другое: { problem-expected }.
problem-bad-value = Поле «{ $field }» не может иметь значение «{ $value }».
    .help = { problem-nearest } Допустимы: { $allowed }.
problem-missing-field = Нет обязательного поля «{ $field }».
    .help = Добавьте строку «{ $field } = …».
problem-bad-front-matter = Текст не начинается с данных между двумя строками «+++».
    .help = Поставьте строку «+++» перед полями и ещё одну после них.
problem-bad-date = Даты «{ $value }» в поле «{ $field }» не существует.
    .help = Напишите год, месяц и день без кавычек: 2022-07-10.
problem-dates-reversed = Страница перестанет показываться раньше, чем будет опубликована.
    .help = Дата «expire_at» должна быть позже даты «publish_at».

## The site

problem-bad-key = Имя папки «{ $key }» не годится как ключ страницы.
    .help = Переименуйте папку: строчные латинские буквы и цифры, слова через дефис.
problem-duplicate-key = Ключ страницы «{ $key }» занят дважды.
    .help = Переименуйте одну из двух папок. Вторая: { $other }.
problem-duplicate-address = У двух страниц один адрес: { $address }.
    .help = Задайте одной из них другой «slug». Вторая страница: { $other }.
problem-no-text = У страницы нет текста ни на одном языке.
    .help = Добавьте в папку kk.md и ru.md или удалите папку.
problem-missing-language = У страницы нет текста { problem-in-language }; читатели видят вместо него текст на другом.
    .help = Добавьте { $language }.md или укажите «only» в page.toml, если страница нужна только на одном языке.
problem-excluded-language = Есть текст { problem-in-language }, но поле «only» в page.toml его исключает.
    .help = Удалите { $language }.md или поле «only».
problem-stray-text = Этот текст не относится ни к одной странице.
    .help = Положите рядом page.toml или перенесите текст в папку его страницы.
problem-no-home = У сайта нет главной страницы.
    .help = Укажите type = "home" в одном из page.toml.
problem-two-homes = У сайта больше одной главной страницы.
    .help = Оставьте type = "home" только в одном page.toml. Вторая страница: { $other }.
problem-unknown-page = Страницы с ключом «{ $key }» нет.
    .help = { problem-nearest } Ключ страницы — это имя её папки.
problem-hidden-page = Страница «{ $key }» не видна читателям: это черновик, или она ещё не опубликована.
    .help = Сначала опубликуйте её или уберите ссылку до этого времени.
problem-unknown-category = Категории «{ $key }» нет.
    .help = { problem-nearest } Категории перечислены в content/categories.toml.
problem-unknown-tag = Метки «{ $key }» нет.
    .help = { problem-nearest } Метки перечислены в content/tags.toml.
problem-redirect-clash = Прежний адрес { $address } занят действующей страницей.
    .help = Уберите адрес из «redirects» или измените адрес страницы { $other }.
problem-redirect-twice = Прежний адрес { $address } ведёт на две страницы.
    .help = Оставьте его в одном page.toml. Второй: { $other }.
problem-redirect-loop = Замены устаревших страниц замкнулись в круг: { $chain }.
    .help = Пусть «expire_to» одной из этих страниц ведёт на действующую страницу.
problem-bad-redirect = «{ $address }» — не адрес этого сайта.
    .help = Напишите только путь, от первой косой черты до последней: "/kk/old/".
problem-review-due = Срок проверки страницы прошёл: { $date }.
    .help = Перечитайте страницу, исправьте её и поставьте новую дату «review_by».
problem-description-length = { $length ->
    [one] В описании { $length } знак.
    [few] В описании { $length } знака.
    [many] В описании { $length } знаков.
   *[other] В описании { $length } знака.
}
    .help = Сделайте описание длиной от 50 до 160 знаков: более длинное поисковики обрезают.
problem-no-description = У страницы нет описания.
    .help = Добавьте «description»: одно-два предложения, от 50 до 160 знаков.
problem-duplicate-title = У другой страницы такой же заголовок.
    .help = Сделайте заголовки разными, чтобы их можно было различить в списках. Вторая страница: { $other }.

## Markdown

problem-heading-level-one = Внутри текста стоит заголовок первого уровня.
    .help = Начинайте заголовки с «##»: первый уровень бывает только у названия страницы.
problem-heading-skipped = Заголовок уровня { $level } пропускает уровень.
    .help = Сделайте его заголовком уровня { $expected }.
problem-duplicate-id = Идентификатор «{ $id }» стоит на странице дважды.
    .help = Измените один из них, на обоих языках.
problem-headings-differ = Заголовки двух языков расходятся начиная с заголовка { $position }: «{ $kk }» и «{ $ru }».
    .help = Пусть в обоих текстах будут одни и те же заголовки, тех же уровней и в том же порядке.
problem-ids-differ = У одного заголовка на двух языках разные идентификаторы: «{ $id }» и «{ $other }».
    .help = Оставьте один из двух: он общий для двух языков.
problem-bad-link = Ссылка «{ $link }» записана в недопустимом виде.
    .help = На страницы ссылайтесь так: key:ключ-страницы; на разделы: #id; другие сайты начинаются с https:.
problem-dead-anchor = На странице «{ $page }» нет раздела «{ $anchor }».
    .help = { problem-nearest } Идентификатор раздела стоит после его заголовка: {"{"}#id{"}"}.
problem-undefined-reference = Ссылка [{ $name }] нигде не определена.
    .help = Добавьте строку «[{ $name }]: адрес» или поставьте перед скобкой обратную косую черту, если это не ссылка.
problem-undefined-footnote = У сноски «{ $name }» нет текста.
    .help = Добавьте строку «[^{ $name }]: текст сноски».
problem-missing-file = В папке страницы нет файла «{ $file }».
    .help = { problem-nearest } Положите файл рядом с текстом и напишите его имя без ошибок.
problem-missing-alt = У картинки «{ $file }» нет описания.
    .help = Напишите в квадратных скобках, что на ней видно: ![что видно]({ $file }).
problem-bad-picture = Картинка «{ $file }» не открывается: { $reason }.
    .help = Сохраните её заново в формате PNG, JPEG или WebP.
problem-heavy-picture = Картинка «{ $file }» слишком тяжёлая: { $size } КБ, лучше не больше { $limit } КБ.
    .help = Обрежьте её или уменьшите.
problem-forbidden-html = Тег HTML «{ $tag }» не разрешён.
    .help = Используйте разметку Markdown. Разрешены теги: { $allowed }.
problem-forbidden-attribute = Атрибут «{ $attribute }» у тега «{ $tag }» не разрешён.
    .help = Удалите атрибут.
problem-unbalanced-html = Тег HTML «{ $tag }» не закрыт или закрыт не там.
    .help = Закрывайте теги в обратном порядке, внутри того же абзаца.
problem-unknown-directive = Неизвестная директива «{ $name }».
    .help = { problem-nearest } Допустимы: { $allowed }.
problem-directive-argument = Директиве «{ $name }» нужен аргумент: { $argument }.
    .help = Напишите его в той же строке после имени.
problem-unclosed-directive = Директива «{ $name }» не закрыта.
    .help = Поставьте в её конце отдельную строку «:::».
problem-stray-directive-end = Этой строке «:::» нечего закрывать.
    .help = Удалите строку или найдите директиву, закрытую раньше времени.
problem-misplaced-directive = { $parent-given ->
    [no] Директива «{ $name }» не может стоять сама по себе.
   *[yes] Внутри директивы «{ $parent }» не может стоять «{ $name }».
}
    .help = Перенесите её на место: например, «step» стоит только внутри «steps».
problem-include-cycle = Страницы включают друг друга по кругу: { $chain }.
    .help = Уберите одну из этих строк «include».
problem-latin-look-alike = В слове «{ $word }» среди кириллицы стоит латинская буква «{ $letter }».
    .help = Наберите букву заново в русской или казахской раскладке: иначе поиск не найдёт слово.
problem-forbidden-term = Глоссарий не разрешает писать «{ $variant }».
    .help = Напишите «{ $term }». Если речь о самом слове, поставьте его между тегами <q> и </q>.
problem-too-deep = Вложенность блоков больше { $limit }.
    .help = Упростите строение списков и цитат.

## Search

problem-synonym-alone = В группе синонимов меньше двух слов.
    .help = Допишите слово с тем же значением или уберите группу.
problem-synonym-not-a-word = «{ $word }» — не одно слово.
    .help = Синонимы — это отдельные слова. Выражение впишите в keywords той страницы, которая на него отвечает.
problem-synonym-twice = Слово «{ $word }» есть и в другой группе синонимов.
    .help = Если все слова значат одно и то же, объедините группы, иначе оставьте слово в одной из них.
problem-synonym-unused = В текстах нет ни одного слова из группы «{ $word }», поэтому она ничего не находит.
    .help = Добавьте слово, которое встречается в текстах, или уберите группу.
problem-query-incomplete = В запросе три части: язык, слова и ключ страницы с ответом.
    .help = Например: ["kk", "төлем кестесі", "payment-schedule"].
problem-query-page = Запрос ждёт страницу «{ $key }», а такой страницы нет.
    .help = { problem-nearest } Ключ страницы — это имя её папки.
problem-query-missed = По запросу «{ $query }» должна найтись страница { $wanted }, а первыми идут: { $found }.
    .help = Впишите слова, которыми об этом спрашивают, в keywords страницы или в synonyms.toml. Почему другие страницы оказались выше, покажет otau search --explain.
problem-nonsense-answered = По запросу «{ $query }» ничего не должно находиться, а находится: { $found }.
    .help = Какие слова к этому привели, покажет otau search --explain.

## Interface strings

problem-bad-fluent = Сообщение не читается: { $reason }.
    .help = Проверьте здесь знак равенства, отступы и фигурные скобки.
problem-missing-message = Сообщения «{ $key }» нет { problem-in-language }.
    .help = Добавьте его в файл папки locales/{ $language }/.
problem-unused-message = Сообщение «{ $key }» нигде не используется.
    .help = Удалите его во всех языках.
problem-duplicate-message = Сообщение «{ $key }» записано дважды.
    .help = Удалите одно из двух. Второе: { $other }.
problem-missing-variable = В сообщении «{ $key }» { problem-in-language } нет переменной «{ $variable }».
    .help = Добавьте в сообщение {"{"} ${ $variable } {"}"}: на другом языке она есть.
problem-missing-plural = В сообщении «{ $key }» { problem-in-language } нет формы числа «{ $form }».
    .help = Добавьте в выбор строку «[{ $form }] …».

## Templates

problem-bad-template = Шаблон не работает: { $reason }.
    .help = Исправьте шаблон в этом месте.
problem-unknown-variable = В шаблоне названа переменная «{ $variable }», которой у этой страницы нет.
    .help = { problem-nearest } Допустимы: { $allowed }.
problem-unknown-message = Сообщения «{ $key }» нет.
    .help = { problem-nearest } Добавьте сообщение в файлы обоих языков или исправьте ключ.
problem-unknown-asset = В теме нет файла «{ $asset }».
    .help = { problem-nearest } Положите файл в папку темы или исправьте его имя.
problem-unknown-theme = Темы «{ $theme }» нет.
    .help = Исправьте «theme» в site.toml: встроенная тема называется «otau», другие лежат в папке themes/.
problem-bad-asset = Таблица стилей или сценарий не сжимается: { $reason }.
    .help = Исправьте файл в этом месте.

## Настройки

problem-secret-missing = Не задано секретное значение { $name }.
    .help = Запишите его в переменную окружения { $name } или укажите в переменной { $name }_FILE путь к файлу с ним.
problem-secret-sample = Значение { $name } взято из примера, это не секрет.
    .help = Задайте своё: в переменной { $name } или в файле, который указан в { $name }_FILE.
problem-secret-open = Файл с секретом { $file } могут прочитать посторонние.
    .help = Оставьте доступ только владельцу: chmod 600 { $file }.
problem-secret-inside = В поле «{ $field }» стоит пароль.
    .help = Уберите его из файла и задайте весь адрес в переменной окружения { $name } или в файле, который указан в { $name }_FILE.
