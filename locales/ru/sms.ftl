### Тексты SMS. Код стоит первым, ссылок нет, текст помещается в одно SMS (70 знаков): программа проверяет это при запуске.
### Texts of short messages: the code first, no links, one part (70 characters). .bound is the text above the line `@domain #code`.

## Codes

sms-code-first = { $code } — код первичной авторизации, { $minutes } мин. Никому не сообщайте.
    .bound = { $code } — авторизация, { $minutes } мин. Не сообщайте.
sms-code-recovery = { $code } — код восстановления пароля, { $minutes } мин. Никому не сообщайте.
    .bound = { $code } — новый пароль, { $minutes } мин. Не сообщайте.
sms-code-sign-in = { $code } — код входа. Действует { $minutes } мин. Никому не сообщайте.
    .bound = { $code } — вход, { $minutes } мин. Никому не сообщайте.

## Notices

sms-password-changed = Пароль кабинета изменён. Если это не вы, восстановите доступ.
sms-password-recovered = Пароль кабинета восстановлен. Если это не вы, свяжитесь с нами.
