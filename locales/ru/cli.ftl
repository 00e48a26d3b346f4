### Слова командной строки: сначала сообщения, потом справка.
### Words of the command line: messages first, then help. .help of a message says what to do.

## Problems

cli-error = ошибка
cli-warning = предупреждение
cli-errors = { $count ->
    [one] { $count } ошибка
    [few] { $count } ошибки
    [many] { $count } ошибок
   *[other] { $count } ошибки
}
cli-warnings = { $count ->
    [one] { $count } предупреждение
    [few] { $count } предупреждения
    [many] { $count } предупреждений
   *[other] { $count } предупреждения
}
cli-close = Закрыть

## Progress

cli-phase-read = Чтение файлов
cli-phase-parse = Разбор текстов
cli-phase-model = Связывание страниц
cli-phase-assets = Подготовка картинок и стилей
cli-phase-render = Сборка страниц
cli-phase-publish = Публикация

## Results

cli-build-done = Сайт собран за { $time } с: файлов — { $files }, из них записано заново — { $written }. Выпуск: { $id }.
cli-build-unchanged = После выпуска { $id } ничего не изменилось: проверено файлов — { $files }, за { $time } с.
cli-check-clean = Ошибок нет. Проверено текстов: { $texts }.
cli-check-query-late = «{ $query }»: страница с ответом стоит на месте { $at }.
cli-check-queries = Все запросы
cli-check-nonsense = Бессмыслица отклонена
cli-held = Выпуск { $id } возвращён командой otau rollback и остаётся: сайт не собирался. Чтобы показать нынешние тексты, выполните otau build.
cli-init-done = Сайт готов: { $path }
cli-init-next =
    Теперь посмотрите на него:
      otau preview --root "{ $path }"
cli-new-done = Новая страница готова: { $path }
cli-new-categories = выберите категорию: { $categories }
cli-new-draft = когда страница будет готова, удалите эту строку
cli-rollback-done = Теперь и до следующего otau build показывается выпуск { $to }. До этого показывался { $from }.
cli-serving = Чтобы остановить, нажмите Ctrl+C.

## Demonstration

cli-demo =
    Это демонстрация: клиенты вымышлены, SMS выводятся в этот терминал. Войдите с такими данными:
cli-demo-known =
    Клиент с паролем
      счёт { $account }, ИИН { $iin }, пароль { $password }
      договор { $contract }, дата { $date }, телефон { $phone }
cli-demo-new =
    Клиент, который входит впервые
      счёт { $account }, договор { $contract }, ИИН { $iin }, телефон { $phone }, дата { $date }

## Failures

cli-failed = Не удалось начать работу: { $reason }.
cli-disk-full = На диске закончилось место: { $reason }.
    .help = Освободите место и повторите команду. Записанное сохранено, импорт продолжится с того же места; если появится сообщение о другом импорте, подождите 15 секунд.
cli-listen = Не удалось открыть сервер по адресу { $address }: { $reason }.
    .help = Возможно, порт занят другой программой. Укажите другой: --listen 127.0.0.1:8090.
cli-cabinet = Не удалось открыть личный кабинет: { $reason }.
    .help = Проверьте разделы [database], [sms] и секреты, они описаны в docs/configuration.md. Если в базе данных нет таблиц: otau migrate.
cli-plain-http = Кабинет не открывается по нешифрованному адресу: пароли и коды шли бы открыто.
    .help = Укажите public_origin, который начинается с https:// (за прокси), или задайте tls_certificate и tls_key.
cli-no-release = В папке «{ $path }» нет выпуска, который можно показать: { $reason }.
    .help = Запустите otau serve без --no-build: сайт соберётся, а повреждённый выпуск будет собран заново. Или сначала соберите сайт: otau build.
cli-release-broken = Выпуск в папке «{ $path }» показать нельзя: { $reason }. Сайт собирается заново из нынешних текстов, даже если этот выпуск вернула команда otau rollback.
cli-search-damaged = Повреждены файлы, по которым сервер ищет и составляет страницы по запросу: { $reason }. Поиск, а возможно, и калькулятор с кабинетом будут отвечать кодом 503, пока команда otau build не соберёт сайт заново из нынешних текстов.
cli-preview-loopback = Предпросмотр открывается только на этом компьютере, а адрес { $address } виден из сети.
    .help = Напишите --listen 127.0.0.1:8081. Другим людям сайт показывает otau serve.
cli-watch = Не удалось следить за изменениями в папке «{ $path }»: { $reason }.
    .help = Проверьте, что папка существует и что у вас есть право её читать. В Linux мог исчерпаться предел fs.inotify.max_user_watches.
cli-write = Не удалось записать «{ $path }»: { $reason }.
    .help = Проверьте, что у вас есть право писать туда и что на диске есть место.
cli-init-occupied = Место «{ $path }» уже занято.
    .help = Укажите пустую папку или ту, которой ещё нет: поверх готовых файлов ничего не пишется.
cli-new-key = «{ $key }» не годится как ключ страницы.
    .help = Ключ состоит из строчных латинских букв и цифр, слова разделяются дефисом: password-rules.
cli-new-taken = Ключ «{ $key }» занят: такая страница уже есть.
    .help = Выберите другой ключ или правьте эту страницу: { $path }.
cli-new-category = Категории «{ $category }» нет.
    .help = Добавьте категорию в content/categories.toml или выберите из имеющихся: { $categories }

## Failures of publishing; whatever happens, the live release stays as it was

cli-publish-busy = В папку «{ $path }» сейчас пишет другая сборка.
    .help = Дождитесь, когда она закончится, и повторите команду.
cli-publish-bad-path = «{ $path }» не может быть путём файла в выпуске.
    .help = Измените имя файла или папки: латинские буквы, цифры, точка, дефис.
cli-publish-duplicate-path = У двух файлов выпуска один путь: { $path }.
    .help = Измените имя одного из них или поле «slug» страницы.
cli-publish-no-previous = В папке «{ $path }» нет прежнего выпуска, вернуться не к чему.
    .help = Исправьте тексты и соберите сайт заново: otau build.
cli-publish-disk-full = На диске кончилось место, «{ $path }» не записан: { $reason }.
    .help = Освободите место и повторите команду. Опубликованный сайт не изменился.
cli-publish-read-only = Нет права записать «{ $path }»: { $reason }.
    .help = Получите право писать в эту папку или укажите другую через --out. Опубликованный сайт не изменился.
cli-publish-io = Не удалось работать с файлом «{ $path }»: { $reason }.
    .help = Проверьте диск и права на папку и повторите команду. Опубликованный сайт не изменился.

## Help: headings

help-usage = Использование
help-commands = Команды
help-options = Параметры
help-arguments = Аргументы

## Help: commands

help-otau = Собирает, проверяет и отдаёт браузерам сайт на казахском и русском языках
help-otau-examples =
    Примеры:
      # Начать новый сайт и посмотреть на него
      otau init my-site
      otau preview --root my-site
      # Проверить все тексты
      otau check
      # Собрать сайт и показать его по адресу http://127.0.0.1:8080
      otau serve

    Код завершения: 0 — всё хорошо, 1 — на сайте есть ошибки, 2 — команда не выполнена.
    Справка по команде: otau build --help

help-serve = Собирает сайт и работает как сервер
help-serve-examples =
    Примеры:
      # Сайт из этой папки: http://127.0.0.1:8080
      otau serve
      # Сайт из другой папки, другой порт
      otau serve --root my-site --listen 127.0.0.1:9000
      # Показать готовый выпуск всем читателям в сети
      otau serve --no-build --out /srv/site --listen 0.0.0.0:8080

    На адресе 127.0.0.1 сервер отвечает и на имя localhost. На любом другом адресе,
    а с --production и на этом, он отвечает только на имя из base_url в site.toml.

help-build = Собирает сайт в файлы, готовые к публикации
help-build-examples =
    Примеры:
      # Собрать сайт из этой папки в папку public
      otau build
      # Положить файлы туда, откуда их читает веб-сервер
      otau build --out /srv/site
      # Быстрее, без сжатых копий; показать время каждого этапа
      otau build --compress none --timings

    Файлы пишутся в новую папку внутри OUT/releases, и только в конце OUT/current
    разом переключается на неё. При ошибке опубликованный сайт не меняется.

help-preview = Показывает сайт, пока его пишут, и сразу обновляет изменённое
help-preview-examples =
    Примеры:
      # Откройте в браузере http://127.0.0.1:8081 и правьте тексты
      otau preview
      # Сайт из другой папки
      otau preview --root my-site

    Видны и черновики. Когда файл сохранён, страница обновляется сама, а ошибка
    показывается поверх страницы.

help-check = Проверяет весь сайт и показывает сразу все ошибки
help-check-examples =
    Примеры:
      # Проверить сайт в этой папке
      otau check
      # Считать ошибками и предупреждения: для автоматической проверки
      otau check --strict
      # Список, который прочтёт другая программа
      otau check --json > problems.jsonl

    Если есть ошибки, а с --strict и предупреждения, код завершения — 1.

help-init = Готовит файлы нового сайта
help-init-examples =
    Примеры:
      # Сделать в папке my-site небольшой сайт на двух языках
      otau init my-site
      # Сразу посмотреть на него в браузере
      otau preview --root my-site

help-new = Готовит файлы новой страницы на двух языках
help-new-examples =
    Примеры:
      # Вопрос: content/faq/password-rules
      otau new faq password-rules
      # Вопрос в определённой категории
      otau new faq code-late --category code
      # Инструкция с шагами
      otau new instruction first-steps

    Новая страница — пока черновик. Когда она будет готова, удалите строку «draft» в page.toml.

help-rollback = Возвращает предыдущий выпуск
help-rollback-examples =
    Примеры:
      # Вернуться к предыдущему выпуску в папке public
      otau rollback
      # Если выпуски лежат в другой папке
      otau rollback --out /srv/site

    Тексты не меняются. До следующего otau build сервер сам ничего не собирает:
    ни при запуске, ни в полночь.

help-stem = Выводит основу каждого слова со стандартного ввода — такой, какой её видит поиск
help-stem-examples =
    Примеры:
      # Слова одного языка, рядом с каждым — основа
      otau stem --lang kk < words.txt
      # Почему у слова такая основа
      echo шарттарымыздан | otau stem --lang kk --explain

    --lang — язык слов, kk или ru; если не указан — kk.

help-completions = Выводит сценарий дополнения команд для оболочки
help-completions-examples =
    Примеры:
      # bash
      otau completions bash > ~/.local/share/bash-completion/completions/otau
      # fish
      otau completions fish > ~/.config/fish/completions/otau.fish

## Help: arguments

help-arg-help = Показывает эту справку
help-arg-version = Показывает версию программы
help-arg-lang = Язык сообщений; если не указан, берётся из LC_ALL, LC_MESSAGES, LANG
help-arg-color = Выделяет сообщения цветом: автоматически, всегда, никогда
help-arg-json = Выводит вместо слов по одному объекту JSON в строке
help-arg-root = Папка сайта
help-arg-out = Папка выпусков; если не указана — public в папке сайта
help-arg-listen = Адрес и порт сервера
help-preview-arg-listen = Адрес и порт предпросмотра, только на этом компьютере
help-arg-compress = Сжатые копии текстовых файлов: без них, быстро, как можно меньше
help-build-arg-timings = Показывает время каждого этапа
help-serve-arg-no_build = Не собирает сайт, а показывает готовый выпуск
help-serve-arg-production = И на 127.0.0.1 отвечает только на имя из base_url
help-serve-arg-config = Файл настроек; если не указан, otau.toml в папке сайта
help-serve-arg-demo = Показывает личный кабинет с вымышленными клиентами; SMS выводятся в терминал
help-serve-arg-today = Сегодняшний день демонстрации, например 2026-07-10
help-serve-arg-access_log = Пишет о каждом запросе строку JSON в поток ошибок
help-check-arg-strict = Считает ошибками и предупреждения
help-init-arg-dir = Папка, которую нужно создать: пустая или ещё не существующая
help-new-arg-kind = Тип: вопрос, инструкция, памятка, страница, объявление
help-new-arg-key = Ключ страницы: строчные латинские буквы, цифры, дефис
help-new-arg-category = Категория вопроса, ключ из categories.toml; если не указана — первая
help-stem-arg-explain = Выводит все разборы слова, самый вероятный — первым
help-completions-arg-shell = Оболочка в терминале

help-search = Ищет по сайту так же, как читатель
help-search-examples =
    Примеры:
      # По-казахски
      otau search "төлем кестесі" --lang kk
      # Почему страница оказалась первой
      otau search "график платежей" --lang ru --explain
      # Для программ
      otau search "пароль" --lang ru --json
help-search-arg-query = Что искать: слова, как их набрал бы читатель
help-search-arg-explain = Показывает, как понято каждое слово
help-search-arg-limit = Сколько результатов показать самое большее
cli-search-meant = Возможно, имелось в виду: { $query }
cli-search-total = Найдено страниц: { $count }

## Report

help-report = Рассказывает о работе сайта
help-report-examples =
    Примеры:
      # Чего читатели не нашли за последние 30 дней
      otau report searches
      # За неделю, для другой программы
      otau report searches --days 7 --json
help-report-arg-about = О чём отчёт
help-report-searches = Запросы, по которым ничего не нашлось: сколько раз, язык, последний день
help-report-searches-arg-days = За сколько последних дней
cli-searches-none = Запросов без ответа за это время не было (дней: { $days }).
cli-searches-total = Запросов без ответа: { $total }, разных: { $queries }, дней: { $days }

## Commands of operators: messages

cli-phase-import = Импорт, МиБ
cli-phase-generate = Создание клиентов
cli-office = Не удалось открыть базу данных кабинета: { $reason }.
    .help = Укажите адрес базы (--database или OTAU_DATABASE) и ключи (OTAU_KEYS или OTAU_KEYS_FILE). Если в базе нет таблиц: otau migrate.
cli-migrate-done = Применены миграции: { $numbers }.
cli-migrate-none = База данных уже в порядке, менять нечего.
cli-import-done = «{ $file }»: клиентов — { $clients } (новых — { $added }, изменённых — { $changed }), договоров — { $contracts } (убранных — { $removed }), строк графика — { $rows }, отклонённых записей — { $rejected }, расхождений — { $differences }.
cli-import-dry = Проверка «{ $file }», ничего не записано: клиентов — { $clients } (новых — { $added }, изменённых — { $changed }), договоров — { $contracts } (убрать — { $removed }), строк графика — { $rows }, отклонённых записей — { $rejected }, расхождений — { $differences }.
cli-import-before = Файл «{ $file }» уже импортирован, второй раз ничего не делается. Если это нужно: --again.
cli-import-rejects = Отклонённые записи целиком, с причинами: { $path }
cli-import-differences = Суммы, которые не сходятся: { $path }
cli-import-incomplete = В «{ $path }» нет последней строки с итогами: возможно, файл передан не полностью.
cli-import-busy = Сейчас идёт другой импорт или команда otau keys reseal.
    .help = Дождитесь окончания. Если прежний запуск прерван, повторите через 15 секунд.
cli-import-future = В файле «{ $file }» указано состояние на { $as_of }, а сейчас { $now }. Ничего не импортировано.
    .help = Исправьте as_of в первой строке или часы на этой машине. Иначе все следующие файлы считались бы устаревшими.
cli-import-changed = Файл «{ $file }» изменился во время импорта. Уже записанное сохранено.
    .help = Повторите импорт, когда файл будет записан до конца. В отслеживаемой папке это происходит само.
cli-import-keys = Данные в базе зашифрованы ключами, которых здесь нет. Ничего не импортировано.
    .help = Укажите ключи, с которыми сейчас работают серверы, и запустите команду снова — в том числе otau import --watch, если она запущена до смены ключей. Если прежние ключи утеряны безвозвратно и данные всех клиентов нужно загрузить заново: otau import --again.
cli-import-stalled = В «{ $path }» ещё нет последней строки с итогами. Файл может дописываться { $minutes } мин. после последнего изменения; файлы после него тоже ждут.
cli-import-broken = В «{ $path }» нет последней строки с итогами, файл не меняется уже { $minutes } мин. Ничего не импортировано, файл перенесён в папку failed.
    .help = Положите файл целиком ещё раз. Если не хватает только последней строки: otau import FILE.
cli-import-watch = Жду файлы в папке «{ $path }». Чтобы остановить, нажмите Ctrl+C.
cli-client-none = Клиента с номером счёта { $account } нет.
cli-client-shown =
    Счёт           { $account }
    ИИН            { $iin }
    Телефон        { $phone }
    Договоров      { $contracts }
    Сведения на    { $as_of }
    Пароль задан   { $password }
    Неудач подряд  { $failures }
    Сеансов        { $sessions }
    Согласие       { $consent }
cli-client-unlocked = Ожидание снято, счётчик неудачных попыток обнулён.
cli-client-sessions = Завершено сеансов: { $count }.
cli-client-consent = текст от { $version } ({ $language }), дано { $given }
cli-client-consent-withdrawn = текст от { $version } ({ $language }), дано { $given }, отозвано { $withdrawn }
cli-client-withdrawn = Вход в кабинет закрыт, пока клиент не пройдёт первичную авторизацию заново. Отозвано согласий: { $count }.
cli-client-erased = Данные клиента удалены. Записи журнала остаются на положенный срок.
cli-client-sure = Данные клиента удаляются безвозвратно.
    .help = Если вы уверены, добавьте --yes.
cli-client-former = Бывших клиентов: { $count }. Срок (лет): { $years }. Все их договоры закрыты, учётная система о них больше не сообщает. Столбцы: номер счёта, день закрытия последнего договора, время последних данных.
cli-client-former-erased = Удалены данные бывших клиентов: { $count }. Записи журнала остаются на положенный срок.
cli-client-former-sure = Данные бывших клиентов удаляются безвозвратно.
    .help = Сначала посмотрите список без --erase. Если уверены, добавьте --yes.
cli-backup-done = Копия готова: { $path }, строк — { $rows }.
cli-backup-exists = Файл «{ $path }» уже есть, копия не записана.
cli-restore-done = База восстановлена из копии от { $time }, строк — { $rows }. Всем клиентам нужно войти заново.
cli-audit-whole = Журнал цел: записей — { $count }. Последняя — № { $seq }, её отпечаток: { $hash }
cli-audit-broken = Журнал изменён: запись № { $seq } не продолжает предыдущую.
cli-audit-trimmed = Записи, срок хранения которых истёк, удалены.
cli-audit-kept = Записей с истёкшим сроком хранения нет.
cli-keys-resealed = Перешифровано первым ключом: { $count }. Это данные клиентов, адреса, формы и сообщения.
cli-keys-sealed = Всё уже зашифровано первым ключом. Прежние ключи нужны только для старых копий.
cli-keys-unopened = Не удалось расшифровать ни одним из ключей: { $count }. Эти значения не изменены.
    .help = Верните ключ, которым они зашифрованы, и повторите otau keys reseal. До этого не удаляйте ни одного ключа.
cli-generate-done = Вымышленных клиентов — { $count }, файл: { $path }

## Commands of operators: help

help-arg-config = Файл настроек; без него — otau.toml в папке сайта, если он есть
help-arg-database = База данных вместо указанной в настройках: sqlite://ПУТЬ или postgres://…
help-arg-account = Номер лицевого счёта
help-migrate = Приводит таблицы базы данных к нужному виду
help-migrate-examples =
    Примеры:
      # Новая база в файле
      otau migrate --database sqlite://data/otau.db

    Повторный запуск ничего не меняет. Ключи берутся из OTAU_KEYS или OTAU_KEYS_FILE.
help-import = Загружает файлы учётной системы: клиентов, договоры, графики
help-import-examples =
    Примеры:
      # Сначала проверить, затем загрузить
      otau import night.jsonl --dry-run
      otau import night.jsonl
      # Загружать всё, что появляется в папке
      otau import --watch /srv/inbox

    Формат описан в docs/import.md. Прерванный импорт продолжается с того же места.
    Отклонённые записи и расхождения ложатся рядом с файлом: FILE.rejects.jsonl и
    FILE.differences.jsonl; тогда код завершения 1.
help-import-arg-files = Файлы .jsonl или .csv
help-import-arg-dry_run = Проверяет всё, но ничего не записывает
help-import-arg-again = Загружает файл, даже если он уже был загружен
help-import-arg-watch = Загружает всё, что появляется в этой папке, пока не остановят
help-import-arg-keep_days = Сколько дней хранить загруженные файлы в папках done и failed; если не указать, они не удаляются
help-client = Один клиент: показать, выгрузить, разблокировать, удалить
help-client-examples =
    Примеры:
      otau client show 1000000001
      otau client export 1000000001 > client.json
      # Те, кто уже пять лет не является клиентом
      otau client former --years 5

    Каждое действие записывается в журнал.
help-client-show = Показывает, что известно о клиенте; личные номера скрыты
help-client-export = Выгружает всё, что хранится о клиенте, одним документом JSON
help-client-unlock = Снимает ожидание входа и обнуляет неудачные попытки
help-client-end-sessions = Завершает сеансы клиента
help-client-end-sessions-arg-all = Завершает сеансы всех клиентов
help-client-withdraw-consent = Отмечает отзыв согласия: сеансы завершаются, пароль удаляется, вернуться можно через первичную авторизацию
help-client-erase = Удаляет данные клиента; журнал остаётся
help-client-erase-arg-yes = Подтверждает, что удалить нужно
help-client-former = Показывает бывших клиентов: все договоры закрыты, учётная система о них не сообщает, в кабинет они не входят
help-client-former-arg-years = Сколько лет должно пройти с тех пор (не меньше)
help-client-former-arg-erase = Удаляет данные тех, кто в списке; журнал остаётся
help-client-former-arg-yes = Подтверждает, что удалить нужно
help-backup = Делает зашифрованную копию базы, не останавливая работу
help-backup-examples =
    Примеры:
      otau backup /srv/backup/otau-2026-07-10.backup

    Копия открывается только теми же ключами: храните их отдельно от неё.
    Сеансы, коды и счётчики в копию не входят.
help-restore = Восстанавливает копию в пустую базу
help-restore-examples =
    Примеры:
      # Копию можно восстановить и в базу другого вида
      otau migrate --database sqlite://new/otau.db
      otau restore otau.backup --database sqlite://new/otau.db
help-arg-copy = Файл копии
help-audit = Журнал событий: проверить, выгрузить
help-audit-verify = Проверяет, что ни одна запись не изменена и не пропала
help-audit-export = Выгружает записи: по одному объекту JSON в строке
help-audit-export-arg-client = Только об этом клиенте: номер счёта
help-audit-export-arg-from = Первый день, ГГГГ-ММ-ДД
help-audit-export-arg-to = Последний день, ГГГГ-ММ-ДД
help-audit-trim = Удаляет записи старше года
help-keys = Ключи шифрования
help-keys-examples =
    Примеры:
      otau keys generate > keys
      # Новый ключ: его строку ставят выше прежних, затем всё переводят на него
      otau keys generate --sealing
      otau keys reseal

    Весь порядок, в том числе для нескольких машин, описан в docs/deploy.md.
help-keys-generate = Создаёт новые ключи и выводит их один раз
help-keys-generate-arg-sealing = Создаёт только ключ шифрования: строку, которую ставят выше остальных
help-keys-reseal = Перешифровывает первым ключом то, что зашифровано прежними; можно повторять
help-demo = Вымышленные данные
help-demo-generate = Создаёт файл с вымышленными клиентами
help-demo-generate-examples =
    Примеры:
      otau demo generate --clients 1000 --seed 7 --out demo.jsonl
help-demo-generate-arg-clients = Сколько клиентов
help-demo-generate-arg-seed = Одно и то же число даёт одних и тех же клиентов
help-demo-generate-arg-today = День, на который они создаются, ГГГГ-ММ-ДД; без него — сегодня
help-demo-generate-arg-out = Файл .jsonl или .csv; без него — в стандартный вывод
