### Ашық сайттың сөздері. Әр кілт kk мен ru тілдерінде бірдей болуы тиіс.
### Interface strings of the public site. Keys, attributes and variables are the same in kk and ru.
### Dates and numbers come already written ($date, $site and so on are text); $count, $from, $to, $total, $number,
### $page and $pages are whole numbers.

## Frame: what stands on every page

# First link of the page, seen on keyboard focus.
skip-link = Негізгі мазмұнға өту
# Accessible name of the menu in the header.
nav-cabinet = Кіру
nav-label = Негізгі мәзір
# Accessible name of the links in the footer.
footer-nav-label = Қосымша сілтемелер
# Text of the link to the home page, also the first breadcrumb.
nav-home = Басты бет
# Short names of the lists in the menu and the breadcrumbs.
nav-faq = Сұрақтар
nav-instruction = Нұсқаулықтар
nav-memo = Жаднамалар
nav-notice = Хабарландырулар
nav-tags = Тегтер
# Accessible name of the breadcrumbs.
breadcrumbs-label = Сіз осы жердесіз
# Title of a page in the browser's tab.
page-title = { $title } – { $site }
# Title of the second and further pages of a list.
page-title-numbered = { $title }, { $page }-бет
# The word alone, before a <time> element.
updated-label = Жаңартылған күні:
# Opens somewhere outside the site; added to a link for screen readers.
external-link = (басқа сайт)

## Languages

# Accessible name of the language switch.
language-label = Тілді таңдау
# Hint on a switch link when the page does not exist in that language and its nearest parent is opened.
language-parent = Бұл бет ол тілде жоқ, ең жақын бөлім ашылады
# After a link whose title is in the other language.
language-mark-kk = (қазақша)
language-mark-ru = (орысша)

## Notices above a text

# The page has no Kazakh text, the Russian one is shown.
fallback-untranslated = Бұл бет қазақ тіліне әлі аударылмаған. Мәтін орыс тілінде берілген.
# The text has legal force in Russian only, so the Russian one is shown.
fallback-binding = Бұл құжаттың негізге алынатын мәтіні — орысшасы, сондықтан ол орыс тілінде берілген.
# The text being read is the one with legal force.
binding-original = Екі тілдегі мәтін арасында айырмашылық болса, осы мәтін негізге алынады.
# The text being read is a translation of a text with legal force.
binding-translation = Бұл — аударма. Екі мәтін арасында айырмашылық болса, орысша мәтін негізге алынады.
# Title of these notices for screen readers.
notice-label = Осы бет туралы ескерту
# A page that readers do not see yet (preview only).
draft-mark = Қаралама
draft-text = Бұл бет әлі жарияланбаған: ол алдын ала қарау кезінде ғана көрінеді.
# A bar at the top of every page of `otau preview`.
preview-bar = Алдын ала қарау: беттер файл сақталған сайын жаңарады
# On every page of `otau serve --demo`.
demonstration = Таныстыру нұсқасы: мұндағы клиенттер мен сомалар ойдан шығарылған
# After expire_at.
expired-title = Мәтіннің күші жойылған
expired-text = Бұл мәтін енді қолданылмайды. Күші жойылған күні: { $date }
expired-successor = Оның орнына мына мәтін қолданылады:
expired-no-successor = Қазіргі мәтінді тиісті бөлімнен қараңыз.

## A text page

# Table of contents.
toc-title = Мазмұны
toc-label = Беттің мазмұны
# Short answer or list of questions.
tags-label = Тегтер:
related-title = Осы тақырыпта
# Previous and next page of the same list.
neighbours-label = Көрші беттер
previous-label = Алдыңғысы
next-label = Келесісі
# Accessible name of the # link beside a heading.
heading-link = «{ $title }» бөліміне сілтеме
# Buttons.
copy-link = Сілтемені көшіру
copy-link-done = Сілтеме көшірілді
copy-link-failed = Көшіру мүмкін болмады: мекенжайды браузердің жолағынан көшіріп алыңыз
print = Басып шығару
# Under the print-out.
print-source = Дереккөз: { $url }
# The kk/ru reading view.
side-by-side-link = Екі тілде қатар оқу
side-by-side-title = { $title }: екі тілде қатар
side-by-side-back = Бір тілдегі бетке оралу
side-by-side-empty = Бұл бөліктің қазақша мәтіні жоқ
# Footnotes.
footnotes-title = Түсініктемелер
footnote-back = Мәтінге оралу
# A wide table that can be scrolled.
table-scroll = Кесте: көлденең жылжытуға болады
# The whole picture in a new page.
picture-full = Суретті толық өлшемде ашу
# Checkboxes of a task list.
task-done = орындалды
task-open = орындалмады

## Directives

directive-note = Ескертпе
directive-warning = Назар аударыңыз
directive-summary = Қысқаша
# Statuses of a payment.
status-paid = Өтелді
status-overdue = Мерзімі өткен
status-awaiting-debit = Есептен шығару күтілуде

## Glossary

# Accessible name of the links to the letters.
glossary-letters = Терминдер әріп бойынша
# Before the title of the page that says more about a term.
glossary-see = Толығырақ:

## Lists

# Titles and descriptions of the lists; descriptions are also for search engines.
list-faq-title = Жиі қойылатын сұрақтар
list-faq-description = Порталға кіру, құпиясөз, шарттар мен төлем кестесі туралы жиі қойылатын сұрақтарға қысқа жауаптар.
list-instruction-title = Нұсқаулықтар
list-instruction-description = Порталды пайдалану жолын суретпен, қадамдап түсіндіретін нұсқаулықтар.
list-memo-title = Жаднамалар
list-memo-description = Клиенттердің құқықтары, өтемақы және төлемдер туралы жаднамалар: қарапайым тілмен, мысалдармен.
list-notice-title = Хабарландырулар
list-notice-description = Порталдың жұмысындағы өзгерістер, жаңа мүмкіндіктер және техникалық үзілістер туралы хабарландырулар.
list-tags-title = Тегтер
list-tags-description = Сайттағы барлық тег: керегін таңдап, сол тақырыптағы беттердің бәрін қараңыз.
# Title and description of the page of one tag.
list-tag-title = «{ $name }» тегі
list-tag-description = «{ $name }» тегі қойылған барлық бет: сұрақтар, нұсқаулықтар, жаднамалар мен хабарландырулар.
# Description of a category without its own.
list-category-description = «{ $name }» санатындағы сұрақтар мен жауаптар.
list-empty = Бұл тізімде әзірге ештеңе жоқ.
# Link to the list of all questions.
list-all-faq = Барлық сұрақ
# Categories.
categories-title = Санаттар
categories-label = Сұрақтардың санаттары
category-instruction = Осы тақырыптағы нұсқаулық
# How many questions a category has, beside its name.
question-count = { $count ->
    [one] { $count } сұрақ
   *[other] { $count } сұрақ
}
# How many pages a tag or a list has.
page-count = { $count ->
    [one] { $count } бет
   *[other] { $count } бет
}
# Questions of a list.
expand-all = Барлығын ашу
collapse-all = Барлығын жабу
question-open = Жауапты бөлек бетте ашу

## Pages of a list

pager-label = Тізімнің беттері
pager-previous = Алдыңғы бет
pager-next = Келесі бет
# Accessible name of a page's number.
pager-page = { $page }-бет
pager-current = { $page }-бет, қазір ашық
pager-gap = …
# What the page shows of the whole list.
pager-range = Көрсетілгені: { $from }–{ $to }, барлығы: { $total }
page-size-label = Бір бетте көрсету:
page-size-all = Барлығы

## Home

home-categories = Тақырып бойынша сұрақтар
home-questions = Жиі қойылатын сұрақтар
home-instructions = Нұсқаулықтар
home-memos = Жаднамалар
home-notices = Хабарландырулар
home-first-time = Порталға алғаш рет кіріп отырсыз ба?

## Contacts

contact-title = Байланыс
contact-phone = Телефон
contact-email = Электрондық пошта
contact-hours = Жұмыс уақыты
contact-address = Мекенжай
contact-map = Картадан көру
# A contact that site.toml does not have.
not-given = көрсетілмеген

## Look of the page

theme-label = Түс режимі
theme-system = Жүйедегідей
theme-light = Жарық
theme-dark = Қараңғы

## Errors

error-404-title = Бет табылмады
error-404-text = Мекенжай қате терілген немесе бет басқа жерге көшірілген болуы мүмкін.
error-404-help = Керегіңізді мына бөлімдерден іздеп көріңіз:
error-404-home = Басты бетке өту
error-500-title = Бізде қате шықты
error-500-text = Кешірім сұраймыз. Біраз уақыттан кейін бетті қайта ашып көріңіз.
error-503-title = Сайт уақытша жұмыс істемейді
error-503-text = Техникалық жұмыс жүріп жатыр. Біраз уақыттан кейін қайта кіріп көріңіз.
error-contact = Асығыс болсаңыз, бізге қоңырау шалыңыз: { $phone }

## Addresses without a server

# The address / where no server chooses the language.
root-title = Тілді таңдаңыз
# A redirect for hosts that know no redirects.
moved-title = Бет көшірілді
moved-text = Бұл беттің мекенжайы өзгерді. Жаңа бет өздігінен ашылмаса, мына сілтемемен өтіңіз:

## Feed

# Title of the Atom feed.
feed-title = { $site }: жаңа және өзгерген беттер
# Text of the link to the feed.
feed-link = Жаңартулар таспасы (Atom)

## Steps

# Tick that a reader puts on a step that is done; kept in the reader's browser.
step-done = Орындалды

## Search

search-title = Іздеу
# Title of the results in the browser's tab.
search-title-query = «{ $query }»: { $count ->
    [one] { $count } бет табылды
   *[other] { $count } бет табылды
}
# Accessible name of the field, and the hint in it.
search-label = Сұрақтар мен нұсқаулықтардан іздеу
# The same above the list of questions.
search-label-questions = Сұрақтардан іздеу
search-button = Іздеу
# While one types: the last line, and what is said aloud. {} stands for what was typed, and for a number.
search-suggest-all = «{ $query }» бойынша барлық нәтиже
search-suggest-count = Ұсыныс саны: { $count }. Таңдау үшін жоғары не төмен жебені басыңыз.
search-suggest-none = Ұсыныс жоқ. Толық іздеу үшін Enter пернесін басыңыз.
search-suggest-wait = Ізделуде…
# Where to look.
search-scope-label = Қайдан іздеу керек
search-scope-all = Бүкіл сайттан
search-scope-questions = Тек сұрақтардан
# Above the results.
search-count = «{ $query }» сұрауы бойынша { $count ->
    [one] { $count } бет табылды
   *[other] { $count } бет табылды
}
search-nothing = «{ $query }» сұрауы бойынша ештеңе табылмады
search-meant = Мүмкін, мынаны іздеген шығарсыз:
search-shorter = Қысқарақ сұрап көріңіз
search-call = Жауабын таппадыңыз ба? Бізге қоңырау шалыңыз:
search-busy = Дәл қазір іздеп жатқандар көп. Бірнеше секундтан кейін қайта іздеңіз немесе сұрақтар тізімін қараңыз.
search-unavailable = Қазір іздеу жұмыс істемей тұр. Жауапты сұрақтар тізімінен табуға болады.
# Results whose text exists in the other language only.
search-other-kk = Қазақ тілінде
search-other-ru = Орыс тілінде
# What a result is.
search-kind-faq = Сұрақ
search-kind-instruction = Нұсқаулық
search-kind-memo = Жаднама
search-kind-notice = Хабарландыру
search-kind-page = Бет
# Why a query is not answered.
search-fault-query-empty = Нені іздейтініңізді жазыңыз.
search-fault-query-too-long = Сұрау тым ұзын: 200 таңбадан асырмаңыз.
search-fault-query-too-many-words = Сұрауда сөз тым көп: 16 сөзден асырмаңыз.
search-fault-query-encoding = Сұрау қате жазылған: оны қайта теріңіз.
search-fault-parameter-twice = Мекенжай қате жазылған: бір нәрсе екі рет көрсетілген. Сұрауды қайта теріңіз.
search-fault-page-number = Нәтижелердің мұндай беті жоқ.
search-fault-page-size = Бір бетте мұнша нәтиже көрсетілмейді: өлшемін тізімнен таңдаңыз.
