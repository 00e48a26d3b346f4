### Күн, сан және ақша жазылуы. Жай бос орын қойыңыз: бағдарлама оны үзілмейтін бос орынға айналдырады.
### How dates and numbers are written. Write ordinary spaces: the program makes them no-break ones.

## Months: the name alone; .in-date beside a day; .in-year beside a year

month-1 = Қаңтар
    .in-date = қаңтар
    .in-year = қаңтар
month-2 = Ақпан
    .in-date = ақпан
    .in-year = ақпан
month-3 = Наурыз
    .in-date = наурыз
    .in-year = наурыз
month-4 = Сәуір
    .in-date = сәуір
    .in-year = сәуір
month-5 = Мамыр
    .in-date = мамыр
    .in-year = мамыр
month-6 = Маусым
    .in-date = маусым
    .in-year = маусым
month-7 = Шілде
    .in-date = шілде
    .in-year = шілде
month-8 = Тамыз
    .in-date = тамыз
    .in-year = тамыз
month-9 = Қыркүйек
    .in-date = қыркүйек
    .in-year = қыркүйек
month-10 = Қазан
    .in-date = қазан
    .in-year = қазан
month-11 = Қараша
    .in-date = қараша
    .in-year = қараша
month-12 = Желтоқсан
    .in-date = желтоқсан
    .in-year = желтоқсан

## Dates

# 2022 ж. 10 шілде
date-long = { $year } ж. { $day } { $month }
# 2022 ж. шілде
month-year = { $year } ж. { $month }
# 10.07.2022
date-numeric = { $day }.{ $month }.{ $year }

## Numbers; groups of three digits are always parted by a no-break space

# 1 234,50
number-decimal = { $whole },{ $fraction }
# The sign is U+2212, not a hyphen.
number-negative = −{ $amount }
money = { $amount } ₸
percent = { $amount }%
