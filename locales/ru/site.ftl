### Слова открытого сайта. Ключи одинаковы в kk и ru.
### Interface strings of the public site. Keys, attributes and variables are the same in kk and ru.
### Dates and numbers come already written ($date, $site and so on are text); $count, $from, $to, $total, $number,
### $page and $pages are whole numbers.

## Frame: what stands on every page

# First link of the page, seen on keyboard focus.
skip-link = Перейти к содержанию
# Accessible name of the menu in the header.
nav-cabinet = Войти
nav-label = Главное меню
# Accessible name of the links in the footer.
footer-nav-label = Дополнительные ссылки
# Text of the link to the home page, also the first breadcrumb.
nav-home = Главная
# Short names of the lists in the menu and the breadcrumbs.
nav-faq = Вопросы
nav-instruction = Инструкции
nav-memo = Памятки
nav-notice = Объявления
nav-tags = Метки
# Accessible name of the breadcrumbs.
breadcrumbs-label = Вы находитесь здесь
# Title of a page in the browser's tab.
page-title = { $title } – { $site }
# Title of the second and further pages of a list.
page-title-numbered = { $title }, страница { $page }
# The word alone, before a <time> element.
updated-label = Обновлено:
# Opens somewhere outside the site; added to a link for screen readers.
external-link = (другой сайт)

## Languages

# Accessible name of the language switch.
language-label = Выбор языка
# Hint on a switch link when the page does not exist in that language and its nearest parent is opened.
language-parent = На другом языке этой страницы нет, откроется ближайший раздел
# After a link whose title is in the other language.
language-mark-kk = (на казахском)
language-mark-ru = (на русском)

## Notices above a text

# The page has no Russian text, the Kazakh one is shown.
fallback-untranslated = Эта страница ещё не переведена на русский. Текст дан на казахском.
# The text has legal force in Kazakh only, so the Kazakh one is shown.
fallback-binding = Верным считается казахский текст этого документа, поэтому он показан на казахском.
# The text being read is the one with legal force.
binding-original = Если тексты на двух языках расходятся, верен этот.
# The text being read is a translation of a text with legal force.
binding-translation = Это перевод. Если тексты расходятся, верен казахский.
# Title of these notices for screen readers.
notice-label = Примечание к этой странице
# A page that readers do not see yet (preview only).
draft-mark = Черновик
draft-text = Эта страница ещё не опубликована: она видна только в предпросмотре.
# A bar at the top of every page of `otau preview`.
preview-bar = Предпросмотр: страницы обновляются при каждом сохранении файла
# On every page of `otau serve --demo`.
demonstration = Демонстрация: клиенты и суммы здесь вымышлены
# After expire_at.
expired-title = Текст больше не действует
expired-text = С { $date } этот текст не действует.
expired-successor = Вместо него действует:
expired-no-successor = Действующий текст ищите в том же разделе.

## A text page

# Table of contents.
toc-title = Содержание
toc-label = Содержание страницы
# Short answer or list of questions.
tags-label = Метки:
related-title = По этой теме
# Previous and next page of the same list.
neighbours-label = Соседние страницы
previous-label = Назад
next-label = Дальше
# Accessible name of the # link beside a heading.
heading-link = Ссылка на раздел «{ $title }»
# Buttons.
copy-link = Скопировать ссылку
copy-link-done = Ссылка скопирована
copy-link-failed = Скопировать не удалось: возьмите адрес из строки браузера
print = Распечатать
# Under the print-out.
print-source = Источник: { $url }
# The kk/ru reading view.
side-by-side-link = Читать на двух языках рядом
side-by-side-title = { $title }: на двух языках рядом
side-by-side-back = Вернуться к странице на одном языке
side-by-side-empty = У этой части нет русского текста
# Footnotes.
footnotes-title = Сноски
footnote-back = Вернуться к тексту
# A wide table that can be scrolled.
table-scroll = Таблица: можно прокрутить вбок
# The whole picture in a new page.
picture-full = Открыть картинку в полном размере
# Checkboxes of a task list.
task-done = сделано
task-open = не сделано

## Directives

directive-note = Примечание
directive-warning = Обратите внимание
directive-summary = Коротко
# Statuses of a payment.
status-paid = Погашено
status-overdue = Просрочено
status-awaiting-debit = Ожидает списания

## Glossary

# Accessible name of the links to the letters.
glossary-letters = Термины по буквам
# Before the title of the page that says more about a term.
glossary-see = Подробнее:

## Lists

# Titles and descriptions of the lists; descriptions are also for search engines.
list-faq-title = Часто задаваемые вопросы
list-faq-description = Короткие ответы на частые вопросы о входе на портал, пароле, договорах и графике платежей.
list-instruction-title = Инструкции
list-instruction-description = Инструкции по работе с порталом: по шагам, с картинками и пояснениями к каждому полю.
list-memo-title = Памятки
list-memo-description = Памятки о правах клиентов, компенсации и платежах: простым языком и с примерами.
list-notice-title = Объявления
list-notice-description = Объявления об изменениях в работе портала, новых возможностях и технических перерывах.
list-tags-title = Метки
list-tags-description = Все метки сайта: выберите метку и посмотрите все страницы на эту тему.
# Title and description of the page of one tag.
list-tag-title = Метка «{ $name }»
list-tag-description = Все страницы с меткой «{ $name }»: вопросы, инструкции, памятки и объявления.
# Description of a category without its own.
list-category-description = Вопросы и ответы по теме «{ $name }».
list-empty = В этом списке пока ничего нет.
# Link to the list of all questions.
list-all-faq = Все вопросы
# Categories.
categories-title = Темы
categories-label = Темы вопросов
category-instruction = Инструкция по этой теме
# How many questions a category has, beside its name.
question-count = { $count ->
    [one] { $count } вопрос
    [few] { $count } вопроса
    [many] { $count } вопросов
   *[other] { $count } вопроса
}
# How many pages a tag or a list has.
page-count = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
    [many] { $count } страниц
   *[other] { $count } страницы
}
# Questions of a list.
expand-all = Раскрыть все
collapse-all = Свернуть все
question-open = Открыть ответ на отдельной странице

## Pages of a list

pager-label = Страницы списка
pager-previous = Предыдущая страница
pager-next = Следующая страница
# Accessible name of a page's number.
pager-page = Страница { $page }
pager-current = Страница { $page }, открыта сейчас
pager-gap = …
# What the page shows of the whole list.
pager-range = Показано { $from }–{ $to } из { $total }
page-size-label = Показывать на странице:
page-size-all = Все

## Home

home-categories = Вопросы по темам
home-questions = Часто задаваемые вопросы
home-instructions = Инструкции
home-memos = Памятки
home-notices = Объявления
home-first-time = Впервые на портале?

## Contacts

contact-title = Контакты
contact-phone = Телефон
contact-email = Электронная почта
contact-hours = Время работы
contact-address = Адрес
contact-map = Показать на карте
# A contact that site.toml does not have.
not-given = не указано

## Look of the page

theme-label = Оформление
theme-system = Как в системе
theme-light = Светлое
theme-dark = Тёмное

## Errors

error-404-title = Страница не найдена
error-404-text = Возможно, адрес набран с ошибкой или страница переехала.
error-404-help = Попробуйте найти нужное в этих разделах:
error-404-home = Перейти на главную
error-500-title = У нас произошла ошибка
error-500-text = Извините. Попробуйте открыть страницу ещё раз чуть позже.
error-503-title = Сайт временно не работает
error-503-text = Идут технические работы. Зайдите, пожалуйста, чуть позже.
error-contact = Если дело срочное, позвоните нам: { $phone }

## Addresses without a server

# The address / where no server chooses the language.
root-title = Выберите язык
# A redirect for hosts that know no redirects.
moved-title = Страница переехала
moved-text = У этой страницы новый адрес. Если она не открылась сама, перейдите по ссылке:

## Feed

# Title of the Atom feed.
feed-title = { $site }: новые и изменённые страницы
# Text of the link to the feed.
feed-link = Лента обновлений (Atom)

## Steps

# Tick that a reader puts on a step that is done; kept in the reader's browser.
step-done = Сделано

## Search

search-title = Поиск
# Title of the results in the browser's tab.
search-title-query = «{ $query }»: { $count ->
    [one] найдена { $count } страница
    [few] найдено { $count } страницы
    [many] найдено { $count } страниц
   *[other] найдено { $count } страницы
}
# Accessible name of the field, and the hint in it.
search-label = Поиск по вопросам и инструкциям
# The same above the list of questions.
search-label-questions = Поиск по вопросам
search-button = Найти
# While one types: the last line, and what is said aloud. {} stands for what was typed, and for a number.
search-suggest-all = Все результаты по запросу «{ $query }»
search-suggest-count = Подсказок: { $count }. Для выбора нажимайте стрелки вверх и вниз.
search-suggest-none = Подсказок нет. Чтобы искать по всему тексту, нажмите Enter.
search-suggest-wait = Идёт поиск…
# Where to look.
search-scope-label = Где искать
search-scope-all = По всему сайту
search-scope-questions = Только в вопросах
# Above the results.
search-count = По запросу «{ $query }» { $count ->
    [one] найдена { $count } страница
    [few] найдено { $count } страницы
    [many] найдено { $count } страниц
   *[other] найдено { $count } страницы
}
search-nothing = По запросу «{ $query }» ничего не найдено
search-meant = Возможно, вы искали:
search-shorter = Попробуйте искать короче
search-call = Не нашли ответ? Позвоните нам:
search-busy = Сейчас ищут сразу многие. Повторите поиск через несколько секунд или загляните в список вопросов.
search-unavailable = Поиск сейчас не работает. Ответ можно найти в списке вопросов.
# Results whose text exists in the other language only.
search-other-kk = На казахском языке
search-other-ru = На русском языке
# What a result is.
search-kind-faq = Вопрос
search-kind-instruction = Инструкция
search-kind-memo = Памятка
search-kind-notice = Объявление
search-kind-page = Страница
# Why a query is not answered.
search-fault-query-empty = Напишите, что вы ищете.
search-fault-query-too-long = Запрос слишком длинный: оставьте не больше 200 знаков.
search-fault-query-too-many-words = В запросе слишком много слов: оставьте не больше 16.
search-fault-query-encoding = Запрос записан с ошибкой: наберите его заново.
search-fault-parameter-twice = Адрес записан с ошибкой: одно и то же указано дважды. Наберите запрос заново.
search-fault-page-number = Такой страницы результатов нет.
search-fault-page-size = Столько результатов на одной странице не показываем: выберите размер из списка.
