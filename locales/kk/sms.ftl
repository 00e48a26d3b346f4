### SMS мәтіндері. Код бірінші тұрады, сілтеме болмайды, мәтін бір SMS-ке (70 таңба) сыюы керек: бағдарлама мұны іске қосылғанда тексереді.
### Texts of short messages: the code first, no links, one part (70 characters). .bound is the text above the line `@domain #code`.

## Codes

sms-code-first = { $code } — бастапқы авторизация коды. { $minutes } мин жарамды. Ешкімге айтпаңыз.
    .bound = { $code } — авторизация, { $minutes } мин. Айтпаңыз.
sms-code-recovery = { $code } — құпиясөзді қалпына келтіру коды, { $minutes } мин. Ешкімге айтпаңыз.
    .bound = { $code } — жаңа құпиясөз, { $minutes } мин. Айтпаңыз.
sms-code-sign-in = { $code } — кіру коды. { $minutes } мин жарамды. Ешкімге айтпаңыз.
    .bound = { $code } — кіру, { $minutes } мин. Ешкімге айтпаңыз.

## Notices

sms-password-changed = Құпиясөз ауыстырылды. Бұл сіз болмасаңыз, оны қалпына келтіріңіз.
sms-password-recovered = Құпиясөз қалпына келтірілді. Бұл сіз болмасаңыз, бізге хабарласыңыз.
