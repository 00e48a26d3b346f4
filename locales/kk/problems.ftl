### Сайт файлдарында не дұрыс болмауы мүмкін: хабар не болғанын, .help не істеу керегін айтады.
### One message for each code: problem-<code>.
### $expected-kind and $found-kind are $expected and $found with hyphens for spaces; $x-given is “no” when $x is empty.

## Parts

problem-nearest = { $nearest-given ->
    [no] {""}
   *[yes] Бәлкім, «{ $nearest }» деп жазғыңыз келген шығар.
}
problem-in-language = { $language ->
    [kk] қазақ тілінде
    [ru] орыс тілінде
   *[en] ағылшын тілінде
}
problem-expected = { $expected-kind ->
    [text] тырнақшадағы мәтін
    [string] тырнақшадағы мәтін
    [integer] бүтін сан
    [float] сан
    [boolean] true немесе false
    [list] шаршы жақшадағы тізім
    [array] шаршы жақшадағы тізім
    [list-of-texts] шаршы жақшадағы мәтіндер тізімі
    [list-of-integers] шаршы жақшадағы бүтін сандар тізімі
    [date] 2022-07-10 түріндегі күн
    [datetime] 2022-07-10 түріндегі күн
    [table] кесте
   *[something] { $expected }
}
problem-found = { $found-kind ->
    [text] мәтін
    [string] мәтін
    [integer] бүтін сан
    [float] бөлшек сан
    [boolean] true немесе false
    [list] тізім
    [array] тізім
    [date] күн
    [datetime] күн
    [table] кесте
   *[something] { $found }
}

## Files

problem-unreadable = Файлды оқу мүмкін болмады: { $reason }.
    .help = Файлдың бар екенін және оны оқуға рұқсатыңыз барын тексеріңіз.
problem-not-utf8 = Файл UTF-8 кодтауында емес.
    .help = Файлды редакторда UTF-8 кодтауымен қайта сақтаңыз.
problem-control-character = Мұнда көрінбейтін басқару таңбасы бар.
    .help = Оны өшіріңіз. Ол әдетте басқа бағдарламадан көшірілген мәтінмен бірге келеді.
problem-file-too-large = Файл тым үлкен: { $size } МБ, ең көбі { $limit } МБ болуы керек.
    .help = Файлды кішірейтіңіз немесе бөліңіз.
problem-bad-symlink = Символдық сілтеме мазмұн қалтасынан тыс жерге апарады немесе шеңберге тұйықталған.
    .help = Сілтеменің орнына файлдың өзін салыңыз.
problem-unused-file = «{ $file }» файлы бірде-бір мәтінде қолданылмайды.
    .help = kk.md немесе ru.md ішінде оған сілтеме қойыңыз, әйтпесе файлды өшіріңіз.

## TOML

problem-bad-toml = Жазба TOML ережесіне сай емес: { $reason }.
    .help = Осы жолдағы және оның алдындағы жолдағы тырнақша, жақша мен теңдік белгісін тексеріңіз.
problem-unknown-field = «{ $field }» деген өріс жоқ.
    .help = { problem-nearest } Мыналарды жазуға болады: { $allowed }.
problem-wrong-type = «{ $field }» өрісінің мәні басқа түрде жазылған: { problem-found }.
    .help = Мұнда керегі: { problem-expected }.
problem-bad-value = «{ $field }» өрісінде «{ $value }» мәні бола алмайды.
    .help = { problem-nearest } Мыналарды жазуға болады: { $allowed }.
problem-missing-field = Міндетті «{ $field }» өрісі жоқ.
    .help = «{ $field } = …» жолын қосыңыз.
problem-bad-front-matter = Мәтін екі «+++» жолының арасындағы деректерден басталмайды.
    .help = Өрістердің алдына «+++» жолын қойып, соңынан тағы бір «+++» жолын қосыңыз.
problem-bad-date = «{ $field }» өрісінде «{ $value }» деп жазылған, ондай күн жоқ.
    .help = Жылды, айды және күнді тырнақшасыз жазыңыз: 2022-07-10.
problem-dates-reversed = Беттің көрсетілу мерзімі ол жарияланбай тұрып бітеді.
    .help = «expire_at» күні «publish_at» күнінен кейін болуы керек.

## The site

problem-bad-key = Қалтаның «{ $key }» деген аты беттің кілті бола алмайды.
    .help = Қалтаның атын өзгертіңіз: кіші латын әріптері мен цифрлар, сөздердің арасында дефис.
problem-duplicate-key = «{ $key }» кілті екі бетке берілген.
    .help = Екі қалтаның бірінің атын өзгертіңіз. Екіншісі: { $other }.
problem-duplicate-address = Екі беттің мекенжайы бірдей: { $address }.
    .help = Біреуінің «slug» өрісін өзгертіңіз. Екінші бет: { $other }.
problem-no-text = Беттің бірде-бір тілде мәтіні жоқ.
    .help = Қалтаға kk.md мен ru.md файлдарын қосыңыз немесе қалтаны өшіріңіз.
problem-missing-language = Беттің { problem-in-language } мәтіні жоқ, оның орнына оқырманға басқа тілдегі мәтін көрсетіледі.
    .help = { $language }.md файлын қосыңыз. Бет бір тілде ғана керек болса, page.toml ішінде «only» өрісін жазыңыз.
problem-excluded-language = Беттің { problem-in-language } мәтіні бар, бірақ page.toml ішіндегі «only» өрісі ол тілге жол бермейді.
    .help = { $language }.md файлын немесе «only» өрісін өшіріңіз.
problem-stray-text = Бұл мәтін ешбір бетке жатпайды.
    .help = Қасына page.toml файлын қосыңыз немесе мәтінді өз бетінің қалтасына көшіріңіз.
problem-no-home = Сайттың басты беті жоқ.
    .help = page.toml файлдарының бірінде type = "home" деп жазыңыз.
problem-two-homes = Сайттың басты беті біреу болуы керек.
    .help = type = "home" жазбасын бір ғана page.toml файлында қалдырыңыз. Екінші бет: { $other }.
problem-unknown-page = «{ $key }» кілті бар бет жоқ.
    .help = { problem-nearest } Беттің кілті – оның қалтасының аты.
problem-hidden-page = «{ $key }» беті оқырмандарға көрінбейді: ол – қаралама немесе әлі жарияланбаған.
    .help = Алдымен сол бетті жариялаңыз немесе әзірге сілтемені алып тастаңыз.
problem-unknown-category = «{ $key }» деген санат жоқ.
    .help = { problem-nearest } Санаттардың тізімі content/categories.toml файлында.
problem-unknown-tag = «{ $key }» деген тег жоқ.
    .help = { problem-nearest } Тегтердің тізімі content/tags.toml файлында.
problem-redirect-clash = { $address } деген бұрынғы мекенжай қазір басқа беттікі.
    .help = Мекенжайды «redirects» тізімінен алып тастаңыз немесе мына беттің мекенжайын өзгертіңіз: { $other }.
problem-redirect-twice = { $address } деген бұрынғы мекенжай екі бетке апарады.
    .help = Оны бір ғана page.toml файлында қалдырыңыз. Екіншісі: { $other }.
problem-redirect-loop = Мерзімі өткен беттердің алмасуы шеңберге тұйықталған: { $chain }.
    .help = Осы беттердің бірінің «expire_to» өрісін қолданыстағы бетке бағыттаңыз.
problem-bad-redirect = «{ $address }» осы сайттың мекенжайы емес.
    .help = Бірінші қиғаш сызықтан соңғысына дейінгі жолды ғана жазыңыз: "/kk/old/".
problem-review-due = Бетті қайта қарау мерзімі өтіп кетті: { $date }.
    .help = Бетті оқып шығып, түзетіңіз де, «review_by» өрісіне жаңа күн қойыңыз.
problem-description-length = { $length ->
    [one] Сипаттамада { $length } таңба бар.
   *[other] Сипаттамада { $length } таңба бар.
}
    .help = Сипаттама 50 таңбадан 160 таңбаға дейін болсын: ұзағырағын іздеу жүйелері қиып тастайды.
problem-no-description = Беттің сипаттамасы жоқ.
    .help = «description» өрісін қосыңыз: бір-екі сөйлем, 50 таңбадан 160 таңбаға дейін.
problem-duplicate-title = Басқа беттің тақырыбы дәл осындай.
    .help = Тізімдерде шатаспау үшін тақырыптарды әртүрлі етіңіз. Екінші бет: { $other }.

## Markdown

problem-heading-level-one = Мәтін ішінде бірінші деңгейлі тақырып тұр.
    .help = Тақырыптарды «##» белгісінен бастаңыз: бірінші деңгей беттің атауына ғана беріледі.
problem-heading-skipped = { $level }-деңгейлі тақырып бір деңгейді аттап кеткен.
    .help = Оны { $expected }-деңгейлі тақырып етіңіз.
problem-duplicate-id = «{ $id }» бөлім белгісі бетте екі рет тұр.
    .help = Біреуін екі тілде де өзгертіңіз.
problem-headings-differ = Екі тілдің тақырыптары { $position }-тақырыптан бастап сәйкес емес: «{ $kk }» және «{ $ru }».
    .help = Екі мәтіннің тақырыптары бірдей деңгейде және бірдей ретпен тұруы керек.
problem-ids-differ = Бір тақырыптың екі тілдегі белгісі екі түрлі: «{ $id }» және «{ $other }».
    .help = Біреуін ғана қалдырыңыз: ол екі тілге де ортақ.
problem-bad-link = «{ $link }» сілтемесі рұқсат етілген түрде жазылмаған.
    .help = Бетке key:бет-кілті, бөлімге #id түрінде сілтеңіз; басқа сайттың мекенжайы https: деп басталады.
problem-dead-anchor = «{ $page }» бетінде «{ $anchor }» бөлімі жоқ.
    .help = { problem-nearest } Бөлімнің белгісі тақырыбынан кейін тұрады: {"{"}#id{"}"}.
problem-undefined-reference = [{ $name }] сілтемесінің мекенжайы еш жерде берілмеген.
    .help = «[{ $name }]: мекенжай» жолын қосыңыз. Бұл сілтеме болмаса, жақшаның алдына кері қиғаш сызық қойыңыз.
problem-undefined-footnote = «{ $name }» түсініктемесінің мәтіні жоқ.
    .help = «[^{ $name }]: түсініктеме мәтіні» жолын қосыңыз.
problem-missing-file = Беттің қалтасында «{ $file }» файлы жоқ.
    .help = { problem-nearest } Файлды мәтіннің қасына салып, атын дәл жазыңыз.
problem-missing-alt = «{ $file }» суретінің сипаттамасы жоқ.
    .help = Суретте не көрінетінін шаршы жақшаға жазыңыз: ![не көрінеді]({ $file }).
problem-bad-picture = «{ $file }» суреті ашылмайды: { $reason }.
    .help = Суретті PNG, JPEG немесе WebP пішімінде қайта сақтаңыз.
problem-heavy-picture = «{ $file }» суреті ауыр: { $size } КБ, { $limit } КБ-тан аспағаны дұрыс.
    .help = Суретті қиыңыз немесе кішірейтіңіз.
problem-forbidden-html = «{ $tag }» HTML тегін қолдануға болмайды.
    .help = Оның орнына Markdown белгілерін қолданыңыз. Рұқсат етілген тегтер: { $allowed }.
problem-forbidden-attribute = «{ $tag }» тегінде «{ $attribute }» атрибутын қолдануға болмайды.
    .help = Атрибутты өшіріңіз.
problem-unbalanced-html = «{ $tag }» HTML тегі жабылмаған немесе дұрыс жерде жабылмаған.
    .help = Тегтерді сол абзацтың ішінде, кері ретпен жабыңыз.
problem-unknown-directive = «{ $name }» деген директива жоқ.
    .help = { problem-nearest } Мыналарды жазуға болады: { $allowed }.
problem-directive-argument = «{ $name }» директивасына аргумент керек: { $argument }.
    .help = Оны сол жолда, директива атынан кейін жазыңыз.
problem-unclosed-directive = «{ $name }» директивасы жабылмаған.
    .help = Оның соңына жеке жолға «:::» қойыңыз.
problem-stray-directive-end = Бұл «:::» жолы ештеңені жаппайды.
    .help = Жолды өшіріңіз немесе ерте жабылып қалған директиваны табыңыз.
problem-misplaced-directive = { $parent-given ->
    [no] «{ $name }» директивасы өз алдына тұра алмайды.
   *[yes] «{ $parent }» директивасының ішінде «{ $name }» тұра алмайды.
}
    .help = Оны өз орнына көшіріңіз: мысалы, «step» тек «steps» ішінде тұрады.
problem-include-cycle = Беттер бірін-бірі шеңбер бойымен қосып тұр: { $chain }.
    .help = Осы «include» жолдарының бірін алып тастаңыз.
problem-latin-look-alike = Кириллицамен жазылған «{ $word }» сөзінде латынның «{ $letter }» әрпі тұр.
    .help = Әріпті қазақ немесе орыс пернетақтасында қайта теріңіз, әйтпесе іздеу бұл сөзді таппайды.
problem-forbidden-term = Глоссарий бойынша «{ $variant }» деп жазуға болмайды.
    .help = Оның орнына «{ $term }» деп жазыңыз. Сөздің өзі туралы айтсаңыз, оны <q> мен </q> тегтерінің арасына қойыңыз.
problem-too-deep = Бірінің ішінде бірі тұрған блоктар { $limit } деңгейден асып кетті.
    .help = Тізімдер мен дәйексөздердің құрылымын жеңілдетіңіз.

## Search

problem-synonym-alone = Мағыналас сөздер тобында екіден аз сөз бар.
    .help = Мағынасы бірдей сөз қосыңыз немесе топты алып тастаңыз.
problem-synonym-not-a-word = «{ $word }» – бір сөз емес.
    .help = Бұл файлда тек жеке сөздер тұрады. Сөз тіркесін оған жауап беретін беттің keywords өрісіне жазыңыз.
problem-synonym-twice = «{ $word }» сөзі басқа топта да тұр.
    .help = Сөздердің бәрі бір мағына берсе, топтарды біріктіріңіз, әйтпесе сөзді біреуінде ғана қалдырыңыз.
problem-synonym-unused = Мәтіндерде «{ $word }» тобының бірде-бір сөзі жоқ, сондықтан ол ештеңе таппайды.
    .help = Мәтіндерде кездесетін сөзді қосыңыз немесе топты алып тастаңыз.
problem-query-incomplete = Сұрау үш бөліктен тұрады: тіл, сөздер және жауап беретін беттің кілті.
    .help = Мысалы: ["kk", "төлем кестесі", "payment-schedule"].
problem-query-page = Сұрау «{ $key }» бетін күтеді, бірақ ондай бет жоқ.
    .help = { problem-nearest } Беттің кілті – оның қалтасының аты.
problem-query-missed = «{ $query }» сұрауы { $wanted } бетін табуы керек, ал алғашқы беттер мыналар: { $found }.
    .help = Адамдар осыны сұрағанда айтатын сөздерді беттің keywords өрісіне немесе synonyms.toml файлына қосыңыз. Басқа беттердің неге жоғары тұрғанын otau search --explain көрсетеді.
problem-nonsense-answered = «{ $query }» сұрауы ештеңе таппауы керек, бірақ мынаны табады: { $found }.
    .help = Оған қай сөздер себеп болғанын otau search --explain көрсетеді.

## Interface strings

problem-bad-fluent = Хабарды оқу мүмкін болмады: { $reason }.
    .help = Осы жердегі теңдік белгісін, шегіністерді және ирек жақшаларды тексеріңіз.
problem-missing-message = «{ $key }» хабары { problem-in-language } жоқ.
    .help = Оны locales/{ $language }/ қалтасындағы файлға қосыңыз.
problem-unused-message = «{ $key }» хабары еш жерде қолданылмайды.
    .help = Оны барлық тілден өшіріңіз.
problem-duplicate-message = «{ $key }» хабары екі рет жазылған.
    .help = Біреуін өшіріңіз. Екіншісі: { $other }.
problem-missing-variable = «{ $key }» хабарында { problem-in-language } «{ $variable }» айнымалысы жоқ.
    .help = Хабарға {"{"} ${ $variable } {"}"} қосыңыз: басқа тілде ол бар.
problem-missing-plural = «{ $key }» хабарында { problem-in-language } «{ $form }» сан формасы жоқ.
    .help = Таңдауға «[{ $form }] …» жолын қосыңыз.

## Templates

problem-bad-template = Үлгі жұмыс істемейді: { $reason }.
    .help = Үлгінің осы жерін түзетіңіз.
problem-unknown-variable = Үлгіде «{ $variable }» айнымалысы аталған, бірақ бұл бетте ондай айнымалы жоқ.
    .help = { problem-nearest } Мыналарды жазуға болады: { $allowed }.
problem-unknown-message = «{ $key }» деген хабар жоқ.
    .help = { problem-nearest } Хабарды екі тілдің де файлдарына қосыңыз немесе кілтті түзетіңіз.
problem-unknown-asset = Безендіру тақырыбында «{ $asset }» файлы жоқ.
    .help = { problem-nearest } Файлды тақырыптың қалтасына салыңыз немесе атын түзетіңіз.
problem-unknown-theme = «{ $theme }» деген безендіру тақырыбы жоқ.
    .help = site.toml ішіндегі «theme» өрісін түзетіңіз: кіріктірілген тақырып – «otau», басқалары themes/ қалтасында.
problem-bad-asset = Стильдер кестесін немесе сценарийді сығу мүмкін болмады: { $reason }.
    .help = Файлдың осы жерін түзетіңіз.

## Баптаулар

problem-secret-missing = { $name } құпия мәні берілмеген.
    .help = Оны { $name } орта айнымалысына жазыңыз немесе { $name }_FILE айнымалысында файлдың жолын көрсетіңіз.
problem-secret-sample = { $name } мәні – мысалдан алынған, құпия емес.
    .help = Өзіңіздің мәніңізді беріңіз: { $name } айнымалысында немесе { $name }_FILE көрсеткен файлда.
problem-secret-open = Құпия сақталған { $file } файлын бөтен адам оқи алады.
    .help = Рұқсатты тек иесіне қалдырыңыз: chmod 600 { $file }.
problem-secret-inside = «{ $field }» өрісінде құпиясөз тұр.
    .help = Оны файлдан алып тастап, толық мекенжайды { $name } орта айнымалысында немесе { $name }_FILE көрсеткен файлда беріңіз.
