### Пәрмен жолының сөздері: хабарлар, содан кейін анықтама.
### Words of the command line: messages first, then help. .help of a message says what to do.

## Problems

cli-error = қате
cli-warning = ескерту
cli-errors = { $count ->
    [one] { $count } қате
   *[other] { $count } қате
}
cli-warnings = { $count ->
    [one] { $count } ескерту
   *[other] { $count } ескерту
}
cli-close = Жабу

## Progress

cli-phase-read = Файлдарды оқу
cli-phase-parse = Мәтіндерді талдау
cli-phase-model = Беттерді байланыстыру
cli-phase-assets = Суреттер мен стильдерді дайындау
cli-phase-render = Беттерді құрастыру
cli-phase-publish = Жариялау

## Results

cli-build-done = Сайт { $time } секундта құрастырылды: барлығы { $files } файл, оның { $written } файлы жаңадан жазылды. Шығарылым: { $id }.
cli-build-unchanged = { $id } шығарылымынан бері ештеңе өзгермеген: { $files } файл { $time } секундта тексерілді.
cli-check-clean = Қате табылмады. Тексерілген мәтін саны: { $texts }.
cli-check-query-late = «{ $query }»: жауап беретін бет { $at }-орында тұр.
cli-check-queries = Барлық сұрау
cli-check-nonsense = Мағынасызы қайтарылды
cli-held = { $id } шығарылымы otau rollback пәрменімен қайтарылған, сол күйі қалады: сайт құрастырылған жоқ. Қазіргі мәтіндерді көрсету үшін otau build пәрменін орындаңыз.
cli-init-done = Сайт дайын: { $path }
cli-init-next =
    Енді сайтты ашып көріңіз:
      otau preview --root "{ $path }"
cli-new-done = Жаңа бет дайын: { $path }
cli-new-categories = санатты таңдаңыз: { $categories }
cli-new-draft = бет дайын болғанда, осы жолды өшіріңіз
cli-rollback-done = Енді келесі otau build пәрменіне дейін { $to } шығарылымы көрсетіледі. Оған дейін { $from } көрсетіліп тұрған.
cli-serving = Тоқтату үшін Ctrl+C пернелерін басыңыз.

## Demonstration

cli-demo =
    Бұл – көрсетілім: клиенттер ойдан шығарылған, келген SMS осы терминалға шығады. Мына деректермен кіріп көріңіз:
cli-demo-known =
    Құпиясөзі бар клиент
      шот { $account }, ЖСН { $iin }, құпиясөз { $password }
      шарт { $contract }, күні { $date }, телефон { $phone }
cli-demo-new =
    Алғаш рет кіретін клиент
      шот { $account }, шарт { $contract }, ЖСН { $iin }, телефон { $phone }, күні { $date }

## Failures

cli-failed = Жұмысты бастау мүмкін болмады: { $reason }.
cli-disk-full = Дискіде орын қалмады: { $reason }.
    .help = Орын босатып, пәрменді қайталаңыз. Жазылғаны сақталды, импорт тоқтаған жерінен жалғасады; «басқа импорт жүріп жатыр» деген хабар шықса, 15 секунд күтіңіз.
cli-listen = { $address } мекенжайында сервер ашу мүмкін болмады: { $reason }.
    .help = Бұл портты басқа бағдарлама пайдаланып тұрған шығар. Басқасын көрсетіңіз: --listen 127.0.0.1:8090.
cli-cabinet = Жеке кабинетті ашу мүмкін болмады: { $reason }.
    .help = docs/configuration.md ішіндегі [database], [sms] бөлімдері мен құпия мәндерді тексеріңіз. Дерекқордың кестелері жоқ болса: otau migrate.
cli-plain-http = Кабинет шифрланбаған мекенжайда ашылмайды: құпиясөздер мен кодтар ашық тарайды.
    .help = public_origin мәнін https:// деп басталатындай жазыңыз (проксидің артында) немесе tls_certificate пен tls_key беріңіз.
cli-no-release = «{ $path }» қалтасында көрсететін шығарылым жоқ: { $reason }.
    .help = otau serve пәрменін --no-build параметрінсіз іске қосыңыз: сайт құрастырылады, ал бүлінген шығарылым қайта жасалады. Немесе алдымен сайтты құрастырыңыз: otau build.
cli-release-broken = «{ $path }» қалтасындағы шығарылымды көрсету мүмкін емес: { $reason }. Оны otau rollback қайтарған болса да, сайт қазіргі мәтіндерден қайта құрастырылады.
cli-search-damaged = Сервер іздейтін және сұрау бойынша бет жасайтын файлдар бүлінген: { $reason }. otau build сайтты қазіргі мәтіндерден қайта құрастырғанша, іздеу, бәлкім калькулятор мен кабинет те, 503 кодымен жауап береді.
cli-preview-loopback = Алдын ала қарау тек осы компьютерде ашылады, ал { $address } мекенжайы желіге көрінеді.
    .help = --listen 127.0.0.1:8081 деп жазыңыз. Сайтты басқаларға otau serve көрсетеді.
cli-watch = «{ $path }» қалтасындағы өзгерістерді бақылау мүмкін болмады: { $reason }.
    .help = Қалтаның бар екенін және оны оқуға рұқсатыңыз барын тексеріңіз. Linux жүйесінде fs.inotify.max_user_watches шегі таусылған болуы мүмкін.
cli-write = «{ $path }» жазылмады: { $reason }.
    .help = Ол жерге жазуға рұқсатыңыз барын және дискіде бос орын барын тексеріңіз.
cli-init-occupied = «{ $path }» бос емес.
    .help = Бос немесе әлі жоқ қалтаны көрсетіңіз: бар файлдардың үстінен ештеңе жазылмайды.
cli-new-key = «{ $key }» беттің кілті бола алмайды.
    .help = Кілт кіші латын әріптері мен цифрлардан тұрады, сөздердің арасына дефис қойылады: password-rules.
cli-new-taken = «{ $key }» кілті бос емес: ондай бет бар.
    .help = Басқа кілт таңдаңыз немесе сол бетті өңдеңіз: { $path }.
cli-new-category = «{ $category }» деген санат жоқ.
    .help = Санатты content/categories.toml файлына қосыңыз немесе бұрыннан барын таңдаңыз: { $categories }

## Failures of publishing; whatever happens, the live release stays as it was

cli-publish-busy = «{ $path }» қалтасына қазір басқа құрастыру жазып жатыр.
    .help = Оның аяқталуын күтіп, пәрменді қайталаңыз.
cli-publish-bad-path = «{ $path }» шығарылымдағы файлдың жолы бола алмайды.
    .help = Файлдың немесе қалтаның атын өзгертіңіз: латын әріптері, цифрлар, нүкте, дефис.
cli-publish-duplicate-path = Шығарылымдағы екі файлдың жолы бірдей: { $path }.
    .help = Біреуінің атын немесе беттің «slug» өрісін өзгертіңіз.
cli-publish-no-previous = «{ $path }» қалтасында бұрынғы шығарылым жоқ, қайтатын ештеңе жоқ.
    .help = Мәтінді түзетіп, сайтты қайта құрастырыңыз: otau build.
cli-publish-disk-full = Дискіде орын таусылды, «{ $path }» жазылмады: { $reason }.
    .help = Орын босатып, пәрменді қайталаңыз. Көрсетіліп тұрған сайт өзгерген жоқ.
cli-publish-read-only = «{ $path }» жазылмады, рұқсат жоқ: { $reason }.
    .help = Осы қалтаға жазуға рұқсат алыңыз немесе --out арқылы басқа қалтаны көрсетіңіз. Көрсетіліп тұрған сайт өзгерген жоқ.
cli-publish-io = «{ $path }» файлымен жұмыс істеу мүмкін болмады: { $reason }.
    .help = Дискіні және қалтаға рұқсатты тексеріп, пәрменді қайталаңыз. Көрсетіліп тұрған сайт өзгерген жоқ.

## Help: headings

help-usage = Қолданылуы
help-commands = Пәрмендер
help-options = Параметрлер
help-arguments = Аргументтер

## Help: commands

help-otau = Қазақша және орысша сайтты құрастырады, тексереді және браузерге береді
help-otau-examples =
    Мысалдар:
      # Жаңа сайт ашып, оны алдын ала қарау
      otau init my-site
      otau preview --root my-site
      # Барлық мәтінді тексеру
      otau check
      # Сайтты құрастырып, http://127.0.0.1:8080 мекенжайында көрсету
      otau serve

    Аяқталу коды: 0 – бәрі дұрыс, 1 – сайтта қате бар, 2 – пәрмен орындалмады.
    Пәрменнің өз анықтамасы: otau build --help

help-serve = Сайтты құрастырып, сервер ретінде жұмыс істейді
help-serve-examples =
    Мысалдар:
      # Осы қалтадағы сайт: http://127.0.0.1:8080
      otau serve
      # Басқа қалтадағы сайт, басқа порт
      otau serve --root my-site --listen 127.0.0.1:9000
      # Дайын шығарылымды желідегі барлық оқырманға көрсету
      otau serve --no-build --out /srv/site --listen 0.0.0.0:8080

    127.0.0.1 мекенжайында сервер localhost атауына да жауап береді. Басқа мекенжайда
    немесе --production қосылса, тек site.toml ішіндегі base_url атауына жауап береді.

help-build = Сайтты құрастырып, жариялауға дайын файлдарды шығарады
help-build-examples =
    Мысалдар:
      # Осы қалтадағы сайтты public қалтасына құрастыру
      otau build
      # Файлдарды веб-сервер оқитын қалтаға шығару
      otau build --out /srv/site
      # Сығылған көшірмесіз, тезірек; әр кезеңнің уақытын көрсету
      otau build --compress none --timings

    Файлдар OUT/releases ішіндегі жаңа қалтаға жазылады, соңында OUT/current соған
    бірден ауысады. Қате шықса, көрсетіліп тұрған сайт өзгермейді.

help-preview = Жазылып жатқан сайтты көрсетіп, өзгерісті бірден жаңартады
help-preview-examples =
    Мысалдар:
      # http://127.0.0.1:8081 мекенжайын браузерде ашып, мәтінді өңдей беріңіз
      otau preview
      # Басқа қалтадағы сайт
      otau preview --root my-site

    Қаралама беттер де көрінеді. Файл сақталса, бет өзі жаңарады, ал қате болса,
    ол беттің үстінде көрсетіледі.

help-check = Бүкіл сайтты тексеріп, барлық қатені бірден көрсетеді
help-check-examples =
    Мысалдар:
      # Осы қалтадағы сайтты тексеру
      otau check
      # Ескертулер де қате саналсын: автоматты тексеруге арналған
      otau check --strict
      # Басқа бағдарлама оқитын тізім
      otau check --json > problems.jsonl

    Қате табылса, аяқталу коды 1 болады, --strict қосылса, ескерту табылғанда да.

help-init = Жаңа сайттың файлдарын дайындап береді
help-init-examples =
    Мысалдар:
      # my-site қалтасында екі тілді шағын сайт жасау
      otau init my-site
      # Оны бірден браузерде көру
      otau preview --root my-site

help-new = Екі тілді жаңа беттің файлдарын дайындап береді
help-new-examples =
    Мысалдар:
      # Сұрақ: content/faq/password-rules
      otau new faq password-rules
      # Белгілі бір санаттағы сұрақ
      otau new faq code-late --category code
      # Қадамдары бар нұсқаулық
      otau new instruction first-steps

    Жаңа бет әзірге – қаралама. Ол дайын болғанда, page.toml ішіндегі «draft» жолын өшіріңіз.

help-rollback = Алдыңғы шығарылымды қайта көрсетеді
help-rollback-examples =
    Мысалдар:
      # public қалтасындағы алдыңғы шығарылымға қайту
      otau rollback
      # Шығарылымдар басқа қалтада болса
      otau rollback --out /srv/site

    Мәтіндер өзгермейді. Келесі otau build пәрменіне дейін сервер өзі ештеңе құрастырмайды:
    іске қосылғанда да, түн ортасында да.

help-stem = Стандартты енгізудегі әр сөздің түбірін іздеу көретіндей етіп шығарады
help-stem-examples =
    Мысалдар:
      # Бір тілдегі сөздер, әрқайсысының қасында – түбірі
      otau stem --lang kk < words.txt
      # Сөздің түбірі неге осындай
      echo шарттарымыздан | otau stem --lang kk --explain

    --lang – сөздердің тілі: kk немесе ru; жазылмаса, kk.

help-completions = Терминал қабықшасына пәрмендерді толықтыру сценарийін шығарады
help-completions-examples =
    Мысалдар:
      # bash
      otau completions bash > ~/.local/share/bash-completion/completions/otau
      # fish
      otau completions fish > ~/.config/fish/completions/otau.fish

## Help: arguments

help-arg-help = Осы анықтаманы көрсетеді
help-arg-version = Бағдарламаның нұсқасын көрсетеді
help-arg-lang = Хабарлардың тілі; жазылмаса, LC_ALL, LC_MESSAGES, LANG айнымалыларынан алынады
help-arg-color = Хабарларды түспен бөлектеу: автоматты түрде, әрқашан, ешқашан
help-arg-json = Сөздің орнына әр жолға бір JSON нысаны шығады
help-arg-root = Сайттың қалтасы
help-arg-out = Шығарылымдар қалтасы; жазылмаса, сайт қалтасындағы public
help-arg-listen = Сервер ашылатын мекенжай мен порт
help-preview-arg-listen = Алдын ала қарау ашылатын мекенжай мен порт, тек осы компьютерде
help-arg-compress = Мәтіндік файлдардың сығылған көшірмелері: жоқ, тез, барынша шағын
help-build-arg-timings = Әр кезеңге кеткен уақытты көрсетеді
help-serve-arg-no_build = Сайтты құрастырмай, дайын шығарылымды көрсетеді
help-serve-arg-production = 127.0.0.1 мекенжайында да тек base_url атауына жауап береді
help-serve-arg-config = Баптаулар файлы; жазылмаса, сайт қалтасындағы otau.toml
help-serve-arg-demo = Ойдан шығарылған клиенттері бар жеке кабинетті көрсетеді; SMS терминалға шығады
help-serve-arg-today = Таныстыру нұсқасындағы бүгінгі күн, мысалы 2026-07-10
help-serve-arg-access_log = Әр сұрау туралы бір JSON жолын қателер ағынына жазады
help-check-arg-strict = Ескертулер де қате саналады
help-init-arg-dir = Жасалатын қалта: бос немесе әлі жоқ
help-new-arg-kind = Түрі: сұрақ, нұсқаулық, жаднама, бет, хабарландыру
help-new-arg-key = Беттің кілті: кіші латын әріптері, цифрлар, дефис
help-new-arg-category = Сұрақтың санаты, categories.toml ішіндегі кілт; жазылмаса, біріншісі
help-stem-arg-explain = Сөздің барлық талдауын шығарады, ең ықтималы – бірінші
help-completions-arg-shell = Терминалдың қабықшасы

help-search = Сайттан оқырман сияқты іздейді
help-search-examples =
    Мысалдар:
      # Қазақша
      otau search "төлем кестесі" --lang kk
      # Бет неге бірінші шықты
      otau search "график платежей" --lang ru --explain
      # Бағдарламалар үшін
      otau search "пароль" --lang ru --json
help-search-arg-query = Не іздеу керек: оқырман теретін сөздер
help-search-arg-explain = Әр сөздің қалай түсінілгенін көрсетеді
help-search-arg-limit = Ең көбі қанша нәтиже көрсету керек
cli-search-meant = Мүмкін, айтпағыңыз: { $query }
cli-search-total = Табылған беттер: { $count }

## Report

help-report = Сайттың жұмысы туралы есеп береді
help-report-examples =
    Мысалдар:
      # Соңғы 30 күнде оқырмандар нені іздеп таппады
      otau report searches
      # Соңғы апта, басқа бағдарлама үшін
      otau report searches --days 7 --json
help-report-arg-about = Есептің тақырыбы
help-report-searches = Оқырмандар іздеп, таппаған сұраулар: саны, тілі, соңғы күні
help-report-searches-arg-days = Соңғы неше күн есептеледі
cli-searches-none = Соңғы күндерде жауапсыз қалған сұрау жоқ (күн саны: { $days }).
cli-searches-total = Жауапсыз қалған сұрау: { $total }, әртүрлісі: { $queries }, күн саны: { $days }

## Commands of operators: messages

cli-phase-import = Импорт, МиБ
cli-phase-generate = Клиенттерді құрастыру
cli-office = Кабинеттің дерекқоры ашылмады: { $reason }.
    .help = Дерекқордың мекенжайын (--database не OTAU_DATABASE) және кілттерді (OTAU_KEYS не OTAU_KEYS_FILE) көрсетіңіз. Дерекқорда кестелер болмаса: otau migrate.
cli-migrate-done = Қолданылған миграциялар: { $numbers }.
cli-migrate-none = Дерекқор дайын, өзгертетін ештеңе жоқ.
cli-import-done = «{ $file }»: клиент – { $clients } (жаңасы – { $added }, өзгергені – { $changed }), шарт – { $contracts } (алынып тасталғаны – { $removed }), кесте жолы – { $rows }, қабылданбаған жазба – { $rejected }, айырма – { $differences }.
cli-import-dry = «{ $file }» тексерілді, ештеңе жазылған жоқ: клиент – { $clients } (жаңасы – { $added }, өзгергені – { $changed }), шарт – { $contracts } (алынып тасталатыны – { $removed }), кесте жолы – { $rows }, қабылданбайтын жазба – { $rejected }, айырма – { $differences }.
cli-import-before = «{ $file }» файлы бұрын жүктелген, екінші рет ештеңе істелмейді. Бәрібір керек болса: --again.
cli-import-rejects = Қабылданбаған жазбалар толығымен, себептерімен: { $path }
cli-import-differences = Бір-біріне сәйкес келмейтін сомалар: { $path }
cli-import-incomplete = «{ $path }» файлының соңында жиынтық жолы жоқ: файл толық берілмеген болуы мүмкін.
cli-import-busy = Қазір басқа импорт немесе otau keys reseal пәрмені жүріп жатыр.
    .help = Оның аяқталуын күтіңіз. Ол үзіліп қалған болса, 15 секундтан кейін қайталаңыз.
cli-import-future = «{ $file }» файлында { $as_of } уақытындағы жағдай көрсетілген, ал қазір – { $now }. Ештеңе импортталған жоқ.
    .help = Бірінші жолдағы as_of мәнін немесе осы машинаның сағатын түзетіңіз. Әйтпесе кейінгі файлдардың бәрі ескірген болып саналар еді.
cli-import-changed = Импорт кезінде «{ $file }» файлы өзгеріп кетті. Осыған дейін жазылғаны сақталды.
    .help = Файл толық жазылып біткен соң импортты қайталаңыз. Бақыланатын қалтада бұл өздігінен болады.
cli-import-keys = Дерекқордағы деректер мұнда жоқ кілттермен шифрланған. Ештеңе импортталған жоқ.
    .help = Серверлер қазір қолданып тұрған кілттерді көрсетіп, пәрменді қайта іске қосыңыз; otau import --watch пәрмені кілттер ауысқанға дейін қосылған болса, оны да қайта қосыңыз. Бұрынғы кілттер біржола жоғалып, барлық клиенттің деректерін жаңадан жүктеу керек болса: otau import --again.
cli-import-stalled = «{ $path }» файлының соңында жиынтық жолы әзірге жоқ. Соңғы өзгерістен кейін қалғаны { $minutes } минут күтіледі; одан кейінгі файлдар да күтеді.
cli-import-broken = «{ $path }» файлының соңында жиынтық жолы жоқ, өзі { $minutes } минут бойы өзгермеген. Ештеңе импортталған жоқ, файл failed қалтасына ауыстырылды.
    .help = Файлды толық күйінде қайта салыңыз. Тек соңғы жолы жетіспесе: otau import FILE.
cli-import-watch = «{ $path }» қалтасына түсетін файлдар күтіліп тұр. Тоқтату үшін Ctrl+C пернелерін басыңыз.
cli-client-none = Шот нөмірі { $account } болатын клиент жоқ.
cli-client-shown =
    Шот              { $account }
    ЖСН              { $iin }
    Телефон          { $phone }
    Шарт саны        { $contracts }
    Деректер уақыты  { $as_of }
    Құпиясөз         { $password }
    Қатарынан қате   { $failures }
    Сеанс саны       { $sessions }
    Келісім          { $consent }
cli-client-unlocked = Күту алып тасталды, сәтсіз әрекеттер саны нөлден басталады.
cli-client-sessions = Аяқталған сеанстар: { $count }.
cli-client-consent = мәтін күні { $version } ({ $language }), берілген уақыты { $given }
cli-client-consent-withdrawn = мәтін күні { $version } ({ $language }), берілген уақыты { $given }, кері қайтарылған уақыты { $withdrawn }
cli-client-withdrawn = Клиент бастапқы авторизациядан қайта өткенше кабинетке кіре алмайды. Кері қайтарылған келісім саны: { $count }.
cli-client-erased = Клиенттің деректері жойылды. Журнал жазбалары белгіленген мерзімге дейін сақталады.
cli-client-sure = Клиенттің деректері біржола жойылады.
    .help = Сенімді болсаңыз, --yes қосыңыз.
cli-client-former = Бұрынғы клиент: { $count }. Мерзімі (жыл): { $years }. Олардың барлық шарты жабылған, есеп жүйесі олар туралы енді дерек бермейді. Бағандар: шот нөмірі, соңғы шарт жабылған күн, соңғы деректер уақыты.
cli-client-former-erased = Деректері жойылған бұрынғы клиент: { $count }. Журнал жазбалары белгіленген мерзімге дейін сақталады.
cli-client-former-sure = Бұрынғы клиенттердің деректері біржола жойылады.
    .help = Алдымен тізімін --erase параметрінсіз қараңыз. Сенімді болсаңыз, --yes қосыңыз.
cli-backup-done = Көшірме дайын: { $path }, жол саны – { $rows }.
cli-backup-exists = «{ $path }» файлы бұрыннан бар, көшірме жазылмады.
cli-restore-done = Дерекқор { $time } уақытындағы көшірмеден қалпына келтірілді, жол саны – { $rows }. Клиенттердің бәрі қайта кіруі керек.
cli-audit-whole = Журнал бүтін: жазба саны – { $count }. Соңғысы – № { $seq }, оның таңбасы: { $hash }
cli-audit-broken = Журнал өзгертілген: № { $seq } жазба алдыңғысының жалғасы емес.
cli-audit-trimmed = Сақтау мерзімі өткен жазбалар жойылды.
cli-audit-kept = Сақтау мерзімі өткен жазба жоқ.
cli-keys-resealed = Бірінші кілтпен қайта шифрланғаны: { $count }. Бұлар – клиент деректері, мекенжайлар, толтырылған нысандар, хабарламалар.
cli-keys-sealed = Бәрі бірінші кілтпен шифрланып қойған. Бұрынғы кілттер енді ескі көшірмелерге ғана керек.
cli-keys-unopened = Кілттердің ешқайсысымен ашылмаған мән саны: { $count }. Олар өзгертілген жоқ.
    .help = Оларды шифрлаған кілтті орнына қойып, otau keys reseal пәрменін қайталаңыз. Оған дейін бірде-бір кілтті жоймаңыз.
cli-generate-done = Ойдан құрастырылған клиент саны – { $count }, файл: { $path }

## Commands of operators: help

help-arg-config = Баптау файлы; көрсетілмесе, сайт қалтасындағы otau.toml, егер ол бар болса
help-arg-database = Баптаудағының орнына алынатын дерекқор: sqlite://ЖОЛ немесе postgres://…
help-arg-account = Дербес шоттың нөмірі
help-migrate = Дерекқордың кестелерін керекті түрге келтіреді
help-migrate-examples =
    Мысалдар:
      # Файлдағы жаңа дерекқор
      otau migrate --database sqlite://data/otau.db

    Қайта іске қосылса, ештеңе өзгермейді. Кілттер OTAU_KEYS не OTAU_KEYS_FILE арқылы беріледі.
help-import = Есеп жүйесінің файлдарын жүктейді: клиенттер, шарттар, төлем кестелері
help-import-examples =
    Мысалдар:
      # Алдымен тексеріп, содан кейін жүктеу
      otau import night.jsonl --dry-run
      otau import night.jsonl
      # Қалтаға түскеннің бәрін жүктеп отыру
      otau import --watch /srv/inbox

    Пішімі docs/import.md құжатында. Үзілген импорт тоқтаған жерінен жалғасады.
    Қабылданбаған жазбалар мен айырмалар файлдың қасына жазылады: FILE.rejects.jsonl
    және FILE.differences.jsonl; сонда аяқталу коды – 1.
help-import-arg-files = .jsonl немесе .csv файлдары
help-import-arg-dry_run = Бәрін тексереді, бірақ ештеңе жазбайды
help-import-arg-again = Бұрын жүктелген файлды да қайта жүктейді
help-import-arg-watch = Осы қалтаға түскеннің бәрін тоқтатқанша жүктеп отырады
help-import-arg-keep_days = Импортталған файлдар done және failed қалталарында неше күн сақталады; көрсетілмесе, жойылмайды
help-client = Бір клиент: көру, шығарып алу, бұғаттан босату, жою
help-client-examples =
    Мысалдар:
      otau client show 1000000001
      otau client export 1000000001 > client.json
      # Бес жылдан бері клиент емес адамдар
      otau client former --years 5

    Әр әрекет журналға жазылады.
help-client-show = Клиент туралы не белгілі екенін көрсетеді; жеке нөмірлер жасырылады
help-client-export = Клиент туралы сақталғанның бәрін бір JSON құжатымен шығарады
help-client-unlock = Кіруді күтуді алып тастап, сәтсіз әрекеттерді нөлдейді
help-client-end-sessions = Клиенттің сеанстарын аяқтайды
help-client-end-sessions-arg-all = Барлық клиенттің сеанстарын аяқтайды
help-client-withdraw-consent = Клиенттің келісімі кері қайтарылғанын тіркейді: сеанстар аяқталады, құпиясөз жойылады, кабинетке қайта кіру үшін бастапқы авторизациядан өту керек
help-client-erase = Клиенттің деректерін жояды; журнал қалады
help-client-erase-arg-yes = Шынымен жою керегін растайды
help-client-former = Бұрынғы клиенттерді көрсетеді: шарттарының бәрі жабылған, есеп жүйесі олар туралы дерек бермейді, кабинетке кірмейді
help-client-former-arg-years = Кемінде неше жылдан бері солай
help-client-former-arg-erase = Тізімдегілердің деректерін жояды; журнал қалады
help-client-former-arg-yes = Шынымен жою керегін растайды
help-backup = Жұмысты тоқтатпай дерекқордың шифрланған көшірмесін жасайды
help-backup-examples =
    Мысалдар:
      otau backup /srv/backup/otau-2026-07-10.backup

    Көшірме тек сол кілттермен ашылады: оларды бөлек сақтаңыз.
    Сеанстар, кодтар мен санауыштар көшірмеге кірмейді.
help-restore = Көшірмеден бос дерекқорға қалпына келтіреді
help-restore-examples =
    Мысалдар:
      # Көшірме басқа түрдегі дерекқорға да келе береді
      otau migrate --database sqlite://new/otau.db
      otau restore otau.backup --database sqlite://new/otau.db
help-arg-copy = Көшірме файлы
help-audit = Оқиғалар журналы: тексеру, шығарып алу
help-audit-verify = Бірде-бір жазба өзгермегенін, жоғалмағанын тексереді
help-audit-export = Жазбаларды шығарады: әр жолда бір JSON нысаны
help-audit-export-arg-client = Тек осы клиент туралы: шот нөмірі
help-audit-export-arg-from = Бірінші күн, ЖЖЖЖ-АА-КК
help-audit-export-arg-to = Соңғы күн, ЖЖЖЖ-АА-КК
help-audit-trim = Бір жылдан асқан жазбаларды жояды
help-keys = Шифрлау кілттері
help-keys-examples =
    Мысалдар:
      otau keys generate > keys
      # Жаңа кілт: оның жолы бұрынғылардан жоғары қойылады, содан кейін бәрі соған көшіріледі
      otau keys generate --sealing
      otau keys reseal

    Толық тәртібі, бірнеше машинадағысы да, docs/deploy.md құжатында.
help-keys-generate = Жаңа кілттер жасап, бір рет шығарады
help-keys-generate-arg-sealing = Тек шифрлау кілтін жасайды: басқалардан жоғары қойылатын жол
help-keys-reseal = Бұрынғы кілттермен шифрланғанды бірінші кілтпен қайта шифрлайды; қайталай беруге болады
help-demo = Ойдан құрастырылған деректер
help-demo-generate = Ойдан құрастырылған клиенттердің файлын жасайды
help-demo-generate-examples =
    Мысалдар:
      otau demo generate --clients 1000 --seed 7 --out demo.jsonl
help-demo-generate-arg-clients = Қанша клиент керек
help-demo-generate-arg-seed = Сан бірдей болса, клиенттер де бірдей болады
help-demo-generate-arg-today = Деректер қай күнге жасалады, ЖЖЖЖ-АА-КК; көрсетілмесе – бүгінге
help-demo-generate-arg-out = .jsonl немесе .csv файлы; көрсетілмесе – стандартты шығысқа
